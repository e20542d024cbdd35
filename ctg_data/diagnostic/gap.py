"""A gap in words: the engine computes it signed (``indicators.evaluation``), the clip at zero is a matter of display (domain.md §3.1)."""

from dataclasses import dataclass

from ctg_data.wording.nombres import avec_unite


@dataclass(frozen=True)
class Ecart:
    """``ecart`` = need at the rate of the reference - offer, in the offer's unit: positive when something is missing."""

    ecart: float

    @property
    def manquant(self) -> float:
        """What is missing, never negative."""
        return max(0.0, self.ecart)

    @property
    def surplus(self) -> float:
        """What stands above the reference, never negative."""
        return max(0.0, -self.ecart)


def texte(e: Ecart, *, unite: str, decimales: int = 0) -> str:
    """« il manque 80 places »: the clip at zero happens here, at display only."""
    if round(e.ecart, decimales) > 0:
        return f"il manque {avec_unite(e.manquant, unite, decimales)}"
    if round(e.ecart, decimales) < 0:
        return f"aucun manque ({avec_unite(e.surplus, unite, decimales)} au-dessus de la référence)"
    return "à la référence"
