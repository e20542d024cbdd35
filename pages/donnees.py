"""Données: what do we hold, is it good, what changed?"""

import streamlit as st

from ctg_data.ui import components, donnees, textes

haut = st.container()
components.titre_page(textes.DONNEES_TITRE, textes.DONNEES_SOUS_TITRE)
bandeau = donnees.page()
with haut:
    components.bandeau(bandeau)
