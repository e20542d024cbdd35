"""By keyboard alone: an empty convention becomes a validated path with one followed change, read back after a restart."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ctg_data.ui import textes_chemins as mots
from ctg_data.ui import textes_conventions as communs
from tests.chromium import DELAI
from tests.navigateur.conftest import lance, prete

pytestmark = pytest.mark.navigateur

NOM_ACTIF = """() => {
  const e = document.activeElement;
  return [e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '', e.className?.baseVal ?? e.tagName];
}"""
TABULATIONS = 150
CHANGEMENTS = ("Chaque famille trouve un accueil", "Les jeunes se disent écoutés", "Les parents seuls sont entourés", "Chacun a ses droits")


class Clavier:
    """What hands on a keyboard do, and eyes that wait for what they expect; no mouse."""

    def __init__(self, page: Page):
        self.page = page

    def va(self, *noms: str) -> None:
        """Tab until a control of one of these names has the focus."""
        voulus = set(map(plat, noms))
        for _ in range(TABULATIONS):
            if self.ici() in voulus:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"« {noms} » is out of reach of the keyboard; focus on « {self.ici()} »")

    def ici(self) -> str:
        return plat(self.page.evaluate(NOM_ACTIF)[0])

    def tape(self, nom: str, texte: str) -> None:
        self.va(nom)
        self.page.keyboard.type(texte)
        self.page.keyboard.press("Tab")

    def presse(self, nom: str) -> None:
        """Press a button once it is there."""
        expect(self.page.get_by_role("button", name=nom, exact=True).first).to_be_visible(timeout=DELAI)
        self.va(nom)
        self.page.keyboard.press("Enter")
        self.calme()

    def choisit(self, liste: str, debut: str) -> None:
        """Choose in a list the first answer to what is typed."""
        self.va(liste)
        self.page.keyboard.type(debut)
        expect(self.page.get_by_role("option").first).to_contain_text(debut)
        self.page.keyboard.press("Enter")
        self.calme()

    def volet(self, nom: str) -> None:
        """One tab stop for all, then arrows, from the left end on."""
        noms = list(mots.VOLETS.values())
        self.va(*noms)
        for touche in (*["ArrowLeft"] * len(noms), *["ArrowRight"] * noms.index(nom)):
            self.page.keyboard.press(touche)
        assert self.ici() == plat(nom)
        self.page.keyboard.press("Space")
        expect(self.page.get_by_role("radio", name=nom, exact=True)).to_be_checked()
        self.calme()

    def remplit(self, bouton: str, **champs: str) -> None:
        """Open a form, fill it, save it."""
        self.presse(bouton)
        for nom, texte in champs.items():
            self.tape(getattr(mots, nom), texte)
        self.enregistre("Enregistrer")

    def enregistre(self, nom: str) -> None:
        self.presse(nom)
        expect(self.page.get_by_role("button", name=nom, exact=True)).to_be_hidden()

    def calme(self) -> None:
        """The run that the last key started is over: Streamlit says so a moment after it began."""
        self.page.wait_for_timeout(80)
        expect(self.page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning", timeout=DELAI)


def plat(texte: str) -> str:
    return " ".join(texte.replace("\u00a0", " ").replace("\u202f", " ").split())


def passer(etat: str) -> str:
    return communs.PASSER.format(etat=etat)


def ouvre(page: Page, adresse: str) -> Page:
    page.goto(adresse)
    prete(page)
    return page


def test_an_empty_convention_becomes_a_followed_change_by_keyboard_and_is_read_back_after_a_restart(
    deux: tuple[Page, Page], tmp_path: Path
):
    une, autre = deux
    magasin = tmp_path / "magasin"
    with lance(tmp_path, magasin) as adresse:
        page = ouvre(une, f"{adresse}/chemins")
        k = Clavier(page)
        k.choisit(communs.TERRITOIRE, "CC Élan Limousin")
        k.tape(communs.NOM, "CTG au clavier")
        k.presse(communs.CREER)
        expect(page.get_by_text("état : préparation")).to_be_visible()
        consent(k)
        franchit_la_porte(k)
        trace(k)
        suit(k)
        lue = page.url
        page.goto("about:blank")
    with lance(tmp_path, magasin) as adresse:
        page = ouvre(autre, f"{adresse}/chemins{lue[lue.index('?') :]}")
        expect(page.get_by_role("row", name="C4 · Chacun a ses droits")).to_contain_text("suivi")
        expect(page.get_by_role("row", name="C4 · Chacun a ses droits")).to_contain_text("version 1, actif")


def consent(k: Clavier) -> None:
    """Four changes, adopted in one meeting noted with its quorum."""
    k.volet(mots.VOLETS["changements"])
    for rang, libelle in enumerate(CHANGEMENTS, 1):
        k.remplit(mots.AJOUTER_CHANGEMENT, LIBELLE_CHANGEMENT=libelle)
        expect(k.page.get_by_role("heading", name=f"C{rang} · {libelle}")).to_be_visible()
        k.presse(mots.METTRE_AU_CONSENTEMENT)
        if rang == 1:
            k.remplit(mots.NOTER_REUNION, PRESENTS="5", QUORUM="3")
        k.presse(mots.AUX_OBJECTIONS)
        k.presse(mots.ADOPTER)
        expect(k.page.get_by_role("heading", name=f"Changement C{rang} : adoptée")).to_be_visible()
        k.volet(mots.VOLETS["changements"])
    expect(k.page.get_by_text("4 changements consentis, de 4 à 6 attendus.")).to_be_visible()


def franchit_la_porte(k: Clavier) -> None:
    k.remplit(mots.AJOUTER_SIGNATAIRE, NOM_SIGNATAIRE="Communauté de communes")
    k.remplit(mots.NOTER_AVIS)
    k.presse(passer("validé par les collectivités"))
    k.volet(mots.VOLETS["chemin"])


def trace(k: Clavier) -> None:
    """A step, an action, a hypothesis on the arrow between them; validated, then active."""
    k.remplit(mots.COMMENCER, PILOTE="Coordinatrice")
    k.remplit(mots.ETAPE_VERS, LIBELLE_ETAPE="Les agents orientent")
    expect(k.page.get_by_role("heading", name="E1 · Les agents orientent")).to_be_visible()
    k.remplit(mots.ACTION_VERS, LIBELLE_ACTION="Former les agents")
    expect(k.page.get_by_role("button", name="Action A1 : Former les agents (idée)")).to_be_visible()
    k.choisit(mots.ELEMENT, "Flèche A1 → E1")
    k.presse(mots.HYPOTHESE)
    k.tape(mots.TEXTE_HYPOTHESE, "Un agent formé oriente mieux")
    k.va(f"day, {mots.PREVUE_LE}")
    k.page.keyboard.type("01012027")
    k.tape(mots.SIGNE, "Moins de renvois")
    k.enregistre("Enregistrer")
    for etat in ("simplifié", "validé", "actif"):
        k.presse(passer(etat))
    expect(k.page.get_by_text("Version 1, actif · pilote : Coordinatrice")).to_be_visible()


def suit(k: Clavier) -> None:
    k.volet(mots.VOLETS["changements"])
    k.remplit(mots.AJOUTER_MARQUEUR, MARQUEUR="Les habitants le disent")
    k.presse(passer("suivi"))
    expect(k.page.get_by_role("row", name="C4 · Chacun a ses droits")).to_contain_text("suivi")
