"""Damaged, false or hostile workbooks: refused in French, or read as the same figures in CSV."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ctg_data.loaders import charge
from tests.loaders.outils import accepte, classeur, filo, seule, valeur

FEUILLE = "xl/worksheets/sheet1.xml"


@pytest.fixture
def revenus(tmp_path: Path) -> Path:
    return classeur(tmp_path / "revenus.xlsx", {"FILO": [ligne.split(";") for ligne in filo().split("\r\n")]})


def _retouche(chemin: Path, entree: str, motif: str, par: str) -> Path:
    """The same workbook with one of its parts rewritten."""
    with zipfile.ZipFile(chemin) as avant:
        parties = {i.filename: avant.read(i) for i in avant.infolist()}
    texte, nombre = re.subn(motif, par, parties[entree].decode())
    assert nombre
    parties[entree] = texte.encode()
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as apres:
        for nom, octets in parties.items():
            apres.writestr(nom, octets)
    return chemin


def test_a_workbook_reads_like_the_csv(revenus: Path):
    assert valeur(accepte(revenus), "33063", "filo_uc") == 1100.5


@pytest.mark.parametrize("dimension", ["A1", "A1:A1", "A1:AE2", "A1:D5"])
def test_false_dimension(revenus: Path, dimension: str):
    faute = seule(charge(_retouche(revenus, FEUILLE, r'<dimension ref="[^"]+"', f'<dimension ref="{dimension}"')), "etendue_fausse")
    assert faute.feuille == "FILO"
    assert dimension.rsplit(":")[-1] in faute.trouve


def test_a_dimension_wider_than_the_cells_or_absent_is_harmless(revenus: Path):
    large = _retouche(revenus, FEUILLE, r'<dimension ref="[^"]+"', '<dimension ref="A1:XFD1048576"')
    assert len(accepte(large)) == 4 * 29
    assert len(accepte(_retouche(revenus, FEUILLE, r"<dimension [^>]+>", ""))) == 4 * 29


def test_a_cell_at_the_end_of_the_world(revenus: Path):
    lointaine = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    faute = seule(charge(_retouche(revenus, FEUILLE, "</sheetData>", lointaine)), "classeur_dangereux")
    assert "16384 colonnes" in faute.trouve


def test_truncated_workbook(revenus: Path):
    octets = revenus.read_bytes()
    for part in (0.2, 0.5, 0.95):
        revenus.write_bytes(octets[: int(len(octets) * part)])
        assert seule(charge(revenus), "classeur_illisible").remede


def test_broken_sheet_inside_a_sound_archive(revenus: Path):
    assert seule(charge(_retouche(revenus, FEUILLE, r"(?s)<sheetData>.*", "<sheetData><row")), "classeur_illisible")


def test_zip_bomb(tmp_path: Path):
    chemin = classeur(tmp_path / "b.xlsx", {"F": [["a"]]})
    with zipfile.ZipFile(chemin, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * 32 * 2**20)
    assert seule(charge(chemin), "classeur_dangereux")


def test_a_workbook_that_takes_too_long_is_dropped(revenus: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ctg_data.loaders.classeurs.DUREE_MAX", 0.001)
    assert seule(charge(revenus), "classeur_dangereux")


def test_a_workbook_that_takes_too_much_memory_kills_only_its_reader(revenus: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ctg_data.loaders.classeurs.MEMOIRE_MAX", 256 * 2**20)
    lointaine = '<row r="20000"><c r="ZZ20000"><v>1</v></c></row></sheetData>'
    assert seule(charge(_retouche(revenus, FEUILLE, "</sheetData>", lointaine)), "classeur_dangereux")


CELLULE = r'<c r="D3"[^>]*?(?:/>|>.*?</c>)'
"""The cell of Bordeaux under the number of households."""


@pytest.mark.parametrize(
    ("cellule", "dit"),
    [
        ('<c r="D3"><f>1200+84</f></c>', "FORMULE SANS RÉSULTAT"),
        ('<c r="D3"><f>1200+84</f><v></v></c>', "FORMULE SANS RÉSULTAT"),
        ('<c r="D3"><f t="shared" si="0"/></c>', "FORMULE SANS RÉSULTAT"),
        ('<c r="D3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
    ],
)
def test_a_formula_without_a_result_is_no_empty_cell(revenus: Path, cellule: str, dit: str):
    faute = seule(charge(_retouche(revenus, FEUILLE, CELLULE, cellule)), "texte_dans_nombre")
    assert (faute.ligne, faute.colonne) == (3, "NBPERS19")
    assert dit in faute.trouve
    assert "recalculez" in faute.trouve


def test_a_formula_with_its_result_is_this_result(revenus: Path):
    calcule = _retouche(revenus, FEUILLE, CELLULE, '<c r="D3"><f>1200+84</f><v>1284</v></c>')
    assert valeur(accepte(calcule), "33063", "filo_personnes") == 1284


def test_a_cell_shown_as_a_percentage_is_read_as_it_is_shown(tmp_path: Path):
    """0.123 that shows « 12,3 % » is no tenth of a per cent; where a count stands, it is refused."""
    rangees = [["Code géographique", "Nom", "Niveau géographique", "Part des allocataires du RSA"], ["1001", "Fictive", "Commune", 0.123]]
    chemin = classeur(tmp_path / "precarite-2021.xlsx", {"F": rangees})
    en_pourcent(chemin, "D2", "0.0%")
    assert valeur(accepte(chemin), "01001", "part_allocataires_rsa") == 12.3
    compte = classeur(tmp_path / "revenus.xlsx", {"FILO": [ligne.split(";") for ligne in filo().split("\r\n")]})
    en_pourcent(compte, "D3", "0%", 12)
    assert seule(charge(compte), "texte_dans_nombre").trouve == "« 1200 % »"


@pytest.mark.parametrize("forme", ['0.0" %"', r"0.0\ \%", '"% : "0.0'])
def test_a_sign_that_a_format_only_writes_changes_no_value(tmp_path: Path, forme: str):
    """12.3 that shows « 12,3 % » because the format adds the sign."""
    rangees = [["Code géographique", "Nom", "Niveau géographique", "Part des allocataires du RSA"], ["1001", "Fictive", "Commune", 12.3]]
    chemin = classeur(tmp_path / "precarite-2021.xlsx", {"F": rangees})
    en_pourcent(chemin, "D2", forme)
    assert valeur(accepte(chemin), "01001", "part_allocataires_rsa") == 12.3


def en_pourcent(chemin: Path, cellule: str, forme: str, valeur: float | None = None) -> None:
    ouvert = openpyxl.load_workbook(chemin)
    visee = ouvert.active[cellule]
    visee.value, visee.number_format = (visee.value if valeur is None else valeur), forme
    ouvert.save(chemin)
