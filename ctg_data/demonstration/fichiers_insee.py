"""The INSEE's files of the fictitious country, in their published layouts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ctg_data.demonstration import insee
from ctg_data.demonstration.cadre import ANNEES, Cadre
from ctg_data.demonstration.ecriture import constante, csv, repete
from ctg_data.demonstration.geographie import Lot, par_code, reunis
from ctg_data.demonstration.requete import Pays
from ctg_data.loaders.model import MARQUE_FICTIVE

_SEXES = np.array(["1", "2"])
_AGES = np.array([f"{age:03d}" for age in insee.AGES])


def ages(pays: Pays, lot: Lot, dossier: Path, *, millesimes: Mapping[int, int]) -> Iterator[Path]:
    """TD_POP1B of each census: one row per commune, sex and age; ``millesimes``: census -> geography."""
    for annee, millesime in millesimes.items():
        tous = {d: effectifs(pays, d, annee).reshape(202, -1) for d in lot.departements}
        codes, comptes = reunis(par_code(pays.cadre, nombres, d, millesime=millesime) for d, nombres in tous.items())
        lignes = comptes.size
        yield csv(
            dossier / f"TD_POP1B_{annee}_{lot.nom}_{MARQUE_FICTIVE}.csv",
            {
                "NIVGEO": constante("COM", lignes),
                "CODGEO": repete(codes, fois=202),
                "LIBGEO": constante("Commune (donnees fictives)", lignes),
                "SEXE": repete(_SEXES, chacun=101 * len(codes)),
                "AGED100": repete(_AGES, fois=2, chacun=len(codes)),
                "NB": comptes.ravel(),
            },
        )


def population(cadre: Cadre, positions: np.ndarray, annee: int) -> np.ndarray:
    """Persons of each commune as integers; years before the first drawn have the population of the first."""
    return cadre.population[max(annee, ANNEES[0]) - ANNEES[0], positions].astype(np.int64)


def effectifs(pays: Pays, departement: str, annee: int) -> np.ndarray:
    """Inhabitants of a census by sex and age (2, 101, communes of the département)."""
    positions = pays.cadre.dans(departement)
    return insee.ages(pays.contexte(departement), population(pays.cadre, positions, annee), pays.parts_ages[annee][:, positions])


def familles(pays: Pays, departements: Sequence[str], dossier: Path, *, millesimes: Mapping[int, int]) -> Iterator[Path]:
    """base-cc-coupl-fam-men of each census: one row per commune."""
    for annee, millesime in millesimes.items():
        codes, lignes = _par_departement(pays, departements, millesime, valeurs=lambda d, a=annee: _familles(pays, d, a))
        noms = _familles(pays, departements[0], annee)
        colonnes = {f"C{annee % 100:02d}_{nom}": valeurs for nom, valeurs in zip(noms, lignes, strict=True)}
        yield csv(dossier / f"base-cc-coupl-fam-men-{annee}_{MARQUE_FICTIVE}.CSV", {"CODGEO": codes, **colonnes})


def _familles(pays: Pays, departement: str, annee: int) -> dict[str, np.ndarray]:
    return insee.familles(pays.contexte(departement), population(pays.cadre, pays.cadre.dans(departement), annee), annee)


def _par_departement(
    pays: Pays, departements: Sequence[str], millesime: int, *, valeurs: Callable[[str], Mapping[str, np.ndarray]]
) -> tuple[np.ndarray, np.ndarray]:
    return reunis(par_code(pays.cadre, np.stack(list(valeurs(d).values())), d, millesime=millesime) for d in departements)
