"""The graph of a path of progress: what is drawn, and that nothing is over anything else, whatever the path."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctg_data.charts import graphe_courbes, lettres, theme
from ctg_data.charts.graphe import Arete, Graphe, Noeud, dessine, place
from ctg_data.charts.graphe_boites import DEDANS
from ctg_data.charts.graphe_modele import GENRES
from ctg_data.charts.graphe_ordre import colonnes
from ctg_data.charts.graphe_pages import HAUTEUR, LARGEUR, pages
from ctg_data.charts.graphe_signes import HYPOTHESES

NS = "{http://www.w3.org/2000/svg}"
GENRE = {"a": "action", "e": "etape", "c": "changement"}
LONG = (
    "Les familles monoparentales des communes rurales connaissent les modes d’accueil existants",
    "Les professionnelles se sentent capables d’accueillir tous les enfants",
    "Former les assistantes maternelles à l’accueil d’enfants en situation de handicap",
    "Le reste à charge n’est plus un motif de renoncement",
)


def graphe(fleches, *seuls, texte="Un texte"):
    """« a1e1 e1c1 » joins two nodes by an arrow; « a1-e1 » too, with a hypothesis.  The letter tells the kind."""
    bouts = [re.findall(r"[aec]\d+", f) for f in fleches.split()]
    ids = dict.fromkeys([*(i for bout in bouts for i in bout), *seuls])
    aretes = [
        Arete(u, v, f"H{k}" if "-" in f else "", "Parce que", "à tester")
        for k, (f, (u, v)) in enumerate(zip(fleches.split(), bouts, strict=True))
    ]
    return Graphe("Chemin", tuple(Noeud(i, GENRE[i[0]], texte, "engagée", i.upper()) for i in ids), tuple(aretes), "Le résumé.")


def varie(n, fleches=2):
    """A layered path of ``n`` nodes with long labels: actions, steps in two ranks, changes."""
    rangs = [
        [f"a{i}" for i in range(n // 3)],
        [f"e{i}" for i in range(n // 3)],
        [f"e{i}" for i in range(n // 3, n - n // 3 - 3)],
        ["c1", "c2", "c3"],
    ]
    liens = [
        f"{u}{'-' * (k % 2)}{v}"
        for avant, apres in pairwise(rangs)
        for i, u in enumerate(avant)
        for k in range(fleches)
        for v in [apres[(i * 2 + k * 5) % len(apres)]]
    ]
    g = graphe(" ".join(liens))
    return Graphe(g.titre, tuple(Noeud(x.id, x.genre, LONG[i % 4], x.etat, x.marque) for i, x in enumerate(g.noeuds)), g.aretes, g.resume)


def lit(dessin):
    return ElementTree.fromstring(dessin)


def boites(plan):
    return {b.noeud.id: b for b in plan.boites}


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


def test_columns_changes_last_actions_first_a_step_without_action_near_its_end():
    assert colonnes(graphe("a1e1 e1e2 e2c1 a2c2 e9c1")) == {"a1": 0, "e1": 1, "e2": 2, "c1": 3, "a2": 0, "c2": 3, "e9": 2}
    assert colonnes(graphe("a1e1 e1a2 a2e2")) == {"a1": 0, "e1": 1, "a2": 2, "e2": 3}
    assert colonnes(graphe("e1c1")) == {"e1": 0, "c1": 1}


def test_arrows_are_not_crossed_for_nothing():
    """Named in the wrong order on purpose: the drawing untangles them."""
    plan = place(graphe("a1e3 a2e2 a3e1 e1c1 e2c2 e3c3"), 1200)
    assert all(len({y for _, y in t.points}) == 1 for t in plan.traces)


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
    assert lit(dessine(profond)).get("style") == f"min-width:{place(profond, 1200).largeur:.0f}px"
    assert lit(dessine(g)).get("style") is None


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


def test_the_curve_tested_is_the_curve_drawn():
    """Middle of a cubic: an eighth of its ends, three eighths of its handles."""
    dessinee = re.fullmatch(r"M0.0,0.0C(.*)", graphe_courbes.chemin([(0, 0), (40, 80)])).group(1)
    p1, p2, p3 = [tuple(map(float, p.split(","))) for p in dessinee.split(" ")]
    milieu = tuple((3 * a + 3 * b + c) / 8 for a, b, c in zip(p1, p2, p3, strict=True))
    assert graphe_courbes.courbe((0, 0), (40, 80), 2)[1] == milieu


mots = st.sampled_from(["", "Les", *LONG, "anticonstitutionnellement", "<i>", "W" * 40])


@st.composite
def chemins(draw):
    """Any graph without a cycle: arrows go from a node to a later one; kinds, labels and hypotheses at random."""
    n = draw(st.integers(1, 9))
    noeuds = tuple(
        Noeud(
            str(i),
            draw(st.sampled_from(list(GENRES))),
            draw(mots),
            draw(st.sampled_from(["", "idée", "partiellement atteint"])),
            draw(st.sampled_from(["", "A3", "W" * 20])),
        )
        for i in range(n)
    )
    paires = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] < p[1])
    liens = draw(st.lists(paires, max_size=16)) if n > 1 else []
    return Graphe("G", noeuds, tuple(Arete(str(u), str(v), draw(st.sampled_from(["", "H1", "H12", "Hypothèse 3"]))) for u, v in liens), "")


def rectangle(x):
    """Left, top, right, bottom of a box or of a diamond."""
    return (x.x, x.y, x.x + x.largeur, x.y + x.hauteur) if hasattr(x, "noeud") else (x.x - x.a, x.y - x.b, x.x + x.a, x.y + x.b)


def loin(a, b, marge=4):
    (g1, h1, d1, b1), (g2, h2, d2, b2) = rectangle(a), rectangle(b)
    return g1 >= d2 + marge or g2 >= d1 + marge or h1 >= b2 + marge or h2 >= b1 + marge


def courbes(trace):
    return [p for a, b in pairwise(trace.points) for p in graphe_courbes.courbe(a, b)]


def assert_rien_ne_se_touche(plan):
    assert all(loin(a, b) for a, b in combinations([*plan.boites, *plan.losanges], 2))
    for trace in plan.traces:
        points = courbes(trace)
        for x in plan.boites:
            g, h, d, b = rectangle(x)
            assert not any(g + 1e-6 < px < d - 1e-6 and h < py < b for px, py in points)
        for x in plan.losanges:
            assert x.arete is trace.arete or all(abs(px - x.x) / x.a + abs(py - x.y) / x.b > 1 for px, py in points)


@settings(deadline=None, max_examples=40)
@given(chemins(), st.sampled_from([700, 1200]))
def test_nothing_is_over_anything_else(g, largeur):
    plan = place(g, largeur)
    assert_rien_ne_se_touche(plan)
    assert len(plan.boites) == len(g.noeuds)
    assert len(plan.losanges) == sum(bool(a.repere) for a in g.aretes)
    for x in [*plan.boites, *plan.losanges]:
        g_, h, d, b = rectangle(x)
        assert g_ >= 0 <= h
        assert d <= plan.largeur
        assert b <= plan.hauteur


@settings(deadline=None, max_examples=40)
@given(chemins())
def test_arrows_go_from_right_sides_to_left_sides_always_forward(g):
    plan = place(g, 1200)
    b = boites(plan)
    assert sorted(map(id, (t.arete for t in plan.traces))) == sorted(map(id, g.aretes))
    for t in plan.traces:
        (x0, y0), (x1, y1) = t.points[0], t.points[-1]
        de, vers = b[t.arete.de], b[t.arete.vers]
        assert x0 == de.x + de.largeur
        assert x1 == vers.x
        assert de.y < y0 < de.y + de.hauteur
        assert vers.y < y1 < vers.y + vers.hauteur
        assert all(a <= c for (a, _), (c, _) in pairwise(courbes(t)))
        assert all(
            any(x == d.x and y == d.y for (xa, y), (xb, _) in pairwise(t.points) for x in [(xa + xb) / 2])
            for d in plan.losanges
            if d.arete is t.arete
        )


@settings(deadline=None, max_examples=40)
@given(chemins())
def test_every_line_of_text_is_in_its_box_and_no_word_is_lost(g):
    for boite in place(g, 1200).boites:
        for ligne in boite.lignes:
            fin = ligne.x + lettres.largeur(ligne.texte, ligne.taille, gras=ligne.gras)
            assert ligne.x >= DEDANS
            assert fin <= boite.largeur - DEDANS + 1e-6
            assert ligne.taille <= ligne.y <= boite.hauteur - ligne.taille / 3
        n = boite.noeud
        assert re.sub("[- ]", "", "".join(x.texte for x in boite.lignes)) == re.sub("[- ]", "", n.marque + n.texte + n.etat)


@settings(deadline=None, max_examples=25)
@given(chemins())
def test_the_same_path_is_drawn_the_same(g):
    assert place(g, 1200) == place(g, 1200)
    assert dessine(g) == dessine(g)


@settings(deadline=None, max_examples=25)
@given(chemins())
def test_changes_that_lead_nowhere_are_all_in_the_last_column(g):
    rangs, sortants = colonnes(g), {a.de for a in g.aretes}
    finaux = {rangs[n.id] for n in g.noeuds if n.genre == "changement" and n.id not in sortants}
    assert finaux <= {max(rangs.values())}
    assert set(rangs.values()) == set(range(max(rangs.values()) + 1))
