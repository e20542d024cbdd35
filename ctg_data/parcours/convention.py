"""Records of a CTG itself: its life, who takes part, what is decided, done and promised."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ctg_data.parcours.base import DuDossier, dit, exige, exige_ordre, exige_texte, ligne, paragraphe
from ctg_data.parcours.etats import EtatAction, EtatCtg, EtatEngagement, EtatPas, EtatReunion

THEMES_EXIGES = ("PE", "JE", "PA")
"""Themes that every CTG covers, with one more at least (circular of 16 January 2020)."""


class TypeOrganisation(StrEnum):
    CAF = "caf"
    COLLECTIVITE = "collectivite"
    DEPARTEMENT = "departement"
    MSA = "msa"
    ETAT = "etat"
    ASSOCIATION = "association"
    HABITANTS = "habitants"
    AUTRE = "autre"


class TypeInstance(StrEnum):
    COPIL = "copil"
    COTECH = "cotech"
    TABLE = "table"
    GROUPE_PROJET = "groupe_projet"


class Cote(StrEnum):
    """Who promises: the CAF or the collectivité."""

    CAF = "caf"
    COLLECTIVITE = "collectivite"


class AvisCollectivite(StrEnum):
    VALIDE = "valide"
    REFUSE = "refuse"


class Role(StrEnum):
    """For whom something is to be done."""

    CCT = "cct"
    CONSEILLER = "conseiller"
    ETUDES = "etudes"
    DIRECTION = "direction"
    COLLECTIVITE = "collectivite"


@dataclass(frozen=True)
class Ctg:
    """A convention territoriale globale on the territory (``niveau``, ``code``).

    ``themes``: codes of the branch.  ``parent``: id of the départementale CTG that a local one belongs to; ``suite_de``: of the CTG that it
    renews.  ``derogation``: why it has fewer than 4 or more than 6 changes.  ``fictive``: an example, said on every page and export.
    """

    nom: str = ligne()
    niveau: str = ""
    code: str = ""
    etat: EtatCtg = EtatCtg.PREPARATION
    themes: tuple[str, ...] = ()
    signe_le: date | None = None
    debut: date | None = None
    fin: date | None = None
    parent: str = ""
    suite_de: str = ""
    derogation: str = paragraphe()
    fictive: bool = False

    def __post_init__(self):
        exige_texte(self.nom, "Donnez un nom à cette CTG.")
        exige(bool(self.niveau and self.code), "Choisissez le territoire de cette CTG.")
        exige(len(set(self.themes)) == len(self.themes), "Un thème est cité deux fois.")
        exige_ordre(self.debut, self.fin, "La CTG finirait avant de commencer : vérifiez ses dates.")

    @property
    def departementale(self) -> bool:
        """Whether local CTG may belong to it."""
        return self.niveau == "departement"


@dataclass(frozen=True)
class Organisation(DuDossier):
    """A partner.  ``signataire``: it signs the CTG; only collectivités that sign validate the changes."""

    nom: str = ligne()
    type: TypeOrganisation = TypeOrganisation.COLLECTIVITE
    signataire: bool = False

    def verifie(self) -> None:
        exige_texte(self.nom, "Donnez le nom de l'organisation.")


@dataclass(frozen=True)
class Participant(DuDossier):
    """A function held for an organisation; no name is asked for."""

    organisation: str = ""
    fonction: str = ligne()
    role: Role = Role.COLLECTIVITE
    theme: str = ""

    def verifie(self) -> None:
        exige_texte(self.fonction, "Dites la fonction : un nom de personne n'est pas nécessaire.")


@dataclass(frozen=True)
class Instance(DuDossier):
    """A body that meets.  ``rythme``: months between two meetings, 0 for that of the guide at this moment of the CTG."""

    nom: str = ligne()
    type: TypeInstance = TypeInstance.COPIL
    theme: str = ""
    rythme: int = 0

    def verifie(self) -> None:
        exige_texte(self.nom, "Donnez un nom à cette instance.")
        exige(0 <= self.rythme <= 24, "Le rythme d'une instance va de 1 à 24 mois (0 : celui du guide).")


@dataclass(frozen=True)
class Reunion(DuDossier):
    """A meeting.  ``quorum``: how many must be there to decide, ``presents``: how many were.  ``numero_table``: which table, 1 to 3."""

    instance: str = ""
    jour: date = date(2000, 1, 1)
    objet: str = ligne()
    etat: EtatReunion = EtatReunion.PREVUE
    quorum: int = 0
    presents: int = 0
    numero_table: int = 0
    compte_rendu: str = paragraphe()

    def verifie(self) -> None:
        exige(bool(self.instance), "Choisissez l'instance qui se réunit.")
        exige(self.quorum >= 0 and self.presents >= 0, "Un nombre de personnes n'est pas négatif.")
        exige(0 <= self.numero_table <= 3, "Les tables de concertation sont numérotées de 1 à 3.")

    @property
    def quorum_atteint(self) -> bool:
        return self.presents >= max(self.quorum, 1)


@dataclass(frozen=True)
class Decision(DuDossier):
    """What was decided, where and why."""

    jour: date = date(2000, 1, 1)
    texte: str = paragraphe()
    motif: str = paragraphe()
    reunion: str = ""

    def verifie(self) -> None:
        exige_texte(self.texte, "Écrivez la décision.")
        exige_texte(self.motif, "Dites pourquoi : la raison restera avec la décision.")


@dataclass(frozen=True)
class Action(DuDossier):
    """An action of the plan.  ``cout`` in whole euros.  ``cof``: the funding agreement whose dates follow it.

    ``pilote`` is who owns it; ``binome_caf`` and ``binome_collectivite`` are the pair that follows it.
    """

    libelle: str = ligne()
    theme: str = ""
    etat: EtatAction = EtatAction.IDEE
    pilote: str = ligne()
    binome_caf: str = ligne()
    binome_collectivite: str = ligne()
    debut: date | None = None
    fin: date | None = None
    cout: int | None = None
    cof: str = ligne()
    avancement: int = 0
    motif: str = paragraphe()
    description: str = paragraphe()

    def verifie(self) -> None:
        exige_texte(self.libelle, "Donnez un nom à cette action.")
        exige_ordre(self.debut, self.fin, f"L'action « {self.libelle} » finirait avant de commencer.")
        exige(self.cout is None or 0 <= self.cout < 2_000_000_000, "Le coût d'une action est un nombre d'euros, positif.")
        exige(0 <= self.avancement <= 100, "L'avancement d'une action va de 0 à 100 %.")


@dataclass(frozen=True)
class Engagement(DuDossier):
    """What the CAF or the collectivité promises: by whom, for when, and what proves it."""

    cote: Cote = Cote.CAF
    texte: str = paragraphe()
    responsable: str = ligne()
    echeance: date | None = None
    etat: EtatEngagement = EtatEngagement.A_TENIR
    justification: str = paragraphe()
    motif: str = paragraphe()

    def verifie(self) -> None:
        exige_texte(self.texte, "Écrivez l'engagement.")
        exige_texte(self.responsable, "Dites qui porte cet engagement : une fonction suffit.")


@dataclass(frozen=True)
class Pas(DuDossier):
    """One step of the life cycle (1a to 5, domain.md §7.1): where it stands, for when, by whom."""

    etape: str = ""
    etat: EtatPas = EtatPas.A_FAIRE
    echeance: date | None = None
    role: Role = Role.CONSEILLER
    note: str = paragraphe()

    def verifie(self) -> None:
        exige(bool(self.etape), "Choisissez l'étape du cycle de vie.")


@dataclass(frozen=True)
class Validation(DuDossier):
    """The answer of a signatory collectivité on one change."""

    changement: str = ""
    organisation: str = ""
    avis: AvisCollectivite = AvisCollectivite.VALIDE
    jour: date = date(2000, 1, 1)
    motif: str = paragraphe()

    def verifie(self) -> None:
        exige(self.avis == AvisCollectivite.VALIDE or dit(self.motif), "Un refus se motive : écrivez pourquoi.")


def themes_manquants(themes: tuple[str, ...]) -> tuple[str, ...]:
    """Themes that a CTG must still cover before its signature; ("+1",) when only a fourth one, of any kind, is missing."""
    manquants = tuple(t for t in THEMES_EXIGES if t not in themes)
    return manquants or (() if set(themes) - set(THEMES_EXIGES) else ("+1",))
