"""Which communes hide beside the small ones: by hand, then against a linear programme that knows everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pytest
from scipy.optimize import linprog

from ctg_data.diagnostic import chaines, liens
from ctg_data.diagnostic.allegement import Allegement
from ctg_data.diagnostic.choix import Choix
from ctg_data.diagnostic.exigences import COMPAGNON, EFFECTIF, GROUPE, PIVOT, RESTE, SUITE, UNANIMITE, Grandeur, Places
from ctg_data.diagnostic.partition import Partition
from ctg_data.diagnostic.secret import REGLES
from ctg_data.indicators.model import Ref, Somme
from tests.diagnostic.test_secret import ATTAQUES


def lu(mesure: str, *modalites: str) -> Somme:
    return (Ref(mesure, modalites or ("total",)),)


ALLOC, RSA, MAJORE, PERSONNES = lu("foyers_alloc"), lu("foyers_rsa"), lu("foyers_rsa_majore"), lu("personnes_rsa")
REF, BR, GT50, GT75, EQ100 = (
    lu("foyers_ref"),
    lu("foyers_br"),
    lu("foyers_dep", "gt50"),
    lu("foyers_dep", "gt75"),
    lu("foyers_dep", "eq100"),
)
PARC, PUBLIC, PRIVE = (lu("foyers_al_parc", *m) for m in (("public", "prive"), ("public",), ("prive",)))
QF, LT800, GE800, NC = lu("foyers_enf_3_11_qf"), *(lu("foyers_enf_3_11_qf", m) for m in ("lt800", "ge800", "nc"))
PARTS = ((MAJORE, RSA), (BR, REF), (GT50, REF), (GT75, GT50), (EQ100, GT75), (PUBLIC, PARC), (PRIVE, PARC))
PARTS_QF = ((LT800, QF), (GE800, QF), (NC, QF))
EGALITES = ((PARC, (PUBLIC, PRIVE)), (QF, (LT800, GE800, NC)))


@dataclass(frozen=True)
class Choisies:
    """Of one sum: why each commune is hidden, and whether there is no witness."""

    raison: np.ndarray
    echec: bool


def cherche(comptes: dict[Somme, list[int]], population: int = 1000, autres: Sequence[tuple[Somme, Somme]] = ()) -> dict[Somme, Choisies]:
    """One EPCI, one year; sums that are given only.  ``autres``: more parts and wholes than those of the module."""
    forme = (len(next(iter(comptes.values()))), 1)
    rien = np.zeros(forme, dtype=bool)
    sans = np.full(forme, np.nan)
    grandeurs = {s: Grandeur(liens.canonique(s), np.array(x, dtype=float)[:, None], rien, rien, sans) for s, x in comptes.items()}
    places = Places(np.zeros(forme[0], dtype=int), 1, np.full(forme[0], float(population)), np.ones((forme[0], 1)))
    choix = Choix(grandeurs, places, REGLES)
    for somme in comptes:
        choix.petits(somme)
    for part, tout in (*PARTS, *PARTS_QF, *autres):
        if part in comptes and tout in comptes:
            choix.part(part, tout, grandeurs[tout].x, montree=True)
    for personnes, foyers in liens.suivis(comptes):
        choix.suit(personnes, foyers)
    choix.transmet()
    trouvees = choix.cherche()
    chaines.allege(choix, trouvees, {c: np.zeros((1, 1), dtype=bool) for c in trouvees.raisons})
    classes = {s: g.classe for s, g in grandeurs.items()}
    return {s: Choisies(trouvees.raisons[c], bool((trouvees.echecs[c] | trouvees.sans[c]).any())) for s, c in classes.items()}


def raisons(comptes: dict[Somme, list[int]], **options: object) -> dict[Somme, list[int]]:
    return {s: list(c.raison[:, 0]) for s, c in cherche(comptes, **options).items()}


@pytest.mark.parametrize(
    ("x", "attendu"),
    [
        ([40, 20, 30, 25], [0, 0, 0, 0]),  # nothing is small
        ([3, 20, 30, 25], [EFFECTIF, COMPAGNON, 0, 0]),  # the smallest that suffices
        ([3, 4, 30, 25], [EFFECTIF, EFFECTIF, 0, 0]),  # 7 together: each may be 1, or 5
        ([1, 1, 30, 25], [EFFECTIF, EFFECTIF, 0, COMPAGNON]),  # 2 together say that each is under 5
        ([2, 0, 0, 60], [EFFECTIF, 0, 0, COMPAGNON]),  # a commune without any gives nothing
    ],
)
def test_a_small_count_hides_with_the_lightest_companion(x: list[int], attendu: list[int]):
    assert raisons({RSA: x})[RSA] == attendu


def test_a_companion_gives_only_what_its_own_parts_leave():
    """9 of the second commune's 10 foyers have the majoré, which is shown: it could only give one."""
    lues = raisons({RSA: [2, 10, 30], MAJORE: [0, 9, 5]})
    assert lues[RSA] == [EFFECTIF, 0, COMPAGNON]


def test_what_is_left_of_a_whole_hides_the_part_and_a_companion_that_has_room():
    """3 of 20 foyers of reference are not under the threshold; in the second commune all are, so that it could take none."""
    lues = raisons({REF: [20, 15, 40], BR: [17, 15, 10]})
    assert lues[REF] == [0, 0, 0]
    assert lues[BR] == [RESTE, 0, COMPAGNON]


def test_a_part_that_would_hold_its_whole_up_hides_with_it():
    """3 of 20 foyers are under 50 %: they could be 5 only if fewer than the 17 shown were over 75 %."""
    lues = raisons({REF: [20, 40, 50], GT50: [17, 20, 12], GT75: [17, 6, 5]})
    assert lues[GT50] == [RESTE, 0, COMPAGNON]
    assert lues[GT75][0] == SUITE


def test_a_whole_that_would_hold_its_part_down_hides_with_it():
    """4 of 11 foyers are left without RSA: to be none, 11 would have it, and the 9 persons that they count would be more."""
    lues = raisons({ALLOC: [11, 60, 70], RSA: [7, 20, 30], PERSONNES: [9, 40, 60]}, autres=[(RSA, ALLOC)])
    assert lues[RSA][0] == RESTE
    assert lues[PERSONNES][0] == SUITE
    assert lues[ALLOC] == [0, 0, 0]


def test_a_companion_gives_only_what_its_classes_leave_together():
    """30 foyers, 10 in each class: none of them could leave, though no class alone says so."""
    lues = raisons(
        {ALLOC: [2, 30, 40], LT800: [1, 10, 5], GE800: [1, 10, 5], NC: [0, 10, 5]}, autres=[(c, ALLOC) for c in (LT800, GE800, NC)]
    )
    assert lues[ALLOC] == [EFFECTIF, 0, COMPAGNON]


def test_what_is_left_of_a_small_whole_needs_others_who_are_left_too():
    """1 + 3 foyers over one threshold and under the next would be known to be at most 4: a third commune hides."""
    lues = raisons({GT50: [2, 4, 30], GT75: [1, 1, 20]})
    assert lues[GT50] == [EFFECTIF, EFFECTIF, COMPAGNON]


def test_everybody_in_a_small_group_tells_on_each():
    assert raisons({REF: [8, 40, 50], BR: [8, 20, 10]})[BR] == [UNANIMITE, 0, COMPAGNON]


def test_a_hidden_whole_hides_its_parts_there_and_only_there():
    lues = raisons({RSA: [3, 20, 30], MAJORE: [3, 8, 5]})
    assert lues[RSA] == [EFFECTIF, COMPAGNON, 0]
    assert lues[MAJORE] == [EFFECTIF, 0, COMPAGNON]


def test_persons_hide_where_the_foyers_behind_them_are_few():
    lues = raisons({RSA: [3, 20, 30], PERSONNES: [9, 44, 66]})
    assert lues[PERSONNES] == [SUITE, COMPAGNON, 0]


def test_one_class_hides_with_the_largest_one_and_no_other():
    lues = raisons({QF: [103, 90, 120], LT800: [3, 20, 30], GE800: [80, 50, 60], NC: [20, 20, 30]})
    assert lues == {QF: [0, 0, 0], LT800: [EFFECTIF, COMPAGNON, 0], GE800: [PIVOT, PIVOT, 0], NC: [0, 0, 0]}


def test_classes_too_small_to_make_up_for_each_other_hide_all_together():
    lues = raisons({QF: [9, 90, 120], LT800: [3, 20, 30], GE800: [1, 50, 60], NC: [5, 20, 30]})
    hidden = {s: [r > 0 for r in lues[s]] for s in (LT800, GE800, NC)}
    assert hidden[LT800] == hidden[GE800] == hidden[NC]


def test_small_classes_of_a_place_make_up_for_each_other_without_the_largest():
    """3 foyers in two classes of two communes: each may be 0, or 5, at the expense of the other class; the third one is shown."""
    lues = raisons({QF: [70, 70, 120], LT800: [3, 3, 30], GE800: [64, 64, 60], NC: [3, 3, 30]})
    assert lues[GE800] == [0, 0, 0]


def test_classes_keep_hiding_a_whole_that_is_hidden():
    """3 foyers of the first commune are left out of the classes: their sum is hidden, and so stays one of them, large as they all are."""
    lues = raisons(
        {ALLOC: [93, 200, 300], QF: [90, 100, 150], LT800: [10, 20, 30], GE800: [60, 60, 90], NC: [20, 20, 30]}, autres=[(QF, ALLOC)]
    )
    assert lues[QF][0] == RESTE
    assert any(lues[classe][0] for classe in (LT800, GE800, NC))


def test_no_witness_is_told_apart():
    """The whole EPCI has 3 foyers: no other commune can make it look like five."""
    assert cherche({RSA: [3, 0, 0]})[RSA].echec


def test_nobody_anywhere_hides_a_small_group_in_a_larger_one():
    """0 of 6 foyers: the EPCI says that nobody has it; who hides makes a group of ten."""
    lues = raisons({REF: [6, 40, 2, 60], BR: [0, 0, 0, 0]})
    assert lues[BR] == [UNANIMITE, GROUPE, RESTE, 0]


# Against a linear programme -----------------------------------------------------------------------------------------


def tirage(hasard: np.random.Generator) -> dict[Somme, list[int]]:
    """Wholes of all sizes, of which parts leave nothing, a few, or most."""
    n = int(hasard.integers(3, 7))
    comptes = {tout: hasard.poisson(hasard.choice([2, 9, 30, 90], n)) for tout in (RSA, REF)}
    for part, tout in PARTS[:5]:
        comptes[part] = hasard.binomial(comptes[tout], hasard.choice([0.1, 0.5, 0.95, 1], n))
    comptes[PERSONNES] = comptes[RSA] + hasard.poisson(comptes[RSA] * 1.2)
    for tout, parts in EGALITES:
        comptes |= {part: hasard.poisson(hasard.choice([0, 2, 9, 40], n)) for part in parts}
        comptes[tout] = sum(comptes[part] for part in parts)
    return {somme: list(map(int, x)) for somme, x in comptes.items()}


def percees(comptes: dict[Somme, list[int]], choisies: dict[Somme, Choisies]) -> list[str]:
    """Cells that tell, in sums that have a witness, and that the programme narrows to less than « 1 to 4, or 5 »."""
    n, sommes = len(comptes[RSA]), list(comptes)
    rang = {s: r for r, s in enumerate(sommes)}
    A_eq, b_eq, A_ub = [], [], []

    def ligne(termes: dict[tuple[Somme, int], float]) -> np.ndarray:
        x = np.zeros(len(sommes) * n)
        for (s, c), poids in termes.items():
            x[rang[s] * n + c] = poids
        return x

    for s in sommes:
        A_eq.append(ligne({(s, c): 1.0 for c in range(n)}))
        b_eq.append(sum(comptes[s]))
    for c in range(n):
        for part, tout in (*PARTS, *PARTS_QF, (RSA, PERSONNES)):
            A_ub.append(ligne({(part, c): 1.0, (tout, c): -1.0}))
        for tout, parts in EGALITES:
            A_eq.append(ligne({(tout, c): 1.0} | {(part, c): -1.0 for part in parts}))
            b_eq.append(0)
    bornes = [(0, 1000) if choisies[s].raison[c, 0] else (comptes[s][c], comptes[s][c]) for s in sommes for c in range(n)]

    def extremes(termes: dict[tuple[Somme, int], float]) -> tuple[float, float]:
        objectif = ligne(termes)
        sens = [linprog(signe * objectif, A_ub, np.zeros(len(A_ub)), A_eq, b_eq, bornes, method="highs").fun for signe in (1, -1)]
        return sens[0], -sens[1]

    trouvees = []
    cellules = [{(s, c): 1.0} for s in sommes for c in range(n)]
    cellules += [{(tout, c): 1.0, (part, c): -1.0} for part, tout in PARTS for c in range(n)]
    for termes in cellules:
        vrai = sum(poids * comptes[s][c] for (s, c), poids in termes.items())
        if 0 < vrai < 5:
            bas, haut = extremes(termes)
            if bas > 1 + 1e-6 or haut < 5 - 1e-6:
                trouvees.append(f"{[(s[0].mesure, s[0].modalites, c) for s, c in termes]}: {vrai}, {bas} to {haut}")
    return trouvees


def protegeables(nombre: int, debut: int = 0) -> list[int]:
    """Seeds of draws where every sum has a witness."""
    graines = (g for g in range(debut, debut + 1000) if not any(c.echec for c in cherche(tirage(np.random.default_rng(g))).values()))
    return list(islice(graines, nombre))


@pytest.mark.parametrize("graine", protegeables(2 * ATTAQUES))
def test_a_programme_that_knows_all_that_is_shown_narrows_no_cell(graine: int):
    comptes = tirage(np.random.default_rng(graine))
    assert percees(comptes, cherche(comptes)) == []


def _seuls(self: Choix, classe, raison, *reste) -> np.ndarray:
    return np.empty(0, dtype=int)


def _genereux(self: Choix, *_) -> tuple[np.ndarray, ...]:
    return tuple(np.full(self.forme, 100.0) for _ in range(5))


@pytest.mark.parametrize(
    ("objet", "nom", "faible"),
    [
        (Choix, "_accompagne", _seuls),
        (Choix, "marges", _genereux),
        (Choix, "_reste", lambda self, somme, tout, d, reste: None),
        (Partition, "repand", lambda self, classe, raisons: False),
        (Allegement, "_perces", lambda self, actifs: np.zeros(len(actifs), dtype=bool)),
    ],
    ids=["no companion", "companions without bounds", "what is left of wholes forgotten", "no pivot", "everything given back"],
)
def test_the_programme_defeats_a_weakened_search(objet, nom: str, faible, monkeypatch: pytest.MonkeyPatch):
    graines = protegeables(8)
    monkeypatch.setattr(objet, nom, faible)
    tirages = (tirage(np.random.default_rng(g)) for g in graines)
    assert any(percees(comptes, cherche(comptes)) for comptes in tirages)
