"""INSEE, Filosofi by IRIS: disposable and declared incomes; invented files, then published ones."""

import csv as lecteur_csv
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from ctg_data.loaders import charge
from tests.loaders.outils import accepte, classeur, csv, ecrit, seule, valeur
from tests.publies import Publies

COMMUN = ("Q1", "MED", "Q3", "EQ", "D1", "D2", "D3", "D4", "D6", "D7", "D8", "D9", "RD", "S80S20", "GI")
PARTS = ("PACT", "PTSA", "PCHO", "PBEN", "PPEN")
DISP = ("TP60", *COMMUN, *PARTS, "PPAT", "PPSOC", "PPFAM", "PPMINI", "PPLOGT", "PIMPOT", "NOTE")
DEC = ("PIMP", "TP60", "INCERT", *COMMUN, *PARTS, "PAUT", "NOTE")
QUANTILES = (
    "13480",
    "18653",
    "24093",
    "0,57",
    "10237",
    "12705",
    "14169",
    "16313",
    "20790",
    "22968",
    "25565",
    "30336",
    "3,0",
    "3,4",
    "0,241",
)
COMPOSANTES = ("69,8", "62,9", "4,4", "2,5", "28,1")
PLEINE = ("19,5", *QUANTILES, *COMPOSANTES, "7,3", "8,3", "3,4", "2,8", "2,2", "-13,5", "0")
DECLARE = ("43,0", "29,0", "2", *QUANTILES, *COMPOSANTES, "3,6", "0")


def _disp(*lignes: tuple[str, str, tuple[str, ...]], vides: int = 0) -> str:
    entete = ["IRIS", "LIBIRIS", "COM", "LIBCOM", *(f"DISP_{c}19" for c in DISP), *[""] * vides]
    return csv([entete, *([iris, "Centre", commune, "X", *cellules, *[""] * vides] for iris, commune, cellules in lignes)])


@pytest.mark.parametrize("vides", [0, 68])
def test_disposable_income_of_iris(tmp_path: Path, vides: int):
    sans_taux = ("", *PLEINE[1:])
    mesures = accepte(ecrit(tmp_path, "x.csv", _disp(("010040101", "01004", PLEINE), ("751010101", "75101", sans_taux), vides=vides)))
    assert valeur(mesures, "010040101", "filo_taux_pauvrete") == 19.5
    assert valeur(mesures, "751010101", "filo_taux_pauvrete") == "s"
    assert valeur(mesures, "751010101", "filo_niveau_vie", "mediane") == 18653
    assert valeur(mesures, "010040101", "filo_rapport", "q3_q1_mediane") == 0.57
    assert valeur(mesures, "010040101", "filo_part_revenu", "pimpot") == -13.5
    assert (len(mesures), set(mesures["niveau"]), set(mesures["annee"])) == (2 * 27, {"iris"}, {2019})


def _dec(chemin: Path, *lignes: tuple[str, str, tuple[str, ...]]) -> Path:
    titres = [["Indicateurs (fictif) - Année 2021"], ["IRIS_DEC"], ["Géographie au 01/01/2022"], ["Source(s) : Insee"]]
    labels = ["IRIS", "Libellé de l'IRIS", "Commune ou ARM", "Libellé", *(f"libellé {c}" for c in DEC)]
    codes = ["IRIS", "LIBIRIS", "COM", "LIBCOM", *(f"DEC_{c}21" for c in DEC)]
    corps = [[iris, "Centre", commune, "X", *cellules] for iris, commune, cellules in lignes]
    variables = [["Variables"], [], ["VAR_ID", "VAR_LIB"], *([c, "libellé"] for c in codes)]
    return classeur(chemin, {"IRIS_DEC": [*titres, labels, codes, *corps, [""] * len(codes)], "Variables": variables})


def test_declared_income_is_another_notion_with_marks_of_its_own(tmp_path: Path):
    marques = ("43,0", "s", "1", *("ns",) * 12, "so", "so", "nd", *DECLARE[18:])
    mesures = accepte(_dec(tmp_path / "d.xlsx", ("010040101", "01004", DECLARE), ("010040102", "01004", marques)))
    assert valeur(mesures, "010040101", "filo_taux_bas_revenus") == 29
    assert valeur(mesures, "010040101", "filo_revenu_declare", "mediane") == 18653
    assert valeur(mesures, "010040101", "filo_part_declare", "paut") == 3.6
    assert valeur(mesures, "010040102", "filo_taux_bas_revenus") == "s"
    assert valeur(mesures, "010040102", "filo_revenu_declare", "d1") == "ns"
    assert valeur(mesures, "010040102", "filo_rapport_declare", "d9_d1") == "nd"
    assert "filo_niveau_vie" not in set(mesures["mesure"])
    assert (len(mesures), set(mesures["millesime_geo"]), set(mesures["annee"])) == (2 * 23, {2022}, {2021})


@pytest.mark.parametrize(
    ("cellules", "code"),
    [
        (("", *DECLARE[1:]), "texte_dans_nombre"),
        (("43,0", "29,0", "3", *DECLARE[3:]), "choix_inconnu"),
        (("430", *DECLARE[1:]), "hors_bornes"),
        ((*DECLARE[:17], "0,318,5", *DECLARE[18:]), "texte_dans_nombre"),
    ],
)
def test_damaged_declared_incomes_are_refused(tmp_path: Path, cellules: tuple[str, ...], code: str):
    faute = seule(charge(_dec(tmp_path / "d.xlsx", ("010040101", "01004", cellules))), code)
    assert (faute.feuille, faute.ligne) == ("IRIS_DEC", 7)


def test_an_iris_of_another_commune_is_refused(tmp_path: Path):
    assert seule(charge(ecrit(tmp_path, "x.csv", _disp(("010040101", "01005", PLEINE)))), "iris_hors_commune").ligne == 2


# Published files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("annee", "lignes"), [(2016, 12285), (2019, 12481)])
def test_published_disposable_income(annee: int, lignes: int, donnees_reelles: Path, charge_publie: Publies):
    chemin = donnees_reelles / f"insee/filosofi/BASE_TD_FILO_DISP_IRIS_{annee}.csv"
    lu, brut = charge_publie(chemin), list(lecteur_csv.DictReader(chemin.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert (lu.fautes, lu.sources, lu.lignes_lues, len(brut)) == ((), ("insee_filosofi_iris",), lignes, lignes)
    colonnes = [f"DISP_{c}{annee - 2000}" for c in DISP if c != "NOTE"]
    cellules = Counter("s" if ligne[c] == "" else "ok" for ligne in brut for c in colonnes)
    assert Counter(lu.mesures["statut"].astype(str)) == cellules
    for colonne, mesure, modalite in (
        ("TP60", "filo_taux_pauvrete", "total"),
        ("MED", "filo_niveau_vie", "mediane"),
        ("GI", "filo_rapport", "gini"),
    ):
        lues = lu.mesures[(lu.mesures["mesure"] == mesure) & (lu.mesures["modalite"] == modalite) & (lu.mesures["statut"] == "ok")]
        nom = f"DISP_{colonne}{annee - 2000}"
        assert lues.set_index("code")["valeur"].to_dict() == {r["IRIS"]: float(r[nom].replace(",", ".")) for r in brut if r[nom]}


def test_published_declared_income(donnees_reelles: Path, charge_publie: Publies):
    chemin = donnees_reelles / "insee/filosofi/BASE_TD_FILO_IRIS_2021_DEC.xlsx"
    lu = charge_publie(chemin)
    feuille = openpyxl.load_workbook(chemin, read_only=True)["IRIS_DEC"]
    _, _, _, _, _, entete, *rangees = feuille.iter_rows(values_only=True)
    brut = [dict(zip(entete, rangee, strict=True)) for rangee in rangees if rangee[0]]
    assert (lu.fautes, lu.sources, lu.lignes_lues, len(brut)) == ((), ("insee_filosofi_iris",), 16026, 16026)
    colonnes = [f"DEC_{c}21" for c in DEC if c not in ("INCERT", "NOTE")]
    cellules = Counter({"so": "nd"}.get(r[c], r[c]) if r[c] in ("s", "ns", "nd", "so") else "ok" for r in brut for c in colonnes)
    assert Counter(lu.mesures["statut"].astype(str)) == cellules
    for colonne, mesure, modalite in (("PIMP", "filo_part_imposes", "total"), ("D9", "filo_revenu_declare", "d9")):
        lues = lu.mesures[(lu.mesures["mesure"] == mesure) & (lu.mesures["modalite"] == modalite) & (lu.mesures["statut"] == "ok")]
        attendus = {r["IRIS"]: float(r[f"DEC_{colonne}21"].replace(",", ".")) for r in brut if r[f"DEC_{colonne}21"][0].isdigit()}
        assert lues.set_index("code")["valeur"].to_dict() == attendus
