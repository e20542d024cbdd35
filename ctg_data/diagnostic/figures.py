"""Plain records of what a figure shows: built by ``views``, drawn by ``charts``, which do not know each other."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

PERIMETRE, RUPTURE = "autre périmètre", "rupture de série"
"""Why a line stops; one change of perimeter is named for all, they may be close."""
Role = Literal["territoire", "epci", "departement", "region", "france", "strate"]


@dataclass(frozen=True)
class Tableau:
    """The table equivalent of a figure: every cell is the text the figure shows.

    ``numeriques``: indexes of the columns to align right.
    """

    titre: str
    colonnes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    numeriques: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cadre:
    """What surrounds a figure.

    ``titre`` asks the question; ``sous_titre`` gives unit and year; ``alt`` states the finding.
    ``message`` is empty when there is something to draw, else says why not; ``remede`` says, to those who import, what would fill it.
    """

    titre: str
    sous_titre: str
    source: str
    alt: str
    demo: bool = False
    message: str = ""
    remede: str = ""


@dataclass(frozen=True)
class Point:
    """One year of a series.  ``valeur`` is None unless ``statut`` is ok: a gap, never a zero.

    ``segment`` changes at each break of the series: points of two segments are never joined.
    """

    annee: int
    valeur: float | None
    statut: str
    texte: str
    ic_bas: float | None = None
    ic_haut: float | None = None
    segment: int = 0


@dataclass(frozen=True)
class Serie:
    """The points of one territory, every year of the axis present, in order."""

    nom: str
    role: Role
    points: tuple[Point, ...]


def _retourne(s: Serie) -> Serie:
    """Values and bounds with the other sign; the words stay."""
    return replace(
        s, points=tuple(replace(p, valeur=_oppose(p.valeur), ic_bas=_oppose(p.ic_haut), ic_haut=_oppose(p.ic_bas)) for p in s.points)
    )


def _oppose(x: float | None) -> float | None:
    return None if x is None else -x


@dataclass(frozen=True)
class Evolution:
    """One figure over the years, the territory first, then its parents.

    ``ruptures``: first years of a new series; ``perimetres``: first years of another composition of the EPCI (period perimeter);
    ``effectif``: whether the figure is a count, which chance moves by more than a share of itself; ``excedent``: unit of the surplus,
    for a shortage that is under zero every year, else "".
    """

    cadre: Cadre
    unite: str
    series: tuple[Serie, ...]
    ruptures: tuple[int, ...]
    tableau: Tableau
    perimetres: tuple[int, ...] = ()
    effectif: bool = False
    excedent: str = ""

    @property
    def dessin(self) -> "Evolution":
        """As it is drawn: a surplus is above zero, and grows upwards."""
        return replace(self, series=tuple(map(_retourne, self.series)), unite=self.excedent, excedent="") if self.excedent else self

    @property
    def coupures(self) -> tuple[tuple[int, str], ...]:
        """Years before which a line stops, and why."""
        return tuple(sorted((dict.fromkeys(self.perimetres, PERIMETRE) | dict.fromkeys(self.ruptures, RUPTURE)).items()))


@dataclass(frozen=True)
class Etendue:
    """Spread of ``n`` comparable territories one year: outer percentiles and median, in the figure's unit."""

    annee: int
    bas: float
    milieu: float
    haut: float
    n: int


@dataclass(frozen=True)
class Multiple:
    """One figure of a theme over the years: the territory, the band of its peers (empty without any), breaks.

    ``phrase``: the change in words with its certainty; ``signe``: ▲ ▼ ● or none, as everywhere.
    """

    id: str
    cadre: Cadre
    unite: str
    serie: Serie
    pairs: tuple[Etendue, ...]
    ruptures: tuple[int, ...]
    phrase: str
    signe: str
    tableau: Tableau
    effectif: bool = False
    excedent: str = ""

    @property
    def dessin(self) -> "Multiple":
        """As ``Evolution.dessin``; a shortage has no band."""
        return replace(self, serie=_retourne(self.serie), unite=self.excedent, excedent="") if self.excedent else self

    @property
    def bandes(self) -> tuple[tuple[Etendue, ...], ...]:
        """The band cut at each break: the peers are not joined either."""
        rangs = groupby(self.pairs, key=lambda b: sum(b.annee >= r for r in self.ruptures))
        return tuple(tuple(siennes) for _, siennes in rangs)


@dataclass(frozen=True)
class Tranche:
    """One age group: share of the population (in %), of the territory and of its reference."""

    libelle: str
    part: float | None
    texte: str
    part_reference: float | None
    texte_reference: str
    effectif_texte: str = ""


@dataclass(frozen=True)
class StructureAge:
    """Age groups of one year, youngest first, beside those of ``reference``."""

    cadre: Cadre
    nom: str
    reference: str
    annee: int | None
    tranches: tuple[Tranche, ...]
    tableau: Tableau


@dataclass(frozen=True)
class Zone:
    """One area of a map.  ``statut`` ok, s, nd or ns; ``valeur`` only when ok; ``texte`` is what a hover says."""

    code: str
    nom: str
    valeur: float | None
    statut: str
    texte: str
    choisie: bool = False


@dataclass(frozen=True)
class Carte:
    """The chosen figure over the areas of level ``niveau`` that make the territory; ``cercles``: a count, never told by a colour."""

    cadre: Cadre
    niveau: str
    unite: str
    decimales: int
    zones: tuple[Zone, ...]
    tableau: Tableau
    cercles: bool = False


@dataclass(frozen=True)
class Seuil:
    """One territory: its figure, its interval, and from ``bas`` to ``haut`` where a later figure would not be told from chance."""

    nom: str
    role: Role
    valeur: float
    ic_bas: float
    ic_haut: float
    bas: float
    haut: float
    texte: str


@dataclass(frozen=True)
class Seuils:
    """The smallest visible change, of the territory first, then of its parents."""

    cadre: Cadre
    unite: str
    seuils: tuple[Seuil, ...]
    tableau: Tableau


@dataclass(frozen=True)
class Courbe:
    """One linked indicator from its starting point to its target, and the recent trend carried on (« si la tendance se poursuit »).

    ``depart`` is frozen, and may differ from the same year of ``serie``; ``suite``: (year, value) of both ends of the dashed line, () for
    none; ``cible``: (year, value), None for none.
    """

    cadre: Cadre
    unite: str
    serie: Serie
    ruptures: tuple[int, ...]
    depart: Point
    suite: tuple[tuple[int, float], ...]
    cible: tuple[int, float] | None
    legende: tuple[tuple[str, str], ...]
    tableau: Tableau
    effectif: bool = False
