"""The one-file portrait: the figures of the screen, readable offline, accessible, and nothing a name could break."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from ctg_data.exports import csv, html
from ctg_data.views.model import PortraitView
from tests.exports.test_csv import lit
from tests.views.conftest import FauxCorpus

VIDES = {"meta", "wbr", "br", "link", "img", "input"}


class Page(HTMLParser):
    """What a test asks of a page: its text, its headings, its tags, whether they close."""

    def __init__(self, octets: bytes):
        super().__init__(convert_charrefs=True)
        self.pile, self.titres, self.balises, self.textes = [], [], [], []
        self.feed(octets.decode("utf-8"))

    def handle_starttag(self, nom, attributs):
        self.balises.append((nom, dict(attributs)))
        if nom in ("h1", "h2", "h3", "h4"):
            self.titres.append(int(nom[1]))
        if nom not in VIDES:
            self.pile.append(nom)

    def handle_startendtag(self, nom, attributs):
        self.balises.append((nom, dict(attributs)))

    def handle_endtag(self, nom):
        assert self.pile.pop() == nom

    def handle_data(self, texte):
        if self.pile and self.pile[-1] != "style":
            self.textes.append(texte)

    @property
    def texte(self):
        return " ".join("".join(self.textes).split(" "))


@pytest.fixture(scope="module")
def page(fait, reference):
    vue = fait()
    return vue, Page(html.portrait(vue, reference))


def test_every_tag_closes_and_the_language_is_french(page):
    _, p = page
    assert p.pile == []
    assert ("html", {"lang": "fr"}) in p.balises
    assert any(nom == "meta" and a.get("name") == "viewport" for nom, a in p.balises)


def test_headings_start_at_one_and_never_skip_a_level(page):
    _, p = page
    assert p.titres.count(1) == 1
    assert p.titres[0] == 1
    assert all(b - a <= 1 for a, b in zip(p.titres, p.titres[1:], strict=False))


def test_every_drawing_has_a_name_and_a_finding_or_is_hidden_from_readers(page):
    _, p = page
    for nom, a in p.balises:
        if nom == "svg":
            assert a.get("aria-hidden") == "true" or (a["role"] == "img" and len(a["aria-labelledby"].split()) == 2)
    ids = [a["id"] for _, a in p.balises if "id" in a]
    assert len(ids) == len(set(ids))
    assert {i for _, a in p.balises for i in a.get("aria-labelledby", "").split()} <= set(ids)
    assert {a["href"][1:] for nom, a in p.balises if nom == "a"} <= set(ids)


def test_tables_have_captions_and_scoped_headers(page):
    _, p = page
    assert sum(n == "table" for n, _ in p.balises) == sum(n == "caption" for n, _ in p.balises) > 4
    assert all("scope" in a for n, a in p.balises if n == "th")


def test_nothing_is_asked_of_the_network_and_nothing_runs(page):
    _, p = page
    assert not {n for n, _ in p.balises} & {"script", "link", "img", "iframe", "object"}
    liens = [v for _, a in p.balises for k, v in a.items() if k in ("src", "href", "action", "data") and v]
    assert all(lien.startswith("#") for lien in liens)
    assert any(a.get("content", "").startswith("default-src 'none'") for n, a in p.balises if n == "meta")


def test_the_same_number_everywhere(page):
    """View == CSV == HTML, for key figures, parents, ages, years, areas and star."""
    vue, p = page
    lues = {r["texte"].removeprefix("'") for r in lit(csv.portrait(vue))}
    for texte in chiffres_montres(vue):
        assert texte in p.texte
        assert texte.replace("\u2011", "-") in lues


def chiffres_montres(vue: PortraitView) -> set[str]:
    cles = {t for theme in vue.themes for c in theme.chiffres for t in (c.valeur_texte, *(r.texte for r in c.reperes))}
    ages = {t.texte for t in vue.structure_age.tranches}
    annees = {p.texte for s in vue.evolution.series for p in s.points}
    mots = {r.mots for e in vue.etoiles if e.etoile and not e.cadre.message for r in e.etoile.rayons if r.score is not None}
    return cles | ages | annees | mots | {z.texte for z in vue.carte.zones} | {f.phrase for f in vue.saillants.besoins}


def test_sentences_sources_and_what_is_missing_are_written(page):
    vue, p = page
    for texte in (vue.entete.resume, vue.fraicheur.texte, vue.version, *vue.methode, *(s.titre for s in vue.fraicheur.sources)):
        assert texte in p.texte


def test_every_row_says_its_year_its_sources_and_its_interval(page):
    vue, p = page
    chiffres = [c for t in vue.themes for c in t.chiffres]
    assert all(c.origine in p.texte for c in chiffres)
    assert all(c.intervalle_texte in p.texte for c in chiffres)


def test_a_file_made_while_priorities_are_open_shows_a_face_that_is_drawn(fait, reference):
    vue = fait(face="priorite")
    p = Page(html.portrait(vue, reference))
    assert p.texte.index("Besoins ·") < p.texte.index("Ce qui ressort") < p.texte.index("pas encore calculée")


def test_what_an_office_must_import_is_not_printed(fait, valeurs, reference):
    vue = fait(corpus=FauxCorpus(valeurs.iloc[:0]))
    assert Page(html.portrait(vue, reference)).texte.count("page Données") == 0


def test_what_cannot_be_concluded_is_printed_apart(fait, reference):
    vue = fait()
    ouvert = replace(vue.saillants.besoins[0], signe="●", cote="incertain", phrase="Une place marquée.")
    p = Page(html.portrait(replace(vue, saillants=replace(vue.saillants, incertains=(ouvert,))), reference))
    assert p.texte.index("Forces") < p.texte.index("sans pouvoir conclure") < p.texte.index("Une place marquée.")


def test_the_priority_face_is_announced_never_drawn(page):
    vue, p = page
    assert next(e for e in vue.etoiles if e.face == "priorite").cadre.message in p.texte
    assert not any(a.get("id", "").startswith("etoile-priorite") for _, a in p.balises)


def test_demonstration_follows_every_figure(fait, valeurs, reference):
    vue = fait(corpus=FauxCorpus(valeurs, demo=[("*", "*")]))
    p = Page(html.portrait(vue, reference))
    figures = sum(n == "figcaption" for n, _ in p.balises)
    assert p.texte.count("Données de démonstration, fictives") >= figures + 3
    assert "Données de démonstration, fictives" not in Page(html.portrait(fait(), reference)).texte


@pytest.mark.parametrize("malin", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "</style><b>"])
def test_no_text_becomes_markup(fait, reference, malin):
    vue = fait()
    zones = tuple(replace(z, nom=malin) for z in vue.carte.zones)
    piege = replace(vue, entete=replace(vue.entete, nom=malin), methode=(malin,), carte=replace(vue.carte, zones=zones))
    p = Page(html.portrait(piege, reference))
    assert malin in p.texte
    assert not {n for n, _ in p.balises} & {"script", "img", "b"}


@pytest.mark.parametrize(("niveau", "code"), [("commune", "87003"), ("departement", "87"), ("region", "75"), ("france", "FR")])
def test_every_level_has_its_page(fait, reference, niveau, code):
    vue = fait(niveau, code)
    p = Page(html.portrait(vue, reference))
    assert p.pile == []
    assert vue.entete.nom in p.texte


def test_a_territory_without_any_data_says_so(fait, valeurs, reference):
    p = Page(html.portrait(fait(corpus=FauxCorpus(valeurs.iloc[:0])), reference))
    assert "Aucun besoin ne ressort" in p.texte
