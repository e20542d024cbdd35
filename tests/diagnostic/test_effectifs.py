"""Sizes and draws from published figures, against the counts behind them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ctg_data.diagnostic import effectifs
from ctg_data.diagnostic.effectifs import Loi, Nature
from ctg_data.indicators.registry import par_id
from tests.diagnostic.publiees import publiees

PART, TAUX, COUVERTURE = Nature(Loi.PROPORTION, 100, 0.1), Nature(Loi.TAUX, 1000, 0.1), Nature(Loi.COUVERTURE, 100, 0.1)


def lues(comptes, nature=None):
    return effectifs.lit(publiees(comptes, nature))


@pytest.mark.parametrize(("x", "n"), [(300, 1000), (3, 1000), (990, 1000), (12000, 40000)])
def test_the_size_behind_a_share_is_found_again_within_what_its_display_hides(x, n):
    p = lues([(x, n)])
    relative = 0.1 / (p.haut - p.bas)[0]
    assert effectifs.effectif(PART, p)[0] == pytest.approx(n, rel=2.5 * relative)


def test_unrounded_intervals_give_the_very_size():
    fin = Nature(Loi.PROPORTION, 100, 1e-9)
    for x, n in ((10, 100), (0, 20), (3, 12), (12, 12)):
        assert effectifs.effectif(fin, lues([(x, n)], fin))[0] == pytest.approx(n, rel=1e-6)


@pytest.mark.parametrize("x", [0, 1, 4, 25, 400])
def test_rates_and_coverages_give_the_very_size_too(x):
    taux, couverture = Nature(Loi.TAUX, 1000, 1e-9), Nature(Loi.COUVERTURE, 100, 1e-9)
    assert effectifs.effectif(taux, lues([(x, 5000)], taux))[0] == pytest.approx(5000, rel=1e-4)
    assert effectifs.effectif(couverture, lues([(50, x + 1)], couverture))[0] == pytest.approx(x + 1, rel=1e-3)


@given(st.data())
def test_the_smallest_size_is_never_over_the_real_one(data):
    """So that « at least 100 » is certain of the size that is not published."""
    nature = data.draw(st.sampled_from([PART, TAUX, COUVERTURE]))
    n = data.draw(st.integers(1, 3000))
    x = data.draw(st.integers(0, n if nature is PART else 500))
    p = lues([(x, n)], None if nature is PART else nature)
    assert effectifs.effectif_minimal(nature, p)[0] <= n * (1 + 1e-3)


def test_an_interval_without_width_does_not_vary():
    frame = publiees([(100, 1000), (200, 1000)])
    frame[["ic_bas", "ic_haut"]] = frame[["valeur", "valeur"]].to_numpy()
    p = effectifs.lit(frame)
    tires = effectifs.tire(PART, p, hasard=np.random.default_rng(1), tirages=50)
    assert (tires == p.valeur).all()


@pytest.mark.parametrize(("x", "n"), [(300, 1000), (3, 300), (0, 400), (60, 120)])
def test_draws_of_a_share_follow_the_exact_law(x, n):
    """The law that the counts themselves would give: Beta(x + 1/2, n - x + 1/2)."""
    tires = effectifs.tire(PART, lues([(x, n)]), hasard=np.random.default_rng(1), tirages=20_000)[:, 0]
    exacts = 100 * stats.beta(x + 0.5, n - x + 0.5).ppf([0.05, 0.5, 0.95])
    etendue = exacts[2] - exacts[0]
    assert np.quantile(tires, [0.05, 0.5, 0.95]) == pytest.approx(exacts, abs=0.08 * etendue + 0.05)


@pytest.mark.parametrize("x", [0, 4, 25, 900])
def test_draws_of_a_rate_follow_the_exact_law(x):
    p = lues([(x, 10_000)], Nature(Loi.TAUX, 1000, 0.001))
    tires = effectifs.tire(Nature(Loi.TAUX, 1000, 0.001), p, hasard=np.random.default_rng(1), tirages=20_000)[:, 0]
    exacts = stats.gamma(x + 0.5).ppf([0.05, 0.5, 0.95]) / 10
    assert np.quantile(tires, [0.05, 0.5, 0.95]) == pytest.approx(exacts, abs=0.05 * (exacts[2] - exacts[0]) + 0.005)


def test_a_coverage_varies_with_its_children():
    tires = effectifs.tire(COUVERTURE, lues([(60, 100)], COUVERTURE), hasard=np.random.default_rng(1), tirages=20_000)[:, 0]
    exacts = 6000 / stats.gamma(100.5).ppf([0.95, 0.5, 0.05])
    assert np.quantile(tires, [0.05, 0.5, 0.95]) == pytest.approx(exacts, abs=0.5)


@pytest.mark.parametrize(
    ("indicateur", "loi", "pour"),
    [
        ("part_foyers_br", Loi.PROPORTION, 100),
        ("impayes_al", Loi.PROPORTION, 1000),
        ("tx_natalite", Loi.TAUX, 1000),
        ("tx_couv_global", Loi.COUVERTURE, 100),
        ("naissances_moy3", Loi.COMPTE, 1),
    ],
)
def test_the_catalogue_says_what_varies(indicateur, loi, pour):
    nature = effectifs.nature(par_id()[indicateur])
    assert (nature.loi, nature.pour) == (loi, pour)


@pytest.mark.parametrize("indicateur", ["tx_pauvrete_60", "indice_jeunesse", "pop_municipale", "ecart_couv_ref", "places_manquantes_ref"])
def test_a_figure_without_interval_has_no_nature(indicateur):
    assert effectifs.nature(par_id()[indicateur]) is None


def test_one_indicator_and_one_year_at_a_time():
    frame = publiees([(100, 1000), (200, 1000)]).assign(code="00")
    with pytest.raises(ValueError, match="twice"):
        effectifs.lit(frame)
