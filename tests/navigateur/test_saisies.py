"""Two browsers on one record: the second one sees both texts, and no update is lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.conftest import EPCI_ECRIT, Journal, prete
from tests.navigateur.test_navigateur import tient, violations

pytestmark = pytest.mark.navigateur


def ouvre(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/portrait?niveau=epci&code={EPCI_ECRIT}")
    prete(page)


def clique(page: Page, nom: str) -> None:
    page.get_by_role("button", name=nom, exact=True).first.click()
    prete(page)


def ecrit_note(page: Page, texte: str) -> None:
    """With the keyboard: type, go to the next control that saves, press it."""
    champ = page.get_by_role("textbox", name="Votre note")
    champ.fill(texte)
    champ.press("Tab")
    expect(page.get_by_role("button", name="Enregistrer", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    prete(page)


def test_two_browsers_on_one_note_lose_no_update(deux: tuple[Page, Page], serveur: str):
    une, autre = deux
    journal = Journal()
    for page in deux:
        journal.suit(page)
    ouvre(une, serveur)
    clique(une, "Ajouter une note")
    ecrit_note(une, "texte de départ")
    expect(une.locator(".ctg-saisie")).to_contain_text("texte de départ")
    ouvre(autre, serveur)
    for page in deux:
        clique(page, "Modifier")
    ecrit_note(une, "<b>une</b> a écrit ceci")
    expect(une.locator(".ctg-saisie")).to_contain_text("<b>une</b> a écrit ceci")
    ecrit_note(autre, "*autre* a écrit cela")
    expect(autre.get_by_text("Deux versions à réunir").first).to_be_visible()
    versions = autre.locator(".st-key-conflit td")
    expect(versions.nth(0)).to_have_text("*autre* a écrit cela")
    expect(versions.nth(1)).to_have_text("<b>une</b> a écrit ceci")
    assert violations(autre) == {}
    clique(autre, "Mettre les deux à la suite")
    expect(autre.get_by_role("textbox", name="Votre note")).to_have_value("<b>une</b> a écrit ceci\n\n*autre* a écrit cela")
    clique(autre, "Enregistrer")
    expect(autre.locator(".ctg-saisie")).to_contain_text("*autre* a écrit cela")
    ouvre(une, serveur)
    for texte in ("<b>une</b> a écrit ceci", "*autre* a écrit cela"):
        expect(une.locator(".ctg-saisie")).to_contain_text(texte)
    assert (journal.erreurs, journal.etrangeres) == ([], [])


def test_two_browsers_on_one_sentence_meet(deux: tuple[Page, Page], serveur: str):
    """Both decide on a sentence on which nobody had: the second one sees the words of the first."""
    une, autre = deux
    for page, texte in ((une, "les mots de l’une"), (autre, "les mots de l’autre")):
        ouvre(page, serveur)
        clique(page, "Décider")
        page.get_by_text("Reformuler", exact=True).click()
        page.get_by_role("textbox", name="Votre phrase").fill(texte)
    clique(une, "Enregistrer")
    expect(une.locator(".ctg-reformule")).to_contain_text("les mots de l’une")
    clique(autre, "Enregistrer")
    expect(autre.locator(".st-key-conflit")).to_contain_text("les mots de l’une")
    expect(autre.get_by_role("textbox", name="Votre phrase")).to_have_value("les mots de l’autre")
    clique(autre, "Enregistrer ma version")
    expect(autre.locator(".ctg-reformule")).to_contain_text("les mots de l’autre")
    clique(autre, "Revoir")
    clique(autre, "Historique")
    for texte in ("les mots de l’une", "les mots de l’autre"):
        expect(autre.locator("[class*=st-key-journal-]")).to_contain_text(texte)
    assert violations(autre) == {}
    autre.set_viewport_size({"width": 390, "height": 900})
    tient(autre)
