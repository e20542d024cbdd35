"""The editable table of the watch: rules and fixed levels, each change with its reason."""

import streamlit as st

from ctg_data.diagnostic.regles import REGLES, Regle
from ctg_data.storage import reglages
from ctg_data.storage.depot import Fiche
from ctg_data.storage.modele import ReglageVeille, SeuilVeille
from ctg_data.ui import auteur, balises, cache, state, textes
from ctg_data.ui.markdown import echappe
from ctg_data.ui.veille import fait
from ctg_data.views import veille as vues
from ctg_data.wording import veille as mots


def regles() -> None:
    """Folded until asked for: nothing inside runs before."""
    depli = st.expander(textes.REGLES, key="regles", on_change="rerun")
    if not depli.open:
        return
    changees, ajoutes = cache.reglages_veille()
    en_vigueur = vues.regles_en_vigueur(changees)
    with depli:
        st.html(balises.paragraphe(textes.REGLES_AIDE, "ctg-sourdine") + balises.tableau(vues.tableau_regles(en_vigueur, changees)))
        libelles = {r.id: r.libelle for r in REGLES}
        choisie = st.selectbox(textes.REGLE, list(libelles), format_func=libelles.__getitem__, key="regle", width=420)
        fiche = next((f for f in changees if f.objet.regle == choisie), None)
        _regle(next(r for r in en_vigueur if r.id == choisie), fiche)
        st.html(balises.tableau(vues.tableau_seuils(vues.seuils_en_vigueur(ajoutes))))
        _seuils(ajoutes)


def _regle(r: Regle, fiche: Fiche[ReglageVeille] | None) -> None:
    """The widgets belong to the version that was read: after a conflict, they start again from what the other wrote."""
    version = state.version_lue(f"regle-{r.id}", fiche)
    cle = f"{r.id}-{version.version if version else 0}"
    active = st.checkbox(textes.REGLE_ACTIVE, r.active, key=f"active-{cle}")
    urgences = list(mots.SEVERITES)
    severite = st.selectbox(textes.REGLE_URGENCE, urgences, r.severite - 1, mots.SEVERITES.__getitem__, key=f"urgence-{cle}", width=420)
    taux = _nombre(textes.REGLE_TAUX, 100 * r.taux, f"taux-{cle}", plafond=20) if r.taux else 0
    ampleur = _nombre(textes.REGLE_AMPLEUR, r.ampleur, f"ampleur-{cle}", plafond=100) if r.ampleur else 0
    motif = st.text_input(textes.REGLE_MOTIF, key=f"motif-{cle}", width=560)
    auteur.signature("regle")
    with st.container(horizontal=True):
        if st.button(textes.REGLE_ENREGISTRER, key=f"regler-{r.id}", type="primary"):
            state.oublie_version(f"regle-{r.id}")
            fait(lambda: reglages.regle(cache.auteur(), ReglageVeille(r.id, active, severite, taux, ampleur, motif.strip()), version))
        if version and st.button(textes.REGLE_ORIGINE, key=f"origine-{r.id}"):
            state.oublie_version(f"regle-{r.id}")
            fait(lambda: reglages.retire(cache.auteur(), version))


def _nombre(libelle: str, valeur: float, cle: str, *, plafond: int) -> int:
    return int(st.number_input(libelle, 1, plafond, round(valeur), key=cle, width=420))


def _seuils(ajoutes: tuple[Fiche[SeuilVeille], ...]) -> None:
    """Add a level, or watch one of those added no more."""
    libelles = cache.indicateurs()
    indicateur = st.selectbox(textes.SEUIL_INDICATEUR, list(libelles), format_func=libelles.__getitem__, key="seuil-quoi", width=560)
    valeur = st.text_input(textes.SEUIL_VALEUR, key="seuil-valeur", width=200)
    raison = st.text_input(textes.SEUIL_RAISON, key="seuil-raison", width=560)
    if st.button(textes.SEUIL_AJOUTER, key="seuil-ajouter"):
        fait(lambda: reglages.ajoute(cache.auteur(), SeuilVeille(indicateur, valeur.strip().replace(",", "."), raison.strip())))
    for f in ajoutes:
        libelle = textes.SEUIL_RETIRER.format(libelle=libelles.get(f.objet.indicateur, f.objet.indicateur), valeur=f.objet.valeur)
        if st.button(echappe(libelle), key=f"seuil-retirer-{f.id}", type="tertiary"):
            fait(lambda f=f: reglages.retire(cache.auteur(), f))
