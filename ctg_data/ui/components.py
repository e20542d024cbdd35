"""Blocks shared by the pages: a figure with its question, its table and its file; empty states; a titled HTML block."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st
from plotly.graph_objects import Figure
from streamlit.delta_generator import DeltaGenerator

from ctg_data.diagnostic.figures import Cadre, Tableau
from ctg_data.pipeline import Progres
from ctg_data.ui import balises, state, textes
from ctg_data.ui.fichiers import Fichier
from ctg_data.ui.markdown import echappe

_DOSSIER = Path(__file__).resolve().parents[2] / "pages"
_NOMS = ("accueil", "portrait", "carte", "tendances", "perimetres", "chemins", "suivi", "gouvernance", "methode", "donnees")
PAGES = {nom: _DOSSIER / f"{nom}.py" for nom in _NOMS}
CONFIG_PLOTLY = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def bandeau(texte: str) -> None:
    if texte:
        st.html(balises.paragraphe(texte, "ctg-bandeau"))


def vide(message: str, remede: str = "") -> None:
    """Why a place is empty, and what would fill it."""
    st.html(balises.balise("div", balises.escape(message), remede and balises.paragraphe(remede, "ctg-remede"), classe="ctg-vide"))


def progres(barre: DeltaGenerator) -> Progres:
    """What a long work says of itself, on a bar."""
    return lambda etape, part: barre.progress(min(1.0, part), echappe(etape))


def titre_page(texte: str, sous_titre: str) -> None:
    textes_ = balises.balise("h1", balises.escape(texte)), balises.paragraphe(sous_titre, "ctg-sourdine")
    st.html(balises.balise("div", *textes_, classe="ctg-territoire"))


def titre(texte: str, niveau: int = 2) -> None:
    st.html(balises.balise(f"h{niveau}", balises.escape(texte), classe="ctg-titre"))


def figure(cle: str, cadre: Cadre, tableau: Tableau, *, dessin: Callable[[], Figure], fichier: Fichier) -> None:
    """A Plotly figure: see ``encadre``."""

    def montre() -> None:
        st.plotly_chart(dessin(), theme=None, config=CONFIG_PLOTLY, alt=cadre.alt, key=f"figure-{cle}")

    encadre(cle, cadre, tableau, montre=montre, fichier=fichier)


def encadre(cle: str, cadre: Cadre, tableau: Tableau, *, montre: Callable[[], None], fichier: Fichier) -> None:
    """What ``montre`` draws under its question, or what would fill it; then its source, its table and its file."""
    entete = balises.balise("h3", balises.escape(cadre.titre), classe="ctg-question") + balises.paragraphe(cadre.sous_titre, "ctg-sourdine")
    st.html(entete)
    if cadre.message:
        vide(cadre.message, cadre.remede)
        return
    montre()
    st.html(balises.paragraphe(cadre.source, "ctg-sourdine"))
    tableau_et_fichier(cle, tableau, fichier=fichier)


def figure_projetee(cadre: Cadre, phrases: Sequence[str], image: Callable[[], str]) -> None:
    """A figure under its question, as large as the screen, with its sentences beside it."""
    st.html(balises.balise("h3", balises.escape(cadre.titre), classe="ctg-question") + balises.paragraphe(cadre.sous_titre, "ctg-sourdine"))
    if cadre.message:
        vide(cadre.message)
        return
    dessin = f'<img class="ctg-projete" src="{image()}" alt="{balises.escape(cadre.alt)}">'
    textes_ = "".join(balises.paragraphe(p, "ctg-phrase") for p in phrases)
    st.html(balises.balise("div", dessin, textes_ and balises.balise("div", textes_), classe="ctg-salle"))


def tableau_et_fichier(cle: str, tableau: Tableau, *, fichier: Fichier) -> None:
    with st.container(horizontal=True, key=f"outils-{cle}"):
        depli = st.expander(textes.VOIR_TABLEAU, key=f"tableau-{cle}", type="compact", on_change="rerun")
        telecharge(f"fichier-{cle}", fichier)
    if depli.open:
        depli.html(balises.tableau(tableau))


def rangee(nom: str, libelle: str, choix: Mapping[str, str], valeur: str, *, visible: bool = False) -> None:
    """One row of buttons (value -> label) bound to the field ``nom`` of the selection, ``valeur`` pressed."""
    st.segmented_control(
        libelle,
        list(choix),
        key=state.lie(nom, valeur),
        format_func=choix.__getitem__,
        on_change=state.retient,
        args=(nom,),
        required=True,
        label_visibility="visible" if visible else "collapsed",
        wrap=True,
    )


def choix_figure(choix: Sequence[tuple[str, str]], actuelle: str, *, titre: str, visible: bool = True) -> None:
    """The list of the figures (id, label) of a theme; the choice is kept in the address.  ``visible``: whether its title is shown."""
    libelles = dict(choix)
    st.selectbox(
        titre,
        list(libelles),
        key=state.lie("figure", actuelle),
        format_func=libelles.__getitem__,
        on_change=state.retient,
        args=("figure",),
        width=560,
        label_visibility="visible" if visible else "collapsed",
    )


def lien_territoire(niveau: str, code: str, *, libelle: str, lieu: str, page: str = "portrait", **choix: str) -> None:
    """A button that opens a portrait (or its map), keeping face and theme; ``choix``: what else is chosen there.

    A link to the page already open does nothing in Streamlit.
    """
    if st.button(echappe(libelle), key=f"{lieu}-{niveau}-{code}", type="tertiary", wrap=True):
        adresse = replace(state.selection(), **{"niveau": niveau, "code": code, "figure": "", **choix})
        st.switch_page(PAGES[page], query_params=adresse.parametres(page))


def telecharge(cle: str, fichier: Fichier) -> None:
    st.download_button(
        fichier.libelle, fichier.contenu, file_name=fichier.nom, mime=fichier.mime, key=cle, on_click="ignore", type="tertiary"
    )
