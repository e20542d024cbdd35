"""The indicators of the census by theme, of deaths, schools, facilities, doctors, and of the QPV, each on hand-worked figures."""

import pytest

from ctg_data.indicators import registry
from ctg_data.indicators.model import Solde
from ctg_data.indicators.termes import ref
from tests.indicators.outils import indicateur, lu, seul, sources
from tests.indicators.pays import A, B, mesures, partout

# One commune alone in its EPCI: what its rows give.


def _du_01004(donnees, ident: str, annee: int = 2021) -> float | str:
    return lu(seul(donnees, ident, "epci"), B, annee)


VECTEURS = {
    # 40 let by Hlm and 30 by others of 400 main residences
    "part_hlm": (10, [("rp_residences_statut", 40, "hlm"), ("rp_residences", 400)]),
    "part_loc_prive": (7.5, [("rp_residences_statut", 30, "prive"), ("rp_residences", 400)]),
    "tx_vacance": (6, [("rp_logements_inoccupes", 30, "vacants"), ("rp_logements", 500)]),
    "menages_sans_voiture": (5, [("rp_menages_sans_voiture", 20), ("rp_menages_logement", 400)]),
    "part_nouveaux_arrivants": (15, [("rp_menages_recents", 60), ("rp_menages_logement", 400)]),
    # 12 unemployed of 150 active; 6 of 50 at 15-24; 45 in education of 90 at 18-24
    "chomage_rp": (8, [("rp_chomeurs_15_64", 12), ("rp_actifs_15_64", 150)]),
    "chom_15_24_rp": (12, [("rp_chomeurs_15_24", 6), ("rp_actifs_15_24", 50)]),
    "tx_scol_18_24": (50, [("rp_scolarises", 45, "18_24"), ("rp_population_scolaire", 90, "18_24")]),
    # (30 + 50) women and men without diploma of (200 + 200)
    "part_sans_diplome": (
        20,
        [("rp_diplome_h", 30, "sans"), ("rp_diplome_f", 50, "sans"), ("rp_non_scolarises_h", 200), ("rp_non_scolarises_f", 200)],
    ),
    "temps_partiel_f": (30, [("rp_salaries_temps_partiel", 60, "f"), ("rp_salaries", 200, "f"), ("rp_salaries", 999, "h")]),
    "eleves_1er_degre": (73, [("ecoles_eleves", 73)]),
    "equip_cult_sport": (6, [("equipements", 5, "sport"), ("equipements", 1, "culture"), ("pop_municipale", 1000)]),
    "med_num_p10000": (20, [("structures", 2, "mediation_numerique"), ("pop_municipale", 1000)]),
    "part_pop_qpv": (12.5, [("qpv_population", 125), ("pop_municipale", 1000)]),
    "enf_aeeh_m6": (14, [("enfants_aeeh_age", 5, "0_2"), ("enfants_aeeh_age", 9, "3_5"), ("enfants_aeeh_age", 30, "6_11")]),
}


@pytest.mark.parametrize("ident", VECTEURS)
def test_a_hand_worked_figure(ouvre, ident: str):
    attendu, cellules = VECTEURS[ident]
    donnees = ouvre(mesures(*(("01004", 2021, mesure, n, *modalite) for mesure, n, *modalite in cellules)))
    assert _du_01004(donnees, ident) == pytest.approx(attendu)


def test_the_size_of_households_and_overcrowding_need_2000_inhabitants(ouvre):
    """225 persons in 100 households: 2.25; 8 of 200 dwellings: 4 %."""
    cellules = {"rp_population_menages": 225, "rp_menages": 100, "rp_residences_suroccupees": 8, "rp_residences_hors_studios": 200}
    donnees = ouvre(*(partout(2021, nom, [n] * 7) for nom, n in cellules.items()))
    for ident, attendu in (("taille_menages", 2.25), ("part_suroccup", 4)):
        communes = seul(donnees, ident, "commune")
        assert [lu(communes, c, 2021) for c in ("01001", "01004")] == [attendu, "ns"]


@pytest.mark.parametrize(
    ("ident", "publie", "modalite", "calcule"),
    [
        ("chomage_rp", "rp_taux_chomage", "total", [("rp_chomeurs_15_64", 12), ("rp_actifs_15_64", 150)]),
        ("tx_vacance", "rp_part_logements", "vacants", [("rp_logements_inoccupes", 30, "vacants"), ("rp_logements", 500)]),
    ],
)
def test_a_published_rate_stands_in_where_there_are_no_counts_and_is_never_mixed(ouvre, ident, publie, modalite, calcule):
    donnees = ouvre(
        mesures(*(("01004", 2021, mesure, n, *m) for mesure, n, *m in calcule)),
        mesures(("01004", 2022, publie, 9.5, modalite), ("01005", 2022, publie, 7.5, modalite)),
    )
    communes = seul(donnees, ident, "commune")
    assert [lu(communes, "01005", a) for a in (2021, 2022)] == ["nd", 7.5]
    assert lu(communes, "01004", 2022) == "nd"


def test_doctors_within_reach_are_read_at_the_commune_and_weighted_above(ouvre):
    """4 for 300 weighted inhabitants and 1 for 100: (1 200 + 100) / 400 = 3.25, not the mean 2.5."""
    donnees = ouvre(
        mesures(("01001", 2023, "apl_generalistes", 4), ("01002", 2023, "apl_generalistes", 1), ("01005", 2023, "apl_generalistes", 0)),
        mesures(
            ("01001", 2023, "apl_consultations", 1200), ("01002", 2023, "apl_consultations", 100), ("01005", 2023, "apl_consultations", 0)
        ),
        mesures(("01001", 2023, "apl_population", 300), ("01002", 2023, "apl_population", 100), ("01005", 2023, "apl_population", 0)),
    )
    assert lu(seul(donnees, "apl_medecins", "commune"), "01002", 2023) == 1
    assert lu(seul(donnees, "apl_medecins", "epci"), A, 2023) == pytest.approx(3.25)


# Births, deaths, moves

PERIODE = range(2017, 2022)


def _etat_civil(**autres: object) -> list:
    """1 000 inhabitants on 1 January 2017, 1 100 in 2022; in between 12 births and 8 deaths a year."""
    return [
        mesures(("01004", 2017, "pop_municipale", 1000), ("01004", 2022, "pop_municipale", 1100)),
        mesures(*(("01004", a, "naissances", 12) for a in PERIODE), source="liste"),
        mesures(*(("01004", a, "deces", autres.get(f"a{a}", 8)) for a in PERIODE), source="ouverte"),
    ]


def test_the_natural_balance_is_that_of_five_years_over_their_mean_population(ouvre):
    """5 x (12 − 8) = 20; 1 000 x 20 / (5 x 1 050) = 3.81 per 1,000 a year."""
    solde = seul(ouvre(*_etat_civil()), "solde_naturel_taux", "commune")
    assert lu(solde, "01004", 2022) == pytest.approx(1000 * 20 / (5 * 1050))
    assert lu(solde, "01004", 2017) == "nd"
    assert sources(solde, "01004", 2022) == "insee@2022|liste@2021|ouverte@2021"


def test_moves_are_what_the_natural_balance_leaves_of_the_change(ouvre):
    """100 inhabitants more, 20 of them by the natural balance: 80; both rates add up to the whole change."""
    donnees = ouvre(*_etat_civil())
    moves, naturel = (lu(seul(donnees, i, "epci"), B, 2022) for i in ("solde_migr_app_taux", "solde_naturel_taux"))
    assert moves == pytest.approx(1000 * 80 / (5 * 1050))
    assert moves + naturel == pytest.approx(1000 * 100 / (5 * 1050))


@pytest.mark.parametrize("trou", ["nd", "s"])
def test_one_unknown_year_leaves_the_balance_unknown(ouvre, trou: str):
    donnees = ouvre(*_etat_civil(a2019=trou))
    assert lu(seul(donnees, "solde_naturel_taux", "commune"), "01004", 2022) == trou


def test_the_year_shown_and_those_before_the_period_count_for_nothing(ouvre):
    autour = mesures(*(("01004", a, nom, 900) for a in (2016, 2022) for nom in ("naissances", "deces")))
    donnees = ouvre(*_etat_civil(), autour)
    assert lu(seul(donnees, "solde_naturel_taux", "commune"), "01004", 2022) == pytest.approx(1000 * 20 / (5 * 1050))


def test_without_population_there_is_no_balance(ouvre):
    _, naissances, deces = _etat_civil()
    assert seul(ouvre(naissances, deces), "solde_naturel_taux", "commune").annees == ()


def test_a_balance_of_the_cafs_own_counts_is_refused():
    faux = indicateur(Solde(ref("foyers_alloc"), ref("deces"), ref("pop_municipale")))
    with pytest.raises(registry.CatalogueInvalide, match="mesure de la Caf foyers_alloc dans un solde"):
        registry.verifie([faux])
