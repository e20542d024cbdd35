"""What people write about territories and figures: the first tenants of the database (more come with the change pathways).

Each record is frozen; its identity, version, author and dates are kept beside it (``depot.Fiche``).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ctg_data.errors import CtgError


class SaisieInvalide(CtgError):
    """Something typed that cannot be kept as it is; says what to change."""


class Genre(StrEnum):
    """Kind of CTG that a perimeter serves."""

    LOCALE = "locale"
    DEPARTEMENTALE = "departementale"


class Choix(StrEnum):
    """What a person made of a proposed élément saillant."""

    GARDE = "garde"
    REFORMULE = "reformule"
    ECARTE = "ecarte"


class EtatPortrait(StrEnum):
    BROUILLON = "brouillon"
    PUBLIE = "publie"


@dataclass(frozen=True, order=True)
class Appartenance:
    """A commune in a perimeter from the day ``du`` (included) to the day ``au`` (excluded, None: still there)."""

    code: str
    du: date
    au: date | None = None


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
        _exige(self.choix != Choix.REFORMULE or bool(self.texte.strip()), "Écrivez la nouvelle phrase de cet élément saillant.")
        _exige(self.choix != Choix.ECARTE or bool(self.motif.strip()), "Dites pourquoi cet élément saillant est écarté.")


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


Objet = Perimetre | ElementSaillant | Note | Portrait | Acquittement | Suivi
LIBRES: dict[type, tuple[str, ...]] = {Perimetre: ("nom",), ElementSaillant: ("texte", "motif"), Note: ("texte",), Acquittement: ("motif",)}
"""Fields that people write in their own words: the only ones that may have to be blanked."""
LONGUEUR_MAX = 2000
"""Characters of a free text: checked when it is written, never when it is read."""
GENRES: tuple[type, ...] = (Perimetre, ElementSaillant, Note, Portrait, Acquittement, Suivi)


def _exige(vrai: bool, phrase: str) -> None:
    if not vrai:
        raise SaisieInvalide(phrase)
