"""Bars of the pages: action to last figure painted against prebuilt figures; server time of a cached run against a typical page.

Needs Chromium and the development requirements.  Both bars are measured in one run, sides alternating, medians of 15.
"""

import logging
import sys
import tempfile
import time
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from playwright.sync_api import Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from benchmarks import dit, navigation
from benchmarks.navigation import TOURS, Banc, duree
from benchmarks.pages_prebaties import prebatit
from ctg_data import settings as reglages
from ctg_data.settings import RACINE, Settings
from ctg_data.store import publie
from ctg_data.ui import cache
from ctg_data.ui.selection import Selection
from tests.navigateur.conftest import port_libre, prete
from tests.ui import publication

BARRE_ACTION, BARRE_SERVEUR = 1.3, 2.0
DEPART, THEME = "PA", "IN"
"""Theme on screen, theme chosen then: both have a map of published figures in the demonstration."""
FIGURES = ".stPlotlyChart, .ctg-carte"
ESPION = """
const suit = () => {
  for (const e of document.querySelectorAll('.js-plotly-plot')) {
    if (e.on && !e.__suivi) { e.__suivi = true; e.on('plotly_afterplot', peint); }
    const carte = e._fullLayout && e._fullLayout.map && e._fullLayout.map._subplot && e._fullLayout.map._subplot.map;
    if (carte && !carte.__suivi) { carte.__suivi = true; carte.on('render', peint); }
  }
  requestAnimationFrame(suit);
};
suit();
"""


def main() -> bool:
    """Print both bars; whether both hold."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    with tempfile.TemporaryDirectory(prefix="ctg-bench-") as dossier, ExitStack() as pile:
        donnees = _donnees(Path(dossier))
        choisis = _territoires(donnees)
        prebati = _prebatit(Path(dossier) / "prebati", donnees, choisis)
        magasin, demo = str(donnees.store), str(donnees.demo or "")
        produit = pile.enter_context(navigation.serveur("tests/navigateur/lanceur.py", magasin, demo))
        plancher = pile.enter_context(navigation.serveur("benchmarks/pages_prebaties.py", magasin, demo, str(prebati)))
        page_type = pile.enter_context(_page_type())
        tenus = [_barre_serveur(produit, page_type, choisis[0])]
        tenus += _barres_actions(produit, plancher, choisis[1:])
    return all(tenus)


def _donnees(dossier: Path) -> Settings:
    """The embedded demonstration, else invented values of the same shape."""
    demo = RACINE / "data" / "demo"
    return Settings(store=dossier / "vide", demo=demo) if publie.existe(demo) else publication.remplit(dossier / "magasin")


def _territoires(donnees: Settings) -> list[str]:
    """One EPCI a round, never seen before by either server, with values in its communes; two more to warm both up."""
    reglages.load = lambda store=None: donnees
    r, communes = cache.ref(), cache.corpus().codes("commune")
    avec_carte = [c for c in sorted(r.codes("epci")) if c != publication.EPCI and not communes.isdisjoint(r.membres("epci", c))]
    choisis = avec_carte or sorted(cache.corpus().codes("epci") - {publication.EPCI})
    return [publication.EPCI, *choisis[:: max(1, len(choisis) // (TOURS + 1))][: TOURS + 1]]


def _prebatit(dossier: Path, donnees: Settings, codes: list[str]) -> Path:
    dossier.mkdir()
    for code in codes:
        for theme in (DEPART, THEME):
            prebatit(dossier, Selection("epci", code, theme=theme))
    return dossier


def _page_type() -> AbstractContextManager[str]:
    port = port_libre()
    return navigation.processus(["-m", "streamlit", "run", "benchmarks/page_type.py", "--server.port", str(port)], port, "/_stcore/health")


# Server time -------------------------------------------------------------------------------------------------------


def _barre_serveur(produit: str, page_type: str, code: str) -> bool:
    """Time from the demand to the end of the script, on a session where everything is cached."""
    with _session(produit) as a, _session(page_type) as b:
        adresse = f"niveau=epci&code={code}&theme={DEPART}"
        for session, ici, page, figures in ((a, adresse, "portrait", 3), (b, "", "", 3)):
            vues = sum(_rejoue(session, ici, page)[1] for _ in range(3))
            assert vues == 3 * figures, f"{vues} figures received, {3 * figures} expected: not the page one thinks"
        temps: dict[str, list[float]] = {"produit": [], "page type": []}
        for _ in range(TOURS):
            temps["produit"].append(_rejoue(a, adresse, "portrait")[0])
            temps["page type"].append(_rejoue(b, "", "")[0])
    return dit("temps serveur d'une page en cache", temps, BARRE_SERVEUR)


def _session(serveur: str) -> ClientConnection:
    return connect(f"ws://{serveur}/_stcore/stream", subprotocols=["streamlit"], origin=f"http://{serveur}", max_size=None)


def _rejoue(session: ClientConnection, adresse: str, page: str) -> tuple[float, int]:
    """Milliseconds of one whole run, messages received included, and the number of figures among them."""
    figures = 0
    demande = BackMsg()
    demande.rerun_script.query_string = adresse
    demande.rerun_script.page_name = page
    debut = time.perf_counter()
    session.send(demande.SerializeToString())
    while True:
        message = ForwardMsg.FromString(session.recv(timeout=60))
        figures += message.delta.new_element.WhichOneof("type") == "plotly_chart"
        if message.WhichOneof("type") == "script_finished":
            return 1000 * (time.perf_counter() - debut), figures


# Action to last figure painted -------------------------------------------------------------------------------------


def _barres_actions(produit: str, plancher: str, codes: list[str]) -> list[bool]:
    banc = Banc(navigation.espion(FIGURES, ESPION), _tour)
    temps = banc.mesure({"produit": produit, "préconstruit": plancher}, codes)
    return [dit(f"action « {action} » → dernière figure", t, BARRE_ACTION) for action, t in temps.items()]


def _tour(page: Page, code: str) -> dict[str, float]:
    page.goto(f"{page.url.split('/portrait')[0].rstrip('/')}/portrait?niveau=epci&code={publication.EPCI}&theme={DEPART}")
    prete(page)
    page.get_by_role("searchbox").fill(code)
    trouve = page.locator(f".st-key-recherche-epci-{code} button")
    trouve.wait_for()
    durees = {"autre territoire": duree(page, trouve.click)}
    durees["autre thème"] = duree(page, lambda: page.get_by_text("Insertion et précarité", exact=True).first.click())
    durees["autre face"] = duree(page, lambda: page.get_by_text("Offre", exact=True).first.click())
    return durees


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
