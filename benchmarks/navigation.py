"""What the measures of pages share: servers of the product and of its floor, a page that notes when its figures were painted."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, sync_playwright

from ctg_data.settings import RACINE
from tests.chromium import OPTIONS, executable
from tests.navigateur.conftest import attend, port_libre, prete

TOURS = 15
CALME_MS = 700
"""Nothing painted for that long: the last figure is there."""
DELAI_MS = 60_000
FINI = f"""() => window.__peint > window.__clic && performance.now() - window.__peint > {CALME_MS}
  && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""
CALME = f"""() => performance.now() - window.__peint > {CALME_MS}
  && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""
_OBSERVE = """
window.__peint = 0;
const peint = () => { window.__peint = performance.now(); };
document.addEventListener('pointerdown', () => { window.__clic = performance.now(); window.__peint = 0; }, true);
const figures = %r;
const touche = (lot) => (lot.target.closest && lot.target.closest(figures))
  || [...lot.addedNodes].some(n => n.matches && (n.matches(figures) || n.querySelector(figures)));
new MutationObserver(lots => { if (lots.some(touche)) peint(); })
  .observe(document, {subtree: true, childList: true, attributes: true});
"""


def espion(figures: str, suite: str = "") -> str:
    """Script of a page that notes when what ``figures`` selects was last drawn; ``suite``: what else paints, and calls ``peint()``."""
    return _OBSERVE % figures + suite


@contextmanager
def processus(commande: list[str], port: int, chemin: str) -> Iterator[str]:
    """Address of a server, stopped at the end."""
    with tempfile.TemporaryFile() as sortie:
        lance = subprocess.Popen([sys.executable, *commande], cwd=RACINE, stdout=sortie, stderr=subprocess.STDOUT)
        try:
            attend(f"http://127.0.0.1:{port}", lance, chemin=chemin)
            yield f"127.0.0.1:{port}"
        finally:
            lance.terminate()
            lance.wait(20)


def serveur(script: str, *arguments: str) -> AbstractContextManager[str]:
    """The product (``tests/navigateur/lanceur.py``) or a floor of it, on a free port."""
    port = port_libre()
    return processus([script, str(port), *arguments], port, "/pret")


@dataclass(frozen=True)
class Banc:
    """Two servers beside each other, one page on each.  ``joue(page, item)``: durations of the actions of one round."""

    espion: str
    joue: Callable[[Page, Any], Mapping[str, float]]

    def mesure(self, serveurs: Mapping[str, str], items: list[Any]) -> dict[str, dict[str, list[float]]]:
        """Action -> side -> durations; sides change order at each round; the first item warms both up."""
        temps: dict[str, dict[str, list[float]]] = {}
        with sync_playwright() as playwright:
            navigateur = playwright.chromium.launch(executable_path=executable(), args=list(OPTIONS))
            pages = {nom: self._ouvre(navigateur.new_page(), adresse) for nom, adresse in serveurs.items()}
            for tour, item in enumerate(items):
                for nom in list(pages)[:: 1 if tour % 2 else -1]:
                    for action, duree in self.joue(pages[nom], item).items():
                        if tour:
                            temps.setdefault(action, {n: [] for n in pages})[nom].append(duree)
            navigateur.close()
        return temps

    def _ouvre(self, page: Page, adresse: str) -> Page:
        page.add_init_script(self.espion)
        page.goto(f"http://{adresse}/")
        prete(page)
        page.set_default_timeout(DELAI_MS)
        return page


def attend_le_calme(page: Page) -> None:
    """Nothing is painted any more, and no run is under way."""
    page.wait_for_function(CALME, timeout=DELAI_MS)


def duree(page: Page, geste: Callable[[], None]) -> float:
    """Milliseconds from the press of ``geste`` to the last figure painted."""
    page.evaluate("() => { window.__clic = Infinity; }")
    geste()
    page.wait_for_function(FINI, timeout=DELAI_MS)
    return page.evaluate("() => window.__peint - window.__clic")
