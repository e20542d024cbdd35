"""The drawings of a portrait, kept, and portraits of the past, in caches of their own: nothing of one day is served for another."""

import hashlib
from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import streamlit as st

from ctg_data.charts import classement as classes
from ctg_data.charts import figures, symboles, theme
from ctg_data.charts import paquet as paquets
from ctg_data.charts.classement import Classement
from ctg_data.diagnostic import planche as planches
from ctg_data.exports import dessins, noms
from ctg_data.store.corpus import Corpus
from ctg_data.store.edition import maintenant
from ctg_data.store.publications import Journee, Publications
from ctg_data.territoires import contours
from ctg_data.ui import cache, cache_carte, projection
from ctg_data.ui.cache import DESSINS
from ctg_data.ui.cache_carte import POINTS
from ctg_data.ui.selection import Selection
from ctg_data.views import passe as vues_passe
from ctg_data.views import portrait as vues_portrait
from ctg_data.views import saisies as vues_saisies
from ctg_data.views.model import PortraitView
from ctg_data.views.passe import Jour
from ctg_data.wording import atlas as mots
from ctg_data.wording import fr

PASSES, CORPUS_PASSES = 64, 4
AUJOURDHUI = slice(len("2026-01-01"))
"""The day (UTC) at the beginning of an instant."""


def aujourdhui() -> str:
    """ISO day, in UTC as the instants of the store."""
    return maintenant()[AUJOURDHUI]


def jours() -> tuple[Jour, ...]:
    """The past days that can be reopened, latest first."""
    return _jours(cache.marques()[0], aujourdhui())


@st.cache_resource(max_entries=2, show_spinner=False)
def _jours(marque_magasin: str, jour: str) -> tuple[Jour, ...]:
    fichiers = {e["id"]: e["fichier"] for e in cache.corpus().editions.to_dict("records")}
    return vues_passe.jours(Publications(cache.settings()).journees(), fichiers, jour)


def journee(jour: str) -> Journee | None:
    """What was published at the end of a day, None before the first publication."""
    return Publications(cache.settings()).journee(jour)


def passe(choix: Selection, lue: Journee) -> PortraitView | None:
    """The portrait of a past day that can be read; None for a perimeter whose values of that day are not known."""
    lu = _corpus_au(*cache.marques(), choix.jour, lue.lue)
    actuel = cache.corpus()
    if not vues_passe.connait(choix.niveau, lu, actuel):
        return None
    vue = _passe(lu.empreinte, choix.jour, choix.niveau, choix.code, theme=choix.theme, figure=choix.figure, _lu=lu)
    dit = vues_passe.moment(choix.jour, lue, actuel)
    ecrits = cache.ecrits(choix.niveau, choix.code)
    vue = vues_saisies.avec_saisies(vues_passe.tel_qu_au(vue, choix.jour, dit), ecrits)
    return replace(vue, face=choix.face) if choix.face else vue


@st.cache_resource(max_entries=CORPUS_PASSES, show_spinner="Lecture des données de ce jour…")
def _corpus_au(marque_magasin: str, marque_demo: str, jour: str, lue: str) -> Corpus:
    return Corpus(cache.settings(), jour=jour)


@st.cache_resource(max_entries=PASSES, show_spinner="Calcul du portrait de ce jour…")
def _passe(empreinte: str, jour: str, niveau: str, code: str, *, theme: str, figure: str, _lu: Corpus) -> PortraitView:
    """``_lu`` is the corpus of that ``empreinte`` and day.  A portrait of the past is as old as its day."""
    choix = {"theme": theme or None, "figure": figure or None, "jour": date.fromisoformat(jour)}
    return vues_portrait.portrait(_lu, cache.ref(), niveau=niveau, code=code, **choix)


def figure(vue: PortraitView, nom: str, variante: str) -> go.Figure:
    """One figure of a portrait.  ``variante``: what it depends on besides the territory (face, indicator or nothing)."""
    return _figure(vue.empreinte, vue.entete.niveau, vue.entete.code, nom=nom, variante=variante, _vue=vue)


@st.cache_resource(max_entries=DESSINS, show_spinner=False)
def _figure(empreinte: str, niveau: str, code: str, *, nom: str, variante: str, _vue: PortraitView) -> go.Figure:
    """``_vue`` is out of the key: publication, territory, name and variant say which view it is."""
    return _DESSINS[nom](_vue, variante)


def carte_du_portrait(vue: PortraitView) -> tuple[Classement, dict[str, object]]:
    """The classes of the map of a portrait, and what its component draws: values of a few hundred areas at most, contours by address."""
    return _carte_du_portrait(vue.empreinte, vue.entete.niveau, vue.entete.code, figure=vue.figure, version=vue.version, _vue=vue)


@st.cache_resource(max_entries=DESSINS, show_spinner=False)
def _carte_du_portrait(
    empreinte: str, niveau: str, code: str, *, figure: str, version: str, _vue: PortraitView
) -> tuple[Classement, dict[str, object]]:
    """``_vue`` is out of the key, as for ``_figure``; ``version`` says the day of a portrait of the past."""
    zone, maille, cadre = cache_carte.zone_de(_vue), _vue.carte.niveau, _vue.carte.cadre
    planche = planches.de_carte(_vue.carte)
    classes_ = classes.classement(planche)
    autour = {
        "jeton": hashlib.sha256(repr((empreinte, niveau, code, figure)).encode()).hexdigest()[:16],
        "geo": cache_carte.adresse_geometrie(maille, zone),
        "points": cache_carte.adresse_geometrie(maille, zone + POINTS),
        "emprise": cache_carte.emprise(maille, zone),
        "encarts": contours.encarts() if niveau == "france" else (),
        "encre": theme.ACCENT,
        "alt": cadre.alt,
        "titre": cadre.titre,
        "sous_titre": cadre.sous_titre,
        "source": f"{cadre.source}. {mots.CONTOURS}",
        "mention": " · ".join(filter(None, (fr.texte("demo") if cadre.demo else "", version if _vue.au else ""))),
        "fichier": noms.figure(_vue, "carte", "png"),
        **symboles.objet(dessins.marques(_vue)),
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
