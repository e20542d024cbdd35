"""Tables of what people write: one a kind of record, and the journal of every change.

The journal is a chain: each entry holds the hash of the one before it.  It names what changed and the digest of each field;
the values lie in ``journal_champs`` under a salt, so that a text typed by mistake can be blanked without breaking the chain.
"""

from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from typing import get_args, get_origin

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeEngine

from ctg_data.parcours import genres as parcours
from ctg_data.storage import modele
from ctg_data.storage.codage import SIMPLES, Choisi, Lignes, Textes

NOMS = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
META = MetaData(naming_convention=NOMS)
IDENTITE = ("id", "version", "supprime", "cree_le", "cree_par", "modifie_le", "modifie_par")
"""What every record has besides its own fields."""

JOURNAL = Table(
    "journal",
    META,
    Column("rang", Integer, primary_key=True, autoincrement=False),
    Column("instant", String(32), nullable=False),
    Column("acteur", Text, nullable=False),
    Column("geste", String(16), nullable=False),
    Column("genre", String(32), nullable=False),
    Column("objet", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("defait", Integer, ForeignKey("journal.rang")),
    Column("precedent", String(64), nullable=False),
    Column("empreinte", String(64), nullable=False, unique=True),
    Index(None, "genre", "objet"),
    Index(None, "defait"),
    Index(None, "instant"),
)
CHAMPS = Table(
    "journal_champs",
    META,
    Column("rang", Integer, ForeignKey("journal.rang"), primary_key=True, autoincrement=False),
    Column("cote", String(5), primary_key=True),
    Column("champ", String(32), primary_key=True),
    Column("sel", String(32)),
    Column("valeur", Text),
    Column("empreinte", String(64), nullable=False),
    CheckConstraint("cote IN ('avant', 'apres')", name="cote"),
    CheckConstraint("(sel IS NULL) = (valeur IS NULL)", name="caviarde"),
)


def nom(genre: type) -> str:
    """Name of the table of a kind of record: ``ElementSaillant`` -> ``element_saillant``."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in genre.__name__).lstrip("_")


def _colonnes(genre: type) -> Iterator[Column]:
    for champ in fields(genre):
        yield Column(champ.name, _type(champ.type), nullable=type(None) in get_args(champ.type))


def _type(annotation: object) -> TypeEngine:
    if get_origin(annotation) is tuple:
        return Textes() if get_args(annotation)[0] is str else Lignes(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return Choisi(annotation)
    return SIMPLES[annotation]


def _table(genre: type) -> Table:
    identite = [
        Column("id", String(32), primary_key=True),
        Column("version", Integer, nullable=False),
        Column("supprime", SIMPLES[bool], nullable=False),
        Column("cree_le", String(32), nullable=False),
        Column("cree_par", Text, nullable=False),
        Column("modifie_le", String(32), nullable=False),
        Column("modifie_par", Text, nullable=False),
    ]
    return Table(nom(genre), META, *identite, *_colonnes(genre), *_index(genre))


def _index(genre: type) -> list[Index]:
    """What records are asked by: their territory, their CTG."""
    champs = {c.name for c in fields(genre)}
    return [Index(None, *cles) for cles in (("niveau", "code"), ("ctg",)) if set(cles) <= champs]


TABLES: dict[type, Table] = {genre: _table(genre) for genre in modele.GENRES}
PAR_NOM: dict[str, type] = {nom(genre): genre for genre in modele.GENRES}
"""Kind of record by the name of its table, as the journal says it."""
UNIQUES: dict[type, tuple[str, ...]] = {
    modele.ElementSaillant: ("niveau", "code", "indicateur", "annee"),
    modele.Portrait: ("niveau", "code"),
    modele.Suivi: ("acteur", "niveau", "code"),
    modele.Acquittement: ("niveau", "code", "indicateur", "annee", "regle", "edition"),
    modele.ReglageVeille: ("regle",),
    modele.SeuilVeille: ("indicateur", "valeur"),
    **parcours.UNIQUES,
}
"""What may stand once among the records that are not deleted."""
for _genre, _champs in UNIQUES.items():
    _t = TABLES[_genre]
    _vivant = ~_t.c.supprime
    Index(f"uq_{_t.name}_vivant", *(_t.c[c] for c in _champs), unique=True, sqlite_where=_vivant, postgresql_where=_vivant)
