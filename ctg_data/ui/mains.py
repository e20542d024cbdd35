"""Blocks for what people write, shared by the pages: a form that loses nothing, two versions side by side, the gestures on one record.

A page gives a ``Formulaire``: its fields, and how to save them.  What is typed stays in the form until it is saved or given up.
A gesture without a form is a callback: it is given the record as the page showed it, so that nobody acts on what was not seen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from ctg_data.diagnostic.figures import Tableau
from ctg_data.errors import CtgError
from ctg_data.storage import portraits
from ctg_data.storage.depot import RETIRE, ConflitDeVersion, Depot, Fiche, ObjetInconnu
from ctg_data.storage.modele import LIBRES
from ctg_data.ui import auteur, balises, cache, champs, components, state
from ctg_data.ui.champs import Champ
from ctg_data.views import mains
from ctg_data.wording import saisies as mots
from ctg_data.wording.typographie import soigne

Brouillon = Mapping[str, Any]


@dataclass(frozen=True)
class Lecture:
    """How the fields of a kind of record are named and told, in a conflict and in a history."""

    noms: Mapping[str, str] = field(default_factory=lambda: mots.CHAMPS)
    formate: mains.Formate = mains.texte


LECTURE = Lecture()


@dataclass(frozen=True)
class Formulaire:
    """``enregistre(lue, brouillon)`` saves over the record as read, raising what the storage raises; ``fait`` is told once it is done."""

    cle: str
    champs: tuple[Champ, ...]
    enregistre: Callable[[Fiche | None, Brouillon], object]
    fait: str
    enregistrer: str = mots.ENREGISTRER
    fermer: str = mots.FERMER
    lecture: Lecture = LECTURE


def formulaire(f: Formulaire) -> None:
    """The fields with what is typed, what stood in the way of the last save, then « Enregistrer » and « Fermer sans enregistrer »."""
    ouverte = state.edition(f.cle)
    if ouverte is None:
        return
    saisis = {champ.nom: champs.dessine(f.cle, champ, ouverte.brouillon.get(champ.nom, "")) for champ in f.champs}
    brouillon = {**ouverte.brouillon, **saisis}
    if isinstance(ouverte.obstacle, ConflitDeVersion):
        _deux_versions(f, ouverte.obstacle, brouillon)
        return
    if ouverte.obstacle:
        st.error(components.echappe(soigne(str(ouverte.obstacle))))
    auteur.signature(f.cle)
    with st.container(horizontal=True, key=f"issues-{f.cle}"):
        if st.button(f.enregistrer, key=f"enregistre-{f.cle}", type="primary"):
            tente(f, ouverte.lue, brouillon)
        st.button(f.fermer, key=f"ferme-{f.cle}", on_click=_ferme, args=(f,), type="tertiary")


def tente(f: Formulaire, lue: Fiche | None, brouillon: Brouillon) -> None:
    """Save; on a refusal, the form stays open with the reason in place."""
    try:
        f.enregistre(lue, {nom: mains.propre(saisi) if isinstance(saisi, str) else saisi for nom, saisi in brouillon.items()})
    except ObjetInconnu:
        state.garde_obstacle(f.cle, CtgError(mots.DISPARUE), None)
    except CtgError as erreur:
        state.garde_obstacle(f.cle, erreur, lue)
    else:
        state.garde_confirmation(f.fait)
        _ferme(f)
    st.rerun()


def _ferme(f: Formulaire) -> None:
    state.ferme_edition(f.cle)
    for champ in f.champs:
        st.session_state.pop(champs.widget(f.cle, champ), None)


def _deux_versions(f: Formulaire, erreur: ConflitDeVersion, brouillon: Brouillon) -> None:
    """Yours and theirs, field by field, then the three ways out; nothing is written before one is chosen."""
    conflit(mains.conflit(erreur, cache.auteur().acteur, champs=f.lecture.noms, formate=f.lecture.formate))
    with st.container(horizontal=True, key=f"issues-{f.cle}"):
        if st.button(mots.GARDER_MIENNE, key=f"mienne-{f.cle}", type="primary"):
            tente(f, erreur.actuelle, brouillon)
        st.button(mots.GARDER_AUTRE, key=f"autre-{f.cle}", on_click=_garde_autre, args=(f,))
        if any(champ.textuel for champ in f.champs):
            st.button(mots.REUNIR, key=f"reunir-{f.cle}", on_click=_reunit, args=(f, erreur.actuelle, brouillon))


def _garde_autre(f: Formulaire) -> None:
    _ferme(f)
    state.garde_confirmation(mots.AUTRE_GARDEE)


def _reunit(f: Formulaire, actuelle: Fiche, brouillon: Brouillon) -> None:
    """Both texts one after the other in the form, to be mended by hand, then saved over the version that stands."""
    for champ in (c for c in f.champs if c.textuel):
        reuni = mains.reunit(getattr(actuelle.objet, champ.nom), brouillon[champ.nom])
        st.session_state[champs.widget(f.cle, champ)] = reuni
        state.garde_brouillon(f.cle, champ.nom, reuni)
    state.garde_obstacle(f.cle, None, actuelle)


def conflit(vue: mains.Conflit) -> None:
    """Two hands on one record: who and when, then each field twice, side by side."""
    st.warning(components.echappe(vue.message), title=mots.CONFLIT_TITRE)
    if vue.champs:
        st.container(key="conflit").html(balises.tableau(Tableau(mots.CONFLIT_TITRE, mots.COLONNES_CONFLIT, vue.champs)))


def agit(lieu: str, geste: Callable[[Depot, Fiche], object], fiche: Fiche, *, fait: str) -> None:
    """Callback of a gesture on one record as it was shown; a refusal is told at ``lieu``."""
    try:
        geste(portraits.depot(cache.auteur()), fiche)
    except ConflitDeVersion as erreur:
        state.garde_refus(lieu, mains.conflit(erreur, cache.auteur().acteur).message)
    except CtgError as erreur:
        state.garde_refus(lieu, str(erreur))
    else:
        state.garde_confirmation(fait)


def refus(lieu: str) -> None:
    """Why the last gesture at this place was refused, once."""
    if message := state.refus(lieu):
        st.error(components.echappe(soigne(message)))


def confirmation() -> None:
    """What was saved, told where the eye is."""
    if phrase := state.confirmation():
        st.toast(components.echappe(soigne(phrase)), duration="long")


def gestes(
    lieu: str, fiche: Fiche, *, sujet: str, retirer: str, retire: Callable[[], None] | None = None, lecture: Lecture = LECTURE
) -> None:
    """Take a record away (``retire``: otherwise than by itself), read its history, blank one of its texts for ever."""
    with st.container(horizontal=True, key=f"gestes-{fiche.id}"):
        geste = retire or partial(_retire, lieu, fiche)
        st.button(retirer, key=f"retire-{fiche.id}", on_click=geste, type="tertiary")
        _bascule(mots.HISTORIQUE, f"histoire-{fiche.id}")
        if champs_libres(fiche):
            _bascule(mots.EFFACER, f"efface-{fiche.id}")
    refus(lieu)
    if state.edition(f"histoire-{fiche.id}"):
        entrees = portraits.depot(cache.auteur()).historique(type(fiche.objet), fiche.id)
        st.container(key=f"journal-{fiche.id}").html(
            balises.tableau(mains.histoire(sujet, entrees, champs=lecture.noms, formate=lecture.formate))
        )
    if state.edition(f"efface-{fiche.id}"):
        _efface(lieu, fiche, lecture)


def _retire(lieu: str, fiche: Fiche) -> None:
    agit(lieu, Depot.supprime, fiche, fait=mots.RETIRE_FAIT)
    state.ferme_edition(lieu)


def champs_libres(fiche: Fiche) -> Sequence[str]:
    """The texts of a record that may have to be blanked."""
    return [c for c in LIBRES.get(type(fiche.objet), ()) if getattr(fiche.objet, c) not in ("", RETIRE)]


def _bascule(libelle: str, cle: str) -> None:
    """A button that opens a part of the page, and closes it."""
    geste = state.ferme_edition if state.edition(cle) else state.ouvre_edition
    st.button(libelle, key=f"bascule-{cle}", on_click=geste, args=(cle,), type="tertiary")


def _efface(lieu: str, fiche: Fiche, lecture: Lecture) -> None:
    """What blanking does and does not do, then the gesture, once more."""
    st.warning(components.echappe(soigne(mots.EFFACER_EXPLICATION)), title=mots.EFFACER_TITRE)
    with st.container(horizontal=True, key=f"effacements-{fiche.id}"):
        for champ in champs_libres(fiche):
            libelle = mots.EFFACER_CONFIRMER.format(champ=lecture.noms[champ].lower())
            st.button(libelle, key=f"efface-{champ}-{fiche.id}", on_click=_caviarde, args=(lieu, fiche, champ), type="primary")
        st.button(mots.ANNULER, key=f"renonce-{fiche.id}", on_click=state.ferme_edition, args=(f"efface-{fiche.id}",), type="tertiary")


def _caviarde(lieu: str, fiche: Fiche, champ: str) -> None:
    """The form of that record closes: what is typed in it is the text that was to go."""
    agit(lieu, lambda depot, lue: depot.caviarde(lue, champ), fiche, fait=mots.EFFACE_FAIT)
    state.oublie_edition(lieu)
    state.ferme_edition(f"efface-{fiche.id}")
