"""The one-file portrait in a real browser: alone, whole at any width, and on A4."""

import re

import pytest

from ctg_data.exports import html
from ctg_data.settings import RACINE, Settings
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import referentiel
from ctg_data.views.portrait import portrait

pytestmark = pytest.mark.navigateur
DEBORDE = """[...document.querySelectorAll('body *')]
  .filter(e => !e.closest('svg') && !e.closest('.cache') && getComputedStyle(e).display !== 'inline' && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.className + ' : ' + e.textContent.slice(0, 60))"""
HORS_DESSIN = """[...document.querySelectorAll('svg')].flatMap(s => {
  const cadre = s.getBoundingClientRect();
  return [...s.querySelectorAll('text')].filter(t => {
    const r = t.getBoundingClientRect();
    return r.left < cadre.left - 1 || r.right > cadre.right + 1 || r.top < cadre.top - 1 || r.bottom > cadre.bottom + 1;
  }).map(t => t.textContent);
})"""


@pytest.fixture(scope="module")
def fichiers(fait, reference, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("portraits")
    for niveau, code in (("epci", "200066512"), ("commune", "87050")):
        (dossier / f"{niveau}.html").write_bytes(html.portrait(fait(niveau, code), reference))
    return dossier


@pytest.mark.parametrize("niveau", ["epci", "commune"])
@pytest.mark.parametrize("largeur", [1280, 390])
def test_nothing_overflows_and_nothing_is_asked(chromium, fichiers, niveau, largeur):
    page = chromium.new_page(viewport={"width": largeur, "height": 900})
    demandes, erreurs = [], []
    page.on("request", lambda r: demandes.append(r.url))
    page.on("console", lambda m: erreurs.append(m.text))
    page.goto((fichiers / f"{niveau}.html").as_uri())
    assert demandes == [(fichiers / f"{niveau}.html").as_uri()]
    assert erreurs == []
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    assert page.evaluate(DEBORDE) == []
    assert page.evaluate(HORS_DESSIN) == []
    page.close()


def test_an_epci_of_the_demonstration_prints_on_thirteen_pages(chromium, reference, tmp_path):
    corpus = Corpus(Settings(store=tmp_path / "magasin", demo=RACINE / "data" / "demo"))
    vue = portrait(corpus, referentiel.charge(reference), niveau="epci", code="200066512", face="priorite")
    (tmp_path / "epci.html").write_bytes(html.portrait(vue, reference))
    page = chromium.new_page()
    page.goto((tmp_path / "epci.html").as_uri())
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert 6 <= len(pages) <= 13
    page.close()


def test_it_prints_on_a4(chromium, fichiers):
    page = chromium.new_page()
    page.goto((fichiers / "epci.html").as_uri())
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594" in pdf or b"/MediaBox [0 0 595" in pdf
    page.close()
