"""Who adds up to whom: communes into portions of EPCI, portions into EPCI and départements, then régions and France.

A portion is the part of an EPCI that lies in one département.  It is never published, but the département less its other
EPCI gives it, so it counts as a cell.  Communes without EPCI make one group a département.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ctg_data.records import CODE_FRANCE


@dataclass(frozen=True, eq=False)
class Hierarchie:
    """Indexes from each unit to the one above, all int arrays.

    ``codes``: level -> codes in order.  Groups are the EPCI in the order of ``codes["epci"]``, then the groups of communes
    without EPCI.  ``population``: of the groups, of the régions: public figures that order the choice of what to hide besides.
    """

    codes: Mapping[str, tuple[str, ...]]
    portion_commune: np.ndarray
    groupe_portion: np.ndarray
    departement_portion: np.ndarray
    region_departement: np.ndarray
    population_groupe: np.ndarray
    population_region: np.ndarray

    @property
    def groupes(self) -> int:
        """Number of groups."""
        return len(self.population_groupe)

    @property
    def portions(self) -> int:
        """Number of portions: parts of a group that lie in one département."""
        return len(self.groupe_portion)

    @property
    def groupe_commune(self) -> np.ndarray:
        """Group of each commune."""
        return self.groupe_portion[self.portion_commune]

    @property
    def departement_commune(self) -> np.ndarray:
        """Département of each commune."""
        return self.departement_portion[self.portion_commune]

    @cached_property
    def departement_epci(self) -> np.ndarray:
        """The département of each EPCI that holds the most of its communes."""
        paires = pd.DataFrame({"g": self.groupe_commune, "d": self.departement_commune}).value_counts().reset_index()
        premiers = paires.drop_duplicates("g").set_index("g")["d"]
        return premiers.reindex(range(len(self.codes["epci"]))).to_numpy()

    def departement_de(self, niveau: str) -> np.ndarray:
        """For each unit of a level, the département it is read beside (its main one), -1 above the département."""
        match niveau:
            case "commune":
                return self.departement_commune
            case "epci":
                return self.departement_epci
            case "departement":
                return np.arange(len(self.codes["departement"]))
            case _:
                return np.full(len(self.codes[niveau]), -1)


def construit(communes: pd.DataFrame) -> Hierarchie:
    """From the rows code, epci ("" without), departement, region, population."""
    table = communes.sort_values("code").reset_index(drop=True)
    sans = table["epci"] == ""
    groupes = table["epci"].astype("str").where(~sans, "~" + table["departement"].astype("str"))
    groupe, noms_groupes = pd.factorize(groupes, sort=True)
    departement, departements = pd.factorize(table["departement"].astype("str"), sort=True)
    region, regions = pd.factorize(table["region"].astype("str"), sort=True)
    paires, portion = np.unique(np.column_stack([groupe, departement]), axis=0, return_inverse=True)
    population = table["population"].fillna(0).to_numpy(dtype="float64")
    codes = {
        "commune": _codes(table["code"]),
        "epci": _codes(nom for nom in noms_groupes if not nom.startswith("~")),
        "departement": _codes(departements),
        "region": _codes(regions),
        "france": (CODE_FRANCE,),
    }
    region_departement = np.zeros(len(departements), dtype=int)
    region_departement[departement] = region
    return Hierarchie(
        codes,
        portion_commune=portion.reshape(-1),
        groupe_portion=paires[:, 0],
        departement_portion=paires[:, 1],
        region_departement=region_departement,
        population_groupe=np.bincount(groupe, population),
        population_region=np.bincount(region, population),
    )


def somme(valeurs: np.ndarray, parents: np.ndarray, *, n: int) -> np.ndarray:
    """Rows added up by parent, years apart; one unknown part makes the sum unknown."""
    annees = valeurs.shape[1]
    cases = parents[:, None] * annees + np.arange(annees)
    return np.bincount(cases.ravel(), np.ravel(valeurs), minlength=n * annees).reshape(n, annees)


def un_des(drapeaux: np.ndarray, parents: np.ndarray, *, n: int) -> np.ndarray:
    """Whether one of the children of each parent is flagged, years apart."""
    resultat = np.zeros((n, drapeaux.shape[1]), dtype=bool)
    lignes, colonnes = np.nonzero(drapeaux)
    resultat[parents[lignes], colonnes] = True
    return resultat


def _codes(valeurs: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(str, valeurs))
