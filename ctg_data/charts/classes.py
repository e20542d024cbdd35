"""Classes of a map: limits computed on the whole map, never on the part one looks at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ctg_data.charts import classement, theme
from ctg_data.diagnostic.figures import Carte, Zone
from ctg_data.wording.nombres import avec_unite, nombre

METHODE = "effectifs"
"""A key of ``classement.METHODES``."""


@dataclass(frozen=True)
class Classe:
    """One colour: areas with ``bas`` < value ≤ ``haut`` (the first includes its lowest value)."""

    bas: float
    haut: float
    couleur: str
    texte: str
    zones: tuple[Zone, ...]


@dataclass(frozen=True)
class SansValeur:
    """Areas without a value for one reason, told apart from the others: secret, non significatif, sans donnée."""

    statut: str
    couleur: str
    texte: str
    zones: tuple[Zone, ...]


_SANS = (
    ("s", theme.SECRET, "secret statistique"),
    ("ns", theme.NON_SIGNIFICATIF, "non significatif"),
    ("nd", theme.MANQUANT, "sans donnée"),
)


def classes(carte: Carte) -> tuple[Classe, ...]:
    """Quantile classes of the known values, lowest first; empty when there is none."""
    connues = [z for z in carte.zones if z.valeur is not None]
    if not connues:
        return ()
    limites = classement.bornes(np.array([z.valeur for z in connues], dtype=float), METHODE)
    couleurs = _couleurs(len(limites) - 1)
    intervalles = enumerate(zip(limites[:-1], limites[1:], couleurs, strict=True))
    return tuple(_classe(carte, connues, bas, haut, couleur=c, premiere=rang == 0) for rang, (bas, haut, c) in intervalles)


def _couleurs(n: int) -> Sequence[str]:
    rangs = np.linspace(0, len(theme.SEQUENTIEL) - 1, n) if n > 1 else [2]
    return [theme.SEQUENTIEL[round(r)] for r in rangs]


def _classe(carte: Carte, connues: Sequence[Zone], bas: float, haut: float, *, couleur: str, premiere: bool) -> Classe:
    zones = tuple(z for z in connues if (bas <= z.valeur if premiere else bas < z.valeur) and z.valeur <= haut)
    texte = avec_unite(haut, carte.unite, carte.decimales)
    depuis = nombre(bas, carte.decimales)
    if depuis != nombre(haut, carte.decimales):
        texte = f"{'de' if premiere else 'plus de'} {depuis} à {texte}"
    return Classe(bas, haut, couleur, texte, zones)


def sans_valeur(carte: Carte) -> tuple[SansValeur, ...]:
    """Areas without a value, by reason; only the reasons present on the map."""
    groupes = ((s, c, t, tuple(z for z in carte.zones if z.valeur is None and z.statut == s)) for s, c, t in _SANS)
    return tuple(SansValeur(*groupe) for groupe in groupes if groupe[3])
