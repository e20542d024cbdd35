"""Ranks by simulation: their interval, their invariants, and what they never say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctg_data.diagnostic import effectifs, rangs
from ctg_data.diagnostic.effectifs import Loi, Nature
from tests.diagnostic.publiees import publiees

PART = Nature(Loi.PROPORTION, 100, 0.1)
comptes = st.lists(st.integers(250, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=12)


def classe(frame, **options):
    return rangs.rangs(frame, PART, graine="publication|indicateur|2023", tirages=200, **options)


@settings(max_examples=30, deadline=None)
@given(comptes)
def test_mean_ranks_sum_to_n_n_plus_1_over_2_and_the_interval_holds_the_median(lues):
    r = classe(publiees(lues))
    n = len(r.codes)
    assert r.moyen.sum() == pytest.approx(n * (n + 1) / 2)
    assert ((r.bas <= r.median) & (r.median <= r.haut) & (r.bas >= 1) & (r.haut <= n)).all()
    assert r.p_premiers.sum() <= r.k + 1e-9


@settings(max_examples=30, deadline=None)
@given(comptes, st.randoms())
def test_the_order_of_the_rows_does_not_matter(lues, hasard):
    frame = publiees(lues)
    ordre = list(range(len(frame)))
    hasard.shuffle(ordre)
    avant, apres = classe(frame), classe(frame.iloc[ordre])
    assert [avant.de(c) for c in frame["code"]] == [apres.de(c) for c in frame["code"]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_figures_without_width_have_their_exact_rank_ties_sharing_the_mean(valeurs):
    """10, 30, 30 %: ranks 3, 1.5 and 1.5 (1 + the number above + half of the other equals)."""
    frame = publiees([(v, 100) for v in valeurs])
    frame[["ic_bas", "ic_haut"]] = frame[["valeur", "valeur"]].to_numpy()
    attendus = [1 + sum(a > v for a in valeurs) + (valeurs.count(v) - 1) / 2 for v in valeurs]
    assert list(classe(frame).moyen) == attendus


def test_the_same_publication_gives_the_same_ranks_another_one_others():
    frame = publiees([(x, 300) for x in range(60, 100)])
    un, deux = (rangs.rangs(frame, PART, graine="a", tirages=100) for _ in range(2))
    assert (un.moyen == deux.moyen).all()
    assert (un.moyen != rangs.rangs(frame, PART, graine="b", tirages=100).moyen).any()


def test_a_sure_unit_is_the_first_and_a_small_one_is_spread():
    frame = publiees([(4000, 8000), *((x, 300) for x in (60, 66, 72, 78, 84))])
    r = classe(frame, k=1)
    premiere, petite = r.de("00"), r.de("03")
    assert (premiere.median, premiere.bas, premiere.haut, premiere.p_premiers) == (1, 1, 1, 1)
    assert petite.haut - petite.bas >= 3


def test_ranks_from_published_figures_are_those_of_the_counts():
    """The same simulation with the exact counts: medians within two places of forty, intervals within three."""
    hasard = np.random.default_rng(3)
    n = hasard.integers(250, 4000, 40)
    x = hasard.binomial(n, hasard.uniform(0.15, 0.35, 40))
    publies = rangs.rangs(publiees(list(zip(x, n, strict=True))), PART, graine="a")
    tires = hasard.beta(x + 0.5, n - x + 0.5, size=(4000, 40))
    exacts = np.quantile((-tires).argsort(axis=1).argsort(axis=1) + 1, [0.05, 0.5, 0.95], axis=0)
    assert np.abs(publies.median - exacts[1]).max() <= 2
    assert np.abs(publies.bas - exacts[0]).max() <= 3
    assert np.abs(publies.haut - exacts[2]).max() <= 3


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 99).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_nobody_under_a_hundred_is_ranked(petite):
    """The number is not published: its smallest possible value stands for it, so that no rank is ever given under 100."""
    assert classe(publiees([petite, (300, 1000)])).codes == ("01",)


def test_from_three_hundred_persons_on_a_figure_is_ranked():
    assert classe(publiees([(100, 300), (30, 300), (270, 300)])).codes == ("00", "01", "02")


@pytest.mark.parametrize(("unites", "tirages"), [(1, 2000), (1254, 2000), (4000, 1000), (34875, 200)])
def test_a_set_too_large_has_fewer_draws(unites, tirages):
    assert rangs.tirages_permis(unites) == tirages


def test_nothing_to_rank_gives_nothing():
    frame = publiees([(10, 40)])
    assert classe(frame).codes == ()
    assert classe(frame).de("00") is None
    assert classe(frame.iloc[:0]).codes == ()


def test_a_country_is_ranked_whole():
    """1,254 EPCI, 2,000 draws: the shape of the real use (its time is in benchmarks)."""
    hasard = np.random.default_rng(1)
    n = hasard.integers(300, 60_000, 1254)
    frame = publiees(list(zip(hasard.binomial(n, 0.2), n, strict=True))).assign(code=[f"{i:09d}" for i in range(1254)])
    r = rangs.rangs(frame, PART, graine="a")
    assert len(r.codes) == 1254
    assert effectifs.lit(frame).codes == r.codes


def test_the_threshold_is_a_hundred_to_the_unit_where_the_display_hides_nothing():
    fin = Nature(Loi.PROPORTION, 100, 1e-9)
    frame = publiees([(31, 99), (31, 101), (300, 1000)], fin)
    assert rangs.rangs(frame, fin, graine="a", tirages=50).codes == ("01", "02")
