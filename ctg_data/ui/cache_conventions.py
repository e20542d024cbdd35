"""What the pages of a CTG read, kept under the seal of the journal: any change, by any hand, is read at once."""

from contextlib import suppress
from datetime import date

import streamlit as st

from ctg_data import storage
from ctg_data.conventions import gestes, lecture
from ctg_data.conventions.lecture import Livre
from ctg_data.demonstration import conventions as demonstration
from ctg_data.errors import CtgError
from ctg_data.parcours.convention import Ctg
from ctg_data.storage.depot import Fiche
from ctg_data.storage.journal import Entree
from ctg_data.ui import cache

LIVRES = 16


def liste() -> list[Fiche[Ctg]]:
    """Every CTG, real ones first, read at each run; at the first launch, those of the demonstration are written before."""
    settings = cache.settings()
    _amorce(str(settings.store))
    return sorted(lecture.liste(settings), key=lambda f: f.objet.fictive)


@st.cache_resource(show_spinner="Préparation des CTG de démonstration…")
def _amorce(magasin: str) -> None:
    """Once a process and store.  Where nothing can be written, the list that follows says why, or stays empty."""
    with suppress(CtgError, OSError):
        demonstration.amorce(cache.settings(), date.today())


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


def annulable(ctg: str) -> Entree | None:
    return gestes.annulable(cache.auteur(), ctg)
