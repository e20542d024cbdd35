"""Which change can be told from chance: Newcombe's published example, power found again by simulation, rounding as a floor."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic.detectabilite import FACTEUR, Mesure, arrondi_superieur, changement, detectable
from ctg_data.diagnostic.uncertainty import wilson

marges = st.floats(0.1, 20)


def mesure(x: float, n: float, pour: float = 100) -> Mesure:
    bas, haut = wilson(np.array([float(x)]), np.array([float(n)]))
    return Mesure(pour * x / n, pour * float(bas[0]), pour * float(haut[0]))


def test_the_difference_of_two_shares_is_newcombe_s():
    """Newcombe (1998), method 10: 56/70 less 48/80 is 0.2, from 0.0524 to 0.3339."""
    c = changement(mesure(48, 80, 1), mesure(56, 70, 1))
    assert [round(x, 4) for x in (c.difference, c.ic_bas, c.ic_haut)] == [0.2, 0.0524, 0.3339]
    assert c.direction == 1


@pytest.mark.parametrize(("apres", "direction"), [(14.0, 0), (16.0, 1), (4.0, -1)])
def test_a_change_is_told_only_when_its_interval_leaves_zero_out(apres, direction):
    """10 % ± 3 then ± 3: the difference is known within √18 = 4.24 points."""
    c = changement(Mesure(10, 7, 13), Mesure(apres, apres - 3, apres + 3))
    assert c.ic_haut - c.difference == pytest.approx(math.sqrt(18))
    assert c.direction == direction


@given(st.floats(0, 100), st.floats(0, 100), marges, marges)
def test_turning_time_over_turns_the_change_over(avant, apres, a, b):
    un, deux = Mesure(avant, avant - a, avant + b), Mesure(apres, apres - b, apres + a)
    aller, retour = changement(un, deux), changement(deux, un)
    assert (aller.difference, aller.ic_bas, aller.ic_haut) == pytest.approx((-retour.difference, -retour.ic_haut, -retour.ic_bas))


def test_rounding_errors_add_up_they_do_not_compensate():
    """100 then 108 foyers, each within 5 (two communes rounded): 8 may be all rounding, by 10; squared they would say 7.1, and a change."""
    exact, arrondi = ({"arr5": arr5} for arr5 in (False, True))
    assert changement(Mesure(100, 95, 105, **exact), Mesure(108, 103, 113, **exact)).direction == 1
    assert changement(Mesure(100, 95, 105, **arrondi), Mesure(108, 103, 113, **arrondi)).direction == 0


def test_the_rounding_of_the_display_is_no_change():
    """12.0 then 12.1 %, both with a negligible margin: 12.04 and 12.06, perhaps; 12.0 then 12.2 is a rise."""
    trois = [Mesure(x, x, x, pas=0.1) for x in (12.0, 12.1, 12.2)]
    assert [changement(trois[0], m).direction for m in trois] == [0, 0, 1]


def test_a_symmetrical_interval_needs_a_change_about_as_wide_as_itself():
    """± 3 points: 3·√2·1.4294 = 6.06, the interval being 6 wide."""
    assert detectable(30, 27, 33, "%").changement == pytest.approx(6.0645, abs=0.0001)
    assert pytest.approx((1.959964 + 0.841621) / 1.959964, abs=1e-6) == FACTEUR


@pytest.mark.parametrize(("x", "n"), [(200, 1000), (90, 300), (2000, 9000)])
def test_the_change_is_seen_four_times_out_of_five(x, n):
    """Two independent drawings of the same size, the second lower by the change: the share of those where a fall is told."""
    change = detectable(*_trois(mesure(x, n)), "%").changement
    hasard = np.random.default_rng(7)
    avant, apres = hasard.binomial(n, x / n, 4000), hasard.binomial(n, x / n - change / 100, 4000)
    vus = _chutes(avant, apres, n)
    assert 0.76 <= vus <= 0.88


def _trois(m: Mesure) -> tuple[float, float, float]:
    return m.valeur, m.ic_bas, m.ic_haut


def _chutes(avant: np.ndarray, apres: np.ndarray, n: int) -> float:
    """The same rule written in arrays."""
    (b1, _), (_, h2) = wilson(avant.astype(float), np.float64(n)), wilson(apres.astype(float), np.float64(n))
    p1, p2 = avant / n, apres / n
    return float((p2 - p1 + np.hypot(p1 - b1, h2 - p2) < 0).mean())


@given(st.floats(1, 99), marges, marges, st.floats(0.05, 5))
def test_rounding_at_source_is_a_floor(valeur, bas, haut, erreur):
    """The error is in the published bounds; two roundings can hide twice the error, and never more than the change asked for."""
    lu = detectable(valeur, valeur - bas - erreur, valeur + haut + erreur, "%")
    assert lu.changement >= 2 * erreur


def test_the_change_is_told_in_persons_and_rounded_up_to_the_display():
    """3.24 points are shown 3.3; of 606 children, 20 places."""
    lu = detectable(31.9, 30.4, 33.6, "places pour 100 enfants", pas=0.1, nombre_par_unite=606 / 100)
    assert lu.changement == 3.3
    assert lu.en_nombre == pytest.approx(19.998)


def test_a_figure_without_width_still_needs_one_step_of_its_display():
    assert detectable(12.0, 12.0, 12.0, "%", pas=0.1).changement == 0.1


@pytest.mark.parametrize(("x", "pas", "haut"), [(3.24, 0.1, 3.3), (3.3, 0.1, 3.3), (0.3 * 3, 0.1, 0.9), (0.0, 1, 1), (2.5, 0, 2.5)])
def test_rounding_up(x, pas, haut):
    assert arrondi_superieur(x, pas) == haut


def test_where_even_a_disappearance_would_not_be_seen():
    """3 of 12 (25 %, from 9 to 53): a fall to zero would not be told from chance, a rise over 50 points would."""
    lu = detectable(25, 9, 53, "%", pas=1, plafond=100)
    assert (lu.baisse, lu.hausse) == (False, True)


@pytest.mark.parametrize("trois", [(None, 1, 2), (1, None, 2), (1, 0, math.nan)])
def test_nothing_is_said_without_interval(trois):
    assert detectable(*trois, "%") is None


def test_no_change_from_an_unknown_date():
    assert changement(Mesure(10, 8, 12), Mesure(math.nan, 8, 12)) is None
