"""Three ways to put the values of a set on a scale of 0 to 100 (domain.md §3.3): what holds under all of them does not hang on one.

Each takes the values of the units of a set, NaN where there is none, high meaning « calls for attention », and gives as many scores.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.stats import rankdata

ECRETE = (2.5, 97.5)
"""Percentiles beyond which a value is brought back: one unit out of the ordinary must not set the scale of all."""
_MAD = 1.4826


def percentiles(valeurs: np.ndarray) -> np.ndarray:
    """``100·(n_below + 0.5·n_equal)/n``: 50 at the median and when all are equal."""
    scores, connues = np.full(len(valeurs), np.nan), ~np.isnan(valeurs)
    scores[connues] = 100 * (rankdata(valeurs[connues]) - 0.5) / connues.sum()
    return scores


def ecarts_reduits(valeurs: np.ndarray) -> np.ndarray:
    """``50 + 10·(x - median)/(1.4826·MAD)``, winsorised then clipped to 0-100; 50 where half of the set or more is equal."""
    x = _ecrete(valeurs)
    mediane = np.nanmedian(x) if np.isfinite(x).any() else np.nan
    ecart_type = _MAD * np.nanmedian(np.abs(x - mediane)) if np.isfinite(x).any() else np.nan
    if not ecart_type > 0:
        return np.where(np.isnan(x), np.nan, 50.0)
    with np.errstate(over="ignore"):  # beyond any number is beyond 100 too
        return np.clip(50 + 10 * (x - mediane) / ecart_type, 0, 100)


def min_max(valeurs: np.ndarray) -> np.ndarray:
    """``100·(x - lo)/(hi - lo)`` on the winsorised values; 50 when all are equal."""
    x = _ecrete(valeurs)
    connues = x[~np.isnan(x)]
    etendue = float(np.ptp(connues)) if len(connues) else 0.0
    return np.clip(100 * (x - connues.min()) / etendue, 0, 100) if etendue > 0 else np.where(np.isnan(x), np.nan, 50.0)


def _ecrete(valeurs: np.ndarray) -> np.ndarray:
    connues = valeurs[~np.isnan(valeurs)]
    return np.clip(valeurs, *np.percentile(connues, ECRETE)) if len(connues) else valeurs


NORMALISATIONS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "percentile": percentiles,
    "ecart_reduit": ecarts_reduits,
    "min_max": min_max,
}
"""The first is that of the scores shown."""


def moyennes(scores: Sequence[np.ndarray]) -> np.ndarray:
    """Mean over the indicators that each unit has, rounded so that equal means stay equal; NaN without any, empty for no indicator."""
    if not scores:
        return np.empty(0)
    table = np.vstack(scores)
    nombre = (~np.isnan(table)).sum(axis=0)
    return np.round(np.nansum(table, axis=0) / np.where(nombre, nombre, np.nan), 9)


def points(score: float) -> int:
    """Whole points: a finer percentile would let ranks be rebuilt (domain.md §5.2-9)."""
    return int(np.floor(score + 0.5))
