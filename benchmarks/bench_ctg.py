"""Bar of the pages of a CTG: action to last figure painted, on a large CTG, against the same pages fed with prebuilt figures.

Needs Chromium and the development requirements.  Both sides are measured in one run, alternating, medians of 15.
"""

import logging
import re
import shutil
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from benchmarks import ctg_prebatie, dit, grande_ctg, navigation
from benchmarks.ctg_prebatie import ETAPE, LIBELLE, Scenario
from benchmarks.grande_ctg import GrandeCtg
from benchmarks.navigation import TOURS, Banc, attend_le_calme, duree
from ctg_data import settings as reglages
from ctg_data import storage
from ctg_data.settings import RACINE, Settings
from ctg_data.ui import textes_chemins, textes_suivi
from ctg_data.wording import gouvernance
from ctg_data.wording.saisies import ENREGISTRER
from tests.navigateur.conftest import prete

BARRE = 1.3
DEMO = RACINE / "data" / "demo"
FIGURES = ".ctg-dessin svg, .ctg-plan, .ctg-table, .ctg-suivi"
"""Drawing of a path and its outline, tables, block of a followed change."""


def main() -> bool:
    """Print every bar; whether all hold."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    with tempfile.TemporaryDirectory(prefix="ctg-bench-") as dossier, ExitStack() as pile:
        ici = Path(dossier)
        donnees = Settings(store=ici / "modele", demo=DEMO, acteur="essai")
        grande = grande_ctg.ecrit(donnees)
        storage.ferme()
        copies = {nom: Path(shutil.copytree(donnees.store, ici / nom)) for nom in ("prebati", "produit", "plancher")}
        scenario = Scenario(grande.ctg, grande.changements[0], grande.ouverts[: TOURS + 1])
        prebatie = _prebatit(ici / "vues.pickle", replace(donnees, store=copies["prebati"]), scenario)
        produit = navigation.serveur("tests/navigateur/lanceur.py", str(copies["produit"]), str(DEMO))
        plancher = navigation.serveur("benchmarks/ctg_prebatie.py", str(copies["plancher"]), str(DEMO), str(prebatie))
        serveurs = {"produit": pile.enter_context(produit), "préconstruit": pile.enter_context(plancher)}
        return _barres(serveurs, grande, scenario)


def _prebatit(fichier: Path, donnees: Settings, scenario: Scenario) -> Path:
    reglages.load = lambda store=None: donnees
    ctg_prebatie.prebatit(fichier, donnees, scenario)
    storage.ferme()
    return fichier


def _barres(serveurs: dict[str, str], grande: GrandeCtg, scenario: Scenario) -> bool:
    rangs = [grande.changements.index(c) + 1 for c in scenario.choisis]
    banc = Banc(navigation.espion(FIGURES), partial(_tour, f"ctg={scenario.ctg}&changement={scenario.depart}"))
    temps = banc.mesure(serveurs, rangs)
    tenues = [dit(f"grande CTG, « {action} » → dernière figure", t, BARRE) for action, t in temps.items()]
    return all(tenues)


def _tour(adresse: str, page: Page, rang: int) -> dict[str, float]:
    """Every action of one round, on the change of that rank."""
    return {**_chemins(adresse, page, rang), **_suivi(adresse, page, rang), **_gouvernance(adresse, page)}


def _va(page: Page, quoi: str, adresse: str, montre: str) -> None:
    """Open a page, and wait until all of it is there, ``montre`` included."""
    page.goto(f"{'/'.join(page.url.split('/')[:3])}/{quoi}?{adresse}")
    prete(page)
    page.locator(montre).first.wait_for()
    attend_le_calme(page)


def _chemins(adresse: str, page: Page, rang: int) -> dict[str, float]:
    _va(page, "chemins", f"{adresse}&volet=chemin", ".ctg-dessin svg")
    durees = {"autre chemin": _choisit(page, "champ_changement", f"secteur {rang}", f"secteur {rang}$")}
    durees["autre élément"] = _choisit(page, "champ_element", f"E{ETAPE + 1}", rf"^E{ETAPE + 1}\W")
    page.get_by_role("button", name=textes_chemins.MODIFIER_ETAPE, exact=True).click()
    page.get_by_label(textes_chemins.LIBELLE_ETAPE).fill(LIBELLE)
    durees["étape modifiée"] = _enregistre(page)
    page.locator(".ctg-dessin svg", has_text="le disent").wait_for()
    return durees


def _suivi(adresse: str, page: Page, rang: int) -> dict[str, float]:
    _va(page, "suivi", adresse, ".ctg-suivi")
    durees = {"autre changement suivi": _choisit(page, "champ_changement", f"secteur {rang}", f"secteur {rang}$")}
    page.get_by_role("button", name=textes_suivi.RELEVER, exact=True).click()
    page.get_by_label(textes_suivi.COMMENTAIRE).wait_for()
    durees["relevé noté"] = _enregistre(page)
    return durees


def _gouvernance(adresse: str, page: Page) -> dict[str, float]:
    _va(page, "gouvernance", adresse, "[class*=st-key-tache-]")
    return {"plan d'actions ouvert": duree(page, page.get_by_role("radio", name=gouvernance.VOLETS["actions"], exact=True).click)}


def _choisit(page: Page, liste: str, tape: str, voulu: str) -> float:
    """Choose in a list what is found by typing."""
    page.locator(f".st-key-{liste} input").click()
    page.keyboard.type(tape)
    option = page.get_by_role("option", name=re.compile(voulu))
    option.wait_for()
    return duree(page, option.click)


def _enregistre(page: Page) -> float:
    """Save the form that is open, what was typed being already known of the server."""
    page.keyboard.press("Tab")
    attend_le_calme(page)
    return duree(page, page.get_by_role("button", name=ENREGISTRER, exact=True).click)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
