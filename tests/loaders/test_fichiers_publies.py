"""Every published file of the CAF and of Insee that we hold: read as the right source to the same control total, or refused by name.

The totals of the CSV were added up apart, by their column, without what the source leaves aside (overseas collectivities, arrondissements
beside their commune, territories older than the reference); the tests of each source compare with the file cell by cell.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from ctg_data.records import CLE_MESURES
from tests.publies import Publies

FILO, IRIS, QPV = "insee_filosofi_disp", "insee_filosofi_iris", "insee_qpv_"


@dataclass(frozen=True)
class Lu:
    """What a file gives: sources, rows read, measures, of which without a value, and the sum of one of them at one level and year."""

    sources: str
    lignes: int
    mesures: int
    sans_valeur: int
    mesure: str
    """``mesure/modalite``."""
    niveau: str
    annee: int
    total: float


@dataclass(frozen=True)
class Refuse:
    """Why a file gives no measure, and the fault that says so."""

    faute: str
    raison: str


FICHIERS: dict[str, Lu | Refuse] = {
    "caf/acces_droits/liste-fs-20240801.csv": Lu(
        "anct_france_services", 2845, 2681, 0, "structures/france_services", "commune", 2024, 2680
    ),
    "caf/allocataires/data_CAF_2016_IRIS.csv": Lu("cnaf_iris", 13148, 302404, 36332, "foyers_alloc/total", "iris", 2016, 6872799),
    "caf/allocataires/data_CAF_2018_IRIS.csv": Lu("cnaf_iris", 13349, 280329, 32639, "foyers_alloc/total", "iris", 2018, 7157830),
    "caf/allocataires/data_CAF_2019_IRIS.csv": Lu("cnaf_iris", 13424, 281904, 30748, "foyers_alloc/total", "iris", 2019, 7660194),
    "caf/allocataires/ndur_s_qf_400_com_f_extrait_4_metropoles.csv": Lu(
        "cnaf_quotient", 5504, 82560, 0, "foyers_qf/1200_1599", "commune", 2020, 29515
    ),
    "caf/allocataires/s_ben_com_f_extrait_dep33_dep75.csv": Lu(
        "cnaf_prestations", 2779, 10716, 0, "foyers_rsa/total", "commune", 2020, 114925
    ),
    "caf/drees/Tab23.csv": Lu("drees_accueil", 104, 909, 12, "creches/collectives", "departement", 2015, 12463),
    "caf/drees/Tab24.csv": Lu("drees_accueil", 104, 1414, 12, "creches/familiales", "departement", 2010, 754),
    "caf/drees/Tab28.csv": Lu("drees_accueil", 104, 808, 12, "places_creches/collectives", "departement", 2016, 362533),
    "caf/drees/Tab33.csv": Lu("drees_accueil", 104, 1414, 12, "agrements_am/total", "departement", 2010, 441159),
    "caf/petite_enfance/cnaf-petite-enfance-com-sample.json": Lu(
        "cnaf_txcouv_pe cnaf_nbpla_pe", 6, 32, 0, "places/total", "commune", 2023, 686
    ),
    "caf/petite_enfance/cnaf-petite-enfance-dep-sample.json": Lu(
        "cnaf_txcouv_pe cnaf_nbpla_pe", 12, 96, 0, "places/total", "departement", 2023, 106697
    ),
    "caf/petite_enfance/cnaf-petite-enfance-nat-sample.json": Lu("cnaf_txcouv_pe", 2, 16, 0, "txcouv/global", "france", 2023, 60.9),
    "caf/petite_enfance/tx_couverture.csv": Lu("cnaf_txcouv_pe", 6283, 48024, 0, "txcouv/global", "commune", 2022, 59689.2),
    "caf/petite_enfance/txcouv_pe_dep.csv": Lu("cnaf_txcouv_pe", 204, 1600, 0, "txcouv/global", "departement", 2023, 6215.4),
    "insee/bpe/bpe18_enseignement.csv": Lu("insee_bpe", 68294, 33316, 0, "equipements/college", "commune", 2018, 7209),
    "insee/comparateur/Donnees_generales_comparatives.csv": Lu(
        "insee_comparateur", 51, 1020, 51, "pop_municipale/total", "commune", 2022, 449509
    ),
    "insee/education/fr-en-annuaire-education.csv": Lu("education_annuaire", 996, 1998, 0, "ecoles/total", "commune", 2023, 685),
    "insee/education/fr-en-ecoles-effectifs-nb_classes.csv": Lu(
        "education_effectifs", 2704, 7968, 120, "ecoles/total", "commune", 2019, 667
    ),
    "insee/filosofi/BASE_TD_FILO_DISP_IRIS_2016.csv": Lu(IRIS, 12285, 331695, 4428, "filo_niveau_vie/mediane", "iris", 2016, 258372646),
    "insee/filosofi/BASE_TD_FILO_DISP_IRIS_2019.csv": Lu(IRIS, 12481, 336987, 3901, "filo_niveau_vie/mediane", "iris", 2019, 276759510),
    "insee/filosofi/BASE_TD_FILO_IRIS_2021_DEC.xlsx": Lu(IRIS, 16026, 368598, 36725, "filo_revenu_declare/q1", "iris", 2021, 210131490),
    "insee/filosofi/FILO2016_DISP_COM.csv": Lu(FILO, 31789, 909324, 653550, "filo_menages/total", "commune", 2016, 27458118),
    "insee/filosofi/FILO2017_DISP_DEP.csv": Lu(FILO, 98, 2842, 0, "filo_menages/total", "departement", 2017, 27875171),
    "insee/filosofi/FILO2017_DISP_EPCI.csv": Lu(FILO, 1249, 35960, 0, "filo_menages/total", "epci", 2017, 27672185),
    "insee/filosofi/FILO2017_DISP_METROPOLE.csv": Lu(FILO, 1, 29, 0, "filo_menages/total", "france", 2017, 27409461),
    "insee/filosofi/FILO2017_DISP_REG.csv": Lu(FILO, 15, 435, 0, "filo_menages/total", "region", 2017, 27875171),
    "insee/filosofi/FILO2019_DISP_COM.csv": Lu(FILO, 31361, 908164, 650625, "filo_menages/total", "commune", 2019, 28305217),
    "insee/filosofi/FILO2019_DISP_DEP.csv": Lu(FILO, 98, 2842, 0, "filo_menages/total", "departement", 2019, 28409925),
    "insee/filosofi/FILO2019_DISP_EPCI.csv": Lu(FILO, 1240, 35960, 0, "filo_menages/total", "epci", 2019, 28407067),
    "insee/filosofi/FILO2019_DISP_METROPOLE.csv": Lu(FILO, 1, 29, 0, "filo_menages/total", "france", 2019, 27937964),
    "insee/filosofi/FILO2019_DISP_REG.csv": Lu(FILO, 15, 435, 0, "filo_menages/total", "region", 2019, 28409925),
    "insee/filosofi/cc_filosofi_2021_COM.csv": Lu(
        "insee_filosofi_cc", 34909, 941328, 751671, "filo_menages/total", "commune", 2021, 28655387
    ),
    "insee/fiscal/dgfip_ircom_sample.csv": Lu("dgfip_ircom", 2379, 5862, 145, "foyers_fiscaux/0_10000", "commune", 2022, 746997),
    "insee/melodi/insee_bpe_sample.zip": Lu("insee_melodi_bpe", 105, 10, 0, "equipements/sport", "commune", 2025, 4),
    "insee/melodi/insee_famille_sample.zip": Lu("insee_melodi_familles", 207, 138, 0, "rp_familles/total", "commune", 2023, 81394.31),
    "insee/melodi/insee_naissances_sample.zip": Lu("insee_melodi_naissances", 1278, 270, 21, "naissances/total", "region", 2024, 127518),
    "insee/melodi/insee_population_comp_sample.zip": Lu(
        "insee_melodi_population", 405, 252, 0, "rp_pop_15_plus/total", "commune", 2023, 297707.28
    ),
    "insee/melodi/melodi_filosofi_sample.json": Lu("insee_melodi_filosofi", 2, 2, 2, "filo_niveau_vie/d1", "commune", 2023, 0),
    "insee/naissances/NAIS_DOM_ANNUELLES.xlsx": Lu("insee_naissances", 36296, 616182, 120, "naissances/total", "france", 2024, 659731),
    "insee/naissances/demo-naiss-nbre-taux.xlsx": Lu("insee_etat_civil", 45, 88, 0, "naissances_vivantes/total", "france", 1982, 823260),
    "insee/naissances/n1d.xlsx": Lu("insee_etat_civil", 118, 575, 0, "naissances/total", "departement", 2023, 676643),
    "insee/naissances/n4d.xlsx": Lu("insee_etat_civil", 118, 1495, 0, "naissances/total", "departement", 2023, 676643),
    "insee/population/ensemble.xlsx": Lu("insee_populations", 35021, 104808, 0, "pop_municipale/total", "commune", 2023, 68094280),
    "insee/population/estim-pop-dep-sexe-gca-1975-2023.xls": Lu(
        "insee_estimations", 4967, 58320, 0, "pop_estimee_f/total", "france", 2023, 35122214
    ),
    "insee/population/insee_rp_evol_1968_departement_2018.csv": Lu(
        "insee_mortalite", 1010, 707, 7, "taux_mortalite/total", "departement", 2018, 979.9
    ),
    "insee/qpv/DEMO_2018.csv": Lu(QPV + "demographie", 1346, 69347, 3427, "pop_municipale/total", "qpv", 2018, 5019573),
    "insee/qpv/DEMO_2022.csv": Lu(QPV + "demographie", 1400, 72755, 3695, "pop_municipale/total", "qpv", 2022, 5189952),
    "insee/qpv/IPRO_2022.csv": Lu(QPV + "insertion", 1345, 43040, 2316, "demandeurs_emploi/abc_dur4", "qpv", 2022, 219380),
    "insee/qpv/REVN_2018.csv": Lu(QPV + "revenus", 1346, 33625, 388, "foyers_rsa/total", "qpv", 2018, 412010),
    "insee/qpv/REVN_2022.csv": Lu(QPV + "revenus", 1352, 35152, 567, "foyers_rsa/total", "qpv", 2022, 427575),
    "insee/qpv/data_DEMO_2020_V1_QP.csv": Lu(QPV + "demographie", 1400, 36400, 4515, "enfants_age/18_24", "qpv", 2020, 166390),
    "insee/rp/Commune_2022_2554_csp.xlsx": Lu("insee_rp_activite", 38214, 139672, 0, "rp_chomeurs_25_54/f", "commune", 2022, 1256734.77),
    "insee/rp/diplomes-2015.csv": Lu("insee_rp_iris", 992, 21824, 0, "rp_diplome_f/bac", "iris", 2015, 119618),
    "insee/rp/emploi-2015.csv": Lu("insee_rp_iris", 992, 21824, 0, "rp_population_15_24/h", "iris", 2015, 135153),
    "insee/territoires/EPCI.csv.gz": Refuse(
        "fichier_de_reference", "list of communes, damaged by a spreadsheet: the reference has its own"
    ),
    "insee/territoires/geocodes_passage_annuel.csv.gz": Refuse("fichier_de_reference", "passage table of codes: it measures nothing"),
}
DECLAREES = {"insee/fiscal/dgfip_ircom_sample.csv": 2022}
"""Files that say their year nowhere: without it they are refused, and the fault asks for it."""


def test_no_published_file_is_left_out(donnees_reelles: Path):
    presents = {
        chemin.relative_to(donnees_reelles).as_posix()
        for dossier in ("caf", "insee")
        for chemin in (donnees_reelles / dossier).rglob("*")
        if chemin.is_file() and chemin.name != "README.md"
    }
    assert presents == set(FICHIERS)
    assert len(presents) == 57


@pytest.mark.parametrize("nom", FICHIERS)
def test_a_published_file_is_read_to_its_control_total_or_refused_by_name(nom: str, charge_publie: Publies):
    attendu, lu = FICHIERS[nom], charge_publie(nom, DECLAREES.get(nom))
    if isinstance(attendu, Refuse):
        assert lu.mesures is None
        assert lu.fautes[0].code == attendu.faute
        return
    assert not lu.fautes, [str(f) for f in lu.fautes]
    mesures = lu.mesures
    comptes = (" ".join(lu.sources), lu.lignes_lues, len(mesures), int((mesures["statut"] != "ok").sum()))
    assert comptes == (attendu.sources, attendu.lignes, attendu.mesures, attendu.sans_valeur)
    assert not mesures.duplicated(list(CLE_MESURES)).any()
    mesure, modalite = attendu.mesure.split("/")
    ou = (mesures["mesure"] == mesure) & (mesures["modalite"] == modalite)
    ou &= (mesures["niveau"] == attendu.niveau) & (mesures["annee"] == attendu.annee)
    assert mesures.loc[ou, "valeur"].sum() == pytest.approx(attendu.total, abs=0.005)


@pytest.mark.parametrize("nom", DECLAREES)
def test_a_file_that_says_its_year_nowhere_asks_for_it(nom: str, charge_publie: Publies):
    lu = charge_publie(nom)
    assert [f.code for f in lu.fautes] == ["annee_absente"]
    assert lu.mesures is None
