"""What people wrote: kept aside, put back, checked, from the command line."""

import sqlite3
from pathlib import Path

import pytest

from ctg_data import settings as reglages
from ctg_data.settings import Settings
from ctg_data.storage import NOM, suivis
from ctg_data.store.magasin import Magasin
from tests.cli.conftest import Commande


@pytest.fixture
def saisies(magasin: Path) -> Settings:
    """A store in which somebody follows a territory."""
    siens = Settings(store=magasin, demo=None)
    Magasin(siens)
    suivis.suit(siens, "epci", "200066512")
    return siens


def test_a_backup_is_put_back_and_what_it_replaces_is_kept(commande: Commande, saisies: Settings, tmp_path: Path):
    copie = tmp_path / "saisies.zip"
    sortie = commande("sauvegarde", copie, "--store", saisies.store)
    assert (sortie.code, sortie.texte[:40]) == (0, "1\u00a0fiche et 1\u00a0entrée du journal dans « " + str(copie)[:2])
    suivis.suit(saisies, "departement", "87")
    refus = commande("restaure", copie, "--store", saisies.store)
    assert (refus.code, "--remplace" in refus.erreurs) == (1, True)
    assert commande("restaure", copie, "--remplace", "--store", saisies.store).code == 0
    assert suivis.suivis(saisies) == (("epci", "200066512"),)
    (gardee,) = tmp_path.glob("saisies-avant-*.zip")
    assert commande("restaure", gardee, "--remplace", "--store", saisies.store).code == 0
    assert suivis.suivis(saisies) == (("epci", "200066512"), ("departement", "87"))


def test_a_journal_is_whole_until_somebody_retouches_it(commande: Commande, saisies: Settings):
    assert commande("journal", "verifie", "--store", saisies.store).texte.startswith("Journal intact : 1\u00a0entrée. Sceau")
    base = sqlite3.connect(saisies.store / NOM)
    base.execute("UPDATE suivi SET code = '200000000'")
    base.commit()
    base.close()
    sortie = commande("journal", "verifie", "--store", saisies.store)
    assert sortie.code == 1
    assert "rompu à l’entrée 1" in sortie.erreurs


@pytest.mark.parametrize("arguments", [("sauvegarde", "x.zip"), ("journal", "verifie")])
def test_a_store_that_is_not_there_is_not_made(commande: Commande, magasin: Path, arguments: tuple[str, ...]):
    assert commande(*arguments, "--store", magasin).code == 1
    assert not magasin.exists()


def test_an_address_names_another_database(commande: Commande, saisies: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CTG_DATABASE_URL", f"sqlite:///{(tmp_path / 'ailleurs.sqlite').as_posix()}")
    assert suivis.suivis(reglages.load(saisies.store)) == ()
    monkeypatch.setenv("CTG_DATABASE_URL", "oracle://x")
    sortie = commande("journal", "verifie", "--store", saisies.store)
    assert (sortie.code, "prise en charge" in sortie.erreurs) == (1, True)
