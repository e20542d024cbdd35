"""The look of a projected page: everything 1.6 times larger, a figure and its title on one screen of 1280 × 800."""

from textwrap import wrap

import plotly.graph_objects as go

FACTEUR = 1.6
HAUTEUR = 400
"""Pixels of a figure: what its title and the choices leave of a screen."""
RONDS = {"polar": (440, 40), "map": (400, 0)}
"""Height, and margins above and under, of what is about as wide as high: a star has labels around it, and fewer choices above."""
COTE, CARACTERES = 0.3, 28
"""Share of the width for the legend beside a star or a map (under it, it would leave the screen); characters of its lines."""
STYLE = f"""<style>
html {{ font-size: {FACTEUR:.0%} !important; }}
.st-key-recherche, .stAppHeader {{ display: none; }}
.stMainBlockContainer {{ padding-top: 0.5rem !important; }}
.stMainBlockContainer .stVerticalBlock {{ gap: 0.4rem; }}
.ctg-bandeau {{ font-size: 0.7rem; padding: 0.1rem 0.5rem; }}
.st-key-projection h1 {{ font-size: 1.4rem; }}
.stButtonGroup button {{ min-height: 1.5rem; padding: 0.05rem 0.6rem; }}
.stSelectbox [data-testid="stWidgetLabel"] {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
.ctg-phrase {{ font-size: 0.875rem; }}
.ctg-rangees th, .ctg-rangees td {{ padding-left: 0.3rem; padding-right: 0.3rem; }}
.ctg-rangees thead th {{ font-size: 0.7rem; overflow-wrap: normal; }}
.ctg-rangees thead th:nth-child(1) {{ width: 24%; }}
.ctg-rangees thead th:nth-child(3) {{ width: 11%; }}
</style>"""
"""Streamlit and ``style.css`` size everything in rem: one rule enlarges a page.  Menu and search wait for the end of the projection."""

_GRANDEURS = ("size", "width", "l", "r")
"""Lengths in pixels of a Plotly figure: fonts, markers, lines, side margins."""


def agrandit(figure: go.Figure) -> go.Figure:
    """The same figure with larger letters and lines, as high as a projected page allows; positions and values are untouched."""
    dessin = figure.to_dict()
    grande = go.Figure({"data": _agrandit(dessin["data"]), "layout": _agrandit(dessin["layout"])}).update_layout(height=HAUTEUR)
    rond = next((nom for nom in RONDS if nom in dessin["layout"]), "")
    return _a_cote(grande, rond) if rond else grande


def _a_cote(figure: go.Figure, sous_figure: str) -> go.Figure:
    """The legend on the left of what is about as wide as high."""
    figure.for_each_trace(lambda t: t.update(name="<br>".join(wrap(t.name, CARACTERES))))
    legende = {"orientation": "v", "x": 0, "xanchor": "left", "y": 1, "yanchor": "top"}
    hauteur, marge = RONDS[sous_figure]
    return figure.update_layout(
        {sous_figure: {"domain": {"x": [COTE, 1]}}, "legend": legende}, height=hauteur, margin={"l": 0, "b": marge, "t": marge}
    )


def _agrandit(noeud: object) -> object:
    if isinstance(noeud, dict):
        return {cle: FACTEUR * v if cle in _GRANDEURS and isinstance(v, int | float) else _agrandit(v) for cle, v in noeud.items()}
    if isinstance(noeud, list | tuple):
        return [_agrandit(v) for v in noeud]
    return noeud
