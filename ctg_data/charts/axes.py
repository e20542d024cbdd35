"""The span of a value axis: wide enough for a small change to look small."""

from collections.abc import Iterable

from ctg_data.wording import fr

PART = 0.1
"""An axis covers at least this share of its highest value above and below its middle."""


def etendue(valeurs: Iterable[float]) -> tuple[float, float]:
    """Lowest and highest value of the axis: 58,8 to 59,2 % is not drawn as a surge; an axis of positive values never goes under zero."""
    valeurs = list(valeurs)
    bas, haut = min(valeurs), max(valeurs)
    demi = max((haut - bas) / 2, PART * max(abs(bas), abs(haut)))
    milieu = (bas + haut) / 2
    debut, fin = milieu - demi, milieu + demi
    return (0.0, fin - debut) if bas >= 0 > debut else (debut, fin)


def titre(unite: str, debut: float) -> str:
    """The unit, and that the axis is cut where it is."""
    return f"{unite} ({fr.texte('axe.coupe')})" if debut > 0 else unite
