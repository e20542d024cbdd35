"""CNAF open data by modality: quotient familial and type of RSA, the published extract and the layouts that are only described."""

import csv as lecteur
import json
from collections import Counter
from pathlib import Path

import pytest

from ctg_data.indicators import vocabulaire
from ctg_data.loaders import charge
from ctg_data.loaders.sources import catalogue
from tests.loaders.outils import accepte, csv, ecrit, seule, valeur

TRANCHES = {
    "Moins de 400 euros": "lt400",
    "Entre 400 et 799 euros": "400_799",
    "Entre 800 et 1199 euros": "800_1199",
    "Entre 1200 et 1599 euros": "1200_1599",
    "Entre 1600 et 1999 euros": "1600_1999",
    "Entre 2000 et 3999 euros": "2000_3999",
    "4000 euros ou plus": "ge4000",
    "Inconnu": "inconnu",
}
GROUPES = {"NDUR": "", "NDURPAJE": "_ndurpaje", "NDUREJ": "_ndurej", "NDURAL": "_al", "NDURINS": "_ndurins"}
COMPTES = {"Nombre foyers": "foyers", "Nombre personnes": "personnes", "Montant total": "montants"}
ARRONDISSEMENTS = [f"6938{n}" for n in range(1, 10)]


# The published extract ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def extrait(donnees_reelles) -> Path:
    return donnees_reelles / "caf" / "allocataires" / "ndur_s_qf_400_com_f_extrait_4_metropoles.csv"


@pytest.fixture(scope="module")
def lignes_extrait(extrait) -> list[dict[str, str]]:
    with extrait.open(encoding="utf-8-sig", newline="") as flux:
        return list(lecteur.DictReader(flux, delimiter=";"))


@pytest.fixture(scope="module")
def lu(extrait, charge_publie):
    return charge_publie(extrait)


def test_every_cell_of_the_extract_is_a_measure(lu, lignes_extrait):
    assert list(lu.fautes) == []
    assert (lu.sources, lu.lignes_lues) == (("cnaf_quotient",), len(lignes_extrait))
    attendues = {
        (ligne["Code_INSEE"], ligne["Date_Ref"][:4], f"{compte}{groupe}_qf", TRANCHES[ligne["Quotient familial"]]): int(
            ligne[f"{libelle} {nom}"]
        )
        for ligne in lignes_extrait
        for nom, groupe in GROUPES.items()
        for libelle, compte in COMPTES.items()
    }
    cles = zip(*(lu.mesures[c].astype(str) for c in ("code", "annee", "mesure", "modalite")), strict=True)
    assert dict(zip(cles, lu.mesures["valeur"].astype(int), strict=True)) == attendues
    assert len(attendues) == 15 * 5504


def test_its_control_totals_by_year_are_found_again(lu, lignes_extrait):
    totaux: Counter = Counter()
    for ligne in lignes_extrait:
        totaux[int(ligne["Annee"])] += int(ligne["Nombre foyers NDUR"])
    foyers = lu.mesures[lu.mesures["mesure"] == "foyers_qf"].groupby("annee")["valeur"].sum()
    assert dict(foyers.astype(int)) == dict(totaux)
    assert set(totaux) == {2020, 2021, 2022, 2023}


def test_it_is_rounded_at_source_and_its_measures_are_declared(lu):
    assert lu.mesures["arr5"].all()
    assert set(zip(lu.mesures["niveau"], lu.mesures["mois"], lu.mesures["regime"], strict=True)) == {("commune", 12, "caf")}
    assert set(zip(lu.mesures["annee"], lu.mesures["millesime_geo"], strict=True)) == {(a, a + 1) for a in range(2020, 2024)}
    declarees = vocabulaire.catalogue()
    for mesure, modalite, unite in lu.mesures[["mesure", "modalite", "unite"]].drop_duplicates().astype(str).itertuples(index=False):
        assert modalite in declarees[mesure].modalites
        assert unite == declarees[mesure].unite


# Quotient familial: layouts that are only described --------------------------------------------------------------------

TECHNIQUE = ["dtreffre", "numcomdo", "nomcom", "qf_400", "indfoy_ndur", "indnbp_ndur", "indmtt_ndur", "indfoy_ndural"]
LIBELLES = ["Date référence", "Numéro commune", "Nom commune", "Quotient familial", "Nombre foyers NDUR", "Nombre personnes NDUR"]
LIBELLES += ["Montant total NDUR", "Nombre foyers NDURAL"]
CORPS = [
    ["2024-12", "33063", "BORDEAUX", "Moins de 400 euros", 100, 220, 51000, 65],
    ["2024-12", "33063", "BORDEAUX", "4000 euros ou plus", 5, 10, 200, 0],
    ["2024-12", "", "", "Inconnu", 30, 60, 9000, 15],
    ["2024-12", "", "", "Moins de 400 euros", 20, 60, 9000, 15],
]
ATTENDUES = {
    ("foyers_qf", "lt400"): 100,
    ("personnes_qf", "lt400"): 220,
    ("montants_qf", "ge4000"): 200,
    ("foyers_al_qf", "lt400"): 65,
    ("foyers_al_qf", "ge4000"): 0,
}


@pytest.mark.parametrize("entete", [TECHNIQUE, LIBELLES], ids=["technique", "libelles"])
def test_both_header_styles_give_the_same_measures_and_rows_without_commune_are_counted(tmp_path, entete):
    lu = charge(ecrit(tmp_path, "ndur_s_qf_400_com_f.csv", csv([entete, *CORPS])))
    assert list(lu.fautes) == []
    assert lu.sources == ("cnaf_quotient",)
    assert lu.detail["ecartees"] == {"code technique ou territoire non localisé": 2}
    assert {cle: valeur(lu.mesures, "33063", *cle) for cle in ATTENDUES} == ATTENDUES
    assert set(lu.mesures["code"]) == {"33063"}


def test_json_records_give_the_same_measures(tmp_path):
    contenu = json.dumps([dict(zip(TECHNIQUE, ligne, strict=True)) for ligne in CORPS])
    mesures = accepte(ecrit(tmp_path, "ndur_s_qf_400_com_f.json", contenu, "utf-8"))
    assert {cle: valeur(mesures, "33063", *cle) for cle in ATTENDUES} == ATTENDUES


@pytest.mark.parametrize(
    ("entete", "lieu", "niveau", "code"),
    [
        (["numiris", "nomiris"], ["330630101", "Chartrons"], "iris", "330630101"),
        (["numqpv", "nomqpv"], ["QN03301M", "Un quartier"], "qpv", "QN03301M"),
        (["nomqpv"], ["QN03301M - Un quartier"], "qpv", "QN03301M"),
    ],
)
def test_iris_and_quarters_are_read_too(tmp_path, entete, lieu, niveau, code):
    rangees = [["dtreffre", *entete, "qf_400", "indfoy_ndur"], ["2024-12", *lieu, "Entre 400 et 799 euros", 40]]
    mesures = accepte(ecrit(tmp_path, "ndur_s_qf_400_f.csv", csv(rangees)))
    assert set(zip(mesures["niveau"], mesures["code"], mesures["millesime_geo"], strict=True)) == {(niveau, code, 2025)}
    assert valeur(mesures, code, "foyers_qf", "400_799") == 40


def test_a_quarter_known_by_its_name_only_is_refused(tmp_path):
    rangees = [["dtreffre", "nomqpv", "qf_400", "indfoy_ndur"], ["2024-12", "Le Grand Parc", "Inconnu", 40]]
    faute = seule(charge(ecrit(tmp_path, "qpv.csv", csv(rangees))), "code_mal_forme")
    assert (faute.ligne, faute.colonne) == (2, "nomqpv")


def test_a_bracket_that_an_arrondissement_leaves_out_counts_for_nothing_in_the_commune(tmp_path):
    """Without it the sum would lack a part, and the bracket of Lyon would be dropped, then taken for zero."""
    rangees = [["dtreffre", "numcomdo", "qf_400", "indfoy_ndur"], *(["2024-12", c, "Inconnu", 10] for c in ARRONDISSEMENTS)]
    rangees.append(["2024-12", "69381", "Moins de 400 euros", 25])
    mesures = accepte(ecrit(tmp_path, "ndur_s_qf_400_com_f.csv", csv(rangees)))
    assert valeur(mesures, "69123", "foyers_qf", "inconnu") == 90
    assert valeur(mesures, "69123", "foyers_qf", "lt400") == 25
    assert valeur(mesures, "69123", "foyers_qf", "ge4000") == 0


def test_the_same_export_cut_by_type_is_not_taken_for_s_ben(tmp_path):
    assert charge(ecrit(tmp_path, "sans rapport.csv", csv([TECHNIQUE, CORPS[0]]))).sources == ("cnaf_quotient",)
    sans = [[*ligne[:3], *ligne[4:]] for ligne in (TECHNIQUE, CORPS[0])]
    assert charge(ecrit(tmp_path, "sans rapport.csv", csv(sans))).sources == ("cnaf_prestations",)


@pytest.mark.parametrize("dimension", ["qf_400", "Quotient familial", "tranche de QF", "rsa_type", "Type de RSA"])
def test_a_column_that_cuts_the_rows_refuses_them_as_s_ben(tmp_path, dimension):
    """Its own count is not named as in the file by quotient: one row a commune would be taken for the whole of the commune."""
    entete = ["dtreffre", "numcomdo", dimension, "indnbp_ndur", "indfoy_ancien"]
    faute = seule(charge(ecrit(tmp_path, "extrait.csv", csv([entete, ["2024-12", "33063", "une part", 220, 100]]))), "dimension_inconnue")
    assert dimension in faute.trouve


@pytest.mark.parametrize(
    ("colonne", "texte", "code"),
    [
        ("qf_400", "Entre 400 et 899 euros", "choix_inconnu"),
        ("qf_400", "4000 euros ou plus", "cle_double"),
        ("indfoy_ndur", 102, "arrondi_absent"),
        ("indmtt_ndur", 51050, "arrondi_absent"),
        ("indfoy_ndur", "beaucoup", "texte_dans_nombre"),
        ("indfoy_ndur", -5, "valeur_negative"),
        ("numcomdo", "1004", "zero_perdu"),
        ("numcomdo", "33998", "code_inconnu"),
        ("dtreffre", "décembre", "annee_invalide"),
    ],
)
def test_damage_is_refused_with_its_line(tmp_path, colonne, texte, code):
    corps = [list(ligne) for ligne in CORPS]
    corps[0][TECHNIQUE.index(colonne)] = texte
    faute = seule(charge(ecrit(tmp_path, "ndur_s_qf_400_com_f.csv", csv([TECHNIQUE, *corps]))), code)
    assert faute.ligne == (3 if code == "cle_double" else 2)


# RSA --------------------------------------------------------------------------------------------------------------------

RSA = ["dtreffre", "numcomdo", "nomcom", "rsa_type", "indfoy_rsa", "indnbp_rsa", "indmtt_rsa"]
RSA_LIBELLES = [
    "Date référence",
    "Numéro commune",
    "Nom commune",
    "Type RSA",
    "Nombre foyers RSA",
    "Nombre personnes RSA",
    "Montant total RSA",
]
RSA_CORPS = [
    ["2024-12", "33063", "BORDEAUX", "RSA non majoré", 8300, 15000, 4200000],
    ["2024-12", "33063", "BORDEAUX", "RSA majoré", 960, 2500, 700000],
    ["2024-12", "01004", "AMBERIEU EN BUGEY", "Non majoré", 200, 400, 100000],
    ["2024-12", "", "", "Non majoré", 6000, 7000, 3000000],
    ["2024-12", "", "", "Majoré", 200, 500, 100000],
]


@pytest.mark.parametrize("entete", [RSA, RSA_LIBELLES], ids=["technique", "libelles"])
def test_each_type_of_rsa_is_a_measure_and_their_sum_the_total(tmp_path, entete):
    lu = charge(ecrit(tmp_path, "rsa_s_type_com_f.csv", csv([entete, *RSA_CORPS])))
    assert list(lu.fautes) == []
    assert (lu.sources, lu.lignes_lues) == (("cnaf_rsa_type",), 5)
    assert lu.detail["ecartees"] == {"code technique ou territoire non localisé": 2}
    bordeaux = {
        "foyers_rsa": 9260,
        "foyers_rsa_majore": 960,
        "foyers_rsa_non_majore": 8300,
        "personnes_rsa": 17500,
        "montants_rsa": 4900000,
    }
    assert {m: valeur(lu.mesures, "33063", m) for m in bordeaux} == bordeaux
    assert (valeur(lu.mesures, "01004", "foyers_rsa"), valeur(lu.mesures, "01004", "foyers_rsa_non_majore")) == (200, 200)
    # a type without row is not taken for zero: nothing says so of this file
    assert not ((lu.mesures["code"] == "01004") & lu.mesures["mesure"].str.endswith("_rsa_majore")).any()
    assert lu.mesures["arr5"].all()
    declarees = vocabulaire.catalogue()
    assert {(m, u) for m, u in lu.mesures[["mesure", "unite"]].astype(str).itertuples(index=False)} <= {
        (m.nom, m.unite) for m in declarees.values()
    }


def test_json_records_of_the_rsa(tmp_path):
    contenu = json.dumps({"results": [dict(zip(RSA, ligne, strict=True)) for ligne in RSA_CORPS]})
    assert valeur(accepte(ecrit(tmp_path, "rsa.json", contenu, "utf-8")), "33063", "foyers_rsa") == 9260


def test_a_type_without_figure_leaves_the_total_unknown(tmp_path):
    corps = [list(ligne) for ligne in RSA_CORPS]
    corps[1][RSA.index("indfoy_rsa")] = ""
    mesures = accepte(ecrit(tmp_path, "rsa_s_type_com_f.csv", csv([RSA, *corps])))
    assert valeur(mesures, "33063", "foyers_rsa") == "nd"
    assert valeur(mesures, "33063", "personnes_rsa") == 17500


def test_arrondissements_make_their_commune(tmp_path):
    corps = [["2024-12", code, "X", t, 10, 20, 1000] for code in ARRONDISSEMENTS for t in ("Majoré", "Non majoré")]
    mesures = accepte(ecrit(tmp_path, "rsa_s_type_com_f.csv", csv([RSA, *corps])))
    assert (valeur(mesures, "69123", "foyers_rsa"), valeur(mesures, "69123", "foyers_rsa_majore")) == (180, 90)


@pytest.mark.parametrize(
    ("colonne", "texte", "code"),
    [
        ("rsa_type", "activité", "choix_inconnu"),
        ("rsa_type", "majoré", "cle_double"),
        ("indfoy_rsa", 8302, "arrondi_absent"),
        ("indfoy_rsa", "x", "texte_dans_nombre"),
        ("numcomdo", "ABCDE", "code_mal_forme"),
    ],
)
def test_damage_of_the_rsa_is_refused_with_its_line(tmp_path, colonne, texte, code):
    corps = [list(ligne) for ligne in RSA_CORPS]
    corps[0][RSA.index(colonne)] = texte
    assert seule(charge(ecrit(tmp_path, "rsa_s_type_com_f.csv", csv([RSA, *corps]))), code).ligne == (3 if code == "cle_double" else 2)


def test_the_total_rounded_once_decides_before_the_sum_of_two_rounded_counts():
    precedences = {nom: source.precedence for nom, source in catalogue().items()}
    assert precedences["caf_requete_type"] < precedences["cnaf_prestations"] < precedences["cnaf_rsa_type"] < precedences["cnaf_communes"]
