"""``import``: a report for a person, a report for a script, and an exit code that says whether a file was refused."""

import json
from pathlib import Path

import pytest

from ctg_data import cli, pipeline
from tests.cli.conftest import Commande

PROMIS = {"fichier", "source", "edition", "lignes_lues", "mesures", "statuts", "annees", "niveaux", "fautes", "avertissements"}


@pytest.fixture(autouse=True)
def sans_calcul(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.publication, "valeurs", lambda *_: iter(()))


def test_a_person_reads_what_became_of_the_file(commande: Commande, magasin: Path, extrait: Path):
    sortie = commande("import", extrait, "--store", magasin)
    assert sortie.code == 0
    assert sortie.texte.startswith("TD_POP1B_2022.csv\u00a0: importé\n")
    assert "  lignes lues\u00a0: 2\n" in sortie.texte
    assert "0\u00a0ligne" not in sortie.texte


def test_a_script_reads_json_only(commande: Commande, magasin: Path, extrait: Path):
    sortie = commande("import", extrait, extrait, "--store", magasin, "--json")
    premier, second = json.loads(sortie.texte)
    assert set(premier) >= PROMIS
    assert (premier["source"], premier["annees"], premier["niveaux"]) == (["insee_rp_ages"], [2022], ["commune"])
    assert (premier["lignes_lues"], premier["fautes"]) == (2, [])
    assert (premier["etat"], second["etat"], second["edition"]) == ("importe", "inchange", premier["edition"])
    assert sortie.erreurs == ""


def test_a_refused_file_gives_every_fault_and_exit_code_1(commande: Commande, magasin: Path, extrait: Path):
    extrait.write_text(extrait.read_text().replace("12", "-12").replace("7,5", "sept"))
    sortie = commande("import", extrait, "--store", magasin, "--json")
    (rapport,) = json.loads(sortie.texte)
    assert (sortie.code, rapport["edition"], rapport["etat"]) == (1, None, "refuse")
    assert {f["ligne"] for f in rapport["fautes"]} == {2, 3}
    assert all(f["remede"] and f["attendu"] for f in rapport["fautes"])


def test_a_refused_file_is_told_in_french_to_a_person(commande: Commande, magasin: Path, tmp_path: Path):
    sortie = commande("import", tmp_path / "absent.csv", "--store", magasin)
    assert sortie.code == 1
    assert "absent.csv\u00a0: refusé, rien n’en a été gardé" in sortie.texte
    assert "  faute\u00a0: absent.csv\u00a0: trouvé " in sortie.texte


def test_the_year_may_be_given_by_hand(commande: Commande, magasin: Path, extrait: Path):
    sans_annee = extrait.rename(extrait.with_name("ages.csv"))
    assert commande("import", sans_annee, "--store", magasin).code == 1
    (rapport,) = json.loads(commande("import", sans_annee, "--annee", 2019, "--store", magasin, "--json").texte)
    assert rapport["annees"] == [2019]


def test_a_folder_that_is_not_a_store_is_one_french_sentence(commande: Commande, tmp_path: Path, extrait: Path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    sortie = commande("import", extrait, "--store", tmp_path / "photos")
    assert (sortie.code, sortie.texte) == (1, "")
    assert len(sortie.erreurs.splitlines()) == 1
    assert "autre chose qu’un magasin" in sortie.erreurs


def test_an_import_made_by_mistake_is_withdrawn_and_restored(commande: Commande, magasin: Path, extrait: Path):
    (rapport,) = json.loads(commande("import", extrait, "--store", magasin, "--json").texte)
    retire = ("editions", "--retire", rapport["edition"], "--raison", "mauvais fichier", "--store", magasin)
    assert "retirée." in commande(*retire).texte
    assert "déjà retirée, rien n’a changé" in commande(*retire).texte
    (edition,) = json.loads(commande("editions", "--store", magasin, "--json").texte)
    assert (edition["courante"], edition["retiree"]) == (False, True)
    retablie = json.loads(commande("editions", "--retablit", rapport["edition"], "--store", magasin, "--json").texte)
    assert retablie == {"edition": rapport["edition"], "fichier": extrait.name, "fait": True, "revenues": [extrait.name]}


def test_a_withdrawn_file_imported_again_is_said_to_be_restored(commande: Commande, magasin: Path, extrait: Path):
    (rapport,) = json.loads(commande("import", extrait, "--store", magasin, "--json").texte)
    commande("editions", "--retire", rapport["edition"], "--raison", "mauvais fichier", "--store", magasin)
    assert "de nouveau en vigueur, là où un autre fichier l’avait remplacé" in commande("import", extrait, "--store", magasin).texte
    assert "inchangé, déjà importé" in commande("import", extrait, "--store", magasin).texte


def test_withdrawing_what_is_not_there_is_one_sentence(commande: Commande, magasin: Path, extrait: Path):
    commande("import", extrait, "--store", magasin)
    sortie = commande("editions", "--retire", "0" * 16, "--raison", "essai", "--store", magasin)
    assert (sortie.code, sortie.texte) == (1, "")
    assert "Aucune édition" in sortie.erreurs


@pytest.mark.parametrize("annee", ["-5", "3000", "1850", "20", "deux"])
def test_a_year_that_no_data_has_is_a_fault_of_usage(commande: Commande, magasin: Path, extrait: Path, annee: str):
    sortie = commande("import", extrait, "--annee", annee, "--store", magasin)
    assert (sortie.code, magasin.exists()) == (2, False)
    assert "--annee" in sortie.erreurs


def test_publishing_again_mends_what_is_published(commande: Commande, magasin: Path, extrait: Path):
    commande("import", extrait, "--store", magasin)
    (publication,) = (magasin / "publie").iterdir()
    (publication / "meta.json").unlink()
    lit = ("valeurs", "--indicateur", "pop_tcam", "--niveau", "epci", "--store", magasin)
    assert (commande(*lit).code, "python -m ctg_data publie" in commande(*lit).erreurs) == (1, True)
    assert "à jour" in commande("publie", "--store", magasin).texte
    assert commande(*lit).code == 0


def test_a_closed_output_does_not_stop_the_work(magasin: Path, extrait: Path, commande: Commande, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdout", None)
    assert cli.main(["import", str(extrait), "--store", str(magasin)]) == 0
    monkeypatch.undo()
    assert extrait.name in commande("editions", "--store", magasin).texte
