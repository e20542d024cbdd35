"""Ranks of every EPCI of France with their intervals, beside the draws and the sort alone."""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks import alterne, dit
from ctg_data.diagnostic import rangs
from ctg_data.diagnostic.effectifs import Loi, Nature
from ctg_data.diagnostic.uncertainty import wilson

UNITES, TIRAGES, TOURS, BARRE = 1254, 2000, 7, 2.0


def duree(geste: Callable[[], object]) -> Callable[[], float]:
    def mesure() -> float:
        debut = time.perf_counter()
        geste()
        return time.perf_counter() - debut

    return mesure


def main() -> int:
    hasard = np.random.default_rng(1)
    n = hasard.integers(300, 60_000, UNITES).astype(float)
    x = hasard.binomial(n.astype(int), 0.2).astype(float)
    trois = dict(zip(("valeur", "ic_bas", "ic_haut"), (np.round(100 * t, 1) for t in (x / n, *wilson(x, n))), strict=True))
    frame = pd.DataFrame(trois).assign(code=[f"{i:09d}" for i in range(UNITES)], statut="ok", modalite="total")
    gestes = {
        "rangs": duree(lambda: rangs.rangs(frame, Nature(Loi.PROPORTION, 100, 0.1), graine="banc", tirages=TIRAGES)),
        "tirages et tri": duree(lambda: np.argsort(hasard.beta(x + 0.5, n - x + 0.5, size=(TIRAGES, UNITES)), axis=1)),
    }
    return 0 if dit(f"rangs de {UNITES} EPCI, {TIRAGES} tirages", alterne(gestes, TOURS), BARRE) else 1


if __name__ == "__main__":
    sys.exit(main())
