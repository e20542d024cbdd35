"""Both perimeters of an EPCI: words for what changed, lines that stop where the territory does."""

from dataclasses import replace

import pytest

from ctg_data.views.composition import composition
from ctg_data.wording.typographie import soigne
from tests.views.conftest import EPCI, FauxCorpus, frame, ligne

CORDAIS = "200034064"
"""CC du Cordais et du Causse: communes came on 1 January 2022 and 2023."""
CONSTANT = {2019: 900, 2020: 910, 2021: 920, 2022: 930, 2023: 940}
EPOQUE = {2019: 500, 2020: 510, 2021: 700}


def simple(texte):
    """With plain spaces."""
    return soigne(texte).replace("\u00a0", " ").replace("\u202f", " ")


def corpus(epoque=EPOQUE, source="rp", **communs):
    constantes = [ligne("pop", "epci", CORDAIS, a, v, marge=None, sources=f"{source}@{a}") for a, v in CONSTANT.items()]
    anciennes = [ligne("pop", "epci", CORDAIS, a, v, marge=None, millesime_geo=a + 1) for a, v in epoque.items()]
    return FauxCorpus(frame(constantes), epoque=frame(anciennes) if anciennes else None, **communs)


def test_changes_are_said_in_words_and_dated(ref):
    c = composition(ref, ref.territoire("epci", CORDAIS))
    assert [simple(m.texte) for m in c.mouvements] == [
        "au 1er janvier 2022 : + Loubers et Noailles (de CA Gaillac-Graulhet) ; + Salles (de CC Carmausin-Ségala)",
        "au 1er janvier 2023 : + Amarens, Donnazac et Frausseilles (de CA Gaillac-Graulhet)",
    ]
    assert [m.annee for m in c.mouvements] == [2021, 2022]
    assert (c.debut, c.differentes) == (2018, {2018, 2019, 2020, 2021})


def test_departures_creations_and_long_lists(ref):
    depart = composition(ref, ref.territoire("epci", "200071868")).mouvements
    assert [simple(m.texte) for m in depart] == [
        "au 1er janvier 2024 : − Saint-Sigismond (réunie à Ingrandes-le-Fresne-sur-Loire) (vers CC du Pays d’Ancenis)"
    ]
    (creation,) = composition(ref, ref.territoire("epci", "200089456")).mouvements
    assert simple(creation.texte).startswith("au 1er janvier 2020 : création ; + ")
    assert "+ 17 communes (de CC Eure-Madrie-Seine)" in simple(creation.texte)


@pytest.mark.parametrize(("niveau", "code"), [("epci", EPCI), ("departement", "87"), ("commune", "87085")])
def test_most_territories_have_one_perimeter(fait, ref, niveau, code):
    assert composition(ref, ref.territoire(niveau, code)) is None
    vue = fait(niveau, code)
    assert (vue.evolution_epoque, vue.composition) == (None, ())


def test_each_year_is_in_its_own_perimeter_and_two_compositions_are_never_joined(fait):
    vue = fait("epci", CORDAIS, corpus=corpus(), figure="pop")
    points = vue.evolution_epoque.series[0].points
    assert [p.valeur for p in points] == [500, 510, 700, 930, 940]
    assert [p.segment for p in points] == [0, 0, 1, 2, 2]
    assert vue.evolution_epoque.perimetres == (2021, 2022)
    assert "Autre composition à partir des chiffres de 2021 et 2022" in vue.evolution_epoque.cadre.sous_titre
    assert [p.valeur for p in vue.evolution.series[0].points] == list(CONSTANT.values())
    assert {p.segment for p in vue.evolution.series[0].points} == {0}
    assert simple(vue.composition[0]).startswith("Au 1er janvier 2022 : + Loubers")


def test_a_year_without_figure_at_period_perimeter_never_takes_the_constant_one(fait):
    points = fait("epci", CORDAIS, corpus=corpus({2019: 500}), figure="pop").evolution_epoque.series[0].points
    assert [p.valeur for p in points] == [500, None, None, 930, 940]
    assert points[1].statut == "nd"


def test_the_page_says_why_there_is_none(fait, sources):
    absente = fait("epci", CORDAIS, corpus=corpus({}), figure="pop").evolution_epoque.cadre.message
    assert "aucune source publique" in absente
    sources["caf"] = replace(sources["rp"], id="caf", profil_secret="caf_interne")
    try:
        interne = fait("epci", CORDAIS, corpus=corpus({}, source="caf"), figure="pop").evolution_epoque.cadre.message
    finally:
        del sources["caf"]
    assert "fichiers propres de la Caf" in interne


def test_a_figure_that_exists_at_period_perimeter_alone_is_drawn(fait):
    """A median cannot be carried to another perimeter: at constant perimeter the year is not available."""
    constant = [ligne("pop", "epci", CORDAIS, a, v, marge=None) for a, v in CONSTANT.items() if a > 2020]
    anciennes = [ligne("pop", "epci", CORDAIS, a, v, marge=None, millesime_geo=a + 1) for a, v in EPOQUE.items()]
    vue = fait("epci", CORDAIS, corpus=FauxCorpus(frame(constant), epoque=frame(anciennes)), figure="pop")
    assert [p.annee for p in vue.evolution.series[0].points] == [2021, 2022, 2023]
    assert [p.valeur for p in vue.evolution_epoque.series[0].points] == [500, 510, 700, 930, 940]
