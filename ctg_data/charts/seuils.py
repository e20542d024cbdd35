"""The zone in which a change would not be told from chance, one row a territory."""

from collections.abc import Sequence

import plotly.graph_objects as go

from ctg_data.charts import axes, theme
from ctg_data.diagnostic.figures import Seuil, Seuils

ZONE, INTERVALLE = "#E3E3E3", "#9CCACA"
RANGEE, BORDS = 62, 110
"""Pixels of a row, and of what surrounds the rows."""


def seuils(vue: Seuils) -> go.Figure:
    """The territory on top; grey: what would not be seen; green: the interval of today; the mark: the figure."""
    rangees = list(reversed(vue.seuils))
    noms = [_deux_lignes(s.nom) for s in rangees]
    figure = go.Figure(
        [
            _barre(rangees, noms, "bas", "haut", nom="changement que l’on ne verrait pas", couleur=ZONE, largeur=0.62),
            _barre(rangees, noms, "ic_bas", "ic_haut", nom="intervalle à 95 %", couleur=INTERVALLE, largeur=0.3),
            _marques(rangees, noms),
        ]
    )
    axe = {"title": {"text": vue.unite, "font": {"size": 13, "color": theme.SOURDINE}}, "range": _etendue(rangees)}
    legende = {"legend": {"y": -0.28}, "barmode": "overlay", "hovermode": "closest"}
    return figure.update_layout(template=theme.gabarit(), xaxis=axe, height=BORDS + RANGEE * len(rangees), **legende)


def _etendue(rangees: Sequence[Seuil]) -> tuple[float, float]:
    debut, fin = axes.etendue([v for s in rangees for v in (s.bas, s.haut)])
    marge = 0.04 * (fin - debut)
    return (debut - marge if debut else 0.0), fin + marge


def _barre(rangees: Sequence[Seuil], noms: Sequence[str], bas: str, haut: str, *, nom: str, couleur: str, largeur: float) -> go.Bar:
    return go.Bar(
        x=[getattr(s, haut) - getattr(s, bas) for s in rangees],
        base=[getattr(s, bas) for s in rangees],
        y=noms,
        orientation="h",
        width=largeur,
        name=nom,
        marker={"color": couleur, "line": {"color": theme.CONTOUR, "width": 1}},
        hoverinfo="skip",
    )


def _marques(rangees: Sequence[Seuil], noms: Sequence[str]) -> go.Scatter:
    return go.Scatter(
        x=[s.valeur for s in rangees],
        y=noms,
        mode="markers",
        name="chiffre publié",
        marker={"size": 9, "color": [theme.ACCENT if s.role == "territoire" else theme.REFERENCE for s in rangees]},
        customdata=[s.texte for s in rangees],
        hovertemplate="%{y} : %{customdata}<extra></extra>",
    )


def _deux_lignes(nom: str, large: int = 18) -> str:
    """A long name on two lines: on a telephone it would leave no room for the bars."""
    mots, lignes = nom.split(" "), [""]
    for mot in mots:
        if lignes[-1] and len(lignes[-1]) + len(mot) >= large:
            lignes.append(mot)
        else:
            lignes[-1] = f"{lignes[-1]} {mot}".strip()
    return "<br>".join(lignes)
