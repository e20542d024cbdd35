"""The complement of a publication: protected values of the perimeters, and the definitions that they were computed from.

```
<store>/perimetres/courant.json      definitions, id of the complement, ids of the publications that it completes
<store>/perimetres/<complement>/     one publication of the level perimetre; meta.json: composition of each code, which are fictitious
```
The folder holds no name: what people write lies in ``courant.json`` alone, replaced at each change.
"""

import contextlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from ctg_data import policy
from ctg_data.errors import PublicationARefaire
from ctg_data.records import COLONNES_VALEURS, empty
from ctg_data.settings import Settings
from ctg_data.store import durable, moteur, publie
from ctg_data.store.publie import Publication
from ctg_data.territoires.atlas import NIVEAU, Lieu
from ctg_data.territoires.perimetre import Appartenance, Genre

DOSSIER = "perimetres"
COURANT = "courant.json"
FORMAT = 1


@dataclass(frozen=True)
class Instantane:
    """The perimeters as they were when their values were computed last.  ``base``: publications that ``complement`` completes.

    ``saisies``: fingerprint of the records that were read, "" for none.
    """

    lieux: tuple[Lieu, ...] = ()
    complement: str = ""
    base: str = ""
    saisies: str = ""


VIDE = Instantane()


def chemin(settings: Settings) -> Path:
    """The file that changes whenever a perimeter or its values do."""
    return settings.store / DOSSIER / COURANT


def lit(settings: Settings) -> Instantane:
    """What is known of the perimeters; nothing before the first one, nor of a file that another version wrote or that is damaged."""
    policy.require(settings.acteur, "lire_publie", DOSSIER)
    try:
        contenu = json.loads(chemin(settings).read_text(encoding="utf-8"))
        if contenu["format"] != FORMAT:
            return VIDE
        return Instantane(tuple(map(de_json, contenu["lieux"])), contenu["complement"], contenu["base"], contenu.get("saisies", ""))
    except (OSError, ValueError, KeyError, TypeError):
        return VIDE


def complement(settings: Settings, base: str) -> Publication | None:
    """The values of the perimeters beside the publications ``base``; None when they are to be computed again."""
    courant = lit(settings)
    if not courant.complement or courant.base != base:
        return None
    return ouvre(settings, courant.complement)


def ouvre(settings: Settings, identifiant: str) -> Publication | None:
    """One complement, None when it is missing or was made by other rules than today's."""
    with contextlib.suppress(PublicationARefaire):
        lue = Publication(settings.store / DOSSIER / identifiant, acteur=settings.acteur)
        return lue if lue.meta.get("moteur") == moteur.empreinte() else None
    return None


def ecrit(settings: Settings, frame: pd.DataFrame, meta: Mapping[str, object]) -> None:
    """Write the folder ``meta["id"]``, unless it is there, whole."""
    dossier = settings.store / DOSSIER / str(meta["id"])
    if publie.saine(dossier):
        return
    if dossier.exists():
        publie.retire(dossier)
    publie.ecrit_dossier(dossier, [(NIVEAU, frame)] if len(frame) else [], {**meta, "moteur": moteur.empreinte()}, acteur=settings.acteur)


def declare(settings: Settings, courant: Instantane) -> None:
    """Make these definitions and their complement the current ones; folders of the complements before the last go."""
    policy.require(settings.acteur, "publier", DOSSIER)
    gardes = {courant.complement, lit(settings).complement}
    fixes = {"format": FORMAT, "base": courant.base, "complement": courant.complement, "saisies": courant.saisies}
    contenu = {**fixes, "lieux": [vers_json(x) for x in courant.lieux]}

    def ecriture(fichier: Path) -> None:
        fichier.write_text(json.dumps(contenu, ensure_ascii=False, indent=1), encoding="utf-8")
        durable.prive(fichier)

    chemin(settings).parent.mkdir(parents=True, exist_ok=True)
    durable.ecrit_fichier(chemin(settings), ecriture)
    for dossier in chemin(settings).parent.iterdir():
        if dossier.is_dir() and not dossier.name.startswith(".") and dossier.name not in gardes:
            with contextlib.suppress(OSError):
                publie.retire(dossier)


def vers_json(lieu: Lieu) -> dict[str, Any]:
    return {
        "id": lieu.id,
        "nom": lieu.nom,
        "communes": [[a.code, a.du.isoformat(), a.au and a.au.isoformat()] for a in lieu.communes],
        "genre": str(lieu.genre),
        "parent": lieu.parent,
        "signe_le": lieu.signe_le and lieu.signe_le.isoformat(),
        "partielles": list(lieu.partielles),
        "refus": lieu.refus,
    }


def de_json(lu: Mapping[str, Any]) -> Lieu:
    return Lieu(
        lu["id"],
        lu["nom"],
        tuple(Appartenance(code, date.fromisoformat(du), au and date.fromisoformat(au)) for code, du, au in lu["communes"]),
        Genre(lu["genre"]),
        lu["parent"],
        lu["signe_le"] and date.fromisoformat(lu["signe_le"]),
        tuple(lu["partielles"]),
        lu["refus"],
    )


def reprises(
    settings: Settings, base: str, unites: Mapping[str, Sequence[str]], fictives: Collection[str]
) -> tuple[list[str], pd.DataFrame]:
    """Codes of the compositions that the last complement holds unchanged, and their rows."""
    ancien = complement(settings, base)
    connues: Mapping[str, list[str]] = ancien.meta["unites"] if ancien else {}
    memes = [code for code, communes in unites.items() if connues.get(code) == list(communes)]
    memes = [code for code in memes if (code in ancien.meta["demo_codes"]) == (code in fictives)]
    return memes, ancien.valeurs(NIVEAU, codes=memes) if memes else empty(COLONNES_VALEURS)
