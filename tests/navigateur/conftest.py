"""Servers and pages of the tests in a browser."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ctg_data import pipeline
from ctg_data.settings import Settings
from tests.chromium import DELAI
from tests.parcours.carnet import actif, carnet
from tests.ui import publication, test_import, test_offre

RACINE = Path(__file__).resolve().parents[2]
EPCI_ECRIT = publication.CHANGE
"""Another EPCI than the one that most tests look at, for those that write notes and sentences."""
BUREAU = {"width": 1280, "height": 900}
SONDES = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit's front end looks for its base address under the page's own path first: these two 404 are its own."""


@dataclass
class Journal:
    """What a page asked and complained about."""

    etrangeres: list[str] = field(default_factory=list)
    erreurs: list[str] = field(default_factory=list)

    def suit(self, page: Page) -> None:
        page.on("request", lambda r: self._demande(r.url))
        page.on("console", lambda m: m.type == "error" and self._erreur(m.text, m.location.get("url", "")))
        page.on("pageerror", lambda e: self.erreurs.append(str(e)))

    def _demande(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            self.etrangeres.append(url)

    def _erreur(self, texte: str, url: str) -> None:
        if not url.endswith(SONDES):
            self.erreurs.append(f"{texte} {url}")


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def attend(adresse: str, serveur: subprocess.Popen, *, chemin: str = "/pret", delai: float = 90) -> None:
    fin = time.monotonic() + delai
    while time.monotonic() < fin:
        if serveur.poll() is not None:
            raise RuntimeError(f"the server stopped with code {serveur.returncode}")
        try:
            with urllib.request.urlopen(f"{adresse}{chemin}", timeout=2) as reponse:
                if reponse.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server is not ready")


@contextmanager
def lance(dossier: Path, *arguments: Path) -> Iterator[str]:
    """Address of the application on a store, and a demonstration if any; stopped at the end."""
    port = port_libre()
    with (dossier / "serveur.log").open("wb") as sortie:
        commande = [sys.executable, str(Path(__file__).with_name("lanceur.py")), str(port), *map(str, arguments)]
        processus = subprocess.Popen(commande, cwd=RACINE, stdout=sortie, stderr=subprocess.STDOUT)
        try:
            attend(f"http://127.0.0.1:{port}", processus)
            yield f"http://127.0.0.1:{port}"
        finally:
            processus.terminate()
            processus.wait(20)


@pytest.fixture(scope="session")
def serveur(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application on invented values, a few facilities and one CTG on an active path; nobody writes but on ``EPCI_ECRIT``."""
    dossier = tmp_path_factory.mktemp("navigateur")
    test_offre.equipe_le(publication.remplit(dossier / "magasin"), dossier)
    actif(carnet(dossier))
    with lance(dossier, dossier / "magasin") as adresse:
        yield adresse


@pytest.fixture(scope="session")
def fictif(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application on an invented demonstration, beside which no figure is imported."""
    dossier = tmp_path_factory.mktemp("fictif")
    with lance(dossier, dossier / "magasin", publication.demonstration(dossier / "demo")) as adresse:
        yield adresse


@pytest.fixture(scope="session")
def neuf(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application on an empty store beside an invented demonstration, as a first reader finds it."""
    dossier = tmp_path_factory.mktemp("neuf")
    with lance(dossier, dossier / "magasin", publication.demonstration(dossier / "demo")) as adresse:
        yield adresse


class Onglet:
    """One tab of one reader, given to test after test: the scripts that it has read stay compiled, which is most of a page's time.

    Between two tests it keeps nothing else: an empty page, nothing stored, the desk's window.
    """

    def __init__(self, chromium: Browser):
        self.contexte = chromium.new_context(viewport=BUREAU, locale="fr-FR", accept_downloads=True)
        self.contexte.set_default_timeout(DELAI)
        self.page = self.contexte.new_page()

    @contextmanager
    def prete(self) -> Iterator[Page]:
        """The tab for one test.  Left on a page whose server is gone, it would draw its wait for ever, on a whole core."""
        try:
            yield self.page
        finally:
            if self.page.url.startswith("http"):
                self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
            self.contexte.clear_cookies()
            self.page.goto("about:blank")
            self.page.emulate_media(media="screen")
            self.page.set_viewport_size(BUREAU)


@pytest.fixture(scope="session")
def onglet(chromium: Browser) -> Iterator[Onglet]:
    ouvert = Onglet(chromium)
    yield ouvert
    ouvert.contexte.close()


@pytest.fixture(scope="session")
def autre_onglet(chromium: Browser) -> Iterator[Onglet]:
    """Another reader: nothing shared with the first."""
    ouvert = Onglet(chromium)
    yield ouvert
    ouvert.contexte.close()


@pytest.fixture
def page(onglet: Onglet) -> Iterator[Page]:
    with onglet.prete() as page:
        yield page


@pytest.fixture
def deux(page: Page, autre_onglet: Onglet) -> Iterator[tuple[Page, Page]]:
    """Two readers who share nothing."""
    with autre_onglet.prete() as autre:
        yield page, autre


@pytest.fixture
def journal(page: Page) -> Journal:
    """Every request and complaint of ``page``, from its opening on."""
    suivi = Journal()
    suivi.suit(page)
    return suivi


def prete(page: Page) -> None:
    """Wait for the first words, then for the end of the run: Streamlit says so on the application's own element."""
    expect(page.locator("h1, .ctg-vide").first).to_be_visible(timeout=DELAI)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning", timeout=DELAI)


@pytest.fixture(scope="session")
def masque(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application on a requête type where one commune has three households of one benefit."""
    dossier = tmp_path_factory.mktemp("masque")
    (dossier / test_import.NOM).write_bytes(test_import.fichier(sorted(publication.ref().membres("epci", publication.EPCI))))
    reglages = Settings(store=dossier / "magasin", demo=None, acteur="essai")
    assert pipeline.importe(reglages, [dossier / test_import.NOM])[0].etat == "importe"
    with lance(dossier, reglages.store) as adresse:
        yield adresse
