"""Giving back cells of a partition: as long as each cell to protect has, at its place, one hidden class that makes up for its moves."""

import numpy as np

from ctg_data.diagnostic.secret import POUSSIERE


class Allegement:
    """Places (a commune in a year) of many groups at once.

    ``groupe``: group of each place.  ``x``: counts [classes, places].  ``cache``: what is hidden of them.  ``hausse``, ``baisse``: by how
    much each must be able to rise and to fall.
    """

    def __init__(self, groupe: np.ndarray, x: np.ndarray, cache: np.ndarray, hausse: np.ndarray, baisse: np.ndarray):
        self._g, self._n = groupe, groupe.max(initial=-1) + 1
        self._x, self._cache, self._hausse, self._baisse = x, cache.copy(), hausse, baisse

    def mene(self, superflues: np.ndarray) -> np.ndarray:
        """Which of the cells ``superflues``, bool [classes, places], are given back: one a group at a time, the largest counts first."""
        surs = ~self._perces(np.arange(len(self._g)))
        classes, places = np.nonzero(superflues & surs[self._g])
        ordre = np.lexsort((-self._x[classes, places], self._g[places]))
        classes, places = classes[ordre], places[ordre]
        debuts = np.flatnonzero(np.diff(self._g[places], prepend=-1))
        tours = np.arange(len(places)) - np.repeat(debuts, np.diff(np.append(debuts, len(places))))
        rendues = np.zeros_like(self._cache)
        for tour in range(tours.max(initial=-1) + 1):
            c, p = classes[tours == tour], places[tours == tour]
            self._cache[c, p] = False
            perces = self._perces(np.flatnonzero(np.isin(self._g, self._g[p])))[self._g[p]]
            self._cache[c[perces], p[perces]] = True
            rendues[c[~perces], p[~perces]] = True
        return rendues

    def _perces(self, ou: np.ndarray) -> np.ndarray:
        """Groups with a cell that no hidden class of its place makes up for, among the places ``ou``."""
        g, x, cache = self._g[ou], self._x[:, ou], self._cache[:, ou]
        perces = np.zeros(self._n, dtype=bool)
        for k in range(len(x)):
            monte, descend = self._hausse[k, ou] <= POUSSIERE, self._baisse[k, ou] <= POUSSIERE
            for autre in (a for a in range(len(x)) if a != k):
                ensemble = cache[k] & cache[autre]
                donne, prend = (self._des_autres(g, np.where(ensemble, x[c], 0)) for c in (k, autre))
                monte |= cache[autre] & (np.fmin(x[autre], donne) >= self._hausse[k, ou] - POUSSIERE)
                descend |= cache[autre] & (prend >= self._baisse[k, ou] - POUSSIERE)
            perces[g[~(monte & descend)]] = True
        return perces

    def _des_autres(self, g: np.ndarray, x: np.ndarray) -> np.ndarray:
        """Sum of the other places of the group."""
        return np.bincount(g, x, minlength=self._n)[g] - x
