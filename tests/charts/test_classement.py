"""Classes of a whole map: limits worked by hand, counts that add up, circles whose surface is the figure."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.charts import classement, palette, paquet
from ctg_data.diagnostic.figures import Cadre, Carte, Tableau, Zone
from ctg_data.diagnostic.planche import Genre, Planche, de_carte
from ctg_data.indicators.model import Sens
from ctg_data.records import STATUTS

CADRE = Cadre("titre", "sous-titre", "source", "alt")


def planche(valeurs, *, statuts=None, genre=Genre.APLATS, sens=Sens.HAUT_FAVORABLE, centre=None, unite="%", decimales=1):
    n = len(valeurs)
    grandeur = np.array(valeurs, dtype=float)
    lus = np.array([STATUTS.index(s) for s in statuts or ["ok"] * n], dtype="int8")
    textes = tuple(f"t{i}" for i in range(n))
    return Planche(
        CADRE,
        "commune",
        unite,
        decimales,
        genre,
        sens,
        centre,
        textes,
        textes,
        grandeur,
        lus,
        textes,
        ("",) * n,
        np.full(n, -1, dtype="int8"),
    )


@pytest.mark.parametrize(
    ("methode", "valeurs", "hauts"),
    [
        ("effectifs", [1, 2, 3, 4, 5, 6, 7, 8, 9, 100], [2.8, 4.6, 6.4, 8.2, 100]),
        ("intervalles", [0, 1, 2, 3, 4, 5, 6, 7, 8, 10], [2, 4, 6, 8, 10]),
        ("naturels", [1, 2, 10, 11, 20, 21, 30, 31, 40, 41], [2, 11, 21, 31, 41]),
    ],
)
def test_limits_worked_by_hand(methode, valeurs, hauts):
    assert classement.bornes(np.array(valeurs, dtype=float), methode)[1:] == pytest.approx(hauts)


def test_around_a_reference_the_limits_are_symmetrical_and_near_means_the_nearest_fifth():
    """Gaps -10 to 10: a fifth of them are within 2, three fifths within 6."""
    valeurs = np.arange(-10, 11, dtype=float)
    assert classement.bornes(valeurs, "reference", 0.0) == pytest.approx([-10, -6, -2, 2, 6, 10])


@pytest.mark.parametrize(
    ("sens", "haut", "bas"), [(Sens.HAUT_FAVORABLE, "#1B5E9B", "#B04A00"), (Sens.HAUT_DEFAVORABLE, "#B04A00", "#1B5E9B")]
)
def test_the_unfavourable_side_is_orange_whichever_it_is(sens, haut, bas):
    c = classement.classement(planche(range(-10, 11), sens=sens, centre=0.0))
    assert palette.TEINTES[c.teintes[-1]].couleur == haut
    assert palette.TEINTES[c.teintes[0]].couleur == bas


def test_a_figure_without_judgement_takes_neither_of_the_colours_of_judgement():
    c = classement.classement(planche(range(-10, 11), sens=Sens.NEUTRE, centre=0.0))
    assert not {palette.TEINTES[t].couleur for t in c.teintes} & {"#1B5E9B", "#B04A00"}


@pytest.mark.parametrize("valeurs", [[], [5], [5, 5, 5, 5], [1, 2], [0, 0, 0, 0, 0, 9], [1, 2, 3, 4]])
@pytest.mark.parametrize("methode", classement.SIMPLES)
def test_few_areas_or_equal_values_give_fewer_classes_never_an_empty_one_or_an_error(valeurs, methode):
    c = classement.classement(planche([*valeurs, np.nan], statuts=["ok"] * len(valeurs) + ["nd"]), methode)
    assert sum(e.effectif for e in c.entrees) == len(valeurs) + 1
    assert all(t in palette.SEQUENTIELLES for t in c.teintes[:-1])


@pytest.mark.parametrize("methode", classement.SIMPLES)
def test_those_that_have_none_are_not_drawn_as_the_one_that_has_some(methode):
    c = classement.classement(planche([*[0.0] * 44, 2.3]), methode)
    assert [e.effectif for e in c.entrees] == [44, 1]
    assert c.teintes[0] != c.teintes[-1]


VALEURS = st.lists(st.one_of(st.just(float("nan")), st.floats(-1e4, 1e4)), min_size=1, max_size=60)


@given(VALEURS, st.sampled_from(list(classement.METHODES)), st.booleans())
def test_every_area_is_in_one_class_and_higher_values_never_in_a_lower_one(valeurs, methode, ecart):
    statuts = ["ok" if np.isfinite(v) else "s" for v in valeurs]
    p = planche(valeurs, statuts=statuts, centre=0.0 if ecart else None)
    c = classement.classement(p, methode)
    assert sum(e.effectif for e in c.entrees) == len(p)
    rangs = {e.teinte: rang for rang, e in enumerate(c.entrees)}
    ordre = [rangs[int(c.teintes[i])] for i in np.argsort(p.grandeur) if np.isfinite(p.grandeur[i])]
    assert ordre == sorted(ordre)
    assert {int(t) for t, s in zip(c.teintes, statuts, strict=True) if s == "s"} <= {palette.SECRET}


def test_secret_missing_and_not_significant_are_three_fills_named_in_the_legend():
    c = classement.classement(planche([1, np.nan, np.nan, np.nan], statuts=["ok", "s", "ns", "nd"]))
    fins = [(palette.TEINTES[e.teinte].motif, e.texte, e.effectif) for e in c.entrees[1:]]
    assert fins == [("hachures", "secret statistique", 1), ("", "non significatif", 1), ("points", "sans donnée", 1)]
    assert len({palette.TEINTES[t].couleur for t in c.teintes}) == 4


def test_the_surface_of_a_circle_is_the_figure():
    c = classement.classement(
        planche([400, 100, 25, 0, -5, np.nan], statuts=["ok"] * 5 + ["s"], genre=Genre.CERCLES, unite="foyers", decimales=0)
    )
    assert c.rayons.tolist() == [255, 128, 64, 0, 0, 0]
    reperes = [(r**2 * 400, t.replace("\u00a0", " ")) for r, t in c.reperes]
    assert reperes == [(pytest.approx(200), "200 foyers"), (pytest.approx(100), "100 foyers"), (pytest.approx(20), "20 foyers")]
    assert [e.effectif for e in c.entrees] == [3, 2, 1]


def test_a_method_that_does_not_suit_a_map_falls_back():
    assert classement.classement(planche(range(10)), "reference").methode == "effectifs"
    assert classement.classement(planche(range(10), centre=0.0), "zèbre").methode == "reference"


def test_natural_breaks_of_a_large_map_are_the_same_at_every_run():
    valeurs = np.random.default_rng(5).gamma(2, 10, 35_000)
    assert classement.bornes(valeurs, "naturels") == classement.bornes(valeurs[::-1], "naturels")
    assert classement.bornes(valeurs, "naturels")[-1] == valeurs.max()


@pytest.mark.parametrize("valeurs", [[-10, -9, -8, -1, 0, 1], [8, 9, 10, 1, 0, -1], [5, 6, 7, 8, 9, 10]])
def test_around_a_reference_no_end_of_the_legend_is_an_empty_class(valeurs):
    """Far above may hold nobody: « 9,0 — 0 » says nothing."""
    c = classement.classement(planche(valeurs, centre=0.0), "reference")
    assert c.entrees[0].effectif
    assert c.entrees[-1].effectif
    assert all(" à " in e.texte for e in c.entrees)
    assert sum(e.effectif for e in c.entrees) == len(valeurs)


def test_the_more_areas_the_smaller_the_circles_and_the_legend_with_them():
    assert classement.rayon(24) == classement.rayon(200) == 26
    assert [round(classement.rayon(n)) for n in (1_254, 5_000, 34_875)] == [16, 12, 8]
    c = classement.classement(planche([1.0] * 34_875, genre=Genre.CERCLES))
    assert c.rayon == 8
    recu = paquet.objet(planche([1.0] * 4, genre=Genre.CERCLES), c, {})
    assert recu["grand_cercle"] == 8


def test_the_map_of_a_portrait_is_classed_as_any_other_in_the_order_of_its_contours():
    zones = [Zone("B", "Bé", 20.0, "ok", "20"), Zone("A", "Ah", None, "s", "secret"), Zone("C", "Cé", 0.0, "ok", "0")]
    carte = Carte(CADRE, "commune", "enfants", 0, tuple(zones), Tableau("", (), ()), cercles=True)
    p = de_carte(carte)
    assert (p.codes, p.genre) == (("A", "B", "C"), Genre.CERCLES)
    c = classement.classement(p)
    assert c.rayons.tolist() == [0, 255, 0]
    assert c.teintes.tolist() == [palette.SECRET, palette.FOND, palette.FOND]
    assert de_carte(replace(carte, cercles=False)).genre is Genre.APLATS


def test_the_browser_is_told_the_pattern_and_its_ink():
    p = planche([1, np.nan], statuts=["ok", "s"])
    recu = paquet.objet(p, classement.classement(p), {"jeton": "x"})
    assert recu["teintes"][recu["teinte"][1]] == ["#C9AA78", "hachures", "#6B5236"]
    assert recu["textes"][recu["texte"][0]] == "t0"
    json.dumps(recu)
