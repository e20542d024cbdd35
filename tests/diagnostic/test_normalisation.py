"""The three scales: worked numbers, ties, and that each keeps the order (domain.md §3.3)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic.normalisation import NORMALISATIONS, ecarts_reduits, min_max, percentiles
from ctg_data.diagnostic.star import percentile

VALEURS = np.array([1.0, 2.0, 2.0, 4.0, np.nan])


def test_percentiles_are_those_of_the_star():
    """100·(0 + 0.5)/4 = 12.5; 100·(1 + 1)/4 = 50 for the two equal ones; 87.5."""
    assert percentiles(VALEURS).tolist()[:4] == [12.5, 50, 50, 87.5]
    assert np.isnan(percentiles(VALEURS)[4])


def test_reduced_gaps():
    """Median 3, MAD 1: the last, 100, is brought to 97.5 % of the set, then clipped."""
    x = np.array([1.0, 2, 3, 4, 100])
    assert ecarts_reduits(x)[1:4] == pytest.approx([50 - 10 / 1.4826, 50, 50 + 10 / 1.4826])
    assert ecarts_reduits(x)[4] == 100


def test_min_max_runs_from_0_to_100():
    lues = min_max(np.arange(101.0))
    assert (lues[0], lues[50], lues[100]) == (0, 50, 100)
    assert lues[2] == lues[0]  # under 2.5 %


@pytest.mark.parametrize("nom", NORMALISATIONS)
def test_equal_values_are_in_the_middle_and_nothing_stays_nothing(nom: str):
    assert NORMALISATIONS[nom](np.full(7, 3.0)).tolist() == [50] * 7
    assert np.isnan(NORMALISATIONS[nom](np.full(3, np.nan))).all()


@given(
    nom=st.sampled_from(sorted(NORMALISATIONS)),
    valeurs=st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), min_size=1, max_size=40).map(np.array),
)
def test_each_keeps_the_order_and_stays_between_0_and_100(nom: str, valeurs: np.ndarray):
    lues = NORMALISATIONS[nom](valeurs)
    assert (np.isnan(lues) == np.isnan(valeurs)).all()
    rangees = lues[~np.isnan(valeurs)][np.argsort(valeurs[~np.isnan(valeurs)], kind="stable")]
    assert (np.diff(rangees) >= -1e-6).all()
    assert ((rangees >= 0) & (rangees <= 100)).all()


@given(valeurs=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_the_percentile_of_one_is_that_of_all(valeurs: list[float]):
    assert percentiles(np.array(valeurs))[0] == pytest.approx(percentile(np.array(valeurs), valeurs[0]))
