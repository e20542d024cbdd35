"""The change of a figure split into what moved, the perimeter and the method: the parts add up exactly, whatever is known."""

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic import bilan


def test_the_three_parts_of_a_count():
    """Frozen 375; the same year reads 378 today; now 354, of which 20 in a commune that came in since."""
    ramene = bilan.ramene(D(354), [D(20)], [])
    lu = bilan.decompose(D(375), D(378), D(354), ramene)
    assert (lu.total, lu.methode, lu.reel, lu.perimetre) == (-21, 3, -44, 20)
    assert lu.ensemble is None


def test_a_commune_that_left_is_put_back_and_a_hidden_one_leaves_the_parts_together():
    assert bilan.ramene(D(100), [D(7)], [D(4), D(1)]) == 98
    assert bilan.ramene(D(100), [None], []) is None
    lu = bilan.decompose(D(90), D(90), D(100), None)
    assert (lu.methode, lu.perimetre, lu.reel, lu.ensemble, lu.raisons) == (0, None, None, 10, ("perimetre",))


def test_a_rate_is_taken_back_to_the_communes_of_then_by_its_two_counts():
    """62 places for 250 children today; less a commune of 12 places and 50 children: 50 for 200, that is 25.0 for 100."""
    places, enfants = bilan.ramene(D(62), [D(12)], []), bilan.ramene(D(250), [D(50)], [])
    assert bilan.rapport(places, enfants, pour=100, decimales=1) == D("25.0")
    assert bilan.rapport(places, D(0), pour=100, decimales=1) is None


def test_a_break_leaves_what_moved_and_the_new_method_together():
    lu = bilan.decompose(D("30.0"), D("30.5"), D("36.0"), D("36.0"), coupures=("rupture",))
    assert (lu.methode, lu.perimetre, lu.reel, lu.ensemble, lu.raisons) == (D("0.5"), 0, None, D("5.5"), ("rupture",))


CHIFFRES = st.floats(0, 1e7, allow_nan=False)


@given(CHIFFRES, st.none() | CHIFFRES, CHIFFRES, st.none() | CHIFFRES, st.integers(0, 3), st.sets(st.sampled_from(["rupture", "source"])))
def test_the_parts_add_up_to_the_total_to_the_last_digit(fige, relu, actuel, ramene, decimales, coupures):
    lus = [None if x is None else bilan.decimal(x, decimales) for x in (fige, relu, actuel, ramene)]
    lu = bilan.decompose(*lus, coupures=tuple(coupures))
    assert sum(lu.parts) == lu.total == lus[2] - lus[0]
    assert (lu.ensemble is None) == (lu.reel is not None)
    assert bool(lu.raisons) == (lu.reel is None)
