"""The star as declared by the records: which indicators draw which branch, on which face (domain.md §2.9)."""

from collections.abc import Iterable, Mapping

from ctg_data.indicators.model import Branche, Face, Indicateur

Place = tuple[str, int]
"""(indicator id, orientation): +1 high value = more need, better equipped or larger lack; -1 the opposite."""


def faces(indicateurs: Iterable[Indicateur]) -> Mapping[tuple[Branche, Face], tuple[Place, ...]]:
    """Every (branch, face), in fixed order; an empty tuple is a branch that nothing feeds yet."""
    places: dict[tuple[Branche, Face], list[Place]] = {(b, f): [] for b in Branche for f in Face}
    for i in indicateurs:
        if i.etoile:
            places[i.etoile.branche, i.etoile.face].append((i.id, i.etoile.orientation))
    return {cle: tuple(liste) for cle, liste in places.items()}
