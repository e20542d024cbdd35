"""Blocks of the page « Suivi et évaluation »: its parts, and the changes one by one."""

from collections.abc import Callable, Mapping

import streamlit as st

from ctg_data.conventions.lecture import Livre
from ctg_data.diagnostic.figures import Tableau
from ctg_data.ui import balises, balises_suivi, components, state, suivi_gestes, suivi_volets
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import textes_suivi as textes
from ctg_data.ui.selection import Selection
from ctg_data.views.suivi import SuiviVue
from ctg_data.wording import parcours as mots
from ctg_data.wording.typographie import soigne


def donnees(livre: Livre) -> str:
    """What is to be known of the figures of a CTG."""
    return lus.suivi(livre).bandeau


def page(livre: Livre) -> None:
    """The part chosen."""
    vue = lus.suivi(livre)
    volet = _volet()
    if not vue.choix and volet not in ("copil", "evaluation"):
        components.vide(textes.AUCUN, textes.AUCUN_REMEDE)
        adresse = Selection(ctg=livre.dossier.id).parametres("chemins")
        st.page_link(components.PAGES["chemins"], label=textes.VERS_CHEMINS, query_params=adresse)
        return
    if not vue.territoire:
        components.vide(textes.TERRITOIRE_PERDU)
    _PARTIES[volet](livre, vue)


def _volet() -> str:
    """The part of the page, kept in the address."""
    choisi = state.selection().volet
    ici = choisi if choisi in textes.VOLETS else next(iter(textes.VOLETS))
    components.rangee("volet", textes.VOLET, textes.VOLETS, ici)
    return ici


def choix(vue: SuiviVue, *, tous: bool) -> str:
    """The change that is read, "" for all of them where ``tous`` allows it."""
    libelles = ({textes.TOUS: textes.TOUS_LIBELLE} if tous else {}) | dict(vue.choix)
    demande = state.selection().changement
    ici = demande if demande in libelles else next(iter(libelles))
    st.selectbox(
        textes.CHANGEMENT,
        list(libelles),
        key=state.lie("changement", ici),
        format_func=libelles.__getitem__,
        on_change=state.retient,
        args=("changement",),
        width=720,
    )
    return "" if ici == textes.TOUS else ici


def changements(livre: Livre, vue: SuiviVue) -> None:
    """All the changes to be read, or one to be read and written."""
    ici = choix(vue, tous=True)
    indice = st.checkbox(textes.INDICE, key="suivi-indice", help=textes.INDICE_AIDE)
    montres = [ici] if ici else [i for i, _ in vue.choix]
    for change in lus.changements_suivis(livre, *montres):  # an element each: a projection shows one at a time
        st.html(balises_suivi.changement(change, indice=indice))
    if not ici:
        st.html(balises.paragraphe(textes.CHOISIR_UN, "ctg-sourdine"))
        return
    suivi_gestes.gestes(livre, ici)
    _journaux(livre, ici)


def _journaux(livre: Livre, changement: str) -> None:
    """Evidence, hypotheses and readings as they were written."""
    components.titre(textes.JOURNAUX)
    vue = lus.detail(livre, changement)
    for tableau in (vue.hypotheses, vue.preuves, vue.releves):
        _tableau(tableau)
    with st.expander(textes.ECHELLE_PREUVE, type="compact"):
        st.html(balises_suivi.echelle_preuve(soigne(mots.NIVEAUX_PREUVE)))


def _tableau(tableau: Tableau) -> None:
    components.titre(tableau.titre, 3)
    st.html(balises.tableau(tableau) if tableau.lignes else balises.paragraphe(f"{tableau.titre} : {textes.SANS_NOTE}.", "ctg-sourdine"))


def recit(livre: Livre, vue: SuiviVue) -> None:
    """The contribution story of one change."""
    ici = choix(vue, tous=False)
    st.html(balises_suivi.recit(lus.detail(livre, ici).recit))


def courbes(livre: Livre, vue: SuiviVue) -> None:
    suivi_volets.courbes(livre, choix(vue, tous=True))


_PARTIES: Mapping[str, Callable[[Livre, SuiviVue], None]] = {
    "changements": changements,
    "courbes": courbes,
    "recit": recit,
    "copil": lambda livre, _: suivi_volets.copil(livre),
    "evaluation": lambda livre, _: suivi_volets.evaluation(livre),
    "bilan": lambda livre, _: suivi_volets.bilan(livre),
}
