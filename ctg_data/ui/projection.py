"""The look of a projected page: everything 1.6 times larger, figures included."""

import plotly.graph_objects as go

FACTEUR, HAUTEUR = 1.6, 1.3
"""Letters and lines; height of a figure, which must stay on one screen."""
STYLE = f"""<style>
html {{ font-size: {FACTEUR:.0%} !important; }}
.st-key-recherche {{ display: none; }}
.ctg-rangees th, .ctg-rangees td {{ padding-left: 0.3rem; padding-right: 0.3rem; }}
.ctg-rangees thead th {{ font-size: 0.7rem; overflow-wrap: normal; }}
.ctg-rangees thead th:nth-child(1) {{ width: 24%; }}
.ctg-rangees thead th:nth-child(3) {{ width: 11%; }}
</style>"""
"""Streamlit and ``style.css`` size everything in rem: one rule enlarges a page.  The search waits for the end of the projection."""

_GRANDEURS = {**dict.fromkeys(("size", "width", "l", "r", "t", "b"), FACTEUR), "height": HAUTEUR}
"""Lengths in pixels of a Plotly figure: fonts, markers, lines, margins, height."""


def agrandit(figure: go.Figure) -> go.Figure:
    """The same figure with every length in pixels larger; positions and values are untouched."""
    dessin = figure.to_dict()
    return go.Figure({"data": _agrandit(dessin["data"]), "layout": _agrandit(dessin["layout"])})


def _agrandit(noeud: object) -> object:
    if isinstance(noeud, dict):
        return {cle: _GRANDEURS[cle] * v if cle in _GRANDEURS and isinstance(v, int | float) else _agrandit(v) for cle, v in noeud.items()}
    if isinstance(noeud, list | tuple):
        return [_agrandit(v) for v in noeud]
    return noeud
