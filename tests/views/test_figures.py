"""Evolution, ages and map: a gap stays a gap, a break is marked, masked, missing and not significant are three things."""

from dataclasses import replace

import pytest

from ctg_data.charts.svg_series import suites
from ctg_data.indicators import registry
from ctg_data.views.carte import FEMININS, MASCULINS, le_plus
from ctg_data.views.portrait import portrait
from ctg_data.wording.typographie import soigne
from tests.views.conftest import AGES, CATALOGUE, EPCI, JOUR, NEUTRE, FauxCorpus, figure, frame, invente, ligne


def change(ref, *changees, retire=()):
    cles = {(x["indicateur"], x["niveau"], x["code"], x["annee"], x["modalite"]) for x in changees}
    gardees = [
        x
        for x in invente(ref)
        if (x["indicateur"], x["niveau"], x["code"], x["annee"], x["modalite"]) not in cles and (x["indicateur"], x["code"]) not in retire
    ]
    return FauxCorpus(frame([*gardees, *changees]))


def test_the_territory_comes_first_then_its_parents(fait):
    e = fait(figure="monop").evolution
    assert [s.role for s in e.series] == ["territoire", "departement", "region", "france"]
    assert e.cadre.sous_titre == "%, 2021 à 2023"
    assert e.tableau.colonnes == ("Année", *(s.nom for s in e.series))


@pytest.mark.parametrize("statut", ["s", "ns", "nd"])
def test_a_masked_year_is_a_gap_never_a_zero(fait, ref, statut):
    e = fait(figure="monop", corpus=change(ref, ligne("monop", "epci", EPCI, 2022, 12.3, statut=statut))).evolution
    milieu = e.series[0].points[1]
    assert (milieu.annee, milieu.valeur, milieu.statut) == (2022, None, statut)
    assert e.tableau.lignes[1][1] == milieu.texte != ""
    assert not any(c.isdigit() for c in milieu.texte)
    assert ("Sans valeur\u00a0: 2022" in e.cadre.sous_titre) == (statut != "nd" or len(e.series) > 1)


def test_a_break_is_marked_and_not_joined(fait):
    e = fait(figure="effort").evolution
    assert e.ruptures == (2022,)
    assert [p.segment for p in e.series[0].points] == [0, 1, 1]
    assert "Rupture de série en 2022" in e.cadre.sous_titre


def test_a_count_and_a_gap_are_alone(fait):
    assert [s.role for s in fait(figure="pop").evolution.series] == ["territoire"]
    assert [s.role for s in fait(figure="manque").evolution.series] == ["territoire"]


def test_one_year_is_no_evolution(fait, ref):
    une = FauxCorpus(frame(x for x in invente(ref) if x["annee"] == 2023))
    assert fait(figure="monop", corpus=une).evolution.cadre.message == "Une seule année disponible\u00a0: pas encore d’évolution."


def test_ages_are_shares_beside_those_of_the_departement(fait):
    s = fait().structure_age
    assert [t.libelle for t in s.tranches] == [soigne(a) for a in AGES]
    assert sum(t.part for t in s.tranches) == pytest.approx(100)
    assert sum(t.part_reference for t in s.tranches) == pytest.approx(100)
    assert s.reference == "Haute-Vienne"


def test_one_masked_age_hides_every_share(fait, ref):
    masque = ligne("age", "epci", EPCI, 2023, 1.0, modalite=AGES[1], statut="s")
    s = fait(corpus=change(ref, masque)).structure_age
    assert [t.part for t in s.tranches] == [None] * 4
    assert s.cadre.message


def test_an_epci_shows_its_communes_and_says_the_highest_and_the_lowest(fait):
    c = fait(figure="monop").carte
    assert (c.niveau, len(c.zones)) == ("commune", 24)
    valeurs = [z.valeur for z in c.zones]
    assert f"{min(valeurs):.1f}".replace(".", ",") in c.cadre.alt
    assert f"{max(valeurs):.1f}".replace(".", ",") in c.cadre.alt
    assert [ligne[0] for ligne in c.tableau.lignes] == [z.nom for z in sorted(c.zones, key=lambda z: (-z.valeur, z.nom))]


@pytest.mark.parametrize(
    ("niveau", "code", "zones", "n"),
    [
        ("departement", "87", "epci", None),
        ("region", "75", "departement", 12),
        ("france", "FR", "region", 18),
    ],
)
def test_each_level_is_drawn_by_the_one_below(fait, ref, niveau, code, zones, n):
    carte = fait(niveau, code).carte
    assert (carte.niveau, len(carte.zones)) == (zones, n or len(ref.enfants(niveau, code)))


def test_the_commune_looked_at_is_outlined(fait, ref):
    code = ref.membres("epci", EPCI)[2]
    zones = fait("commune", code).carte.zones
    assert [z.code for z in zones] == list(ref.membres("epci", EPCI))
    assert [z.code for z in zones if z.choisie] == [code]


def test_secret_not_significant_and_missing_are_told_apart(fait, ref):
    a, b, c = ref.membres("epci", EPCI)[:3]
    corpus = change(
        ref,
        ligne("qf", "commune", a, 2023, 1.0, statut="s"),
        ligne("qf", "commune", b, 2023, 1.0, statut="ns"),
        retire={("qf", c)},
    )
    zones = {z.code: z for z in fait(figure="qf", corpus=corpus).carte.zones}
    assert [zones[x].statut for x in (a, b, c)] == ["s", "ns", "nd"]
    assert [zones[x].valeur for x in (a, b, c)] == [None] * 3
    assert zones[a].texte.endswith("effectif de moins de 5.")
    assert zones[b].texte.startswith("Non significatif")
    assert zones[c].texte == "n.d."


def test_a_figure_that_communes_do_not_have_says_from_which_level_it_is(fait):
    message = fait(figure="pauvrete").carte.cadre.message
    assert message == "Cette figure n’a de valeur pour aucun de ces territoires. Elle n’est publiée qu’à partir de l’EPCI."


def test_protected_every_year_says_why_and_what_to_do(fait, ref):
    masques = [ligne("qf", "epci", EPCI, a, 1.0, statut="s") for a in (2021, 2022, 2023)]
    cadre = fait(figure="qf", corpus=change(ref, *masques)).evolution.cadre
    assert cadre.message.startswith("Secret statistique")
    assert cadre.message.endswith("Regardez le département.")


def test_where_all_communes_are_masked_the_map_says_that_the_epci_stays_exact(fait, ref):
    communes = ref.membres("epci", EPCI)
    masquees = [ligne("qf", "commune", c, a, 1.0, statut="s") for c in communes for a in (2021, 2022, 2023)]
    carte = fait(figure="qf", corpus=change(ref, *masquees)).carte
    assert carte.cadre.message.startswith("Des communes de cet EPCI sont masquées ensemble")
    assert not any("Regardez l’EPCI" in z.texte for z in carte.zones)
    depuis_une_commune = fait("commune", communes[0], figure="qf", corpus=change(ref, *masquees))
    assert "Regardez l’EPCI" in depuis_une_commune.carte.cadre.message


@pytest.mark.parametrize(
    ("libelle", "unite", "question"),
    [
        ("Enfants de moins de 3 ans", "enfants", "sont-ils les plus nombreux"),
        ("Places manquantes pour atteindre la référence", "places", "sont-elles les plus nombreuses"),
        ("Part des moins de 3 ans", "%", "est-elle la plus élevée"),
        ("Taux de pauvreté", "%", "est-ce le plus élevé"),
        ("Structures d’animation", "structures", "y en a-t-il le plus"),
        ("Haltes-garderies", "places", "y en a-t-il le plus"),
        ("Personnes de 15 ans et plus vivant seules", "%", "est-ce le plus élevé"),
        ("Population municipale", "hab.", "est-elle la plus élevée"),
    ],
)
def test_the_map_asks_its_question_in_french(libelle, unite, question):
    assert le_plus(figure("x", "PE", NEUTRE, libelle, unite=unite)) == question


def test_every_plural_of_the_catalogue_has_its_gender():
    mots = {i.libelle.partition(" ")[0] for i in registry.nationaux() if i.unite != "%"}
    assert {m for m in mots if m.endswith("s")} <= {*FEMININS, *MASCULINS}


def recensements(ref, *annees, **plus):
    """Counts of the EPCI in a few years, and in no other."""
    return change(ref, *(ligne("pop", "epci", EPCI, a, 900 + a - 2019, marge=None, **plus) for a in annees), retire={("pop", EPCI)})


@pytest.fixture
def en_cinq_ans(ref, sources):
    """``en_cinq_ans(corpus)``: the evolution of a count whose source pools five years of surveys."""

    def _evolution(corpus):
        choix = {"catalogue": CATALOGUE, "sources": {**sources, "rp": replace(sources["rp"], annees_cumulees=5)}, "jour": JOUR}
        return portrait(corpus, ref, niveau="epci", code=EPCI, figure="pop", **choix).evolution

    return _evolution


def test_census_years_that_share_surveys_are_not_joined_and_the_figure_says_why(ref, en_cinq_ans):
    e = en_cinq_ans(recensements(ref, 2019, 2022))
    assert [(p.annee, p.valeur) for p in e.series[0].points] == [(2019, 900), (2020, None), (2021, None), (2022, 903)]
    assert [len(run) for run in suites(e.series[0].points)] == [1, 1]
    assert "2019 et 2022 ne se comparent pas\u00a0: chaque chiffre réunit 5 années de collecte" in e.cadre.sous_titre
    assert "2019 et 2022 ne se comparent pas" in e.cadre.alt
    assert "Sans valeur\u00a0: 2020 et 2021 (n.d.)" in e.cadre.sous_titre


@pytest.mark.parametrize(("annees", "runs"), [((2021, 2022, 2023), [1, 1, 1]), (range(2018, 2024), [6]), ((2018, 2023), [1, 1])])
def test_a_line_joins_yearly_censuses_once_its_ends_compare_and_never_leaps_a_year(ref, en_cinq_ans, annees, runs):
    e = en_cinq_ans(recensements(ref, *annees))
    assert [len(run) for run in suites(e.series[0].points)] == runs
    assert ("ne se comparent pas" in e.cadre.sous_titre) == (len(annees) == 3)


def test_another_source_is_a_break_on_the_portrait_too(fait, ref):
    autres = [ligne("monop", "epci", EPCI, a, 20.0, sources=f"{s}@{a}") for a, s in ((2021, "rp"), (2022, "cnaf"), (2023, "cnaf"))]
    e = fait(figure="monop", corpus=change(ref, *autres)).evolution
    assert e.ruptures == (2022,)
    assert [len(run) for run in suites(e.series[0].points)] == [1, 2]


def test_a_count_says_that_it_is_one(fait):
    assert fait(figure="pop").evolution.effectif
    assert not fait(figure="monop").evolution.effectif


def test_a_count_is_drawn_as_circles_and_a_rate_as_classes(fait):
    assert fait(figure="pop").carte.cercles
    assert "La surface d’un cercle" in fait(figure="pop").carte.cadre.sous_titre
    assert not fait(figure="monop").carte.cercles


@pytest.mark.parametrize(("places", "unite"), [((-280, -240, -200), "places au-dessus de la référence"), ((-280, -240, 10), "")])
def test_places_above_the_reference_every_year_are_a_surplus(fait, ref, places, unite):
    lignes = [ligne("manque", "epci", EPCI, a, v, marge=None) for a, v in zip((2021, 2022, 2023), places, strict=True)]
    e = fait(figure="manque", corpus=change(ref, *lignes)).evolution
    assert e.excedent == soigne(unite)
    assert [p.valeur for p in e.series[0].points] == list(places)
    assert [p.valeur for p in e.dessin.series[0].points] == [abs(v) if unite else v for v in places]
    assert e.cadre.sous_titre.startswith(soigne(unite) or "places, 2021")
