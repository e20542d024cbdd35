"""Blocks of the home page: what needs someone, territories, conventions, what is loaded and how old, next steps."""

from collections.abc import Sequence

import streamlit as st

from ctg_data.diagnostic.figures import Tableau
from ctg_data.parcours.convention import Ctg
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, components, conventions, textes
from ctg_data.ui.selection import Selection
from ctg_data.views import conventions as vues_conventions
from ctg_data.views.accueil import AccueilView, Profil, SourceChargee, TerritoireSuivi

CTG_MONTREES = 6


def alertes(vue: AccueilView) -> None:
    if vue.message_vide:
        components.vide(vue.message_vide)
    if vue.alertes:
        components.titre(textes.A_FAIRE)
        st.html(balises.liste(vue.alertes))


def territoires(vue: AccueilView) -> None:
    """Territories followed (examples until there is one), then those lately opened, each one gesture from its portrait."""
    components.titre(textes.TERRITOIRES_PROPOSES if vue.proposes else textes.TERRITOIRES_SUIVIS)
    if vue.proposes:
        st.html(balises.paragraphe(textes.TERRITOIRES_COMMENT, "ctg-sourdine"))
    for territoire in vue.territoires:
        if territoire.suivi:
            _territoire(territoire)
    recents = [t for t in vue.territoires if not t.suivi]
    if recents:
        components.titre(textes.TERRITOIRES_RECENTS, 3)
    for territoire in recents:
        _territoire(territoire)


def _territoire(territoire: TerritoireSuivi) -> None:
    with st.container(key=f"suivi-{territoire.niveau}-{territoire.code}", gap=None):
        components.lien_territoire(territoire.niveau, territoire.code, libelle=territoire.nom, lieu="accueil")
        details = " · ".join(t for t in (territoire.resume, territoire.etat, territoire.derniere_annee_texte) if t)
        st.html(balises.paragraphe(details, "ctg-sourdine"))


def ctg(fiches: Sequence[Fiche[Ctg]]) -> None:
    """The conventions followed here, each one gesture from its paths, its follow-up and what is due; the way to the first one."""
    components.titre(textes.CTG)
    if not fiches:
        st.html(balises.paragraphe(textes.CTG_AUCUNE, "ctg-sourdine"))
        st.page_link(components.PAGES["gouvernance"], label=textes.CTG_CREER)
    for fiche in fiches[:CTG_MONTREES]:
        _ctg(fiche)
    if len(fiches) > CTG_MONTREES:
        st.html(balises.paragraphe(textes.CTG_AUTRES.format(nombre=len(fiches) - CTG_MONTREES), "ctg-sourdine"))


def _ctg(fiche: Fiche[Ctg]) -> None:
    entete = vues_conventions.entete(fiche, conventions.nom_territoire(fiche.objet))
    with st.container(key=f"ctg-{fiche.id}", gap=None):
        components.titre(entete.nom, 3)
        st.html(balises.paragraphe(entete.situation, "ctg-sourdine"))
        with st.container(horizontal=True, gap="small"):
            for page, libelle in textes.CTG_PAGES.items():
                adresse = Selection(ctg=fiche.id).parametres(page)
                st.page_link(components.PAGES[page], label=libelle, query_params=adresse, width="content")


def chargees(vue: AccueilView) -> None:
    """What is loaded and how old; what is missing."""
    components.titre(textes.CHARGEES)
    if vue.chargees:
        st.container(key="chargees").html(_table_sources(vue.chargees))
    else:
        components.vide(textes.CHARGEES_VIDE)
    if vue.manquantes:
        st.html(balises.balise("h3", balises.ABSENTES, classe="ctg-question") + balises.paragraphe(" · ".join(vue.manquantes), "ctg-texte"))


def _table_sources(chargees: tuple[SourceChargee, ...]) -> str:
    lignes = tuple((s.titre, s.annees_texte, s.importee_texte, s.age_texte) for s in chargees)
    return balises.tableau(Tableau(textes.CHARGEES, textes.COLONNES_CHARGEES, lignes))


def profils(vue: AccueilView) -> None:
    """One way in for each kind of user."""
    components.titre(textes.PAR_OU_COMMENCER)
    for colonne, profil in zip(st.columns(len(vue.profils) or 1), vue.profils, strict=False):
        with colonne:
            _profil(profil, vue.territoires)


def _profil(profil: Profil, territoires: Sequence[TerritoireSuivi]) -> None:
    """A step on the portrait opens that of the first territory listed: without one, it would be a dead end."""
    components.titre(profil.libelle, 3)
    premier = next((Selection(t.niveau, t.code).parametres() for t in territoires), None)
    for etape in profil.etapes:
        adresse = premier if etape.page == "portrait" else None
        st.page_link(components.PAGES[etape.page], label=components.echappe(etape.texte), query_params=adresse)
