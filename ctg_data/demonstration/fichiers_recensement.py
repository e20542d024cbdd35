"""The INSEE's files of the census by theme (``base-cc-…``) and of deaths, in their published layouts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ctg_data.demonstration import insee, recensement
from ctg_data.demonstration.cadre import ANNEES
from ctg_data.demonstration.ecriture import constante, csv, repete
from ctg_data.demonstration.fichiers_insee import effectifs, population
from ctg_data.demonstration.geographie import par_code, reunis
from ctg_data.demonstration.requete import Pays
from ctg_data.loaders.model import MARQUE_FICTIVE

Colonnes = Callable[[Pays, str, int], Mapping[str, np.ndarray]]
"""Columns of one département in one census."""
ANNEES_DE_DECES = range(2016, ANNEES[-1] + 1)


def _logement(pays: Pays, departement: str, annee: int) -> Mapping[str, np.ndarray]:
    contexte = pays.contexte(departement)
    menages = insee.familles(contexte, population(pays.cadre, pays.cadre.dans(departement), annee), annee)["MEN"]
    return recensement.logement(contexte, menages, annee)


def _formation(pays: Pays, departement: str, annee: int) -> Mapping[str, np.ndarray]:
    return recensement.formation(pays.contexte(departement), effectifs(pays, departement, annee), annee)


def _activite(pays: Pays, departement: str, annee: int) -> Mapping[str, np.ndarray]:
    contexte, comptes = pays.contexte(departement), effectifs(pays, departement, annee)
    return recensement.activite(contexte, comptes, insee.activite(contexte, comptes, annee), annee)


def _emploi(pays: Pays, departement: str, annee: int) -> Mapping[str, np.ndarray]:
    return recensement.emploi(pays.contexte(departement), effectifs(pays, departement, annee), annee)


FICHIERS: Mapping[str, tuple[str, Colonnes]] = {
    "logement": ("insee_rp_logement", _logement),
    "diplomes-formation": ("insee_rp_formation", _formation),
    "emploi-pop-active": ("insee_rp_chomage", _activite),
    "caract_emp": ("insee_rp_emploi", _emploi),
}
"""Theme in the name of the file -> the source that reads it, its columns."""


def themes(pays: Pays, departements: Sequence[str], dossier: Path, *, millesimes: Callable[[str], Mapping[int, int]]) -> Iterator[Path]:
    """One file a theme and a census; ``millesimes``: source -> census -> geography."""
    for theme, (source, colonnes) in FICHIERS.items():
        for annee, millesime in millesimes(source).items():
            lues = {d: colonnes(pays, d, annee) for d in departements}
            codes, lignes = reunis(par_code(pays.cadre, np.stack(list(c.values())), d, millesime=millesime) for d, c in lues.items())
            noms = next(iter(lues.values()))
            yield csv(dossier / f"base-cc-{theme}-{annee}_{MARQUE_FICTIVE}.CSV", {"CODGEO": codes, **dict(zip(noms, lignes, strict=True))})


def deces(pays: Pays, departements: Sequence[str], dossier: Path, *, millesime: int) -> Path:
    """DS_ETAT_CIVIL_DECES_COMMUNES: one row per commune and year."""
    codes, lignes = reunis(par_code(pays.cadre, _deces(pays, d), d, millesime=millesime) for d in departements)
    nombre, annees = len(codes), np.array([str(annee) for annee in ANNEES_DE_DECES])
    colonnes = {
        "FREQ": constante("A", lignes.size),
        "GEO": repete(codes, fois=len(annees)),
        "GEO_OBJECT": constante("COM", lignes.size),
        "EC_MEASURE": constante("DTH", lignes.size),
        "OBS_STATUS": constante("A", lignes.size),
        "TIME_PERIOD": repete(annees, chacun=nombre),
        "OBS_VALUE": lignes.ravel(),
    }
    return csv(dossier / f"DS_ETAT_CIVIL_DECES_COMMUNES_{MARQUE_FICTIVE}.csv", colonnes)


def _deces(pays: Pays, departement: str) -> np.ndarray:
    habitants = population(pays.cadre, pays.cadre.dans(departement), ANNEES[0])
    return recensement.deces(pays.contexte(departement), habitants, ANNEES_DE_DECES)
