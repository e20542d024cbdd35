"""The offer taken away: on the map, listed, inert.  Every place is fictitious."""

import pytest

from ctg_data.charts import svg_carte, symboles
from ctg_data.exports import csv, dessins, html
from ctg_data.territoires import contours
from ctg_data.views.portrait import portrait
from tests.exports.test_csv import lit
from tests.exports.test_html import Page
from tests.views.conftest import CATALOGUE, EPCI, JOUR, FauxCorpus
from tests.views.test_offre import AMBAZAC, corpus, lieu

NOM = "<b>=1+1</b> Les Lutins"


@pytest.fixture(scope="module")
def vue(ref, valeurs):
    faux = FauxCorpus(valeurs)
    faux.lieux = corpus(
        lieu("eaje_psu", NOM, places=15.0, latitude=45.96, longitude=1.40, horaires="=cmd()", complet=True),
        lieu("cs", "=HYPERLINK(1)"),
    ).lieux
    return portrait(faux, ref, niveau="epci", code=EPCI, catalogue=CATALOGUE, jour=JOUR)


def test_the_csv_has_the_counts_and_each_facility(vue):
    rangees = lit(csv.portrait(vue))
    comptes = [(x["theme"], x["libelle"], x["valeur"], x["unite"]) for x in rangees if x["rubrique"] == "offre"]
    assert comptes == [
        ("PE", "Crèche financée par la PSU (EAJE)", "1", "équipements"),
        ("PE", "Crèche financée par la PSU (EAJE)", "15", "places"),
        ("AV", "Centre social", "1", "équipements"),
    ]
    creche, centre = (x for x in rangees if x["rubrique"] == "équipement")
    assert (creche["libelle"], creche["code"], creche["valeur"], creche["unite"]) == (NOM, AMBAZAC, "15", "places")
    assert creche["note"] == "latitude 45,96, longitude 1,4"
    assert (creche["texte"], centre["libelle"]) == ("'=cmd()", "'=HYPERLINK(1)")
    assert (centre["valeur"], centre["note"]) == ("", "")


def test_the_page_lists_them_and_lets_no_markup_through(vue, reference):
    octets = html.portrait(vue, reference)
    page = Page(octets)
    assert "Offre : équipements et services" in page.texte.replace("\u00a0", " ")
    assert NOM in page.texte
    assert ("b", {}) not in page.balises
    assert b"<b>=1" not in octets


def test_a_portrait_without_inventory_says_so_on_the_page(ref, valeurs, reference):
    vide = portrait(FauxCorpus(valeurs), ref, niveau="epci", code=EPCI, catalogue=CATALOGUE, jour=JOUR)
    assert "Aucun inventaire" in Page(html.portrait(vide, reference)).texte


def test_marks_stand_where_they_are_on_paper(vue, reference):
    """The centre of a commune falls inside the box of its outline, as drawn."""
    codes = [z.code for z in vue.carte.zones]
    trace = contours.svg_paths(reference, "commune", codes, largeur=560)
    for code, (lon, lat) in contours.milieux(reference, codes).items():
        x, y = trace.place(lon, lat)
        chemin = next(c for c_, _, c in trace.chemins if c_ == code)
        points = [tuple(map(float, p.split(","))) for p in chemin.replace("M", "L").replace("Z", "").split("L") if p]
        xs, ys = zip(*points, strict=True)
        assert min(xs) <= x <= max(xs)
        assert min(ys) <= y <= max(ys)
    dessin = svg_carte.carte(vue.carte, trace, id_="carte", marques=dessins.marques(vue))
    assert dessin.count(symboles.CHEMINS["PE"]) == 2  # on the map and in the legend
    assert "Sans coordonnées, au centre de la commune (1)" in dessin
    assert "&lt;b&gt;=1+1&lt;/b&gt;" in dessin


def test_every_theme_of_a_facility_has_its_own_shape():
    from ctg_data.loaders.offre_schema import THEMES_OFFRE

    assert set(symboles.CHEMINS) == set(THEMES_OFFRE)
    assert len(set(symboles.CHEMINS.values())) == len(symboles.CHEMINS)
