"""A linked indicator since its starting point; a target that noise could hide; a trend carried on as it is."""

import pytest

from ctg_data.diagnostic import cible
from ctg_data.diagnostic.cible import Doute, Refus
from ctg_data.diagnostic.compare import Issue
from ctg_data.diagnostic.trends import Observation


def an(annee, valeur, marge=1.5, statut="ok", source="s"):
    bornes = (None, None) if valeur is None else (valeur - marge, valeur + marge)
    return Observation(annee, valeur, statut, *bornes, source, 0.1)


DEPART = an(2021, 30.0)


def test_a_change_is_judged_against_the_wanted_direction():
    """36.0 − 30.0 = 6.0, interval ± (√(1.5² + 1.5²) + 0.1) = ± 2.22: a rise for certain."""
    lue = cible.suite(DEPART, [an(2021, 30.0), an(2024, 36.0)], hausse=True)
    assert (lue.change.ecart, round(lue.change.bas, 2), round(lue.change.haut, 2)) == (6.0, 3.78, 8.22)
    assert lue.issue is Issue.FAVORABLE
    assert cible.suite(DEPART, [an(2024, 36.0)], hausse=False).issue is Issue.DEFAVORABLE
    assert cible.suite(DEPART, [an(2024, 31.0)], hausse=True).issue is Issue.INDETERMINE


@pytest.mark.parametrize(
    ("observations", "choix", "attendu"),
    [
        ([], {}, Refus.ABSENTE),
        ([an(2021, 30.0)], {}, Refus.MEME_ANNEE),
        ([an(2023, 31.0), an(2024, None, statut="s")], {}, Refus.SECRET),
        ([an(2024, None, statut="ns")], {}, Refus.NON_SIGNIFICATIF),
        ([an(2024, 36.0)], {"meme_perimetre": False}, Refus.PERIMETRE),
    ],
)
def test_what_may_not_be_shown_shows_no_figure(observations, choix, attendu):
    lue = cible.suite(DEPART, observations, hausse=True, **choix)
    assert (lue.actuel, lue.change, lue.refus) == (None, None, attendu)


@pytest.mark.parametrize(
    ("apres", "choix", "attendu"),
    [
        (an(2024, 36.0), {"ruptures": (2023,)}, Refus.RUPTURE),
        (an(2024, 36.0, source="autre"), {}, Refus.SOURCE),
        (an(2024, 36.0), {"fenetre": 5}, Refus.FENETRE),
    ],
)
def test_what_is_not_comparable_shows_both_figures_and_no_change(apres, choix, attendu):
    lue = cible.suite(DEPART, [apres], hausse=True, **choix)
    assert (lue.actuel, lue.change, lue.refus) == (apres, None, attendu)


def test_a_target_smaller_than_what_can_be_seen_is_doubted():
    assert cible.doute(3.2, 3.3, duree=4, fenetre=1) is Doute.INVISIBLE
    assert cible.doute(-3.3, 3.3, duree=4, fenetre=1) is None
    assert cible.doute(9.0, 3.3, duree=4, fenetre=5) is Doute.TROP_TOT
    assert cible.doute(9.0, None, duree=4, fenetre=1) is Doute.SANS_MARGE


def test_a_trend_goes_on_from_the_last_year_at_the_median_slope():
    """Slopes between pairs of 10, 12, 11, 16: 2, 0.5, 2, −1, 2, 5, median 2; from 16 in 2024, four years on: 24."""
    suivie = cible.prolonge([an(2021, 10.0), an(2022, 12.0), an(2023, 11.0), an(2024, 16.0)], 2028)
    assert (suivie.pente, suivie.valeur, suivie.annees) == (2.0, 24.0, (2021, 2024))


def test_a_trend_stays_on_its_scale_and_never_crosses_a_break():
    baisse = [an(2021, 9.0), an(2022, 6.0), an(2023, 3.0)]
    assert cible.prolonge(baisse, 2030).valeur == 0.0
    assert cible.prolonge(baisse, 2030, ruptures=(2023,)) is None
    assert cible.prolonge([*baisse, an(2024, None, statut="s")], 2030) is None
