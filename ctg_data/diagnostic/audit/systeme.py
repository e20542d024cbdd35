"""Linear knowledge of an outsider: variables within bounds, rows of weights within bounds; narrowed, then cut into components."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

PLAFOND = 1e7
"""No count of a benefit is larger."""
EPS = 1e-6
_TOURS = 60


@dataclass(frozen=True, eq=False)
class Systeme:
    """``bas`` <= x <= ``haut`` and ``moins`` <= ``lignes`` x <= ``plus``; ``entier``: variables that are whole numbers."""

    lignes: sparse.csr_array
    moins: np.ndarray
    plus: np.ndarray
    bas: np.ndarray
    haut: np.ndarray
    entier: np.ndarray

    @property
    def libres(self) -> np.ndarray:
        """Variables that are not known, bool."""
        return self.haut - self.bas > EPS

    def admet(self, point: np.ndarray) -> bool:
        """Whether these values are possible."""
        activite = self.lignes @ point
        dans = (point >= self.bas - EPS).all() and (point <= self.haut + EPS).all()
        return bool(dans and (activite >= self.moins - EPS).all() and (activite <= self.plus + EPS).all())

    def sans_connues(self) -> "Systeme":
        """The same knowledge of the free variables alone: what is known goes into the bounds of the rows that are left."""
        libres = self.libres
        fixe = self.lignes[:, ~libres] @ self.bas[~libres]
        reste = self.lignes[:, libres]
        utiles = np.diff(reste.indptr) > 0
        moins, plus = self.moins - fixe, self.plus - fixe
        return Systeme(reste[utiles], moins[utiles], plus[utiles], self.bas[libres], self.haut[libres], self.entier[libres])


@dataclass(frozen=True, eq=False)
class Composante:
    """What hangs together: ranks of the ``variables`` in the whole system, and their own ``systeme``.

    ``cellules``: ranks of the expressions to bound that belong here; ``expressions``: their rows over ``variables``.
    """

    variables: np.ndarray
    systeme: Systeme
    cellules: np.ndarray
    expressions: tuple[sparse.csr_array, ...]


def resserre(systeme: Systeme) -> tuple[Systeme, int]:
    """Narrower bounds of each variable, from each row taken alone, again and again; and how many rows had to be given up because
    nothing meets them (two sources that contradict each other teach nothing)."""
    rendues = 0
    while True:
        bas, haut, fautives = _resserre(systeme)
        if not len(fautives):
            return replace(systeme, bas=bas, haut=haut), rendues
        rendues += len(fautives)
        gardees = np.setdiff1d(np.arange(systeme.lignes.shape[0]), fautives)
        systeme = replace(systeme, lignes=systeme.lignes[gardees], moins=systeme.moins[gardees], plus=systeme.plus[gardees])


def composantes(systeme: Systeme, expressions: Sequence[sparse.csr_array]) -> Iterator[Composante]:
    """Free variables that rows tie together, directly or not, where something is to bound.

    ``expressions``: tables of as many rows; the variables of one row of each of them stay together too.
    """
    libres = np.flatnonzero(systeme.libres)
    reduit = systeme.sans_connues()
    libre = [e[:, libres].tocsr() for e in expressions]
    unies = sum(map(abs, libre))
    lie = sparse.vstack([abs(reduit.lignes), unies]).tocsr()
    graphe = sparse.block_array([[None, lie], [lie.T, None]]).tocsr()
    etiquettes = csgraph.connected_components(graphe, directed=False)[1][lie.shape[0] :]
    ordre = np.argsort(etiquettes, kind="stable")
    valeurs, debuts = np.unique(etiquettes[ordre], return_index=True)
    debuts = np.append(debuts, len(ordre))
    rangs, cellules = _rangees(reduit.lignes, etiquettes, valeurs), _rangees(unies, etiquettes, valeurs)
    blocs = [_Blocs(m, r, ordre, debuts) for m, r in ((reduit.lignes, rangs), *((e, cellules) for e in libre))]
    for i in np.flatnonzero(np.diff(cellules.coupes) > 0):
        ici, lignes = ordre[debuts[i] : debuts[i + 1]], rangs.de(i)
        bornes = reduit.moins[lignes], reduit.plus[lignes], reduit.bas[ici], reduit.haut[ici], reduit.entier[ici]
        yield Composante(libres[ici], Systeme(blocs[0].bloc(i), *bornes), cellules.de(i), tuple(b.bloc(i) for b in blocs[1:]))


@dataclass(frozen=True, eq=False)
class _Rangees:
    """Rows sorted by component; those of component ``i`` are ``ordre[coupes[i]:coupes[i + 1]]``."""

    ordre: np.ndarray
    coupes: np.ndarray

    def de(self, i: int) -> np.ndarray:
        return self.ordre[self.coupes[i] : self.coupes[i + 1]]


def _rangees(lignes: sparse.csr_array, etiquettes: np.ndarray, valeurs: np.ndarray) -> _Rangees:
    """Each row that has a variable, under the component of its first one."""
    pleines = np.flatnonzero(np.diff(lignes.indptr) > 0)
    siennes = etiquettes[lignes.indices[lignes.indptr[pleines]]]
    ordre = np.argsort(siennes, kind="stable")
    return _Rangees(pleines[ordre], np.searchsorted(siennes[ordre], np.append(valeurs, valeurs[-1:] + 1)))


class _Blocs:
    """A table whose rows and columns are sorted by component: a row of blocks, cut without searching."""

    def __init__(self, lignes: sparse.csr_array, rangees: _Rangees, ordre: np.ndarray, debuts: np.ndarray):
        inverse = np.empty(len(ordre), dtype=np.int64)
        inverse[ordre] = np.arange(len(ordre))
        self._table, self._coupes, self._debuts = lignes[rangees.ordre].tocsr(), rangees.coupes, debuts
        self._colonnes = inverse[self._table.indices] if self._table.nnz else np.zeros(0, dtype=np.int64)

    def bloc(self, i: int) -> sparse.csr_array:
        """Rows and columns of component ``i``."""
        debut, fin, gauche, droite = *self._coupes[i : i + 2], *self._debuts[i : i + 2]
        pointeurs = self._table.indptr[debut : fin + 1]
        ici = slice(pointeurs[0], pointeurs[-1])
        donnees = self._table.data[ici], self._colonnes[ici] - gauche, pointeurs - pointeurs[0]
        return sparse.csr_array(donnees, shape=(fin - debut, droite - gauche))


def _resserre(systeme: Systeme) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bounds of every variable, and the rows found to be impossible."""
    bas, haut, libres = systeme.bas.copy(), systeme.haut.copy(), systeme.libres
    reduit = systeme.sans_connues()
    passe = _Passe(reduit)
    for _ in range(_TOURS):
        change = passe.tour()
        fautives = np.flatnonzero(passe.impossibles())
        if len(fautives):
            origine = np.flatnonzero(np.diff(systeme.lignes[:, libres].indptr) > 0)
            return bas, haut, origine[fautives]
        if not change:
            break
    bas[libres], haut[libres] = passe.bas, passe.haut
    return bas, haut, np.array([], dtype=int)


class _Passe:
    """Bounds of the activity of every row, and what they leave to each of its variables."""

    def __init__(self, systeme: Systeme):
        self._s = systeme
        self.bas, self.haut = systeme.bas.copy(), systeme.haut.copy()
        coo = systeme.lignes.tocoo()
        self._ligne, self._colonne, self._poids = coo.row, coo.col, coo.data
        self._ordre = np.argsort(self._colonne, kind="stable")
        self._cibles, self._debuts = np.unique(self._colonne[self._ordre], return_index=True)

    def tour(self) -> bool:
        """One pass over all rows; whether something moved."""
        if not len(self._poids):
            return False
        bas, haut = self._nouvelles()
        bas, haut = np.maximum(bas, self.bas[self._cibles]), np.minimum(haut, self.haut[self._cibles])
        entier = self._s.entier[self._cibles]
        bas, haut = np.where(entier, np.ceil(bas - EPS), bas), np.where(entier, np.floor(haut + EPS), haut)
        change = (bas > self.bas[self._cibles] + EPS).any() or (haut < self.haut[self._cibles] - EPS).any()
        self.bas[self._cibles], self.haut[self._cibles] = bas, np.maximum(haut, bas - 1)
        return bool(change)

    def impossibles(self) -> np.ndarray:
        """Rows that hold a variable with nothing left between its bounds, or that nothing meets."""
        vides = self.bas > self.haut + EPS
        tenues = np.zeros(self._s.lignes.shape[0], dtype=bool)
        if vides.any():
            tenues[self._ligne[vides[self._colonne]]] = True
        return tenues

    def _nouvelles(self) -> tuple[np.ndarray, np.ndarray]:
        mini, maxi = self._contributions()
        n = self._s.lignes.shape[0]
        autres_min = np.bincount(self._ligne, mini, minlength=n)[self._ligne] - mini
        autres_max = np.bincount(self._ligne, maxi, minlength=n)[self._ligne] - maxi
        par_dessus = (self._s.plus[self._ligne] - autres_min) / self._poids
        par_dessous = (self._s.moins[self._ligne] - autres_max) / self._poids
        positif = self._poids > 0
        haut, bas = np.where(positif, par_dessus, par_dessous), np.where(positif, par_dessous, par_dessus)
        return np.maximum.reduceat(bas[self._ordre], self._debuts), np.minimum.reduceat(haut[self._ordre], self._debuts)

    def _contributions(self) -> tuple[np.ndarray, np.ndarray]:
        """Least and most of each term."""
        bas, haut = self._poids * self.bas[self._colonne], self._poids * self.haut[self._colonne]
        return np.minimum(bas, haut), np.maximum(bas, haut)


def lignes_vides(variables: int) -> tuple[sparse.csr_array, np.ndarray, np.ndarray]:
    """No row."""
    return sparse.csr_array((0, variables)), np.zeros(0), np.zeros(0)


def empile(blocs: Sequence[tuple[sparse.csr_array, np.ndarray, np.ndarray]]) -> tuple[sparse.csr_array, np.ndarray, np.ndarray]:
    """Rows with their bounds, one block after the other."""
    lignes, moins, plus = zip(*blocs, strict=True)
    return sparse.vstack(lignes).tocsr(), np.concatenate(moins), np.concatenate(plus)
