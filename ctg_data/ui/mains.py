"""Blocks for what people write, shared by the pages: a form that loses nothing, two versions side by side, the history of a record.

A page gives a ``Formulaire``: its fields, and how to save them.  What is typed stays in the form until it is saved or given up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from ctg_data.diagnostic.figures import Tableau
from ctg_data.errors import CtgError
from ctg_data.storage.depot import ConflitDeVersion, Fiche, ObjetInconnu
from ctg_data.storage.modele import LONGUEUR_MAX
from ctg_data.ui import balises, cache, components, state, textes
from ctg_data.views import mains
from ctg_data.wording import saisies as mots
from ctg_data.wording.typographie import soigne

Brouillon = Mapping[str, str]


@dataclass(frozen=True)
class Champ:
    """One text to type: its name in the record, its label, what to know of it."""

    nom: str
    libelle: str
    aide: str = ""


@dataclass(frozen=True)
class Formulaire:
    """``enregistre(lue, brouillon)`` saves over the record as read, and raises what the storage raises; ``fait`` is told once it is done.

    ``champs``: the texts to type.
    """

    cle: str
    champs: tuple[Champ, ...]
    enregistre: Callable[[Fiche | None, Brouillon], object]
    fait: str

    def lit(self, fiche: Fiche) -> Brouillon:
        return {champ.nom: getattr(fiche.objet, champ.nom) for champ in self.champs}


def formulaire(f: Formulaire) -> None:
    """The fields with what is typed, the obstacle of the last save if any, then « Enregistrer » and « Fermer »."""
    ouverte = state.edition(f.cle)
    if ouverte is None:
        return
    with st.container(key=f"forme-{f.cle}"):
        brouillon = {champ.nom: _champ(f.cle, champ, ouverte.brouillon.get(champ.nom, "")) for champ in f.champs}
        if isinstance(ouverte.obstacle, ConflitDeVersion):
            _deux_versions(f, ouverte.obstacle, brouillon)
            return
        if ouverte.obstacle:
            st.error(components.echappe(soigne(str(ouverte.obstacle))))
        with st.container(horizontal=True):
            if st.button(textes.ENREGISTRER, key=f"enregistre-{f.cle}", type="primary"):
                tente(f, ouverte.lue, brouillon)
            st.button(textes.FERMER_SANS_ENREGISTRER, key=f"ferme-{f.cle}", on_click=state.ferme_edition, args=(f.cle,), type="tertiary")


def _champ(cle: str, champ: Champ, texte: str) -> str:
    """A text that the session keeps at each stroke of the form, so that no re-run and no other page loses it."""
    widget = f"champ-{champ.nom}-{cle}"
    if widget not in st.session_state:
        st.session_state[widget] = texte
    return st.text_area(
        champ.libelle,
        key=widget,
        max_chars=LONGUEUR_MAX,
        help=champ.aide or None,
        on_change=lambda: state.garde_brouillon(cle, champ.nom, st.session_state[widget]),
    )


def tente(f: Formulaire, lue: Fiche | None, brouillon: Brouillon) -> None:
    """Save; on a refusal, keep the form open with the reason in place."""
    try:
        f.enregistre(lue, brouillon)
    except ConflitDeVersion as erreur:
        state.garde_obstacle(f.cle, erreur, lue)
    except ObjetInconnu:
        state.garde_obstacle(f.cle, CtgError(mots.DISPARUE), None)
    except CtgError as erreur:
        state.garde_obstacle(f.cle, erreur, lue)
    else:
        _termine(f, f.fait)
    st.rerun()


def _termine(f: Formulaire, phrase: str) -> None:
    state.ferme_edition(f.cle)
    for champ in f.champs:
        st.session_state.pop(f"champ-{champ.nom}-{f.cle}", None)
    state.garde_confirmation(phrase)


def _deux_versions(f: Formulaire, erreur: ConflitDeVersion, brouillon: Brouillon) -> None:
    """Yours and theirs, field by field, then the three ways out; nothing is written before one is chosen."""
    conflit(mains.conflit(erreur, cache.settings().acteur))
    with st.container(horizontal=True, key=f"issues-{f.cle}"):
        if st.button(mots.GARDER_MIENNE, key=f"mienne-{f.cle}", type="primary"):
            tente(f, erreur.actuelle, brouillon)
        if st.button(mots.GARDER_AUTRE, key=f"autre-{f.cle}"):
            _termine(f, textes.AUTRE_GARDEE)
            st.rerun()
        st.button(mots.REUNIR, key=f"reunir-{f.cle}", on_click=_reunit, args=(f, erreur.actuelle, brouillon), type="tertiary")


def _reunit(f: Formulaire, actuelle: Fiche, brouillon: Brouillon) -> None:
    """Both texts one after the other in the form, to be mended by hand, then saved over the version that stands."""
    autre = f.lit(actuelle)
    for champ in f.champs:
        mien, sien = brouillon[champ.nom].strip(), autre[champ.nom].strip()
        reuni = mien if sien in ("", mien) else f"{sien}\n\n{mien}".strip()
        st.session_state[f"champ-{champ.nom}-{f.cle}"] = reuni
        state.garde_brouillon(f.cle, champ.nom, reuni)
    state.garde_obstacle(f.cle, None, actuelle)


def conflit(vue: mains.Conflit) -> None:
    """Two hands on one record: who and when, then each field twice, side by side."""
    st.warning(components.echappe(vue.message), title=mots.CONFLIT_TITRE)
    if vue.champs:
        st.html(balises.tableau(Tableau(mots.CONFLIT_TITRE, mots.COLONNES_CONFLIT, vue.champs)))


def histoire(tableau: Tableau) -> None:
    """Every change of one record."""
    st.html(balises.tableau(tableau))
