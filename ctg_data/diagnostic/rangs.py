"""Ranks of the units of a set, by simulation: never without their interval, none under 100 (domain.md §3.6).

Only published figures are read, so that a rank tells nothing that they do not (§5.2.9).  A unit whose figure is hidden, missing, not
significant or without interval has no rank, and is not counted in the set that the ranks speak of.
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np
import pandas as pd

from ctg_data.diagnostic import effectifs
from ctg_data.diagnostic.effectifs import Nature, Publiees

MINIMUM = 100
"""Persons (children, foyers…) behind a figure, under which no rank is given."""
TIRAGES, MOINDRES, CASES = 2000, 200, 4_000_000
"""Draws; the fewest, for a set so large (all communes) that draws x units would pass ``CASES``: 30 s and a gigabyte."""
PREMIERS = 10
_CINQ, _QUATRE_VINGT_QUINZE = 0.05, 0.95


@dataclass(frozen=True)
class Rang:
    """The rank of one unit, 1 for the highest figure: median and 90 % interval of the draws, over ``n`` ranked units.

    ``p_premiers``: share of the draws in which it is among the ``k`` highest.
    """

    median: int
    bas: int
    haut: int
    n: int
    p_premiers: float
    k: int


@dataclass(frozen=True, eq=False)
class Rangs:
    """Ranks of the units that may have one; arrays follow ``codes``.  ``moyen``: mean rank, whose sum is n(n + 1) / 2."""

    codes: tuple[str, ...]
    median: np.ndarray
    bas: np.ndarray
    haut: np.ndarray
    moyen: np.ndarray
    p_premiers: np.ndarray
    k: int

    @cached_property
    def _places(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.codes)}

    def de(self, code: str) -> Rang | None:
        """The rank of one unit, None where none is given."""
        if (i := self._places.get(code)) is None:
            return None
        median, bas, haut = (int(tableau[i]) for tableau in (self.median, self.bas, self.haut))
        return Rang(median, bas, haut, len(self.codes), float(self.p_premiers[i]), self.k)


def rangs(valeurs: pd.DataFrame, nature: Nature, *, graine: str, k: int = PREMIERS, tirages: int | None = None) -> Rangs:
    """Ranks from the published rows of one indicator and one year (COLONNES_VALEURS), the highest figure first.

    ``graine``: what the draws depend on (fingerprint of the publication, indicator, year): the same gives the same ranks.
    ``tirages``: number of draws, 2,000 by default, fewer for all the communes of France.  The order of the rows does not matter.
    """
    classees = classables(effectifs.lit(valeurs), nature)
    if not classees.codes:
        vide = np.empty(0)
        return Rangs((), vide, vide, vide, vide, vide, k)
    places = simule(classees, nature, graine=graine, tirages=tirages or tirages_permis(len(classees.codes)))
    bas, median, haut = np.quantile(places, [_CINQ, 0.5, _QUATRE_VINGT_QUINZE], axis=0)
    # A tie or an even number of draws gives half ranks: the interval is opened, never shut, to whole ones.
    return Rangs(classees.codes, np.floor(median + 0.5), np.floor(bas), np.ceil(haut), places.mean(axis=0), (places <= k).mean(axis=0), k)


def tirages_permis(unites: int) -> int:
    """Draws for a set of this size."""
    return min(TIRAGES, max(MOINDRES, CASES // unites))


def classables(publiees: Publiees, nature: Nature) -> Publiees:
    """The units that certainly rest on 100 persons or more.

    The denominator is not published: the smallest one that the displayed figure and bounds allow stands for it.  A figure whose
    interval has no width is exact.
    """
    assez = effectifs.effectif_minimal(nature, publiees) >= MINIMUM
    return publiees.filtre(assez | (publiees.haut <= publiees.bas))


def simule(publiees: Publiees, nature: Nature, *, graine: str, tirages: int) -> np.ndarray:
    """Ranks [tirages, units] of each draw, equal exact figures sharing the mean of their places."""
    hasard = np.random.default_rng(int.from_bytes(sha256(graine.encode()).digest()[:8]))
    ordre = np.argsort(-effectifs.tire(nature, publiees, hasard=hasard, tirages=tirages), axis=1)
    places = np.empty(ordre.shape)
    np.put_along_axis(places, ordre, np.arange(1.0, ordre.shape[1] + 1)[None, :], axis=1)
    exactes = np.flatnonzero(publiees.haut <= publiees.bas)
    for valeur in np.unique(publiees.valeur[exactes]):
        egales = exactes[publiees.valeur[exactes] == valeur]
        places[:, egales] = places[:, egales].mean(axis=1, keepdims=True)
    return places
