"""Each kind of formula on hand-worked figures (vectors of domain.md where it gives some)."""

import math

import pytest

from ctg_data.indicators import compute
from ctg_data.indicators.model import Distribution, EcartReference, Effectif, Manque, Publie, Ratio, Ref
from ctg_data.indicators.termes import ref
from tests.indicators.outils import indicateur, lu, seul, sources
from tests.indicators.pays import A, B, C, mesures, partout

POP, NAIS = ref("pop_municipale"), ref("naissances")


def test_a_count_is_the_sum_of_all_the_communes(ouvre):
    donnees = ouvre(partout(2024, "pop_municipale", [1, 2, 4, 8, 16, 32, 64]))
    compte = indicateur(Effectif(POP))
    assert [lu(seul(donnees, compte, "epci"), e, 2024) for e in (A, B, C)] == [1 + 2 + 8, 4, 16 + 32 + 64]
    assert lu(seul(donnees, compte, "departement"), "01", 2024) == 15
    assert lu(seul(donnees, compte, "region"), "75", 2024) == 112
    assert lu(seul(donnees, compte, "france"), "FR", 2024) == 127


@pytest.mark.parametrize(("trou", "statut"), [("s", "s"), ("nd", "nd"), ("ns", "ns"), (None, "nd")])
def test_one_unknown_commune_leaves_the_sum_unknown(ouvre, trou, statut):
    frame = partout(2024, "pop_municipale", [1, trou or "nd", 4, 8, 16, 32, 64])
    donnees = ouvre(frame if trou else frame[frame["statut"] == "ok"])
    epci = seul(donnees, indicateur(Effectif(POP)), "epci")
    assert lu(epci, A, 2024) == statut
    assert lu(epci, B, 2024) == 4


def test_a_secret_commune_outweighs_a_missing_one(ouvre):
    frame = partout(2024, "pop_municipale", ["s", "nd", 4, 8, 16, 32, 64])
    assert lu(seul(ouvre(frame), indicateur(Effectif(POP)), "epci"), A, 2024) == "s"


def test_a_ratio_is_a_sum_over_a_sum_never_a_mean_of_rates(ouvre):
    donnees = ouvre(partout(2024, "naissances", [1, 1, 0, 2, 5, 5, 5]), partout(2024, "pop_municipale", [100, 10, 50, 90, 100, 100, 100]))
    taux = seul(donnees, indicateur(Ratio(NAIS, POP)), "epci")
    assert lu(taux, A, 2024) == pytest.approx(100 * 4 / 200)
    assert lu(taux, B, 2024) == 0
    assert lu(taux, A, 2024, taux.num) == 4
    assert lu(taux, A, 2024, taux.den) == 200


def test_the_coverage_rate_of_the_domain(ouvre):
    """PSU 260 + hors PSU 40 + préscol 30 + AM 420 + GAD 10 = 760 for 1 200 children: 63.3 per 100."""
    donnees = ouvre(
        *(
            mesures(("01004", 2024, "places", n, m))
            for m, n in (("eaje_psu", 260), ("eaje_hors_psu", 40), ("prescol", 30), ("am", 420), ("gad", 10))
        ),
        mesures(("01004", 2024, "enfants_age", 1200, "0_2"), regime="caf_msa"),
    )
    assert lu(seul(donnees, "tx_couv_global", "epci"), B, 2024) == pytest.approx(63.3, abs=0.05)


def test_a_rate_over_nothing_is_not_available(ouvre):
    donnees = ouvre(mesures(("01004", 2024, "naissances", 3)), mesures(("01004", 2024, "pop_municipale", 0)))
    assert lu(seul(donnees, indicateur(Ratio(NAIS, POP, bornee=False)), "commune"), "01004", 2024) == "nd"


def test_a_part_larger_than_its_whole_is_not_a_proportion(ouvre):
    donnees = ouvre(mesures(("01004", 2024, "naissances", 30)), mesures(("01004", 2024, "pop_municipale", 20)))
    assert lu(seul(donnees, indicateur(Ratio(NAIS, POP)), "commune"), "01004", 2024) == "nd"
    assert lu(seul(donnees, indicateur(Ratio(NAIS, POP, bornee=False)), "commune"), "01004", 2024) == 150


def test_a_published_rate_is_read_and_never_averaged(ouvre):
    donnees = ouvre(
        partout(2024, "filo_niveau_vie", [20_000, 21_000, 22_000, 23_000, 24_000, 25_000, 26_000], "mediane"),
        mesures((A, 2024, "filo_niveau_vie", 21_500, "mediane")),
    )
    mediane = indicateur(Publie(Ref("filo_niveau_vie", ("mediane",))))
    assert lu(seul(donnees, mediane, "epci"), A, 2024) == 21_500
    assert lu(seul(donnees, mediane, "epci"), C, 2024) == "nd"
    assert lu(seul(donnees, mediane, "commune"), "02003", 2024) == 26_000


def test_a_three_year_mean_carries_its_last_year(ouvre):
    annees = {2021: 10, 2022: 20, 2023: 60, 2025: 5}
    donnees = ouvre(*(mesures(("01004", annee, "naissances", n)) for annee, n in annees.items()))
    moyenne = seul(donnees, "naissances_moy3", "commune")
    assert lu(moyenne, "01004", 2023) == 30
    assert lu(moyenne, "01004", 2023, moyenne.num) == 90
    assert [lu(moyenne, "01004", annee) for annee in (2021, 2022, 2025)] == ["nd"] * 3
    assert sources(moyenne, "01004", 2023) == "insee@2023"


def test_growth_takes_the_longest_span_and_never_under_five_years(ouvre):
    """(1 216.65 / 1 000)^(1/5) − 1 = 4 %; the 6 years to 2023 start from 2017."""
    annees = {2017: 1000, 2018: 1000, 2021: 900, 2023: 1216.65, 2024: 1340.096}
    donnees = ouvre(*(mesures(("01004", annee, "pop_municipale", n)) for annee, n in annees.items()))
    taux = seul(donnees, "pop_tcam", "commune")
    assert lu(taux, "01004", 2023) == pytest.approx(100 * (1.21665 ** (1 / 6) - 1))
    assert lu(taux, "01004", 2024) == pytest.approx(100 * (1.340096 ** (1 / 7) - 1))
    assert lu(taux, "01004", 2021) == "nd"
    assert sources(taux, "01004", 2024) == "insee@2024|insee@2017"


def test_growth_from_an_unknown_start_uses_the_next_one(ouvre):
    annees = {2016: 0, 2017: "nd", 2018: 500, 2024: 1000}
    donnees = ouvre(*(mesures(("01004", annee, "pop_municipale", n)) for annee, n in annees.items()))
    assert lu(seul(donnees, "pop_tcam", "commune"), "01004", 2024) == pytest.approx(100 * (2 ** (1 / 6) - 1))


def test_a_distribution_gives_one_table_per_class(ouvre):
    donnees = ouvre(*(mesures(("01004", 2024, f"pop_age_{s}", n, age)) for s in "hf" for age, n in (("000", 3), ("001", 4), ("065", 9))))
    classes = Distribution((("petits", ref("pop_age_h", "000", "001")), ("vieux", (*ref("pop_age_h", "065"), *ref("pop_age_f", "065")))))
    petits, vieux = compute.calcule(indicateur(classes), donnees)["commune"]
    assert (petits.modalite, vieux.modalite) == ("petits", "vieux")
    assert (lu(petits, "01004", 2024), lu(vieux, "01004", 2024)) == (7, 18)


def test_the_gap_to_the_reference_is_signed(ouvre):
    """Coverage of the territory minus that of its département; of France for a département."""
    donnees = ouvre(
        mesures((A, 2024, "txcouv", 50, "global"), ("01", 2024, "txcouv", 60.9, "global"), ("FR", 2024, "txcouv", 59, "global"))
    )
    assert lu(seul(donnees, "ecart_couv_ref", "epci"), A, 2024) == pytest.approx(-10.9)
    assert lu(seul(donnees, "ecart_couv_ref", "departement"), "01", 2024) == pytest.approx(1.9)
    assert lu(seul(donnees, "ecart_couv_ref", "epci"), C, 2024) == "nd"


def test_a_gap_never_compares_a_published_rate_with_a_computed_one(ouvre):
    donnees = ouvre(
        mesures((A, 2024, "txcouv", 50, "global")),
        partout(2024, "enfants_age", [100] * 7, "0_2", regime="caf_msa"),
        *(partout(2024, "places", [10] * 7, m) for m in ("eaje_psu", "eaje_hors_psu", "prescol", "am", "gad")),
    )
    assert lu(seul(donnees, "tx_couv_global", "epci"), A, 2024) == 50
    assert lu(seul(donnees, "tx_couv_global", "departement"), "01", 2024) == 50
    assert lu(seul(donnees, "ecart_couv_ref", "epci"), A, 2024) == pytest.approx(0)
    assert sources(seul(donnees, "ecart_couv_ref", "epci"), A, 2024) == "insee@2024"


@pytest.mark.parametrize(("reference", "attendu"), [(70, 80), (60.9, -29.2)])
def test_missing_places_of_the_domain(ouvre, reference, attendu):
    """B = 1 200, O = 760: 80 places missing at r = 70, a surplus of 29.2 (stored signed) at r = 60.9."""
    donnees = ouvre(
        mesures(("01004", 2024, "places", 760, "total"), ("01", 2024, "places", reference * 100, "total")),
        mesures(("01004", 2024, "naissances", 1200), ("01", 2024, "naissances", 10_000)),
    )
    places = Manque(ref("places"), NAIS)
    assert lu(seul(donnees, indicateur(places), "epci"), B, 2024) == pytest.approx(attendu)
    pour_cent = Manque(ref("places"), NAIS, par=100)
    assert lu(seul(donnees, indicateur(pour_cent), "epci"), B, 2024) == pytest.approx(attendu / 12)


def test_need_weighted_by_the_parents_work(ouvre):
    """100 x 1 + 50 x 0.3 + 10 x 0.3 = 118 children against 90 places: 28 missing."""
    besoin = (("tous_actifs", 100), ("un_inactif", 50), ("nc", 10))
    donnees = ouvre(
        mesures(*(("01004", 2024, "enfants_0_2_activite", n, m) for m, n in besoin), regime="caf_msa"),
        mesures(
            *(("01004", 2024, "places", n, m) for m, n in (("eaje_psu", 60), ("eaje_hors_psu", 0), ("prescol", 0), ("am", 30), ("gad", 0)))
        ),
    )
    assert lu(seul(donnees, "places_manq_actifs", "epci"), B, 2024) == pytest.approx(28)


def test_france_has_no_reference(ouvre):
    donnees = ouvre(mesures(("FR", 2024, "txcouv", 60, "global")))
    quoi = indicateur(EcartReference("tx_couv_global"))
    assert lu(seul(donnees, quoi, "france"), "FR", 2024) == "nd"


def test_a_value_is_a_number_if_and_only_if_its_status_is_ok(ouvre):
    donnees = ouvre(partout(2024, "pop_municipale", [1, "s", "nd", "ns", 16, 32, 64]))
    grille = seul(donnees, indicateur(Effectif(POP)), "commune").valeur
    assert [math.isnan(v) for v in grille.valeur[:, 0]] == [bool(s) for s in grille.statut[:, 0]]
