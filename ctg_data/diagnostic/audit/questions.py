"""The cells to look at as rows over the variables of the system, with the doubt that each must keep."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ctg_data.diagnostic.audit.assemblage import Assemblage
from ctg_data.diagnostic.audit.cibles import Cibles, Regle
from ctg_data.diagnostic.audit.monde import Monde
from ctg_data.diagnostic.audit.systeme import EPS
from ctg_data.indicators.model import Somme

Tables = tuple[sparse.csr_array, np.ndarray]
"""Rows of weights, and what is added to each."""


@dataclass(frozen=True, eq=False)
class Questions:
    """One row a cell.  ``groupes``: the size of the group of which the cell is 0 % or 100 %, nothing for the others.

    A cell is sure when the least is under ``au_plus``, the most over ``au_moins`` and both apart by ``ecart``, or when its group may
    have ``petit_groupe`` or more.
    """

    cellules: Tables
    groupes: Tables
    au_plus: np.ndarray
    au_moins: np.ndarray
    ecart: np.ndarray
    petit_groupe: int

    def __len__(self) -> int:
        return len(self.au_plus)

    def sures(self, bas: np.ndarray, haut: np.ndarray, groupe: np.ndarray) -> np.ndarray:
        """Whether the least, the most and the largest group known so far leave enough doubt."""
        assez = (bas <= self.au_plus + EPS) & (haut >= self.au_moins - EPS) & (haut - bas >= self.ecart - EPS)
        return assez | (groupe >= self.petit_groupe - EPS)

    def lignes(self, rangs: np.ndarray) -> tuple[sparse.csr_array, sparse.csr_array]:
        """The rows of some cells, and of their groups."""
        return self.cellules[0][rangs], self.groupes[0][rangs]

    def de(self, rangs: np.ndarray, expressions: Sequence[sparse.csr_array], bas: np.ndarray, variables: np.ndarray) -> "Questions":
        """Those of ``rangs`` over the ``variables`` of a component, the others being worth ``bas``."""
        ailleurs = bas.copy()
        ailleurs[variables] = 0
        tables = [(e, m[rangs] @ ailleurs + f[rangs]) for e, (m, f) in zip(expressions, (self.cellules, self.groupes), strict=True)]
        return Questions(*tables, self.au_plus[rangs], self.au_moins[rangs], self.ecart[rangs], self.petit_groupe)


def pose(assemblage: Assemblage, monde: Monde, cibles: Sequence[Cibles], petit_groupe: int) -> Questions:
    """The questions of ``cibles``, end to end."""
    tables = [_tables(assemblage, monde, cibles, poids) for poids in (_poids, _poids_du_groupe)]
    bornes = [np.concatenate([np.zeros(0), *(getattr(c, nom) for c in cibles)]) for nom in ("au_plus", "au_moins")]
    ecart = np.concatenate([np.zeros(0), *(np.full(len(c), c.ecart) for c in cibles)])
    return Questions(*tables, *bornes, ecart, petit_groupe)


def _tables(assemblage: Assemblage, monde: Monde, cibles: Sequence[Cibles], poids) -> Tables:
    blocs, fixes = [sparse.csr_array((0, assemblage.variables))], [np.zeros(0)]
    for c in cibles:
        de_la_part, du_tout = poids(c)
        lignes, fixe = _terme(assemblage, monde, c.part, c, np.full(len(c), c.colonne))
        lignes, fixe = lignes * de_la_part, fixe * de_la_part
        if du_tout:
            autres, autre = _terme(assemblage, monde, c.tout, c, c.colonne_tout)
            lignes, fixe = lignes + autres * du_tout, fixe + autre * du_tout
        blocs.append(lignes.tocsr())
        fixes.append(fixe)
    table = sparse.vstack(blocs).tocsr()
    table.eliminate_zeros()
    return table, np.concatenate(fixes)


def _terme(assemblage: Assemblage, monde: Monde, somme: Somme, c: Cibles, colonnes: np.ndarray) -> Tables:
    """A sum at the places of ``c``, each in its own year: rows of variables, and what is known apart from them."""
    lignes = sparse.csr_array((len(c), assemblage.variables))
    for colonne in np.unique(colonnes):
        ici = (colonnes == colonne).astype("float64")
        lignes = lignes + sparse.diags_array(ici) @ assemblage.somme(somme, int(colonne), c.places)
    return lignes, monde.constante(somme)[c.places, colonnes]


def _poids(c: Cibles) -> tuple[float, float]:
    return (-1.0, 1.0) if c.reste else (1.0, 0.0)


def _poids_du_groupe(c: Cibles) -> tuple[float, float]:
    return (0.0, 1.0) if c.regle is Regle.UNANIMITE and c.tout else (0.0, 0.0)
