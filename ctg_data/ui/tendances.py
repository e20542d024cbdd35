"""Blocks of the trends page: small multiples of a theme, one figure large, the theme in words."""

import streamlit as st

from ctg_data.diagnostic.figures import Multiple
from ctg_data.ui import balises, cache, components, fichiers, state, textes
from ctg_data.views.tendances import TendancesView

TEINTES = {"▲": "ctg-favorable", "▼": "ctg-defavorable", "●": "ctg-indetermine"}


def entete(vue: TendancesView) -> None:
    gauche, droite = st.columns([3, 1], vertical_alignment="top")
    with gauche:
        components.titre_page(f"{textes.TENDANCES_TITRE} : {vue.entete.nom}", vue.entete.resume)
    with droite, st.container(horizontal=True, horizontal_alignment="right", key="gestes"):
        if st.button(textes.VERS_PORTRAIT, key="vers-portrait"):
            st.switch_page(components.PAGES["portrait"], query_params=state.selection().parametres())


def choix(vue: TendancesView) -> None:
    """The theme, bound to the address."""
    components.rangee("theme", textes.THEME, dict(vue.choix_themes), vue.theme)


def multiples(vue: TendancesView) -> None:
    """Every figure of the theme, each on its own scale."""
    components.titre(textes.TENDANCES_DU_THEME)
    st.html("".join(balises.paragraphe(p, "ctg-sourdine") for p in vue.precisions))
    if vue.cadre.message:
        components.vide(vue.cadre.message)
    else:
        images = cache.multiples(vue)
        st.html(balises.balise("div", *(_multiple(m, images.get(m.id, "")) for m in vue.multiples), classe="ctg-multiples"))
    if vue.sans_serie:
        st.html(balises.paragraphe(textes.TENDANCES_SANS_SERIE.format(liste=" · ".join(vue.sans_serie)), "ctg-sourdine"))


def _multiple(m: Multiple, image: str) -> str:
    titre = balises.balise("h3", balises.escape(m.cadre.titre), classe="ctg-multiple-titre")
    sous_titre = balises.balise("span", balises.escape(m.cadre.sous_titre), classe="ctg-note")
    if not image:
        corps = balises.paragraphe(m.cadre.message, "ctg-note")
    else:
        signe = balises.balise("span", balises.escape(f"{m.signe} "), classe=TEINTES.get(m.signe, "")) if m.signe else ""
        phrase = balises.balise("p", signe, balises.escape(m.phrase), classe="ctg-multiple-phrase")
        corps = f'<img src="{image}" alt="{balises.escape(m.cadre.alt)}">{phrase}'
    return balises.balise("div", titre, sous_titre, corps, classe="ctg-multiple")


def figure(vue: TendancesView) -> None:
    """One figure large, with its table, its file, and what must be known of it."""
    if not vue.choix_figures:
        return
    components.titre(textes.TENDANCES_FIGURE)
    components.choix_figure(vue.choix_figures, vue.figure, titre=textes.TENDANCES_FIGURE, visible=False)
    m = vue.choisie
    dessin = {"dessin": lambda: cache.figure_tendance(vue), "fichier": fichiers.de_la_tendance(vue)}
    components.figure("tendance", m.cadre, m.tableau, **dessin)
    if not m.cadre.message:
        st.html(balises.liste(vue.details))


def tableau(vue: TendancesView) -> None:
    """The theme in words, to read or to take away."""
    if not vue.cadre.message:
        components.titre(textes.TENDANCES_EN_MOTS)
        components.tableau_et_fichier("theme", vue.tableau, fichier=fichiers.des_tendances(vue))
