"""Every shared page before a room: letters, keys, one figure at a time, and the page as it was afterwards."""

import re

import pytest
from playwright.sync_api import Page, expect

from ctg_data.ui import textes
from tests.navigateur.conftest import Journal, prete
from tests.ui.publication import EPCI

pytestmark = pytest.mark.navigateur

LIEU = f"niveau=epci&code={EPCI}"
ADRESSES = {
    "accueil": "",
    "portrait": f"portrait?{LIEU}",
    "carte": f"carte?{LIEU}&figure=tx_couv_eaje",
    "tendances": f"tendances?{LIEU}&theme=IN",
    "perimetres": f"perimetres?{LIEU}",
    "methode": f"methode?{LIEU}",
    "chemins": "chemins?volet=chemin",
    "suivi": "suivi?volet=changements",
    "gouvernance": "gouvernance?volet=cycle",
}
TEXTES, NOTES = 28, 20
"""Pixels on 1920 × 1080: of what is read, and of what goes with it (notes, captions, controls, the foot of the screen)."""
PETITS = """([textes, notes]) => {
  const lus = ':is(p, li, th, td, dt, dd, h1, h2, h3, .ctg-note, button, select, input, .stPlotlyChart text)';
  const petits = '.ctg-note, .ctg-sourdine, .ctg-legende, .ctg-mention, .ctg-pied, button, label, select, input, .stPlotlyChart';
  const loupe = (e) => e.closest('.stPlotlyChart') ? parseFloat(e.closest('.stMain').style.getPropertyValue('--ctg-loupe')) : 1;
  return [...document.querySelectorAll(`.stMain ${lus}`)]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.textContent.trim() && e.getBoundingClientRect().width > 2)
    .map((e) => [e, parseFloat(getComputedStyle(e).fontSize) * loupe(e), e.closest(petits) ? notes : textes])
    .filter(([, taille, attendu]) => taille < attendu - 0.01)
    .map(([e, taille]) => `${taille} ${e.tagName} ${e.textContent.slice(0, 40)}`);
}"""
LARGEUR = "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
PAGE = """() => [document.documentElement.dataset.projection, document.querySelectorAll('[data-salle]').length,
  [...document.querySelectorAll('.stMain .stHtml')].map((e) => e.innerText)]"""
"""What must be as it was: no trace of the projection, the words (a drawing comes in its own time)."""
DESCEND = "e => { e.scrollTop = 120; return e.scrollTop }"
"""A page that fits on the screen stays where it is."""
REVENUE = "ici => Math.abs(document.querySelector('.stMain').scrollTop - ici) <= 8"


def ouvre(page: Page, adresse: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(adresse)
    prete(page)
    expect(page.locator(".ctg-pied[data-pret]")).to_be_attached()


def place(page: Page) -> tuple[int, int]:
    """(figure on screen, number of figures), from the foot of the page."""
    lue = page.locator(".ctg-place")
    expect(lue).to_have_text(re.compile(r"^\d+ / \d+$"))
    rang, total = lue.inner_text().split(" / ")
    return int(rang), int(total)


def va(page: Page, touche: str, attendu: str) -> None:
    page.keyboard.press(touche)
    expect(page.locator(".ctg-place")).to_have_text(attendu)


@pytest.mark.parametrize("nom", ADRESSES)
def test_a_shared_page_is_projected_figure_by_figure(page: Page, journal: Journal, serveur: str, nom: str):
    ouvre(page, f"{serveur}/{ADRESSES[nom]}")
    ici = page.locator(".stMain").evaluate(DESCEND)
    avant = page.evaluate(PAGE)
    page.keyboard.press("p")
    expect(page.locator("html[data-projection]")).to_be_attached()
    expect(page).to_have_url(re.compile("mode=projection"))
    prete(page)
    rang, total = place(page)
    assert rang == 1 <= total
    for rang in range(1, total + 1):
        expect(page.locator(".ctg-place")).to_have_text(f"{rang} / {total}")
        prete(page)
        assert page.evaluate(PETITS, [TEXTES, NOTES]) == []
        assert page.evaluate(LARGEUR) == 0
        if rang < total:
            page.keyboard.press("ArrowRight")
    for absent in (page.locator(".stAppHeader"), page.locator(".st-key-recherche")):
        expect(absent).to_be_hidden()
    page.keyboard.press("Home")
    page.keyboard.press("End")  # at once: nothing pressed is lost
    va(page, "ArrowLeft", f"{total - 1} / {total}")
    expect(page.locator(".ctg-pied [role=status]")).to_contain_text(f"Figure {total - 1} sur {total}")
    page.keyboard.press("Escape")
    expect(page.locator("html[data-projection]")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("mode="))
    prete(page)
    expect(page.locator(".stAppHeader")).to_be_visible()
    if nom != "portrait":  # its own blocks are drawn again by the server
        page.wait_for_function(REVENUE, arg=ici)
        assert page.evaluate(PAGE) == avant
    assert journal.erreurs == []


def test_a_run_a_reload_and_a_sheet_of_paper_keep_the_figures(page: Page, serveur: str):
    ouvre(page, f"{serveur}/{ADRESSES['tendances']}&mode=projection")
    va(page, "ArrowRight", "2 / 3")
    expect(page.get_by_role("heading", name=textes.TENDANCES_FIGURE)).to_be_focused()
    page.get_by_role("radio", name="Petite enfance").click()
    expect(page).to_have_url(re.compile("theme=PE"))
    prete(page)
    expect(page.locator(".ctg-place")).to_have_text("2 / 3")
    page.reload()
    prete(page)
    expect(page.locator(".ctg-place")).to_have_text("2 / 3")
    expect(page.get_by_role("heading", name=textes.VEILLE, exact=True)).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name=textes.VEILLE, exact=True)).to_be_visible()


def test_keys_leave_fields_and_choices_alone_and_read_a_tall_figure_to_its_end(page: Page, serveur: str):
    ouvre(page, f"{serveur}/{ADRESSES['tendances']}")
    page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first.focus()
    page.keyboard.type("p")
    expect(page.locator("html[data-projection]")).to_have_count(0)
    page.get_by_role("button", name=textes.PROJETER, exact=True).click()
    expect(page.locator(".ctg-place")).to_have_text("1 / 3")
    page.get_by_role("radio", name="Petite enfance").focus()
    va(page, "ArrowRight", "1 / 3")
    page.locator(".stMain").focus()
    va(page, "PageDown", "1 / 3")
    page.wait_for_function("() => document.querySelector('.stMain').scrollTop > 100")
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".ctg-place")).to_have_text("3 / 3")
    page.get_by_role("button", name=textes.QUITTER).click()
    expect(page.locator("html[data-projection]")).to_have_count(0)


def test_a_fictive_figure_says_so_at_the_foot_of_the_screen(page: Page, fictif: str):
    ouvre(page, f"{fictif}/{ADRESSES['carte']}&mode=projection")
    expect(page.locator(".ctg-pied .ctg-bandeau")).to_be_visible()
    expect(page.locator(".ctg-pied .ctg-bandeau")).to_contain_text("fictives")
