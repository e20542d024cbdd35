"""Changes and trends: vectors worked by hand, invariants, and a second computation of the exact test."""

from itertools import permutations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ctg_data.diagnostic import mouvements, trends
from ctg_data.diagnostic.trends import Motif, Observation, Pairs
from ctg_data.diagnostic.uncertainty import wilson
from ctg_data.indicators.model import Effectif, Moyenne, Ratio, Ref, Variation
from tests.indicators.outils import indicateur

DIX = Observation(2019, 10.0, "ok", 5.5, 17.4)
"""10 of 100: Wilson gives 5,5 to 17,4 % (domain.md §3.6)."""
VINGT = Observation(2024, 20.0, "ok", 13.3, 28.9)
"""20 of 100."""


def serie(*valeurs, debut=2015, **plus):
    return tuple(Observation(debut + i, v, "ok" if v is not None else "s", **plus) for i, v in enumerate(valeurs))


def test_newcombe_worked_by_hand():
    """10 % to 20 %: 10 - √(6,7² + 7,4²) = 10 - 9,98 = 0,02; 10 + √(8,9² + 4,5²) = 10 + 9,97 = 19,97."""
    assert trends.difference(DIX, VINGT) == (pytest.approx(0.018, abs=0.001), pytest.approx(19.973, abs=0.001))


def test_newcombe_published_example():
    """56/70 against 48/80, Newcombe (1998), method 10: 0,2000 with 0,0524 to 0,3339."""
    (b1, h1), (b2, h2) = (tuple(float(x) for x in wilson(np.float64(x), np.float64(n))) for x, n in ((48, 80), (56, 70)))
    bas, haut = trends.difference(Observation(1, 0.6, "ok", b1, h1), Observation(2, 0.8, "ok", b2, h2))
    assert (bas, haut) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


def test_what_rounding_may_hide_widens_the_interval():
    """Told from noise by 0,02 point on exact figures, not on figures rounded to one decimal: 0,02 - 0,05 - 0,05 < 0."""
    assert trends.change(DIX, VINGT, relatif=False).direction == 1
    arrondis = [Observation(o.annee, o.valeur, "ok", o.ic_bas, o.ic_haut, pas=0.1) for o in (DIX, VINGT)]
    c = trends.change(*arrondis, relatif=False)
    assert (c.direction, round(c.bas, 2)) == (0, -0.08)


def test_a_count_moves_in_percent_on_logarithms():
    """300 (266 to 336) then 360 (322 to 400): +20 %.

    0,182 - √(0,112² + 0,113²) = 0,023 is +2,4 %; 0,182 + √(0,105² + 0,120²) = 0,342 is +40,8 %.
    """
    c = trends.change(Observation(2019, 300, "ok", 266, 336), Observation(2022, 360, "ok", 322, 400), relatif=True)
    assert c.relatif
    assert (round(c.ecart, 1), round(c.bas, 1), round(c.haut, 1)) == (20.0, 2.4, 40.8)


def test_without_bounds_nothing_is_concluded():
    c = trends.change(Observation(2019, 10.0), Observation(2024, 90.0), relatif=False)
    assert (c.ecart, c.marge, c.direction, c.p) == (80.0, False, 0, 1.0)


@pytest.mark.parametrize(
    ("avant", "apres", "motif"),
    [
        (Observation(2019, None, "s"), VINGT, Motif.ABSENTE),
        (DIX, Observation(2024, None, "ns"), Motif.ABSENTE),
        (Observation(2018, 1.0), Observation(2020, 1.0), Motif.FENETRE),
        (Observation(2019, 1.0), Observation(2024, 1.0), None),
        (Observation(2013, 1.0), Observation(2018, 1.0), Motif.RUPTURE),
        (Observation(2019, 1.0, source="cnaf"), Observation(2024, 1.0, source="caf"), Motif.SOURCE),
    ],
)
def test_years_that_are_not_compared(avant, apres, motif):
    """Break in 2018, five years pooled."""
    assert trends.refus(avant, apres, ruptures=(2018,), fenetre=5) is motif


def test_gaps_and_breaks_are_never_joined():
    observations = (Observation(2016, 1.0, source="a"), Observation(2017, None, "s"), Observation(2018, 1.0, source="a"),
                    Observation(2019, 1.0, source="a"), Observation(2020, 1.0, source="b"))  # fmt: skip
    assert trends.segments(observations, (2018,)) == (0, 0, 1, 1, 2)
    assert trends.changements_de_source(observations) == (2020,)


def test_overlapping_means_are_thinned():
    """Means of three years of 2012 to 2024: only one in three shares no birth with the next."""
    points = trends.independantes(serie(*range(13), debut=2012), ruptures=(), fenetre=3)
    assert [o.annee for o in points] == [2012, 2015, 2018, 2021, 2024]
    assert [o.annee for o in trends.independantes(serie(*range(13), debut=2012), ruptures=(2017,), fenetre=3)] == [2018, 2021, 2024]


def test_a_hidden_last_year_leaves_no_news():
    assert trends.derniere(serie(1.0, 2.0, None)) is None
    assert trends.derniere((*serie(1.0, 2.0), Observation(2017, None, "nd"))).annee == 2016


def test_windows_of_the_formulas():
    r = (Ref("naissances"),)
    assert trends.fenetre(indicateur(Moyenne(r, 3)), 1) == 3
    assert trends.fenetre(indicateur(Variation(r, 5)), 1) == 5
    assert trends.fenetre(indicateur(Effectif(r)), 5) == 5
    assert trends.fenetre(indicateur(Ratio(r, r)), 1) == 1


@pytest.mark.parametrize(
    ("valeurs", "s", "p"),
    [
        ((1, 2, 3, 4, 5), 10, 2 / 120),
        ((1, 2, 3, 5, 4), 8, 10 / 120),
        ((3, 3, 3, 3, 3), 0, 1.0),
        ((5, 4, 3, 2, 1, 0), -15, 2 / 720),
    ],
)
def test_mann_kendall_by_hand(valeurs, s, p):
    """Five points in order: 1 order in 120 rises so, 1 falls so."""
    assert trends.mann_kendall(valeurs) == (s, pytest.approx(p))


def s_de(valeurs) -> int:
    return sum(int(np.sign(b - a)) for i, a in enumerate(valeurs) for b in valeurs[i + 1 :])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 3), min_size=5, max_size=6))
def test_mann_kendall_equals_every_permutation(valeurs):
    tous = [s_de(ordre) for ordre in permutations(valeurs)]
    s, p = trends.mann_kendall(valeurs)
    assert s == s_de(valeurs)
    assert p == pytest.approx(np.mean([abs(x) >= abs(s) for x in tous]))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(-50, 50), min_size=5, max_size=12, unique=True))
def test_mann_kendall_equals_scipy_without_ties(valeurs):
    attendu = stats.kendalltau(range(len(valeurs)), valeurs, method="exact")
    s, p = trends.mann_kendall(valeurs)
    assert s / comb(len(valeurs), 2) == pytest.approx(attendu.statistic)
    assert p == pytest.approx(attendu.pvalue)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 20), min_size=5, max_size=9), st.integers(-100, 100))
def test_a_constant_changes_nothing_and_reversal_flips_the_sign(valeurs, constante):
    s, p = trends.mann_kendall(valeurs)
    assert trends.mann_kendall([v + constante for v in valeurs]) == (s, pytest.approx(p))
    assert trends.mann_kendall(valeurs[::-1]) == (-s, pytest.approx(p))


def test_no_test_under_five_points():
    assert trends.tendance(serie(1.0, 2.0, 3.0, 4.0)) is None
    assert trends.tendance(serie(1.0, 2.0, 3.0, 4.0, 5.0)).direction == 1
    assert trends.tendance(serie(5.0, 4.0, 3.0, 1.0, 2.0)).direction == 0


bornes = st.tuples(st.floats(5, 95), st.floats(0.1, 5), st.floats(0.1, 5))


@settings(deadline=None, max_examples=60)
@given(bornes, bornes)
def test_exchanging_the_years_mirrors_the_interval(a, b):
    x, y = (Observation(2020, v, "ok", v - bas, v + haut) for v, bas, haut in (a, b))
    (b1, h1), (b2, h2) = trends.difference(x, y), trends.difference(y, x)
    assert (b1, h1) == (pytest.approx(-h2), pytest.approx(-b2))


@settings(deadline=None, max_examples=60)
@given(bornes, bornes)
def test_p_agrees_with_the_interval(a, b):
    x, y = (Observation(2020, v, "ok", v - bas, v + haut) for v, bas, haut in (a, b))
    c = trends.change(x, y, relatif=False)
    assert (c.p < 0.05) == (c.direction != 0) or c.p == pytest.approx(0.05)


def test_the_interval_covers_as_it_says():
    """4 000 pairs of years of a rate that does not move: about 5 % are said to."""
    hasard = np.random.default_rng(7)
    faux = 0
    for _ in range(4000):
        deux = []
        for x in hasard.binomial(200, 0.2, 2):
            bas, haut = wilson(np.float64(x), np.float64(200))
            deux.append(Observation(2020, x / 2, "ok", 100 * float(bas), 100 * float(haut)))
        faux += trends.change(*deux, relatif=False).direction != 0
    assert 0.035 < faux / 4000 < 0.06


def test_benjamini_hochberg_by_hand():
    """Five tests at 5 %: sorted p against 0,01 0,02 0,03 0,04 0,05; the third is the last one under its line."""
    assert trends.retenues([0.001, 0.5, 0.012, 0.029, 0.045], 0.05) == [True, False, True, True, False]
    assert trends.retenues([0.011, 0.03, 0.2, 0.5, 0.9], 0.05) == [False] * 5
    assert trends.retenues([], 0.05) == []


def test_the_band_keeps_the_same_units():
    """25 units, one of which lacks a year: 24 make the band every year; the year that few have is left out."""
    table = np.add.outer(np.arange(25.0), np.arange(4.0))
    table[24, 1] = np.nan
    table[5:, 3] = np.nan
    bande = trends.bande(table, (2020, 2021, 2022, 2023))
    assert [(e.annee, e.milieu, e.n) for e in bande] == [(2020, 11.5, 24), (2021, 12.5, 24), (2022, 13.5, 24)]
    assert trends.bande(table[:19], (2020, 2021, 2022, 2023)) == ()


def test_divergence_is_out_of_the_band_and_away_from_the_median():
    pairs = Pairs(-1.0, 0.5, 2.0, 60)
    loin = trends.Changement(DIX, VINGT, 10.0, 6.0, 14.0)
    assert trends.diverge(loin, pairs) < 0.001
    assert trends.diverge(trends.Changement(DIX, VINGT, 1.9, 1.8, 2.0), pairs) == 1.0
    assert trends.diverge(trends.Changement(DIX, VINGT, 3.0, -2.0, 8.0), pairs) > 0.05
    assert trends.diverge(trends.Changement(DIX, VINGT, 3.0), pairs) == 1.0


def test_words_say_how_much_when_and_how_sure():
    taux = indicateur(Ratio((Ref("a"),), (Ref("b"),)), unite="%", decimales=1)
    sur = trends.Changement(DIX, VINGT, 10.0, 2.0, 18.0)
    assert mouvements.changement(sur, taux).startswith("Hausse de 10,0\u00a0points entre 2019 et 2024 (entre 2,0 et 18,0\u00a0points)")
    assert "plus que le bruit" in mouvements.changement(sur, taux)
    assert "on ne peut pas conclure" in mouvements.changement(trends.Changement(DIX, VINGT, 1.0, -2.0, 4.0), taux)
    assert "marge inconnue" in mouvements.changement(trends.Changement(DIX, VINGT, 1.0), taux)
    assert mouvements.tendance(None, taux, 3).startswith("Pas de test de tendance : 3\u00a0années")


def test_counts_rounded_at_source_add_their_errors():
    """Rounding is a bound, not chance: 10 - (6,7 + 7,4) rather than the root of their squares."""
    arrondis = [Observation(o.annee, o.valeur, "ok", o.ic_bas, o.ic_haut, arr5=True) for o in (DIX, VINGT)]
    assert trends.difference(*arrondis) == (pytest.approx(10 - 14.1), pytest.approx(10 + 13.4))
