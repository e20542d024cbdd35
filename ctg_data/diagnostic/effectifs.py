"""The numbers that a published interval tells of: effective sizes and random draws, from published figures only.

Numerators and denominators stay in the private store.  A page knows the figure and its interval: the effective number is the one whose
interval of domain.md §3.6 is as wide.  It is close to the real one, and smaller where rounding at source widened the interval, which
is the prudent side.  Whatever is computed here could be computed by any reader of the page: it tells nothing of a hidden value.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
import pandas as pd

from ctg_data.diagnostic.uncertainty import Z, poisson, ratio
from ctg_data.indicators.model import Effectif, Indicateur, Moyenne

_ZERO_VU = float(poisson(np.zeros(1))[1][0])
"""Upper limit of a count of which none was seen: 3.689."""
_JEFFREYS = 0.5


class Loi(StrEnum):
    """What varies behind a figure: persons having a trait, events, the children that fixed places are brought to, a count alone."""

    PROPORTION = "proportion"
    TAUX = "taux"
    COUVERTURE = "couverture"
    COMPTE = "compte"


@dataclass(frozen=True)
class Nature:
    """How the interval of an indicator is made.  ``pour``: 100 for a percentage; ``pas``: finest step of its figures, in its unit."""

    loi: Loi
    pour: float
    pas: float


@dataclass(frozen=True, eq=False)
class Publiees:
    """Published figures of one indicator and year, with their bounds: float64, one a unit, sorted by code; all known."""

    codes: tuple[str, ...]
    valeur: np.ndarray
    bas: np.ndarray
    haut: np.ndarray

    def filtre(self, ou: np.ndarray) -> "Publiees":
        """The units ``ou`` (bool)."""
        codes = tuple(code for code, garde in zip(self.codes, ou, strict=True) if garde)
        return Publiees(codes, self.valeur[ou], self.bas[ou], self.haut[ou])


def nature(indicateur: Indicateur) -> Nature | None:
    """None where the indicator has no interval of instability (a published rate without terms, a plain ratio, a gap)."""
    trouvee = _loi(indicateur)
    rapport = ratio(indicateur)
    return Nature(trouvee, rapport.pour if rapport else 1.0, 10.0**-indicateur.decimales) if trouvee else None


def _loi(indicateur: Indicateur) -> Loi | None:
    rapport = ratio(indicateur)
    if indicateur.intervalle == "aucun":
        return None
    if indicateur.intervalle == "couverture":
        return Loi.COUVERTURE
    if indicateur.intervalle == "byar":
        return Loi.TAUX if rapport else Loi.COMPTE
    return Loi.PROPORTION if rapport and rapport.bornee else None


def est_un_compte(indicateur: Indicateur) -> bool:
    """A count, which grows with the territory: it has no rank and no funnel."""
    return isinstance(indicateur.formules[0], Effectif | Moyenne)


def lit(valeurs: pd.DataFrame) -> Publiees:
    """The rows of ``valeurs`` (COLONNES_VALEURS; one indicator, one year) that have a value and an interval.

    What is hidden, missing or not significant has no row here.  Raises ValueError when a unit comes twice.
    """
    garde = valeurs[valeurs["statut"].eq("ok") & valeurs["modalite"].eq("total")]
    garde = garde[garde[["valeur", "ic_bas", "ic_haut"]].notna().all(axis=1)]
    codes = garde["code"].astype("str").to_numpy()
    if len(set(codes)) < len(codes):
        raise ValueError("one indicator and one year at a time: a unit comes twice")
    ordre = np.argsort(codes)
    valeur, bas, haut = (garde[champ].to_numpy(dtype="float64")[ordre] for champ in ("valeur", "ic_bas", "ic_haut"))
    return Publiees(tuple(codes[ordre].tolist()), valeur, bas, haut)


def mesurees(valeurs: pd.DataFrame, nature: Nature) -> tuple[Publiees, np.ndarray]:
    """The figures of ``lit`` whose interval tells a size, and this size."""
    p = lit(valeurs)
    n = effectif(nature, p)
    return p.filtre(n > 0), n[n > 0]


def effectif(nature: Nature, p: Publiees) -> np.ndarray:
    """Effective size of each unit: persons under a share or a rate, children under a coverage, the count itself for a count.

    An interval narrower than the step of the display is taken as wide as this step, so that no size is infinite.
    """
    largeur = np.maximum(p.haut - p.bas, nature.pas)
    match nature.loi:
        case Loi.PROPORTION:
            return _de_wilson(p.valeur / nature.pour, largeur / nature.pour)
        case Loi.COUVERTURE:
            return _d_une_couverture(p.valeur, p.bas, np.maximum(p.haut, p.bas + nature.pas))
        case _:
            return _d_un_taux(nature, p.haut, etendue=_rapport(largeur, p.valeur), valeur=p.valeur)


def effectif_minimal(nature: Nature, p: Publiees) -> np.ndarray:
    """The smallest size that the published figures allow, once the rounding of their display is undone.

    The real size is never under it: a threshold that it meets is met by the real one, which is not published.
    """
    demi = pas_affiche(nature, p) / 2
    largeur = p.haut - p.bas + 2 * demi
    match nature.loi:
        case Loi.PROPORTION:
            extreme = np.where(p.valeur < nature.pour / 2, p.valeur - demi, p.valeur + demi)
            return _de_wilson(np.clip(extreme / nature.pour, 0, 1), largeur / nature.pour)
        case Loi.COUVERTURE:
            return _d_une_couverture(p.valeur + demi, p.bas - demi, p.haut + demi)
        case _:
            etendue = _rapport(largeur, p.valeur - demi)
            return _d_un_taux(nature, p.haut + demi, etendue=etendue, valeur=p.valeur + demi)


def pas_affiche(nature: Nature, p: Publiees) -> np.ndarray:
    """Step at which each unit is shown: whole points, tenths of a point, or finer; the coarsest that fits its three figures."""
    trois, pas = np.stack([p.valeur, p.bas, p.haut]), np.full(len(p.valeur), nature.pas)
    for candidat in (nature.pour / 1000, nature.pour / 100) if nature.loi is not Loi.COMPTE else ():
        ronds = np.isclose(trois / candidat, np.round(trois / candidat), rtol=0, atol=1e-6).all(axis=0)
        pas = np.where(ronds, np.maximum(pas, candidat), pas)
    return pas


def tire(nature: Nature, p: Publiees, *, hasard: np.random.Generator, tirages: int) -> np.ndarray:
    """Draws [tirages, units] of each figure: Beta for a share, Gamma for a count or a rate, places over Gamma for a coverage.

    Parameters are the effective sizes, with Jeffreys' half unit, whose central interval is close to those of §3.6.  A figure whose
    interval has no width does not vary.
    """
    n, forme = effectif(nature, p), (tirages, len(p.valeur))
    if nature.loi is Loi.PROPORTION:
        x = np.clip(p.valeur / nature.pour, 0, 1) * n
        tires = nature.pour * hasard.beta(x + _JEFFREYS, n - x + _JEFFREYS, size=forme)
    elif nature.loi is Loi.COUVERTURE:
        tires = p.valeur * n / hasard.gamma(n + _JEFFREYS, size=forme)
    else:
        tires = _tire_des_evenements(nature, p, n, hasard=hasard, forme=forme)
    return np.where(p.haut > p.bas, tires, p.valeur)


def _tire_des_evenements(nature: Nature, p: Publiees, n: np.ndarray, *, hasard: np.random.Generator, forme: tuple[int, int]) -> np.ndarray:
    """Events seen x what one of them is worth in the unit of the figure (the upper limit tells it where none was seen)."""
    vus = n if nature.loi is Loi.COMPTE else p.valeur * n / nature.pour
    chacun = np.where(vus > 0, _rapport(p.valeur, vus), p.haut / _ZERO_VU)
    return chacun * hasard.gamma(vus + _JEFFREYS, size=forme)


def _de_wilson(part: np.ndarray, largeur: np.ndarray) -> np.ndarray:
    """The n of a Wilson interval of this width around this share: the positive root of W²(n+z²)² = z²(z² + 4n·p(1−p))."""
    pq, carre = part * (1 - part), largeur**2
    racine = np.sqrt(np.maximum(4 * pq**2 - 4 * pq * carre + carre, 0))
    return np.maximum(Z**2 * (2 * pq - carre + racine) / carre, 0)


def _d_un_taux(nature: Nature, haut: np.ndarray, *, etendue: np.ndarray, valeur: np.ndarray) -> np.ndarray:
    """Size from the relative width of a rate; where no event was seen, from the upper limit alone."""
    vus = _compte_d_etendue(etendue)
    if nature.loi is Loi.COMPTE:
        return vus
    sans = nature.pour * _ZERO_VU / np.maximum(haut, nature.pas)
    return np.where(np.isfinite(etendue), nature.pour * _rapport(vus, valeur), sans)


def _d_une_couverture(valeur: np.ndarray, bas: np.ndarray, haut: np.ndarray) -> np.ndarray:
    """Children: they vary as 1 / coverage.  None where the lower bound is not positive."""
    positives = bas > 0
    etendue = np.where(positives, valeur, np.nan) * (_rapport(1.0, bas) - _rapport(1.0, haut))
    return np.where(positives, _compte_d_etendue(etendue), 0.0)


def _compte_d_etendue(etendue: np.ndarray) -> np.ndarray:
    """The count whose interval of §3.6, divided by the count, is this wide; 0 for an infinite width."""
    comptes, etendues = _table()
    connue = np.isfinite(etendue) & (etendue > 0)
    lu = np.exp(np.interp(-np.log(np.where(connue, etendue, 1)), -np.log(etendues), np.log(comptes)))
    return np.where(connue, lu, 0.0)


@cache
def _table() -> tuple[np.ndarray, np.ndarray]:
    """Counts and the relative widths of their intervals, which only shrink."""
    comptes = np.concatenate([np.geomspace(0.01, 12, 1500), np.geomspace(12.01, 1e9, 4000)])
    bas, haut = poisson(comptes)
    return comptes, np.minimum.accumulate((haut - bas) / comptes)


def _rapport(haut: np.ndarray | float, bas: np.ndarray) -> np.ndarray:
    """Quotient; infinite where the divisor is not positive."""
    return np.divide(haut, bas, out=np.full(np.broadcast(haut, bas).shape, np.inf), where=bas > 0)
