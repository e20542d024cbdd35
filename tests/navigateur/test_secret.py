"""What Chromium holds of a masked commune: page, figures, messages of the server and files, none with the protected figures."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.conftest import prete
from tests.ui.publication import EPCI, ref
from tests.ui.test_import import MONTANT, SECRET

pytestmark = pytest.mark.navigateur

COMMUNE = min(ref().membres("epci", EPCI))
FOYERS = "theme=IN&figure=foyers_ppa"
ESPACES = re.compile("[\u00a0\u202f\u2009 ]")
TRACES = "() => [...document.querySelectorAll('.js-plotly-plot')].map(e => JSON.stringify([e.data, e.layout]))"
RANGEE = ".ctg-rangees tbody tr"


def ouvre(page: Page, masque: str, niveau: str, code: str, suite: str = FOYERS) -> list[bytes]:
    """Messages that the server sends while the page opens."""
    recus: list[bytes] = []
    page.on("websocket", lambda prise: prise.on("framereceived", lambda m: recus.append(m if isinstance(m, bytes) else m.encode())))
    page.goto(f"{masque}/portrait?niveau={niveau}&code={code}&{suite}")
    prete(page)
    return recus


def propre(texte: str) -> None:
    """Neither the amount of the masked households nor their number."""
    serre = ESPACES.sub("", texte)
    assert str(MONTANT) not in serre
    assert not re.search(rf"(?<![\d,.]){SECRET}foyers", serre)


@pytest.mark.parametrize(("niveau", "code"), [("commune", COMMUNE), ("epci", EPCI)])
def test_no_protected_figure_is_anywhere_in_the_browser(page: Page, masque: str, niveau: str, code: str):
    recus = ouvre(page, masque, niveau, code)
    assert sum(map(len, recus)) > 10_000
    propre(b" ".join(recus).decode("utf-8", "ignore"))
    propre(page.content())
    propre(" ".join(page.evaluate(TRACES)))


def test_the_row_of_the_masked_figure_shows_a_word_and_no_mark(page: Page, masque: str):
    ouvre(page, masque, "commune", COMMUNE)
    rangee = page.locator(RANGEE).filter(has_text="Foyers avec prime d’activité").filter(has_not_text="pour 100").first
    expect(rangee.locator(".ctg-valeur")).to_have_text("secret")
    expect(rangee.locator(".ctg-barre")).to_have_count(0)
    expect(rangee).to_contain_text("effectif de moins de 5. Regardez l’EPCI.")


def test_the_masked_commune_has_no_colour_on_the_map(page: Page, masque: str):
    ouvre(page, masque, "epci", EPCI, "theme=IN&figure=foyers_ppa")
    expect(page.locator(".ctg-carte[data-etat=peinte]")).to_be_visible()
    entree = page.locator(".st-key-carte-portrait .ctg-classes li").filter(has_text="secret statistique")
    expect(entree.locator(".ctg-nombre")).to_have_text("2")


def test_no_protected_figure_in_the_files_taken_away(page: Page, masque: str, tmp_path: Path):
    ouvre(page, masque, "commune", COMMUNE)
    page.get_by_role("button", name="Exporter").click()
    for rang, libelle in enumerate(("CSV", "HTML")):
        with page.expect_download() as attendu:
            page.get_by_role("button", name=re.compile(libelle)).click()
        attendu.value.save_as(tmp_path / str(rang))
        contenu = (tmp_path / str(rang)).read_text("utf-8-sig")
        assert "secret" in contenu
        propre(contenu)
    lignes = [x for x in (tmp_path / "0").read_text("utf-8-sig").splitlines() if "foyers_ppa" in x and COMMUNE in x and ";commune;" in x]
    assert lignes
    assert all(";3;" not in x and ";3,0;" not in x for x in lignes)
