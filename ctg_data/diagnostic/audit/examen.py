"""Bounds of each cell to look at, component by component, and whether they leave enough doubt."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ctg_data.diagnostic.audit.assemblage import Assemblage
from ctg_data.diagnostic.audit.lieux import Lieux
from ctg_data.diagnostic.audit.questions import Questions
from ctg_data.diagnostic.audit.reunion import Reunion
from ctg_data.diagnostic.audit.solveur import Insoluble, Solveur
from ctg_data.diagnostic.audit.systeme import EPS, PLAFOND, Systeme, composantes, resserre

_DECIMALES = 4
"""Finer than this is the tolerance of the solver."""
_TIRAGES = 80
"""Solutions looked for in random directions, at most, before cells are taken one by one."""
_PEU = 5
"""Cells shown sure by one such solution, under which the next is not worth its time."""


@dataclass(frozen=True, eq=False)
class Bornes:
    """Least and most of every cell, at least as wide as this; ``sures``: enough doubt.

    ``composantes`` that were solved, ``programmes`` (linear ones), ``rendues``: rows given up because they contradict others.
    """

    bas: np.ndarray
    haut: np.ndarray
    sures: np.ndarray
    composantes: int
    programmes: int
    rendues: int


class Examen:
    """One system and what is asked of it.

    ``exact``: the narrowest bounds of every cell, even where the doubt is shown to be enough.  ``entiers``: only values in whole
    numbers count as possible (slower; the linear programme, which allows others, gives bounds at least as wide).
    """

    def __init__(self, assemblage: Assemblage | Reunion, lieux: Lieux, questions: Questions, *, exact: bool = False, entiers: bool = False):
        self._vrai, self._lieux, self._questions, self._exact = assemblage.vrai, lieux, questions, exact
        self._entiers = entiers
        self._systeme, self._rendues = resserre(assemblage.systeme)
        self._bas, self._haut, self._groupe = (np.full(len(questions), v) for v in (np.inf, -np.inf, -np.inf))
        self._composantes = self._programmes = 0

    def bornes(self) -> Bornes:
        """Witnesses near by first (a few places move, the others stay as they are), then the whole system for what is left."""
        self._connues()
        if not self._exact:
            for fixees in self._vues():
                self._passe(replace(self._systeme, **_fixe(self._systeme, self._vrai, fixees)), entiere=False)
        self._passe(self._systeme, entiere=True)
        return Bornes(self._bas, self._haut, self._sures(), self._composantes, self._programmes, self._rendues)

    def _sures(self) -> np.ndarray:
        return self._questions.sures(self._bas, self._haut, self._groupe)

    def _connues(self) -> None:
        """Cells that bounds of the variables taken one by one are enough to know."""
        lignes, fixe = self._questions.cellules
        plus, moins = lignes.maximum(0), lignes.minimum(0)
        bas = plus @ self._systeme.bas + moins @ self._systeme.haut + fixe
        haut = plus @ self._systeme.haut + moins @ self._systeme.bas + fixe
        connues = haut - bas < EPS
        self._bas[connues] = self._haut[connues] = bas[connues]
        self._finies = connues
        """Nothing more can be learnt of these."""

    def _passe(self, systeme: Systeme, *, entiere: bool) -> None:
        cherchees = np.flatnonzero(~self._finies & (True if self._exact else ~self._sures()))
        if not len(cherchees):
            return
        for composante in composantes(systeme, self._questions.lignes(cherchees)):
            ici = cherchees[composante.cellules]
            questions = self._questions.de(ici, composante.expressions, systeme.bas, composante.variables)
            vues = self._bas[ici], self._haut[ici], self._groupe[ici]
            recherche = _Recherche(composante.systeme, questions, self._vrai[composante.variables], *vues, entiers=self._entiers)
            recherche.cherche(exact=self._exact, entiere=entiere)
            self._bas[ici], self._haut[ici], self._groupe[ici] = recherche.bas, recherche.haut, recherche.groupe
            self._composantes += entiere
            self._programmes += recherche.programmes

    def _vues(self) -> Iterator[np.ndarray]:
        """Variables to leave as they are (bool): all but those of the communes; then all but those above the communes, of the largest
        commune of each EPCI and of the communes still in doubt."""
        niveaux = np.array([niveau for niveau, _ in self._lieux.lieux])
        tours = len(self._vrai) // len(niveaux)
        communes = niveaux == "commune"
        yield np.tile(~communes, tours)
        libres = ~communes
        libres[self._plus_grandes(tours)] = True
        doute = np.flatnonzero(~self._sures())
        touchees = np.unique(self._questions.cellules[0][doute].indices % len(niveaux))
        libres[touchees] = True
        yield np.tile(~libres, tours)

    def _plus_grandes(self, tours: int) -> list[int]:
        poids = np.nansum(self._vrai.reshape(tours, -1), axis=0)
        niveaux = [niveau for niveau, _ in self._lieux.lieux]
        groupes = (parts[[niveaux[p] == "commune" for p in parts]] for _, parts in self._lieux.sommes)
        return [int(g[np.argmax(poids[g])]) for g in groupes if len(g)]


class _Recherche:
    """The cells of one component: every solution found is a witness for all of them."""

    def __init__(self, systeme: Systeme, questions: Questions, vrai: np.ndarray, *vues: np.ndarray, entiers: bool):
        self._questions, self._entiers = questions, entiers
        self.bas, self.haut, self.groupe = (v.copy() for v in vues)
        self._solveur = Solveur(systeme)
        self._hasard = np.random.default_rng(0)
        if not np.isnan(vrai).any() and systeme.admet(vrai):
            self._temoigne(vrai)

    @property
    def programmes(self) -> int:
        return self._solveur.programmes

    def cherche(self, *, exact: bool, entiere: bool) -> None:
        """Look for what is missing: in random directions, then cell by cell."""
        try:
            self._au_hasard()
            for rang in np.arange(len(self._questions)) if exact else self._manquantes():
                self._une(int(rang), exact=exact)
        except Insoluble:
            if entiere:  # what is published contradicts itself: nothing is learnt from it
                self.bas, self.haut = np.zeros(len(self.bas)), np.full(len(self.haut), PLAFOND)

    def _manquantes(self) -> np.ndarray:
        return np.flatnonzero(~self._sures())

    def _sures(self) -> np.ndarray:
        return self._questions.sures(self.bas, self.haut, self.groupe)

    def _au_hasard(self) -> None:
        """Every cell in doubt pushed at once, each with its own weight, towards what it has not reached."""
        for _ in range(_TIRAGES):
            avant = self._manquantes()
            if len(avant) < _PEU:
                return
            sens = np.where(self.haut[avant] < self._questions.au_moins[avant] - EPS, -1.0, 1.0)
            point = self._solveur.minimise((sens * self._hasard.random(len(avant))) @ self._questions.cellules[0][avant])
            self._temoigne(point)
            if len(avant) - len(self._manquantes()) < _PEU:
                return

    def _une(self, rang: int, *, exact: bool) -> None:
        """One cell, unless a solution found meanwhile shows enough doubt."""
        for table, signe in ((self._questions.cellules, 1), (self._questions.cellules, -1), (self._questions.groupes, -1)):
            ligne = table[0][[rang]].toarray().ravel()
            if ligne.any() and (exact or not self._sures()[rang]):
                self._extreme(signe * ligne)

    def _extreme(self, objectif: np.ndarray) -> None:
        """The solution of the linear programme; where whole numbers are wanted and it is not, that of the search in whole numbers."""
        point = self._solveur.minimise(objectif)
        if self._entiers and not self._solveur.est_entiere(point):
            entier = self._solveur.minimise_entier(objectif)
            self._retient(point if entier is None else entier)
        else:
            self._retient(point)

    def _temoigne(self, point: np.ndarray) -> None:
        """What a solution shows of every cell; one that is not in whole numbers shows nothing where these are wanted."""
        if not self._entiers or self._solveur.est_entiere(point):
            self._retient(point)

    def _retient(self, point: np.ndarray) -> None:
        (cellules, fixe), (groupes, fixe_groupe) = self._questions.cellules, self._questions.groupes
        valeurs = np.round(cellules @ point + fixe, _DECIMALES)
        self.bas, self.haut = np.minimum(self.bas, valeurs), np.maximum(self.haut, valeurs)
        self.groupe = np.where(np.diff(groupes.indptr) > 0, np.maximum(self.groupe, groupes @ point + fixe_groupe), self.groupe)


def _fixe(systeme: Systeme, vrai: np.ndarray, fixees: np.ndarray) -> dict[str, np.ndarray]:
    """Bounds that hold some variables at what they are."""
    ici = fixees & ~np.isnan(vrai)
    return {"bas": np.where(ici, vrai, systeme.bas), "haut": np.where(ici, vrai, systeme.haut)}
