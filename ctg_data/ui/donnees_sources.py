"""The data page, local sources: those declared, what can be done with them, a new one from a sample."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from ctg_data import correspondances, pipeline
from ctg_data.errors import CtgError, FichierRefuse
from ctg_data.loaders import locales_toml
from ctg_data.loaders.locales_devine import Echantillon
from ctg_data.loaders.locales_modele import Declaration
from ctg_data.settings import ANNEES
from ctg_data.ui import balises, cache, cache_carte, components, sources_brouillon, sources_forme, state
from ctg_data.ui import textes_sources as textes
from ctg_data.ui.fichiers import Fichier
from ctg_data.ui.sources_brouillon import Brouillon
from ctg_data.views import sources_locales as vues
from ctg_data.views.donnees import DonneesView
from ctg_data.views.sources_locales import SourcesView
from ctg_data.wording import nombres
from ctg_data.wording import sources_locales as mots
from ctg_data.wording.typographie import soigne

TYPES = ("csv", "txt", "xlsx", "xls")
LIEU = "sources-locales"


def sources(_: DonneesView) -> None:
    """The whole part: a draft that is open takes the place of what could start another."""
    vue = cache.sources_locales()
    components.titre(textes.TITRE)
    st.html(balises.paragraphe(textes.INTRO, "ctg-texte"))
    if phrase := sources_brouillon.fait():
        st.success(components.echappe(phrase))
    if refus := state.refus(LIEU):
        st.error(components.echappe(refus))
    _liste(vue)
    brouillon = sources_brouillon.lu()
    if brouillon is not None:
        _brouillon(brouillon)
        return
    _gestes(vue)
    _declare()
    _de_cote(vue)


def _liste(vue: SourcesView) -> None:
    if vue.declarees.lignes:
        st.html(balises.tableau(vue.declarees))
    else:
        components.vide(textes.VIDE)
    if vue.ecartees.lignes:
        components.titre(textes.ECARTEES, 3)
        st.html(balises.paragraphe(textes.ECARTEES_AIDE, "ctg-texte") + balises.tableau(vue.ecartees))


def _gestes(vue: SourcesView) -> None:
    """Change a declaration, start another from it, set it aside."""
    if not vue.choix:
        return
    components.titre(textes.AGIR, 3)
    titres = dict(vue.choix)
    choisie = st.selectbox(textes.CHOISIR, list(titres), format_func=titres.__getitem__, key="source-choisie", width=sources_forme.LARGEUR)
    d = next(d for d in correspondances.lit(cache.settings()).declarations if d.id == choisie)
    if sources_brouillon.demandee() == choisie:
        _confirme(d)
        return
    with st.container(horizontal=True, key="gestes-source"):
        st.button(textes.MODIFIER, key="modifie-source", on_click=sources_brouillon.commence, args=(d,), kwargs={"existante": True})
        st.button(textes.DUPLIQUER, key="duplique-source", on_click=_duplique, args=(d,))
        st.button(textes.METTRE_DE_COTE, key="ecarte-source", on_click=sources_brouillon.demande, args=(choisie,))
        revenir = d.id in vue.changees and st.button(textes.REVENIR, key="revient-source")
        fichier = Fichier(textes.TELECHARGER, f"{d.id}.toml", "application/toml", lambda: locales_toml.ecrit(d).encode())
        components.telecharge("toml-source", fichier)
    if revenir:
        _agit(lambda: correspondances.retablit(cache.auteur(), d.id), d.id, textes.REVENUE.format(titre=d.titre))


def _duplique(d: Declaration) -> None:
    sources_brouillon.commence(correspondances.copie(cache.settings(), d))


def _confirme(d: Declaration) -> None:
    components.bandeau(textes.CONSEQUENCE)
    with st.container(horizontal=True, key="confirme-source"):
        confirme = st.button(textes.CONFIRMER, type="primary", key="confirme-de-cote")
        st.button(textes.ANNULER, key="annule-de-cote", on_click=sources_brouillon.demande, args=("",))
    if confirme:
        sources_brouillon.demande("")
        _agit(lambda: correspondances.met_de_cote(cache.auteur(), d.id), d.id, textes.MISE_DE_COTE_FAITE.format(titre=d.titre))


def _de_cote(vue: SourcesView) -> None:
    if not vue.de_cote:
        return
    components.titre(textes.DE_COTE, 3)
    for identifiant, titre in vue.de_cote:
        if st.button(components.echappe(textes.RETABLIR.format(titre=titre)), key=f"remet-source-{identifiant}"):
            phrase = textes.RETABLIE.format(titre=titre)
            _agit(lambda i=identifiant: correspondances.retablit(cache.auteur(), i), identifiant, phrase)


def _agit(geste: Callable[[], object], identifiant: str, phrase: str) -> None:
    """One gesture, what is published made again if its figures are in it, then the page drawn anew."""
    try:
        geste()
        correspondances.republie(cache.auteur(), identifiant, components.progres(st.progress(0.0, textes.CALCUL_EN_COURS)))
    except CtgError as erreur:
        state.garde_refus(LIEU, str(erreur))
    else:
        sources_brouillon.dit(phrase)
    cache.oublie_sources()
    cache_carte.oublie()
    st.rerun()


def _declare() -> None:
    """A new declaration: a sample first."""
    components.titre(textes.DECLARER, 3)
    depose = st.file_uploader(textes.DEPOT, type=TYPES, key=f"exemple-{state.cle_depot()}")
    st.html(balises.paragraphe(textes.DEPOT_AIDE, "ctg-sourdine"))
    demande = st.button(textes.COMMENCER, type="primary", disabled=depose is None, key="commence-source")
    if demande and _utilisable(sources_brouillon.propose(depose.name, depose.getvalue())):
        state.vide_depot()
        st.rerun()


def _utilisable(vu: Echantillon) -> bool:
    """Tell why a sample cannot be used, if it cannot."""
    if vu.fautes:
        st.html(balises.tableau(vues.fautes(vu.fautes, mots.FAUTES)))
    return not vu.fautes


def _brouillon(b: Brouillon) -> None:
    """The draft: its fields, what the sample would give, and how it ends."""
    components.titre(textes.EN_COURS.format(titre=b.declaration.titre) if b.existante else textes.NOUVELLE)
    en_attente = _exemple(b)
    declaration = sources_forme.declaration(b)
    annee = b.annee
    if b.echantillon is not None and not declaration.colonne_annee:
        annee = st.number_input(
            textes.ANNEE,
            *ANNEES,
            value=b.annee,
            step=1,
            format="%d",
            width=280,
            placeholder=textes.ANNEE_EXEMPLE,
            key=b.champ("annee-fichier"),
        )
    b = sources_brouillon.change(b, declaration, annee)
    _fin(b, en_attente=en_attente)
    if b.refus:
        components.titre(mots.FAUTES, 3)
        st.html(balises.tableau(vues.fautes_saisies(b.refus, b.declaration)))
    if b.apercu is not None:
        _apercu(b)


def _exemple(b: Brouillon) -> bool:
    """The sample, or where to drop one; whether one is dropped that the draft has not taken yet."""
    if b.echantillon is not None:
        vu = b.echantillon
        comptes = {"lignes": nombres.pluriel(vu.lignes, "ligne"), "colonnes": nombres.pluriel(len(vu.genres), "colonne")}
        st.html(balises.paragraphe(textes.VU.format(fichier=vu.fichier, **comptes), "ctg-phrase"))
        if vu.deja:
            components.bandeau(mots.DEJA_CONNU.format(source=vu.deja))
        return False
    depose = st.file_uploader(textes.AUTRE_EXEMPLE, type=TYPES, key=b.champ("exemple"))
    if (
        depose is not None
        and st.button(textes.ESSAYER, key=b.champ("essaie"))
        and _utilisable(sources_brouillon.prend_exemple(b, depose.name, depose.getvalue()))
    ):
        st.rerun()
    return depose is not None


def _fin(b: Brouillon, *, en_attente: bool) -> None:
    sans = b.echantillon is None
    with st.container(horizontal=True, key="fin-source"):
        st.button(textes.APERCU, key="apercu-source", disabled=sans, on_click=sources_brouillon.essaie, args=(cache.settings(), b))
        enregistre = st.button(textes.ENREGISTRER, type="primary", key="enregistre-source")
        importe = not sans and st.button(textes.ENREGISTRER_IMPORTER, key="enregistre-importe-source")
        st.button(textes.ABANDONNER, key="abandonne-source", on_click=sources_brouillon.abandonne, type="tertiary")
    if sans:
        st.html(balises.paragraphe(textes.A_PRENDRE if en_attente else textes.SANS_EXEMPLE, "ctg-sourdine"))
    if enregistre or importe:
        _enregistre(b, importe=importe)


def _apercu(b: Brouillon) -> None:
    components.titre(b.apercu.tableau.titre if b.apercu.sain else b.apercu.fautes.titre, 3)
    if b.apercu.sain:
        st.html(balises.paragraphe(b.apercu.resume, "ctg-phrase") + balises.tableau(b.apercu.tableau))
    else:
        st.html(balises.tableau(b.apercu.fautes))
    st.html(balises.liste(b.apercu.avertissements) + balises.paragraphe(b.apercu.note, "ctg-mention"))


def _enregistre(b: Brouillon, *, importe: bool) -> None:
    """Keep the declaration; then import the sample, or make again what is published with it."""
    auteur, d = cache.auteur(), b.declaration
    if not b.existante:
        d = replace(d, id=correspondances.id_libre(auteur, d.titre))
    avant = next((a for a in correspondances.lit(auteur).declarations if a.id == d.id), d)
    try:
        correspondances.enregistre(auteur, d, nouvelle=not b.existante)
    except FichierRefuse as refus:
        sources_brouillon.garde(replace(b, refus=refus.fautes, apercu=None))
        st.rerun()
    barre = st.progress(0.0, textes.IMPORT_EN_COURS if importe else textes.CALCUL_EN_COURS)
    correspondances.republie(auteur, d.id, components.progres(barre))
    if importe:
        _importe(b, components.progres(barre))
    sources_brouillon.abandonne()
    anciens = () if importe else correspondances.a_deposer(auteur, avant, d)
    suite = textes.A_DEPOSER.format(fichiers=nombres.enumere(anciens)) if anciens else ""
    sources_brouillon.dit(soigne(textes.ENREGISTREE.format(titre=d.titre) + suite))
    cache.oublie_sources()
    cache_carte.oublie()
    st.rerun()


def _importe(b: Brouillon, progres: pipeline.Progres) -> None:
    """The sample, through the ordinary way; its report is with those of the dropped files."""
    with TemporaryDirectory(prefix="ctg-") as dossier:
        chemin = Path(dossier) / b.echantillon.fichier
        chemin.write_bytes(b.octets)
        state.garde_rapports(pipeline.importe(cache.auteur(), [chemin], annee=b.annee, progres=progres), termine=True)
    state.change(rubrique="fichiers")
    cache.lit_ensembles()
