"""The data page, files: drop zone, import with progress, reports of the last import, template of the requête type."""

import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePath

import streamlit as st
from streamlit.typing import UploadedFile

from ctg_data import pipeline
from ctg_data.loaders import requete_type_schema
from ctg_data.pipeline import Rapport
from ctg_data.settings import ANNEES
from ctg_data.ui import balises, cache, components, fichiers, state, textes
from ctg_data.views.donnees import DonneesView
from ctg_data.wording import nombres

TYPES = ("csv", "xlsx", "xls", "json", "txt", "zip", "gz")
ANNEE_ABSENTE = "annee_absente"
REMARQUES_OUVERTES = 4
VIDE = ("", "")
"""No territory: the empty requête type."""


def depot() -> None:
    """Files to import, the year when a file does not say it, and the import itself."""
    deposes = st.file_uploader(textes.DEPOT, type=TYPES, accept_multiple_files=True, key=state.cle_depot())
    st.html(balises.paragraphe(textes.DEPOT_AIDE, "ctg-sourdine"))
    annee = _annee()
    if st.button(textes.IMPORTER, type="primary", disabled=not deposes):
        _importe(deposes, annee)


def _annee() -> int | None:
    """Asked only when a file of the last import needed it."""
    manquantes = _sans_annee(state.rapports())
    if not manquantes:
        return None
    st.warning(components.echappe(textes.ANNEE_DEMANDEE.format(fichiers=nombres.enumere([f"« {nom} »" for nom in manquantes]))))
    return st.number_input(textes.ANNEE, *ANNEES, value=None, step=1, format="%d", width=240, placeholder=textes.ANNEE_EXEMPLE)


def _sans_annee(rapports: Sequence[Rapport]) -> list[str]:
    return [r.fichier for r in rapports if any(f.code == ANNEE_ABSENTE for f in r.fautes)]


def _importe(deposes: Sequence[UploadedFile], annee: int | None) -> None:
    """Write the files under their own names, import them, keep the reports, draw the page again on the new publication."""
    # Streamlit keeps the page of before until the import is over: « no file imported » would stand under its progress.
    st.html("<style>.st-key-invite .ctg-vide { display: none; }</style>")
    barre = st.progress(0.0, textes.IMPORT_EN_COURS)
    with tempfile.TemporaryDirectory(prefix="ctg-") as dossier:
        chemins = [_ecrit(Path(dossier) / str(rang), depose) for rang, depose in enumerate(deposes)]
        rapports = pipeline.importe(cache.auteur(), chemins, annee=annee, progres=components.progres(barre))
    state.garde_rapports(rapports, termine=not _sans_annee(rapports))
    cache.lit_ensembles()
    st.rerun()


def _ecrit(dossier: Path, depose: UploadedFile) -> Path:
    """A folder for each file, since two may have one name; without the folder that a browser sends, which is not trusted."""
    dossier.mkdir()
    chemin = dossier / (PurePath(depose.name.replace("\\", "/")).name or "fichier")
    chemin.write_bytes(depose.getbuffer())
    return chemin


def rapports(vue: DonneesView) -> None:
    """What became of each file, every fault of those refused, in tables."""
    if not vue.rapports.lignes:
        return
    components.titre(textes.RAPPORTS)
    st.html(balises.tableau(vue.rapports) + (balises.paragraphe(textes.VERS_VERSIONS, "ctg-sourdine") if vue.importes else ""))
    for fautes in vue.fautes:
        components.titre(fautes.titre, 3)
        st.html(balises.tableau(fautes))
    _remarques(vue.messages)


def _remarques(messages: Sequence[str]) -> None:
    """A few are read at once; many wait until they are asked for."""
    if len(messages) > REMARQUES_OUVERTES:
        with st.expander(textes.REMARQUES.format(nombre=len(messages)), key="remarques"):
            st.html(balises.liste(messages))
    elif messages:
        st.html(balises.liste(messages))


def invite(vue: DonneesView) -> None:
    """What would fill a store that holds nothing."""
    if not vue.editions.lignes:
        with st.container(key="invite"):
            components.vide(textes.EDITIONS_VIDE)


def gabarit() -> None:
    """The requête type to fill, for the themes that the project team asks for and the communes of its territory."""
    components.titre(textes.GABARIT)
    st.html(balises.paragraphe(textes.GABARIT_AIDE, "ctg-texte"))
    themes = requete_type_schema.THEMES
    choisis = st.pills(
        textes.GABARIT_THEMES, themes, format_func=themes.__getitem__, selection_mode="multi", key="themes_gabarit", wrap=True
    )
    territoires = {VIDE: textes.GABARIT_VIDE, **_ici(), **cache.a_remplir()}
    choisi = st.selectbox(
        textes.GABARIT_TERRITOIRE,
        list(territoires),
        format_func=territoires.__getitem__,
        key=f"territoire-gabarit-{'-'.join(state.selection().territoire)}",
        index=1 if _ici() else 0,
        width=640,
    )
    with st.container(horizontal=True):
        for fichier in fichiers.gabarits(tuple(choisis), choisi if choisi != VIDE else None):
            components.telecharge(f"gabarit-{fichier.nom}", fichier)
    _gabarit_offre(choisi)


def _gabarit_offre(territoire: tuple[str, str]) -> None:
    """The inventory of facilities to fill, for the communes of the same territory."""
    components.titre(textes.GABARIT_OFFRE, 3)
    st.html(balises.paragraphe(textes.GABARIT_OFFRE_AIDE, "ctg-texte"))
    with st.container(horizontal=True):
        for fichier in fichiers.gabarits_offre(territoire if territoire != VIDE else None):
            components.telecharge(f"gabarit-{fichier.nom}", fichier)


def _ici() -> dict[tuple[str, str], str]:
    """The territory of the portrait that the reader was on, where a requête type can be filled for it."""
    ici = state.selection().territoire
    return {ici: cache.libelle(cache.ref().territoire(*ici))} if ici[0] in ("commune", "perimetre", "epci", "departement") else {}
