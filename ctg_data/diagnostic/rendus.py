"""What a partition hides, as little as can be: at places whose totals are shown, then across the hidden portions of a département."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ctg_data.diagnostic.allegement import Allegement, Cibles
from ctg_data.diagnostic.exigences import COMPAGNON, PIVOT, SANS, Demande, Places
from ctg_data.diagnostic.liens import Classe
from ctg_data.diagnostic.secret import POUSSIERE

SUPERFLUES = (COMPAGNON, PIVOT)
"""Reasons that may have become needless."""
PORTIONS = 5
"""Hidden portions of one département looked at together, at most: the graph has a node for each class of each of them."""


@dataclass(frozen=True, eq=False)
class Portions:
    """Hidden portions of a network.  ``de``: the portion of each place; ``lignes``, ``annees``: where each portion is; ``rangs``: in its
    group, from 1; ``cibles``: what must move of them."""

    de: np.ndarray
    lignes: np.ndarray
    annees: np.ndarray
    rangs: np.ndarray
    cibles: Cibles


@dataclass(frozen=True, eq=False)
class Reseau:
    """Where the cells of some classes move: the places (rows ``lignes``, columns ``annees`` of their tables), the group of each, and the
    node of each class there, [classes, places]."""

    lignes: np.ndarray
    annees: np.ndarray
    groupe: np.ndarray
    noeud: np.ndarray
    noeuds: int
    portions: Portions | None = None


def par_places(places: Places, ou: np.ndarray, classes: int) -> Reseau:
    """One group for each place and year: its totals are shown.  ``ou``: cells looked at, bool [cells, years]."""
    lignes, annees = np.nonzero(ou)
    groupe = np.unique(places.portion[lignes] * ou.shape[1] + annees, return_inverse=True)[1]
    return Reseau(lignes, annees, groupe, np.repeat(np.arange(classes)[:, None], len(lignes), axis=1), classes)


def portions_vues(dessus: Places, caches: np.ndarray, libres: np.ndarray) -> np.ndarray:
    """Hidden portions, bool [portions, years], of the départements ``libres``, bool [départements, years], that have not too many of them.

    ``caches``: bool [classes, portions, years]."""
    cachees = caches.any(axis=0)
    return cachees & (libres & (_maxima(_rangs(cachees, dessus.portion), dessus) <= PORTIONS))[dessus.portion]


def par_portions(dedans: Places, dessus: Places, caches: np.ndarray, vues: np.ndarray, demandes: Sequence[Demande]) -> Reseau:
    """One group for each département and year, of its portions ``vues``: a class that a portion shows moves within it only.

    ``caches``: classes of portions that are hidden, bool [classes, portions, years]; ``demandes``: what is asked of them.
    """
    rangs = _rangs(vues, dessus.portion)
    lignes, annees = np.nonzero(vues[dedans.portion])
    uniques, de = np.unique(dedans.portion[lignes] * caches.shape[2] + annees, return_inverse=True)
    p, a = np.divmod(uniques, caches.shape[2])
    groupe = np.unique(dessus.portion[p] * caches.shape[2] + a, return_inverse=True)[1]
    pools = np.where(caches[:, p, a], 0, rangs[p, a])
    noeud = np.arange(len(caches))[:, None] + len(caches) * pools
    portions = Portions(de, p, a, rangs[p, a], _cibles(demandes, (p, a), noeud, caches[:, p, a]))
    noeuds = len(caches) * (1 + rangs[p, a].max(initial=0))
    return Reseau(lignes, annees, groupe[de], noeud[:, de], noeuds, portions)


class Rendu:
    """Shows again what the others make up for.

    ``raisons``: of the places, changed in place.  ``demandes``: what is asked of their cells, by rank among ``classes``.  ``possibles``: by
    how much each can fall, then rise, [classes, cells, years].
    """

    def __init__(
        self,
        raisons: Mapping[Classe, np.ndarray],
        classes: Sequence[Classe],
        demandes: Sequence[Demande],
        possibles: Sequence[np.ndarray],
        reseau: Reseau,
    ):
        self._raisons, self._classes, self._reseau = raisons, classes, reseau
        self._ou, self._noeud = (reseau.lignes, reseau.annees), reseau.noeud.copy()
        donne, prend = (self._en_noeuds(p[:, *self._ou]) for p in possibles)
        pile = np.stack([raisons[c][self._ou] for c in classes])
        self._superflues, self._poids = np.isin(pile, SUPERFLUES), possibles[0].mean(axis=2)[:, reseau.lignes]
        p = reseau.portions
        self._tri = Allegement(
            reseau.groupe,
            donne,
            prend,
            self._en_noeuds(pile > 0),
            places=_cibles(demandes, self._ou, self._noeud),
            portion=p and p.de,
            portions=p and p.cibles,
        )

    def portions(self, grandes: Mapping[Classe, np.ndarray], poids: Sequence[np.ndarray]) -> None:
        """Classes that hidden portions can show, taken out of ``grandes``, the reasons of portions; the smallest ``poids``, [portions],
        first."""
        p = self._reseau.portions
        pile = np.stack([grandes[c][p.lignes, p.annees] for c in self._classes])
        classes, lesquelles = np.nonzero(np.isin(pile, SUPERFLUES))
        ordre = np.argsort(np.stack(poids)[classes, p.lignes[lesquelles]], kind="stable")
        classes, lesquelles = classes[ordre], lesquelles[ordre]
        propres = classes + len(self._classes) * p.rangs[lesquelles]
        for rang in np.flatnonzero(self._tri.montre(lesquelles, classes, propres)):
            classe, portion = classes[rang], lesquelles[rang]
            grandes[self._classes[classe]][p.lignes[portion], p.annees[portion]] = 0
            self._noeud[classe, p.de == portion] = propres[rang]

    def complete(self, libres: np.ndarray) -> np.ndarray:
        """Hide as few of the cells ``libres``, bool [classes, cells, years], as it takes; the places, bool, whose group moves enough
        then."""
        ajoutees, surs = self._tri.complete(self._en_noeuds(libres[:, *self._ou]), self._en_noeuds(self._poids))
        ajoutees = np.take_along_axis(ajoutees, self._noeud, axis=0)
        for classe, ici in zip(self._classes, ajoutees, strict=True):
            self._raisons[classe][self._reseau.lignes[ici], self._reseau.annees[ici]] = COMPAGNON
        self._superflues |= ajoutees
        self.places(surs)
        return surs[self._reseau.groupe]

    def places(self, surs: np.ndarray | None = None) -> None:
        """Cells of the places, the smallest first, so that fewer stay hidden; by their mean over the years, so that the same ones do.

        ``surs``: groups, bool, known to move enough."""
        rendues = self._tri.mene(self._en_noeuds(self._superflues), self._en_noeuds(self._poids), surs)
        rendues = np.take_along_axis(rendues, self._noeud, axis=0)
        for classe, ici in zip(self._classes, rendues, strict=True):
            self._raisons[classe][self._reseau.lignes[ici], self._reseau.annees[ici]] = 0

    def _en_noeuds(self, tableau: np.ndarray) -> np.ndarray:
        """[classes, places] laid out by node."""
        pose = np.zeros((self._reseau.noeuds, tableau.shape[1]), dtype=tableau.dtype)
        np.put_along_axis(pose, self._noeud, tableau, axis=0)
        return pose


def _cibles(demandes: Sequence[Demande], ou: tuple[np.ndarray, np.ndarray], noeud: np.ndarray, parmi: np.ndarray | None = None) -> Cibles:
    """What must move in the cells ``ou``, whose classes have the nodes ``noeud``; of ``parmi`` only; both [classes, cells]."""
    vides = [np.empty(0, dtype=t) for t in (int, int, float, float, int)]
    cibles = [tuple(vides)]
    for d in demandes:
        hausse, baisse = d.hausse[ou], d.baisse[ou]
        siennes = np.flatnonzero(((hausse > POUSSIERE) | (baisse > POUSSIERE)) & (True if parmi is None else parmi[d.rang]))
        sauf = np.full(len(siennes), SANS) if d.sauf == SANS else noeud[d.sauf, siennes]
        cibles.append((noeud[d.rang, siennes], siennes, hausse[siennes], baisse[siennes], sauf))
    return Cibles(*map(np.concatenate, zip(*cibles, strict=True)))


def _rangs(drapeaux: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """The rank, from 1, of each flagged row among those of its parent; 0 where not flagged."""
    rangs = np.zeros(drapeaux.shape, dtype=int)
    for parent in np.unique(parents):
        siens = parents == parent
        rangs[siens] = np.cumsum(drapeaux[siens], axis=0) * drapeaux[siens]
    return rangs


def _maxima(x: np.ndarray, places: Places) -> np.ndarray:
    maxima = np.zeros((places.nombre, x.shape[1]), dtype=x.dtype)
    np.maximum.at(maxima, places.portion, x)
    return maxima
