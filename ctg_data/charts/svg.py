"""SVG by hand, for paper and for files without script: elements, accessible frames, hatch patterns, French axes."""

import math
import re
from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from ctg_data.charts import palette, theme
from ctg_data.wording.nombres import nombre

A_PROTEGER = re.compile(r"[&<>\"\n\r\t]")


def e(nom: str, *contenus: str, **attributs: object) -> str:
    """``<nom …>contenus</nom>``; contents are markup already, attribute values are escaped; ``class_`` gives class."""
    textes = (f" {_cle(cle)}={_guillemets(_texte(v))}" for cle, v in attributs.items() if v is not None)
    debut = f"<{nom}{''.join(textes)}"
    return f"{debut}>{''.join(contenus)}</{nom}>" if contenus else f"{debut}/>"


@cache
def _cle(nom: str) -> str:
    return nom.rstrip("_").replace("_", "-")


def _guillemets(valeur: str) -> str:
    """Between quotation marks; a drawing has a thousand values, hardly one of which has anything to escape."""
    return quoteattr(valeur) if A_PROTEGER.search(valeur) else f'"{valeur}"'


def _texte(valeur: object) -> str:
    return f"{valeur:.2f}".rstrip("0").rstrip(".") if isinstance(valeur, float) else str(valeur)


def texte(x: float, y: float, contenu: str, *, taille: int = 15, couleur: str = theme.TEXTE, ancre: str = "start", **plus: object) -> str:
    return e("text", escape(contenu), x=x, y=y, font_size=taille, fill=couleur, text_anchor=ancre, **plus)


def cadre(largeur: float, hauteur: float, *contenus: str, id_: str, titre: str, description: str, role: str = "img", **plus: object) -> str:
    """A figure with its name and its finding for screen readers; scales with its container.

    ``role``: « group » when something in it takes the focus, which an image hides.
    """
    return e(
        "svg",
        e("title", escape(titre), id=f"{id_}-t"),
        e("desc", escape(description), id=f"{id_}-d"),
        *contenus,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_texte(float(largeur))} {_texte(float(hauteur))}",
        role=role,
        aria_labelledby=f"{id_}-t {id_}-d",
        font_family=theme.POLICE,
        **plus,
    )


def motifs(id_: str) -> str:
    """The patterns of ``palette``: fills told apart without colour too."""
    return e("defs", *(_motif(id_, statut, palette.sans_valeur(statut)) for statut in palette.SANS_VALEUR))


def _motif(id_: str, statut: str, teinte: palette.Teinte) -> str:
    if not teinte.motif:
        return ""
    traits = {
        "hachures": e("path", d="M0,6 L6,0", stroke=teinte.encre, stroke_width=1.2),
        "points": e("circle", cx=3, cy=3, r=0.9, fill=teinte.encre),
    }
    fond = e("rect", width=6, height=6, fill=teinte.couleur)
    return e("pattern", fond, traits[teinte.motif], id=f"{id_}-{statut}", width=6, height=6, patternUnits="userSpaceOnUse")


def remplissage(id_: str, statut: str) -> str:
    """Fill of an area without a value, in a drawing that holds ``motifs(id_)``."""
    teinte = palette.sans_valeur(statut)
    return f"url(#{id_}-{statut})" if teinte.motif else teinte.couleur


def graduations(bas: float, haut: float, n: int = 5) -> list[float]:
    """About ``n`` round values (1, 2 or 5 times a power of ten) that cover ``bas``…``haut``."""
    plat = haut - bas < 1e-9 * max(1.0, abs(haut))
    etendue = (abs(haut) if abs(haut) > 1e-9 else 1) if plat else haut - bas
    brut = etendue / n
    puissance = 10 ** math.floor(math.log10(brut))
    pas = next(f * puissance for f in (1, 2, 5, 10) if f * puissance >= brut * 0.999)
    debut, fin = math.floor(bas / pas + 1e-9), math.ceil(haut / pas - 1e-9)
    return [round(i * pas, 10) for i in range(debut, max(fin, debut + 1) + 1)]


def texte_graduations(valeurs: Sequence[float]) -> list[str]:
    """The same number of decimals on the whole axis."""
    pas = abs(valeurs[1] - valeurs[0]) if len(valeurs) > 1 else 1
    decimales = max(0, -math.floor(math.log10(pas) + 1e-9))
    return [nombre(v, decimales) for v in valeurs]


def coupe(libelle: str, largeur: int) -> list[str]:
    """Words on lines of at most ``largeur`` characters; a longer word keeps its line."""
    lignes: list[str] = []
    for mot in libelle.split(" "):
        if lignes and len(lignes[-1]) + 1 + len(mot) <= largeur:
            lignes[-1] += f" {mot}"
        else:
            lignes.append(mot)
    return lignes
