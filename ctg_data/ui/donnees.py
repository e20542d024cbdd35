"""The data page: its parts, one at a time."""

from collections.abc import Callable, Mapping

import streamlit as st

from ctg_data.ui import cache, donnees_fichiers, donnees_sources, donnees_versions, state, textes
from ctg_data.views.donnees import DonneesView


def page() -> str:
    """The part chosen; gives the banner, known once its gestures are done."""
    ici = _rubrique()
    if ici == "fichiers":
        donnees_fichiers.depot()  # before anything is read: an import mends a publication that is damaged
    vue = cache.donnees(state.rapports())
    _PARTIES[ici](vue)
    return vue.bandeau


def _rubrique() -> str:
    """The part of the page, kept in the address."""
    choisie = state.selection().rubrique
    ici = choisie if choisie in textes.RUBRIQUES else next(iter(textes.RUBRIQUES))
    st.segmented_control(
        textes.RUBRIQUE,
        list(textes.RUBRIQUES),
        key=state.lie("rubrique", ici),
        format_func=textes.RUBRIQUES.__getitem__,
        on_change=state.retient,
        args=("rubrique",),
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    return ici


def fichiers(vue: DonneesView) -> None:
    """What became of the files dropped, then the templates to fill."""
    donnees_fichiers.rapports(vue)
    donnees_fichiers.invite(vue)
    donnees_fichiers.gabarit()


_PARTIES: Mapping[str, Callable[[DonneesView], None]] = {
    "fichiers": fichiers,
    "sources": donnees_sources.sources,
    "versions": donnees_versions.editions,
}
