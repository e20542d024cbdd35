"""The dossier of a followed CTG, without a database: one change, its path, and what a test adds to them."""

from dataclasses import replace
from datetime import date

from ctg_data.parcours.chemin import Bout, Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.convention import Action, Ctg
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatAction, EtatChangement, EtatChemin, EtatCtg, EtatHypothese
from ctg_data.parcours.suivi import EtatMarqueur, Marqueur, Objet, Preuve, Rang, Releve, TypePreuve

JOUR = date(2027, 3, 10)
LIBELLE = "Les parents seuls ne restent pas isolés"
ACTION, ETAPE, BUT, HYPOTHESE = "action", "etape", "but", "hypothese"


def dossier(**ctg: object) -> Dossier:
    """An action, a step, the change; one hypothesis on the last arrow, to be looked at on 1 January 2028."""
    d = Dossier("c", Ctg("CTG", "epci", "200066512", EtatCtg.SUIVI, debut=date(2025, 1, 1), fin=date(2029, 12, 31)))
    d = Dossier("c", replace(d.ctg, **ctg), d.objets)
    objets = {
        BUT: Changement("c", LIBELLE, "parents seuls", date(2029, 6, 30), etat=EtatChangement.SUIVI),
        "chemin": Chemin("c", BUT, etat=EtatChemin.ACTIF, pilote="Coordinatrice"),
        ACTION: Action("c", "Ouvrir un lieu d’accueil", etat=EtatAction.ENGAGEE, avancement=20),
        ETAPE: Etape("c", "chemin", "Les parents se rencontrent"),
        "l1": Lien("c", "chemin", Bout.ACTION, ACTION, Bout.ETAPE, ETAPE),
        "l2": Lien("c", "chemin", Bout.ETAPE, ETAPE, Bout.CHANGEMENT, BUT),
        HYPOTHESE: Hypothese("c", "l2", "Qui se rencontre s’entraide", prevue_le=date(2028, 1, 1)),
    }
    for identifiant, objet in objets.items():
        d = d.avec(identifiant, objet)
    return d


def change(d: Dossier, identifiant: str, **champs: object) -> Dossier:
    return d.avec(identifiant, replace(d.cherche(identifiant), **champs))


def preuve(d: Dossier, niveau: int, type_: TypePreuve = TypePreuve.FROIDE, source: str = "Enquête", **plus: object) -> Dossier:
    nom = f"p{len(d.de(Preuve))}"
    texte = plus.pop("texte", f"Constat {nom}")
    return d.avec(nom, Preuve("c", Objet.CHANGEMENT, plus.pop("cible", BUT), type_, source, JOUR, niveau, texte=texte, **plus))


def marqueur(d: Dossier, rang: Rang, etat: EtatMarqueur | None = None, cible: str = BUT) -> Dossier:
    nom = f"m{len(d.de(Marqueur))}"
    d = d.avec(nom, Marqueur("c", Objet.CHANGEMENT, cible, rang, libelle=f"Signe {nom}"))
    return d.avec(f"r-{nom}", Releve("c", nom, JOUR, etat)) if etat else d


def refute(d: Dossier) -> Dossier:
    return change(d, HYPOTHESE, etat=EtatHypothese.REFUTEE)
