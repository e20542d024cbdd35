"""The part of the page of paths on the futur idéal: the text adopted, its versions, what changed from one to another."""

from collections.abc import Sequence

import streamlit as st

from ctg_data.conventions.gestes import Etabli
from ctg_data.conventions.lecture import Livre
from ctg_data.parcours.concertation import FuturIdeal
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, balises_chemins, components, formes, registre, state
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import textes_chemins as mots
from ctg_data.ui.champs import Champ
from ctg_data.ui.formes import Forme, Geste
from ctg_data.ui.mains import Brouillon
from ctg_data.views import versions
from ctg_data.views.futur_ideal import FuturIdealVue, VersionVue

TEXTE = (Champ("texte", mots.TEXTE_FUTUR, mots.TEXTE_FUTUR_AIDE),)


def montre(livre: Livre) -> None:
    vue = lus.futur_ideal(livre)
    components.titre(mots.FUTUR)
    _texte(vue)
    formes.barre("futur", livre.dossier.id, _suites(livre, vue))
    if vue.versions:
        st.html(balises.tableau(vue.tableau))
    if len(vue.versions) > 1:
        _compare(vue)


def _texte(vue: FuturIdealVue) -> None:
    """The active version; while there is none, the last one written, said to be so."""
    if vue.active is None:
        components.vide(mots.FUTUR_VIDE, "" if vue.versions else mots.FUTUR_VIDE_REMEDE)
    montree = vue.active or vue.derniere
    if montree is None:
        return
    tete = f"{montree.nom} · {montree.sort} · {montree.mention}" if vue.active else f"{mots.FUTUR_EN_ATTENTE} · {montree.mention}"
    st.html(balises_chemins.ecrit(montree.texte, "ctg-ecrit ctg-futur") + balises.paragraphe(tete, "ctg-mention"))


def _suites(livre: Livre, vue: FuturIdealVue) -> Sequence[Geste | Forme]:
    derniere = vue.derniere
    if derniere is None:
        return [_nouvelle(livre, mots.PREMIERE_VERSION, 1, "", "")]
    fiche: Fiche[FuturIdeal] = livre.fiches[derniere.id]
    nouvelle = _nouvelle(livre, mots.NOUVELLE_VERSION, derniere.numero + 1, fiche.objet.texte, mots.NOUVELLE_VERSION_AIDE)
    if derniere.adoptee:
        return [nouvelle]
    modifie = formes.modifie(f"futur-{fiche.id}", mots.MODIFIER_VERSION.format(numero=derniere.numero), fiche, TEXTE)
    return [*_propose(derniere, fiche), modifie, nouvelle, *_retire(derniere, fiche)]


def _propose(version: VersionVue, fiche: Fiche[FuturIdeal]) -> list[Geste]:
    return [registre.proposition(f"futur-{fiche.id}", mots.PROPOSER_VERSION.format(numero=version.numero), fiche)] if version.libre else []


def _retire(version: VersionVue, fiche: Fiche[FuturIdeal]) -> list[Geste]:
    libelle = mots.RETIRER_VERSION.format(numero=version.numero)
    return [formes.retire(f"retire-futur-{fiche.id}", libelle, fiche)] if version.libre else []


def _nouvelle(livre: Livre, libelle: str, numero: int, texte: str, aide: str) -> Forme:
    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> Fiche[FuturIdeal]:
        return etabli.cree(FuturIdeal(livre.dossier.id, numero, saisies["texte"]))

    fait = mots.VERSION_FAITE.format(numero=numero)
    return Forme(f"futur-nouveau-{livre.dossier.id}-{numero}", libelle, TEXTE, geste, fait, depart={"texte": texte}, aide=aide)


def _compare(vue: FuturIdealVue) -> None:
    """The last version against the one before, unless others are chosen."""
    choix = state.selection()
    apres = vue.de(choix.version) or vue.versions[0]
    suivant = vue.versions[min(vue.versions.index(apres) + 1, len(vue.versions) - 1)]
    avant = vue.de(choix.element) or suivant
    components.titre(mots.COMPARER, 3)
    with st.container(horizontal=True, key="comparer-futurs"):
        for nom, libelle, lue in (("element", mots.DE_LA_VERSION, avant), ("version", mots.A_LA_VERSION, apres)):
            _choisit(vue, nom, libelle, lue)
    texte = versions.differences(avant.texte, apres.texte)
    if not versions.change(texte):
        st.html(balises.paragraphe(mots.MEME_TEXTE, "ctg-sourdine"))
    st.html(balises_chemins.differences(texte))
    if versions.change(texte):
        st.html(balises.paragraphe(mots.LEGENDE_DIFFERENCES, "ctg-mention"))


def _choisit(vue: FuturIdealVue, nom: str, libelle: str, lue: VersionVue) -> None:
    noms = {v.id: mots.VERSION_ADOPTEE.format(version=v.nom) if v.adoptee else v.nom for v in vue.versions}
    cle = state.lie(nom, lue.id)
    st.selectbox(libelle, list(noms), format_func=noms.__getitem__, key=cle, on_change=state.retient, args=(nom,), width=260)
