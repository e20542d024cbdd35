"""Screen figures and classes: what the view says, drawn; nothing computed again."""

from dataclasses import replace

import pytest

from ctg_data.charts import carte_choix, figures, svg_series, theme
from ctg_data.diagnostic.figures import Cadre, Evolution, Point, Serie, Tableau

CADRE, VIDE = Cadre("", "", "", ""), Tableau("", (), ())


def test_the_star_on_screen_has_gaps_where_branches_are_hollow(fait):
    e = fait().etoiles[0].etoile
    trace = figures.figure_etoile(e).data[1]
    assert list(trace.r)[:-1] == [r.score for r in e.rayons]
    assert trace.connectgaps is False
    assert list(figures.figure_etoile(e).layout.polar.radialaxis.range) == [0, 100]


def test_bars_on_screen_when_branches_are_few(fait):
    offre = fait().etoiles[1].etoile
    assert figures.figure_etoile(offre).data[0].type == "bar"


def test_lines_on_screen_never_join_a_gap_or_a_break(fait):
    figure = figures.evolution(fait(figure="effort").evolution)
    lignes = [t for t in figure.data if t.mode == "lines+markers" and t.name == "CC Élan Limousin Avenir Nature"]
    assert [len(t.x) for t in lignes] == [1, 2]
    assert all(t.connectgaps is False for t in figure.data if t.mode == "lines+markers")


def test_hovers_say_the_texts_of_the_view(fait):
    e = fait(figure="monop").evolution
    montres = {t for trace in figures.evolution(e).data if trace.customdata is not None for t in trace.customdata}
    assert montres == {p.texte for s in e.series for p in s.points}


@pytest.mark.parametrize(("emprise", "zoom"), [((-180.0, -60.0, 180.0, 60.0), 0), ((0.9, 45.8, 1.5, 46.2), 8)])
def test_the_map_where_communes_are_chosen_holds_its_territory_with_little_margin(emprise, zoom):
    centre, trouve = carte_choix.vue(emprise, 420)
    assert emprise[0] < centre["lon"] < emprise[2]
    assert trouve == pytest.approx(zoom, abs=1.5)
    large = 512 * 2**trouve * (emprise[2] - emprise[0]) / 360
    assert 0.9 * carte_choix.LARGEUR < large <= carte_choix.LARGEUR


def test_french_separators_everywhere():
    assert theme.gabarit().layout.separators == ",\u202f"


def isolee(**plus):
    """2021 stands alone between two perimeters: it has an interval all the same."""
    points = tuple(Point(a, 12.0, "ok", "12", 10.0, 14.0, rang) for a, rang in ((2019, 0), (2020, 0), (2021, 1), (2022, 2), (2023, 2)))
    return Evolution(CADRE, "%", (Serie("Ici", "territoire", points),), (), VIDE, (2021, 2022), **plus)


def test_a_year_that_stands_alone_has_its_interval_on_screen_and_on_paper():
    marges = [sorted({*t.x}) for t in figures.evolution(isolee()).data if t.fill == "toself"]
    assert marges == [[2019, 2020], [2021], [2022, 2023]]
    seule = next(t for t in figures.evolution(isolee()).data if t.fill == "toself" and {*t.x} == {2021})
    assert seule.line.width > 0
    assert svg_series.evolution(isolee(), id_="v").count(f'stroke="{theme.MARGE_SEULE}"') == 1


def test_a_small_change_of_a_small_count_is_not_drawn_over_the_whole_chart():
    points = (Point(2019, 7, "ok", "7"), Point(2020, 8, "ok", "8"))
    e = Evolution(CADRE, "enfants", (Serie("Ici", "territoire", points),), (), VIDE, effectif=True)
    bas, haut = figures.evolution(e).layout.yaxis.range
    assert haut - bas > 8
    fine = figures.evolution(replace(e, effectif=False)).layout.yaxis.range
    assert fine[1] - fine[0] < 2


def test_a_surplus_is_drawn_above_zero_with_its_bounds_turned_over():
    points = (
        Point(2022, -280.0, "ok", "aucun manque", -300.0, -250.0),
        Point(2023, None, "s", "secret"),
        Point(2024, -200.0, "ok", "aucun manque"),
    )
    e = Evolution(CADRE, "places", (Serie("Ici", "territoire", points),), (), VIDE, excedent="places au-dessus de la référence")
    trace = figures.evolution(e).data[-1]
    assert [v for t in figures.evolution(e).data if t.mode == "lines+markers" for v in t.y] == [280, None, 200]
    assert trace.customdata[0] == "aucun manque"
    assert "places au-dessus de la référence" in figures.evolution(e).layout.annotations[0].text
    assert (e.dessin.series[0].points[0].ic_bas, e.dessin.series[0].points[0].ic_haut) == (250.0, 300.0)
    assert "\u2212" not in svg_series.evolution(e, id_="v")
