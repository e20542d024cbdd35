"""Markers and evidence, set from the page of paths: what shows that a change, a step or a hypothesis moves."""

from datetime import date

import streamlit as st

from ctg_data.conventions.gestes import Etabli
from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import etats, progres
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.suivi import Marqueur, Objet, Portee, Preuve, Rang, TypePreuve
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, conventions, formes, state
from ctg_data.ui import textes_chemins as mots
from ctg_data.ui import textes_conventions as communs
from ctg_data.ui.champs import Champ, parmi
from ctg_data.ui.formes import Forme
from ctg_data.ui.mains import Brouillon
from ctg_data.wording import nombres
from ctg_data.wording import parcours as noms
from ctg_data.wording.typographie import soigne

MARQUEUR = (
    Champ("libelle", mots.MARQUEUR, mots.MARQUEUR_AIDE, "ligne"),
    parmi("rang", mots.RANG, Rang),
    parmi("portee", mots.PORTEE, Portee),
)
PREUVE = (
    Champ("texte", mots.PREUVE),
    Champ("source", mots.SOURCE_PREUVE, nature="ligne"),
    parmi("type", mots.TYPE_PREUVE, TypePreuve),
    Champ("jour", mots.JOUR, nature="date"),
    Champ(
        "niveau", mots.NIVEAU_PREUVE, nature="choix", options=tuple((str(n), f"{n} · {dit}") for n, dit in enumerate(noms.NIVEAUX_PREUVE))
    ),
    Champ("conforte", mots.CONFORTE, nature="case"),
)


def pose(livre: Livre, objet: Objet, cible: str) -> Forme:
    """A marker on a change, a step or a hypothesis."""

    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> None:
        ordre = len(etabli.dossier.ou(Marqueur, cible=cible))
        etabli.cree(Marqueur(livre.dossier.id, objet, cible, ordre=ordre, **conventions.valeurs(Marqueur, saisies)))

    depart = {"portee": Portee.EFFET.value}
    return Forme(f"marqueur-{cible}", mots.AJOUTER_MARQUEUR, MARQUEUR, geste, mots.MARQUEUR_FAIT, depart=depart)


def modifie(livre: Livre, cible: str) -> None:
    """The markers of one thing, folded: the words, the rung and the reach of each may change, and it may be taken away."""
    siens = progres.marqueurs(livre.dossier, cible)
    if not siens or state.selection().projete or livre.dossier.ctg.etat in etats.TERMINES:
        return
    with st.expander(mots.SES_MARQUEURS.format(nombre=len(siens)), key=f"marqueurs-{cible}", type="compact"):
        for identifiant, marqueur in siens.items():
            fiche, dit = livre.fiches[identifiant], soigne(f"« {marqueur.libelle} » ({noms.choix(marqueur.rang).lower()})")
            st.html(balises.paragraphe(dit, "ctg-texte"))
            change = formes.modifie(f"marqueur-{identifiant}", communs.MODIFIER, fiche, MARQUEUR)
            formes.barre(
                f"marqueur-{identifiant}", livre.dossier.id, [change, formes.retire(f"retire-{identifiant}", communs.RETIRER, fiche)]
            )


def prouve(livre: Livre, objet: Objet, cible: str) -> Forme:
    """A piece of evidence on a hypothesis or a change."""

    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> None:
        lues = conventions.valeurs(Preuve, saisies) | {"niveau": int(saisies["niveau"])}
        etabli.cree(Preuve(livre.dossier.id, objet, cible, **lues))

    depart = {"jour": date.today(), "conforte": True}
    return Forme(f"preuve-{cible}", mots.AJOUTER_PREUVE, PREUVE, geste, mots.PREUVE_FAITE, depart=depart)


def marqueurs(dossier: Dossier, cible: str) -> str:
    """The markers of one thing on one line, "" without any."""
    dits = [f"« {m.libelle} » ({noms.choix(m.rang).lower()})" for m in progres.marqueurs(dossier, cible).values()]
    return balises.paragraphe(soigne(mots.MARQUEURS.format(liste=nombres.enumere(dits))), "ctg-mention") if dits else ""
