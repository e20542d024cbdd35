"""Fixtures shared by every test: the real files, when this machine has them."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright
from xdist.scheduler import LoadFileScheduling

from ctg_data.storage import migre
from tests.chromium import ABSENT, DELAI, OPTIONS, executable
from tests.publies import Publies

ORDRES = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
"""What made the tables, indexes and triggers of an SQLite database."""
settings.register_profile("projet", deadline=None)  # a machine that does something else is slow, not wrong
settings.load_profile("projet")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a process (Playwright allows no second one); skipped, visibly, where Chromium is missing."""
    chemin = executable()
    if chemin is None:
        pytest.skip(ABSENT)
    expect.set_options(timeout=DELAI / 2)
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=chemin, args=list(OPTIONS))
        yield navigateur
        navigateur.close()


@pytest.fixture(scope="session")
def donnees_reelles() -> Path:
    """Folder of the published extracts (CTG_DONNEES_REELLES); the test is skipped, visibly, without it."""
    dossier = os.environ.get("CTG_DONNEES_REELLES")
    if not dossier or not Path(dossier).is_dir():
        pytest.skip("CTG_DONNEES_REELLES n'indique aucun dossier : test sur fichiers publiés sauté")
    return Path(dossier)


@pytest.fixture(scope="session")
def charge_publie(donnees_reelles: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publies]:
    """What the loaders say of a published file, by its path in that folder; each is read once by all the processes of a run."""
    base = tmp_path_factory.getbasetemp()
    dossier = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "publies"
    dossier.mkdir(exist_ok=True)
    yield Publies(donnees_reelles, dossier)
    shutil.rmtree(dossier, ignore_errors=True)  # hundreds of megabytes; a process that still runs reads again what it lacks


@pytest.fixture(scope="session", autouse=True)
def monte_vraiment() -> Iterator[Callable[..., None]]:
    """``migre.monte`` as it is.  Meanwhile an empty SQLite database goes to the last version by the orders that the migrations of the
    first one gave: the same tables, sooner than to migrate each of the hundreds that tests make."""
    vraie, ordres = migre.monte, []

    def monte(c: sa.Connection, vers: str = "head") -> None:
        if c.dialect.name != "sqlite" or vers != "head" or sa.inspect(c).get_table_names():
            vraie(c, vers)
        elif ordres:
            for ordre in ordres:
                c.exec_driver_sql(ordre)
        else:
            vraie(c, vers)
            ordres.extend(o for (o,) in c.exec_driver_sql(ORDRES))
            ordres.append(f"INSERT INTO {migre.VERSION} VALUES ('{migre.revision(c)}')")

    migre.monte = monte
    yield vraie
    migre.monte = vraie


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, or one process would finish them alone: files that drive a browser, then mutants."""
    items.sort(key=lambda item: (item.get_closest_marker("navigateur") is None, item.path.name != "test_mutations.py"))


class ParFichier(LoadFileScheduling):
    """Files go whole to a process, and those that drive the application in a browser to the same one: they share servers and tabs."""

    def _split_scope(self, nodeid: str) -> str:
        fichier = super()._split_scope(nodeid)
        return str(Path(fichier).parent) if "navigateur" in fichier else fichier


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    return ParFichier(config, log)
