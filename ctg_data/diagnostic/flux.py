"""Whether enough foyers can be moved along chains of hidden cells: a maximum flow, from below, in many small graphs at once.

Nodes are classes at a place whose totals are shown; an edge says how much the cells that hide both its ends can move from one to the other.
"""

import numpy as np

from ctg_data.diagnostic.secret import POUSSIERE

CHEMINS = 6
"""Ways tried in one graph: what is asked of it is four foyers at most, or nearly."""
ENSEMBLE = 1 << 21
"""Numbers in the edges of the graphs looked at together."""


def passent(sources: np.ndarray, aretes: np.ndarray, puits: np.ndarray, voulu: np.ndarray) -> np.ndarray:
    """Which of ``n`` graphs carry what is asked of them (``voulu``), bool [n].

    ``sources``: what enters each node, [n, nodes].  ``aretes``: what goes from a node to another, [n, nodes, nodes].  ``puits``: what
    leaves each, [n, nodes].  All that enters a node, or all that leaves it, may be the same cells: what a way has taken of one edge is
    taken from all of them, so that a yes is sure, and a no is not.
    """
    pas = max(1, ENSEMBLE // max(1, aretes.shape[1] ** 2))
    lots = (slice(debut, debut + pas) for debut in range(0, len(voulu), pas))
    return np.concatenate([np.empty(0, dtype=bool), *(_passent(sources[o], aretes[o], puits[o], voulu[o]) for o in lots)])


def _passent(sources: np.ndarray, aretes: np.ndarray, puits: np.ndarray, voulu: np.ndarray) -> np.ndarray:
    passe = (voulu <= POUSSIERE) | (np.minimum(sources, puits) >= voulu[:, None] - POUSSIERE).any(axis=1)
    reste = np.flatnonzero(~passe)
    passe[reste] = _une_voie(*(t[reste] for t in (sources, aretes, puits, voulu)))
    reste = reste[~passe[reste]]
    graphes = [t[reste].copy() for t in (sources, aretes, puits, voulu)]
    for _ in range(CHEMINS):
        if not len(reste):
            break
        porte = _chemin(*graphes[:3])
        graphes[3] -= porte
        fait = graphes[3] <= POUSSIERE
        passe[reste[fait]] = True
        garde = ~fait & (porte > POUSSIERE)
        reste, graphes = reste[garde], [t[garde] for t in graphes]
    return passe


def _une_voie(sources: np.ndarray, aretes: np.ndarray, puits: np.ndarray, voulu: np.ndarray) -> np.ndarray:
    """Graphs, bool, where one way carries all that is asked: most of those that do, and far sooner told."""
    seuil = voulu - POUSSIERE
    atteints, sorties, larges = sources >= seuil[:, None], puits >= seuil[:, None], aretes >= seuil[:, None, None]
    trouves, reste = np.zeros(len(voulu), dtype=bool), np.arange(len(voulu))
    while len(reste):
        suivants = atteints | (atteints[:, :, None] & larges).any(axis=1)
        trouves[reste] = (suivants & sorties).any(axis=1)
        garde = ~trouves[reste] & (suivants != atteints).any(axis=1)
        reste, atteints, sorties, larges = reste[garde], suivants[garde], sorties[garde], larges[garde]
    return trouves


def _chemin(sources: np.ndarray, aretes: np.ndarray, puits: np.ndarray) -> np.ndarray:
    """What the widest way of each graph carries, then taken from it, in place."""
    larges, venues = _largeurs(sources, aretes)
    bouts = np.minimum(larges, puits)
    noeud, porte = bouts.argmax(axis=1), bouts.max(axis=1)
    lignes = np.arange(len(noeud))
    puits -= porte[:, None]
    aretes[lignes, noeud, :] -= porte[:, None]
    while len(lignes):
        avant, f = venues[lignes, noeud], porte[lignes]
        entree = avant < 0
        sources[lignes[entree], noeud[entree]] -= f[entree]
        lignes, noeud, avant, f = lignes[~entree], noeud[~entree], avant[~entree], f[~entree]
        aretes[lignes, :, noeud] -= f[:, None]
        aretes[lignes, avant, :] -= f[:, None]
        noeud = avant
    return porte


def _largeurs(sources: np.ndarray, aretes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The width of the widest way to each node, and the node before it (-1: none)."""
    larges, venues = sources.copy(), np.full(sources.shape, -1)
    for _ in range(sources.shape[1] - 1):
        par = np.minimum(larges[:, :, None], aretes)
        meilleures = par.max(axis=1)
        mieux = meilleures > np.maximum(larges, POUSSIERE)
        if not mieux.any():
            break
        venues = np.where(mieux, par.argmax(axis=1), venues)
        larges = np.where(mieux, meilleures, larges)
    return larges, venues
