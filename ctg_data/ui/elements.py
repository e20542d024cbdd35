"""One element of a path chosen in a list, what is known of it, and every gesture on it."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ctg_data.conventions import chemins as gestes
from ctg_data.conventions.gestes import Etabli
from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import etats
from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese, Lien, Risque
from ctg_data.parcours.convention import Action
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.suivi import Marqueur, Objet
from ctg_data.storage.depot import Fiche
from ctg_data.ui import balises, conventions, formes, signes, state
from ctg_data.ui import champs as saisie
from ctg_data.ui import textes_chemins as mots
from ctg_data.ui.champs import Champ, parmi
from ctg_data.ui.formes import Forme, Geste
from ctg_data.ui.mains import Brouillon
from ctg_data.views.chemins import CheminVue

ETAPE = (
    Champ("libelle", mots.LIBELLE_ETAPE, nature="ligne"),
    Champ("acteur", mots.ACTEUR, nature="ligne"),
    Champ("echeance", mots.ECHEANCE, nature="date"),
)
ACTION = (
    Champ("libelle", mots.NOM_ACTION, nature="ligne"),
    saisie.theme("theme", mots.THEME),
    Champ("pilote", mots.PILOTE, nature="ligne"),
    Champ("debut", mots.DEBUT, nature="date"),
    Champ("fin", mots.FIN, nature="date"),
)
HYPOTHESE = (
    Champ("texte", mots.TEXTE_HYPOTHESE),
    parmi("risque", mots.RISQUE, Risque),
    Champ("prevue_le", mots.PREVUE_LE, nature="date"),
)
Suites = list[Geste | Forme]


def montre(livre: Livre, vue: CheminVue, choisi: str) -> None:
    """The list of elements, then the chosen one."""
    d, noms = livre.dossier, dict(vue.choix)
    cle = state.lie("element", choisi)
    st.selectbox(mots.ELEMENT, list(noms), format_func=noms.__getitem__, key=cle, on_change=state.retient, args=("element",))
    titre = balises.balise("h3", balises.escape(noms[choisi]), classe="ctg-titre")
    st.html(titre + signes.marqueurs(d, choisi))
    fiche = livre.fiches[choisi]
    suites = SUITES[type(fiche.objet)](livre, vue, fiche)
    formes.barre(f"element-{choisi}", d.id, suites)
    if not vue.archive:
        signes.modifie(livre, choisi)
    if isinstance(fiche.objet, Lien) and not vue.fige and not _hypotheses_permises(d, vue):
        st.html(balises.paragraphe(mots.HYPOTHESES_PLUS_TARD, "ctg-mention"))
    if isinstance(fiche.objet, Hypothese | Action):
        formes.a_faire(livre, fiche)


def _choisit(fiche: Fiche) -> None:
    state.change(element=fiche.id)


def _hypotheses_permises(d: Dossier, vue: CheminVue) -> bool:
    return d.de(Changement)[d.de(Chemin)[vue.id].changement].etat in etats.VALIDES


def _du_changement(livre: Livre, vue: CheminVue, fiche: Fiche) -> Suites:
    pose = signes.pose(livre, Objet.CHANGEMENT, fiche.id)
    return [pose] if vue.fige else [_etape_vers(vue, fiche.id), _action_vers(livre.dossier, vue, fiche.id), pose]


def _de_l_etape(livre: Livre, vue: CheminVue, fiche: Fiche[Etape]) -> Suites:
    d, pose = livre.dossier, signes.pose(livre, Objet.ETAPE, fiche.id)
    if vue.fige:
        return [] if vue.archive else [pose]
    retire = formes.retire(f"retire-{fiche.id}", mots.RETIRER_ETAPE, fiche)
    modifie = formes.modifie(f"etape-{fiche.id}", mots.MODIFIER_ETAPE, fiche, ETAPE)
    if fiche.objet.ecartee:
        return [_ecarte(fiche), modifie, retire]
    vers = [_etape_vers(vue, fiche.id), _action_vers(d, vue, fiche.id), *_relie(d, vue, fiche.id)]
    return [*vers, modifie, *_fusionne(d, vue, fiche), *_range(d, vue, fiche), _ecarte(fiche), pose, retire]


def _de_l_action(livre: Livre, vue: CheminVue, fiche: Fiche[Action]) -> Suites:
    relie = [] if vue.fige else _relie(livre.dossier, vue, fiche.id)
    return [*relie, formes.modifie(f"action-{fiche.id}", mots.MODIFIER_ACTION, fiche, ACTION), *formes.passages(fiche.id, fiche)]


def _de_la_fleche(livre: Livre, vue: CheminVue, fiche: Fiche[Lien]) -> Suites:
    if vue.fige:
        return []
    ecrit = [_ecrit_hypothese(livre, fiche)] if _hypotheses_permises(livre.dossier, vue) else []
    return [*ecrit, formes.retire(f"retire-{fiche.id}", mots.RETIRER_FLECHE, fiche)]


def _de_l_hypothese(livre: Livre, vue: CheminVue, fiche: Fiche[Hypothese]) -> Suites:
    if vue.archive:
        return []
    suivie = [signes.prouve(livre, Objet.HYPOTHESE, fiche.id), signes.pose(livre, Objet.HYPOTHESE, fiche.id)]
    suites = [*formes.passages(fiche.id, fiche), *suivie]
    if vue.fige:
        return suites
    modifie = formes.modifie(f"hypothese-{fiche.id}", mots.MODIFIER_HYPOTHESE, fiche, HYPOTHESE)
    return [*suites, modifie, formes.retire(f"retire-{fiche.id}", mots.RETIRER_HYPOTHESE, fiche)]


SUITES: Mapping[type, Callable[[Livre, CheminVue, Any], Suites]] = {
    Changement: _du_changement,
    Etape: _de_l_etape,
    Action: _de_l_action,
    Lien: _de_la_fleche,
    Hypothese: _de_l_hypothese,
}


# What leads to an element ---------------------------------------------------------------------------------------------


def _etape_vers(vue: CheminVue, cible: str) -> Forme:
    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> Fiche[Etape]:
        ordre = max((e.ordre for _, e in etabli.dossier.etapes(vue.id)), default=-1) + 1
        etape = etabli.cree(Etape(etabli.dossier.id, vue.id, ordre=ordre, **conventions.valeurs(Etape, saisies)))
        gestes.relie(etabli, vue.id, etape.id, cible)
        return etape

    return Forme(f"etape-vers-{vue.id}-{cible}", mots.ETAPE_VERS, ETAPE, geste, mots.ETAPE_FAITE, ensuite=_choisit)


def _action_vers(d: Dossier, vue: CheminVue, cible: str) -> Forme:
    """One of the plan, or a new one: its name is asked for below."""
    deja = {lien.de for lien in d.ou(Lien, chemin=vue.id, vers=cible).values()}
    libres = tuple((i, a.libelle) for i, a in d.de(Action).items() if i not in deja)
    choix = (Champ("action", mots.ACTION_EXISTANTE, nature="choix", options=(("", mots.NOUVELLE_ACTION), *libres)),) if libres else ()

    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> Fiche:
        action = saisies.get("action", "") or etabli.cree(Action(etabli.dossier.id, saisies["libelle"])).id
        gestes.relie(etabli, vue.id, action, cible)
        return etabli.fiches[action]

    champs = (*choix, Champ("libelle", mots.LIBELLE_ACTION, nature="ligne"))
    return Forme(f"action-vers-{vue.id}-{cible}", mots.ACTION_VERS, champs, geste, mots.ACTION_FAITE, ensuite=_choisit)


def _relie(d: Dossier, vue: CheminVue, de: str) -> list[Forme]:
    """An arrow to a step or to the change, where there is none yet."""
    deja = {lien.vers for lien in d.ou(Lien, chemin=vue.id, de=de).values()} | {de}
    cibles = tuple((e.id, f"{e.repere} · {e.texte}") for e in vue.elements if e.genre != "action" and e.id not in deja)

    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> Fiche[Lien]:
        return gestes.relie(etabli, vue.id, de, saisies["vers"])

    champs = (Champ("vers", mots.VERS, nature="choix", options=cibles),)
    return [Forme(f"relie-{vue.id}-{de}", mots.RELIER, champs, geste, mots.RELIE, ensuite=_choisit)] if cibles else []


def _ecrit_hypothese(livre: Livre, lien: Fiche[Lien]) -> Forme:
    """With what will show it, so that nothing is missing at once."""

    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> Fiche[Hypothese]:
        hypothese = etabli.cree(Hypothese(livre.dossier.id, lien.id, **conventions.valeurs(Hypothese, saisies)))
        if str(saisies["signe"]).strip():
            etabli.cree(Marqueur(livre.dossier.id, Objet.HYPOTHESE, hypothese.id, libelle=saisies["signe"]))
        return hypothese

    champs = (*HYPOTHESE, Champ("signe", mots.SIGNE, nature="ligne"))
    depart = {"risque": Risque.MOYEN.value}
    return Forme(f"hypothese-sur-{lien.id}", mots.HYPOTHESE, champs, geste, mots.HYPOTHESE_FAITE, ensuite=_choisit, depart=depart)


# Simplify -------------------------------------------------------------------------------------------------------------


def _fusionne(d: Dossier, vue: CheminVue, fiche: Fiche[Etape]) -> list[Forme]:
    autres = tuple((i, e.libelle) for i, e in d.etapes(vue.id) if i != fiche.id and not e.ecartee)

    def geste(etabli: Etabli, lue: Fiche | None, saisies: Brouillon) -> Fiche[Etape]:
        return gestes.fusionne(etabli, lue or fiche, etabli.fiches[saisies["autre"]], saisies["libelle"])

    champs = (Champ("autre", mots.AVEC, nature="choix", options=autres), Champ("libelle", mots.LIBELLE_ETAPE, nature="ligne"))
    cle, depart = f"fusionne-{fiche.id}", {"libelle": fiche.objet.libelle}
    fusion = Forme(cle, mots.FUSIONNER, champs, geste, mots.FUSIONNE, lue=fiche, depart=depart, aide=mots.FUSIONNER_AIDE)
    return [fusion] if autres else []


def _range(d: Dossier, vue: CheminVue, fiche: Fiche[Etape]) -> list[Geste]:
    """Up and down, but past the ends."""
    suite = [i for i, _ in d.etapes(vue.id)]
    ici = suite.index(fiche.id)
    pas = ((-1, mots.MONTER, ici > 0), (1, mots.DESCENDRE, ici < len(suite) - 1))
    return [Geste(f"range{p}-{fiche.id}", nom, lambda e, p=p: gestes.range_(e, fiche, p), mots.DEPLACE) for p, nom, ouvert in pas if ouvert]


def _ecarte(fiche: Fiche[Etape]) -> Geste:
    """Park a step, or bring it back."""
    voulu = not fiche.objet.ecartee
    libelle, fait = (mots.ECARTER, mots.ECARTE) if voulu else (mots.REMETTRE, mots.REMISE)
    return Geste(f"ecarte-{fiche.id}", libelle, lambda e: e.modifie(fiche, ecartee=voulu), fait)
