"""The agenda of the next steering committee, drawn from the dossier: five to ten points, dated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from ctg_data.parcours import contribution, passages, progres
from ctg_data.parcours.chemin import Changement
from ctg_data.parcours.concertation import Proposition
from ctg_data.parcours.convention import Decision, Engagement, Instance, Reunion, TypeInstance
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import ACTIFS, EtatChangement, EtatChemin, EtatCtg, EtatEngagement, EtatProposition, EtatReunion
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots
from ctg_data.wording import suivi as textes

MOIS_AVANT_FIN = 12
"""Months before the end of a CTG from which its evaluation is to be opened."""
DETAILS = 6
"""Lines of one point: a meeting reads no more; the rest is counted."""
PROMIS = frozenset({EtatEngagement.A_TENIR, EtatEngagement.EN_COURS})


@dataclass(frozen=True)
class Point:
    """One point of the agenda, and what is to be looked at under it."""

    titre: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class OrdreDuJour:
    """``jour``: day of the meeting that is planned, None to be fixed; ``precedente``: of the last one held."""

    jour: date | None
    precedente: date | None
    points: tuple[Point, ...]


def ordre_du_jour(dossier: Dossier, jour: date, chiffres: Sequence[str] = ()) -> OrdreDuJour:
    """Five standing points, and those that something calls for.  ``chiffres``: indicators that have a new figure, in sentences."""
    prevue, tenue = seances(dossier, jour)
    terme = max(jour, prevue.jour) if prevue else jour
    contenus = (
        ("releve", _releve(dossier, tenue)),
        ("changements", _changements(dossier)),
        ("ruptures", _ruptures(dossier, terme)),
        ("hypotheses", _hypotheses(dossier, terme)),
        ("chiffres", iter(chiffres)),
        ("objections", _objections(dossier)),
        ("engagements", _engagements(dossier, terme)),
        ("preuves", _preuves(dossier, terme)),
        ("decisions", _decisions(dossier, terme)),
        ("calendrier", _calendrier(dossier, terme)),
    )
    points = (Point(textes.COPIL[cle], _abrege(list(details))) for cle, details in contenus)
    return OrdreDuJour(prevue.jour if prevue else None, tenue.jour if tenue else None, tuple(p for p in points if p.details))


def seances(dossier: Dossier, jour: date) -> tuple[Reunion | None, Reunion | None]:
    """The next steering committee planned, and the last one held."""
    copils = dossier.ou(Instance, type=TypeInstance.COPIL)
    reunions = [r for i in copils for r in dossier.ou(Reunion, instance=i).values()]
    prevues = [r for r in reunions if r.etat == EtatReunion.PREVUE and r.jour >= jour]
    tenues = [r for r in reunions if r.etat == EtatReunion.TENUE]
    return min(prevues, key=lambda r: r.jour, default=None), max(tenues, key=lambda r: r.jour, default=None)


def _abrege(details: list[str]) -> tuple[str, ...]:
    if len(details) <= DETAILS:
        return tuple(details)
    reste = len(details) - DETAILS + 1
    return (*details[: DETAILS - 1], textes.COPIL["autres"].format(n=nombres.pluriel(reste, "autre")))


def _releve(dossier: Dossier, tenue: Reunion | None) -> Iterator[str]:
    if tenue is None:
        yield textes.COPIL["releve.aucune"]
        return
    prises = sum(d.jour >= tenue.jour for d in dossier.de(Decision).values())
    decisions = nombres.pluriel(prises, "décision à relire", "décisions à relire") if prises else "aucune décision n’a été notée"
    yield textes.COPIL["releve.date"].format(jour=mots.jour(tenue.jour), decisions=decisions)


def _suivis(dossier: Dossier) -> list[tuple[str, Changement]]:
    return [(i, c) for i, c in dossier.changements() if c.etat in ACTIFS]


def _changements(dossier: Dossier) -> Iterator[str]:
    for identifiant, changement in _suivis(dossier):
        echelons = progres.echelle(dossier, *contribution.cibles(dossier, identifiant))
        yield textes.COPIL["changement"].format(
            libelle=changement.libelle,
            etat=mots.etat(changement.etat),
            echelle=contribution.texte_echelle(echelons) or "aucun marqueur",
            niveau=contribution.force(dossier, identifiant).niveau,
            hypotheses=non_testees(progres.non_testees(dossier, identifiant)),
        )
    if not _suivis(dossier):
        yield textes.COPIL["changements.aucun"]


def non_testees(n: int) -> str:
    """« 2 hypothèses pas encore éprouvées »."""
    if not n:
        return "aucune hypothèse en attente d’épreuve"
    return nombres.pluriel(n, "hypothèse pas encore éprouvée", "hypothèses pas encore éprouvées")


def _ruptures(dossier: Dossier, jour: date) -> Iterator[str]:
    for identifiant, _ in _suivis(dossier):
        yield from (nombres.capitale(contribution.texte_rupture(dossier, r)) for r in contribution.alertes(dossier, identifiant, jour))


def _hypotheses(dossier: Dossier, jour: date) -> Iterator[str]:
    dues = [h for i, _ in _suivis(dossier) for h in contribution.dues(dossier, i, jour).values()]
    for h in sorted(dues, key=lambda h: h.prevue_le):
        yield textes.COPIL["hypothese"].format(texte=mots.extrait(h), jour=mots.jour(h.prevue_le), etat=mots.etat(h.etat))


def _objections(dossier: Dossier) -> Iterator[str]:
    for identifiant, proposition in dossier.de(Proposition).items():
        if proposition.etat in (EtatProposition.ADOPTEE, EtatProposition.RETIREE):
            continue
        for o in passages.en_cours(dossier, identifiant).values():
            lus = {"college": mots.choix(o.college), "motif": mots.extrait(o), "etat": mots.etat(o.etat)}
            yield textes.COPIL["objection"].format(**lus, proposition=mots.extrait(proposition))


def _engagements(dossier: Dossier, jour: date) -> Iterator[str]:
    retards = [e for e in dossier.de(Engagement).values() if e.etat in PROMIS and e.echeance is not None and e.echeance < jour]
    for e in sorted(retards, key=lambda e: e.echeance):
        lus = {"cote": mots.choix(e.cote), "responsable": e.responsable, "texte": mots.extrait(e), "jour": mots.jour(e.echeance)}
        yield textes.COPIL["engagement"].format(**lus)


def _preuves(dossier: Dossier, jour: date) -> Iterator[str]:
    """The next question of each change that has one; alerts and dates stand under points of their own."""
    manquent = [(c, contribution.lacunes(dossier, i)) for i, c in _suivis(dossier)]
    for changement, questions in manquent:
        if questions:
            yield textes.COPIL["preuve"].format(libelle=changement.libelle, question=questions[0])
    if not any(questions for _, questions in manquent):
        yield textes.COPIL["preuves.aucune" if manquent else "preuves.plus_tard"]


def _decisions(dossier: Dossier, jour: date) -> Iterator[str]:
    dites = [*_a_adopter(dossier), *_a_reviser(dossier), *_a_conclure(dossier, jour), *_fin(dossier, jour)]
    yield from dites or [textes.COPIL["decision.aucune"]]


def _a_adopter(dossier: Dossier) -> Iterator[str]:
    for identifiant, p in dossier.ou(Proposition, etat=EtatProposition.OBJECTIONS).items():
        if not passages.en_cours(dossier, identifiant):
            yield textes.COPIL["decision.proposition"].format(texte=mots.extrait(p))


def _a_reviser(dossier: Dossier) -> Iterator[str]:
    for identifiant, changement in _suivis(dossier):
        chemin = dossier.courant(identifiant)
        if not any(i == chemin and c.etat == EtatChemin.ACTIF for i, c in dossier.chemins(identifiant)):
            continue
        for h in dossier.hypotheses(chemin).values():
            if h.etat in contribution.EBRANLEES:
                lus = {"libelle": changement.libelle, "texte": mots.extrait(h), "etat": mots.etat(h.etat)}
                yield textes.COPIL["decision.reviser"].format(**lus)


def _a_conclure(dossier: Dossier, jour: date) -> Iterator[str]:
    for c in dossier.ou(Changement, etat=EtatChangement.SUIVI).values():
        if c.horizon is not None and c.horizon <= jour:
            yield textes.COPIL["decision.echeance"].format(libelle=c.libelle, jour=mots.jour(c.horizon))


def _fin(dossier: Dossier, jour: date) -> Iterator[str]:
    ctg = dossier.ctg
    if ctg.fin is not None and ctg.etat in (EtatCtg.SIGNEE, EtatCtg.SUIVI) and ctg.fin <= jour + relativedelta(months=MOIS_AVANT_FIN):
        yield textes.COPIL["decision.fin"].format(jour=mots.jour(ctg.fin))


def _calendrier(dossier: Dossier, jour: date) -> Iterator[str]:
    """The meetings planned after this one, then what the next one needs."""
    instances = dossier.de(Instance)
    for r in sorted(dossier.ou(Reunion, etat=EtatReunion.PREVUE).values(), key=lambda r: r.jour):
        if r.jour > jour:
            yield textes.COPIL["calendrier.echeance"].format(nom=instances[r.instance].nom, jour=mots.jour(r.jour))
    yield textes.COPIL["calendrier.date"]
