"""Columns of a path of progress, and the order from top to bottom that crosses the fewest arrows.

The ordering is ours: grandalf can hold neither the changes in the last column nor room for a label, and networkx orders nothing.
"""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple

import networkx as nx

from ctg_data.charts.graphe_modele import GENRES, Graphe

TOURS, SECOUSSES = 10, 60


class Piece(NamedTuple):
    """What takes room on a layer: a box (``noeud``), or the passage of an arrow, with its diamond or not.

    Layers: an even one is a column, the odd one after it the middle of the gap, when diamonds stand there.
    """

    etage: int
    noeud: str = ""
    arete: int = -1
    losange: bool = False


Etages = dict[int, list[Piece]]
Fils = dict[int, tuple[Piece, ...]]
"""Number of an arrow -> the pieces it goes through, from its source to its target."""
Voisins = dict[Piece, list[Piece]]


def reseau(graphe: Graphe) -> nx.DiGraph:
    """Raises ValueError for what is not a path: a cycle, a node named twice or not at all, a kind unknown."""
    connus = Counter(n.id for n in graphe.noeuds)
    faux = [
        *(f"nœud en double : {id_}" for id_, n in connus.items() if n > 1),
        *(f"genre inconnu : {n.genre}" for n in graphe.noeuds if n.genre not in GENRES),
        *(f"flèche sans nœud : {a.de} → {a.vers}" for a in graphe.aretes if a.de not in connus or a.vers not in connus),
    ]
    if faux:
        raise ValueError("; ".join(faux))
    g = nx.DiGraph()
    g.add_nodes_from(connus)
    g.add_edges_from((a.de, a.vers) for a in graphe.aretes)
    if not nx.is_directed_acyclic_graph(g):
        raise ValueError("le chemin tourne en rond : " + " → ".join(u for u, _ in nx.find_cycle(g)))
    return g


def colonnes(graphe: Graphe) -> dict[str, int]:
    """Longest path from the left; changes that lead nowhere else in the last column, alone; no column empty."""
    g, genres = reseau(graphe), {n.id: n.genre for n in graphe.noeuds}
    ordre = list(nx.topological_sort(g))
    plancher = int("action" in genres.values())
    rangs: dict[str, int] = {}
    for id_ in ordre:
        rangs[id_] = max([0 if genres[id_] == "action" else plancher, *(rangs[p] + 1 for p in g.pred[id_])])
    finaux = {id_ for id_ in ordre if genres[id_] == "changement" and not g.succ[id_]}
    derniere = max((rangs[id_] + (id_ not in finaux) for id_ in ordre), default=0)
    rangs |= dict.fromkeys(finaux, derniere)
    for id_ in ordre:
        if genres[id_] == "etape" and g.succ[id_] and not g.pred[id_]:
            rangs[id_] = min(rangs[s] for s in g.succ[id_]) - 1
    serres = {rang: i for i, rang in enumerate(sorted(set(rangs.values())))}
    return {n.id: serres[rangs[n.id]] for n in graphe.noeuds}


def fils(graphe: Graphe, rangs: dict[str, int]) -> Fils:
    """The diamond of an arrow stands in the gap that holds the fewest, the nearest to the end."""
    charge: Counter[int] = Counter()
    choix: dict[int, int] = {}
    for i, a in enumerate(graphe.aretes):
        if a.repere:
            choix[i] = min(range(rangs[a.de], rangs[a.vers]), key=lambda c: (charge[c], -c))
            charge[choix[i]] += 1
    return {
        i: (
            Piece(2 * rangs[a.de], a.de),
            *(
                Piece(etage, "", i, etage == 2 * choix.get(i, -1) + 1)
                for etage in range(2 * rangs[a.de] + 1, 2 * rangs[a.vers])
                if etage % 2 == 0 or charge[etage // 2]
            ),
            Piece(2 * rangs[a.vers], a.vers),
        )
        for i, a in enumerate(graphe.aretes)
    }


def familles(graphe: Graphe) -> list[set[str]]:
    """Nodes that hold together, by the first of each; those without an arrow make the last family, in one block."""
    groupes = list(nx.weakly_connected_components(reseau(graphe)))
    seuls = set().union(*(g for g in groupes if len(g) == 1))
    return [*(g for g in groupes if len(g) > 1), *([seuls] if seuls else [])]


def etages(noeuds: Iterable[Piece], chaines: Fils) -> Etages:
    """Every layer, its pieces in the best order found: from the order given, then from the best so far, shaken with a fixed seed."""
    rangees: Etages = {}
    for piece in dict.fromkeys([*noeuds, *(p for fil in chaines.values() for p in fil)]):
        rangees.setdefault(piece.etage, []).append(piece)
    couches = [rangees[etage] for etage in sorted(rangees)]
    gauche, droite = _voisins(chaines)
    hasard = Random(0)
    meilleur = _demele(couches, gauche, droite)
    for _ in range(SECOUSSES if meilleur.croisements else 0):
        secouees = [_secoue(couche, hasard) for couche in meilleur.couches]
        meilleur = min(meilleur, _demele(secouees, gauche, droite), key=lambda essai: essai.croisements)
    return {couche[0].etage: couche for couche in meilleur.couches}


def _secoue(couche: list[Piece], hasard: Random) -> list[Piece]:
    """Two pieces taken elsewhere: sweeps alone stop at the first order that none betters."""
    couche = list(couche)
    for _ in range(2):
        couche.insert(hasard.randrange(len(couche)), couche.pop(hasard.randrange(len(couche))))
    return couche


class _Essai(NamedTuple):
    croisements: int
    couches: list[list[Piece]]


def _demele(couches: list[list[Piece]], gauche: Voisins, droite: Voisins) -> _Essai:
    """Sweeps by barycentre, then exchanges of neighbours, as long as they take crossings away."""
    meilleur = _Essai(_total(couches, droite), couches)
    for _ in range(TOURS):
        couches = _echange(_balaie(couches, gauche, droite), gauche, droite)
        essai = _Essai(_total(couches, droite), couches)
        if essai.croisements >= meilleur.croisements:
            break
        meilleur = essai
    return meilleur


def _voisins(chaines: Fils) -> tuple[Voisins, Voisins]:
    gauche: Voisins = {}
    droite: Voisins = {}
    for fil in chaines.values():
        for u, v in pairwise(fil):
            droite.setdefault(u, []).append(v)
            gauche.setdefault(v, []).append(u)
    return gauche, droite


def rang(couche: Sequence[Piece]) -> dict[Piece, int]:
    return {piece: i for i, piece in enumerate(couche)}


def _balaie(couches: list[list[Piece]], gauche: Voisins, droite: Voisins) -> list[list[Piece]]:
    vers_la_droite = _suit(couches, gauche)
    return _suit(vers_la_droite[::-1], droite)[::-1]


def _suit(couches: list[list[Piece]], voisins: Voisins) -> list[list[Piece]]:
    """Each layer sorted by the mean place of its neighbours in the layer before; a piece without any stays where it was."""
    faites = couches[:1]
    for couche in couches[1:]:
        places, avant = rang(faites[-1]), rang(couche)
        echelle = len(faites[-1]) / len(couche)
        cle = {p: _moyenne([places[v] for v in voisins.get(p, ())], avant[p] * echelle) for p in couche}
        faites.append(sorted(couche, key=cle.__getitem__))
    return faites


def _moyenne(places: list[int], defaut: float) -> float:
    return sum(places) / len(places) if places else defaut


def _echange(couches: list[list[Piece]], gauche: Voisins, droite: Voisins) -> list[list[Piece]]:
    """Neighbours change places while that takes crossings away; the layers around do not move meanwhile."""
    couches = [list(couche) for couche in couches]
    for i, couche in enumerate(couches):
        cotes = [(rang(couches[j]), v) for j, v in ((i - 1, gauche), (i + 1, droite)) if 0 <= j < len(couches)]
        bouts = {p: [[places[v] for v in voisins.get(p, ())] for places, voisins in cotes] for p in couche}
        while _passe(couche, bouts):
            pass
    return couches


def _passe(couche: list[Piece], bouts: dict[Piece, list[list[int]]]) -> bool:
    """One way down the layer; was anything gained?"""
    gagne = False
    for k in range(len(couche) - 1):
        haut, bas = couche[k : k + 2]
        if sum((x > y) - (x < y) for a, b in zip(bouts[haut], bouts[bas], strict=True) for x in a for y in b) > 0:
            couche[k : k + 2] = bas, haut
            gagne = True
    return gagne


def _total(couches: list[list[Piece]], droite: Voisins) -> int:
    return sum(croisements(a, b, droite) for a, b in pairwise(couches))


def croisements(avant: Sequence[Piece], apres: Sequence[Piece], droite: Voisins) -> int:
    """Arrows that cross between two layers."""
    places, vus, total = rang(apres), [], 0
    for piece in avant:
        arrivees = [places[v] for v in droite.get(piece, ())]
        total += sum(len(vus) - bisect_right(vus, arrivee) for arrivee in arrivees)
        for arrivee in arrivees:
            insort(vus, arrivee)
    return total
