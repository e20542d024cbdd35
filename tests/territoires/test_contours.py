"""Contours: every territory drawn, valid, without gap or overlap that a map would show."""

import gzip
import json
import re
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from ctg_data.errors import TerritoireInconnu
from ctg_data.territoires import contours

NIVEAUX = ("commune", "epci", "departement", "region")
DISSOUS = NIVEAUX[1:]
METRES = 111_320
"""Metres of one degree of latitude."""


@pytest.fixture(scope="module")
def formes(dossier) -> dict[str, gpd.GeoDataFrame]:
    noms = {"commune": "communes", "epci": "epci", "departement": "departements", "region": "regions"}
    return {niveau: gpd.read_parquet(dossier / f"contours_{nom}.parquet") for niveau, nom in noms.items()}


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_every_territory_of_the_target_vintage_has_one_contour(ref, formes, niveau):
    assert formes[niveau]["code"].is_unique
    assert set(formes[niveau]["code"]) == ref.codes(niveau)
    assert formes[niveau].crs == "EPSG:4326"
    noms = {c: ref.territoire(niveau, c).nom for c in ref.codes(niveau)}
    assert dict(zip(formes[niveau]["code"], formes[niveau]["nom"], strict=True)) == noms


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_contours_are_valid_multipolygons_turned_counter_clockwise(formes, niveau):
    geometrie = formes[niveau].geometry
    assert geometrie.is_valid.all()
    assert not geometrie.is_empty.any()
    assert set(geometrie.geom_type) == {"MultiPolygon"}
    assert shapely.is_ccw(shapely.get_exterior_ring(shapely.get_parts(geometrie.to_numpy()))).all()


def test_communes_lie_where_france_lies(formes):
    ouest, sud, est, nord = shapely.bounds(formes["commune"].geometry.to_numpy()).T
    metropole = ~formes["commune"]["code"].str.startswith("97").to_numpy()
    assert (ouest[metropole] > -5.3).all()
    assert (est[metropole] < 9.7).all()
    assert (sud[metropole] > 41.2).all()
    assert (nord[metropole] < 51.2).all()


def aires_de(table: gpd.GeoDataFrame) -> pd.Series:
    """In square degrees: only ratios matter here."""
    return pd.Series(shapely.area(table.geometry.to_numpy()), index=table["code"])


@pytest.mark.parametrize("niveau", DISSOUS)
def test_a_dissolved_level_covers_the_communes_it_is_made_of(ref, formes, niveau):
    """Simplified: 3 % of its own area at most differ, and 0.1 % for the country as a whole."""
    communes = aires_de(formes["commune"])
    liens = ref.appartenance().set_index("commune")[niveau]
    aires = communes.groupby(liens[liens != ""]).sum()
    dissous = aires_de(formes[niveau])
    grands = aires.index[aires > 0.02]
    assert (abs(dissous[grands] / aires[grands] - 1) < 0.03).all()
    assert abs(dissous.sum() / aires.sum() - 1) < 1e-3


@pytest.mark.parametrize("niveau", DISSOUS)
def test_neighbours_share_their_border(formes, niveau):
    """An atlas of polygons that neither overlap nor leave slits: their union has the sum of their areas."""
    geometrie = formes[niveau].geometry.to_numpy()
    assert abs(shapely.union_all(geometrie).area / shapely.area(geometrie).sum() - 1) < 1e-4


def test_communes_of_gironde_do_not_overlap(ref, formes):
    communes = formes["commune"].set_index("code").geometry
    gironde = communes[list(ref.membres("departement", "33"))].to_numpy()
    assert len(gironde) == 534
    assert abs(shapely.union_all(gironde).area / shapely.area(gironde).sum() - 1) < 1e-4


def test_the_parts_of_a_split_have_their_own_contour(formes):
    communes = formes["commune"].set_index("code").geometry
    parts = ["15141", "15031", "15035", "15047", "15171"]
    assert abs(shapely.union_all(communes[parts].to_numpy()).area / shapely.area(communes[parts].to_numpy()).sum() - 1) < 1e-3


def test_contours_are_those_of_the_published_ones(donnees_reelles, formes):
    """Same communes and, at the grid's precision, the same land as the departmental files kept in full detail."""
    communes = formes["commune"].set_index("code").geometry
    for departement in ("16", "23", "33", "40", "86", "87"):
        publies = gpd.read_file(donnees_reelles / "geo" / "contours" / f"communes_cog2025_{departement}.geojson").set_index("code")
        assert set(publies.index) == {c for c in communes.index if c.startswith(departement)}
        ecart = shapely.hausdorff_distance(publies.geometry.to_numpy(), communes[publies.index].to_numpy())
        assert ecart.max() * METRES < 200


# GeoJSON ------------------------------------------------------------------------------------------------------------


def test_geojson_is_a_feature_collection_with_code_and_name(dossier):
    carte = json.loads(contours.geojson(dossier, "commune", ["87085", "87201"]))
    assert carte["type"] == "FeatureCollection"
    assert [f["id"] for f in carte["features"]] == ["87085", "87201"]
    assert carte["features"][0]["properties"] == {"code": "87085", "nom": "Limoges"}
    assert carte["features"][0]["geometry"]["type"] == "MultiPolygon"


def test_geojson_has_five_decimals_at_most(dossier):
    texte = contours.geojson(dossier, "departement").decode()
    assert max(len(d) for d in re.findall(r"\d\.(\d+)", texte)) <= 5


@pytest.mark.parametrize(("niveau", "nombre"), [("region", 18), ("departement", 101)])
def test_without_codes_a_whole_level_is_drawn(dossier, niveau, nombre):
    assert len(json.loads(contours.geojson(dossier, niveau))["features"]) == nombre


@pytest.mark.parametrize(
    ("niveau", "codes", "dit"),
    [
        ("commune", ["87085", "99999"], "Pas de contour pour : 99999"),
        ("commune", [], "Aucun territoire à dessiner"),
        ("france", None, "Il n'y a pas de contour pour le niveau « france »"),
    ],
)
def test_what_cannot_be_drawn_is_said(dossier, niveau, codes, dit):
    with pytest.raises(TerritoireInconnu, match=dit):
        contours.geojson(dossier, niveau, codes)


@pytest.mark.parametrize("niveau", ["epci", "departement", "region"])
def test_features_and_points_come_in_the_order_of_their_codes(ref, dossier, niveau):
    """The browser counts them: the value of rank k is the area of rank k."""
    codes = sorted(ref.codes(niveau))
    aires = json.loads(contours.geojson(dossier, niveau))["features"]
    points = json.loads(contours.points(dossier, niveau))["features"]
    assert [f["id"] for f in aires] == [f["id"] for f in points] == codes
    for aire, point in list(zip(aires, points, strict=True))[:: len(codes) // 18]:
        assert shapely.from_geojson(json.dumps(aire)).buffer(0.01).contains(shapely.from_geojson(json.dumps(point)))


def test_the_map_of_every_commune_is_the_one_of_the_contours(ref, dossier, formes):
    """Made with the reference, lighter: same communes in the same order, on the same land to a few hundred metres."""
    carte = json.loads(gzip.decompress(contours.france(dossier)))["features"]
    assert [f["id"] for f in carte] == sorted(ref.codes("commune"))
    assert contours.france(dossier.parent) is None
    exactes = formes["commune"].set_index("code").geometry
    for trait in carte[:33000:1500]:
        forme = shapely.from_geojson(json.dumps(trait))
        assert shapely.hausdorff_distance(forme, exactes[trait["id"]]) * METRES < 900


def test_each_inset_frames_the_overseas_departement_it_names(dossier):
    for nom, boite in contours.encarts():
        cadre = shapely.box(*boite)
        departements = json.loads(contours.geojson(dossier, "departement"))["features"]
        forme = next(shapely.from_geojson(json.dumps(f)) for f in departements if f["properties"]["nom"] == nom)
        assert cadre.contains(forme)


# Frames and paper ---------------------------------------------------------------------------------------------------


def test_a_screen_frames_mainland_france_and_the_column_of_its_insets(dossier):
    ouest, sud, est, nord = contours.emprise(dossier, "region")
    assert (round(ouest), round(sud), round(est), round(nord)) == (-10, 41, 10, 51)
    assert contours.emprise(dossier, "departement", ["974"])[0] > 55
    assert [round(x) for x in contours.emprise(dossier, "departement", ["87", "23"])] == [1, 45, 3, 46]


def test_insets_stand_apart_one_under_the_other_in_their_proportions(dossier):
    formes = {
        f["properties"]["nom"]: shapely.from_geojson(json.dumps(f)) for f in json.loads(contours.geojson(dossier, "region"))["features"]
    }
    encarts = [formes[nom] for nom in ("Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte")]
    assert all(a.bounds[1] > b.bounds[3] for a, b in pairwise(encarts))
    assert max(e.bounds[2] for e in encarts) < formes["Bretagne"].bounds[0]
    seule = shapely.from_geojson(json.dumps(json.loads(contours.geojson(dossier, "region", ["04"]))["features"][0]))
    assert proportions(formes["La Réunion"]) == pytest.approx(proportions(seule), rel=0.02)


def proportions(forme: shapely.Geometry) -> float:
    """Width over height on the ground."""
    ouest, sud, est, nord = forme.bounds
    return (est - ouest) * np.cos(np.radians((sud + nord) / 2)) / (nord - sud)


def nombres(chemin: str) -> np.ndarray:
    return np.array([[float(x) for x in point.split(",")] for point in re.findall(r"-?[\d.]+,-?[\d.]+", chemin)])


def test_paper_maps_fill_their_width_and_stay_inside(dossier):
    trace = contours.svg_paths(dossier, "commune", ["87085", "87201", "87019"], largeur=400)
    points = np.vstack([nombres(chemin) for _, _, chemin in trace.chemins])
    assert trace.largeur == 400
    assert points.min() >= -0.1
    assert points[:, 0].max() == pytest.approx(400, abs=0.1)
    assert points[:, 1].max() <= trace.hauteur + 0.1


def test_paper_maps_of_france_draw_overseas_in_insets_below(dossier):
    trace = contours.svg_paths(dossier, "departement", largeur=700)
    hauts = {code: nombres(chemin)[:, 1].min() for code, _, chemin in trace.chemins}
    bas_metropole = max(nombres(chemin)[:, 1].max() for code, _, chemin in trace.chemins if not code.startswith("97"))
    assert len(hauts) == 101
    assert all(hauts[code] > bas_metropole for code in ("971", "972", "973", "974", "976"))
    assert max(nombres(chemin)[:, 0].max() for _, _, chemin in trace.chemins) <= 700.1


def test_paper_maps_keep_true_proportions(dossier):
    """Haute-Vienne is about as wide as it is high on the ground: degrees of longitude are shorter than of latitude."""
    ouest, sud, est, nord = contours.emprise(dossier, "departement", ["87"])
    trace = contours.svg_paths(dossier, "departement", ["87"], largeur=500)
    assert trace.hauteur / 500 == pytest.approx((nord - sud) / ((est - ouest) * np.cos(np.radians((nord + sud) / 2))), rel=0.02)
