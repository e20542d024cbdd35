"""The small multiple and its large version: gaps, breaks and peers are never joined."""

import xml.etree.ElementTree as ET

from ctg_data.charts import figures
from ctg_data.charts.svg_tendances import multiple
from ctg_data.diagnostic.figures import Cadre, Etendue, Multiple, Point, Serie, Tableau

ANNEES = range(2018, 2024)


def exemple(**plus) -> Multiple:
    """2020 hidden, break in 2022: three stretches of the line, two of the band."""
    points = tuple(
        Point(a, None if a == 2020 else 20.0 + a - 2018, "s" if a == 2020 else "ok", "", 18.0, 26.0, int(a >= 2022)) for a in ANNEES
    )
    pairs = tuple(Etendue(a, 10.0, 20.0, 30.0, 40) for a in ANNEES)
    champs = {
        "id": "taux",
        "cadre": Cadre("Taux", "%, 2018 à 2023", "Source", "Taux, ici. Hausse."),
        "unite": "%",
        "serie": Serie("Ici", "territoire", points),
        "pairs": pairs,
        "ruptures": (2022,),
        "phrase": "Hausse.",
        "signe": "",
        "tableau": Tableau("Taux", (), ()),
    }
    return Multiple(**(champs | plus))


def traits(m: Multiple, couleur: str) -> list[int]:
    """Number of points of each polyline of a colour."""
    racine = ET.fromstring(multiple(m, id_="m"))
    lignes = racine.iter("{http://www.w3.org/2000/svg}polyline")
    return [len(t.get("points").split()) for t in lignes if t.get("stroke") == couleur]


def test_the_line_is_cut_at_gaps_and_breaks_and_the_band_at_breaks():
    assert traits(exemple(), "#0B6E6E") == [2, 1, 2]
    assert traits(exemple(), "#5F6368") == [4, 2]
    assert [len(b) for b in exemple().bandes] == [4, 2]


def test_the_drawing_has_a_name_and_a_finding_and_stays_legible_with_one_year():
    seul = exemple(serie=Serie("Ici", "territoire", (Point(2023, 20.0, "ok", "20 %"),)), pairs=(), ruptures=())
    for m in (exemple(), seul):
        racine = ET.fromstring(multiple(m, id_="m"))
        assert racine.get("role") == "img"
        assert [t.text for t in racine if t.tag.endswith(("title", "desc"))] == ["Taux", "Taux, ici. Hausse."]
    assert "nan" not in multiple(seul, id_="m").lower()


def test_the_large_figure_has_the_peers_behind_and_one_legend_each():
    figure = figures.tendance(exemple())
    noms = [t.name for t in figure.data if t.showlegend is not False]
    assert noms == ["huit comparables sur dix (40)", "leur médiane", "Ici"]
    assert figure.data[-1].name == "Ici"
    assert [len(t.x) for t in figure.data if t.name == "leur médiane"] == [4, 2]
    assert [t.name for t in figures.tendance(exemple(pairs=())).data if t.showlegend is not False] == ["Ici"]
