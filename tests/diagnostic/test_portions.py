"""Which EPCI hide beside the small ones, and which of their communes: by hand, then against a linear programme that knows all the rest."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from ctg_data.diagnostic import hierarchie
from ctg_data.diagnostic.allegement import Allegement
from ctg_data.diagnostic.communes import Choisies, Releve
from ctg_data.diagnostic.hierarchie import Hierarchie
from ctg_data.diagnostic.partition import Partition
from ctg_data.diagnostic.portions import ChoixPortions
from ctg_data.diagnostic.secret import REGLES, Quantite
from ctg_data.indicators.model import Somme
from tests.diagnostic.test_communes import ALLOC, BR, GE800, LT800, NC, QF, REF, RSA
from tests.diagnostic.test_secret import ATTAQUES

Comptes = Mapping[Somme, Sequence[Sequence[int]]]
"""Sum -> EPCI by EPCI, the counts of their communes."""
TOUTS = {BR: REF, LT800: QF, GE800: QF, NC: QF, QF: ALLOC}


def pays(comptes: Comptes) -> Hierarchie:
    """One département."""
    tailles = [len(epci) for epci in next(iter(comptes.values()))]
    lieux = [(f"E{e}", f"01{e}{c:02d}") for e, taille in enumerate(tailles) for c in range(taille)]
    frame = pd.DataFrame(lieux, columns=["epci", "code"]).assign(departement="01", region="84", population=1000)
    return hierarchie.construit(frame)


def cherche(comptes: Comptes) -> dict[Somme, Choisies]:
    h = pays(comptes)
    plats = {s: np.array([x for epci in lus for x in epci], dtype=float)[:, None] for s, lus in comptes.items()}
    rien = np.zeros(plats[next(iter(plats))].shape, dtype=bool)
    releve = Releve(h, 1, np.full(len(rien), 1000.0), REGLES)

    def quantite(s: Somme, tout: Somme | None) -> Quantite:
        niveaux = {n: {"commune": x, "epci": hierarchie.somme(x, h.groupe_commune, n=h.groupes)} for n, x in plats.items()}
        connu = {"epci": np.ones((h.groupes, 1), dtype=bool)}
        return Quantite(niveaux[s], connu, tout and niveaux[tout], tus=rien, publics=rien)

    for s in comptes:
        releve.note(s, None, quantite(s, None), [0])
    for part, tout in TOUTS.items():
        if part in comptes and tout in comptes:
            releve.note(part, tout, quantite(part, tout), [0])
    return dict(releve.cherche())


def caches(comptes: Comptes, somme: Somme) -> tuple[list[int], list[list[int]]]:
    """(EPCI hidden, communes hidden in each EPCI), 1 for hidden."""
    c = cherche(comptes)[somme]
    communes, debut = [], 0
    for epci in comptes[somme]:
        communes.append([int(r > 0) for r in c.raison[debut : debut + len(epci), 0]])
        debut += len(epci)
    return [int(p) for p in c.portions[:, 0]], communes


def test_nothing_is_hidden_above_communes_that_protect_each_other():
    assert caches({RSA: [[3, 20, 30], [40, 50]]}, RSA) == ([0, 0], [[1, 1, 0], [0, 0]])


def test_a_small_epci_hides_with_the_one_that_has_the_fewest_communes():
    """3 foyers in all: another EPCI makes them look like 1, or 5; one of its communes carries the move."""
    epci, communes = caches({RSA: [[3, 0], [40, 50, 60], [70, 80]]}, RSA)
    assert epci == [1, 0, 1]
    assert communes == [[1, 0], [0, 0, 0], [1, 0]]


def test_communes_without_companion_ask_for_another_epci():
    """2 foyers in one commune, none in the others of the EPCI."""
    epci, communes = caches({RSA: [[2, 0, 0], [40, 50]]}, RSA)
    assert epci == [1, 1]
    assert communes[1] == [1, 0]


def test_a_small_epci_of_one_class_hides_the_largest_class_beside_it():
    comptes = {LT800: [[2, 1], [30, 20]], GE800: [[50, 60], [70, 80]], NC: [[10, 12], [13, 14]]}
    comptes[QF] = [[sum(t) for t in zip(*epci, strict=True)] for epci in zip(*comptes.values(), strict=True)]
    assert caches(comptes, LT800)[0] == caches(comptes, GE800)[0] == [1, 1]
    assert caches(comptes, NC)[0] == caches(comptes, QF)[0] == [0, 0]


def test_the_largest_class_of_the_département_hides_in_communes_that_carry_the_move():
    """The largest class of the first EPCI is another one: the move between EPCI is made up by that of the département all the same."""
    comptes = {LT800: [[2, 1], [30, 20]], GE800: [[12, 10], [70, 80]], NC: [[50, 60], [13, 14]]}
    comptes[QF] = [[sum(t) for t in zip(*epci, strict=True)] for epci in zip(*comptes.values(), strict=True)]
    (ensemble, bas), (_, hauts) = caches(comptes, LT800), caches(comptes, GE800)
    assert ensemble == [1, 1]
    assert all(any(a and b for a, b in zip(un, autre, strict=True)) for un, autre in zip(bas, hauts, strict=True))


def test_classes_keep_hiding_the_whole_of_a_hidden_epci():
    """3 foyers of the first EPCI are left out of the classes: their sum is hidden there and in another EPCI, and so stays one of them."""
    comptes = {LT800: [[6, 6], [30, 20]], GE800: [[29, 29], [70, 80]], NC: [[10, 10], [13, 14]]}
    comptes[QF] = [[sum(t) for t in zip(*epci, strict=True)] for epci in zip(*comptes.values(), strict=True)]
    comptes[ALLOC] = [[46, 47], [200, 200]]
    ou = [epci for epci, cachee in enumerate(caches(comptes, QF)[0]) if cachee]
    assert 0 in ou
    for epci in ou:
        assert any(caches(comptes, classe)[0][epci] for classe in (LT800, GE800, NC))


def test_a_département_where_nothing_protects_is_told_apart():
    assert cherche({RSA: [[2, 0], [0, 0]]})[RSA].echecs.all()


# Against a linear programme -----------------------------------------------------------------------------------------


def tirage(graine: int) -> Comptes:
    """A few EPCI of a few communes, small in one and large in another."""
    hasard = np.random.default_rng(graine)
    tailles = hasard.integers(1, 4, int(hasard.integers(3, 6)))
    comptes: dict[Somme, list[list[int]]] = {s: [] for s in (RSA, REF, BR, LT800, GE800, NC, QF)}
    for n in tailles:
        ampleur = hasard.choice([0.3, 1, 5, 40])
        rsa, ref = hasard.poisson(2 * ampleur, n), hasard.poisson(5 * ampleur, n)
        classes = hasard.poisson(hasard.choice([0.2, 1, 3], 3)[:, None] * ampleur, (3, n))
        lus = (rsa, ref, hasard.binomial(ref, hasard.choice([0.1, 0.5, 0.95])), *classes, classes.sum(axis=0))
        for s, x in zip(comptes, lus, strict=True):
            comptes[s].append([int(v) for v in x])
    return comptes


def percees(comptes: Comptes, choisies: Mapping[Somme, Choisies]) -> list[str]:
    """Cells, EPCI and what is left of wholes that the programme narrows, where every sum has a witness."""
    h, sommes = pays(comptes), list(comptes)
    x = {s: np.array([v for epci in lus for v in epci], dtype=float) for s, lus in comptes.items()}
    n, rang = len(h.portion_commune), {s: r for r, s in enumerate(sommes)}

    def ligne(termes: Mapping[tuple[Somme, int], float]) -> np.ndarray:
        poids = np.zeros(len(sommes) * n)
        for (s, c), p in termes.items():
            poids[rang[s] * n + c] = p
        return poids

    unites = [np.arange(n)] + [np.flatnonzero(h.portion_commune == e) for e in range(h.portions)]
    egales = []
    for s, (i, unite) in product(sommes, enumerate(unites)):
        if i == 0 or not choisies[s].portions[i - 1, 0]:
            egales.append((ligne({(s, c): 1.0 for c in unite}), x[s][unite].sum()))
    egales += [(ligne({(QF, c): 1.0, (LT800, c): -1.0, (GE800, c): -1.0, (NC, c): -1.0}), 0.0) for c in range(n)]
    ecarts = np.array([ligne({(BR, c): 1.0, (REF, c): -1.0}) for c in range(n)])
    bornes = [(0, 1000) if choisies[s].raison[c, 0] else (x[s][c], x[s][c]) for s in sommes for c in range(n)]
    a, b = np.array([e[0] for e in egales]), np.array([e[1] for e in egales])

    def extremes(objectif: np.ndarray) -> tuple[float, float]:
        moins, plus = (linprog(signe * objectif, ecarts, np.zeros(n), a, b, bornes, method="highs").fun for signe in (1, -1))
        return moins, -plus

    trouvees, cellules = [], [np.array([c]) for c in range(n)] + unites[1:]
    for termes, unite in product([((s, 1.0),) for s in sommes] + [((REF, 1.0), (BR, -1.0))], cellules):
        vrai = sum(signe * x[s][unite].sum() for s, signe in termes)
        if 0 < vrai < 5:
            bas, haut = extremes(sum(ligne({(s, c): signe for c in unite}) for s, signe in termes))
            if bas > 1 + 1e-6 or haut < 5 - 1e-6:
                trouvees.append(f"{[(s[0].mesure, s[0].modalites) for s, _ in termes]} {unite}: {vrai}, {bas} to {haut}")
    return trouvees


def protegeables(nombre: int) -> list[int]:
    """Seeds of draws where every sum has a witness, and some EPCI are hidden."""
    trouvees = []
    for graine in range(2000):
        lues = cherche(tirage(graine)).values()
        if not any(c.echecs.any() or c.seules.any() for c in lues) and any(c.portions.any() for c in lues):
            trouvees.append(graine)
        if len(trouvees) == nombre:
            break
    return trouvees


@pytest.mark.parametrize("graine", protegeables(2 * ATTAQUES))
def test_a_programme_that_knows_all_that_is_shown_narrows_no_cell(graine: int):
    comptes = tirage(graine)
    assert percees(comptes, cherche(comptes)) == []


@pytest.mark.parametrize(
    ("objet", "nom", "faible"),
    [
        (ChoixPortions, "complete", lambda self, grandes, raisons: None),
        (ChoixPortions, "marges", lambda self, classe, partitions: tuple(np.full(self.forme, 100.0) for _ in range(5))),
        (Partition, "repand", lambda self, classe, raisons: False),
        (Allegement, "_perces", lambda self, actifs: np.zeros(len(actifs), dtype=bool)),
    ],
    ids=["no commune carries the moves", "portions without bounds", "no pivot", "everything given back"],
)
def test_the_programme_defeats_a_weakened_search(objet: type, nom: str, faible, monkeypatch: pytest.MonkeyPatch):
    graines = protegeables(12)
    monkeypatch.setattr(objet, nom, faible)
    assert any(percees(tirage(g), cherche(tirage(g))) for g in graines)
