"""Axes that do not exaggerate, and fills of a map that nobody takes for each other."""

from itertools import combinations

import pytest

from ctg_data.charts import axes, palette, theme
from ctg_data.diagnostic.figures import PERIMETRE, RUPTURE
from ctg_data.settings import RACINE
from ctg_data.wording.atlas import ASPECTS, MENTIONS
from ctg_data.wording.methode import GENERALITES


@pytest.mark.parametrize(
    ("valeurs", "bas", "haut"),
    [
        ([58.8, 59.2], 53.08, 64.92),
        ([10, 30], 10, 30),
        ([0.2, 0.21], 0.184, 0.226),
        ([1, 1.2, 0.1], 0.1, 1.2),
        ([-4, 4], -4, 4),
        ([0, 0], 0, 0),
    ],
)
def test_a_small_change_takes_a_small_part_of_the_axis(valeurs, bas, haut):
    assert axes.etendue(valeurs) == pytest.approx((bas, haut))


@pytest.mark.parametrize(
    ("valeurs", "part"), [([7, 8], 0.09), ([0, 1], 0.25), ([100, 110], 0.24), ([26_800, 27_360], 0.11), ([100, 300], 1.0)]
)
def test_a_count_that_chance_may_move_so_much_takes_a_small_part_of_the_axis(valeurs, part):
    bas, haut = axes.etendue(valeurs, effectif=True)
    assert (valeurs[1] - valeurs[0]) / (haut - bas) == pytest.approx(part, abs=0.02)
    assert bas >= 0


def places(*coupures, debut=2018, fin=2024):
    return [(e.annee, e.texte, "<" if e.a_gauche else ">") for e in axes.etiquettes(coupures, debut, fin) if e.texte]


def test_the_name_of_a_break_stands_where_no_other_line_crosses_it():
    p, r = PERIMETRE, RUPTURE
    assert places((2020, p), (2021, p)) == [(2021, p, ">")]
    assert places((2023, p), (2024, p)) == [(2023, p, "<")]
    assert places((2019, p), (2024, p)) == [(2019, p, ">")]
    assert places((2021, r)) == [(2021, r, ">")]
    assert places((2020, p), (2021, r), (2022, p)) == [(2021, r, ">"), (2022, p, ">")]


def test_an_axis_of_positive_values_never_goes_under_zero():
    assert axes.etendue([0, 0.01]) == pytest.approx((0, 0.01))
    assert axes.etendue([0.05, 1])[0] >= 0


def test_a_cut_axis_says_so():
    assert axes.titre("%", 53) == "% (l’axe ne part pas de zéro)"
    assert axes.titre("%", 0) == "%"


def _lab(couleur):
    r, g, b = (int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (r, g, b))
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _ecart(a, b):
    return sum((x - y) ** 2 for x, y in zip(_lab(a), _lab(b), strict=True)) ** 0.5


def test_areas_without_a_value_are_told_from_each_other_from_the_ground_and_from_the_classes():
    sans = [palette.sans_valeur(statut).couleur for statut in palette.SANS_VALEUR]
    assert min(_ecart(a, b) for a, b in combinations(sans, 2)) > 20
    assert min(_ecart(a, b) for a in sans for b in (theme.FOND, *theme.SEQUENTIEL)) > 15


def test_the_method_and_the_guide_say_what_the_maps_draw():
    dessins = {"hachures": "hachuré", "": "uni", "points": "à points"}
    guide, methode = (RACINE / "docs" / "guide.md").read_text("utf-8"), " ".join(p for _, textes in GENERALITES for p in textes)
    for statut, aspect in ASPECTS.items():
        assert aspect.endswith(dessins[palette.sans_valeur(statut).motif])
        assert f"{aspect.capitalize()} : {MENTIONS[statut]}" in guide
        assert f"{aspect} pour « {MENTIONS[statut]} »" in methode


def test_the_name_of_a_colour_is_that_of_its_hue():
    """Grey has no chroma; brown and sand are both yellowish, and brown is the darker."""
    brun, gris, sable = (_lab(palette.sans_valeur(s).couleur) for s in ("s", "ns", "nd"))
    assert max(abs(gris[1]), abs(gris[2])) < 1
    assert min(brun[2], sable[2]) > 10
    assert brun[0] < sable[0] - 10
