"""Printed figures: well formed, named for screen readers, gaps not joined, three reasons of having no value."""

import math
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.charts import svg, svg_carte, svg_etoile, svg_series, theme
from ctg_data.diagnostic.figures import Cadre, Carte, Evolution, Point, Serie, StructureAge, Tableau, Tranche, Zone
from ctg_data.diagnostic.star import Ensemble, Etoile, Rayon
from ctg_data.indicators.model import Branche
from ctg_data.territoires.contours import Trace
from ctg_data.wording import fr

CADRE = Cadre("Quelle <question> ?", "%, 2023", "Insee & Caf", "Le constat.")
VIDE = Tableau("", (), ())
NS = "{http://www.w3.org/2000/svg}"


def lit(dessin):
    return ElementTree.fromstring(dessin)


def textes(racine):
    return [t.text for t in racine.iter(f"{NS}text")]


def etoile(*scores, partiels=()):
    rayons = tuple(
        Rayon(b.value, fr.THEMES[b.value], s, b.value in partiels, (), "")
        for b, s in zip(Branche, (*scores, *[None] * (10 - len(scores))), strict=True)
    )
    return Etoile("besoin", Ensemble("EPCI", "2023", "epci", "EPCI", (), False), rayons)


def dessine(e):
    return lit(svg_etoile.figure_etoile(e, id_="e", titre="T < 2 ?", alt="Constat & fin."))


def test_a_drawing_has_a_name_a_finding_and_no_fixed_size():
    racine = dessine(etoile(*range(10, 101, 10)))
    assert racine.get("role") == "img"
    assert racine.get("width") is None
    assert racine.find(f"{NS}title").text == "T < 2 ?"
    assert racine.find(f"{NS}desc").text == "Constat & fin."
    assert racine.get("aria-labelledby") == "e-t e-d"


def test_ten_axes_in_a_fixed_order_and_the_reference_dashed():
    racine = dessine(etoile(*range(10, 101, 10)))
    noms = " ".join(textes(racine))
    places = [noms.index(fr.THEMES[b.value].split(" ")[0]) for b in Branche]
    assert places == sorted(places)
    pointilles = [p for p in racine.iter(f"{NS}polygon") if p.get("stroke-dasharray")]
    assert len(pointilles) == 1
    assert len(list(racine.iter(f"{NS}circle"))) == 10


def test_a_score_is_a_distance_to_the_centre():
    racine = dessine(etoile(*[40] * 10))
    for c in racine.iter(f"{NS}circle"):
        distance = math.hypot(float(c.get("cx")) - svg_etoile.CX, float(c.get("cy")) - svg_etoile.CY)
        assert distance == pytest.approx(0.4 * svg_etoile.R, abs=0.05)


@given(st.lists(st.none() | st.integers(0, 100), min_size=10, max_size=10))
def test_hollow_branches_are_neither_drawn_nor_joined(scores):
    rayons = etoile(*scores).rayons
    suites = svg_etoile.suites(rayons)
    joints = {i for suite in suites for i in suite}
    assert joints == {i for i, s in enumerate(scores) if s is not None}
    for suite in suites:
        assert all((b - a) % 10 == 1 for a, b in pairwise(suite))


def test_a_hollow_branch_says_so_and_a_partial_one_is_open():
    racine = dessine(etoile(10, 20, 30, 40, 50, 60, partiels=("PE",)))
    assert textes(racine).count("(sans donnée)") == 4
    assert textes(racine).count("(partiel)") == 1
    fonds = [c.get("fill") for c in racine.iter(f"{NS}circle")]
    assert fonds.count(theme.FOND) == 1
    assert len(fonds) == 6


def test_under_five_branches_bars_start_at_the_middle():
    racine = dessine(etoile(75, 25))
    barres = list(racine.iter(f"{NS}rect"))
    assert len(barres) == 2
    droite, gauche = barres
    assert float(droite.get("x")) == pytest.approx(float(gauche.get("x")) + float(gauche.get("width")))
    assert textes(racine).count("sans donnée") == 8


def test_no_label_leaves_the_star():
    """Room of a letter at 16 px: 9 px at most, on the side where the label grows."""
    for t in dessine(etoile(*[50] * 9)).iter(f"{NS}text"):
        x, large = float(t.get("x")), 0.5625 * float(t.get("font-size")) * len(t.text)
        debut = x - {"start": 0, "middle": large / 2, "end": large}[t.get("text-anchor")]
        assert debut >= 0
        assert debut + large <= svg_etoile.LARGEUR
        assert 10 <= float(t.get("y")) <= svg_etoile.HAUTEUR


def point(annee, valeur, segment=0, marge=2):
    bornes = (valeur - marge, valeur + marge) if valeur is not None and marge else (None, None)
    return Point(annee, valeur, "ok" if valeur is not None else "s", "secret" if valeur is None else str(valeur), *bornes, segment)


def evolution(*points, ruptures=()):
    return Evolution(CADRE, "%", (Serie("Ici", "territoire", points), Serie("Là", "departement", points)), ruptures, VIDE)


def lignes(dessin, couleur=theme.ACCENT):
    return [p.get("points").split(" ") for p in lit(dessin).iter(f"{NS}polyline") if p.get("stroke") == couleur]


def test_a_missing_year_cuts_the_line():
    dessin = svg_series.evolution(evolution(point(2020, 1), point(2021, 2), point(2022, None), point(2023, 4)), id_="v")
    assert [len(x) for x in lignes(dessin)] == [2, 1]
    assert "secret" not in dessin


def test_a_break_cuts_the_line_and_is_written():
    dessin = svg_series.evolution(
        evolution(point(2020, 1), point(2021, 2), point(2022, 3, 1), point(2023, 4, 1), ruptures=(2022,)), id_="v"
    )
    assert [len(x) for x in lignes(dessin)] == [2, 2]
    assert "rupture de série" in textes(lit(dessin))


def test_lines_are_told_apart_without_colour():
    dessin = lit(svg_series.evolution(evolution(point(2020, 1), point(2021, 2)), id_="v"))
    traits = {p.get("stroke-dasharray") for p in dessin.iter(f"{NS}polyline")}
    assert traits == {None, svg_series.DASH["dash"]}


def test_the_axis_holds_every_value_and_interval():
    dessin = lit(svg_series.evolution(evolution(point(2020, 10, marge=5), point(2021, 12, marge=5)), id_="v"))
    hauteurs = [float(y) for p in dessin.iter(f"{NS}polygon") for y in re.findall(r",([\d.-]+)", p.get("points"))]
    assert min(hauteurs) >= 20
    assert max(hauteurs) <= 280


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_ticks_are_round_and_cover(bas, etendue):
    haut = bas + etendue
    pas = svg.graduations(bas, haut)
    invisible = 1e-6 * max(1, abs(bas), abs(haut))
    assert pas[0] <= bas + invisible
    assert pas[-1] >= haut - invisible
    assert 2 <= len(pas) <= 8
    assert len({len(t.partition(",")[2]) for t in svg.texte_graduations(pas)}) == 1


def test_ages_are_bars_and_the_reference_a_mark():
    tranches = (Tranche("0 à 2 ans", 10.0, "10,0 %", 20.0, "20,0 %"), Tranche("3 ans et plus", None, "n.d.", 80.0, "80,0 %"))
    racine = lit(svg_series.structure_age(StructureAge(CADRE, "Ici", "Là", 2023, tranches, VIDE), id_="a"))
    barres = [r for r in racine.iter(f"{NS}rect") if r.get("height") == "21"]
    assert len(barres) == 1
    assert {"0 à 2 ans", "3 ans et plus", "10,0 %", "n.d.", "Ici", "Là"} <= set(textes(racine))


TRACE = Trace(100, 80, tuple((c, f"Commune {c}", "M0,0L10,0L10,10Z") for c in "ABCDEF"))


def carte(*zones):
    return Carte(CADRE, "commune", "%", 1, zones, VIDE)


def zone(code, valeur=None, statut="ok", choisie=False):
    return Zone(code, f"Commune {code}", valeur, statut if valeur is None else "ok", f"{valeur} %" if valeur else statut, choisie)


def test_secret_not_significant_and_missing_are_three_fills_each_named():
    c = carte(zone("A", 10.0), zone("B", 20.0), zone("C", statut="s"), zone("D", statut="ns"), zone("E", statut="nd"))
    racine = lit(svg_carte.carte(c, TRACE, id_="m"))
    fonds = [p.get("fill") for p in racine.iter(f"{NS}path") if p.get("fill") and p.find(f"{NS}title") is not None]
    assert len(set(fonds[2:5])) == 3
    assert fonds[4] == fonds[5]  # an outline without a row is missing too
    assert {p.get("id") for p in racine.iter(f"{NS}pattern")} == {"m-s", "m-nd"}
    legende = " ".join(textes(racine))
    assert all(mot in legende for mot in ("secret statistique (1)", "non significatif (1)", "sans donnée (1)"))


def test_the_chosen_area_is_outlined_over_the_others():
    racine = lit(svg_carte.carte(carte(zone("A", 10.0), zone("B", 20.0, choisie=True)), TRACE, id_="m"))
    assert [p.get("stroke") for p in racine.iter(f"{NS}path")][-1] == theme.TEXTE


def test_names_are_escaped():
    piege = replace(TRACE, chemins=(("A", '<b>"x"</b>', "M0,0Z"),))
    racine = lit(svg_carte.carte(carte(zone("A", 10.0)), piege, id_="m"))
    assert next(p.find(f"{NS}title").text for p in racine.iter(f"{NS}path") if p.find(f"{NS}title") is not None) == '<b>"x"</b> : 10.0 %'


def test_the_strip_of_a_row_places_its_marks_on_one_scale():
    dessin = svg_series.bande(15, ic_bas=12, ic_haut=18, reperes=[("departement", 10), ("region", 20), ("france", 14)], echelle=(10, 20))
    racine = lit(dessin)
    assert racine.get("aria-hidden") == "true"
    assert float(racine.find(f"{NS}circle").get("cx")) == pytest.approx(85)
    assert len(list(racine.iter(f"{NS}path"))) == 3


def test_a_count_is_circles_on_paper_too_never_a_colour():
    c = replace(carte(zone("A", 100.0), zone("B", 25.0), zone("C", statut="s")), cercles=True)
    racine = lit(svg_carte.carte(c, TRACE, id_="m"))
    rayons = [float(d.get("r")) for d in racine.iter(f"{NS}circle") if d.get("fill") == theme.ACCENT]
    assert rayons[:2] == pytest.approx([26, 13], abs=0.1)
    assert not {p.get("fill") for p in racine.iter(f"{NS}path")} & set(theme.SEQUENTIEL)
    assert any("100" in t for t in textes(racine))
