"""Every fill of a map, on screen and on paper, numbered once: one byte an area tells the browser its fill, and no colour is sent twice."""

from dataclasses import dataclass

from ctg_data.charts import theme
from ctg_data.indicators.model import Sens


@dataclass(frozen=True)
class Teinte:
    """One fill.  ``motif``: "" plain, « hachures » or « points » drawn in ``encre`` over ``couleur``."""

    couleur: str
    motif: str = ""
    encre: str = ""


DIVERGENT = ("#B04A00", "#DDA077", "#F2F2F2", "#86A9CA", "#1B5E9B")
"""From the unfavourable to the favourable side of a reference."""
DIVERGENT_NEUTRE = ("#6A3D9A", "#B196CC", "#F2F2F2", "#86B8B8", "#0B6E6E")
"""From under to above a reference, where neither side is better."""
TEINTES = (
    *(Teinte(c) for c in theme.SEQUENTIEL),
    *(Teinte(c) for c in DIVERGENT),
    *(Teinte(c) for c in DIVERGENT_NEUTRE),
    Teinte(theme.FAVORABLE),
    Teinte(theme.DEFAVORABLE),
    Teinte("#FFFFFF"),
    Teinte("#55606B"),
    Teinte("#AEB8C2"),
    Teinte("#FAFAFA"),
    Teinte("#C9AA78", "hachures", "#6B5236"),
    Teinte("#B8B8B8"),
    Teinte("#F1E6C6", "points", "#6E6E6E"),
)
SEQUENTIELLES = tuple(range(5))
DIVERGENTES, DIVERGENTES_NEUTRES = tuple(range(5, 10)), tuple(range(10, 15))
FAVORABLE, DEFAVORABLE, INDETERMINE, AU_DESSUS, AU_DESSOUS, FOND, SECRET, NON_SIGNIFICATIF, MANQUANT = range(15, 24)
SANS_VALEUR = {"s": SECRET, "ns": NON_SIGNIFICATIF, "nd": MANQUANT}
"""Three different things: brown with a diagonal hatch, plain grey, sand with dots; where a pattern cannot be drawn, or not be seen
from so far, the colours alone tell them apart, from each other, from the blues and from the white ground (tested)."""


def sans_valeur(statut: str) -> Teinte:
    """Fill of an area without a value, by its status."""
    return TEINTES[SANS_VALEUR[statut]]


def divergentes(sens: Sens) -> tuple[int, ...]:
    """Five fills from under to above the reference; the unfavourable side is orange, a figure without judgement is neither."""
    if sens is Sens.NEUTRE:
        return DIVERGENTES_NEUTRES
    return DIVERGENTES if sens is Sens.HAUT_FAVORABLE else DIVERGENTES[::-1]
