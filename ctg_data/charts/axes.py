"""Axes of a series: a span of values wide enough for a small change to look small, and names of breaks where there is room."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ctg_data.diagnostic.figures import PERIMETRE
from ctg_data.wording import fr

PART = 0.1
"""An axis covers at least this share of its highest value above and below its middle."""
ECARTS = 2
"""The axis of a count covers at least so many standard deviations of a Poisson count of that size: what chance alone moves it by."""


def etendue(valeurs: Iterable[float], *, effectif: bool = False) -> tuple[float, float]:
    """Lowest and highest value of the axis, which never goes under zero for positive values.

    58,8 to 59,2 % is not drawn as a surge, nor are 7 to 8 children, which are counted (``effectif``).
    """
    valeurs = list(valeurs)
    bas, haut = min(valeurs), max(valeurs)
    plus_grand = max(abs(bas), abs(haut))
    demi = max((haut - bas) / 2, PART * plus_grand, ECARTS * math.sqrt(plus_grand) if effectif else 0)
    milieu = (bas + haut) / 2
    debut, fin = milieu - demi, milieu + demi
    return (0.0, fin - debut) if bas >= 0 > debut else (debut, fin)


@dataclass(frozen=True)
class Etiquette:
    """A vertical line before ``annee``, and its name, on its left when ``a_gauche``; "" when another line bears it."""

    annee: int
    texte: str
    a_gauche: bool = False


def etiquettes(coupures: Sequence[tuple[int, str]], debut: int, fin: int) -> tuple[Etiquette, ...]:
    """Every break (year, why) in order, its name in the widest space that no line crosses; ``debut`` and ``fin``: years of the axis."""
    places = [debut, *(annee - 0.5 for annee, _ in coupures), fin]
    espaces = [b - a for a, b in pairwise(places)]
    noms: dict[int, Etiquette] = {}
    for texte, siennes in _groupes(coupures):
        _, a_droite, rang = max((espaces[r + droite], droite, r) for r in siennes for droite in (0, 1))
        espaces[rang + a_droite] = 0
        noms[rang] = Etiquette(coupures[rang][0], texte, not a_droite)
    return tuple(noms.get(rang, Etiquette(annee, "")) for rang, (annee, _) in enumerate(coupures))


def _groupes(coupures: Sequence[tuple[int, str]]) -> list[tuple[str, list[int]]]:
    """(name, ranks of the lines that may bear it)."""
    perimetres = [r for r, (_, texte) in enumerate(coupures) if texte == PERIMETRE]
    seules = [(texte, [r]) for r, (_, texte) in enumerate(coupures) if texte != PERIMETRE]
    return seules + ([(PERIMETRE, perimetres)] if perimetres else [])


def titre(unite: str, debut: float) -> str:
    """The unit, and that the axis is cut where it is."""
    return f"{unite} ({fr.texte('axe.coupe')})" if debut > 0 else unite
