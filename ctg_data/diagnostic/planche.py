"""One figure over many areas, by columns: what the map page, its legend, its table and its files are all drawn from."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ctg_data.diagnostic.figures import Cadre, Carte
from ctg_data.indicators.model import Sens
from ctg_data.records import STATUTS


class Genre(StrEnum):
    """How a map shows its figure: areas filled by class, proportional circles, or areas filled by verdict."""

    APLATS = "aplats"
    CERCLES = "cercles"
    VERDICTS = "verdicts"


@dataclass(frozen=True, eq=False)
class Planche:
    """Columns of one length, in the order of ``codes`` (sorted: that of the features of the contours).

    ``grandeur``: what is drawn, NaN wherever ``statuts`` is not « ok »; ``textes``: what is published of each area, its value or
    the words of its status; ``details``: a second line of the hover (a gap, a verdict, a smoothed figure), "" for none;
    ``positions``: index in ``diagnostic.compare.POSITIONS`` of each area, -1 where there is none.
    ``centre``: the reference around which a gap is classed, None for a plain quantity.
    """

    cadre: Cadre
    maille: str
    unite: str
    decimales: int
    genre: Genre
    sens: Sens
    centre: float | None
    codes: tuple[str, ...]
    noms: tuple[str, ...]
    grandeur: np.ndarray
    statuts: np.ndarray
    textes: tuple[str, ...]
    details: tuple[str, ...]
    positions: np.ndarray

    def __len__(self) -> int:
        return len(self.codes)


def de_carte(c: Carte) -> Planche:
    """The map of a portrait, to be drawn as any other: circles for a count, classes of a quantity for the rest."""
    zones = sorted(c.zones, key=lambda z: z.code)
    return Planche(
        cadre=c.cadre,
        maille=c.niveau,
        unite=c.unite,
        decimales=c.decimales,
        genre=Genre.CERCLES if c.cercles else Genre.APLATS,
        sens=Sens.NEUTRE,
        centre=None,
        codes=tuple(z.code for z in zones),
        noms=tuple(z.nom for z in zones),
        grandeur=np.array([np.nan if z.valeur is None else z.valeur for z in zones], dtype=float),
        statuts=np.array([STATUTS.index(z.statut) for z in zones], dtype="int8"),
        textes=tuple(z.texte for z in zones),
        details=("",) * len(zones),
        positions=np.full(len(zones), -1, dtype="int8"),
    )
