"""What people write: perimeters, éléments saillants, notes, acknowledgements, kept in one database with a verifiable journal."""

from sqlalchemy import Engine

from ctg_data.settings import Settings
from ctg_data.storage import engine, migre
from ctg_data.store import catalogue

NOM = "saisies.sqlite"


def ouvre(settings: Settings) -> Engine:
    """The database of what people write, brought up to date; made in the store's folder unless an address names another.

    Raises BaseInaccessible, MagasinInvalide.
    """
    base = engine.moteur(settings.base or _a_cote(settings))
    migre.migre(base)
    return base


def existe(settings: Settings) -> bool:
    """Whether anything was ever written: reading it creates nothing."""
    return bool(settings.base) or (settings.store / NOM).is_file()


def _a_cote(settings: Settings) -> str:
    catalogue.ouvre(settings.store)  # a folder that is no store yet becomes one before it holds anything
    return engine.adresse_sqlite(settings.store / NOM)
