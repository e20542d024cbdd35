"""What surrounds every page: style, search, error boundary."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import streamlit as st

from ctg_data import pipeline
from ctg_data.errors import CtgError, PublicationARefaire
from ctg_data.ui import balises, cache, components, state, textes
from ctg_data.wording import gestes
from ctg_data.wording.typographie import soigne

_ICI = Path(__file__).resolve().parent
RESULTATS = 8


def montre(adresse: str, dessine: Callable[[], None]) -> None:
    """Draw the shell, then the page, inside the error boundary.

    Only expected faults are caught: a bug stays a bug (logged by Streamlit, shown without its details).
    """
    st.html(_style())
    try:
        state.lit(adresse, cache.existe)
        recherche()
        dessine()
    except PublicationARefaire as erreur:
        _erreur(erreur)
        _republie()
    except CtgError as erreur:
        _erreur(erreur)


@lru_cache(maxsize=1)
def _style() -> str:
    return f"<style>{(_ICI / 'style.css').read_text(encoding='utf-8')}{balises.marques()}</style>"


def _erreur(erreur: CtgError) -> None:
    st.error(components.echappe(soigne(gestes.page(erreur.code, str(erreur)))), title=textes.ERREUR_TITRE)


def _republie() -> None:
    """One gesture computes again what is published, then draws the page."""
    st.html(balises.paragraphe(textes.REPUBLIER_AIDE, "ctg-texte"))
    if not st.button(textes.REPUBLIER, type="primary"):
        return
    barre = st.progress(0.0, textes.CALCUL_EN_COURS)
    try:
        pipeline.publie(cache.settings(), lambda etape, part: barre.progress(min(1.0, part), components.echappe(etape)))
    except CtgError as erreur:
        _erreur(erreur)
        return
    cache.lit_ensembles()
    st.rerun()


def panne(_: Exception) -> bool:
    """A bug, already logged by Streamlit: said in French, without its details."""
    st.error(textes.PANNE, title=textes.ERREUR_TITRE)
    return True


@st.fragment
def recherche() -> None:
    """Territory search; a fragment: typing redraws the answers, not the page."""
    with st.container(key="recherche", gap="xsmall"):
        texte = st.text_input(
            textes.RECHERCHE,
            key=state.RECHERCHE,
            type="search",
            live=True,
            placeholder=textes.RECHERCHE_AIDE,
            label_visibility="collapsed",
            width=480,
        )
        if len(texte.strip()) > 1:
            _resultats(texte.strip())


def _resultats(texte: str) -> None:
    trouves = cache.cherche(texte, RESULTATS)
    if not trouves:
        st.html(balises.paragraphe(textes.RECHERCHE_RIEN.format(texte=texte), "ctg-sourdine"))
        return
    with st.container(key="resultats", gap=None):
        for territoire in trouves:
            components.lien_territoire(territoire.niveau, territoire.code, libelle=cache.libelle(territoire), lieu="recherche")
