"""A linked indicator against its starting point and its target: what moved since, which way, and what a target can hope to show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy import stats

from ctg_data.diagnostic import trends
from ctg_data.diagnostic.compare import Issue
from ctg_data.diagnostic.trends import Changement, Observation

RECENTES, MIN_POINTS = 6, 3
"""Years of a recent trend, the last included; fewer points make none."""


class Refus(StrEnum):
    """Why no change since the starting point is shown; the first five show no figure of today either, DEPART_CACHE none at all."""

    SECRET = "s"
    NON_SIGNIFICATIF = "ns"
    ABSENTE = "absente"
    MEME_ANNEE = "meme_annee"
    PERIMETRE = "perimetre"
    DEPART = "depart"
    FICTIF = "fictif"
    DEPART_CACHE = "depart_cache"
    RUPTURE = "rupture"
    SOURCE = "source"
    FENETRE = "fenetre"


@dataclass(frozen=True)
class Suite:
    """Where an indicator stands since t0.  ``actuel``: the figure of today, None where none may be shown; ``annee``: year of what hides it.

    ``issue``: of the change, against the wanted direction; INDETERMINE without a change told from noise.
    """

    actuel: Observation | None = None
    change: Changement | None = None
    refus: Refus | None = None
    issue: Issue = Issue.INDETERMINE
    annee: int = 0


def suite(
    depart: Observation | None,
    observations: Sequence[Observation],
    *,
    hausse: bool,
    ruptures: Iterable[int] = (),
    fenetre: int = 1,
    meme_perimetre: bool = True,
) -> Suite:
    """What moved between the frozen starting point and the last published year.  ``hausse``: whether a rise is wanted."""
    if depart is None:
        return Suite(refus=Refus.DEPART)
    if not meme_perimetre:
        return Suite(refus=Refus.PERIMETRE)
    parlantes = [o for o in observations if o.statut != "nd"]
    if not parlantes:
        return Suite(refus=Refus.ABSENTE)
    actuel = parlantes[-1]
    if actuel.annee <= depart.annee:
        return Suite(refus=Refus.MEME_ANNEE)
    if actuel.valeur is None:
        return Suite(refus=Refus(actuel.statut), annee=actuel.annee)
    if motif := trends.refus(depart, actuel, ruptures=ruptures, fenetre=fenetre):
        return Suite(actuel, refus=Refus(motif.value))
    change = trends.change(depart, actuel, relatif=False)
    return Suite(actuel, change, issue=issue(change.direction, hausse=hausse))


def issue(direction: int, *, hausse: bool) -> Issue:
    """Favourable when what is told from noise goes the wanted way."""
    if direction == 0:
        return Issue.INDETERMINE
    return Issue.FAVORABLE if (direction > 0) == hausse else Issue.DEFAVORABLE


class Doute(StrEnum):
    """Why a target could never be seen to be reached, or missed."""

    INVISIBLE = "invisible"
    TROP_TOT = "trop_tot"
    SANS_MARGE = "sans_marge"


def doute(ecart: float, seuil: float | None, *, duree: int, fenetre: int) -> Doute | None:
    """``ecart``: target minus start; ``seuil``: smallest visible change, None without interval; ``duree``: years from one to the other.

    A target as large as the threshold is accepted: it is seen four times out of five.
    """
    if seuil is None:
        return Doute.SANS_MARGE
    if abs(ecart) < seuil - 1e-9:
        return Doute.INVISIBLE
    return Doute.TROP_TOT if duree < fenetre else None


@dataclass(frozen=True)
class Prolongement:
    """The recent trend carried on as it is: no forecast, no interval.  ``annees``: first and last year that it rests on."""

    pente: float
    annees: tuple[int, int]
    fin: int
    valeur: float


def prolonge(
    observations: Sequence[Observation], horizon: int, *, ruptures: Sequence[int] = (), plafond: float = float("inf")
) -> Prolongement | None:
    """« Si la tendance se poursuit »: the median slope of the last years of one series, from the last known one to ``horizon``.

    None with fewer than MIN_POINTS years, or when the last year is hidden.  The value stays within the scale of the figure.
    """
    derniere = trends.derniere(observations)
    if derniere is None or horizon <= derniere.annee:
        return None
    connues = trends.connues(observations)
    recentes = [o for o in connues if o.annee > derniere.annee - RECENTES]
    memes = [o for o in recentes if trends.refus(o, derniere, ruptures=ruptures, fenetre=0) is None]
    if len(memes) < MIN_POINTS:
        return None
    pente = float(stats.theilslopes([o.valeur for o in memes], [o.annee for o in memes]).slope)
    plancher = min(0.0, *(o.valeur for o in connues))
    valeur = min(max(derniere.valeur + pente * (horizon - derniere.annee), plancher), plafond)
    return Prolongement(pente, (memes[0].annee, derniere.annee), horizon, valeur)
