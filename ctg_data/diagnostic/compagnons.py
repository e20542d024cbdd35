"""The search of companions: in each group, the lightest set of cells that lets every cell to protect rise and fall enough."""

import numpy as np

from ctg_data.diagnostic.secret import POUSSIERE

Marges = tuple[np.ndarray, ...]
"""One array for each way in which cells help each other."""


class Recherche:
    """Cells of many groups at once, flat arrays.

    ``groupe``: group of each cell, among ``nombre``.  ``marges``: what each can do for another one (give, take…).  ``voulu``: how much of
    each the others must do together for each cell to protect (``primaire``).  ``cache``: hidden already.  ``libre``: may be hidden.
    ``poids``: those of least weight are hidden first.
    """

    def __init__(
        self,
        groupe: np.ndarray,
        nombre: int,
        *,
        marges: Marges,
        voulu: Marges,
        primaire: np.ndarray,
        cache: np.ndarray,
        libre: np.ndarray,
        poids: np.ndarray,
    ):
        self._g, self._n = groupe, nombre
        self._marges, self._voulu, self._primaire = marges, voulu, primaire
        self._cache, self._libre, self._poids = cache.copy(), libre, poids
        self._ajoutes: list[np.ndarray] = []

    def mene(self) -> tuple[np.ndarray, np.ndarray]:
        """(cells to hide besides, groups that cannot be protected so)."""
        abandon = np.zeros(self._n, dtype=bool)
        while True:
            manques = self._manques()
            actifs = self._en_manque(manques) & ~abandon
            if not actifs.any():
                break
            abandon |= actifs & ~self._ajoute(actifs, manques)
        self._allege(abandon)
        ajoutes = np.concatenate([*self._ajoutes, np.empty(0, dtype=int)])
        return ajoutes[self._cache[ajoutes]], np.flatnonzero(abandon)

    def _manques(self) -> Marges:
        """By group, what its hidden cells together still lack for the most demanding of its cells."""
        return tuple(self._manque(marge, voulu) for marge, voulu in zip(self._marges, self._voulu, strict=True))

    def _manque(self, marge: np.ndarray, voulu: np.ndarray) -> np.ndarray:
        reserve = np.bincount(self._g, np.where(self._cache, marge, 0), minlength=self._n)
        pire = np.zeros(self._n)
        siens = np.where(self._primaire, voulu - (reserve[self._g] - np.where(self._cache, marge, 0)), 0)
        np.maximum.at(pire, self._g, siens)
        return pire

    @staticmethod
    def _en_manque(manques: Marges) -> np.ndarray:
        return np.logical_or.reduce([manque > POUSSIERE for manque in manques])

    def _ajoute(self, actifs: np.ndarray, manques: Marges) -> np.ndarray:
        """Hide one more cell in each active group: the lightest that suffices, else the most useful; the groups that had one."""
        utile = sum(np.fmin(marge, manque[self._g]) for marge, manque in zip(self._marges, manques, strict=True))
        places = np.flatnonzero(actifs[self._g] & ~self._cache & self._libre & (utile > POUSSIERE))
        g = self._g[places]
        suffit = utile[places] >= sum(manques)[g] - POUSSIERE
        rang = np.lexsort((np.where(suffit, self._poids[places], -utile[places]), ~suffit, g))
        choisies = places[rang[np.flatnonzero(np.diff(g[rang], prepend=-1))]]
        self._cache[choisies] = True
        self._ajoutes.append(choisies)
        servis = np.zeros(self._n, dtype=bool)
        servis[self._g[choisies]] = True
        return servis

    def _allege(self, abandon: np.ndarray) -> None:
        """Give back, heaviest first, the companions that later ones made superfluous."""
        if len(self._ajoutes) < 2:
            return
        ajoutes = np.concatenate(self._ajoutes)
        ajoutes = ajoutes[~abandon[self._g[ajoutes]]]
        ordre = ajoutes[np.lexsort((-self._poids[ajoutes], self._g[ajoutes]))]
        debut = np.flatnonzero(np.diff(self._g[ordre], prepend=-1))
        tour = np.arange(len(ordre)) - np.repeat(debut, np.diff(np.append(debut, len(ordre))))
        for rang in range(tour.max(initial=-1) + 1):
            essai = ordre[tour == rang]
            self._cache[essai] = False
            self._cache[essai[self._en_manque(self._manques())[self._g[essai]]]] = True
