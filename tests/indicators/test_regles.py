"""Years, schemes, sources, roundings and thresholds: the rules that settle what would otherwise be guessed."""

from itertools import product

import numpy as np
import pytest

from ctg_data.indicators import compute, lignes, registry
from ctg_data.indicators.cubes import CHAMPS, Cube
from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.model import Effectif, Publie, Ratio, Ref
from ctg_data.indicators.termes import ref
from tests.indicators.outils import indicateur, lu, seul, sources
from tests.indicators.pays import A, B, C, MagasinEssai, mesures, partout, source

NAIS, POP = ref("naissances"), ref("pop_municipale")
TAUX = indicateur(Ratio(NAIS, POP, bornee=False))
FOYERS = "foyers_alloc"


# Years


@pytest.mark.parametrize(("annee", "attendu"), [(2019, "nd"), (2020, 10), (2023, 10), (2024, "nd")])
def test_a_denominator_is_at_most_three_years_older(ouvre, annee, attendu):
    donnees = ouvre(mesures(("01004", annee, "naissances", 10)), mesures(("01004", 2020, "pop_municipale", 100)))
    taux = seul(donnees, TAUX, "commune")
    assert lu(taux, "01004", annee) == attendu
    assert sources(taux, "01004", annee) == ("" if attendu == "nd" else f"insee@{annee}" + (f"|insee@{2020}" if annee != 2020 else ""))


def test_the_latest_known_denominator_serves_each_territory(ouvre):
    donnees = ouvre(
        mesures(("01001", 2024, "naissances", 10), ("01004", 2024, "naissances", 10)),
        mesures(("01001", 2022, "pop_municipale", 100), ("01001", 2023, "pop_municipale", 200), ("01004", 2022, "pop_municipale", 50)),
    )
    taux = seul(donnees, TAUX, "commune")
    assert (lu(taux, "01001", 2024), lu(taux, "01004", 2024)) == (5, 20)
    assert sources(taux, "01004", 2024) == "insee@2024|insee@2022"


def test_a_part_and_its_whole_are_of_the_same_year(ouvre):
    qf = "foyers_enf_3_11_qf"
    donnees = ouvre(mesures(("01004", 2023, qf, 40, "lt800"), ("01004", 2023, qf, 60, "ge800"), ("01004", 2024, qf, 50, "lt800")))
    assert lu(seul(donnees, "part_fam_qf_800", "commune"), "01004", 2023) == 40
    assert lu(seul(donnees, "part_fam_qf_800", "commune"), "01004", 2024) == "nd"


def test_only_december_stands_for_the_year(ouvre):
    donnees = ouvre(
        mesures(("FR", 2023, "foyers_rsa", 120), mois=12, regime="caf"),
        mesures(("FR", 2023, "foyers_rsa", 90), ("FR", 2024, "foyers_rsa", 95), mois=6, regime="caf"),
    )
    rsa = seul(donnees, "foyers_rsa", "france")
    assert (rsa.annees, lu(rsa, "FR", 2023)) == ((2023,), 120)


# Schemes


def _regimes(**valeurs: float | str) -> list:
    return [mesures(("01004", 2024, FOYERS, valeur), regime=regime, mois=12) for regime, valeur in valeurs.items()]


@pytest.mark.parametrize(
    ("lignes", "demande", "attendu"),
    [
        ({"caf": 10, "msa": 5}, (), 15),
        ({"caf": 10}, (), 10),
        ({"msa": 5}, (), 5),
        ({"caf": 10, "msa": 5, "caf_msa": 14}, (), 14),
        ({"caf": 10, "msa": "s"}, (), "s"),
        ({"caf": 10, "msa": 5, "caf_msa": "s"}, (), "s"),
        ({"caf": 10, "msa": 5, "caf_msa": 14}, ("caf",), 10),
        ({"msa": 5, "caf_msa": 14}, ("caf",), "nd"),
        ({"caf": 10, "msa": 5}, ("caf", "msa"), 15),
        ({"caf_msa": 14}, ("caf", "msa"), 14),
        ({"caf": 10}, ("caf", "msa"), "nd"),
        ({"msa": 5}, ("caf", "msa"), "nd"),
    ],
)
def test_schemes(ouvre, lignes, demande, attendu):
    compte = indicateur(Effectif((Ref(FOYERS, regimes=demande),)))
    donnees = ouvre(*_regimes(**lignes), mesures(("01001", 2024, FOYERS, 1), regime="caf"))
    assert lu(seul(donnees, compte, "commune"), "01004", 2024) == attendu


def test_schemes_are_put_together_commune_by_commune(ouvre):
    donnees = ouvre(*_regimes(caf=10, msa=5), mesures(("01001", 2024, FOYERS, 7), regime="caf_msa", mois=12))
    communes = seul(donnees, indicateur(Effectif(ref(FOYERS))), "commune")
    assert (lu(communes, "01001", 2024), lu(communes, "01004", 2024)) == (7, 15)


# Choice of a formula


def test_the_first_formula_that_gives_something_wins_cell_by_cell(ouvre):
    choix = indicateur(Publie(Ref("txcouv", ("global",))), Ratio(NAIS, POP, bornee=False))
    donnees = ouvre(
        mesures(("01001", 2023, "txcouv", 1, "global"), ("01004", 2023, "txcouv", "s", "global")),
        partout(2023, "naissances", [5] * 7),
        partout(2024, "naissances", [5] * 7),
        partout(2023, "pop_municipale", [100] * 7),
    )
    communes = seul(donnees, choix, "commune")
    assert [lu(communes, "01001", a) for a in (2023, 2024)] == [1, 5]
    assert [lu(communes, "01004", a) for a in (2023, 2024)] == ["s", 5]
    unique = seul(donnees, indicateur(*choix.formules, serie_unique=True), "commune")
    assert [lu(unique, "01001", a) for a in (2023, 2024)] == [1, "nd"]
    assert [lu(unique, "01005", a) for a in (2023, 2024)] == [5, 5]


# Zeros that are stated by silence


def test_a_commune_absent_from_an_inventory_has_none(ouvre):
    donnees = ouvre(
        mesures(("01001", 2024, "structures", 2, "france_services"), source="liste"),
        mesures(("01001", 2024, "structures", 1, "cs"), source="interne"),
    )
    compte = indicateur(Effectif(ref("structures", "france_services")))
    assert [lu(seul(donnees, compte, "commune"), c, 2024) for c in ("01001", "01004")] == [2, 0]
    assert [lu(seul(donnees, compte, "epci"), e, 2024) for e in (A, B, C)] == [2, 0, 0]
    assert sources(seul(donnees, compte, "epci"), C, 2024) == "liste@2024"
    centres = indicateur(Effectif(ref("structures", "cs")))
    assert lu(seul(donnees, centres, "commune"), "01004", 2024) == "nd"


def test_a_missing_qf_bracket_is_zero_only_where_the_commune_has_others(ouvre):
    donnees = ouvre(mesures(("01001", 2024, "foyers_qf", 30, "lt400"), ("01004", 2024, "foyers_qf", 8, "ge4000"), source="interne"))
    compte = indicateur(Effectif(ref("foyers_qf", "lt400")))
    communes = seul(donnees, compte, "commune")
    assert [lu(communes, c, 2024) for c in ("01001", "01004", "01005")] == [30, 0, "nd"]
    assert communes.num.interne[:, 0].tolist() == [True, False, True, False, False, False, False]


# Flags


def test_a_sum_of_rounded_communes_counts_its_terms(ouvre):
    donnees = ouvre(
        partout(2024, "foyers_rsa", [500, 200, 5, 100, 900, 50, 20], source="ouverte", arr5=True, regime="caf", mois=12),
        mesures((C, 2024, "foyers_rsa", 965), source="ouverte", arr5=True, regime="caf", mois=12),
    )
    epci = seul(donnees, "foyers_rsa", "epci")
    assert [lu(epci, e, 2024) for e in (A, B, C)] == [800, 5, 965]
    assert epci.valeur.arrondis[:, 0].tolist() == [3, 1, 1]
    assert seul(donnees, "foyers_rsa", "departement").valeur.arrondis[:, 0].tolist() == [4, 3]


def test_flags_of_both_sums_reach_the_rate(ouvre):
    donnees = ouvre(
        partout(2024, "naissances", [5] * 7, est=True),
        partout(2024, "pop_municipale", [500] * 7, source="interne", arr5=True),
    )
    taux = seul(donnees, TAUX, "commune")
    assert taux.valeur.est.all()
    assert taux.valeur.interne.all()
    assert not taux.num.interne.any()
    assert taux.valeur.arrondis.tolist() == [[1]] * 7
    assert sources(taux, "01001", 2024) == "insee@2024|interne@2024"


def test_a_figure_names_its_sources_however_many_there_are(pays):
    """Sixty-four sources: those of the highest ranks are told as well as the first, the two terms apart, with their years."""
    nombreuses = {f"s{n:02d}": source(f"s{n:02d}") for n in range(lignes.SOURCES_MAX)}
    frames = (
        mesures(("01001", 2024, "naissances", 3), source="s00"),
        mesures(("01002", 2024, "naissances", 4), source="s63"),
        mesures(("01005", 2024, "naissances", 5), source="s40"),
        mesures((A, 2022, "pop_municipale", 600), source="s62"),
    )
    donnees = Donnees(MagasinEssai(*frames, sources=nombreuses), pays)
    taux = seul(donnees, TAUX, "epci")
    assert (lu(taux, A, 2024), sources(taux, A, 2024)) == (2, "s00@2024|s40@2024|s63@2024|s62@2022")
    with pytest.raises(ValueError, match="at most 64 sources"):
        lignes.Registre.de(nombreuses | {"une_de_trop": source("une_de_trop")})


# Thresholds


@pytest.mark.parametrize(("seuil", "minimum"), [("n30", 30), ("n50", 50), ("n100", 100)])
def test_a_rate_over_few_units_is_not_significant(ouvre, seuil, minimum):
    donnees = ouvre(
        mesures(("01001", 2024, "naissances", 3), ("01004", 2024, "naissances", 3), ("01005", 2024, "naissances", "s")),
        mesures(*((c, 2024, "pop_municipale", n) for c, n in (("01001", minimum), ("01004", minimum - 1), ("01005", 2)))),
    )
    taux = seul(donnees, indicateur(*TAUX.formules, seuils=(seuil,)), "commune")
    assert lu(taux, "01001", 2024) == pytest.approx(300 / minimum)
    assert (lu(taux, "01004", 2024), lu(taux, "01005", 2024)) == ("ns", "s")
    assert lu(taux, "01004", 2024, taux.den) == minimum - 1


def test_complementary_census_figures_need_2000_inhabitants(ouvre):
    donnees = ouvre(partout(2022, "rp_familles_monop", [60] * 7), partout(2022, "rp_couples_avec_enfants", [60] * 7))
    communes = seul(donnees, "part_monoparentales", "commune")
    assert [lu(communes, c, 2022) for c in communes.codes] == [50, 50, "ns", 50, 50, "ns", "ns"]


COUVERTURE = indicateur(
    Publie(Ref("txcouv", ("eaje",)), ref("places", "eaje_psu", "eaje_hors_psu")), seuils=("n30",), intervalle="couverture"
)


def test_a_published_rate_and_the_places_behind_it_give_back_its_children(ouvre):
    """30 + 20 places at 200 per 100 children: 25 children, under the threshold of the indicator, which is not for published rates."""
    donnees = ouvre(
        mesures((A, 2024, "txcouv", 200, "eaje"), source="ouverte"),
        mesures((A, 2024, "places", 30, "eaje_psu"), (A, 2024, "places", 20, "eaje_hors_psu"), source="liste"),
    )
    taux = seul(donnees, COUVERTURE, "epci")
    assert [lu(taux, A, 2024, grille) for grille in (taux.valeur, taux.num, taux.den)] == [200, 50, 25]
    assert sources(taux, A, 2024) == "ouverte@2024|liste@2024"


def test_a_gap_between_published_rates_does_not_name_the_places(ouvre):
    donnees = ouvre(
        mesures((A, 2024, "txcouv", 50, "global"), ("01", 2024, "txcouv", 60, "global"), source="ouverte"),
        *(mesures((A, 2024, "places", 9, m), source="liste") for m in ("eaje_psu", "eaje_hors_psu", "am", "gad", "prescol")),
    )
    ecart = seul(donnees, "ecart_couv_ref", "epci")
    assert (lu(ecart, A, 2024), sources(ecart, A, 2024)) == (-10, "ouverte@2024")
    assert sources(seul(donnees, "tx_couv_global", "epci"), A, 2024) == "ouverte@2024|liste@2024"


@pytest.mark.parametrize("places", ["absente", "nd", "s", 0])
def test_unknown_or_no_places_leave_the_published_rate_without_children(ouvre, places):
    lignes = [] if places == "absente" else [mesures((A, 2024, "places", places, "eaje_psu"), (A, 2024, "places", 0, "eaje_hors_psu"))]
    donnees = ouvre(mesures((A, 2024, "txcouv", 200, "eaje"), source="ouverte"), mesures((B, 2024, "places", 9, "eaje_psu")), *lignes)
    taux = seul(donnees, COUVERTURE, "epci")
    assert (lu(taux, A, 2024), lu(taux, A, 2024, taux.den)) == (200, "s" if places == "s" else "nd")
    assert sources(taux, A, 2024) == "ouverte@2024"


def test_places_of_the_cafs_own_do_not_make_a_published_rate_its_own(ouvre):
    donnees = ouvre(
        mesures((A, 2024, "txcouv", 200, "eaje"), source="ouverte"),
        mesures((A, 2024, "places", 30, "eaje_psu"), (A, 2024, "places", 20, "eaje_hors_psu"), source="interne"),
    )
    taux = seul(donnees, COUVERTURE, "epci")
    assert lu(taux, A, 2024, taux.den) == 25
    assert not any(grille.interne.any() for grille in (taux.valeur, taux.num, taux.den))


def test_childcare_is_not_read_in_a_commune_under_10000_inhabitants(ouvre):
    donnees = ouvre(partout(2023, "txcouv", [55] * 7, "global"), mesures((B, 2023, "txcouv", 60, "global")))
    communes = seul(donnees, "tx_couv_global", "commune")
    assert [lu(communes, c, 2023) for c in communes.codes] == [55, "ns", "ns", "ns", 55, "ns", "ns"]
    assert lu(seul(donnees, "tx_couv_global", "epci"), B, 2023) == 60


@pytest.mark.parametrize(("n", "arr5", "attendu"), [(95, True, "ns"), (95, False, 20), (100, True, 19)])
def test_a_rate_of_rounded_counts_needs_a_hundred_units(ouvre, n, arr5, attendu):
    donnees = ouvre(mesures(("01001", 2024, "naissances", 19), arr5=arr5), mesures(("01001", 2024, "pop_municipale", n)))
    assert lu(seul(donnees, TAUX, "commune"), "01001", 2024) == pytest.approx(attendu)


def test_a_small_count_is_kept_when_the_publisher_rounded_it_and_doubted_when_it_sums_several(ouvre):
    rsa = [30, 20, 15, 10, 90, 5, 5]
    donnees = ouvre(partout(2024, "foyers_rsa", rsa, source="ouverte", arr5=True, regime="caf", mois=12))
    assert [lu(seul(donnees, "foyers_rsa", "commune"), c, 2024) for c in ("01001", "02003")] == [30, 5]
    assert [lu(seul(donnees, "foyers_rsa", "epci"), e, 2024) for e in (A, B, C)] == ["ns", 15, 100]


# Memory


@pytest.mark.parametrize("octets", [0, 10**9])
def test_the_room_given_to_the_cubes_changes_no_figure(pays, octets):
    frames = (partout(2024, "naissances", [1, 2, 3, 4, 5, 6, 7]), partout(2024, "pop_municipale", [100] * 7))
    magasin = MagasinEssai(*frames)
    donnees = Donnees(magasin, pays, octets=octets)
    for _ in range(2):
        assert lu(seul(donnees, TAUX, "epci"), C, 2024) == 6
        assert lu(seul(donnees, "pop_municipale", "france"), "FR", 2024) == 700
    assert magasin.lectures == 1  # both in one batch, once, whatever the room


def test_the_whole_catalogue_opens_the_store_a_few_times_only(pays):
    magasin = MagasinEssai(partout(2024, "naissances", [1] * 7))
    donnees = Donnees(magasin, pays)
    for i in registry.catalogue():
        compute.calcule(i, donnees)
    assert magasin.lectures <= 20


def test_levels_are_those_of_the_indicator(ouvre):
    donnees = ouvre(partout(2024, "foyers_aah", [10] * 7))
    assert tuple(compute.calcule(registry.par_id()["aah_p1000"], donnees)) == ("epci", "departement", "region", "france")


def test_years_read_one_by_one_give_the_same_cubes(pays, monkeypatch):
    """Rows too many to be put in cubes at once are taken year by year."""
    lignes_lues = [
        partout(a, m, [n * k for k in range(7)]) for n, (a, m) in enumerate(product((2019, 2022, 2024), ("naissances", "pop_municipale")))
    ]
    voulues = list(product(("naissances", "pop_municipale"), ("commune", "epci", "france")))

    def sommes() -> list[Cube]:
        donnees = Donnees(MagasinEssai(*lignes_lues), pays)
        return [donnees.somme(ref(nom), niveau) for nom, niveau in voulues]

    ensemble = sommes()
    monkeypatch.setattr(lignes, "LIGNES_ENSEMBLE", 0)
    for attendu, lu_ in zip(ensemble, sommes(), strict=True):
        assert lu_.annees == attendu.annees == (2019, 2022, 2024)
        for champ in CHAMPS:
            np.testing.assert_array_equal(getattr(lu_, champ), getattr(attendu, champ))
