"""The frozen records of the catalogue: ``Indicateur``, its formula kinds, its place on the star."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Sens(StrEnum):
    """Judgement on a high value: favourable, unfavourable, or none (never coloured)."""

    HAUT_FAVORABLE = "+"
    HAUT_DEFAVORABLE = "-"
    NEUTRE = "0"


Intervalle = Literal["", "byar", "couverture", "aucun"]


class Branche(StrEnum):
    """The ten branches of the star, in their fixed order."""

    PE = "PE"
    EN = "EN"
    JE = "JE"
    PA = "PA"
    AV = "AV"
    LO = "LO"
    AD = "AD"
    IN = "IN"
    HA = "HA"
    CV = "CV"


class Face(StrEnum):
    """What a branch of the star shows; the fourth face, priorities, is not computed yet."""

    BESOIN = "besoin"
    OFFRE = "offre"
    ECART = "ecart"


@dataclass(frozen=True)
class Ref:
    """A sum of modalities of one measure, read at a territory and a year.

    ``regimes``: () takes the caf_msa row, else caf plus msa, whichever exist; ("caf",) the Caf's own rows only;
    ("caf", "msa") the caf_msa row, else both, and nothing when one of the two is missing.
    """

    mesure: str
    modalites: tuple[str, ...] = ("total",)
    regimes: tuple[str, ...] = ()


Somme = tuple[Ref, ...]


@dataclass(frozen=True)
class Effectif:
    """A count: the sum of ``refs`` (one unknown part makes it unknown)."""

    refs: Somme


@dataclass(frozen=True)
class Ratio:
    """``pour`` x sum / sum.  ``bornee``: the numerator is part of the denominator (a proportion)."""

    num: Somme
    den: Somme
    pour: float = 100
    bornee: bool = True


@dataclass(frozen=True)
class Publie:
    """The publisher's own figure at that level: never summed, never averaged.

    ``num``: for a rate per 100 published without its terms, the numerator published apart; both give back the denominator
    (100 x num / rate), which serves the interval only.
    """

    ref: Ref
    num: Somme = ()


@dataclass(frozen=True)
class Moyenne:
    """Mean of ``annees`` consecutive years of a count, dated by the last one."""

    refs: Somme
    annees: int = 3


@dataclass(frozen=True)
class Variation:
    """Mean yearly rate of change, in %, over the longest span of at least ``duree_min`` years, dated by its end."""

    refs: Somme
    duree_min: int = 5


@dataclass(frozen=True)
class Solde:
    """Per 1,000 inhabitants and a year, over the ``annees`` years that end on 1 January of the year shown: ``entrees`` less ``sorties``
    of these years or, with ``apparent``, what they leave of the change of ``population`` between the two ends.

    The population that it is brought to is the mean of both ends.  Public figures only: nothing hides such a sum of years.
    """

    entrees: Somme
    sorties: Somme
    population: Somme
    annees: int = 5
    apparent: bool = False


@dataclass(frozen=True)
class Distribution:
    """One count per named group of modalities; ``classes``: modality shown -> refs."""

    classes: tuple[tuple[str, Somme], ...]


@dataclass(frozen=True)
class EcartReference:
    """Territory minus reference of another indicator (default reference: the département), same unit."""

    indicateur: str
    facteur: float = 1


@dataclass(frozen=True)
class Manque:
    """Quantity missing to reach the reference's rate: reference rate x need / pour - offer, clipped at 0 on display.

    Stored signed (domain.md §3.1): positive = missing, negative = surplus.  ``poids``: with weights, the need is the sum
    of weight x count, compared with the offer directly (no reference).  ``par``: when not 0, the gap is brought to
    ``par`` units of need, so that territories of any size compare on the star.
    """

    offre: Somme
    besoin: Somme
    pour: float = 100
    poids: tuple[tuple[Ref, float], ...] = ()
    par: float = 0


Formule = Effectif | Ratio | Publie | Moyenne | Variation | Solde | Distribution | EcartReference | Manque


@dataclass(frozen=True)
class Etoile:
    """Place on the star.  ``orientation`` +1: high value = more need / better equipped / larger lack; -1: the opposite."""

    branche: Branche
    face: Face
    orientation: int = 1


@dataclass(frozen=True)
class Rupture:
    """A break of the series: figures of ``annee`` and after are never compared with those before.

    ``raison``: what changed, a French sentence; ``source``: who says so.
    """

    annee: int
    raison: str
    source: str


@dataclass(frozen=True)
class Indicateur:
    """One indicator of domain.md §2, whole.

    ``formules``: an ordered choice; the first that gives a status other than nd wins.
    ``seuils``: codes of ``registry.SEUILS`` (domain.md §2).
    ``lecture``: French sentence with {annee}, {territoire} (with its preposition, « à Limoges »), {valeur} (the number
    alone: the sentence says the unit), or {valeur:espace|espaces} where a noun agrees with it.
    ``intervalle``: how the bounds are made (domain.md §3.6); "" is Wilson for a proportion, none otherwise.
    ``serie_unique``: formulas are never mixed along the years of one territory.
    """

    id: str
    libelle: str
    definition: str
    theme: str
    angle: int
    formules: tuple[Formule, ...]
    unite: str
    decimales: int
    sens: Sens
    lecture: str
    prudence: str = ""
    etoile: Etoile | None = None
    seuils: tuple[str, ...] = ()
    niveaux: tuple[str, ...] = ("commune", "epci", "departement", "region", "france")
    intervalle: Intervalle = ""
    serie_unique: bool = False
    famille_secret: str = ""
    """Indicators of one family are masked together at a place and year."""
    ruptures: tuple[Rupture, ...] = field(default=())
    """Breaks, oldest first."""

    @property
    def annees_de_rupture(self) -> tuple[int, ...]:
        """First year of each new series."""
        return tuple(r.annee for r in self.ruptures)

    def existe(self, niveau: str) -> bool:
        """Whether it is computed at a level; a perimeter of communes is read as an EPCI is."""
        return ("epci" if niveau == "perimetre" else niveau) in self.niveaux
