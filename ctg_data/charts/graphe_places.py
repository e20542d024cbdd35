"""Where everything stands in the drawing of a path of progress.

Diamonds, and the passages of long arrows, are pieces of a layer like boxes: each has room of its own, so nothing is drawn over another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise

from ctg_data.charts.graphe_boites import BORD, LOSANGE_B, Ecart, Grille, contenu, demi_largeur, grille
from ctg_data.charts.graphe_boites import PORT as PAS
from ctg_data.charts.graphe_courbes import libre
from ctg_data.charts.graphe_droit import ECARTS, Lien, hauteurs
from ctg_data.charts.graphe_modele import GENRES, Boite, Entete, Graphe, Losange, Noeud, Plan, Trace
from ctg_data.charts.graphe_ordre import Etages, Fils, Piece, colonnes, etages, familles, fils, rang

TETE, ENTRE_FAMILLES = 40, 34
Ports = dict[tuple[int, int], float]
"""(number of an arrow, 0 at its source or -1 at its target) -> distance to the middle of the box."""


def place(graphe: Graphe, largeur: float) -> Plan:
    """Every place, for a drawing ``largeur`` wide, or wider when the columns ask for it.

    Raises ValueError when the graph is no path: see ``graphe_ordre.reseau``.
    """
    rangs = colonnes(graphe)
    if not rangs:
        return Plan(largeur, 0)
    chaines = fils(graphe, rangs)
    grille_ = grille(_ecarts(graphe, chaines, max(rangs.values())), largeur, partial(_hauteur, graphe, rangs))
    plan = Plan(max(largeur, grille_.cotes[-1][1] + BORD), TETE, _entetes(graphe, rangs, grille_))
    for ids in familles(graphe):
        siennes = {i: fil for i, fil in chaines.items() if fil[0].noeud in ids}
        plan = _sous(plan, _trame(graphe, {id_: c for id_, c in rangs.items() if id_ in ids}, siennes, grille_))
    return replace(plan, hauteur=plan.hauteur + BORD)


def _ecarts(graphe: Graphe, chaines: Fils, nombre: int) -> list[Ecart]:
    demis, fleches = [0.0] * nombre, [0] * nombre
    for i, fil in chaines.items():
        for colonne in range(fil[0].etage // 2, fil[-1].etage // 2):
            fleches[colonne] += 1
        for piece in (p for p in fil if p.losange):
            demis[piece.etage // 2] = max(demis[piece.etage // 2], demi_largeur(graphe.aretes[i].repere))
    return list(map(Ecart, demis, fleches))


def _hauteur(graphe: Graphe, rangs: dict[str, int], colonne: int, largeur: float) -> float:
    return sum(contenu(n, largeur, 0).hauteur + ECARTS["boite boite"] for n in graphe.noeuds if rangs[n.id] == colonne)


def _entetes(graphe: Graphe, rangs: dict[str, int], grille_: Grille) -> tuple[Entete, ...]:
    """One heading over neighbouring columns that hold the same kinds."""
    genres = [tuple(g for g in GENRES if any(n.genre == g and rangs[n.id] == c for n in graphe.noeuds)) for c in range(len(grille_.cotes))]
    suites = [(g, [c for c, _ in suite]) for g, suite in groupby(enumerate(genres), key=lambda x: x[1])]
    return tuple(_entete(g, grille_.cotes[c[0]][0], grille_.cotes[c[-1]][1]) for g, c in suites)


def _entete(genres: tuple[str, ...], gauche: float, droite: float) -> Entete:
    return Entete(" et ".join([GENRES[genres[0]], *(GENRES[g].lower() for g in genres[1:])]), gauche, droite - gauche)


@dataclass(frozen=True)
class Trame:
    """Nodes that hold together, from 0 at the top: the middle of each piece, and where arrows touch the boxes."""

    graphe: Graphe
    grille: Grille
    chaines: Fils
    ports: Ports
    boites: dict[Piece, Boite]
    y: dict[Piece, float]


def _trame(graphe: Graphe, rangs: dict[str, int], chaines: Fils, grille_: Grille) -> Trame:
    couches = etages([Piece(2 * c, id_) for id_, c in rangs.items()], chaines)
    ports = _ports(couches, chaines)
    noeuds = {n.id: n for n in graphe.noeuds}
    pieces = [p for couche in couches.values() for p in couche]
    boites = {p: _boite(noeuds[p.noeud], grille_.bords(p.etage), _nombre(p, chaines)) for p in pieces if p.noeud}
    tailles = {p: boites[p].hauteur if p.noeud else 2 * LOSANGE_B * p.losange for p in pieces}
    y = hauteurs(couches, _liens(chaines, ports), tailles)
    return Trame(graphe, grille_, chaines, ports, {p: replace(b, y=y[p] - b.hauteur / 2) for p, b in boites.items()}, y)


def _boite(noeud: Noeud, bords: tuple[float, float], ports: int) -> Boite:
    return replace(contenu(noeud, bords[1] - bords[0], ports), x=bords[0])


def _ports(couches: Etages, chaines: Fils) -> Ports:
    """Arrows leave and reach a box in the order of what they come from and go to: none crosses another there."""
    places = {p: i for couche in couches.values() for p, i in rang(couche).items()}
    ports = {}
    for bout, voisine in ((0, 1), (-1, -2)):
        cotes: dict[Piece, list[int]] = {}
        for i in sorted(chaines, key=lambda i: (places[chaines[i][voisine]], i)):
            cotes.setdefault(chaines[i][bout], []).append(i)
        ports |= {(i, bout): PAS * (k - (len(cote) - 1) / 2) for cote in cotes.values() for k, i in enumerate(cote)}
    return ports


def _nombre(piece: Piece, chaines: Fils) -> int:
    """Arrows on the busiest side of a box."""
    return max(sum(fil[bout] == piece for fil in chaines.values()) for bout in (0, -1)) if chaines else 0


def _liens(chaines: Fils, ports: Ports) -> list[Lien]:
    return [
        Lien(u, v, ports[i, 0] if u == fil[0] else 0, ports[i, -1] if v == fil[-1] else 0)
        for i, fil in chaines.items()
        for u, v in pairwise(fil)
    ]


def _losange(trame: Trame, piece: Piece) -> Losange:
    arete = trame.graphe.aretes[piece.arete]
    return Losange(arete, sum(trame.grille.bords(piece.etage)) / 2, trame.y[piece], demi_largeur(arete.repere), LOSANGE_B)


def _trace(trame: Trame, i: int, losanges: Sequence[Losange]) -> Trace:
    """In a gap, the passage beside diamonds gives way to one smooth curve where it keeps away from them."""
    debut, *passages, fin = trame.chaines[i]
    depart = trame.grille.bords(debut.etage)[1], trame.y[debut] + trame.ports[i, 0]
    arrivee = trame.grille.bords(fin.etage)[0], trame.y[fin] + trame.ports[i, -1]
    droits = [(depart,), *(tuple((x, trame.y[p]) for x in trame.grille.bords(p.etage)) for p in passages), (arrivee,)]
    gardes = [
        droit
        for k, (p, droit) in enumerate(zip(passages, droits[1:-1], strict=True), 1)
        if p.losange or p.etage % 2 == 0 or not libre(droits[k - 1][-1], droits[k + 1][0], trame.y[p], losanges)
    ]
    return Trace(trame.graphe.aretes[i], (depart, *(point for droit in gardes for point in droit), arrivee))


def _sous(plan: Plan, trame: Trame) -> Plan:
    """The drawing of ``trame`` set under ``plan``, what stands lowest in it giving the new height."""
    losanges = tuple(_losange(trame, p) for p in trame.y if p.losange)
    traces = [_trace(trame, i, losanges) for i in trame.chaines]
    dy = plan.hauteur + (ENTRE_FAMILLES if plan.boites else 0)
    bas = [b.y + b.hauteur for b in trame.boites.values()] + [d.y + d.b for d in losanges] + [y for t in traces for _, y in t.points]
    return replace(
        plan,
        hauteur=dy + max(bas),
        boites=plan.boites + tuple(replace(b, y=b.y + dy) for b in trame.boites.values()),
        losanges=plan.losanges + tuple(replace(d, y=d.y + dy) for d in losanges),
        traces=plan.traces + tuple(replace(t, points=tuple((x, y + dy) for x, y in t.points)) for t in traces),
    )
