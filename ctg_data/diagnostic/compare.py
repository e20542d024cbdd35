"""Comparison with a reference: a verdict only where the interval allows one, and positions in words."""

import math
from dataclasses import dataclass
from enum import StrEnum

from ctg_data.indicators.model import Sens


class Issue(StrEnum):
    """Outcome of a comparison; only the first two are ever coloured."""

    FAVORABLE = "favorable"
    DEFAVORABLE = "defavorable"
    INDETERMINE = "indetermine"
    NEUTRE = "neutre"


SIGNES = {Issue.FAVORABLE: "▲", Issue.DEFAVORABLE: "▼", Issue.INDETERMINE: "●", Issue.NEUTRE: ""}
MOTS = {
    Issue.FAVORABLE: "favorable",
    Issue.DEFAVORABLE: "défavorable",
    Issue.INDETERMINE: "on ne peut pas conclure",
    Issue.NEUTRE: "",
}


@dataclass(frozen=True)
class Verdict:
    """``direction``: 1 above the reference, -1 below, 0 when the interval holds it.  ``texte``: the verdict in words."""

    issue: Issue
    direction: int
    texte: str

    @property
    def signe(self) -> str:
        return SIGNES[self.issue]


def _connu(x: float | None) -> bool:
    return x is not None and math.isfinite(x)


def _direction(ic_bas: float | None, ic_haut: float | None, reference: float) -> int:
    """1 or -1 only when the whole interval is on one side; touching the reference is not excluding it."""
    if not (_connu(ic_bas) and _connu(ic_haut)) or ic_bas <= reference <= ic_haut:
        return 0
    return 1 if ic_bas > reference else -1


def _issue(direction: int, sens: Sens) -> Issue:
    if direction == 0:
        return Issue.INDETERMINE
    if sens is Sens.NEUTRE:
        return Issue.NEUTRE
    return Issue.FAVORABLE if (direction > 0) == (sens is Sens.HAUT_FAVORABLE) else Issue.DEFAVORABLE


def verdict(
    valeur: float | None, reference: float | None, *, ic_bas: float | None, ic_haut: float | None, sens: Sens, du: str
) -> Verdict | None:
    """Verdict against ``reference`` (same figure, same year, same unit); None when a side is unknown.

    ``du``: the reference with its article contracted (« du département », « de la France »).
    Rule of domain.md §3.6: better or worse only if the interval excludes the reference.
    A figure without interval gets no conclusion, and says that its margin is unknown.
    """
    if not (_connu(valeur) and _connu(reference)):
        return None
    direction = _direction(ic_bas, ic_haut, reference)
    issue = _issue(direction, sens)
    return Verdict(issue=issue, direction=direction, texte=_texte(issue, direction, du=du, marge=_connu(ic_bas) and _connu(ic_haut)))


def _texte(issue: Issue, direction: int, *, du: str, marge: bool) -> str:
    if direction == 0:
        return MOTS[Issue.INDETERMINE] if marge else f"{MOTS[Issue.INDETERMINE]} : marge d’incertitude inconnue"
    place = f"au-dessus {du}" if direction > 0 else f"au-dessous {du}"
    return f"{MOTS[issue]}, {place}" if MOTS[issue] else place


def n_sur_dix(part: float) -> int:
    """A share between 0 and 1 as a number out of ten, half rounded up."""
    return int(part * 10 + 0.5)


def situe(n_dessous: int, n_egaux: int, n: int, *, unites: str) -> str:
    """Position in a set in words: « plus élevé que dans 7 EPCI sur 10 ».

    ``n_egaux`` includes the territory itself.  ``unites`` is a plural noun (EPCI, départements).
    Between 45 and 55 % on both sides, or with many ties: « proche du milieu ».
    """
    dessous, dessus = n_dessous / n, (n - n_dessous - n_egaux) / n
    for part, mot in ((dessous, "plus élevé"), (dessus, "plus faible")):
        if part >= 0.95:
            return f"{mot} que dans plus de 9 {unites} sur 10"
        if part >= 0.55:
            return f"{mot} que dans {n_sur_dix(part)} {unites} sur 10"
    return f"proche du milieu des {unites}"
