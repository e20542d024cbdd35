"""A CTG built gesture by gesture, up to the moment that a test is about."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ctg_data.conventions import chemins, consentement, gestes, lecture
from ctg_data.conventions.gestes import Etabli
from ctg_data.parcours import etats
from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese
from ctg_data.parcours.concertation import Proposition
from ctg_data.parcours.convention import Action, Ctg, Instance, Organisation, Reunion, TypeInstance, TypeOrganisation, Validation
from ctg_data.parcours.etats import EtatChangement, EtatChemin, EtatCtg, EtatProposition
from ctg_data.parcours.suivi import Marqueur, Objet
from ctg_data.settings import Settings
from ctg_data.storage.depot import Fiche

JOUR = date(2025, 3, 10)
SIGNATURE = date(2025, 1, 15)
FIN = date(2029, 12, 31)
CHANGEMENTS = (
    "Chaque famille trouve un mode d'accueil à moins de vingt minutes",
    "Les jeunes se disent écoutés par les élus",
    "Les parents seuls ne restent pas isolés",
    "Chacun obtient ses droits sans renoncer",
)


@dataclass
class Carnet:
    """The CTG of a test, and its last records by name."""

    settings: Settings
    ctg: str = ""

    @property
    def livre(self) -> lecture.Livre:
        return lecture.lit(self.settings, self.ctg)

    def fait(self, geste) -> object:
        """One gesture: ``geste(etabli)``."""
        with gestes.atelier(self.settings, self.ctg) as etabli:
            return geste(etabli)

    def un(self, genre: type, **choix: object) -> Fiche:
        """The first record of a kind whose fields equal ``choix``."""
        lu = self.livre
        return lu.fiches[next(iter(lu.dossier.ou(genre, **choix) if choix else lu.dossier.de(genre)))]

    def passe(self, fiche: Fiche, *suite: etats.Etat, motif: str = "") -> Fiche:
        for etat in suite:
            fiche = self.fait(lambda e, f=fiche, v=etat: e.passe(f, v, motif))
        return fiche


def carnet(dossier: Path, base: str = "") -> Carnet:
    """A CTG in preparation, in a store of its own."""
    settings = Settings(dossier / "magasin", demo=None, acteur="une", base=base)
    ctg = gestes.cree(settings, Ctg("CTG d'essai", "epci", "200066512", themes=("PE", "JE", "PA", "AV"), debut=SIGNATURE, fin=FIN))
    return Carnet(settings, ctg.id)


def signe(c: Carnet) -> Carnet:
    """Signed, and followed."""
    ctg = c.passe(c.livre.ctg, EtatCtg.DIAGNOSTIC, EtatCtg.NEGOCIATION)
    ctg = c.fait(lambda e: e.modifie(ctg, signe_le=SIGNATURE))
    c.passe(ctg, EtatCtg.SIGNEE, EtatCtg.SUIVI)
    return c


def table(e: Etabli, quorum: int = 3, presents: int = 5) -> Fiche[Reunion]:
    """A table de concertation that was held."""
    instance = e.cree(Instance(e.dossier.id, "Table de concertation", TypeInstance.TABLE))
    reunion = e.cree(Reunion(e.dossier.id, instance.id, JOUR, "Table 2", quorum=quorum, presents=presents, numero_table=2))
    return e.passe(reunion, etats.EtatReunion.TENUE)


def au_vote(e: Etabli, proposition: Fiche[Proposition]) -> Fiche[Proposition]:
    """A proposition brought to the round of objections."""
    for etat in (EtatProposition.PRESENTEE, EtatProposition.CLARIFICATION, EtatProposition.REACTIONS, EtatProposition.OBJECTIONS):
        proposition = e.passe(proposition, etat)
    return proposition


def consent(c: Carnet, libelles=CHANGEMENTS) -> Carnet:
    """Changes adopted by consent in one table."""

    def geste(e: Etabli) -> None:
        reunion = table(e)
        for ordre, libelle in enumerate(libelles):
            changement = e.cree(Changement(e.dossier.id, libelle, "familles", FIN, ("PE",), ordre=ordre))
            consentement.adopte(e, au_vote(e, consentement.propose(e, changement, reunion.id)))

    c.fait(geste)
    return c


def valide(c: Carnet) -> Carnet:
    """The same, validated by the one signatory collectivité."""

    def geste(e: Etabli) -> None:
        cc = e.cree(Organisation(e.dossier.id, "Communauté de communes", TypeOrganisation.COLLECTIVITE, signataire=True))
        for identifiant in e.dossier.actifs():
            e.cree(Validation(e.dossier.id, identifiant, cc.id, jour=JOUR))
        for identifiant in e.dossier.actifs():
            e.passe(e.fiches[identifiant], EtatChangement.VALIDE)

    c.fait(geste)
    return c


def trace(c: Carnet) -> Carnet:
    """A path that can be validated towards the first change: an action, a step, the change, a hypothesis with its marker."""

    def geste(e: Etabli) -> None:
        changement = e.dossier.changements()[0][0]
        chemin = chemins.ouvre(e, changement, "Coordinatrice petite enfance")
        action = e.cree(Action(e.dossier.id, "Ouvrir un relais petite enfance", "PE"))
        etape = e.cree(Etape(e.dossier.id, chemin.id, "Les assistantes maternelles se rencontrent", "assistantes maternelles"))
        chemins.relie(e, chemin.id, action.id, etape.id)
        lien = chemins.relie(e, chemin.id, etape.id, changement)
        texte = "Des professionnelles qui se rencontrent accueillent plus volontiers en horaires décalés"
        hypothese = e.cree(Hypothese(e.dossier.id, lien.id, texte, prevue_le=date(2027, 1, 1)))
        e.cree(Marqueur(e.dossier.id, Objet.HYPOTHESE, hypothese.id, libelle="Trois accueils en horaires décalés"))

    c.fait(geste)
    return c


def actif(c: Carnet) -> Carnet:
    """From nothing to a followed change on an active path."""
    signe(c)
    trace(valide(consent(c)))
    c.passe(c.un(Chemin), EtatChemin.SIMPLIFIE, EtatChemin.VALIDE, EtatChemin.ACTIF)
    changement = c.livre.dossier.changements()[0][0]
    c.fait(lambda e: e.cree(Marqueur(c.ctg, Objet.CHANGEMENT, changement, libelle="Les familles disent avoir le choix")))
    c.passe(c.livre.fiches[changement], EtatChangement.SUIVI)
    return c
