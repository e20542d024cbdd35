"""The tables that tests copy rather than migrate are those that the migrations make."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from ctg_data.storage import engine, migre


def contenu(base: Engine) -> tuple[list, dict[str, list]]:
    """Every order kept in the database, and every row of every table."""
    with engine.lecture(base) as c:
        ordres = c.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").all()
        return ordres, {nom: c.exec_driver_sql(f"SELECT * FROM {nom}").all() for nom in sa.inspect(c).get_table_names()}


def test_a_copied_database_is_a_migrated_one(tmp_path: Path, monte_vraiment: Callable[..., None]):
    bases = []
    for nom, monte in (("vraie", monte_vraiment), ("premiere", migre.monte), ("copiee", migre.monte)):
        bases.append(engine.moteur(engine.adresse_sqlite(tmp_path / f"{nom}.sqlite")))
        with engine.ecriture(bases[-1]) as c:
            monte(c)
    vraie, *autres = map(contenu, bases)
    assert len(vraie[0]) > 50
    assert autres == [vraie, vraie]
    for base in bases:
        base.dispose()
