"""The rows of a requête type as the rules see them: text columns, with numbers and combinations worked out once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ctg_data.loaders.conversion import nombres
from ctg_data.loaders.requete_type_schema import Variable, par_id
from ctg_data.loaders.validate import VRAIS

Cle = tuple[str, str, str, str]
"""(variable, modalité, unité, mois) as written."""


def groupes(frame: pd.DataFrame, colonnes: Sequence[str]) -> np.ndarray:
    """Rank of each row's combination of ``colonnes``, in order of appearance."""
    rangs = np.zeros(len(frame), dtype="int64")
    for colonne in colonnes:
        codes, uniques = pd.factorize(frame[colonne], use_na_sentinel=False)
        rangs, _ = pd.factorize(rangs * max(len(uniques), 1) + codes)
    return rangs


@dataclass(frozen=True)
class Lecture:
    """One table of raw text; every result has one element per row."""

    frame: pd.DataFrame

    def textes(self, colonne: str, juge: Callable[[str], bool]) -> np.ndarray:
        """``juge`` of each distinct text, spread over the rows: a column of millions of rows has few texts."""
        rangs, uniques = pd.factorize(self.frame[colonne], use_na_sentinel=False)
        return np.array([juge(str(u).strip()) for u in uniques], dtype=bool)[rangs]

    @cached_property
    def annees(self) -> np.ndarray:
        """NaN where the cell is not a number (which the general validation reports)."""
        return nombres(self.frame["annee"], {})[0]

    @cached_property
    def millesimes(self) -> np.ndarray:
        """NaN where the cell is not a number."""
        return nombres(self.frame["millesime_geo"], {})[0]

    @cached_property
    def _valeurs(self) -> tuple[np.ndarray, np.ndarray]:
        valeurs, rangs, _ = nombres(self.frame["valeur"], {"": "nd"})
        return valeurs, rangs > 0

    @property
    def valeurs(self) -> np.ndarray:
        """NaN where the cell is empty or not a number."""
        return self._valeurs[0]

    @property
    def vides(self) -> np.ndarray:
        """Whether the cell of the value is empty."""
        return self._valeurs[1]

    @cached_property
    def statuts(self) -> pd.Series:
        """Statuses as written, without spaces around."""
        return self.frame["statut"].str.strip()

    @cached_property
    def arrondies(self) -> np.ndarray:
        """Whether the row says that its value is rounded to 5."""
        return self.textes("arr5", lambda t: t.lower() in VRAIS)

    @cached_property
    def _cellules(self) -> tuple[list[Cle], np.ndarray]:
        colonnes = ["variable", "modalite", "unite", "mois"]
        rangs = groupes(self.frame, colonnes)
        _, premieres = np.unique(rangs, return_index=True)
        return [tuple(c) for c in self.frame[colonnes].iloc[premieres].to_numpy()], rangs

    def cellules(self, juge: Callable[[Variable, Cle], object], defaut: object = False) -> np.ndarray:
        """``juge`` of each distinct combination of a known variable, spread over the rows; ``defaut`` for unknown variables."""
        catalogue = par_id()
        uniques, rangs = self._cellules
        return np.array([juge(catalogue[c[0]], c) if c[0] in catalogue else defaut for c in uniques])[rangs]

    def variable(self, rang: int) -> Variable:
        """The variable of one row (known ones only)."""
        return par_id()[self.frame["variable"].iloc[rang]]
