"""``demo-ctg``: the fictive CTG made again, where the demonstration is shown or where one asks for it."""

from pathlib import Path

import pytest

from ctg_data import settings as reglages
from ctg_data import storage
from ctg_data.conventions import gestes, lecture
from ctg_data.parcours.convention import Ctg
from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin
from tests.cli.conftest import Commande

DEUX = "CTG Élan Limousin Avenir Nature (exemple fictif) et CTG Portes de Vassivière (exemple fictif)"


@pytest.fixture
def premier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The default store, before anything was written in it."""
    monkeypatch.delenv("CTG_STORE", raising=False)
    monkeypatch.delenv("CTG_DATABASE_URL", raising=False)
    monkeypatch.setattr(reglages, "RACINE", tmp_path)
    return reglages.load()


@pytest.fixture
def le_notre(tmp_path: Path) -> Settings:
    """A store of one's own, with a CTG."""
    siens = Settings(tmp_path / "notre", demo=None)
    Magasin(siens)
    gestes.cree(siens, Ctg("La nôtre", "epci", "200066512"))
    return siens


def noms(settings: Settings) -> list[tuple[str, bool]]:
    return [(f.objet.nom, f.objet.fictive) for f in lecture.liste(settings)]


def test_they_are_made_then_made_again(commande: Commande, premier: Settings):
    sortie = commande("demo-ctg")
    assert (sortie.code, sortie.texte) == (0, f"Créées, fictives : {DEUX}.\n")
    sortie = commande("demo-ctg")
    assert (sortie.code, sortie.texte.splitlines()[0]) == (0, f"2\u00a0CTG fictives mises de côté, avec ce qui en dépendait : {DEUX}.")
    assert [fictive for _, fictive in noms(premier)] == [True, True]
    assert commande("journal", "verifie").code == 0


def test_a_store_of_ones_own_is_left_alone_unless_asked(commande: Commande, le_notre: Settings):
    refus = commande("demo-ctg", "--store", le_notre.store)
    assert (refus.code, "--magasin" in refus.erreurs, noms(le_notre)) == (1, True, [("La nôtre", False)])
    assert commande("demo-ctg", "--store", le_notre.store, "--magasin").code == 0
    assert [fictive for _, fictive in noms(le_notre)] == [False, True, True]


def test_a_database_of_ones_own_too(commande: Commande, premier: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CTG_DATABASE_URL", f"sqlite:///{tmp_path}/notre.sqlite")
    assert commande("demo-ctg").code == 1
    assert not (tmp_path / "notre.sqlite").exists()
    assert commande("demo-ctg", "--magasin").code == 0
    storage.ferme()


def test_a_store_that_is_not_there_is_not_made(commande: Commande, tmp_path: Path):
    sortie = commande("demo-ctg", "--store", tmp_path / "absent", "--magasin")
    assert (sortie.code, list(tmp_path.iterdir())) == (1, [])
    assert "Aucun magasin" in sortie.erreurs
