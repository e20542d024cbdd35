"""Bring the tables of a database to what this version of the product expects: safe at each start, by several at once."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from ctg_data.storage import engine
from ctg_data.storage.engine import BaseInaccessible
from ctg_data.storage.tables import META

VERSION = "alembic_version"
MIGRATIONS = Path(__file__).parent / "migrations"
PLUS_RECENTE = "La base a été écrite par une version plus récente du logiciel. Mettez le logiciel à jour pour l'ouvrir."


def migre(base: Engine) -> None:
    """Upgrade under the writer's lock, unless it is done already.  Raises BaseInaccessible when the database is of a later version."""
    with engine.lecture(base) as c:
        actuelle = revision(c)
    if actuelle != _scripts().get_current_head():
        with engine.ecriture(base) as c:
            monte(c)


def monte(c: Connection, vers: str = "head") -> None:
    """Upgrade inside the caller's transaction; nothing to do at that revision."""
    scripts, actuelle = _scripts(), revision(c)
    connues = {r.revision for r in scripts.walk_revisions()}
    if {actuelle, vers} - connues - {None, "head"}:
        raise BaseInaccessible(PLUS_RECENTE)
    if actuelle == (scripts.get_current_head() if vers == "head" else vers):
        return
    config = _config()
    config.attributes["connexion"] = c
    command.upgrade(config, vers)


def revision(c: Connection) -> str | None:
    """Revision of the tables of a database, None for an empty one."""
    return MigrationContext.configure(c).get_current_revision() if sa.inspect(c).has_table(VERSION) else None


def vide(c: Connection) -> None:
    """Take every table of ours away, inside the caller's transaction; another application's stay."""
    tables(c).drop_all(c)
    c.exec_driver_sql(f"DROP TABLE IF EXISTS {VERSION}")
    if c.dialect.name == "postgresql":
        c.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_toute_retouche CASCADE")


def tables(c: Connection) -> sa.MetaData:
    """Our tables as they stand in the database, whatever else it holds."""
    vues = sa.MetaData()
    vues.reflect(c, only=lambda nom, _: nom in META.tables)
    return vues


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
    return config
