"""Codes, membership and parents of every vintage, and what is odd in French geography."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from ctg_data.errors import CtgError, TerritoireInconnu
from ctg_data.territoires import referentiel
from ctg_data.territoires.model import CIBLE, ILES_SANS_EPCI, MILLESIMES
from ctg_data.territoires.referentiel import NIVEAUX, Referentiel

COMMUNES = {2019: 34970, 2020: 34968, 2021: 34965, 2022: 34955, 2023: 34945, 2024: 34935, 2025: 34875, 2026: 34875}
EPCI = {2019: 1259, 2020: 1255, 2021: 1254, 2022: 1255, 2023: 1255, 2024: 1255, 2025: 1255, 2026: 1253}
MAYOTTE = {"200050532", "200059871", "200060457", "200060465", "200060473"}
annees = pytest.mark.parametrize("millesime", MILLESIMES)


def perimetre(ref: Referentiel, epci: str, millesime: int) -> set[str]:
    appartenance = ref.appartenance(millesime)
    return set(appartenance.loc[appartenance["epci"] == epci, "commune"])


# Lists of each vintage ----------------------------------------------------------------------------------------------


@annees
def test_each_vintage_holds_the_published_number_of_communes_and_epci(ref, millesime):
    assert len(ref.communes(millesime)) == COMMUNES[millesime]
    assert len(ref.epci(millesime)) == EPCI[millesime]


@annees
def test_a_code_stands_once_although_the_publisher_writes_it_twice(ref, millesime):
    assert ref.communes(millesime)["code"].is_unique
    assert ref.epci(millesime)["code"].is_unique


@annees
def test_codes_are_strings_of_the_official_form(ref, millesime):
    assert ref.communes(millesime)["code"].str.fullmatch(r"(?:\d\d|2[AB]|97)\d{3}").all()
    assert ref.epci(millesime)["code"].str.fullmatch(r"\d{9}").all()


@annees
def test_every_commune_belongs_to_one_territory_of_each_level(ref, millesime):
    liens = ref.appartenance(millesime)
    assert set(liens["epci"]) - {""} == ref.codes("epci", millesime)
    assert set(liens["departement"]) == ref.codes("departement")
    assert set(liens["region"]) == ref.codes("region")
    assert (liens.groupby("departement")["region"].nunique() == 1).all()
    assert liens.notna().all().all()


@annees
def test_the_code_of_a_commune_says_its_departement(ref, millesime):
    liens = ref.appartenance(millesime)
    debut = liens["commune"].str[:2].where(~liens["commune"].str.startswith("97"), liens["commune"].str[:3])
    assert (debut == liens["departement"]).all()


@annees
def test_an_epci_counts_its_communes_and_names_the_departements_they_lie_in(ref, millesime):
    epci = ref.epci(millesime).set_index("code")
    liens = ref.appartenance(millesime)
    liens = liens[liens["epci"] != ""]
    assert liens.groupby("epci").size().reindex(epci.index).tolist() == epci["nb_communes"].tolist()
    reels = liens.groupby("epci")["departement"].agg(set).reindex(epci.index)
    assert [set(d.split("|")) for d in epci["departements"]] == reels.tolist()
    assert all(d.split("|")[0] == principal for d, principal in zip(epci["departements"], epci["departement"], strict=True))


@annees
def test_the_population_of_an_epci_is_the_sum_of_its_communes(ref, millesime):
    communes = ref.communes(millesime)
    sommes = communes[communes["epci"] != ""].groupby("epci")["population"].sum()
    epci = ref.epci(millesime).set_index("code")
    assert (sommes.reindex(epci.index) == epci["population"]).all()


@annees
def test_there_are_101_departements_and_18_regions(ref, millesime):
    communes = ref.communes(millesime)
    assert (communes["departement"].nunique(), communes["region"].nunique()) == (101, 18)
    assert not communes["code"].isin(ref.outremer).any()
    assert len(ref.outremer) == 94


# What is odd --------------------------------------------------------------------------------------------------------


@annees
def test_four_islands_and_no_other_commune_have_no_epci(ref, millesime):
    liens = ref.appartenance(millesime)
    assert set(liens.loc[liens["epci"] == "", "commune"]) == ILES_SANS_EPCI


def test_an_island_without_epci_hangs_from_its_departement(ref):
    assert [t.niveau for t in ref.parents("commune", "29155")] == ["departement", "region", "france"]
    assert ref.territoire("commune", "29155").epci == ""


@annees
def test_paris_lyon_and_marseille_are_communes_and_their_45_arrondissements_are_not(ref, millesime):
    codes = ref.codes("commune", millesime)
    assert set(ref.arrondissements.values()) <= codes
    assert not codes & set(ref.arrondissements)
    assert Counter(ref.arrondissements.values()) == {"75056": 20, "69123": 9, "13055": 16}


@annees
def test_corsica_keeps_its_letters(ref, millesime):
    communes = ref.communes(millesime)
    corse = communes[communes["region"] == "94"]
    assert set(corse["departement"]) == {"2A", "2B"}
    assert {"2A004", "2B033"} <= set(corse["code"])
    assert not communes["code"].str.startswith("20").any()


@annees
def test_mayotte_has_17_communes_five_epci_and_its_census_of_2017_only(ref, millesime):
    communes = ref.communes(millesime)
    mayotte = communes[communes["departement"] == "976"]
    assert (len(mayotte), set(mayotte["epci"])) == (17, MAYOTTE)
    assert set(mayotte["annee_population"]) == {2017}
    assert mayotte["population"].sum() == 256518


def test_the_metropole_de_lyon_is_an_epci_of_the_rhone(ref):
    lyon = ref.territoire("epci", "200046977")
    assert (lyon.nom, lyon.type, lyon.departement) == ("Métropole de Lyon", "MET69", "69")
    assert ref.territoire("commune", "69123").epci == "200046977"
    assert not {"69D", "69M"} & ref.codes("departement")


def test_region_01_is_not_departement_01(ref):
    assert ref.territoire("region", "01").nom == "Guadeloupe"
    assert ref.territoire("departement", "01").nom == "Ain"


def test_epci_of_2026_are_those_of_2026(ref):
    """The list of npm 6.0.0 says 2026 and is still the one of 2025: the reference does not use it."""
    avant, apres = ref.codes("epci", 2025), ref.codes("epci", 2026)
    assert avant - apres == {"241200658", "241200765", "245701222", "245701362"}
    assert apres - avant == {"994579670", "992367730"}
    assert perimetre(ref, "994579670", 2026) == perimetre(ref, "241200658", 2025) | perimetre(ref, "241200765", 2025)
    liens = [ref.appartenance(m).set_index("commune")["epci"] for m in (2025, 2026)]
    assert {c for c in ("14062", "31075", "65063") if liens[0][c] != liens[1][c]} == {"14062", "31075", "65063"}


def test_a_siren_may_start_with_99(ref):
    assert ref.territoire("epci", "994579670").nom == "CC du Lévézou"
    assert ref.territoire("epci", "992367730").nom == "CA Thionville Fensch Agglomération"


def test_names_of_epci_have_the_same_form_in_every_vintage(ref):
    types = {m: set(ref.epci(m)["type"]) for m in MILLESIMES}
    assert all(t == {"CC", "CA", "CU", "METRO", "MET69"} for t in types.values())
    for millesime in MILLESIMES:
        epci = ref.epci(millesime)
        nommes = epci[~epci["type"].isin(["METRO", "MET69"])]
        debuts = nommes["nom"].str.split(" ").str[0]
        assert (debuts == nommes["type"]).mean() > 0.99


def test_the_same_epci_changes_name_never_siren(ref):
    noms = [ref.epci(m).set_index("code").loc["200066512", "nom"] for m in (2023, 2024, 2026)]
    assert noms == ["CC Elan Limousin Avenir Nature", "CC Élan Limousin Avenir Nature", "CC Élan Limousin Avenir Nature"]


def test_an_epci_may_cross_the_border_of_a_departement(ref):
    epci = ref.epci().set_index("code")
    assert epci.loc["200030435", "departements"] == "40|32"
    assert epci.loc["248700189", "departements"] == "87|19"
    assert ref.territoire("epci", "200030435").departement == "40"


@pytest.mark.parametrize(
    ("commune", "millesime", "parties"), [("60054", 2024, {"60054", "60694"}), ("85084", 2024, {"85084", "85165", "85212"})]
)
def test_a_commune_that_was_split_exists_before_and_after(ref, commune, millesime, parties):
    assert parties & ref.codes("commune", millesime - 1) == {commune}
    assert parties <= ref.codes("commune", millesime)


def test_pilot_epci_have_the_communes_and_populations_published(ref):
    """Perimeters and sums of municipal populations 2023, as published."""
    attendus = {"200066512": (24, 27360), "248719353": (12, 5657), "244000808": (18, 56373), "244000675": (20, 59038)}
    epci = ref.epci().set_index("code")
    assert {c: (int(epci.loc[c, "nb_communes"]), int(epci.loc[c, "population"])) for c in attendus} == attendus
    assert {len(perimetre(ref, "200066512", m)) for m in MILLESIMES} == {24}


# Reading ------------------------------------------------------------------------------------------------------------


def test_parents_go_up_and_children_go_down(ref):
    assert [(t.niveau, t.code) for t in ref.parents("commune", "87085")] == [
        ("epci", "248719312"),
        ("departement", "87"),
        ("region", "75"),
        ("france", "FR"),
    ]
    assert ref.parents("france", "FR") == () == ref.enfants("commune", "87085")
    assert len(ref.enfants("france", "FR")) == 18
    assert {t.code for t in ref.enfants("region", "94")} == {"2A", "2B"}
    assert "248719312" in {t.code for t in ref.enfants("departement", "87")}
    assert "" not in {t.code for t in ref.enfants("departement", "29")}


def test_members_of_a_territory_are_its_communes(ref):
    assert len(ref.membres("france", "FR")) == COMMUNES[CIBLE]
    assert ref.membres("commune", "87085") == ("87085",)
    assert set(ref.membres("epci", "200066512")) == perimetre(ref, "200066512", CIBLE)
    assert sum(len(ref.membres("departement", d)) for d in ref.codes("departement")) == COMMUNES[CIBLE]


@pytest.mark.parametrize(
    ("niveau", "code", "dit"),
    [
        ("commune", "99999", "Aucun territoire de niveau « commune »"),
        ("commune", "75101", "demandez la commune 75056"),
        ("commune", "14011", "demandez la commune 14581, qui lui succède"),
        ("commune", "97501", "collectivité d'outre-mer"),
        ("epci", "241200658", "Aucun territoire de niveau « EPCI »"),
        ("canton", "01", "Le niveau « canton » n'existe pas"),
    ],
)
def test_an_unknown_territory_says_what_to_ask_for(ref, niveau, code, dit):
    with pytest.raises(TerritoireInconnu, match=dit):
        ref.territoire(niveau, code)


def test_an_unknown_vintage_says_which_exist(ref):
    with pytest.raises(TerritoireInconnu, match="2019 à 2026"):
        ref.communes(2018)


def test_strata_cut_the_epci_by_population(ref):
    strates = ref.strates()
    populations = ref.epci().set_index("code")["population"]
    assert all(strates[code].contient(int(n)) for code, n in populations.items())
    assert [ref.strate(c).id for c in ("248719353", "200066512", "244000675", "243300316")] == ["moins_10", "20_50", "50_100", "100_plus"]
    assert pd.Series([s.id for s in strates.values()]).value_counts().min() >= 20


def test_a_frame_that_a_caller_changes_stays_his_own(ref):
    mien = ref.communes()
    mien["nom"] = "?"
    assert "?" not in set(ref.communes()["nom"])


def test_a_folder_that_is_not_the_reference_is_refused_in_french(tmp_path: Path):
    with pytest.raises(CtgError, match="reference build"):
        referentiel.charge(tmp_path)


def test_levels_are_ordered_from_the_smallest(ref):
    assert NIVEAUX == ("commune", "epci", "departement", "region", "france")
    assert ref.codes("france") == {"FR"}


def test_what_is_known_before_the_lists(ref: Referentiel):
    """Insee counts 239 communes nouvelles on 1 January 2019 and none that undoes them: Évry-Courcouronnes is one of them."""
    assert len(ref.inchangees(2018)) == 34970 - 239
    assert {"33063", "91228"} & ref.inchangees(2018) == {"33063"}
    assert ref.inchangees(2009) < ref.inchangees(2015) < ref.inchangees(2018)


def test_divided_communes_and_their_parts(ref: Referentiel):
    assert ref.scissions(2024).keys() < ref.scissions(2026).keys()
    assert ref.scissions(2025)["15141"] == (2024, frozenset({"15031", "15035", "15047", "15171"}))


@pytest.mark.parametrize(
    ("maille", "niveau", "code", "attendu"),
    [
        ("epci", "epci", "200066512", ("200066512",)),
        ("departement", "epci", "200066512", ("87",)),
        ("region", "france", "FR", 18),
        ("commune", "departement", "87", 195),
        ("departement", "region", "75", 12),
    ],
)
def test_units_of_a_territory_at_a_level(ref, maille, niveau, code, attendu):
    unites = ref.unites(maille, niveau, code)
    assert unites == attendu if isinstance(attendu, tuple) else len(unites) == attendu
    assert list(unites) == sorted(unites)


def test_an_epci_over_two_departements_is_a_unit_of_both(ref):
    liens = ref.appartenance()
    deux = liens[liens["epci"] != ""].groupby("epci")["departement"].nunique()
    epci = deux.index[deux > 1][0]
    departements = ref.unites("departement", "epci", epci)
    assert len(departements) == 2
    assert all(epci in ref.unites("epci", "departement", d) for d in departements)
