"""Accueil: what is followed, how old it is, what needs someone."""

import streamlit as st

from ctg_data.ui import accueil, cache, cache_conventions, components, state, textes, veille

vue = cache.accueil(state.recents())
components.bandeau(vue.bandeau)
components.titre_page(textes.TITRE, textes.SOUS_TITRE)
veille.suivis(cache.veilles())
accueil.alertes(vue)

gauche, droite = st.columns([9, 12], gap="large")
with gauche:
    accueil.territoires(vue)
    accueil.ctg(cache_conventions.liste())
with droite:
    accueil.chargees(vue)

accueil.profils(vue)
