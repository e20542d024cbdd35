"""A curve to turn: published years with their interval, the frozen start, the recent trend carried on, the target."""

from collections.abc import Iterator, Sequence

from ctg_data.charts import axes, theme
from ctg_data.charts.svg import cadre, e, graduations, texte, texte_graduations
from ctg_data.charts.svg_series import Place, marges, points, suites
from ctg_data.diagnostic.figures import Courbe

LARGEUR = 560
HAUT, BAS, GAUCHE, DROITE = 34, 250, 62, LARGEUR - 24
LIGNE = 20
"""Height of a line of the legend."""


def courbe(c: Courbe, *, id_: str) -> str:
    """Shapes tell start (ring), target (diamond), published years (disc) and carried trend (dashes), not colours alone."""
    pas = graduations(*axes.etendue(_valeurs(c), effectif=c.effectif), n=4)
    annees = _annees(c)
    debut, fin = annees[0], annees[-1]

    def x(annee: float) -> float:
        return GAUCHE + 14 + (DROITE - GAUCHE - 28) * ((annee - debut) / (fin - debut) if fin > debut else 0.5)

    def y(valeur: float) -> float:
        return BAS - (BAS - HAUT) * (valeur - pas[0]) / (pas[-1] - pas[0])

    corps = [
        texte(2, 14, axes.titre(c.unite, pas[0]), couleur=theme.SOURDINE),
        *_grille(pas, y),
        *(texte(x(a), BAS + 20, str(a), taille=14, couleur=theme.SOURDINE, ancre="middle") for a in _graduees(annees)),
        *_ruptures(c.ruptures, x),
        *_serie(c, x, y),
        *_suite(c, x, y),
        _depart(x(c.depart.annee), y(c.depart.valeur)),
        *([_cible(x(c.cible[0]), y(c.cible[1]))] if c.cible else []),
    ]
    legende = [t for rang, (cle, nom) in enumerate(c.legende) for t in _cle(cle, nom, BAS + 48 + LIGNE * rang)]
    hauteur = BAS + 48 + LIGNE * len(c.legende) - 8
    return cadre(LARGEUR, hauteur, *corps, *legende, id_=id_, titre=c.cadre.titre, description=c.cadre.alt)


def _valeurs(c: Courbe) -> list[float]:
    siennes = [v for p in c.serie.points for v in (p.valeur, p.ic_bas, p.ic_haut) if v is not None]
    return [*siennes, c.depart.valeur, *(v for _, v in c.suite), *([c.cible[1]] if c.cible else [])]


def _annees(c: Courbe) -> range:
    toutes = [*(p.annee for p in c.serie.points), c.depart.annee, *(a for a, _ in c.suite), *([c.cible[0]] if c.cible else [])]
    return range(min(toutes), max(toutes) + 1)


def _graduees(annees: Sequence[int]) -> list[int]:
    """Every year while they fit, else one in two or three, the last included."""
    saut = -(-len(annees) // 9)
    return [a for a in annees if (annees[-1] - a) % saut == 0]


def _grille(pas: Sequence[float], y: Place) -> Iterator[str]:
    for v, ecrit in zip(pas, texte_graduations(pas), strict=True):
        yield e("line", x1=GAUCHE, y1=y(v), x2=DROITE, y2=y(v), stroke="#E6E6E6")
        yield texte(GAUCHE - 8, y(v) + 5, ecrit, taille=14, couleur=theme.SOURDINE, ancre="end")


def _ruptures(ruptures: Sequence[int], x: Place) -> Iterator[str]:
    for r in ruptures:
        yield e("line", x1=x(r - 0.5), y1=HAUT - 6, x2=x(r - 0.5), y2=BAS, stroke=theme.TEXTE, stroke_width=1.2, stroke_dasharray="3 3")
        yield texte(x(r - 0.5) + 4, HAUT + 4, "rupture", taille=13, couleur=theme.SOURDINE)


def _serie(c: Courbe, x: Place, y: Place) -> Iterator[str]:
    for run in suites(c.serie.points):
        yield from marges(run, x, y)
        trace = points((x(p.annee), y(p.valeur)) for p in run)
        yield e("polyline", points=trace, fill="none", stroke=theme.ACCENT, stroke_width=2.6)
        yield from (e("circle", cx=x(p.annee), cy=y(p.valeur), r=4, fill=theme.ACCENT) for p in run)


def _suite(c: Courbe, x: Place, y: Place) -> Iterator[str]:
    if c.suite:
        trace = points((x(a), y(v)) for a, v in c.suite)
        yield e("polyline", points=trace, fill="none", stroke=theme.REFERENCE, stroke_width=2.0, stroke_dasharray="6 5")


def _depart(x: float, y: float) -> str:
    return e("circle", cx=x, cy=y, r=7, fill="none", stroke=theme.TEXTE, stroke_width=2.0)


def _cible(x: float, y: float) -> str:
    return e("path", d=f"M{x:.1f},{y - 8:.1f}l8,8l-8,8l-8,-8Z", fill=theme.FOND, stroke=theme.TEXTE, stroke_width=2.2)


def _cle(cle: str, nom: str, y: float) -> Iterator[str]:
    milieu = GAUCHE + 18
    match cle:
        case "depart":
            yield _depart(milieu, y - 5)
        case "cible":
            yield _cible(milieu, y - 5)
        case "suite":
            yield e(
                "line", x1=milieu - 18, y1=y - 5, x2=milieu + 18, y2=y - 5, stroke=theme.REFERENCE, stroke_width=2.0, stroke_dasharray="6 5"
            )
        case _:
            yield e("rect", x=milieu - 18, y=y - 11, width=36, height=12, fill=theme.MARGE)
            yield e("line", x1=milieu - 18, y1=y - 5, x2=milieu + 18, y2=y - 5, stroke=theme.ACCENT, stroke_width=2.6)
    yield texte(milieu + 28, y, nom, taille=14)
