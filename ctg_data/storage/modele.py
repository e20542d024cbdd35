"""What people write about territories and figures: the first tenants of the database; those of a CTG are in ``parcours``.

Each record is frozen; its identity, version, author and dates are kept beside it (``depot.Fiche``).
"""

import math
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ctg_data.parcours.base import exige as _exige
from ctg_data.parcours.base import libres
from ctg_data.parcours.genres import PARCOURS
from ctg_data.territoires.perimetre import Appartenance, Genre


class Choix(StrEnum):
    """What a person made of a proposed élément saillant."""

    GARDE = "garde"
    REFORMULE = "reformule"
    ECARTE = "ecarte"


class EtatPortrait(StrEnum):
    BROUILLON = "brouillon"
    PUBLIE = "publie"


@dataclass(frozen=True)
class Perimetre:
    """A CTG's perimeter: a dated list of communes, frozen by its signature, changed afterwards by amendments only.

    ``parent``: id of the départementale CTG that a local one belongs to, "" for none.  ``communes`` is sorted.
    ``millesime_geo``: vintage of the codes.
    """

    nom: str
    millesime_geo: int
    communes: tuple[Appartenance, ...]
    genre: Genre = Genre.LOCALE
    parent: str = ""
    signe_le: date | None = None

    def __post_init__(self):
        _exige(bool(self.nom.strip()), "Donnez un nom à ce périmètre.")
        _exige(bool(self.communes), "Un périmètre a au moins une commune.")
        for a in self.communes:
            _exige(a.au is None or a.au > a.du, f"La commune {a.code} sortirait du périmètre avant d'y être entrée.")


@dataclass(frozen=True)
class ElementSaillant:
    """What a person decided of one proposed élément saillant: kept, reworded (``texte``) or dismissed (``motif``).

    ``constat``: fingerprint of the sentence that was proposed, "" when unknown: it tells that the figure changed since.
    """

    niveau: str
    code: str
    indicateur: str
    annee: int
    choix: Choix
    texte: str = ""
    motif: str = ""
    constat: str = ""

    def __post_init__(self):
        _exige(self.choix != Choix.REFORMULE or bool(self.texte.strip()), "Écrivez la nouvelle phrase.")
        _exige(self.choix != Choix.ECARTE or bool(self.motif.strip()), "Dites pourquoi cette phrase est écartée.")


@dataclass(frozen=True)
class Note:
    """A note on one figure of one territory.  ``constat``: fingerprint of the figure that was read, "" when unknown."""

    niveau: str
    code: str
    indicateur: str
    annee: int
    texte: str
    modalite: str = "total"
    constat: str = ""

    def __post_init__(self):
        _exige(bool(self.texte.strip()), "Écrivez le texte de la note.")


@dataclass(frozen=True)
class Portrait:
    """Whether the portrait of a territory is a draft or published.  ``donnees``: the publication of figures that it was published on."""

    niveau: str
    code: str
    etat: EtatPortrait = EtatPortrait.BROUILLON
    donnees: str = ""


@dataclass(frozen=True)
class Acquittement:
    """A watch alert that someone has seen, and why nothing more is to be done: the reason stays with the figure.

    ``regle``: id of the rule that raised it; ``edition``: the data that it was raised on.
    """

    niveau: str
    code: str
    indicateur: str
    annee: int
    regle: str
    edition: str
    motif: str

    def __post_init__(self):
        _exige(bool(self.motif.strip()), "Dites pourquoi cette alerte est acquittée : la raison restera avec le chiffre.")


@dataclass(frozen=True)
class Suivi:
    """A territory that an acteur follows."""

    acteur: str
    niveau: str
    code: str


@dataclass(frozen=True)
class ReglageVeille:
    """How a rule of the watch is set, in place of its default, and why.

    ``severite``: 1 to 3, most urgent first.  ``taux``: share of its alerts that may be false, ``ampleur``: smallest change told, in %.
    """

    regle: str
    active: bool
    severite: int
    taux: int
    ampleur: int
    motif: str

    def __post_init__(self):
        _exige(1 <= self.severite <= 3, "L'urgence d'une règle va de 1 (à traiter) à 3 (pour information).")
        _exige(0 <= self.taux <= 20, "La part d'alertes fausses acceptée va de 1 à 20 % (0 pour une règle qui n'est pas un test).")
        _exige(0 <= self.ampleur <= 100, "L'ampleur d'un changement va de 0 à 100 %.")
        _exige(bool(self.motif.strip()), "Dites pourquoi cette règle est réglée ainsi : la raison restera avec elle.")


@dataclass(frozen=True)
class SeuilVeille:
    """A fixed level to watch on one figure, besides those of the product.  ``valeur``: a number in the figure's unit (decimal point)."""

    indicateur: str
    valeur: str
    raison: str

    def __post_init__(self):
        _exige(_nombre(self.valeur), f"« {self.valeur} » n'est pas un nombre : écrivez par exemple 12,5.")
        _exige(bool(self.raison.strip()), "Dites ce que veut dire ce seuil : l'alerte le répétera.")


LIBRES: dict[type, tuple[str, ...]] = {
    Perimetre: ("nom",),
    ElementSaillant: ("texte", "motif"),
    Note: ("texte",),
    Acquittement: ("motif",),
    ReglageVeille: ("motif",),
    SeuilVeille: ("raison",),
    **{genre: libres(genre) for genre in PARCOURS},
}
"""Fields that people write in their own words: the only ones that may have to be blanked."""
PARAGRAPHES: dict[type, tuple[str, ...]] = {
    **{genre: champs for genre, champs in LIBRES.items() if genre is not Perimetre},
    **{genre: libres(genre, paragraphes=True) for genre in PARCOURS},
}
"""Fields that may hold several lines; every other one is a name or a code, on one line."""
CACHES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Commands to a terminal or to the direction of writing: they change how the text around them reads, and are not seen; the last
two are no characters, and no XML file holds them."""
COUPES = re.compile(r"[\t\n\r\u2028\u2029]")
LONGUEUR_MAX = 2000
"""Characters of a free text: checked when it is written, never when it is read."""
GENRES: tuple[type, ...] = (Perimetre, ElementSaillant, Note, Portrait, Acquittement, Suivi, ReglageVeille, SeuilVeille, *PARCOURS)


def _nombre(texte: str) -> bool:
    try:
        return math.isfinite(float(texte))
    except ValueError:
        return False
