"""Records of the follow-up: markers, linked indicators, evidence, evaluations."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ctg_data.parcours.base import DuDossier, exige, exige_texte, ligne, paragraphe


class Objet(StrEnum):
    """What something is about."""

    CHANGEMENT = "changement"
    ETAPE = "etape"
    HYPOTHESE = "hypothese"
    ACTION = "action"
    CTG = "ctg"


class Rang(StrEnum):
    """Progress markers of outcome mapping: expect, like, love to see."""

    ATTENDU = "attendu"
    SOUHAITE = "souhaite"
    REVE = "reve"


class Portee(StrEnum):
    """What a marker or an indicator is about: what was done, what it gave, what it did to people, what lasts."""

    REALISATION = "realisation"
    RESULTAT = "resultat"
    EFFET = "effet"
    IMPACT = "impact"


class EtatMarqueur(StrEnum):
    NON = "non"
    PARTIEL = "partiel"
    OUI = "oui"


class TypePreuve(StrEnum):
    """A figure or a document; or what people say."""

    FROIDE = "froide"
    CHAUDE = "chaude"


class Sens(StrEnum):
    """Which way an indicator is wanted to move."""

    HAUSSE = "hausse"
    BAISSE = "baisse"


class Grille(StrEnum):
    """The three evaluations of a CTG (domain.md §7.1, step 5)."""

    CAF = "caf"
    PARTENAIRE = "partenaire"
    PILOTAGE = "pilotage"


class Critere(StrEnum):
    EFFECTIVITE = "effectivite"
    EFFICACITE = "efficacite"
    EFFICIENCE = "efficience"
    IMPACT = "impact"
    PERTINENCE = "pertinence"
    COHERENCE = "coherence"
    VIABILITE = "viabilite"


@dataclass(frozen=True)
class Marqueur(DuDossier):
    """A sign of progress on a step, a change or a hypothesis."""

    objet: Objet = Objet.CHANGEMENT
    cible: str = ""
    rang: Rang = Rang.ATTENDU
    portee: Portee = Portee.EFFET
    libelle: str = ligne()
    ordre: int = 0

    def verifie(self) -> None:
        exige(
            self.objet in (Objet.CHANGEMENT, Objet.ETAPE, Objet.HYPOTHESE),
            "Un marqueur suit un changement, une étape ou une hypothèse.",
        )
        exige_texte(self.libelle, "Écrivez le marqueur : que verrait-on, et chez qui ?")


@dataclass(frozen=True)
class Releve(DuDossier):
    """Where a marker stood on one day."""

    marqueur: str = ""
    jour: date = date(2000, 1, 1)
    etat: EtatMarqueur = EtatMarqueur.NON
    commentaire: str = paragraphe()

    def verifie(self) -> None:
        exige(bool(self.marqueur), "Un relevé porte sur un marqueur.")


@dataclass(frozen=True)
class Preuve(DuDossier):
    """A piece of evidence.  ``niveau``: 0 assertion, 1 logical account, 2 data show change, 3 comparison, 4 replicated, 5 at scale.

    ``conforte``: it goes the way of the hypothesis or of the change; evidence against counts as much.
    """

    objet: Objet = Objet.CHANGEMENT
    cible: str = ""
    type: TypePreuve = TypePreuve.FROIDE
    source: str = ligne()
    jour: date = date(2000, 1, 1)
    niveau: int = 0
    conforte: bool = True
    texte: str = paragraphe()

    def verifie(self) -> None:
        exige_texte(self.texte, "Écrivez ce que cette preuve montre.")
        exige_texte(self.source, "Nommez la source : sans elle, une preuve ne peut pas être vérifiée.")
        exige(0 <= self.niveau <= 5, "Le niveau de preuve va de 0 (affirmation) à 5 (effet répété ailleurs).")


@dataclass(frozen=True)
class IndicateurLie(DuDossier):
    """A figure of the diagnostic that follows a change or a hypothesis.

    t0 is frozen as it was published: ``t0_valeur``, ``t0_bas``, ``t0_haut`` (decimal point, "" unknown) of ``t0_annee``, which tells
    of the territory on ``t0_jour``; ``t0_edition``, ``t0_sources``, ``t0_arr5``, ``t0_fictif``: as the row had them, for
    ``t0_communes``.  When it was read is in the journal.  ``cible``: value wanted in ``cible_annee``, "" for none.  ``accepte``: why a
    target that noise could hide was kept.
    """

    objet: Objet = Objet.CHANGEMENT
    porteur: str = ""
    indicateur: str = ""
    modalite: str = "total"
    portee: Portee = Portee.IMPACT
    sens: Sens = Sens.HAUSSE
    t0_jour: date = date(2000, 1, 1)
    t0_annee: int = 0
    t0_valeur: str = ""
    t0_bas: str = ""
    t0_haut: str = ""
    t0_edition: str = ""
    t0_sources: str = ""
    t0_arr5: bool = False
    t0_fictif: bool = False
    t0_communes: tuple[str, ...] = ()
    cible: str = ""
    cible_annee: int = 0
    accepte: str = paragraphe()

    def verifie(self) -> None:
        exige(self.objet in (Objet.CHANGEMENT, Objet.HYPOTHESE), "Un indicateur suit un changement ou une hypothèse.")
        exige(bool(self.indicateur), "Choisissez l'indicateur.")
        for nombre in (self.t0_valeur, self.t0_bas, self.t0_haut, self.cible):
            exige(nombre == "" or _est_nombre(nombre), f"« {nombre} » n'est pas un nombre : écrivez par exemple 12,5.")
        exige(not self.cible or self.cible_annee > self.t0_annee, "L'année de la cible suit celle du point de départ.")
        exige(
            not (self.cible and self.t0_valeur) or self._vers_la_cible(),
            "La cible va dans l'autre sens que celui voulu.",
        )

    def _vers_la_cible(self) -> bool:
        ecart = float(self.cible) - float(self.t0_valeur)
        return ecart >= 0 if self.sens == Sens.HAUSSE else ecart <= 0


@dataclass(frozen=True)
class Evaluation(DuDossier):
    """A note, 0 to 4, on one criterion of one grid.  ``redige_par``: a function, not a person."""

    grille: Grille = Grille.CAF
    critere: Critere = Critere.EFFECTIVITE
    objet: Objet = Objet.CTG
    cible: str = ""
    note: int = 0
    niveau_preuve: int = 0
    texte: str = paragraphe()
    redige_par: str = ligne()

    def verifie(self) -> None:
        exige(0 <= self.note <= 4, "Un critère se note de 0 à 4.")
        exige(0 <= self.niveau_preuve <= 5, "Le niveau de preuve va de 0 à 5.")
        exige_texte(self.texte, "Une note s'explique : écrivez ce qui la fonde.")


@dataclass(frozen=True)
class Comptage(DuDossier):
    """An item counted before and after the CTG (diagnostics, meetings, conventions): -1 while unknown."""

    item: str = ""
    avant: int = -1
    apres: int = -1
    note: str = paragraphe()

    def verifie(self) -> None:
        exige(bool(self.item), "Choisissez ce qui est compté.")
        exige(self.avant >= -1 and self.apres >= -1, "Un nombre compté n'est pas négatif.")


def _est_nombre(texte: str) -> bool:
    try:
        return abs(float(texte)) < 1e12
    except ValueError:
        return False
