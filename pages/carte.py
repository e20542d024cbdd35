"""Carte: where?"""

import streamlit as st

from ctg_data.ui import cache_carte, carte, components, state, textes

choix = state.defaut("france", "FR")
if state.adresse_inconnue():
    components.vide(textes.PORTRAIT_INCONNU)
vue = cache_carte.atlas(carte.demande(choix))
carte.corrige(vue)

haut = st.container()
gauche, droite = st.columns([2, 1], gap="large")
with gauche:
    carte.dessin(vue)  # sent first: the browser draws it while the rest comes
with haut:
    components.bandeau(vue.bandeau)
    carte.entete(vue)
    carte.choix(vue)
with droite:
    carte.couches(vue)
    carte.legende(vue)
    carte.fiche(vue)

carte.tableau(vue)
