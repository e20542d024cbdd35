"""What is lacking, and whether it really is: reference, deficits, three scopes, saturation, in three years (domain.md §3.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ctg_data.diagnostic.gap import Ecart

Genre = Literal["departement", "france", "region", "strate", "cible"]
Verdict = Literal["manque", "selon_l_echelle", "pas_de_manque", "nd"]
Tension = Literal["penurie", "deficit_apparent", "sature_malgre_l_offre", "sans_tension", "nd"]

ECHELLES = ("epci", "voisinage", "bassin")
"""The EPCI alone, with its neighbours, and what is within reach."""
PLEIN = 0.85
"""Occupancy above which places are full."""
POIDS_ACTIVITE: Mapping[str, float] = {
    "parents_tous_en_emploi": 1.0,
    "un_parent_en_recherche": 0.6,
    "un_parent_sans_emploi": 0.3,
    "prescolarises": 0.5,
}
"""Places that a child under 3 asks for, by what its parents do: an assumption, shown wherever it is used."""


@dataclass(frozen=True)
class Reference:
    """The rate that a territory is held against: ``taux`` units for ``pour`` of need, of that year and that territory or target."""

    genre: Genre
    nom: str
    annee: int
    taux: float
    pour: int = 100


def ecart(besoin: float, offre: float, reference: Reference) -> Ecart:
    """``r·B/pour - O``, signed, in the unit of the offer."""
    return Ecart(reference.taux * besoin / reference.pour - offre)


@dataclass(frozen=True)
class Deficits:
    """``locaux``: what each part lacks, added up.  ``net``: what is lacking once the surpluses of some serve the others."""

    locaux: float
    net: float


def deficits(ecarts: Sequence[Ecart]) -> Deficits:
    """Of the parts of a territory: to clip each part and add up would overstate what the whole lacks, so that both are told."""
    return Deficits(sum(e.manquant for e in ecarts), max(0.0, sum(e.ecart for e in ecarts)))


def besoin_pondere(enfants: Mapping[str, float], poids: Mapping[str, float] = POIDS_ACTIVITE) -> float:
    """Places that these children ask for; to be held against places, never against a rate.  Raises KeyError for a group without weight."""
    return sum(nombre * poids[groupe] for groupe, nombre in enfants.items())


def verdict(ecarts: Mapping[str, Ecart | None]) -> Verdict:
    """Whether something lacks at every scope of ``ECHELLES``: what is empty is not always lacking.  One scope unknown: nothing is said."""
    lus = [ecarts.get(echelle) for echelle in ECHELLES]
    if any(e is None for e in lus):
        return "nd"
    manques = [e.ecart > 0 for e in lus if e is not None]
    return "manque" if all(manques) else "selon_l_echelle" if any(manques) else "pas_de_manque"


def tension(e: Ecart | None, occupation: float | None, attente: bool | None) -> Tension:
    """What occupancy (0 to 1) and a waiting list say of a gap.

    Full and awaited, what lacks is a shortage.  Under the reference and yet not full, places are frozen for want of staff, or their hours
    or price do not suit: an apparent deficit, which asks for no place.
    """
    if e is None or occupation is None or attente is None:
        return "nd"
    plein = occupation > PLEIN and attente
    if e.ecart > 0:
        return "penurie" if plein else "deficit_apparent"
    return "sature_malgre_l_offre" if plein else "sans_tension"


@dataclass(frozen=True)
class Perspective:
    """Need and offer in ``annees`` years, and what makes them."""

    besoin: float
    offre: float
    annees: int


def dans_trois_ans(
    besoin: float, offre: float, *, tendance: float, creations: float = 0.0, a_risque: float = 0.0, sortie: float = 0.0, annees: int = 3
) -> Perspective:
    """``tendance``: yearly change of births, a rate (-0.02).  ``creations``: places decided.  ``a_risque``: places of childminders near
    retirement; ``sortie``: share of them that goes."""
    return Perspective(besoin * (1 + tendance) ** annees, offre + creations - a_risque * sortie, annees)
