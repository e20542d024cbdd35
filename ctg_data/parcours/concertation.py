"""Records of the tables de concertation: what people perceive, want, propose and object to."""

from dataclasses import dataclass
from enum import StrEnum

from ctg_data.parcours.base import DuDossier, exige, exige_texte, ligne, paragraphe
from ctg_data.parcours.etats import EtatObjection, EtatProposition


class College(StrEnum):
    """From where someone speaks."""

    HABITANTS = "habitants"
    ELUS = "elus"
    PROFESSIONNELS = "professionnels"
    ASSOCIATIONS = "associations"
    INSTITUTIONS = "institutions"


class Famille(StrEnum):
    """The four headings of the capital stratégique de développement."""

    TRAJECTOIRE = "trajectoire"
    ATOUTS = "atouts"
    CAPACITE = "capacite"
    VALEURS = "valeurs"


class Relation(StrEnum):
    """What a perception does to a cold fact."""

    CONFIRME = "confirme"
    NUANCE = "nuance"
    CONTREDIT = "contredit"
    REVELE = "revele"


class TypePrecondition(StrEnum):
    """The three preconditions of a collective impact."""

    CHAMPION = "champion"
    RESSOURCES = "ressources"
    URGENCE = "urgence"


class ObjetPropose(StrEnum):
    FUTUR_IDEAL = "futur_ideal"
    CHANGEMENT = "changement"
    CHEMIN = "chemin"
    AUTRE = "autre"


@dataclass(frozen=True)
class Perception(DuDossier):
    """What somebody present perceives (donnée chaude): never averaged with figures."""

    texte: str = paragraphe()
    theme: str = ""
    college: College = College.PROFESSIONNELS
    famille: Famille = Famille.TRAJECTOIRE
    reunion: str = ""

    def verifie(self) -> None:
        exige_texte(self.texte, "Écrivez ce qui a été dit.")


@dataclass(frozen=True)
class Croisement(DuDossier):
    """A perception beside a salient figure (``indicateur`` and ``annee`` of the portrait)."""

    perception: str = ""
    indicateur: str = ""
    annee: int = 0
    relation: Relation = Relation.CONFIRME
    commentaire: str = paragraphe()

    def verifie(self) -> None:
        exige(bool(self.perception and self.indicateur), "Un croisement relie une perception à un chiffre du portrait.")


@dataclass(frozen=True)
class Urgence(DuDossier):
    """An urgence sociale: an issue on which those present want to act."""

    libelle: str = ligne()
    theme: str = ""
    votes: int = 0
    reunion: str = ""

    def verifie(self) -> None:
        exige_texte(self.libelle, "Nommez cette urgence sociale.")
        exige(self.votes >= 0, "Un nombre de voix n'est pas négatif.")


@dataclass(frozen=True)
class Precondition(DuDossier):
    """How far one of the three preconditions is met, 0 to 3, and what shows it."""

    type: TypePrecondition = TypePrecondition.CHAMPION
    niveau: int = 0
    justification: str = paragraphe()

    def verifie(self) -> None:
        exige(0 <= self.niveau <= 3, "Une précondition se note de 0 à 3.")


@dataclass(frozen=True)
class FuturIdeal(DuDossier):
    """One version of the long-term picture of the territory; the last adopted one is active, older ones stay readable."""

    numero: int = 1
    texte: str = paragraphe()

    def verifie(self) -> None:
        exige_texte(self.texte, "Écrivez le futur idéal.")


@dataclass(frozen=True)
class Proposition(DuDossier):
    """A text put to consent.  ``cible``: the record that it is about; ``reunion``: the table that decides."""

    objet: ObjetPropose = ObjetPropose.AUTRE
    cible: str = ""
    texte: str = paragraphe()
    etat: EtatProposition = EtatProposition.BROUILLON
    reunion: str = ""

    def verifie(self) -> None:
        exige_texte(self.texte, "Écrivez le texte proposé.")
        exige(self.objet == ObjetPropose.AUTRE or bool(self.cible), "Dites sur quoi porte cette proposition.")


@dataclass(frozen=True)
class Objection(DuDossier):
    """A reasoned objection.  ``avant`` and ``apres``: the whole text before and after the words that it changed, once it is lifted."""

    proposition: str = ""
    college: College = College.PROFESSIONNELS
    motif: str = paragraphe()
    etat: EtatObjection = EtatObjection.EMISE
    reponse: str = paragraphe()
    avant: str = paragraphe()
    apres: str = paragraphe()

    def verifie(self) -> None:
        exige(bool(self.proposition), "Une objection porte sur une proposition.")
        exige_texte(self.motif, "Une objection se motive : écrivez la raison.")
