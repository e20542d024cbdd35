"""The protected bundle: one ZIP that carries the published values of a territory to another workstation (ADR 0018).

```
LISEZ-MOI.txt, portrait.html, contours.geojson    for whoever opens the file without the application
valeurs/<partition>.parquet                       published values, as ``store.publie`` lays them
attributs.parquet                                 facts about communes, when there are some
equipements.parquet                               facilities of the territory, when an inventory gives some
paquet.json                                       manifest: territory, dates, rules, sources, SHA-256 and size of each member
```
Nothing of what it holds is believed before ``store.paquet_lecture`` has looked at all of it.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from ctg_data.errors import CtgError
from ctg_data.loaders.plan_actions_cellules import visible
from ctg_data.records import NIVEAUX
from ctg_data.settings import ANNEES
from ctg_data.store import perimetres
from ctg_data.territoires.atlas import Lieu
from ctg_data.territoires.perimetre import PREMIER_JOUR

FORMAT = "ctg-paquet-1"
SUFFIXE = ".ctg.zip"
MANIFESTE, ATTRIBUTS, EQUIPEMENTS, VALEURS = "paquet.json", "attributs.parquet", "equipements.parquet", "valeurs/"
LISEZ_MOI = "LISEZ-MOI.txt"
LIBRES = (LISEZ_MOI, "portrait.html", "contours.geojson")
"""Members that the application checks and never reads: it draws the portrait and the map itself."""
LIEUX_MAX, COMPOSITIONS_MAX = 2_000, 200
"""Perimeters of a manifest, dates of one: each costs as many compositions."""
AVANCE = timedelta(days=1)
"""How far two clocks may be apart."""
_LIEU = re.compile(r"[0-9a-f]{32}")
JETON = re.compile(r"[\w.+-]{0,64}", re.ASCII)
CODE = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)
_INSTANT = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)", re.ASCII)
_JOUR = re.compile(r"20\d\d-\d\d-\d\d", re.ASCII)


class PaquetRefuse(CtgError):
    """A bundle that cannot be opened; says why and what to ask for.  ``pourquoi``: why alone, "" where the sentence has no such part."""

    def __init__(self, phrase: str, pourquoi: str = ""):
        super().__init__(phrase)
        self.pourquoi = pourquoi


@dataclass(frozen=True)
class Paquet:
    """What the manifest of a bundle says.

    ``importees``: sources that the first workstation held -> their years.  ``dedans``: level -> codes of the territory and of its
    parts, whose figures are all there; other rows are there to be compared with.  ``ecartes``: level -> codes that showed figures of
    the other nature (demonstration or real), so that sets of comparable territories stay the same.  Instants are ISO, in UTC;
    ``publie_le`` is "" for the embedded demonstration.
    """

    id: str
    niveau: str
    code: str
    nom: str
    prepare_le: str
    publication: str
    publie_le: str
    demo: bool
    moteur: str
    reference: str
    importees: Mapping[str, tuple[int, ...]]
    dedans: Mapping[str, frozenset[str]]
    ecartes: Mapping[str, frozenset[str]]
    lieux: tuple[Lieu, ...] = ()

    @property
    def territoire(self) -> tuple[str, str]:
        return self.niveau, self.code

    def contient(self, niveau: str, code: str) -> bool:
        """Whether every figure of that territory is in the bundle."""
        return code in self.dedans.get(niveau, ())


@dataclass(frozen=True, eq=False)
class Lu:
    """A bundle that was looked at.

    ``valeurs``: partition -> published values.  ``attributs``, ``equipements``: facts and facilities, with their département.
    """

    paquet: Paquet
    valeurs: Mapping[str, pd.DataFrame]
    attributs: pd.DataFrame
    equipements: pd.DataFrame


def identifiant(manifeste: Mapping[str, Any]) -> str:
    """First 16 hex digits of SHA-256 over all that the manifest says, members included: two people can compare it by telephone.

    All of them but LISEZ_MOI, which tells it to the one who prepared the file.
    """
    dit = {cle: valeur for cle, valeur in manifeste.items() if cle != "id"}
    dit["membres"] = {nom: sceau for nom, sceau in manifeste["membres"].items() if nom != LISEZ_MOI}
    return hashlib.sha256(json.dumps(dit, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def vers_json(paquet: Paquet) -> dict[str, Any]:
    """The manifest without its members."""
    return {
        "format": FORMAT,
        "id": paquet.id,
        "territoire": {"niveau": paquet.niveau, "code": paquet.code, "nom": paquet.nom},
        "prepare_le": paquet.prepare_le,
        "publication": {"id": paquet.publication, "publiee_le": paquet.publie_le, "demo": paquet.demo},
        "moteur": paquet.moteur,
        "reference": paquet.reference,
        "importees": {source: list(annees) for source, annees in sorted(paquet.importees.items())},
        "dedans": {niveau: sorted(codes) for niveau, codes in sorted(paquet.dedans.items())},
        "ecartes": {niveau: sorted(codes) for niveau, codes in sorted(paquet.ecartes.items())},
        "lieux": [perimetres.vers_json(lieu) for lieu in paquet.lieux],
    }


def de_json(lu: Mapping[str, Any]) -> Paquet:
    """The bundle that a manifest describes.  Raises ValueError, KeyError or TypeError on anything else."""
    lieu, publication = lu["territoire"], lu["publication"]
    textes = {nom: _texte(valeur) for nom, valeur in (("niveau", lieu["niveau"]), ("code", lieu["code"]), ("nom", lieu["nom"]))}
    return Paquet(
        id=_jeton(lu["id"]),
        **textes,
        prepare_le=instant(lu["prepare_le"]),
        publication=_jeton(publication["id"]),
        publie_le=_jour(publication["publiee_le"]),
        demo=_oui_ou_non(publication["demo"]),
        moteur=_jeton(lu["moteur"]),
        reference=_jeton(lu["reference"]),
        importees={_jeton(source): tuple(map(_annee, annees)) for source, annees in lu["importees"].items()},
        dedans=_codes(lu["dedans"]),
        ecartes=_codes(lu["ecartes"]),
        lieux=_lieux(lu["lieux"]),
    )


def _lieux(lus: list[Mapping[str, Any]]) -> tuple[Lieu, ...]:
    if len(lus) > LIEUX_MAX:
        raise ValueError("fewer perimeters were expected")
    return tuple(map(_lieu, lus))


def _lieu(lu: Mapping[str, Any]) -> Lieu:
    if not _LIEU.fullmatch(_texte(lu["id"])) or lu["refus"] != "" or (lu["parent"] and not _LIEU.fullmatch(lu["parent"])):
        raise ValueError("a perimeter was expected")
    lieu = perimetres.de_json({**lu, "nom": _texte(lu["nom"])})
    dates = {jour for a in lieu.communes for jour in (a.du, a.au) if jour}
    demain = (datetime.now(UTC) + AVANCE).date()
    if len(dates) > COMPOSITIONS_MAX or any(not PREMIER_JOUR <= jour <= demain for jour in dates | ({lieu.signe_le} - {None})):
        raise ValueError("other dates were expected")
    for code in (*(a.code for a in lieu.communes), *lieu.partielles):
        _code(code)
    return lieu


def _texte(lu: object) -> str:
    if not isinstance(lu, str) or not 0 < len(lu) <= 200 or not visible(lu):
        raise ValueError("a text of 1 to 200 characters that are all seen was expected")
    return lu


def _oui_ou_non(lu: object) -> bool:
    if not isinstance(lu, bool):
        raise ValueError("true or false was expected")
    return lu


def _jeton(lu: str) -> str:
    if not JETON.fullmatch(lu):
        raise ValueError("an identifier was expected")
    return lu


def _code(lu: str) -> str:
    if not CODE.fullmatch(lu):
        raise ValueError("a code was expected")
    return lu


def instant(lu: object) -> str:
    """An ISO instant, in UTC, of this century: no calendar of a machine is too short to tell its day.  Raises ValueError."""
    if not isinstance(lu, str) or not _INSTANT.fullmatch(lu):
        raise ValueError("an instant in UTC was expected")
    datetime.fromisoformat(lu)
    return lu


def _jour(lu: object) -> str:
    if not isinstance(lu, str) or (lu and not _JOUR.fullmatch(lu)):
        raise ValueError("a day was expected")
    if lu:
        date.fromisoformat(lu)
    return lu


def derniere_annee() -> int:
    """Data of a later year are not of this world, whichever of two clocks is right."""
    return (datetime.now(UTC) + AVANCE).year + 1


def _annee(lu: object) -> int:
    if isinstance(lu, bool) or not isinstance(lu, int) or not ANNEES[0] <= lu <= derniere_annee():
        raise ValueError("a year was expected")
    return lu


def _codes(lu: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    if set(lu) - set(NIVEAUX):
        raise ValueError("unknown level")
    return {niveau: frozenset(map(_code, codes)) for niveau, codes in lu.items()}


# Writing ---------------------------------------------------------------------------------------------------------------


def archive(manifeste: Mapping[str, Any], membres: Mapping[str, bytes], lisez_moi: Callable[[str], str]) -> tuple[str, bytes]:
    """(id, the file): the same content gives the same bytes.  ``lisez_moi``: id -> what is told to whoever opens the file."""
    complet = {**manifeste, "membres": _sceaux(membres)}
    complet["id"] = identifiant(complet)
    membres = {**membres, LISEZ_MOI: lisez_moi(complet["id"]).encode("utf-8-sig")}
    complet["membres"] = _sceaux(membres)
    texte = json.dumps(complet, ensure_ascii=False, indent=1, sort_keys=True).encode()
    sortie, quand = io.BytesIO(), datetime.fromisoformat(complet["prepare_le"]).timetuple()[:6]
    with zipfile.ZipFile(sortie, "w") as fichier:
        for nom, octets in sorted({**membres, MANIFESTE: texte}.items()):
            # Parquet is compressed already.
            methode = zipfile.ZIP_STORED if nom.endswith(".parquet") else zipfile.ZIP_DEFLATED
            fichier.writestr(zipfile.ZipInfo(nom, quand), octets, methode)
    return complet["id"], sortie.getvalue()


def _sceaux(membres: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    return {nom: {"octets": len(octets), "sha256": sha256(octets)} for nom, octets in sorted(membres.items())}


def sha256(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()
