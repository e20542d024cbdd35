"""The map as printable SVG, with real hatches: secret, not significant and missing are three different things."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from ctg_data.charts import theme
from ctg_data.charts.classes import METHODE, classes, sans_valeur
from ctg_data.charts.svg import cadre, e, hachures, remplissage, texte
from ctg_data.diagnostic.figures import Carte, Zone
from ctg_data.territoires.contours import Trace

LIGNE = 24
A_COTE = 430
"""Width of a legend that stands beside the map."""


def carte(c: Carte, trace: Trace, *, id_: str, a_cote: bool = False) -> str:
    """``trace``: the outlines of the areas (``contours.svg_paths``); an outline without a row is left as missing.

    The legend stands under the map, or on its right.
    """
    legende = _entrees(c, id_)
    haut = LIGNE * (len(legende) + 1) + 8
    x, y = (trace.largeur + 30, 10.0) if a_cote else (0.0, trace.hauteur + 20)
    largeur, hauteur = (x + A_COTE, max(trace.hauteur, y + haut)) if a_cote else (trace.largeur, y + haut)
    corps = [hachures(id_), *_zones(c, trace, id_), *_legende(legende, x, y)]
    return cadre(largeur, hauteur, *corps, id_=id_, titre=c.cadre.titre, description=c.cadre.alt)


def _couleurs(c: Carte, id_: str) -> dict[str, str]:
    connues = {z.code: k.couleur for k in classes(c) for z in k.zones}
    return connues | {z.code: remplissage(id_, z.statut) for z in c.zones if z.valeur is None}


def _zones(c: Carte, trace: Trace, id_: str) -> Iterator[str]:
    couleurs, zones = _couleurs(c, id_), {z.code: z for z in c.zones}
    choisies = []
    for code, nom, chemin in trace.chemins:
        zone = zones.get(code)
        aide = e("title", _aide(nom, zone))
        yield e("path", aide, d=chemin, fill=couleurs.get(code, remplissage(id_, "nd")), stroke=theme.CONTOUR, stroke_width=0.9)
        if zone is not None and zone.choisie:
            choisies.append(chemin)
    for chemin in choisies:
        yield e("path", d=chemin, fill="none", stroke=theme.TEXTE, stroke_width=3)


def _aide(nom: str, zone: Zone | None) -> str:
    return escape(f"{nom} : {zone.texte}" if zone else nom)


def _entrees(c: Carte, id_: str) -> list[tuple[str, str]]:
    """(fill, text) of the legend: classes with counts, then the reasons of having no value."""
    valeurs = [(k.couleur, f"{k.texte} ({len(k.zones)})") for k in classes(c)]
    return valeurs + [(remplissage(id_, s.statut), f"{s.texte} ({len(s.zones)})") for s in sans_valeur(c)]


def _legende(entrees: Sequence[tuple[str, str]], x: float, y: float) -> Iterator[str]:
    yield texte(x, y + 8, f"{METHODE[:1].upper()}{METHODE[1:]} (nombre de territoires)", couleur=theme.SOURDINE)
    for rang, (fond, nom) in enumerate(entrees, start=1):
        haut = y + LIGNE * rang
        yield e("rect", x=x + 0.5, y=haut - 3, width=30, height=17, fill=fond, stroke=theme.CONTOUR, stroke_width=0.9)
        yield texte(x + 40, haut + 11, nom)
