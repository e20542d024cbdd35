"""Our components: each is a frame of ours, whose script is served by address and kept by the browser."""

from collections.abc import Callable, Mapping
from functools import cache

import streamlit as st

from ctg_data.ui import balises, ressources, textes
from ctg_data.wording import fr
from ctg_data.wording import offre as mots

_GESTES = (("ensemble", textes.VUE_ENSEMBLE), ("image", textes.IMAGE))


def carte(donnees: Mapping[str, object], *, geste: Callable[[], None]) -> None:
    """The map whose values are at an address of ``donnees``; ``geste`` runs when an area or another figure is chosen: see ``recu``."""
    _carte()(key=CARTE, data=_complet(donnees), on_choix_change=geste, on_figure_change=geste)


def carte_fixe(cle: str, donnees: Mapping[str, object]) -> None:
    """The same, of one figure whose values are in ``donnees`` (``recu``): an area tells its value and opens nothing."""
    _carte()(key=cle, data=_complet(donnees) | {"figures": ()})


def _complet(donnees: Mapping[str, object]) -> dict[str, object]:
    """What every map needs of the page besides its values."""
    bibliotheque = {"script": ressources.adresse("maplibre-gl.js"), "style": ressources.adresse("maplibre-gl.css")}
    return {"bibliotheque": bibliotheque, "mots": textes.CARTE_MOTS, "panne": textes.CARTE_PANNE, **donnees}


def tableau(donnees: Mapping[str, object], *, geste: Callable[[], None]) -> None:
    """The table of a map; ``geste`` runs when a row, a heading or another page is asked for: see ``recu``."""
    _tableau()(key=TABLEAU, data=dict(donnees), on_choix_change=geste, on_tri_change=geste, on_page_change=geste)


def graphe(donnees: Mapping[str, object], *, geste: Callable[[], None]) -> None:
    """The drawing of a path; ``geste`` runs when one of its boxes is chosen: see ``recu``."""
    _graphe()(key=GRAPHE, data=dict(donnees), on_choix_change=geste)


def projection(projete: bool) -> None:
    """The keys of a projected page, and the line at its foot; ``projete``: whether the address says that the page is before a room."""
    mots = {**textes.PROJECTION_MOTS, "mention": fr.texte("demo")}
    _projection()(key="composant_projection", data={"projete": projete, "mots": mots})


def recu(composant: str, nom: str) -> object:
    """What a component has just sent under ``nom``, None when it sent something else."""
    return (st.session_state.get(composant) or {}).get(nom)


CARTE, TABLEAU, GRAPHE = "composant_carte", "composant_tableau", "composant_graphe"


@cache
def _carte() -> Callable:
    boutons = (balises.balise("button", balises.escape(nom), type="button", classe="ctg-lien", data_geste=geste) for geste, nom in _GESTES)
    bulle = '<div class="ctg-bulle" aria-hidden="true" hidden></div>'
    lieux = f'<label class="ctg-bascule" hidden><input type="checkbox" checked><span>{balises.escape(mots.LEGENDE)}</span></label>'
    cadre = f'<div class="ctg-carte-cadre"><div class="ctg-carte-dessin"></div>{bulle}</div>'
    liste = f'<label class="ctg-figure"><span>{balises.escape(textes.FIGURE_CARTE)}</span><select></select></label>'
    html = f'<div class="ctg-carte">{liste}<p class="ctg-panne"></p>{cadre}<p class="ctg-gestes">{lieux}{"".join(boutons)}</p></div>'
    return _composant("ctg_carte", html, "carte.js")


@cache
def _tableau() -> Callable:
    return _composant("ctg_tableau", '<div class="ctg-tableau"></div>', "tableau.js")


@cache
def _graphe() -> Callable:
    return _composant("ctg_graphe", '<div class="ctg-defile ctg-dessin" tabindex="0" role="region"></div>', "graphe.js")


@cache
def _projection() -> Callable:
    avant, apres = (
        balises.balise("button", signe, type="button", classe="ctg-lien", data_pas=str(pas), aria_label=nom)
        for pas, (signe, nom) in textes.PROJECTION_PAS.items()
    )
    touches = balises.paragraphe(textes.PROJECTION_TOUCHES, "ctg-touches")
    place = '<span class="ctg-place" aria-hidden="true"></span><span class="ctg-cache" role="status"></span>'
    html = f'<div class="ctg-pied"><p class="ctg-bandeau"></p>{touches}<p class="ctg-pas">{avant}{place}{apres}</p></div>'
    return _composant("ctg_projection", html, "projection.js")


def _composant(nom: str, html: str, script: str) -> Callable:
    """Streamlit sends the script it is given at each run: it is given one line, which asks for the real one once."""
    adresse = f"new URL({ressources.adresse(script)!r}, location.href).href"
    js = f"const script = {adresse};\nexport default async (c) => (await import(script)).default(c);"
    return st.components.v2.component(nom, html=html, js=js, isolate_styles=False)
