"""Portrait de territoire: what stands out here, needs and strengths?"""

import streamlit as st

from ctg_data.ui import accueil, cache, components, passe, portrait, state, textes
from ctg_data.views.model import PortraitView


def bureau(vue: PortraitView) -> None:
    """The whole portrait, in reading order."""
    portrait.entete(vue)
    gauche, droite = st.columns([11, 10], gap="large")
    with gauche:
        portrait.etoile(vue)
    with droite:
        portrait.saillants(vue)

    portrait.chiffres(vue)
    portrait.choix_figure(vue)

    gauche, droite = st.columns(2, gap="large")
    with gauche:
        portrait.carte(vue)
    with droite:
        portrait.evolution(vue)

    portrait.offre(vue)

    gauche, droite = st.columns(2, gap="large")
    with gauche:
        portrait.ages(vue)
    with droite:
        portrait.sources(vue)


selection = state.selection()
if selection.vide:
    components.titre_page(textes.PORTRAIT_TITRE, textes.PORTRAIT_VIDE)
    if state.adresse_inconnue():
        components.vide(textes.PORTRAIT_INCONNU)
    accueil.territoires(cache.accueil(state.recents()))
elif vue := passe.portrait(selection):
    state.corrige(theme=vue.theme, figure=vue.figure)
    passe.bandeau(vue)
    components.bandeau(vue.bandeau)
    (portrait.projete if selection.projete else bureau)(vue)
