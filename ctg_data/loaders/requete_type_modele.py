"""The records of the requête type: ``Variable`` and ``Modalite``, and the units that they use."""

from dataclasses import dataclass

UNITES_8_1 = ("foyers", "personnes", "enfants", "euros", "heures", "places", "etp")
UNITES = (*UNITES_8_1, "structures", "actes")
"""Decision: §8.1 has no unit for facilities nor for acts (appointments, measures, reports), so two units are added."""
UNITES_ENTIERES = ("foyers", "personnes", "enfants", "places", "structures", "actes")

MOIS_ARS, MOIS_STOCK = 8, 12


@dataclass(frozen=True)
class Modalite:
    """One value of a variable; ``themes`` only where they differ from the variable's."""

    code: str
    libelle: str
    themes: tuple[str, ...] = ()


TOTAL = Modalite("total", "Ensemble")


def modalites(**libelles: str) -> tuple[Modalite, ...]:
    """Values from ``code=label`` pairs; a leading underscore lets a code start with a digit."""
    return tuple(Modalite(code.removeprefix("_"), libelle) for code, libelle in libelles.items())


@dataclass(frozen=True)
class Variable:
    """One variable of domain.md §8.2.

    ``themes``: branches of the star that ask for it; empty: always asked.
    ``modalites``: listed values; ``total`` is accepted for every variable (§8.1) and is the only value when none is listed.
    ``total_demande``: the request asks for the total (it means something and no other variable gives it).
    ``partition``: values that add up to the total, which is the variable's own or, without it, the cell ``total_de``.
    """

    id: str
    libelle: str
    definition: str
    unite: str
    themes: tuple[str, ...] = ()
    modalites: tuple[Modalite, ...] = ()
    total_demande: bool = True
    partition: tuple[str, ...] = ()
    total_de: tuple[str, str] | None = None
    mois: int = MOIS_STOCK
    additive: bool = True

    @property
    def codes(self) -> tuple[str, ...]:
        """Every accepted value, ``total`` first."""
        return ("total", *(m.code for m in self.modalites))

    @property
    def demandees(self) -> tuple[Modalite, ...]:
        """The values that the request asks for."""
        return (TOTAL, *self.modalites) if self.total_demande else self.modalites

    @property
    def entiere(self) -> bool:
        """Whether its values are whole numbers."""
        return self.unite in UNITES_ENTIERES

    @property
    def unites_admises(self) -> tuple[str, ...]:
        """Its unit, and any unit of §8.1 where §8.1 has none that fits (such a row is read, then written in ``unite``)."""
        return (self.unite,) if self.unite in UNITES_8_1 else (self.unite, *UNITES_8_1)

    def themes_de(self, modalite: Modalite) -> tuple[str, ...]:
        """Codes of the themes that ask for this modalité: its own, else those of the variable."""
        return modalite.themes or self.themes
