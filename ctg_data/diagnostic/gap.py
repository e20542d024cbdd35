"""Gap between a need and an offer: signed, always against a reference that says what it is (domain.md §3.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ctg_data.wording.nombres import avec_unite

Genre = Literal["departement", "region", "france", "strate", "cible"]


@dataclass(frozen=True)
class Reference:
    """``taux`` places (hours, posts…) per ``pour`` units of need, of the same year and series as need and offer."""

    genre: Genre
    nom: str
    annee: int
    taux: float
    pour: float = 100


@dataclass(frozen=True)
class Ecart:
    """``ecart`` = taux·besoin/pour − offre, in the offer's unit: positive when something is missing."""

    ecart: float

    @property
    def manquant(self) -> float:
        return max(0.0, self.ecart)

    @property
    def surplus(self) -> float:
        return max(0.0, -self.ecart)


@dataclass(frozen=True)
class Deficits:
    """The two shortages of a group: they differ when one commune's surplus serves another."""

    locaux: float
    net: float


def ecart(besoin: float, offre: float, reference: Reference) -> Ecart:
    """Signed gap G = r·B/pour − O."""
    return Ecart(reference.taux * besoin / reference.pour - offre)


def deficits(ecarts: Iterable[Ecart]) -> Deficits:
    """« déficits locaux » Σ max(0, G) and « déficit net après mutualisation » max(0, Σ G)."""
    ecarts = list(ecarts)
    return Deficits(sum(e.manquant for e in ecarts), max(0.0, sum(e.ecart for e in ecarts)))


def texte(e: Ecart, *, unite: str, decimales: int = 0) -> str:
    """« il en manque 80 places »: the clip at zero happens here, at display only."""
    if round(e.ecart, decimales) > 0:
        return f"il en manque {avec_unite(e.manquant, unite, decimales)}"
    if round(e.ecart, decimales) < 0:
        return f"aucun manque ({avec_unite(e.surplus, unite, decimales)} au-dessus de la référence)"
    return "à la référence"
