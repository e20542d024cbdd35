"""Decide by consent: put a text to the table, change it to lift an objection, adopt it."""

import re

from ctg_data.conventions.gestes import Etabli
from ctg_data.parcours.chemin import Changement
from ctg_data.parcours.concertation import FuturIdeal, Objection, ObjetPropose, Proposition
from ctg_data.parcours.etats import EtatChangement, EtatObjection, EtatProposition, PassageRefuse, suites
from ctg_data.storage.depot import Fiche


def leve(
    etabli: Etabli, objection: Fiche[Objection], *, texte: str = "", reponse: str = "", proposition: Fiche[Proposition] | None = None
) -> Fiche[Objection]:
    """Lift an admissible objection, by an answer or by changing the words of the proposition (``texte``: the whole new text).

    The objection keeps the text before and after: what it changed stays readable.  ``proposition``: as it was read by whoever wrote
    ``texte``, so that words changed meanwhile by another hand are not overwritten.
    """
    proposition = proposition or etabli.fiches[objection.objet.proposition]
    avant = proposition.objet.texte
    if proposition.objet.etat not in (EtatProposition.OBJECTIONS, EtatProposition.A_RETRAVAILLER):
        raise PassageRefuse("Les objections se lèvent pendant leur tour : la proposition n'y est pas.")
    if texte.strip() and texte != avant:
        etabli.ecrit(proposition, texte=texte)
        objection = etabli.ecrit(objection, avant=avant, apres=texte, reponse=reponse)
    else:
        objection = etabli.modifie(objection, reponse=reponse)
    return etabli.passe(objection, EtatObjection.LEVEE)


def adopte(etabli: Etabli, proposition: Fiche[Proposition]) -> Fiche[Proposition]:
    """Adopt a text, and give it to what it is about: a change proposed becomes consented, in the words adopted."""
    adoptee = etabli.passe(proposition, EtatProposition.ADOPTEE)
    cible = etabli.fiches.get(adoptee.objet.cible)
    match cible.objet if cible else None:
        case FuturIdeal():
            etabli.ecrit(cible, texte=adoptee.objet.texte)
        case Changement() as changement:
            cible = etabli.ecrit(cible, libelle=_une_ligne(adoptee.objet.texte))
            if changement.etat == EtatChangement.PROPOSE:
                etabli.passe(cible, EtatChangement.CONSENTI)
    return adoptee


def propose(etabli: Etabli, cible: Fiche, reunion: str = "") -> Fiche[Proposition]:
    """A proposition that starts from the words of what it is about (futur idéal, change or path)."""
    match cible.objet:
        case FuturIdeal():
            objet, texte = ObjetPropose.FUTUR_IDEAL, cible.objet.texte
        case Changement():
            objet, texte = ObjetPropose.CHANGEMENT, cible.objet.libelle
        case _:
            objet, texte = ObjetPropose.CHEMIN, etabli.dossier.de(Changement)[cible.objet.changement].libelle
    return etabli.cree(Proposition(etabli.dossier.id, objet, cible.id, texte, reunion=reunion))


def aux_objections(etabli: Etabli, proposition: Fiche[Proposition]) -> Fiche[Proposition]:
    """Tell at once what a table did one after the other: the text presented, cleared up, answered, then open to objections."""
    tours = (EtatProposition.PRESENTEE, EtatProposition.CLARIFICATION, EtatProposition.REACTIONS, EtatProposition.OBJECTIONS)
    while proposition.objet.etat != EtatProposition.OBJECTIONS:
        suite = [e for e in tours if e in suites(proposition.objet.etat)]
        if not suite:
            raise PassageRefuse("Cette proposition n'attend plus d'objections : son sort est dit.")
        proposition = etabli.passe(proposition, suite[-1])
    return proposition


def amende(etabli: Etabli, proposition: Fiche[Proposition], texte: str) -> Fiche[Proposition]:
    """Change the words before the round of objections; after reactions, the proposition is told « amendée »."""
    changee = etabli.modifie(proposition, texte=texte)
    return etabli.passe(changee, EtatProposition.AMENDEE) if changee.objet.etat == EtatProposition.REACTIONS else changee


def _une_ligne(texte: str) -> str:
    """A change is one sentence, whatever the lines of the proposition; its no-break spaces stay."""
    return " ".join(re.split(r"[ \t\n\r\u2028\u2029]+", texte.strip()))
