"""The rule of priorities: one transparent index a theme and territory, its level, and how firmly it holds (domain.md §4).

``P = wE·E + wV·V + wD·D``, then ``P' = P·(1 + 0.2·(c - 0.5))`` clipped to 0-100.  Every term is a place among the set, 0 to 100: E of the
gap, V of the vulnerability, D of the change of the gap.  ``c`` is the weight that the direction gives the theme in the objectives of the
COG.  What the room voted is never a term: it is shown beside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

Niveau = Literal["prioritaire", "a_surveiller", "courant", "nd"]
TERMES = ("ecart", "vulnerabilite", "dynamique")
NEUTRE = 0.5
"""Weight in the COG of a theme that nobody weighed: it changes nothing."""
TIRAGES = 1000
_POIL = 1e-9
"""Three weights that make 60 % make a hair less in binary."""


@dataclass(frozen=True)
class Regle:
    """Weights and thresholds of a run, all of them editable and kept with it.

    ``poids``: of each term of ``TERMES``, 0 allowed, not all.  ``amplitude``: how far the COG weight may move the index.
    ``part_minimale``: share of the weight under which there is no index.  ``robustesse``: share of the simulations.
    ``hysteresis``: points under its threshold that a level keeps from one run to the next.  ``variation``: of each weight, simulated.
    """

    poids: Mapping[str, float] = field(default_factory=lambda: {"ecart": 0.5, "vulnerabilite": 0.3, "dynamique": 0.2})
    amplitude: float = 0.2
    part_minimale: float = 0.6
    prioritaire: float = 65.0
    a_surveiller: float = 50.0
    robustesse: float = 0.7
    hysteresis: float = 3.0
    variation: float = 0.25

    def __post_init__(self) -> None:
        """Raises ValueError for weights that are negative or all 0, and thresholds that cross."""
        if set(self.poids) != set(TERMES) or any(not p >= 0 for p in self.poids.values()) or not sum(self.poids.values()) > 0:
            raise ValueError(f"weights of {TERMES}, none negative, not all 0")
        if not 0 <= self.a_surveiller <= self.prioritaire <= 100:
            raise ValueError("thresholds from 0 to 100, that of the attention under that of the priority")


@dataclass(frozen=True)
class Indice:
    """An index and what made it.  ``valeur``: None under the least share of the weight.  ``manquants``: terms whose weight the others took.

    ``poids``: weight of each term that counted, of sum 1.  ``base``: before the COG weight ``cog``.
    """

    valeur: float | None
    base: float | None
    cog: float
    poids: Mapping[str, float]
    manquants: tuple[str, ...]


def indice(termes: Mapping[str, float | None], regle: Regle, cog: float = NEUTRE) -> Indice:
    """The index of one theme in one territory.  ``termes``: 0 to 100, None where there is none.  ``cog``: 0 to 1."""
    presents = {t: regle.poids[t] for t in TERMES if termes.get(t) is not None and regle.poids[t] > 0}
    manquants = tuple(t for t in TERMES if termes.get(t) is None and regle.poids[t] > 0)
    part = sum(presents.values()) / sum(regle.poids.values())
    if not presents or part < regle.part_minimale - _POIL:
        return Indice(None, None, cog, {}, manquants)
    poids = {t: p / sum(presents.values()) for t, p in presents.items()}
    base = sum(poids[t] * termes[t] for t in poids)
    return Indice(float(_module(base, regle, cog)), base, cog, poids, manquants)


def _module(base: float | np.ndarray, regle: Regle, cog: float) -> float | np.ndarray:
    return np.clip(base * (1 + regle.amplitude * (cog - NEUTRE)), 0, 100)


def niveau(valeur: float | None, robustesse: float, regle: Regle, precedent: Niveau | None = None) -> Niveau:
    """The level of an index.  ``robustesse``: share of the simulations at or above the threshold of the priority (``seuil``).

    ``precedent``: level of the run before: what was reached is kept while the index is less than ``hysteresis`` under its threshold.
    """
    if valeur is None:
        return "nd"
    if valeur >= seuil(regle, precedent) and robustesse >= regle.robustesse:
        return "prioritaire"
    garde = regle.hysteresis if precedent in ("prioritaire", "a_surveiller") else 0.0
    return "a_surveiller" if valeur >= regle.a_surveiller - garde else "courant"


def seuil(regle: Regle, precedent: Niveau | None = None) -> float:
    """From which index on a theme is « prioritaire », after that level in the run before."""
    return regle.prioritaire - (regle.hysteresis if precedent == "prioritaire" else 0.0)


def robustesse(
    variantes: Sequence[Mapping[str, float | None]],
    regle: Regle,
    cog: float = NEUTRE,
    *,
    precedent: Niveau | None = None,
    tirages: int = TIRAGES,
    graine: int = 0,
) -> float:
    """Share of the simulations whose index reaches the threshold of the priority, 0 where no variant has one.

    Each takes one of ``variantes`` (another normalisation, an indicator left out) and weights that may be ``variation`` away from those
    of the rule; a variant that has no index says nothing and is left out.  The same ``graine`` gives the same share.
    """
    lues = [v for v in variantes if indice(v, regle, cog).valeur is not None]
    if not lues:
        return 0.0
    table = np.array([[np.nan if v.get(t) is None else v[t] for t in TERMES] for v in lues], dtype="float64")
    fixes = np.array([regle.poids[t] for t in TERMES])
    alea = np.random.default_rng(graine)
    tirees = table[alea.integers(len(table), size=tirages)]
    poids = fixes * alea.uniform(1 - regle.variation, 1 + regle.variation, size=tirees.shape) * ~np.isnan(tirees)
    bases = np.nansum(poids * tirees, axis=1) / poids.sum(axis=1)
    return float((_module(bases, regle, cog) >= seuil(regle, precedent)).mean())
