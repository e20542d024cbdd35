"""Which sources the figures of the product are computed from: the others are kept in the store, for those who read measures."""

from functools import lru_cache

from ctg_data.indicators import registry
from ctg_data.loaders import locales
from ctg_data.loaders.model import Source

FINS = ("iris", "qpv")
"""Levels under the commune, where nothing is computed."""


def sert(source: Source) -> bool:
    """Whether an indicator reads a measure of this source, at the commune or above; True for one that declares no layout."""
    if not source.dispositions:
        return True
    return not _lues(locales.actives()).isdisjoint({*mesures(source), *source.mesures_calculees})


def attendue(source: Source) -> bool:
    """Whether somebody is told that it is missing: it serves, and is neither an archive nor another way to the same figures."""
    return sert(source) and not source.facultative


def fine(source: Source) -> bool:
    """Whether all it gives is under the commune."""
    return bool(source.dispositions) and all(d.niveau in FINS for d in source.dispositions)


def mesures(source: Source) -> frozenset[str]:
    """The measures that its columns declare at the commune or above; those that it makes besides (``mesures_calculees``) are there too."""
    return frozenset().union(*(lues for niveau, lues in source.declarees.items() if niveau not in FINS))


@lru_cache(maxsize=8)
def _lues(propres: locales.Locales) -> frozenset[str]:
    """``propres``: the local sources in use, which the catalogue follows."""
    return frozenset(r.mesure for i in registry.catalogue() for formule in i.formules for r in registry.refs(formule))
