"""The data page, quality: alerts with the gesture that sets one aside, freshness, coverage, the rules."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from ctg_data import pipeline
from ctg_data.diagnostic.qualite.regles import PAR_ID, Alerte
from ctg_data.loaders import sources as registre
from ctg_data.storage import acquittements
from ctg_data.storage.depot import Fiche
from ctg_data.storage.modele import Acquittement
from ctg_data.ui import auteur, balises, balises_qualite, cache, components, fichiers, state
from ctg_data.ui import textes_qualite as textes
from ctg_data.ui.veille import fait
from ctg_data.views import qualite as vues
from ctg_data.views import qualite_calcul, qualite_controle, qualite_sources
from ctg_data.views.donnees import DonneesView
from ctg_data.views.qualite import AcquitteeVue, AlerteVue, ListeVue
from ctg_data.views.qualite_calcul import Examinateur
from ctg_data.wording import fr, nombres
from ctg_data.wording import qualite as mots
from ctg_data.wording.typographie import soigne

PAR_PAGE = 20
SUIVIS, TOUT = "suivis", "tout"
ZONE = "qualite-zone"
"""Key of the list of what may be looked at."""


def qualite(vue: DonneesView) -> None:
    """Everything of the part, the alerts first: they are what someone has to do."""
    st.html(balises.paragraphe(soigne(textes.AIDE), "ctg-sourdine"))
    editions = cache.corpus().editions
    examinateur, tenues = Examinateur(cache.corpus(), cache.ref()), qualite_sources.annees_tenues(editions)
    departements = _choix(examinateur)
    alertes = (*_alertes(examinateur, departements), *qualite_sources.alertes(tenues, registre.catalogue(), date.today()))
    _liste(qualite_calcul.trie(alertes), editions, documente=bool(examinateur.departements()), ici=_faits(examinateur, departements))
    _fraicheur(tenues)
    _couverture(() if departements is None else departements)
    if tenues:
        _sommes()
    with st.expander(textes.REGLES, key="qualite-regles"):
        st.html(balises.tableau(vues.regles(alertes)))


def _choix(examinateur: Examinateur) -> tuple[str, ...] | None:
    """The départements looked at: those of the territories followed, one, or (None) the whole store."""
    connus = examinateur.departements()
    if not connus:
        return ()
    suivis = qualite_calcul.departements_de(cache.ref(), cache.suivis(), connus)
    noms = {d: cache.nom("departement", d) for d in connus}
    libelles = {SUIVIS: soigne(textes.SUIVIS.format(noms=nombres.enumere([noms[d] for d in suivis])))} if suivis else {}
    libelles |= {d: f"{nom} ({d})" for d, nom in noms.items()} | {TOUT: textes.TOUT}
    vus = qualite_calcul.departements_de(cache.ref(), state.recents(), connus) or (connus if len(connus) == 1 else ())
    depart = SUIVIS if suivis else next(iter(vus), None)
    gardee = state.zone_examinee()
    st.session_state[ZONE] = ici = gardee if gardee in libelles else depart
    choisi = st.selectbox(
        textes.TERRITOIRES,
        list(libelles),
        index=None if ici is None else 0,  # a choice made is changed, not taken away
        format_func=libelles.__getitem__,
        placeholder=textes.TERRITOIRES_EXEMPLE,
        key=ZONE,
        on_change=state.examine,
        args=(ZONE,),
        width=420,
    )
    if choisi is None:
        components.vide(textes.TERRITOIRES_AUCUN)
        return ()
    return None if choisi == TOUT else suivis if choisi == SUIVIS else (choisi,)


def _alertes(examinateur: Examinateur, departements: tuple[str, ...] | None) -> tuple[Alerte, ...]:
    """With its progress the first time; at once afterwards, as long as the data do not change."""
    place = st.empty()
    try:
        return examinateur.alertes(departements, components.progres(place.progress(0.0, textes.EXAMEN)))
    finally:
        place.empty()


def _faits(examinateur: Examinateur, departements: tuple[str, ...] | None) -> tuple[Fiche[Acquittement], ...]:
    """What was acknowledged on the territories looked at, and on the sources."""
    tous = tuple(f for f in acquittements.tous(cache.settings()) if f.objet.regle in PAR_ID)
    if departements is None:
        return tous
    return tuple(f for f in tous if examinateur.concerne(f.objet.niveau, f.objet.code, departements))


def _liste(alertes: Sequence[Alerte], editions: pd.DataFrame, *, documente: bool, ici: Sequence[Fiche[Acquittement]]) -> None:
    donnees = {"sources": registre.catalogue(), "editions": editions, "documente": documente}
    vue = vues.liste(alertes, ici, cache.ref(), **donnees)
    components.titre(textes.ALERTES)
    if vue.message:
        components.vide(vue.message)
    if vue.ouvertes:
        _resume(vue)
        _page(_filtrees(vue))
    if vue.ouvertes or vue.acquittees:
        components.telecharge("qualite-csv", fichiers.de_la_qualite(vues.tableau(vue), textes.CSV_ALERTES, "alertes-qualite.csv"))
    _acquittees(vue.acquittees)
    if vue.gardees:
        with st.expander(textes.GARDEES.format(nombre=len(vue.gardees)), key="qualite-gardees"):
            st.html(balises.liste(vue.gardees))


def _resume(vue: ListeVue) -> None:
    comptes = {s: len(vue.choisies(severite=s)) for s in mots.SEVERITES}
    detail = nombres.enumere([f"{nombres.nombre(n)} {mots.SEVERITES[s]}" for s, n in comptes.items() if n])
    dit = textes.RESUME.format(ouvertes=nombres.pluriel(len(vue.ouvertes), "alerte"), detail=detail)
    deja = textes.DEJA.format(nombre=nombres.nombre(len(vue.acquittees))) if vue.acquittees else ""
    st.html(balises.paragraphe(soigne(f"{dit} {deja}".strip()), "ctg-texte"))


def _filtrees(vue: ListeVue) -> tuple[AlerteVue, ...]:
    presentes = {v.alerte.regle for v in vue.ouvertes}
    with st.container(horizontal=True, key="qualite-filtres"):
        severite = st.selectbox(
            textes.URGENCE,
            (0, *mots.SEVERITES),
            format_func=lambda s: mots.SEVERITES[s].capitalize() if s else textes.TOUTES_URGENCES,
            key="qualite-urgence",
            width=240,
        )
        theme = st.selectbox(
            textes.THEME,
            ("", *vue.themes),
            format_func=lambda t: fr.THEMES.get(t, mots.SOURCES_THEME) if t else textes.TOUS_THEMES,
            key="qualite-theme",
            width=280,
        )
        regle = st.selectbox(
            textes.REGLE,
            ("", *(r for r in PAR_ID if r in presentes)),
            format_func=lambda r: PAR_ID[r].libelle if r else textes.TOUTES_REGLES,
            key="qualite-regle",
            width=360,
        )
    return vue.choisies(severite=severite or None, theme=theme, regle=regle)


def _page(alertes: Sequence[AlerteVue]) -> None:
    """The alerts, a page at a time."""
    debuts = range(0, len(alertes), PAR_PAGE)
    if len(debuts) > 1:
        total = nombres.nombre(len(alertes))
        libelles = [textes.PAGE.format(debut=d + 1, fin=min(d + PAR_PAGE, len(alertes)), total=total) for d in debuts]
        page = st.selectbox(textes.ALERTES, range(len(debuts)), format_func=libelles.__getitem__, key=f"qualite-page-{total}", width=240)
        alertes = alertes[debuts[page] : debuts[page] + PAR_PAGE]
    for v in alertes:
        _alerte(v)


def _alerte(v: AlerteVue) -> None:
    cle = "-".join(map(str, v.alerte.cle))
    with st.container(key=f"qualite-{cle}", gap="xsmall"):
        st.html(balises_qualite.alerte(v))
        if state.alerte_ouverte() == cle:
            _formulaire(v, cle)
            return
        with st.container(horizontal=True, vertical_alignment="center", key=f"qualite-gestes-{cle}"):
            if not v.de_source:
                choix = {"theme": v.alerte.theme, "figure": v.alerte.indicateur}
                components.lien_territoire(v.alerte.niveau, v.alerte.code, libelle=textes.OUVRIR, lieu=f"qualite-{cle}", **choix)
            st.button(textes.TRAITER, key=f"traiter-{cle}", type="tertiary", on_click=state.ouvre_alerte, args=(cle,), help=v.titre)


def _formulaire(v: AlerteVue, cle: str) -> None:
    """A reason typed is kept by the widget until it is saved, so that a conflict loses nothing."""
    with st.container(key=f"formulaire-{cle}", border=True):
        texte = st.text_area(textes.RAISON, key=f"raison-{cle}", height=80)
        auteur.signature(cle)
        with st.container(horizontal=True):
            if st.button(textes.ACQUITTER, key=f"acquitter-{cle}", type="primary"):
                fait(lambda: acquittements.acquitte(cache.auteur(), v.alerte.cle, texte))
            st.button(textes.FERMER, key=f"fermer-{cle}", type="tertiary", on_click=state.ouvre_alerte, args=("",))


def _acquittees(acquittees: Sequence[AcquitteeVue]) -> None:
    if not acquittees:
        return
    with st.expander(textes.ACQUITTEES.format(nombre=len(acquittees)), key="qualite-acquittees"):
        for a in acquittees:
            st.html(balises_qualite.alerte(a.vue, a.texte))
            if st.button(textes.RETABLIR, key=f"retablir-{a.fiche.id}", type="tertiary", help=a.vue.titre):
                fait(lambda a=a: acquittements.retablit(cache.auteur(), a.fiche))


def _fraicheur(tenues: dict[str, tuple[int, ...]]) -> None:
    components.titre(mots.FRAICHEUR)
    if not tenues:
        components.vide(textes.DEMONSTRATION if cache.corpus().demonstration else textes.FRAICHEUR_VIDE)
        return
    st.html(balises.tableau(qualite_sources.fraicheurs(tenues, registre.catalogue(), date.today())))


def _couverture(departements: tuple[str, ...]) -> None:
    components.titre(mots.COUVERTURE)
    presences = qualite_sources.presences(cache.corpus(), cache.ref(), cache.settings())
    if presences.empty:
        components.vide(textes.FRAICHEUR_VIDE)
        return
    niveaux = qualite_sources.niveaux(presences)
    niveau = st.segmented_control(
        textes.NIVEAU, niveaux, default=niveaux[0], format_func=fr.NIVEAUX.__getitem__, key="qualite-niveau", required=True, wrap=True
    )
    vue = qualite_sources.couverture(presences, cache.ref(), registre.catalogue(), niveau, departements)
    st.html(balises.paragraphe(vue.legende, "ctg-sourdine") + balises_qualite.matrice(vue))
    if vue.note:
        st.html(balises.paragraphe(vue.note, "ctg-sourdine"))
    nom = f"couverture-{niveau}.csv"
    components.telecharge("qualite-couverture-csv", fichiers.de_la_qualite(vue.tableau, textes.CSV_COUVERTURE, nom))


def _sommes() -> None:
    """The totals of the files against their parts, on demand: it reads every measure."""
    components.titre(textes.SOMMES)
    st.html(balises.paragraphe(soigne(textes.SOMMES_AIDE), "ctg-sourdine"))
    if not qualite_controle.connu(cache.corpus()):
        if not st.button(textes.SOMMES_LANCER, key="qualite-sommes"):
            return
        barre = st.progress(0.0, textes.SOMMES_EN_COURS)
        qualite_controle.bilans(cache.corpus(), lambda: pipeline.controle(cache.settings(), components.progres(barre)))
        barre.empty()
    bilans = qualite_controle.bilans(cache.corpus(), tuple)
    if not bilans:
        components.vide(textes.SOMMES_RIEN)
        return
    st.html(balises.tableau(qualite_controle.resume(bilans)))
    ecarts = qualite_controle.ecarts(bilans)
    if ecarts.lignes:
        st.html(balises.tableau(ecarts))
