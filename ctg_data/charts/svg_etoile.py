"""The star, and its bars, as printable SVG."""

import math
from collections.abc import Iterator, Sequence

from ctg_data.charts import theme
from ctg_data.charts.svg import cadre, coupe, e, texte
from ctg_data.diagnostic.star import Etoile, Rayon

LARGEUR, HAUTEUR, R = 560, 480, 160
CX, CY = LARGEUR / 2, 232
CARACTERES, LIGNE = 12, 18
NOM_LONG = 34
"""Characters of a name that the legend has room for."""
"""Longest line of a label, and its height: what stands beside the star without leaving the drawing."""
MILIEU = 50


def figure_etoile(etoile: Etoile, *, id_: str, titre: str, alt: str) -> str:
    """Star or bars, as ``etoile.forme`` says."""
    return (barres if etoile.forme == "barres" else dessine)(etoile, id_=id_, titre=titre, alt=alt)


def _point(rang: int, n: int, score: float) -> tuple[float, float]:
    angle = 2 * math.pi * rang / n - math.pi / 2
    return CX + R * score / 100 * math.cos(angle), CY + R * score / 100 * math.sin(angle)


def _polygone(n: int, score: float, **attributs: object) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_point(i, n, score) for i in range(n)))
    return e("polygon", points=points, fill="none", **attributs)


def dessine(etoile: Etoile, *, id_: str, titre: str, alt: str) -> str:
    """Ten axes, grid at 25-50-75-100, dashed polygon at 50; consecutive branches with data are joined, others are not."""
    rayons = etoile.rayons
    n = len(rayons)
    grille = [_polygone(n, s, stroke="#E3E3E3") for s in (25, 75, 100)]
    axes = [_axe(i, n, r) for i, r in enumerate(rayons)]
    reference = _polygone(n, MILIEU, stroke=theme.REFERENCE, stroke_width=1.6, stroke_dasharray="6 4")
    corps = [*grille, *axes, reference, *_traits(rayons), *_marques(rayons), *_echelle(), *_noms(rayons), _legende(etoile.nom)]
    return cadre(LARGEUR, HAUTEUR, *corps, id_=id_, titre=titre, description=alt)


def _axe(rang: int, n: int, r: Rayon) -> str:
    x, y = _point(rang, n, 100)
    return e("line", x1=CX, y1=CY, x2=x, y2=y, stroke="#D6D6D6", stroke_dasharray="2 4" if r.score is None else None)


def suites(rayons: Sequence[Rayon]) -> list[list[int]]:
    """Runs of neighbours that have a score, around the circle: only these are joined."""
    n = len(rayons)
    creux = [i for i, r in enumerate(rayons) if r.score is None]
    if not creux:
        return [[*range(n), 0]]
    runs: list[list[int]] = [[]]
    for pas in range(1, n + 1):
        i = (creux[0] + pas) % n
        if rayons[i].score is None:
            runs.append([])
        else:
            runs[-1].append(i)
    return [run for run in runs if run]


def _traits(rayons: Sequence[Rayon]) -> Iterator[str]:
    n = len(rayons)
    for run in suites(rayons):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_point(i, n, rayons[i].score) for i in run))
        fond = "rgba(11,110,110,0.13)" if len(run) == n + 1 else "none"
        yield e("polyline", points=points, fill=fond, stroke=theme.ACCENT, stroke_width=3, stroke_linejoin="round")


def _marques(rayons: Sequence[Rayon]) -> Iterator[str]:
    for i, r in enumerate(rayons):
        if r.score is not None:
            x, y = _point(i, len(rayons), r.score)
            yield e("circle", cx=x, cy=y, r=5, fill=theme.FOND if r.partiel else theme.ACCENT, stroke=theme.ACCENT, stroke_width=2.5)


def _echelle() -> Iterator[str]:
    for s in (25, 50, 75, 100):
        halo = {"stroke": theme.FOND, "stroke_width": 3, "paint_order": "stroke"}
        yield texte(CX + 8, CY - R * s / 100 + 4, str(s), taille=13, couleur=theme.SOURDINE, **halo)


def _noms(rayons: Sequence[Rayon]) -> Iterator[str]:
    n = len(rayons)
    for i, r in enumerate(rayons):
        x, y = _point(i, n, 110)
        milieu = abs(x - CX) < 20
        lignes = [(ligne, 16) for ligne in coupe(r.libelle, 2 * CARACTERES if milieu else CARACTERES)]
        lignes += [("(sans donnée)", 13)] if r.score is None else [("(partiel)", 13)] if r.partiel else []
        haut = y + 5 - LIGNE * (len(lignes) - 1) * (1 if y < CY - R else 0 if y > CY + R else 0.5)
        ancre = "middle" if milieu else "start" if x > CX else "end"
        for rang, (ligne, taille) in enumerate(lignes):
            couleur = theme.SOURDINE if r.score is None or taille == 13 else theme.TEXTE
            yield texte(x, haut + LIGNE * rang, ligne, taille=taille, couleur=couleur, ancre=ancre)


def _legende(nom: str) -> str:
    """The middle first: the name of the territory takes the room that is left, and gives way to « son EPCI » beyond it."""
    y = HAUTEUR - 12
    court = nom if len(nom) <= NOM_LONG else "son EPCI"
    return e(
        "g",
        e("line", x1=20, y1=y - 5, x2=52, y2=y - 5, stroke=theme.REFERENCE, stroke_width=1.6, stroke_dasharray="6 4"),
        texte(60, y, "milieu de l’ensemble (50)", couleur=theme.SOURDINE),
        e("line", x1=260, y1=y - 5, x2=292, y2=y - 5, stroke=theme.ACCENT, stroke_width=3),
        texte(300, y, court, couleur=theme.SOURDINE),
    )


def barres(etoile: Etoile, *, id_: str, titre: str, alt: str) -> str:
    """Bars from the middle on the 0-100 scale; branches without data are named and stay empty."""
    gauche, largeur, pas = 222, LARGEUR - 246, 30
    hauteur = 30 + pas * len(etoile.rayons) + 26

    def x(score: float) -> float:
        return gauche + largeur * score / 100

    corps = [e("line", x1=x(s), y1=20, x2=x(s), y2=hauteur - 26, stroke="#E3E3E3") for s in (0, 25, 75, 100)]
    corps += [texte(x(s), hauteur - 8, str(s), taille=13, couleur=theme.SOURDINE, ancre="middle") for s in (0, 25, 50, 75, 100)]
    for rang, r in enumerate(etoile.rayons):
        y = 24 + pas * rang
        corps.append(texte(gauche - 12, y + 15, r.libelle, ancre="end", couleur=theme.SOURDINE if r.score is None else theme.TEXTE))
        if r.score is None:
            corps.append(texte(x(MILIEU) + 8, y + 15, "sans donnée", taille=14, couleur=theme.SOURDINE))
        else:
            debut, fin = sorted((x(MILIEU), x(r.score)))
            barre = {"fill": theme.FOND if r.partiel else theme.ACCENT, "stroke": theme.ACCENT}
            corps.append(e("rect", x=debut, y=y, width=max(fin - debut, 1.5), height=20, **barre))
            if r.partiel:
                place = {"ancre": "end"} if r.score > 80 else {}
                corps.append(texte(debut - 8 if place else fin + 8, y + 15, "partiel", taille=14, couleur=theme.SOURDINE, **place))
    corps.append(
        e("line", x1=x(MILIEU), y1=16, x2=x(MILIEU), y2=hauteur - 24, stroke=theme.REFERENCE, stroke_dasharray="6 4", stroke_width=1.6)
    )
    return cadre(LARGEUR, hauteur, *corps, id_=id_, titre=titre, description=alt)
