"""Units of the target vintage as row numbers, and the ways by which rows of other vintages reach them."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from ctg_data.territoires.composition import Compositions
from ctg_data.territoires.model import ANTERIEURS, CIBLE, MILLESIMES
from ctg_data.territoires.referentiel import NIVEAUX, Referentiel

_NIVEAU_REFERENCE = {"commune": "departement", "epci": "departement", "departement": "france", "region": "france"}


@dataclass(frozen=True, eq=False)
class Passage:
    """Pairs (commune of a vintage, commune of the target), sorted by target.

    ``communes``: row of each commune of ``Geographie.communes`` in the list of the vintage, -1 when it is not there;
    ``nombre``: length of that list.  ``src``, ``dst``: row numbers on each side.  ``debuts``: where each
    target's pairs begin; ``cibles``: that target.  ``seules``: whether the pair links two communes that have nothing
    else in common with anyone (same territory, possibly another code).
    """

    communes: np.ndarray
    nombre: int
    src: np.ndarray
    dst: np.ndarray
    poids: np.ndarray
    estime: np.ndarray
    seules: np.ndarray

    @cached_property
    def debuts(self) -> np.ndarray:
        return np.flatnonzero(np.diff(self.dst, prepend=-1))

    @property
    def cibles(self) -> np.ndarray:
        return self.dst[self.debuts]


@dataclass(frozen=True, eq=False)
class Groupes:
    """Units sorted by the territory that holds them: ``ordre[debuts[k]:debuts[k + 1]]`` are those of unit ``cibles[k]``."""

    ordre: np.ndarray
    debuts: np.ndarray
    cibles: np.ndarray


class Geographie:
    """Row numbers of every unit of the target vintage, level by level, in the order of their codes.

    ``cible``: that vintage.  ``epci``: the only EPCI held, with their communes alone; None holds them all.
    """

    def __init__(self, referentiel: Referentiel, *, cible: int = CIBLE, epci: Collection[str] | None = None):
        self._referentiel = referentiel
        self._cible = cible
        self._compositions = Compositions(referentiel)
        self._partielle = epci is not None
        self.index: Mapping[str, pd.Index] = {n: pd.Index(sorted(self._tenus(n, epci)), dtype=object) for n in NIVEAUX}
        self.codes: Mapping[str, tuple[str, ...]] = {n: tuple(index) for n, index in self.index.items()}
        self.passage = lru_cache(maxsize=None)(self._passage)
        self.comparables = lru_cache(maxsize=None)(self._comparables)
        self.groupes = lru_cache(maxsize=None)(self._groupes)
        self.du_departement = lru_cache(maxsize=None)(self._du_departement)

    def _tenus(self, niveau: str, epci: Collection[str] | None) -> Collection[str]:
        if epci is None or niveau not in ("commune", "epci"):
            return self._referentiel.codes(niveau, self._cible)
        if niveau == "epci":
            return epci
        lieux = self._referentiel.appartenance(self._cible)
        return lieux.loc[lieux["epci"].isin(list(epci)), "commune"]

    @cached_property
    def communes(self) -> pd.Index:
        """Every commune code of every vintage held."""
        return pd.Index(sorted(set().union(*(self._referentiel.codes("commune", m) for m in MILLESIMES))), dtype=object)

    def nombre(self, niveau: str) -> int:
        return len(self.index[niveau])

    @staticmethod
    def connait(niveau: str, millesime: int) -> bool:
        """Whether rows of that vintage can be read: EPCI need their list, communes at least their history, other levels are stable."""
        connus = {"epci": MILLESIMES, "commune": (*ANTERIEURS, *MILLESIMES)}
        return niveau not in connus or millesime in connus[niveau]

    def reference(self, niveau: str) -> tuple[str, np.ndarray] | None:
        """Level of the default reference, and the row of each unit's reference; None for France."""
        if niveau == "france":
            return None
        cible = _NIVEAU_REFERENCE[niveau]
        if cible == "france":
            return cible, np.zeros(self.nombre(niveau), dtype="int64")
        table = self._referentiel.communes(self._cible) if niveau == "commune" else self._referentiel.epci(self._cible)
        departements = table.set_index("code")["departement"].reindex(self.index[niveau])
        return cible, self.index[cible].get_indexer(departements)

    @cached_property
    def population(self) -> Mapping[str, np.ndarray]:
        """Municipal population of the units, in persons, NaN when unknown."""
        tables = {
            "commune": self._referentiel.communes(self._cible),
            "epci": self._referentiel.epci(self._cible),
            "departement": self._referentiel.departements(),
            "region": self._referentiel.regions(),
        }
        habitants = {
            n: t.set_index("code")["population"].reindex(self.index[n]).to_numpy("float64", na_value=np.nan) for n, t in tables.items()
        }
        return habitants | {"france": np.array([np.nansum(habitants["commune"])])}

    @cached_property
    def arrondissements(self) -> np.ndarray:
        """Number of municipal arrondissements of each commune: as many rounded terms when the source rounds."""
        nombres = Counter(self._referentiel.arrondissements.values())
        return np.array([nombres.get(code, 1) for code in self.codes["commune"]], dtype="int32")

    def _du_departement(self, niveau: str, code: str) -> np.ndarray:
        """Row numbers of the units (communes, or the département itself) of a département."""
        if niveau == "departement":
            return np.flatnonzero(self.index[niveau] == code)
        departements = self._referentiel.communes(self._cible).set_index("code")["departement"].reindex(self.index[niveau])
        return np.flatnonzero((departements == code).to_numpy())

    def _groupes(self, niveau: str, de: str = "commune") -> Groupes:
        """Units of ``de`` (communes or départements) that make up each unit of ``niveau``."""
        table = (
            self._referentiel.appartenance(self._cible)
            if de == "commune"
            else self._referentiel.departements().rename(columns={"code": de})
        )
        unites = self._unites(table.set_index(de).reindex(self.index[de]), niveau)
        membres = np.flatnonzero(unites >= 0)
        ordre = membres[np.argsort(unites[membres], kind="stable")]
        debuts = np.flatnonzero(np.diff(unites[ordre], prepend=-1))
        return Groupes(ordre, debuts, unites[ordre][debuts])

    def _unites(self, appartenance: pd.DataFrame, niveau: str) -> np.ndarray:
        if niveau == "france":
            return np.zeros(len(appartenance), dtype="int64")
        return self.index[niveau].get_indexer(appartenance[niveau])

    def _passage(self, millesime: int) -> Passage:
        if millesime in ANTERIEURS:
            return self._passage_anterieur(millesime)
        table = self._referentiel.passage(millesime, self._cible)
        codes = pd.Index(sorted(self._referentiel.codes("commune", millesime)), dtype=object)
        src, dst = codes.get_indexer(table["code_src"]), self.index["commune"].get_indexer(table["code_dst"])
        ordre = np.lexsort((src, dst))
        ordre = ordre[dst[ordre] >= 0]
        seules = (np.bincount(src)[src] == 1) & (np.bincount(dst[dst >= 0])[dst] == 1)
        poids, estime = table["poids"].to_numpy("float64"), self._estimes(table)
        pris = (tableau[ordre] for tableau in (src, dst, poids, estime, seules))
        return Passage(codes.get_indexer(self.communes), len(codes), *pris)

    def _estimes(self, table: pd.DataFrame) -> np.ndarray:
        """Pairs that rest on populations.  Where only sums by EPCI are asked for, a commune shared inside one EPCI estimates nothing."""
        estime = table["estime"].to_numpy(bool)
        if not self._partielle or not estime.any():
            return estime
        epci = table["code_dst"].map(self._referentiel.appartenance(self._cible).set_index("commune")["epci"])
        return estime & (epci.groupby(table["code_src"]).transform("nunique") > 1).to_numpy()

    def _passage_anterieur(self, millesime: int) -> Passage:
        """That of the first list, for the communes that already had their territory: what the others were made of is not known."""
        passage = self.passage(MILLESIMES[0])
        inchangees = self.communes.isin(self._referentiel.inchangees(millesime))
        return replace(passage, communes=np.where(inchangees, passage.communes, -1))

    def _comparables(self, niveau: str, millesime: int) -> np.ndarray:
        """Units that have, in the target vintage, the communes that they had in ``millesime``."""
        index = self.index[niveau]
        if niveau == "france" or millesime not in MILLESIMES:
            return np.ones(len(index), dtype=bool)
        return index.isin(self._compositions.identiques(millesime, self._cible, niveau))
