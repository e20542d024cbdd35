"""The map as printable SVG, with real hatches: secret, not significant and missing are three different things."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from ctg_data.charts import palette, symboles, theme
from ctg_data.charts.classement import METHODES, RAYON_MAX, Classement, classement
from ctg_data.charts.svg import cadre, e, motifs, remplissage, texte
from ctg_data.charts.symboles import Marque
from ctg_data.diagnostic.figures import Cadre, Carte
from ctg_data.diagnostic.planche import Planche, de_carte
from ctg_data.territoires.contours import Trace
from ctg_data.wording import atlas as mots
from ctg_data.wording import fr, offre

LIGNE = 24
MARQUE = 17.0
"""Side of the mark of a facility, in user units."""
A_COTE = 430
"""Width of a legend that stands beside the map."""
ECART = 110
"""Space between the circles of the legend, in user units."""
BEAUCOUP, TRAIT_FIN = 5_000, 0.15
"""Above so many areas, borders as wide as usual would hide the fills."""
_STATUTS = {teinte: statut for statut, teinte in palette.SANS_VALEUR.items()}
TERRITOIRES = "nombre de territoires"


@dataclass(frozen=True)
class Feuille:
    """What is drawn on paper.

    ``fonds``: code -> fill; ``aides``: code -> words under the pointer; ``entrees``: (fill, words) of the legend under
    ``titre_legende``; ``choisies``: codes outlined; ``cercles``: code -> radius, 0 to 1 for the largest, of ``rayon`` user units;
    ``reperes``: (radius, words) of the circles of the legend.
    """

    fonds: Mapping[str, str]
    aides: Mapping[str, str]
    entrees: Sequence[tuple[str, str]]
    titre_legende: str
    choisies: frozenset[str] = frozenset()
    cercles: Mapping[str, float] | None = None
    reperes: Sequence[tuple[float, str]] = ()
    rayon: float = 0.0
    marques: Sequence[Marque] = ()


def carte(c: Carte, trace: Trace, *, id_: str, a_cote: bool = False, marques: Sequence[Marque] = ()) -> str:
    """``trace``: the outlines of the areas (``contours.svg_paths``); an outline without a row is left as missing.

    The legend stands under the map, or on its right.  ``marques``: facilities, over the areas.
    """
    p = de_carte(c)
    choisies = frozenset(z.code for z in c.zones if z.choisie)
    feuille = replace(_feuille(p, classement(p), id_, choisies), marques=marques)
    return _dessine(feuille, c.cadre, trace, id_=id_, a_cote=a_cote)


def planche(p: Planche, c: Classement, trace: Trace, *, id_: str, choisie: str = "") -> str:
    """The map of the map page, as it is classed on screen, its question and its source written on it."""
    return _dessine(_feuille(p, c, id_, frozenset({choisie})), p.cadre, trace, id_=id_, a_cote=True, ecrite=True)


def _feuille(p: Planche, c: Classement, id_: str, choisies: frozenset[str]) -> Feuille:
    fonds = {code: _fond(int(teinte), id_) for code, teinte in zip(p.codes, c.teintes, strict=True)}
    rayons = {} if c.rayons is None else {code: r / RAYON_MAX for code, r in zip(p.codes, c.rayons, strict=True) if r}
    entrees = [(theme.ACCENT if x.texte == mots.AVEC_CERCLE else _fond(x.teinte, id_), f"{x.texte} ({x.effectif})") for x in c.entrees]
    titre = f"{METHODES[c.methode]} ({TERRITOIRES})" if c.methode else TERRITOIRES.capitalize()
    return Feuille(fonds, dict(zip(p.codes, p.textes, strict=True)), entrees, titre, choisies, rayons, c.reperes, c.rayon)


def _fond(teinte: int, id_: str) -> str:
    return remplissage(id_, _STATUTS[teinte]) if teinte in _STATUTS else palette.TEINTES[teinte].couleur


def _dessine(f: Feuille, autour: Cadre, trace: Trace, *, id_: str, a_cote: bool, ecrite: bool = False) -> str:
    """``ecrite``: the question, the precision and the source stand on the drawing itself, which leaves its page."""
    haut_titre = 2 * LIGNE + 8 if ecrite else 0
    marques = symboles.legende(f.marques)
    haut = LIGNE * (len(f.entrees) + 1) + 8 + (2 * f.rayon + LIGNE + 8 * bool(f.marques)) * bool(f.reperes)
    bas = haut + LIGNE * (len(marques) + 1) * bool(marques)
    x, y = (trace.largeur + 30, haut_titre + 10.0) if a_cote else (0.0, haut_titre + trace.hauteur + 20)
    largeur = x + A_COTE if a_cote else trace.largeur
    hauteur = max(haut_titre + trace.hauteur, y + bas) + (LIGNE if ecrite else 0)
    places = [(*trace.place(m.longitude, m.latitude), m) for m in f.marques]
    dessus = (*_zones(f, trace, id_), *_disques(f, trace), *symboles.sur_la_carte(symboles.reunit(places, MARQUE), cote=MARQUE))
    corps = [motifs(id_), e("g", *dessus, transform=f"translate(0,{haut_titre})")]
    corps += [*_legende(f, x, y), *_legende_des_marques(marques, x, y + haut), *(_ecrits(autour, hauteur) if ecrite else ())]
    return cadre(largeur, hauteur, *corps, id_=id_, titre=autour.titre, description=autour.alt)


def _ecrits(autour: Cadre, hauteur: float) -> Iterator[str]:
    mention = fr.texte("demo") if autour.demo else ""
    yield texte(0, 20, autour.titre, taille=19)
    yield texte(0, 44, " · ".join(filter(None, (autour.sous_titre, mention))), couleur=theme.SOURDINE)
    yield texte(0, hauteur - 6, autour.source, taille=13, couleur=theme.SOURDINE)


def _zones(f: Feuille, trace: Trace, id_: str) -> Iterator[str]:
    trait = TRAIT_FIN if len(trace.chemins) > BEAUCOUP else 0.9
    for code, nom, chemin in trace.chemins:
        aide = e("title", escape(f"{nom} : {f.aides[code]}" if code in f.aides else nom))
        yield e("path", aide, d=chemin, fill=f.fonds.get(code, remplissage(id_, "nd")), stroke=theme.CONTOUR, stroke_width=trait)
    for code, _, chemin in trace.chemins:
        if code in f.choisies:
            yield e("path", d=chemin, fill="none", stroke=theme.TEXTE, stroke_width=3)


def _disques(f: Feuille, trace: Trace) -> Iterator[str]:
    """Circles, the largest first, so that none hides a smaller one."""
    places = {code: chemin for code, _, chemin in trace.chemins}
    for code, rayon in sorted((f.cercles or {}).items(), key=lambda cr: -cr[1]):
        if code in places:
            x, y = _milieu(places[code])
            yield _disque(x, y, f.rayon * rayon)


def _disque(x: float, y: float, rayon: float) -> str:
    return e("circle", cx=x, cy=y, r=rayon, fill=theme.ACCENT, fill_opacity=0.5, stroke=theme.ACCENT, stroke_width=0.8)


def _milieu(chemin: str) -> tuple[float, float]:
    """Middle of the box of the largest ring of a path."""
    anneaux = [[tuple(map(float, p.split(","))) for p in anneau.rstrip("Z").split("L")] for anneau in chemin.split("M")[1:]]
    xs, ys = zip(*max(anneaux, key=len), strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _legende(f: Feuille, x: float, y: float) -> Iterator[str]:
    yield texte(x, y + 8, f.titre_legende, couleur=theme.SOURDINE)
    for rang, (fond, nom) in enumerate(f.entrees, start=1):
        haut = y + LIGNE * rang
        yield e("rect", x=x + 0.5, y=haut - 3, width=30, height=17, fill=fond, stroke=theme.CONTOUR, stroke_width=0.9)
        yield texte(x + 40, haut + 11, nom)
    yield from _cercles_de_la_legende(f, x, y + LIGNE * (len(f.entrees) + 1) + 4)


def _legende_des_marques(marques: Sequence[tuple[str, str, int]], x: float, y: float) -> Iterator[str]:
    """One line a shape, under its own heading."""
    if marques:
        yield texte(x, y + 8, offre.LEGENDE, couleur=theme.SOURDINE)
    for rang, (genre, nom, n) in enumerate(marques, start=1):
        haut = y + LIGNE * rang
        yield e("g", symboles.dessin(genre), transform=f"translate({x + 6:.1f},{haut - 4:.1f})")
        yield texte(x + 40, haut + 11, f"{nom} ({n})" if n else nom)


def _cercles_de_la_legende(f: Feuille, x: float, y: float) -> Iterator[str]:
    """Side by side on one line, each over the figure that it stands for."""
    for rang, (rayon, nom) in enumerate(f.reperes):
        milieu = x + f.rayon + rang * ECART
        yield _disque(milieu, y + 2 * f.rayon - f.rayon * rayon, f.rayon * rayon)
        yield texte(milieu, y + 2 * f.rayon + 18, nom, taille=13, ancre="middle")
