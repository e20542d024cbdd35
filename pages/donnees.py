"""Données: what do we hold, is it good, what changed?"""

import streamlit as st

from ctg_data.ui import cache, components, donnees, donnees_paquet, state, textes

haut = st.container()
components.titre_page(textes.DONNEES_TITRE, textes.DONNEES_SOUS_TITRE)
donnees.depot()  # before anything is read: an import mends a publication that is damaged
donnees_paquet.recus()
vue = cache.donnees(state.rapports())
with haut:
    components.bandeau(vue.bandeau)
donnees.rapports(vue)
donnees.editions(vue)
donnees.gabarit()
