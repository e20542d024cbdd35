"""Bar of the watch: every alert of one EPCI against its portrait, on the demonstration, with the sets of comparable territories read.

Each round takes an EPCI that was not read before, so that neither side answers from its memory.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date

from benchmarks import SAUTE, alterne, dit
from ctg_data import settings
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import referentiel
from ctg_data.views.portrait import portrait
from ctg_data.views.veille import alertes

TOURS = 15
BARRE = 0.8
STRATE = "20_50"


def main() -> int:
    reglages = settings.load()
    corpus, ref = Corpus(reglages), referentiel.charge(reglages.reference)
    if corpus.demonstration is None:
        print("sans démonstration : mesure sautée")
        return SAUTE
    codes = iter(sorted(c for c, s in ref.strates().items() if s.id == STRATE and corpus.est_demo("epci", c)))
    jour = date(2026, 1, 1)
    gestes = {
        "veille": lambda: _duree(codes, lambda code: alertes(corpus, ref, niveau="epci", code=code, jour=jour)),
        "portrait": lambda: _duree(codes, lambda code: portrait(corpus, ref, niveau="epci", code=code, jour=jour)),
    }
    return 0 if dit("alertes d’un EPCI", alterne(gestes, TOURS), BARRE) else 1


def _duree(codes: Iterator[str], geste: Callable[[str], object]) -> float:
    code = next(codes)
    debut = time.perf_counter()
    geste(code)
    return time.perf_counter() - debut


if __name__ == "__main__":
    sys.exit(main())
