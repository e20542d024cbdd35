"""Words of the rule of priorities."""

from collections.abc import Mapping
from typing import Protocol

from ctg_data.wording import nombres

NIVEAUX: Mapping[str, str] = {"prioritaire": "prioritaire", "a_surveiller": "à surveiller", "courant": "courant", "nd": "n.d."}
SIGNES: Mapping[str, str] = {"prioritaire": "▲", "a_surveiller": "●", "courant": "·", "nd": "n.d."}
TERMES: Mapping[str, str] = {"ecart": "écart", "vulnerabilite": "vulnérabilité", "dynamique": "dynamique"}
_PROPOSITION = (
    "Ceci est une proposition : la décision revient à la direction et au conseil d'administration. {regle} ▲ prioritaire, ● à surveiller, "
    "· courant, n.d. : moins de {part} % du poids est connu."
)


class Regle(Protocol):
    """What is told of a rule."""

    poids: Mapping[str, float]
    prioritaire: float
    a_surveiller: float
    robustesse: float
    part_minimale: float


def proposition(r: Regle) -> str:
    """Whose decision it is, then the rule and its signs."""
    return _PROPOSITION.format(regle=_regle(r), part=nombres.nombre(100 * r.part_minimale))


def _regle(r: Regle) -> str:
    """« Indice de 0 à 100 : écart 50 %, vulnérabilité 30 %, dynamique 20 % ; prioritaire à partir de 65 si… »"""
    parts = ", ".join(f"{TERMES[t]} {nombres.nombre(100 * p / sum(r.poids.values()))} %" for t, p in r.poids.items())
    return (
        f"Indice de 0 à 100 : {parts} ; prioritaire à partir de {nombres.nombre(r.prioritaire)} si {nombres.nombre(100 * r.robustesse)} % "
        f"des simulations le confirment, à surveiller à partir de {nombres.nombre(r.a_surveiller)}."
    )
