"""Funnel: exact limits around a reference, found again by summing probabilities by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ctg_data.diagnostic import entonnoir
from ctg_data.diagnostic.effectifs import Loi, Nature
from ctg_data.diagnostic.entonnoir import ALARME, Place
from tests.diagnostic.publiees import publiees

PART, TAUX, COUVERTURE = Nature(Loi.PROPORTION, 100, 0.1), Nature(Loi.TAUX, 1000, 0.1), Nature(Loi.COUVERTURE, 100, 0.1)
comptes = st.lists(st.integers(250, 4000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=8)


def binomiale(n: int, p: float, k: int) -> float:
    """P(X ≤ k), summed."""
    return sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


@given(st.integers(10, 400), st.floats(0.02, 0.98), st.sampled_from([0.95, 0.998]))
def test_out_of_the_limits_is_having_too_small_a_probability(n, p, niveau):
    bas, haut = (t[0] for t in entonnoir.limites(np.array([float(n)]), 100 * p, PART, niveau=niveau))
    queue = (1 - niveau) / 2
    k = np.arange(n + 1)
    k = k[(np.abs(100 * k / n - bas) > 1e-6) & (np.abs(100 * k / n - haut) > 1e-6)]
    assert ((100 * k / n < bas) == (stats.binom.cdf(k, n, p) < queue)).all()
    assert ((100 * k / n > haut) == (stats.binom.sf(k - 1, n, p) < queue)).all()


def test_a_share_by_hand():
    """20 %, 50 persons: 4 or fewer 1.85 times in 100, 5 or fewer 4.80; 17 or more 1.44, 16 or more 3.08."""
    assert [round(100 * binomiale(50, 0.2, k), 2) for k in (4, 5)] == [1.85, 4.80]
    assert [round(100 * (1 - binomiale(50, 0.2, k)), 2) for k in (16, 15)] == [1.44, 3.08]
    bas, haut = (t[0] for t in entonnoir.limites(np.array([50.0]), 20.0, PART))
    assert 8 < bas < 10
    assert 32 < haut < 34


@pytest.mark.parametrize(("attendus", "cote"), [(10.2416, 0), (1.0899, 1)])
def test_a_rate_is_the_exact_poisson_interval_turned_over(attendus, cote):
    """4 events have 1.090 to 10.242 for limits: where 10.242 are expected the low limit is 4, where 1.090 are, the high one."""
    lus = entonnoir.limites(np.array([1000 * attendus]), 1.0, TAUX)
    assert lus[cote][0] * attendus == pytest.approx(4, abs=0.001)


def test_a_coverage_lets_children_vary_and_keeps_places():
    """60 places at 60 per 100: 100 children expected, of whom 80 to 120 are usual: 50 to 75 places per 100."""
    lu = entonnoir.entonnoir(publiees([(60, 100), (60, 60), (600, 800)], COUVERTURE), COUVERTURE, 60.0)
    assert lu.taille == pytest.approx([100, 100, 1000], rel=0.01)
    assert [lu.alerte[0][0], lu.alerte[1][0]] == pytest.approx([49.7, 74.9], abs=0.6)
    assert list(lu.place) == [Place.DEDANS, Place.TRES_HAUT, Place.TRES_HAUT]


@settings(max_examples=40)
@given(comptes, st.floats(5, 95))
def test_limits_hold_the_reference_and_widen_with_their_level(lues, reference):
    lu = entonnoir.entonnoir(publiees(lues), PART, reference)
    assert (lu.alarme[0] <= lu.alerte[0]).all()
    assert (lu.alerte[0] <= reference).all()
    assert (reference <= lu.alerte[1]).all()
    assert (lu.alerte[1] <= lu.alarme[1] + 1e-9).all()
    assert set(lu.hors(ALARME)) <= set(lu.hors(0.95))


def test_larger_units_have_narrower_limits():
    bas, haut = entonnoir.limites(np.array([100.0, 400.0, 1600.0, 1e6]), 25.0, PART)
    assert (np.diff(haut - bas) < 0).all()


def test_a_reference_at_the_end_of_the_scale_is_its_own_limit():
    for nature, reference in ((PART, 0.0), (PART, 100.0), (TAUX, 0.0)):
        assert [float(t[0]) for t in entonnoir.limites(np.array([300.0]), reference, nature)] == [reference, reference]


def test_a_count_has_no_funnel():
    with pytest.raises(ValueError, match="grows"):
        entonnoir.limites(np.array([10.0]), 5.0, Nature(Loi.COMPTE, 1, 1))


def test_by_chance_alone_one_in_five_hundred_leaves_the_outer_limits():
    """4,000 territories drawn at the reference itself: about 5 % leave the inner limits at most, and 0.2 % the outer ones."""
    hasard = np.random.default_rng(5)
    n = hasard.integers(300, 5000, 4000)
    frame = publiees(list(zip(hasard.binomial(n, 0.2), n, strict=True))).assign(code=[f"{i:05d}" for i in range(4000)])
    lu = entonnoir.entonnoir(frame, PART, 20.0)
    assert 0.03 < len(lu.hors(0.95)) / 4000 <= 0.06
    assert len(lu.hors()) / 4000 < 0.005
