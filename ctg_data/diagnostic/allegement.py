"""Giving back cells of a partition: as long as the hidden classes at the place of each cell to protect make up for its moves together.

A class rises at its place by what the others give there, each no more than the class can fall elsewhere beside it; what one of them has
taken elsewhere is counted as taken from the next ones too.  It falls by what the others can take, each from its own cells elsewhere.
"""

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
        """Groups with a cell that the hidden classes of its place do not make up for, among the places ``ou``."""
        g, x, cache = self._g[ou], self._x[:, ou], self._cache[:, ou]
        perces = np.zeros(self._n, dtype=bool)
        for k in range(len(x)):
            hausse, baisse = self._hausse[k, ou] - POUSSIERE, self._baisse[k, ou] - POUSSIERE
            monte, montee, descente = hausse <= 0, np.zeros(len(g)), np.zeros(len(g))
            for autre in (a for a in range(len(x)) if a != k):
                ensemble = cache[k] & cache[autre]
                donne, prend = (self._des_autres(g, np.where(ensemble, x[c], 0)) for c in (k, autre))
                monte |= cache[autre] & (np.fmin(x[autre], donne) >= hausse)
                montee += cache[autre] * np.fmin(x[autre], np.maximum(donne - montee, 0))
                descente += cache[autre] * prend
            perces[g[~((monte | (montee >= hausse)) & (descente >= baisse))]] = True
        return perces

    def _des_autres(self, g: np.ndarray, x: np.ndarray) -> np.ndarray:
        """Sum of the other places of the group."""
        return np.bincount(g, x, minlength=self._n)[g] - x
