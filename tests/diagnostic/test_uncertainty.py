"""The intervals of domain.md §3.6, vector by vector."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic import uncertainty
from ctg_data.indicators.model import Effectif, Indicateur, Moyenne, Publie, Ratio, Ref
from ctg_data.indicators.resultat import OK, Grille, Resultat
from tests.diagnostic.pays import indicateur

A, B = (Ref("foyers_rsa"),), (Ref("foyers_ref"),)


@pytest.mark.parametrize(("x", "n", "bas", "haut"), [(10, 100, 0.0552, 0.1744), (0, 20, 0, 0.1611), (3, 12, 0.0889, 0.5323)])
def test_wilson(x: float, n: float, bas: float, haut: float):
    lus = uncertainty.wilson(np.array([float(x)]), np.array([float(n)]))
    assert [round(b[0], 4) for b in lus] == [bas, haut]


@pytest.mark.parametrize(("x", "bas", "haut"), [(10, 4.787, 18.391), (25, 16.174, 36.906), (4, 1.090, 10.242), (0, 0, 3.689)])
def test_byar_and_exact_poisson(x: float, bas: float, haut: float):
    lus = uncertainty.poisson(np.array([float(x)]))
    assert [round(b[0], 3) for b in lus] == pytest.approx([bas, haut], abs=0.0011)


@given(st.integers(0, 200), st.integers(1, 200))
def test_a_proportion_lies_between_its_bounds_which_stay_between_0_and_1(x: int, reste: int):
    n = x + reste
    bas, haut = uncertainty.wilson(np.array([float(x)]), np.array([float(n)]))
    assert 0 <= bas[0] <= x / n <= haut[0] <= 1


def grille(valeur: float, arrondis: int = 0) -> Grille:
    cellule = np.array([[float(valeur)]])
    return Grille(cellule, np.full((1, 1), OK, dtype="int8"), cellule < -1, np.full((1, 1), arrondis), cellule < -1)


def resultat(i: Indicateur, valeur: Grille, num: Grille | None = None, den: Grille | None = None) -> Resultat:
    return Resultat(i, "epci", "total", ("200000000",), (2024,), valeur, num, den, np.zeros((1, 1), dtype=int), ("",))


def bornes(*args: object) -> list[float]:
    return [round(float(b[0, 0]), 4) for b in uncertainty.bornes(resultat(*args))]


def test_a_proportion_has_wilson_limits_in_its_own_unit():
    assert bornes(indicateur("part", Ratio(A, B)), grille(10), grille(10), grille(100)) == [5.5229, 17.4366]


def test_a_rate_that_is_not_a_proportion_has_byar_limits_when_asked():
    i = indicateur("taux", Ratio(A, B, pour=1000, bornee=False), intervalle="byar")
    assert bornes(i, grille(10), grille(10), grille(1000)) == pytest.approx([4.787, 18.391], abs=0.001)


def test_coverage_keeps_places_fixed_and_lets_children_vary():
    """25 children: 16.174 to 36.906, so 50 places are 135.5 to 309.1 per 100."""
    i = indicateur("couverture", Ratio(A, B, bornee=False), intervalle="couverture")
    assert bornes(i, grille(200), grille(50), grille(25)) == pytest.approx([50 / 36.906 * 100, 50 / 16.174 * 100], abs=0.02)


def test_a_mean_has_the_limits_of_its_total():
    """A mean of 10 over 3 years is a total of 30: 20.24 to 42.83, by Byar."""
    i = indicateur("moyenne", Moyenne(A, 3), intervalle="byar")
    assert bornes(i, grille(10), grille(30)) == pytest.approx([20.2376 / 3, 42.8280 / 3], abs=0.002)


def test_a_sum_of_counts_rounded_to_5_is_known_within_two_and_a_half_a_term():
    assert bornes(indicateur("compte", Effectif(A)), grille(100, 4), grille(100, 4)) == [90, 110]
    assert bornes(indicateur("compte", Effectif(A)), grille(5, 4), grille(5, 4)) == [0, 15]


def test_an_exact_count_has_no_interval():
    assert np.isnan(bornes(indicateur("compte", Effectif(A)), grille(100), grille(100))).all()


def test_rounding_at_source_widens_a_rate_by_the_error_of_both_terms():
    """20 of 200, both rounded: 100 x 2.5 (1 + 0.1) / 200 = 1.375 points on each side of 6.6-14.9."""
    exact = bornes(indicateur("part", Ratio(A, B)), grille(10), grille(20), grille(200))
    arrondi = bornes(indicateur("part", Ratio(A, B)), grille(10), grille(20, 1), grille(200, 1))
    assert arrondi == pytest.approx([exact[0] - 1.375, exact[1] + 1.375])


@pytest.mark.parametrize("formule", [Publie(Ref("txcouv", ("global",))), Ratio(A, B, bornee=False)])
def test_a_published_figure_and_a_plain_ratio_have_no_interval(formule: object):
    den = None if isinstance(formule, Publie) else grille(50)
    assert np.isnan(bornes(indicateur("x", formule), grille(10), den and grille(5), den)).all()


def test_none_means_none_even_for_a_proportion():
    i = dataclasses.replace(indicateur("part", Ratio(A, B)), intervalle="aucun")
    assert np.isnan(bornes(i, grille(10), grille(20, 1), grille(200, 1))).all()


def test_a_share_that_rounding_takes_over_100_stays_between_its_bounds():
    """105 of 100, both rounded to 5 (107 of 107, say): the share reads 105 %, and its bounds hold it."""
    bas, haut = bornes(indicateur("part", Ratio(A, B)), grille(105), grille(105, 1), grille(100, 1))
    assert bas <= 105 <= haut


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 9), st.integers(0, 9), st.sampled_from(["", "byar", "couverture"]))
def test_a_figure_lies_between_its_bounds_whatever_was_rounded(x: int, n: int, haut: int, bas: int, intervalle: str):
    i = indicateur("part", Ratio(A, B, bornee=intervalle == ""), intervalle=intervalle)
    x = min(x, n) if intervalle == "" else x
    lus = bornes(i, grille(100 * x / n), grille(x, haut), grille(n, bas))
    assert lus[0] - 1e-4 <= 100 * x / n <= lus[1] + 1e-4
