"""A portrait as it was on a past day: choosing the day, what to know of it, and why it cannot be shown when it cannot."""

import streamlit as st

from ctg_data import pipeline
from ctg_data.ui import balises, cache, cache_portrait, components, state, textes
from ctg_data.ui.selection import Selection
from ctg_data.views.model import PortraitView
from ctg_data.views.passe import SECRET, court

DITS = 8
"""Days of which the change is written under the choice."""


def portrait(choix: Selection) -> PortraitView | None:
    """Today's portrait, or that of the day chosen; None where there is none, once the page has said why and what can be done."""
    if not choix.jour or choix.jour >= cache_portrait.aujourdhui():
        return cache.portrait(choix)
    lue = cache_portrait.journee(choix.jour)
    if lue is None:
        return _absent(textes.PASSE_INCONNU, choix)
    if not lue.lue:
        _refait(choix)
        return None
    return cache_portrait.passe(choix, lue) or _absent(textes.PASSE_PERIMETRE, choix)


def choix(vue: PortraitView) -> None:
    """The days that can be reopened, folded; before a first day is over, when there will be one."""
    with st.popover(textes.PASSE, width="content"):
        if cache_portrait.jours():
            _jours(vue.au)
        else:
            st.html(balises.paragraphe(textes.PASSE_AUCUN, "ctg-texte"))


def _jours(choisi: str) -> None:
    """A day to choose, latest first; what changed on the latest ones."""
    jours = cache_portrait.jours()
    libelles = {j.jour: j.libelle if j.lisible else textes.PASSE_A_REFAIRE.format(libelle=j.libelle) for j in jours}
    st.selectbox(
        textes.PASSE_CHOIX,
        list(libelles),
        index=None,
        key=state.lie("jour", choisi if choisi in libelles else None),
        format_func=libelles.__getitem__,
        placeholder=textes.PASSE_EXEMPLE,
        on_change=state.retient,
        args=("jour",),
    )
    st.html(balises.liste(textes.PASSE_CHANGE.format(jour=j.libelle, change=j.change) for j in jours[:DITS]))


def bandeau(vue: PortraitView) -> None:
    """That it is not today, and what two dates side by side may tell: on paper and in a room too; the rest folded; the way back.

    Of a day asked for that is none of the past, that this is today.
    """
    if not vue.moment:
        _aujourdhui()
        return
    components.bandeau(vue.moment[0])
    details = [phrase for phrase in vue.moment[1:] if phrase != SECRET]
    if SECRET in vue.moment:
        st.html(balises.paragraphe(SECRET, "ctg-sourdine"))
    with st.container(horizontal=True, vertical_alignment="center", key="passe"):
        _retour()
        if details:
            with st.popover(textes.PASSE_DETAIL, type="tertiary"):
                st.html(balises.liste(details))


def _aujourdhui() -> None:
    """Why the day of the address is not the one shown, and what can be done; nothing where none was asked for."""
    jour = state.selection().jour
    suite = textes.PASSE_SUITE if cache_portrait.jours() else textes.PASSE_SUITE_AUCUN
    if jour:
        components.bandeau(textes.PASSE_PAS_FINI.format(jour=court(jour), suite=suite))
    elif state.jour_illisible():
        components.bandeau(textes.PASSE_ILLISIBLE.format(suite=suite))


def _retour() -> None:
    st.button(textes.PASSE_RETOUR, key="retour-aujourdhui", on_click=state.change, kwargs={"jour": ""})


def _absent(texte: str, choix_: Selection) -> None:
    components.titre_page(cache.nom(*choix_.territoire), "")
    components.vide(texte.format(jour=court(choix_.jour)))
    _retour()
    if cache_portrait.jours():
        _jours(choix_.jour)


def _refait(choix_: Selection) -> None:
    """Offer to compute that day again, with its progress."""
    _absent(textes.PASSE_REFAIRE, choix_)
    if st.button(textes.PASSE_RECALCULER, type="primary"):
        pipeline.reconstitue(cache.auteur(), choix_.jour, components.progres(st.progress(0.0, textes.CALCUL_EN_COURS)))
        st.rerun()
