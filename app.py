"""The ASGI application: `streamlit run app.py`.

Streamlit runs ``ctg_data/ui/main.py`` for every reader; this file adds what must not pass through a script.
"""

import gc
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from ctg_data.ui import coque, ressources, serveur

ICI = Path(__file__).resolve().parent


@asynccontextmanager
async def charge(_: st.App) -> AsyncIterator[None]:
    """Read the reference once, before the first reader, the reference sets while they come, then keep the collector off them."""
    from ctg_data.ui import cache

    # Streamlit warns that a cache is filled for nobody: that is the purpose.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    cache.prechauffe()
    cache.lit_ensembles(ensuite=_fige)
    yield


def _fige() -> None:
    gc.collect()
    gc.freeze()


def geometrie(version: str, niveau: str, zone: str) -> bytes:
    from ctg_data.ui import cache_carte

    return cache_carte.geometrie(version, niveau, zone)


def valeurs(empreinte: str, niveau: str, code: str, choix: Mapping[str, str]) -> bytes:
    from ctg_data.ui import carte

    return carte.valeurs(empreinte, niveau, code, choix)


def pret() -> bool:
    from ctg_data.ui import cache

    return cache.est_chaud()


app = st.App(
    ICI / "ctg_data" / "ui" / "main.py",
    lifespan=charge,
    routes=serveur.routes(geometrie, pret, ressource=ressources.contenu, valeurs=valeurs),
    middleware=serveur.intergiciels(),
    on_script_error=coque.panne,
)
