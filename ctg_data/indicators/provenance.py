"""Where a figure comes from: the sources of each cell, as bits, apart for both terms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.indicators.cubes import Cube


@dataclass(frozen=True, eq=False)
class Provenance:
    """Sources of the numerator and of the denominator (uint64, a bit a source), age of the latter in years (int16): a cell a figure."""

    num: np.ndarray
    den: np.ndarray
    age: np.ndarray

    @classmethod
    def de(cls, num: Cube, den: Cube | None = None, age: np.ndarray | int = 0) -> "Provenance":
        """That of a figure made of these two, on the same years."""
        bas = np.zeros_like(num.sources) if den is None else den.sources
        return cls(num.sources, bas, np.broadcast_to(np.asarray(age, dtype="int16"), num.sources.shape))

    def __or__(self, autre: "Provenance") -> "Provenance":
        """Both, where both are of one age."""
        return Provenance(self.num | autre.num, self.den | autre.den, self.age | autre.age)

    def prend(self, unites: np.ndarray) -> "Provenance":
        """Rows ``unites``; -1 gives a row without source."""
        hors = (unites < 0)[:, None]
        return Provenance(*(np.where(hors, np.zeros_like(champ[:1, :1]), champ[unites]) for champ in self._champs))

    def sur(self, nombre: int, colonnes: Sequence[int]) -> "Provenance":
        """Its years put in the ``colonnes`` of a table of ``nombre`` years."""
        return Provenance(*(_etend(champ, nombre, colonnes) for champ in self._champs))

    def choisit(self, ou: np.ndarray, sinon: "Provenance") -> "Provenance":
        """Itself where ``ou``."""
        return Provenance(*(np.where(ou, a, b) for a, b in zip(self._champs, sinon._champs, strict=True)))

    def distinctes(self, colonne: int, sans: np.ndarray) -> tuple[np.ndarray, list[tuple[int, int, int]]]:
        """For each row of one year, its rank in the list of (numerator, denominator, age); all zero for the rows ``sans``."""
        facteurs = [pd.factorize(np.where(sans, 0, champ[:, colonne])) for champ in self._champs]
        ensemble = np.zeros(len(sans), dtype="int64")
        for rangs, uniques in facteurs:
            ensemble = ensemble * max(1, len(uniques)) + rangs
        rangs, _ = pd.factorize(ensemble)
        premiers = np.unique(rangs, return_index=True)[1]
        return rangs, [tuple(int(uniques[places[premier]]) for places, uniques in facteurs) for premier in premiers]

    @property
    def _champs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.num, self.den, self.age


def _etend(champ: np.ndarray, nombre: int, colonnes: Sequence[int]) -> np.ndarray:
    etendu = np.zeros((*champ.shape[:-1], nombre), dtype=champ.dtype)
    etendu[..., list(colonnes)] = champ
    return etendu
