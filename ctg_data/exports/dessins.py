"""The four figures of a portrait as SVG, for paper, for files and for a room: they scale with what holds them."""

from pathlib import Path

from ctg_data.charts import svg_carte, svg_etoile, svg_series
from ctg_data.charts.symboles import APPROCHE, PLUSIEURS, Marque
from ctg_data.territoires import contours
from ctg_data.views.model import EtoileVue, PortraitView
from ctg_data.views.offre import Lieu

LARGEUR_CARTE = 560


def etoile(e: EtoileVue) -> str:
    """ "" where there is a message instead; so do the others."""
    if e.etoile is None or e.cadre.message:
        return ""
    return svg_etoile.figure_etoile(e.etoile, id_=f"etoile-{e.face}", titre=e.cadre.titre, alt=e.cadre.alt)


def carte(vue: PortraitView, reference: Path, *, a_cote: bool = False) -> str:
    """``a_cote``: the legend beside the map, on a screen wider than high.

    Raises TerritoireInconnu when an area of the map has no contour.
    """
    c = vue.carte
    if c.cadre.message:
        return ""
    trace = contours.svg_paths(reference, c.niveau, [z.code for z in c.zones], largeur=LARGEUR_CARTE)
    return svg_carte.carte(c, trace, id_="carte", a_cote=a_cote, marques=marques(vue))


def marques(vue: PortraitView) -> tuple[Marque, ...]:
    """The facilities of a portrait as marks on its map."""
    return tuple(Marque(x.longitude, x.latitude, _genre(x), x.nombre, x.lignes) for x in vue.offre.lieux)


def _genre(lieu: Lieu) -> str:
    return APPROCHE if not lieu.precis else lieu.theme or PLUSIEURS


def evolution(vue: PortraitView) -> str:
    return "" if vue.evolution.cadre.message else svg_series.evolution(vue.evolution, id_="evolution")


def ages(vue: PortraitView) -> str:
    return "" if vue.structure_age.cadre.message else svg_series.structure_age(vue.structure_age, id_="ages")
