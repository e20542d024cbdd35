"""Published rows of one indicator and one year, made from counts as the library publishes them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ctg_data.diagnostic.effectifs import Loi, Nature
from ctg_data.diagnostic.uncertainty import poisson, wilson

ENTIERS_SOUS = 250


def publiees(comptes: Sequence[tuple[float, float]], nature: Nature | None = None) -> pd.DataFrame:
    """One row a pair (x, n), codes « 00 », « 01 »…: the figure in % and its Wilson bounds, whole points under 250, else tenths.

    ``nature``: another law (rates: Byar on x; coverage: x places for n children, who vary), at its own step.
    """
    x, n = np.array(comptes, dtype="float64").T
    valeur, bas, haut = _exactes(x, n, nature)
    pas = np.full(len(x), nature.pas) if nature else np.where(n < ENTIERS_SOUS, 1.0, 0.1)
    trois = (np.round(np.round(t / pas) * pas, 6) for t in (valeur, bas, haut))
    codes = [f"{i:02d}" for i in range(len(x))]
    return pd.DataFrame(dict(zip(("valeur", "ic_bas", "ic_haut"), trois, strict=True))).assign(code=codes, statut="ok", modalite="total")


def _exactes(x: np.ndarray, n: np.ndarray, nature: Nature | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if nature is None or nature.loi is Loi.PROPORTION:
        bas, haut = wilson(x, n)
        return 100 * x / n, 100 * bas, 100 * haut
    if nature.loi is Loi.COUVERTURE:
        bas, haut = poisson(n)
        return nature.pour * x / n, nature.pour * x / haut, nature.pour * x / bas
    bas, haut = poisson(x)
    return nature.pour * x / n, nature.pour * bas / n, nature.pour * haut / n
