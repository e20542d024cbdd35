"""The database: an SQLite file of the store by default, PostgreSQL by address; nothing is opened at import."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from ctg_data.errors import CtgError

ATTENTE_S = 30
PAUSE_S = 0.05
VERROU = 0x43544744
"""Advisory lock of PostgreSQL under which the journal grows."""
_ECRIT = "ctg_ecrit"
ABIMEE = (
    "La base « {} » est abîmée : SQLite ne peut plus la lire. Pour mettre une sauvegarde à sa place : « restaure FICHIER --remplace » ; "
    "le fichier abîmé sera gardé à côté."
)


class BaseInaccessible(CtgError):
    """The database cannot be reached or used; says what to look at."""


class BaseIllisible(BaseInaccessible):
    """SQLite finds no sound database in the file: only a backup brings back what it held."""


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
            return _postgresql(adresse)
    raise BaseInaccessible(f"La base « {adresse.get_backend_name()} » n'est pas prise en charge : SQLite ou PostgreSQL.")


def adresse_sqlite(fichier: Path) -> str:
    return f"sqlite:///{fichier.as_posix()}"


@contextmanager
def lecture(base: Engine) -> Iterator[Connection]:
    """One consistent reading: whatever others save meanwhile, every table is seen as it was at its beginning."""
    with _explique(base), base.connect() as connexion:
        if base.dialect.name == "postgresql":
            connexion.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connexion.begin():
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
        if isinstance(erreur, sa.exc.IntegrityError | sa.exc.ProgrammingError | sa.exc.DataError):
            raise
        if _illisible(erreur):
            raise BaseIllisible(ABIMEE.format(base.url.database)) from erreur
        raise BaseInaccessible(_phrase(base, erreur)) from erreur


def _illisible(erreur: DBAPIError) -> bool:
    """Damaged, or no database at all.  A text that cannot be decoded is told by Python, without a code of SQLite."""
    code = getattr(erreur.orig, "sqlite_errorcode", None)
    perdu = code is None or code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return isinstance(erreur.orig, sqlite3.DatabaseError) and perdu


def _phrase(base: Engine, erreur: DBAPIError) -> str:
    """The text of the driver is left out: it may quote what was typed, or a password."""
    if "locked" in str(erreur.orig) or getattr(erreur.orig, "sqlstate", "") in ("55P03", "40P01"):
        return "La base est occupée par une autre fenêtre ou un autre poste. Attendez quelques secondes, puis recommencez."
    if base.dialect.name == "sqlite":
        return f"La base « {base.url.database} » ne peut pas être lue ou écrite. Vérifiez le disque et vos droits sur ce dossier."
    hote = (base.url.host or "").rpartition("@")[2]
    return f"La base de données « {hote} » ne répond pas. Vérifiez qu'elle est démarrée et que son adresse est juste."


def _postgresql(adresse: sa.URL) -> Engine:
    """``postgresql://`` alone would ask for a driver that is not ours; nobody waits for a lock for ever."""
    attente = {"options": f"-c lock_timeout={ATTENTE_S * 1000}"}
    return sa.create_engine(adresse.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args=attente)


def _sqlite(adresse: sa.URL) -> Engine:
    if not adresse.database or adresse.database == ":memory:":
        raise BaseInaccessible("L'adresse de la base (CTG_DATABASE_URL) ne nomme aucun fichier : ce qui serait écrit serait perdu.")
    Path(adresse.database).parent.mkdir(parents=True, exist_ok=True)
    base = sa.create_engine(adresse, connect_args={"timeout": ATTENTE_S})
    event.listen(base, "connect", _regle)
    event.listen(base, "begin", _Gardien(Path(adresse.database)))
    event.listen(base, "begin", _commence)
    return base


class _Gardien:
    """Refuses to go on when the file was replaced or taken away by hand: the log of the old one would be applied to the new one."""

    def __init__(self, fichier: Path):
        self._fichier, self._premier = fichier, None

    def __call__(self, _: Connection) -> None:
        trouve = self._identite()
        if self._premier is None:
            self._premier = trouve
        elif self._premier != trouve:
            raise BaseInaccessible(
                f"La base « {self._fichier} » a été remplacée ou supprimée pendant que l'application tournait : rien n'y est plus écrit. "
                "Arrêtez l'application, puis relancez-la ; si ce n'est pas « restaure » qui a remplacé le fichier, remettez d'abord celui "
                "d'origine. Pour revenir à une sauvegarde, la commande est « restaure FICHIER --remplace »."
            )

    def _identite(self) -> tuple[int, int] | None:
        try:
            etat = self._fichier.stat()
        except OSError:
            return None
        return etat.st_dev, etat.st_ino


def _regle(connexion, _) -> None:
    """Each connection: transactions are ours to begin, references are checked, what is acknowledged is on the disk."""
    connexion.isolation_level = None
    _passe_en_wal(connexion)
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON"):
        connexion.execute(f"PRAGMA {pragma}").close()


def _passe_en_wal(connexion) -> None:
    """The change of mode does not wait for a lock by itself: several may open a new file at once."""
    limite = time.monotonic() + ATTENTE_S
    while True:
        try:
            return connexion.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError:
            if time.monotonic() > limite:
                raise
            time.sleep(PAUSE_S)


def _commence(connexion: Connection) -> None:
    """A writer takes its lock first: a reading that became a writing could be refused half-way."""
    connexion.exec_driver_sql("BEGIN IMMEDIATE" if connexion.get_execution_options().get(_ECRIT) else "BEGIN")
