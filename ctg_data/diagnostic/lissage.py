"""Empirical Bayes shrinkage (domain.md §3.6): an optional layer for maps, which never replaces the published figure.

A small territory is drawn towards the whole, the more so as its figure is less certain.  Everything comes from published values and
intervals, at view time: a hidden unit has no row, weighs nothing in the whole, and nothing of it can be found again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.diagnostic import effectifs
from ctg_data.diagnostic.effectifs import Loi, Nature

COLONNES = ("code", "publie", "lisse", "poids")
MINIMUM_UNITES = 2


@dataclass(frozen=True, eq=False)
class Lissage:
    """``lisse``: p* of each unit; ``poids``: w, the part of its own figure (1: kept as it is); ``ensemble``: m; ``dispersion``: A."""

    lisse: np.ndarray
    poids: np.ndarray
    ensemble: float
    dispersion: float


def lisse(part: np.ndarray, n: np.ndarray, *, variance: Callable[[float], float] = lambda m: m * (1 - m)) -> Lissage:
    """The shrinkage of §3.6, to the letter, for shares ``part`` (between 0 and 1) of ``n`` units.

    m = Σx/Σn, s² = Σnᵢ(pᵢ−m)²/Σnᵢ, A = max(0, s² − m(1−m)/n̄), wᵢ = A/(A + m(1−m)/nᵢ), p*ᵢ = wᵢpᵢ + (1−wᵢ)m.
    ``variance``: what one unit varies by when the whole is at m, m(1−m) for a share.
    """
    m = float((part * n).sum() / n.sum())
    s2 = float((n * (part - m) ** 2).sum() / n.sum())
    dispersion = max(0.0, s2 - variance(m) / float(n.mean()))
    bruit = variance(m) / n
    poids = np.divide(dispersion, dispersion + bruit, out=np.ones(len(n)), where=dispersion + bruit > 0)
    return Lissage(poids * part + (1 - poids) * m, poids, m, dispersion)


_VARIANCES = {Loi.PROPORTION: lambda m: m * (1 - m), Loi.TAUX: lambda m: m, Loi.COUVERTURE: lambda m: m**2}
"""The variance of Poisson for a rate; for a coverage, that of fixed places over children who vary."""


def couche(valeurs: pd.DataFrame, nature: Nature) -> pd.DataFrame:
    """Layer of a map: COLONNES for the published rows of one indicator and one year that have an interval, in the unit of the figure.

    ``publie`` stays beside ``lisse``, which is to be drawn apart and called smoothed.  Empty under two units, and for a count.
    """
    p, n = effectifs.mesurees(valeurs, nature)
    if len(p.codes) < MINIMUM_UNITES or nature.loi is Loi.COMPTE:
        return pd.DataFrame({nom: [] for nom in COLONNES})
    resultat = lisse(p.valeur / nature.pour, n, variance=_VARIANCES[nature.loi])
    return pd.DataFrame({"code": p.codes, "publie": p.valeur, "lisse": nature.pour * resultat.lisse, "poids": resultat.poids})
