"""The data page, versions: editions held, withdrawing one and undoing it, what the data cover."""

from collections.abc import Callable

import streamlit as st

from ctg_data import pipeline
from ctg_data.diagnostic.figures import Tableau
from ctg_data.pipeline import Progres, Retrait
from ctg_data.settings import Settings
from ctg_data.ui import balises, cache, components, state, textes
from ctg_data.views.donnees import DonneesView, Version, recit


def editions(vue: DonneesView) -> None:
    _bloc(textes.EDITIONS, vue.editions, vide=textes.VERSIONS_VIDE)
    _retrait({version.id: version for version in vue.versions})
    _bloc(textes.COUVERTURE, vue.couverture, vide="")


def _retrait(versions: dict[str, Version]) -> None:
    """Choose an edition, withdraw it once confirmed, or restore it."""
    if not versions:
        return
    components.titre(textes.RETRAIT, 3)
    st.html(balises.paragraphe(textes.RETRAIT_AIDE, "ctg-sourdine"))
    if phrase := state.recit():
        st.success(components.echappe(phrase))
    libelles = {v.id: v.libelle for v in versions.values()}
    # Another key after an import: what was just imported is the one to undo.
    choisie = st.selectbox(textes.VERSION, list(versions), format_func=libelles.__getitem__, key=f"version-{len(versions)}", width=640)
    version = versions[choisie]
    st.html(balises.paragraphe(textes.ETAT_VERSION.format(etat=version.etat), "ctg-texte"))
    if version.retiree:
        _retablit(version)
    elif state.retrait_demande() == version.id:
        _confirme(version)
    else:
        st.button(textes.RETIRER, on_click=state.demande_retrait, args=(version.id,))


def _retablit(version: Version) -> None:
    st.html(balises.paragraphe(version.consequence, "ctg-texte"))
    if st.button(textes.RETABLIR):
        _change(pipeline.retablit, version, "rétablie")


def _confirme(version: Version) -> None:
    """What will be shown instead, before the gesture."""
    components.bandeau(version.consequence)
    with st.container(horizontal=True):
        confirme = st.button(textes.CONFIRMER, type="primary")
        st.button(textes.ANNULER, on_click=state.demande_retrait, args=("",))
    if confirme:
        _change(pipeline.retire, version, "retirée")


def _change(geste: Callable[[Settings, str, Progres], Retrait], version: Version, participe: str) -> None:
    """With its progress; the page is drawn again on the new publication, and says what was done."""
    fait = geste(cache.auteur(), version.id, components.progres(st.progress(0.0, textes.CALCUL_EN_COURS)))
    state.garde_recit(recit(fait, participe))
    cache.lit_ensembles()
    st.rerun()


def _bloc(titre: str, tableau: Tableau, *, vide: str) -> None:
    if tableau.lignes:
        components.titre(titre)
        st.html(balises.tableau(tableau))
    elif vide:
        components.titre(titre)
        components.vide(vide)
