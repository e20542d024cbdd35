"""Thresholds under which a figure that could be shown is not significant (``registry.SEUILS``, domain.md §2, §5.2.10)."""

from dataclasses import replace

import numpy as np

from ctg_data.indicators import cubes
from ctg_data.indicators.cubes import R_NS, R_OK
from ctg_data.indicators.evaluation import Evalue, Variante
from ctg_data.indicators.geographie import Geographie
from ctg_data.indicators.model import Indicateur, Publie

DENOMINATEURS = {"n30": 30, "n50": 50, "n100": 100}
HABITANTS_COMPLEMENTAIRE = 2_000
HABITANTS_ACCUEIL = 10_000
MINIMUM_ARRONDI = 100
"""A rate on fewer units than this, made of rounded counts, or a smaller sum of several of them, says nothing."""


def applique(indicateur: Indicateur, formule: Variante, calcul: Evalue, niveau: str, *, geographie: Geographie) -> Evalue:
    """The figures of a formula, those under a threshold brought to ``ns``; secret and missing ones stay as they are."""
    ou = np.broadcast_to(_population_trop_petite(indicateur, niveau, geographie)[:, None], calcul.valeur.rang.shape)
    if not _publiee(formule):
        ou = ou | _arrondis_trop_petits(calcul) | _trop_peu(indicateur, calcul)
    return replace(calcul, valeur=cubes.degrade(calcul.valeur, ou, R_NS))


def _publiee(formule: Variante) -> bool:
    """The publisher judged its own rate: the denominator found behind it only serves the interval."""
    return isinstance(formule[1] if isinstance(formule, tuple) else formule, Publie)


def _trop_peu(indicateur: Indicateur, calcul: Evalue) -> np.ndarray:
    """Cells whose denominator is under the minimum of the indicator."""
    minimum = max((DENOMINATEURS[s] for s in indicateur.seuils if s in DENOMINATEURS), default=0)
    if calcul.den is None:
        return np.zeros(calcul.valeur.rang.shape, dtype=bool)
    return (calcul.den.rang == R_OK) & (calcul.den.valeur < minimum)


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
