"""Shrinkage as a layer: what it does to small units, and what it never touches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctg_data.diagnostic import lissage
from ctg_data.diagnostic.effectifs import Loi, Nature
from tests.diagnostic.publiees import publiees

PART = Nature(Loi.PROPORTION, 100, 0.1)
comptes = st.lists(st.integers(50, 4000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=12)


@settings(max_examples=40)
@given(comptes)
def test_a_smoothed_figure_lies_between_its_own_and_the_whole(lues):
    x, n = np.array(lues, dtype=float).T
    lu = lissage.lisse(x / n, n)
    assert ((lu.poids >= 0) & (lu.poids <= 1)).all()
    assert (lu.lisse >= np.minimum(x / n, lu.ensemble) - 1e-12).all()
    assert (lu.lisse <= np.maximum(x / n, lu.ensemble) + 1e-12).all()
    assert lu.ensemble == pytest.approx(x.sum() / n.sum())


def test_at_equal_shares_the_smaller_unit_moves_more():
    lu = lissage.lisse(np.array([0.4, 0.4, 0.1, 0.25]), np.array([100.0, 2000.0, 900.0, 900.0]))
    assert lu.poids[0] < lu.poids[1]
    assert lu.lisse[0] < lu.lisse[1] < 0.4


def test_the_layer_from_published_figures_is_close_to_that_of_the_counts():
    """Beside the layer, the formula on the counts themselves: within a tenth of the interval everywhere."""
    hasard = np.random.default_rng(2)
    n = hasard.integers(120, 3000, 60)
    x = hasard.binomial(n, hasard.beta(20, 60, 60))
    frame = publiees(list(zip(x, n, strict=True)))
    couche = lissage.couche(frame, PART)
    exact = 100 * lissage.lisse(x / n, n.astype(float)).lisse
    assert (np.abs(couche["lisse"] - exact) <= 0.1 * (frame["ic_haut"] - frame["ic_bas"]) + 0.1).all()


def test_the_published_figure_stays_beside():
    frame = publiees([(100, 1000), (30, 120), (300, 900)])
    couche = lissage.couche(frame, PART)
    assert list(couche.columns) == list(lissage.COLONNES)
    assert list(couche["publie"]) == list(frame["valeur"])


def test_a_hidden_unit_changes_nothing_whatever_it_hides():
    """The layer of the others is the same whether the hidden unit holds 3 or 80 foyers: nothing of it can be found again."""
    couches = []
    for secret in (3, 80):
        frame = publiees([(100, 1000), (secret, 120), (300, 900)])
        frame.loc[1, ["statut", "valeur", "ic_bas", "ic_haut"]] = ["s", np.nan, np.nan, np.nan]
        couches.append(lissage.couche(frame, PART))
    assert couches[0].equals(couches[1])
    assert "01" not in set(couches[0]["code"])


@pytest.mark.parametrize(
    ("nature", "comptes"),
    [
        (Nature(Loi.TAUX, 1000, 0.1), [(95, 1000), (105, 1000), (98, 1000), (102, 1000)]),
        (Nature(Loi.COUVERTURE, 100, 0.1), [(500, 985), (500, 1015), (500, 995), (500, 1005)]),
    ],
)
def test_rates_and_coverages_have_the_variance_of_their_own_law(nature, comptes):
    """Events, or children, that differ by less than their square root: nothing but chance, all come back to the whole."""
    couche = lissage.couche(publiees(comptes, nature), nature)
    assert np.ptp(couche["lisse"]) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("lues", [[(10, 100)], []])
def test_one_unit_or_none_has_no_layer(lues):
    assert lissage.couche(publiees([(10, 100)]).iloc[: len(lues)], PART).empty


def test_a_count_has_no_layer():
    nature = Nature(Loi.COMPTE, 1, 1)
    assert lissage.couche(publiees([(10, 1), (20, 1)], nature), nature).empty
