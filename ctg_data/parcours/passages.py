"""Which state may follow which, and what must hold when a state is entered (domain.md §7.4).  Each obstacle says what to do first."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ctg_data.parcours import etats, graphe
from ctg_data.parcours.base import dit
from ctg_data.parcours.chemin import Changement, Chemin, Hypothese
from ctg_data.parcours.concertation import Objection, Proposition
from ctg_data.parcours.convention import (
    Action,
    AvisCollectivite,
    Ctg,
    Organisation,
    Reunion,
    TypeOrganisation,
    Validation,
    themes_manquants,
)
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import (
    EtatAction,
    EtatChangement,
    EtatChemin,
    EtatCtg,
    EtatHypothese,
    EtatObjection,
    EtatProposition,
    EtatReunion,
    PassageRefuse,
)
from ctg_data.parcours.suivi import Evaluation, IndicateurLie, Marqueur, Preuve, TypePreuve
from ctg_data.wording import parcours as mots

CHANGEMENTS_MIN, CHANGEMENTS_MAX = 4, 6
EN_COURS = frozenset({EtatObjection.EMISE, EtatObjection.RECEVABLE, EtatObjection.MAINTENUE})
"""Objections that stand: one that nobody examined yet is presumed admissible."""
Raisons = Iterator[str]


def passage(dossier: Dossier, identifiant: str, vers: etats.Etat, motif: str = "") -> None:
    """Whether the record ``identifiant`` may pass to ``vers``.  Raises PassageRefuse with every reason."""
    objet = dossier.ctg if identifiant == dossier.id else dossier.cherche(identifiant)
    if objet is None:
        raise PassageRefuse("Cette fiche a été retirée entre-temps : rouvrez la page.")
    raisons = list(obstacles(dossier, identifiant, objet, vers, motif))
    if raisons:
        raise PassageRefuse(" ".join(raisons))


def obstacles(dossier: Dossier, identifiant: str, objet: Any, vers: etats.Etat, motif: str = "") -> Raisons:
    """Why a record may not pass to a state; nothing when it may."""
    if vers not in etats.suites(objet.etat):
        yield _pas_la_suite(objet.etat)
        return
    if not isinstance(objet, Ctg) and dossier.ctg.etat in etats.TERMINES:
        yield "Cette CTG est terminée : elle se lit, elle ne s'écrit plus."
    yield from sans_raison(vers, motif)
    yield from CONDITIONS.get(vers, _rien)(dossier, identifiant, objet)


def sans_raison(etat: etats.Etat, motif: str) -> Raisons:
    """A state that is entered with a reason, without one."""
    if etat in etats.MOTIVES and not dit(motif):
        yield f"Dites pourquoi : l'état « {mots.etat(etat)} » garde sa raison."


def _pas_la_suite(etat: etats.Etat) -> str:
    permis = [f"« {mots.etat(e)} »" for e in etats.suites(etat)]
    if not permis:
        return f"L'état « {mots.etat(etat)} » est le dernier : rien ne le suit."
    return f"Après « {mots.etat(etat)} » peut venir {' ou '.join(permis)} : passez d'abord par là."


def _rien(dossier: Dossier, identifiant: str, objet: Any) -> Raisons:
    yield from ()


def signature(dossier: Dossier, _: str, ctg: Ctg) -> Raisons:
    manquants = themes_manquants(ctg.themes)
    if manquants == ("+1",):
        yield "Ajoutez un quatrième thème au moins : petite enfance, jeunesse et parentalité ne suffisent pas."
    elif manquants:
        yield f"Il manque à la convention : {', '.join(mots.theme(t).lower() for t in manquants)}. Ajoutez ces thèmes avant de signer."
    if ctg.signe_le is None:
        yield "Indiquez la date de signature."
    if ctg.debut is None or ctg.fin is None:
        yield "Indiquez le début et la fin de la convention."


def renouvellement(dossier: Dossier, _: str, ctg: Ctg) -> Raisons:
    if not dossier.de(Evaluation):
        yield "L'évaluation précède tout renouvellement : notez au moins un critère dans une des trois grilles."


def _adoption(dossier: Dossier, identifiant: str, proposition: Proposition) -> Raisons:
    reunion = dossier.de(Reunion).get(proposition.reunion)
    if reunion is None:
        yield "Choisissez la réunion qui décide."
    elif reunion.etat != EtatReunion.TENUE:
        yield "La réunion qui décide n'est pas encore notée comme tenue."
    elif not reunion.quorum_atteint:
        yield f"Le quorum n'est pas atteint : {reunion.presents} présents pour {max(reunion.quorum, 1)} attendus."
    if levees := en_cours(dossier, identifiant):
        yield _objections_en_cours(len(levees))


def _objections_en_cours(nombre: int) -> str:
    if nombre == 1:
        return "Une objection reste à examiner ou à lever : le consentement suppose qu'aucune ne demeure."
    return f"{nombre} objections restent à examiner ou à lever : le consentement suppose qu'aucune ne demeure."


def en_cours(dossier: Dossier, proposition: str) -> dict[str, Objection]:
    """The objections that stand against a proposition."""
    return {i: o for i, o in dossier.ou(Objection, proposition=proposition).items() if o.etat in EN_COURS}


def _levee(dossier: Dossier, _: str, objection: Objection) -> Raisons:
    if not dit(objection.reponse) and not dit(objection.apres):
        yield "Dites ce qui lève l'objection : une réponse, ou les mots changés dans la proposition."


def _non_recevable(dossier: Dossier, _: str, objection: Objection) -> Raisons:
    if not dit(objection.reponse):
        yield "Dites pourquoi l'objection n'est pas recevable."


def _objections_possibles(dossier: Dossier, _: str, proposition: Proposition) -> Raisons:
    if not proposition.reunion:
        yield "Choisissez la réunion qui examine cette proposition."


def _consentement(dossier: Dossier, identifiant: str, changement: Changement) -> Raisons:
    if not adoptees(dossier, identifiant):
        yield "Ce changement n'a pas été adopté par consentement : mettez-le en proposition."


def adoptees(dossier: Dossier, cible: str) -> dict[str, Proposition]:
    return dossier.ou(Proposition, cible=cible, etat=EtatProposition.ADOPTEE)


def _validation(dossier: Dossier, identifiant: str, changement: Changement) -> Raisons:
    """The gate: every signatory collectivité agrees, and the CTG holds 4 to 6 changes, or says why not."""
    signataires = dossier.ou(Organisation, type=TypeOrganisation.COLLECTIVITE, signataire=True)
    avis = {v.organisation: v.avis for v in dossier.ou(Validation, changement=identifiant).values()}
    attendues = [o.nom for i, o in signataires.items() if avis.get(i) != AvisCollectivite.VALIDE]
    if not signataires:
        yield "Déclarez d'abord les collectivités signataires."
    if attendues:
        yield f"Avis favorable attendu de : {', '.join(attendues)}."
    nombre = len(dossier.actifs())
    if not CHANGEMENTS_MIN <= nombre <= CHANGEMENTS_MAX and not dit(dossier.ctg.derogation):
        yield (
            f"La CTG compte {nombre} changement{'s' if nombre > 1 else ''} consenti{'s' if nombre > 1 else ''} : de 4 à 6 sont attendus. "
            "Revoyez-en le nombre, ou dites pourquoi la CTG s'en écarte."
        )


def _mise_en_suivi(dossier: Dossier, identifiant: str, changement: Changement) -> Raisons:
    if not dossier.ou(Marqueur, cible=identifiant) and not dossier.ou(IndicateurLie, porteur=identifiant):
        yield "Posez au moins un marqueur ou un indicateur sur ce changement : sans lui, rien ne se suit."


def _atteint(dossier: Dossier, identifiant: str, changement: Changement) -> Raisons:
    types = {p.type for p in dossier.ou(Preuve, cible=identifiant).values() if p.conforte}
    if TypePreuve.FROIDE not in types:
        yield "Il manque une preuve froide (un chiffre, un document) pour dire ce changement atteint."
    if TypePreuve.CHAUDE not in types:
        yield "Il manque une preuve chaude (ce que disent les personnes) pour dire ce changement atteint."


def _chemin_valide(dossier: Dossier, identifiant: str, chemin: Chemin) -> Raisons:
    changement = dossier.de(Changement)[chemin.changement]
    if changement.etat not in etats.VALIDES:
        yield "Le changement doit d'abord être validé par les collectivités signataires."
    yield from (m.texte for m in graphe.manques(dossier, identifiant))


def _chemin_actif(dossier: Dossier, _: str, chemin: Chemin) -> Raisons:
    if not dit(chemin.pilote):
        yield "Désignez un pilote : un chemin actif a quelqu'un qui le porte."


def _verdict(dossier: Dossier, identifiant: str, hypothese: Hypothese) -> Raisons:
    if not dossier.ou(Preuve, cible=identifiant):
        yield "Ajoutez au moins une preuve : une hypothèse ne se juge pas sans elle."


def _refutation(dossier: Dossier, identifiant: str, hypothese: Hypothese) -> Raisons:
    if all(p.conforte for p in dossier.ou(Preuve, cible=identifiant).values()):
        yield "Ajoutez au moins une preuve contraire : c'est elle qui affaiblit ou réfute l'hypothèse."


def _confortee(dossier: Dossier, identifiant: str, hypothese: Hypothese) -> Raisons:
    if not any(p.conforte for p in dossier.ou(Preuve, cible=identifiant).values()):
        yield "Ajoutez au moins une preuve qui conforte l'hypothèse."


def _planifiee(dossier: Dossier, _: str, action: Action) -> Raisons:
    if not dit(action.pilote):
        yield "Désignez qui porte l'action."
    if action.debut is None or action.fin is None:
        yield "Indiquez le début et la fin de l'action."


CONDITIONS: Mapping[etats.Etat, Callable[[Dossier, str, Any], Raisons]] = {
    EtatCtg.SIGNEE: signature,
    EtatCtg.RENOUVELEE: renouvellement,
    EtatProposition.OBJECTIONS: _objections_possibles,
    EtatProposition.ADOPTEE: _adoption,
    EtatObjection.LEVEE: _levee,
    EtatObjection.NON_RECEVABLE: _non_recevable,
    EtatChangement.CONSENTI: _consentement,
    EtatChangement.VALIDE: _validation,
    EtatChangement.SUIVI: _mise_en_suivi,
    EtatChangement.ATTEINT: _atteint,
    EtatChemin.VALIDE: _chemin_valide,
    EtatChemin.ACTIF: _chemin_actif,
    EtatHypothese.CONFORTEE: _confortee,
    EtatHypothese.AFFAIBLIE: _refutation,
    EtatHypothese.REFUTEE: _refutation,
    EtatAction.PLANIFIEE: _planifiee,
}
"""What must hold when a state is entered."""
