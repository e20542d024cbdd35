"""A starting point was published when it was frozen: what is hidden today is not told by it, nor by a difference with it."""

from dataclasses import replace

import pytest

from ctg_data.parcours.suivi import IndicateurLie
from ctg_data.views import annexes, bilan_ctg, courbes, indicateurs_lies, liens_indicateurs, registres, suivi
from ctg_data.views.conventions import champs_dits
from tests.views.conftest import EPCI
from tests.views.test_suivi import COMPTE, JOUR, POPULATION, SAISI, TAUX, clair, dossier, fige, lit, serie, vue  # noqa: F401

TU = "n’est plus montré"


def montre(ctx, lie) -> str:
    """Everything that pages and files say of one linked indicator."""
    livre = dossier(i=lie)
    args, ici = (livre, ctx.corpus, ctx.ref), (livre, ctx)
    emporte = indicateurs_lies.montrable(livre.dossier, ctx)
    suivis = suivi.suivi(*ici), suivi.changement(*ici, "but", JOUR), suivi.detail(*ici, "but", JOUR)
    vues = suivis, courbes.courbes(*args), bilan_ctg.bilan(*args)
    return clair(repr((vues, annexes.suivi(emporte, "CC", JOUR), annexes.convention(emporte, "CC", None, JOUR))))


@pytest.mark.parametrize(("indicateur", "t0", "dit"), [(COMPTE, 377, "377"), (TAUX, 31.7, "31,7")])
def test_a_start_that_is_hidden_today_is_not_shown_anywhere(lit, indicateur, t0, dit):  # noqa: F811
    lie = fige(lit(serie(indicateur, {2021: t0}, marge=None)), indicateur)
    assert dit in montre(lit(serie(indicateur, {2021: t0, 2024: 354}, marge=None)), lie)
    ctx = lit(serie(indicateur, {2021: None, 2024: 354}, marge=None))
    assert dit not in montre(ctx, lie)
    assert TU in vue(ctx, lie).suite


def test_the_difference_of_two_perimeters_does_not_tell_a_hidden_commune(lit, ref):  # noqa: F811
    """377 were frozen without one commune; the territory of today reads 380 that year: the commune would read 3."""
    venue, *_ = sorted(ref.membres("epci", EPCI))
    lie = fige(lit(serie(COMPTE, {2021: 377}, marge=None)), COMPTE)
    lie = replace(lie, t0_communes=lie.t0_communes[1:])
    ici = serie(COMPTE, {2021: 380, 2024: 354}, marge=None)
    cachee = lit(ici, serie(COMPTE, {2021: None}, code=venue, niveau="commune"))
    assert "377" not in montre(cachee, lie)
    ici = serie(COMPTE, {2021: 400, 2024: 354}, marge=None)
    publiee = lit(ici, serie(COMPTE, {2021: 23}, code=venue, niveau="commune", marge=None))
    assert "377" in montre(publiee, lie)


def test_a_commune_without_any_row_hides_a_count_of_households_only(lit):  # noqa: F811
    for indicateur, valeur, montree in ((COMPTE, 377, False), (POPULATION, 977, True)):
        lie = fige(lit(serie(indicateur, {2021: valeur}, marge=None)), indicateur)
        lie = replace(lie, t0_communes=lie.t0_communes[1:])
        ctx = lit(serie(indicateur, {2021: valeur + 3, 2024: 354}, marge=None))
        assert (str(valeur) in montre(ctx, lie)) is montree


def test_a_target_does_not_tell_by_its_distance_a_start_that_is_hidden(lit):  # noqa: F811
    lie = fige(lit(serie(TAUX, {2021: 31.7})))
    ctx = lit(serie(TAUX, {2021: None, 2024: 36.2}))
    vise = liens_indicateurs.vise(ctx, lie, {**SAISI, "cible": "32", "cible_annee": 2028})
    assert vise.cible == "32.0"


def test_a_territory_that_is_lost_takes_no_starting_point_away_in_a_file(lit):  # noqa: F811
    lie = fige(lit(serie(COMPTE, {2021: 377}, marge=None)), COMPTE)
    tableau = registres.tableau(indicateurs_lies.montrable(dossier(i=lie).dossier, None), IndicateurLie)
    assert tableau.lignes[0][4] == "non montré"


def test_the_history_of_a_link_does_not_repeat_its_starting_point():
    assert not {"t0_valeur", "t0_bas", "t0_haut"} & set(champs_dits(IndicateurLie))
