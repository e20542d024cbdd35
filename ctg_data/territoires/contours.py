"""Contours as GeoJSON for maps on screen, and as SVG paths for maps on paper."""

import gzip
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from ctg_data.errors import TerritoireInconnu

_FICHIERS = {
    "commune": "contours_communes",
    "epci": "contours_epci",
    "departement": "contours_departements",
    "region": "contours_regions",
}
_DECIMALES = 5
_KM_PAR_DEGRE = 111.2
_TROP_LONG = re.compile(rf"\b\d+\.\d{{{_DECIMALES + 1},}}")
_OUTREMER = {
    "Guadeloupe": (-62.5, 15.5, -60.5, 17.0),
    "Martinique": (-61.5, 14.0, -60.5, 15.2),
    "Guyane": (-55.0, 1.5, -51.0, 6.5),
    "La Réunion": (55.0, -21.6, 56.0, -20.7),
    "Mayotte": (44.8, -13.2, 45.5, -12.4),
}
"""Boxes (longitude, latitude) of the départements drawn in an inset when mainland France is on the same map."""
_FINESSE = 0.4
"""Details smaller than this, in pixels, are not drawn on paper; shared borders stay shared."""
_MARGE = 0.1
"""Space on each side of an inset, as a share of its width."""
_GRAND, _FINESSE_FRANCE, _DECIMALES_FRANCE = 10_000, 0.004, 4
"""Above so many areas, a map is seen from far: details under about 400 m and the fifth decimal (1 m) are left out of it."""
FRANCE = "carte_communes.geojson.gz"
"""The map of every commune, made with the reference: it takes seconds to simplify and to compress."""
_COLONNE, _CASE = (-8.5, 49.8), (3.2, 1.9)
"""On screen: centre of the first inset, width and height of each (degrees), in the Atlantic west of Brittany and Aquitaine."""


def geojson(dossier: Path, niveau: str, codes: Collection[str] | None = None) -> bytes:
    """FeatureCollection (UTF-8, WGS84, 5 decimals, id and properties ``code``, ``nom``); every territory if ``codes`` is None.

    Features come in the order of their codes.  Outer rings are counter-clockwise (RFC 7946); d3-based charts need them rewound.
    Overseas départements stand in a column west of mainland France when it is on the same map, each at its own scale.  A map of
    more than ``_GRAND`` areas is simplified, shared borders staying shared.  TerritoireInconnu on a level or a code without contour.
    """
    table = _lit(dossier, niveau, codes)
    grand = len(table) > _GRAND
    places = _rapproche(table.geometry.to_numpy())
    return _collection(
        table, shapely.coverage_simplify(places, _FINESSE_FRANCE) if grand else places, _DECIMALES_FRANCE if grand else _DECIMALES
    )


def points(dossier: Path, niveau: str, codes: Collection[str] | None = None) -> bytes:
    """The same features, in the same order and places, as one point inside each: where a proportional circle stands."""
    table = _lit(dossier, niveau, codes)
    return _collection(table, shapely.point_on_surface(_rapproche(table.geometry.to_numpy())), _DECIMALES_FRANCE)


def ecrit_france(dossier: Path) -> None:
    """Write FRANCE beside the contours that it is made of (``mtime=0``: same contours, same bytes)."""
    (dossier / FRANCE).write_bytes(gzip.compress(geojson(dossier, "commune"), 9, mtime=0))


def france(dossier: Path) -> bytes | None:
    """The compressed map of every commune made with the reference; None where it was not made."""
    fichier = dossier / FRANCE
    return fichier.read_bytes() if fichier.is_file() else None


def encarts() -> tuple[tuple[str, tuple[float, float, float, float]], ...]:
    """(nom, box) of each inset of a map of France, from north to south: west, south, east, north, in degrees."""
    (x, haut), (largeur, hauteur) = _COLONNE, _CASE
    milieux = [(nom, haut - rang * hauteur) for rang, nom in enumerate(_OUTREMER)]
    return tuple((nom, (x - largeur / 2, y - hauteur / 2, x + largeur / 2, y + hauteur / 2)) for nom, y in milieux)


def _collection(table: gpd.GeoDataFrame, formes: np.ndarray, decimales: int) -> bytes:
    textes = shapely.to_geojson(shapely.transform(formes, lambda xy: np.round(xy, decimales)))
    traits = (
        f'{{"type":"Feature","id":{_texte(code)},"properties":{{"code":{_texte(code)},"nom":{_texte(nom)}}},"geometry":{forme}}}'
        for code, nom, forme in zip(table["code"], table["nom"], textes, strict=True)
    )
    return _arrondit(f'{{"type":"FeatureCollection","features":[{",".join(traits)}]}}', decimales).encode()


def emprise(dossier: Path, niveau: str, codes: Collection[str] | None = None) -> tuple[float, float, float, float]:
    """West, south, east, north (degrees) of what a screen should frame, overseas départements where ``geojson`` puts them."""
    return tuple(shapely.total_bounds(_rapproche(_lit(dossier, niveau, codes).geometry.to_numpy())))


def limite(dossier: Path, codes: Collection[str]) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Rings (longitude, latitude) around a set of communes, where ``geojson`` puts them; holes included.  TerritoireInconnu."""
    forme = shapely.union_all(shapely.set_precision(_rapproche(_lit(dossier, "commune", codes).geometry.to_numpy()), 10.0**-_DECIMALES))
    anneaux = (anneau for partie in shapely.get_parts(forme) for anneau in shapely.get_rings(partie))
    return tuple(tuple((float(x), float(y)) for x, y in shapely.get_coordinates(anneau)) for anneau in anneaux)


def distances(dossier: Path, codes: Sequence[str], lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Km from each point (degrees) to the contour of the commune of the same rank: 0 inside, NaN for a commune without contour.

    Measured on a plane tangent at the point (1 degree of latitude is 111.2 km), true to a percent at these distances.
    """
    formes = _formes(dossier, frozenset(codes))
    return np.array([_km(formes.get(code), float(x), float(y)) for code, x, y in zip(codes, lon, lat, strict=True)], dtype=float)


@lru_cache(maxsize=2)
def _formes(dossier: Path, codes: frozenset[str]) -> dict[str, shapely.Geometry]:
    """Code -> contour of a commune; a list that is mended and brought again is about the same communes."""
    connues = gpd.read_parquet(dossier / f"{_FICHIERS['commune']}.parquet", filters=[("code", "in", sorted(codes) or [""])])
    return dict(zip(connues["code"], connues.geometry, strict=True))


def _km(forme: shapely.Geometry | None, x: float, y: float) -> float:
    if forme is None:
        return np.nan
    facteurs = np.array([np.cos(np.radians(y)), 1.0]) * _KM_PAR_DEGRE
    return float(shapely.distance(shapely.transform(forme, lambda xy: (xy - (x, y)) * facteurs), shapely.Point(0, 0)))


def milieux(dossier: Path, codes: Collection[str]) -> dict[str, tuple[float, float]]:
    """Code of a commune -> a point (longitude, latitude) inside it; those without contour are left out."""
    table = gpd.read_parquet(dossier / f"{_FICHIERS['commune']}.parquet", filters=[("code", "in", sorted(set(codes)) or [""])])
    points_ = shapely.get_coordinates(shapely.point_on_surface(table.geometry.to_numpy()))
    return {code: (round(float(x), _DECIMALES), round(float(y), _DECIMALES)) for code, (x, y) in zip(table["code"], points_, strict=True)}


@dataclass(frozen=True)
class Trace:
    """A map for paper: ``chemins`` are (code, nom, SVG path data) in user units, x to ``largeur``, y to ``hauteur``.

    ``repere``: (west, north, units by degree eastwards, southwards) of what is not in an inset.
    """

    largeur: float
    hauteur: float
    chemins: tuple[tuple[str, str, str], ...]
    repere: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point (degrees) stands on the map, in user units."""
        ouest, nord, a_l_est, au_sud = self.repere
        return round((lon - ouest) * a_l_est, 1), round((nord - lat) * au_sud, 1)


def svg_paths(dossier: Path, niveau: str, codes: Collection[str] | None = None, *, largeur: float = 720) -> Trace:
    """Contours ``largeur`` units wide, in a local equirectangular projection (true proportions at the mean latitude).

    When mainland France and overseas départements are on the same map, these are drawn in a row of insets below, each
    at its own scale.
    """
    table = _lit(dossier, niveau, codes)
    formes = table.geometry.to_numpy()
    zones = _zones(formes)
    principal, *encarts = [nom for nom in ("", *_OUTREMER) if (zones == nom).any()]
    dessin = np.empty(len(formes), dtype=object)
    dessin[zones == principal], hauteur = _place(formes[zones == principal], largeur=largeur)
    case, hauts = largeur / max(len(encarts), 1), [0.0]
    for rang, nom in enumerate(encarts):
        coin = ((rang + _MARGE) * case, hauteur + _MARGE * case)
        dessin[zones == nom], haut = _place(formes[zones == nom], largeur=case * (1 - 2 * _MARGE), coin=coin)
        hauts.append(haut + _MARGE * case)
    chemins = zip(table["code"], table["nom"], (_chemin(forme) for forme in dessin), strict=True)
    (ouest, nord), (a_l_est, au_sud) = _echelle(formes[zones == principal], largeur)
    return Trace(largeur, round(hauteur + max(hauts), 1), tuple(chemins), (ouest, nord, a_l_est, -au_sud))


def _lit(dossier: Path, niveau: str, codes: Collection[str] | None) -> gpd.GeoDataFrame:
    if niveau not in _FICHIERS:
        raise TerritoireInconnu(f"Il n'y a pas de contour pour le niveau « {niveau} » : choisissez parmi {', '.join(_FICHIERS)}.")
    filtres = None if codes is None else [("code", "in", sorted(set(codes)))]
    if codes is not None and not codes:
        raise TerritoireInconnu("Aucun territoire à dessiner : indiquez au moins un code.")
    table = gpd.read_parquet(dossier / f"{_FICHIERS[niveau]}.parquet", filters=filtres)
    manquants = sorted(set(codes or ()) - set(table["code"]))
    if manquants:
        raise TerritoireInconnu(f"Pas de contour pour : {', '.join(manquants[:10])} (niveau « {niveau} »). Vérifiez les codes.")
    return table


def _texte(valeur: str) -> str:
    return json.dumps(valeur, ensure_ascii=False)


def _arrondit(texte: str, decimales: int) -> str:
    """GEOS writes some rounded numbers with all their binary digits (1.2345699999999999)."""
    return _TROP_LONG.sub(lambda nombre: f"{float(nombre[0]):.{decimales}f}", texte)


def _zones(formes: np.ndarray) -> np.ndarray:
    """Overseas département of each shape, "" for mainland France and Corsica."""
    points = shapely.get_coordinates(shapely.centroid(formes))
    zones = np.full(len(formes), "", dtype=object)
    for nom, (ouest, sud, est, nord) in _OUTREMER.items():
        dedans = (points[:, 0] >= ouest) & (points[:, 0] <= est) & (points[:, 1] >= sud) & (points[:, 1] <= nord)
        zones[dedans] = nom
    return zones


def _rapproche(formes: np.ndarray) -> np.ndarray:
    """Overseas départements moved to the column of insets, from north to south, when mainland France is there too."""
    zones = _zones(formes)
    presents = [nom for nom in _OUTREMER if (zones == nom).any()]
    if not presents or not (zones == "").any():
        return formes
    placees = formes.copy()
    for rang, nom in enumerate(presents):
        placees[zones == nom] = _dans_la_case(formes[zones == nom], rang)
    return placees


def _dans_la_case(formes: np.ndarray, rang: int) -> np.ndarray:
    """Shapes shrunk or stretched into the box of that rank, true in their proportions at both latitudes."""
    ouest, sud, est, nord = shapely.total_bounds(formes)
    x, y = _COLONNE[0], _COLONNE[1] - rang * _CASE[1]
    depart, arrivee = (np.cos(np.radians(lat)) for lat in ((sud + nord) / 2, y))
    largeur, hauteur = (est - ouest) * depart, nord - sud
    echelle = (1 - 2 * _MARGE) * min(_CASE[0] * arrivee / largeur, _CASE[1] / hauteur)
    centre, facteurs = np.array([(ouest + est) / 2, (sud + nord) / 2]), np.array([depart / arrivee, 1]) * echelle
    return shapely.transform(formes, lambda xy: (xy - centre) * facteurs + (x, y))


def _place(formes: np.ndarray, *, largeur: float, coin: tuple[float, float] = (0.0, 0.0)) -> tuple[np.ndarray, float]:
    """(Shapes scaled to ``largeur``, their top left at ``coin``, y downwards; height)."""
    origine, facteurs = _echelle(formes, largeur)
    planes = shapely.transform(formes, lambda xy: (xy - origine) * facteurs + coin)
    return shapely.coverage_simplify(planes, _FINESSE), float((shapely.total_bounds(formes)[1] - origine[1]) * facteurs[1])


def _echelle(formes: np.ndarray, largeur: float) -> tuple[np.ndarray, np.ndarray]:
    """(West and north of the shapes, user units by degree) of a map ``largeur`` units wide; southwards is positive."""
    ouest, sud, est, nord = shapely.total_bounds(formes)
    etroit = np.cos(np.radians((sud + nord) / 2))
    echelle = largeur / ((est - ouest) * etroit)
    return np.array([ouest, nord]), np.array([etroit * echelle, -echelle])


def _chemin(forme: shapely.Geometry) -> str:
    anneaux = (anneau for partie in shapely.get_parts(forme) for anneau in shapely.get_rings(partie))
    return "".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in shapely.get_coordinates(anneau)[:-1]) + "Z" for anneau in anneaux)
