"""Comparison with a reference: a verdict only where the interval allows one, and positions in words."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

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


SANS_MARGE = "marge inconnue"


@dataclass(frozen=True)
class Verdict:
    """``direction``: 1 above the reference, -1 below, 0 when the interval holds it.

    ``mots``: the verdict in words.  ``marge``: whether the figure has an interval; without one nothing is judged.
    """

    issue: Issue
    direction: int
    mots: str
    marge: bool = True

    @property
    def signe(self) -> str:
        """The mark that goes with the words, "" when nothing is judged."""
        return SIGNES[self.issue]

    @property
    def texte(self) -> str:
        """The words, and what they lack: « au-dessus du département (marge inconnue) »."""
        return self.mots if self.marge else f"{self.mots} ({SANS_MARGE})"


def _connu(x: float | None) -> bool:
    return x is not None and math.isfinite(x)


def _direction(ic_bas: float, ic_haut: float, reference: float) -> int:
    """1 or -1 only when the whole interval is on one side; touching the reference is not excluding it."""
    if ic_bas <= reference <= ic_haut:
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
    A figure without interval is only placed, in neutral words that say that its margin is unknown.
    """
    if not (_connu(valeur) and _connu(reference)):
        return None
    if not (_connu(ic_bas) and _connu(ic_haut)):
        cote = (valeur > reference) - (valeur < reference)
        return Verdict(Issue.NEUTRE, cote, _place(cote, du), marge=False)
    direction = _direction(ic_bas, ic_haut, reference)
    issue = _issue(direction, sens)
    return Verdict(issue, direction, _mots(issue, direction, du))


POSITIONS = (
    (Issue.FAVORABLE, 1),
    (Issue.FAVORABLE, -1),
    (Issue.DEFAVORABLE, 1),
    (Issue.DEFAVORABLE, -1),
    (Issue.INDETERMINE, 0),
    (Issue.NEUTRE, 1),
    (Issue.NEUTRE, -1),
)
"""Every (issue, direction) that an interval may lead to."""


def positions(valeurs: np.ndarray, references: np.ndarray, *, ic_bas: np.ndarray, ic_haut: np.ndarray, sens: Sens) -> np.ndarray:
    """``verdict`` over columns: index in POSITIONS, -1 where a figure, its reference or its interval is unknown (NaN)."""
    connues = np.isfinite(valeurs) & np.isfinite(references) & np.isfinite(ic_bas) & np.isfinite(ic_haut)
    directions = np.where(ic_bas > references, 1, np.where(ic_haut < references, -1, 0))
    rangs = {direction: POSITIONS.index((_issue(direction, sens), direction)) for direction in (1, 0, -1)}
    trouvees = np.select([directions == d for d in rangs], list(rangs.values()))
    return np.where(connues, trouvees, -1).astype("int8")


def mots(position: int, du: str) -> str:
    """Words of a position, those of ``verdict``; "" for -1."""
    return "" if position < 0 else _mots(*POSITIONS[position], du)


def _mots(issue: Issue, direction: int, du: str) -> str:
    if direction == 0:
        return MOTS[Issue.INDETERMINE]
    return ", ".join(filter(None, (MOTS[issue], _place(direction, du))))


def _place(direction: int, du: str) -> str:
    return f"{('égal à celui', 'au-dessus', 'au-dessous')[direction]} {du}"


def n_sur_dix(part: float) -> int:
    """A share between 0 and 1 as a number out of ten, half rounded up."""
    return int(part * 10 + 0.5)


def situe(n_dessous: int, n_egaux: int, n: int, *, unites: str, compte: bool = False) -> str:
    """Position in a set in words: « plus élevé que dans 7 EPCI sur 10 », « moins que dans 7 EPCI sur 10 » for what is counted.

    ``n_egaux`` includes the territory itself.  ``unites`` is a plural noun (EPCI, départements).
    Between 45 and 55 % on both sides, or with many ties: « proche du milieu ».
    """
    dessous, dessus = n_dessous / n, (n - n_dessous - n_egaux) / n
    for part, mot in ((dessous, "plus" if compte else "plus élevé"), (dessus, "moins" if compte else "plus faible")):
        if part >= 0.95:
            return f"{mot} que dans plus de 9 {unites} sur 10"
        if part >= 0.55:
            return f"{mot} que dans {n_sur_dix(part)} {unites} sur 10"
    return f"proche du milieu des {unites}"
