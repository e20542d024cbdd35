"""Texts of a column of published values: the very words of the portrait, each written once."""

from collections.abc import Callable

import numpy as np

from ctg_data.indicators.model import Indicateur
from ctg_data.records import STATUTS
from ctg_data.views.atlas_model import Colonnes
from ctg_data.views.chiffres import texte_valeur
from ctg_data.views.lecture import Ligne
from ctg_data.wording import nombres
from ctg_data.wording.typographie import insecables

DOUTE = 1e-6
"""A figure this near to a half is rounded one by one, as people do; the others are rounded together."""
Ecrit = Callable[[float, int], str]
"""(value, decimals) -> text."""


def textes(indicateur: Indicateur, c: Colonnes) -> tuple[str, ...]:
    """What the portrait would write of each area: the value with its unit, or the words of its status."""
    return ecrit(c.valeur, decimales(indicateur, c), lambda x, d: texte_valeur(indicateur, _ligne(x), d), statuts=c.statuts)


def decimales(indicateur: Indicateur, c: Colonnes, lignes: slice = slice(None)) -> np.ndarray:
    """``nombres.decimales_permises`` over columns: none where value and bounds were rounded to whole points."""
    sortie = np.full(len(c.valeur[lignes]), indicateur.decimales)
    rondes = np.flatnonzero(c.valeur[lignes] == np.round(c.valeur[lignes]))  # most values are not whole: only these are looked at
    trois = np.column_stack([x[lignes][rondes] for x in (c.valeur, c.ic_bas, c.ic_haut)])
    connues = np.isfinite(trois)
    entieres = np.all(~connues | (trois == np.round(trois)), axis=1) & (connues.sum(axis=1) > 1)
    etendue = np.where(connues, trois, -np.inf).max(axis=1) - np.where(connues, trois, np.inf).min(axis=1)
    sortie[rondes[entieres & (etendue >= nombres.ETENDUE_GROSSIERE)]] = 0
    return sortie


def ecrit(valeurs: np.ndarray, decimales: np.ndarray, texte: Ecrit, *, statuts: np.ndarray) -> tuple[str, ...]:
    """``texte`` of each value in its decimals, or the words of its status where it has none: nothing else leaves."""
    mots = np.array([nombres.STATUTS.get(s, nombres.STATUTS["nd"]) for s in STATUTS], dtype=object)
    sortie = mots[statuts]
    for d in np.unique(decimales):
        ici = np.flatnonzero((decimales == d) & np.isfinite(valeurs))
        sortie[ici] = _memes(valeurs[ici], int(d), texte)
    return tuple(sortie)


def _memes(valeurs: np.ndarray, d: int, texte: Ecrit) -> np.ndarray:
    """The same decimals for all: one text a rounded value, since thousands of areas share a few hundred of them."""
    grands = np.abs(valeurs) * 10.0**d
    douteux = np.abs(grands - np.floor(grands) - 0.5) < DOUTE * np.maximum(1, grands)
    arrondis = np.copysign(np.floor(grands + 0.5), valeurs) / 10.0**d
    arrondis[douteux] = [nombres.arrondit(x, d) for x in valeurs[douteux]]
    distincts, places = np.unique(arrondis, return_inverse=True)
    return np.array([insecables(texte(float(x), d)) for x in distincts], dtype=object)[places]


def _ligne(valeur: float) -> Ligne:
    return Ligne(0, valeur, "ok", False, False, None, None, "")
