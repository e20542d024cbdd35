"""Numbers as the public reads them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.wording import nombres as n


@pytest.mark.parametrize(
    ("x", "decimales", "texte"),
    [(1234567, 0, "1\u202f234\u202f567"), (12.44, 1, "12,4"), (-3.2, 1, "\u22123,2"), (-0.04, 1, "0,0"), (999.96, 1, "1\u202f000,0")],
)
def test_numbers(x, decimales, texte):
    assert n.nombre(x, decimales) == texte


@pytest.mark.parametrize(
    ("x", "unite", "texte"),
    [
        (1, "foyers", "1\u00a0foyer"),
        (1.9, "enfants", "1,9\u00a0enfant"),
        (2, "foyers", "2\u00a0foyers"),
        (0, "places p. 100", "0\u00a0place p. 100"),
        (1, "pts", "1\u00a0pt"),
        (12.4, "%", "12,4\u00a0%"),
        (1, "mois", "1\u00a0mois"),
    ],
)
def test_units_agree_and_stay_with_their_number(x, unite, texte):
    assert n.avec_unite(x, unite, 0 if float(x).is_integer() else 1) == texte


@pytest.mark.parametrize(
    ("x", "decimales", "texte"),
    [
        (0.21, 2, "0,21\u00a0centre social"),
        (1, 0, "1\u00a0centre social"),
        (1.96, 1, "2,0\u00a0centres sociaux"),
        (0, 0, "0\u00a0centre social"),
    ],
)
def test_a_noun_agrees_with_the_number_as_shown(x, decimales, texte):
    assert f"{n.compte(x, decimales):centre social|centres sociaux}" == texte


def test_a_number_alone_in_a_sentence():
    assert f"{n.compte(12.44, 1)} %" == "12,4 %"


@pytest.mark.parametrize(("statut", "texte"), [("nd", "n.d."), ("s", "secret"), ("ns", "non significatif"), ("ok", "n.d.")])
def test_a_value_that_is_not_there_is_never_a_number(statut, texte):
    assert n.valeur(None, statut, unite="%") == texte
    assert n.valeur(float("nan"), statut, unite="%") == texte


@pytest.mark.parametrize("statut", ["nd", "s", "ns"])
def test_a_status_hides_a_number_that_slipped_in(statut):
    assert "12" not in n.valeur(12.0, statut, unite="%")


def test_whole_points_when_the_publication_rounded():
    assert n.decimales_permises(1, 12.0, 9.0, 17.0) == 0
    assert n.decimales_permises(1, 12.0, 9.1, 17.0) == 1
    assert n.decimales_permises(1, 12.0, None, None) == 1


@pytest.mark.parametrize("valeurs", [(26.0, 26.0, 26.0), (9.0, 9.0, 10.0)])
def test_a_narrow_interval_that_happens_to_be_whole_keeps_its_decimals(valeurs):
    """France, 26.0 [26.0; 26.0]: nothing was rounded to whole points on so many people."""
    assert n.decimales_permises(1, *valeurs) == 1


@pytest.mark.parametrize(("x", "decimales", "texte"), [(2.5, 0, "3"), (-2.5, 0, "−3"), (0.25, 1, "0,3"), (8.45, 1, "8,5"), (-0.2, 0, "0")])
def test_halves_are_rounded_away_from_zero(x, decimales, texte):
    assert n.nombre(x, decimales) == texte


def test_intervals():
    assert n.intervalle(12, 17, unite="%") == "entre 12 et 17\u00a0%"
    assert n.intervalle(None, 17, unite="%") == ""


@given(st.integers(0, 10_000), st.integers(1, 40))
def test_the_bounds_of_a_rounded_count_are_whole_numbers_that_it_can_be(cinquaines, arrondis):
    """The least and the most: written from the sum of the errors of rounding, never beyond it."""
    bas, haut = max(5 * cinquaines - 2.5 * arrondis, 0), 5 * cinquaines + 2.5 * arrondis
    ecrits = [int(t.replace("\u202f", "")) for t in n.intervalle(bas, haut, entiers=True).removeprefix("entre ").split(" et ")]
    assert [bas <= ecrits[0] < bas + 1, haut - 1 < ecrits[1] <= haut] == [True, True]


def test_the_dust_of_a_sum_moves_no_bound():
    assert n.intervalle(148.0000000001, 151.9999999999, unite="foyers", entiers=True) == "entre 148 et 152\u00a0foyers"


def test_bounds_without_a_whole_number_between_them_stay_as_they_are():
    assert n.intervalle(1.2, 1.8, entiers=True) == "entre 1 et 2"


def test_lists_years_and_dates():
    assert n.enumere(["a", "b", "c"]) == "a, b et c"
    assert n.annees([2024, 2019, 2021, 2022, 2023]) == "2019, 2021 à 2024"
    assert n.annees([2019, 2020]) == "2019, 2020"
    assert n.jour(date(2026, 5, 1)) == "1er\u00a0mai\u00a02026"
    assert n.capitale("à Élan") == "À Élan"
    assert n.pluriel(1, "commune") == "1\u00a0commune"
    assert n.pluriel(24, "commune") == "24\u00a0communes"


@pytest.mark.parametrize(("rang", "texte"), [(1, "1er"), (2, "2e"), (312, "312e"), (1254, "1\u202f254e")])
def test_ordinals(rang, texte):
    assert n.ordinal(rang) == texte


def test_changes_are_signed_and_a_range_has_its_unit_once():
    assert n.changement(0.12, "points", 1) == "+0,1\u00a0point"
    assert n.changement(-1.7, "points", 1) == "\u22121,7\u00a0point"
    assert n.changement(0.04, "points", 1) == "0,0\u00a0point"
    assert n.changements(-1.7, 1.4, unite="points", decimales=1) == "entre \u22121,7 et +1,4\u00a0point"


@pytest.mark.parametrize(
    ("texte", "court"),
    [
        ("Une phrase", "Une phrase"),
        ("Une phrase entière qui continue", "Une phrase entière…"),
        ("« Une phrase, que l’on cite »", "« Une phrase, que…\u00a0»"),
        ("anticonstitutionnellement", "anticonstitutionnel…"),
    ],
)
def test_a_text_is_cut_between_words_and_its_quotation_closed(texte, court):
    assert n.abrege(texte, 20) == court
