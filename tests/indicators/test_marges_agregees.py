"""Intervals carried through every aggregation (domain.md §3.6, §5.2.10), against a second computation in plain Python.

From communes to EPCI, départements, régions and France: counts are summed first, the interval is made on the sums, and the error of
rounding is 2.5 for each rounded commune of each term.  An interval is never summed nor averaged.
"""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctg_data.diagnostic.uncertainty import bornes
from ctg_data.indicators import compute
from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.model import Moyenne, Ratio
from ctg_data.indicators.termes import ref
from ctg_data.territoires.referentiel import NIVEAUX
from tests.indicators.outils import indicateur
from tests.indicators.pays import COMMUNES, MagasinEssai, mesures
from tests.indicators.test_oracle import PARENTS

Z = 1.959963984540054
NUM, DEN = ref("naissances"), ref("pop_municipale")
comptes = st.lists(st.tuples(st.integers(10, 300), st.integers(110, 900), st.booleans(), st.booleans()), min_size=7, max_size=7)


def wilson(x: float, n: float) -> tuple[float, float]:
    racine = Z * math.sqrt(Z * Z + 4 * x * (1 - x / n))
    return (2 * x + Z * Z - racine) / (2 * (n + Z * Z)), (2 * x + Z * Z + racine) / (2 * (n + Z * Z))


def byar(x: float) -> tuple[float, float]:
    return x * (1 - 1 / (9 * x) - Z / (3 * math.sqrt(x))) ** 3, (x + 1) * (1 - 1 / (9 * (x + 1)) + Z / (3 * math.sqrt(x + 1))) ** 3


def attendu(genre: str, x: float, n: float, *, dessus: int, dessous: int) -> tuple[float, float]:
    """The bounds of one territory, from the sums of its communes and how many of them were rounded above and below."""
    erreur = 100 * 2.5 * (dessus + x / n * dessous) / n
    bas, haut = {
        "proportion": lambda: [100 * b for b in wilson(x, n)],
        "byar": lambda: [100 * b / n for b in byar(x)],
        "couverture": lambda: [100 * x / b for b in reversed(byar(n))],
    }[genre]()
    return max(bas - erreur, 0), min(haut + erreur, 100) if genre == "proportion" else haut + erreur


def _lignes(mesure: str, valeurs: list[int], arrondis: list[bool], annee: int = 2024) -> list:
    """Two frames: exact rows, rounded rows."""
    return [
        mesures(*((c, annee, mesure, v) for c, v, a in zip(COMMUNES, valeurs, arrondis, strict=True) if a == arr5), arr5=arr5)
        for arr5 in (False, True)
        if arr5 in arrondis
    ]


def _lues(i, donnees: Donnees) -> dict:
    resultats = {}
    for niveau, (resultat,) in compute.calcule(i, donnees).items():
        bas, haut = bornes(resultat)
        for (u, code), j in product(enumerate(resultat.codes), range(len(resultat.annees))):
            resultats[niveau, code, resultat.annees[j]] = bas[u, j], haut[u, j], resultat.valeur.valeur[u, j]
    return resultats


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(pays_tire=comptes, genre=st.sampled_from(["proportion", "byar", "couverture"]))
def test_bounds_of_every_level_are_those_of_its_sums(pays, pays_tire, genre):
    haut, bas, arr_haut, arr_bas = (list(t) for t in zip(*pays_tire, strict=True))
    haut = [min(x, n) for x, n in zip(haut, bas, strict=True)] if genre == "proportion" else haut
    i = indicateur(Ratio(NUM, DEN, bornee=genre == "proportion"), intervalle="" if genre == "proportion" else genre)
    frames = (*_lignes("naissances", haut, arr_haut), *_lignes("pop_municipale", bas, arr_bas))
    lues = _lues(i, Donnees(MagasinEssai(*frames), pays))
    for niveau in NIVEAUX:
        for code in set(PARENTS[niveau].values()):
            places = [k for k, c in enumerate(COMMUNES) if PARENTS[niveau][c] == code]
            x, n, dessus, dessous = (sum(t[k] for k in places) for t in (haut, bas, arr_haut, arr_bas))
            assert lues[niveau, code, 2024][:2] == pytest.approx(attendu(genre, x, n, dessus=dessus, dessous=dessous)), (niveau, code)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(annees=st.lists(st.lists(st.integers(20, 400), min_size=7, max_size=7), min_size=3, max_size=3), arr5=st.booleans())
def test_a_mean_of_three_years_has_the_bounds_of_the_total_at_every_level(pays, annees, arr5):
    """Births of three years: Byar on their total, divided by three; rounding, 2.5 for each commune and year, divided too (rounded up)."""
    i = indicateur(Moyenne(NUM, 3), intervalle="byar", unite="naissances")
    frames = [f for a, valeurs in zip((2022, 2023, 2024), annees, strict=True) for f in _lignes("naissances", valeurs, [arr5] * 7, a)]
    lues = _lues(i, Donnees(MagasinEssai(*frames), pays))
    for niveau in NIVEAUX:
        for code in set(PARENTS[niveau].values()):
            places = [k for k, c in enumerate(COMMUNES) if PARENTS[niveau][c] == code]
            total = sum(valeurs[k] for valeurs in annees for k in places)
            bas, haut = (b / 3 for b in byar(total))
            erreur = 2.5 * len(places) if arr5 else 0
            lu = lues[niveau, code, 2024]
            if not np.isnan(lu[2]):
                assert lu[:2] == pytest.approx((max(bas - erreur, 0), haut + erreur))


def test_a_whole_is_known_better_than_its_parts(pays):
    """Seven equal communes of 20 in 200: 8.4 points wide each, 3.1 together."""
    frames = (*_lignes("naissances", [20] * 7, [False] * 7), *_lignes("pop_municipale", [200] * 7, [False] * 7))
    lues = _lues(indicateur(Ratio(NUM, DEN)), Donnees(MagasinEssai(*frames), pays))
    largeurs = {niveau: round(float(haut - bas), 1) for (niveau, _, _), (bas, haut, _) in lues.items()}
    assert (largeurs["commune"], largeurs["france"]) == (8.4, 3.1)
