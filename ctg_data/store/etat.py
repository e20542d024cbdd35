"""What is current in a store after one event of its catalogue: immutable, since the catalogue is append-only.

For each scope the current edition is the one that was pinned last, else the one that was imported last (again, if it was), among those
not withdrawn.
"""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from ctg_data.store.catalogue import Portee

_PORTEES = """
WITH places AS (SELECT edition, max(rang) AS place FROM evenements
  WHERE rang <= ?1 AND geste IN (SELECT value FROM json_each(?2)) AND edition NOT IN (SELECT value FROM json_each(?3)) GROUP BY 1)
SELECT p.source, p.annee, p.niveau, p.departement, p.mesure, p.modalite, p.regime, p.rang, max(a.place)
FROM portees p JOIN places a ON a.edition = p.rang GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
"""SQLite gives ``p.rang`` of the row that holds the maximum."""
_DERNIERS = """
SELECT edition, geste, fait_le, acteur, raison, max(rang) FROM evenements
WHERE rang <= ?1 AND geste IN (SELECT value FROM json_each(?2)) GROUP BY edition
"""
ARRIVEES = ("importe", "reprend")
SORTS = (*ARRIVEES, "retire", "retablit")
"""The events of which the last one says whether an edition is withdrawn."""
EPINGLES = ("epingle", "libere")
"""Those of which the last one says whether it is pinned."""


@dataclass(frozen=True)
class Geste:
    """What somebody did to an edition: ``fait_le`` in UTC, ISO 8601; ``raison`` is "" where none was asked."""

    geste: str
    fait_le: str
    acteur: str
    raison: str = ""


@dataclass(frozen=True)
class Etat:
    """``rang``: of the last event.  ``portees``: every scope -> rank of its current edition.  ``ids``: rank -> edition.

    ``libres``: the same as ``portees`` if nothing were pinned.  ``entieres``: ranks of the editions of which every scope is current, or
    would be without a pin (``entieres_libres``).  ``retirees``, ``epinglees``: rank -> the gesture that withdrew or pinned it.
    """

    rang: int
    portees: Mapping[Portee, int]
    ids: Mapping[int, str]
    entieres: frozenset[int]
    retirees: Mapping[int, Geste]
    libres: Mapping[Portee, int]
    entieres_libres: frozenset[int]
    epinglees: Mapping[int, Geste]

    @property
    def courantes(self) -> tuple[str, ...]:
        """Ids of the editions that are current somewhere, oldest first."""
        return tuple(self.ids[rang] for rang in self.par_rang)

    @cached_property
    def par_rang(self) -> Mapping[int, frozenset[Portee]]:
        """Rank of each edition that is current somewhere -> its current scopes."""
        return par_rang(self.portees)

    @cached_property
    def tenues(self) -> frozenset[Portee]:
        """The scopes that a pinned edition holds: no import changes them."""
        return frozenset(portee for portee, rang in self.portees.items() if rang in self.epinglees)

    @cached_property
    def en_attente(self) -> Mapping[int, frozenset[Portee]]:
        """Rank of each edition that a pinned one keeps from being current somewhere -> those scopes."""
        return par_rang({portee: rang for portee, rang in self.libres.items() if self.portees[portee] != rang})

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
    retirees, connues = _derniers(base, rang, SORTS, "retire")
    epinglees, _ = _derniers(base, rang, EPINGLES, "epingle")
    libres = _places(base, rang, ARRIVEES, hors=retirees)
    tenues = _places(base, rang, ("epingle",), hors={*retirees, *(connues - epinglees.keys())}) if epinglees else {}
    portees = libres | tenues
    ids = {r: i for r, i in base.execute("SELECT rang, id FROM editions") if r in connues}
    tailles = dict(base.execute("SELECT rang, count(*) FROM portees GROUP BY rang").fetchall())
    entieres, entieres_libres = (_entieres(p, tailles) for p in (portees, libres))
    return Etat(rang, portees, ids, entieres, retirees, libres, entieres_libres, epinglees)


def _derniers(base: sqlite3.Connection, rang: int, gestes: Collection[str], voulu: str) -> tuple[dict[int, Geste], set[int]]:
    """Editions whose last event among ``gestes`` is ``voulu``, with it; and all those that have one."""
    derniers = base.execute(_DERNIERS, (rang, json.dumps(gestes))).fetchall()
    siens = {d["edition"]: Geste(d["geste"], d["fait_le"], d["acteur"], d["raison"]) for d in derniers if d["geste"] == voulu}
    return siens, {d["edition"] for d in derniers}


def _places(base: sqlite3.Connection, rang: int, gestes: Collection[str], *, hors: Collection[int]) -> dict[Portee, int]:
    """Each scope -> the edition to which the last of these events came, but those ``hors``."""
    choix = (rang, json.dumps(gestes), json.dumps(sorted(hors)))
    return {Portee(*ligne[:7]): ligne[7] for ligne in base.execute(_PORTEES, choix)}


def _entieres(portees: Mapping[Portee, int], tailles: Mapping[int, int]) -> frozenset[int]:
    return frozenset(r for r, gardees in par_rang(portees).items() if len(gardees) == tailles[r])


def arrivee(base: sqlite3.Connection, edition: int) -> int:
    """Rank of the last event by which an edition was imported."""
    requete = "SELECT max(rang) FROM evenements WHERE edition = ? AND geste IN (SELECT value FROM json_each(?))"
    return base.execute(requete, (edition, json.dumps(ARRIVEES))).fetchone()[0]


def portees_de(base: sqlite3.Connection, edition: int) -> frozenset[Portee]:
    """Every scope of an edition."""
    requete = "SELECT source, annee, niveau, departement, mesure, modalite, regime FROM portees WHERE rang = ?"
    return frozenset(Portee(*ligne) for ligne in base.execute(requete, (edition,)))


def histoire(base: sqlite3.Connection, edition: int, rang: int) -> tuple[Geste, ...]:
    """Everything that happened to an edition up to the event ``rang``, oldest first."""
    requete = "SELECT geste, fait_le, acteur, raison FROM evenements WHERE edition = ? AND rang <= ? ORDER BY rang"
    return tuple(Geste(*ligne) for ligne in base.execute(requete, (edition, rang)))


def par_rang(portees: Mapping[Portee, int]) -> dict[int, frozenset[Portee]]:
    """The scopes of each edition, by rank."""
    groupes: dict[int, set[Portee]] = {}
    for portee, rang in portees.items():
        groupes.setdefault(rang, set()).add(portee)
    return {rang: frozenset(groupes[rang]) for rang in sorted(groupes)}


def prises(etat: Etat, portees: Collection[Portee]) -> dict[int, frozenset[Portee]]:
    """What a new edition of these scopes would take over, by rank of the edition that has it now."""
    return par_rang({portee: etat.portees[portee] for portee in portees if portee in etat.portees})
