"""Small HTML of the pages: escaped texts, one scale a row, right-aligned figures, words for every status."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctg_data.diagnostic.figures import Tableau
from ctg_data.ui import balises
from ctg_data.ui.markdown import echappe
from ctg_data.views.model import Theme
from tests.ui import vues


class Lecteur(HTMLParser):
    """Tags opened, and the text between them."""

    def __init__(self, source: str):
        super().__init__()
        self.balises: list[tuple[str, dict]] = []
        self.texte = ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.balises.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texte += data

    def classe(self, nom: str) -> list[dict]:
        return [attrs for _, attrs in self.balises if nom in (attrs.get("class") or "").split()]


@given(st.text(max_size=40))
def test_no_text_becomes_markup(texte):
    tableau = Tableau(texte, (texte, texte), ((texte, texte),), (1,))
    lu = Lecteur(balises.tableau(tableau) + balises.paragraphe(texte) + balises.liste([texte]))
    assert {tag for tag, _ in lu.balises} == {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "p", "ul", "li"}


def test_a_table_has_a_caption_headings_and_right_aligned_figures():
    lu = Lecteur(balises.tableau(vues.TABLEAU))
    assert [attrs.get("scope") for tag, attrs in lu.balises if tag == "th"] == ["col", "col", "row", "row"]
    assert len(lu.classe("ctg-nombre")) == 3
    assert lu.balises[0][1]["tabindex"] == "0"


def test_every_part_of_a_table_says_its_role():
    """``style.css`` lays tables as blocks on a telephone: browsers then forget what the tags mean."""
    lu = Lecteur(balises.tableau(vues.TABLEAU))
    assert {(tag, attrs.get("role")) for tag, attrs in lu.balises if tag not in ("div", "caption")} == {
        ("table", "table"),
        ("thead", "rowgroup"),
        ("tbody", "rowgroup"),
        ("tr", "row"),
        ("th", "columnheader"),
        ("th", "rowheader"),
        ("td", "cell"),
    }


def test_each_row_says_value_parents_and_verdict_in_words():
    texte = Lecteur(balises.chiffres(Theme("IN", "Insertion", vues.chiffres()))).texte
    for attendu in (
        "32,1 %",
        "28,0 %",
        "Haute-Vienne",
        "▼ défavorable, au-dessus du département",
        "● on ne peut pas conclure",
        "secret",
        "n.d.",
    ):
        assert attendu in texte


def test_a_masked_row_places_nothing_on_the_scale():
    masque = next(c for c in vues.chiffres() if c.statut == "s")
    lu = Lecteur(balises.chiffres(Theme("IN", "Insertion", (masque,))))
    assert lu.classe("ctg-barre") == []
    assert "Regardez l’EPCI" in lu.texte


def test_a_figure_that_is_not_available_makes_no_row():
    absent = vues.chiffre("x", statut="nd", libelle="Jamais vu", valeur=None)
    assert "Jamais vu" not in balises.chiffres(Theme("IN", "Insertion", (absent, vues.chiffre("y"))))


@pytest.mark.parametrize(("valeur", "gauche"), [(24.0, 0), (30.0, 50), (36.0, 100), (40.0, 100)])
def test_the_value_stands_where_the_scale_says(valeur, gauche):
    lu = Lecteur(balises.chiffres(Theme("IN", "Insertion", (vues.chiffre("x", valeur=valeur, reperes=()),))))
    point = lu.classe("ctg-m-territoire")[0]
    assert float(re.search(r"left:([\d.]+)%", point["style"])[1]) == gauche


@pytest.mark.parametrize(
    ("texte", "unite", "cellule"),
    [
        ("62 places pour 100 enfants", "places pour 100 enfants", ["62", "places pour 100 enfants"]),
        ("1,8 place pour 100 enfants", "places pour 100 enfants", ["1,8", "place pour 100 enfants"]),
        ("32,1 %", "%", ["32,1 %"]),
        ("secret", "foyers", ["secret"]),
    ],
)
def test_a_long_unit_is_said_once_under_the_figure(texte, unite, cellule):
    rangee = vues.chiffre("x", valeur_texte=texte, unite=unite)
    assert re.findall(r">([^<>]+)<", balises._valeur(rangee)) == cellule


def test_missing_sources_are_named():
    assert "Sources sans chiffre ici" in balises.sources(vues.portrait().fraicheur)


def test_a_label_is_never_read_as_markdown():
    assert echappe("L’Isle [1] *a* $b$ :red[c]") == "L’Isle \\[1\\] \\*a\\* \\$b\\$ \\:red\\[c\\]"


@pytest.mark.parametrize("raccourci", [":material/home:", ":smile:", ":streamlit:", "a :+1: b", "::smile:"])
def test_a_label_is_never_read_as_an_icon(raccourci):
    """Streamlit looks for these once Markdown is read: what it then sees has a joiner after the colon."""
    lu = re.sub(r"\\(?=[^\w\s])", "", echappe(raccourci))
    assert not re.search(r":(?:material/)?[\w+-]+:", lu)
    assert lu.replace("\u2060", "") == raccourci


def test_hours_and_ratios_are_left_alone():
    assert "\u2060" not in echappe("Ouvert : 8:30, ratio 1:2, CTG : Nord")
