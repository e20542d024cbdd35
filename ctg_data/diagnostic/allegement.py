"""Completing what a partition hides, then giving back: what stays hidden lets each cell to protect, and each portion, rise and fall enough.

A class rises at its place when another one falls there, which rises elsewhere while a third one falls beside it, and so on until the first
one falls: a way in a graph whose nodes are the classes (``flux``).  Every total that is shown keeps its value.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from ctg_data.diagnostic import flux
from ctg_data.diagnostic.exigences import SANS
from ctg_data.diagnostic.secret import POUSSIERE

SEULE, DETOUR, LEGER = 0.5, 1e-4, 1e-3
"""How much more a cell helps a line where nothing else is hidden; how little it helps by a detour, and its weight counts."""


@dataclass(frozen=True, eq=False)
class Cibles:
    """What must move: each has a node, rows of its own (a place, or all those of a portion), by how much it must rise and fall, and a node
    that does not move along in these rows (``SANS``: none)."""

    noeud: np.ndarray
    siennes: np.ndarray
    hausse: np.ndarray
    baisse: np.ndarray
    sauf: np.ndarray

    def prend(self, ou: np.ndarray) -> "Cibles":
        return Cibles(*(getattr(self, champ.name)[ou] for champ in fields(self)))

    def deplace(self, ou: np.ndarray, de: int, vers: int) -> None:
        """The node of some of them has changed, in place."""
        for noeuds in (self.noeud, self.sauf):
            noeuds[ou & (noeuds == de)] = vers


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
        if portions is not None:
            self._groupe_portion = np.zeros(portion.max(initial=-1) + 1, dtype=int)
            self._groupe_portion[portion] = groupe
        self._relie()

    def _relie(self) -> None:
        """[group, a, b]: how much ``a`` rises while ``b`` falls beside it, in the cells of the group where both are hidden; the same by
        portion."""
        echanges = self._echanges(np.arange(len(self._g)))
        self._aretes = self._somme(echanges, self._g, self._n)
        if self._portions is not None:
            self._dedans = self._somme(echanges, self._portion, len(self._groupe_portion))

    @property
    def _groupes_de(self) -> tuple[np.ndarray, ...]:
        """The group of each place, then of each portion."""
        return (self._g,) if self._portions is None else (self._g, self._groupe_portion)

    def mene(self, superflues: np.ndarray, poids: np.ndarray, surs: np.ndarray | None = None) -> np.ndarray:
        """Which of the cells ``superflues``, bool [nodes, places], are given back: one a group at a time, the smallest ``poids`` first.

        ``surs``: groups, bool, where everything to protect is known to move enough."""
        surs = self.surs() if surs is None else surs
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
        surs, groupes = self.surs(), self._groupe_portion[portions]
        montrees = np.zeros(len(portions), dtype=bool)
        for tour in _tours(groupes, parmi=np.flatnonzero(surs[groupes])):
            self._deplace(portions[tour], noeuds[tour], propres[tour])
            perces = self._perces(self._drapeaux(groupes[tour]))[groupes[tour]]
            self._deplace(portions[tour[perces]], propres[tour[perces]], noeuds[tour[perces]])
            montrees[tour[~perces]] = True
        return montrees

    def complete(self, libres: np.ndarray, poids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Hide more of the cells ``libres``, bool [nodes, places], one a group at a time, until what is to protect moves enough: those
        hidden so, bool [nodes, places], none in the groups where nothing suffices; and the groups, bool, where it then moves enough."""
        utiles = libres.T & (np.maximum(self._donne, self._prend) > POUSSIERE)
        liens = Liens((self._donne, self._prend), utiles, poids.T, groupe=self._g, portion=self._portion)
        ajoutees, manquent = np.zeros(self._cache.shape, dtype=bool), self._manquent(self._sortes, np.ones(self._n, dtype=bool))
        perces = self._groupes(manquent)
        tenables = self._tenables(utiles, perces)
        surs, manquent = ~perces | tenables, self._des_groupes(manquent, tenables)
        while (actifs := self._groupes(manquent)).any():
            p, k = liens.meilleurs(manquent, self._cache, actifs)
            self._bascule(p, k, cache=True)
            ajoutees[p, k] = True
            tentes = self._drapeaux(self._g[p])
            surs &= ~actifs | tentes
            manquent = self._manquent(manquent, tentes)
        return ajoutees.T, surs

    @property
    def _sortes(self) -> tuple[Cibles, ...]:
        """Places to protect, then portions."""
        return (self._places,) if self._portions is None else (self._places, self._portions)

    def _manquent(self, sortes: Sequence[Cibles], groupes: np.ndarray) -> tuple[Cibles, ...]:
        """Of the targets of each kind, those of some groups, bool, that do not move enough."""
        tiennent = (self._tiennent, self._tiennent_ensemble)
        return tuple(c.prend(~tient(c)) for c, tient in zip(self._des_groupes(sortes, groupes), tiennent, strict=False))

    def _des_groupes(self, sortes: Sequence[Cibles], groupes: np.ndarray) -> tuple[Cibles, ...]:
        """The targets of some groups, bool."""
        return tuple(c.prend(groupes[g[c.siennes]]) for c, g in zip(sortes, self._groupes_de, strict=True))

    def _groupes(self, sortes: Sequence[Cibles]) -> np.ndarray:
        """Those of the targets, bool."""
        return self._drapeaux(np.concatenate([g[c.siennes] for c, g in zip(sortes, self._groupes_de, strict=True)]))

    def _tenables(self, libres: np.ndarray, groupes: np.ndarray) -> np.ndarray:
        """Those of some groups, bool, where everything would move enough were all the cells ``libres`` hidden."""
        connus, self._cache = self._cache, self._cache | libres
        self._relie()
        tenables, self._cache = groupes & ~self._perces(groupes), connus
        self._relie()
        return tenables

    def surs(self) -> np.ndarray:
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
        for portion, avant_elle, apres_elle in zip(portions, de, vers, strict=True):
            self._places.deplace(self._portion[self._places.siennes] == portion, avant_elle, apres_elle)
            self._portions.deplace(self._portions.siennes == portion, avant_elle, apres_elle)

    def _change(self, places: np.ndarray, ecart: np.ndarray) -> None:
        np.add.at(self._aretes, self._g[places], ecart)
        if self._portions is not None:
            np.add.at(self._dedans, self._portion[places], ecart)

    def _perces(self, actifs: np.ndarray) -> np.ndarray:
        """Those of the groups ``actifs``, bool, with a target that does not move enough any more."""
        return self._groupes(self._manquent(self._sortes, actifs))

    def _tiennent(self, places: Cibles) -> np.ndarray:
        """Which of these cells move enough."""
        propres, caches = self._echanges(places.siennes), self._cache[places.siennes]
        bords = caches * self._donne[places.siennes], caches * self._prend[places.siennes]
        return self._bougent(places, self._aretes[self._g[places.siennes]] - propres, *bords)

    def _tiennent_ensemble(self, portions: Cibles) -> np.ndarray:
        """Which of these portions move enough."""
        g, propres, n = self._groupe_portion[portions.siennes], self._dedans[portions.siennes], np.arange(len(portions.noeud))
        return self._bougent(portions, self._aretes[g] - propres, propres[n, portions.noeud, :], propres[n, :, portions.noeud])

    @staticmethod
    def _bougent(cibles: Cibles, aretes: np.ndarray, donne: np.ndarray, prend: np.ndarray) -> np.ndarray:
        """Which targets can rise and fall enough.  ``aretes``: without their own rows; ``donne``, ``prend``: what the other nodes
        can do in these rows."""
        n, j = np.arange(len(cibles.noeud)), cibles.noeud
        finit, commence = aretes[n, :, j], aretes[n, j, :]
        donne, prend = donne.copy(), prend.copy()
        for tableau in (donne, prend, finit, commence):
            tableau[n, j] = 0
        ailleurs = np.flatnonzero(cibles.sauf != SANS)
        donne[ailleurs, cibles.sauf[ailleurs]] = prend[ailleurs, cibles.sauf[ailleurs]] = 0
        aretes[n, :, j] = aretes[n, j, :] = 0
        monte = flux.passent(donne, aretes, finit, cibles.hausse)
        return monte & flux.passent(prend, aretes.transpose(0, 2, 1), commence, cibles.baisse)


class Liens:
    """Which cell to hide next: the one that most helps the cells of its place and of its class that do not move enough.

    ``peuvent``: by how much each can fall, then rise, [places, nodes]; ``libres``: which may be hidden; between cells that help as much,
    the one of least ``poids`` is taken.
    """

    def __init__(
        self, peuvent: Sequence[np.ndarray], libres: np.ndarray, poids: np.ndarray, *, groupe: np.ndarray, portion: np.ndarray | None
    ):
        self._peuvent, self._libres, self._poids = peuvent, libres, poids / (1 + poids)
        self._g, self._portion, self._ordre = groupe, portion, np.argsort(groupe, kind="stable")

    def meilleurs(self, manquent: Sequence[Cibles], cache: np.ndarray, actifs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(places, nodes), one in each of the groups ``actifs``, bool, for the targets ``manquent``."""
        lignes = self._ordre[actifs[self._g[self._ordre]]]
        _, debuts, g = np.unique(self._g[lignes], return_index=True, return_inverse=True)
        voulus, caches = self._voulus(manquent, lignes), cache[lignes]
        dans_place, dans_classe = caches.sum(axis=1)[:, None], np.add.reduceat(caches, debuts, dtype=int)[g]
        aide = self._aide([v.max(axis=1)[:, None] for v in voulus], lignes, dans_place)
        aide += self._aide([np.maximum.reduceat(v, debuts)[g] for v in voulus], lignes, dans_classe)
        aide += DETOUR / (1 + dans_place) + DETOUR / (1 + dans_classe) - LEGER * self._poids[lignes]
        aide = np.where(self._libres[lignes] & ~caches, aide, -np.inf)
        noeuds, plus = aide.argmax(axis=1), aide.max(axis=1)
        premiers = _premiers(plus, g, len(debuts))
        premiers = premiers[plus[premiers] > -np.inf]
        return lignes[premiers], noeuds[premiers]

    def _voulus(self, manquent: Sequence[Cibles], lignes: np.ndarray) -> list[np.ndarray]:
        """By how much the cells of some places, and their portions, lack to rise, then to fall, [places, nodes]."""
        rang = np.empty(len(self._g), dtype=int)
        rang[lignes] = np.arange(len(lignes))
        voulus = []
        for sens in ("hausse", "baisse"):
            places, *portions = ((c, getattr(c, sens)) for c in manquent)
            tableau = self._tableau(len(lignes), rang[places[0].siennes], *places)
            for ensemble, voulu in portions:
                siens = self._tableau(self._portion.max() + 1, ensemble.siennes, ensemble, voulu)
                tableau = np.maximum(tableau, siens[self._portion[lignes]])
            voulus.append(tableau)
        return voulus

    def _tableau(self, n: int, lignes: np.ndarray, cibles: Cibles, voulu: np.ndarray) -> np.ndarray:
        tableau = np.zeros((n, self._libres.shape[1]))
        tableau[lignes, cibles.noeud] = voulu
        return tableau

    def _aide(self, voulus: list[np.ndarray], lignes: np.ndarray, caches: np.ndarray) -> np.ndarray:
        """How well cells make up for the most demanding cell of their line, whose ``caches`` are few: a line alone has no other way."""
        part = [np.minimum(1, peut[lignes] / np.maximum(v, 1)) for peut, v in zip(self._peuvent, voulus, strict=True)]
        return np.where(np.maximum(*voulus) > 0, part[0] * part[1] * (1 + SEULE / np.maximum(caches, 1)), 0)


def _premiers(valeurs: np.ndarray, groupes: np.ndarray, n: int) -> np.ndarray:
    """The row of the largest value of each group, the first one of equals."""
    plus = np.full(n, -np.inf)
    np.maximum.at(plus, groupes, valeurs)
    rangs = np.flatnonzero(valeurs == plus[groupes])
    return rangs[np.unique(groupes[rangs], return_index=True)[1]]


def _tours(groupes: np.ndarray, parmi: np.ndarray | None = None) -> Iterator[np.ndarray]:
    """Rows, the first of each group, then the second ones…; of ``parmi`` only where given."""
    parmi = np.arange(len(groupes)) if parmi is None else parmi
    parmi = parmi[np.argsort(groupes[parmi], kind="stable")]
    debuts = np.flatnonzero(np.diff(groupes[parmi], prepend=-1))
    rangs = np.arange(len(parmi)) - np.repeat(debuts, np.diff(np.append(debuts, len(parmi))))
    yield from (parmi[rangs == tour] for tour in range(rangs.max(initial=-1) + 1))
