"""The map as a Plotly figure: geometry by URL, no tile, no request outside the machine."""

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from ctg_data.charts import theme
from ctg_data.charts.classes import classes, sans_valeur
from ctg_data.diagnostic.figures import Carte, Zone

LIGNE = 21
"""Pixels of one entry of the legend, which stands under the map: on it, it would hide areas."""
LARGEUR = 350
"""Pixels across which a map must hold: a telephone's, since Plotly keeps one zoom whatever the width."""
Emprise = tuple[float, float, float, float]
"""West, south, east, north, in degrees (WGS 84)."""


def carte(c: Carte, geojson: str | Mapping, *, emprise: Emprise, cle: str = "properties.code", hauteur: int = 420) -> go.Figure:
    """Choropleth of ``c``: one named trace a class, one for each reason of having no value.

    ``geojson``: URL of the geometry (or the object itself); ``cle``: where a feature holds its code.
    """
    commun = {"geojson": geojson, "featureidkey": cle}
    groupes = [(k.texte, k.couleur, k.zones) for k in classes(c)] + [(s.texte, s.couleur, s.zones) for s in sans_valeur(c)]
    figure = go.Figure([_trace(nom, couleur, zones, commun) for nom, couleur, zones in groupes])
    choisies = [z for z in c.zones if z.choisie]
    if choisies:
        figure.add_trace(_contour(choisies, commun))
    centre, zoom = vue(emprise, hauteur)
    bas = LIGNE * len(figure.data) + 12
    return figure.update_layout(
        template=theme.gabarit(),
        map={"style": "white-bg", "center": centre, "zoom": zoom},
        margin={"l": 0, "r": 0, "t": 0, "b": bas},
        legend={"y": -0.01, "x": 0, "yanchor": "top", "orientation": "v"},
        height=hauteur + bas,
    )


def _trace(nom: str, couleur: str, zones: Sequence[Zone], commun: Mapping) -> go.Choroplethmap:
    return go.Choroplethmap(
        locations=[z.code for z in zones],
        z=[0] * len(zones),
        colorscale=[[0, couleur], [1, couleur]],
        showscale=False,
        showlegend=True,
        name=f"{nom} ({len(zones)})",
        marker={"line": {"color": theme.CONTOUR, "width": 0.9}, "opacity": 1},
        text=[f"<b>{z.nom}</b><br>{z.texte}" for z in zones],
        hovertemplate="%{text}<extra></extra>",
        **commun,
    )


def _contour(zones: Sequence[Zone], commun: Mapping) -> go.Choroplethmap:
    """The chosen area outlined; transparent inside so that its class shows."""
    trace = _trace("territoire choisi", "rgba(0,0,0,0)", zones, commun)
    return trace.update(marker={"line": {"color": theme.TEXTE, "width": 3}}, name="contour noir : territoire choisi")


def vue(emprise: Emprise, hauteur: int, largeur: int = LARGEUR) -> tuple[dict[str, float], float]:
    """Centre and zoom that hold ``emprise`` in a map of that many pixels (Web Mercator, 512 px tiles)."""
    ouest, sud, est, nord = emprise
    bas, haut = (math.asinh(math.tan(math.radians(lat))) / (2 * math.pi) for lat in (sud, nord))
    part_x, part_y = max((est - ouest) / 360, 1e-6), max(haut - bas, 1e-6)
    zoom = min(math.log2(largeur / 512 / part_x), math.log2(hauteur / 512 / part_y)) - 0.15
    milieu = math.degrees(math.atan(math.sinh(math.pi * (bas + haut))))
    return {"lon": (ouest + est) / 2, "lat": milieu}, round(zoom, 2)
