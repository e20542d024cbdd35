"""Funnel of a set of territories: which ones differ from the reference by more than their size explains (domain.md §3.6).

Limits are exact: a figure is out of them when the exact interval (binomial or Poisson) around it leaves the reference out.  Sizes are
those that published intervals tell of (``effectifs``): a unit that is hidden has no point.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd
from scipy.special import bdtrik, pdtrik

from ctg_data.diagnostic import effectifs
from ctg_data.diagnostic.effectifs import Loi, Nature
from ctg_data.diagnostic.uncertainty import Bornes

ALERTE, ALARME = 0.95, 0.998
"""The two pairs of limits: 1 unit in 20 leaves the first by chance, 1 in 500 the second."""


class Place(IntEnum):
    """Where a unit stands; its sign is the side."""

    TRES_BAS = -2
    BAS = -1
    DEDANS = 0
    HAUT = 1
    TRES_HAUT = 2


@dataclass(frozen=True, eq=False)
class Entonnoir:
    """Arrays follow ``codes``.  ``taille``: effective size (persons; for a coverage, children expected at the reference).

    ``place``: values of ``Place``; ``alerte`` and ``alarme``: limits at 95 and 99.8 % for this size, in the unit of the figure.
    """

    codes: tuple[str, ...]
    valeur: np.ndarray
    taille: np.ndarray
    place: np.ndarray
    reference: float
    alerte: Bornes
    alarme: Bornes

    def hors(self, niveau: float = ALARME) -> tuple[str, ...]:
        """Codes of the units out of the limits at 95 or 99.8 %."""
        seuil = 2 if niveau >= ALARME else 1
        return tuple(code for code, place in zip(self.codes, self.place, strict=True) if abs(place) >= seuil)


def entonnoir(valeurs: pd.DataFrame, nature: Nature, reference: float) -> Entonnoir:
    """From the published rows of one indicator and one year; ``reference``: the figure that all are set against, same unit.

    Raises ValueError for a count, which grows with the territory.
    """
    p, taille = effectifs.mesurees(valeurs, nature)
    if nature.loi is Loi.COUVERTURE and reference > 0:
        taille = taille * p.valeur / reference
    alerte, alarme = (limites(taille, reference, nature, niveau=niveau) for niveau in (ALERTE, ALARME))
    return Entonnoir(p.codes, p.valeur, taille, _place(p.valeur, alerte) + _place(p.valeur, alarme), reference, alerte, alarme)


def limites(taille: np.ndarray, reference: float, nature: Nature, *, niveau: float = ALERTE) -> Bornes:
    """Low and high limits of a figure of this size were it at the reference, in its unit; for points and for curves."""
    taille, queue = np.asarray(taille, dtype="float64"), (1 - niveau) / 2
    if reference <= 0 or (nature.loi is Loi.PROPORTION and reference >= nature.pour):
        return np.full(taille.shape, reference), np.full(taille.shape, reference)
    match nature.loi:
        case Loi.PROPORTION:
            return _binomiales(taille, reference / nature.pour, queue, pour=nature.pour)
        case Loi.TAUX:
            bas, haut = _poisson(reference * taille / nature.pour, queue)
            return nature.pour * bas / taille, nature.pour * haut / taille
        case Loi.COUVERTURE:
            bas, haut = _poisson(taille, queue)
            with np.errstate(divide="ignore"):
                return reference * taille / haut, reference * taille / bas
    raise ValueError("a count grows with the territory: it has no funnel")


def _place(valeur: np.ndarray, bornes: Bornes) -> np.ndarray:
    return (valeur > bornes[1]).astype("int8") - (valeur < bornes[0]).astype("int8")


def _binomiales(n: np.ndarray, part: float, queue: float, *, pour: float) -> Bornes:
    """Shares with a probability ``queue`` of being reached or passed on each side."""
    bas = np.where((1 - part) ** n < queue, bdtrik(queue, n, part), 0)
    haut = np.minimum(bdtrik(1 - queue, n, part) + 1, n)
    return pour * np.nan_to_num(bas) / n, pour * haut / n


def _poisson(attendus: np.ndarray, queue: float) -> Bornes:
    """Counts with a probability ``queue`` of being reached or passed on each side, when ``attendus`` are expected."""
    bas = np.where(np.exp(-attendus) < queue, pdtrik(queue, attendus), 0)
    return np.nan_to_num(bas), pdtrik(1 - queue, attendus) + 1
