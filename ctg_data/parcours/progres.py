"""How far a change has come: its markers by rank, an optional index, and the alert when actions advance and markers do not.

The completion or the cost of actions is never turned into change (domain.md §7.4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ctg_data.parcours.chemin import Bout
from ctg_data.parcours.convention import Action
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatAction, EtatHypothese
from ctg_data.parcours.graphe import atteints, voisins
from ctg_data.parcours.suivi import EtatMarqueur, Marqueur, Rang, Releve

POIDS: Mapping[Rang, int] = {Rang.ATTENDU: 1, Rang.SOUHAITE: 2, Rang.REVE: 3}
ACQUIS: Mapping[EtatMarqueur, float] = {EtatMarqueur.NON: 0.0, EtatMarqueur.PARTIEL: 0.5, EtatMarqueur.OUI: 1.0}
AVANCEES = frozenset({EtatAction.ENGAGEE, EtatAction.REALISEE})
SEUIL_AVANCEMENT = 50
"""From this share of its work on, in %, an action under way is expected to show."""
INCONNU = (EtatMarqueur.NON, None)


@dataclass(frozen=True)
class Echelon:
    """One rank of the ladder: how many markers, how many reached, wholly or partly."""

    rang: Rang
    total: int
    partiels: int
    atteints: int


@dataclass(frozen=True)
class Rupture:
    """Actions advance on the way to ``cible`` (a step or a change), and none of its markers has moved."""

    cible: str
    actions: tuple[str, ...]


def dernier(dossier: Dossier, marqueur: str, jour: date | None = None) -> tuple[EtatMarqueur, date | None]:
    """Where a marker stood at the end of ``jour`` (None: today), and since when it was looked at; « non » before any look."""
    releves = [r for r in dossier.ou(Releve, marqueur=marqueur).values() if jour is None or r.jour <= jour]
    lu = max(releves, key=lambda r: r.jour, default=None)
    return (lu.etat, lu.jour) if lu else INCONNU


def marqueurs(dossier: Dossier, *cibles: str) -> dict[str, Marqueur]:
    """The markers of these records, by rank then order."""
    trouves = {i: m for cible in cibles for i, m in dossier.ou(Marqueur, cible=cible).items()}
    return dict(sorted(trouves.items(), key=lambda m: (POIDS[m[1].rang], m[1].ordre)))


def echelle(dossier: Dossier, *cibles: str, jour: date | None = None) -> tuple[Echelon, ...]:
    """The ladder of attendu, souhaité, rêvé: three counts, never one figure."""
    etats = [(m.rang, dernier(dossier, i, jour)[0]) for i, m in marqueurs(dossier, *cibles).items()]
    return tuple(_echelon(rang, [e for r, e in etats if r == rang]) for rang in Rang)


def _echelon(rang: Rang, etats: list[EtatMarqueur]) -> Echelon:
    return Echelon(rang, len(etats), etats.count(EtatMarqueur.PARTIEL), etats.count(EtatMarqueur.OUI))


def indice(echelons: Iterable[Echelon]) -> float | None:
    """Σ w·s / Σ w, with w = 1, 2, 3 and s = 0, ½, 1 (domain.md §7.4), in 0-1; None without any marker.

    Shown beside the level of evidence and the number of untested hypotheses, never alone.
    """
    echelons = list(echelons)
    poids = sum(POIDS[e.rang] * e.total for e in echelons)
    acquis = sum(POIDS[e.rang] * (e.atteints + e.partiels * ACQUIS[EtatMarqueur.PARTIEL]) for e in echelons)
    return acquis / poids if poids else None


def non_testees(dossier: Dossier, changement: str) -> int:
    """Hypotheses of the current path that were not put to the test yet."""
    hypotheses = dossier.hypotheses(dossier.courant(changement)).values()
    return sum(h.etat in (EtatHypothese.A_TESTER, EtatHypothese.EN_TEST) for h in hypotheses)


def avance(action: Action) -> bool:
    """Whether an action is done, or under way far enough to be expected to show."""
    return action.etat == EtatAction.REALISEE or (action.etat == EtatAction.ENGAGEE and action.avancement >= SEUIL_AVANCEMENT)


def ruptures(dossier: Dossier, changement: str, jour: date | None = None) -> list[Rupture]:
    """Steps and change whose actions all advance while none of their markers moved: the hypothesis between them is to be looked at.

    A thing is looked at if it has markers; its actions are those that lead to it directly, or for the change itself, by any way.
    """
    liens = dossier.liens(dossier.courant(changement)).values()
    vers = voisins(liens)
    departs = {lien.de for lien in liens if lien.de_type == Bout.ACTION}
    trouvees = []
    for cible in [*sorted({lien.vers for lien in liens if lien.vers_type == Bout.ETAPE}), changement]:
        if cible == changement:
            amont = {a for a in departs if changement in atteints([a], vers)}
        else:
            amont = {lien.de for lien in liens if lien.vers == cible and lien.de_type == Bout.ACTION}
        if _rompue(dossier, cible, amont, jour):
            trouvees.append(Rupture(cible, tuple(sorted(amont))))
    return trouvees


def _rompue(dossier: Dossier, cible: str, amont: set[str], jour: date | None) -> bool:
    actions = [dossier.de(Action)[a] for a in amont if a in dossier.de(Action)]
    siens = marqueurs(dossier, cible)
    immobiles = siens and all(dernier(dossier, i, jour)[0] == EtatMarqueur.NON for i in siens)
    return bool(actions) and bool(immobiles) and all(avance(a) for a in actions)
