"""Screen figures and classes: what the view says, drawn; nothing computed again."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.charts import cartes, classes, figures, svg_series, theme
from ctg_data.diagnostic.figures import Cadre, Carte, Evolution, Point, Serie, Tableau, Zone

CADRE, VIDE = Cadre("", "", "", ""), Tableau("", (), ())


def carte(*valeurs, statut="nd"):
    zones = tuple(Zone(str(i), f"Z{i}", v, "ok" if v is not None else statut, "") for i, v in enumerate(valeurs))
    return Carte(CADRE, "commune", "%", 1, zones, VIDE)


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=60))
def test_every_area_is_in_one_class_or_in_one_reason(valeurs):
    c = carte(*valeurs)
    codes = [z.code for k in (*classes.classes(c), *classes.sans_valeur(c)) for z in k.zones]
    assert sorted(codes) == sorted(z.code for z in c.zones)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_classes_grow_and_hold_their_values(valeurs):
    trouvees = classes.classes(carte(*valeurs))
    assert 1 <= len(trouvees) <= 5
    for k in trouvees:
        assert all(k.bas <= z.valeur <= k.haut for z in k.zones)
    assert all(a.haut <= b.haut for a, b in pairwise(trouvees))
    assert len({k.couleur for k in trouvees}) == len(trouvees)


def test_two_classes_never_share_a_bound():
    textes = [k.texte for k in classes.classes(carte(*(20 + n / 10 for n in range(20))))]
    assert textes[0].startswith("de 20,0 à 20,")
    assert textes[1] == f"plus de {textes[0].partition(' à ')[2].partition(chr(160))[0]} à 20,8\u00a0%"


def test_a_hundred_areas_make_five_classes_of_twenty():
    assert [len(k.zones) for k in classes.classes(carte(*map(float, range(100))))] == [20] * 5


def test_reasons_of_having_no_value_keep_their_names_and_colours():
    zones = tuple(Zone(s, s, None, s, "") for s in ("s", "ns", "nd"))
    trouvees = classes.sans_valeur(Carte(CADRE, "commune", "%", 1, zones, VIDE))
    assert [k.texte for k in trouvees] == ["secret statistique", "non significatif", "sans donnée"]
    assert len({k.couleur for k in trouvees}) == 3


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


def test_the_map_on_screen_has_one_named_trace_a_class(fait):
    c = fait().carte
    figure = cartes.carte(c, "/geo/x.geojson", emprise=(0.9, 45.8, 1.5, 46.2))
    assert sum(len(t.locations) for t in figure.data) == 24
    assert figure.layout.map.style == "white-bg"
    assert {t.geojson for t in figure.data} == {"/geo/x.geojson"}


@pytest.mark.parametrize(("emprise", "zoom"), [((-180.0, -60.0, 180.0, 60.0), 0), ((0.9, 45.8, 1.5, 46.2), 8)])
def test_the_view_of_a_map_holds_its_territory(emprise, zoom):
    centre, trouve = cartes.vue(emprise, 420)
    assert emprise[0] < centre["lon"] < emprise[2]
    assert trouve == pytest.approx(zoom, abs=1.5)


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
