"""The change of a figure since its starting point, split into what moved, what the perimeter brought, and what the method brought.

With A the figure frozen then, A′ that same year as it is published today, B′ today's figure on the communes of then, B today's figure:
method = A′ − A, real = B′ − A′, perimeter = B − B′.  They add up to the total, to the last digit.  What cannot be told apart stays
together: nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Bilan:
    """Parts of a change, None for one that is not told apart; ``ensemble``: what the parts not told apart make together.

    ``raisons``: why, by cause: "perimetre", "relu" (the year of then cannot be read on the same communes any more), "rupture", "source".
    """

    total: Decimal
    reel: Decimal | None
    perimetre: Decimal | None
    methode: Decimal | None
    ensemble: Decimal | None = None
    raisons: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Decimal, ...]:
        return tuple(p for p in (self.reel, self.perimetre, self.methode, self.ensemble) if p is not None)


def decimal(x: float, decimales: int) -> Decimal:
    """A published figure, to the digit it is shown with: differences are then exact, and read the same as their terms."""
    return Decimal(repr(float(x))).quantize(Decimal(1).scaleb(-decimales))


def decompose(fige: Decimal, relu: Decimal | None, actuel: Decimal, ramene: Decimal | None, *, coupures: Sequence[str] = ()) -> Bilan:
    """``fige``: A; ``relu``: A′, None when it cannot be read; ``actuel``: B; ``ramene``: B′, None when it cannot be computed.

    ``coupures``: "rupture", "source" where the series changed in between: what moved and what the new method brought stay together.
    """
    total = actuel - fige
    perimetre = None if ramene is None else actuel - ramene
    methode = None if relu is None else relu - fige
    reel = None if coupures or relu is None or ramene is None else ramene - relu
    reste = total - sum((p for p in (reel, perimetre, methode) if p is not None), ZERO)
    manques = (("perimetre", ramene is None), ("relu", relu is None))
    raisons = (*(cle for cle, manque in manques if manque), *coupures)
    return Bilan(total, reel, perimetre, methode, reste if reel is None else None, raisons)


def ramene(actuel: Decimal, entrees: Sequence[Decimal | None], sorties: Sequence[Decimal | None]) -> Decimal | None:
    """A count of today on the communes of then: less those that came in, plus those that left; None as soon as one is not published."""
    if None in entrees or None in sorties:
        return None
    return actuel - sum(entrees, ZERO) + sum(sorties, ZERO)


def rapport(numerateur: Decimal | None, denominateur: Decimal | None, *, pour: float, decimales: int) -> Decimal | None:
    """A rate from two counts, rounded as it is published; None without both."""
    if numerateur is None or not denominateur:
        return None
    return (Decimal(repr(pour)) * numerateur / denominateur).quantize(Decimal(1).scaleb(-decimales))
