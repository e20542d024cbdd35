"""What is lacking: the worked numbers of domain.md §3.1, and that what is empty is not always lacking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic.gap import Ecart
from ctg_data.diagnostic.manque import (
    POIDS_ACTIVITE,
    Reference,
    besoin_pondere,
    dans_trois_ans,
    deficits,
    ecart,
    tension,
    verdict,
)

OFFRE = 260 + 40 + 30 + 420 + 10


def test_the_worked_gap():
    """1,200 children and 760 places: 63.3 for 100; held against 70, 80 places lack; against 60.9, none and 29.2 above."""
    assert pytest.approx(63.3, abs=0.05) == 100 * OFFRE / 1200
    cible, departement = (Reference("cible", "objectif de la CTG", 2023, r) for r in (70, 60.9))
    assert (ecart(1200, OFFRE, cible).ecart, ecart(1200, OFFRE, cible).manquant) == (pytest.approx(80), pytest.approx(80))
    dessous = ecart(1200, OFFRE, departement)
    assert (dessous.ecart, dessous.manquant, dessous.surplus) == (pytest.approx(-29.2), 0, pytest.approx(29.2))


def test_local_deficits_are_not_the_net_one():
    """+30, +10 and -25: 40 lack here and there, 15 once the surplus serves; with -60 none does."""
    lus = deficits([Ecart(30), Ecart(10), Ecart(-25)])
    assert (lus.locaux, lus.net) == (40, 15)
    assert deficits([Ecart(30), Ecart(10), Ecart(-60)]).net == 0


def test_the_need_weighted_by_the_activity_of_parents():
    """100·1 + 50·0.6 + 40·0.3 + 20·0.5 = 152 places."""
    assert besoin_pondere(dict(zip(POIDS_ACTIVITE, (100, 50, 40, 20), strict=True))) == pytest.approx(152)
    with pytest.raises(KeyError):
        besoin_pondere({"inconnus": 1})


@pytest.mark.parametrize(
    ("ecarts", "dit"),
    [
        ((80, 40, 12), "manque"),
        ((80, -40, 12), "selon_l_echelle"),
        ((-1, -2, -3), "pas_de_manque"),
        ((80, 40, 0), "selon_l_echelle"),
        ((80, None, 12), "nd"),
    ],
)
def test_empty_is_not_lacking(ecarts: tuple[float | None, ...], dit: str):
    lus = dict(zip(("epci", "voisinage", "bassin"), (None if e is None else Ecart(e) for e in ecarts), strict=True))
    assert verdict(lus) == dit


@pytest.mark.parametrize(
    ("manque", "occupation", "attente", "dit"),
    [
        (10, 0.9, True, "penurie"),
        (10, 0.9, False, "deficit_apparent"),
        (10, 0.85, True, "deficit_apparent"),
        (-10, 0.95, True, "sature_malgre_l_offre"),
        (-10, 0.6, False, "sans_tension"),
        (10, None, True, "nd"),
    ],
)
def test_occupancy_and_a_waiting_list_tell_a_shortage_from_frozen_places(manque, occupation, attente, dit):
    assert tension(Ecart(manque), occupation, attente) == dit


def test_in_three_years():
    """Births down by 2 % a year: 1,200·0.98³ = 1,129; 760 + 40 decided - half of 60 at risk = 770."""
    lue = dans_trois_ans(1200, OFFRE, tendance=-0.02, creations=40, a_risque=60, sortie=0.5)
    assert (lue.besoin, lue.offre, lue.annees) == (pytest.approx(1129.4, abs=0.05), pytest.approx(770), 3)


@given(ecarts=st.lists(st.floats(-1e6, 1e6), max_size=20))
def test_what_lacks_together_is_never_more_than_what_lacks_apart(ecarts):
    lus = deficits([Ecart(e) for e in ecarts])
    assert 0 <= lus.net <= lus.locaux + 1e-6
