"""Giving back cells of a partition: as long as what stays hidden lets each cell to protect, and each portion, rise and fall enough.

A class rises at its place when another one falls there, which rises elsewhere while a third one falls beside it, and so on until the first
one falls: a way in a graph whose nodes are the classes (``flux``).  Every total that is shown keeps its value.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ctg_data.diagnostic import flux


@dataclass(frozen=True, eq=False)
class Cibles:
    """What must move: each has a node, rows of its own (a place, or all those of a portion), and by how much it must rise and fall."""

    noeud: np.ndarray
    siennes: np.ndarray
    hausse: np.ndarray
    baisse: np.ndarray

    def prend(self, ou: np.ndarray) -> "Cibles":
        return Cibles(self.noeud[ou], self.siennes[ou], self.hausse[ou], self.baisse[ou])


class Allegement:
    """Places (a commune in a year) of many groups at once, and nodes: a class, or a class in one of the portions of the group.

    ``groupe``: group of each place.  ``donne``, ``prend``: by how much a cell can fall and rise, [nodes, places].  ``cache``: which are
    hidden.  ``places``: cells to protect, ``siennes`` being their places; ``portions``: the same, ``siennes`` being values of ``portion``.
    """

    def __init__(
        self,
        groupe: np.ndarray,
        donne: np.ndarray,
        prend: np.ndarray,
        cache: np.ndarray,
        *,
        places: Cibles,
        portion: np.ndarray | None = None,
        portions: Cibles | None = None,
    ):
        self._g, self._donne, self._prend, self._cache = groupe, donne.T.copy(), prend.T.copy(), cache.T.copy()
        self._n, self._k = groupe.max(initial=-1) + 1, len(cache)
        self._places, self._portions, self._portion = places, portions, portion
        echanges = self._echanges(np.arange(len(groupe)))
        self._aretes = self._somme(echanges, groupe, self._n)
        """[group, a, b]: how much ``a`` rises while ``b`` falls beside it, in the cells of the group where both are hidden."""
        if portions is not None:
            self._dedans = self._somme(echanges, portion, portion.max(initial=-1) + 1)
            self._groupe_portion = np.zeros(len(self._dedans), dtype=int)
            self._groupe_portion[portion] = groupe

    def mene(self, superflues: np.ndarray, poids: np.ndarray) -> np.ndarray:
        """Which of the cells ``superflues``, bool [nodes, places], are given back: one a group at a time, the smallest ``poids`` first."""
        surs = self._surs()
        places, noeuds = np.nonzero(superflues.T & surs[self._g][:, None])
        ordre = np.lexsort((poids[noeuds, places], self._g[places]))
        places, noeuds = places[ordre], noeuds[ordre]
        rendues = np.zeros(superflues.shape, dtype=bool)
        for tour in _tours(self._g[places]):
            p, k = places[tour], noeuds[tour]
            self._bascule(p, k, cache=False)
            perces = self._perces(self._drapeaux(self._g[p]))[self._g[p]]
            self._bascule(p[perces], k[perces], cache=True)
            rendues[k[~perces], p[~perces]] = True
        return rendues

    def montre(self, portions: np.ndarray, noeuds: np.ndarray, propres: np.ndarray) -> np.ndarray:
        """Which portions can show a class, whose cells leave the node ``noeuds`` of the group for one of their own: tried in this order,
        one a group at a time."""
        surs, groupes = self._surs(), self._groupe_portion[portions]
        montrees = np.zeros(len(portions), dtype=bool)
        for tour in _tours(groupes, parmi=np.flatnonzero(surs[groupes])):
            self._deplace(portions[tour], noeuds[tour], propres[tour])
            perces = self._perces(self._drapeaux(groupes[tour]))[groupes[tour]]
            self._deplace(portions[tour[perces]], propres[tour[perces]], noeuds[tour[perces]])
            montrees[tour[~perces]] = True
        return montrees

    def _surs(self) -> np.ndarray:
        """Groups, bool, where everything to protect moves enough."""
        return ~self._perces(np.ones(self._n, dtype=bool))

    def _drapeaux(self, groupes: np.ndarray) -> np.ndarray:
        actifs = np.zeros(self._n, dtype=bool)
        actifs[groupes] = True
        return actifs

    def _echanges(self, places: np.ndarray) -> np.ndarray:
        """[places, a, b]: how much ``a`` can rise while ``b`` falls."""
        ensemble = self._cache[places, :, None] & self._cache[places, None, :] & ~np.eye(self._k, dtype=bool)
        return np.minimum(self._prend[places, :, None], self._donne[places, None, :]) * ensemble

    def _somme(self, echanges: np.ndarray, ou: np.ndarray, n: int) -> np.ndarray:
        sommes = np.zeros((n, self._k, self._k))
        np.add.at(sommes, ou, echanges)
        return sommes

    def _bascule(self, places: np.ndarray, noeuds: np.ndarray, *, cache: bool) -> None:
        """Show, or hide again, some cells, one a place."""
        avant = self._echanges(places)
        self._cache[places, noeuds] = cache
        self._change(places, self._echanges(places) - avant)

    def _deplace(self, portions: np.ndarray, de: np.ndarray, vers: np.ndarray) -> None:
        """Move all the cells of one node of some portions to another node."""
        rang = np.full(len(self._dedans), -1)
        rang[portions] = np.arange(len(portions))
        places = np.flatnonzero(rang[self._portion] >= 0)
        ici = rang[self._portion[places]]
        avant = self._echanges(places)
        for tableau in (self._donne, self._prend, self._cache):
            tableau[places, vers[ici]], tableau[places, de[ici]] = tableau[places, de[ici]], 0
        self._change(places, self._echanges(places) - avant)
        portion, noeud = rang[self._portion[self._places.siennes]], self._places.noeud
        for rang_portion, (avant_lui, apres_lui) in enumerate(zip(de, vers, strict=True)):
            noeud[(portion == rang_portion) & (noeud == avant_lui)] = apres_lui

    def _change(self, places: np.ndarray, ecart: np.ndarray) -> None:
        np.add.at(self._aretes, self._g[places], ecart)
        if self._portions is not None:
            np.add.at(self._dedans, self._portion[places], ecart)

    def _perces(self, actifs: np.ndarray) -> np.ndarray:
        """Those of the groups ``actifs``, bool, with a target that does not move enough any more."""
        perces = np.zeros(self._n, dtype=bool)
        places = self._places.prend(actifs[self._g[self._places.siennes]])
        propres, caches = self._echanges(places.siennes), self._cache[places.siennes]
        bords = caches * self._donne[places.siennes], caches * self._prend[places.siennes]
        g = self._g[places.siennes]
        perces[g[~self._bougent(places, self._aretes[g] - propres, *bords)]] = True
        if self._portions is not None:
            portions = self._portions.prend(actifs[self._groupe_portion[self._portions.siennes]])
            g, propres, n = self._groupe_portion[portions.siennes], self._dedans[portions.siennes], np.arange(len(portions.noeud))
            bords = propres[n, portions.noeud, :], propres[n, :, portions.noeud]
            perces[g[~self._bougent(portions, self._aretes[g] - propres, *bords)]] = True
        return perces

    @staticmethod
    def _bougent(cibles: Cibles, aretes: np.ndarray, donne: np.ndarray, prend: np.ndarray) -> np.ndarray:
        """Which targets can rise and fall enough.  ``aretes``: without their own rows; ``donne``, ``prend``: what the other nodes
        can do in these rows."""
        n, j = np.arange(len(cibles.noeud)), cibles.noeud
        finit, commence = aretes[n, :, j], aretes[n, j, :]
        donne, prend = donne.copy(), prend.copy()
        for tableau in (donne, prend, finit, commence):
            tableau[n, j] = 0
        aretes[n, :, j] = aretes[n, j, :] = 0
        monte = flux.passent(donne, aretes, finit, cibles.hausse)
        return monte & flux.passent(prend, aretes.transpose(0, 2, 1), commence, cibles.baisse)


def _tours(groupes: np.ndarray, parmi: np.ndarray | None = None) -> Iterator[np.ndarray]:
    """Rows, the first of each group, then the second ones…; of ``parmi`` only where given."""
    parmi = np.arange(len(groupes)) if parmi is None else parmi
    parmi = parmi[np.argsort(groupes[parmi], kind="stable")]
    debuts = np.flatnonzero(np.diff(groupes[parmi], prepend=-1))
    rangs = np.arange(len(parmi)) - np.repeat(debuts, np.diff(np.append(debuts, len(parmi))))
    yield from (parmi[rangs == tour] for tour in range(rangs.max(initial=-1) + 1))
