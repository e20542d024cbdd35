"""What people write: perimeters, éléments saillants, notes, acknowledgements, kept in one database with a verifiable journal."""

from functools import lru_cache
from threading import Lock

from sqlalchemy import Engine

from ctg_data.settings import Settings
from ctg_data.storage import engine, migre
from ctg_data.store import catalogue

NOM = "saisies.sqlite"
_VERROU = Lock()


def ouvre(settings: Settings) -> Engine:
    """The database of what people write, brought up to date; made in the store's folder unless an address names another.

    One engine a database for the whole process.  Raises BaseInaccessible, MagasinInvalide.
    """
    if settings.base:
        return _ouverte(settings.base)
    catalogue.ouvre(settings.store)  # a folder that is no store yet becomes one before it holds anything
    fichier = settings.store / NOM
    fichier.touch(mode=0o600)
    return _ouverte(engine.adresse_sqlite(fichier))


def existe(settings: Settings) -> bool:
    """Whether anything was ever written: reading it creates nothing."""
    return bool(settings.base) or (settings.store / NOM).is_file()


@lru_cache(maxsize=8)
def _ouverte(adresse: str) -> Engine:
    base = engine.moteur(adresse)
    with _VERROU:  # Alembic keeps the migration under way in a global
        migre.migre(base)
    return base
