"""What was worked out of a dossier, kept for the next ones as long as nothing that it was worked out from has changed.

A dossier never changes: a gesture gives another one, in which a record or two differ.  ``temoin.tenu`` notes what a rule looks at; its
verdict holds in the next dossier unless one of those changed.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ctg_data.parcours.dossier import Dossier

Vue = Hashable
"""Something that was looked at: TOUT, CTG, (kind,), (kind, field, value) or ("id", id)."""
TOUT, CTG = "tout", "ctg"
Verdict = tuple[tuple, frozenset[Vue]]
"""A result, and what it was worked out from."""


@dataclass
class Memoire:
    """The verdicts of one dossier, or the last dossier before it that has some (``depuis``)."""

    verdicts: dict[tuple, Verdict] | None = None
    depuis: "Dossier | None" = None

    def suit(self, dossier: "Dossier") -> None:
        """Start from ``dossier``, or from the last one before it that has verdicts: no chain of dossiers is kept alive."""
        self.depuis = dossier if dossier.memoire.verdicts is not None else dossier.memoire.depuis

    def de(self, dossier: "Dossier") -> dict[tuple, Verdict]:
        """The verdicts that hold for ``dossier``: those of before that nothing touched."""
        if self.verdicts is None:
            avant = self.depuis
            self.verdicts, self.depuis = _tenus(avant, dossier) if avant is not None else {}, None
        return self.verdicts


def _tenus(avant: "Dossier", dossier: "Dossier") -> dict[tuple, Verdict]:
    verdicts = avant.memoire.de(avant)
    changees = frozenset(_changees(avant, dossier))
    return {cle: v for cle, v in list(verdicts.items()) if changees.isdisjoint(v[1])} if changees else dict(verdicts)


def _changees(avant: "Dossier", apres: "Dossier") -> Iterator[Vue]:
    """Every look that would not see the same in both."""
    if avant.ctg is not apres.ctg:
        yield from (TOUT, CTG)
    for genre in {*avant.objets, *apres.objets}:
        une, autre = avant.objets.get(genre, {}), apres.objets.get(genre, {})
        if une is not autre:
            yield from _differentes(genre, une, autre)


def _differentes(genre: type, une: Mapping[str, object], autre: Mapping[str, object]) -> Iterator[Vue]:
    for identifiant in une.keys() | autre.keys():
        cotes = une.get(identifiant), autre.get(identifiant)
        if cotes[0] is not cotes[1]:
            yield from (TOUT, (genre,), ("id", identifiant))
            yield from ((genre, c, getattr(o, c)) for o in cotes if o is not None for c in _champs(genre))


@cache
def _champs(genre: type) -> tuple[str, ...]:
    return tuple(c.name for c in fields(genre))
