"""How a rule of quality says what it found."""

from ctg_data.diagnostic.qualite.grille import Figure, Grille, dit, sans_unite
from ctg_data.diagnostic.qualite.regles import Alerte, Regle
from ctg_data.wording import nombres

Cellule = tuple[Figure, int, int]
"""A figure, the row of a territory, the column of a year."""


def alerte(regle: Regle, g: Grille, cellules: tuple[Cellule, ...], *, phrase: str, attendu: str, severite: int = 0) -> Alerte:
    """An alert on the first of the cells; the others are what it was held against."""
    figure, i, j = cellules[0]
    indicateur = figure.indicateur
    return Alerte(
        regle.id,
        g.niveau,
        str(g.ordre[i]),
        indicateur.id,
        "total",
        figure.annees[j],
        g.edition(*cellules),
        phrase,
        "",
        severite or regle.severite,
        indicateur.theme,
        indicateur.libelle,
        attendu=attendu,
        sources=g.sources(*cellules),
    )


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
