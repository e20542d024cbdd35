"""Words of the command line never reach a page: what they name has a page wording, by code."""

import ast
import re
from pathlib import Path

import pytest

from ctg_data import errors
from ctg_data.settings import RACINE
from ctg_data.wording import gestes

TERMINAL = re.compile(r"--[a-z]|python -m|[Ll]a commande «|option -")
CONNUS = {
    "loaders/annees.py": "annee_absente",
    "loaders/territoriaux.py": "fichier_de_reference",
    "store/avis.py": "fictif_et_reel",
    "store/inscriptions.py": "edition_inconnue",
    "territoires/referentiel.py": "referentiel_absent",
}
"""Sentences worded for a terminal below the pages, and the code under which a page words them its own way."""
DOSSIERS = ("loaders", "store", "territoires", "indicators", "diagnostic", "views", "exports", "wording", "ui")


def phrases(fichier: Path) -> list[str]:
    """String constants that are not docstrings."""
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    seuls = {id(n.value) for n in ast.walk(arbre) if isinstance(n, ast.Expr)}
    return [n.value for n in ast.walk(arbre) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in seuls]


def test_every_sentence_of_the_command_line_has_its_page_wording():
    racine = RACINE / "ctg_data"
    fichiers = [f for d in DOSSIERS for f in sorted((racine / d).rglob("*.py"))]
    deux = racine / "wording" / "gestes.py"  # it holds both wordings of a mend that its fault's code does not tell
    trouves = {f.relative_to(racine).as_posix() for f in fichiers if f != deux and any(" " in p and TERMINAL.search(p) for p in phrases(f))}
    assert trouves == set(CONNUS)
    assert set(CONNUS.values()) == set(gestes.PAGE)


@pytest.mark.parametrize("code", gestes.PAGE)
def test_the_words_of_a_page_name_no_option(code):
    assert not TERMINAL.search(gestes.page(code, "--annee"))


@pytest.mark.parametrize("remede", gestes.REMEDES)
def test_a_mend_worded_for_a_terminal_is_worded_for_a_page(remede):
    assert TERMINAL.search(remede)
    assert not TERMINAL.search(gestes.page("disposition_inconnue", remede))


def test_a_fault_without_its_own_words_keeps_those_it_has():
    assert gestes.page("code_inconnu", "Remettez le zéro.") == "Remettez le zéro."
    assert gestes.page(errors.CtgError("x").code, "Autre.") == "Autre."
