"""Bar of the page of paths: action to last thing painted, against the same page fed with ready-made views and drawings.

One CTG of 50 changes, 500 steps and more than 2,000 rows of journal.  Needs Chromium.  Medians of 15, sides alternating.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import SAUTE, dit
from benchmarks.chemins_prebatis import prebatit
from ctg_data.conventions import chemins
from ctg_data.conventions.gestes import Etabli
from ctg_data.parcours.chemin import Etape, Hypothese
from ctg_data.parcours.convention import Action
from ctg_data.parcours.suivi import Marqueur, Objet
from ctg_data.settings import RACINE
from ctg_data.ui import textes_chemins as mots
from tests.chromium import OPTIONS, executable
from tests.navigateur.conftest import attend, port_libre, prete
from tests.parcours.carnet import Carnet, carnet, consent, valide

TOURS, BARRE = 15, 1.3
CHANGEMENTS, ETAPES, ACTIONS = 50, 10, 4
CALME_MS = 600
ESPION = """
window.__peint = 0;
new MutationObserver((lots) => { if (lots.some((l) => l.target.closest?.('[data-testid=stMain]'))) window.__peint = performance.now(); })
  .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
document.addEventListener('keydown', (e) => { if (e.key === 'Enter') { window.__geste = performance.now(); window.__peint = 0; } }, true);
"""
FINI = f"""() => window.__peint > window.__geste && performance.now() - window.__peint > {CALME_MS}
  && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""


def main() -> int:
    """Print the bars; exit code."""
    if executable() is None:
        print("Chromium absent : mesure sautée")
        return SAUTE
    with tempfile.TemporaryDirectory(prefix="ctg-bench-") as dossier, ExitStack() as pile:
        cotes = {}
        for nom in ("produit", "préconstruit"):
            grand = _grande_ctg(Path(dossier) / nom)
            prebatit(Path(dossier) / nom / "prebati", grand.settings, grand.ctg)
            script = ["tests/navigateur/lanceur.py"] if nom == "produit" else ["benchmarks/chemins_prebatis.py"]
            suite = [str(grand.settings.store)] + ([] if nom == "produit" else [str(Path(dossier) / nom / "prebati")])
            cotes[nom] = (grand, pile.enter_context(_serveur(script, suite)))
        return 0 if _barres(cotes) else 1


def _grande_ctg(dossier: Path) -> Carnet:
    dossier.mkdir()
    c = carnet(dossier)
    c.fait(lambda e: e.modifie(e.fiches[c.ctg], derogation="Une CTG d'essai, plus grande que nature."))
    valide(consent(c, [f"Changement {n} : les familles trouvent une réponse près de chez elles" for n in range(CHANGEMENTS)]))
    c.fait(lambda e: [_trace(e, changement) for changement, _ in e.dossier.changements()])
    return c


def _trace(e: Etabli, changement: str) -> None:
    """Ten steps in three ranks, four actions, a hypothesis on every other arrow."""
    chemin = chemins.ouvre(e, changement, "Pilote")
    etapes = [e.cree(Etape(e.dossier.id, chemin.id, f"Étape {k} : une pratique change", "professionnels", k)).id for k in range(ETAPES)]
    for k, etape in enumerate(etapes):
        lien = chemins.relie(e, chemin.id, etape, etapes[k + 3] if k + 3 < ETAPES else changement)
        if k % 2 == 0:
            h = e.cree(Hypothese(e.dossier.id, lien.id, f"Hypothèse {k}", prevue_le=date(2027, 1, 1)))
            e.cree(Marqueur(e.dossier.id, Objet.HYPOTHESE, h.id, libelle="Signe"))
    for k in range(ACTIONS):
        chemins.relie(e, chemin.id, e.cree(Action(e.dossier.id, f"Action {k}, menée avec les partenaires")).id, etapes[k % 3])


@contextmanager
def _serveur(script: list[str], arguments: list[str]) -> Iterator[str]:
    port = port_libre()
    with tempfile.TemporaryFile() as sortie:
        commande = [sys.executable, *script, str(port), *arguments]
        processus = subprocess.Popen(commande, cwd=RACINE, stdout=sortie, stderr=subprocess.STDOUT)
        try:
            attend(f"http://127.0.0.1:{port}", processus)
            yield f"http://127.0.0.1:{port}"
        finally:
            processus.terminate()
            processus.wait(20)


def _barres(cotes: dict[str, tuple[Carnet, str]]) -> bool:
    temps: dict[str, dict[str, list[float]]] = {}
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=executable(), args=list(OPTIONS))
        pages = {nom: _ouvre(navigateur.new_page(), grand, adresse) for nom, (grand, adresse) in cotes.items()}
        for tour in range(TOURS + 1):
            for nom, page in list(pages.items())[:: 1 if tour % 2 else -1]:
                for action, duree in _tour(page, tour + 2).items():
                    if tour:
                        temps.setdefault(action, {}).setdefault(nom, []).append(duree)
        navigateur.close()
    tenues = [dit(f"chemins, « {action} » → dernière figure", {n: t[n] for n in cotes}, BARRE) for action, t in temps.items()]
    return all(tenues)


def _ouvre(page: Page, grand: Carnet, adresse: str) -> Page:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.add_init_script(ESPION)
    page.goto(f"{adresse}/chemins?ctg={grand.ctg}&volet=chemin")
    prete(page)
    page.get_by_role("button", name=mots.ETAPE_VERS).wait_for()
    return page


def _tour(page: Page, rang: int) -> dict[str, float]:
    """Read another change, choose its first step, move it down."""
    durees = {"autre changement": _choisit(page, mots.CHANGEMENT, f"C{rang} ·")}
    durees["autre élément"] = _choisit(page, mots.ELEMENT, "E1 ·")
    page.get_by_role("button", name=mots.DESCENDRE, exact=True).focus()
    durees["étape déplacée"] = _mesure(page)
    return durees


def _choisit(page: Page, liste: str, debut: str) -> float:
    page.get_by_role("combobox", name=liste, exact=True).click()
    page.keyboard.type(debut)
    page.get_by_role("option", name=debut).first.wait_for()
    return _mesure(page)


def _mesure(page: Page) -> float:
    """Press Enter; milliseconds until the last change of the page."""
    page.evaluate("() => { window.__geste = Infinity; }")
    page.keyboard.press("Enter")
    page.wait_for_function(FINI, timeout=60_000)
    return page.evaluate("() => window.__peint - window.__geste")


if __name__ == "__main__":
    sys.exit(main())
