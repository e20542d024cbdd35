"""A path of progress on A4 landscape: as many pages as it takes for every text to be 7 pt at least."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import networkx as nx

from ctg_data.charts.graphe import LEGENDE, dessine
from ctg_data.charts.graphe_modele import Graphe
from ctg_data.charts.graphe_ordre import reseau
from ctg_data.charts.graphe_places import place

LARGEUR = 1400
"""Of a page, 277 mm wide: 13 px are then 7.3 pt."""
HAUTEUR = LARGEUR * 178 / 277
"""Under a title, on paper 210 mm high with margins of 10 mm."""
Branche = tuple[int | str, ...]
"""Numbers of the arrows of a walk to an end of the path, with all that comes before the first; or the id of a node alone."""


def pages(graphe: Graphe) -> tuple[str, ...]:
    """One drawing a page, from top to bottom of the whole; () without a node.

    What leads to an end of the path by one arrow is a branch; one too high for a page is parted by the arrows that reach its last step, and
    so on.  Branches fill a page, then the next; a node that two pages need is on both.
    Only a path of more than seven columns, or a node higher than a page, makes the text smaller than 7 pt.
    """
    parties = [graphe] if _tient(graphe) else _parties(graphe)
    noms = [graphe.titre] if len(parties) == 1 else [f"{graphe.titre} ({i} sur {len(parties)})" for i in range(1, len(parties) + 1)]
    dessins = [_page(replace(p, titre=nom), f"graphe-{i}") for i, (p, nom) in enumerate(zip(parties, noms, strict=True), 1)]
    return tuple(filter(None, dessins))


def _page(graphe: Graphe, id_: str) -> str:
    """Wider, hence smaller on paper, until it is no higher than a page."""
    largeur = next(largeur for largeur in count(LARGEUR, LARGEUR // 20) if _tient(graphe, largeur))
    return dessine(graphe, largeur=largeur, papier=True, id_=id_)


def _tient(graphe: Graphe, largeur: int = LARGEUR) -> bool:
    plan = place(graphe, largeur)
    return plan.hauteur + LEGENDE <= HAUTEUR / LARGEUR * plan.largeur


def _parties(graphe: Graphe) -> list[Graphe]:
    """Each page starts with the first branch left, then takes those that bring the fewest nodes, as long as they fit."""
    reste = {b: {n.id for n in partie(graphe, [b]).noeuds} for b in _branches(graphe)}
    faites: list[Graphe] = []
    while reste:
        prises, ids = [], set()
        while reste:
            suivante = min(reste, key=lambda b, ids=ids: len(reste[b] - ids)) if prises else next(iter(reste))
            essai = partie(graphe, [*prises, suivante])
            if prises and not _tient(essai):
                break
            prises, ids, page = [*prises, suivante], ids | reste.pop(suivante), essai
        faites.append(page)
    return faites


def _branches(graphe: Graphe) -> Iterator[Branche]:
    """In the order of the drawing, where neighbours share the most."""
    g = reseau(graphe)
    hauts = {b.noeud.id: b.y for b in place(graphe, LARGEUR).boites}
    arrivees = [i for i, a in enumerate(graphe.aretes) if not g.succ[a.vers]]
    for i in sorted(arrivees, key=lambda i: (hauts[graphe.aretes[i].vers], hauts[graphe.aretes[i].de])):
        yield from _fines(graphe, (i,), hauts)
    yield from ((id_,) for id_ in sorted((n for n in g if not g.degree(n)), key=hauts.__getitem__))


def _fines(graphe: Graphe, branche: Branche, hauts: dict[str, float]) -> Iterator[Branche]:
    avant = [i for i, a in enumerate(graphe.aretes) if a.vers == graphe.aretes[branche[0]].de]
    if not avant or _tient(partie(graphe, [branche])):
        yield branche
        return
    for i in sorted(avant, key=lambda i: hauts[graphe.aretes[i].de]):
        yield from _fines(graphe, (i, *branche), hauts)


def partie(graphe: Graphe, branches: list[Branche]) -> Graphe:
    """The branches alone, with everything that comes before them."""
    g = reseau(graphe)
    departs = {graphe.aretes[b[0]].de for b in branches if isinstance(b[0], int)}
    amont = departs.union(*(nx.ancestors(g, depart) for depart in departs))
    gardees = [a for i, a in enumerate(graphe.aretes) if a.vers in amont or any(i in b for b in branches)]
    ids = amont | {a.vers for a in gardees} | {b[0] for b in branches if isinstance(b[0], str)}
    return replace(graphe, noeuds=tuple(n for n in graphe.noeuds if n.id in ids), aretes=tuple(gardees))
