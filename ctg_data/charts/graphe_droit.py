"""Heights that straighten the arrows of a layered drawing: one small linear programme, whose optimum is the same everywhere.

Sweeps that move one layer at a time stop at a local optimum; a linear programme sees long arrows from end to end, and HiGHS solves it in
milliseconds.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from ctg_data.charts.graphe_ordre import Etages, Piece

ECARTS = {"boite boite": 20, "boite fil": 15, "fil fil": 11, "fil losange": 9, "losange losange": 8}
"""Free height between two pieces of a layer."""
RAIDEUR = {"boite boite": 2, "boite fil": 2, "boite losange": 2, "fil fil": 8, "fil losange": 4}
"""Cost of a pixel off the straight: a long arrow that wavers is worse than one that leaves aslant."""
CENTRAGE, HAUTEUR, BAS = 0.3, 1.0, 0.001
"""Cost of a pixel: of a box away from the middle of its neighbours, of the whole drawing, of standing low for nothing."""


class Lien(NamedTuple):
    """Two pieces of neighbouring layers, and where the arrow touches each, from its middle."""

    gauche: Piece
    droite: Piece
    port_gauche: float = 0
    port_droite: float = 0


def sorte(piece: Piece) -> str:
    return "boite" if piece.noeud else "losange" if piece.losange else "fil"


def _paire(a: Piece, b: Piece) -> str:
    return " ".join(sorted((sorte(a), sorte(b))))


class _Inegalite(NamedTuple):
    """Sum of coefficient × variable ≤ ``borne``."""

    termes: dict[int, float]
    borne: float


class _Programme:
    """Variables are added with their cost and their least value; the first ones are the heights of the pieces."""

    def __init__(self) -> None:
        self.couts: list[float] = []
        self.moindres: list[float] = []
        self.inegalites: list[_Inegalite] = []

    def variable(self, cout: float, moindre: float = 0) -> int:
        self.couts.append(cout)
        self.moindres.append(moindre)
        return len(self.couts) - 1

    def ecart(self, termes: Mapping[int, float], constante: float, cout: float) -> None:
        """Makes |sum + constante| dear."""
        e = self.variable(cout)
        for signe in (1, -1):
            self.inegalites.append(_Inegalite({**{v: signe * c for v, c in termes.items()}, e: -1}, -signe * constante))

    def resout(self) -> np.ndarray:
        lignes = [(i, v, c) for i, inegalite in enumerate(self.inegalites) for v, c in inegalite.termes.items()]
        i, v, c = zip(*lignes, strict=True)
        matrice = csr_array((c, (i, v)), shape=(len(self.inegalites), len(self.couts)))
        bornes = [inegalite.borne for inegalite in self.inegalites]
        return linprog(self.couts, A_ub=matrice, b_ub=bornes, bounds=[(m, None) for m in self.moindres], method="highs-ds").x


def hauteurs(couches: Etages, liens: list[Lien], tailles: Mapping[Piece, float]) -> dict[Piece, float]:
    """Middle of each piece, from 0 at the top; ``tailles``: its height."""
    p = _Programme()
    y = {piece: p.variable(BAS, tailles[piece] / 2) for couche in couches.values() for piece in couche}
    pied = p.variable(HAUTEUR)
    for couche in couches.values():
        for a, b in pairwise(couche):
            p.inegalites.append(_Inegalite({y[a]: 1, y[b]: -1}, -(tailles[a] + tailles[b]) / 2 - ECARTS[_paire(a, b)]))
        p.inegalites.append(_Inegalite({y[couche[-1]]: 1, pied: -1}, -tailles[couche[-1]] / 2))
    for lien in liens:
        p.ecart({y[lien.gauche]: 1, y[lien.droite]: -1}, lien.port_gauche - lien.port_droite, RAIDEUR[_paire(lien.gauche, lien.droite)])
    for piece, voisins in _autour(liens):
        p.ecart({y[piece]: 1, **{y[v]: -1 / len(voisins) for v in voisins}}, 0, CENTRAGE)
    x = p.resout()
    return {piece: round(float(x[i]), 2) for piece, i in y.items()}


def _autour(liens: list[Lien]) -> Iterator[tuple[Piece, set[Piece]]]:
    """Each box with its neighbours of one side, then of the other."""
    for piece, voisine in ((0, 1), (1, 0)):
        groupes: dict[Piece, set[Piece]] = {}
        for lien in liens:
            if lien[piece].noeud:
                groupes.setdefault(lien[piece], set()).add(lien[voisine])
        yield from groupes.items()
