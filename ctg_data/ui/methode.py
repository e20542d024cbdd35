"""Blocks of the method page, generated from the catalogue."""

import streamlit as st

from ctg_data.ui import balises, components, textes
from ctg_data.views.methode import Fiche, MethodeView, ThemeMethode


def generalites(vue: MethodeView) -> None:
    """How to read: the star, statuses, secrecy, verdicts; then the glossary."""
    for titre, paragraphes in vue.generalites:
        components.titre(titre)
        st.html("".join(balises.paragraphe(p, "ctg-texte") for p in paragraphes))


def glossaire(vue: MethodeView) -> None:
    if vue.glossaire:
        components.titre(textes.GLOSSAIRE)
        termes = (balises.balise("dt", balises.escape(t)) + balises.balise("dd", balises.escape(sens)) for t, sens in vue.glossaire)
        st.html(balises.balise("dl", *termes, classe="ctg-definitions"))


def indicateurs(vue: MethodeView) -> None:
    """The records of the chosen theme, one folded block an indicator."""
    components.titre(textes.INDICATEURS.format(nombre=vue.nombre))
    themes = {t.id: t for t in vue.themes}
    choisi = st.segmented_control(
        textes.THEME,
        themes,
        format_func=lambda identifiant: themes[identifiant].libelle,
        key="theme_methode",
        default=next(iter(themes), None),
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    if choisi:
        _theme(themes[choisi])


def _theme(theme: ThemeMethode) -> None:
    for fiche in theme.fiches:
        with st.expander(components.echappe(fiche.libelle), key=f"fiche-{fiche.id}"):
            st.html(_fiche(fiche))


def _fiche(fiche: Fiche) -> str:
    champs = (balises.balise("dt", balises.escape(nom)) + balises.balise("dd", balises.escape(texte)) for nom, texte in fiche.champs)
    return balises.paragraphe(fiche.definition, "ctg-texte") + balises.balise("dl", *champs, classe="ctg-definitions")
