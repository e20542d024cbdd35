"""Whether the latest year held of a source is the latest that its publisher brought out, as far as its rhythm is known."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from ctg_data.diagnostic.veille import ancienne
from ctg_data.loaders.model import Source

RECUL = 12
"""Years looked back for one that is out."""


class Etat(StrEnum):
    """``INCONNU``, ``A_VERIFIER``: nobody wrote down when the publisher brings its years out; the latter is old all the same, as the home
    page says (``diagnostic.veille.ancienne``)."""

    A_JOUR = "a_jour"
    PLUS_RECENTE = "plus_recente"
    ANCIENNE = "ancienne"
    A_VERIFIER = "a_verifier"
    INCONNU = "inconnu"


def parait_le(annee: int, delai_mois: int) -> date:
    """First day of the month when the figures of a year are usually out."""
    return date(annee + 1 + delai_mois // 12, 1 + delai_mois % 12, 1)


def attendue(source: Source, jour: date) -> int | None:
    """The latest year that should be out at ``jour``; None where the rhythm is not known."""
    if source.parution is None:
        return None
    p = source.parution
    possibles = (a for a in range(jour.year, jour.year - RECUL, -1) if a not in p.sautees)
    return next((a for a in possibles if parait_le(a, p.delai_mois) <= jour), None)


def etat(source: Source, annees: Iterable[int], jour: date) -> Etat:
    """What can be said of the latest of ``annees`` (at least one)."""
    annees = tuple(annees)
    voulue = attendue(source, jour)
    if voulue is None:
        return Etat.A_VERIFIER if ancienne(source, annees, jour) else Etat.INCONNU
    if max(annees) >= voulue:
        return Etat.A_JOUR
    return Etat.ANCIENNE if ancienne(source, annees, jour) else Etat.PLUS_RECENTE
