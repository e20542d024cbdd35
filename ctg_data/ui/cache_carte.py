"""Maps, kept: their values, their classes, the packets and contours sent to the browser."""

import hashlib
from collections.abc import Callable, Mapping

import plotly.graph_objects as go
import streamlit as st

from ctg_data.charts import carte_choix as cartes_choix
from ctg_data.charts import classement as classes
from ctg_data.charts import paquet as paquets
from ctg_data.charts.classement import Classement
from ctg_data.errors import TerritoireInconnu
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import contours
from ctg_data.territoires.atlas import NIVEAU
from ctg_data.ui import cache, ressources, serveur
from ctg_data.views import atlas as vues_atlas
from ctg_data.views import atlas_lignes
from ctg_data.views.atlas_model import AtlasView, Demande, Fiche, Page
from ctg_data.views.model import PortraitView

ATLAS, GEOMETRIES = 24, 128
"""Maps kept: 5 MB for every commune of France."""
POINTS = "@points"
TOUTES_LES_COMMUNES = ("commune", "france-FR")


def oublie() -> None:
    """Local sources changed: what names them or their figures is made again."""
    _atlas.clear()


def atlas(demande: Demande) -> AtlasView:
    """The map of a demand; what is drawn of it is in ``planche``."""
    lu = cache.corpus()
    return _atlas(lu.empreinte + cache.ref().composition(demande.niveau, demande.code), demande, _lu=lu)


@st.cache_resource(max_entries=ATLAS, show_spinner="Lecture des valeurs de la carte…")
def _atlas(empreinte: str, demande: Demande, *, _lu: Corpus) -> AtlasView:
    return vues_atlas.atlas(_lu, cache.ref(), demande)


def classement(vue: AtlasView, methode: str) -> Classement:
    return _classement(vue.empreinte, vue.demande, methode, _vue=vue)


@st.cache_resource(max_entries=ATLAS, show_spinner=False)
def _classement(empreinte: str, demande: Demande, methode: str, *, _vue: AtlasView) -> Classement:
    """``_vue`` is out of the key: publication and demand say which view it is."""
    return classes.classement(_vue.planche, methode)


def paquet(demande: Demande, methode: str, entete: Callable[[AtlasView], Mapping[str, object]]) -> bytes:
    """Values of a map, compressed; ``entete``: the words that go with them."""
    vue = atlas(demande)
    classes_ = classement(vue, methode)
    return _paquet(vue.empreinte, vue.demande, classes_.methode, _vue=vue, _classes=classes_, _entete=entete)


@st.cache_resource(max_entries=ATLAS, show_spinner=False)
def _paquet(
    empreinte: str,
    demande: Demande,
    methode: str,
    *,
    _vue: AtlasView,
    _classes: Classement,
    _entete: Callable[[AtlasView], Mapping[str, object]],
) -> bytes:
    """``jeton``: two packets of the same one draw the same map.  Compressed fast: somebody is waiting."""
    jeton = hashlib.sha256(repr((empreinte, demande, methode)).encode()).hexdigest()[:16]
    return serveur.compresse(paquets.paquet(_vue.planche, _classes, {**_entete(_vue), "jeton": jeton}), effort=1)


def fiche(vue: AtlasView, code: str) -> Fiche | None:
    """Not kept: it is made in a millisecond."""
    return atlas_lignes.fiche(vue, cache.ref(), code)


def page_atlas(vue: AtlasView, *, tri: str, sens: str, numero: int, filtre: str) -> Page:
    """Not kept either."""
    return atlas_lignes.page(vue, cache.ref(), tri=tri, sens=sens, numero=numero, filtre=filtre)


def zones(niveau: str, code: str) -> dict[tuple[str, str], str]:
    """(niveau, code) -> label of what a map may frame: France, perimeters, régions, départements, the EPCI of the département in sight."""
    t = cache.ref().territoire(niveau, code)
    departement = code if niveau == "departement" else t.departement
    epci = [("epci", x.code) for x in cache.ref().enfants("departement", departement)] if departement else []
    premier, *autres = cache.grandes_zones()
    lieux = dict.fromkeys([premier, *((NIVEAU, p) for p in cache.ref().lieux), *autres, *epci, (niveau, code)])
    return {
        lieu: cache.grandes_zones()[lieu] if lieu in cache.grandes_zones() else cache.libelle(cache.ref().territoire(*lieu))
        for lieu in lieux
    }


def emprise(maille: str, zone: str) -> cartes_choix.Emprise:
    """What a map of ``zone`` frames, in degrees."""
    return _emprise(maille, zone)


def carte_choix(zone: tuple[str, str], dedans: frozenset[str]) -> go.Figure:
    """The communes of ``zone``, those ``dedans`` apart, and the line around all of these."""
    return _carte_choix("-".join(zone), tuple(sorted(dedans)))


@st.cache_resource(max_entries=64, show_spinner=False)
def _carte_choix(zone: str, dedans: tuple[str, ...]) -> go.Figure:
    lieu = tuple(zone.split("-", 1))
    noms = {t.code: t.nom for t in cache.communes_de(*lieu)}
    limite = contours.limite(cache.settings().reference, dedans) if dedans else ()
    geojson = adresse_geometrie("commune", zone)
    return cartes_choix.choix(noms, frozenset(dedans), geojson, emprise=_emprise("commune", zone), limite=limite)


def zone_de(vue: PortraitView) -> str:
    """Name of the areas on the map of a portrait: communes of one EPCI share one address."""
    niveau, code = vue.entete.niveau, vue.entete.code
    if niveau == "commune" and (epci := cache.ref().territoire(niveau, code).epci):
        return f"epci-{epci}"
    return zone_contours(niveau, code)


def zone_contours(niveau: str, code: str) -> str:
    """Name of the areas of a territory; that of a perimeter changes with its communes."""
    composition = cache.ref().composition(niveau, code)
    return f"{niveau}-{code}~{composition}" if composition else f"{niveau}-{code}"


def adresse_geometrie(niveau: str, zone: str) -> str:
    return f"{ressources.base()}/geo/{cache.ref().empreinte}/{niveau}/{zone}.geojson"


@st.cache_resource(max_entries=GEOMETRIES, show_spinner=False)
def geometrie(version: str, niveau: str, zone: str) -> bytes:
    """Compressed contours of an address, or one point an area where the zone ends with POINTS.

    Raises TerritoireInconnu, also when the reference is no longer that ``version``.
    """
    if version != cache.ref().empreinte:
        raise TerritoireInconnu("Ces contours ne sont plus ceux du référentiel : rechargez la page.")
    dossier, lieu = cache.settings().reference, zone.removesuffix(POINTS)
    if zone.endswith(POINTS):
        return serveur.compresse(contours.points(dossier, niveau, _codes(niveau, lieu)))
    faite = contours.france(dossier) if (niveau, zone) == TOUTES_LES_COMMUNES else None
    return faite or serveur.compresse(contours.geojson(dossier, niveau, _codes(niveau, lieu)))


@st.cache_resource(max_entries=GEOMETRIES, show_spinner=False)
def _emprise(niveau: str, zone: str) -> cartes_choix.Emprise:
    """France is framed by its régions: its communes take half a second to read."""
    niveau = "region" if zone == TOUTES_LES_COMMUNES[1] else niveau
    return contours.emprise(cache.settings().reference, niveau, _codes(niveau, zone))


def _codes(niveau: str, zone: str) -> tuple[str, ...]:
    """Areas of level ``niveau`` in the zone of an address: « departement-87 », or a perimeter with the version of its communes."""
    lieu, _, code = zone.partition("-")
    if lieu != NIVEAU:
        return cache.ref().unites(niveau, lieu, code)
    code, _, composition = code.partition("~")
    if composition != cache.ref().composition(NIVEAU, code):
        raise TerritoireInconnu("Ces contours ne sont plus ceux du périmètre : rechargez la page.")
    return cache.communes(NIVEAU, code)
