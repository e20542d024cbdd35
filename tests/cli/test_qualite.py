"""``qualite``: alerts in text and JSON, exit code, acknowledged ones."""

import json
from pathlib import Path

import pytest

from ctg_data import pipeline
from ctg_data.settings import Settings
from ctg_data.storage import acquittements
from tests.cli.conftest import BORDEAUX, Commande
from tests.store.outils import valeurs


@pytest.fixture
def faux(monkeypatch: pytest.MonkeyPatch, commande: Commande, magasin: Path, extrait: Path) -> Path:
    """A store in which Bordeaux Métropole has 140 % of 3 to 11 year-olds."""
    monkeypatch.setattr(pipeline.publication, "valeurs", lambda *_: iter([("epci", valeurs(("part_3_11", BORDEAUX, 2022, 140.0)))]))
    assert commande("import", extrait, "--store", magasin).code == 0
    return magasin


def test_an_impossible_figure_is_listed_and_the_exit_code_says_so(commande: Commande, faux: Path):
    ici = ("--niveau", "epci", "--code", BORDEAUX, "--store", faux)
    sortie = commande("qualite", *ici)
    assert sortie.code == 1
    assert "Valeur hors du possible" in sortie.texte
    (alerte,) = json.loads(commande("qualite", *ici, "--json").texte)
    assert (alerte["regle"], alerte["code"], alerte["annee"], alerte["acquittee"]) == ("q_bornes", BORDEAUX, 2022, None)
    cle = tuple(alerte[champ] for champ in acquittements.CHAMPS)
    acquittements.acquitte(Settings(store=faux, demo=None, acteur="Camille"), cle, "Vu.")
    sortie = commande("qualite", *ici, "--json")
    assert (sortie.code, json.loads(sortie.texte)[0]["acquittee"]) == (0, "Camille : Vu.")


def test_the_whole_store_has_the_alerts_on_its_sources_too(commande: Commande, faux: Path):
    """The census of 2022 alone: that of 2023 was out in July 2026."""
    sortie = commande("qualite", "--store", faux, "--json")
    assert {a["regle"] for a in json.loads(sortie.texte)} >= {"q_bornes"}
    assert commande("qualite", "--niveau", "epci", "--store", faux).code == 1
    assert commande("qualite", "--niveau", "epci", "--code", "99", "--store", faux).code == 2
