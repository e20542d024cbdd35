"""Blocks that the pages of a CTG share: which CTG, its head, forms and states of its records, gestures under the rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any

import streamlit as st

from ctg_data.conventions import gestes
from ctg_data.conventions.gestes import Annulable, Etabli
from ctg_data.conventions.lecture import Livre
from ctg_data.errors import CtgError
from ctg_data.parcours import etats, passages
from ctg_data.parcours.convention import Ctg
from ctg_data.storage.depot import ConflitDeVersion, Fiche, ObjetInconnu
from ctg_data.ui import balises, cache, champs, components, emporter, mains, state
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import textes_conventions as textes
from ctg_data.ui.champs import Champ
from ctg_data.ui.mains import Brouillon, Formulaire, Lecture
from ctg_data.ui.markdown import echappe
from ctg_data.views import conventions as vues
from ctg_data.views import mains as vues_mains
from ctg_data.wording import parcours as mots

NOUVELLE = "ctg-nouvelle"
CHAMPS_CTG = (
    Champ("nom", textes.NOM, nature="ligne"),
    champs.themes("themes", textes.THEMES, textes.THEMES_AIDE),
    Champ("signe_le", textes.SIGNATURE, nature="date"),
    Champ("debut", textes.DEBUT, nature="date"),
    Champ("fin", textes.FIN, nature="date"),
)


def page(titre: str, sous_titre: str, donnees: Callable[[Livre], str] | None = None) -> Livre | None:
    """Title, choice of the CTG and its head; the dossier to read, None where there is none yet.

    ``donnees``: what is to be known of the figures that a page shows for a CTG, said in the same line as what is fictive.
    """
    components.titre_page(titre, sous_titre)
    mains.confirmation()
    fiches = {f.id: f for f in lus.liste()}
    if not fiches:
        components.vide(textes.AUCUNE, textes.AUCUNE_REMEDE)
        _nouvelle()
        supprimees()
        return None
    choisie = state.selection().ctg
    if choisie and choisie not in fiches:
        components.vide(textes.INCONNUE)
    ici = choisie if choisie in fiches else next(iter(fiches))
    state.change(ctg=ici)
    livre = lus.livre(ici)
    _tete(fiches, livre, donnees(livre) if donnees else "")
    return livre


def _tete(fiches: Mapping[str, Fiche[Ctg]], livre: Livre, donnees: str) -> None:
    """On one line the CTG and what can be done with it, then what it is."""
    ici = livre.ctg
    entete = vues.entete(ici, nom_territoire(ici.objet))
    components.bandeau(_reserve(entete.fictive, donnees))
    with st.container(horizontal=True, vertical_alignment="center", key="ctg-choix"):
        st.selectbox(
            textes.CHOIX,
            list(fiches),
            format_func=lambda i: fiches[i].objet.nom,
            key=state.lie("ctg", ici.id),
            on_change=state.retient,
            args=("ctg",),
            label_visibility="collapsed",
            width=420,
        )
        components.lien_territoire(ici.objet.niveau, ici.objet.code, libelle=textes.PORTRAIT, lieu="ctg")
        st.button(textes.NOUVELLE, key="ouvre-nouvelle-ctg", on_click=state.ouvre_edition, args=(NOUVELLE,), type="tertiary")
        emporter.boutons(livre, entete.territoire)
        _annulable(livre)
    st.html(balises.paragraphe(entete.resume, "ctg-sourdine ctg-resume"))
    mains.refus("ctg")
    if state.edition(NOUVELLE):
        _nouvelle()


def _reserve(fictive: bool, donnees: str) -> str:
    """One line, whatever is fictive; figures of a received bundle are told beside a fictive CTG."""
    if not fictive:
        return donnees
    if cache.corpus().paquet:
        return f"{textes.FICTIVE} {donnees}"
    return textes.FICTIVE_ET_DONNEES if donnees else textes.FICTIVE


def nom_territoire(ctg: Ctg) -> str:
    """The name of the territory of a CTG; its code where the reference does not hold it any more."""
    return cache.nom(ctg.niveau, ctg.code) if cache.existe(ctg.niveau, ctg.code) else ctg.code


def _annulable(livre: Livre) -> None:
    if dernier := lus.annulable(livre):
        libelle = echappe(textes.ANNULER.format(quoi=vues.geste(dernier)))
        st.button(libelle, key="annuler-ctg", on_click=_annule, args=(livre.dossier.id, dernier), type="tertiary", wrap=True)


def _annule(ctg: str, dernier: Annulable) -> None:
    try:
        gestes.annule(cache.auteur(), ctg, dernier)
    except CtgError as erreur:
        state.garde_refus("ctg", str(erreur))
    else:
        state.garde_confirmation(textes.ANNULE.format(quoi=vues.geste(dernier)))


def _nouvelle() -> None:
    """A new CTG: on a territory searched by name, or on a perimeter."""
    state.ouvre_edition(NOUVELLE, nom="", themes=())
    territoires = {"": champs.A_CHOISIR} | {f"{t.niveau}/{t.code}": cache.libelle(t) for t in cache.territoires_de_ctg()}
    champs_ = (Champ("territoire", textes.TERRITOIRE, nature="choix", options=tuple(territoires.items())), *CHAMPS_CTG)
    with st.container(key=f"forme-{NOUVELLE}"):
        st.html(balises.paragraphe(textes.NOUVELLE_AIDE, "ctg-texte"))
        mains.formulaire(Formulaire(NOUVELLE, champs_, _cree_ctg, textes.CREEE, enregistrer=textes.CREER, lecture=lecture(Ctg)))


def _cree_ctg(_: Fiche | None, brouillon: Brouillon) -> None:
    niveau, _, code = str(brouillon["territoire"]).partition("/")
    if not code:
        raise CtgError(textes.TERRITOIRE_A_CHOISIR)
    fiche = gestes.cree(cache.auteur(), Ctg(niveau=niveau, code=code, **valeurs(Ctg, brouillon)))
    state.choisit("ctg", fiche.id)


def supprimees() -> None:
    """The CTG that were set aside, and the way back."""
    ecartees = {f.id: f for f in lus.supprimees()}
    if not ecartees:
        return
    with st.expander(textes.SUPPRIMEES.format(nombre=len(ecartees)), key="ctg-supprimees"):
        noms = {i: f.objet.nom for i, f in ecartees.items()}
        choisie = st.selectbox(textes.SUPPRIMEE_CHOIX, list(noms), format_func=noms.__getitem__, key="ctg-supprimee", width=520)
        st.button(textes.RETABLIR, key="retablit-ctg", on_click=_retablit, args=(ecartees[choisie],))
        mains.refus("ctg-supprimees")


def _retablit(fiche: Fiche[Ctg]) -> None:
    try:
        gestes.retablit(cache.auteur(), fiche)
    except CtgError as erreur:
        state.garde_refus("ctg-supprimees", str(erreur))
        return
    state.choisit("ctg", fiche.id)
    state.garde_confirmation(textes.RETABLIE.format(nom=fiche.objet.nom))


# Records --------------------------------------------------------------------------------------------------------------


def lecture(genre: type) -> Lecture:
    """How a kind of record is told in a conflict and in a history."""
    return Lecture(vues.champs_dits(genre), vues_mains.formate(genre))


def valeurs(genre: type, brouillon: Brouillon) -> dict[str, Any]:
    """What was typed, as the fields of a record: closed lists by their members, empty numbers as 0 where a number is needed."""
    types = {champ.name: champ.type for champ in fields(genre)}
    return {nom: _en_champ(types[nom], saisi) for nom, saisi in brouillon.items() if nom in types}


def _en_champ(type_: Any, saisi: Any) -> Any:
    if isinstance(type_, type) and issubclass(type_, StrEnum):
        return type_(saisi)
    return 0 if type_ is int and saisi is None else saisi


def formulaire(
    cle: str,
    ctg: str,
    genre: type,
    champs_: Sequence[Champ],
    *,
    fixe: Mapping[str, Any] | None = None,
    fait: str = "",
    deduit: Callable[[Brouillon], Mapping[str, Any]] | None = None,
) -> None:
    """The open form ``cle`` of a record: a new one (with ``fixe``), or the one that it was opened on; saved under the rules.

    ``deduit``: fields that follow from what is typed.
    """

    def enregistre(lue: Fiche | None, brouillon: Brouillon) -> None:
        saisies = valeurs(genre, {champ.nom: brouillon[champ.nom] for champ in champs_}) | dict(deduit(brouillon) if deduit else {})
        with gestes.atelier(cache.auteur(), ctg) as etabli:
            if lue is None:
                etabli.cree(genre(ctg=ctg, **(fixe or {}), **saisies))
            else:
                etabli.modifie(lue, **saisies)

    mains.formulaire(Formulaire(cle, tuple(champs_), enregistre, fait or textes.ENREGISTRE, lecture=lecture(genre)))


def ouvre(cle: str, fiche: Fiche, champs_: Sequence[Champ]) -> None:
    """Callback: open the form of a record, with what it holds."""
    objet = fiche.objet
    state.ouvre_edition(cle, fiche, **{c.nom: a_saisir(getattr(objet, c.nom)) for c in champs_})


def a_saisir(valeur: Any) -> Any:
    """A value of a record, as a field of a form holds it."""
    return valeur.value if isinstance(valeur, StrEnum) else valeur


def agit(lieu: str, ctg: str, geste: Callable[[Etabli], object], fait: str) -> bool:
    """Callback of a gesture on a CTG: one transaction; a refusal is told at ``lieu``, with everything left as it was.

    Gives whether it was done.
    """
    try:
        with gestes.atelier(cache.auteur(), ctg) as etabli:
            geste(etabli)
    except ConflitDeVersion as erreur:
        state.garde_refus(lieu, vues_mains.conflit(erreur, cache.auteur().acteur).message)
    except ObjetInconnu as erreur:
        state.garde_refus(lieu, str(erreur))
    except CtgError as erreur:
        state.garde_refus(lieu, str(erreur))
    else:
        state.garde_confirmation(fait)
        return True
    return False


def retire(lieu: str, ctg: str, fiche: Fiche) -> None:
    """Callback: set a record aside, with what belongs to it."""
    agit(lieu, ctg, lambda e: e.supprime(fiche), textes.RETIRE)
    state.ferme_edition(lieu)


def etat(lieu: str, livre: Livre, fiche: Fiche) -> None:
    """The states that may follow: a button each; what is to be done first stands under it, as a list."""
    suites = etats.suites(fiche.objet.etat)
    if not suites:
        return
    with st.container(horizontal=True, key=f"etats-{lieu}"):
        for vers in suites:
            libelle = textes.PASSER.format(etat=mots.etat(vers))
            st.button(libelle, key=f"passe-{lieu}-{vers.value}", on_click=_demande, args=(lieu, livre, fiche, vers), type="tertiary")
    mains.refus(lieu)
    for vers in suites:
        cle = f"motif-{lieu}-{vers.value}"
        if state.edition(cle):
            _motive(cle, livre.dossier.id, fiche, vers)


def _demande(lieu: str, livre: Livre, fiche: Fiche, vers: etats.Etat) -> None:
    """Callback: pass at once; ask for the reason first where the state keeps one."""
    if vers in etats.MOTIVES:
        state.ouvre_edition(f"motif-{lieu}-{vers.value}", fiche, motif="")
        return
    passe(lieu, livre.dossier.id, fiche, vers)


def passe(lieu: str, ctg: str, fiche: Fiche, vers: etats.Etat) -> None:
    """Callback: change the state of a record."""
    agit(lieu, ctg, lambda e: e.passe(fiche, vers), textes.PASSE.format(etat=mots.etat(vers)))


def _motive(cle: str, ctg: str, fiche: Fiche, vers: etats.Etat) -> None:
    def enregistre(lue: Fiche | None, brouillon: Brouillon) -> None:
        with gestes.atelier(cache.auteur(), ctg) as etabli:
            etabli.passe(lue or fiche, vers, str(brouillon["motif"]))

    champ = Champ("motif", textes.RAISON, textes.RAISON_AIDE)
    fait = textes.PASSE.format(etat=mots.etat(vers))
    mains.formulaire(Formulaire(cle, (champ,), enregistre, fait, enregistrer=textes.CONFIRMER, lecture=lecture(type(fiche.objet))))


def a_faire_avant(livre: Livre, fiche: Fiche, vers: etats.Etat) -> list[str]:
    """What is to be done before a record may pass to a state, [] when it may."""
    motif = "-" if vers in etats.MOTIVES else ""
    return list(passages.obstacles(livre.dossier, fiche.id, fiche.objet, vers, motif))
