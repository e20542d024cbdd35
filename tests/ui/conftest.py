"""The shell run without a browser, on an invented publication (nothing of the machine's own store is read)."""

from collections.abc import Callable, Iterator
from functools import cache as cache_simple
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from ctg_data import settings as reglages
from ctg_data.settings import RACINE, Settings
from ctg_data.ui import cache
from tests.ui import publication

DELAI = 60
PAGES = ("accueil", "portrait", "carte", "tendances", "perimetres", "methode", "donnees")
Ouvre = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def paquets_lus_une_fois() -> Iterator[None]:
    """Streamlit looks for components in every installed package each time that a test opens a page; once is enough."""
    vraie = manifest_scanner.scan_component_manifests
    manifest_scanner.scan_component_manifests = cache_simple(vraie)
    yield
    manifest_scanner.scan_component_manifests = vraie


@pytest.fixture(scope="session")
def magasin(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return publication.remplit(tmp_path_factory.mktemp("publie") / "magasin")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publication.demonstration(tmp_path_factory.mktemp("demo") / "demo")


@pytest.fixture
def vide(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "vide", demo=None, acteur="essai")


@pytest.fixture
def ouvre(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Ouvre:
    """``ouvre("portrait", niveau="epci", …, sur=settings)``: the application on one page at one address, on ``magasin`` unless told."""

    def _ouvre(page: str = "accueil", *, sur: Settings | None = None, **adresse: str) -> AppTest:
        lu = sur or request.getfixturevalue("magasin")
        monkeypatch.setattr(reglages, "load", lambda store=None: lu)
        cache.settings.clear()
        cache._corpus.clear()
        at = AppTest.from_file(str(RACINE / "ctg_data" / "ui" / "main.py"), default_timeout=DELAI)
        at.switch_page(f"../../pages/{page}.py")
        for nom, valeur in adresse.items():
            at.query_params[nom] = valeur
        return at.run()

    return _ouvre


def textes(at: AppTest) -> str:
    """Every text on the page, HTML included, with plain spaces."""
    morceaux = [element.proto.body for element in at.get("html")]
    morceaux += [str(e.value) for genre in ("caption", "error", "warning", "markdown") for e in at.get(genre)]
    morceaux += [b.label for b in at.button]
    return " ".join(morceaux).replace("\u00a0", " ").replace("\u202f", " ").replace("\u2011", "-").replace("\\", "")
