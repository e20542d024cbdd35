"""Marks of the states in a path of progress: told by shape, in black and white as well, and named beside or in the legend."""

from xml.sax.saxutils import escape

from ctg_data.charts import lettres, theme
from ctg_data.charts.graphe_boites import PETIT
from ctg_data.charts.graphe_modele import Losange
from ctg_data.charts.svg import e, texte

PLEIN = {"fill": theme.TEXTE, "stroke": theme.TEXTE}
VIDE = {"fill": theme.FOND, "stroke": theme.TEXTE}
HYPOTHESES = {
    "à tester": VIDE,
    "en test": {**VIDE, "stroke_dasharray": "5 3"},
    "confortée": PLEIN,
    "affaiblie": VIDE,
    "réfutée": VIDE,
    "non testable": {"fill": "#E4E4E4", "stroke": theme.TEXTE, "stroke_dasharray": "0.1 4", "stroke_linecap": "round", "stroke_width": 2.2},
}
"""State of a hypothesis -> its diamond, in the order of the legend; a state not listed looks like « à tester »."""
BARRES = {"affaiblie": (1,), "réfutée": (1, -1)}
"""Strokes through the diamond: one, then a cross."""
AVANCEMENTS = {
    "vide": "idée, retenue, retenu, proposé, proposée, consenti, validé, validée, prévue, prévu, à venir, à faire, attendu, attendue",
    "demi": "planifiée, engagée, en cours, suivi, suivie, partiel, partiellement atteint, partiellement atteinte",
    "plein": "réalisée, réalisé, faite, fait, atteint, atteinte, oui",
    "croix": "abandonnée, abandonné, non atteint, non atteinte, reportée, reporté, non",
}
"""Mark of the state of a node -> the words it stands before; a short dash before any other."""
_AVANCEMENT = {mot: signe for signe, mots in AVANCEMENTS.items() for mot in mots.split(", ")}
R = 4.5


def losange(d: Losange) -> str:
    """With its mark inside and its text under the pointer."""
    nom = " : ".join(filter(None, (d.arete.repere, d.arete.titre)))
    titre = nom + (f" ({d.arete.etat})" if d.arete.etat else "")
    return e("g", e("title", escape(lettres.propre(titre))), *_dessin(d), class_="ctg-hypothese")


def _dessin(d: Losange) -> list[str]:
    """Strokes pass under the mark, whose halo keeps it legible."""
    style = {"stroke_width": 1.5, **HYPOTHESES.get(d.arete.etat, VIDE)}
    forme = e("path", d=f"M{d.x - d.a:.1f},{d.y:.1f}l{d.a:.1f},{-d.b}l{d.a:.1f},{d.b}l{-d.a:.1f},{d.b}Z", **style)
    barres = [_barre(d, signe) for signe in BARRES.get(d.arete.etat, ())]
    clair = style["fill"] == theme.TEXTE
    halo = {"stroke": style["fill"], "stroke_width": 3, "paint_order": "stroke", "font_weight": 600}
    couleur = theme.FOND if clair else theme.TEXTE
    return [
        forme,
        *barres,
        texte(d.x, d.y + 0.34 * PETIT, lettres.propre(d.arete.repere), taille=PETIT, couleur=couleur, ancre="middle", **halo),
    ]


def _barre(d: Losange, signe: int) -> str:
    dx, dy = 0.74 * d.a, 0.74 * d.b
    return e(
        "path", d=f"M{d.x - dx:.1f},{d.y + signe * dy:.1f}L{d.x + dx:.1f},{d.y - signe * dy:.1f}", stroke=theme.TEXTE, stroke_width=1.8
    )


def avancement(etat: str, x: float, y: float, encre: str) -> str:
    """The mark before the word of a state: an empty, half or full disc, a cross, a dash."""
    trait = {"stroke": encre, "stroke_width": 1.4, "fill": "none"}
    cercle = e("circle", cx=x, cy=y, r=R, **trait)
    formes = {
        "vide": cercle,
        "demi": cercle + e("path", d=f"M{x:.1f},{y - R:.1f}a{R},{R} 0 0,0 0,{2 * R}Z", fill=encre),
        "plein": e("circle", cx=x, cy=y, r=R, **{**trait, "fill": encre}),
        "croix": e("path", d=f"M{x - 3.5:.1f},{y - 3.5:.1f}l7,7m0,-7l-7,7", **trait),
    }
    return formes.get(_AVANCEMENT.get(etat.casefold(), ""), e("path", d=f"M{x - R:.1f},{y:.1f}h{2 * R}", **trait))
