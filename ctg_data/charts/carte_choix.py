"""A map on which communes are chosen: inside or outside, and the line around those inside; geometry by URL, no tile."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from ctg_data.charts import theme

DEDANS, DEHORS = "#9CCACA", "#F6F6F6"
Anneau = Sequence[tuple[float, float]]
Emprise = tuple[float, float, float, float]
"""West, south, east, north, in degrees (WGS 84)."""
LARGEUR, MARGE = 356, 8
"""Pixels across which the map must hold: a telephone's, since Plotly keeps one zoom whatever the width, and fits no contours itself;
and the space left around."""


def choix(
    noms: dict[str, str], dedans: frozenset[str], geojson: str, *, emprise: Emprise, limite: Sequence[Anneau], hauteur: int = 460
) -> go.Figure:
    """``noms``: code -> name of the communes drawn; ``dedans``: those inside; ``limite``: rings around them (longitude, latitude)."""
    groupes = (("dans le périmètre", DEDANS, [c for c in noms if c in dedans]), ("en dehors", DEHORS, [c for c in noms if c not in dedans]))
    figure = go.Figure([_trace(nom, couleur, codes, noms, geojson) for nom, couleur, codes in groupes if codes])
    for anneau in limite:
        figure.add_trace(_ligne(anneau))
    centre, zoom = vue(emprise, hauteur)
    return figure.update_layout(
        template=theme.gabarit(),
        map={"style": "white-bg", "center": centre, "zoom": zoom},
        margin={"l": 0, "r": 0, "t": 0, "b": 34},
        legend={"y": -0.01, "x": 0, "yanchor": "top"},
        clickmode="event+select",
        height=hauteur + 34,
    )


def _trace(nom: str, couleur: str, codes: Sequence[str], noms: dict[str, str], geojson: str) -> go.Choroplethmap:
    """A point that is clicked is not drawn otherwise: the next figure shows what it became."""
    opaque = {"marker": {"opacity": 1}}
    return go.Choroplethmap(
        geojson=geojson,
        featureidkey="properties.code",
        locations=list(codes),
        customdata=list(codes),
        z=[0] * len(codes),
        colorscale=[[0, couleur], [1, couleur]],
        showscale=False,
        showlegend=True,
        name=f"{nom} ({len(codes)})",
        marker={"line": {"color": theme.CONTOUR, "width": 0.9}, "opacity": 1},
        selected=opaque,
        unselected=opaque,
        text=[f"<b>{noms[c]}</b><br>cliquez pour {'retirer' if couleur == DEDANS else 'ajouter'}" for c in codes],
        hovertemplate="%{text}<extra></extra>",
    )


def _ligne(anneau: Anneau) -> go.Scattermap:
    return go.Scattermap(
        lon=[x for x, _ in anneau],
        lat=[y for _, y in anneau],
        mode="lines",
        line={"color": theme.ACCENT, "width": 3},
        hoverinfo="skip",
        showlegend=False,
    )


def vue(emprise: Emprise, hauteur: int, largeur: int = LARGEUR) -> tuple[dict[str, float], float]:
    """Centre and zoom that hold ``emprise`` in a map of that many pixels (Web Mercator, 512 px tiles)."""
    ouest, sud, est, nord = emprise
    bas, haut = (math.asinh(math.tan(math.radians(lat))) / (2 * math.pi) for lat in (sud, nord))
    part_x, part_y = max((est - ouest) / 360, 1e-6), max(haut - bas, 1e-6)
    zoom = min(math.log2((largeur - 2 * MARGE) / 512 / part_x), math.log2((hauteur - 2 * MARGE) / 512 / part_y))
    milieu = math.degrees(math.atan(math.sinh(math.pi * (bas + haut))))
    return {"lon": (ouest + est) / 2, "lat": milieu}, math.floor(100 * zoom) / 100
