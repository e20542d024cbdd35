"""The record of a measure, and how lists of them are written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

TOTAL = "total"
COMPTES_DE_GENS = ("foyers", "personnes", "enfants", "actes")
"""Units in which a small count of the CAF says something about someone."""
COMPTES_SENSIBLES = ("places_am_age",)
"""Measures in another unit that give persons away all the same: places of a handful of child-minders."""
SEXES = {"h": "hommes", "f": "femmes"}


@dataclass(frozen=True)
class Mesure:
    """One measure.  ``libelle`` reads inside a sentence (no capital); ``modalites``: value -> label.

    ``zero_si_autres``: a value without row is zero where the territory has other values.
    """

    nom: str
    libelle: str
    unite: str
    modalites: Mapping[str, str] = field(default_factory=lambda: {TOTAL: "ensemble"})
    additive: bool = True
    zero_si_autres: bool = False
    de_gens: bool = False
    """A count of persons in a unit that is not of COMPTES_DE_GENS (a local source)."""

    @property
    def sensible(self) -> bool:
        """Whether a count of 1 to 4 is to be hidden when the CAF's own exact data give it."""
        return self.de_gens or self.unite in COMPTES_DE_GENS or self.nom in COMPTES_SENSIBLES


def comptes(unite: str, **libelles: str) -> Iterable[Mesure]:
    return (Mesure(nom, libelle, unite) for nom, libelle in libelles.items())


def publiee(nom: str, libelle: str, unite: str, modalites: str) -> Mesure:
    return Mesure(nom, libelle, unite, modalites={m: m for m in modalites.split()}, additive=False)


def ans(tranches: str) -> dict[str, str]:
    """« 0_2 3_5 »: « 0 à 2 ans », « 3 à 5 ans »."""
    return {tranche: f"{' à '.join(tranche.split('_'))} ans" for tranche in tranches.split()}
