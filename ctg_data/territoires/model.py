"""What a territory is, and which vintages of the code officiel géographique the reference holds."""

from dataclasses import dataclass

MILLESIMES = tuple(range(2019, 2027))
CIBLE = 2026
ANTERIEURS = tuple(range(2009, MILLESIMES[0]))
"""Vintages before the lists, of which the reference only knows which communes already had their territory of 2019."""

ILES_SANS_EPCI = frozenset({"22016", "29083", "29155", "85113"})
"""Île-de-Bréhat, Île-de-Sein, Ouessant, L'Île-d'Yeu: the only communes outside any EPCI, in every vintage."""


@dataclass(frozen=True)
class Territoire:
    """One territory of the target vintage.

    ``liaison``: INSEE's TNCC (0/1 no article, 2 Le, 3 La, 4 Les, 5 L', 6 Aux, 7 Las, 8 Los), for articles and
    contractions.  ``departement`` of an EPCI: the one where most of its population lives.  ``type``: CC, CA, CU,
    METRO, MET69 for an EPCI, else "".  ``population``: municipal population of ``annee_population``, in persons.
    """

    niveau: str
    code: str
    nom: str
    liaison: int = 0
    departement: str = ""
    region: str = ""
    epci: str = ""
    population: int | None = None
    annee_population: int | None = None
    codes_postaux: tuple[str, ...] = ()
    type: str = ""
