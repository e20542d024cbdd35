"""What is given back: chains of classes worked by hand, then against the largest flow (scipy) and a linear programme."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from ctg_data.diagnostic import flux, rendus
from ctg_data.diagnostic.allegement import Allegement, Cibles
from ctg_data.diagnostic.exigences import COMPAGNON, EFFECTIF, SANS, Demande, Places


def passe(sources: Sequence[float], aretes: dict[tuple[int, int], float], puits: Sequence[float], voulu: float) -> bool:
    n = len(sources)
    tableau = np.zeros((1, n, n))
    for (a, b), f in aretes.items():
        tableau[0, a, b] = f
    return bool(flux.passent(np.array([sources], float), tableau, np.array([puits], float), np.array([voulu], float))[0])


@pytest.mark.parametrize(
    ("sources", "aretes", "puits", "voulu", "attendu"),
    [
        ([3, 0], {}, [3, 0], 3, True),  # one class takes in and lets out
        ([3, 0], {}, [2, 0], 3, False),
        ([3, 0], {(0, 1): 3}, [0, 5], 3, True),  # a second one takes over
        ([3, 0, 0], {(0, 1): 9, (1, 2): 2}, [0, 0, 5], 3, False),  # as much as the narrowest step
        ([2, 1], {}, [3, 3], 3, True),  # two ways together
        ([2, 1], {}, [2, 1], 3, False),  # the cells where they end may be the same ones
        ([2, 0, 2], {(0, 1): 2, (2, 1): 2}, [0, 4, 0], 4, False),  # the cells of the class in the middle would serve twice
        ([0, 0], {}, [9, 9], 1, False),
        ([0, 0], {}, [0, 0], 0, True),  # nothing is asked
    ],
)
def test_what_a_graph_carries(sources, aretes, puits, voulu, attendu: bool):
    assert passe(sources, aretes, puits, voulu) == attendu


PETITS = st.integers(0, 5)


@settings(deadline=None, max_examples=200)
@given(
    st.integers(1, 5).flatmap(lambda n: st.tuples(st.just(n), st.lists(PETITS, min_size=n * n + 2 * n, max_size=n * n + 2 * n))),
    st.integers(1, 6),
)
def test_a_yes_is_never_more_than_the_largest_flow(graphe: tuple[int, list[int]], voulu: int):
    n, nombres = graphe
    sources, puits, aretes = nombres[:n], nombres[n : 2 * n], np.array(nombres[2 * n :]).reshape(n, n) * ~np.eye(n, dtype=bool)
    complet = np.zeros((n + 2, n + 2), dtype="int32")
    complet[0, 2:], complet[2:, 1], complet[2:, 2:] = sources, puits, aretes
    le_plus = maximum_flow(csr_array(complet), 0, 1).flow_value
    if passe(sources, {(a, b): aretes[a, b] for a in range(n) for b in range(n)}, puits, voulu):
        assert le_plus >= voulu
    if voulu <= max(map(min, sources, puits)):
        assert passe(sources, {}, puits, voulu)


# Tables ---------------------------------------------------------------------------------------------------------------


def rend(x: Sequence[Sequence[int]], caches: Sequence[Sequence[int]], seuil: int = 5) -> np.ndarray:
    """What is given back of a table [classes, places] whose lines and columns are shown: the hidden cells that are not small."""
    x, caches = np.array(x, dtype=float), np.array(caches, dtype=bool)
    petits = (x > 0) & (x < seuil)
    noeud, places = np.nonzero(petits)
    cibles = Cibles(noeud, places, seuil - x[petits], x[petits] - 1, np.full(len(places), SANS))
    tri = Allegement(np.zeros(x.shape[1], dtype=int), x, x.sum(axis=0) - x, caches | petits, places=cibles)
    return tri.mene(caches & ~petits, x)


def test_a_chain_of_three_classes_protects_and_what_closes_it_sooner_is_given_back():
    """3 of the first class in the first place: they become 5 when its second class falls, which rises in the second place while the third
    falls there, which rises in the third place while the first class falls.  The first class of the second place is one too many."""
    x = [[3, 10, 20], [40, 50, 60], [70, 20, 30]]
    caches = [[1, 1, 1], [1, 1, 0], [0, 1, 1]]
    assert rend(x, caches).astype(int).tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]


def test_nothing_is_given_back_where_nothing_protects():
    """The first class has no other hidden cell: its total says 3."""
    assert not rend([[3, 0], [40, 50], [9, 9]], [[1, 0], [1, 1], [0, 1]]).any()


def test_the_last_cell_that_makes_up_for_a_move_stays():
    assert not rend([[3, 30], [40, 50]], [[1, 1], [1, 1]]).any()


def complete(x: Sequence[Sequence[int]], *, tout: Sequence[int] = (), seuil: int = 5) -> np.ndarray | None:
    """What is hidden besides the small counts of a table [classes, places], and given back where it is needless; None where nothing
    suffices.  ``tout``: places whose total is hidden too."""
    x = np.array(x, dtype=float)
    petits = (x > 0) & (x < seuil)
    total, montres = x.sum(axis=0), ~np.isin(np.arange(x.shape[1]), tout)
    donne = np.vstack([x, np.where(montres, 0, 1000 - total)])  # the total moves the other way round
    prend = np.vstack([1000 - x, np.where(montres, 0, total)])
    noeud, places = np.nonzero(petits)
    cibles = Cibles(noeud, places, seuil - x[petits], x[petits] - 1, np.full(len(places), SANS))
    caches = np.vstack([petits, ~montres])
    tri = Allegement(np.zeros(x.shape[1], dtype=int), donne, prend, caches, places=cibles)
    ajoutees, surs = tri.complete(np.vstack([np.ones_like(petits), np.zeros_like(montres)]), donne)
    assert (surs == tri.surs()).all()
    return ajoutees & ~tri.mene(ajoutees, donne, surs) if surs.all() else None


def test_one_cell_ties_a_lonely_place_to_a_lonely_class():
    """The first place has one small count, of the first class; the third class has one, in the third place: the cell where they meet
    closes a ring of six, along which 3 can be moved both ways."""
    x = [[3, 4, 40], [30, 4, 4], [50, 60, 4]]
    assert complete(x).astype(int).tolist() == [[0, 0, 0], [0, 0, 0], [1, 0, 0], [0, 0, 0]]


def test_nothing_is_added_where_nothing_suffices():
    """The only place: its totals are the counts themselves."""
    assert complete([[3], [40]]) is None


def test_a_detour_is_found_where_no_cell_of_the_line_or_of_the_class_helps():
    """3 and 4 of the first place give each other in, but the first class has nobody in the second place: it goes round by the third."""
    x = [[3, 0, 20], [4, 20, 0], [30, 30, 30]]
    ajoutees = complete(x)
    caches = ajoutees[:3] | ((np.array(x) > 0) & (np.array(x) < 5))
    assert protege(bornes(np.array(x, dtype=float), caches, np.zeros(3, dtype=int), np.zeros((3, 1), dtype=bool)))


def test_a_hidden_total_moves_with_its_class():
    """2 and 3 in two places whose totals are hidden: each class makes up for itself, without any other cell."""
    assert not complete([[3, 2], [40, 50]], tout=(0, 1)).any()
    assert complete([[3, 2], [40, 50]]).any()


@pytest.mark.parametrize(("caches", "tient"), [([[1, 1], [0, 0], [1, 1]], False), ([[1, 1], [1, 1], [1, 1]], True)])
def test_what_is_left_of_a_total_moves_by_another_class(caches: Sequence[Sequence[int]], tient: bool):
    """A hidden total of 4, of which 3 are of the first class: the 1 that is left is 5 when the second class, hidden too, is 5."""
    x = np.array([[3, 30], [1, 40]], dtype=float)
    donne, prend = np.vstack([x, [996, 930]]), np.vstack([1000 - x, x.sum(axis=0)])
    reste = Cibles(np.array([2]), np.array([0]), np.array([0.0]), np.array([4.0]), np.array([0]))
    tri = Allegement(np.zeros(2, dtype=int), donne, prend, np.array(caches, dtype=bool), places=reste)
    assert tri.surs()[0] == tient


@pytest.mark.parametrize("graine", range(40))
def test_a_programme_finds_no_small_count_that_chains_leave_known(graine: int):
    """Totals of some places are hidden: a class more, of what each total leaves of a thousand."""
    hasard = np.random.default_rng(graine)
    k, n = int(hasard.integers(2, 6)), int(hasard.integers(4, 9))
    x = hasard.poisson(hasard.choice([1, 3, 12, 40], (k, n)))
    tout = np.flatnonzero(hasard.random(n) < 0.3) if hasard.random() < 0.5 else np.empty(0, dtype=int)
    ajoutees = complete(x, tout=tout)
    if ajoutees is None:
        return
    entier = np.vstack([x, 1000 - x.sum(axis=0)]).astype(float)
    caches = ajoutees | np.vstack([(x > 0) & (x < 5), np.isin(np.arange(n), tout)])
    assert protege(bornes(entier, caches, np.zeros(n, dtype=int), np.zeros((k + 1, 1), dtype=bool)))


def test_most_tables_are_completed():
    trouvees = [complete(np.random.default_rng(g).poisson(np.random.default_rng(g).choice([1, 3, 12, 40], (4, 8)))) for g in range(20)]
    assert sum(t is not None and t.any() for t in trouvees) > 15


def bornes(x: np.ndarray, caches: np.ndarray, zones: np.ndarray, ensemble: np.ndarray) -> dict[tuple[int, ...], tuple[float, float]]:
    """Least and most of each small hidden cell, and of what each zone has of a class that it hides (``ensemble``, [classes, zones])."""
    k, n = x.shape
    egales = [(np.eye(n)[p][None, :] * np.ones((k, 1)), x[:, p].sum()) for p in range(n)]
    for c in range(k):
        ailleurs = [z for z in range(zones.max() + 1) if ensemble[c, z]]
        pools = [np.isin(zones, ailleurs)] + [zones == z for z in range(zones.max() + 1) if z not in ailleurs]
        egales += [(np.eye(k)[c][:, None] * pool[None, :], x[c, pool].sum()) for pool in pools]
    a, b = np.array([e[0].ravel() for e in egales]), np.array([e[1] for e in egales])
    limites = [(0, None) if cache else (v, v) for v, cache in zip(x.ravel(), caches.ravel(), strict=True)]

    def extremes(objectif: np.ndarray) -> tuple[float, float]:
        moins = linprog(objectif.ravel(), None, None, a, b, limites, method="highs").fun
        plus = -linprog(-objectif.ravel(), None, None, a, b, limites, method="highs").fun
        return moins, plus

    trouvees = {}
    for c, p in zip(*np.nonzero((x > 0) & (x < 5)), strict=True):
        seule = np.zeros((k, n))
        seule[c, p] = 1
        trouvees[int(c), int(p)] = extremes(seule)
    for c, z in zip(*np.nonzero(ensemble), strict=True):
        siens = np.eye(k)[c][:, None] * (zones == z)[None, :]
        if 0 < (siens * x).sum() < 5:
            trouvees[int(c), int(z), -1] = extremes(siens)
    return trouvees


def tire(graine: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(counts, hidden cells, zone of each place, classes hidden in each zone): everything hidden at first, but for a few large cells."""
    hasard = np.random.default_rng(graine)
    k, n = int(hasard.integers(2, 5)), int(hasard.integers(6, 11))
    zones = np.sort(hasard.integers(0, 3, n))
    zones = np.unique(zones, return_inverse=True)[1]
    x = hasard.poisson(hasard.choice([2, 12, 40], (k, n))).astype(float)
    return x, (hasard.random((k, n)) < 0.85) | ((x > 0) & (x < 5)), zones, hasard.random((k, zones.max() + 1)) < 0.6


def besoins(comptes: np.ndarray, ou: np.ndarray) -> list[Demande]:
    """Small counts of each class, [classes, cells], must be able to be 1, and 5."""
    petits = ou & (comptes > 0) & (comptes < 5)
    hausse, baisse = (np.where(petits, voulu, 0)[:, :, None] for voulu in (5 - comptes, comptes - 1))
    return [Demande(c, SANS, hausse[c], baisse[c]) for c in range(len(comptes))]


def rend_tout(x: np.ndarray, caches: np.ndarray, zones: np.ndarray, ensemble: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(hidden cells, classes hidden in zones) once the product has given back what it can, zones being portions of one département."""
    k, nombre = len(x), zones.max() + 1
    sommes = np.stack([x[:, zones == z].sum(axis=1) for z in range(nombre)], axis=1)

    dedans, dessus = besoins(x, caches), besoins(sommes, ensemble)
    raisons = {d.rang: np.where(d.hausse > 0, EFFECTIF, caches[d.rang][:, None] * COMPAGNON) for d in dedans}
    grandes = {d.rang: np.where(d.hausse > 0, EFFECTIF, ensemble[d.rang][:, None] * COMPAGNON) for d in dessus}
    rien = np.ones(len(zones))
    places = Places(zones, nombre, rien, rien[:, None]), Places(np.zeros(nombre, dtype=int), 1, np.ones(nombre), np.ones((nombre, 1)))
    reseau = rendus.par_portions(*places, ensemble[:, :, None], ensemble.any(axis=0)[:, None], dessus)
    rendu = rendus.Rendu(raisons, range(k), dedans, (x[:, :, None], (x.sum(axis=0) - x)[:, :, None]), reseau)
    rendu.portions(grandes, list(sommes))
    rendu.places()
    return np.stack([r[:, 0] > 0 for r in raisons.values()]), np.stack([g[:, 0] > 0 for g in grandes.values()])


@pytest.mark.parametrize("graine", range(60))
def test_a_programme_narrows_nothing_once_cells_are_given_back(graine: int):
    """Up to three zones of one whole: a class is shown in a zone, or hidden in some of them, whose sum alone is known."""
    x, caches, zones, ensemble = tire(graine)
    apres, ensemble_apres = rend_tout(x, caches, zones, ensemble)
    assert not (apres & ~caches).any()
    assert not (ensemble_apres & ~ensemble).any()
    if protege(bornes(x, caches, zones, ensemble)):
        assert protege(bornes(x, apres, zones, ensemble_apres))


def test_a_small_zone_is_protected_too():
    """4 of the first class in the first zone (2 and 2), 40 in the second one, where 2 have the second class.  Each 2 moves with the
    other one; the 4 fall to 1 together only if the first class rises by 3 in the second zone, that is if the third one falls there."""
    x = np.array([[2, 2, 40], [30, 30, 2], [20, 20, 50]], dtype=float)
    apres, ensemble = rend_tout(x, np.ones((3, 3), dtype=bool), np.array([0, 0, 1]), np.ones((3, 2), dtype=bool))
    assert apres[2, 2]
    assert ensemble[2].all()
    assert protege(bornes(x, apres, np.array([0, 0, 1]), ensemble))


def protege(lues: dict[tuple[int, ...], tuple[float, float]]) -> bool:
    return all(bas <= 1 + 1e-6 and haut >= 5 - 1e-6 for bas, haut in lues.values())


def test_draws_are_worth_looking_at():
    """Enough are protected at first, and give back places and whole zones."""
    bons = [t for t in map(tire, range(60)) if protege(bornes(*t))]
    rendus_ = [
        (caches.sum() - apres.sum(), ensemble.sum() - ensemble_apres.sum())
        for x, caches, zones, ensemble in bons
        for apres, ensemble_apres in [rend_tout(x, caches, zones, ensemble)]
    ]
    assert len(bons) > 20
    assert sum(places > 0 for places, _ in rendus_) > 15
    assert sum(zones > 0 for _, zones in rendus_) > 10
