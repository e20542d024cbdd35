"""The home page: what is followed, how old it is, what is missing, where to go next."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TerritoireSuivi:
    """One row of « territoires suivis ».

    ``etat``: données réelles, démonstration, aucune donnée.  ``suivi``: a pilot territory, else one recently viewed.
    """

    niveau: str
    code: str
    nom: str
    resume: str
    etat: str
    derniere_annee_texte: str
    demo: bool
    suivi: bool


@dataclass(frozen=True)
class SourceChargee:
    """One source of the store: the years held, when imported, how old the last year is, in words."""

    source: str
    titre: str
    annees_texte: str
    importee_texte: str
    age_texte: str
    ancienne: bool


@dataclass(frozen=True)
class Etape:
    """One next step: ``page`` is the page's URL path (portrait, donnees, methode)."""

    texte: str
    page: str


@dataclass(frozen=True)
class Profil:
    """One kind of user and its next steps."""

    libelle: str
    etapes: tuple[Etape, ...]


@dataclass(frozen=True)
class AccueilView:
    """Everything the home page shows; ``alertes``: sentences that need someone, most urgent first."""

    bandeau: str
    alertes: tuple[str, ...]
    territoires: tuple[TerritoireSuivi, ...]
    chargees: tuple[SourceChargee, ...]
    manquantes: tuple[str, ...]
    profils: tuple[Profil, ...]
    message_vide: str
