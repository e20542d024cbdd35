"""What surrounds every page: style, search, the way to a room, error boundary."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import streamlit as st

from ctg_data import pipeline
from ctg_data.errors import CtgError, PublicationARefaire
from ctg_data.ui import balises, cache, components, composants, state, textes
from ctg_data.wording import gestes
from ctg_data.wording.typographie import soigne

_ICI = Path(__file__).resolve().parent
RESULTATS = 8


def montre(adresse: str, dessine: Callable[[], None], *, projetable: bool) -> None:
    """Draw the shell, then the page, inside the error boundary.

    ``projetable``: whether the page may be put before a room, as every shared page may; nothing is asked of the page itself.
    Only expected faults are caught: a bug stays a bug (logged by Streamlit, shown without its details).
    """
    st.html(_style())
    try:
        state.lit(adresse, cache.existe)
        _tete(projetable)
        dessine()
    except PublicationARefaire as erreur:
        _erreur(erreur)
        _republie()
    except CtgError as erreur:
        _erreur(erreur)


@lru_cache(maxsize=1)
def _style() -> str:
    feuilles = ((_ICI / nom).read_text(encoding="utf-8") for nom in ("style.css", "projection.css"))
    return f"<style>{''.join(feuilles)}{balises.marques()}</style>"


def _tete(projetable: bool) -> None:
    """Search, and the way to a room and back."""
    with st.container(horizontal=True, horizontal_alignment="distribute", key="tete"):
        recherche()
        if projetable:
            st.button(textes.PROJETER, key="projeter", help=textes.PROJETER_AIDE, on_click=state.projette, args=(True,))
    if projetable:
        _barre()
    else:
        state.change(mode="")


def _barre() -> None:
    """The foot of a projected page; its script listens to the keys of every page that has it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="projection"):
        composants.projection(state.selection().projete)
        st.button(textes.QUITTER, key="quitter", type="tertiary", on_click=state.projette, args=(False,))


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
