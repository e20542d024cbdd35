"""A path of progress to draw on screen, and to take away as one SVG that says what it is."""

import re
import unicodedata

from ctg_data.charts import graphe, graphe_pages, lettres, theme
from ctg_data.charts.graphe import Arete, Graphe, Noeud
from ctg_data.charts.svg import e, texte
from ctg_data.views.chemins import CheminVue
from ctg_data.views.document import CADRE
from ctg_data.wording import chemins as mots

LARGEUR = 1260
"""A little more than the page is wide, shown slightly smaller: seven columns then fit without scrolling."""
MARGE, LIGNE, PIED = 24, 26, 22
TAILLE_TITRE, PRUDENCE = 18, 0.85
"""A bold font that stands in for that of the product may be a sixth wider."""


def dessin(vue: CheminVue, *, interactif: bool = True) -> str:
    """For a page; ``interactif``: its boxes can be chosen.  "" while there is nothing but the change."""
    if not vue.fleches and len(vue.elements) < 2:
        return ""
    return graphe.dessine(en_graphe(vue), largeur=LARGEUR, interactif=interactif, id_="chemin")


def en_graphe(vue: CheminVue) -> Graphe:
    """The same path in the words of the drawing; on one arrow, hypotheses share one diamond."""
    noeuds = tuple(Noeud(el.id, el.genre, el.texte, el.etat, el.repere) for el in vue.elements)
    aretes = (
        Arete(f.de, f.vers, ", ".join(h.repere for h in f.hypotheses), " / ".join(h.texte for h in f.hypotheses), f.etat)
        for f in vue.fleches
    )
    return Graphe(vue.titre, noeuds, tuple(aretes), vue.resume)


def pages(vue: CheminVue) -> tuple[str, ...]:
    """The drawing on white, on as many A4 sheets as it takes to be read, inside a page that says the rest."""
    return graphe_pages.pages(en_graphe(vue))


def svg(vue: CheminVue) -> bytes:
    """The drawing on white under its title, with the convention, the version and, for an example, that it is one."""
    dedans = graphe.dessine(en_graphe(vue), largeur=LARGEUR, papier=True)
    largeur, hauteur = map(float, CADRE.search(dedans).groups())
    pied = " · ".join(filter(None, (vue.pied, mots.FICTIF if vue.fictive else "")))
    lignes = lettres.lignes(vue.titre, largeur * PRUDENCE, TAILLE_TITRE, gras=True)
    haut = MARGE + LIGNE * len(lignes) + 8
    total = (largeur + 2 * MARGE, haut + hauteur + PIED + MARGE)
    feuille = e(
        "svg",
        e("rect", width=total[0], height=total[1], fill=theme.FOND),
        *(texte(MARGE, MARGE + 14 + LIGNE * n, ligne, taille=TAILLE_TITRE, font_weight=600) for n, ligne in enumerate(lignes)),
        dedans.replace("<svg ", f'<svg x="{MARGE}" y="{haut}" width="{largeur:.0f}" height="{hauteur:.0f}" ', 1),
        texte(MARGE, total[1] - MARGE, pied, taille=13, couleur=theme.SOURDINE),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {total[0]:.0f} {total[1]:.0f}",
        font_family=theme.POLICE,
    )
    return feuille.encode()


def nom(vue: CheminVue, extension: str) -> str:
    """``chemin-les-jeunes-se-disent-ecoutes-v2.svg``: plain ASCII."""
    simple = unicodedata.normalize("NFKD", vue.elements[0].texte.replace("’", " ")).encode("ascii", "ignore").decode().lower()
    return f"chemin-{'-'.join(re.findall(r'[a-z0-9]+', simple)[:8])}-v{vue.numero}.{extension}"
