"""The rule of priorities: worked numbers, thresholds, hysteresis, and what no weight may do (domain.md §4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic.priorites import NEUTRE, TERMES, Regle, indice, niveau, robustesse

REGLE = Regle()
TOUS = {"ecart": 80.0, "vulnerabilite": 60.0, "dynamique": 40.0}
POINTS = st.floats(0, 100, allow_nan=False)
TERMES_LUS = st.fixed_dictionaries({t: st.none() | POINTS for t in TERMES})
POIDS = st.fixed_dictionaries({t: st.floats(0, 1) for t in TERMES}).filter(lambda p: sum(p.values()) > 0.01)


def test_a_worked_index():
    """0.5·80 + 0.3·60 + 0.2·40 = 66; a COG weight of 0.8 makes 66·1.06 = 69.96, one of 0 makes 66·0.9 = 59.4."""
    assert indice(TOUS, REGLE).valeur == pytest.approx(66)
    assert indice(TOUS, REGLE, 0.8).valeur == pytest.approx(69.96)
    assert indice(TOUS, REGLE, 0).valeur == pytest.approx(59.4)


def test_it_stays_between_0_and_100():
    assert indice(dict.fromkeys(TERMES, 100.0), REGLE, 1).valeur == 100
    assert indice(dict.fromkeys(TERMES, 0.0), REGLE, 0).valeur == 0


def test_a_missing_term_gives_its_weight_to_the_others_and_is_named():
    """Without the dynamic, 0.5 and 0.3 become 5/8 and 3/8: 80·5/8 + 60·3/8 = 72.5."""
    lu = indice({**TOUS, "dynamique": None}, REGLE)
    assert (lu.valeur, lu.manquants) == (pytest.approx(72.5), ("dynamique",))
    assert lu.poids == {"ecart": pytest.approx(0.625), "vulnerabilite": pytest.approx(0.375)}


@pytest.mark.parametrize(("absents", "connu"), [(("vulnerabilite",), True), (("ecart",), False), (("vulnerabilite", "dynamique"), False)])
def test_under_six_tenths_of_the_weight_there_is_no_index(absents: tuple[str, ...], connu: bool):
    """0.7 of the weight without the vulnerability; 0.5 without the gap, or with the gap alone."""
    lu = indice(TOUS | dict.fromkeys(absents), REGLE)
    assert (lu.valeur is not None, niveau(lu.valeur, 1.0, REGLE) != "nd") == (connu, connu)


def test_exactly_six_tenths_is_enough():
    regle = Regle(poids={"ecart": 0.3, "vulnerabilite": 0.3, "dynamique": 0.4})
    assert indice({**TOUS, "dynamique": None}, regle).valeur == pytest.approx(70)


def test_a_weight_of_0_is_no_missing_term():
    seul = Regle(poids={"ecart": 1.0, "vulnerabilite": 0.0, "dynamique": 0.0})
    lu = indice({**TOUS, "dynamique": None}, seul)
    assert (lu.valeur, lu.manquants) == (80, ())


@pytest.mark.parametrize(
    "poids", [{"ecart": 0.0, "vulnerabilite": 0.0, "dynamique": 0.0}, {"ecart": -1.0, "vulnerabilite": 1, "dynamique": 1}]
)
def test_weights_that_are_none_are_refused(poids: dict[str, float]):
    with pytest.raises(ValueError, match="weights"):
        Regle(poids=poids)


@pytest.mark.parametrize(
    ("valeur", "robuste", "dit"),
    [
        (65.0, 0.70, "prioritaire"),
        (65.0, 0.69, "a_surveiller"),
        (64.9, 1.00, "a_surveiller"),
        (50.0, 0.00, "a_surveiller"),
        (49.9, 1.00, "courant"),
        (None, 1.00, "nd"),
    ],
)
def test_thresholds(valeur: float | None, robuste: float, dit: str):
    assert niveau(valeur, robuste, REGLE) == dit


@pytest.mark.parametrize(
    ("valeur", "precedent", "dit"),
    [
        (62.0, "prioritaire", "prioritaire"),
        (61.9, "prioritaire", "a_surveiller"),
        (62.0, "a_surveiller", "a_surveiller"),
        (65.0, "courant", "prioritaire"),
        (47.0, "a_surveiller", "a_surveiller"),
        (46.9, "a_surveiller", "courant"),
        (47.0, "prioritaire", "a_surveiller"),
        (49.0, "courant", "courant"),
        (62.0, "nd", "a_surveiller"),
    ],
)
def test_a_level_is_kept_for_three_points(valeur: float, precedent: str, dit: str):
    assert niveau(valeur, 1.0, REGLE, precedent) == dit


def test_an_index_far_above_the_threshold_holds_and_one_on_it_does_not():
    assert robustesse([dict.fromkeys(TERMES, 90.0)], REGLE) == 1
    assert robustesse([dict.fromkeys(TERMES, 64.0)], REGLE) == 0
    assert robustesse([dict.fromkeys(TERMES, 64.0)], REGLE, precedent="prioritaire") == 1
    assert 0.2 < robustesse([{"ecart": 75.0, "vulnerabilite": 55.0, "dynamique": 55.0}], REGLE) < 0.8
    assert robustesse([], REGLE) == 0
    assert robustesse([{"dynamique": 90.0}], REGLE) == 0
    assert robustesse([{"dynamique": 90.0}, dict.fromkeys(TERMES, 90.0)], REGLE) == 1


def test_variants_weigh_alike():
    """One variant out of four falls: the index holds in about three quarters of the simulations, whatever the draw."""
    variantes = [dict.fromkeys(TERMES, 90.0)] * 3 + [dict.fromkeys(TERMES, 10.0)]
    assert robustesse(variantes, REGLE, graine=3) == pytest.approx(0.75, abs=0.05)
    assert robustesse(variantes, REGLE, graine=3) == robustesse(variantes, REGLE, graine=3)


@given(termes=TERMES_LUS, poids=POIDS, cog=st.floats(0, 1))
def test_the_index_lies_between_the_terms_that_it_has(termes, poids, cog):
    lu = indice(termes, Regle(poids=poids), cog)
    if lu.valeur is not None:
        comptes = [termes[t] for t in lu.poids]
        assert min(comptes) - 1e-9 <= lu.base <= max(comptes) + 1e-9
        assert sum(lu.poids.values()) == pytest.approx(1)
        assert 0 <= lu.valeur <= 100


@given(termes=TERMES_LUS, terme=st.sampled_from(TERMES), plus=st.floats(0, 50), poids=POIDS, cog=st.floats(0, 1))
def test_a_higher_term_never_lowers_the_index(termes, terme, plus, poids, cog):
    if termes[terme] is not None:
        monte = {**termes, terme: min(100.0, termes[terme] + plus)}
        avant, apres = (indice(t, Regle(poids=poids), cog).valeur for t in (termes, monte))
        assert avant is None or apres >= avant - 1e-9


@given(termes=TERMES_LUS, poids=POIDS, facteur=st.floats(0.1, 10))
def test_only_proportions_of_weights_matter(termes, poids, facteur):
    un, deux = (indice(termes, Regle(poids=p), NEUTRE).valeur for p in (poids, {t: v * facteur for t, v in poids.items()}))
    assert un == pytest.approx(deux)


@given(valeur=POINTS, robuste=st.floats(0, 1), precedent=st.sampled_from([None, "prioritaire", "a_surveiller", "courant", "nd"]))
def test_having_been_a_priority_never_lowers_a_level(valeur, robuste, precedent):
    ordre = ("courant", "a_surveiller", "prioritaire")
    assert ordre.index(niveau(valeur, robuste, REGLE, precedent)) >= ordre.index(niveau(valeur, robuste, REGLE))
