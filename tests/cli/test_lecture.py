"""What the command line reads back: published values only, the catalogues, the editions."""

import argparse
import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ctg_data import settings
from ctg_data.cli.analyseur import Analyseur
from ctg_data.cli.arguments import declare
from ctg_data.indicators import registry
from ctg_data.loaders import sources
from ctg_data.records import COLONNES_VALEURS
from ctg_data.settings import RACINE
from ctg_data.store.corpus import COLONNES
from tests.cli.conftest import BORDEAUX, Commande

INDICATEUR = ("valeurs", "--indicateur", "pop_tcam", "--niveau", "epci")


def test_values_in_json_are_the_record_typed_with_null_for_what_is_hidden(commande: Commande, publie: Path):
    sortie = commande(*INDICATEUR, "--code", BORDEAUX, "--store", publie, "--json")
    lignes = json.loads(sortie.texte)
    assert [tuple(ligne) for ligne in lignes] == [(*COLONNES_VALEURS, "demo")] * 3
    assert [(ligne["annee"], ligne["valeur"], ligne["statut"]) for ligne in lignes] == [
        (2020, -0.25, "ok"),
        (2021, None, "s"),
        (2022, 12.5, "ok"),
    ]
    assert (lignes[2]["ic_bas"], lignes[1]["ic_bas"]) == (11.0, None)
    assert (lignes[2]["arr5"], lignes[2]["est"], lignes[2]["demo"]) == (True, False, False)


def test_values_in_csv_open_in_a_french_spreadsheet(commande: Commande, publie: Path):
    texte = commande(*INDICATEUR, "--code", BORDEAUX, "--store", publie, "--csv").texte
    assert texte.startswith("\ufeff")
    lignes = list(csv.DictReader(io.StringIO(texte[1:]), delimiter=";"))
    assert tuple(lignes[0]) == COLONNES
    assert [(ligne["valeur"], ligne["statut"], ligne["arr5"]) for ligne in lignes] == [
        ("-0,25", "ok", "1"),
        ("", "s", "0"),
        ("12,5", "ok", "1"),
    ]


def test_values_are_narrowed_by_code_and_year(commande: Commande, publie: Path):
    def lues(*choix: object) -> list[dict]:
        return json.loads(commande(*INDICATEUR, *choix, "--store", publie, "--json").texte)

    assert len(lues()) == 4
    assert [ligne["annee"] for ligne in lues("--code", BORDEAUX, "--annee", 2021)] == [2021]
    assert lues("--annee", 1999) == []


def test_a_person_sees_a_table(commande: Commande, publie: Path):
    entete, *lignes = commande(*INDICATEUR, "--store", publie).texte.splitlines()
    assert entete.split() == ["code", "annee", "modalite", "valeur", "statut", "est", "arr5", "sources"]
    assert [ligne.split()[3] for ligne in lignes] == ["–", "−0,25", "–", "12,50"]


@pytest.mark.parametrize(
    "arguments", [INDICATEUR, ("editions",), ("publie",), ("portrait", "33063", "--niveau", "commune", "--out", "x.csv")]
)
@pytest.mark.parametrize("genre", ["absent", "vide", "fichier"])
def test_a_command_that_reads_a_store_that_is_not_there_says_so_and_creates_nothing(
    commande: Commande, magasin: Path, arguments: tuple, genre: str
):
    if genre == "vide":
        magasin.mkdir()
    if genre == "fichier":
        magasin.write_text("x")
    sortie = commande(*arguments, "--store", magasin)
    assert (sortie.code, sortie.texte) == (1, "")
    assert f"Aucun magasin dans «\u00a0{magasin}\u00a0»" in sortie.erreurs
    assert not magasin.is_dir() or not list(magasin.iterdir())


@pytest.mark.parametrize("arguments", [INDICATEUR, ("editions",), ("publie",), ("import", "x.csv"), ("editions", "--retablit", "a")])
def test_a_damaged_catalogue_is_one_sentence_with_its_mend(commande: Commande, publie: Path, arguments: tuple):
    (publie / "catalogue.sqlite").write_bytes(b"abime" * 1000)
    sortie = commande(*arguments, "--store", publie)
    assert (sortie.code, sortie.texte) == (1, "")
    assert "est abîmé" in sortie.erreurs
    assert "Restaurez une sauvegarde" in sortie.erreurs


def test_editions_tell_what_was_imported(commande: Commande, publie: Path, extrait: Path):
    (edition,) = json.loads(commande("editions", "--store", publie, "--json").texte)
    assert (edition["fichier"], edition["courante"], edition["ajoutees"]) == (extrait.name, True, edition["mesures"])
    assert extrait.name in commande("editions", "--store", publie).texte


@pytest.mark.parametrize(
    ("nom", "attendus"), [("sources", set(sources.catalogue())), ("indicateurs", {i.id for i in registry.catalogue()})]
)
def test_the_catalogues_are_listed_whole(commande: Commande, magasin: Path, nom: str, attendus: set[str]):
    assert {ligne["id"] for ligne in json.loads(commande(nom, "--json", "--store", magasin).texte)} == attendus
    assert all(identifiant in commande(nom).texte for identifiant in attendus)


def test_every_indicator_says_how_it_is_made(commande: Commande):
    for indicateur in json.loads(commande("indicateurs", "--json").texte):
        assert indicateur["formule"]
        assert indicateur["sources"], indicateur["id"]


@pytest.mark.parametrize(
    ("arguments", "mot"),
    [
        (("valeurs", "--indicateur", "pop_tcan", "--niveau", "epci"), "pop_tcam"),
        (("valeurs", "--indicateur", "pop_tcam", "--niveau", "canton"), "«\u00a0canton\u00a0»\u00a0: inconnu"),
        (("valeurs", "--indicateur", "pop_tcam", "--niveau", "epci", "--code", "33063"), "Bordeaux (--niveau commune, code 33063)"),
        (("valeurs", "--niveau", "epci"), "--indicateur"),
        (("valeurs", "--indicateur", "pop_tcam", "--niveau", "epci", "--annee", "hier"), "n'est pas un nombre entier"),
        (("valeurs", "--indicateur", "pop_tcam", "--niveau", "epci", "--annee", "9" * 20), "n'est pas une année de 1962 à 2099"),
        (("valeurs", "--indicateur", "pop_tcam", "--niveau", "epci", "--annee", "9" * 5000), "n'est pas une année de 1962 à 2099"),
        (("valeurs", "--indicateur", "pop_tcam", "--niveau", "epci", "--csv", "--json"), "ne va pas avec"),
        (("portrait", "33063", "--niveau", "commune", "--out", "x.pdf"), ".html ou .csv"),
        (("portrait", "99999", "--niveau", "commune", "--out", "x.csv"), "99999"),
        (("demo", "--departements", "", "--out", "x"), "au moins un département"),
        (("demo", "--departements", "999", "--out", "x"), "999"),
        (("gabarit", "--out", "x.xlsx", "--themes", "zz"), "Thème «\u00a0ZZ\u00a0»"),
        (("gabarit", "--out", "x.xlsx", "--themes", "zz"), "Choisissez parmi\u00a0: PE (Petite enfance), EN (Enfance)"),
        (("gabarit", "--out", "x.xlsx", "--code", "33063"), "vont ensemble"),
        (("bidule",), "'bidule'"),
        ((), "COMMANDE"),
    ],
)
def test_a_wrong_argument_is_one_french_sentence_and_exit_code_2(commande: Commande, magasin: Path, arguments: tuple, mot: str):
    sortie = commande(*arguments, *(("--store", magasin) if arguments[1:] else ()))
    assert (sortie.code, sortie.texte) == (2, "")
    assert mot in sortie.erreurs
    assert len(sortie.erreurs.splitlines()) == 1


@pytest.mark.parametrize(
    "nom", ["import", "sources", "indicateurs", "editions", "valeurs", "portrait", "demo", "gabarit", "reference build"]
)
def test_every_command_has_a_french_help_and_takes_a_store(commande: Commande, nom: str):
    sortie = commande(*nom.split(), "--help")
    assert sortie.code == 0
    assert "utilisation :" in sortie.texte
    assert "--store DOSSIER" in sortie.texte
    assert not {"usage:", "show this", "optional arguments", "positional"} & set(sortie.texte.split("\n"))


def test_an_unforeseen_fault_shows_neither_traceback_nor_its_text(commande: Commande, publie: Path, monkeypatch: pytest.MonkeyPatch):
    def echoue(*_: object) -> None:
        raise ValueError("foyers : 3")

    monkeypatch.setattr("ctg_data.store.corpus.Corpus.valeurs", echoue)
    sortie = commande(*INDICATEUR, "--store", publie)
    assert (sortie.code, sortie.texte) == (1, "")
    assert "ValueError" in sortie.erreurs
    assert "foyers" not in sortie.erreurs
    assert len(sortie.erreurs.splitlines()) == 1


def test_the_output_is_utf_8_whatever_the_console(tmp_path: Path):
    """As on a Windows console, whose encoding would refuse an arrow or a narrow space."""
    commande = [sys.executable, "-m", "ctg_data", "indicateurs", "--json", "--store", str(tmp_path)]
    fini = subprocess.run(
        commande, cwd=RACINE, capture_output=True, env={"PYTHONIOENCODING": "cp1252", "SYSTEMROOT": "", "PATH": ""}, check=True
    )
    assert len(json.loads(fini.stdout.decode("utf-8"))) == len(registry.catalogue())


def test_the_watch_lists_what_needs_someone(commande: Commande, publie: Path):
    """One figure with three years, one of which is hidden: nothing moves, but the census grows old."""
    sortie = commande("veille", "--niveau", "epci", "--code", BORDEAUX, "--store", publie, "--json")
    lignes = json.loads(sortie.texte)
    assert sortie.code == 0
    assert {ligne["regle"] for ligne in lignes} <= {"ancienne"}
    assert all(ligne["acquittee"] is None and ligne["code"] == BORDEAUX for ligne in lignes)
    assert commande("veille", "--niveau", "epci", "--code", BORDEAUX, "--store", publie).texte.rstrip().endswith(("alerte.", "alertes."))


def test_the_watch_asks_for_a_territory(commande: Commande, publie: Path):
    assert "Aucun territoire suivi" in commande("veille", "--store", publie).erreurs
    assert "--niveau et --code ensemble" in commande("veille", "--niveau", "epci", "--store", publie).erreurs


@pytest.fixture
def premier_lancement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The default store before any import: the demonstration is all there is."""
    monkeypatch.delenv("CTG_STORE", raising=False)
    monkeypatch.setattr(settings, "RACINE", tmp_path)
    return tmp_path / "data" / "store"


@pytest.mark.parametrize(
    ("arguments", "code", "dit"),
    [
        (("audit", "--niveau", "epci", "--code", BORDEAUX), 1, "la démonstration, fictive, qui ne s’audite pas"),
        (("controle",), 0, "la démonstration, fictive, qui ne se contrôle pas"),
        (("controle", "--json"), 0, "la démonstration, fictive, qui ne se contrôle pas"),
        (("editions",), 0, "Rien n’est importé dans ce magasin"),
        (("editions", "--json"), 0, "Rien n’est importé dans ce magasin"),
        (("perimetre", "liste"), 0, "Aucun périmètre de CTG"),
        (
            ("valeurs", "--indicateur", "pop_tcam", "--niveau", "commune", "--code", "75056", "--annee", "2020"),
            0,
            "pour le code 75056 en 2020",
        ),
    ],
)
def test_nothing_to_say_is_said_beside_the_data(commande: Commande, premier_lancement: Path, arguments: tuple, code: int, dit: str):
    sortie = commande(*arguments)
    assert sortie.code == code
    assert dit in sortie.erreurs
    assert sortie.texte == ("[]\n" if "--json" in arguments else "")
    assert not premier_lancement.exists()


def test_the_readme_names_every_command_and_target():
    lisez = (RACINE / "README.md").read_text(encoding="utf-8")
    commandes = next(a for a in declare(Analyseur())._actions if isinstance(a, argparse._SubParsersAction)).choices
    cibles = re.search(r"\.PHONY: (.+)", (RACINE / "Makefile").read_text(encoding="utf-8"))[1].split()
    assert [c for c in commandes if not re.search(rf"`{c}\b", lisez)] == []
    assert [c for c in cibles if c != "clean" and f"`make {c}" not in lisez] == []
