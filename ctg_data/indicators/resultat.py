"""What the engine hands to the protection: one indicator at one level, as dense tables of units by years.

Private: numerators and denominators never leave the library; ``diagnostic.publication`` turns a protected
``Resultat`` into published ``valeurs``.
"""

from dataclasses import dataclass

import numpy as np

from ctg_data.indicators.model import Indicateur
from ctg_data.records import STATUTS

OK, SECRET, ABSENT, NON_SIGNIFICATIF = (STATUTS.index(s) for s in ("ok", "s", "nd", "ns"))
SANS_SOURCE = 0
"""Number of the empty label of sources."""


@dataclass(frozen=True, eq=False)
class Grille:
    """A quantity over the units (rows) and years (columns) of one level.

    ``valeur``: float64, NaN unless ``statut`` is OK.  ``statut``: int8, index in ``records.STATUTS``.
    ``est``: bool.  ``arrondis``: int32, number of terms rounded to 5 that were summed (0: exact): the error is at
    most 2.5 times that.  ``interne``: bool, an exact count of the CAF (profile caf_interne) took part.
    """

    valeur: np.ndarray
    statut: np.ndarray
    est: np.ndarray
    arrondis: np.ndarray
    interne: np.ndarray


@dataclass(frozen=True, eq=False)
class Resultat:
    """One indicator, modality and level.  ``codes`` and ``annees`` name the rows and columns of every grid.

    ``num`` and ``den`` are the sums behind a ratio or a count (None where the formula has none); ``sources`` holds, for
    each cell, an index into ``libelles_sources`` (« source@annee|source@annee », numerator first; ``SANS_SOURCE`` is "").
    """

    indicateur: Indicateur
    niveau: str
    modalite: str
    codes: tuple[str, ...]
    annees: tuple[int, ...]
    valeur: Grille
    num: Grille | None
    den: Grille | None
    sources: np.ndarray
    libelles_sources: tuple[str, ...]
