"""INSEE, census by commune, one file a theme (base-cc): housing, diplomas, activity, jobs; invented files of the documented columns."""

from pathlib import Path

import pytest

from ctg_data.indicators import vocabulaire
from ctg_data.loaders import charge
from ctg_data.loaders.insee_rp_communes import SOURCES
from tests.loaders.outils import accepte, csv, ecrit, seule, valeur


def _fichier(dossier: Path, nom: str, ligne: dict[str, float], code: str = "33063") -> Path:
    return ecrit(dossier, nom, csv([["CODGEO", "LIBGEO", *ligne], [code, "Fictive", *ligne.values()]]))


def _logement(aa: str = "21", **autres: float) -> dict[str, float]:
    """100 dwellings: 80 main residences (40 owned, 37.5 let of which 12.5 by Hlm, 2.5 free), 8 second homes, 12 vacant."""
    principal = {"LOG": 100, "RP": 80, "RSECOCC": 8, "LOGVAC": 12, "RP_PROP": 40, "RP_LOC": 37.5, "RP_LOCHLMV": 12.5, "RP_GRAT": 2.5}
    menages = {"RP_VOIT1P": 61, "MEN": 80, "MEN_ANEM0002": 9}
    return {f"P{aa}_{nom}": n for nom, n in (principal | menages | autres).items()}


def test_every_column_feeds_a_measure_of_the_vocabulary():
    for source in SOURCES:
        for colonne in (c for d in source.dispositions for c in d.colonnes if c.mesure):
            mesure = vocabulaire.catalogue()[colonne.mesure]
            assert (colonne.modalite in mesure.modalites, colonne.unite) == (True, mesure.unite), colonne.nom


def test_housing_of_two_censuses(tmp_path: Path):
    ligne = _logement() | {"C21_RP_HSTU1P": 70, "C21_RP_HSTU1P_SUROCC": 7} | _logement("15", RP_VOIT1P=80.0)
    lu = charge(_fichier(tmp_path, "base-cc-logement-2021.CSV", ligne))
    assert (lu.fautes, lu.sources) == ((), ("insee_rp_logement",))
    statut = [valeur(lu.mesures, "33063", "rp_residences_statut", m, annee=2021) for m in ("proprietaires", "hlm", "prive", "gratuit")]
    assert statut == [40, 12.5, 25, 2.5]
    assert sum(statut) == valeur(lu.mesures, "33063", "rp_residences", annee=2021) == 80
    assert valeur(lu.mesures, "33063", "rp_logements_inoccupes", "vacants", annee=2021) == 12
    assert [valeur(lu.mesures, "33063", "rp_menages_sans_voiture", annee=a) for a in (2021, 2015)] == [19, 0]
    assert [valeur(lu.mesures, "33063", m, annee=2021) for m in ("rp_residences_suroccupees", "rp_menages_recents")] == [7, 9]
    assert set(lu.mesures["millesime_geo"]) == {2024}


def test_the_count_that_replaced_overcrowding_is_not_taken_for_it(tmp_path: Path):
    """Since the census of 2022: moderate and severe, over all main residences."""
    mesures = accepte(_fichier(tmp_path, "base-cc-logement-2022.CSV", _logement("22") | {"C22_RP_SUROCC_MOD": 5, "C22_RP_SUROCC_ACC": 1}))
    assert not {"rp_residences_suroccupees", "rp_residences_hors_studios"} & set(mesures["mesure"])


@pytest.mark.parametrize("faux", [{"RP_LOCHLMV": 50.0}, {"LOGVAC": 40.0}, {"RP_VOIT1P": 90.0}])
def test_parts_that_pass_their_whole_are_refused(tmp_path: Path, faux: dict[str, float]):
    assert seule(charge(_fichier(tmp_path, "base-cc-logement-2021.CSV", _logement(**faux))), "somme_fausse").ligne == 2


def test_an_unknown_part_makes_the_difference_unknown(tmp_path: Path):
    mesures = accepte(_fichier(tmp_path, "x.csv", _logement() | {"P21_RP_LOCHLMV": "nd"}))
    assert [valeur(mesures, "33063", "rp_residences_statut", m) for m in ("hlm", "prive")] == ["nd", "nd"]


def _formation(aa: str, *, brevet: bool) -> dict[str, float]:
    niveaux = {"DIPLMIN": 20, "CAPBEP": 30, "BAC": 20, "SUP2": 5, "SUP34": 5, "SUP5": 5} | ({"BEPC": 15} if brevet else {})
    sexes = {f"P{aa}_{s}NSCOL15P": 100 for s in "HF"} | {f"P{aa}_{s}NSCOL15P_{nom}": n for s in "HF" for nom, n in niveaux.items()}
    return {f"P{aa}_POP1824": 50, f"P{aa}_SCOL1824": 24.5} | sexes


def test_diplomas_and_schooling(tmp_path: Path):
    """The first group of a census that does not tell the brevet apart holds it: it is left out."""
    ligne = _formation("21", brevet=True) | _formation("10", brevet=False)
    lu = charge(_fichier(tmp_path, "base-cc-diplomes-formation-2021.CSV", ligne))
    assert (lu.fautes, lu.sources) == ((), ("insee_rp_formation",))
    assert [valeur(lu.mesures, "33063", f"rp_diplome_{s}", "sans", annee=2021) for s in "hf"] == [20, 20]
    assert "rp_diplome_h" not in set(lu.mesures.loc[lu.mesures["annee"] == 2010, "mesure"])
    assert [valeur(lu.mesures, "33063", "rp_scolarises", "18_24", annee=a) for a in (2021, 2010)] == [24.5, 24.5]


def test_the_old_first_group_is_left_out_without_its_total_too(tmp_path: Path):
    ligne = _formation("21", brevet=True) | _formation("10", brevet=False)
    lu = charge(_fichier(tmp_path, "base-cc-diplomes-formation-2021.CSV", {n: v for n, v in ligne.items() if n != "P10_HNSCOL15P"}))
    assert not {"rp_diplome_h", "rp_diplome_f"} & set(lu.mesures.loc[lu.mesures["annee"] == 2010, "mesure"])


def _activite(**autres: float) -> dict[str, float]:
    actifs = {"ACT1564": 100, "ACT1524": 10, "ACT2554": 70, "ACT5564": 20, "CHOM1564": 12, "CHOM1524": 3, "CHOM2554": 7, "CHOM5564": 2}
    return {f"P21_{nom}": n for nom, n in (actifs | autres).items()}


def test_unemployed_and_active_at_all_ages_and_at_15_24(tmp_path: Path):
    lu = charge(_fichier(tmp_path, "base-cc-emploi-pop-active-2021.CSV", _activite()))
    assert (lu.fautes, lu.sources) == ((), ("insee_rp_chomage",))
    noms = ("rp_actifs_15_64", "rp_chomeurs_15_64", "rp_actifs_15_24", "rp_chomeurs_15_24")
    assert [valeur(lu.mesures, "33063", nom) for nom in noms] == [100, 12, 10, 3]
    assert len(lu.mesures) == 4


def test_ages_that_do_not_make_all_the_unemployed_are_refused(tmp_path: Path):
    assert seule(charge(_fichier(tmp_path, "x.csv", _activite(CHOM2554=30))), "somme_fausse").ligne == 2


def test_women_in_part_time_jobs(tmp_path: Path):
    ligne = {"P21_HSAL15P": 50, "P21_FSAL15P": 48, "P21_HSAL15P_TP": 4, "P21_FSAL15P_TP": 12.5, "P21_SAL15P": 98}
    lu = charge(_fichier(tmp_path, "base-cc-caract_emp-2021.CSV", ligne))
    assert (lu.fautes, lu.sources) == ((), ("insee_rp_emploi",))
    assert [valeur(lu.mesures, "33063", nom, "f") for nom in ("rp_salaries", "rp_salaries_temps_partiel")] == [48, 12.5]


def test_the_population_of_households_comes_with_the_families(tmp_path: Path):
    mesures = accepte(_fichier(tmp_path, "base-cc-coupl-fam-men-2021.CSV", {"C21_FAM": 60, "C21_MEN": 100, "C21_PMEN": 225.5}))
    assert valeur(mesures, "33063", "rp_population_menages") == 225.5
