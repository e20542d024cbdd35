"""Gestures on one record in a bar: some act at once, some open a form first; what stands in the way of a state is told before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ctg_data.conventions import gestes
from ctg_data.conventions.gestes import Etabli
from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import etats
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, cache, conventions, mains, state
from ctg_data.ui import textes_chemins as mots
from ctg_data.ui import textes_conventions as textes
from ctg_data.ui.champs import Champ
from ctg_data.ui.mains import Brouillon, Formulaire
from ctg_data.wording import parcours as noms
from ctg_data.wording.typographie import soigne


@dataclass(frozen=True)
class Geste:
    """A button that acts at once: ``geste(etabli)``; ``ensuite`` is given what it made, once it is kept."""

    cle: str
    libelle: str
    geste: Callable[[Etabli], Any]
    fait: str
    ensuite: Callable[[Any], object] = lambda _: None


@dataclass(frozen=True)
class Forme:
    """A button that opens a form: what is typed goes to ``geste(etabli, lue, saisies)``.

    ``lue``: the record as it was shown when the form was opened, so that another hand is seen; ``depart``: what the fields hold then.
    """

    cle: str
    libelle: str
    champs: tuple[Champ, ...]
    geste: Callable[[Etabli, Fiche | None, Brouillon], Any]
    fait: str = textes.ENREGISTRE
    ensuite: Callable[[Any], object] = lambda _: None
    lue: Fiche | None = None
    depart: Mapping[str, Any] = field(default_factory=dict)
    aide: str = ""


def barre(lieu: str, ctg: str, suites: Sequence[Geste | Forme]) -> None:
    """The buttons on one line, why the last gesture was refused, then the forms that are open; nothing of them before a room."""
    if not suites or state.selection().projete:
        return
    with st.container(horizontal=True, gap="small", key=f"barre-{lieu}"):
        for suite in suites:
            _bouton(lieu, ctg, suite)
    mains.refus(lieu)
    for forme in (s for s in suites if isinstance(s, Forme) and state.edition(s.cle)):
        with st.container(key=f"forme-{forme.cle}"):
            _forme(ctg, forme)


def _bouton(lieu: str, ctg: str, suite: Geste | Forme) -> None:
    if isinstance(suite, Geste):
        geste, args, libelle = _agit, (lieu, ctg, suite), suite.libelle
    elif state.edition(suite.cle):
        geste, args, libelle = state.oublie_edition, (suite.cle,), mots.REFERMER.format(quoi=suite.libelle)
    else:
        geste, args, libelle = _ouvre, (suite,), suite.libelle
    st.button(libelle, key=f"suite-{suite.cle}", on_click=geste, args=args, type="tertiary")


def _agit(lieu: str, ctg: str, suite: Geste) -> None:
    faits: list[Any] = []
    if conventions.agit(lieu, ctg, lambda e: faits.append(suite.geste(e)), suite.fait):
        suite.ensuite(faits[0])


def _ouvre(forme: Forme) -> None:
    state.ouvre_edition(forme.cle, forme.lue, **forme.depart)


def _forme(ctg: str, forme: Forme) -> None:
    def enregistre(lue: Fiche | None, brouillon: Brouillon) -> None:
        with gestes.atelier(cache.auteur(), ctg) as etabli:
            fait = forme.geste(etabli, lue, brouillon)
        forme.ensuite(fait)

    if forme.aide:
        st.html(balises.paragraphe(forme.aide, "ctg-texte"))
    lecture = conventions.lecture(type(forme.lue.objet)) if forme.lue else mains.LECTURE
    mains.formulaire(Formulaire(forme.cle, forme.champs, enregistre, forme.fait, lecture=lecture))


def modifie(cle: str, libelle: str, fiche: Fiche, champs: tuple[Champ, ...]) -> Forme:
    """The form that changes a record as it was read."""
    genre = type(fiche.objet)

    def geste(etabli: Etabli, lue: Fiche | None, saisies: Brouillon) -> None:
        etabli.modifie(lue or fiche, **conventions.valeurs(genre, {c.nom: saisies[c.nom] for c in champs}))

    return Forme(cle, libelle, champs, geste, lue=fiche, depart=depart(fiche, champs))


def depart(fiche: Fiche, champs: tuple[Champ, ...]) -> dict[str, Any]:
    """What a form on a record holds when it opens."""
    return {c.nom: conventions.a_saisir(getattr(fiche.objet, c.nom)) for c in champs}


def retire(cle: str, libelle: str, fiche: Fiche) -> Geste:
    return Geste(cle, libelle, lambda e: e.supprime(fiche), textes.RETIRE)


def passages(lieu: str, fiche: Fiche, *, sauf: Sequence[etats.Etat] = ()) -> list[Geste | Forme]:
    """A gesture for each state that may follow, but those of ``sauf``, which have a gesture of their own; a reason is asked for first."""
    return [_passage(lieu, fiche, vers) for vers in etats.suites(fiche.objet.etat) if vers not in sauf]


def _passage(lieu: str, fiche: Fiche, vers: etats.Etat) -> Geste | Forme:
    cle, nom = f"passe-{lieu}-{vers.value}", noms.etat(vers)
    libelle, fait = textes.PASSER.format(etat=nom), textes.PASSE.format(etat=nom)
    if vers not in etats.MOTIVES:
        return Geste(cle, libelle, lambda e: e.passe(fiche, vers), fait)

    def motive(etabli: Etabli, lue: Fiche | None, saisies: Brouillon) -> None:
        etabli.passe(lue or fiche, vers, str(saisies["motif"]))

    return Forme(cle, libelle, (Champ("motif", textes.RAISON, textes.RAISON_AIDE),), motive, fait, lue=fiche, depart={"motif": ""})


def a_faire(livre: Livre, fiche: Fiche, *, sauf: Sequence[etats.Etat] = ()) -> None:
    """What is to be done before each state that may follow, as a list; nothing where nothing stands in the way."""
    if state.selection().projete:
        return
    for vers in (v for v in etats.suites(fiche.objet.etat) if v not in sauf):
        if attendus := conventions.a_faire_avant(livre, fiche, vers):
            titre = balises.paragraphe(textes.A_FAIRE_AVANT.format(etat=noms.etat(vers)), "ctg-mention")
            st.html(titre + balises.liste(map(soigne, attendus), "ctg-liste ctg-a-faire"))
