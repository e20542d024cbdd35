"""What is true: exact counts of the private store at every place and year; they tell what has to be protected."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from ctg_data.diagnostic.audit.grandeurs import Atome, Grandeurs, atomes, sensible
from ctg_data.diagnostic.audit.lieux import PERIMETRE, Lieux
from ctg_data.indicators import cubes
from ctg_data.indicators.compute import Donnees
from ctg_data.indicators.cubes import R_OK, R_SECRET, Cube
from ctg_data.indicators.model import Ref, Somme
from ctg_data.territoires.referentiel import NIVEAUX


class Monde:
    """Tables [places, years] of the sensitive sums; ``annees``: from the first to the last in which the CAF's own
    data give something."""

    def __init__(self, donnees: Donnees, lieux: Lieux, grandeurs: Grandeurs):
        self._donnees, self.lieux, self._connues = donnees, lieux, {}
        self.rangs = {n: lieux.du_niveau(n) for n in (*NIVEAUX, PERIMETRE)}
        self.lignes = {n: donnees.geographie.index[n].get_indexer(self.rangs[n][1]) for n in NIVEAUX}
        internes = {a for s in grandeurs.sommes for a in self._annees_internes(s)}
        self.annees = tuple(range(min(internes, default=0), max(internes, default=-1) + 1))
        self.atomes: tuple[Atome, ...] = tuple(a for a in grandeurs.atomes if self.de_la_caf(d_un_atome(a)).any())
        """Those of which the CAF's own data give something."""

    @cached_property
    def forme(self) -> tuple[int, int]:
        return len(self.lieux.lieux), len(self.annees)

    def valeur(self, somme: Somme) -> np.ndarray:
        """NaN where unknown."""
        return self._table(somme)["valeur"]

    def de_la_caf(self, somme: Somme) -> np.ndarray:
        """Whether the CAF's own data fed it, a count that the CAF hid included."""
        return self._table(somme)["interne"]

    def tus(self, somme: Somme) -> np.ndarray:
        """Counts of communes that the CAF itself hid in its file (the sums above that want them are secret too, but are no row of it)."""
        table = self._table(somme)["secret"] & self.de_la_caf(somme)
        communes = np.zeros((self.forme[0], 1), dtype=bool)
        communes[self.rangs["commune"][0]] = True
        return table & communes

    def du_producteur(self, somme: Somme) -> np.ndarray:
        """Counts that another publisher hid."""
        return self._table(somme)["secret"] & ~self.de_la_caf(somme)

    def arrondis(self, somme: Somme) -> np.ndarray:
        """Number of terms rounded to 5 by their publisher."""
        return self._table(somme)["arrondis"]

    def publique(self, somme: Somme) -> np.ndarray:
        """Whether it is known from other publishers' files, at the levels that exist."""
        table = self._table(somme)
        return ~table["interne"] & ~np.isnan(table["valeur"])

    def propre(self, somme: Somme) -> tuple[Atome, ...]:
        """Atoms of a sum that the CAF's own data fed."""
        return tuple(a for a in atomes(somme) if a in self.atomes)

    def constante(self, somme: Somme) -> np.ndarray:
        """What a sum adds to its atoms of the CAF: public, or not secret; NaN where unknown."""
        autres = tuple(ref for ref in somme if not set(atomes((ref,))) & set(self.atomes) or not sensible(ref.mesure))
        return self.valeur(autres) if autres else np.zeros(self.forme)

    def etend(self, niveau: str, table: np.ndarray, annees: Sequence[int], vide: object) -> np.ndarray:
        """A table [units of a level, ``annees``] on the places and years of this world."""
        complet = np.full(self.forme, vide, dtype=table.dtype)
        communes = [a for a in annees if a in self.annees]
        de, vers = [annees.index(a) for a in communes], [self.annees.index(a) for a in communes]
        complet[np.ix_(self.rangs[niveau][0], vers)] = table[np.ix_(self.lignes[niveau], de)]
        return complet

    def _annees_internes(self, somme: Somme) -> set[int]:
        lus = [self._donnees.somme(somme, n) for n in NIVEAUX]
        return {a for cube in lus for a, oui in zip(cube.annees, cube.interne.any(axis=0), strict=True) if oui}

    def _table(self, somme: Somme) -> Mapping[str, np.ndarray]:
        if somme not in self._connues:
            self._connues[somme] = self._lit(somme)
        return self._connues[somme]

    def _lit(self, somme: Somme) -> Mapping[str, np.ndarray]:
        tables = {"valeur": np.full(self.forme, np.nan), "interne": np.zeros(self.forme, dtype=bool)}
        tables |= {"secret": np.zeros(self.forme, dtype=bool), "arrondis": np.zeros(self.forme, dtype=int)}
        for niveau in NIVEAUX:
            cube = cubes.sur(self._donnees.somme(somme, niveau), self.annees)
            for nom, table in _champs(cube).items():
                tables[nom][self.rangs[niveau][0]] = table[self.lignes[niveau]]
        self._ajoute_les_autres(tables)
        return tables

    def _ajoute_les_autres(self, tables: Mapping[str, np.ndarray]) -> None:
        """Portions and perimeters are what their parts add up to."""
        for tout, parts in self.lieux.sommes:
            if self.lieux.lieux[tout][0] not in NIVEAUX:
                tables["valeur"][tout] = tables["valeur"][parts].sum(axis=0)
                tables["interne"][tout] = tables["interne"][parts].any(axis=0)
                tables["arrondis"][tout] = tables["arrondis"][parts].sum(axis=0)


def d_un_atome(atome: Atome) -> Somme:
    """The sum made of one atom."""
    mesure, modalite, regimes = atome
    return (Ref(mesure, (modalite,), regimes),)


def _champs(cube: Cube) -> Mapping[str, np.ndarray]:
    return {
        "valeur": np.where(cube.rang == R_OK, cube.valeur, np.nan),
        "interne": cube.interne,
        "secret": cube.rang == R_SECRET,
        "arrondis": cube.arrondis,
    }
