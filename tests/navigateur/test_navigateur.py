"""The application in Chromium: every page opens clean, on a desk and on a telephone, with the mouse and without."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ctg_data.settings import RACINE
from tests.loaders.exemple_requete_type import en_csv, requete
from tests.navigateur.conftest import BUREAU, Journal, Onglet, prete
from tests.ui.publication import EPCI, ref

pytestmark = pytest.mark.navigateur

PORTRAIT = f"portrait?niveau=epci&code={EPCI}"
ADRESSES = {
    "accueil": "",
    "methode": "methode",
    "donnees": "donnees",
    "périmètres": f"perimetres?niveau=epci&code={EPCI}",
    "portrait sans choix": "portrait",
    "portrait": PORTRAIT,
    "lien profond": f"{PORTRAIT}&face=offre&theme=IN&figure=pop_rsa",
    "figure masquée": "portrait?niveau=commune&code=87002&theme=IN&figure=dep_75",
    "département": "portrait?niveau=departement&code=87",
    "France": "portrait?niveau=france&code=FR",
    "tendances": f"tendances?niveau=epci&code={EPCI}&theme=IN",
    "projection": f"{PORTRAIT}&mode=projection",
    "carte projetée": f"{PORTRAIT}&mode=projection&bloc=carte",
    "carte": f"carte?niveau=epci&code={EPCI}&figure=tx_couv_eaje&couche=ecart&repere=87002",
    "adresse absurde": "portrait?niveau=royaume&code=<script>&face=1",
}
DEBORDE = """() => [...document.querySelectorAll('[data-testid=stMain], html, .stColumn, [data-testid=stElementContainer]')]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'auto' && e.clientWidth > 0)
  .map(e => e.className + ' ' + e.scrollWidth + '>' + e.clientWidth)"""
DEFILE = "() => document.querySelector('[data-testid=stMain]').scrollWidth <= document.querySelector('[data-testid=stMain]').clientWidth"
REDIMENSIONNE = """largeur => window.innerWidth === largeur
  && [...document.querySelectorAll('.js-plotly-plot .main-svg')].every(f => f.getBoundingClientRect().width <= largeur)"""
"""The window has its new width and each figure was drawn again for it."""
COUPE = """() => [...document.querySelectorAll('button p, a p, h1, h2, h3, .ctg-note, .ctg-question, .ctg-rangees th, .ctg-rangees td')]
  .filter(e => e.offsetParent && (e.scrollWidth > e.clientWidth + 2) && getComputedStyle(e).display !== 'inline')
  .map(e => e.textContent.slice(0, 60))"""


def ouvre(page: Page, serveur: str, chemin: str) -> None:
    page.goto(f"{serveur}/{chemin}")
    prete(page)


@pytest.mark.parametrize("nom", ADRESSES)
def test_every_address_opens_clean(page: Page, journal: Journal, serveur: str, nom: str):
    ouvre(page, serveur, ADRESSES[nom])
    expect(page.get_by_test_id("stException")).to_have_count(0)
    tient(page)
    assert violations(page) == {}
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_function(REDIMENSIONNE, arg=390)
    tient(page)
    assert journal.erreurs == []
    assert journal.etrangeres == []
    assert page.locator("html").get_attribute("lang") == "fr"


def test_a_tab_keeps_nothing_from_one_test_to_the_next(onglet: Onglet, serveur: str):
    with onglet.prete() as page:
        ouvre(page, serveur, "")
        page.evaluate("() => { localStorage.essai = sessionStorage.essai = document.cookie = 'essai=1' }")
        page.set_viewport_size({"width": 390, "height": 900})
        page.emulate_media(media="print")
    with onglet.prete() as page:
        ouvre(page, serveur, "")
        lu = page.evaluate("() => [localStorage.essai, sessionStorage.essai, innerWidth, matchMedia('print').matches, document.cookie]")
    assert lu[:4] == [None, None, BUREAU["width"], False]
    assert "essai" not in lu[4]


@pytest.mark.parametrize("bloc", ["etoile", "saillants", "chiffres", "carte", "evolution", "ages"])
@pytest.mark.parametrize(("largeur", "hauteur"), [(1280, 720), (1920, 1080)])
def test_a_projected_block_holds_on_one_screen(page: Page, serveur: str, bloc: str, largeur: int, hauteur: int):
    page.set_viewport_size({"width": largeur, "height": hauteur})
    ouvre(page, serveur, f"{PORTRAIT}&mode=projection&bloc={bloc}")
    expect(page.locator("html[data-projection]")).to_be_attached()
    if bloc not in ("saillants", "chiffres"):
        boite = page.locator("img.ctg-projete").bounding_box()
        assert boite["height"] > 0.6 * hauteur
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight") <= hauteur
    expect(page.get_by_role("button", name="Quitter la projection")).to_be_in_viewport()
    for absent in (page.get_by_text("Espace CAF"), page.locator(".st-key-recherche")):
        expect(absent).to_be_hidden()


def test_the_facilities_of_a_portrait_are_told_by_the_keyboard_and_hidden_by_a_box(page: Page, journal: Journal, serveur: str):
    ouvre(page, serveur, PORTRAIT)
    marques = page.locator(".ctg-lieu")
    expect(marques).to_have_count(2)
    marques.first.focus()
    bulle = page.locator(".ctg-bulle")
    expect(bulle).to_contain_text("Les Lutins")
    page.keyboard.press("ArrowRight")
    expect(bulle).to_contain_text("sans coordonnées")
    expect(bulle).to_contain_text("<script>alert(1)</script>")
    page.keyboard.press("Escape")
    expect(bulle).to_be_hidden()
    page.get_by_label("Équipements et services").uncheck()
    expect(marques.first).to_be_hidden()
    assert journal.erreurs == []


MOTS_COUPES = """() => [...document.querySelectorAll('thead th')].flatMap(th => {
  const texte = th.firstChild, plage = document.createRange();
  return [...texte.data.matchAll(/[^ -]+/g)].filter(m => {
    plage.setStart(texte, m.index); plage.setEnd(texte, m.index + m[0].length);
    return plage.getClientRects().length > 1;
  }).map(m => m[0]);
})"""


def test_the_names_of_the_parents_of_a_commune_wrap_between_words(page: Page):
    """Four columns of parents beside the figures, on a window of 1280."""
    noms = (
        "Indicateur",
        "Valeur",
        "Intervalle et repères",
        "CC Convergence Garonne",
        "Gironde",
        "Nouvelle-Aquitaine",
        "France",
        "Comparaison",
    )
    cellules = "".join(f"<th>{nom}</th>" for nom in noms)
    corps = f"<td>{'Taux de couverture ' * 4}</td>" + "<td>1 234,5</td>" * 6 + f"<td>{'au-dessus du département ' * 3}</td>"
    style = (RACINE / "ctg_data" / "ui" / "style.css").read_text(encoding="utf-8")
    table = f'<table class="ctg-rangees"><thead><tr>{cellules}</tr></thead><tbody><tr>{corps}</tr></tbody></table>'
    page.set_content(f'<style>{style}</style><div style="width: 1204px; font-family: sans-serif">{table}</div>')
    assert page.evaluate(MOTS_COUPES) == []
    assert page.locator("table").bounding_box()["width"] <= 1204


def tient(page: Page) -> None:
    """Nothing wider than the window, no word cut."""
    assert page.evaluate(DEFILE), page.evaluate(DEBORDE)
    assert page.evaluate(COUPE) == []


def violations(page: Page) -> dict[str, list]:
    """Rules of WCAG 2.2, levels A and AA, that the page breaks, and where."""
    reponse = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).response
    return {v["id"]: [n["target"] for n in v["nodes"]][:3] for v in reponse["violations"]}


def test_a_territory_is_found_with_the_keyboard_alone(page: Page, journal: Journal, serveur: str):
    ouvre(page, serveur, "")
    page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first.focus()
    page.keyboard.type("elan limousin")
    reponse = page.get_by_role("button", name=re.compile("Élan Limousin Avenir Nature · EPCI"))
    expect(reponse).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        if reponse.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("CC Élan Limousin Avenir Nature")
    expect(page).to_have_url(re.compile(f"niveau=epci&code={EPCI}"))
    assert journal.erreurs == []


def test_a_change_of_face_and_the_back_button(page: Page, serveur: str):
    ouvre(page, serveur, PORTRAIT)
    page.get_by_role("radio", name="Offre").or_(page.get_by_role("button", name="Offre", exact=True)).first.click()
    expect(page.get_by_text("offre plus faible qu’ailleurs")).to_be_visible()
    expect(page).to_have_url(re.compile("face=offre"))
    page.get_by_role("button", name="Haute-Vienne").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Haute-Vienne")
    expect(page).to_have_url(re.compile("niveau=departement"))  # written at the end of the run: before, there is nothing to go back from
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("CC Élan Limousin Avenir Nature")
    expect(page.get_by_text("offre plus faible qu’ailleurs")).to_be_visible()


def test_a_salient_sentence_opens_its_figure(page: Page, serveur: str):
    ouvre(page, serveur, PORTRAIT)
    page.locator("[class*=st-key-saillant-] button").first.click()
    expect(page).to_have_url(re.compile("figure="))


def test_the_table_of_a_figure_and_its_file(page: Page, serveur: str):
    ouvre(page, serveur, PORTRAIT)
    page.get_by_text("Voir le tableau").first.click()
    expect(page.get_by_role("columnheader", name="Branche")).to_be_visible()
    with page.expect_download() as attendu:
        page.get_by_role("button", name="Télécharger").first.click()
    fichier = attendu.value
    assert fichier.suggested_filename == f"etoile-epci-{EPCI}.csv"
    assert Path(fichier.path()).read_text("utf-8-sig").startswith("Branche;Score")


@pytest.mark.parametrize(("libelle", "extension", "debut"), [("CSV", "csv", "rubrique;"), ("HTML", "html", "<!DOCTYPE html>")])
def test_the_portrait_is_taken_away(page: Page, serveur: str, libelle: str, extension: str, debut: str):
    ouvre(page, serveur, PORTRAIT)
    page.get_by_role("button", name="Exporter").click()
    with page.expect_download() as attendu:
        page.get_by_role("button", name=re.compile(libelle)).click()
    assert attendu.value.suggested_filename == f"portrait-epci-{EPCI}.{extension}"
    assert Path(attendu.value.path()).read_text("utf-8-sig").lower().startswith(debut.lower())


def test_the_map_is_painted_from_our_own_contours(page: Page, journal: Journal, serveur: str):
    with page.expect_response(re.compile(r"/geo/.*\.geojson")) as reponse:
        page.goto(f"{serveur}/{PORTRAIT}")
    assert reponse.value.headers["cache-control"].endswith("immutable")
    prete(page)
    expect(page.locator(".maplibregl-canvas")).to_be_visible()
    assert journal.etrangeres == []


def test_an_area_clicked_on_the_map_or_chosen_in_the_table_opens_its_sheet(page: Page, journal: Journal, serveur: str):
    """Mouse on the map, then keyboard in the table; the outline and the address follow."""
    ouvre(page, serveur, f"carte?niveau=epci&code={EPCI}&figure=tx_couv_eaje")
    carte = page.locator(".ctg-carte[data-etat=peinte]")
    expect(carte).to_be_visible()
    boite = carte.locator("canvas").bounding_box()
    page.mouse.click(boite["x"] + boite["width"] / 2, boite["y"] + boite["height"] / 2)
    fiche = page.locator(".ctg-fiche-valeur")
    expect(fiche).to_be_visible()
    expect(page).to_have_url(re.compile("repere=87"))
    page.get_by_role("button", name="Nantiat", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("repere=87103"))
    expect(page.get_by_role("heading", name="Nantiat")).to_be_visible()
    page.get_by_role("button", name=re.compile("Intervalle")).press("Enter")
    expect(page.get_by_role("columnheader", name=re.compile("Intervalle"))).to_have_attribute("aria-sort", "descending")
    page.get_by_label("Figure").select_option(label="Population municipale")
    expect(page).to_have_url(re.compile("figure=pop_municipale"))
    expect(page.get_by_text("Population municipale : combien, et où").first).to_be_visible()
    expect(carte).to_be_visible()
    with page.expect_download() as attendu:
        page.get_by_role("button", name="Télécharger l’image (PNG)").click()
    assert Path(attendu.value.path()).read_bytes().startswith(b"\x89PNG")
    assert journal.erreurs == []
    assert journal.etrangeres == []


def test_a_file_dropped_by_a_reader_becomes_a_portrait(page: Page, journal: Journal, neuf: str):
    ouvre(page, neuf, PORTRAIT)
    expect(page.get_by_text("Données de démonstration, fictives")).to_be_visible()
    ouvre(page, neuf, "donnees")
    octets = en_csv(requete(sorted(ref().membres("epci", EPCI)), annee=2023))
    page.locator("input[type=file]").set_input_files({"name": "requete_type_2023.csv", "mimeType": "text/csv", "buffer": octets})
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_role("cell", name="importé", exact=True)).to_be_visible(timeout=60_000)
    ouvre(page, neuf, f"{PORTRAIT}&theme=IN")
    expect(page.get_by_text("Foyers avec RSA").first).to_be_visible()
    expect(page.get_by_text("Données de démonstration, fictives")).to_have_count(0)
    assert journal.erreurs == []


def test_a_refused_file_is_told_fault_by_fault(page: Page, neuf: str):
    ouvre(page, neuf, "donnees")
    page.locator("input[type=file]").set_input_files({"name": "courses.csv", "mimeType": "text/csv", "buffer": b"pain;beurre\n1;2\n"})
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_role("columnheader", name="Que faire")).to_be_visible()


def test_a_withdrawal_by_mistake_is_confirmed_then_undone_on_a_clean_page(page: Page, journal: Journal, masque: str):
    ouvre(page, masque, "donnees?rubrique=versions")
    page.get_by_role("button", name="Retirer cette version").click()
    expect(page.get_by_text("Aucun autre fichier importé de cette source")).to_be_visible()
    assert violations(page) == {}
    page.get_by_label("Pourquoi ?").fill("fichier de la mauvaise année")
    page.keyboard.press("Enter")
    expect(page.get_by_text("version retirée, les portraits sont à jour")).to_be_visible()
    page.get_by_role("button", name="Rétablir").click()
    expect(page.get_by_text("version rétablie, les portraits sont à jour")).to_be_visible()
    expect(page.get_by_role("cell", name="en vigueur")).to_be_visible()
    tient(page)
    assert journal.erreurs == []


BORDS = """() => [...document.querySelectorAll('[data-variant=segmented_control]')]
  .filter(b => getComputedStyle(b).borderRightColor === 'rgba(0, 0, 0, 0)' || getComputedStyle(b).borderRightStyle !== 'solid')
  .map(b => b.textContent)"""
FLECHE = "e => [getComputedStyle(e).appearance, parseFloat(getComputedStyle(e).paddingRight) >= 28, getComputedStyle(e).textOverflow]"
HAUT = """() => {
  const figure = document.querySelector('.st-key-figure-etoile'), cache = parseFloat(getComputedStyle(figure).clipPath.slice(6));
  const nom = [...figure.querySelectorAll('.angularaxis text, .angularaxistick text')].map(t => t.getBoundingClientRect().top);
  return Math.min(...nom) - figure.getBoundingClientRect().top - cache;
}"""
"""Room above the highest name of the star, under what is cut off the figure."""


def test_on_a_telephone_a_long_figure_stops_before_the_arrow_and_buttons_keep_their_borders(page: Page, serveur: str):
    page.set_viewport_size({"width": 390, "height": 900})
    ouvre(page, serveur, ADRESSES["carte"])
    assert page.locator(".ctg-figure select").evaluate(FLECHE) == ["none", True, "ellipsis"]
    assert page.evaluate(BORDS) == []


def test_on_a_telephone_the_star_has_room_for_a_second_line_above_it(page: Page, serveur: str):
    page.set_viewport_size({"width": 390, "height": 900})
    ouvre(page, serveur, PORTRAIT)
    expect(page.locator(".st-key-figure-etoile .angularaxis text, .st-key-figure-etoile .angularaxistick text").first).to_be_visible()
    assert page.evaluate(HAUT) > 17


def test_on_a_desk_the_map_is_in_sight_and_its_link_looks_like_one(page: Page, serveur: str):
    ouvre(page, serveur, ADRESSES["carte"])
    expect(page.locator(".ctg-carte[data-etat=peinte]")).to_be_visible()
    boite = page.locator(".ctg-carte-dessin").bounding_box()
    assert (900 - boite["y"]) / boite["height"] > 0.85
    ouvre(page, serveur, PORTRAIT)
    lien = page.get_by_role("button", name="Voir cette figure sur la page Carte")
    expect(lien).to_have_css("color", "rgb(11, 110, 110)")
    expect(lien).to_have_css("text-decoration-line", "underline")
