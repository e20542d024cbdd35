"""Two browsers on one perimeter: whoever saves second sees what the first wrote, and nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from ctg_data.ui import textes_perimetres as mots
from tests.navigateur.conftest import prete
from tests.ui.publication import EPCI, ref

pytestmark = pytest.mark.navigateur


def enregistre(page: Page, nom: str) -> None:
    champ = page.get_by_label(mots.NOM)
    champ.fill(nom)
    champ.press("Tab")
    page.get_by_role("button", name=mots.FICHE_GARDER).click()


def test_two_hands_on_one_perimeter_lose_no_update(deux: tuple[Page, Page], fictif: str):
    une, autre = deux
    une.goto(f"{fictif}/perimetres?niveau=epci&code={EPCI}")
    prete(une)
    une.get_by_text(mots.COLLER).click()
    une.get_by_label(mots.COLLER_LIBELLE).fill("\n".join(ref().membres("epci", EPCI)[:12]))
    une.get_by_role("button", name=mots.AJOUTER).click()
    expect(une.locator(".ctg-phrase")).to_contain_text("12 communes")
    une.get_by_label(mots.NOM).fill("Nord")
    une.get_by_role("button", name=mots.CREER_BOUTON).click()
    expect(une.get_by_text("« Nord » créé")).to_be_visible()

    # The address follows the page by a message of its own: read too early, it is that of the creation.
    expect(une).to_have_url(re.compile("niveau=perimetre"))
    autre.goto(une.url)
    prete(autre)
    expect(autre.get_by_label(mots.NOM)).to_have_value("Nord")
    enregistre(une, "Nord et Gartempe")
    expect(une.get_by_text("La fiche est enregistrée")).to_be_visible()
    enregistre(autre, "Nord du Limousin")
    expect(autre.get_by_text(mots.CONFLIT)).to_be_visible()
    for nom in ("Nord du Limousin", "Nord et Gartempe"):
        expect(autre.get_by_role("cell", name=f"« {nom} »")).to_be_visible()

    autre.get_by_role("button", name=mots.RELIRE).last.click()
    # Until the run ends, the field of before stands beside the new one.
    expect(autre.get_by_text(mots.CONFLIT)).to_be_hidden()
    expect(autre.get_by_label(mots.NOM)).to_have_value("Nord et Gartempe")
    enregistre(autre, "Nord du Limousin")
    expect(autre.get_by_text("La fiche est enregistrée")).to_be_visible()
    autre.get_by_text("Historique : qui").click()
    expect(autre.get_by_text("« Nord et Gartempe » → « Nord du Limousin »")).to_be_visible()
