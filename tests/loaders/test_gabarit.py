"""The empty requête type: what each theme asks for, ready to be filled, harmless in a spreadsheet, and readable when filled."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ctg_data import loaders
from ctg_data.loaders.gabarit import (
    CONTROLES,
    FEUILLE_CONTROLES,
    FEUILLE_DONNEES,
    FEUILLE_MODE_EMPLOI,
    FEUILLE_VARIABLES,
    gabarit,
    gabarit_csv,
)
from ctg_data.loaders.requete_type_schema import COLONNES, THEMES, VARIABLES, VERSION, demandees
from ctg_data.records import STATUTS
from ctg_data.wording.typographie import insecables
from tests.loaders.exemple_requete_type import requete

AMORCES = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet run a cell."""


def ouvre(octets: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(octets))


def rangees(feuille: Worksheet) -> list[tuple]:
    return [tuple("" if c is None else c for c in rangee) for rangee in feuille.iter_rows(values_only=True)]


def lignes_csv(octets: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_workbook_has_a_check_list_directions_the_variables_and_one_block_to_copy():
    classeur = ouvre(gabarit())
    assert classeur.sheetnames == [FEUILLE_CONTROLES, FEUILLE_MODE_EMPLOI, FEUILLE_VARIABLES, FEUILLE_DONNEES]
    entete, *bloc = rangees(classeur[FEUILLE_DONNEES])
    assert entete == COLONNES
    assert len(bloc) == sum(1 for _ in demandees())
    premiere = dict(zip(COLONNES, bloc[0], strict=True))
    assert (premiere["regime"], premiere["profil_secret"], premiere["version_schema"]) == ("caf", "caf_interne", VERSION)
    assert premiere["millesime_geo"] == premiere["annee"] + 1
    assert {(x[COLONNES.index("code_commune")], x[COLONNES.index("valeur")]) for x in bloc} == {("", "")}


def test_the_check_list_has_a_box_for_each_thing_to_check():
    feuille = ouvre(gabarit())[FEUILLE_CONTROLES]
    assert rangees(feuille)[3] == ("Rubrique", "À vérifier", "Fait")
    assert [(r[0], r[1]) for r in rangees(feuille)[4:]] == [tuple(map(insecables, c)) for c in CONTROLES]

    (liste,) = feuille.data_validations.dataValidation
    assert str(liste.sqref) == f"C5:C{4 + len(CONTROLES)}"


def test_the_sentences_of_the_workbook_have_curved_apostrophes():
    for feuille in ouvre(gabarit()).worksheets:
        if feuille.title != FEUILLE_DONNEES:
            assert not [texte for ligne in rangees(feuille) for texte in ligne if "'" in str(texte)]


def test_the_directions_explain_every_column_with_an_example_that_imports(tmp_path: Path):
    rangs = rangees(ouvre(gabarit())[FEUILLE_MODE_EMPLOI])[4:]
    assert tuple(r[0] for r in rangs) == COLONNES
    assert all(r[1].endswith(".") for r in rangs)
    permises = {r[0]: r[2] for r in rangs}
    assert permises["statut"].split(", ") == list(STATUTS)
    fichier = tmp_path / "exemple.csv"
    fichier.write_text(";".join(COLONNES) + "\n" + ";".join(r[3] for r in rangs) + "\n", encoding="utf-8")
    charge = loaders.charge(fichier)
    assert list(charge.fautes) == []
    assert charge.lignes_lues == 1


def test_every_variable_is_defined_once_for_each_value_asked():
    demande = [(r[0], r[3], r[5], r[6]) for r in rangees(ouvre(gabarit())[FEUILLE_VARIABLES])[1:]]
    assert demande == [(v.id, m.code, v.unite, str(v.mois)) for v, m in demandees()]
    assert all(v.libelle and v.definition.endswith(".") for v in VARIABLES)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_asks_for_its_variables_and_for_the_claimants(theme):
    variables = {r[0] for r in rangees(ouvre(gabarit([theme]))[FEUILLE_VARIABLES])[1:]}
    assert {"foyers_alloc", "personnes_couvertes"} <= variables
    assert variables == {v.id for v in VARIABLES if not v.themes or any(theme in v.themes_de(m) for m in v.demandees)}
    assert len(variables) < len(VARIABLES)
    assert THEMES[theme] in rangees(ouvre(gabarit([theme]))[FEUILLE_CONTROLES])[1][0]


def test_two_themes_ask_for_both():
    noms = [{r[0] for r in rangees(ouvre(gabarit(t))[FEUILLE_VARIABLES])[1:]} for t in (["PE"], ["HA"], ["PE", "HA"])]
    assert noms[2] == noms[0] | noms[1]


def test_offer_is_asked_for_where_it_belongs():
    """The value, not the variable, decides: the hours of childcare go with petite enfance, those of teenagers with jeunesse."""
    demande = {t: {(v.id, m.code) for v, m in demandees([t])} for t in ("PE", "JE")}
    assert ("heures", "eaje_fact") in demande["PE"] - demande["JE"]
    assert ("heures", "alsh_ados") in demande["JE"] - demande["PE"]


def test_an_unknown_theme_is_refused():
    with pytest.raises(ValueError, match="unknown themes"):
        gabarit(["ZZ"])


def test_rows_are_ready_for_the_communes_given():
    rangs = rangees(ouvre(gabarit(["HA"], 2024, communes=["01004", "2A004"]))[FEUILLE_DONNEES])
    demande = list(demandees(["HA"]))
    assert len(rangs) == 1 + 2 * len(demande)
    premiere = dict(zip(COLONNES, rangs[1], strict=True))
    assert premiere["code_commune"] == "01004"
    assert (premiere["annee"], premiere["millesime_geo"], premiere["valeur"], premiere["statut"]) == (2024, 2025, "", "nd")
    assert {r[COLONNES.index("code_commune")] for r in rangs[1:]} == {"01004", "2A004"}


def test_a_spreadsheet_keeps_the_codes_as_text():
    feuille = ouvre(gabarit(["HA"], 2024, communes=["01004"]))[FEUILLE_DONNEES]
    colonne = COLONNES.index("code_commune") + 1
    assert feuille.cell(2, colonne).data_type == "s"
    assert feuille.column_dimensions[openpyxl.utils.get_column_letter(colonne)].width > 0
    assert feuille.cell(2, colonne).value == "01004"


def test_closed_columns_offer_their_values():
    listes = {}
    for validation in ouvre(gabarit())[FEUILLE_DONNEES].data_validations.dataValidation:
        listes[COLONNES[next(iter(validation.sqref.ranges)).min_col - 1]] = validation.formula1
    assert set(listes) == {"regime", "unite", "statut", "est", "arr5", "profil_secret"}
    assert listes["statut"].strip('"').split(",") == list(STATUTS)
    assert listes["regime"] == '"caf,msa,caf_msa"'


@pytest.mark.parametrize("themes", [None, *([t] for t in THEMES)])
def test_no_cell_of_the_workbook_is_a_formula_or_a_link(themes):
    for feuille in ouvre(gabarit(themes, 2024, communes=["33063"])):
        for rangee in feuille.iter_rows():
            for cellule in rangee:
                assert cellule.data_type in ("s", "n")
                assert cellule.hyperlink is None
                assert not str(cellule.value or "").startswith(AMORCES), cellule.value


def test_no_cell_of_the_csv_starts_like_a_formula():
    for rangee in lignes_csv(gabarit_csv(None, 2024, communes=["33063"])):
        assert not [cellule for cellule in rangee if cellule.startswith(AMORCES)]


@pytest.mark.parametrize("code", ["=1+1", "@SUM(A1)", "+33063", '=HYPERLINK("x")', "33063\n=1", "1004", ""])
@pytest.mark.parametrize("fabrique", [gabarit, gabarit_csv])
def test_what_is_not_the_code_of_a_commune_never_enters(fabrique, code):
    with pytest.raises(ValueError, match="not codes of communes"):
        fabrique(communes=["33063", code])


def test_the_csv_opens_right_in_a_spreadsheet():
    octets = gabarit_csv(["HA"], 2024, communes=["01004"])
    assert octets.startswith(b"\xef\xbb\xbf")
    assert octets.count(b"\r\n") == 1 + sum(1 for _ in demandees(["HA"]))
    assert lignes_csv(octets)[0] == list(COLONNES)


def test_an_empty_template_is_refused_for_want_of_data(tmp_path: Path):
    fichier = tmp_path / "requete_type.xlsx"
    fichier.write_bytes(gabarit())
    charge = loaders.charge(fichier)
    assert {f.colonne for f in charge.fautes} == {"code_commune"}
    assert charge.mesures is None or charge.mesures.empty


# Filled -------------------------------------------------------------------------------------------------------------


def remplit(classeur: Workbook, communes: list[str]) -> Workbook:
    """The workbook as a Caf returns it: every value known, source and date written, boxes ticked."""
    valeurs = {(x["code_commune"], x["variable"], x["modalite"]): x["valeur"] for x in requete(communes)}
    rang = {nom: position for position, nom in enumerate(COLONNES)}
    for rangee in classeur[FEUILLE_DONNEES].iter_rows(min_row=2):
        cle = tuple(rangee[rang[nom]].value for nom in ("code_commune", "variable", "modalite"))
        rangee[rang["valeur"]].value = valeurs[cle]
        rangee[rang["statut"]].value = "ok"
        rangee[rang["source"]].value = "SID Caf, semi_definitif"
        rangee[rang["date_extraction"]].value = "2025-03-01"
    for rangee in classeur[FEUILLE_CONTROLES].iter_rows(min_row=5, max_row=4 + len(CONTROLES)):
        rangee[2].value = "oui"
    return classeur


@pytest.mark.parametrize("themes", [None, ["PE"], ["IN", "LO"]])
def test_the_filled_workbook_is_imported(tmp_path: Path, themes):
    communes = ["33063", "01004"]
    fichier = tmp_path / "retour.xlsx"
    remplit(ouvre(gabarit(themes, 2024, communes=communes)), communes).save(fichier)
    charge = loaders.charge(fichier)
    assert list(charge.fautes) == []
    demande = list(demandees(themes))
    assert charge.lignes_lues == len(charge.mesures) == 2 * len(demande)
    assert charge.detail["statuts"] == {"ok": 2 * len(demande)}
    assert set(charge.mesures["code"]) == set(communes)
    assert charge.detail["annees"] == [2024]


def test_the_filled_csv_is_imported(tmp_path: Path):
    rangs = lignes_csv(gabarit_csv(["HA"], 2024, communes=["33063"]))
    valeurs = {(x["variable"], x["modalite"]): x["valeur"] for x in requete(["33063"])}
    for ligne in rangs[1:]:
        ligne[COLONNES.index("valeur")] = str(valeurs[ligne[COLONNES.index("variable")], ligne[COLONNES.index("modalite")]])
        ligne[COLONNES.index("statut")] = "ok"
    fichier = tmp_path / "retour.csv"
    with fichier.open("w", encoding="utf-8-sig", newline="") as flux:
        csv.writer(flux, delimiter=";").writerows(rangs)
    charge = loaders.charge(fichier)
    assert list(charge.fautes) == []
    assert len(charge.mesures) == len(rangs) - 1
    assert any("date d'extraction" in a for a in charge.avertissements)


def test_a_template_returned_without_any_value_is_all_unknown(tmp_path: Path):
    fichier = tmp_path / "retour.xlsx"
    fichier.write_bytes(gabarit(["HA"], 2024, communes=["33063"]))
    charge = loaders.charge(fichier)
    assert list(charge.fautes) == []
    assert set(charge.mesures["statut"]) == {"nd"}
    assert charge.mesures["valeur"].isna().all()
