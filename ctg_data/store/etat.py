"""What is current in a store at one rank of its catalogue: immutable, since the catalogue is append-only."""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from ctg_data.store.catalogue import Portee


@dataclass(frozen=True)
class Etat:
    """``portees``: every scope -> rank of its newest edition.  ``ids``: rank -> edition.

    ``entieres``: ranks of the editions of which every scope is current.
    """

    rang: int
    portees: Mapping[Portee, int]
    ids: Mapping[int, str]
    entieres: frozenset[int]

    @property
    def courantes(self) -> tuple[str, ...]:
        """Ids of the editions that are current somewhere, oldest first."""
        return tuple(self.ids[rang] for rang in self.par_rang)

    @cached_property
    def par_rang(self) -> Mapping[int, frozenset[Portee]]:
        """Rank of each edition that is current somewhere -> its current scopes."""
        return par_rang(self.portees)

    @cached_property
    def empreinte(self) -> str:
        """Hash of what is current: the same whatever the order in which it was imported."""
        lignes = sorted([*asdict(portee).values(), self.ids[rang]] for portee, rang in self.portees.items())
        return hashlib.sha256(json.dumps(lignes).encode()).hexdigest()[:16]


def dernier_rang(base: sqlite3.Connection) -> int:
    return base.execute("SELECT coalesce(max(rang), 0) FROM editions").fetchone()[0]


def rang_au(base: sqlite3.Connection, limite: str) -> int:
    """Rank of the last edition made at ``limite``, an instant or the beginning of one."""
    requete = "SELECT coalesce(max(rang), 0) FROM editions WHERE substr(importe_le, 1, length(?1)) <= ?1"
    return base.execute(requete, (limite,)).fetchone()[0]


def lit(base: sqlite3.Connection, rang: int) -> Etat:
    """The store as it was when the edition of that rank was the last one."""
    requete = "SELECT source, annee, niveau, departement, max(rang) FROM portees WHERE rang <= ?1 GROUP BY 1, 2, 3, 4"
    portees = {Portee(*ligne[:4]): ligne[4] for ligne in base.execute(requete, (rang,))}
    ids = dict(base.execute("SELECT rang, id FROM editions WHERE rang <= ?1", (rang,)).fetchall())
    tailles = dict(base.execute("SELECT rang, count(*) FROM portees WHERE rang <= ?1 GROUP BY rang", (rang,)).fetchall())
    entieres = {r for r, gardees in par_rang(portees).items() if len(gardees) == tailles[r]}
    return Etat(rang, portees, ids, frozenset(entieres))


def par_rang(portees: Mapping[Portee, int]) -> dict[int, frozenset[Portee]]:
    """The scopes of each edition, by rank."""
    groupes: dict[int, set[Portee]] = {}
    for portee, rang in portees.items():
        groupes.setdefault(rang, set()).add(portee)
    return {rang: frozenset(groupes[rang]) for rang in sorted(groupes)}


def prises(etat: Etat, portees: Collection[Portee]) -> dict[int, frozenset[Portee]]:
    """What a new edition of these scopes would take over, by rank of the edition that has it now."""
    return par_rang({portee: etat.portees[portee] for portee in portees if portee in etat.portees})
