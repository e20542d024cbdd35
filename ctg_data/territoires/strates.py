"""Population strata of EPCI: the reference sets of the star."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Strate:
    """EPCI whose municipal population lies in [minimum, maximum[, in persons; maximum None is open."""

    id: str
    libelle: str
    minimum: int
    maximum: int | None

    def contient(self, population: int) -> bool:
        """Whether the population (persons) lies in the stratum: lower bound in, upper bound out."""
        return self.minimum <= population and (self.maximum is None or population < self.maximum)


STRATES = (
    Strate("moins_10", "EPCI de moins de 10 000 habitants", 0, 10_000),
    Strate("10_20", "EPCI de 10 000 à 20 000 habitants", 10_000, 20_000),
    Strate("20_50", "EPCI de 20 000 à 50 000 habitants", 20_000, 50_000),
    Strate("50_100", "EPCI de 50 000 à 100 000 habitants", 50_000, 100_000),
    Strate("100_plus", "EPCI de 100 000 habitants et plus", 100_000, None),
)


def strate(population: int) -> Strate:
    """The stratum of a population."""
    return next(s for s in STRATES if s.contient(population))
