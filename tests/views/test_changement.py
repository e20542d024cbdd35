"""« Quel changement peut-on voir ? »: the sentence, its numbers, and what it says where nothing can be said."""

from datetime import date

import pytest

from ctg_data.indicators.model import Effectif, Moyenne, Ratio, Ref
from ctg_data.views import marges
from ctg_data.views.changement import changement
from tests.views.conftest import DEPARTEMENT, EPCI, JOUR, MOINS, FauxCorpus, figure, frame, ligne

SHARE = Ratio((Ref("foyers_rsa"),), (Ref("foyers_alloc"),))
PART = figure("qf", "EN", MOINS, "Part des foyers à QF inférieur à 800", formule=SHARE, seuils=("k5", "n30"))
COUVERTURE = figure(
    "couverture",
    "PE",
    MOINS,
    "Taux de couverture",
    formule=Ratio((Ref("places"),), (Ref("enfants_age"),), bornee=False),
    unite="places pour 100 enfants",
    intervalle="couverture",
    angle=2,
)
ENFANTS = figure("enfants", "PE", MOINS, "Enfants de moins de 3 ans", formule=Effectif((Ref("enfants_age"),)), unite="enfants", decimales=0)
RSA = figure("rsa", "IN", MOINS, "Foyers au RSA", formule=Effectif((Ref("foyers_rsa"),)), unite="foyers", decimales=0, seuils=("k5",))
NAISSANCES = figure(
    "naissances", "PO", MOINS, "Naissances", formule=Moyenne((Ref("naissances"),)), unite="naissances", decimales=0, intervalle="byar"
)
CATALOGUE = (PART, COUVERTURE, ENFANTS, RSA, NAISSANCES)


def vu(ref, sources, lignes, *, niveau="epci", code=EPCI, **choix):
    corpus = FauxCorpus(frame(lignes))
    return changement(corpus, ref, niveau=niveau, code=code, catalogue=CATALOGUE, sources=sources, jour=JOUR, **choix)


def bornee(indicateur, annee, trois, *, niveau="epci", code=EPCI, **plus):
    valeur, bas, haut = trois
    return ligne(indicateur, niveau, code, annee, valeur, marge=None, ic_bas=bas, ic_haut=haut, **plus)


def texte(vue) -> str:
    return " ".join((vue.phrase, *vue.precisions)).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_sentence_of_a_share_by_hand(ref, sources):
    """31.9 %, 30.4 to 33.6: 3.3 points; from 2024 to 2029, 3.3 / 5 = 0.66, so 0.7 a year."""
    lu = texte(vu(ref, sources, [bornee("qf", 2024, (31.9, 30.4, 33.6))], figure="qf", horizon=2029))
    assert lu.startswith(
        "Dans la CC Élan Limousin Avenir Nature, une baisse ou une hausse de moins de 3,3 points d’ici 2029 ne se distinguerait pas "
        "du hasard."
    )
    assert "De 2024 à 2029, il faudrait donc plus de 0,7 point par an." in lu
    assert "Le chiffre de 2029 est supposé aussi précis que celui de 2024" in lu


def test_a_public_denominator_gives_the_number(ref, sources):
    """62 places for 100 children, 58 to 66.5: √(4² + 4.5²) × 1.4294 = 8.61, so 8.7; of 606 children, 53 places."""
    lignes = [bornee("couverture", 2024, (62.0, 58.0, 66.5)), ligne("enfants", "epci", EPCI, 2022, 606, marge=None)]
    lu = texte(vu(ref, sources, lignes, figure="couverture"))
    assert "moins de 8,7 places pour 100 enfants" in lu
    assert "8,7 places pour 100 enfants, c’est environ 53 places (enfants de moins de 3 ans, 2022 : 606 enfants)." in lu


def test_a_share_shown_in_tenths_gives_an_order_of_magnitude_one_in_whole_points_none(ref, sources):
    """About 1,540 foyers behind 31.9 % (30.4 to 33.6 is wider than tall); nothing under 250, where a number would say too much."""
    fin = texte(vu(ref, sources, [bornee("qf", 2024, (31.9, 29.6, 34.3))], figure="qf"))
    gros = texte(vu(ref, sources, [bornee("qf", 2024, (32.0, 26.0, 39.0))], figure="qf"))
    assert "c’est de l’ordre de" in fin
    assert "de l’ordre de" not in gros


def test_a_count_of_the_caf_varies_by_its_own_size(ref, sources):
    """400 foyers: 361.8 to 441.2 by Byar; √(38.2² + 41.2²) × 1.4294 = 80.3, so 81 foyers."""
    lu = texte(vu(ref, sources, [ligne("rsa", "epci", EPCI, 2024, 400, marge=None)], figure="rsa"))
    assert "moins de 81 foyers d’ici 2029" in lu
    assert "L’intervalle est calculé sur l’effectif publié" in lu


def test_a_count_rounded_at_source_adds_its_rounding(ref, sources):
    exact = vu(ref, sources, [ligne("rsa", "epci", EPCI, 2024, 400, marge=None)], figure="rsa")
    arrondi = vu(ref, sources, [bornee("rsa", 2024, (400, 360, 440), arr5=True)], figure="rsa")
    assert arrondi.seuils.seuils[0].haut - exact.seuils.seuils[0].haut > 40
    assert "Les effectifs sont arrondis à 5 par la Caf" in texte(arrondi)


@pytest.mark.parametrize(
    ("avant", "mots"),
    [
        ((30.0, 28.5, 31.5), "de 30,0 à 31,9 %. On ne peut pas conclure à un changement."),
        ((26.0, 24.5, 27.5), "de 26,0 à 31,9 %. Cette hausse dépasse ce que le hasard explique."),
        ((38.0, 36.5, 39.5), "de 38,0 à 31,9 %. Cette baisse dépasse ce que le hasard explique."),
    ],
)
def test_what_already_happened_is_told_with_its_certainty(ref, sources, avant, mots):
    lignes = [bornee("qf", 2019, avant), bornee("qf", 2024, (31.9, 30.4, 33.6))]
    assert f"Déjà, de 2019 à 2024 : {mots}" in texte(vu(ref, sources, lignes, figure="qf"))


def test_a_census_figure_is_not_compared_under_five_years(ref, sources):
    """Five surveys are pooled: 2021 and 2024 share two of them; nor can 2026 be a horizon."""
    rp = {"sources": "insee_rp_age@2024"}
    lignes = [bornee("qf", 2021, (20.0, 19.0, 21.0), **rp), bornee("qf", 2024, (31.9, 30.4, 33.6), **rp)]
    lu = texte(vu(ref, sources, lignes, figure="qf", horizon=2027))
    assert "Déjà" not in lu
    assert "prenez un horizon d’au moins 2029" in lu
    assert "par an" not in lu


def test_means_of_three_years_that_overlap_are_not_compared(ref, sources):
    lignes = [bornee("naissances", a, (100 + a - 2019, 90, 112)) for a in range(2022, 2025)]
    assert "Déjà" not in texte(vu(ref, sources, lignes, figure="naissances"))


def test_a_small_territory_is_told_that_even_a_disappearance_would_not_be_seen(ref, sources):
    lu = texte(vu(ref, sources, [bornee("qf", 2024, (25, 9, 53))], figure="qf"))
    assert "même une disparition complète ne se distinguerait pas du hasard, ni une hausse de moins de" in lu


def test_a_hidden_figure_says_why_and_gives_no_number(ref, sources):
    vue = vu(ref, sources, [ligne("qf", "epci", EPCI, 2024, 0, statut="s")], figure="qf")
    assert vue.seuils.cadre.message.startswith("Secret statistique")
    assert (vue.phrase, vue.precisions, vue.seuils.seuils) == ("", (), ())


def test_parents_are_drawn_under_the_territory_and_a_hidden_one_is_left_out(ref, sources):
    lignes = [
        bornee("qf", 2024, (31.9, 30.4, 33.6)),
        bornee("qf", 2024, (28.0, 27.6, 28.4), niveau="departement", code=DEPARTEMENT),
        ligne("qf", "region", "75", 2024, 0, statut="s"),
    ]
    vue = vu(ref, sources, lignes, figure="qf")
    assert [s.role for s in vue.seuils.seuils] == ["territoire", "departement"]
    assert len(vue.seuils.tableau.lignes) == 2
    assert all(len(r) == len(vue.seuils.tableau.colonnes) for r in vue.seuils.tableau.lignes)


def test_a_figure_or_a_horizon_that_does_not_exist_falls_back(ref, sources):
    vue = vu(ref, sources, [bornee("qf", 2024, (31.9, 30.4, 33.6))], figure="rien", horizon=1999)
    assert (vue.figure, vue.horizon) == ("qf", 2029)
    assert vue.choix_horizons == tuple(range(2027, 2033))


def test_a_territory_without_any_interval_says_so(ref, sources):
    vue = vu(ref, sources, [ligne("qf", "epci", "200071942", 2024, 20.0)])
    assert (vue.figure, vue.choix_figures) == ("", ())
    assert vue.seuils.cadre.message.startswith("Aucun chiffre de ce territoire")


@pytest.mark.parametrize(("n", "dit"), [(0.2, 1), (53.4, 53), (130.4, 130), (1284, 1300), (999, 1000)])
def test_orders_of_magnitude(n, dit):
    assert marges.ordre_de_grandeur(n) == dit


def test_the_day_is_the_reader_s(ref, sources):
    corpus = FauxCorpus(frame([bornee("qf", 2024, (31.9, 30.4, 33.6))]))
    vue = changement(corpus, ref, niveau="epci", code=EPCI, catalogue=CATALOGUE, sources=sources, jour=date(2030, 1, 1))
    assert vue.horizon == 2033
