"""``source verifie`` on the example of the documentation, as it is and damaged."""

from pathlib import Path

import pytest

from ctg_data.cli import source_locale
from ctg_data.diagnostic.figures import Tableau
from tests.cli.conftest import Commande

EXEMPLES = Path(__file__).resolve().parents[2] / "docs" / "exemples"
TOML, CSV = EXEMPLES / "accueil_jeunes.toml", EXEMPLES / "accueil_jeunes_fictif_2024.csv"


@pytest.fixture
def magasin_vide(tmp_path: Path) -> Path:
    return tmp_path / "magasin"


def test_every_cell_is_under_its_header(commande: Commande, magasin_vide: Path):
    sortie = commande("source", "verifie", TOML, "--sur", CSV, "--store", magasin_vide)
    assert sortie.code == 0
    entete, *lignes = [ligne.strip().split(" | ") for ligne in sortie.texte.splitlines() if " | " in ligne]
    assert {len(ligne) for ligne in lignes} == {len(entete)}
    assert {ligne[entete.index("Années")] for ligne in lignes} == {"2024"}


def test_a_cell_that_is_empty_in_one_row_holds_its_place():
    lignes = list(source_locale._lignes(Tableau("t", ("a", "b", "c"), (("1", "", "3"), ("4", "", "")))))
    assert lignes == ["  a | c", "  1 | 3", "  4 | –"]


def test_a_file_that_it_cannot_read_is_not_said_to_be_right(commande: Commande, magasin_vide: Path, tmp_path: Path):
    abime = tmp_path / CSV.name
    abime.write_text(CSV.read_text(encoding="utf-8-sig").replace("2024;", "deux mille;"), encoding="utf-8")
    sortie = commande("source", "verifie", TOML, "--sur", abime, "--store", magasin_vide)
    assert sortie.code == 1
    assert f"mais le fichier « {abime.name} » est refusé" in sortie.texte.replace("\u00a0", " ").replace("\u202f", " ")
