"""Published classes that add up to a published whole: a move of one of them is made up by another one.

The pivot can always make up: it is the largest class of the portion (the second one stands in for it where the pivot itself has cells
to protect), and is hidden wherever a class, or the whole, is.  Where it has too little for some cell, all the classes are hidden
together.  What this hides in excess is given back afterwards (``rendus``).
"""

from collections.abc import Mapping, Sequence
from copy import copy

import numpy as np

from ctg_data.diagnostic.exigences import PIVOT, Exigence, Places
from ctg_data.diagnostic.liens import Classe


class Partition:
    """One partition at work.

    ``counts``: by class, [communes, years].  ``mobiles``: what each class can really give (less than it counts where it is itself the
    whole of another partition).  ``releve``: communes whose whole is small, and rises with its part.
    """

    def __init__(
        self,
        tout: Classe,
        classes: Sequence[Classe],
        counts: Sequence[np.ndarray],
        mobiles: Sequence[np.ndarray],
        *,
        places: Places,
        releve: np.ndarray,
        exigences: Sequence[Exigence],
    ):
        self.tout, self._rangs, self._places, self._portion = tout, {c: r for r, c in enumerate(classes)}, places, places.portion
        self._x, self._mobiles = np.stack(counts), np.stack(mobiles)
        ordre = np.argsort(-np.stack([places.somme(t) for t in counts]), axis=0, kind="stable")
        self._pivot, self._second = ordre[0], ordre[1]
        self._exigences = exigences
        self._propres = np.stack([places.un_des(e.primaire) for e in exigences])
        faibles = [e.primaire & ~releve & (self._partenaire(rang) < e.hausse) for rang, e in enumerate(exigences)]
        self._larges = np.logical_or.reduce([places.un_des(f) for f in faibles])

    def dans(self, counts: Sequence[np.ndarray], mobiles: Sequence[np.ndarray], places: Places) -> "Partition":
        """The same, with the same pivots, in smaller cells of the same places."""
        autre = copy(self)
        autre._x, autre._mobiles, autre._places, autre._portion = np.stack(counts), np.stack(mobiles), places, places.portion
        return autre

    def borne(self, classe: Classe, marge: np.ndarray, sens: int) -> np.ndarray:
        """What a commune can give (``sens`` 1) or take (-1) of a class, or of the whole, once its pivot makes up for it."""
        if classe in self._rangs and sens < 0:
            rang = self._rangs[classe]
            return np.fmin(marge, np.where(self._larges[self._portion], self._x.sum(axis=0) - self._x[rang], self._partenaire(rang)))
        return np.fmin(marge, self.mobile()) if classe == self.tout and sens > 0 else marge

    @property
    def classes(self) -> tuple[Classe, ...]:
        """The whole and its classes."""
        return (self.tout, *self._rangs)

    def mobile(self) -> np.ndarray:
        """What each commune can give of the whole, all classes but the pivot staying what they are."""
        return self._de(self._pivot)

    def repand(self, classe: Classe, raisons: Mapping[Classe, np.ndarray]) -> bool:
        """Hide the pivot where a class or the whole is hidden, and all the classes together where the pivot does not suffice; whether
        something was hidden so."""
        if classe not in raisons or (classe not in self._rangs and classe != self.tout):
            return False
        ou, change = raisons[classe] > 0, False
        for autre, rang in self._rangs.items():
            pivot = (self._pivot == rang) | ((self._second == rang) & self._a_besoin_du_second(classe))
            entraine = ou & (pivot | self._larges)[self._portion] & (raisons[autre] == 0)
            raisons[autre][entraine] = PIVOT
            change |= bool(entraine.any())
        return change

    def _a_besoin_du_second(self, classe: Classe) -> np.ndarray | bool:
        """Where ``classe`` is the pivot, and has cells of its own to protect."""
        rang = self._rangs.get(classe)
        return False if rang is None else (self._pivot == rang) & self._propres[rang]

    def _partenaire(self, rang: int) -> np.ndarray:
        """Counts of the class that makes up for a move of class ``rang``."""
        return self._de(np.where(self._pivot == rang, self._second, self._pivot))

    def _de(self, rangs: np.ndarray) -> np.ndarray:
        """In each commune, the count of the class that its portion names."""
        return np.take_along_axis(self._mobiles, rangs[self._portion][None], axis=0)[0]

    @property
    def parts(self) -> tuple[Classe, ...]:
        """The classes, without their whole."""
        return tuple(self._rangs)
