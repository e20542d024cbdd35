"""What is to be done on a CTG, by whom and before when: one dated list drawn from its whole dossier."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from ctg_data.parcours import cycle, progres
from ctg_data.parcours.chemin import Changement
from ctg_data.parcours.concertation import Objection, Proposition
from ctg_data.parcours.convention import Action, Cote, Engagement, Instance, Organisation, Reunion, Role, TypeOrganisation, Validation
from ctg_data.parcours.cycle import GUIDE, Reglages, Situation
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import (
    ARCHIVES,
    TERMINES,
    VALIDES,
    EtatAction,
    EtatChangement,
    EtatCtg,
    EtatEngagement,
    EtatHypothese,
    EtatObjection,
    EtatReunion,
)
from ctg_data.parcours.invariants import terme_t0
from ctg_data.parcours.suivi import Evaluation, IndicateurLie, Marqueur
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots

CHEMINS, SUIVI, GOUVERNANCE = "chemins", "suivi", "gouvernance"
_ROLES: Mapping[Cote, Role] = {Cote.CAF: Role.CONSEILLER, Cote.COLLECTIVITE: Role.COLLECTIVITE}
PORTEES = frozenset({EtatAction.RETENUE, EtatAction.PLANIFIEE, EtatAction.ENGAGEE})
"""Actions that someone must own."""
_OUVERTS = frozenset({EtatEngagement.A_TENIR, EtatEngagement.EN_COURS})
_A_EXAMINER = frozenset({EtatHypothese.A_TESTER, EtatHypothese.EN_TEST})


@dataclass(frozen=True)
class Tache:
    """One thing to do.  ``jour``: before when, None for as soon as possible.

    ``page``, ``volet``, ``fiche``, ``changement``: where it is done, "" where there is nothing to choose.
    """

    regle: str
    jour: date | None
    role: Role
    phrase: str
    page: str = GOUVERNANCE
    volet: str = ""
    fiche: str = ""
    changement: str = ""
    retard: bool = False


def taches(dossier: Dossier, jour: date, reglages: Reglages = GUIDE) -> list[Tache]:
    """Everything due, what is late first, then what has no date, then by date.  Nothing for a CTG that is over."""
    if dossier.ctg.etat in TERMINES:
        return []
    trouvees = [t for regle in REGLES for t in regle(dossier, jour, reglages)]
    return sorted((_datee(t, jour) for t in trouvees), key=_urgence)


def _datee(tache: Tache, jour: date) -> Tache:
    return tache if tache.jour is None or tache.jour >= jour else Tache(**{**vars(tache), "retard": True})


def _urgence(tache: Tache) -> tuple[int, date]:
    return (0 if tache.retard else 1 if tache.jour is None else 2), tache.jour or date.min


def _bientot(quand: date | None, jour: date, reglages: Reglages) -> bool:
    return quand is not None and quand <= jour + timedelta(days=reglages.horizon)


def _etapes(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    """Steps late, under way and next; those that the CTG went past without a word are asked about together."""
    lues = cycle.avancement(dossier, jour, reglages)
    for s in lues:
        debut = {Situation.EN_RETARD: "En retard", Situation.EN_COURS: "En cours", Situation.PROCHAINE: "À venir"}.get(s.situation)
        proche = s.situation != Situation.PROCHAINE or _bientot(s.echeance, jour, reglages)
        if debut and proche:
            phrase = f"{debut} : étape {s.etape.code}, {nombres.minuscule(s.etape.textes.nom)}."
            yield Tache("etape", s.echeance, s.role, phrase, volet="cycle", fiche=s.etape.code)
    passees = [s.etape.code for s in lues if s.situation == Situation.A_CONFIRMER]
    if passees:
        phrase = f"Dites ce qui a été fait : {_accord(len(passees), 'étape passée n’est pas notée', 'étapes passées ne sont pas notées')}."
        yield Tache("etapes_passees", None, Role.CONSEILLER, phrase, volet="cycle", fiche=passees[0])


def _reunions(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    """Meetings to hold, to note, to write up."""
    for identifiant, instance in dossier.de(Instance).items():
        rdv = cycle.rendez_vous(dossier, identifiant, jour, reglages)
        for passee in rdv.passees:
            reunion = dossier.de(Reunion)[passee]
            phrase = f"{instance.nom} du {mots.jour(reunion.jour)} : dites si la réunion s’est tenue."
            yield Tache("reunion_passee", reunion.jour, Role.CCT, phrase, volet="partenaires", fiche=passee)
        if rdv.prevue and _bientot(rdv.prevue, jour, reglages):
            yield Tache("reunion", rdv.prevue, Role.CCT, f"{instance.nom} : réunion prévue.", volet="partenaires", fiche=identifiant)
        elif rdv.alerte and rdv.prevue is None and _bientot(rdv.due, jour, reglages):
            tous = "tous les mois" if rdv.mois == 1 else f"tous les {rdv.mois} mois"
            phrase = f"{instance.nom} : fixez une réunion, le rythme est d’une réunion {tous}."
            yield Tache("rythme", rdv.due, Role.CCT, phrase, volet="partenaires", fiche=identifiant)


def _comptes_rendus(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    for identifiant, reunion in dossier.ou(Reunion, etat=EtatReunion.TENUE).items():
        if not reunion.compte_rendu.strip():
            nom = dossier.de(Instance)[reunion.instance].nom
            phrase = f"{nom} du {mots.jour(reunion.jour)} : écrivez le compte rendu."
            yield Tache("compte_rendu", None, Role.CCT, phrase, volet="partenaires", fiche=identifiant)


def _engagements(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    """Promises that fall due; those without a date; those kept that nothing proves."""
    for identifiant, e in dossier.de(Engagement).items():
        dit = f"Engagement de la {mots.choix(e.cote) if e.cote == Cote.CAF else 'collectivité'} (« {mots.extrait(e)} »)"
        suite = {"role": _ROLES[e.cote], "volet": "engagements", "fiche": identifiant}
        if e.etat in _OUVERTS and e.echeance is None:
            yield Tache("engagement_sans_date", None, phrase=f"{dit} : donnez-lui une échéance.", **suite)
        elif e.etat in _OUVERTS and _bientot(e.echeance, jour, reglages):
            yield Tache("engagement", e.echeance, phrase=f"{dit} : tenez-le, ou dites où il en est.", **suite)
        elif e.etat == EtatEngagement.TENU and not e.justification.strip():
            yield Tache("engagement_sans_preuve", None, phrase=f"{dit} : dites ce qui montre qu’il est tenu.", **suite)


def _actions(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    """Actions late to start or to end, about to end, or that nobody owns."""
    for identifiant, a in dossier.de(Action).items():
        dit, suite = f"Action « {mots.extrait(a)} »", {"volet": "actions", "fiche": identifiant}
        if a.etat in PORTEES and not a.pilote.strip():
            yield Tache("action_sans_pilote", None, Role.CCT, f"{dit} : désignez qui la porte.", **suite)
        if a.etat in PORTEES and _bientot(a.fin, jour, reglages):
            yield Tache("action", a.fin, Role.CCT, f"{dit} : fin prévue. Notez-la réalisée, ou reportez-la.", **suite)
        elif a.etat == EtatAction.PLANIFIEE and a.debut is not None and a.debut <= jour:
            yield Tache("action_a_engager", a.debut, Role.CCT, f"{dit} : elle devait commencer. Est-elle engagée ?", **suite)


def _hypotheses(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    """Hypotheses of open paths whose planned day comes."""
    for changement in dossier.actifs():
        chemin = dossier.courant(changement)
        if not chemin or dossier.cherche(chemin).etat in ARCHIVES:
            continue
        for identifiant, h in dossier.hypotheses(chemin).items():
            if h.etat in _A_EXAMINER and _bientot(h.prevue_le, jour, reglages):
                phrase = f"Hypothèse « {mots.extrait(h)} » : regardez si elle tient."
                yield Tache("hypothese", h.prevue_le, Role.CONSEILLER, phrase, SUIVI, fiche=identifiant, changement=changement)


def _departs(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    """Starting points to read within twelve months; afterwards, only what can still be done is asked."""
    terme = terme_t0(dossier.ctg.signe_le) if dossier.ctg.signe_le else None
    for identifiant in dossier.actifs():
        changement = dossier.de(Changement)[identifiant]
        siens = dossier.ou(IndicateurLie, porteur=identifiant).values()
        if changement.etat not in VALIDES or any(i.t0_valeur for i in siens):
            continue
        dit = f"« {mots.extrait(changement)} »"
        if terme is None or terme >= jour:
            phrase = f"{dit} : lisez le point de départ d’un indicateur, au plus tard douze mois après la signature."
            yield Tache("depart", terme, Role.ETUDES, phrase, SUIVI, changement=identifiant)
        elif not dossier.ou(Marqueur, cible=identifiant):
            phrase = f"{dit} : le point de départ n’a pas été lu dans les douze mois. Posez un marqueur, qui se suit sans lui."
            yield Tache("depart_manque", terme, Role.ETUDES, phrase, SUIVI, changement=identifiant)


def _marqueurs(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    """Markers of followed changes that nobody looked at for months: one line a change, dated by the one that waits most."""
    for identifiant, changement in dossier.ou(Changement, etat=EtatChangement.SUIVI).items():
        etapes = [i for i, _ in dossier.etapes(dossier.courant(identifiant))]
        vus = {m: progres.dernier(dossier, m, jour)[1] for m in progres.marqueurs(dossier, identifiant, *etapes)}
        dus = {m: v and v + relativedelta(months=reglages.mois_marqueurs) for m, v in vus.items()}
        anciens = sorted((d or date.min, m) for m, d in dus.items() if d is None or d <= jour)
        if anciens:
            combien, (quand, premier) = _accord(len(anciens), "marqueur à regarder", "marqueurs à regarder"), anciens[0]
            phrase = f"« {mots.extrait(changement)} » : {combien}."
            jour_dit = None if quand == date.min else quand
            yield Tache("marqueurs", jour_dit, Role.CCT, phrase, SUIVI, fiche=premier, changement=identifiant)


def _objections(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    faire = {EtatObjection.EMISE: "examinez-la", EtatObjection.RECEVABLE: "levez-la, ou dites qu’elle est maintenue"}
    for o in dossier.de(Objection).values():
        if o.etat in faire:
            proposition = dossier.de(Proposition)[o.proposition]
            reunion = dossier.de(Reunion).get(proposition.reunion)
            phrase = f"Objection (« {mots.extrait(o)} ») : {faire[o.etat]}."
            ou = dossier.changement_de(proposition.cible)
            jour_dit = reunion.jour if reunion else None
            yield Tache("objection", jour_dit, Role.CCT, phrase, CHEMINS, "consentement", o.proposition, ou)


def _avis(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    """Opinions awaited, one line a collectivité."""
    consentis = list(dossier.ou(Changement, etat=EtatChangement.CONSENTI))
    for identifiant, o in dossier.ou(Organisation, type=TypeOrganisation.COLLECTIVITE, signataire=True).items():
        attendus = [c for c in consentis if not dossier.ou(Validation, changement=c, organisation=identifiant)]
        if attendus:
            sur = _accord(len(attendus), "changement consenti", "changements consentis")
            phrase = f"{o.nom} : avis attendu sur {sur}."
            yield Tache("avis", None, Role.COLLECTIVITE, phrase, CHEMINS, "changements", changement=attendus[0])


def _fin(dossier: Dossier, jour: date, reglages: Reglages) -> Iterator[Tache]:
    """The end comes: evaluate, then renew or close."""
    ctg = dossier.ctg
    if ctg.fin is None or jour < ctg.fin - relativedelta(months=reglages.mois_alerte):
        return
    fin = mots.jour(ctg.fin)
    if ctg.etat in (EtatCtg.SIGNEE, EtatCtg.SUIVI):
        quand = ctg.fin - relativedelta(months=reglages.mois_evaluation)
        phrase = f"La CTG finit le {fin} : évaluez-la, l’évaluation précède tout renouvellement."
        yield Tache("evaluer", quand, Role.DIRECTION, phrase, volet="cycle")
    elif ctg.etat == EtatCtg.EVALUATION and not dossier.de(Evaluation):
        yield Tache("noter", ctg.fin, Role.CONSEILLER, f"La CTG finit le {fin} : remplissez les grilles d’évaluation.", SUIVI, "evaluation")
    elif ctg.etat == EtatCtg.EVALUATION:
        yield Tache("renouveler", ctg.fin, Role.DIRECTION, f"La CTG finit le {fin} : renouvelez-la ou clôturez-la.", volet="cycle")


def _accord(nombre: int, singulier: str, pluriel: str) -> str:
    return nombres.pluriel(nombre, singulier, pluriel)


Regle = Callable[[Dossier, date, Reglages], Iterator[Tache]]
REGLES: tuple[Regle, ...] = (
    _etapes,
    _reunions,
    _comptes_rendus,
    _engagements,
    _actions,
    _hypotheses,
    _departs,
    _marqueurs,
    _objections,
    _avis,
    _fin,
)
