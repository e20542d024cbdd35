"""Which communes an EPCI was made of, year after year, in words, and which years of a series may be joined."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ctg_data.indicators.epoques import DECALAGE
from ctg_data.territoires.composition import Changement, Deplacement
from ctg_data.territoires.model import CIBLE, MILLESIMES, Territoire
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.wording import fr, nombres

NOMMEES = 6
"""Communes named in one movement; beyond, they are counted."""


@dataclass(frozen=True)
class Mouvement:
    """One change of composition.  ``annee``: first year whose figures, at period perimeter, are those of the new composition.

    ``texte``: « au 1er janvier 2022 : + Drap (venue de CC du Pays des Paillons) ».
    """

    millesime: int
    annee: int
    texte: str


@dataclass(frozen=True)
class Composition:
    """What period perimeter changes for one EPCI.

    ``debut``: first year of figures whose perimeter is known.  ``differentes``: years whose perimeter is not the constant one.
    """

    mouvements: tuple[Mouvement, ...]
    debut: int
    differentes: frozenset[int]

    def segment(self, annee: int) -> int:
        """Number of the composition of that year: points of two compositions are never joined."""
        return sum(annee >= m.annee for m in self.mouvements)


def composition(ref: Referentiel, t: Territoire) -> Composition | None:
    """None where the territory has been the same in every list held: both perimeters are one."""
    if t.niveau != "epci":
        return None
    changements = ref.compositions.changements(t.code)
    if not changements:
        return None
    mouvements = tuple(Mouvement(c.millesime, c.millesime - DECALAGE, en_mots(c)) for c in changements)
    differentes = (m - DECALAGE for m in MILLESIMES if m != CIBLE and not ref.compositions.meme_territoire(t.code, m))
    return Composition(mouvements, MILLESIMES[0] - DECALAGE, frozenset(differentes))


def en_mots(changement: Changement) -> str:
    """One sentence without capital nor full stop; communes that came, then those that left."""
    jour = nombres.jour(date(changement.millesime, 1, 1))
    venues = _parts(changement.entrees, "+", fr.texte("composition.venue"))
    parties = _parts(changement.sorties, "−", fr.texte("composition.partie"))
    etat = fr.texte("composition.creation") if changement.creation else fr.texte("composition.fin") if changement.fin else ""
    return f"au {jour} : {' ; '.join(filter(None, (etat, *venues, *parties)))}"


def _parts(deplacements: Iterable[Deplacement], signe: str, mot: str) -> list[str]:
    return [_part(signe, list(lot), mot) for _, lot in groupby(sorted(deplacements, key=_epci), key=_epci)]


def _epci(deplacement: Deplacement) -> tuple[str, str]:
    return deplacement.nom_epci, deplacement.epci


def _part(signe: str, lot: list[Deplacement], mot: str) -> str:
    """« + Drap et Châteauneuf-Villevieille (de CC du Pays des Paillons) »."""
    noms = [f"{d.nom} (réunie à {d.devenue})" if d.devenue else d.nom for d in sorted(lot, key=lambda d: d.nom)]
    communes = nombres.enumere(noms) if len(noms) <= NOMMEES else nombres.pluriel(len(noms), "commune")
    return f"{signe} {communes} ({mot} {lot[0].nom_epci or fr.texte('composition.sans')})"
