"""Blocks of the page « Gouvernance »: its parts, what is to be done, partners and bodies, decisions, engagements."""

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import cycle
from ctg_data.parcours.convention import Cote, Instance, Reunion
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, components, conventions, fiches, gouvernance_cycle, plan_actions, state
from ctg_data.ui import champs_gouvernance as blocs
from ctg_data.ui import textes_gouvernance as textes
from ctg_data.ui.markdown import echappe
from ctg_data.views import fiches as vues
from ctg_data.views import taches as vues_taches
from ctg_data.views.taches import LigneTache
from ctg_data.wording import gouvernance as mots
from ctg_data.wording import nombres

TACHES, QUI = "taches", "qui"


def volets(livre: Livre) -> None:
    """The parts of the page, one at a time; the one that is open is in the address."""
    choisi = state.selection().volet
    ici = choisi if choisi in VOLETS else next(iter(VOLETS))
    components.rangee("volet", textes.VOLET, mots.VOLETS, ici)
    VOLETS[ici](livre)


def _a_faire(livre: Livre) -> None:
    if not fiches.changeable(livre):
        components.vide(textes.TERMINEE)
        return
    roles = dict(vues_taches.roles(livre.dossier, date.today()))
    options = {"format_func": roles.__getitem__, "width": 420, "persist_state": "session"}
    role = st.selectbox(textes.ROLE, list(roles), key=QUI, **options)
    vue = vues_taches.a_faire(livre.dossier, date.today(), role, state.page_lue(TACHES))
    if not vue.groupes:
        components.vide(*((textes.RIEN_ROLE,) if role else (textes.RIEN, textes.RIEN_REMEDE)))
    for rang, (titre, lignes) in enumerate(vue.groupes):
        components.titre(titre, 3)
        with st.container(key=f"taches-{rang}", gap=None):
            for numero, ligne in enumerate(lignes):
                _tache(f"{rang}-{numero}", ligne)
    fiches.pagine(TACHES, vue.pages, vue.page)
    st.html(balises.paragraphe(textes.AFAIRE_AIDE, "ctg-sourdine"))


def _tache(numero: str, ligne: LigneTache) -> None:
    """When, what, by whom: the sentence opens what it speaks of."""
    with st.container(horizontal=True, key=f"tache-{numero}", gap="small"):
        classe = "ctg-quand ctg-defavorable" if ligne.groupe == "retard" else "ctg-quand"
        st.html(balises.balise("span", balises.escape(ligne.quand), classe=classe), width=150)
        ouvre = st.button(echappe(ligne.phrase), key=f"va-{numero}", type="tertiary", wrap=True)
        st.html(balises.balise("span", balises.escape(ligne.qui), classe="ctg-note"), width="content")
    if ouvre:
        _va(ligne)


def _va(ligne: LigneTache) -> None:
    """Open the record that a line speaks of; the page already open is drawn again on it."""
    state.change(volet=ligne.volet, element=ligne.fiche, changement=ligne.changement or state.selection().changement)
    if ligne.page == "gouvernance":
        st.rerun()
    st.switch_page(components.PAGES[ligne.page], query_params=state.selection().parametres(ligne.page))


def _partenaires(livre: Livre) -> None:
    d, jour = livre.dossier, date.today()
    page = state.page_lue
    components.titre(textes.INSTANCES)
    fiches.montre(blocs.instances(), livre, vues.instances(d, jour, page("instance")), _rendez_vous)
    components.titre(textes.REUNIONS)
    if d.de(Instance):
        fiches.montre(blocs.reunions(d, jour), livre, vues.reunions(d, page("reunion")))
    else:
        components.vide(textes.REUNIONS_VIDE, textes.REUNIONS_REMEDE)
    components.titre(textes.ORGANISATIONS)
    fiches.montre(blocs.organisations(), livre, vues.organisations(d, page("organisation")))
    components.titre(textes.PARTICIPANTS)
    fiches.montre(blocs.participants(d), livre, vues.participants(d, page("participant")))


def _rendez_vous(livre: Livre, fiche: Fiche[Instance]) -> None:
    """The date proposed for the next meeting of a body, one gesture away."""
    jour = date.today()
    rdv = cycle.rendez_vous(livre.dossier, fiche.id, jour)
    if rdv.prevue is None and fiches.changeable(livre):
        proposee = cycle.date_proposee(rdv, jour)
        libelle = textes.PROPOSER.format(jour=nombres.jour(proposee))
        st.button(libelle, key=f"prevoit-{fiche.id}", on_click=_prevoit, args=(livre.dossier.id, fiche.id, proposee))


def _prevoit(ctg: str, instance: str, jour: date) -> None:
    fait = textes.PROPOSER_FAIT.format(jour=nombres.jour(jour))
    conventions.agit(f"fiche-{instance}", ctg, lambda e: e.cree(Reunion(ctg, instance, jour)), fait)


def _decisions(livre: Livre) -> None:
    components.titre(textes.DECISIONS)
    liste = vues.decisions(livre.dossier, state.page_lue("decision"))
    fiches.montre(blocs.decisions(livre.dossier, date.today()), livre, liste)


def _engagements(livre: Livre) -> None:
    """Both sides beside each other, then the record that is open under them."""
    components.titre(textes.ENGAGEMENTS)
    for colonne, (cote, bloc) in zip(st.columns(2, gap="medium"), blocs.ENGAGEMENTS.items(), strict=True):
        with colonne:
            _cote(livre, cote, bloc)


def _cote(livre: Livre, cote: Cote, bloc: fiches.Bloc) -> None:
    components.titre(mots.TABLES[cote.value], 3)
    fiches.montre(bloc, livre, vues.engagements(livre.dossier, cote, state.page_lue(bloc.cle)))


VOLETS: Mapping[str, Callable[[Livre], None]] = {
    "afaire": _a_faire,
    "cycle": gouvernance_cycle.volet,
    "partenaires": _partenaires,
    "decisions": _decisions,
    "actions": plan_actions.volet,
    "engagements": _engagements,
}
