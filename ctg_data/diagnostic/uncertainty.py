"""Intervals of domain.md §3.6: Wilson for proportions, Byar and exact Poisson for counts, rounding at source.

Administrative counts are exhaustive: the interval tells how unstable a small number is, not a sampling error.
"""

import numpy as np
from scipy import stats

from ctg_data.indicators.evaluation import ERREUR_ARRONDI
from ctg_data.indicators.model import Effectif, Indicateur, Moyenne, Ratio
from ctg_data.indicators.resultat import Grille, Resultat

Z = float(stats.norm.ppf(0.975))
EXACT = 10
"""Counts under this use the exact Poisson limits; Byar's approximation is good enough above."""

Bornes = tuple[np.ndarray, np.ndarray]


def wilson(x: np.ndarray, n: np.ndarray) -> Bornes:
    """95 % limits of the proportions x / n, between 0 and 1; NaN where n is not positive."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = 2 * x + Z**2
        ecart = Z * np.sqrt(Z**2 + 4 * x * (1 - x / n))
        bas, haut = (centre - ecart) / (2 * (n + Z**2)), (centre + ecart) / (2 * (n + Z**2))
    vide = ~(n > 0)
    return np.where(vide, np.nan, np.maximum(bas, 0)), np.where(vide, np.nan, np.minimum(haut, 1))


def poisson(x: np.ndarray) -> Bornes:
    """95 % limits of counts: exact under 10, Byar's approximation from 10 on."""
    x = np.asarray(x, dtype="float64")
    bas, haut = _byar(x)
    petits = x < EXACT
    exacts = x[petits]
    with np.errstate(invalid="ignore"):
        bas[petits] = np.where(exacts == 0, 0, stats.chi2.ppf(0.025, 2 * exacts) / 2)
        haut[petits] = stats.chi2.ppf(0.975, 2 * exacts + 2) / 2
    return bas, haut


def bornes(resultat: Resultat) -> Bornes:
    """Limits of each value in its own unit, NaN where there are none: instability, widened by rounding at source."""
    vides = np.full(resultat.valeur.valeur.shape, np.nan)
    if resultat.indicateur.intervalle == "aucun":
        return vides, vides
    rapport = ratio(resultat.indicateur)
    if rapport and resultat.num and resultat.den:
        return _d_un_ratio(resultat, rapport)
    if _compte(resultat.indicateur):
        return _d_un_compte(resultat)
    return vides, vides


def _byar(x: np.ndarray) -> Bornes:
    with np.errstate(divide="ignore", invalid="ignore"):
        bas = x * (1 - 1 / (9 * x) - Z / (3 * np.sqrt(x))) ** 3
        haut = (x + 1) * (1 - 1 / (9 * (x + 1)) + Z / (3 * np.sqrt(x + 1))) ** 3
    return bas, haut


def _d_un_ratio(resultat: Resultat, ratio: Ratio) -> Bornes:
    """Instability, plus the error of rounding where there is one."""
    valeur = resultat.valeur.valeur
    bas, haut = _instabilite(resultat, ratio)
    erreur = _erreur_arrondi(resultat.num, resultat.den, ratio.pour)
    arrondi = erreur > 0
    bas = np.where(arrondi, np.where(np.isnan(bas), valeur, bas) - erreur, bas)
    haut = np.where(arrondi, np.where(np.isnan(haut), valeur, haut) + erreur, haut)
    return _autour(valeur, np.maximum(bas, 0), np.minimum(haut, ratio.pour) if ratio.bornee else haut)


def _autour(valeur: np.ndarray, bas: np.ndarray, haut: np.ndarray) -> Bornes:
    """A figure is never out of its bounds: terms rounded to 5 may give a share of 102 %, a publisher's rate may differ from the sums."""
    return np.minimum(bas, valeur), np.maximum(haut, valeur)


def _instabilite(resultat: Resultat, ratio: Ratio) -> Bornes:
    num, den = resultat.num.valeur, resultat.den.valeur
    with np.errstate(divide="ignore", invalid="ignore"):
        match resultat.indicateur.intervalle:
            case "byar":
                bas, haut = poisson(num)
                return ratio.pour * bas / den, ratio.pour * haut / den
            case "couverture":
                bas, haut = poisson(den)
                return ratio.pour * num / haut, ratio.pour * num / bas
        if ratio.bornee:
            bas, haut = wilson(num, den)
            return ratio.pour * bas, ratio.pour * haut
    vides = np.full(num.shape, np.nan)
    return vides, vides


def _erreur_arrondi(num: Grille, den: Grille, pour: float) -> np.ndarray:
    """pour x 2,5 x (terms above + ratio x terms below) / n: the bound of domain.md §5.2.10, summed over terms."""
    with np.errstate(divide="ignore", invalid="ignore"):
        erreur = pour * ERREUR_ARRONDI * (num.arrondis + num.valeur / den.valeur * den.arrondis) / den.valeur
    return np.nan_to_num(erreur, nan=0.0, posinf=0.0)


def _d_un_compte(resultat: Resultat) -> Bornes:
    """Bounds of a count: rounding at source, or instability too where the indicator asks for it."""
    valeur, arrondis = resultat.valeur.valeur, resultat.valeur.arrondis
    bas = haut = np.where(arrondis > 0, valeur, np.nan)
    if resultat.indicateur.intervalle == "byar" and resultat.num:
        duree = _duree(resultat.indicateur)
        bas, haut = (borne / duree for borne in poisson(resultat.num.valeur))
    return np.maximum(bas - ERREUR_ARRONDI * arrondis, 0), haut + ERREUR_ARRONDI * arrondis


def ratio(indicateur: Indicateur) -> Ratio | None:
    """The quotient of sums of an indicator, if one of its formulas is one."""
    return next((f for f in indicateur.formules if isinstance(f, Ratio)), None)


def _compte(indicateur: Indicateur) -> bool:
    return any(isinstance(f, (Effectif, Moyenne)) for f in indicateur.formules)


def _duree(indicateur: Indicateur) -> int:
    return next((f.annees for f in indicateur.formules if isinstance(f, Moyenne)), 1)
