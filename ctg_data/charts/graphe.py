"""A path of progress as printable SVG: actions on the left, the change on the right, hypotheses in diamonds on the arrows."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from ctg_data.charts import graphe_signes, lettres, theme
from ctg_data.charts.graphe_boites import BORD, LOSANGE_B, PETIT, RETRAIT_ETAT
from ctg_data.charts.graphe_courbes import chemin
from ctg_data.charts.graphe_modele import Arete, Boite, Entete, Graphe, Ligne, Losange, Noeud, Plan, Trace
from ctg_data.charts.graphe_places import place
from ctg_data.charts.svg import cadre, e, texte

__all__ = ["Arete", "Graphe", "Noeud", "Plan", "dessine", "place"]

STYLES = {
    "action": ({"fill": theme.SURFACE, "stroke": theme.CONTOUR, "stroke_width": 1}, theme.TEXTE, theme.SOURDINE),
    "etape": ({"fill": theme.FOND, "stroke": theme.CONTOUR, "stroke_width": 1, "rx": 7}, theme.TEXTE, theme.SOURDINE),
    "changement": ({"fill": theme.ACCENT, "stroke": theme.ACCENT, "stroke_width": 1}, theme.FOND, theme.FOND),
}
"""Kind -> box, ink of the text, ink of the state."""
SINGULIERS = {"action": "Action", "etape": "Étape", "changement": "Changement"}
POINTE, LEGENDE = 8, 46
FLECHE = theme.REFERENCE
MEME_OEIL = "font-size-adjust:0.486"
"""Small letters as high as those of Source Sans in any font that stands in for it: a wider one, such as DejaVu, stays in its box."""


def dessine(graphe: Graphe, *, largeur: int = 1200, papier: bool = False, interactif: bool = False, id_: str = "graphe") -> str:
    """The drawing; "" without a node.

    ``papier``: on a white ground, whatever is behind.  ``interactif``: nodes take the focus and say that they can be pressed.
    Shown narrower than ``largeur``, the text would be small: a drawing that has to be wider than asked says its least width itself.
    """
    plan = place(graphe, largeur)
    if not plan.boites:
        return ""
    legende = list(_legende(plan))
    hauteur = plan.hauteur + (LEGENDE if legende else 0)
    corps = [
        *([e("rect", width=plan.largeur, height=hauteur, fill=theme.FOND)] if papier else []),
        *map(_entete, plan.entetes),
        *map(_fleche, plan.traces),
        *map(graphe_signes.losange, plan.losanges),
        *(_noeud(b, id_, interactif) for b in plan.boites),
        *legende,
    ]
    au_dedans = interactif or any(_adresse(n) for n in graphe.noeuds)
    style = MEME_OEIL + (f";min-width:{plan.largeur:.0f}px" if round(plan.largeur) > largeur and not papier else "")
    nom = {"titre": lettres.propre(graphe.titre), "description": lettres.propre(graphe.resume)}
    return cadre(plan.largeur, hauteur, *corps, id_=id_, role="group" if au_dedans else "img", style=style, **nom)


def _entete(entete: Entete) -> str:
    filet = e("path", d=f"M{entete.x:.1f},24.5h{entete.largeur:.1f}", stroke=theme.TRAIT)
    return texte(entete.x, 15, entete.texte, taille=PETIT, couleur=theme.SOURDINE, font_weight=600) + filet


def _fleche(trace: Trace) -> str:
    """A white edge keeps apart the arrows that cross."""
    x, y = trace.points[-1]
    d = chemin((*trace.points[:-1], (x - POINTE + 1, y)))
    pointe = e("path", d=f"M{x:.1f},{y:.1f}l{-POINTE},-4v8Z", fill=FLECHE)
    halo = e("path", d=d, fill="none", stroke=theme.FOND, stroke_width=4.5)
    return e("g", halo, e("path", d=d, fill="none", stroke=FLECHE, stroke_width=1.4), pointe, class_="ctg-fleche")


def _noeud(boite: Boite, id_: str, interactif: bool) -> str:
    noeud = boite.noeud
    fond, encre, sourdine = STYLES[noeud.genre]
    cadre_ = e("rect", x=boite.x, y=boite.y, width=boite.largeur, height=boite.hauteur, **fond)
    lignes = [_ligne(boite, ligne, sourdine if ligne.taille == PETIT else encre) for ligne in boite.lignes]
    dessin = [cadre_, *lignes, *_etat(boite, sourdine)]
    if interactif:
        return e("g", *dessin, **_bouton(noeud, id_))
    adresse = _adresse(noeud)
    return e("a", *dessin, href=adresse) if adresse else e("g", *dessin)


def _bouton(noeud: Noeud, id_: str) -> dict[str, object]:
    nom = f"{SINGULIERS[noeud.genre]} {noeud.marque}".strip() + f" : {noeud.texte}" + (f" ({noeud.etat})" if noeud.etat else "")
    clefs = {"id": lettres.propre(f"{id_}-{noeud.id}"), "data_id": lettres.propre(noeud.id)}
    return {**clefs, "class_": "ctg-noeud", "tabindex": 0, "role": "button", "aria_label": lettres.propre(nom)}


def _adresse(noeud: Noeud) -> str:
    """Where a node leads, when a browser may safely go there."""
    return lettres.propre(noeud.lien) if urlsplit(noeud.lien).scheme in ("", "http", "https") else ""


def _ligne(boite: Boite, ligne: Ligne, encre: str) -> str:
    return texte(
        boite.x + ligne.x, boite.y + ligne.y, ligne.texte, taille=ligne.taille, couleur=encre, font_weight=600 if ligne.gras else None
    )


def _etat(boite: Boite, encre: str) -> list[str]:
    lignes = [ligne for ligne in boite.lignes if ligne.taille == PETIT]
    if not lignes:
        return []
    x, y = boite.x + lignes[0].x - RETRAIT_ETAT + graphe_signes.R, boite.y + lignes[0].y - 0.34 * PETIT
    return [graphe_signes.avancement(boite.noeud.etat, x, y, encre)]


def _legende(plan: Plan) -> Iterator[str]:
    """The states of hypotheses that the drawing holds, on one line: their six names together are narrower than any drawing."""
    presents = {d.arete.etat for d in plan.losanges}
    etats = [etat for etat in graphe_signes.HYPOTHESES if etat in presents]
    if not etats:
        return
    y = plan.hauteur + LEGENDE - LOSANGE_B - 4
    yield texte(BORD, y + 0.34 * PETIT, "Hypothèses", taille=PETIT, couleur=theme.SOURDINE, font_weight=600)
    x = lettres.largeur("Hypothèses", PETIT, gras=True) + 14
    for etat in etats:
        yield graphe_signes.losange(Losange(Arete("", "", "", "", etat), x + 14, y, 14, 10))
        yield texte(x + 34, y + 0.34 * PETIT, etat, taille=PETIT, couleur=theme.SOURDINE)
        x += 34 + lettres.largeur(etat, PETIT) + 18
