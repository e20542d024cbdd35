"""The engine of the loaders: records, headers, years, vintages, numbers, sums; what every source relies on."""

import math
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data import settings
from ctg_data.loaders import charge
from ctg_data.loaders.conversion import annees, arrondis, nombres
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import PLAFOND, Recueil, extrait
from ctg_data.loaders.lecture import decode
from ctg_data.loaders.mesures import COLONNES, par_commune
from ctg_data.loaders.model import Colonne, Disposition
from ctg_data.loaders.sources import catalogue, verifie
from ctg_data.records import STATUTS, typed
from ctg_data.territoires import referentiel
from tests.loaders.outils import COMMUNES, MEDIANE_SEULE, PLEINE, accepte, classeur, csv, ecrit, filo, seule, valeur

MARQUES = {"": "nd", "s": "s", "ns": "ns"}


# Records -----------------------------------------------------------------------------------------------------------------


def test_the_catalogue_holds_every_source():
    assert set(catalogue()) == {
        *("insee_populations", "insee_naissances", "insee_filosofi_disp", "insee_filosofi_cc"),
        *("insee_rp_activite", "insee_rp_ages", "insee_rp_familles", "insee_rp_population", "insee_rp_iris"),
        *("insee_filosofi_iris", "insee_estimations", "insee_etat_civil", "insee_mortalite", "insee_comparateur"),
        *("insee_melodi_population", "insee_melodi_familles", "insee_melodi_naissances", "insee_melodi_bpe", "insee_melodi_filosofi"),
        *("insee_rp_logement", "insee_rp_formation", "insee_rp_chomage", "insee_rp_emploi"),
        *("drees_apl", "anct_mediation_numerique"),
        *("insee_bpe", "insee_qpv_demographie", "insee_qpv_revenus", "insee_qpv_insertion"),
        *("drees_accueil", "dgfip_ircom", "education_effectifs", "education_annuaire"),
        *("insee_densite", "anct_ruralite", "anct_centralite", "anct_montagne", "anct_qpv", "dgcl_frr", "anct_zrr", "logement_abc"),
        *("cnaf_prestations", "cnaf_txcouv_pe", "cnaf_nbpla_pe", "anct_france_services", "caf_requete_type"),
        *("cnaf_quotient", "cnaf_rsa_type", "cnaf_iris", "cnaf_communes", "cnaf_precarite", "cnaf_sites", "cnaf_series_caf"),
        "inventaire_offre",
    }


def test_every_source_says_where_it_comes_from():
    for source in catalogue().values():
        assert source.titre
        assert source.producteur
        assert source.licence
        assert source.profil_secret in ("libre", "filosofi", "insee_rp", "cnaf_open", "caf_interne", "etablissements")


def test_a_faulty_record_refuses_the_whole_catalogue_and_names_every_fault():
    bonne = catalogue()["insee_rp_ages"]
    fausse = Disposition(
        id="x",
        niveau="canton",
        colonnes=(Colonne("a", ("(",)), Colonne("a", genre="choix"), Colonne("b", mesure="naissances")),
        marques={"": "vide"},
    )
    with pytest.raises(ValueError, match="catalogue des sources") as refus:
        verifie([bonne, replace(bonne, dispositions=(fausse, fausse))])
    for bout in ("source en double", "disposition en double", "colonne en double a", "'('", "statut inconnu vide", "niveau inconnu canton"):
        assert bout in str(refus.value)
    for bout in ("colonne a sans choix", "mesure naissances sans unité"):
        assert bout in str(refus.value)


# Headers and rows -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ecrit_ainsi", "lu"),
    [("\ufeffCODGEO", "codgeo"), (" Nombre\n de  foyers ", "nombre de foyers"), ("Taux d’Élèves\u00a0: é", "taux d'eleves : e"), ("", "")],
)
def test_headers_are_compared_without_accents_nor_line_breaks(ecrit_ainsi: str, lu: str):
    assert normalise(ecrit_ainsi) == lu


def test_the_order_and_case_of_columns_do_not_matter(tmp_path: Path):
    lignes = [ligne.split(";")[::-1] for ligne in filo().split("\r\n")]
    lignes[0] = [c.lower() for c in lignes[0]]
    assert valeur(accepte(ecrit(tmp_path, "f.csv", csv(lignes))), "33063", "filo_uc") == 1100.5


def test_titles_above_and_notes_below_are_not_data(tmp_path: Path):
    feuille = [
        ["Filosofi 2019"],
        [],
        *(ligne.split(";") for ligne in filo().split("\r\n")),
        [],
        ["Lecture : à Bordeaux, la moitié des ménages…"],
        ["Source : Insee, Filosofi"],
    ]
    lu = charge(classeur(tmp_path / "f.xlsx", {"F": feuille}))
    assert (lu.fautes, lu.lignes_lues) == ((), 4)


def test_a_sentence_in_the_middle_of_the_table_is_not_taken_for_a_note(tmp_path: Path):
    lignes = filo().split("\r\n")
    assert seule(charge(ecrit(tmp_path, "f.csv", "\r\n".join([*lignes[:3], "Source : Insee", *lignes[3:]]))), "code_mal_forme").ligne == 4


def test_unused_columns_are_said(tmp_path: Path):
    lignes = filo().split("\r\n")
    lu = charge(ecrit(tmp_path, "f.csv", "\r\n".join([lignes[0] + ";COULEUR", *(ligne + ";bleu" for ligne in lignes[1:])])))
    assert "Colonnes non utilisées : COULEUR." in lu.avertissements


def test_a_damaged_sheet_of_a_known_workbook_refuses_it_whole(tmp_path: Path):
    titres = [["Date de référence statistique : 1er janvier 2023"]]
    bonne = [*titres, ["Code région", "Nom de la région", "Population municipale", "Population totale"], ["75", "NA", 6, 7]]
    abimee = [*titres, ["Code département", "Nom du département", "Population", "Population totale"], ["33", "Gironde", 1, 2]]
    faute = seule(charge(classeur(tmp_path / "e.xlsx", {"Régions": bonne, "Départements": abimee})), "disposition_inconnue")
    assert faute.feuille == "Départements"
    assert "« population municipale »" in faute.trouve


def test_several_sources_in_one_workbook(tmp_path: Path):
    revenus = [ligne.split(";") for ligne in filo().split("\r\n")]
    familles = [["CODGEO", "C21_FAM"], ["33063", 600]]
    lu = charge(classeur(tmp_path / "deux.xlsx", {"Revenus": revenus, "Familles": familles, "Lisez-moi": [["Bonjour"]]}))
    assert lu.sources == ("insee_filosofi_disp", "insee_rp_familles")
    assert lu.lignes_lues == 5
    assert Counter(lu.mesures["source"].astype(str)) == {"insee_filosofi_disp": 4 * 29, "insee_rp_familles": 1}


def test_the_same_bytes_give_the_same_mesures(tmp_path: Path):
    un, deux = (charge(ecrit(tmp_path, nom, filo())) for nom in ("a.csv", "b.csv"))
    assert un.sha256 == deux.sha256
    pd.testing.assert_frame_equal(un.mesures, deux.mesures)


def test_mesures_have_the_types_of_the_record(tmp_path: Path):
    mesures = accepte(ecrit(tmp_path, "f.csv", filo({"33063": PLEINE, "01001": MEDIANE_SEULE})))
    assert list(mesures.columns) == list(COLONNES)
    pd.testing.assert_frame_equal(mesures, typed(mesures, COLONNES))
    assert ((mesures["statut"] == "ok") == mesures["valeur"].notna()).all()


# Years -------------------------------------------------------------------------------------------------------------------------

AGES = csv([["NIVGEO", "CODGEO", "SEXE", "AGED100", "NB"], ["COM", "33063", 1, "000", 5]])


def test_a_year_in_the_content_wins_over_the_name_and_the_declaration(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "FILO2022_DISP_COM.csv", filo(aa="19")), annee=2021)
    assert set(lu.mesures["annee"]) == {2019}
    assert not lu.annee_declaree
    assert "Année déclarée 2021 ignorée : le fichier dit 2019." in lu.avertissements


def test_a_year_in_the_name_wins_over_the_declaration(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "ages_2020.csv", AGES), annee=2019)
    assert (set(lu.mesures["annee"]), lu.annee_declaree) == ({2020}, False)


def test_a_year_that_nothing_says_is_asked_then_marked_as_declared(tmp_path: Path):
    chemin = ecrit(tmp_path, "ages.csv", AGES)
    assert "--annee" in seule(charge(chemin), "annee_absente").remede
    lu = charge(chemin, annee=2021)
    assert (set(lu.mesures["annee"]), lu.annee_declaree) == ({2021}, True)


def test_two_years_in_the_name_are_no_answer(tmp_path: Path):
    chemin = ecrit(tmp_path, "ages_2020_publie_2023.csv", AGES)
    assert seule(charge(chemin), "annee_absente")
    assert charge(chemin, annee=2020).annee_declaree


def test_the_shown_name_is_the_one_that_is_searched(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "tmp1234", AGES), nom="TD_POP1B_2021.csv")
    assert (lu.fichier, set(lu.mesures["annee"])) == ("TD_POP1B_2021.csv", {2021})


@pytest.mark.parametrize(
    ("texte", "annee"),
    [("2023", 2023), ("2023.0", 2023), ("2023-12", 2023), ("2023-12-31", 2023), ("31/12/2023", 2023), ("23", 0), ("", 0), ("2O23", 0)],
)
def test_years_are_written_in_many_ways(texte: str, annee: int):
    assert annees(pd.Series([texte], dtype="str")).tolist() == [annee]


# Vintages of geography ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reference() -> referentiel.Referentiel:
    return referentiel.charge(settings.load().reference)


def test_the_vintage_of_the_source_is_kept_when_it_knows_every_code(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "f.csv", filo()))
    assert (set(lu.mesures["millesime_geo"]), lu.millesime_deduit) == ({2020}, False)


def test_a_neighbouring_vintage_that_alone_knows_every_code_is_deduced(tmp_path: Path, reference: referentiel.Referentiel):
    disparue = min(reference.codes("commune", 2019) - reference.codes("commune", 2020))
    lu = charge(ecrit(tmp_path, "f.csv", filo({"33063": PLEINE, disparue: PLEINE})))
    assert (set(lu.mesures["millesime_geo"]), lu.millesime_deduit) == ({2019}, True)
    assert "Millésime géographique déduit des codes (commune) : 2019, alors que 2020 était attendu." in lu.avertissements


def test_codes_older_than_the_reference_are_set_aside_and_counted(tmp_path: Path, reference: referentiel.Referentiel):
    connues = sorted(reference.codes("commune", 2019))[:30]
    lu = charge(ecrit(tmp_path, "f.csv", filo(dict.fromkeys((*connues, "01003"), PLEINE), aa="16")))
    assert (lu.lignes_lues, len(lu.mesures)) == (31, 30 * 29)
    assert sum(lu.detail["ecartees"].values()) == 1
    assert (set(lu.mesures["millesime_geo"]), lu.millesime_deduit) == ({2017}, False)


def test_communes_whose_territory_changed_before_the_reference_are_counted(tmp_path: Path, reference: referentiel.Referentiel):
    """Évry (91228) became Évry-Courcouronnes on 1 January 2019: the row of a file of 2017 is not the commune of today."""
    lu = charge(ecrit(tmp_path, "f.csv", filo(dict.fromkeys(("33063", "91228"), PLEINE), aa="16")))
    assert any(phrase.startswith("1 commune a changé de territoire entre 2017 et 2019") for phrase in lu.avertissements)


def test_a_divided_commune_that_a_complete_list_gives_whole_keeps_its_vintage(tmp_path: Path, reference: referentiel.Referentiel):
    """Neussargues en Pinatelle (15141) was divided on 1 January 2025: a list of 2025 without its four parts speaks of the former one."""
    parties = {"15031", "15035", "15047", "15171"}
    codes = sorted(reference.codes("commune", 2025) - parties)
    lu = charge(ecrit(tmp_path, "f.csv", filo(dict.fromkeys(codes, MEDIANE_SEULE), aa="24")))
    assert lu.mesures is not None, lu.fautes
    par_code = lu.mesures.groupby("code", observed=True)["millesime_geo"].first()
    assert (par_code["15141"], par_code["33063"]) == (2024, 2026)
    assert any("15141" in phrase for phrase in lu.avertissements)
    entiere = charge(ecrit(tmp_path, "g.csv", filo(dict.fromkeys(sorted(codes + list(parties)), MEDIANE_SEULE), aa="24")))
    assert set(entiere.mesures["millesime_geo"]) == {2026}


def test_technical_codes_and_overseas_are_set_aside_never_dropped_silently(tmp_path: Path):
    techniques = ("99999", "XXXXX", "XX", "", "331XX", "ZZZZZ")
    lu = charge(ecrit(tmp_path, "f.csv", filo(dict.fromkeys(("33063", *techniques, "97501", "98818"), PLEINE))))
    assert lu.mesures is not None, lu.fautes
    assert set(lu.mesures["code"]) == {"33063"}
    assert lu.lignes_lues == 9
    assert list(lu.detail["ecartees"].values()) == [6, 2]
    assert any("6 lignes mises à part" in phrase for phrase in lu.avertissements)


def test_codes_as_numbers_of_a_spreadsheet_keep_their_text(tmp_path: Path):
    assert set(accepte(ecrit(tmp_path, "f.csv", filo({"33063.0": PLEINE, "2a004": PLEINE})))["code"]) == {"33063", "2A004"}


# Faults ------------------------------------------------------------------------------------------------------------------------------


@given(nombre=st.integers(1, 3 * PLAFOND))
def test_faults_of_a_kind_are_written_up_to_a_ceiling_and_all_counted(nombre: int):
    recueil = Recueil("f.csv")
    for ligne in range(nombre):
        recueil.ajoute("zero_perdu", "x", attendu="a", remede="r", ligne=ligne)
    recueil.ajoute("cle_double", "x", attendu="a", remede="r")
    ecrites = [f for f in recueil.liste() if f.code == "zero_perdu" and f.ligne is not None]
    assert len(ecrites) == min(nombre, PLAFOND)
    assert recueil.total() == nombre + 1
    assert len(recueil.liste()) == len(ecrites) + 1 + (nombre > PLAFOND)


@given(st.text())
def test_a_quoted_cell_is_short_and_on_one_line(texte: str):
    assert len(extrait(texte)) <= 44
    assert "\n" not in extrait(texte)


@given(st.text(alphabet=st.characters(codec="cp1252", exclude_characters="\r")), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_decoding_gives_back_the_text(texte: str, encodage: str):
    texte = texte.removeprefix("\ufeff")
    assert decode(texte.encode(encodage)) == texte


# Numbers -----------------------------------------------------------------------------------------------------------------------------


def _nombres(*textes: str) -> tuple[list[float], list[str], list[bool]]:
    valeurs, rangs, fausses = nombres(pd.Series(textes, dtype="str"), MARQUES)
    return valeurs.tolist(), [STATUTS[r] if r >= 0 else "?" for r in rangs], fausses.tolist()


@given(st.floats(-1e12, 1e12).map(lambda x: round(x, 3)), st.sampled_from(["", " ", "\u00a0", "\u202f"]), st.sampled_from(".,"))
def test_a_number_reads_back_whatever_its_thousands_and_decimals(nombre: float, milliers: str, decimale: str):
    ecrite = f"{nombre:,.3f}".replace(",", "_").replace(".", decimale).replace("_", milliers)
    valeurs, statuts, fausses = _nombres(f" {ecrite} ")
    assert math.isclose(valeurs[0], nombre)
    assert (statuts, fausses) == (["ok"], [False])


def test_marks_are_statuses_and_the_rest_is_said_to_be_wrong():
    valeurs, statuts, fausses = _nombres("", "S", " ns ", "12", "douze", "1,2,3", "inf", "nan", "--1", "1e5")
    assert np.isnan(valeurs[:3]).all()
    assert statuts[:4] == ["nd", "s", "ns", "ok"]
    assert fausses == [False, False, False, False, True, True, True, True, True, False]
    assert valeurs[9] == 100000


@pytest.mark.parametrize(("ecrit", "perdus"), [("2,65E+05", True), ("1.300E+07", True), ("1.5E+01", False), ("-2E+00", False)])
def test_a_power_of_ten_of_a_spreadsheet_has_lost_its_last_digits(ecrit: str, perdus: bool):
    assert arrondis(pd.Series([ecrit, "12", ""])).tolist() == [perdus, False, False]


@pytest.mark.parametrize(("ecrit", "lu"), [("1.31e+08", 131e6), ("1e+05", 1e5), ("1.2E7", 12e6), ("3E-02", 0.03)])
def test_a_power_of_ten_of_a_program_has_lost_none(ecrit: str, lu: float):
    assert not arrondis(pd.Series([ecrit])).any()
    assert _nombres(ecrit) == ([lu], ["ok"], [False])


# Arrondissements -----------------------------------------------------------------------------------------------------------------------

DEUX = {"A1": "A", "A2": "A"}


def _mesures(*lignes: tuple[str, str, float | None, str]) -> pd.DataFrame:
    cadre = pd.DataFrame(lignes, columns=["code", "mesure", "valeur", "statut"])
    fixes = {"source": "x", "niveau": "commune", "annee": 2020, "mois": 0, "regime": "", "modalite": "total", "unite": "personnes"}
    return typed(cadre.assign(**fixes, est=False, arr5=False, millesime_geo=2021), COLONNES)


def _sommes(mesures: pd.DataFrame) -> dict[str, float | str]:
    return {c: valeur(mesures, c, "pop") for c in mesures["code"].unique()}


@pytest.mark.parametrize(
    ("un", "deux", "somme"),
    [((3.0, "ok"), (4.0, "ok"), 7.0), ((3.0, "ok"), (None, "s"), "s"), ((None, "nd"), (None, "s"), "s"), ((None, "nd"), (1.0, "ok"), "nd")],
)
def test_arrondissements_add_up_and_one_secret_makes_the_sum_secret(un, deux, somme):
    mesures, sommees, ecartees = par_commune(_mesures(("A1", "pop", *un), ("A2", "pop", *deux), ("B", "pop", 1.0, "ok")), DEUX, frozenset())
    assert _sommes(mesures) == {"A": somme, "B": 1.0}
    assert (sommees, ecartees) == (2, {})


def test_a_commune_never_takes_the_sum_of_some_of_its_arrondissements():
    mesures, sommees, ecartees = par_commune(_mesures(("A1", "pop", 3.0, "ok"), ("B", "pop", 1.0, "ok")), DEUX, frozenset())
    assert _sommes(mesures) == {"B": 1.0}
    assert (sommees, ecartees) == (0, {"incompletes": 1})


def test_in_an_inventory_an_absent_arrondissement_has_none():
    mesures, *_ = par_commune(_mesures(("A1", "pop", 3.0, "ok")), DEUX, frozenset(), inventaire=True)
    assert _sommes(mesures) == {"A": 3.0}


def test_the_row_of_the_commune_wins_and_rates_are_not_added():
    avec = _mesures(("A1", "pop", 3.0, "ok"), ("A2", "pop", 4.0, "ok"), ("A", "pop", 8.0, "ok"))
    assert _sommes(par_commune(avec, DEUX, frozenset())[0]) == {"A": 8.0}
    assert par_commune(avec, DEUX, frozenset({"pop"}))[2] == {"deja": 2}
    taux = _mesures(("A1", "pop", 3.0, "ok"), ("A2", "pop", 4.0, "ok"), ("B", "pop", 1.0, "ok"))
    assert _sommes(par_commune(taux, DEUX, frozenset({"pop"}))[0]) == {"B": 1.0}
    assert par_commune(taux, DEUX, frozenset({"pop"}))[2] == {"figees": 2}
    assert _sommes(par_commune(taux, DEUX, frozenset({"*"}))[0]) == {"B": 1.0}


def test_real_communes_are_in_the_reference(reference: referentiel.Referentiel):
    """The invented files of these tests stand on communes of every vintage."""
    assert all(set(COMMUNES) <= reference.codes("commune", m) for m in (2019, 2026))
