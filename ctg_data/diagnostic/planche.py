"""One figure over many areas, by columns: what the map page, its legend, its table and its files are all drawn from."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ctg_data.diagnostic.figures import Cadre
from ctg_data.indicators.model import Sens


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
