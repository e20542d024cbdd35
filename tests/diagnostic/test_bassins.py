"""Two-step catchment: a worked example, the invariant, and what distances may not do (domain.md §3.1)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic.bassins import Portee, acces, liens, liens_fournis

PORTEE = Portee()
CODES = ("A", "B", "C", "D")
TEMPS = {("A", "B"): 8.0, ("B", "C"): 15.0, ("A", "C"): 25.0}
"""D is alone."""
BESOIN = np.array([100.0, 50.0, 200.0, 40.0])


def test_a_worked_access():
    """40 places in A: needs 100·1 + 50·1 (B at 8 min), C is beyond 20 min: R = 40/150.  60 in C: 200·1 + 50·0.5 = 225, R = 60/225.

    A reaches 40/150; B reaches 40/150 + 0.5·60/225 = 0.4; C reaches 60/225; D nothing.
    """
    a = acces(BESOIN, np.array([40.0, 0.0, 60.0, 0.0]), liens_fournis(TEMPS, CODES, CODES, PORTEE))
    assert a.acces == pytest.approx([40 / 150, 0.4, 60 / 225, 0])
    assert a.servi == pytest.approx([150, 100 + 50 + 200 * 0.5, 225, 40])
    assert (a.recue.sum(), a.perdue) == (pytest.approx(100), 0)


def test_an_offer_within_reach_of_nobody_is_told_apart():
    a = acces(np.array([10.0, 0.0]), np.array([5.0, 7.0]), liens_fournis({}, ("A", "B"), ("A", "B"), PORTEE))
    assert (a.recue.sum(), a.perdue) == (5, 7)
    assert np.isnan(a.acces[1])


def test_a_step_holds_its_own_bound():
    assert PORTEE.poids(np.array([0, 10, 10.01, 20, 20.01])).tolist() == [1, 1, 0.5, 0.5, 0]


def test_kilometres_become_minutes_at_the_stated_speed():
    """A hundredth of a degree of latitude is 1.112 km: 1.67 min at 40 km/h, 16.7 at 4 km/h."""
    points = np.array([[0.0, 45.0], [0.0, 45.01], [0.0, 45.2]])
    assert liens(points, points, PORTEE).toarray().tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert liens(points, points, Portee(vitesse_kmh=4.0)).toarray().tolist() == [[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]]
    assert liens(points, points, Portee(vitesse_kmh=70.0)).toarray()[0].tolist() == [1, 1, 0.5]


@pytest.mark.parametrize(("degres", "poids"), [(0.0595, 1.0), (0.0605, 0.5), (0.1195, 0.5), (0.1202, 0.0)])
def test_ten_and_twenty_minutes_at_forty_kilometres_an_hour(degres: float, poids: float):
    """6.67 and 13.33 km, that is 0.0600 and 0.1199 degree of latitude."""
    assert liens(np.array([[0.0, 45.0]]), np.array([[0.0, 45.0 + degres]]), PORTEE).toarray().item() == poids


def test_distances_are_those_of_the_sphere():
    """Paris and Lyon: 392 km by the usual formula."""
    paris, lyon = np.array([[2.3522, 48.8566]]), np.array([[4.8357, 45.7640]])
    assert liens(paris, lyon, Portee(((391.0, 1.0),), 60.0)).nnz == 0
    assert liens(paris, lyon, Portee(((393.0, 1.0),), 60.0)).nnz == 1


@pytest.mark.parametrize(
    ("paliers", "vitesse"),
    [((), 40), (((20, 1.0), (10, 0.5)), 40), (((10, 0.5), (20, 1.0)), 40), (((10, 0.0),), 40), (((10, 1.2),), 40), (((10, 1.0),), 0)],
)
def test_steps_that_mean_nothing_are_refused(paliers, vitesse):
    with pytest.raises(ValueError, match=r"steps|speed"):
        Portee(paliers, vitesse)


COMPTES = st.integers(0, 10_000)
POINTS = st.tuples(st.floats(-1, 1), st.floats(44, 46))


@given(lieux=st.lists(st.tuples(POINTS, COMPTES, COMPTES), min_size=1, max_size=30), vitesse=st.floats(5, 120))
def test_what_is_received_is_what_is_offered(lieux, vitesse):
    """Σ A·B = Σ O over what somebody reaches, whatever the places."""
    points = np.array([p for p, _, _ in lieux])
    besoin, offre = (np.array([lieu[k] for lieu in lieux], dtype=float) for k in (1, 2))
    a = acces(besoin, offre, liens(points, points, Portee(vitesse_kmh=vitesse)))
    assert a.recue.sum() + a.perdue == pytest.approx(offre.sum())
    assert np.nansum(a.acces * besoin) == pytest.approx(a.recue.sum())
    assert (a.recue >= 0).all()


@given(
    lieux=st.lists(st.tuples(POINTS, st.integers(1, 1000), COMPTES), min_size=2, max_size=15),
    ou=st.integers(0, 14),
    plus=st.integers(1, 500),
)
def test_more_places_somewhere_lower_no_access(lieux, ou, plus):
    points = np.array([p for p, _, _ in lieux])
    besoin, offre = (np.array([lieu[k] for lieu in lieux], dtype=float) for k in (1, 2))
    poids = liens(points, points, PORTEE)
    davantage = offre.copy()
    davantage[ou % len(lieux)] += plus
    assert (acces(besoin, davantage, poids).acces >= acces(besoin, offre, poids).acces - 1e-9).all()
