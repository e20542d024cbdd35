"""The files that the command line writes: portrait, fictitious extracts, empty requête type."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ctg_data import pipeline, policy
from ctg_data.errors import ActionRefusee
from ctg_data.loaders import charge
from ctg_data.loaders.requete_type_schema import COLONNES
from ctg_data.settings import load
from ctg_data.territoires import referentiel
from tests.cli.conftest import BORDEAUX, Commande


@pytest.mark.parametrize(("nom", "debut"), [("p.html", b"<!doctype html>"), ("P.CSV", b"\xef\xbb\xbfrubrique;")])
def test_the_portrait_of_a_territory_is_one_file(commande: Commande, publie: Path, tmp_path: Path, nom: str, debut: bytes):
    sortie = commande("portrait", BORDEAUX, "--niveau", "epci", "--out", tmp_path / nom, "--store", publie)
    assert (sortie.code, sortie.erreurs) == (0, "")
    assert "Bordeaux Métropole" in sortie.texte
    octets = (tmp_path / nom).read_bytes()
    assert octets.lower().startswith(debut)
    assert "Bordeaux Métropole" in octets.decode("utf-8")


def test_a_portrait_that_cannot_be_written_says_why_and_leaves_nothing(commande: Commande, publie: Path, tmp_path: Path):
    sortie = commande("portrait", BORDEAUX, "--niveau", "epci", "--out", tmp_path / "absent" / "p.csv", "--store", publie)
    assert (sortie.code, sortie.texte) == (1, "")
    assert "n’existe pas" in sortie.erreurs
    assert len(sortie.erreurs.splitlines()) == 1


def test_exporting_asks_the_policy(commande: Commande, publie: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(acteur: str, action: str, objet: str) -> None:
        if action == "exporter":
            raise ActionRefusee("Export refusé.")

    monkeypatch.setattr(policy, "require", refuse)
    sortie = commande("portrait", BORDEAUX, "--niveau", "epci", "--out", tmp_path / "p.csv", "--store", publie)
    assert (sortie.code, sortie.erreurs) == (1, "Export refusé.\n")
    assert not (tmp_path / "p.csv").exists()


def test_fictitious_extracts_are_files_that_the_loaders_read(commande: Commande, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    sortie = commande("demo", "--departements", "23", "--out", tmp_path / "demo")
    assert (sortie.code, sortie.erreurs) == (0, "Données de démonstration, fictives.\n")
    fichiers = [Path(ligne) for ligne in sortie.texte.splitlines()]
    assert sorted(fichiers) == sorted((tmp_path / "demo").iterdir())
    requetes = [f for f in fichiers if "requete_type" in f.name]
    assert requetes
    assert charge(requetes[-1]).fautes == ()


def test_the_empty_requete_type_is_ready_for_the_communes_asked_for(commande: Commande, tmp_path: Path):
    fichier = tmp_path / "g.csv"
    sortie = commande("gabarit", "--out", fichier, "--themes", "pe,en", "--annee", 2024, "--niveau", "epci", "--code", BORDEAUX)
    assert sortie.code == 0
    entete, *lignes = fichier.read_text(encoding="utf-8-sig").splitlines()
    assert tuple(entete.split(";")) == COLONNES
    communes = referentiel.charge(load().reference).membres("epci", BORDEAUX)
    assert {ligne.split(";")[2] for ligne in lignes} == set(communes)


def test_the_empty_requete_type_may_be_a_workbook(commande: Commande, tmp_path: Path):
    assert commande("gabarit", "--out", tmp_path / "g.xlsx").code == 0
    assert "requete_type" in CalamineWorkbook.from_path(tmp_path / "g.xlsx").sheet_names


def test_the_plan_of_actions_has_its_empty_workbook(commande: Commande, tmp_path: Path):
    sortie = commande("gabarit", "--modele", "plan-actions", "--out", tmp_path / "plan.xlsx")
    assert (sortie.code, "plan d'actions" in sortie.texte.replace("’", "'")) == (0, True)
    assert "Plan d’actions" in CalamineWorkbook.from_path(tmp_path / "plan.xlsx").sheet_names
    for fautive in (("--themes", "PE", "--out", tmp_path / "p.xlsx"), ("--out", tmp_path / "p.csv")):
        assert commande("gabarit", "--modele", "plan-actions", *fautive).code == 2
    assert [f.name for f in tmp_path.iterdir()] == ["plan.xlsx"]


def test_the_store_named_by_the_command_is_the_only_one_written(commande: Commande, publie: Path):
    assert sorted(p.name for p in publie.iterdir()) == ["catalogue.sqlite", "prive", "publie"]
    assert pipeline.publie(load(publie)) == next(p.name for p in (publie / "publie").iterdir())


def test_the_inventory_of_the_offer_is_ready_for_the_communes_of_a_territory(commande, tmp_path):
    fichier = tmp_path / "offre.csv"
    choix = ("gabarit", "--modele", "offre", "--annee", 2026, "--niveau", "epci", "--code", BORDEAUX)
    assert "Inventaire de l'offre à remplir" in commande(*choix, "--out", fichier).texte
    lignes = fichier.read_text(encoding="utf-8-sig").splitlines()
    assert len(lignes) == 29
    assert "2026;Tous les types;;;;33063;Bordeaux;;;;;;;;" in lignes
    assert commande(*choix, "--out", tmp_path / "offre.xlsx").code == 0
    assert commande("gabarit", "--modele", "offre", "--themes", "PE", "--out", fichier).code == 2
    assert commande("gabarit", "--modele", "offre", "--out", tmp_path / "offre.txt").code == 2
