"""CNAF households by IRIS: the published files of three years, recounted with the csv module, and small files with damage."""

import csv as lecteur
from collections import Counter
from pathlib import Path

import pytest

from ctg_data.indicators import vocabulaire
from ctg_data.loaders import charge
from tests.loaders.outils import accepte, csv, ecrit, seule, valeur

ANNEES = (2016, 2018, 2019)
CLES = {"CODGEO", "LIBGEO", "DEPCOM", "LIBCOM", "EPCI", "UU", "REG", "NOTE"}
MESURES = {
    "A": ("foyers_alloc", "total"),
    "PERCOU": ("personnes_couvertes", "total"),
    "AI": ("foyers_composition", "isole"),
    "AM": ("foyers_composition", "mono"),
    "ACSSENF": ("foyers_composition", "couple_sans_enf"),
    "ACAVENF": ("foyers_composition", "couple_avec_enf"),
    "AC3ENF": ("foyers_composition", "couple_3p"),
    "ENF": ("enfants_age", "total"),
    "ENF_2": ("enfants_age", "0_2"),
    "ENF_3_5": ("enfants_age", "3_5"),
    "ENF_6_10": ("enfants_tranches", "6_10"),
    "ENF_11_14": ("enfants_tranches", "11_14"),
    "ENF_15_17": ("enfants_tranches", "15_17"),
    "ENF_18_24": ("enfants_age", "18_24"),
    "A_ETUD": ("foyers_etudiants", "total"),
    "A_NETUD_24": ("foyers_jeunes_non_etudiants", "total"),
    "AAL": ("foyers_al", "total"),
    "AAPL": ("foyers_apl", "total"),
    "AAAH": ("foyers_aah", "total"),
    "APPA": ("foyers_ppa", "total"),
    "ARSAS": ("foyers_rsa", "total"),
    "APRES50": ("foyers_dep", "ge50"),
    "APRES100": ("foyers_dep", "eq100"),
}
"""Column of the file -> what it becomes (caf/README of the data)."""


def fichier(donnees: Path, annee: int) -> Path:
    return donnees / "caf" / "allocataires" / f"data_CAF_{annee}_IRIS.csv"


def lit(chemin: Path) -> list[dict[str, str]]:
    with chemin.open(encoding="utf-8-sig", newline="") as flux:
        return list(lecteur.DictReader(flux, delimiter=";"))


@pytest.mark.parametrize("annee", ANNEES)
def test_every_cell_of_the_published_file_is_a_measure(donnees_reelles, charge_publie, annee):
    """With BOM or not, thousands with a narrow space or not, labels or not."""
    lignes = lit(fichier(donnees_reelles, annee))
    lu = charge_publie(fichier(donnees_reelles, annee))
    assert list(lu.fautes) == []
    assert (lu.sources, lu.lignes_lues, list(lu.avertissements)) == (("cnaf_iris",), len(lignes), [])
    attendues = {
        (ligne["CODGEO"], *MESURES[nom]): int(texte.replace("\u202f", ""))
        for ligne in lignes
        for nom, texte in ligne.items()
        if nom not in CLES and texte
    }
    sures = lu.mesures[lu.mesures["statut"] == "ok"]
    cles = zip(*(sures[c].astype(str) for c in ("code", "mesure", "modalite")), strict=True)
    assert dict(zip(cles, sures["valeur"].astype(int), strict=True)) == attendues
    vides = sum(not texte for ligne in lignes for nom, texte in ligne.items() if nom not in CLES)
    assert lu.detail["statuts"] == {"ok": len(attendues), "s": vides}


@pytest.mark.parametrize(("annee", "lignes"), [(2016, 13148), (2018, 13349), (2019, 13424)])
def test_rows_are_december_stocks_of_the_caf_in_the_iris_of_their_time(donnees_reelles, charge_publie, annee, lignes):
    mesures = charge_publie(fichier(donnees_reelles, annee)).mesures
    assert mesures["code"].nunique() == lignes
    assert set(zip(mesures["niveau"], mesures["annee"], mesures["mois"], mesures["regime"], strict=True)) == {("iris", annee, 12, "caf")}
    # the vintage of IRIS is that of the file: nothing is known of another one
    assert set(mesures["millesime_geo"]) == {annee + 1}
    assert not mesures["arr5"].any()
    declarees = vocabulaire.catalogue()
    for mesure, modalite, unite in mesures[["mesure", "modalite", "unite"]].drop_duplicates().astype(str).itertuples(index=False):
        assert modalite in declarees[mesure].modalites
        assert unite == declarees[mesure].unite


def test_a_row_that_a_note_withholds_is_wholly_secret(donnees_reelles, charge_publie):
    retenus = {ligne["CODGEO"] for ligne in lit(fichier(donnees_reelles, 2018)) if ligne["NOTE"] != "0"}
    mesures = charge_publie(fichier(donnees_reelles, 2018)).mesures
    assert len(retenus) == 1186
    assert Counter(mesures.loc[mesures["code"].isin(retenus), "statut"].astype(str)) == {"s": 21 * len(retenus)}


# Small files ------------------------------------------------------------------------------------------------------------

ENTETE = ["CODGEO", "NOTE", *(nom for nom in MESURES if not nom.startswith("APRES"))]
PLEINE = ["010040101", 0, 100, 250, 40, 20, 10, 30, 12, 90, 15, 15, 25, 15, 10, 10, 8, 9, 60, 40, 7, 20, 15]
RETENUE = ["2A0040101", 3, *[""] * 21]
NOM = "data_CAF_2017_IRIS.csv"


def lignes(**valeurs: object) -> list[list[object]]:
    """The small file, some cells of its first row replaced."""
    pleine = list(PLEINE)
    for nom, cellule in valeurs.items():
        pleine[ENTETE.index(nom)] = cellule
    return [ENTETE, pleine, RETENUE]


def test_a_small_file_in_the_layout_is_read(tmp_path):
    mesures = accepte(ecrit(tmp_path, NOM, csv(lignes(A_ETUD=""))))
    assert valeur(mesures, "010040101", "foyers_alloc") == 100
    assert valeur(mesures, "010040101", "enfants_age", "18_24") == 10
    assert valeur(mesures, "010040101", "foyers_etudiants") == "s"
    assert valeur(mesures, "2A0040101", "foyers_alloc") == "s"
    assert set(mesures["annee"]) == {2017}


def test_a_year_that_nothing_says_is_asked_for(tmp_path):
    chemin = ecrit(tmp_path, "iris.csv", csv(lignes()))
    assert seule(charge(chemin), "annee_absente")
    assert set(accepte(chemin, annee=2020)["annee"]) == {2020}


@pytest.mark.parametrize(
    ("cellules", "code", "colonne"),
    [
        ({"A": 101}, "somme_fausse", "A"),
        ({"ENF": 91}, "somme_fausse", "ENF"),
        # a part withheld: the others may not exceed the total
        ({"AI": "", "A": 55}, "somme_fausse", "A"),
        ({"NOTE": 3}, "ligne_retenue", "NOTE"),
        ({"NOTE": 9}, "choix_inconnu", "NOTE"),
        ({"AAAH": 3}, "secret_absent", "AAAH"),
        ({"AAL": "12,5"}, "nombre_non_entier", "AAL"),
        ({"AAL": "n.c."}, "texte_dans_nombre", "AAL"),
        ({"AAL": -5}, "valeur_negative", "AAL"),
        ({"CODGEO": "10040101"}, "zero_perdu", "CODGEO"),
        ({"CODGEO": "01004"}, "code_mal_forme", "CODGEO"),
        ({"CODGEO": "2A0040101"}, "cle_double", "CODGEO"),
    ],
)
def test_damage_is_refused_with_its_line(tmp_path, cellules, code, colonne):
    lu = charge(ecrit(tmp_path, NOM, csv(lignes(**cellules))))
    faute = seule(lu, code)
    assert (faute.ligne, faute.colonne) == (3 if code == "cle_double" else 2, colonne)
    assert len(lu.fautes) == 1


def test_a_count_under_five_is_not_quoted(tmp_path):
    assert "3" not in seule(charge(ecrit(tmp_path, NOM, csv(lignes(AAAH=3)))), "secret_absent").trouve


def test_a_part_withheld_leaves_the_sum_open(tmp_path):
    assert valeur(accepte(ecrit(tmp_path, NOM, csv(lignes(AI="", AM="")))), "010040101", "foyers_alloc") == 100


def test_columns_that_slid_are_refused(tmp_path):
    """One value lost in a row: the others move to the left, and the row is short."""
    courte = PLEINE[:4] + PLEINE[5:]
    assert seule(charge(ecrit(tmp_path, NOM, csv([ENTETE, courte, RETENUE]))), "nombre_de_champs").ligne == 2
    remplie = [*courte, ""]
    assert seule(charge(ecrit(tmp_path, NOM, csv([ENTETE, remplie, RETENUE]))), "somme_fausse").ligne == 2


def test_a_row_without_figures_above_the_header_is_no_title(tmp_path):
    assert seule(charge(ecrit(tmp_path, NOM, csv([RETENUE, *lignes()[:2]]))), "entete_deplace").ligne == 1


def test_a_compulsory_column_lost_is_refused_by_name(tmp_path):
    rang = ENTETE.index("ACAVENF")
    coupees = [[*ligne[:rang], *ligne[rang + 1 :]] for ligne in lignes()]
    assert "acavenf" in seule(charge(ecrit(tmp_path, NOM, csv(coupees))), "disposition_inconnue").trouve
