"""The three terms of the rule of priorities, for every unit of a set at once (domain.md §4).

E: the gaps of the theme; V: its needs that an unfavourable value tells; D: by how much its gaps grew over the longest span.  Each is the
mean of the places of its indicators among the set, read the same year for all, published values only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from ctg_data.diagnostic.normalisation import NORMALISATIONS, moyennes
from ctg_data.diagnostic.star import MIN_UNITES, Repartition, orientation
from ctg_data.indicators.model import Branche, Face, Indicateur, Sens

EMPAN_MIN = 3
"""Years between the two ends of a change."""
PART_LUE = 0.6
"""A year is that of the set when this share of the units that ever had a value has one."""


@dataclass(frozen=True, eq=False)
class Note:
    """One indicator of a term: the values of the units, high meaning more need, and the years they were read."""

    indicateur: str
    libelle: str
    annees: tuple[int, ...]
    valeurs: np.ndarray


Notes = Mapping[str, tuple[Note, ...]]
"""Term -> its indicators."""


def notes(reparties: Repartition, theme: Branche, indicateurs: Sequence[Indicateur]) -> Notes:
    """What feeds the terms of a theme over a set; a term that nothing feeds has none."""
    ecarts = [i for i in indicateurs if i.etoile and i.etoile.face is Face.ECART and i.etoile.branche is theme]
    fragiles = [i for i in indicateurs if i.theme == theme and i.angle == 1 and i.sens is Sens.HAUT_DEFAVORABLE]
    return {
        "ecart": tuple(n for i in ecarts if (n := _note(reparties, i, orientation(i)))),
        "vulnerabilite": tuple(n for i in fragiles if (n := _note(reparties, i, 1))),
        "dynamique": tuple(n for i in ecarts if (n := _change(reparties, i))),
    }


def _annees(reparties: Repartition, indicateur: str) -> list[int]:
    """Years in which enough of the set has a value, oldest first."""
    nombres = {a: int((~np.isnan(v)).sum()) for (i, a), v in reparties.valeurs.items() if i == indicateur}
    assez = max(MIN_UNITES, PART_LUE * max(nombres.values(), default=0))
    return sorted(a for a, n in nombres.items() if n >= assez)


def _note(reparties: Repartition, i: Indicateur, sens: int) -> Note | None:
    annees = _annees(reparties, i.id)
    return Note(i.id, i.libelle, (annees[-1],), sens * reparties.de(i.id, annees[-1])) if annees else None


def _change(reparties: Repartition, i: Indicateur) -> Note | None:
    """From the first year that no break of the series separates from the last; None for a span under ``EMPAN_MIN``."""
    annees = _annees(reparties, i.id)
    suivies = [a for a in annees if not any(a < r <= annees[-1] for r in i.annees_de_rupture)]
    if not suivies or suivies[-1] - suivies[0] < EMPAN_MIN:
        return None
    debut, fin = suivies[0], suivies[-1]
    change = orientation(i) * (reparties.de(i.id, fin) - reparties.de(i.id, debut))
    return Note(i.id, i.libelle, (debut, fin), change) if (~np.isnan(change)).sum() >= MIN_UNITES else None


def termes(lues: Notes, normalisation: str = "percentile", *, sauf: str = "") -> Mapping[str, np.ndarray]:
    """Term -> its score for each unit, 0 to 100, NaN without any; the indicator ``sauf`` is left out of the terms that have another one."""
    note = NORMALISATIONS[normalisation]
    gardees = {terme: [n for n in siennes if n.indicateur != sauf] or siennes for terme, siennes in lues.items()}
    return {terme: moyennes([note(n.valeurs) for n in siennes]) for terme, siennes in gardees.items()}


def variantes(lues: Notes) -> list[Mapping[str, np.ndarray]]:
    """The terms under each normalisation, whole, then without each indicator of a term that has another one.

    Each is brought back to the distribution of the terms shown: another scale or one indicator less changes who is where, and a threshold
    means the same under all.
    """
    montres = termes(lues)
    ids = {n.indicateur for siennes in lues.values() if len(siennes) > 1 for n in siennes}
    essais = (termes(lues, nom, sauf=sauf) for nom in NORMALISATIONS for sauf in ("", *sorted(ids)))
    return [{terme: _ramene(essai[terme], montres[terme]) for terme in montres} for essai in essais]


def _ramene(scores: np.ndarray, montres: np.ndarray) -> np.ndarray:
    """The scores shown, given in the order of ``scores``; equal ones share what is in the middle of theirs."""
    connus = ~np.isnan(scores) & ~np.isnan(montres) if len(scores) == len(montres) else np.zeros(len(montres), dtype=bool)
    ramenes = np.full(len(montres), np.nan)
    if connus.any():
        ramenes[connus] = np.interp(rankdata(scores[connus]) - 1, np.arange(connus.sum()), np.sort(montres[connus]))
    return ramenes


def de_lunite(lus: Mapping[str, np.ndarray], unite: int) -> Mapping[str, float | None]:
    """The terms of one unit, None where there is none."""
    return {t: float(v[unite]) if len(v) and not np.isnan(v[unite]) else None for t, v in lus.items()}
