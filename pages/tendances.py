"""Tendances et veille: what moves, and is it more than noise?"""

import streamlit as st

from ctg_data.ui import cache, components, reglages, state, tendances, textes, veille

selection = state.selection()
if selection.vide:
    components.titre_page(textes.TENDANCES_TITRE, textes.TENDANCES_VIDE)
    if state.adresse_inconnue():
        components.vide(textes.PORTRAIT_INCONNU)
    veille.suivis(cache.veilles())
else:
    vue = cache.tendances(selection)
    state.corrige(theme=vue.theme, figure=vue.figure)
    components.bandeau(vue.bandeau)
    tendances.entete(vue)
    tendances.choix(vue)
    gauche, droite = st.columns([13, 8], gap="large")
    with gauche:
        tendances.multiples(vue)
        tendances.figure(vue)
        tendances.tableau(vue)
    with droite:
        veille.liste(cache.veille(*selection.territoire))
    reglages.regles()
