"""DREES tables: which one it is, overlapping rows, Corsica as a région."""

import csv
from pathlib import Path

import pytest

from ctg_data.loaders import charge
from tests.loaders.outils import accepte, ecrit, seule, valeur

TABLES = {
    "Tab23.csv": ("creches", "collectives"),
    "Tab24.csv": ("creches", "familiales"),
    "Tab28.csv": ("places_creches", "collectives"),
    "Tab33.csv": ("agrements_am", "total"),
}
ENTETE = "Code région;Code département;Département;2022;2023"
LIGNES = (
    "84;01;Ain;3 637;3 918",
    "94;20;Collectivité de Corse;2 093;2 226",
    "94;2A;Corse-du-Sud;;",
    "94;2B;Haute-Corse;;",
    "84;69;Rhône;16 780;17 498",
    "84;69D;Nouveau Rhône;2 707;3 153",
    "84;69M;Métropole de Lyon;14 073;14 345",
    "101;971;Guadeloupe;1 844;1 874",
)


def fichier(dossier: Path, nom: str = "places_creches_collectives_2023.csv", lignes=LIGNES, entete: str = ENTETE) -> Path:
    return ecrit(dossier, nom, "\r\n".join([entete, *lignes]), "utf-8")


def publie(chemin: Path) -> dict[tuple[str, int], int]:
    """(code, year) -> value of the published file, overlapping rows left out, by the csv module alone."""
    with chemin.open(encoding="utf-8", newline="") as flux:
        entete, *lignes = csv.reader(flux, delimiter=";")
    return {
        (ligne[1], int(annee)): int(cellule.replace("\u202f", ""))
        for ligne in lignes
        if ligne[1] not in ("69D", "69M", "6AE")
        for annee, cellule in zip(entete[3:], ligne[3:], strict=True)
        if cellule
    }


@pytest.mark.parametrize(("nom", "mesure"), TABLES.items())
def test_a_published_table_is_read_whole_and_counts_nobody_twice(donnees_reelles, charge_publie, nom, mesure):
    chemin = donnees_reelles / "caf" / "drees" / nom
    lues = charge_publie(chemin).mesures
    assert set(zip(lues["mesure"], lues["modalite"], strict=True)) == {mesure}
    bonnes = lues[lues["statut"] == "ok"]
    codes = [
        "20" if niveau == "region" else str(code)
        for niveau, code in zip(bonnes["niveau"].astype(str), bonnes["code"].astype(str), strict=True)
    ]
    assert dict(zip(zip(codes, bonnes["annee"].astype(int), strict=True), bonnes["valeur"].astype(int), strict=True)) == publie(chemin)


@pytest.mark.parametrize(
    ("nom", "total"), [("Tab23.csv", 18_679 - 691 + 91), ("Tab28.csv", 456_745 - 14_282 + 2_226), ("Tab33.csv", 303_660 - 9_236 + 502)]
)
def test_the_country_is_the_départements_and_corsica(charge_publie, nom, total):
    """Corsica has no département since 2018.  Sums of the rows without 20, 69D and 69M, less Alsace, plus Corsica, made apart."""
    lues = charge_publie(f"caf/drees/{nom}").mesures
    lues = lues[(lues["annee"] == 2023) & (lues["statut"] == "ok")]
    assert lues["valeur"].sum() == total
    assert set(lues.loc[lues["niveau"] == "region", "code"]) == {"94"}


@pytest.mark.parametrize("decalee", [";84;69;Rhône;16 780", ";84;69D;Nouveau Rhône;2 707", "84;Rhône;16 780;17 498;"])
def test_a_row_that_slipped_is_not_that_of_another_departement(tmp_path, decalee):
    """The code of its région is that of Vaucluse too, or its name where a code is; a figure stands for its name."""
    lignes = [decalee if ligne.startswith("84;69;") else ligne for ligne in LIGNES]
    lu = charge(fichier(tmp_path, lignes=lignes))
    assert "ligne_decalee" in {f.code for f in lu.fautes}
    assert lu.mesures is None


def test_overlapping_rows_are_set_aside_and_corsica_is_a_region(tmp_path):
    lu = charge(fichier(tmp_path))
    assert list(lu.fautes) == []
    assert lu.lignes_lues == 8
    assert valeur(lu.mesures, "69", "places_creches", "collectives", 2023) == 17498
    assert valeur(lu.mesures, "2A", "places_creches", "collectives", 2023) == "nd"
    assert valeur(lu.mesures, "94", "places_creches", "collectives", 2023) == 2226
    assert set(lu.mesures.loc[lu.mesures["code"] == "94", "niveau"]) == {"region"}
    assert not {"69D", "69M", "20"} & set(lu.mesures["code"])
    assert sum(lu.detail["ecartees"].values()) == 2


@pytest.mark.parametrize(
    ("nom", "mesure", "modalite"),
    [
        ("Nombre de crèches collectives 2023.csv", "creches", "collectives"),
        ("creches_familiales.csv", "creches", "familiales"),
        ("agrements_assistants_maternels.csv", "agrements_am", "total"),
        ("places_creches_collectives.csv", "places_creches", "collectives"),
    ],
)
def test_the_name_tells_the_table(tmp_path, nom, mesure, modalite):
    lues = accepte(fichier(tmp_path, nom))
    assert valeur(lues, "01", mesure, modalite, 2022) == 3637


@pytest.mark.parametrize("nom", ["drees.csv", "Tab28.csv", "Tab99.csv", "tableau.csv"])
def test_a_name_that_does_not_tell_is_refused_with_the_names_that_would(tmp_path, nom):
    """Tab28 too: its years are not those of the edition in which 28 is the table of places."""
    faute = seule(charge(fichier(tmp_path, nom)), "tableau_ambigu")
    assert "Tab28 (places en crèche collective, 2016-2023)" in faute.attendu
    assert "creches_familiales" in faute.remede


def test_the_number_of_the_sheet_tells_when_its_years_are_those_of_the_edition(tmp_path):
    entete = "Code région;Code département;Département;" + ";".join(map(str, range(2016, 2024)))
    chemin = fichier(tmp_path, "tab_028.csv", ["84;01;Ain;1;2;3;4;5;6;7;8"], entete)
    assert valeur(accepte(chemin), "01", "places_creches", "collectives", 2023) == 8


@pytest.mark.parametrize(("vrai", "faux"), [("Tab33.csv", "Tab24.csv"), ("Tab24.csv", "Tab33.csv")])
def test_a_table_under_the_number_of_another_is_refused_by_its_size(donnees_reelles, tmp_path, vrai, faux):
    """Both cover 2010-2023: only the size of the numbers tells them apart."""
    chemin = ecrit(tmp_path, faux, (donnees_reelles / "caf" / "drees" / vrai).read_bytes())
    assert "ordre" in seule(charge(chemin), "tableau_ambigu").trouve


def test_a_damaged_sum_is_a_fault_that_names_its_line(tmp_path):
    lignes = [ligne.replace("17 498", "17 489") for ligne in LIGNES]
    faute = seule(charge(fichier(tmp_path, lignes=lignes)), "total_incoherent")
    assert (faute.ligne, faute.colonne) == (6, "2023")
    assert "17498" in faute.trouve


@pytest.mark.parametrize(
    ("avant", "apres", "code"),
    [
        ("84;01;", "84;1;", "zero_perdu"),
        ("84;01;", "84;1X;", "code_mal_forme"),
        ("3 918", "beaucoup", "texte_dans_nombre"),
        ("3 918", "-3", "valeur_negative"),
        ("84;01;Ain;3 637;3 918", "84;01;Ain;3 637", "nombre_de_champs"),
        ("101;971;", "84;01;", "cle_double"),
    ],
)
def test_damage_is_refused(tmp_path, avant, apres, code):
    lignes = [ligne.replace(avant, apres) for ligne in LIGNES]
    seule(charge(fichier(tmp_path, lignes=lignes)), code)
