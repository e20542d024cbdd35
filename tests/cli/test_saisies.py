"""What people wrote: kept aside, put back, checked, from the command line."""

import sqlite3
from pathlib import Path

import pytest

from ctg_data import settings as reglages
from ctg_data import storage
from ctg_data.settings import Settings
from ctg_data.storage import NOM, suivis
from ctg_data.store import perimetres as complements
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


def _efface_l_entete(octets: bytearray) -> None:
    octets[:100] = b"\xff" * 100


def _efface_le_milieu(octets: bytearray) -> None:
    octets[8192:] = b"\xff" * len(octets[8192:])


@pytest.fixture(params=[_efface_l_entete, _efface_le_milieu])
def abimee(request: pytest.FixtureRequest, commande: Commande, saisies: Settings, tmp_path: Path) -> tuple[Path, bytes]:
    """A backup, then a database file that a disk damaged: its bytes."""
    assert commande("sauvegarde", tmp_path / "ok.zip", "--store", saisies.store).code == 0
    storage.ferme()
    octets = bytearray((saisies.store / NOM).read_bytes())
    request.param(octets)
    (saisies.store / NOM).write_bytes(octets)
    yield tmp_path / "ok.zip", bytes(octets)
    storage.ferme()


def test_a_database_that_sqlite_cannot_read_gives_its_place_to_a_backup(commande: Commande, saisies: Settings, abimee: tuple):
    copie, octets = abimee
    refus = commande("restaure", copie, "--store", saisies.store)
    assert (refus.code, "« restaure FICHIER --remplace »" in refus.erreurs.replace("\u00a0", " ")) == (1, True)
    assert (saisies.store / NOM).read_bytes() == octets
    sortie = commande("restaure", copie, "--remplace", "--store", saisies.store)
    assert (sortie.code, sortie.erreurs) == (0, "")
    (cote,) = saisies.store.glob("saisies-illisible-*.sqlite")
    assert cote.read_bytes() == octets
    assert str(cote) in sortie.texte
    assert suivis.suivis(saisies) == (("epci", "200066512"),)
    assert commande("journal", "verifie", "--store", saisies.store).code == 0
    suivis.suit(saisies, "departement", "87")
    assert not [p for p in saisies.store.iterdir() if p.name.startswith(".saisies")]
    assert (saisies.store / NOM).stat().st_mode & 0o077 == 0


def test_a_damaged_backup_does_not_even_move_a_damaged_database(commande: Commande, saisies: Settings, abimee: tuple):
    copie, octets = abimee
    copie.write_bytes(copie.read_bytes()[:-40])
    sortie = commande("restaure", copie, "--remplace", "--store", saisies.store)
    assert (sortie.code, "abîmée" in sortie.erreurs) == (1, True)
    assert (saisies.store / NOM).read_bytes() == octets
    assert not list(saisies.store.glob("*illisible*"))


def test_a_database_that_is_only_busy_is_never_moved(commande: Commande, saisies: Settings, tmp_path: Path, monkeypatch):
    assert commande("sauvegarde", tmp_path / "ok.zip", "--store", saisies.store).code == 0
    storage.ferme()
    monkeypatch.setattr("ctg_data.storage.engine.ATTENTE_S", 0.2)
    autre = sqlite3.connect(saisies.store / NOM, isolation_level=None)
    autre.execute("BEGIN IMMEDIATE")
    sortie = commande("restaure", tmp_path / "ok.zip", "--remplace", "--store", saisies.store)
    autre.close()
    storage.ferme()
    assert (sortie.code, "occupée" in sortie.erreurs) == (1, True)
    assert not list(saisies.store.glob("*illisible*"))


def test_perimeters_follow_a_backup_that_is_put_back(commande: Commande, saisies: Settings, tmp_path: Path):
    """An open application reads what is published: the old perimeters would stay on its pages."""
    assert commande("perimetre", "cree", "Avant", "--communes", "200066512", "--store", saisies.store).code == 0
    assert commande("sauvegarde", tmp_path / "b.zip", "--store", saisies.store).code == 0
    avant = complements.lit(saisies)
    assert commande("perimetre", "supprime", "Avant", "--store", saisies.store).code == 0
    assert complements.lit(saisies).lieux == ()
    sortie = commande("restaure", tmp_path / "b.zip", "--remplace", "--store", saisies.store)
    assert (sortie.code, "périmètres" in sortie.texte) == (0, True)
    assert complements.lit(saisies).lieux == avant.lieux


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
