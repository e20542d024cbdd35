"""A record as it stands, to and from its row."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from ctg_data.errors import CtgError
from ctg_data.storage.codage import texte, valeur
from ctg_data.storage.tables import TABLES

T = TypeVar("T")


@dataclass(frozen=True)
class Fiche(Generic[T]):
    """One record as it stands: its content, and what is known of it.  Instants are UTC, ISO 8601."""

    tel_quel: ClassVar[bool] = True
    """A view keeps it as it was written (``wording.typographie.soigne``)."""

    id: str
    version: int
    supprime: bool
    cree_le: str
    cree_par: str
    modifie_le: str
    modifie_par: str
    objet: T


class ObjetInconnu(CtgError):
    """No such record, or no longer."""


def lit(c: Connection, genre: type[T], identifiant: str) -> Fiche[T]:
    """Raises ObjetInconnu."""
    table = TABLES[genre]
    lue = c.execute(sa.select(table).where(table.c.id == identifiant)).mappings().first()
    if lue is None:
        raise ObjetInconnu("Cette fiche n'existe pas, ou pas dans cette base.")
    return de_ligne(genre, lue)


def met(c: Connection, fiche: Fiche) -> None:
    table = TABLES[type(fiche.objet)]
    c.execute(sa.update(table).where(table.c.id == fiche.id).values(**ligne(fiche)))


@cache
def champs(genre: type) -> tuple[str, ...]:
    return tuple(c.name for c in fields(genre))


def de_ligne(genre: type[T], lue: RowMapping) -> Fiche[T]:
    identite = {c: lue[c] for c in champs(Fiche) if c != "objet"}
    return Fiche(**identite, objet=genre(**{c: lue[c] for c in champs(genre)}))


def ligne(fiche: Fiche) -> dict[str, object]:
    identite = {c: getattr(fiche, c) for c in champs(Fiche) if c != "objet"}
    return identite | {c: getattr(fiche.objet, c) for c in champs(type(fiche.objet))}


def textes(fiche: Fiche) -> dict[str, str]:
    """What the journal keeps of a record."""
    return {c: texte(getattr(fiche.objet, c)) for c in champs(type(fiche.objet))} | {"supprime": texte(fiche.supprime)}


def avec(fiche: Fiche, textes: Mapping[str, str]) -> tuple[Any, bool]:
    """The content of a record, and whether it is deleted, once the fields of ``textes`` are put back."""
    table = TABLES[type(fiche.objet)]
    valeurs = {c: valeur(table.c[c].type, ecrit) for c, ecrit in textes.items()}
    supprime = valeurs.pop("supprime", fiche.supprime)
    return replace(fiche.objet, **valeurs), supprime
