"""Blocks of the method page, generated from the catalogue."""

from collections.abc import Mapping

import streamlit as st

from ctg_data.errors import CtgError
from ctg_data.ui import balises, cache, components, fichiers, state, textes
from ctg_data.views.accueil import SUIVIS
from ctg_data.views.changement import ChangementView
from ctg_data.views.methode import Fiche, MethodeView, ThemeMethode
from ctg_data.wording import gestes
from ctg_data.wording.typographie import soigne


def generalites(vue: MethodeView) -> None:
    """How to read: the star, statuses, secrecy, verdicts; then the glossary."""
    for titre, paragraphes in vue.generalites:
        components.titre(titre)
        st.html("".join(balises.paragraphe(p, "ctg-texte") for p in paragraphes))


def changement(vue: MethodeView) -> None:
    """The smallest visible change: a territory, a figure, a year; then what certainty allows to say."""
    components.titre(textes.CHANGEMENT)
    st.html(balises.paragraphe(textes.CHANGEMENT_CHAPEAU, "ctg-texte"))
    try:
        _calcul(_territoires())
    except CtgError as erreur:  # a store that cannot be read must not take the rest of the method away
        components.vide(soigne(gestes.page(erreur.code, str(erreur))))
    for titre, paragraphes in vue.certitude:
        with st.expander(components.echappe(titre), key=f"certitude-{titre}"):
            st.html("".join(balises.paragraphe(p, "ctg-texte") for p in paragraphes))


def _territoires() -> dict[tuple[str, str], str]:
    """The one chosen, then those followed (or proposed) and lately opened, then every other one but the communes."""
    choisi = [] if state.selection().vide else [state.selection().territoire]
    connus = dict.fromkeys((*choisi, *(cache.suivis() or SUIVIS), *state.recents()))
    premiers = {t: cache.libelle(cache.ref().territoire(*t)) for t in connus if cache.existe(*t)}
    return premiers | {t: libelle for t, libelle in cache.lieux().items() if t not in premiers}


def _calcul(territoires: dict[tuple[str, str], str]) -> None:
    choix = state.selection()
    ici = next(iter(territoires)) if choix.vide else choix.territoire
    vue = cache.changement(*ici, figure=choix.figure, horizon=choix.horizon)
    components.bandeau(vue.bandeau)
    with st.container(horizontal=True, key="choix-changement", vertical_alignment="bottom"):
        _liste("lieu", textes.CHANGEMENT_TERRITOIRE, territoires, ici, ici=ici, largeur=400)
        _liste("figure", textes.CHANGEMENT_FIGURE, dict(vue.choix_figures), vue.figure, ici=ici, largeur=460)
        horizons = {str(annee): str(annee) for annee in vue.choix_horizons}
        _liste("horizon", textes.CHANGEMENT_HORIZON, horizons, str(vue.horizon), ici=ici, largeur=110)
    st.html(balises.paragraphe(textes.CHANGEMENT_COMMUNE, "ctg-sourdine"))
    _trouve(vue)


def _liste(nom: str, libelle: str, choix: Mapping, valeur: object, *, ici: tuple[str, str], largeur: int) -> None:
    """A list bound to the choice; choosing keeps the territory shown unasked, so that the address says it all."""
    if not choix:
        return
    st.selectbox(
        libelle,
        list(choix),
        key=state.lie(nom, valeur),
        format_func=choix.__getitem__,
        on_change=state.retient_changement,
        args=(nom, ici),
        width=largeur,
    )


def _trouve(vue: ChangementView) -> None:
    """The sentence first, then the figure, then what goes with it."""
    if vue.phrase:
        st.html(balises.paragraphe(vue.phrase, "ctg-phrase") + balises.liste(vue.precisions, "ctg-liste ctg-precisions"))
    components.figure(
        "changement",
        vue.seuils.cadre,
        vue.seuils.tableau,
        dessin=lambda: cache.dessin_changement(vue),
        fichier=fichiers.du_changement(vue),
    )


def glossaire(vue: MethodeView) -> None:
    if vue.glossaire:
        components.titre(textes.GLOSSAIRE)
        termes = (balises.balise("dt", balises.escape(t)) + balises.balise("dd", balises.escape(sens)) for t, sens in vue.glossaire)
        st.html(balises.balise("dl", *termes, classe="ctg-definitions"))


def indicateurs(vue: MethodeView) -> None:
    """The records of the chosen theme, one folded block an indicator."""
    components.titre(textes.INDICATEURS.format(nombre=vue.nombre, absents=vue.absents))
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
        titre = f"{fiche.libelle} ({fiche.mention})" if fiche.mention else fiche.libelle
        with st.expander(components.echappe(titre), key=f"fiche-{fiche.id}"):
            st.html(_fiche(fiche))


def _fiche(fiche: Fiche) -> str:
    champs = (balises.balise("dt", balises.escape(nom)) + balises.balise("dd", balises.escape(texte)) for nom, texte in fiche.champs)
    return balises.paragraphe(fiche.definition, "ctg-texte") + balises.balise("dl", *champs, classe="ctg-definitions")
