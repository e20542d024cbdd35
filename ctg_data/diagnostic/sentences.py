"""Salient facts proposed from verdicts and positions: needs and strengths, each with its certainty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ctg_data.diagnostic.compare import SANS_MARGE, Issue, Verdict
from ctg_data.diagnostic.star import Composante, orientation
from ctg_data.indicators.model import Face, Indicateur, Sens
from ctg_data.wording.nombres import capitale

Cote = Literal["besoin", "force"]
MAXIMUM = 7
PAR_COTE = 4
HAUT, BAS = 70, 30
"""Scores from which a position alone is salient: out of the middle four tenths."""


@dataclass(frozen=True)
class Candidat:
    """What is known of one *published* figure (status ok): never build one for a masked value.

    ``lecture``: the reading sentence, filled.
    ``composante``: its place on the star, if any, with ``ensemble`` its set (empty: the words name it).
    ``reference``: « le département », what ``verdict`` compares with; ``reference_texte``: its value (« 12,4 % »).
    """

    indicateur: Indicateur
    lecture: str
    composante: Composante | None
    ensemble: str
    verdict: Verdict | None
    reference: str = ""
    reference_texte: str = ""


@dataclass(frozen=True)
class Fait:
    """One salient fact.  ``signe`` is that of the verdict, empty when there is none.  ``certitude`` ends the fact."""

    cote: Cote
    signe: str
    phrase: str
    certitude: str
    indicateur: str
    theme: str


def _score(c: Candidat) -> int | None:
    return c.composante.score if c.composante else None


def _tranche(c: Candidat) -> bool:
    return c.verdict is not None and c.verdict.issue in (Issue.FAVORABLE, Issue.DEFAVORABLE)


def cote(c: Candidat) -> Cote | None:
    """The side of a fact, or None when it is not salient.

    A certain verdict decides unless the position says the opposite; a position alone decides when it is far from the
    middle.  A figure neutral for judgement may show a need, never a strength: few children are not an asset.
    """
    score = _score(c)
    if _tranche(c):
        besoin = c.verdict.issue is Issue.DEFAVORABLE
        contredit = score is not None and (score < 45 if besoin else score > 55)
        return None if contredit else "besoin" if besoin else "force"
    if score is None:
        return None
    if score >= HAUT:
        return "besoin"
    juge = c.indicateur.sens is not Sens.NEUTRE or c.indicateur.etoile.face is Face.OFFRE
    return "force" if score <= BAS and juge else None


def poids(c: Candidat) -> tuple[float, str]:
    """Distance to the middle, plus a bonus for certainty; the id makes the order total."""
    score = _score(c)
    distance = 10 if score is None else abs(score - 50)
    return (-(distance + (20 if _tranche(c) else 0)), c.indicateur.id)


def certitude(c: Candidat) -> str:
    """What can be concluded against the reference, in a sentence; empty without reference."""
    if c.verdict is None:
        return ""
    if c.verdict.issue is Issue.INDETERMINE:
        return f"On ne peut pas conclure à un écart avec {c.reference} ({c.reference_texte})."
    reserve = "" if c.verdict.marge else f" ; {SANS_MARGE}"
    return f"{capitale(c.verdict.mots)} ({c.reference_texte}{reserve})."


def _malgre(c: Candidat, cote_: Cote) -> str:
    """Why a fact is told that its reference seems to contradict: its place speaks, and no verdict does; "" for the others."""
    if c.verdict is None or c.verdict.issue is not Issue.NEUTRE or c.composante is None:
        return ""
    vers_le_besoin = c.verdict.direction * orientation(c.indicateur)
    if vers_le_besoin == 0 or (vers_le_besoin > 0) == (cote_ == "besoin"):
        return ""
    reserve = "" if c.verdict.marge else f" ; {SANS_MARGE}"
    return f"Signalé par sa place parmi les territoires comparables, bien qu’{c.verdict.mots} ({c.reference_texte}{reserve})."


def phrase(c: Candidat) -> str:
    """The reading sentence, then the position in words with its named set."""
    lecture = capitale(c.lecture.strip())
    lecture = lecture if lecture.endswith(".") else f"{lecture}."
    if c.composante is None or not c.composante.mots:
        return lecture
    ensemble = f" ({c.ensemble})" if c.ensemble else ""
    return f"{lecture} C’est {c.composante.mots}{ensemble}."


def _divers(candidats: Sequence[Candidat]) -> list[Candidat]:
    """One fact a branch first, the strongest; the second ones of a branch after all first ones."""
    rangs: dict[str, int] = {}
    ordonnes = []
    for c in sorted(candidats, key=poids):
        rangs[c.indicateur.theme] = rangs.get(c.indicateur.theme, -1) + 1
        ordonnes.append((rangs[c.indicateur.theme], c))
    return [c for rang, c in sorted(ordonnes, key=lambda rc: (rc[0], poids(rc[1])))]


def saillants(candidats: Iterable[Candidat]) -> tuple[tuple[Fait, ...], tuple[Fait, ...]]:
    """Needs, then strengths: at most four a side and seven in all, themes varied, order stable."""
    par_cote: dict[Cote | None, list[Candidat]] = {"besoin": [], "force": [], None: []}
    for c in candidats:
        par_cote[cote(c)].append(c)
    besoins, forces = _divers(par_cote["besoin"])[:PAR_COTE], _divers(par_cote["force"])[:PAR_COTE]
    if len(besoins) + len(forces) > MAXIMUM:
        trop = forces if poids(forces[-1]) > poids(besoins[-1]) else besoins
        trop.pop()
    return tuple(_fait(c, "besoin") for c in besoins), tuple(_fait(c, "force") for c in forces)


def _fait(c: Candidat, cote_: Cote) -> Fait:
    signe = c.verdict.signe if c.verdict and c.verdict.issue is not Issue.NEUTRE else ""
    return Fait(cote_, signe, phrase(c), _malgre(c, cote_) or certitude(c), c.indicateur.id, c.indicateur.theme)
