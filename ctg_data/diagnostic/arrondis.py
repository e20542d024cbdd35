"""How finely figures are shown: a rate that shows too many digits gives back the counts behind it (domain.md §5.2.9-10)."""

import numpy as np

from ctg_data.diagnostic.uncertainty import Bornes
from ctg_data.indicators.model import Ratio
from ctg_data.indicators.resultat import Resultat
from ctg_data.indicators.vocabulaire import catalogue

ENTIERS_SOUS = 250
"""Under this denominator rates are shown in whole points."""


def arrondit(resultat: Resultat, bornes: Bornes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Value, low and high bound, all three at the same step."""
    pas = _pas(resultat)
    return tuple(_au_pas(table, pas) for table in (resultat.valeur.valeur, *_larges(resultat, bornes)))


def _larges(resultat: Resultat, bornes: Bornes) -> Bornes:
    """Bounds as they are: rounding them to the value's step is enough."""
    return bornes


def _pas(resultat: Resultat) -> np.ndarray:
    """Step of rounding of each cell, in the indicator's unit."""
    fin = np.full(resultat.valeur.valeur.shape, 10.0**-resultat.indicateur.decimales)
    ratio = next((f for f in resultat.indicateur.formules if isinstance(f, Ratio)), None)
    if ratio is None or resultat.den is None or not _fragile(ratio):
        return fin
    exposes = resultat.valeur.interne | (resultat.valeur.arrondis > 0)
    petits = exposes & (resultat.den.valeur < ENTIERS_SOUS)
    return np.where(petits, np.maximum(fin, ratio.pour / 100), np.where(exposes, np.maximum(fin, ratio.pour / 1000), fin))


def _fragile(ratio: Ratio) -> bool:
    """Whether the numerator counts foyers or persons."""
    return any(catalogue()[ref.mesure].sensible for ref in ratio.num)


def _au_pas(table: np.ndarray, pas: np.ndarray) -> np.ndarray:
    """Nearest multiple of the step, without the dust of binary fractions."""
    return np.round(np.round(table / pas) * pas, 6)
