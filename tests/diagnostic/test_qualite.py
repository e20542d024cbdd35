"""Each rule of quality on figures that anyone can redo: one that alerts, one that does not."""

import warnings
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ctg_data import loaders
from ctg_data.diagnostic.qualite import extremes, fraicheur, parties, vraisemblance
from ctg_data.diagnostic.qualite.grille import Grille
from ctg_data.diagnostic.qualite.parties import Relation
from ctg_data.diagnostic.qualite.regles import BORNES, PAR_ID, REGLES, REPERES
from ctg_data.diagnostic.regles import SURVEILLER, TRAITER
from ctg_data.indicators import locaux, registry
from ctg_data.indicators.model import EcartReference, Indicateur, Manque, Solde, Variation
from ctg_data.loaders import locales, sources
from ctg_data.loaders.locales_modele import PUBLIEES, TAUX, Declaration, MesureLocale
from ctg_data.loaders.model import Parution, Source
from ctg_data.records import COLONNES_VALEURS, typed

INSEE, CAF = "insee_rp_ages", "caf_requete_type"


def ligne(
    indicateur, code, annee, valeur, *, bornes=None, modalite="total", source=INSEE, statut="ok", niveau="commune", edition="e1", **plus
):
    bas, haut = bornes or (float("nan"), float("nan"))
    cle = {"indicateur": indicateur, "code": code, "annee": annee, "modalite": modalite}
    connue = {"valeur": valeur if statut == "ok" else float("nan"), "statut": statut, "ic_bas": bas, "ic_haut": haut}
    return cle | connue | {"est": False, "arr5": False, "millesime_geo": 2026, "sources": f"{source}@{annee}", "edition": edition} | plus


def grille(*lignes, niveau="commune") -> Grille:
    frame = typed(pd.DataFrame([x | {"niveau": niveau} for x in lignes]), COLONNES_VALEURS).assign(demo=False)
    return Grille(frame, niveau, registry.catalogue())


def trouve(regle, *lignes, niveau="commune", france=None):
    return list(vraisemblance.REGLES[regle](PAR_ID[regle], grille(*lignes, niveau=niveau), france))


def test_every_declared_figure_exists_and_every_rule_says_why():
    connus = set(registry.par_id())
    assert {x.indicateur for x in (*BORNES, *REPERES)} <= connus
    assert {i for paire in vraisemblance.EMBOITEES for i in paire} | set(vraisemblance.COMPOSANTES) <= connus
    assert all(r.raison and r.remede and r.phrase for r in REGLES)
    assert all(r.bas < r.haut and r.raison for r in REPERES)


@pytest.mark.parametrize(("valeur", "bornes", "alerte"), [(104, None, True), (100, None, False), (104, (98, 110), False), (-1, None, True)])
def test_a_share_of_a_whole_stays_between_0_and_100_its_interval_included(valeur, bornes, alerte):
    assert len(trouve("q_bornes", ligne("part_3_11", "87001", 2022, valeur, bornes=bornes))) == alerte


def test_a_median_income_read_in_thousands_is_out_of_its_declared_bounds():
    (a,) = trouve("q_bornes", ligne("niveau_vie_median", "87001", 2021, 22.4), ligne("niveau_vie_median", "87002", 2021, 22_400))
    assert (a.code, a.severite) == ("87001", TRAITER)
    assert "Attendu" in a.attendu


SIGNES = (EcartReference, Manque, Solde, Variation)
LOCALE = Declaration(
    "mobilite",
    "Mobilité (fictif)",
    "Agence fictive",
    donnees=PUBLIEES,
    mesures=(MesureLocale("solde", "solde des arrivées", "pour1000", nature=TAUX), MesureLocale("trajets", "trajets", "actes")),
)


def propres() -> dict[str, Indicateur]:
    return {i.id: i for i in locaux.indicateurs(locales.de([LOCALE]))}


def test_nothing_that_may_be_negative_is_held_above_zero_and_everything_else_is():
    """By the kind of the formula, over the whole catalogue: a declared bound may say more of the others."""
    declarees = {b.indicateur: b for b in BORNES}
    signes = {i.id for i in registry.catalogue() if any(isinstance(f, SIGNES) for f in i.formules)}
    assert {"solde_naturel_taux", "solde_migr_app_taux", "pop_tcam"} <= signes
    bornes = {i.id: vraisemblance._borne(i, declarees) for i in registry.catalogue()}
    assert {i for i, b in bornes.items() if b is None} == signes
    assert not signes & (set(declarees) | {i.id for i in registry.catalogue() if vraisemblance.est_taux(i) or extremes._suivie(i)})


def test_a_rate_of_a_local_source_may_be_negative_and_a_count_may_not():
    (taux, compte) = propres().values()
    assert vraisemblance._borne(taux, {}) is None
    assert not vraisemblance.est_taux(taux)
    assert not extremes._suivie(taux)
    assert vraisemblance._borne(compte, {}).bas == 0


@pytest.mark.parametrize("indicateur", ["solde_naturel_taux", "solde_migr_app_taux", "pop_tcam", "places_manquantes_ref"])
def test_a_place_that_loses_people_or_lacks_nothing_is_possible(indicateur):
    """−3,2 ‰, then 4,1: more deaths than births one year, less the next; neither is far from France at 0,1."""
    lues = [ligne(indicateur, "87001", a, v) for a, v in zip(range(2016, 2023), (-3.2, 4.1, -3.0, -3.1, -2.9, -3.3, 5.2), strict=True)]
    france = grille(*(ligne(indicateur, "FR", a, 0.1) for a in range(2016, 2023)), niveau="france")
    assert list(vraisemblance.alertes(grille(*lues), france)) == []
    assert list(extremes.sauts(grille(*lues), lambda _: 1, france)) == []


@pytest.mark.parametrize(("partie", "alerte"), [(12.0, True), (8.0, False), (10.1, False)])
def test_a_part_is_not_above_its_whole_by_more_than_rounding(partie, alerte):
    """10,1 beside 10,0: two tenths rounded apart."""
    lignes = ligne("dep_100", "87001", 2022, partie), ligne("dep_75", "87001", 2022, 10.0)
    assert len(trouve("q_emboitees", *lignes)) == alerte


def couverture(total, annee=2022, code="87001"):
    parts = {"tx_couv_eaje": 20.0, "tx_couv_prescol": 3.0, "tx_couv_am": 30.0, "tx_couv_gad": 2.0}
    return [ligne("tx_couv_global", code, annee, total), *(ligne(i, code, annee, v) for i, v in parts.items())]


@pytest.mark.parametrize(("total", "alerte"), [(55.0, False), (55.9, False), (50.2, True)])
def test_the_overall_coverage_is_the_sum_of_its_four_parts(total, alerte):
    """20 + 3 + 30 + 2 = 55, a point either way."""
    assert len(trouve("q_composantes", *couverture(total))) == alerte


@pytest.mark.parametrize(("enfants", "alerte"), [(150, False), (230, False), (232, True), (82, False), (80, True)])
def test_children_of_the_caf_against_three_years_of_births(enfants, alerte):
    """50 births a year, 45 to 55 by chance: 150 expected, 231 at the most (1,4 × 165), 81 at least (0,6 × 135)."""
    nees = ligne("naissances_moy3", "87001", 2023, 50, bornes=(45, 55))
    assert len(trouve("q_naissances", ligne("enf_moins_3", "87001", 2023, enfants, source=CAF), nees)) == alerte


def test_children_twice_the_births_are_told_with_both_figures_and_both_sources():
    lignes = ligne("enf_moins_3", "87001", 2023, 300, source=CAF, edition="a"), ligne("naissances_moy3", "87001", 2023, 50, edition="b")
    (a,) = trouve("q_naissances", *lignes)
    assert a.phrase.startswith("300")
    assert "2,0" in a.phrase
    assert "150 naissances de 2021 à 2023" in a.attendu
    assert (a.edition, a.sources) == ("a|b", f"{CAF}@2023|{INSEE}@2023")


def test_a_census_of_1_january_is_held_against_the_births_of_the_years_before():
    """Births fell from 50 to 20 a year: 150 children on 1 January 2023 come from 2020 to 2022."""
    nees = ligne("naissances_moy3", "87001", 2022, 50), ligne("naissances_moy3", "87001", 2023, 20)
    assert trouve("q_naissances", ligne("enf_moins_3", "87001", 2023, 150), *nees) == []


def test_too_few_births_say_nothing():
    lignes = ligne("enf_moins_3", "87001", 2023, 300, source=CAF), ligne("naissances_moy3", "87001", 2023, 30)
    assert trouve("q_naissances", *lignes) == []


@pytest.mark.parametrize(("caf", "alerte"), [(120, False), (290, True), (100, True)])
def test_children_of_the_caf_against_the_census(caf, alerte):
    """200 at the census of 2022: 120 to 280."""
    rp = ligne("structure_age", "87001", 2022, 200, modalite="0 à 2 ans")
    assert len(trouve("q_enfants_caf_rp", ligne("enf_moins_3", "87001", 2023, caf, source=CAF), rp)) == alerte


@pytest.mark.parametrize(("population", "alerte"), [(1000, False), (950, False), (1300, True)])
def test_the_ages_add_up_to_the_population(population, alerte):
    """600 + 400 = 1 000, a tenth either way."""
    ages = [ligne("structure_age", "87001", 2022, v, modalite=m) for m, v in (("0 à 2 ans", 600), ("3 à 5 ans", 400))]
    assert len(trouve("q_ages_population", ligne("pop_municipale", "87001", 2022, population), *ages)) == alerte


@pytest.mark.parametrize(("foyers", "alerte"), [(500, False), (1150, True), (60, True)])
def test_households_of_the_caf_against_those_of_the_census(foyers, alerte):
    """100 with « prime d'activité », 10 for 100 households: 1 000 households; 100 to 1 100 are told nothing."""
    qf = [ligne("foyers_par_qf", "87001", 2022, foyers / 2, modalite=m, source=CAF) for m in ("QF inférieur à 400 €", "QF de 400 à 799 €")]
    ppa = ligne("foyers_ppa", "87001", 2022, 100, source=CAF), ligne("part_ppa", "87001", 2022, 10, source=CAF)
    assert len(trouve("q_foyers_menages", *qf, *ppa)) == alerte


def test_a_coverage_without_any_child():
    lignes = ligne("tx_couv_global", "87001", 2022, 12.0), ligne("enf_moins_3", "87001", 2022, 0)
    (a,) = trouve("q_places_enfants", *lignes)
    assert a.severite == TRAITER
    assert trouve("q_places_enfants", lignes[0], ligne("enf_moins_3", "87001", 2022, 4)) == []


def test_a_national_figure_is_held_against_what_is_known():
    """A population of 6,8 millions: a digit was lost."""
    (a,) = trouve("q_reference_nationale", ligne("pop_municipale", "FR", 2022, 6.8e6), niveau="france")
    assert "68,6 millions" in a.attendu
    assert trouve("q_reference_nationale", ligne("pop_municipale", "FR", 2022, 67e6), niveau="france") == []
    assert trouve("q_reference_nationale", ligne("pop_municipale", "87", 2022, 6.8e6), niveau="departement") == []


@pytest.mark.parametrize(
    ("valeur", "bornes", "alerte"), [(60, None, True), (60, (45, 75), False), (1.5, None, True), (0, None, False), (40, None, False)]
)
def test_a_need_is_within_a_fifth_and_five_times_that_of_france(valeur, bornes, alerte):
    """France 10 %: 2 to 50 %; zero is not judged."""
    france = grille(ligne("chomage_25_54", "FR", 2022, 10), niveau="france")
    assert len(trouve("q_loin_de_france", ligne("chomage_25_54", "87001", 2022, valeur, bornes=bornes), france=france)) == alerte


def test_what_is_far_from_france_rests_on_the_edition_of_france():
    def loin(edition):
        france = grille(ligne("chomage_25_54", "FR", 2022, 10, edition=edition, source=CAF), niveau="france")
        return trouve("q_loin_de_france", ligne("chomage_25_54", "87001", 2022, 60), france=france)

    (avant,), (apres,) = loin("f1"), loin("f2")
    assert (avant.edition, apres.edition) == ("e1|f1", "e1|f2")
    assert avant.sources == f"{INSEE}@2022|{CAF}@2022"


# Sums -------------------------------------------------------------------------------------------------------------------


def sommes(parts, total, **plus):
    dessous = grille(*(ligne("pop_municipale", c, 2023, v, **plus) for c, v in parts.items() if v is not None))
    dessus = grille(ligne("pop_municipale", "A", 2023, total), niveau="epci")
    return list(parties.alertes(Relation(dessous, dessus, {"A": tuple(parts)})))


def test_a_whole_equal_to_its_parts_or_within_half_a_percent():
    assert sommes({"1": 600, "2": 400}, 1000) == []
    assert sommes({"1": 600, "2": 400}, 1005) == []


def test_a_whole_that_differs_is_told_the_graver_the_larger():
    (petit,), (grand,) = sommes({"1": 600, "2": 400}, 1020), sommes({"1": 600, "2": 400}, 1200)
    assert (petit.severite, grand.severite) == (SURVEILLER, TRAITER)
    assert "somme de 2" in grand.attendu


@pytest.mark.parametrize(("total", "alerte"), [(5000, False), (400, True)])
def test_a_part_that_is_not_shown_leaves_a_lower_bound(total, alerte):
    assert len(sommes({"1": 600, "2": None}, total)) == alerte


def test_a_sum_rests_on_the_editions_of_its_parts_and_names_their_files():
    """950 told against 1 000 is not 9 500 told against 1 000: the parts were revised, the whole was not."""
    (avant,) = sommes({"1": 600, "2": 350}, 1000, edition="p1", source="insee_populations")
    (apres,) = sommes({"1": 9000, "2": 500}, 1000, edition="p2", source="insee_populations")
    assert (avant.edition, apres.edition) == ("e1|p1", "e1|p2")
    assert avant.sources == f"{INSEE}@2023|insee_populations@2023"


def test_the_parts_of_another_whole_are_not_among_them():
    dessous = grille(*(ligne("pop_municipale", c, 2023, 500, edition=f"p{c}") for c in "123"))
    dessus = grille(*(ligne("pop_municipale", c, 2023, 100, edition=c) for c in "AB"), niveau="epci")
    trouvees = parties.alertes(Relation(dessous, dessus, {"A": ("1", "2"), "B": ("3",)}))
    assert [a.edition for a in trouvees] == ["A|p1|p2", "B|p3"]


def test_rounding_at_source_excuses_two_and_a_half_a_part():
    """Two parts: 5, and three halves for the display; 0,5 % of 100."""
    assert sommes({"1": 50, "2": 50}, 106, arr5=True) == []
    assert len(sommes({"1": 50, "2": 50}, 108, arr5=True)) == 1


# History and peers ------------------------------------------------------------------------------------------------------

CALME = (200, 204, 198, 202, 200, 205, 199)


def serie(valeurs, code="87001", indicateur="foyers_ppa", debut=2019, **plus):
    return [ligne(indicateur, code, debut + rang, v, source=CAF, **plus) for rang, v in enumerate(valeurs) if v is not None]


def sautees(*series, fenetre=1):
    return list(extremes.sauts(grille(*(x for s in series for x in s)), lambda _: fenetre))


@given(arrays(float, st.tuples(st.integers(1, 5), st.integers(0, 6)), elements=st.one_of(st.just(float("nan")), st.floats(-9, 9))))
def test_the_quick_median_is_that_of_numpy(table):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rows without any number
        attendues = np.nanmedian(table, axis=1) if table.shape[1] else np.full(len(table), np.nan)
    assert np.allclose(extremes._mediane(table), attendues, equal_nan=True)


def test_a_calm_series_says_nothing_and_a_jump_is_told():
    assert sautees(serie(CALME)) == []
    (a,) = sautees(serie((*CALME, 400)))
    assert a.annee == 2026
    assert "400" in a.phrase
    assert "après 199 en 2025" in a.phrase


def test_up_and_back_is_one_alert_to_be_treated():
    (a,) = sautees(serie((200, 204, 198, 20, 200, 205, 199)))
    assert (a.annee, a.severite) == (2022, TRAITER)
    assert "puis 200 en 2023" in a.phrase


def test_a_rate_that_leaves_zero_for_one_year_is_not_graver_than_households_that_triple():
    """A service opened then closed, or a mistake: nothing tells them apart; three hundred households for one year are a mistake."""
    (ouvert,) = sautees(serie((0.0, 0.0, 0.0, 12.0, 0.0, 0.0, 0.0), indicateur="tx_couv_am"))
    (triple,) = sautees(serie((*CALME, 600)))
    assert (ouvert.severite, triple.severite) == (SURVEILLER, SURVEILLER)
    assert ouvert.attendu == "Attendu : une valeur à peu près stable, comme les autres années."
    (foyers,) = sautees(serie((0, 0, 0, 300, 0, 0, 0)))
    assert foyers.severite == TRAITER


def test_a_jump_rests_on_the_years_that_it_names_and_no_other():
    """Each new year would bring every jump of the past back."""
    lignes = [x | {"edition": str(x["annee"])} for x in serie((200, 204, 198, 20, 200, 205, 199))]
    assert [a.edition for a in sautees(lignes)] == ["2022|2021|2023"]


def test_a_series_that_always_moves_much_is_left_alone():
    assert sautees(serie((100, 180, 90, 200, 110, 190, 95, 180))) == []


def test_small_counts_and_small_moves_are_left_alone():
    assert sautees(serie([v / 10 for v in (*CALME, 400)])) == []
    assert sautees(serie((*CALME, 250))) == []


def test_a_rate_that_is_small_beside_that_of_france_is_left_alone():
    """1,2 place for 100 children, then none: nothing where France has 32; 11 then none: much."""
    france = grille(ligne("tx_couv_am", "FR", 2022, 32.0), niveau="france")
    petite, grande = ((n, n, n, n, 0.0, n, n) for n in (1.2, 11.0))
    for valeurs, attendues in ((petite, 0), (grande, 1)):
        g = grille(*serie(valeurs, indicateur="tx_couv_am"))
        assert len(list(extremes.sauts(g, lambda _: 1, france))) == attendues


def test_what_moves_everybody_is_no_mistake():
    """Twenty-five places double the same year: a reform."""
    toutes = [serie((*CALME, 400), code=f"87{n:03}") for n in range(1, 26)]
    assert sautees(*toutes) == []
    assert [a.code for a in sautees(*toutes[:-1], serie((*CALME, 1200), code="87025"))] == ["87025"]


def test_a_declared_break_is_never_crossed():
    """The Cnaf changed its field in 2018."""
    assert sautees(serie((*CALME[:4], 400, 404, 398), debut=2014)) == []


def test_a_facility_that_opens_is_no_mistake():
    assert sautees(serie((0, 0, 0, 0, 6.1, 6.0), indicateur="fs_p20000")) == []
    assert sautees(serie((0, 0, 0, 0, 150, 160), indicateur="foyers_ppa")) == []


def pairs(*valeurs, bornes=None, edition="e1"):
    lignes = [ligne("tx_pauvrete_60", f"{n:03}", 2021, 12 + n % 5, edition=edition) for n in range(24)]
    lignes += [ligne("tx_pauvrete_60", f"X{n}", 2021, v, bornes=bornes) for n, v in enumerate(valeurs)]
    g = grille(*lignes, niveau="epci")
    return list(extremes.comparables(g, {"EPCI d’essai": list(g.ordre)}))


def test_a_value_far_from_its_peers_is_told_its_interval_allowed_for():
    """Peers between 12 and 16 %, median 14."""
    assert [a.code for a in pairs(120)] == ["X0"]
    assert pairs(30) == []
    assert pairs(120, bornes=(15, 300)) == []


def test_a_value_far_from_its_peers_rests_on_their_editions():
    assert [a.edition for e in ("p1", "p2") for a in pairs(120, edition=e)] == ["e1|p1", "e1|p2"]


# Freshness --------------------------------------------------------------------------------------------------------------


def source(parution=None, rythme=12):
    return Source("essai", "Essai", "Insee", "", "libre", (), lambda a: a, rythme_mois=rythme, retard_mois=36, parution=parution)


def test_the_year_that_should_be_out():
    """Out two years after its end: on 1 January 2026 the year 2023 is, the day before 2022 is."""
    s = source(Parution(24, "le producteur"))
    assert fraicheur.attendue(s, date(2025, 12, 31)) == 2022
    assert fraicheur.attendue(s, date(2026, 1, 1)) == 2023
    assert fraicheur.attendue(source(), date(2026, 1, 1)) is None


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.integers(1, 48))
def test_the_year_expected_is_out_and_the_next_one_is_not(jour, delai):
    attendue = fraicheur.attendue(source(Parution(delai, "le producteur")), jour)
    assert fraicheur.parait_le(attendue, delai) <= jour < fraicheur.parait_le(attendue + 1, delai)


def test_a_year_that_the_publisher_leaves_out_is_not_expected():
    s = source(Parution(26, "le producteur", sautees=(2022,)))
    assert fraicheur.attendue(s, date(2025, 6, 1)) == 2021
    assert fraicheur.attendue(s, date(2026, 6, 1)) == 2023


def test_the_verdict_in_four_words():
    s, jour = source(Parution(24, "le producteur")), date(2026, 11, 27)
    assert [fraicheur.etat(s, [a], jour).value for a in (2023, 2022, 2015)] == ["a_jour", "plus_recente", "ancienne"]
    assert [fraicheur.etat(source(), [a], jour).value for a in (2025, 2015)] == ["inconnu", "a_verifier"]


def test_every_declared_delay_says_where_it_is_known_from():
    declarees = [s.parution for s in sources.catalogue().values() if s.parution]
    assert len(declarees) > 5
    assert all(p.origine and 0 < p.delai_mois <= 48 for p in declarees)


# Published files --------------------------------------------------------------------------------------------------------


def test_the_published_coverage_of_communes_has_towns_without_childminders_for_one_year(donnees_reelles):
    """Toulouse in 2018, Bastia and Porto-Vecchio in 2019: 0,0 between two years above 8 places for 100 children."""
    lu = loaders.charge(donnees_reelles / "caf" / "petite_enfance" / "tx_couverture.csv").mesures
    am = lu[(lu["mesure"] == "txcouv") & (lu["modalite"] == "am") & (lu["statut"] == "ok")]
    lignes = (ligne("tx_couv_am", x.code, x.annee, x.valeur, source="cnaf_txcouv_pe") for x in am.itertuples())
    trouvees = list(extremes.sauts(grille(*lignes), lambda _: 1))
    assert {(a.code, a.annee) for a in trouvees if a.severite == TRAITER} >= {("31555", 2018), ("2A247", 2019), ("2B033", 2019)}
    assert len(trouvees) < am["code"].nunique() / 50
