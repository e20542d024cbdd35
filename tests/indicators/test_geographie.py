"""Rows of other vintages: merged exactly, split by population, published figures kept for unchanged units only."""

import pandas as pd
import pytest

from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.model import Effectif, Indicateur, Manque, Publie, Ratio, Ref
from ctg_data.indicators.termes import ref
from tests.indicators.outils import indicateur, lu, seul
from tests.indicators.pays import A, B, C, mesures

POP, NAISSANCES = indicateur(Effectif(ref("pop_municipale"))), indicateur(Effectif(ref("naissances")))
MEDIANE = indicateur(Publie(Ref("filo_niveau_vie", ("mediane",))))


def test_a_merged_commune_is_the_exact_sum_of_its_parts(ouvre):
    donnees = ouvre(mesures(("01002", 2023, "pop_municipale", 1500), ("01003", 2023, "pop_municipale", 500), millesime_geo=2024))
    communes = seul(donnees, POP, "commune")
    assert lu(communes, "01002", 2023) == 2000
    assert not communes.valeur.est[communes.codes.index("01002"), 0]


@pytest.mark.parametrize(("part", "statut"), [("s", "s"), ("nd", "nd"), (None, "nd")])
def test_a_merged_commune_lacks_what_one_part_lacks(ouvre, part, statut):
    lignes = [("01002", 2023, "pop_municipale", 1500)] + ([("01003", 2023, "pop_municipale", part)] if part else [])
    assert lu(seul(ouvre(mesures(*lignes, millesime_geo=2024)), POP, "commune"), "01002", 2023) == statut


def test_a_split_commune_is_shared_by_population_and_says_it_is_estimated(ouvre):
    donnees = ouvre(mesures(("02001", 2021, "pop_municipale", 1000), ("02002", 2021, "pop_municipale", 800), millesime_geo=2022))
    communes = seul(donnees, POP, "commune")
    assert (lu(communes, "02002", 2021), lu(communes, "02003", 2021)) == (600, 200)
    assert communes.valeur.est[:, 0].tolist() == [False, False, False, False, False, True, True]
    epci = seul(donnees, POP, "epci")
    assert lu(epci, C, 2021) == 1800
    assert epci.valeur.est[epci.codes.index(C), 0]


def test_published_figures_of_changed_communes_are_not_available(ouvre):
    codes = ("01001", "01002", "01003", "01004")
    communes = seul(
        ouvre(mesures(*((c, 2023, "filo_niveau_vie", 20_000, "mediane") for c in codes), millesime_geo=2024)), MEDIANE, "commune"
    )
    assert [lu(communes, c, 2023) for c in ("01001", "01002", "01004")] == [20_000, "nd", 20_000]
    avant = seul(ouvre(mesures(("02002", 2021, "filo_niveau_vie", 20_000, "mediane"), millesime_geo=2022)), MEDIANE, "commune")
    assert (lu(avant, "02002", 2021), lu(avant, "02003", 2021)) == ("nd", "nd")


def test_an_epci_row_wins_while_its_communes_are_the_same(ouvre):
    """A and B exchanged 01005 on 1 January 2022; C only had an inner split."""
    communes = [(c, 2020, "pop_municipale", 10) for c in ("01001", "01002", "01003", "01004", "01005", "02001", "02002")]
    epci = [(e, 2020, "pop_municipale", 999) for e in (A, B, C)]
    avant = seul(ouvre(mesures(*communes, *epci, millesime_geo=2021)), POP, "epci")
    assert [lu(avant, e, 2020) for e in (A, B, C)] == [40, 10, 999]
    apres = seul(ouvre(mesures(*communes, *epci, millesime_geo=2022)), POP, "epci")
    assert [lu(apres, e, 2020) for e in (A, B, C)] == [999, 999, 999]


def test_published_figures_of_a_changed_epci_are_not_available(ouvre):
    epci = mesures(*((e, 2020, "filo_niveau_vie", 20_000, "mediane") for e in (A, B, C)), millesime_geo=2021)
    assert [lu(seul(ouvre(epci), MEDIANE, "epci"), e, 2020) for e in (A, B, C)] == ["nd", "nd", 20_000]


@pytest.mark.parametrize("statut", ["s", "nd", "ns"])
def test_what_the_publisher_hides_is_not_summed_back(ouvre, statut):
    donnees = ouvre(mesures(("01004", 2024, "pop_municipale", 900), (B, 2024, "pop_municipale", statut)))
    assert lu(seul(donnees, POP, "epci"), B, 2024) == statut
    assert lu(seul(donnees, POP, "commune"), "01004", 2024) == 900


def test_a_vintage_that_the_reference_does_not_hold_gives_no_commune_nor_epci(ouvre):
    lignes = [("01001", 2006, "pop_municipale", 1), (A, 2006, "pop_municipale", 2), ("01", 2006, "pop_municipale", 3)]
    donnees = ouvre(mesures(*lignes, millesime_geo=2008))
    assert lu(seul(donnees, POP, "commune"), "01001", 2006) == "nd"
    assert lu(seul(donnees, POP, "epci"), A, 2006) == "nd"
    assert lu(seul(donnees, POP, "departement"), "01", 2006) == 3


@pytest.mark.parametrize(("millesime", "attendu"), [(2017, "nd"), (2018, 20_000)])
def test_before_the_lists_a_commune_has_figures_once_it_has_its_territory(ouvre, millesime, attendu):
    """In 2017 the row of 01002 covered only a part of it: its median was not that of the commune of 2019, nor its count."""
    codes = ("01001", "01002", "01003")
    medianes = mesures(*((c, 2016, "filo_niveau_vie", 20_000, "mediane") for c in codes), millesime_geo=millesime)
    assert lu(seul(ouvre(medianes), MEDIANE, "commune"), "01001", 2016) == 20_000
    comptes = ouvre(mesures(*((c, 2016, "pop_municipale", 10) for c in ("01002", "01003")), millesime_geo=millesime))
    assert lu(seul(comptes, POP, "commune"), "01002", 2016) == ("nd" if attendu == "nd" else 20)


def test_the_perimeter_of_an_epci_before_the_lists_is_not_known(ouvre):
    donnees = ouvre(mesures((B, 2017, "filo_niveau_vie", 20_000, "mediane"), millesime_geo=2018))
    assert lu(seul(donnees, MEDIANE, "epci"), B, 2017) == "nd"


def test_codes_that_are_no_commune_are_left_out(ouvre):
    """Households that the CAF could not place belong to no territory."""
    donnees = ouvre(
        mesures(("01004", 2024, "pop_municipale", 900), ("99999", 2024, "pop_municipale", 5), ("XXXXX", 2024, "pop_municipale", 5))
    )
    assert lu(seul(donnees, POP, "epci"), B, 2024) == 900


def test_units_are_those_of_the_target_vintage_in_the_order_of_their_codes(ouvre):
    communes = seul(ouvre(mesures(("01004", 2024, "pop_municipale", 900))), POP, "commune")
    assert communes.codes == ("01001", "01002", "01004", "01005", "02001", "02002", "02003")
    assert communes.annees == (2024,)
    assert communes.valeur.valeur.shape == (7, 1)


def test_a_region_that_no_commune_feeds_is_the_sum_of_the_published_departements(ouvre):
    """CNAF gives disability benefits by département, not by commune nor by région."""
    donnees = ouvre(mesures(("01", 2024, "pop_municipale", 70), ("02", 2024, "pop_municipale", 30)))
    assert [lu(seul(donnees, POP, "region"), r, 2024) for r in ("75", "84")] == [30, 70]
    assert lu(seul(donnees, POP, "france"), "FR", 2024) == 100
    assert lu(seul(ouvre(mesures(("01", 2024, "pop_municipale", 70))), POP, "france"), "FR", 2024) == "nd"


def test_a_commune_without_inhabitants_may_be_missing(pays_vide):
    donnees = pays_vide("01004")
    assert lu(seul(donnees, POP, "departement"), "01", 2024) == 15 - 4
    assert lu(seul(donnees, POP, "commune"), "01004", 2024) == "nd"


# The field of France

UN, DEUX = ("01001", "01002", "01004", "01005"), ("02001", "02002", "02003")
TAUX = indicateur(Ratio(ref("naissances"), ref("pop_municipale"), bornee=False))


def de(mesure: str, valeurs: dict[str, float], **communs: object) -> pd.DataFrame:
    return mesures(*((code, 2024, mesure, valeur) for code, valeur in valeurs.items()), **communs)


def pop_hors_02(**communs: object) -> pd.DataFrame:
    """1 000 inhabitants in each commune of 01; the source leaves 02 out."""
    return de("pop_municipale", dict.fromkeys(UN, 1000), **({"source": "partielle"} | communs))


def france(donnees: Donnees, quoi: Indicateur = POP) -> float | str:
    return lu(seul(donnees, quoi, "france"), "FR", 2024)


def test_france_is_the_sum_of_the_field_of_its_source(ouvre):
    donnees = ouvre(pop_hors_02())
    assert france(donnees) == 4000
    assert [lu(seul(donnees, POP, "region"), r, 2024) for r in ("75", "84")] == ["nd", 4000]


def test_without_a_declared_field_a_missing_departement_leaves_france_unknown(ouvre):
    assert france(ouvre(pop_hors_02(source="insee"))) == "nd"


def test_a_commune_missing_within_the_field_or_a_departement_half_given_leaves_france_unknown(ouvre):
    entiere = pop_hors_02()
    assert france(ouvre(entiere[entiere["code"] != "01004"])) == "nd"
    assert france(ouvre(entiere, mesures(("02001", 2024, "pop_municipale", 5)))) == "nd"


def test_a_departement_out_of_the_field_counts_when_another_source_gives_it(ouvre):
    assert france(ouvre(pop_hors_02(), de("pop_municipale", dict.fromkeys(DEUX, 10)))) == 4030


def test_a_rate_of_france_brings_both_terms_to_their_common_field(ouvre):
    """80 births in 01 and 300 in 02, over the 4 000 inhabitants of 01 alone: 2 per 100, not 9.5."""
    naissances = de("naissances", dict.fromkeys(UN, 20) | dict.fromkeys(DEUX, 100))
    assert france(ouvre(naissances, pop_hors_02()), TAUX) == 2
    publiees = ouvre(naissances, mesures(("FR", 2024, "naissances", 380)), pop_hors_02())
    assert france(publiees, NAISSANCES) == 380
    assert france(publiees, TAUX) == 2


def test_a_rate_of_france_without_common_field_is_unknown(ouvre):
    assert france(ouvre(mesures(("FR", 2024, "naissances", 380)), pop_hors_02()), TAUX) == "nd"


def test_the_cafs_own_counts_are_not_shown_on_two_fields(ouvre):
    """Beside the whole, the part would give the département left out."""
    naissances = de("naissances", dict.fromkeys(UN, 20) | dict.fromkeys(DEUX, 100), source="interne")
    assert france(ouvre(naissances, pop_hors_02()), TAUX) == "nd"


def test_the_places_behind_a_published_rate_are_those_of_its_field(ouvre):
    """40 places in 01, 300 in 02 that the rate of 200 per 100 leaves out: 20 children."""
    couverture = indicateur(Publie(Ref("txcouv", ("eaje",)), ref("places", "eaje_psu")), intervalle="couverture")
    places = [(code, 2024, "places", 10 if code in UN else 100, "eaje_psu") for code in (*UN, *DEUX)]
    taux = seul(ouvre(mesures(*places), mesures(("FR", 2024, "txcouv", 200, "eaje"), source="partielle")), couverture, "france")
    assert [lu(taux, "FR", 2024, grille) for grille in (taux.valeur, taux.num, taux.den)] == [200, 40, 20]


def test_counts_of_different_fields_do_not_add_up(ouvre):
    deux = indicateur(Effectif((*ref("naissances"), *ref("pop_municipale"))))
    assert france(ouvre(mesures(("FR", 2024, "naissances", 380)), pop_hors_02()), deux) == "nd"


def test_a_departement_is_compared_with_france_whatever_its_field(ouvre):
    donnees = ouvre(de("naissances", dict.fromkeys(UN, 20), source="partielle"), pop_hors_02())
    ecart = indicateur(Manque(ref("naissances"), ref("pop_municipale")), niveaux=("departement",))
    assert lu(seul(donnees, ecart, "departement"), "01", 2024) == 0
