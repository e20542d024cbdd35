"""Write in the follow-up of one change: readings, markers, evidence, linked indicators, states; one form open at a time is enough."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import etats, graphe, progres
from ctg_data.parcours.chemin import Changement, Etape, Hypothese, Risque
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.suivi import EtatMarqueur, IndicateurLie, Marqueur, Portee, Preuve, Rang, Releve, TypePreuve
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, components, conventions, mains, state, suivi_indicateurs
from ctg_data.ui import textes_suivi as textes
from ctg_data.ui.champs import Champ, parmi
from ctg_data.ui.mains import Brouillon
from ctg_data.views.suivi import OBJETS, porteurs
from ctg_data.wording import parcours as mots
from ctg_data.wording.typographie import soigne

NIVEAUX = tuple((n, soigne(f"{n} – {sens}")) for n, sens in enumerate(mots.NIVEAUX_PREUVE))
FICHE = "fiche-suivi"
PORTEE = parmi("portee", textes.PORTEE, Portee, textes.PORTEE_AIDE)


def gestes(livre: Livre, changement: str) -> None:
    """What may be added, the form that is open, then one record to change."""
    if livre.dossier.ctg.etat in etats.TERMINES:
        return
    components.titre(textes.ECRIRE)
    with st.container(horizontal=True, key="suivi-ajouts"):
        for nature, libelle in _ajouts(livre.dossier, changement).items():
            ouvre = partial(_ouvre_ajout, nature, changement)
            st.button(libelle, key=f"ouvre-{nature}-{changement}", on_click=ouvre, type="tertiary")
    for nature in _AJOUTS:
        cle = f"{nature}-{changement}"
        if state.edition(cle):
            with st.container(key=f"forme-{cle}"):
                _AJOUTS[nature](cle, livre, changement)
    _fiche(livre, changement)


def _ajouts(dossier: Dossier, changement: str) -> Mapping[str, str]:
    """A marker is looked at once there is one."""
    tous = {"releve": textes.RELEVER, "marqueur": textes.AJOUTER_MARQUEUR, "preuve": textes.AJOUTER_PREUVE, "lien": textes.LIER}
    return tous if _marqueurs(dossier, changement) else {k: v for k, v in tous.items() if k != "releve"}


def _ouvre_ajout(nature: str, changement: str) -> None:
    """Callback: an empty form, with what is most often typed in it."""
    debut: Mapping[str, Any] = {
        "releve": {"jour": date.today()},
        "marqueur": {"portee": Portee.EFFET.value},
        "preuve": {"jour": date.today(), "conforte": True},
        "lien": {"portee": Portee.IMPACT.value},
    }
    state.ouvre_edition(f"{nature}-{changement}", **debut[nature])


def _marqueurs(dossier: Dossier, changement: str) -> dict[str, Marqueur]:
    return progres.marqueurs(dossier, *(i for i, _ in porteurs(dossier, changement, Changement, Etape, Hypothese)))


def _objet(dossier: Dossier, brouillon: Brouillon) -> Mapping[str, Any]:
    return {"objet": OBJETS[type(dossier.cherche(brouillon["cible"]))]}


# Forms ----------------------------------------------------------------------------------------------------------------


def _champs_releve(dossier: Dossier, changement: str) -> tuple[Champ, ...]:
    siens = tuple((i, m.libelle) for i, m in _marqueurs(dossier, changement).items())
    return (
        Champ("marqueur", textes.MARQUEUR, nature="choix", options=siens),
        Champ("jour", textes.JOUR, nature="date"),
        parmi("etat", textes.ETAT, EtatMarqueur),
        Champ("commentaire", textes.COMMENTAIRE),
    )


def _champs_marqueur(dossier: Dossier, changement: str) -> tuple[Champ, ...]:
    return (
        Champ("libelle", textes.LIBELLE_MARQUEUR, nature="ligne"),
        Champ("cible", textes.SUR, nature="choix", options=porteurs(dossier, changement, Changement, Etape, Hypothese)),
        parmi("rang", textes.RANG, Rang, textes.RANG_AIDE),
        PORTEE,
    )


def _champs_preuve(dossier: Dossier, changement: str) -> tuple[Champ, ...]:
    return (
        Champ("texte", textes.TEXTE_PREUVE),
        Champ("cible", textes.SUR, nature="choix", options=porteurs(dossier, changement, Changement, Etape, Hypothese)),
        parmi("type", textes.TYPE, TypePreuve),
        Champ("source", textes.SOURCE, textes.SOURCE_AIDE, nature="ligne"),
        Champ("jour", textes.JOUR, nature="date"),
        Champ("niveau", textes.NIVEAU, textes.NIVEAU_AIDE, nature="choix", options=NIVEAUX),
        Champ("conforte", textes.CONFORTE, nature="case"),
    )


def _champs_hypothese(dossier: Dossier, changement: str) -> tuple[Champ, ...]:
    return (
        Champ("texte", textes.HYPOTHESE),
        Champ("prevue_le", textes.PREVUE, nature="date"),
        parmi("risque", textes.RISQUE, Risque),
    )


_CHAMPS = {Releve: _champs_releve, Marqueur: _champs_marqueur, Preuve: _champs_preuve, Hypothese: _champs_hypothese}


def _formulaire(genre: type, fait: str, cle: str, livre: Livre, changement: str) -> None:
    """The form of a record whose ``cible``, where it has one, says what it is about."""
    champs_ = _CHAMPS[genre](livre.dossier, changement)
    vise = any(c.nom == "cible" for c in champs_)
    conventions.formulaire(cle, livre.dossier.id, genre, champs_, fait=fait, deduit=partial(_objet, livre.dossier) if vise else None)


_AJOUTS = {
    "releve": partial(_formulaire, Releve, textes.RELEVE_FAIT),
    "marqueur": partial(_formulaire, Marqueur, textes.MARQUEUR_FAIT),
    "preuve": partial(_formulaire, Preuve, textes.PREUVE_FAITE),
    "lien": suivi_indicateurs.formulaire,
}


# One record -----------------------------------------------------------------------------------------------------------


def _fiche(livre: Livre, changement: str) -> None:
    """One record of this change, chosen in a list and kept in the address: its form, the states that may follow, its gestures."""
    libelles = {"": textes.FICHE_AUCUNE} | {i: _libelle(livre.dossier, i) for i in _fiches(livre.dossier, changement)}
    demandee = state.selection().element
    choisie = demandee if demandee in libelles else ""
    widget = state.lie(FICHE, choisie)
    options = {"format_func": libelles.__getitem__, "on_change": state.choisit_fiche, "args": (FICHE,), "width": 720}
    st.selectbox(textes.FICHE, list(libelles), key=widget, **options)
    if choisie:
        _montre(livre, changement, livre.fiches[choisie])


def _fiches(dossier: Dossier, changement: str) -> list[str]:
    """The change, its hypotheses, then what follows them, the latest readings and evidence first."""
    siens = {i for i, _ in porteurs(dossier, changement, Changement, Etape, Hypothese)}
    marqueurs = _marqueurs(dossier, changement)
    preuves = {i: p.jour for c in siens for i, p in dossier.ou(Preuve, cible=c).items()}
    releves = {i: r.jour for m in marqueurs for i, r in dossier.ou(Releve, marqueur=m).items()}
    lies = [i for c in siens for i in dossier.ou(IndicateurLie, porteur=c)]
    hypotheses = list(dossier.hypotheses(dossier.courant(changement)))
    dates = [i for table in (preuves, releves) for i in sorted(table, key=table.__getitem__, reverse=True)]
    return [changement, *hypotheses, *lies, *marqueurs, *dates]


def _libelle(dossier: Dossier, identifiant: str) -> str:
    """« Preuve : … », « Relevé de marqueur, 3 mai 2026 : … »."""
    objet = dossier.cherche(identifiant)
    jour = f", {mots.jour(objet.jour)}" if isinstance(objet, Preuve | Releve) else ""
    dit = {
        Releve: lambda: f"{dossier.de(Marqueur)[objet.marqueur].libelle} ({mots.choix(objet.etat).lower()})",
        IndicateurLie: lambda: suivi_indicateurs.nom(objet.indicateur),
    }.get(type(objet), lambda: mots.extrait(objet))()
    genre = mots.genre(type(objet))
    return soigne(f"{genre[0].upper()}{genre[1:]}{jour} : {dit}")


def _montre(livre: Livre, changement: str, fiche: Fiche) -> None:
    genre, cle = type(fiche.objet), f"fiche-{fiche.id}"
    with st.container(key=f"forme-{cle}"):
        if genre in (Changement, Hypothese):
            dit = soigne(textes.ETAT_ACTUEL.format(texte=graphe.nom_de(livre.dossier, fiche.id), etat=mots.etat(fiche.objet.etat)))
            st.html(balises.paragraphe(dit, "ctg-texte"))
            conventions.etat(f"etat-{fiche.id}", livre, fiche)
        if genre is IndicateurLie:
            suivi_indicateurs.modifie(cle, livre, fiche)
        elif genre in _CHAMPS:
            _modifie(cle, livre, changement, fiche)
        if genre not in (Changement, Hypothese):
            retire = partial(conventions.retire, cle, livre.dossier.id, fiche)
            lecture = conventions.lecture(genre)
            mains.gestes(cle, fiche, sujet=mots.genre(genre), retirer=textes.RETIRER, retire=retire, lecture=lecture)


def _modifie(cle: str, livre: Livre, changement: str, fiche: Fiche) -> None:
    champs_ = _CHAMPS[type(fiche.objet)](livre.dossier, changement)
    if state.edition(cle):
        _formulaire(type(fiche.objet), "", cle, livre, changement)
    else:
        st.button(textes.MODIFIER, key=f"ouvre-{cle}", on_click=conventions.ouvre, args=(cle, fiche, champs_), type="tertiary")
