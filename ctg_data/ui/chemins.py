"""The page of paths: its parts, and the path of one change with its drawing, its outline, its versions."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from ctg_data.conventions import chemins as gestes
from ctg_data.conventions.gestes import Etabli
from ctg_data.conventions.lecture import Livre
from ctg_data.parcours import etats
from ctg_data.parcours.chemin import Changement, Chemin
from ctg_data.parcours.concertation import Proposition
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatChemin
from ctg_data.storage.depot import Fiche
from ctg_data.ui import (
    balises,
    balises_chemins,
    changements,
    components,
    composants,
    conventions,
    elements,
    emporter,
    formes,
    futur_ideal,
    registre,
    state,
)
from ctg_data.ui import cache_conventions as lus
from ctg_data.ui import textes_chemins as mots
from ctg_data.ui.champs import Champ
from ctg_data.ui.formes import Forme, Geste
from ctg_data.ui.mains import Brouillon
from ctg_data.views import changements as vues_changements
from ctg_data.views import chemins as vues
from ctg_data.views.chemins import CheminVue

PORTAGE = (Champ("pilote", mots.PILOTE, mots.PILOTE_AIDE, "ligne"), Champ("note", mots.NOTE))
OUVERTS = 6
"""Things to do that are shown unfolded."""


def montre(livre: Livre) -> None:
    """The part that is chosen; without a choice, the one where the work stands."""
    choisi = state.selection().volet
    ici = choisi if choisi in VOLETS else _defaut(livre.dossier)
    components.rangee("volet", mots.VOLET, mots.VOLETS, ici)
    VOLETS[ici](livre)


def _defaut(dossier: Dossier) -> str:
    if dossier.de(Chemin):
        return "chemin"
    return "changements" if dossier.de(Changement) else "futur"


def _chemin(livre: Livre) -> None:
    """The path of the chosen change, else of the first that has one."""
    d, choix = livre.dossier, state.selection()
    tous = vues_changements.choix(d)
    if not tous:
        components.vide(mots.SANS_CHANGEMENT, mots.SANS_CHANGEMENT_REMEDE)
        return
    ici = choix.changement if choix.changement in d.de(Changement) else next((i for i, _ in tous if d.courant(i)), tous[0][0])
    version = vues.version_lue(d, ici, choix.version)
    with st.container(horizontal=True, vertical_alignment="bottom", key="choix-chemin"):
        changements.choisit(tous, ici)
        _versions(d, ici, version)
    if not version:
        components.vide(mots.CHEMIN_VIDE, mots.CHEMIN_REMEDE)
        formes.barre(f"commence-{ici}", d.id, _commencements(livre, ici, mots.COMMENCER))
        return
    _version(livre, ici, lus.chemin(livre, version))


def _versions(d: Dossier, changement: str, ici: str) -> None:
    noms = dict(vues.choix_versions(d, changement))
    if len(noms) > 1:
        cle = state.lie("version", ici)
        st.selectbox(mots.VERSION, list(noms), format_func=noms.__getitem__, key=cle, on_change=state.retient, args=("version",), width=260)


def _version(livre: Livre, changement: str, vue: CheminVue) -> None:
    components.titre(vue.titre)
    note = balises_chemins.ecrit(vue.note) if vue.note else ""
    if state.selection().projete:
        st.html(balises.paragraphe(vue.entete, "ctg-texte") + note)
        _projette(livre, vue)
        return
    d = livre.dossier
    fiche: Fiche[Chemin] = livre.fiches[vue.id]
    etat = balises.paragraphe(mots.ARCHIVE if vue.archive else mots.FIGE, "ctg-mention") if vue.fige else ""
    st.html(balises.paragraphe(vue.entete, "ctg-texte") + note + etat)
    formes.barre(f"chemin-{vue.id}", d.id, _suites(livre, changement, fiche))
    if not vue.fige:
        _a_faire(vue)
    formes.a_faire(livre, fiche, sauf=(EtatChemin.VALIDE,) if not vue.fige and vue.manques else ())
    ici = state.selection().element
    choisi = ici if ici in dict(vue.choix) else vue.choix[0][0]
    _dessin(livre, vue, choisi)
    _compare(livre, changement, vue.id)
    gauche, droite = st.columns([2, 3], gap="medium")
    with gauche:
        elements.montre(livre, vue, choisi)
    with droite:
        components.titre(mots.PLAN)
        st.html(balises.paragraphe(mots.PLAN_AIDE, "ctg-mention") + balises_chemins.plan(vue, choisi))


def _projette(livre: Livre, vue: CheminVue) -> None:
    """Before a room: the drawing as large as the screen, then the outline."""
    if dessin := lus.dessin(livre, vue.id, interactif=False):
        composants.graphe({"svg": dessin, "titre": vue.titre, "choisi": ""}, geste=_clique)
    components.titre(mots.PLAN)
    st.html(balises_chemins.plan(vue, ""))


def _dessin(livre: Livre, vue: CheminVue, choisi: str) -> None:
    dessin = lus.dessin(livre, vue.id)
    if not dessin:
        components.vide(mots.DESSIN_VIDE)
        return
    composants.graphe({"svg": dessin, "titre": vue.titre, "choisi": choisi}, geste=_clique)
    with st.container(horizontal=True, key="outils-chemin"):
        for fichier in emporter.du_chemin(livre, vue, conventions.nom_territoire(livre.ctg.objet)):
            components.telecharge(f"emporte-{fichier.nom}", fichier)


def _clique() -> None:
    if element := composants.recu(composants.GRAPHE, "choix"):
        state.choisit("element", str(element))


def _a_faire(vue: CheminVue) -> None:
    """Checks are a list of things to do, never a wall: a draft is kept as it is."""
    if not vue.manques:
        st.html(balises.paragraphe(mots.TOUT_EST_LA, "ctg-mention"))
        return
    titre = mots.A_FAIRE.format(nombre=len(vue.manques))
    st.html(balises_chemins.repli(titre, [texte for _, texte in vue.manques], ouvert=len(vue.manques) <= OUVERTS))


# Gestures on a version ------------------------------------------------------------------------------------------------


def _suites(livre: Livre, changement: str, fiche: Fiche[Chemin]) -> Sequence[Geste | Forme]:
    etat, d = fiche.objet.etat, livre.dossier
    if etat in etats.ARCHIVES:
        ouverts = any(c.etat not in etats.ARCHIVES for _, c in d.chemins(changement))
        return [*formes.passages(fiche.id, fiche), *([] if ouverts else _commencements(livre, changement, mots.RECOMMENCER))]
    suites: list[Geste | Forme] = [*formes.passages(fiche.id, fiche, sauf=(EtatChemin.REVISE,))]
    if etat == EtatChemin.ACTIF:
        suites.insert(0, Geste(f"revise-{fiche.id}", mots.REVISER, lambda e: gestes.revise(e, fiche), mots.REVISE, ensuite=_ouvre))
    suites.append(formes.modifie(f"chemin-{fiche.id}", mots.MODIFIER_CHEMIN, fiche, PORTAGE))
    if etat not in etats.FIGES:
        proposee = any(not etats.fini(p.etat) for p in d.ou(Proposition, cible=fiche.id).values())
        suites += [] if proposee else [registre.proposition(f"chemin-{fiche.id}", mots.PROPOSER_CHEMIN, fiche)]
        suites.append(formes.retire(f"retire-{fiche.id}", mots.RETIRER_CHEMIN, fiche))
    return suites


def _ouvre(fiche: Fiche[Chemin]) -> None:
    """Read the version that was just opened: it is the current one."""
    state.change(changement=fiche.objet.changement, version="", element="")


def _commencements(livre: Livre, changement: str, libelle: str) -> Sequence[Forme]:
    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> Fiche[Chemin]:
        return gestes.ouvre(etabli, changement, saisies["pilote"])

    cle = f"commence-{changement}"
    commence = Forme(cle, libelle, PORTAGE[:1], geste, mots.COMMENCE, ensuite=_ouvre)
    return [commence, *_copie(livre, changement)]


def _copie(livre: Livre, changement: str) -> list[Forme]:
    """Other CTG are read once the form is open only."""
    cle = f"copie-{changement}"
    autres = {f.id: f.objet.nom for f in lus.liste() if f.id != livre.dossier.id}
    ici = tuple((f"{livre.dossier.id}/{i}", nom) for i, nom in vues.sources(livre.dossier))
    if not ici and not autres:
        return []
    sources = (*ici, *_ailleurs(autres)) if state.edition(cle) else ici

    def geste(etabli: Etabli, _: Fiche | None, saisies: Brouillon) -> Fiche[Chemin]:
        ctg, _, chemin = str(saisies["source"]).partition("/")
        return gestes.copie(etabli, etabli.dossier if ctg == livre.dossier.id else lus.livre(ctg).dossier, chemin, changement)

    champs = (Champ("source", mots.SOURCE, nature="choix", options=sources),)
    return [Forme(cle, mots.COPIER, champs, geste, mots.COPIE, ensuite=_ouvre, aide=mots.COPIER_AIDE)]


def _ailleurs(autres: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (f"{ctg}/{chemin}", mots.D_UNE_AUTRE.format(ctg=nom, chemin=libelle))
        for ctg, nom in autres.items()
        for chemin, libelle in vues.sources(lus.livre(ctg).dossier)
    ]


def _compare(livre: Livre, changement: str, ici: str) -> None:
    """This version beside another one, in words."""
    d = livre.dossier
    noms = dict(vues.choix_versions(d, changement))
    if len(noms) < 2:
        return
    autres = ["", *(i for i in noms if i != ici)]
    libelles = {"": mots.NE_PAS_COMPARER, **noms}
    avec = st.selectbox(mots.COMPARER_AVEC, autres, format_func=libelles.__getitem__, key=f"compare-{ici}", width=260)
    if not avec:
        return
    numeros = {i: d.de(Chemin)[i].numero for i in (ici, avec)}
    avant, apres = sorted((ici, avec), key=numeros.__getitem__)
    vue = lus.comparaison(livre, avant, apres)
    if vue.ecarts:
        legende = balises.paragraphe(mots.LEGENDE_DIFFERENCES, "ctg-mention")
        st.html(balises_chemins.comparaison(vue, noms[avant], noms[apres]) + legende)
    else:
        st.html(balises.paragraphe(mots.VERSIONS_EGALES, "ctg-sourdine"))


VOLETS: Mapping[str, Callable[[Livre], None]] = {
    "futur": futur_ideal.montre,
    "changements": changements.montre,
    "consentement": registre.montre,
    "chemin": _chemin,
}
