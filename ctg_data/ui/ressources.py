"""Scripts and styles that our components ask by address: ours, and MapLibre's from its installed package; nothing comes from elsewhere."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from ctg_data.ui import serveur

_ICI = Path(__file__).resolve().parent / "composants"
TYPES = {".js": "text/javascript", ".css": "text/css"}


def adresse(nom: str) -> str:
    """Address of a file under its own hash: it may be kept for ever."""
    return f"{base()}/composants/{_empreinte(nom)}/{nom}"


def base() -> str:
    """Path under which the application is served, "" at the root."""
    chemin = st.get_option("server.baseUrlPath").strip("/")
    return f"/{chemin}" if chemin else ""


@cache
def contenu(nom: str) -> bytes:
    """The file, compressed.  Raises KeyError on a name that is not served, OSError on a package that is not installed."""
    return serveur.compresse(_chemins()[nom].read_bytes())


@cache
def _empreinte(nom: str) -> str:
    """ "absent" for a file that is missing: the map then says so, the rest of the page stands."""
    try:
        return hashlib.sha256(_chemins()[nom].read_bytes()).hexdigest()[:16]
    except OSError:
        return "absent"


@cache
def _chemins() -> dict[str, Path]:
    """``find_spec`` does not import: the package prints warnings when it is, and needs none of its Python here."""
    paquet = find_spec("maplibre")
    maplibre = Path(paquet.origin).parent / "srcjs" if paquet and paquet.origin else _ICI / "maplibre-absent"
    siens = {nom: maplibre / nom for nom in ("maplibre-gl.js", "maplibre-gl.css")}
    return siens | {f.name: f for f in _ICI.iterdir() if f.suffix in TYPES}
