"""A publication of made-up values for the whole catalogue: one EPCI, its communes, its stratum and the levels above."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ctg_data.indicators.model import Distribution, Effectif, Indicateur, Manque, Moyenne
from ctg_data.indicators.registry import catalogue
from ctg_data.records import COLONNES_VALEURS, typed
from ctg_data.settings import RACINE, Settings
from ctg_data.store import publie
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from ctg_data.territoires import referentiel

EPCI, NOM_EPCI, DEPARTEMENT, REGION = "200066512", "Élan Limousin Avenir Nature", "87", "75"
ANNEES = (2021, 2022, 2023)
SECRET, ABSENT, SECRET_PARTOUT = "dep_100", "tx_pauvrete_60", "dep_75"
"""Hidden at the EPCI; without data at the EPCI; hidden in every commune of the EPCI."""
CHANGE, HABITANTS_AVANT = "200072684", 23_456
"""CC Le Gesnois Bilurien, of the same stratum, which Fatines left on 1 January 2023; its population at period perimeter before."""


def ref() -> referentiel.Referentiel:
    return referentiel.charge(RACINE / "data" / "reference")


def lieux() -> dict[str, list[str]]:
    r = ref()
    strate = r.strate(EPCI).id
    return {
        "commune": sorted(r.membres("epci", EPCI)),
        "epci": sorted(c for c, s in r.strates().items() if s.id == strate),
        "departement": sorted(r.codes("departement")),
        "region": sorted(r.codes("region")),
        "france": ["FR"],
    }


def frames(
    graine: int = 1, places: Mapping[str, Sequence[str]] | None = None, choisis: Collection[str] = ()
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Pairs (level, valeurs) as ``store.publie`` takes them; of all ``lieux`` and of the whole catalogue unless some are chosen."""
    for niveau, codes in (places or lieux()).items():
        yield niveau, typed(_niveau(niveau, codes, np.random.default_rng(graine), choisis), COLONNES_VALEURS)
    yield publie.EPOQUES, typed(_epoque(), COLONNES_VALEURS)


def _epoque() -> pd.DataFrame:
    pop = next(i for i in catalogue() if i.id == "pop_municipale")
    avant = _indicateur(pop, [CHANGE], np.random.default_rng(0)).query("annee < 2022")
    return avant.assign(niveau="epci", valeur=HABITANTS_AVANT, millesime_geo=avant["annee"] + 1)


def _niveau(niveau: str, codes: Sequence[str], hasard: np.random.Generator, choisis: Collection[str] = ()) -> pd.DataFrame:
    ici = [i for i in catalogue() if niveau in i.niveaux and (not choisis or i.id in choisis)]
    frame = pd.concat([_indicateur(i, codes, hasard) for i in ici], ignore_index=True).assign(niveau=niveau)
    return _masque(frame, niveau)


def _indicateur(i: Indicateur, codes: Sequence[str], hasard: np.random.Generator) -> pd.DataFrame:
    modalites = [m for m, _ in i.formules[0].classes] if isinstance(i.formules[0], Distribution) else ["total"]
    cle = pd.MultiIndex.from_product([codes, ANNEES, modalites], names=["code", "annee", "modalite"]).to_frame(index=False)
    effectif = isinstance(i.formules[0], Effectif | Moyenne | Manque | Distribution)
    valeur = (hasard.random(len(cle)) * (900 if effectif else 30) + 10).round(i.decimales)
    marge = np.nan if effectif else 2.0
    source = "caf_requete_type" if i.theme not in ("PO", "PE") else "insee_populations"
    return cle.assign(
        indicateur=i.id,
        valeur=valeur,
        statut="ok",
        est=False,
        arr5=i.id == "part_foyers_br",
        ic_bas=valeur - marge,
        ic_haut=valeur + marge,
        millesime_geo=2026,
        sources=source + "@" + cle["annee"].astype(str),
        edition="e" * 16,
    )


def _masque(frame: pd.DataFrame, niveau: str) -> pd.DataFrame:
    ici = frame["code"].eq(EPCI) if niveau == "epci" else frame["indicateur"].eq(SECRET_PARTOUT) & (niveau == "commune")
    secret = ici & frame["indicateur"].isin([SECRET, SECRET_PARTOUT]) & ((niveau == "commune") | frame["indicateur"].eq(SECRET))
    absent = ici & frame["indicateur"].eq(ABSENT)
    frame.loc[secret, "statut"], frame.loc[absent, "statut"] = "s", "nd"
    frame.loc[secret | absent, ["valeur", "ic_bas", "ic_haut"]] = np.nan
    return frame


def remplit(
    magasin: Path, graine: int = 1, *, places: Mapping[str, Sequence[str]] | None = None, choisis: Collection[str] = ()
) -> Settings:
    """Settings of a store whose current publication is the invented one (no demonstration); ``places``, ``choisis``: as for ``frames``."""
    reglages = Settings(store=magasin, demo=None, acteur="essai")
    Magasin(reglages)
    publications = Publications(reglages)
    identifiant = f"invente{graine}"
    publications.ecrit(frames(graine, places, choisis), {"id": identifiant, "demo": False})
    publications.declare(identifiant, ())
    return reglages


def demonstration(dossier: Path) -> Path:
    """Folder of an invented demonstration, laid like ``data/demo``."""
    publie.ecrit_dossier(dossier, frames(2), {"id": "demo", "demo": True})
    return dossier
