"""The database: an SQLite file of the store by default, PostgreSQL by address; nothing is opened at import."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from ctg_data.errors import CtgError

ATTENTE_S = 30
VERROU = 0x43544744
"""Advisory lock of PostgreSQL under which the journal grows."""
_ECRIT = "ctg_ecrit"


class BaseInaccessible(CtgError):
    """The database cannot be reached or used; says what to look at."""


def moteur(url: str) -> Engine:
    """Engine for a SQLAlchemy address (``sqlite:///…`` or ``postgresql+psycopg://…``).  Raises BaseInaccessible on a wrong one."""
    try:
        adresse = make_url(url)
    except ArgumentError as erreur:
        raise BaseInaccessible(
            "L'adresse de la base (CTG_DATABASE_URL) n'est pas valable : postgresql://hôte/base est attendu."
        ) from erreur
    match adresse.get_backend_name():
        case "sqlite":
            return _sqlite(adresse)
        case "postgresql":
            # ``postgresql://`` alone would ask for a driver that is not ours.
            return sa.create_engine(adresse.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    raise BaseInaccessible(f"La base « {adresse.get_backend_name()} » n'est pas prise en charge : SQLite ou PostgreSQL.")


def adresse_sqlite(fichier: Path) -> str:
    return f"sqlite:///{fichier.as_posix()}"


@contextmanager
def lecture(base: Engine) -> Iterator[Connection]:
    """One consistent reading."""
    with _explique(base), base.begin() as connexion:
        yield connexion


@contextmanager
def ecriture(base: Engine) -> Iterator[Connection]:
    """One transaction that alone may write: the journal has one end.  Undone on any error."""
    with _explique(base), base.connect().execution_options(**{_ECRIT: True}) as connexion, connexion.begin():
        if base.dialect.name == "postgresql":
            connexion.execute(sa.select(sa.func.pg_advisory_xact_lock(VERROU)))
        yield connexion


@contextmanager
def _explique(base: Engine) -> Iterator[None]:
    """Tell of a database that does not answer; a broken rule of ours stays a fault of the software."""
    try:
        yield
    except DBAPIError as erreur:
        if isinstance(erreur, sa.exc.IntegrityError | sa.exc.ProgrammingError):
            raise
        raise BaseInaccessible(_phrase(base, erreur)) from erreur


def _phrase(base: Engine, erreur: DBAPIError) -> str:
    """The text of the driver is left out: it may quote what was typed, or a password."""
    if base.dialect.name == "sqlite":
        if "locked" in str(erreur.orig):
            return "La base est occupée par une autre fenêtre ou un autre poste. Attendez quelques secondes, puis recommencez."
        return f"La base « {base.url.database} » ne peut pas être lue ou écrite. Vérifiez le dossier, ou restaurez une sauvegarde."
    return f"La base de données « {base.url.host or ''} » ne répond pas. Vérifiez qu'elle est démarrée et que son adresse est juste."


def _sqlite(adresse: sa.URL) -> Engine:
    if adresse.database:
        Path(adresse.database).parent.mkdir(parents=True, exist_ok=True)
    base = sa.create_engine(adresse, connect_args={"timeout": ATTENTE_S})
    event.listen(base, "connect", _regle)
    event.listen(base, "begin", _commence)
    return base


def _regle(connexion, _) -> None:
    """Each connection: transactions are ours to begin, references are checked, what is acknowledged is on the disk."""
    connexion.isolation_level = None
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
        connexion.execute(f"PRAGMA {pragma}").close()


def _commence(connexion: Connection) -> None:
    """A writer takes its lock first: a reading that became a writing could be refused half-way."""
    connexion.exec_driver_sql("BEGIN IMMEDIATE" if connexion.get_execution_options().get(_ECRIT) else "BEGIN")
