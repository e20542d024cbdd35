"""Import of a plan d'actions: its template, a file to drop, what it would do, then one gesture; actions attached to a change."""

import streamlit as st

from ctg_data.conventions import gestes, plan_actions
from ctg_data.conventions.lecture import Livre
from ctg_data.errors import CtgError
from ctg_data.loaders.plan_actions import PlanLu
from ctg_data.loaders.plan_actions_gabarit import gabarit
from ctg_data.ui import auteur, balises, cache, components, conventions, fiches, mains, state
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import textes_gouvernance as textes
from ctg_data.ui.fichiers import CLASSEUR, Fichier
from ctg_data.views import plan_import as vues
from ctg_data.wording import nombres
from ctg_data.wording.typographie import soigne

TYPES = ("xlsx", "xls", "csv")
LIEU, APERCU = "import-plan", "apercu-plan"
RATTACHE = "rattache"


def importe(livre: Livre) -> None:
    """Folded until it is asked for."""
    depli = st.expander(textes.IMPORTER, key="importer-plan", on_change="rerun")
    if not depli.open:
        return
    with depli:
        st.html(balises.paragraphe(textes.IMPORTER_AIDE, "ctg-texte"))
        with st.container(horizontal=True, key="modeles"):
            for cle, fichier in _modeles(livre).items():
                components.telecharge(f"modele-{cle}", fichier)
        depose = st.file_uploader(textes.DEPOT, type=TYPES, key=f"plan-{state.cle_depot()}")
        st.html(balises.paragraphe(textes.DEPOT_AIDE, "ctg-sourdine"))
        mains.refus(LIEU)
        if depose is not None:
            _montre(livre, lus.plan_lu(depose.name, depose.getvalue()))


def _modeles(livre: Livre) -> dict[str, Fichier]:
    vide = {"vide": Fichier(textes.MODELE_VIDE, "plan-actions-modele.xlsx", CLASSEUR, gabarit)}
    actuel = plan_actions.lignes(livre.dossier)
    if not actuel:
        return vide
    nom = f"plan-actions-{livre.ctg.objet.niveau}-{livre.ctg.objet.code}.xlsx"
    return vide | {"rempli": Fichier(textes.MODELE_REMPLI, nom, CLASSEUR, lambda: gabarit(actuel))}


def _montre(livre: Livre, lu: PlanLu) -> None:
    """Every fault, else what the import would do."""
    if lu.fautes:
        st.error(components.echappe(soigne(textes.FAUTES.format(fautes=nombres.pluriel(len(lu.fautes), "faute")))))
        st.html(balises.tableau(vues.fautes(lu.fautes)))
        return
    if lu.remarques:
        st.html(balises.liste(soigne(lu.remarques)))
    vue = vues.apercu(plan_actions.prepare(livre.dossier, lu.lignes), state.page_lue(APERCU))
    components.titre(textes.APERCU, 3)
    st.html(balises.paragraphe(vue.resume, "ctg-phrase"))
    with st.container(key=f"liste-{APERCU}"):
        st.html(balises.tableau(vue.tableau))
    fiches.pagine(APERCU, vue.pages, vue.page)
    if not vue.utile:
        st.html(balises.paragraphe(textes.APERCU_RIEN, "ctg-texte"))
        return
    auteur.signature(LIEU)
    st.button(textes.IMPORTE, key="importe-plan", type="primary", on_click=_importe, args=(livre.dossier.id, lu))


def _importe(ctg: str, lu: PlanLu) -> None:
    """Callback: one transaction; what was shown is worked out again on the plan as it stands now."""
    try:
        with gestes.atelier(cache.auteur(), ctg) as etabli:
            ecarts = plan_actions.importe(etabli, lu.lignes)
    except CtgError as erreur:
        state.garde_refus(LIEU, str(erreur))
    else:
        state.garde_confirmation(textes.IMPORTE_FAIT.format(bilan=vues.bilan(ecarts)))
        state.vide_depot()


def rattache(livre: Livre) -> None:
    """Attach actions to a change: which, to which change, to which step of its path."""
    depli = st.expander(textes.RATTACHER, key="rattacher-actions", on_change="rerun")
    if not depli.open:
        return
    vue = vues.rattachement(livre.dossier)
    with depli:
        if not vue.changements:
            components.vide(textes.RATTACHER_VIDE)
            return
        st.html(balises.paragraphe(f"{vue.resume} {textes.RATTACHER_AIDE}", "ctg-texte"))
        actions, changements = dict(vue.actions), dict(vue.changements)
        # Another key once arrows were drawn: what is done is no longer chosen.
        options = {"format_func": actions.__getitem__, "key": f"{RATTACHE}-actions-{vue.liens}", "placeholder": textes.OUVRIR_AIDE}
        choisies = st.multiselect(textes.RATTACHER_ACTIONS, list(actions), **options)
        changement = st.selectbox(
            textes.RATTACHER_CHANGEMENT, list(changements), format_func=changements.__getitem__, key=f"{RATTACHE}-changement", width=620
        )
        cibles = dict(vue.cibles[changement])
        options = {"format_func": cibles.__getitem__, "key": f"{RATTACHE}-cible-{changement}", "width": 620}
        cible = st.selectbox(textes.RATTACHER_CIBLE, list(cibles), **options)
        auteur.signature(RATTACHE)
        args = (livre.dossier.id, tuple(choisies), changement, cible)
        st.button(textes.RATTACHER_BOUTON, key="relie-actions", type="primary", disabled=not choisies, on_click=_rattache, args=args)
        mains.refus(RATTACHE)


def _rattache(ctg: str, actions: tuple[str, ...], changement: str, cible: str) -> None:
    conventions.agit(RATTACHE, ctg, lambda e: plan_actions.rattache(e, actions, changement, cible), textes.RATTACHER_FAIT)
