"""The watch list: alerts by theme, the gesture that sets one aside with its reason, those set aside folded."""

from collections.abc import Callable, Sequence

import streamlit as st

from ctg_data.errors import CtgError
from ctg_data.storage import acquittements
from ctg_data.ui import auteur, balises, cache, components, state, textes
from ctg_data.ui.markdown import echappe
from ctg_data.views.veille import AcquitteeVue, AlerteVue, VeilleVue
from ctg_data.wording import veille as mots
from ctg_data.wording.typographie import soigne

Groupes = Sequence[tuple[str, Sequence[AlerteVue]]]
COLONNES = 3
"""Territories side by side on the home page."""


def liste(vue: VeilleVue) -> None:
    """Everything that is watched in one territory."""
    components.titre(textes.VEILLE)
    st.html(balises.paragraphe(textes.VEILLE_AIDE, "ctg-sourdine"))
    if vue.message:
        components.vide(vue.message)
    _groupes(vue.groupes, "h3")
    if vue.informations:
        nombre = sum(len(alertes) for _, alertes in vue.informations)
        with st.expander(textes.VEILLE_INFORMATIONS.format(nombre=nombre), key="informations", expanded=not vue.groupes):
            _groupes(vue.informations, "h3")
    _acquittees(vue)


def suivis(vues: Sequence[VeilleVue]) -> None:
    """What needs someone in the territories followed, each cut short, with the way to the whole list."""
    components.titre(textes.VEILLE_ACCUEIL)
    muets = cache.suivis_sans_donnee()
    if not cache.suivis():
        components.vide(mots.RIEN_SUIVI)
    elif len(muets) < len(cache.suivis()) and not any(v.nombre for v in vues):
        components.vide(mots.RIEN_A_SIGNALER)
    if muets:
        st.html(balises.paragraphe(soigne(mots.SANS_DONNEE_SUIVIS.format(noms=", ".join(muets))), "ctg-sourdine"))
    for debut in range(0, len(vues), COLONNES):
        rangee = vues[debut : debut + COLONNES]
        for colonne, vue in zip(st.columns(COLONNES, gap="large"), rangee, strict=False):
            with colonne.container(key=f"veille-{vue.niveau}-{vue.code}", gap="xsmall"):
                _territoire(vue)


def _territoire(vue: VeilleVue) -> None:
    components.titre(vue.nom, 3)
    _groupes(vue.groupes, "h4")
    suite = " ".join(filter(None, (textes.VEILLE_TOUT, vue.reste and f"({vue.reste})")))
    components.lien_territoire(vue.niveau, vue.code, libelle=soigne(suite), lieu="tout", page="tendances")
    _acquittees(vue)


def _groupes(groupes: Groupes, titre: str) -> None:
    for theme, alertes in groupes:
        st.html(balises.balise(titre, balises.escape(theme), classe="ctg-theme"))
        for alerte in alertes:
            _alerte(alerte)


def _alerte(vue: AlerteVue) -> None:
    cle = "-".join(map(str, vue.alerte.cle))
    st.html(_texte(vue))
    if state.alerte_ouverte() == cle:
        _formulaire(vue, cle)
    else:
        st.button(textes.VEILLE_TRAITER, key=f"traiter-{cle}", type="tertiary", on_click=state.ouvre_alerte, args=(cle,), help=vue.titre)


def _texte(vue: AlerteVue) -> str:
    titre = balises.balise("strong", balises.escape(f"{vue.signe} {vue.titre}"))
    notes = "".join(balises.balise("span", balises.escape(t), classe="ctg-note") for t in (vue.details, vue.deja) if t)
    return balises.balise("p", titre, " ", balises.escape(vue.phrase), notes, classe=f"ctg-veille ctg-urgence-{vue.alerte.severite}")


def _formulaire(vue: AlerteVue, cle: str) -> None:
    """A reason typed is kept by the widget until it is saved, so that a conflict loses nothing."""
    with st.container(key=f"formulaire-{cle}", border=True):
        texte = st.text_area(textes.VEILLE_RAISON, key=f"raison-{cle}", height=80)
        auteur.signature(cle)
        with st.container(horizontal=True):
            if st.button(textes.VEILLE_ACQUITTER, key=f"acquitter-{cle}", type="primary"):
                fait(lambda: acquittements.acquitte(cache.auteur(), vue.alerte.cle, texte))
            if st.button(textes.VEILLE_NOTER, key=f"noter-{cle}"):
                fait(lambda: acquittements.annote(cache.auteur(), vue.alerte.cle, texte, vue.alerte.modalite))
            st.button(textes.VEILLE_FERMER, key=f"fermer-{cle}", type="tertiary", on_click=state.ouvre_alerte, args=("",))


def _acquittees(vue: VeilleVue) -> None:
    if not vue.acquittees:
        return
    with st.expander(textes.VEILLE_ACQUITTEES.format(nombre=len(vue.acquittees)), key=f"acquittees-{vue.niveau}-{vue.code}"):
        for rangee in vue.acquittees:
            _acquittee(rangee)


def _acquittee(rangee: AcquitteeVue) -> None:
    st.html(_texte(rangee.vue) + balises.paragraphe(rangee.texte, "ctg-note"))
    if st.button(textes.VEILLE_RETABLIR, key=f"retablir-{rangee.fiche.id}", type="tertiary", help=rangee.vue.titre):
        fait(lambda: acquittements.retablit(cache.auteur(), rangee.fiche))


def fait(geste: Callable[[], object]) -> None:
    """Do it and draw the list again; a refusal or a conflict is told beside the form, what was typed stays."""
    try:
        geste()
    except CtgError as erreur:
        st.error(echappe(soigne(str(erreur))))
        return
    state.ouvre_alerte("")
    st.rerun()
