"""Blocks of the portrait page: each draws one part of a ``PortraitView``; none computes."""

import streamlit as st

from ctg_data.diagnostic.figures import Cadre, Tableau
from ctg_data.ui import cache, components, fichiers, html, state, textes
from ctg_data.ui.markdown import echappe
from ctg_data.views.model import PortraitView, Saillant
from ctg_data.wording import fr


def entete(vue: PortraitView) -> None:
    """Who, how many, how fresh; parents one click away; exports on the right."""
    gauche, droite = st.columns([5, 1], vertical_alignment="bottom")
    with gauche:
        titre = html.balise("h1", html.escape(vue.entete.nom)) + html.paragraphe(vue.entete.resume)
        st.html(html.balise("div", titre, html.paragraphe(vue.fraicheur.texte, "ctg-sourdine"), classe="ctg-territoire"))
        _parents(vue)
    with droite:
        _exports(vue)


def _parents(vue: PortraitView) -> None:
    if not vue.entete.parents:
        return
    with st.container(horizontal=True, gap="small", key="parents"):
        for niveau, code, nom in vue.entete.parents:
            components.lien_territoire(niveau, code, libelle=nom, lieu="parent")


def _exports(vue: PortraitView) -> None:
    with st.popover(textes.EXPORTER, width="stretch"):
        for libelle, fichier in fichiers.du_portrait(vue):
            components.telecharge(f"export-{fichier.mime}", fichier, libelle)


def etoile(vue: PortraitView) -> None:
    """The star of the chosen face, its sentences under it."""
    st.segmented_control(
        textes.FACE,
        fr.FACES,
        key=state.lie("face", vue.face),
        format_func=fr.FACES.__getitem__,
        on_change=state.retient,
        args=("face",),
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    choisie = vue.etoile
    _figure(vue, "etoile", choisie.cadre, choisie.tableau, variante=vue.face)
    if choisie.etoile is not None:
        st.html(html.paragraphe(choisie.sens_lecture, "ctg-sourdine") + html.liste(choisie.phrases))


def saillants(vue: PortraitView) -> None:
    """Needs and strengths, side by side; a sentence opens its figure."""
    components.titre(textes.SAILLANTS)
    colonnes = st.columns(2)
    cotes = (
        (textes.BESOINS, vue.saillants.besoins, vue.saillants.message_besoins),
        (textes.FORCES, vue.saillants.forces, vue.saillants.message_forces),
    )
    for colonne, (nom, faits, message) in zip(colonnes, cotes, strict=True):
        with colonne:
            components.titre(nom, 3)
            if message:
                st.html(html.paragraphe(message, "ctg-sourdine"))
            for fait in faits:
                _saillant(fait)


def _saillant(fait: Saillant) -> None:
    st.button(
        echappe(f"{fait.signe} {fait.phrase}".strip()),
        key=f"saillant-{fait.cote}-{fait.indicateur}",
        type="tertiary",
        help=textes.OUVRE_FIGURE.format(theme=fait.theme_libelle),
        on_click=state.change,
        kwargs={"theme": fait.theme, "figure": fait.indicateur},
        wrap=True,
    )


def chiffres(vue: PortraitView) -> None:
    """Key figures of the chosen theme, in aligned rows."""
    components.titre(textes.CHIFFRES)
    libelles = dict(vue.choix_themes)
    st.segmented_control(
        textes.THEME,
        libelles,
        key=state.lie("theme", vue.theme),
        format_func=libelles.__getitem__,
        on_change=state.retient_theme,
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    theme = vue.theme_choisi
    if any(c.disponible for c in theme.chiffres):
        st.html(html.chiffres(theme))
    else:
        components.vide(textes.THEME_VIDE)
    if theme.manquants:
        st.html(html.paragraphe(textes.MANQUANTS.format(liste=" · ".join(theme.manquants)), "ctg-sourdine"))


def choix_figure(vue: PortraitView) -> None:
    """Which figure the map and the evolution show, and its sentence."""
    libelles = dict(vue.choix_figures)
    if not libelles:
        return
    st.selectbox(
        textes.FIGURE,
        list(libelles),
        key=state.lie("figure", vue.figure),
        format_func=libelles.__getitem__,
        on_change=state.retient,
        args=("figure",),
        width=560,
    )
    phrase = next((c.phrase for t in vue.themes for c in t.chiffres if c.id == vue.figure), "")
    st.html(html.paragraphe(phrase, "ctg-phrase"))


def carte(vue: PortraitView) -> None:
    _figure(vue, "carte", vue.carte.cadre, vue.carte.tableau, variante=vue.figure)


def evolution(vue: PortraitView) -> None:
    _figure(vue, "evolution", vue.evolution.cadre, vue.evolution.tableau, variante=vue.figure)


def ages(vue: PortraitView) -> None:
    _figure(vue, "ages", vue.structure_age.cadre, vue.structure_age.tableau, variante="")


def _figure(vue: PortraitView, nom: str, cadre: Cadre, tableau: Tableau, *, variante: str) -> None:
    fichier = fichiers.du_tableau(vue, nom, tableau)
    components.figure(nom, cadre, tableau, dessin=lambda: cache.figure(vue, nom, variante), fichier=fichier)


def sources(vue: PortraitView) -> None:
    """Sources, their age, what is missing, how to read."""
    components.titre(textes.SOURCES)
    st.html(html.sources(vue.fraicheur))
    if vue.manque:
        st.html(html.balise("h3", textes.MANQUE, classe="ctg-question") + html.liste(vue.manque))
    if vue.methode or vue.denominateurs:
        with st.expander(textes.METHODE):
            st.html(html.liste((*vue.methode, *vue.denominateurs)))
