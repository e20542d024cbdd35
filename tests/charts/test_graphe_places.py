"""The graph of a path of progress, whatever the path: nothing over anything else, nothing lost, the same twice."""

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ctg_data.charts import graphe_courbes, lettres
from ctg_data.charts.graphe import Arete, Graphe, Noeud, dessine, place
from ctg_data.charts.graphe_boites import DEDANS
from ctg_data.charts.graphe_modele import GENRES
from ctg_data.charts.graphe_ordre import colonnes
from tests.charts.chemins import LONG, assert_rien_ne_se_touche, boites, courbes, rectangle

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


def test_the_curve_tested_is_the_curve_drawn():
    """A quarter of the way along a cubic, by its ends and its handles."""
    dessinee = re.fullmatch(r"M0.0,0.0C(.*)", graphe_courbes.chemin([(0, 0), (40, 80)])).group(1)
    p1, p2, p3 = [tuple(map(float, p.split(","))) for p in dessinee.split(" ")]
    quart = tuple((27 * a + 9 * b + c) / 64 for a, b, c in zip(p1, p2, p3, strict=True))
    assert graphe_courbes.courbe((0, 0), (40, 80), 4)[1] == quart


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
