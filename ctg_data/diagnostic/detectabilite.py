"""Which change can be told from chance: the smallest one at a horizon, and what two dates allow to say (domain.md §3.6).

Both lean on the published interval alone.  Two independent measures differ for certain when the interval of their difference leaves zero
out; that interval comes from those of the two figures (Newcombe's hybrid of score intervals, Zou and Donner's « MOVER »): for a fall, the
distance from the first figure down to its lower bound and from the second up to its upper bound, squared, summed.  A target must be larger
still, to be seen four times out of five: 95 % confidence, 80 % power.  At the horizon, the interval is taken to be as wide as today's.
"""

import math
from dataclasses import dataclass

from scipy import stats

from ctg_data.diagnostic.uncertainty import Z

PUISSANCE = 0.80
FACTEUR = (Z + float(stats.norm.ppf(PUISSANCE))) / Z
"""By how much a change must pass the margin to be seen four times out of five: 1.43."""


@dataclass(frozen=True)
class Mesure:
    """A published figure with its bounds.

    ``arr5``: made of counts rounded to 5 at source, an error that is a bound, not chance.  ``pas``: step of its display, likewise.
    """

    valeur: float
    ic_bas: float
    ic_haut: float
    arr5: bool = False
    pas: float = 0.0

    @property
    def connue(self) -> bool:
        return all(map(math.isfinite, (self.valeur, self.ic_bas, self.ic_haut)))


@dataclass(frozen=True)
class Detectabilite:
    """Smallest change that would be told from chance, in the unit of the figure.

    ``baisse`` and ``hausse``: whether such a change fits between the figure and the ends of its scale; ``en_nombre``: the same change
    in persons (foyers, places…), None without a public denominator.
    """

    valeur: float
    changement: float
    unite: str
    baisse: bool
    hausse: bool
    en_nombre: float | None = None


def detectable(
    valeur: float | None,
    ic_bas: float | None,
    ic_haut: float | None,
    unite: str,
    *,
    pas: float = 0.0,
    plafond: float = math.inf,
    nombre_par_unite: float | None = None,
) -> Detectabilite | None:
    """What a target on this figure can hope to show; None where the figure or its interval is not known.

    ``pas``: step of the display (0.1 for 12.4 %): the change is rounded up to it, and never under it.  ``plafond``: highest value of the
    scale (100 for a proportion in %).  ``nombre_par_unite``: persons that one unit of change stands for.

    The error of counts rounded to 5 is in the published interval: the result is never under what both roundings can hide.
    """
    if None in (valeur, ic_bas, ic_haut) or not Mesure(valeur, ic_bas, ic_haut).connue:
        return None
    changement = arrondi_superieur(FACTEUR * _marge(ic_haut - valeur, valeur - ic_bas), pas)
    nombre = None if nombre_par_unite is None else changement * nombre_par_unite
    return Detectabilite(valeur, changement, unite, changement <= valeur, valeur + changement <= plafond, nombre)


def arrondi_superieur(x: float, pas: float) -> float:
    """``x`` up to the next multiple of ``pas`` (one at least): anything smaller is certainly not to be seen."""
    return round(max(1, math.ceil(round(x / pas, 6))) * pas, 6) if pas else x


@dataclass(frozen=True)
class Changement:
    """Second figure minus first, with its 95 % interval."""

    difference: float
    ic_bas: float
    ic_haut: float

    @property
    def direction(self) -> int:
        """1 for a rise, -1 for a fall, 0 when one cannot conclude (an interval that touches zero does not leave it out)."""
        return (self.ic_bas > 0) - (self.ic_haut < 0)


def changement(avant: Mesure, apres: Mesure) -> Changement | None:
    """The change between two independent measures of one figure, None where one of them is not known whole.

    Rounding errors are bounds: where counts were rounded at source, distances are added rather than squared and summed; the rounding of
    the display is added too (12.0 then 12.1 % may be one and the same figure).
    """
    if not (avant.connue and apres.connue):
        return None
    reunit = _somme if avant.arr5 or apres.arr5 else _marge
    difference, affichage = apres.valeur - avant.valeur, (avant.pas + apres.pas) / 2
    bas = difference - reunit(apres.valeur - apres.ic_bas, avant.ic_haut - avant.valeur) - affichage
    haut = difference + reunit(apres.ic_haut - apres.valeur, avant.valeur - avant.ic_bas) + affichage
    return Changement(difference, bas, haut)


def _somme(a: float, b: float) -> float:
    return max(a, 0.0) + max(b, 0.0)


def _marge(a: float, b: float) -> float:
    return math.hypot(max(a, 0.0), max(b, 0.0))
