"""The drawings of a portrait, kept: those of its star, its evolution and its ages, its map, and the same as images for a room."""

import hashlib

import plotly.graph_objects as go
import streamlit as st

from ctg_data.charts import classement as classes
from ctg_data.charts import figures, theme
from ctg_data.charts import paquet as paquets
from ctg_data.charts.classement import Classement
from ctg_data.diagnostic import planche as planches
from ctg_data.exports import dessins, noms
from ctg_data.territoires import contours
from ctg_data.ui import cache, projection
from ctg_data.ui.cache import DESSINS, POINTS
from ctg_data.views.model import PortraitView
from ctg_data.wording import atlas as mots
from ctg_data.wording import fr


def figure(vue: PortraitView, nom: str, variante: str) -> go.Figure:
    """One figure of a portrait.  ``variante``: what it depends on besides the territory (face, indicator or nothing)."""
    return _figure(vue.empreinte, vue.entete.niveau, vue.entete.code, nom=nom, variante=variante, _vue=vue)


@st.cache_resource(max_entries=DESSINS, show_spinner=False)
def _figure(empreinte: str, niveau: str, code: str, *, nom: str, variante: str, _vue: PortraitView) -> go.Figure:
    """``_vue`` is out of the key: publication, territory, name and variant say which view it is."""
    return _DESSINS[nom](_vue, variante)


def carte_du_portrait(vue: PortraitView) -> tuple[Classement, dict[str, object]]:
    """The classes of the map of a portrait, and what its component draws: values of a few hundred areas at most, contours by address."""
    return _carte_du_portrait(vue.empreinte, vue.entete.niveau, vue.entete.code, figure=vue.figure, _vue=vue)


@st.cache_resource(max_entries=DESSINS, show_spinner=False)
def _carte_du_portrait(empreinte: str, niveau: str, code: str, *, figure: str, _vue: PortraitView) -> tuple[Classement, dict[str, object]]:
    """``_vue`` is out of the key, as for ``_figure``."""
    zone, maille, cadre = cache.zone_de(_vue), _vue.carte.niveau, _vue.carte.cadre
    planche = planches.de_carte(_vue.carte)
    classes_ = classes.classement(planche)
    autour = {
        "jeton": hashlib.sha256(repr((empreinte, niveau, code, figure)).encode()).hexdigest()[:16],
        "geo": cache.adresse_geometrie(maille, zone),
        "points": cache.adresse_geometrie(maille, zone + POINTS),
        "emprise": cache.emprise(maille, zone),
        "encarts": contours.encarts() if niveau == "france" else (),
        "encre": theme.ACCENT,
        "alt": cadre.alt,
        "titre": cadre.titre,
        "sous_titre": cadre.sous_titre,
        "source": f"{cadre.source}. {mots.CONTOURS}",
        "mention": fr.texte("demo") if cadre.demo else "",
        "fichier": noms.figure(_vue, "carte", "png"),
    }
    return classes_, paquets.objet(planche, classes_, autour)


def image(vue: PortraitView, nom: str, variante: str) -> str:
    """The same figure as the address of an image, for a room."""
    return _image(vue.empreinte, vue.entete.niveau, vue.entete.code, nom=nom, variante=variante, _vue=vue)


@st.cache_resource(max_entries=DESSINS, show_spinner=False)
def _image(empreinte: str, niveau: str, code: str, *, nom: str, variante: str, _vue: PortraitView) -> str:
    return projection.image(_IMAGES[nom](_vue, variante))


def _etoile(vue: PortraitView, face: str) -> go.Figure:
    return figures.figure_etoile(next(e.etoile for e in vue.etoiles if e.face == face and e.etoile))


_DESSINS = {
    "etoile": _etoile,
    "evolution": lambda vue, _: figures.evolution(vue.evolution),
    "epoque": lambda vue, _: figures.evolution(vue.evolution_epoque),
    "ages": lambda vue, _: figures.structure_age(vue.structure_age),
}


_IMAGES = {
    "etoile": lambda vue, face: dessins.etoile(next(e for e in vue.etoiles if e.face == face)),
    "carte": lambda vue, _: dessins.carte(vue, cache.settings().reference, a_cote=True),
    "evolution": lambda vue, _: dessins.evolution(vue),
    "ages": lambda vue, _: dessins.ages(vue),
}
