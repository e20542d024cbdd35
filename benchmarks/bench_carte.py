"""Bars of the map of every commune: first view and change of figure against a bare MapLibre page; bytes on the wire of a change.

Needs Chromium and the development requirements.  Both sides serve the same compressed contours; a first view starts from an empty
browser, and a change asks for a figure that nobody asked for yet; sides alternate, medians of 7 (of 14 changes).  The server's own
time of a change is told without a bar.
"""

import base64
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks import dit
from benchmarks.bench_pages import _processus, _rejoue, _session
from ctg_data.indicators.model import Distribution
from ctg_data.indicators.registry import catalogue
from ctg_data.records import COLONNES_VALEURS, typed
from ctg_data.settings import RACINE, Settings
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from ctg_data.territoires import referentiel
from ctg_data.views.chiffres import est_comparable
from tests.chromium import OPTIONS, executable
from tests.navigateur.conftest import port_libre

TOURS = 7
BARRE, BARRE_OCTETS = 1.5, 300_000
CHANGES = 2
"""Changes of figure in each browser: none of the figures was ever asked of the server."""
ANNEE = 2023
FIGURES = [i for i in catalogue() if est_comparable(i) and not isinstance(i.formules[0], Distribution)][: 1 + CHANGES * (TOURS + 1)]
ADRESSE = f"niveau=france&code=FR&maille=commune&annee={ANNEE}&figure="
CLIC = "for (const g of ['click', 'change']) document.addEventListener(g, () => { window.__clic = performance.now(); }, true);"
PEINTE = "(choix) => { const e = document.querySelector(choix); return e && e.dataset.etat === 'peinte' && +e.dataset.instant; }"
REPEINTE = """(choix) => { const e = document.querySelector(choix);
  return e.dataset.etat === 'peinte' && e.dataset.instant > window.__clic && e.dataset.instant - window.__clic; }"""
CARTE, NUE = ".ctg-carte", "body"


def main() -> bool:
    """Print the bars; whether all hold."""
    with tempfile.TemporaryDirectory(prefix="ctg-carte-") as dossier, ExitStack() as pile:
        magasin = str(_magasin(Path(dossier) / "magasin"))
        produit = pile.enter_context(_serveur("tests/navigateur/lanceur.py", magasin))
        nue = pile.enter_context(_serveur("benchmarks/carte_nue.py", magasin))
        with sync_playwright() as playwright:
            navigateur = playwright.chromium.launch(executable_path=executable(), args=list(OPTIONS))
            premiere, change, octets = _mesure(navigateur, produit, nue)
            navigateur.close()
        print(f"temps serveur d'un changement de figure : {_temps_serveur(produit):.0f} ms (sans barre)")
    tenus = [dit("carte de toutes les communes, première vue", premiere, BARRE), dit("carte, autre figure", change, BARRE)]
    return all([*tenus, _dit_octets(octets)])


def _dit_octets(octets: list[int]) -> bool:
    pire = max(octets)
    tenue = pire <= BARRE_OCTETS
    verdict = "tenue" if tenue else "DÉPASSÉE"
    print(f"carte, octets d'un changement : {pire / 1000:.0f} ko / 300 ko = {pire / BARRE_OCTETS:.2f} (barre 1) {verdict}")
    return tenue


def _serveur(script: str, *arguments: str) -> Iterator[str]:
    port = port_libre()
    return _processus([script, str(port), *arguments], port, "/pret")


def _magasin(dossier: Path) -> Path:
    """Invented rates of every commune, and of the levels that they are compared with."""
    ref, hasard = referentiel.charge(RACINE / "data" / "reference"), np.random.default_rng(1)
    reglages = Settings(store=dossier, demo=None, acteur="essai")
    Magasin(reglages)
    publications = Publications(reglages)
    niveaux = ("commune", "epci", "departement", "region", "france")
    publications.ecrit(((n, _valeurs(n, sorted(ref.codes(n)), hasard)) for n in niveaux), {"id": "invente", "demo": False})
    publications.declare("invente", ())
    return dossier


def _valeurs(niveau: str, codes: list[str], hasard: np.random.Generator) -> pd.DataFrame:
    """One commune in ten is masked, one in ten not significant, one in ten without data."""
    cle = pd.MultiIndex.from_product([codes, [i.id for i in FIGURES]], names=["code", "indicateur"]).to_frame(index=False)
    statut = hasard.choice(["ok", "s", "ns", "nd"], len(cle), p=[0.7, 0.1, 0.1, 0.1]) if niveau == "commune" else np.full(len(cle), "ok")
    valeur = np.where(statut == "ok", hasard.gamma(5, 9, len(cle)), np.nan)
    commun = {"annee": ANNEE, "modalite": "total", "est": False, "arr5": False, "millesime_geo": 2026}
    origine = {"sources": f"insee_populations@{ANNEE}", "edition": "e"}
    lignes = cle.assign(niveau=niveau, valeur=valeur, statut=statut, ic_bas=valeur - 2, ic_haut=valeur + 2, **commun, **origine)
    return typed(lignes, COLONNES_VALEURS)


def _mesure(navigateur: Browser, produit: str, nue: str) -> tuple[dict[str, list[float]], dict[str, list[float]], list[int]]:
    """Milliseconds to the first view and to a change, of each side; bytes received by each change of the product."""
    premiere: dict[str, list[float]] = {"produit": [], "nue": []}
    change: dict[str, list[float]] = {"produit": [], "nue": []}
    octets: list[int] = []
    departs = {"produit": f"http://{produit}/carte?{ADRESSE}{FIGURES[0].id}", "nue": f"http://{nue}/"}
    for tour in range(TOURS + 1):
        for nom in list(departs)[:: 1 if tour % 2 else -1]:
            neuves = [i.libelle for i in FIGURES[1 + CHANGES * tour :][:CHANGES]] if nom == "produit" else []
            vue, suite, recus = _tour(navigateur, departs[nom], neuves)
            if tour:
                premiere[nom].append(vue)
                change[nom] += suite
                octets += recus if neuves else []
    return premiere, change, octets


def _tour(navigateur: Browser, adresse: str, neuves: Sequence[str]) -> tuple[float, list[float], list[int]]:
    """One empty browser: first view, then changes of figure, to ``neuves`` on the side of the product."""
    contexte = navigateur.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    page = contexte.new_page()
    page.add_init_script(CLIC)
    page.set_default_timeout(120_000)
    page.goto(adresse)
    vue = page.wait_for_function(PEINTE, arg=CARTE if neuves else NUE).json_value()
    compteur = Compteur(contexte.new_cdp_session(page))
    suite, recus = [], []
    for libelle in neuves or [""] * CHANGES:
        suite.append(_change(page, libelle) if neuves else _change_nue(page))
        recus.append(compteur.releve())
    contexte.close()
    return vue, suite, recus


class Compteur:
    """Bytes received since the last reading, over the socket and over http."""

    def __init__(self, session: CDPSession):
        self.recus = 0
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", lambda e: self._socket(e["response"]))
        session.on("Network.loadingFinished", lambda e: self._ajoute(int(e["encodedDataLength"])))

    def _socket(self, trame: dict) -> None:
        charge = trame["payloadData"]
        self._ajoute(len(base64.b64decode(charge)) if trame["opcode"] == 2 else len(charge.encode()))

    def _ajoute(self, n: int) -> None:
        self.recus += n

    def releve(self) -> int:
        recus, self.recus = self.recus, 0
        return recus


def _change(page: Page, libelle: str) -> float:
    """From the choice of another figure in the list to the map painted."""
    page.wait_for_timeout(500)
    page.get_by_label("Figure").select_option(label=libelle)
    return _repeinte(page, CARTE)


def _change_nue(page: Page) -> float:
    page.wait_for_timeout(500)
    page.locator("#change").click()
    return _repeinte(page, NUE)


def _repeinte(page: Page, choix: str) -> float:
    duree = page.wait_for_function(REPEINTE, arg=choix).json_value()
    page.wait_for_timeout(700)
    return duree


def _temps_serveur(produit: str) -> float:
    """Median of whole runs that change the figure, every answer received; the views were already asked once."""
    with _session(produit) as session:
        durees = [_rejoue(session, ADRESSE + figure.id, "carte")[0] for _ in range(5) for figure in FIGURES[:2]]
    return statistics.median(durees[2:])


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
