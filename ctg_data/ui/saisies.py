"""What people write on the portrait: its state, decisions on its sentences, notes on its figures."""

from collections.abc import Sequence

import streamlit as st

from ctg_data.errors import CtgError
from ctg_data.storage import portraits
from ctg_data.storage.depot import Depot, Fiche
from ctg_data.storage.journal import Entree
from ctg_data.storage.modele import Choix, ElementSaillant, EtatPortrait, Note, Portrait
from ctg_data.ui import balises, balises_ecrits, cache, components, mains, state
from ctg_data.ui.champs import Champ
from ctg_data.ui.mains import Brouillon, Formulaire
from ctg_data.ui.markdown import echappe
from ctg_data.views import saisies as vues
from ctg_data.views.ecrits import Mot
from ctg_data.views.model import Chiffre, PortraitView, Saillant
from ctg_data.wording import saisies as mots

CHAMPS_DECISION = {
    Choix.GARDE: (),
    Choix.REFORMULE: (Champ("texte", mots.VOTRE_PHRASE, mots.VOTRE_PHRASE_AIDE),),
    Choix.ECARTE: (Champ("motif", mots.VOTRE_RAISON, mots.VOTRE_RAISON_AIDE),),
}
CHAMPS_NOTE = (Champ("texte", mots.VOTRE_NOTE, mots.VOTRE_NOTE_AIDE),)
PUBLICATION = "publication"


def etat(vue: PortraitView) -> None:
    """Draft or published, by whom and when; the gesture that changes it; undoing of one's last change on this portrait.

    Nothing is written on a portrait of the past: what was written is shown, without gestures, here and below.
    """
    mains.confirmation()
    if vue.au:
        st.html(balises_ecrits.etat(vue.saisies.etat) + balises.paragraphe(mots.LECTURE_SEULE, "ctg-sourdine"))
        return
    with st.container(key="etat", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", key="etat-gestes"):
            st.html(balises_ecrits.etat(vue.saisies.etat), width="content")
            libelle = mots.REPRENDRE if vue.saisies.etat.publie else mots.PUBLIER
            st.button(libelle, key="publier", on_click=state.ouvre_edition, args=(PUBLICATION, vue.saisies.etat.fiche), type="tertiary")
            _annulable(vue)
        mains.refus("etat")
        if state.edition(PUBLICATION):
            _confirme(vue)


def _annulable(vue: PortraitView) -> None:
    geste = cache.annulable(vue.entete.niveau, vue.entete.code)
    if geste:
        st.button(echappe(vues.annulation(geste)), key="annuler", on_click=_annule, args=(geste,), type="tertiary", wrap=True)


def _annule(geste: Sequence[Entree]) -> None:
    try:
        portraits.depot(cache.auteur()).annule(geste[0])
    except CtgError as erreur:
        state.garde_refus("etat", str(erreur))
    else:
        state.garde_confirmation(vues.annule(geste))


def _confirme(vue: PortraitView) -> None:
    """What publishing means, before it is done."""
    voulu = EtatPortrait.BROUILLON if vue.saisies.etat.publie else EtatPortrait.PUBLIE
    components.bandeau(mots.CONSEQUENCES[voulu])
    e = vue.entete
    formulaire = Formulaire(
        PUBLICATION,
        (),
        lambda lue, _: portraits.enregistre(
            portraits.depot(cache.auteur()), lue, Portrait(e.niveau, e.code, voulu, vue.donnees if voulu == EtatPortrait.PUBLIE else "")
        ),
        mots.ETATS_FAITS[voulu],
        enregistrer=mots.CONFIRMATIONS[voulu],
        fermer=mots.ANNULER,
    )
    mains.formulaire(formulaire)


def saillant(vue: PortraitView, fait: Saillant) -> None:
    """What a person decided of one sentence, under it, and the gesture that decides."""
    lieu = f"saillant-{fait.indicateur}"
    mot, ancien = vue.saisies.decisions.get(fait.indicateur), vue.saisies.anciennes.get(fait.indicateur)
    if texte := balises_ecrits.decision(fait, mot, ancien):
        st.html(texte)
    if vue.au:
        return
    if state.edition(lieu):
        _decide(vue, fait, lieu)
    else:
        _gestes(fait, lieu, mot or ancien, lue=_lue(vue, fait, mot), decide=mot is not None)


def _gestes(fait: Saillant, lieu: str, mot: Mot | None, *, lue: Fiche | None, decide: bool) -> None:
    """Decide, or decide again; the words of a person are no button: their figure opens beside."""
    with st.container(horizontal=True, key=f"gestes-{lieu}"):
        libelle = mots.REVOIR if decide else mots.DECIDER
        st.button(libelle, key=f"ouvre-{lieu}", on_click=_ouvre_decision, args=(fait, lieu, mot, lue), type="tertiary")
        if decide and mot.reformule:
            choix = {"theme": fait.theme, "figure": fait.indicateur}
            st.button(mots.VOIR_FIGURE, key=f"ouvre-figure-{lieu}", on_click=state.change, kwargs=choix, type="tertiary")


def _lue(vue: PortraitView, fait: Saillant, mot: Mot | None) -> Fiche | None:
    """The record that a decision would replace: the one that stands, else the one set aside on the same figure and year."""
    return mot.fiche if mot else vue.saisies.laissees.get(fait.indicateur)


def _ouvre_decision(fait: Saillant, lieu: str, mot: Mot | None, lue: Fiche | None) -> None:
    """What was decided, if anything; words of one's own start from those written, else from the sentence proposed."""
    objet = mot.fiche.objet if mot else None
    choix, texte, motif = (str(objet.choix), objet.texte, objet.motif) if objet else (Choix.GARDE.value, "", "")
    state.ouvre_edition(lieu, lue, choix=choix, texte=texte or fait.phrase, motif=motif)


def _decide(vue: PortraitView, fait: Saillant, lieu: str) -> None:
    """Keep, reword or dismiss: one choice, its text if it takes one."""
    ouverte = state.edition(lieu)
    with st.container(key=f"forme-{lieu}"):
        choix = Choix(ouverte.brouillon["choix"])
        st.segmented_control(
            mots.DECISION,
            list(Choix),
            key=state.lie(f"choix-{lieu}", choix),
            format_func=mots.CHOIX.__getitem__,
            on_change=state.retient_brouillon,
            args=(lieu, "choix", f"choix-{lieu}"),
            required=True,
        )
        mains.formulaire(Formulaire(lieu, CHAMPS_DECISION[choix], lambda lue, b: _enregistre(vue, fait, lue, b), mots.DECISION_FAITE))
        if ouverte.lue is not None and not ouverte.lue.supprime:
            mains.gestes(lieu, ouverte.lue, sujet=fait.phrase, retirer=mots.REVENIR)


def _enregistre(vue: PortraitView, fait: Saillant, lue: Fiche | None, brouillon: Brouillon) -> None:
    choix, e = Choix(brouillon["choix"]), vue.entete
    textes = {champ.nom: brouillon.get(champ.nom, "") for champ in CHAMPS_DECISION[choix]}
    annee = vues.annee(vue, fait.indicateur)
    voulu = ElementSaillant(e.niveau, e.code, fait.indicateur, annee, choix, **textes, constat=vues.constat(fait.phrase))
    portraits.enregistre(portraits.depot(cache.auteur()), lue, voulu)


def ecartes(vue: PortraitView) -> None:
    """The sentences that were dismissed, folded, each with its reason and the way back."""
    dits = vues.ecartes(vue)
    if not dits:
        return
    with st.expander(mots.ECARTES.format(nombre=len(dits)), key="ecartes"):
        for fait, mot in dits:
            lieu = f"ecarte-{fait.indicateur}"
            st.html(balises_ecrits.ecarte(fait, mot))
            if vue.au:
                continue
            with st.container(horizontal=True, key=lieu):
                st.button(mots.RETABLIR, key=f"retablit-{lieu}", on_click=_retablit_phrase, args=(lieu, mot.fiche), type="tertiary")
            mains.refus(lieu)


def _retablit_phrase(lieu: str, fiche: Fiche) -> None:
    mains.agit(lieu, Depot.supprime, fiche, fait=mots.RETABLI_FAIT)


def notes(vue: PortraitView) -> None:
    """The notes of the chosen theme, to write, mend, take away and bring back; their texts stand in the rows above."""
    ici = [c for c in vue.theme_choisi.chiffres if c.disponible]
    if not ici or vue.au:
        return
    components.titre(mots.NOTES, 3)
    for chiffre in ici:
        for mot in vue.saisies.notes.get(chiffre.id, ()):
            _note(vue, mot)
    _nouvelle(vue, ici)
    _retirees([m for m in vue.saisies.retirees if m.indicateur in {c.id for c in ici}])


def _note(vue: PortraitView, mot: Mot) -> None:
    lieu = f"note-{mot.fiche.id}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"ligne-{lieu}"):
        st.html(balises.paragraphe(f"{vues.sujet(mot)} : {mot.mention}", "ctg-sourdine"), width="content")
        if not state.edition(lieu):
            args = (lieu, mot.fiche)
            st.button(mots.MODIFIER, key=f"ouvre-{lieu}", on_click=_ouvre_note, args=args, type="tertiary")
    mains.refus(lieu)
    if state.edition(lieu):
        with st.container(key=f"forme-{lieu}"):
            mains.formulaire(Formulaire(lieu, CHAMPS_NOTE, lambda lue, b: _enregistre_note(vue, mot.indicateur, lue, b), mots.NOTE_FAITE))
            mains.gestes(lieu, state.edition(lieu).lue or mot.fiche, sujet=vues.sujet(mot), retirer=mots.RETIRER_NOTE)


def _ouvre_note(lieu: str, fiche: Fiche) -> None:
    state.ouvre_edition(lieu, fiche, texte=fiche.objet.texte)


def _nouvelle(vue: PortraitView, ici: Sequence[Chiffre]) -> None:
    lieu = f"note-nouvelle-{vue.theme}"
    if not state.edition(lieu):
        st.button(mots.AJOUTER_NOTE, key=f"ouvre-{lieu}", on_click=state.ouvre_edition, args=(lieu,), type="tertiary")
        return
    libelles = {c.id: f"{c.libelle} ({c.annee_texte})" for c in ici}
    with st.container(key=f"forme-{lieu}"):
        choisi = st.selectbox(mots.NOTE_SUR, list(libelles), format_func=libelles.__getitem__, key=f"chiffre-{lieu}", width=560)
        mains.formulaire(Formulaire(lieu, CHAMPS_NOTE, lambda lue, b: _enregistre_note(vue, choisi, lue, b), mots.NOTE_FAITE))


def _enregistre_note(vue: PortraitView, indicateur: str, lue: Fiche | None, brouillon: Brouillon) -> None:
    """A note keeps the year it was written on; mending it says that the figure of that year was read again."""
    chiffre, e = next(c for c in vue.theme_choisi.chiffres if c.id == indicateur), vue.entete
    meme_annee = lue is None or lue.objet.annee == chiffre.annee
    constat = vues.constat(chiffre.valeur_texte) if meme_annee else lue.objet.constat
    annee = chiffre.annee if meme_annee else lue.objet.annee
    voulu = Note(e.niveau, e.code, indicateur, annee, brouillon["texte"], chiffre.modalite, constat)
    portraits.enregistre(portraits.depot(cache.auteur()), lue, voulu)


def _retirees(retirees: Sequence[Mot]) -> None:
    if not retirees:
        return
    with st.expander(mots.NOTES_RETIREES.format(nombre=len(retirees)), key="notes-retirees"):
        for mot in retirees:
            lieu = f"retiree-{mot.fiche.id}"
            st.html(balises_ecrits.note(mot))
            st.button(mots.RETABLIR, key=f"retablit-{lieu}", on_click=_retablit_note, args=(lieu, mot.fiche), type="tertiary")
            mains.refus(lieu)


def _retablit_note(lieu: str, fiche: Fiche) -> None:
    mains.agit(lieu, Depot.retablit, fiche, fait=mots.RETABLI_FAIT)


def orphelines(vue: PortraitView) -> None:
    """What was written on a sentence or a figure that is no longer there: kept, and said so."""
    if not vue.saisies.orphelines:
        return
    with st.expander(mots.ORPHELINES, key="orphelines"):
        for mot in vue.saisies.orphelines:
            lieu = f"orpheline-{mot.fiche.id}"
            st.html(balises_ecrits.note(mot))
            if not vue.au:
                mains.gestes(lieu, mot.fiche, sujet=vues.sujet(mot), retirer=mots.RETIRER_ECRIT)
