"""Thresholds under which a figure that could be shown is not significant (``registry.SEUILS``, domain.md §2, §5.2.10)."""

import numpy as np

from ctg_data.indicators import cubes
from ctg_data.indicators.cubes import R_NS, R_OK, Cube
from ctg_data.indicators.evaluation import Evalue
from ctg_data.indicators.geographie import Geographie
from ctg_data.indicators.model import Indicateur

DENOMINATEURS = {"n30": 30, "n50": 50, "n100": 100}
HABITANTS_COMPLEMENTAIRE = 2_000
HABITANTS_ACCUEIL = 10_000
MINIMUM_ARRONDI = 100
"""A rate on fewer units than this, made of rounded counts, or a smaller sum of several of them, says nothing."""


def applique(indicateur: Indicateur, calcul: Evalue, niveau: str, *, geographie: Geographie) -> Cube:
    """The figures, those under a threshold brought to ``ns``; secret and missing ones stay as they are."""
    ou = _arrondis_trop_petits(calcul) | _population_trop_petite(indicateur, niveau, geographie)[:, None]
    minimum = max((DENOMINATEURS[s] for s in indicateur.seuils if s in DENOMINATEURS), default=0)
    if calcul.den is not None:
        ou |= (calcul.den.rang == R_OK) & (calcul.den.valeur < minimum)
    return cubes.degrade(calcul.valeur, ou, R_NS)


def _arrondis_trop_petits(calcul: Evalue) -> np.ndarray:
    """A count that the publisher rounded itself is its own figure: only sums of several are doubted."""
    if calcul.num is None:
        return np.zeros(calcul.valeur.rang.shape, dtype=bool)
    if calcul.den is None:
        return (calcul.num.arrondis > 1) & (calcul.num.valeur < MINIMUM_ARRONDI)
    arrondis = calcul.num.arrondis + calcul.den.arrondis > 0
    return arrondis & (calcul.den.rang == R_OK) & (calcul.den.valeur < MINIMUM_ARRONDI)


def _population_trop_petite(indicateur: Indicateur, niveau: str, geographie: Geographie) -> np.ndarray:
    minimum = HABITANTS_COMPLEMENTAIRE if "rp_compl" in indicateur.seuils else 0
    if "c10000" in indicateur.seuils and niveau == "commune":
        minimum = max(minimum, HABITANTS_ACCUEIL)
    return geographie.population[niveau] < minimum
