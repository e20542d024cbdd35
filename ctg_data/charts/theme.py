"""Tokens of the look and the one Plotly template; every colour of a chart comes from here."""

from functools import cache

import plotly.graph_objects as go

TEXTE = "#161616"
SOURDINE = "#525252"
SURFACE = "#F6F6F6"
FOND = "#FFFFFF"
TRAIT = "#D0D0D0"
CONTOUR = "#6E6E6E"
"""Outline of the areas of a map: their palest fill must stand out on white."""
ACCENT = "#0B6E6E"
REFERENCE = "#5F6368"
FAVORABLE = "#1B5E9B"
DEFAVORABLE = "#B04A00"
INDETERMINE = "#5F6368"
SEQUENTIEL = ("#EFF3FF", "#BDD7E7", "#6BAED6", "#3182BD", "#08519C")
MARGE, MARGE_SEULE = "rgba(11,110,110,0.13)", "#9CC5C5"
"""The 95 % interval: a ribbon over several years, a bar where a year stands alone."""
DEMO_TEXTE, DEMO_FOND = "#5C3B00", "#FFF3D6"

POLICE = "'Source Sans 3', 'Source Sans Pro', 'Source Sans', system-ui, sans-serif"
SEPARATEURS = ",\u202f"

TRAITS_ROLES = {
    "territoire": (ACCENT, "solid", 3),
    "epci": ("#7A5195", "dashdot", 1.8),
    "departement": (REFERENCE, "dash", 1.8),
    "region": ("#8A6D3B", "dot", 1.8),
    "france": ("#333333", "longdash", 1.4),
    "strate": (REFERENCE, "dash", 1.4),
}
"""Role of a series -> colour, dash, width: three differences, so that no line is told by colour alone."""


@cache
def gabarit() -> go.layout.Template:
    """The template of every figure: white ground, light grid, French separators, no title (the page writes it)."""
    axe = {"gridcolor": "#ECECEC", "linecolor": TRAIT, "zeroline": False, "tickfont": {"color": SOURDINE}, "automargin": True}
    return go.layout.Template(
        layout={
            "font": {"family": POLICE, "size": 14, "color": TEXTE},
            "paper_bgcolor": FOND,
            "plot_bgcolor": FOND,
            "separators": SEPARATEURS,
            "colorway": [ACCENT, REFERENCE],
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "hoverlabel": {"bgcolor": FOND, "font": {"family": POLICE, "color": TEXTE}},
            "legend": {"orientation": "h", "yanchor": "top", "y": -0.08, "x": 0, "title": {"text": ""}},
            "xaxis": axe,
            # Whole numbers (« 27 000 »), never « 27k ».
            "yaxis": {**axe, "exponentformat": "none", "separatethousands": True, "ticksuffix": " "},
        }
    )
