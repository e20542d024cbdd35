"""The append-only SQLite catalogue: which editions and publications exist, and what happened to them.

A Parquet file without its row here does not exist: the row is the last step of every write.  ``evenements`` is the clock of the
store: an edition is imported, withdrawn, restored, imported again, pinned or released, and nothing of it is ever erased.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ctg_data.errors import MagasinInvalide
from ctg_data.settings import SOURCES
from ctg_data.store.durable import fsync_dossier, motif, prive

NOM = "catalogue.sqlite"
APPLICATION = 0x43544744
VERSION = 4
ANTERIEURE = 3
"""The version whose events had neither reason nor pin, and which is carried to the present one when it is opened."""
ATTENTE_S = 60.0


def _garde_fous(*tables: str) -> str:
    """Triggers that forbid to change or remove a row."""
    return "".join(
        f"CREATE TRIGGER {table}_{quand} BEFORE {quand} ON {table} BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
        for table in tables
        for quand in ("UPDATE", "DELETE")
    )


_EVENEMENTS = """
CREATE TABLE evenements (
  rang INTEGER PRIMARY KEY AUTOINCREMENT, edition INTEGER NOT NULL REFERENCES editions (rang),
  geste TEXT NOT NULL CHECK (geste IN ('importe', 'reprend', 'retire', 'retablit', 'epingle', 'libere')),
  fait_le TEXT NOT NULL, acteur TEXT NOT NULL, raison TEXT NOT NULL DEFAULT '');
"""
_RECONSTITUTIONS = """
CREATE TABLE reconstitutions (
  rang INTEGER PRIMARY KEY AUTOINCREMENT, pour TEXT NOT NULL, id TEXT NOT NULL, creee_le TEXT NOT NULL, acteur TEXT NOT NULL);
"""
"""``id``: what today's rules make of the editions of the publication ``pour``, whose own folder is gone or of other rules."""
_MIGRATION = f"""
ALTER TABLE evenements RENAME TO evenements_anterieurs;
{_EVENEMENTS}
INSERT INTO evenements (rang, edition, geste, fait_le, acteur)
  SELECT rang, edition, geste, fait_le, acteur FROM evenements_anterieurs ORDER BY rang;
DROP TABLE evenements_anterieurs;
{_RECONSTITUTIONS}
{_garde_fous("evenements", "reconstitutions")}
PRAGMA user_version = {VERSION};
"""
"""From ANTERIEURE to VERSION, in one transaction: SQLite cannot change the CHECK of a table, so its rows go to a new one."""
_SCHEMA = f"""
CREATE TABLE editions (
  rang INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, importe_le TEXT NOT NULL, acteur TEXT NOT NULL, fiche TEXT NOT NULL);
CREATE TABLE portees (
  source TEXT NOT NULL, annee INTEGER NOT NULL, niveau TEXT NOT NULL, departement TEXT NOT NULL,
  mesure TEXT NOT NULL, modalite TEXT NOT NULL, regime TEXT NOT NULL, rang INTEGER NOT NULL REFERENCES editions (rang),
  PRIMARY KEY (source, annee, niveau, departement, mesure, modalite, regime, rang)) WITHOUT ROWID;
{_EVENEMENTS}
CREATE TABLE cle (secret TEXT NOT NULL);
CREATE TABLE publications (
  rang INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, creee_le TEXT NOT NULL, acteur TEXT NOT NULL, editions TEXT NOT NULL);
{_RECONSTITUTIONS}
{_garde_fous("editions", "portees", "evenements", "publications", "reconstitutions", "cle")}
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
"""


@dataclass(frozen=True)
class Portee:
    """What a newer edition replaces whole: one source, year, level and département ("" above it).

    A source that comes apart by theme and scheme (``Source.portee_fine``) has one scope for each measure, modalité and scheme; one whose
    files may tell of a few communes (``Source.portee_communale``) has one for each commune, ``mesure`` being « commune » and
    ``modalite`` its code; "" for all the others.
    """

    source: str
    annee: int
    niveau: str
    departement: str
    mesure: str = ""
    modalite: str = ""
    regime: str = ""


def ouvre(dossier: Path) -> Path:
    """Create the store's folder and catalogue if need be; return the catalogue's path.

    Raises MagasinInvalide when the folder is something else, unreadable, or of a later version.
    """
    try:
        _prepare(dossier)
    except OSError as erreur:
        raise MagasinInvalide(f"Le magasin « {dossier} » ne peut pas être ouvert : {motif(erreur)}.") from erreur
    except sqlite3.DatabaseError as erreur:
        raise _invalide(dossier, erreur) from erreur
    return dossier / NOM


def cle(fichier: Path) -> bytes:
    """The secret of a store: what is published is named under it, so that names tell nothing of the files."""
    with lecture(fichier) as connexion:
        return bytes.fromhex(connexion.execute("SELECT secret FROM cle").fetchone()[0])


@contextmanager
def lecture(fichier: Path) -> Iterator[sqlite3.Connection]:
    """A connection for reading, closed at the end.  MagasinInvalide, in French, on what SQLite refuses."""
    try:
        with closing(_connexion(fichier)) as connexion:
            yield connexion
    except sqlite3.DatabaseError as erreur:
        raise _invalide(fichier.parent, erreur) from erreur


@contextmanager
def ecriture(fichier: Path) -> Iterator[sqlite3.Connection]:
    """One transaction that alone may write; committed durably at the end, undone on any error."""
    with lecture(fichier) as connexion:
        connexion.execute("BEGIN IMMEDIATE")
        try:
            yield connexion
        except BaseException:
            connexion.rollback()
            raise
        connexion.commit()


def _connexion(fichier: Path) -> sqlite3.Connection:
    connexion = sqlite3.connect(fichier, timeout=ATTENTE_S, isolation_level=None)
    connexion.row_factory = sqlite3.Row
    try:
        connexion.execute("PRAGMA synchronous = FULL")  # the first to find out that the file is no catalogue
    except sqlite3.DatabaseError:
        connexion.close()
        raise
    return connexion


def _prepare(dossier: Path) -> None:
    fichier = dossier / NOM
    if not fichier.exists():
        dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(entree.name != SOURCES and not entree.name.startswith((".", NOM)) for entree in dossier.iterdir()):
            raise MagasinInvalide(
                f"Le dossier « {dossier} » contient déjà autre chose qu'un magasin. Indiquez un dossier vide, ou un magasin existant."
            )
        os.close(os.open(fichier, os.O_CREAT | os.O_RDWR, 0o600))
    with lecture(fichier) as connexion:
        if _lit(connexion, "application_id") == 0:
            _cree(connexion, fichier)
        if _lit(connexion, "application_id") == APPLICATION and _lit(connexion, "user_version") == ANTERIEURE:
            _migre(connexion)
        _verifie(connexion, dossier)
    for nom in ("prive", "publie"):
        (dossier / nom).mkdir(exist_ok=True)
    prive(fichier)
    prive(dossier / "prive")


def _cree(connexion: sqlite3.Connection, fichier: Path) -> None:
    """Create the tables in one transaction: a kill leaves an empty file, which is created again."""
    connexion.execute("BEGIN IMMEDIATE")
    if _lit(connexion, "application_id") == 0:  # another process may have been first
        if connexion.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connexion.rollback()
            raise MagasinInvalide(f"« {fichier} » est une base SQLite, mais pas le catalogue d'un magasin.")
        for instruction in _instructions(_SCHEMA):
            connexion.execute(instruction)
        connexion.execute("INSERT INTO cle VALUES (?)", (secrets.token_hex(32),))
    connexion.commit()
    fsync_dossier(fichier.parent)


def _migre(connexion: sqlite3.Connection) -> None:
    """Carry a catalogue of ANTERIEURE to VERSION in one transaction: a kill leaves it as it was, to be carried at the next opening."""
    connexion.execute("BEGIN IMMEDIATE")
    if _lit(connexion, "user_version") == ANTERIEURE:  # another process may have been first
        for instruction in _instructions(_MIGRATION):
            connexion.execute(instruction)
    connexion.commit()


def _instructions(texte: str) -> list[str]:
    """SQL statement by statement: ``executescript`` would commit between two of them."""
    instructions, courante = [], ""
    for morceau in texte.split(";"):
        courante += morceau + ";"
        if sqlite3.complete_statement(courante):
            instructions.append(courante)
            courante = ""
    return [i for i in instructions if i.strip(" \n;")]


def _verifie(connexion: sqlite3.Connection, dossier: Path) -> None:
    if _lit(connexion, "application_id") != APPLICATION:
        raise MagasinInvalide(f"Le dossier « {dossier} » n'est pas un magasin de ce logiciel.")
    if _lit(connexion, "user_version") < VERSION:
        raise MagasinInvalide(
            f"Le magasin « {dossier} » a été écrit par une version antérieure du logiciel, dont les éditions ne se lisent plus. "
            "Importez de nouveau vos fichiers dans un magasin neuf."
        )
    if _lit(connexion, "user_version") > VERSION:
        raise MagasinInvalide(
            f"Le magasin « {dossier} » a été écrit par une version plus récente du logiciel. Mettez le logiciel à jour pour l'ouvrir."
        )


def _lit(connexion: sqlite3.Connection, pragma: str) -> int:
    return connexion.execute(f"PRAGMA {pragma}").fetchone()[0]


def _invalide(dossier: Path, erreur: sqlite3.DatabaseError) -> MagasinInvalide:
    if getattr(erreur, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return MagasinInvalide(
            f"Le magasin « {dossier} » est occupé par un autre import. Attendez qu'il se termine, puis recommencez : rien n'a été modifié."
        )
    return MagasinInvalide(
        f"Le catalogue du magasin « {dossier} » est abîmé : il ne peut pas être lu. "
        "Restaurez une sauvegarde de ce dossier, ou importez de nouveau vos fichiers dans un magasin neuf."
    )
