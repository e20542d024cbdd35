"""Which sources are read, and which are missed: a reader is told of those that would bring new figures, and of no other."""

from ctg_data.indicators import utiles
from ctg_data.indicators.lignes import SOURCES_MAX
from ctg_data.loaders import locales
from ctg_data.loaders.sources import catalogue, nationales


def test_only_what_would_bring_new_figures_is_missed():
    assert {nom for nom, source in catalogue().items() if utiles.attendue(source)} == {
        *("insee_populations", "insee_naissances", "insee_filosofi_disp", "insee_filosofi_cc"),
        *("insee_rp_activite", "insee_rp_ages", "insee_rp_familles"),
        *("insee_rp_logement", "insee_rp_formation", "insee_rp_chomage", "insee_rp_emploi", "insee_melodi_naissances"),
        *("insee_bpe", "insee_qpv_demographie", "education_effectifs", "drees_apl", "anct_mediation_numerique"),
        *("cnaf_prestations", "cnaf_txcouv_pe", "cnaf_nbpla_pe", "anct_france_services", "caf_requete_type"),
    }


def test_another_way_to_the_same_figures_is_read_all_the_same():
    lues = {nom for nom, source in catalogue().items() if utiles.sert(source)}
    assert {"insee_melodi_naissances", "cnaf_communes", "insee_comparateur"} <= lues
    assert not {"cnaf_iris", "insee_qpv_revenus", "anct_montagne", "drees_accueil"} & lues


def test_the_engine_can_name_the_local_sources_beside_the_publishers():
    assert sum(utiles.sert(s) for s in nationales().values()) + locales.PLAFOND <= SOURCES_MAX
