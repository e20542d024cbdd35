"""What moves over a short series, and whether it is more than noise: published values and published bounds only.

A year without a value (``s``, ``nd``, ``ns``) is a gap.  Nothing is compared across a break, across a change of source, or
between years that pool the same surveys.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise

import numpy as np
from scipy import stats

from ctg_data.diagnostic import detectabilite
from ctg_data.diagnostic.figures import Etendue
from ctg_data.diagnostic.star import MIN_UNITES
from ctg_data.diagnostic.uncertainty import Z
from ctg_data.indicators.model import EcartReference, Indicateur, Moyenne, Solde, Variation

MIN_POINTS = 5
"""Fewer independent points: no monotone test, even a perfect rise would prove nothing."""
RISQUE = 0.05
HORS_BANDE = (10, 90)
"""Percentiles of the peers that make their band."""

Intervalle = tuple[float, float]


@dataclass(frozen=True)
class Observation:
    """One published year.  ``valeur`` is None unless ``statut`` is ok.

    ``source``: id of the source of the numerator; ``pas``: unit of the last digit published (0,1 or 1…), 0 when exact; ``arr5``: made of
    counts rounded to 5 at source.
    """

    annee: int
    valeur: float | None
    statut: str = "ok"
    ic_bas: float | None = None
    ic_haut: float | None = None
    source: str = ""
    pas: float = 0.0
    arr5: bool = False

    @property
    def marge(self) -> bool:
        """Whether both bounds are known."""
        return self.ic_bas is not None and self.ic_haut is not None


class Motif(StrEnum):
    """Why two years are not compared."""

    ABSENTE = "absente"
    RUPTURE = "rupture"
    SOURCE = "source"
    FENETRE = "fenetre"


@dataclass(frozen=True)
class Changement:
    """Change from ``debut`` to ``fin``: in the figure's unit, or in % of the first value when ``relatif``.

    ``bas`` and ``haut``: 95 % interval, None when a bound of either year is unknown.
    """

    debut: Observation
    fin: Observation
    ecart: float
    bas: float | None = None
    haut: float | None = None
    relatif: bool = False

    @property
    def marge(self) -> bool:
        return self.bas is not None and self.haut is not None

    @property
    def direction(self) -> int:
        """1 or -1 when the interval leaves zero on one side: told from noise; else 0."""
        if not self.marge or self.bas <= 0 <= self.haut:
            return 0
        return 1 if self.bas > 0 else -1

    @property
    def p(self) -> float:
        """Two-sided probability of such a change if nothing moved; 1 without interval."""
        return probabilite(self.ecart, self.bas, self.haut) if self.marge else 1.0

    @property
    def ampleur(self) -> float:
        """Size of the change, in % of the first value (infinite from zero)."""
        if self.relatif:
            return abs(self.ecart)
        return 100 * abs(self.ecart / self.debut.valeur) if self.debut.valeur else math.inf


@dataclass(frozen=True)
class Tendance:
    """Mann-Kendall test over ``n`` independent points.  ``s``: pairs that rise less pairs that fall.

    ``pente``: median yearly change (Theil-Sen), 0 when the order may be chance.
    """

    debut: int
    fin: int
    n: int
    s: int
    p: float
    pente: float

    @property
    def direction(self) -> int:
        """1 or -1 when the order of the points is not chance; else 0."""
        return int(np.sign(self.s)) if self.p <= RISQUE else 0


@dataclass(frozen=True)
class Pairs:
    """How ``n`` comparable territories changed between two years: median and outer percentiles, in the unit of the change."""

    bas: float
    milieu: float
    haut: float
    n: int


def fenetre(indicateur: Indicateur, cumul: int, reference: Indicateur | None = None) -> int:
    """Years that each figure pools: two figures closer than that share data.

    ``cumul``: years pooled by the source of the numerator; ``reference``: the indicator that a gap is computed from.
    """
    formule = indicateur.formules[0]
    match formule:
        case Moyenne(annees=annees) | Solde(annees=annees):
            return max(cumul, annees)
        case Variation(duree_min=duree):
            return max(cumul, duree)
        case EcartReference() if reference is not None:
            return fenetre(reference, cumul)
    return cumul


def difference(avant: Observation, apres: Observation) -> Intervalle:
    """95 % interval of ``apres - avant`` from the bounds of each year (``detectabilite.changement``); both must have bounds.

    Taken as independent: two years of one territory share people, which makes it wide, never narrow.
    """
    trouve = detectabilite.changement(_mesure(avant), _mesure(apres))
    return trouve.ic_bas, trouve.ic_haut


def rapport(avant: Observation, apres: Observation) -> Intervalle:
    """95 % interval of ``100 × (apres / avant - 1)``: the same, on logarithms.  Every value and bound must be positive."""
    bas, haut = difference(*(_logarithme(o) for o in (avant, apres)))
    flou = 50 * (avant.pas + apres.pas) / avant.valeur
    return 100 * (math.exp(bas) - 1) - flou, 100 * (math.exp(haut) - 1) + flou


def _mesure(o: Observation) -> detectabilite.Mesure:
    return detectabilite.Mesure(o.valeur, o.ic_bas, o.ic_haut, o.arr5, o.pas)


def _logarithme(o: Observation) -> Observation:
    return replace(o, valeur=math.log(o.valeur), ic_bas=math.log(o.ic_bas), ic_haut=math.log(o.ic_haut), pas=0.0)


def probabilite(ecart: float, bas: float, haut: float) -> float:
    """Two-sided p of ``ecart`` against zero, from the half of its 95 % interval on the side of zero."""
    demi = ecart - bas if ecart > 0 else haut - ecart
    if ecart == 0:
        return 1.0
    return float(2 * stats.norm.sf(Z * abs(ecart) / demi)) if demi > 0 else 0.0


def change(avant: Observation, apres: Observation, *, relatif: bool) -> Changement:
    """The change between two known years, with its interval widened by what rounding may hide."""
    possible = relatif and avant.valeur > 0
    ecart = 100 * (apres.valeur / avant.valeur - 1) if possible else apres.valeur - avant.valeur
    if not (avant.marge and apres.marge):
        return Changement(avant, apres, ecart, relatif=possible)
    if possible and min(avant.ic_bas, apres.ic_bas, apres.valeur) > 0:
        bas, haut = rapport(avant, apres)
    else:
        possible, ecart = False, apres.valeur - avant.valeur
        bas, haut = difference(avant, apres)
    return Changement(avant, apres, ecart, bas, haut, possible)


def refus(avant: Observation, apres: Observation, *, ruptures: Iterable[int], fenetre: int) -> Motif | None:
    """Why the two years are not compared; None when they may be."""
    if avant.valeur is None or apres.valeur is None:
        return Motif.ABSENTE
    if any(avant.annee < r <= apres.annee for r in ruptures):
        return Motif.RUPTURE
    if avant.source != apres.source:
        return Motif.SOURCE
    return Motif.FENETRE if apres.annee - avant.annee < fenetre else None


def connues(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple(o for o in observations if o.valeur is not None)


def derniere(observations: Sequence[Observation]) -> Observation | None:
    """The latest known year, None when a later one is hidden: an older figure is no news."""
    parlantes = [o for o in observations if o.statut != "nd"]
    return parlantes[-1] if parlantes and parlantes[-1].valeur is not None else None


def comparables(observations: Sequence[Observation], *, ruptures: Sequence[int], fenetre: int) -> tuple[Observation, ...]:
    """Known years that the last known one may be compared with, oldest first."""
    siennes = connues(observations)
    return tuple(o for o in siennes[:-1] if refus(o, siennes[-1], ruptures=ruptures, fenetre=fenetre) is None)


def segments(observations: Sequence[Observation], ruptures: Sequence[int], fenetre: int = 1) -> tuple[int, ...]:
    """Number of the segment of each year; segments are never joined.

    It grows at a declared break, where the source changes, and between the years of a stretch too short for any two of them to be
    compared: in a longer one, the line joins two years that compare, through years that each share data with the next.
    """
    rangs = _rangs(observations, ruptures)
    courts = (t for t in _troncons(observations, rangs) if t[-1] - t[0] < fenetre)
    coupes = [annee for troncon in courts for annee in troncon[1:]]
    return tuple(rang + sum(o.annee >= a for a in coupes) for o, rang in zip(observations, rangs, strict=True))


def _troncons(observations: Sequence[Observation], rangs: Sequence[int]) -> list[list[int]]:
    """Runs of known years of one segment, none missing between."""
    troncons: list[list[int]] = []
    avant = None
    for o, rang in zip(observations, rangs, strict=True):
        if o.valeur is None:
            continue
        if avant == (o.annee - 1, rang):
            troncons[-1].append(o.annee)
        else:
            troncons.append([o.annee])
        avant = o.annee, rang
    return troncons


def _rangs(observations: Sequence[Observation], ruptures: Sequence[int]) -> tuple[int, ...]:
    """Breaks and changes of source before each year."""
    rang, source, sortie = 0, "", []
    for o in observations:
        change_de_source = o.valeur is not None and source not in ("", o.source)
        rang += change_de_source
        source = o.source if o.valeur is not None else source
        sortie.append(rang + sum(o.annee >= r for r in ruptures))
    return tuple(sortie)


def changements_de_source(observations: Sequence[Observation]) -> tuple[int, ...]:
    """Years from which another source gives the figure."""
    siennes = connues(observations)
    return tuple(b.annee for a, b in pairwise(siennes) if a.source != b.source)


def independantes(observations: Sequence[Observation], *, ruptures: Sequence[int], fenetre: int) -> tuple[Observation, ...]:
    """The points of the last segment that share no data: the last one, then one each ``fenetre`` years back."""
    gardees: list[Observation] = []
    for o in reversed(connues(observations)):
        if not gardees or refus(o, gardees[-1], ruptures=ruptures, fenetre=fenetre) is None:
            gardees.append(o)
        elif refus(o, gardees[-1], ruptures=ruptures, fenetre=0) is not None:
            break
    return tuple(reversed(gardees))


def tendance(points: Sequence[Observation]) -> Tendance | None:
    """Mann-Kendall test of independent points, None under MIN_POINTS."""
    if len(points) < MIN_POINTS:
        return None
    annees, valeurs = [o.annee for o in points], [o.valeur for o in points]
    s, p = mann_kendall(valeurs)
    pente = float(stats.theilslopes(valeurs, annees).slope) if p <= RISQUE else 0.0
    return Tendance(annees[0], annees[-1], len(points), s, p, pente)


def mann_kendall(valeurs: Sequence[float]) -> tuple[int, float]:
    """S and its exact two-sided probability if every order of ``valeurs`` were as likely, ties included."""
    signes = np.sign(np.subtract.outer(valeurs, valeurs))
    s = int(np.tril(signes).sum())
    lois = np.array(_inversions(tuple(sorted(np.unique(valeurs, return_counts=True)[1].tolist()))), dtype=float)
    possibles = len(lois) - 1 - 2 * np.arange(len(lois))
    return s, float(lois[np.abs(possibles) >= abs(s)].sum() / lois.sum())


@cache
def _inversions(groupes: tuple[int, ...]) -> tuple[int, ...]:
    """Number of orders with 0, 1, 2… inversions, for groups of equal values: a Gaussian multinomial coefficient."""
    total, loi = 0, np.array([1], dtype=object)
    for taille in groupes:
        total += taille
        loi = np.convolve(loi, np.array(_gauss(total, taille), dtype=object))
    return tuple(loi.tolist())


@cache
def _gauss(n: int, k: int) -> tuple[int, ...]:
    """Coefficients of the Gaussian binomial (n, k), by Pascal's rule: (n-1, k-1) + q^k (n-1, k)."""
    if k in (0, n):
        return (1,)
    coefficients = [0] * (k * (n - k) + 1)
    for rang, x in enumerate(_gauss(n - 1, k - 1)):
        coefficients[rang] += x
    for rang, x in enumerate(_gauss(n - 1, k)):
        coefficients[rang + k] += x
    return tuple(coefficients)


def retenues(probabilites: Sequence[float], taux: float) -> list[bool]:
    """Benjamini-Hochberg: which of a family of tests stand when at most a share ``taux`` of them may be false."""
    if not len(probabilites):
        return []
    return (stats.false_discovery_control(np.clip(probabilites, 0, 1), method="bh") <= taux).tolist()


def bande(table: np.ndarray, annees: Sequence[int]) -> tuple[Etendue, ...]:
    """Spread of the peers each year.  ``table``: [units, years], NaN without value.

    The same units every year, so that the band never moves because they changed; none with fewer than MIN_UNITES.
    """
    nombre = (~np.isnan(table)).sum(axis=0)
    garde = nombre >= max(MIN_UNITES, nombre.max(initial=0) / 2)
    stables = table[~np.isnan(table[:, garde]).any(axis=1)][:, garde]
    if not garde.any() or len(stables) < MIN_UNITES:
        return ()
    bas, milieu, haut = np.percentile(stables, (HORS_BANDE[0], 50, HORS_BANDE[1]), axis=0)
    ans = [a for a, g in zip(annees, garde, strict=True) if g]
    return tuple(Etendue(a, float(b), float(m), float(h), len(stables)) for a, b, m, h in zip(ans, bas, milieu, haut, strict=True))


def changements_des_pairs(avant: np.ndarray, apres: np.ndarray, *, relatif: bool) -> Pairs | None:
    """Changes of the units that have both years ([units], NaN without); None with fewer than MIN_UNITES."""
    deux = ~(np.isnan(avant) | np.isnan(apres)) & ~(relatif & (avant <= 0))
    if deux.sum() < MIN_UNITES:
        return None
    ecarts = 100 * (apres[deux] / avant[deux] - 1) if relatif else apres[deux] - avant[deux]
    bas, milieu, haut = np.percentile(ecarts, (HORS_BANDE[0], 50, HORS_BANDE[1]))
    return Pairs(float(bas), float(milieu), float(haut), int(deux.sum()))


def diverge(changement: Changement, pairs: Pairs) -> float:
    """Probability of the change if the territory moved as the median of its peers; 1 inside their band or without interval."""
    if not changement.marge or pairs.bas <= changement.ecart <= pairs.haut:
        return 1.0
    return probabilite(changement.ecart - pairs.milieu, changement.bas - pairs.milieu, changement.haut - pairs.milieu)
