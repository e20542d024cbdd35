"""Paths of progress to draw in the tests, and what no drawing may do."""

import re
from itertools import combinations, pairwise

from ctg_data.charts import graphe_courbes
from ctg_data.charts.graphe import Arete, Graphe, Noeud

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


def boites(plan):
    return {b.noeud.id: b for b in plan.boites}


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
