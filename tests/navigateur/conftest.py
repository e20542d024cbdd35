"""One server and one Chromium for the whole session; skipped, visibly, where Chromium is missing."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

RACINE = Path(__file__).resolve().parents[2]
OPTIONS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)
SONDES = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit's front end looks for its base address under the page's own path first: these two 404 are its own."""


@dataclass
class Journal:
    """What a page asked and complained about."""

    adresse: str
    etrangeres: list[str] = field(default_factory=list)
    erreurs: list[str] = field(default_factory=list)

    def suit(self, page: Page) -> None:
        page.on("request", lambda r: self._demande(r.url))
        page.on("console", lambda m: m.type == "error" and self._erreur(m.text, m.location.get("url", "")))
        page.on("pageerror", lambda e: self.erreurs.append(str(e)))

    def _demande(self, url: str) -> None:
        if not url.startswith((self.adresse, self.adresse.replace("http", "ws"), "data:", "blob:")):
            self.etrangeres.append(url)

    def _erreur(self, texte: str, url: str) -> None:
        if not url.endswith(SONDES):
            self.erreurs.append(f"{texte} {url}")


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def attend(adresse: str, serveur: subprocess.Popen, delai: float = 90) -> None:
    fin = time.monotonic() + delai
    while time.monotonic() < fin:
        if serveur.poll() is not None:
            raise RuntimeError(f"the server stopped with code {serveur.returncode}")
        try:
            with urllib.request.urlopen(f"{adresse}/pret", timeout=2) as reponse:
                if reponse.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server is not ready")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    chemin = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chemin is None:
        pytest.skip("Chromium est absent : test de navigateur sauté (apt-get install chromium)")
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=chemin, args=list(OPTIONS))
        yield navigateur
        navigateur.close()


@pytest.fixture(scope="session")
def serveur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the application on a store of its own."""
    dossier = tmp_path_factory.mktemp("navigateur")
    adresse = f"http://127.0.0.1:{(port := port_libre())}"
    commande = [sys.executable, "-m", "streamlit", "run", str(RACINE / "app.py"), "--server.port", str(port)]
    journal = (dossier / "serveur.log").open("wb")
    processus = subprocess.Popen(
        commande, cwd=RACINE, env={**os.environ, "CTG_STORE": str(dossier / "store")}, stdout=journal, stderr=subprocess.STDOUT
    )
    try:
        attend(adresse, processus)
        yield adresse
    finally:
        processus.terminate()
        processus.wait(20)
        journal.close()


@pytest.fixture
def page(chromium: Browser, serveur: str) -> Iterator[Page]:
    contexte = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    yield contexte.new_page()
    contexte.close()


@pytest.fixture
def journal(page: Page, serveur: str) -> Journal:
    """Every request and complaint of ``page``, from its opening on."""
    suivi = Journal(serveur)
    suivi.suit(page)
    return suivi


def prete(page: Page) -> None:
    """Wait for the end of the run: Streamlit says so on the application's own element."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
