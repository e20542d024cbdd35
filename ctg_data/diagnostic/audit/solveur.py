"""Least and most of expressions over one component, by linear programming (HiGHS, primal simplex, warm from one to the next)."""

import ctypes
import os
import sys
from functools import cache

import highspy
import numpy as np

from ctg_data.diagnostic.audit.systeme import EPS, Systeme

_ENTIER = 1e-5
_SECONDES = 2.0
"""Time given to one search in whole numbers: beyond, the bound of the linear programme stands."""
_GRANDE = 400
"""Components of more variables are bounded by linear programmes only: their vertices are nearly always whole."""


class Insoluble(RuntimeError):
    """No values meet what is published."""


class Solveur:
    """One component.  ``programmes``: how many were solved."""

    def __init__(self, systeme: Systeme):
        self._systeme, self.programmes = systeme, 0
        self._colonnes = np.arange(len(systeme.bas), dtype=np.int32)
        self._highs = _highs(presolve="off", solver="simplex", simplex_strategy=4)
        self._highs.passModel(_modele(systeme))

    def minimise(self, objectif: np.ndarray) -> np.ndarray:
        """Values of the variables at which ``objectif`` is the least.  Raises Insoluble."""
        return self._resout(self._highs, objectif)

    def minimise_entier(self, objectif: np.ndarray) -> np.ndarray | None:
        """The same in whole numbers where they must be; None when it takes too long, or would."""
        if len(objectif) > _GRANDE:
            return None
        highs = _highs(time_limit=_SECONDES)
        modele = _modele(self._systeme)
        modele.integrality_ = [highspy.HighsVarType.kInteger if e else highspy.HighsVarType.kContinuous for e in self._systeme.entier]
        highs.passModel(modele)
        try:
            return self._resout(highs, objectif)
        except Insoluble:
            return None

    def est_entiere(self, point: np.ndarray) -> bool:
        """Whether the values that must be whole numbers are."""
        valeurs = point[self._systeme.entier]
        return bool((np.abs(valeurs - np.round(valeurs)) < _ENTIER).all())

    def _resout(self, highs: highspy.Highs, objectif: np.ndarray) -> np.ndarray:
        self.programmes += 1
        highs.changeColsCost(len(objectif), self._colonnes, objectif)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Insoluble
        return np.array(highs.getSolution().col_value)


@cache
def _premier() -> None:
    """The first object of a process prints a banner that no option silences: it would spoil what a command writes."""
    sys.stdout.flush()
    sortie, vide = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(vide, 1)
        highspy.Highs()
        ctypes.CDLL("ucrtbase" if os.name == "nt" else None).fflush(None)
    finally:
        os.dup2(sortie, 1)
        os.close(sortie)
        os.close(vide)


def _highs(**options: object) -> highspy.Highs:
    _premier()
    highs = highspy.Highs()
    highs.silent()
    for option, valeur in options.items():
        highs.setOptionValue(option, valeur)
    return highs


def _modele(systeme: Systeme) -> highspy.HighsLp:
    lignes = systeme.lignes.tocsr()
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = lignes.shape
    lp.col_cost_ = np.zeros(lignes.shape[1])
    lp.col_lower_, lp.col_upper_ = systeme.bas, systeme.haut
    lp.row_lower_, lp.row_upper_ = systeme.moins - EPS, systeme.plus + EPS
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = lignes.indptr, lignes.indices, lignes.data
    return lp
