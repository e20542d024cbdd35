"""What surrounds every page: style, search, error boundary."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from ctg_data.errors import CtgError
from ctg_data.ui import cache, components, state, textes
from ctg_data.ui.markdown import echappe

_ICI = Path(__file__).resolve().parent
RESULTATS = 8


@contextmanager
def page(adresse: str) -> Iterator[None]:
    """Draw the shell, then run the page inside the error boundary.

    Only expected faults are caught: a bug stays a bug (logged by Streamlit, shown without its details).
    """
    st.html(_ICI / "style.css")
    try:
        state.lit(adresse, cache.existe)
        recherche()
        yield
    except CtgError as erreur:
        st.error(str(erreur), title=textes.ERREUR_TITRE)


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
        st.caption(echappe(textes.RECHERCHE_RIEN.format(texte=texte)))
    for territoire in trouves:
        components.lien_territoire(territoire.niveau, territoire.code, libelle=territoire.libelle, lieu="recherche")
