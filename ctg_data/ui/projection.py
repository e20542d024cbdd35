"""The look of a projected page: everything 1.6 times larger, figures included."""

import plotly.graph_objects as go

FACTEUR = 1.6
STYLE = f"<style>html {{ font-size: {FACTEUR:.0%} !important; }}</style>"
"""Streamlit and ``style.css`` size everything in rem: one rule enlarges a page."""

_GRANDEURS = frozenset({"size", "height", "width", "l", "r", "t", "b"})
"""Lengths in pixels of a Plotly figure: fonts, markers, lines, margins, height."""


def agrandit(figure: go.Figure) -> go.Figure:
    """The same figure with every length in pixels ``FACTEUR`` times larger; positions and values are untouched."""
    dessin = figure.to_dict()
    return go.Figure({"data": _agrandit(dessin["data"]), "layout": _agrandit(dessin["layout"])})


def _agrandit(noeud: object) -> object:
    if isinstance(noeud, dict):
        return {cle: FACTEUR * v if cle in _GRANDEURS and isinstance(v, int | float) else _agrandit(v) for cle, v in noeud.items()}
    if isinstance(noeud, list | tuple):
        return [_agrandit(v) for v in noeud]
    return noeud
