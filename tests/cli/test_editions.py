"""From the command line: pin and release, ask why, say what changed, read what was published on a past day."""

import json
from pathlib import Path

import pandas as pd
import pytest

from ctg_data import pipeline
from ctg_data.cli import valeurs as valeurs_cli
from ctg_data.store import magasin as magasins
from ctg_data.store import moteur, publications
from tests.cli.conftest import BORDEAUX, Commande
from tests.store.outils import valeurs

VALEURS = ("valeurs", "--indicateur", "pop_tcam", "--niveau", "epci", "--code", BORDEAUX)


@pytest.fixture
def deux_jours(monkeypatch: pytest.MonkeyPatch, commande: Commande, magasin: Path, extrait: Path) -> Path:
    """A store that published 1 on 12 March 2026, then 2 on 4 May from a revised file, of which one value is the sum of the file."""
    jour = ["2026-03-12"]
    for module in (magasins, publications):
        monkeypatch.setattr(module, "maintenant", lambda: f"{jour[0]}T09:00:00.000000+00:00")

    def substitut(vu, *_: object):
        yield "epci", pd.DataFrame(valeurs(("pop_tcam", BORDEAUX, 2022, float(vu.mesures()["valeur"].sum())), sources="insee_rp_ages@2022"))

    monkeypatch.setattr(pipeline.publication, "valeurs", substitut)
    assert commande("import", extrait, "--store", magasin).code == 0
    jour[0] = "2026-05-04"
    extrait.write_text(extrait.read_text().replace(";12\n", ";30\n").replace("CODGEO;", "CODGEO;NOUVELLE;").replace("COM;", "COM;;"))
    extrait.write_text(extrait.read_text().replace("COM;;33063", "COM;33063;a").replace("COM;;33039", "COM;33039;a"))
    sortie = commande("import", extrait, "--store", magasin)
    assert "Depuis la version précédente de cette source" in sortie.texte.replace("'", "’")
    return magasin


def editions(commande: Commande, magasin: Path) -> list[dict]:
    return json.loads(commande("editions", "--store", magasin, "--json").texte)


def valeur(commande: Commande, magasin: Path, *au: str) -> float:
    (ligne,) = json.loads(commande(*VALEURS, *au, "--store", magasin, "--json").texte)
    return ligne["valeur"]


def test_what_an_edition_changed_is_told_in_text_and_in_json(commande: Commande, deux_jours: Path):
    _, seconde = editions(commande, deux_jours)
    texte = commande("editions", "--change", seconde["id"], "--store", deux_jours).texte.replace("\u00a0", " ")
    assert "Comparée à ce qu’elle a remplacé : « TD_POP1B_2022.csv »" in texte
    assert "Colonnes non utilisées, nouvelles (1) : « NOUVELLE »." in texte
    vue = json.loads(commande("editions", "--change", seconde["id"], "--store", deux_jours, "--json").texte)
    assert [ligne[4:] for ligne in vue["valeurs"]["lignes"]] == [["0", "0", "1"]]
    assert [ligne[3:] for ligne in vue["revisions"]["lignes"]] == [["19,50\u00a0% par an", "37,50\u00a0% par an"]]
    assert commande("editions", "--change", "0" * 16, "--store", deux_jours).code == 1


def test_the_head_of_an_id_is_enough_for_every_command_that_takes_one(commande: Commande, deux_jours: Path):
    """The page shows eight characters of it."""
    _, seconde = (e["id"] for e in editions(commande, deux_jours))
    vue = json.loads(commande("editions", "--change", seconde[:8], "--store", deux_jours, "--json").texte)
    assert vue["edition"] == seconde
    for gestes in (("--epingle", seconde[:6], "--raison", "essai"), ("--libere", seconde[:7].upper())):
        assert commande("editions", *gestes, "--store", deux_jours).code == 0
    assert commande("editions", "--retire", seconde[:8], "--raison", "essai", "--store", deux_jours).code == 0
    assert commande("editions", "--retablit", seconde[:8], "--store", deux_jours).code == 0
    assert commande("editions", "--change", seconde[:5], "--store", deux_jours).code == 1


def test_values_are_told_in_the_decimals_of_their_indicator(commande: Commande, deux_jours: Path):
    """An evolution declares two of them, a rate one."""
    assert "37,50" in commande(*VALEURS, "--store", deux_jours).texte
    assert valeurs_cli._dite(2687.6, 1).replace("\u202f", " ") == "2 687,6"
    assert (valeurs_cli._dite(12.0, 1), valeurs_cli._dite(None, 1)) == ("12", None)


def test_a_past_day_is_read_in_either_writing_of_a_date(commande: Commande, deux_jours: Path, tmp_path: Path):
    assert valeur(commande, deux_jours) == 37.5
    assert [valeur(commande, deux_jours, "--au", jour) for jour in ("12/03/2026", "2026-04-30", "04/05/2026")] == [19.5, 19.5, 37.5]
    sortie = commande("portrait", BORDEAUX, "--niveau", "epci", "--au", "12/03/2026", "--out", tmp_path / "p.csv", "--store", deux_jours)
    assert sortie.code == 0
    assert "ce ne sont pas les chiffres d’aujourd’hui" in sortie.erreurs
    assert "tel qu’au 12/03/2026" in (tmp_path / "p.csv").read_text("utf-8").replace("\u00a0", " ")


def test_a_day_that_cannot_be_read_is_one_sentence(commande: Commande, deux_jours: Path):
    for jour, code in (("11/03/2026", 1), ("hier", 2), ("31/02/2026", 2), ("01/01/2999", 2)):
        sortie = commande(*VALEURS, "--au", jour, "--store", deux_jours)
        assert (sortie.code, sortie.texte, len(sortie.erreurs.splitlines())) == (code, "", 1)
        assert code == 2 or "Premier jour gardé : 12/03/2026" in sortie.erreurs.replace("\u00a0", " ")


def test_a_day_of_other_rules_says_the_command_that_computes_it_again(commande: Commande, deux_jours: Path, monkeypatch):
    monkeypatch.setattr(moteur, "empreinte", lambda: "autres")
    commande("publie", "--store", deux_jours)
    sortie = commande(*VALEURS, "--au", "12/03/2026", "--store", deux_jours)
    assert (sortie.code, sortie.texte) == (1, "")
    assert "publie --au 12/03/2026" in sortie.erreurs
    assert commande("publie", "--au", "12/03/2026", "--store", deux_jours).code == 0
    assert [valeur(commande, deux_jours, "--au", "12/03/2026"), valeur(commande, deux_jours)] == [19.5, 37.5]


def test_pinning_brings_back_an_edition_asks_why_and_says_that_a_newer_file_waits(commande: Commande, deux_jours: Path, tmp_path: Path):
    premiere, _ = editions(commande, deux_jours)
    sans = commande("editions", "--epingle", premiere["id"], "--store", deux_jours)
    assert (sans.code, "demande --raison" in sans.erreurs) == (2, True)
    assert "épinglée." in commande("editions", "--epingle", premiere["id"], "--raison", "gel", "--store", deux_jours).texte
    assert valeur(commande, deux_jours) == 19.5
    premiere, seconde = editions(commande, deux_jours)
    assert (premiere["epinglee_raison"], premiere["courante"], seconde["en_attente"]) == ("gel", True, True)
    assert commande("portrait", BORDEAUX, "--niveau", "epci", "--out", tmp_path / "p.csv", "--store", deux_jours).code == 0
    assert "attend derrière une version épinglée" in (tmp_path / "p.csv").read_text("utf-8")
    assert "n’est plus épinglée." in commande("editions", "--libere", premiere["id"], "--store", deux_jours).texte
    assert "elle n’était pas épinglée" in commande("editions", "--libere", premiere["id"], "--store", deux_jours).texte
    assert valeur(commande, deux_jours) == 37.5
    assert commande("editions", "--raison", "x", "--store", deux_jours).code == 2
