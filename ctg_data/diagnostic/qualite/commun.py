"""How a rule of quality says what it found."""

from collections.abc import Iterable

from ctg_data.diagnostic.qualite.grille import Figure, Grille, dit, sans_unite
from ctg_data.diagnostic.qualite.regles import Alerte, Regle
from ctg_data.wording import nombres

Cellule = tuple[Figure, int, int]
"""A figure, the row of a territory, the column of a year."""


Temoins = tuple[Grille, tuple[Cellule, ...]]
"""Cells of another level, in its own grid."""


def alerte(
    regle: Regle, g: Grille, cellules: tuple[Cellule, ...], *, phrase: str, attendu: str, severite: int = 0, temoins: Temoins | None = None
) -> Alerte:
    """An alert on the first of the cells; the others, and ``temoins``, are what it was held against."""
    lus = ((g, cellules), *((temoins,) if temoins else ()))
    figure, i, j = cellules[0]
    indicateur = figure.indicateur
    return Alerte(
        regle.id,
        g.niveau,
        str(g.ordre[i]),
        indicateur.id,
        "total",
        figure.annees[j],
        _ensemble(e for grille, siennes in lus for e in grille.editions(*siennes)),
        phrase,
        "",
        severite or regle.severite,
        indicateur.theme,
        indicateur.libelle,
        attendu=attendu,
        sources=_ensemble(s for grille, siennes in lus for s in grille.sources(*siennes)),
    )


def _ensemble(textes: Iterable[str]) -> str:
    """Each once, in order, joined by « | »."""
    return "|".join(dict.fromkeys(textes))


def lu(cellule: Cellule) -> str:
    """« 1 234 enfants en 2023 »."""
    figure, i, j = cellule
    return f"{dit(figure, i, j)} en {figure.annees[j]}"


def bref(cellule: Cellule) -> str:
    """« 1 234 en 2023 »: after the same figure with its unit."""
    figure, i, j = cellule
    return f"{sans_unite(figure, i, j)} en {figure.annees[j]}"


def fois(rapport: float) -> str:
    """« 1,8 fois »."""
    return f"{nombres.nombre(rapport, 1 if rapport < 20 else 0)}{nombres.INSECABLE}fois"
