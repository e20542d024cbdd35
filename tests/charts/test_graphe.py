"""The graph of a path of progress: small paths placed by hand, what is drawn, pages, refusals."""

from dataclasses import replace
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from playwright.sync_api import Browser

from ctg_data.charts import theme
from ctg_data.charts.graphe import Arete, Graphe, Noeud, dessine, place
from ctg_data.charts.graphe_ordre import colonnes
from ctg_data.charts.graphe_pages import HAUTEUR, LARGEUR, pages
from ctg_data.charts.graphe_signes import HYPOTHESES
from tests.charts.chemins import LONG, assert_rien_ne_se_touche, boites, graphe, varie

NS = "{http://www.w3.org/2000/svg}"


def lit(dessin):
    return ElementTree.fromstring(dessin)


def test_a_chain_is_one_straight_line():
    plan = place(graphe("a1-e1 e1e2 e2-c1"), 1200)
    gauches = [boites(plan)[i].x for i in ("a1", "e1", "e2", "c1")]
    assert gauches == sorted(set(gauches))
    assert len({y for t in plan.traces for _, y in t.points}) == 1
    assert [e.texte for e in plan.entetes] == ["Actions", "Étapes", "Changement"]


def test_a_diamond_of_four_nodes_is_balanced():
    b = boites(place(graphe("a1e1 a1e2 e1c1 e2c1"), 1200))
    milieux = {i: x.y + x.hauteur / 2 for i, x in b.items()}
    assert milieux["a1"] == pytest.approx((milieux["e1"] + milieux["e2"]) / 2, abs=0.1)
    assert milieux["c1"] == pytest.approx(milieux["a1"], abs=0.1)
    assert b["e1"].x == b["e2"].x


def test_a_long_arrow_goes_round_the_boxes_between():
    plan = place(graphe("a1e1 e1e2 e2c1 a1-c1 e1-c1"), 1200)
    assert_rien_ne_se_touche(plan)
    longue = next(t for t in plan.traces if (t.arete.de, t.arete.vers) == ("a1", "c1"))
    assert len(longue.points) > 4


def test_a_long_arrow_is_straight_beside_boxes_of_any_height():
    g = graphe("a1e1 e1e2 e2e3 e3c1 a2e1 a2c1")
    plan = place(replace(g, noeuds=tuple(replace(n, texte=" ".join(LONG)) if n.id == "e2" else n for n in g.noeuds)), 1200)
    longue = next(t for t in plan.traces if (t.arete.de, t.arete.vers) == ("a2", "c1"))
    assert len({y for _, y in longue.points[1:-1]}) == 1
    assert_rien_ne_se_touche(plan)


def test_columns_changes_last_actions_first_a_step_without_action_near_its_end():
    assert colonnes(graphe("a1e1 e1e2 e2c1 a2c2 e9c1")) == {"a1": 0, "e1": 1, "e2": 2, "c1": 3, "a2": 0, "c2": 3, "e9": 2}
    assert colonnes(graphe("a1e1 e1a2 a2e2")) == {"a1": 0, "e1": 1, "a2": 2, "e2": 3}
    assert colonnes(graphe("e1c1")) == {"e1": 0, "c1": 1}


def test_arrows_are_not_crossed_for_nothing():
    """Named in the wrong order on purpose: the drawing untangles them."""
    plan = place(graphe(" ".join([*(f"e{i}c1" for i in range(10)), *(f"a{i}e{9 - i}" for i in range(10))])), 1200)
    assert all(len({y for _, y in t.points}) == 1 for t in plan.traces if t.arete.de.startswith("a"))


def test_two_paths_stand_one_under_the_other_and_lone_nodes_last():
    plan = place(graphe("a1e1 e1c1 a2e2", "a9", "c9"), 1200)
    b = boites(plan)
    assert max(b[i].y + b[i].hauteur for i in ("a1", "e1", "c1")) < min(b[i].y for i in ("a2", "e2"))
    assert b["a9"].y == b["c9"].y > max(b[i].y + b[i].hauteur for i in ("a2", "e2"))
    assert b["c9"].x == b["c1"].x


def test_two_hypotheses_on_one_pair_are_two_arrows():
    plan = place(graphe("a1-e1 a1-e1"), 1200)
    assert_rien_ne_se_touche(plan)
    assert len(plan.losanges) == 2


@pytest.mark.parametrize("n", [30, 50])
def test_many_nodes_with_long_labels(n):
    g = varie(n)
    assert len(g.noeuds) == n
    assert_rien_ne_se_touche(place(g, 1200))
    assert dessine(g) == dessine(g)


def test_nothing_draws_nothing():
    assert dessine(graphe("")) == ""
    assert pages(graphe("")) == ()


@pytest.mark.parametrize(
    ("faux", "message"),
    [
        (graphe("a1e1 e1e2 e2e1"), "tourne en rond"),
        (Graphe("", (Noeud("x", "action", ""),) * 2, (), ""), "en double : x"),
        (Graphe("", (Noeud("x", "but", ""),), (), ""), "genre inconnu : but"),
        (Graphe("", (Noeud("x", "action", ""),), (Arete("x", "y"),), ""), "sans nœud : x → y"),
    ],
)
def test_what_is_no_path_is_refused_in_words(faux, message):
    with pytest.raises(ValueError, match=message):
        dessine(faux)


def test_named_for_who_does_not_see_and_escaped():
    piege = "<script>alert(1)</script> & \x00"
    g = Graphe(
        piege, (Noeud(piege, "action", piege, piege, piege), Noeud("b", "etape", "")), (Arete(piege, "b", "<b>", piege, piege),), piege
    )
    for options in ({}, {"papier": True}, {"interactif": True}):
        dessin = dessine(g, **options)
        assert "<script" not in dessin
        assert "<b>" not in dessin
        racine = lit(dessin)
        assert racine.find(f"{NS}title").text == racine.find(f"{NS}desc").text == piege.strip("\x00")
        assert "alert(1)" in "".join(racine.itertext())


def test_nodes_take_the_focus_only_when_asked():
    g = graphe("a1-e1")
    assert "tabindex" not in dessine(g)
    assert lit(dessine(g)).get("role") == "img"
    racine = lit(dessine(g, interactif=True, id_="g"))
    noeuds = [x for x in racine.iter(f"{NS}g") if x.get("class") == "ctg-noeud"]
    assert [(x.get("id"), x.get("data-id"), x.get("tabindex"), x.get("role")) for x in noeuds] == [
        ("g-a1", "a1", "0", "button"),
        ("g-e1", "e1", "0", "button"),
    ]
    assert noeuds[0].get("aria-label") == "Action A1 : Un texte (engagée)"
    assert racine.get("role") == "group"  # an image would hide its buttons


def test_a_link_is_followed_when_it_is_safe():
    def dessin(lien):
        return dessine(Graphe("", (Noeud("x", "action", "T", lien=lien),), (), ""))

    assert [a.get("href") for a in lit(dessin("?action=1&x=2")).iter(f"{NS}a")] == ["?action=1&x=2"]
    assert lit(dessin("?action=1")).get("role") == "group"
    assert "javascript" not in dessin("javascript:alert(1)")


def test_each_state_of_a_hypothesis_has_its_own_shape_and_name():
    """Without a word of colour: same strokes and dashes drop, fills stay."""
    noeuds = tuple(Noeud(f"e{i}", "etape", "T") for i in range(7))
    aretes = tuple(Arete("e0", f"e{i}", "H", "Car", etat) for i, etat in enumerate(HYPOTHESES, 1))
    racine = lit(dessine(Graphe("", noeuds, aretes, "")))
    losanges = [x for x in racine.iter(f"{NS}g") if x.get("class") == "ctg-hypothese"]
    formes = {
        tuple((p.get("fill"), p.get("stroke-dasharray"), bool(p.get("stroke-linecap"))) for p in x.iter(f"{NS}path")) for x in losanges[:6]
    }
    assert len(formes) == 6
    assert {x.find(f"{NS}title").text for x in losanges[:6]} == {f"H : Car ({etat})" for etat in HYPOTHESES}
    assert {t.text for t in racine.iter(f"{NS}text")} >= set(HYPOTHESES)


def test_the_state_of_a_node_is_a_mark_and_a_word():
    def forme(etat):
        racine = lit(dessine(Graphe("", (Noeud("x", "etape", "T", etat),), (), "")))
        assert etat in {t.text for t in racine.iter(f"{NS}text")}
        return [(x.tag, x.get("fill")) for x in racine.find(f"{NS}g") if x.tag in (f"{NS}circle", f"{NS}path")]

    assert len({tuple(forme(etat)) for etat in ("idée", "engagée", "réalisée", "abandonnée")}) == 4


def test_on_screen_and_on_paper():
    g = graphe("a1e1")
    assert next(lit(dessine(g, papier=True)).iter(f"{NS}rect")).get("fill") == theme.FOND
    assert min(int(t.get("font-size")) for t in lit(dessine(g)).iter(f"{NS}text")) >= 13
    profond = graphe(" ".join(f"e{i}-e{i + 1}" for i in range(9)))
    assert place(profond, 1200).largeur > 1200
    assert f"min-width:{place(profond, 1200).largeur:.0f}px" in lit(dessine(profond)).get("style")
    assert "min-width" not in lit(dessine(g)).get("style")
    for largeur in range(900, 1300, 7):
        au_large = lit(dessine(graphe("a1e1 e1e2 e2c1"), largeur=largeur))
        assert ("min-width" in au_large.get("style")) == (au_large.get("viewBox").split()[2] != str(largeur))


def test_a_tall_path_is_several_pages_that_hold_it_all_at_seven_points():
    g = varie(50)
    feuilles = pages(g)
    assert 1 < len(feuilles) < 10
    for i, feuille in enumerate(feuilles, 1):
        racine = lit(feuille)
        largeur, hauteur = map(float, racine.get("viewBox").split()[2:])
        assert hauteur / largeur <= HAUTEUR / LARGEUR
        assert min(int(t.get("font-size")) for t in racine.iter(f"{NS}text")) * 277 / largeur / 25.4 * 72 >= 7
        assert racine.find(f"{NS}title").text == f"Chemin ({i} sur {len(feuilles)})"
    marques = {t.text for feuille in feuilles for t in lit(feuille).iter(f"{NS}text")}
    assert marques >= {n.marque for n in g.noeuds} | {a.repere for a in g.aretes if a.repere}


def test_a_short_path_is_one_page():
    assert len(pages(graphe("a1-e1 e1c1"))) == 1


DEBORDS = """() => [...document.querySelectorAll('svg g')].filter(g => g.querySelector(':scope > rect')).flatMap(g => {
    const r = g.querySelector('rect').getBBox()
    return [...g.querySelectorAll('text')].filter(t => {
        const b = t.getBBox()
        return b.x < r.x || b.y < r.y || b.x + b.width > r.x + r.width || b.y + b.height > r.y + r.height
    }).map(t => t.textContent)
})"""


@pytest.mark.navigateur
def test_a_browser_keeps_every_text_in_its_box_in_any_usual_font(chromium: Browser):
    page = chromium.new_page()
    for police in (theme.POLICE, "Liberation Sans", "DejaVu Sans"):
        page.set_content(dessine(varie(30)).replace(escape(theme.POLICE), police))
        assert page.locator("svg text").count() > 60
        assert page.evaluate(DEBORDS) == []
    page.close()
