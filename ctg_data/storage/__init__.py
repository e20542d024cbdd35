"""What people write: perimeters, éléments saillants, notes, acknowledgements, kept in one database with a verifiable journal."""

from functools import lru_cache
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from ctg_data.errors import CtgError
from ctg_data.settings import Settings
from ctg_data.storage import engine, migre
from ctg_data.store import catalogue

NOM = "saisies.sqlite"
_VERROU = Lock()
_OUVERTES: list[Engine] = []
_MAGASINS: set[Path] = set()
"""Stores that this process has looked at: a page opens the database many times."""


def ouvre(settings: Settings) -> Engine:
    """The database of what people write, brought up to date; made in the store's folder unless an address names another.

    One engine a database for the whole process.  Raises BaseInaccessible, MagasinInvalide.
    """
    if settings.base:
        return _ouverte(settings.base)
    fichier = settings.store / NOM
    if settings.store not in _MAGASINS or not fichier.is_file():
        catalogue.ouvre(settings.store)  # a folder that is no store yet becomes one before it holds anything
        fichier.touch(mode=0o600)
        _MAGASINS.add(settings.store)
    return _ouverte(engine.adresse_sqlite(fichier))


def existe(settings: Settings) -> bool:
    """Whether anything was ever written: reading it creates nothing."""
    return bool(settings.base) or (settings.store / NOM).is_file()


def fichier(settings: Settings) -> Path:
    """The SQLite file of what people write, there or not."""
    return Path(make_url(settings.base).database) if settings.base else settings.store / NOM


def ferme() -> None:
    """Let go of every database of this process: a file of theirs is about to move."""
    while _OUVERTES:
        _OUVERTES.pop().dispose()
    _MAGASINS.clear()
    _ouverte.cache_clear()


@lru_cache(maxsize=8)
def _ouverte(adresse: str) -> Engine:
    base = engine.moteur(adresse)
    try:
        with _VERROU:  # Alembic keeps the migration under way in a global
            migre.migre(base)
    except CtgError:
        base.dispose()
        raise
    _OUVERTES.append(base)
    return base
