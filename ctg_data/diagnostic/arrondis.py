"""How finely figures are shown: a rate that shows too many digits gives back the counts behind it (domain.md §5.2.9-10)."""

import numpy as np

from ctg_data.diagnostic.uncertainty import Bornes, ratio
from ctg_data.indicators.model import Ratio
from ctg_data.indicators.resultat import Resultat
from ctg_data.indicators.vocabulaire import catalogue

ENTIERS_SOUS = 250
"""Under this denominator rates are shown in whole points."""
_DEMI = 0.5
"""Bounds of a count rounded to 5 fall on half units."""


def arrondit(resultat: Resultat, bornes: Bornes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Value, low and high bound, at the same step."""
    pas = _pas(resultat)
    des_bornes = np.where(_compte_arrondi(resultat), np.minimum(pas, _DEMI), pas)
    return _au_pas(resultat.valeur.valeur, pas), *(_au_pas(borne, des_bornes) for borne in bornes)


def _pas(resultat: Resultat) -> np.ndarray:
    """Step of each cell in the indicator's unit: its decimals; for shares of foyers or persons, a tenth of a point or a point."""
    fin = np.full(resultat.valeur.valeur.shape, 10.0**-resultat.indicateur.decimales)
    rapport = ratio(resultat.indicateur)
    if rapport is None or resultat.den is None or not _compte_des_gens(rapport):
        return fin
    exposes = resultat.valeur.interne | (resultat.valeur.arrondis > 0)
    petits = exposes & (resultat.den.valeur < ENTIERS_SOUS)
    return np.maximum(fin, np.select([petits, exposes], [rapport.pour / 100, rapport.pour / 1000], 0))


def _compte_des_gens(rapport: Ratio) -> bool:
    return any(catalogue()[ref.mesure].sensible for ref in rapport.num)


def _compte_arrondi(resultat: Resultat) -> np.ndarray:
    return (resultat.valeur.arrondis > 0) & (resultat.den is None)


def _au_pas(table: np.ndarray, pas: np.ndarray) -> np.ndarray:
    """Nearest multiple of the step, without the dust of binary fractions."""
    return np.round(np.round(table / pas) * pas, 6)
