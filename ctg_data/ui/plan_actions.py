"""The plan d'actions on the page: filters, table, one action open, budget by theme."""

import streamlit as st

from ctg_data.conventions.lecture import Livre
from ctg_data.ui import balises, components, fiches, plan_import, state
from ctg_data.ui import champs_gouvernance as blocs
from ctg_data.ui import textes_gouvernance as textes
from ctg_data.views import plan_actions as vues
from ctg_data.views.plan_actions import PlanVue

FILTRES = ("filtre-theme", "filtre-etat")


def volet(livre: Livre) -> None:
    components.titre(textes.ACTIONS)
    st.html(balises.paragraphe(textes.ACTIONS_AIDE, "ctg-texte"))
    tout = vues.plan(livre.dossier)
    if fiches.changeable(livre):
        plan_import.importe(livre)
        if tout.resume:
            plan_import.rattache(livre)
    theme, etat = _filtres(tout)
    bloc = blocs.actions()
    vue = vues.plan(livre.dossier, theme=theme, etat=etat, page=state.page_lue(bloc.cle))
    if vue.resume and vue.liste.vide:
        components.vide(textes.ACTIONS_FILTRE_VIDE)
    else:
        fiches.montre(bloc, livre, vue.liste)
    if not vue.liste.vide:
        _budget(vue)


def _filtres(tout: PlanVue) -> tuple[str, str]:
    """The theme and the state that the reader keeps to, "" for all."""
    if not tout.resume:
        return "", ""
    st.html(balises.paragraphe(tout.resume, "ctg-phrase"))
    libelles = (textes.FILTRE_THEME, dict(tout.themes)), (textes.FILTRE_ETAT, dict(tout.etats))
    with st.container(horizontal=True, key="filtres-actions"):
        theme, etat = (
            st.selectbox(libelle, list(noms), format_func=noms.__getitem__, key=cle, width=300)
            for cle, (libelle, noms) in zip(FILTRES, libelles, strict=True)
        )
    return theme, etat


def _budget(vue: PlanVue) -> None:
    components.titre(textes.BUDGET, 3)
    with st.container(key="budget", width=720):
        st.html(balises.tableau(vue.budget))
    reserve = [textes.BUDGET_PARTIEL] if vue.budget_partiel else []
    st.html(balises.paragraphe(" ".join([textes.BUDGET_AIDE, *reserve]), "ctg-sourdine"))
