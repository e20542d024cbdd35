"""The shell of every page: navigation, territory search, error boundary."""

from pathlib import Path

import streamlit as st

from ctg_data.ui import coque, state, textes
from ctg_data.ui.components import PAGES

st.set_page_config(page_title=textes.TITRE, page_icon=str(Path(__file__).with_name("icone.svg")), layout="wide")
PARTAGEES = [
    st.Page(PAGES["accueil"], title="Accueil", default=True),
    st.Page(PAGES["portrait"], title="Portrait de territoire"),
    st.Page(PAGES["carte"], title="Carte"),
    st.Page(PAGES["tendances"], title="Tendances et veille"),
    st.Page(PAGES["perimetres"], title="Périmètres de CTG"),
    st.Page(PAGES["chemins"], title="Chemins de progrès"),
    st.Page(PAGES["suivi"], title="Suivi et évaluation"),
    st.Page(PAGES["gouvernance"], title="Gouvernance"),
    st.Page(PAGES["methode"], title="Méthode"),
]
page = st.navigation(
    {textes.ESPACE_PARTAGE: PARTAGEES, textes.ESPACE_CAF: [st.Page(PAGES["donnees"], title="Données")]},
    position="top",
)
coque.montre(page.url_path, page.run, projetable=page in PARTAGEES)
state.publie_adresse(page.url_path)
