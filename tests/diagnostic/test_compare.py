"""Comparison: a verdict only where the interval allows one (domain.md §3.6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic.compare import Issue, n_sur_dix, situe, verdict
from ctg_data.indicators.model import Sens

DU = "du département"


def juge(valeur, reference, bas, haut, sens):
    return verdict(valeur, reference, ic_bas=bas, ic_haut=haut, sens=sens, du=DU)


@pytest.mark.parametrize(
    ("bas", "haut", "sens", "issue", "texte"),
    [
        (12, 17, Sens.HAUT_DEFAVORABLE, Issue.DEFAVORABLE, "défavorable, au-dessus du département"),
        (12, 17, Sens.HAUT_FAVORABLE, Issue.FAVORABLE, "favorable, au-dessus du département"),
        (5, 9, Sens.HAUT_DEFAVORABLE, Issue.FAVORABLE, "favorable, au-dessous du département"),
        (5, 9, Sens.HAUT_FAVORABLE, Issue.DEFAVORABLE, "défavorable, au-dessous du département"),
        (12, 17, Sens.NEUTRE, Issue.NEUTRE, "au-dessus du département"),
        (8, 12, Sens.HAUT_DEFAVORABLE, Issue.INDETERMINE, "on ne peut pas conclure"),
    ],
)
def test_the_interval_and_the_sens_decide(bas, haut, sens, issue, texte):
    trouve = juge((bas + haut) / 2, 10, bas, haut, sens)
    assert (trouve.issue, trouve.texte) == (issue, texte)


@pytest.mark.parametrize(("bas", "haut"), [(10, 14), (6, 10), (10, 10)])
def test_touching_the_reference_is_not_excluding_it(bas, haut):
    assert juge(10, 10, bas, haut, Sens.HAUT_FAVORABLE).issue is Issue.INDETERMINE


@pytest.mark.parametrize(
    ("valeur", "place"), [(20, "au-dessus du département"), (4, "au-dessous du département"), (10, "égal à celui du département")]
)
@pytest.mark.parametrize("sens", Sens)
def test_without_interval_a_figure_is_placed_never_judged(valeur, place, sens):
    trouve = juge(valeur, 10, None, None, sens)
    assert (trouve.issue, trouve.signe) == (Issue.NEUTRE, "")
    assert trouve.texte == f"{place} (marge inconnue)"


@pytest.mark.parametrize(("valeur", "reference"), [(None, 10), (10, None), (float("nan"), 10), (10, float("nan"))])
def test_no_verdict_on_an_unknown_side(valeur, reference):
    assert juge(valeur, reference, 1, 2, Sens.HAUT_FAVORABLE) is None


def test_only_the_verdicts_of_value_carry_a_triangle():
    assert [juge(15, 10, 12, 17, s).signe for s in Sens] == ["▲", "▼", ""]
    assert juge(10, 10, 8, 12, Sens.NEUTRE).signe == "●"


@given(st.floats(0, 100), st.floats(0, 20), st.floats(0, 100))
def test_turning_the_sens_turns_the_verdict_and_nothing_else(valeur, marge, reference):
    haut = juge(valeur, reference, valeur - marge, valeur + marge, Sens.HAUT_FAVORABLE)
    bas = juge(valeur, reference, valeur - marge, valeur + marge, Sens.HAUT_DEFAVORABLE)
    assert haut.direction == bas.direction
    assert {haut.issue, bas.issue} in ({Issue.FAVORABLE, Issue.DEFAVORABLE}, {Issue.INDETERMINE})


@pytest.mark.parametrize(("part", "n"), [(0.649, 6), (0.65, 7), (0.7, 7), (1, 10), (0, 0)])
def test_a_share_is_told_out_of_ten(part, n):
    assert n_sur_dix(part) == n


@pytest.mark.parametrize(
    ("dessous", "egaux", "n", "mots"),
    [
        (70, 1, 100, "plus élevé que dans 7 EPCI sur 10"),
        (96, 1, 100, "plus élevé que dans plus de 9 EPCI sur 10"),
        (19, 1, 100, "plus faible que dans 8 EPCI sur 10"),
        (0, 1, 100, "plus faible que dans plus de 9 EPCI sur 10"),
        (49, 1, 100, "proche du milieu des EPCI"),
        (0, 100, 100, "proche du milieu des EPCI"),
    ],
)
def test_a_position_is_told_in_words(dessous, egaux, n, mots):
    assert situe(dessous, egaux, n, unites="EPCI") == mots


def test_what_is_counted_is_told_in_numbers():
    assert situe(70, 1, 100, unites="EPCI", compte=True) == "plus que dans 7 EPCI sur 10"
    assert situe(0, 1, 100, unites="EPCI", compte=True) == "moins que dans plus de 9 EPCI sur 10"
