"""Life cycle of a CTG (domain.md §7.1): its eleven steps, when each is due, and how often its bodies meet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from ctg_data.parcours.convention import Ctg, Instance, Pas, Reunion, Role, TypeInstance
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import SIGNES, TERMINES, EtatCtg, EtatPas, EtatReunion
from ctg_data.wording.cycle import ETAPES as TEXTES
from ctg_data.wording.cycle import TextesEtape


class Situation(StrEnum):
    """Where one step stands on one day.  ``A_CONFIRMER``: the CTG went further, and nobody noted whether it was done."""

    FAITE = "faite"
    SANS_OBJET = "sans_objet"
    EN_RETARD = "en_retard"
    EN_COURS = "en_cours"
    PROCHAINE = "prochaine"
    A_VENIR = "a_venir"
    A_CONFIRMER = "a_confirmer"


@dataclass(frozen=True)
class EtapeCycle:
    """One step of the guide: the state of the CTG that it belongs to, who leads it unless told otherwise, its usual length in months."""

    code: str
    etat: EtatCtg
    role: Role
    mois: int

    @property
    def textes(self) -> TextesEtape:
        return TEXTES[self.code]

    @property
    def phase(self) -> str:
        return self.code[0]


ETAPES = (
    EtapeCycle("1a", EtatCtg.PREPARATION, Role.DIRECTION, 2),
    EtapeCycle("1b", EtatCtg.PREPARATION, Role.CONSEILLER, 1),
    EtapeCycle("1c", EtatCtg.PREPARATION, Role.CONSEILLER, 2),
    EtapeCycle("1d", EtatCtg.PREPARATION, Role.ETUDES, 1),
    EtapeCycle("2a", EtatCtg.DIAGNOSTIC, Role.DIRECTION, 2),
    EtapeCycle("2b", EtatCtg.DIAGNOSTIC, Role.ETUDES, 4),
    EtapeCycle("3a", EtatCtg.NEGOCIATION, Role.CONSEILLER, 3),
    EtapeCycle("3b", EtatCtg.NEGOCIATION, Role.CCT, 3),
    EtapeCycle("3c", EtatCtg.NEGOCIATION, Role.DIRECTION, 1),
    EtapeCycle("4", EtatCtg.SUIVI, Role.CCT, 0),
    EtapeCycle("5", EtatCtg.EVALUATION, Role.CONSEILLER, 6),
)
"""The preparation takes three to six months (guide); the other lengths are of use, and only advise dates.  Step 4 lasts until step 5."""
PAR_CODE = {etape.code: etape for etape in ETAPES}
_ORDRE = list(EtatCtg)
_SUIVIS = (EtatCtg.SIGNEE, EtatCtg.SUIVI, EtatCtg.EVALUATION)


def _rythmes_du_guide() -> dict[tuple[EtatCtg, TypeInstance], int]:
    """Copil quarterly and cotech monthly while negotiating; then twice and three times a year, until the end of the evaluation."""
    suivi = {(etat, TypeInstance.COPIL): 6 for etat in _SUIVIS} | {(etat, TypeInstance.COTECH): 4 for etat in _SUIVIS}
    return {(EtatCtg.NEGOCIATION, TypeInstance.COPIL): 3, (EtatCtg.NEGOCIATION, TypeInstance.COTECH): 1, **suivi}


@dataclass(frozen=True)
class Reglages:
    """What the guide advises; local practice goes from once a year to every six weeks, and an instance may have its own rhythm.

    ``rythmes``: months between two meetings.  ``horizon``: days ahead that a list of things to do looks at.  ``mois_marqueurs``: after
    which a marker is looked at again.  ``mois_alerte`` and ``mois_evaluation``: before the end of the CTG, when it is recalled, and when
    its evaluation should be over.
    """

    rythmes: Mapping[tuple[EtatCtg, TypeInstance], int] = field(default_factory=_rythmes_du_guide)
    horizon: int = 90
    mois_marqueurs: int = 6
    mois_alerte: int = 12
    mois_evaluation: int = 6


GUIDE = Reglages()


@dataclass(frozen=True)
class EtapeSuivie:
    """One step on one day.  ``pas``: id of its record, "" while there is none.  ``fixee``: people chose its date, nothing advised it."""

    etape: EtapeCycle
    situation: Situation
    role: Role
    echeance: date | None = None
    fixee: bool = False
    pas: str = ""


def rang(etat: EtatCtg) -> int:
    """Order of the states of a CTG."""
    return _ORDRE.index(etat)


def echeances(ctg: Ctg, reglages: Reglages = GUIDE) -> dict[str, date]:
    """Dates advised: back from the signature (else the start) by the usual lengths; the evaluation is over some months before the end."""
    dates: dict[str, date] = {}
    terme = ctg.signe_le or ctg.debut
    for etape in reversed(ETAPES[:9]) if terme else ():
        dates[etape.code] = terme
        terme -= relativedelta(months=etape.mois)
    if ctg.fin:
        dates["5"] = ctg.fin - relativedelta(months=reglages.mois_evaluation)
        dates["4"] = dates["5"] - relativedelta(months=PAR_CODE["5"].mois)
    return dates


def avancement(dossier: Dossier, jour: date, reglages: Reglages = GUIDE) -> tuple[EtapeSuivie, ...]:
    """The eleven steps as they stand on ``jour``, in order."""
    notes = {pas.etape: (i, pas) for i, pas in dossier.de(Pas).items()}
    conseillees = echeances(dossier.ctg, reglages)
    lues = [_suivie(etape, notes.get(etape.code), conseillees.get(etape.code), dossier.ctg.etat, jour=jour) for etape in ETAPES]
    return tuple(_enchaine(lues, _phase_courante(dossier.ctg.etat)))


def _suivie(etape: EtapeCycle, note: tuple[str, Pas] | None, conseillee: date | None, etat: EtatCtg, *, jour: date) -> EtapeSuivie:
    identifiant, pas = note or ("", Pas("-", etape.code, role=etape.role))
    echeance = pas.echeance or conseillee
    situation = _situation(etape, pas, echeance, etat, jour=jour)
    return EtapeSuivie(etape, situation, pas.role, echeance, pas.echeance is not None, identifiant)


def _situation(etape: EtapeCycle, pas: Pas, echeance: date | None, etat: EtatCtg, *, jour: date) -> Situation:
    if pas.etat == EtatPas.FAIT:
        return Situation.FAITE
    if pas.etat == EtatPas.SANS_OBJET:
        return Situation.SANS_OBJET
    if rang(etat) > rang(etape.etat):
        return Situation.A_CONFIRMER
    if echeance is not None and echeance < jour:
        return Situation.EN_RETARD
    return Situation.EN_COURS if pas.etat == EtatPas.EN_COURS else Situation.A_VENIR


def _phase_courante(etat: EtatCtg) -> EtatCtg:
    """A CTG just signed is about to be followed."""
    return EtatCtg.SUIVI if etat == EtatCtg.SIGNEE else etat


def _enchaine(lues: list[EtapeSuivie], etat: EtatCtg) -> Iterator[EtapeSuivie]:
    """The first step to come is under way where its phase is the present one and nothing else is; the one after it is the next."""
    vives = any(s.situation in (Situation.EN_COURS, Situation.EN_RETARD) for s in lues)
    prochaine = False
    for suivie in lues:
        if suivie.situation == Situation.A_VENIR and not vives and suivie.etape.etat == etat:
            suivie, vives = replace(suivie, situation=Situation.EN_COURS), True
        elif suivie.situation == Situation.A_VENIR and not prochaine:
            suivie, prochaine = replace(suivie, situation=Situation.PROCHAINE), True
        yield suivie


@dataclass(frozen=True)
class RendezVous:
    """When a body met, meets, and should meet.  ``mois``: its rhythm, 0 where none is advised; ``passees``: meetings that nobody noted."""

    instance: str
    mois: int = 0
    derniere: date | None = None
    prevue: date | None = None
    due: date | None = None
    passees: tuple[str, ...] = ()

    @property
    def alerte(self) -> bool:
        """Whether its rhythm is not kept by what is planned."""
        return self.due is not None and (self.prevue is None or self.prevue > self.due)


def rythme(instance: Instance, etat: EtatCtg, reglages: Reglages = GUIDE) -> int:
    """Months between two meetings of a body: its own, else the guide's at this moment of the CTG; 0 for none."""
    return 0 if etat in TERMINES else instance.rythme or reglages.rythmes.get((etat, instance.type), 0)


def rendez_vous(dossier: Dossier, instance: str, jour: date, reglages: Reglages = GUIDE) -> RendezVous:
    """A body that never met is due one rhythm after the signature; today, before it."""
    mois = rythme(dossier.de(Instance)[instance], dossier.ctg.etat, reglages)
    reunions = dossier.ou(Reunion, instance=instance)
    prevues = {i: r.jour for i, r in reunions.items() if r.etat == EtatReunion.PREVUE}
    derniere = max((r.jour for r in reunions.values() if r.etat == EtatReunion.TENUE and r.jour <= jour), default=None)
    depart = derniere or (dossier.ctg.signe_le if dossier.ctg.etat in SIGNES else None)
    due = None if not mois else depart + relativedelta(months=mois) if depart else jour
    passees = tuple(i for i, j in prevues.items() if j < jour)
    return RendezVous(instance, mois, derniere, min((j for j in prevues.values() if j >= jour), default=None), due, passees)


def date_proposee(rdv: RendezVous, jour: date) -> date:
    """A working day for the next meeting: when its rhythm wants it, two weeks from now at least."""
    voulue = max(rdv.due or jour, jour + timedelta(days=14))
    return voulue + timedelta(days=max(0, 7 - voulue.weekday()) if voulue.weekday() > 4 else 0)
