"""The marks of facilities on a map: one shape a theme, on screen, on paper and in legends; never told apart by colour."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from xml.sax.saxutils import escape

from ctg_data.charts import theme
from ctg_data.charts.svg import e
from ctg_data.wording import offre as mots
from ctg_data.wording.fr import THEMES

COTE = 20
"""Side of the box that every shape is drawn in."""
CHEMINS: Mapping[str, str] = MappingProxyType(
    {
        "PE": "M10 3a7 7 0 1 0 .01 0z",
        "EN": "M4 4h12v12H4z",
        "JE": "M10 2.5L18 17H2z",
        "PA": "M10 1.5L18.5 10L10 18.5L1.5 10z",
        "AV": "M10 2L18.5 8.2L15.2 18H4.8L1.5 8.2z",
        "LO": "M2 14.5a8 8 0 0 1 16 0z",
        "AD": "M7.5 2.5h5v5h5v5h-5v5h-5v-5h-5v-5h5z",
        "IN": "M2 3h16L10 17.5z",
        "HA": "M6 3h8l4.2 7L14 17H6L1.8 10z",
        "CV": "M10 1.5l2.6 5.6l6 .7l-4.5 4.1l1.2 6L10 15l-5.3 2.9l1.2-6L1.4 7.8l6-.7z",
    }
)
"""Theme -> outline: disc, square, triangle, diamond, pentagon, dome, cross, triangle upside down, hexagon, star."""
PLUSIEURS, APPROCHE = "plusieurs", "approche"
"""A disc with a number: several themes at one place; a dashed one: at the middle of the commune, for want of coordinates."""


@dataclass(frozen=True)
class Marque:
    """One mark: where (degrees), of which kind (a theme, PLUSIEURS or APPROCHE), how many facilities, what is told of it."""

    longitude: float
    latitude: float
    genre: str
    nombre: int
    lignes: tuple[str, ...]


Place = tuple[float, float, Marque]
"""A mark, and where it stands on a drawing (user units)."""


def legende(marques: Sequence[Marque]) -> tuple[tuple[str, str, int], ...]:
    """(kind, words, number of facilities) of each kind that is on the map, in the order of themes.

    Marks too near one another are drawn as one (``reunit``): its words are there where there are several, even for none at one place.
    """
    comptes: Counter[str] = Counter()
    for m in marques:
        comptes[m.genre] += m.nombre
    noms = {code: THEMES[code] for code in CHEMINS} | {PLUSIEURS: mots.PLUSIEURS, APPROCHE: mots.APPROCHE}
    proches = sum(m.genre != APPROCHE for m in marques) > 1
    return tuple((genre, nom, comptes[genre]) for genre, nom in noms.items() if comptes[genre] or (genre == PLUSIEURS and proches))


def reunit(places: Sequence[Place], distance: float) -> tuple[Place, ...]:
    """Marks nearer than ``distance`` from the first of them as one disc with their number, so that none hides another.

    Those at the middle of a commune stay apart: they are no place.
    """
    groupes: list[list[Place]] = []
    for place in places:
        ensemble = next((g for g in groupes if _touche(g[0], place, distance)), None) if place[2].genre != APPROCHE else None
        if ensemble is None:
            groupes.append([place])
        else:
            ensemble.append(place)
    return tuple(_ensemble(g) for g in groupes)


def _touche(a: Place, b: Place, distance: float) -> bool:
    return a[2].genre != APPROCHE and abs(a[0] - b[0]) < distance and abs(a[1] - b[1]) < distance


def _ensemble(groupe: Sequence[Place]) -> Place:
    if len(groupe) == 1:
        return groupe[0]
    (x, y, premiere), n = groupe[0], sum(m.nombre for _, _, m in groupe)
    lignes = (mots.PROCHES.format(n=n), *(m.lignes[0] for _, _, m in groupe))
    return x, y, replace(premiere, genre=PLUSIEURS, nombre=n, lignes=lignes)


def objet(marques: Sequence[Marque]) -> dict[str, object]:
    """The marks as the component of the map draws them, and their legend for the image that it makes; nothing where there is none."""
    if not marques:
        return {}
    return {
        "lieux": [[m.longitude, m.latitude, m.genre, m.nombre, list(m.lignes)] for m in marques],
        "symboles": dict(CHEMINS),
        "approche": APPROCHE,
        "plusieurs": PLUSIEURS,
        "proches": mots.PROCHES,
        "suite": mots.SUITE,
        "legende_lieux": [list(x) for x in legende(marques)],
    }


def dessin(genre: str, nombre: int = 0) -> str:
    """The shape alone, in a box of COTE units; ``nombre``: written on a disc that stands for several."""
    if genre in CHEMINS:
        return e("path", d=CHEMINS[genre], fill=theme.TEXTE, stroke=theme.FOND, stroke_width=1.6, paint_order="stroke")
    tirets = {"stroke_dasharray": "2.5 2"} if genre == APPROCHE else {}
    disque = e("circle", cx=10, cy=10, r=9, fill=theme.FOND, stroke=theme.TEXTE, stroke_width=1.6, **tirets)
    texte = e("text", str(nombre or "n"), x=10, y=13.8, font_size=11, text_anchor="middle", fill=theme.TEXTE)
    return disque + texte


def seul(genre: str) -> str:
    """The shape as a drawing of its own, for legends."""
    return e(
        "svg", dessin(genre), xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {COTE} {COTE}", aria_hidden="true", class_="ctg-symbole"
    )


def sur_la_carte(places: Sequence[Place], *, cote: float) -> Iterator[str]:
    """The marks at their places (user units), ``cote`` units wide, each with its words under the pointer."""
    for x, y, m in places:
        aide, k = e("title", escape("\n".join(m.lignes))), cote / COTE
        yield e("g", aide, dessin(m.genre, m.nombre), transform=f"translate({x - cote / 2:.1f},{y - cote / 2:.1f}) scale({k:.3f})")
