"""A list of records of a CTG: a control to open one of them, its form, its states, and a table to read; never a widget a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import etats
from ctg_data.parcours.etats import TERMINES
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, components, conventions, mains, state
from ctg_data.ui import textes_conventions as communs
from ctg_data.ui import textes_gouvernance as textes
from ctg_data.ui.champs import Champ
from ctg_data.views import fiches as vues
from ctg_data.views.fiches import Liste
from ctg_data.wording import parcours as mots
from ctg_data.wording.typographie import soigne


@dataclass(frozen=True)
class Bloc:
    """One kind of record on the page.  ``defaut``: what the form of a new one starts with; ``fixe``: fields that its place decides."""

    cle: str
    genre: type
    champs: tuple[Champ, ...]
    ouvrir: str
    ajouter: str
    vide: str
    remede: str = ""
    fixe: Mapping[str, Any] = field(default_factory=dict)
    defaut: Mapping[str, Any] = field(default_factory=dict)


Reste = Callable[[Livre, Fiche], None]
"""Drawn with the record that is open."""


def montre(bloc: Bloc, livre: Livre, liste: Liste, reste: Reste | None = None) -> None:
    """What opens a record or adds one, what is open, then the table: what was asked for is never under a long table."""
    etabli(bloc, livre, liste.choix, reste)
    tableau(bloc, liste)


def changeable(livre: Livre) -> bool:
    """A CTG that is over is read only."""
    return livre.ctg.objet.etat not in TERMINES


def tableau(bloc: Bloc, liste: Liste) -> None:
    if liste.vide:
        components.vide(bloc.vide, bloc.remede)
        return
    with st.container(key=f"liste-{bloc.cle}"):
        st.html(balises.tableau(liste.tableau))
    pagine(bloc.cle, liste.pages, liste.page)


def pagine(cle: str, pages: Sequence[str], page: int) -> None:
    """Which lines are shown, where there are more than a page."""
    if pages:
        state.pose_page(cle, page)
        st.selectbox(textes.LIGNES, range(len(pages)), format_func=pages.__getitem__, key=state.cle_page(cle), width=220)


def etabli(bloc: Bloc, livre: Livre, choix: tuple[tuple[str, str], ...], reste: Reste | None) -> None:
    """Open a record by its name, or add one."""
    noms = dict(choix)
    ouverte = state.selection().element if state.selection().element in noms else ""
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"gestes-liste-{bloc.cle}"):
        if noms:
            widget = state.lie(f"fiche-{bloc.cle}", ouverte or None)
            choisit = partial(state.choisit_fiche, f"fiche-{bloc.cle}")
            options = {"format_func": noms.__getitem__, "placeholder": textes.OUVRIR_AIDE, "index": None, "width": 520}
            st.selectbox(bloc.ouvrir, list(noms), key=widget, on_change=choisit, **options)
        neuve = f"nouvelle-{bloc.cle}"
        if changeable(livre):
            st.button(bloc.ajouter, key=f"ouvre-{neuve}", on_click=partial(state.ouvre_edition, neuve, **bloc.defaut), type="tertiary")
    _forme(bloc, livre, f"nouvelle-{bloc.cle}")
    if ouverte:
        _ouverte(bloc, livre, livre.fiches[ouverte], noms[ouverte], reste=reste)


def _forme(bloc: Bloc, livre: Livre, cle: str) -> None:
    if state.edition(cle):
        with st.container(key=f"forme-{cle}"):
            conventions.formulaire(cle, livre.dossier.id, bloc.genre, bloc.champs, fixe=bloc.fixe)


def _ouverte(bloc: Bloc, livre: Livre, fiche: Fiche, nom: str, *, reste: Reste | None) -> None:
    """The record that is open: what it holds or its form, the states that may follow, its history."""
    lieu = f"fiche-{fiche.id}"
    with st.container(key=f"ouverte-{bloc.cle}", gap="xsmall"):
        st.html(balises.balise("h4", balises.escape(nom), _etat(fiche), classe="ctg-question"))
        if state.edition(lieu):
            _forme(bloc, livre, lieu)
        else:
            st.html(balises.definitions(vues.details(fiche.objet)))
            if changeable(livre):
                args = (lieu, fiche, bloc.champs)
                st.button(communs.MODIFIER, key=f"ouvre-{lieu}", on_click=conventions.ouvre, args=args, type="tertiary")
        if hasattr(fiche.objet, "etat") and changeable(livre):
            suites(lieu, livre, fiche)
        if reste:
            reste(livre, fiche)
        retire = partial(conventions.retire, lieu, livre.dossier.id, fiche)
        lecture = conventions.lecture(bloc.genre)
        mains.gestes(lieu, fiche, sujet=nom, retirer=communs.RETIRER, retire=retire, lecture=lecture)


def _etat(fiche: Fiche) -> str:
    etat = getattr(fiche.objet, "etat", None)
    return balises.balise("span", balises.escape(mots.etat(etat)), classe="ctg-pas-etat") if etat else ""


def suites(lieu: str, livre: Livre, fiche: Fiche) -> None:
    """The states that may follow, each with what is to be done before it."""
    conventions.etat(lieu, livre, fiche)
    avant(livre, fiche, etats.suites(fiche.objet.etat))


def avant(livre: Livre, fiche: Fiche, suivants: tuple[etats.Etat, ...]) -> None:
    """What is to be done before each of these states, as lists; nothing for those that are open."""
    for vers in suivants:
        if raisons := conventions.a_faire_avant(livre, fiche, vers):
            dit = communs.A_FAIRE_AVANT.format(etat=mots.etat(vers))
            st.html(balises.paragraphe(dit, "ctg-sourdine") + balises.liste(soigne(tuple(raisons))))
