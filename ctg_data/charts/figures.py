"""Plotly figures of the portrait: plain records in, ``Figure`` out; nothing is computed or rounded here."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import plotly.graph_objects as go

from ctg_data.charts import axes, theme
from ctg_data.diagnostic.figures import Etendue, Evolution, Multiple, Point, Serie, StructureAge
from ctg_data.diagnostic.star import Etoile, Rayon

MILIEU = 50
LIGNE_ETOILE = 16
"""Characters of an axis label of the star that stand on one line."""


def figure_etoile(e: Etoile) -> go.Figure:
    """Star or bars, as ``e.forme`` says; an empty star is the caller's message, not a figure."""
    return barres(e) if e.forme == "barres" else etoile(e)


def _nom(r: Rayon) -> str:
    """Axis label: what is missing is said on the axis itself."""
    libelle = _deux_lignes(r.libelle)
    if r.score is None:
        return f"{libelle}<br>(sans donnée)"
    return f"{libelle}<br>(partiel)" if r.partiel else libelle


def _deux_lignes(libelle: str) -> str:
    """A long label is cut at the space nearest to its middle: on a telephone it would leave the figure."""
    espaces = [i for i, c in enumerate(libelle) if c == " "]
    if len(libelle) <= LIGNE_ETOILE or not espaces:
        return libelle
    coupe = min(espaces, key=lambda i: abs(i - len(libelle) / 2))
    return f"{libelle[:coupe]}<br>{libelle[coupe + 1 :]}"


def _survol(r: Rayon) -> str:
    """Words first; score after."""
    return "" if r.score is None else f"<b>{r.libelle}</b><br>{r.mots}<br>score {r.score} sur 100"


def etoile(e: Etoile) -> go.Figure:
    """Ten fixed axes, 0-100, reference polygon at 50.  A hollow branch is neither joined nor drawn at zero."""
    noms = [_nom(r) for r in e.rayons]
    ferme = [*e.rayons, e.rayons[0]]
    pleine = all(r.score is not None for r in e.rayons)
    reference = go.Scatterpolar(
        r=[MILIEU] * len(ferme),
        theta=[*noms, noms[0]],
        mode="lines",
        name="milieu de l’ensemble (50)",
        line={"color": theme.REFERENCE, "dash": "dash", "width": 1.5},
        hoverinfo="skip",
    )
    territoire = go.Scatterpolar(
        r=[r.score for r in ferme],
        theta=[*noms, noms[0]],
        mode="lines+markers",
        connectgaps=False,
        name=e.nom,
        line={"color": theme.ACCENT, "width": 3},
        marker={
            "size": 9,
            "symbol": ["circle-open" if r.partiel else "circle" for r in ferme],
            "line": {"width": 2, "color": theme.ACCENT},
        },
        fill="toself" if pleine else None,
        fillcolor="rgba(11,110,110,0.12)",
        customdata=[r.branche for r in ferme],
        text=[_survol(r) for r in ferme],
        hovertemplate="%{text}<extra></extra>",
    )
    return go.Figure([reference, territoire]).update_layout(template=theme.gabarit(), **_polaire())


def _polaire() -> dict:
    radial = {
        "range": [0, 100],
        "tickvals": [0, 25, 50, 75, 100],
        "angle": 90,
        "tickangle": 90,
        "tickfont": {"size": 10},
        "gridcolor": "#E6E6E6",
    }
    angulaire = {"direction": "clockwise", "rotation": 90, "gridcolor": "#E6E6E6", "linecolor": theme.TRAIT, "tickfont": {"size": 13}}
    return {
        "polar": {"radialaxis": radial, "angularaxis": angulaire, "bgcolor": theme.FOND},
        "margin": {"l": 90, "r": 90, "t": 40, "b": 40},
        "legend": {"orientation": "h", "y": -0.12, "x": 0.5, "xanchor": "center"},
        "height": 460,
    }


def barres(e: Etoile) -> go.Figure:
    """The fallback under five branches: bars from the middle, on the same 0-100 scale; missing branches are named."""
    rayons = list(reversed(e.rayons))
    figure = go.Figure(
        go.Bar(
            x=[None if r.score is None else r.score - MILIEU for r in rayons],
            base=MILIEU,
            y=[_nom(r).replace("<br>", " ") for r in rayons],
            orientation="h",
            marker={"color": theme.ACCENT, "opacity": [0.55 if r.partiel else 1 for r in rayons]},
            text=[_survol(r) for r in rayons],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
        )
    )
    figure.add_vline(x=MILIEU, line={"color": theme.REFERENCE, "dash": "dash", "width": 1.5})
    titre = {"text": "score (50 : milieu)", "font": {"size": 13, "color": theme.SOURDINE}}
    return figure.update_layout(template=theme.gabarit(), xaxis={"range": [0, 100], "title": titre}, height=380)


def evolution(e: Evolution) -> go.Figure:
    """One line a territory; a year without a value is a gap, a break of the series is not joined."""
    e = e.dessin
    figure = go.Figure([trace for serie in e.series for trace in _ligne(serie)])
    annees = [p.annee for p in e.series[0].points] if e.series else []
    for c in axes.etiquettes(e.coupures, annees[0], annees[-1]) if annees else ():
        nom = {"annotation_text": c.texte, "annotation_position": "top left" if c.a_gauche else "top right"} if c.texte else {}
        figure.add_vline(x=c.annee - 0.5, line={"color": theme.TRAIT, "width": 1.5}, **nom)
    debut, fin = _etendue(e)
    figure.update_layout(template=theme.gabarit(), yaxis={"range": [debut, fin]}, hovermode="x unified", height=340, margin={"t": 50})
    # Along the axis, a long unit would be cut.
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1.06, "xanchor": "left", "yanchor": "bottom"}
    figure.add_annotation(text=axes.titre(e.unite, debut), showarrow=False, font={"color": theme.SOURDINE}, **place)
    return figure.update_xaxes(tickmode="array", tickvals=annees, ticktext=[str(a) for a in annees])


def tendance(m: Multiple) -> go.Figure:
    """One figure large: the band of the peers behind, then the line of the territory with its interval, gaps and breaks."""
    m = m.dessin
    figure = evolution(Evolution(m.cadre, m.unite, (m.serie,), m.ruptures, m.tableau, effectif=m.effectif))
    siennes = list(figure.data)
    figure.add_traces([t for rang, bande in enumerate(m.bandes) for t in _bande(bande, legende=rang == 0)])
    figure.data = (*figure.data[len(siennes) :], *siennes)
    valeurs = [v for p in m.serie.points for v in bornes(p, m.serie)] + [v for b in m.pairs for v in (b.bas, b.haut)]
    debut, fin = axes.etendue(valeurs, effectif=m.effectif)
    marge = 0.05 * (fin - debut)
    return figure.update_yaxes(range=[debut - marge if debut else 0.0, fin + marge])


def _bande(pairs: Sequence[Etendue], *, legende: bool) -> list[go.Scatter]:
    """One stretch of the band; drawn wide as a line where a year stands alone."""
    annees = [b.annee for b in pairs]
    bord = [b.haut for b in pairs] + [b.bas for b in reversed(pairs)]
    large = 0 if len(pairs) > 1 else 12
    plein = {"fill": "toself", "fillcolor": "rgba(95,99,104,0.14)", "line": {"width": large, "color": "rgba(95,99,104,0.14)"}}
    milieu = {"line": {"color": theme.REFERENCE, "dash": "dash", "width": 1.8}, "marker": {"symbol": "line-ew-open", "size": 9}}
    mode = "lines" if len(pairs) > 1 else "markers"
    commun = {"hoverinfo": "skip", "showlegend": legende}
    return [
        go.Scatter(x=annees + annees[::-1], y=bord, mode="lines", name=f"huit comparables sur dix ({pairs[0].n})", **plein, **commun),
        go.Scatter(x=annees, y=[b.milieu for b in pairs], mode=mode, name="leur médiane", **milieu, **commun),
    ]


def _etendue(e: Evolution) -> tuple[float, float]:
    """The span of the axis, with room above and under the marks."""
    valeurs = [v for s in e.series for p in s.points for v in bornes(p, s)]
    debut, fin = axes.etendue(valeurs, effectif=e.effectif) if valeurs else (0.0, 1.0)
    marge = 0.05 * (fin - debut)
    return (debut - marge if debut else 0.0), fin + marge


def bornes(p: Point, s: Serie) -> Iterator[float]:
    """What a point takes of the axis: its value, and its interval where it is drawn."""
    marge = (p.ic_bas, p.ic_haut) if s.role == "territoire" else ()
    yield from (v for v in (p.valeur, *marge) if v is not None)


def _segments(points: Sequence[Point]) -> Iterator[list[Point]]:
    for _, segment in groupby(points, key=lambda p: p.segment):
        yield list(segment)


def _ligne(serie: Serie) -> Iterator[go.Scatter]:
    couleur, trait, largeur = theme.TRAITS_ROLES[serie.role]
    for rang, points in enumerate(_segments(serie.points)):
        if serie.role == "territoire":
            yield from _marges(points)
        yield go.Scatter(
            x=[p.annee for p in points],
            y=[p.valeur for p in points],
            name=serie.nom,
            legendgroup=serie.nom,
            showlegend=rang == 0,
            mode="lines+markers",
            connectgaps=False,
            line={"color": couleur, "dash": trait, "width": largeur},
            marker={"size": 7 if serie.role == "territoire" else 5},
            customdata=[p.texte for p in points],
            hovertemplate="%{customdata}",
        )


def _marges(points: Sequence[Point]) -> Iterator[go.Scatter]:
    """The 95 % interval: one ribbon per run of years that have both bounds, a bar where such a year stands alone."""
    for avec, suite in groupby(points, key=lambda p: p.ic_bas is not None and p.ic_haut is not None):
        run = list(suite)
        if avec:
            large = {"width": 0} if len(run) > 1 else {"width": 4, "color": theme.MARGE_SEULE}
            yield go.Scatter(
                x=[p.annee for p in run] + [p.annee for p in reversed(run)],
                y=[p.ic_haut for p in run] + [p.ic_bas for p in reversed(run)],
                mode="lines",
                fill="toself",
                fillcolor=theme.MARGE,
                line=large,
                hoverinfo="skip",
                showlegend=False,
            )


def structure_age(s: StructureAge) -> go.Figure:
    """Horizontal bars, youngest at the bottom; the reference is a mark on the same line, not a second bar."""
    noms = [t.libelle for t in s.tranches]
    barre = go.Bar(
        x=[t.part for t in s.tranches],
        y=noms,
        orientation="h",
        name=s.nom,
        marker={"color": theme.ACCENT},
        customdata=[t.texte for t in s.tranches],
        hovertemplate="%{y} : %{customdata}<extra></extra>",
    )
    figure = go.Figure(barre).update_layout(template=theme.gabarit(), xaxis={"rangemode": "tozero", "ticksuffix": "\u00a0%"}, height=340)
    if s.reference:
        figure.add_trace(_repere_age(s, noms))
    return figure


def _repere_age(s: StructureAge, noms: Sequence[str]) -> go.Scatter:
    return go.Scatter(
        x=[t.part_reference for t in s.tranches],
        y=noms,
        mode="markers",
        name=s.reference,
        marker={"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": theme.REFERENCE}},
        customdata=[t.texte_reference for t in s.tranches],
        hovertemplate="%{y} : %{customdata}<extra></extra>",
    )
