"""What is current in a store after one event of its catalogue: immutable, since the catalogue is append-only.

For each scope the current edition is the one that was imported last (again, if it was), among those not withdrawn.
"""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from ctg_data.store.catalogue import Portee

_PORTEES = """
WITH arrivees AS (SELECT edition, max(rang) AS place FROM evenements WHERE rang <= ?1 AND geste IN ('importe', 'reprend') GROUP BY 1)
SELECT p.source, p.annee, p.niveau, p.departement, p.mesure, p.modalite, p.regime, p.rang, max(a.place)
FROM portees p JOIN arrivees a ON a.edition = p.rang WHERE p.rang NOT IN (SELECT value FROM json_each(?2)) GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
"""SQLite gives ``p.rang`` of the row that holds the maximum."""
_DERNIERS = "SELECT edition, geste, fait_le, acteur, max(rang) FROM evenements WHERE rang <= ?1 GROUP BY edition"


@dataclass(frozen=True)
class Etat:
    """``rang``: of the last event.  ``portees``: every scope -> rank of its current edition.  ``ids``: rank -> edition.

    ``entieres``: ranks of the editions of which every scope is current.  ``retirees``: rank of a withdrawn edition -> (when, by whom).
    """

    rang: int
    portees: Mapping[Portee, int]
    ids: Mapping[int, str]
    entieres: frozenset[int]
    retirees: Mapping[int, tuple[str, str]]

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
    """Rank of the last event."""
    return base.execute("SELECT coalesce(max(rang), 0) FROM evenements").fetchone()[0]


def rang_au(base: sqlite3.Connection, limite: str) -> int:
    """Rank of the last event at ``limite``, an instant or the beginning of one."""
    requete = "SELECT coalesce(max(rang), 0) FROM evenements WHERE substr(fait_le, 1, length(?1)) <= ?1"
    return base.execute(requete, (limite,)).fetchone()[0]


def lit(base: sqlite3.Connection, rang: int) -> Etat:
    """The store as it was when the event of that rank was the last one."""
    derniers = base.execute(_DERNIERS, (rang,)).fetchall()
    retirees = {d["edition"]: (d["fait_le"], d["acteur"]) for d in derniers if d["geste"] == "retire"}
    portees = {Portee(*ligne[:7]): ligne[7] for ligne in base.execute(_PORTEES, (rang, json.dumps(list(retirees))))}
    connues = {d["edition"] for d in derniers}
    ids = {r: i for r, i in base.execute("SELECT rang, id FROM editions") if r in connues}
    tailles = dict(base.execute("SELECT rang, count(*) FROM portees GROUP BY rang").fetchall())
    entieres = {r for r, gardees in par_rang(portees).items() if len(gardees) == tailles[r]}
    return Etat(rang, portees, ids, frozenset(entieres), retirees)


def par_rang(portees: Mapping[Portee, int]) -> dict[int, frozenset[Portee]]:
    """The scopes of each edition, by rank."""
    groupes: dict[int, set[Portee]] = {}
    for portee, rang in portees.items():
        groupes.setdefault(rang, set()).add(portee)
    return {rang: frozenset(groupes[rang]) for rang in sorted(groupes)}


def prises(etat: Etat, portees: Collection[Portee]) -> dict[int, frozenset[Portee]]:
    """What a new edition of these scopes would take over, by rank of the edition that has it now."""
    return par_rang({portee: etat.portees[portee] for portee in portees if portee in etat.portees})
