"""What the pages of a CTG read, kept under the seal of the journal: any change, by any hand, is read at once."""

import tempfile
from pathlib import Path, PurePath

import streamlit as st

from ctg_data import storage
from ctg_data.conventions import gestes, lecture
from ctg_data.conventions.lecture import Livre
from ctg_data.loaders import plan_actions
from ctg_data.loaders.plan_actions import PlanLu
from ctg_data.parcours.convention import Ctg
from ctg_data.storage.depot import Fiche
from ctg_data.storage.journal import Entree
from ctg_data.ui import cache

LIVRES = 16


def liste() -> list[Fiche[Ctg]]:
    """Every CTG, read at each run."""
    return lecture.liste(cache.settings())


def sceau() -> str:
    """Key of everything that is drawn from what people write."""
    settings = cache.settings()
    return f"{settings.base}|{lecture.depot(settings).sceau()}" if storage.existe(settings) else ""


def livre(ctg: str) -> Livre:
    """The dossier of one CTG as it stands.  Raises ObjetInconnu."""
    return _livre(sceau(), ctg)


@st.cache_resource(max_entries=LIVRES, show_spinner="Lecture de la CTG…")
def _livre(sceau: str, ctg: str) -> Livre:
    return lecture.lit(cache.settings(), ctg)


@st.cache_data(max_entries=4, show_spinner="Lecture du fichier…")
def plan_lu(nom: str, octets: bytes) -> PlanLu:
    """A plan d'actions that was dropped: read once, whatever the page shows next; the folder that a browser sends is not trusted."""
    with tempfile.TemporaryDirectory(prefix="ctg-") as dossier:
        chemin = Path(dossier) / (PurePath(nom.replace("\\", "/")).name or "fichier")
        chemin.write_bytes(octets)
        return plan_actions.lit(chemin)


def annulable(ctg: str) -> Entree | None:
    return gestes.annulable(cache.auteur(), ctg)
