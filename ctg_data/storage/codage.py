"""One canonical JSON text for every kind of field, and column types for those that SQL does not know."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


def texte(valeur: object) -> str:
    """Canonical JSON of a field: the same value always gives the same bytes."""
    return json.dumps(_simple(valeur), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def valeur(type_: TypeEngine, ecrit: str) -> Any:
    """The field that ``texte`` wrote, for a column of that type."""
    lu = json.loads(ecrit)
    if lu is None:
        return None
    match type_:
        case Date():
            return date.fromisoformat(lu)
        case Lignes() | Choisi():
            return type_.objet(lu)
        case Textes():
            return tuple(lu)
    return lu


def _simple(valeur: object) -> object:
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, tuple):
        return [_simple(v) for v in valeur]
    if is_dataclass(valeur) and not isinstance(valeur, type):
        return {nom: _simple(v) for nom, v in asdict(valeur).items()}
    return valeur


class Choisi(TypeDecorator):
    """A member of a StrEnum, kept as its text: a new member needs no migration."""

    impl = Text
    cache_ok = True

    def __init__(self, genre: type[StrEnum]):
        super().__init__()
        self.genre = genre

    def objet(self, lu: str) -> StrEnum:
        return self.genre(lu)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.objet(value)


class Lignes(TypeDecorator):
    """A tuple of one frozen dataclass, kept as canonical JSON."""

    impl = Text
    cache_ok = True

    def __init__(self, genre: type):
        super().__init__()
        self.genre = genre

    def objet(self, lu: list[Mapping[str, Any]]) -> tuple:
        return tuple(self._ligne(ligne) for ligne in lu)

    def _ligne(self, lue: Mapping[str, Any]) -> Any:
        dates = {c.name for c in fields(self.genre) if c.type in (date, date | None)}
        return self.genre(**{nom: date.fromisoformat(v) if nom in dates and v else v for nom, v in lue.items()})

    def process_bind_param(self, value: tuple | None, dialect: Dialect) -> str | None:
        return None if value is None else texte(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple | None:
        return None if value is None else self.objet(json.loads(value))


class Textes(TypeDecorator):
    """A tuple of texts, kept as canonical JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple | None, dialect: Dialect) -> str | None:
        return None if value is None else texte(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple | None:
        return None if value is None else tuple(json.loads(value))


SIMPLES = {str: Text(), int: Integer(), int | None: Integer(), bool: Boolean(), date: Date(), date | None: Date()}
"""Column type of each plain kind of field."""
