"""Records of the change itself: changements durables, paths, steps, links, hypotheses."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ctg_data.parcours.base import DuDossier, exige, exige_texte, ligne, paragraphe
from ctg_data.parcours.etats import EtatChangement, EtatChemin, EtatHypothese


class Bout(StrEnum):
    """What stands at an end of a link."""

    ACTION = "action"
    ETAPE = "etape"
    CHANGEMENT = "changement"


class Risque(StrEnum):
    FAIBLE = "faible"
    MOYEN = "moyen"
    FORT = "fort"


@dataclass(frozen=True)
class Changement(DuDossier):
    """A changement durable: a lasting state of people or of the territory, wanted at the end of the CTG."""

    libelle: str = ligne()
    public: str = ligne()
    horizon: date | None = None
    themes: tuple[str, ...] = ()
    etat: EtatChangement = EtatChangement.PROPOSE
    ordre: int = 0
    motif: str = paragraphe()

    def verifie(self) -> None:
        exige_texte(self.libelle, "Écrivez le changement durable visé.")


@dataclass(frozen=True)
class Chemin(DuDossier):
    """One version of the path towards a change.  ``origine``: the version or the path that it was drawn from."""

    changement: str = ""
    numero: int = 1
    etat: EtatChemin = EtatChemin.EBAUCHE
    pilote: str = ligne()
    origine: str = ""
    note: str = paragraphe()

    def verifie(self) -> None:
        exige(bool(self.changement), "Un chemin mène à un changement.")


@dataclass(frozen=True)
class Etape(DuDossier):
    """An intermediate change on a path.  ``acteur``: whose state or behaviour changes.  ``ecartee``: parked, out of the drawing."""

    chemin: str = ""
    libelle: str = ligne()
    acteur: str = ligne()
    ordre: int = 0
    echeance: date | None = None
    ecartee: bool = False

    def verifie(self) -> None:
        exige(bool(self.chemin), "Une étape appartient à un chemin.")
        exige_texte(self.libelle, "Écrivez l'étape : qui aura changé quoi ?")


@dataclass(frozen=True)
class Lien(DuDossier):
    """An arrow of a path, from an action or a step to a step or the change."""

    chemin: str = ""
    de_type: Bout = Bout.ETAPE
    de: str = ""
    vers_type: Bout = Bout.ETAPE
    vers: str = ""

    def verifie(self) -> None:
        exige(bool(self.chemin and self.de and self.vers), "Une flèche relie deux éléments d'un chemin.")
        exige(self.de_type != Bout.CHANGEMENT, "Rien ne part du changement durable : il est au bout du chemin.")
        exige(self.vers_type != Bout.ACTION, "Une flèche mène à une étape ou au changement, jamais à une action.")
        exige(self.de != self.vers, "Une étape ne mène pas à elle-même.")


@dataclass(frozen=True)
class Hypothese(DuDossier):
    """Why we believe that an arrow holds.  ``prevue_le``: when it will be looked at."""

    lien: str = ""
    texte: str = paragraphe()
    etat: EtatHypothese = EtatHypothese.A_TESTER
    risque: Risque = Risque.MOYEN
    prevue_le: date | None = None
    motif: str = paragraphe()

    def verifie(self) -> None:
        exige(bool(self.lien), "Une hypothèse porte sur une flèche du chemin.")
        exige_texte(self.texte, "Écrivez l'hypothèse : pourquoi pensons-nous que cela se produira ?")


ACTIVITES = re.compile(
    r"\b(organiser|organisation|créer|création|mettre en place|mise en place|ouvrir|développer|lancer|réaliser)\b", re.IGNORECASE
)
"""Words of an activity, where a change tells a state of people or of the territory (domain.md §7.4)."""


def mot_d_activite(libelle: str) -> str:
    """The first word of ``libelle`` that tells an activity, "" when it tells a state."""
    trouve = ACTIVITES.search(libelle)
    return trouve.group(0).lower() if trouve else ""
