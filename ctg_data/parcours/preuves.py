"""What evidence allows to say (domain.md §7.3): its level, its sources, the words that it bounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ctg_data.parcours.suivi import Preuve, TypePreuve


class Voix(StrEnum):
    """The three ways of speaking of a contribution."""

    HYPOTHESE = "hypothese"
    PLAUSIBLE = "plausible"
    CONTRIBUE = "contribue"
    CONTRAIRE = "contraire"
    """Evidence goes both ways, or against: no contribution is claimed."""


SOURCES_MIN = 2
"""Independent sources of a triangulation."""


@dataclass(frozen=True)
class Force:
    """How strong the evidence on one thing is.

    ``niveau``: highest level of what supports it (0 without any); ``sources``: distinct ones; ``froides``, ``chaudes``: how many;
    ``contraires``: pieces that go against.
    """

    niveau: int = 0
    sources: int = 0
    froides: int = 0
    chaudes: int = 0
    contraires: int = 0

    @property
    def triangulee(self) -> bool:
        """Two independent sources at least, one cold and one hot."""
        return self.sources >= SOURCES_MIN and self.froides > 0 and self.chaudes > 0

    @property
    def voix(self) -> Voix:
        """Under 2, a hypothesis; 2, a plausible contribution; from 3 on, a contribution; never a cause."""
        if self.contraires and self.niveau < 3:
            return Voix.CONTRAIRE
        if self.niveau <= 1:
            return Voix.HYPOTHESE
        return Voix.PLAUSIBLE if self.niveau == 2 else Voix.CONTRIBUE


def force(preuves: Iterable[Preuve]) -> Force:
    """Two pieces of one source count once, however it is spelt in capitals or spaces."""
    toutes = list(preuves)
    pour = [p for p in toutes if p.conforte]
    return Force(
        niveau=max((p.niveau for p in pour), default=0),
        sources=len({" ".join(p.source.split()).casefold() for p in pour}),
        froides=sum(p.type == TypePreuve.FROIDE for p in pour),
        chaudes=sum(p.type == TypePreuve.CHAUDE for p in pour),
        contraires=len(toutes) - len(pour),
    )
