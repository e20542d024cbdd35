"""The life of a CTG on the page: the line of its states and what leads to the next, its eleven steps, its renewal."""

from datetime import date

import streamlit as st

from ctg_data.conventions import gestes, pas, renouvellement
from ctg_data.conventions.lecture import Livre
from ctg_data.errors import CtgError, SaisieInvalide
from ctg_data.parcours import etats
from ctg_data.parcours.convention import Ctg, Pas
from ctg_data.parcours.cycle import PAR_CODE
from ctg_data.parcours.etats import EtatCtg, EtatPas
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, balises_cycle, cache, components, conventions, fiches, mains, state
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import textes_conventions as communs
from ctg_data.ui import textes_gouvernance as textes
from ctg_data.ui.champs import Champ
from ctg_data.ui.champs_gouvernance import PAS
from ctg_data.ui.mains import Brouillon, Formulaire
from ctg_data.views import conventions as vues
from ctg_data.views.cycle import CycleVue, EtapeVue, cycle_de_vie
from ctg_data.wording import parcours as mots

LIEU = "ctg-etat"
FORME, SUITE, SUPPRESSION = "ctg-modifie", "ctg-suivante", "ctg-suppression"
CHAMPS = (*conventions.CHAMPS_CTG, Champ("derogation", textes.DEROGATION))
CHAMPS_SUITE = (
    Champ("nom", textes.RENOUVELER_NOM, nature="ligne"),
    Champ("debut", textes.DEBUT, nature="date"),
    Champ("fin", textes.FIN, nature="date"),
)


def volet(livre: Livre) -> None:
    vue = cycle_de_vie(livre.dossier, date.today())
    _convention(livre, vue)
    _etapes(livre, vue)
    _supprime(livre.ctg)
    conventions.supprimees()


def _convention(livre: Livre, vue: CycleVue) -> None:
    """Where the CTG stands, its next states with what is to be done before, its dates and themes."""
    components.titre(textes.ETAT_CTG)
    st.html(balises_cycle.etats(vue))
    if phrase := vues.rattachement(livre.ctg, lus.liste()):
        st.html(balises.paragraphe(phrase, "ctg-texte"))
    champs = _champs(livre.ctg)
    suivants = etats.suites(livre.ctg.objet.etat)
    with st.container(horizontal=True, key="etats-ctg"):
        for vers in suivants:
            _suite(livre, vers)
        if fiches.changeable(livre) and not state.edition(FORME):
            args = (FORME, livre.ctg, champs)
            st.button(textes.CONVENTION, key=f"ouvre-{FORME}", on_click=conventions.ouvre, args=args, type="tertiary")
    mains.refus(LIEU)
    fiches.avant(livre, livre.ctg, suivants)
    if state.edition(FORME):
        with st.container(key=f"forme-{FORME}"):
            conventions.formulaire(FORME, livre.dossier.id, Ctg, champs)
    if state.edition(SUITE):
        _renouvelle(livre)


def _champs(fiche: Fiche[Ctg]) -> tuple[Champ, ...]:
    """A local CTG may belong to a départementale one, where there is one."""
    possibles = {f.id: f.objet.nom for f in gestes.rattachables(lus.liste(), fiche)}
    if ici := fiche.objet.parent:
        possibles.setdefault(ici, textes.PARENT_PERDU)
    parent = Champ("parent", textes.PARENT, nature="choix", options=(("", textes.PARENT_AUCUN), *possibles.items()))
    return (*CHAMPS, parent) if possibles else CHAMPS


def _suite(livre: Livre, vers: EtatCtg) -> None:
    """A state that may follow; what forbids it stands under it, as a list."""
    ferme = bool(conventions.a_faire_avant(livre, livre.ctg, vers))
    if vers == EtatCtg.RENOUVELEE:
        st.button(textes.RENOUVELER, key="ouvre-suivante", on_click=_ouvre_suite, args=(livre.ctg,), disabled=ferme)
        return
    libelle = communs.PASSER.format(etat=mots.etat(vers))
    args = (LIEU, livre.dossier.id, livre.ctg, vers)
    st.button(libelle, key=f"passe-ctg-{vers.value}", on_click=conventions.passe, args=args, disabled=ferme)


def _ouvre_suite(fiche: Fiche[Ctg]) -> None:
    """The next CTG starts the day after this one ends, and lasts as long."""
    debut, fin = fiche.objet.debut, fiche.objet.fin
    suite = renouvellement.dates_suivantes(debut, fin) if debut and fin else (None, None)
    state.ouvre_edition(SUITE, fiche, nom=fiche.objet.nom, debut=suite[0], fin=suite[1])


def _renouvelle(livre: Livre) -> None:
    def enregistre(_: Fiche | None, brouillon: Brouillon) -> None:
        if not (brouillon["debut"] and brouillon["fin"]):
            raise SaisieInvalide(textes.RENOUVELER_DATES)
        with gestes.atelier(cache.auteur(), livre.dossier.id) as etabli:
            neuve = renouvellement.renouvelle(etabli, brouillon["nom"], brouillon["debut"], brouillon["fin"])
        state.choisit("ctg", neuve.id)

    with st.container(key=f"forme-{SUITE}"):
        st.html(balises.paragraphe(textes.RENOUVELER_AIDE, "ctg-texte"))
        lecture = conventions.lecture(Ctg)
        forme = Formulaire(SUITE, CHAMPS_SUITE, enregistre, textes.RENOUVELER_FAIT, enregistrer=textes.RENOUVELER, lecture=lecture)
        mains.formulaire(forme)


def _supprime(fiche: Fiche[Ctg]) -> None:
    """What setting a CTG aside takes with it, then the gesture, once more."""
    if not state.edition(SUPPRESSION):
        st.button(textes.SUPPRIMER, key="supprime-ctg", on_click=state.ouvre_edition, args=(SUPPRESSION, fiche), type="tertiary")
        return
    st.warning(components.echappe(textes.SUPPRIMER_AIDE), title=components.echappe(fiche.objet.nom))
    with st.container(horizontal=True, key="forme-supprime-ctg"):
        st.button(textes.SUPPRIMER_CONFIRMER, key="confirme-supprime-ctg", on_click=_ecarte, args=(fiche,), type="primary")
        st.button(communs.RENONCER, key="renonce-supprime-ctg", on_click=state.ferme_edition, args=(SUPPRESSION,), type="tertiary")
    mains.refus(SUPPRESSION)


def _ecarte(fiche: Fiche[Ctg]) -> None:
    try:
        gestes.supprime(cache.auteur(), fiche)
    except CtgError as erreur:
        state.garde_refus(SUPPRESSION, str(erreur))
        return
    state.ferme_edition(SUPPRESSION)
    state.choisit("ctg", "")
    state.garde_confirmation(textes.SUPPRIMEE.format(nom=fiche.objet.nom))


def _etapes(livre: Livre, vue: CycleVue) -> None:
    components.titre(textes.ETAPES)
    st.html(balises_cycle.frise(vue))
    st.html(balises.paragraphe(textes.ETAPES_AIDE, "ctg-sourdine"))
    passees = tuple(e.code for _, etapes in vue.phases for e in etapes if e.situation == "a_confirmer")
    ouverte = fiches.changeable(livre)
    if passees and ouverte:
        libelle = textes.PASSEES.format(nombre=len(passees))
        st.button(libelle, key="confirme-etapes", on_click=_confirme, args=(livre.dossier.id, passees))
    ici = vue.etape(state.selection().element)
    noms = {e.code: f"{e.code} · {e.nom}" for _, etapes in vue.phases for e in etapes}
    widget = state.lie("fiche-etape", ici.code)
    options = {"format_func": noms.__getitem__, "on_change": state.choisit_fiche, "args": ("fiche-etape",), "width": 520}
    st.selectbox(textes.ETAPE, list(noms), key=widget, **options)
    _etape(livre, ici, ouverte=ouverte)


def _confirme(ctg: str, etapes: tuple[str, ...]) -> None:
    conventions.agit("etapes", ctg, lambda e: pas.confirme(e, etapes), textes.PASSEES_FAIT)


def _etape(livre: Livre, etape: EtapeVue, *, ouverte: bool) -> None:
    """One step in full, where it stands, and how to say otherwise."""
    with st.container(key="ouverte-etape", gap="xsmall"):
        st.html(balises_cycle.etape(etape))
        if not ouverte:
            return
        note = livre.fiches.get(etape.pas)
        with st.container(horizontal=True, key="etats-etape"):
            for vers in etats.suites(note.objet.etat if note else EtatPas.A_FAIRE):
                if vers.value == etape.situation:
                    continue
                libelle = communs.PASSER.format(etat=mots.etat(vers))
                args = (livre.dossier.id, etape.code, vers)
                st.button(libelle, key=f"passe-etape-{vers.value}", on_click=_note, args=args, type="tertiary")
        mains.refus("etapes")
        _detail(livre, etape.code, note)


def _note(ctg: str, code: str, vers: EtatPas) -> None:
    conventions.agit("etapes", ctg, lambda e: pas.note(e, code, vers), textes.NOTEE.format(etat=mots.etat(vers)))


def _detail(livre: Livre, code: str, note: Fiche[Pas] | None) -> None:
    """Date, role and note of a step: its record is made by the first of them."""
    cle = f"etape-{code}"
    if state.edition(cle):
        with st.container(key=f"forme-{cle}"):
            conventions.formulaire(cle, livre.dossier.id, Pas, PAS, fixe={"etape": code})
        return
    if note and note.objet.note:
        st.html(balises.paragraphe(note.objet.note, "ctg-ecrit"))
    if note:
        st.button(textes.DATER, key=f"ouvre-{cle}", on_click=conventions.ouvre, args=(cle, note, PAS), type="tertiary")
    else:
        options = {"on_click": state.ouvre_edition, "args": (cle,), "kwargs": {"role": PAR_CODE[code].role.value}}
        st.button(textes.DATER, key=f"ouvre-{cle}", type="tertiary", **options)
