"""Blocks of the portrait page: each draws one part of a ``PortraitView``; none computes."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from ctg_data.charts.classement import UNITE_COURTE
from ctg_data.diagnostic.figures import Cadre, Carte, Tableau
from ctg_data.exports import dessins
from ctg_data.storage import suivis
from ctg_data.ui import (
    balises,
    balises_carte,
    balises_ecrits,
    balises_offre,
    cache,
    cache_portrait,
    components,
    composants,
    fichiers,
    passe,
    projection,
    saisies,
    state,
    textes,
)
from ctg_data.ui.markdown import echappe
from ctg_data.ui.selection import BLOCS
from ctg_data.views.ecrits import Mot
from ctg_data.views.model import PortraitView, Saillant
from ctg_data.views.saisies import dits, pour_la_salle
from ctg_data.wording import fr, nombres
from ctg_data.wording import offre as mots

Dessine = Callable[[PortraitView, Saillant, Mot | None], None]
"""How one sentence is laid out: on a desk, or for a room."""


def entete(vue: PortraitView) -> None:
    """Who, how many, how fresh; parents one click away; exports on the right."""
    gauche, droite = st.columns([2, 1], vertical_alignment="top")
    with gauche:
        titre = balises.balise("h1", balises.escape(vue.entete.nom)) + balises.paragraphe(vue.entete.resume) + _attributs(vue)
        st.html(balises.balise("div", titre, balises.paragraphe(vue.fraicheur.texte, "ctg-sourdine"), classe="ctg-territoire"))
        if vue.entete.details:
            st.html(balises.liste(vue.entete.details))
        _parents(vue)
    with droite, st.container(horizontal=True, horizontal_alignment="right", key="gestes"):
        _suivi(vue)
        passe.choix(vue)
        _exports(vue)
    saisies.etat(vue)


def _attributs(vue: PortraitView) -> str:
    """What lists say of the territory, and which ones."""
    if not vue.entete.attributs:
        return ""
    return balises.paragraphe(vue.entete.attributs) + balises.paragraphe(vue.entete.attributs_source, "ctg-sourdine")


def _suivi(vue: PortraitView) -> None:
    """Follow this territory, or follow it no more: the home page lists those followed."""
    ici = vue.entete.niveau, vue.entete.code
    libelle, geste = (textes.NE_PLUS_SUIVRE, suivis.ne_suit_plus) if ici in cache.suivis() else (textes.SUIVRE, suivis.suit)
    # Not a callback: a store that cannot be written is told inside the error boundary.
    if st.button(libelle, key="suivi"):
        geste(cache.settings(), *ici)
        st.rerun()


def projete(vue: PortraitView) -> None:
    """One block at a time, in letters read from the back of a room: what was kept or reworded, no note."""
    vue = pour_la_salle(vue)
    choix = state.selection()
    ici, suite = (choix.bloc, choix.rang), projection.etapes(vue, BLOCS)
    with st.container(horizontal=True, vertical_alignment="center", key="projete"):
        etape = balises.balise("span", projection.place(suite, ici), classe="ctg-etape", data_titre=textes.BLOCS[choix.bloc])
        st.html(balises.balise("h1", balises.escape(vue.entete.nom)) + etape, width="content")
        _voisine(textes.PRECEDENT, suite, ici, -1)
        _voisine(textes.SUIVANT, suite, ici, 1)
    with st.container(horizontal=True, vertical_alignment="center", key="choix"):
        components.rangee("bloc", textes.BLOC, textes.BLOCS, choix.bloc)
        _CHOIX.get(choix.bloc, _rien)(vue)
    _BLOCS[choix.bloc](vue)


def _voisine(libelle: str, suite: Sequence[projection.Etape], ici: projection.Etape, pas: int) -> None:
    """To the step before or after; the keyboard reaches it, and stays on it from one step to the next."""
    voisine = projection.voisine(suite, ici, pas)
    bloc, rang = voisine or ici
    choix = {"bloc": bloc, "ecran": str(rang or "")}
    st.button(libelle, key=f"pas-{pas}", on_click=state.change, kwargs=choix, disabled=voisine is None)


def _parents(vue: PortraitView) -> None:
    if not vue.entete.parents:
        return
    with st.container(horizontal=True, gap="small", key="parents"):
        for niveau, code, nom in vue.entete.parents:
            components.lien_territoire(niveau, code, libelle=nom, lieu="parent")


def _exports(vue: PortraitView) -> None:
    with st.popover(textes.EXPORTER, width="content"):
        for fichier in fichiers.du_portrait(vue):
            components.telecharge(f"export-{fichier.nom}", fichier)
            if fichier.remarque:
                st.html(balises.paragraphe(fichier.remarque, "ctg-sourdine"))


def etoile(vue: PortraitView) -> None:
    """The star of the chosen face, its sentences under it."""
    components.rangee("face", textes.FACE, fr.FACES, vue.face)
    choisie = vue.etoile
    _figure(vue, "etoile", choisie.cadre, choisie.tableau, variante=vue.face)
    if choisie.etoile is not None and not choisie.cadre.message:
        score = balises.paragraphe(choisie.score, "ctg-sourdine") if choisie.score else ""
        st.html(balises.paragraphe(choisie.sens_lecture, "ctg-sourdine") + balises.liste(choisie.phrases) + score)


def saillants(vue: PortraitView) -> None:
    """Needs and strengths, side by side, then what is marked but open; a sentence opens its figure."""
    components.titre(textes.SAILLANTS)
    _tranches(vue, _ecrit)
    if dits(vue, vue.saillants.incertains):
        _incertains(vue, _ecrit)
    saisies.ecartes(vue)
    saisies.orphelines(vue)
    if vue.saillants.tous:
        st.html(balises.paragraphe(fr.texte("saillants.legende"), "ctg-sourdine"))


def _incertains(vue: PortraitView, dessine: Dessine) -> None:
    components.titre(fr.texte("saillants.incertains"), 3)
    for fait, mot in dits(vue, vue.saillants.incertains):
        dessine(vue, fait, mot)


def _tranches(vue: PortraitView, dessine: Dessine) -> None:
    colonnes = st.columns(2)
    cotes = (
        (fr.texte("saillants.besoins"), vue.saillants.besoins, vue.saillants.message_besoins),
        (fr.texte("saillants.forces"), vue.saillants.forces, vue.saillants.message_forces),
    )
    for colonne, (nom, faits, message) in zip(colonnes, cotes, strict=True):
        with colonne:
            components.titre(nom, 3)
            if message:
                st.html(balises.paragraphe(message, "ctg-sourdine"))
            for fait, mot in dits(vue, faits):
                dessine(vue, fait, mot)


def _ecrit(vue: PortraitView, fait: Saillant, mot: Mot | None) -> None:
    """A sentence, or the words of a person in its place, then what was decided and the gesture that decides."""
    with st.container(key=f"fait-{fait.indicateur}", gap=None):
        if mot is not None and mot.reformule:
            st.html(balises_ecrits.reformule(fait, mot))
        else:
            _saillant(vue, fait, mot)
        saisies.saillant(vue, fait)


def _saillant(_: PortraitView, fait: Saillant, __: Mot | None) -> None:
    teinte = fait.cote if fait.signe in balises_ecrits.SIGNES_VERDICT else "neutre"
    st.button(
        echappe(f"{fait.signe} {fait.phrase} {fait.certitude}".strip()),
        key=f"saillant-{teinte}-{fait.indicateur}",
        type="tertiary",
        help=textes.OUVRE_FIGURE.format(theme=fait.theme_libelle),
        on_click=state.change,
        kwargs={"theme": fait.theme, "figure": fait.indicateur},
        wrap=True,
    )


def chiffres(vue: PortraitView) -> None:
    """Key figures of the chosen theme, in aligned rows."""
    components.titre(textes.CHIFFRES)
    components.rangee("theme", textes.THEME, dict(vue.choix_themes), vue.theme)
    theme = vue.theme_choisi
    if any(c.disponible for c in theme.chiffres):
        st.html(balises.chiffres(theme, vue.saisies))
    else:
        components.vide(theme.message or textes.THEME_VIDE, theme.remede)
    if theme.manquants:
        st.html(balises.paragraphe(textes.MANQUANTS.format(liste=" · ".join(theme.manquants)), "ctg-sourdine"))
    saisies.notes(vue)


def choix_figure(vue: PortraitView) -> None:
    """Which figure the map and the evolution show, its sentence and its rank."""
    _liste_figures(vue)
    if vue.choix_figures:
        rang = balises.paragraphe(vue.rang, "ctg-sourdine") if vue.rang else ""
        st.html(balises.paragraphe(_phrase(vue), "ctg-phrase") + rang)
        _vers_changement(vue)


def _vers_changement(vue: PortraitView) -> None:
    """To the smallest change that this figure could show, where it has a margin."""
    if any(c.id == vue.figure and c.ic_bas is not None for t in vue.themes for c in t.chiffres):
        choix = {"niveau": vue.entete.niveau, "code": vue.entete.code, "figure": vue.figure}
        st.page_link(components.PAGES["methode"], label=textes.CHANGEMENT, query_params=choix)


def _phrase(vue: PortraitView) -> str:
    return next((c.phrase for t in vue.themes for c in t.chiffres if c.id == vue.figure), "")


def _liste_figures(vue: PortraitView) -> None:
    if vue.choix_figures:
        components.choix_figure(vue.choix_figures, vue.figure, titre=textes.FIGURE)


def carte(vue: PortraitView) -> None:
    """The areas of the territory; the map page has the other levels, years and layers of the same figure."""
    fichier = fichiers.du_tableau(vue, "carte", vue.carte.cadre, vue.carte.tableau)
    components.encadre("carte", vue.carte.cadre, vue.carte.tableau, montre=lambda: _dessin_carte(vue), fichier=fichier)
    if vue.figure:
        ici = {"libelle": textes.OUVRE_CARTE, "lieu": "carte", "figure": vue.figure, "maille": vue.carte.niveau}
        components.lien_territoire(vue.entete.niveau, vue.entete.code, page="carte", **ici)


def _dessin_carte(vue: PortraitView) -> None:
    """The map and its legend, as on the map page."""
    classes, recu = cache_portrait.carte_du_portrait(vue)
    choisie = next((z for z in vue.carte.zones if z.choisie), None)
    with st.container(key="carte-portrait"):
        composants.carte_fixe("carte_portrait", {"recu": recu, "choix": {"code": choisie.code, "geo": ""} if choisie else None})
        st.html(
            balises_carte.legende(classes, unite_legende(vue.carte), textes.CONTOUR_NOIR.format(nom=choisie.nom) if choisie else "")
            + balises_offre.legende(dessins.marques(vue))
        )


def unite_legende(c: Carte) -> str:
    """A long unit, said once above the classes; circles say theirs."""
    return "" if c.cercles or len(c.unite) <= UNITE_COURTE else nombres.capitale(c.unite)


def evolution(vue: PortraitView) -> None:
    """At constant perimeter, or at that of the time where the EPCI has changed."""
    if vue.evolution_epoque is None:
        _figure(vue, "evolution", vue.evolution.cadre, vue.evolution.tableau, variante=vue.figure)
    else:
        _evolution_choisie(vue)
    if st.button(textes.VERS_TENDANCES, key="vers-tendances", type="tertiary"):
        ici = replace(state.selection(), theme=vue.theme, figure=vue.figure)
        st.switch_page(components.PAGES["tendances"], query_params=ici.parametres())


def _evolution_choisie(vue: PortraitView) -> None:
    epoque = vue.evolution_epoque
    choix = state.selection().perimetre
    components.rangee("perimetre", textes.PERIMETRE, textes.PERIMETRES, choix)
    nom, montree = ("epoque", epoque) if choix == "epoque" else ("evolution", vue.evolution)
    _figure(vue, nom, montree.cadre, montree.tableau, variante=vue.figure)
    _composition(vue, choix)


def _composition(vue: PortraitView, choix: str) -> None:
    """What the perimeter is, and what changed in it."""
    with st.expander(textes.COMPOSITION):
        st.html(balises.paragraphe(fr.texte(f"perimetre.{choix}")) + balises.liste(vue.composition))


def offre(vue: PortraitView) -> None:
    """Facilities and services: counted by type, then one by one, or what would fill the block."""
    lue = vue.offre
    components.titre(mots.TITRE)
    if lue.message:
        components.vide(lue.message, lue.remede)
        return
    st.html(balises_offre.comptes(lue))
    with st.expander(mots.TITRE_COMPTES, key="comptes-offre"):
        st.html(balises.tableau(lue.par_type))
    if lue.themes:
        with st.expander(f"{mots.TITRE_LISTE} ({nombres.nombre(len(lue.equipements))})", key="liste-offre"):
            st.html(balises_offre.liste(lue))


def ages(vue: PortraitView) -> None:
    _figure(vue, "ages", vue.structure_age.cadre, vue.structure_age.tableau, variante="")


def _figure(vue: PortraitView, nom: str, cadre: Cadre, tableau: Tableau, *, variante: str) -> None:
    fichier = fichiers.du_tableau(vue, nom, cadre, tableau)
    components.figure(nom, cadre, tableau, dessin=lambda: cache_portrait.figure(vue, nom, variante), fichier=fichier)


def sources(vue: PortraitView) -> None:
    """Sources, their age, what is missing, how to read."""
    components.titre(textes.SOURCES)
    st.html(balises.sources(vue.fraicheur))
    if vue.manque:
        with st.expander(textes.MANQUE):
            st.html(balises.liste(vue.manque))
    if vue.non_calcules:
        with st.expander(textes.NON_CALCULES.format(nombre=len(vue.non_calcules))):
            st.html(balises.liste(vue.non_calcules))
    if vue.methode:
        with st.expander(textes.METHODE):
            st.html(balises.liste(vue.methode))


def _rien(vue: PortraitView) -> None:
    pass


def _faces_projetees(vue: PortraitView) -> None:
    """A face that is not computed yet is not offered to a room."""
    if faces := {e.face: fr.FACES[e.face] for e in vue.dessinees}:
        components.rangee("face", textes.FACE, faces, vue.etoile_montree.face)


def _etoile_projetee(vue: PortraitView) -> None:
    """A face that is drawn, and the sentences that conclude."""
    montree = vue.etoile_montree
    phrases = (*montree.phrases, montree.sens_lecture)
    components.figure_projetee(montree.cadre, phrases, lambda: cache_portrait.image(vue, "etoile", montree.face))


def _saillants_projetes(vue: PortraitView) -> None:
    """What is settled on the first screen, what is open on the second."""
    components.titre(textes.SAILLANTS)
    (_incertains if state.selection().rang and vue.saillants.incertains else _tranches)(vue, _saillant)


def _chiffres_projetes(vue: PortraitView) -> None:
    """A few figures of one theme."""
    components.rangee("theme", textes.THEME, dict(vue.choix_themes), vue.theme)
    theme = projection.ecran(vue.theme_choisi, state.selection().rang)
    if theme.chiffres:
        st.html(balises.chiffres(theme))
    else:
        components.vide(theme.message or textes.THEME_VIDE)


def _carte_projetee(vue: PortraitView) -> None:
    components.figure_projetee(vue.carte.cadre, (), lambda: cache_portrait.image(vue, "carte", vue.figure))


def _evolution_projetee(vue: PortraitView) -> None:
    components.figure_projetee(vue.evolution.cadre, (_phrase(vue),), lambda: cache_portrait.image(vue, "evolution", vue.figure))


def _ages_projetes(vue: PortraitView) -> None:
    components.figure_projetee(vue.structure_age.cadre, (), lambda: cache_portrait.image(vue, "ages", ""))


def _offre_projetee(vue: PortraitView) -> None:
    """How many, by theme."""
    lue = vue.offre
    components.titre(mots.TITRE)
    if lue.message:
        components.vide(lue.message)
        return
    par_theme = replace(lue.par_theme, colonnes=lue.par_theme.colonnes[:2], lignes=tuple(x[:2] for x in lue.par_theme.lignes))
    st.html(balises.paragraphe(lue.resume, "ctg-phrase") + balises.tableau(par_theme) + balises.paragraphe(lue.source, "ctg-sourdine"))


_CHOIX = {"etoile": _faces_projetees, "carte": _liste_figures, "evolution": _liste_figures}
"""What is chosen beside the block."""
_BLOCS = {
    "etoile": _etoile_projetee,
    "saillants": _saillants_projetes,
    "chiffres": _chiffres_projetes,
    "carte": _carte_projetee,
    "evolution": _evolution_projetee,
    "offre": _offre_projetee,
    "ages": _ages_projetes,
    "sources": sources,
}
