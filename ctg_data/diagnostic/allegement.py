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
        self._ordre = np.argsort(groupe, kind="stable")
        self._g, self._x, self._cache = groupe[self._ordre], x[:, self._ordre], cache[:, self._ordre]
        self._hausse, self._baisse = hausse[:, self._ordre], baisse[:, self._ordre]
        self._n = self._g.max(initial=-1) + 1
        self._places, self._classes = np.nonzero(((self._hausse > POUSSIERE) | (self._baisse > POUSSIERE)).T)
        """The cells to protect."""
        self._paires = self._sommes()

    def mene(self, superflues: np.ndarray) -> np.ndarray:
        """Which of the cells ``superflues``, bool [classes, places], are given back: one a group at a time, the largest counts first."""
        surs = ~self._perces(np.ones(len(self._places), dtype=bool))
        classes, places = np.nonzero(superflues[:, self._ordre] & surs[self._g])
        ordre = np.lexsort((-self._x[classes, places], self._g[places]))
        classes, places = classes[ordre], places[ordre]
        debuts = np.flatnonzero(np.diff(self._g[places], prepend=-1))
        tours = np.arange(len(places)) - np.repeat(debuts, np.diff(np.append(debuts, len(places))))
        rendues = np.zeros_like(self._cache)
        for tour in range(tours.max(initial=-1) + 1):
            c, p = classes[tours == tour], places[tours == tour]
            touchees = self._touchees(p)
            self._montre(c, p)
            perces = self._perces(touchees)[self._g[p]]
            self._cache_de_nouveau(c[perces], p[perces])
            rendues[c[~perces], p[~perces]] = True
        originales = np.zeros_like(rendues)
        originales[:, self._ordre] = rendues
        return originales

    def _sommes(self) -> np.ndarray:
        """[a, b, group]: counts of class ``a`` in the places of the group where ``a`` and ``b`` are hidden."""
        debuts = np.flatnonzero(np.diff(self._g, prepend=-1))
        x = np.where(self._cache, self._x, 0)
        sommes = [np.add.reduceat(x * autre, debuts, axis=1) for autre in self._cache] if len(debuts) else [np.zeros((len(x), 0))] * len(x)
        return np.stack(sommes, axis=1)

    def _montre(self, classes: np.ndarray, places: np.ndarray) -> None:
        self._ajoute(classes, places, -1)
        self._cache[classes, places] = False

    def _cache_de_nouveau(self, classes: np.ndarray, places: np.ndarray) -> None:
        self._cache[classes, places] = True
        self._ajoute(classes, places, 1)

    def _ajoute(self, classes: np.ndarray, places: np.ndarray, signe: int) -> None:
        """What a cell, one a group, brings to the sums while it is hidden."""
        g, ensemble = self._g[places], self._cache[:, places]
        self._paires[classes, :, g] += signe * (ensemble * self._x[classes, places]).T
        seules = ensemble * (np.arange(len(self._x))[:, None] != classes)  # its pair with itself is counted already
        self._paires[:, classes, g] += signe * seules * self._x[:, places]

    def _touchees(self, places: np.ndarray) -> np.ndarray:
        """Cells to protect that what is hidden at ``places``, one a group, may serve: those of the same classes in the group."""
        par_groupe = np.zeros((len(self._x), self._n), dtype=bool)
        par_groupe[:, self._g[places]] = self._cache[:, places]
        return par_groupe[self._classes, self._g[self._places]]

    def _perces(self, cellules: np.ndarray) -> np.ndarray:
        """Groups, bool, with one of the ``cellules`` (bool, of those to protect) that the other hidden classes of its place do not make
        up for."""
        k, p = self._classes[cellules], self._places[cellules]
        g, x, soi = self._g[p], self._x[:, p], np.arange(len(self._x))[:, None] == k
        autres = self._cache[:, p] & ~soi
        ensemble = autres & self._cache[k, p]
        donne = np.fmin(self._paires[k, :, g].T - ensemble * self._x[k, p], np.where(autres, x, 0))
        prend = (self._paires[:, k, g] - ensemble * x) * autres
        hausse, baisse = self._hausse[k, p] - POUSSIERE, self._baisse[k, p] - POUSSIERE
        sures = ((donne >= hausse).any(axis=0) | (self._ensemble(k, p, autres) >= hausse)) & (prend.sum(axis=0) >= baisse)
        perces = np.zeros(self._n, dtype=bool)
        perces[g[~sures]] = True
        return perces

    def _ensemble(self, k: np.ndarray, p: np.ndarray, autres: np.ndarray) -> np.ndarray:
        """What the other classes give each cell together."""
        g, recu = self._g[p], np.zeros(len(p))
        for a, cache in enumerate(autres):
            reste = self._paires[k, a, g] - (cache & self._cache[k, p]) * self._x[k, p] - recu
            recu += cache * np.fmin(self._x[a, p], np.maximum(reste, 0))
        return recu
