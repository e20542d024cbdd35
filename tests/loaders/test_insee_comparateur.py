"""INSEE, « Comparateur de territoires »: territories in columns; invented files, then the published one."""

import csv as lecteur_csv
import re
from pathlib import Path

import pytest

from ctg_data.loaders import charge
from tests.loaders.outils import accepte, classeur, ecrit, seule, valeur
from tests.publies import Publies

TERRITOIRES = ["EPCI : Bordeaux Métropole (243300316)", "Commune : Bordeaux (33063)", "Commune : L'Abergement-Clémenciat (01001)"]


def _export(
    *, rubriques: tuple[list[str], ...] = (TERRITOIRES, TERRITOIRES), lignes: dict[str, list[str]] | None = None
) -> list[list[str]]:
    valeurs = {
        "Population en 2022": ["827 000", "265328", "860"],
        "Densité de la population (nombre d'habitants au km²) en 2022": ["1400", "5300", "54"],
        "Variation de la population : taux annuel moyen entre 2016 et 2022, en %": ["1,1", "0,8", "-0,3"],
        "Naissances domiciliées en 2024": ["8000", "2600", "7"],
    }
    revenus = {
        "Nombre de ménages fiscaux en 2021": ["370000", "120000", "vm"],
        "Taux de pauvreté en 2021, en %": ["13,9", "17", "s"],
        "Médiane du revenu disponible par unité de consommation en 2021, en euros": ["24110", "24100", "s"],
    }
    note = "Source : Insee, RP2022 exploitation principale en géographie au 01/01/2025"
    return [
        *([t, *[""] * 3] for t in ("Comparateur de territoires", "", "© Insee (fictif)", "")),
        ["Population", *rubriques[0]],
        *([libelle, *cellules] for libelle, cellules in (valeurs | (lignes or {})).items()),
        *([t, *[""] * 3] for t in (note, "")),
        ["Revenus", *rubriques[1]],
        *([libelle, *cellules] for libelle, cellules in revenus.items()),
        *([t, *[""] * 3] for t in ("Avertissement : s ou vm.", "Source : Insee-DGFiP en géographie au 01/01/2025")),
    ]


def _csv(rangees: list[list[str]]) -> str:
    return "\r\n".join(";".join(rangee) for rangee in rangees)


def test_territories_in_columns_become_rows(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "Donnees_comparatives_fictif.csv", _csv(_export())))
    assert (lu.fautes, lu.sources, lu.lignes_lues) == ((), ("insee_comparateur",), 3)
    assert valeur(lu.mesures, "243300316", "pop_municipale", annee=2022) == 827000
    assert valeur(lu.mesures, "33063", "naissances", annee=2024) == 2600
    assert valeur(lu.mesures, "01001", "rp_variation_population") == -0.3
    assert valeur(lu.mesures, "33063", "filo_niveau_vie", "mediane", annee=2021) == 24100
    assert valeur(lu.mesures, "01001", "filo_taux_pauvrete") == "s"
    assert valeur(lu.mesures, "01001", "filo_menages") == "nd"
    assert set(lu.mesures["millesime_geo"]) == {2025}
    assert lu.mesures.loc[lu.mesures["code"] == "243300316", "niveau"].unique().tolist() == ["epci"]
    assert any(phrase.startswith("Colonnes non utilisées : Densité") for phrase in lu.avertissements)


def test_the_same_as_a_workbook(tmp_path: Path):
    assert len(accepte(classeur(tmp_path / "c.xlsx", {"Feuille": _export()}))) == 3 * 6


def test_titles_may_be_shorter_than_the_table(tmp_path: Path):
    rangees = [rangee if any(rangee[1:]) else rangee[:1] for rangee in _export()]
    assert len(accepte(ecrit(tmp_path, "c.csv", _csv(rangees)))) == 3 * 6


def test_zonings_and_france_are_set_aside(tmp_path: Path):
    autres = [TERRITOIRES[1], "Zone d'emploi 2020 : Bordeaux (7505)", "France métropolitaine"]
    lu = charge(ecrit(tmp_path, "c.csv", _csv(_export(rubriques=(autres, autres)))))
    assert (lu.fautes, set(lu.mesures["code"])) == ((), {"33063"})
    assert sum(lu.detail["ecartees"].values()) == 2


def test_a_fault_is_told_where_it_is_in_the_file(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "c.csv", _csv(_export(lignes={"Population en 2022": ["827000", "beaucoup", "860"]}))))
    faute = seule(lu, "texte_dans_nombre")
    assert (faute.ligne, faute.colonne, faute.trouve) == (6, TERRITOIRES[1], "« beaucoup »")


@pytest.mark.parametrize(
    ("rubriques", "code"),
    [
        ((TERRITOIRES, TERRITOIRES[::-1]), "territoires_differents"),
        ((TERRITOIRES, [*TERRITOIRES[:2], ""]), "territoires_differents"),
        (([*TERRITOIRES[:2], "Commune : Bordeaux"],) * 2, "code_mal_forme"),
        (([*TERRITOIRES[:2], ""],) * 2, "code_mal_forme"),
        (([*TERRITOIRES[:2], "Commune : L'Abergement (1001)"],) * 2, "zero_perdu"),
        (([*TERRITOIRES[:2], TERRITOIRES[1]],) * 2, "cle_double"),
        (([*TERRITOIRES[:2], "Commune : Nulle part (33999)"],) * 2, "code_inconnu"),
    ],
)
def test_territories_that_slipped_are_refused(tmp_path: Path, rubriques: tuple, code: str):
    faute = seule(charge(ecrit(tmp_path, "c.csv", _csv(_export(rubriques=rubriques)))), code)
    assert faute.ligne == (12 if code == "territoires_differents" else 5)


@pytest.mark.parametrize(
    ("lignes", "code"),
    [
        ({"Taux de chômage des 15 à 64 ans en 2022": ["112", "9", "7"]}, "hors_bornes"),
        ({"Naissances domiciliées en 2024": ["8000", "-1", "7"]}, "valeur_negative"),
        ({"Population en 2022 ": ["1", "2", "3"]}, "colonne_double"),
    ],
)
def test_figures_that_cannot_be_are_refused(tmp_path: Path, lignes: dict[str, list[str]], code: str):
    assert seule(charge(ecrit(tmp_path, "c.csv", _csv(_export(lignes=lignes)))), code)


def test_figures_above_the_territories_are_no_titles(tmp_path: Path):
    rangees = _export()
    rangees.insert(2, ["Naissances domiciliées en 2023", "8100", "2650", "8"])
    assert seule(charge(ecrit(tmp_path, "c.csv", _csv(rangees))), "entete_deplace").ligne == 3


def test_words_beside_a_title_are_no_figures(tmp_path: Path):
    rangees = _export()
    rangees[2] = ["© Insee (fictif)", "mis à jour le 25/11/2025", "", ""]
    assert accepte(ecrit(tmp_path, "c.csv", _csv(rangees))) is not None


def test_a_row_cut_short_is_refused(tmp_path: Path):
    rangees = _export()
    rangees[5] = rangees[5][:3]
    assert seule(charge(ecrit(tmp_path, "c.csv", _csv(rangees))), "nombre_de_champs").ligne == 6


# Published file ------------------------------------------------------------------------------------------------------------

FIGURES = {
    "Population en": ("pop_municipale", "total"), "Superficie en": ("superficie", "total"),
    "Variation de la population :": ("rp_variation_population", "total"),
    "dont variation due au solde naturel": ("rp_variation_population", "solde_naturel"),
    "dont variation due au solde apparent": ("rp_variation_population", "solde_migratoire"),
    "Nombre de ménages en": ("rp_menages", "total"), "Naissances domiciliées": ("naissances", "total"), "Décès": ("deces", "total"),
    "Nombre total de logements": ("rp_logements", "total"), "Part des résidences principales": ("rp_part_logements", "principales"),
    "Part des résidences secondaires": ("rp_part_logements", "secondaires"), "Part des logements vacants": ("rp_part_logements", "vacants"),
    "Part des ménages propriétaires": ("rp_part_proprietaires", "total"), "Nombre de ménages fiscaux": ("filo_menages", "total"),
    "Part des ménages fiscaux imposés": ("filo_part_imposes", "total"), "Médiane du revenu": ("filo_niveau_vie", "mediane"),
    "Taux de pauvreté": ("filo_taux_pauvrete", "total"), "Emploi total": ("rp_emplois", "total"),
    "Taux d'activité": ("rp_taux_activite", "total"), "Taux de chômage": ("rp_taux_chomage", "total"),
}  # fmt: skip


def test_published_comparison_of_grenoble(donnees_reelles: Path, charge_publie: Publies):
    """Every cell that is read, at its place in the file."""
    chemin = donnees_reelles / "insee/comparateur/Donnees_generales_comparatives.csv"
    lu, rangees = charge_publie(chemin), list(lecteur_csv.reader(chemin.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert (lu.fautes, lu.sources, lu.lignes_lues) == ((), ("insee_comparateur",), 51)
    codes = [re.search(r"\((\w+)\)", t).group(1) for t in rangees[6][1:]]
    lues = lu.mesures.assign(valeur=lu.mesures["valeur"].where(lu.mesures["statut"] == "ok", None))
    lues = {(r.code, r.mesure, r.modalite): (r.annee, r.statut, r.valeur) for r in lues.itertuples()}
    for debut, cle in FIGURES.items():
        (rangee,) = [r for r in rangees if r[0].startswith(debut) and any(r[1:]) and "Commune" not in r[2]]
        annee = int(re.findall(r"20\d\d", rangee[0])[-1])
        for code, cellule in zip(codes, rangee[1:], strict=True):
            an, statut, nombre = lues.pop((code, *cle))
            assert (an, statut) == (annee, "s" if cellule == "s" else "ok")
            assert statut == "s" or nombre == float(cellule.replace(",", "."))
    assert not lues
    assert valeur(lu.mesures, "38185", "pop_municipale") == 156389
