"""One small multiple: the territory's line and interval, the band of its peers, breaks; one scale a figure."""

from collections.abc import Iterable, Iterator, Sequence

from ctg_data.charts import axes, theme
from ctg_data.charts.svg import cadre, e, graduations, texte, texte_graduations
from ctg_data.charts.svg_series import Place, marges, points, suites
from ctg_data.diagnostic.figures import Etendue, Multiple, Point

LARGEUR, HAUTEUR = 320, 168
HAUT, BAS, DROITE = 14, 138, 306
BANDE = "#E9E9E9"
TAILLE = 14
CHIFFRE, GAUCHE_MIN = 7.6, 52
"""Pixels that a character of a graduation takes at most, and the least room left to them."""


def multiple(m: Multiple, *, id_: str) -> str:
    """Gaps and breaks are not joined; an isolated year is a dot; the peers lie behind."""
    m = m.dessin
    pas = graduations(*axes.etendue(_valeurs(m), effectif=m.effectif), n=3)
    ecrits = texte_graduations(pas)
    gauche = max(GAUCHE_MIN, 12 + CHIFFRE * max(map(len, ecrits)))
    annees = sorted({p.annee for p in m.serie.points} | {b.annee for b in m.pairs})
    debut, fin = annees[0], annees[-1]

    def x(annee: float) -> float:
        return gauche + 8 + (DROITE - gauche - 16) * ((annee - debut) / (fin - debut) if fin > debut else 0.5)

    def y(valeur: float) -> float:
        return BAS - (BAS - HAUT) * (valeur - pas[0]) / (pas[-1] - pas[0])

    corps = [
        *_grille(zip(pas, ecrits, strict=True), y, gauche),
        *(t for bande in m.bandes for t in _pairs(bande, x, y)),
        *_ruptures(m.ruptures, x),
        *_ligne(m.serie.points, x, y),
    ]
    corps += [texte(x(a), BAS + 22, str(a), taille=TAILLE, couleur=theme.SOURDINE, ancre="middle") for a in sorted({debut, fin})]
    return cadre(LARGEUR, HAUTEUR, *corps, id_=id_, titre=m.cadre.titre, description=m.cadre.alt)


def _valeurs(m: Multiple) -> list[float]:
    siennes = [v for p in m.serie.points for v in (p.valeur, p.ic_bas, p.ic_haut) if v is not None]
    return [*siennes, *(v for b in m.pairs for v in (b.bas, b.haut))]


def _grille(pas: Iterable[tuple[float, str]], y: Place, gauche: float) -> Iterator[str]:
    for v, ecrit in pas:
        yield e("line", x1=gauche, y1=y(v), x2=DROITE, y2=y(v), stroke="#E6E6E6")
        yield texte(gauche - 6, y(v) + 5, ecrit, taille=TAILLE, couleur=theme.SOURDINE, ancre="end")


def _pairs(pairs: Sequence[Etendue], x: Place, y: Place) -> Iterator[str]:
    """One stretch of the band; a lone year is a bar and a dash."""
    if len(pairs) == 1:
        (b,) = pairs
        yield e("line", x1=x(b.annee), y1=y(b.haut), x2=x(b.annee), y2=y(b.bas), stroke=BANDE, stroke_width=10)
        yield e("line", x1=x(b.annee) - 5, y1=y(b.milieu), x2=x(b.annee) + 5, y2=y(b.milieu), stroke=theme.REFERENCE, stroke_width=1.6)
        return
    bord = [(x(b.annee), y(b.haut)) for b in pairs] + [(x(b.annee), y(b.bas)) for b in reversed(pairs)]
    yield e("polygon", points=points(bord), fill=BANDE)
    milieu = points((x(b.annee), y(b.milieu)) for b in pairs)
    yield e("polyline", points=milieu, fill="none", stroke=theme.REFERENCE, stroke_width=1.6, stroke_dasharray="5 4")


def _ruptures(ruptures: Sequence[int], x: Place) -> Iterator[str]:
    for r in ruptures:
        yield e("line", x1=x(r - 0.5), y1=HAUT - 6, x2=x(r - 0.5), y2=BAS, stroke=theme.TEXTE, stroke_width=1.2, stroke_dasharray="3 3")
        yield texte(x(r - 0.5) + 4, HAUT - 2, "rupture", taille=12, couleur=theme.SOURDINE)


def _ligne(serie: Sequence[Point], x: Place, y: Place) -> Iterator[str]:
    for run in suites(serie):
        yield from marges(run, x, y)
        trace = points((x(p.annee), y(p.valeur)) for p in run)
        yield e("polyline", points=trace, fill="none", stroke=theme.ACCENT, stroke_width=2.6)
        yield from (e("circle", cx=x(p.annee), cy=y(p.valeur), r=3.6, fill=theme.ACCENT) for p in run)
