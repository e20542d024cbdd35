"""The data page, versions: editions held, the gestures on one and what it changed, what the data cover."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

import streamlit as st

from ctg_data import pipeline
from ctg_data.diagnostic.figures import Tableau
from ctg_data.pipeline import Retrait
from ctg_data.store.inscriptions import RAISON_MAX
from ctg_data.ui import balises, cache, components, state, textes
from ctg_data.views.donnees import DonneesView
from ctg_data.views.editions import Version, recit

GESTES: Mapping[str, tuple[Callable[..., Retrait], str]] = MappingProxyType(
    {
        "retire": (pipeline.retire, "retirée"),
        "retablit": (pipeline.retablit, "rétablie"),
        "epingle": (pipeline.epingle, "épinglée"),
        "libere": (pipeline.libere, "plus épinglée"),
    }
)
"""Gesture -> what does it, and how it is told."""


def editions(vue: DonneesView) -> None:
    _bloc(textes.EDITIONS, vue.editions, vide=textes.VERSIONS_VIDE)
    _une({version.id: version for version in vue.versions})
    _bloc(textes.COUVERTURE, vue.couverture, vide="")


def _une(versions: dict[str, Version]) -> None:
    """Choose an edition: how it stands, the gestures on it, what it changed."""
    if not versions:
        return
    components.titre(textes.RETRAIT)
    st.html(balises.paragraphe(textes.RETRAIT_AIDE, "ctg-sourdine"))
    if phrase := state.recit():
        st.success(components.echappe(phrase))
    libelles = {v.id: v.libelle for v in versions.values()}
    # Another key after an import: what was just imported is the one to undo.
    choisie = st.selectbox(textes.VERSION, list(versions), format_func=libelles.__getitem__, key=f"version-{len(versions)}", width=640)
    version = versions[choisie]
    st.html(balises.paragraphe(textes.ETAT_VERSION.format(etat=version.etat), "ctg-texte"))
    _gestes(version)
    _histoire(version)
    _change(version)


def _gestes(version: Version) -> None:
    """A withdrawn edition can only be restored; a pinned one, released or withdrawn."""
    geste, edition = state.geste_demande()
    if version.retiree:
        _immediat(version, "retablit", textes.RETABLIR, version.consequence)
        return
    if edition == version.id and geste:
        _confirme(version, geste)
        return
    if version.epinglee:
        st.html(balises.paragraphe(version.suite, "ctg-texte"))
    with st.container(horizontal=True, key="gestes-version"):
        libere = version.epinglee and st.button(textes.LIBERER)
        if not version.epinglee:
            st.button(textes.EPINGLER, on_click=state.demande_geste, args=("epingle", version.id))
        st.button(textes.RETIRER, on_click=state.demande_geste, args=("retire", version.id))
    if libere:
        _fait(version, "libere")


def _immediat(version: Version, geste: str, libelle: str, consequence: str) -> None:
    st.html(balises.paragraphe(consequence, "ctg-texte"))
    if st.button(libelle):
        _fait(version, geste)


def _confirme(version: Version, geste: str) -> None:
    """What will be shown instead, and why, before the gesture."""
    components.bandeau(version.consequence if geste == "retire" else version.suite)
    with st.form(f"raison-{geste}-{version.id}", border=False, enter_to_submit=True):
        exemple = textes.RAISON_EXEMPLES[geste]
        raison = st.text_input(textes.RAISON, max_chars=RAISON_MAX, placeholder=exemple, width=640)
        confirme = st.form_submit_button(textes.CONFIRMER[geste], type="primary")
    st.button(textes.ANNULER, on_click=state.demande_geste, args=("", ""))
    if confirme and not raison.strip():
        st.error(textes.RAISON_DEMANDEE)
    elif confirme:
        _fait(version, geste, raison=raison)


def _fait(version: Version, geste: str, **raison: str) -> None:
    """With its progress; the page is drawn again on the new publication, and says what was done."""
    fonction, participe = GESTES[geste]
    barre = st.progress(0.0, textes.CALCUL_EN_COURS)
    fait = partial(fonction, **raison)(cache.auteur(), version.id, components.progres(barre))
    state.garde_recit(recit(fait, participe))
    cache.lit_ensembles()
    st.rerun()


def _histoire(version: Version) -> None:
    with st.expander(textes.HISTOIRE, key="histoire-version"):
        st.html(balises.liste(cache.histoire(version.id)))


def _change(version: Version) -> None:
    """Compared when it is asked for: a file of the whole country takes a few seconds."""
    components.titre(textes.CHANGE, 3)
    if not st.toggle(textes.CHANGE_VOIR, key=f"change-{version.id}"):
        return
    vue = cache.change(version.id)
    st.html(balises.liste(vue.resume))
    _partie(textes.CHANGE_GEOGRAPHIE, vue.geographie)
    _partie(textes.CHANGE_PRESENTATION, vue.presentation)
    _partie(textes.CHANGE_PUBLIEES, vue.messages, vue.figures)
    _partie(vue.revisions.titre, (), vue.revisions)
    _partie(vue.communes.titre, (), vue.communes)
    if vue.autres_communes:
        st.html(balises.paragraphe(vue.autres_communes, "ctg-sourdine"))
    _partie(vue.valeurs.titre, (), vue.valeurs)


def _partie(titre: str, phrases: Sequence[str], tableau: Tableau | None = None) -> None:
    """Sentences and a table under one title; nothing where there is nothing."""
    rangees = tableau is not None and tableau.lignes
    if not phrases and not rangees:
        return
    components.titre(titre, 4)
    st.html((balises.liste(phrases) if phrases else "") + (balises.tableau(tableau) if rangees else ""))


def _bloc(titre: str, tableau: Tableau, *, vide: str) -> None:
    if tableau.lignes:
        components.titre(titre)
        st.html(balises.tableau(tableau))
    elif vide:
        components.titre(titre)
        components.vide(vide)
