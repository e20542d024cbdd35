"""Perimeters from a terminal: create from a file, sign, amend, list, read; faults told with their line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Commande
from tests.ui.publication import EPCI, ref

COMMUNES = ref().membres("epci", EPCI)


@pytest.fixture
def liste(tmp_path: Path) -> Path:
    fichier = tmp_path / "communes.csv"
    fichier.write_text("code;nom\n" + "".join(f"{c};x\n" for c in COMMUNES[:12]), encoding="utf-8")
    return fichier


@pytest.fixture
def cree(commande: Commande, magasin: Path, liste: Path) -> str:
    """Id of a perimeter signed then amended."""
    for action in (
        ("cree", "Nord", "--communes", liste),
        ("signe", "Nord", "--le", "2024-03-12"),
        ("avenant", "nord", "--le", "2025-01-01", "--entre", COMMUNES[12], "--sort", COMMUNES[0]),
    ):
        assert commande("perimetre", *action, "--store", magasin).code == 0
    return json.loads(commande("perimetre", "liste", "--json", "--store", magasin).texte)[0]["id"]


def test_a_perimeter_is_made_signed_amended_and_listed(commande: Commande, magasin: Path, cree: str):
    (ligne,) = json.loads(commande("perimetre", "liste", "--json", "--store", magasin).texte)
    assert (ligne["nom"], ligne["communes"], ligne["signe_le"], ligne["avenants"]) == ("Nord", 12, "2024-03-12", 1)
    assert "Nord" in commande("perimetre", "liste", "--store", magasin).texte


def test_it_is_a_level_like_another(commande: Commande, magasin: Path, cree: str, tmp_path: Path):
    fichier = tmp_path / "portrait.csv"
    assert commande("portrait", cree, "--niveau", "perimetre", "--out", fichier, "--store", magasin).code == 0
    texte = fichier.read_text("utf-8-sig").replace("\u00a0", " ")
    assert "Périmètre de CTG · 12 communes" in texte
    assert "signée le 12 mars 2024" in texte
    assert commande("valeurs", "--indicateur", "pop_municipale", "--niveau", "perimetre", "--code", cree, "--store", magasin).code == 0
    gabarit = tmp_path / "gabarit.csv"
    assert commande("gabarit", "--out", gabarit, "--niveau", "perimetre", "--code", cree, "--store", magasin).code == 0
    assert COMMUNES[12] in gabarit.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "code", "phrase"),
    [
        (("cree", "Faux", "--communes", "87002", "1004"), 1, "ligne 2"),
        (("cree", "Petit", "--communes", "87058"), 1, "moins de 100 habitants"),
        (("signe", "Nrod", "--le", "2024-01-01"), 2, "Vouliez-vous dire"),
        (("signe", "Nord", "--le", "12/03/2024"), 2, "AAAA-MM-JJ"),
        (("avenant", "Nord", "--le", "2025-06-01"), 1, "ne change rien"),
        (("avenant", "Nord", "--le", "2024-06-01", "--entre", "87103"), 1, "01/01/2025"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(commande: Commande, magasin: Path, cree: str, arguments, code, phrase):
    sortie = commande("perimetre", *arguments, "--store", magasin)
    assert sortie.code == code
    assert phrase in sortie.erreurs.replace("\u202f", " ").replace("\u00a0", " ")
    assert len(json.loads(commande("perimetre", "liste", "--json", "--store", magasin).texte)) == 1


def test_a_deleted_perimeter_is_no_territory_any_more(commande: Commande, magasin: Path, cree: str, tmp_path: Path):
    assert commande("perimetre", "supprime", cree[:8], "--store", magasin).code == 0
    sortie = commande("portrait", cree, "--niveau", "perimetre", "--out", tmp_path / "x.csv", "--store", magasin)
    assert (sortie.code, "n’existe plus" in sortie.erreurs) == (2, True)
