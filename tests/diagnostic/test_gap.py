"""The worked vector of domain.md §3.1 and its invariants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic.gap import Ecart, Reference, deficits, ecart, texte

BESOIN, OFFRE = 1200, 260 + 40 + 30 + 420 + 10


def contre(taux):
    return ecart(BESOIN, OFFRE, Reference("cible", "cible locale", 2023, taux))


def test_offer_of_the_worked_example_is_63_3_places_per_100():
    assert pytest.approx(63.3, abs=0.05) == 100 * OFFRE / BESOIN


def test_80_places_are_missing_for_a_reference_of_70():
    assert contre(70).manquant == pytest.approx(80)
    assert contre(70).surplus == 0


def test_against_60_9_the_gap_stays_signed_and_nothing_is_missing():
    assert contre(60.9).ecart == pytest.approx(-29.2)
    assert contre(60.9).manquant == 0
    assert contre(60.9).surplus == pytest.approx(29.2)


def test_local_shortages_are_not_the_net_shortage():
    """+30, -20, +5: 35 missing commune by commune, 15 once shared."""
    trouve = deficits([Ecart(30), Ecart(-20), Ecart(5)])
    assert (trouve.locaux, trouve.net) == (35, 15)


@given(st.lists(st.floats(-1e4, 1e4), max_size=20))
def test_clipping_early_never_lowers_the_shortage(valeurs):
    trouve = deficits(Ecart(v) for v in valeurs)
    assert trouve.locaux >= trouve.net - 1e-6
    assert trouve.net >= 0


def test_the_clip_is_a_matter_of_words():
    assert texte(Ecart(80), unite="places") == "il en manque 80\u00a0places"
    assert texte(Ecart(-29.2), unite="places") == "aucun manque (29\u00a0places au-dessus de la référence)"
    assert texte(Ecart(0.2), unite="places") == "à la référence"
