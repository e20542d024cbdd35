"""Evolution, age structure and the small interval strip as printable SVG."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from ctg_data.charts import axes, theme
from ctg_data.charts.figures import bornes
from ctg_data.charts.svg import cadre, e, graduations, texte, texte_graduations
from ctg_data.diagnostic.figures import Evolution, Point, Serie, StructureAge

LARGEUR = 560
Place = Callable[[float], float]
DASH = {"solid": None, "dash": "8 5", "dot": "2 4", "dashdot": "9 4 2 4", "longdash": "14 5"}


def evolution(ev: Evolution, *, id_: str) -> str:
    """Lines with gaps where there is no value and no joint across a break; legend by name and dash."""
    ev = ev.dessin
    pas = graduations(*axes.etendue((v for s in ev.series for p in s.points for v in bornes(p, s)), effectif=ev.effectif))
    haut, bas, gauche, droite = 38, 280, 66, LARGEUR - 24
    annees = [p.annee for p in ev.series[0].points]

    def x(annee: float) -> float:
        return gauche + 20 + (droite - gauche - 40) * (annee - annees[0]) / ((annees[-1] - annees[0]) or 1)

    def y(valeur: float) -> float:
        return bas - (bas - haut) * (valeur - pas[0]) / (pas[-1] - pas[0])

    corps = [texte(2, 14, axes.titre(ev.unite, pas[0]), couleur=theme.SOURDINE)]
    corps += [e("line", x1=gauche, y1=y(v), x2=droite, y2=y(v), stroke="#E6E6E6") for v in pas]
    corps += [texte(gauche - 8, y(v) + 4, t, couleur=theme.SOURDINE, ancre="end") for v, t in zip(pas, texte_graduations(pas), strict=True)]
    corps += [texte(x(a), bas + 20, str(a), couleur=theme.SOURDINE, ancre="middle") for a in annees]
    for c in axes.etiquettes(ev.coupures, annees[0], annees[-1]):
        place, ecart = x(c.annee - 0.5), -5 if c.a_gauche else 5
        corps.append(e("line", x1=place, y1=haut, x2=place, y2=bas, stroke=theme.REFERENCE, stroke_dasharray="3 3"))
        ancre = "end" if c.a_gauche else "start"
        corps.append(texte(place + ecart, haut + 8, c.texte, taille=14, couleur=theme.SOURDINE, ancre=ancre))
    for s in reversed(ev.series):
        corps += _ligne(s, x, y)
    legende, hauteur = _legende(ev.series, bas + 46)
    return cadre(LARGEUR, hauteur, *corps, *legende, id_=id_, titre=ev.cadre.titre, description=ev.cadre.alt)


def suites(points: Iterable[Point]) -> Iterator[list[Point]]:
    """Runs of points that may be joined: same segment, no missing year between."""
    for (_, connu), run in groupby(points, key=lambda p: (p.segment, p.valeur is not None)):
        if connu:
            yield list(run)


def _ligne(s: Serie, x: Place, y: Place) -> Iterator[str]:
    couleur, trait, epaisseur = theme.TRAITS_ROLES[s.role]
    for run in suites(s.points):
        if s.role == "territoire":
            yield from marges(run, x, y)
        ligne = points((x(p.annee), y(p.valeur)) for p in run)
        yield e("polyline", points=ligne, fill="none", stroke=couleur, stroke_width=float(epaisseur), stroke_dasharray=DASH[trait])
        rayon = 4.5 if s.role == "territoire" else 3.0
        yield from (
            e("circle", e("title", escape(f"{s.nom}, {p.annee} : {p.texte}")), cx=x(p.annee), cy=y(p.valeur), r=rayon, fill=couleur)
            for p in run
        )


def marges(run: Sequence[Point], x: Place, y: Place) -> Iterator[str]:
    """A ribbon over the years that have bounds; a bar where such a year stands alone."""
    for avec, lus in groupby(run, key=lambda p: p.ic_bas is not None and p.ic_haut is not None):
        siens = list(lus)
        if avec and len(siens) > 1:
            bord = [(x(p.annee), y(p.ic_haut)) for p in siens] + [(x(p.annee), y(p.ic_bas)) for p in reversed(siens)]
            yield e("polygon", points=points(bord), fill=theme.MARGE)
        elif avec:
            a = x(siens[0].annee)
            yield e("line", x1=a, y1=y(siens[0].ic_haut), x2=a, y2=y(siens[0].ic_bas), stroke=theme.MARGE_SEULE, stroke_width=4)


def points(xy: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in xy)


def _legende(series: Sequence[Serie], y: float) -> tuple[list[str], float]:
    """One line a territory: names are long."""
    corps = []
    for rang, s in enumerate(series):
        couleur, trait, epaisseur = theme.TRAITS_ROLES[s.role]
        yy = y + 22 * rang
        corps.append(
            e("line", x1=66, y1=yy - 4, x2=104, y2=yy - 4, stroke=couleur, stroke_width=float(epaisseur), stroke_dasharray=DASH[trait])
        )
        corps.append(texte(112, yy, s.nom))
    return corps, y + 22 * len(series) - 4


def structure_age(s: StructureAge, *, id_: str) -> str:
    """Horizontal bars, oldest at the top; the reference is a mark on the same line.

    Shares are written in a column: after a bar, they would stand beside the mark.
    """
    pas, gauche, droite = 30, 150, LARGEUR - 80
    maximum = max(v for t in s.tranches for v in (t.part, t.part_reference) if v is not None)
    hauteur = pas * len(s.tranches) + 62
    corps = []
    for rang, t in enumerate(reversed(s.tranches)):
        y = 6 + pas * rang
        corps.append(texte(gauche - 10, y + 16, t.libelle, ancre="end"))
        if t.part is not None:
            longueur = (droite - gauche) * t.part / maximum
            corps.append(e("rect", x=gauche, y=y, width=float(longueur), height=21, fill=theme.ACCENT))
        if t.part_reference is not None:
            x = gauche + (droite - gauche) * t.part_reference / maximum
            corps.append(e("rect", x=x - 2, y=y - 3, width=4, height=27, fill=theme.TEXTE, stroke=theme.FOND, stroke_width=1))
        corps.append(texte(LARGEUR, y + 16, t.texte, ancre="end"))
    return cadre(LARGEUR, hauteur, *corps, *_legende_age(s, hauteur - 10), id_=id_, titre=s.cadre.titre, description=s.cadre.alt)


def _legende_age(s: StructureAge, y: float) -> Iterator[str]:
    """One line a name: they are long."""
    yield e("rect", x=150, y=y - 33, width=22, height=12, fill=theme.ACCENT)
    yield texte(180, y - 22, s.nom, couleur=theme.SOURDINE)
    if s.reference:
        yield e("rect", x=159, y=y - 14, width=4, height=18, fill=theme.TEXTE)
        yield texte(180, y, s.reference, couleur=theme.SOURDINE)


def bande(
    valeur: float, *, ic_bas: float | None, ic_haut: float | None, reperes: Sequence[tuple[str, float]], echelle: tuple[float, float]
) -> str:
    """Interval, value and parents on the scale of one row.

    Hidden from screen readers: the cells beside it say the same.  ``reperes``: (role, value).
    """
    largeur, y = 170, 11
    bas, haut = echelle

    def x(v: float) -> float:
        return 6 + (largeur - 12) * (v - bas) / (haut - bas)

    corps = [e("line", x1=2, y1=y, x2=largeur - 2, y2=y, stroke="#DDDDDD")]
    if ic_bas is not None and ic_haut is not None:
        corps.append(e("rect", x=x(ic_bas), y=y - 4, width=max(x(ic_haut) - x(ic_bas), 2), height=8, fill=theme.MARGE_SEULE))
    corps += [_repere(role, x(v), y) for role, v in reperes]
    corps.append(e("circle", cx=x(valeur), cy=y, r=5, fill=theme.ACCENT, stroke=theme.FOND, stroke_width=1.2))
    return e("svg", *corps, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {largeur} 22", aria_hidden="true", class_="bande")


def _repere(role: str, x: float, y: float) -> str:
    """Shape tells the parent: bar for the département, diamond for the région, triangle for France, ring for the EPCI."""
    couleur = theme.TRAITS_ROLES[role][0]
    formes = {
        "departement": f"M{x:.1f},{y - 8}V{y + 8}",
        "region": f"M{x:.1f},{y - 5}l5,5l-5,5l-5,-5Z",
        "france": f"M{x:.1f},{y - 5}l5,9h-10Z",
        "epci": f"M{x - 4:.1f},{y}a4,4 0 1,0 8,0a4,4 0 1,0 -8,0",
    }
    return e("path", d=formes.get(role, formes["departement"]), fill=theme.FOND, stroke=couleur, stroke_width=2)


def symbole(role: str) -> str:
    """The mark of a parent, alone, for legends."""
    return e("svg", _repere(role, 9, 11), xmlns="http://www.w3.org/2000/svg", viewBox="0 0 18 22", aria_hidden="true", class_="symbole")
