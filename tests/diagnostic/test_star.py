"""The star: percentiles among named units, outward always « appelle l'attention » (domain.md §3.3)."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctg_data.diagnostic.star import Ensemble, etoile, orientation, percentile, repartition
from ctg_data.indicators.model import Branche, Effectif, Etoile, Face, Indicateur, Ref, Sens

CODES = tuple(f"{i:09d}" for i in range(1, 21))
ENSEMBLE = Ensemble("EPCI de 20 000 à 50 000 habitants", "population 2023", "epci", "EPCI", CODES, demo=False)
LIBELLES = {b: b.value for b in Branche}


def indicateur(nom, branche=Branche.PE, face=Face.BESOIN, sens=1):
    return Indicateur(
        id=nom,
        libelle=nom,
        definition=nom,
        theme=branche,
        angle=1,
        formules=(Effectif((Ref("x"),)),),
        unite="%",
        decimales=1,
        sens=Sens.NEUTRE,
        lecture="",
        etoile=Etoile(branche, face, sens),
    )


def lignes(nom, valeurs, statut="ok", annee=2023, modalite="total"):
    return pd.DataFrame(
        {"indicateur": nom, "code": CODES[: len(valeurs)], "annee": annee, "modalite": modalite, "statut": statut, "valeur": valeurs}
    )


def dessine(valeurs, code, indicateurs, face=Face.BESOIN):
    annees = {i.id: 2023 for i in indicateurs}
    reparties = repartition(valeurs, ENSEMBLE.codes)
    return etoile(reparties, code, face=face, ensemble=ENSEMBLE, indicateurs=indicateurs, annees=annees, libelles=LIBELLES)


def pe(etoile_):
    return etoile_.rayons[0]


@pytest.mark.parametrize(("x", "score"), [(1, 2.5), (20, 97.5), (10, 47.5)])
def test_twenty_distinct_values_by_hand(x, score):
    """n_below 0, 19, 9 of 20: 100·(0+½)/20 = 2.5; 100·(19+½)/20 = 97.5; 100·(9+½)/20 = 47.5."""
    assert percentile(np.arange(1, 21), x) == score


def test_ties_share_their_place():
    """Values 1, 2, 2, 3: at 2, one below and two equal: 100·(1+1)/4 = 50."""
    assert percentile(np.array([1, 2, 2, 3]), 2) == 50


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.data())
def test_a_percentile_stays_between_0_and_100_whatever_the_order(valeurs, tirage):
    x = tirage.draw(st.sampled_from(valeurs))
    melange = tirage.draw(st.permutations(valeurs))
    assert 0 < percentile(np.array(valeurs), x) < 100
    assert percentile(np.array(valeurs), x) == percentile(np.array(melange), x)


@given(st.floats(-1e6, 1e6), st.integers(1, 50))
def test_all_equal_is_the_middle(x, n):
    assert percentile(np.full(n, x), x) == 50


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), st.data())
def test_turning_the_axis_mirrors_the_score(valeurs, tirage):
    x = tirage.draw(st.sampled_from(valeurs))
    tableau = np.array(valeurs)
    assert percentile(tableau, x) + percentile(-tableau, -x) == pytest.approx(100)


@pytest.mark.parametrize(
    ("face", "sens", "attendu"),
    [(Face.BESOIN, 1, 1), (Face.BESOIN, -1, -1), (Face.OFFRE, 1, -1), (Face.OFFRE, -1, 1), (Face.ECART, 1, 1), (Face.ECART, -1, -1)],
)
def test_outward_always_calls_for_attention(face, sens, attendu):
    assert orientation(indicateur("x", face=face, sens=sens)) == attendu


def test_the_best_equipped_is_the_least_weak():
    place = indicateur("places", face=Face.OFFRE)
    trouve = dessine(lignes("places", range(1, 21)), CODES[-1], [place], face=Face.OFFRE)
    assert pe(trouve).score == 3
    assert pe(trouve).composantes[0].mots == "plus élevé que dans plus de 9 EPCI sur 10"


def test_a_branch_is_the_mean_of_its_available_indicators():
    """Scores 97.5 and 2.5: mean 50."""
    a, b = indicateur("a"), indicateur("b")
    valeurs = pd.concat([lignes("a", range(1, 21)), lignes("b", range(20, 0, -1))])
    trouve = dessine(valeurs, CODES[-1], [a, b])
    assert (pe(trouve).score, pe(trouve).partiel) == (50, False)
    assert [c.score for c in pe(trouve).composantes] == [98, 3]


def test_the_words_of_a_branch_rank_its_mean_among_the_means_of_the_set():
    """The 16th of 20 on two opposite orders scores 77.5, more than the 50 of all others: first of the set, not « plus que 8 sur 10 »."""
    a, b = indicateur("a"), indicateur("b")
    secondes = list(range(20, 0, -1))
    secondes[15], secondes[4] = secondes[4], secondes[15]
    valeurs = pd.concat([lignes("a", range(1, 21)), lignes("b", secondes)])
    premier, dernier, milieu = (pe(dessine(valeurs, CODES[rang], [a, b])) for rang in (15, 4, 10))
    assert (premier.score, premier.mots) == (78, "en moyenne, appelle l’attention plus que presque tous les EPCI")
    assert (dernier.score, dernier.mots) == (23, "en moyenne, appelle l’attention moins que presque tous les EPCI")
    assert (milieu.score, milieu.mots) == (50, "proche du milieu des EPCI")


def test_under_sixty_percent_of_the_weight_the_branch_says_partiel():
    noms = [indicateur(n) for n in "abc"]
    un, deux = lignes("a", range(1, 21)), lignes("b", range(1, 21))
    assert pe(dessine(un, CODES[0], noms)).partiel
    assert not pe(dessine(pd.concat([un, deux]), CODES[0], noms)).partiel


def test_a_branch_without_indicator_is_hollow_not_zero():
    trouve = dessine(lignes("a", range(1, 21)), CODES[0], [indicateur("a")])
    assert [r.score for r in trouve.rayons] == [3] + [None] * 9
    assert [r.branche for r in trouve.rayons] == list(Branche)


def test_nineteen_units_give_no_score():
    trouve = dessine(lignes("a", range(1, 20)), CODES[0], [indicateur("a")])
    assert pe(trouve).score is None
    assert pe(trouve).composantes[0].raison == "moins de 20 EPCI ont une valeur"


@pytest.mark.parametrize("statut", ["s", "ns", "nd"])
def test_a_masked_value_has_no_place_even_if_a_number_slipped_in(statut):
    valeurs = lignes("a", range(1, 21))
    valeurs.loc[0, "statut"] = statut
    trouve = dessine(valeurs, CODES[0], [indicateur("a")])
    assert pe(trouve).composantes[0].score is None
    assert pe(trouve).composantes[0].raison == "valeur absente ou protégée ici"


def test_other_years_modalities_and_units_outside_the_set_do_not_count():
    bruit = [
        lignes("a", range(101, 121), annee=2022),
        lignes("a", range(101, 121), modalite="h"),
        lignes("a", [500.0]).assign(code="999999999"),
    ]
    trouve = dessine(pd.concat([lignes("a", range(1, 21)), *bruit]), CODES[9], [indicateur("a")])
    assert (pe(trouve).score, pe(trouve).composantes[0].n) == (48, 20)


@pytest.mark.parametrize(("n", "forme"), [(0, "vide"), (4, "barres"), (5, "etoile"), (10, "etoile")])
def test_the_shape_follows_the_number_of_branches(n, forme):
    noms = [indicateur(b.value, b) for b in Branche]
    valeurs = pd.concat([lignes(i.id, range(1, 21)) for i in noms[:n]] or [lignes("z", [])])
    assert dessine(valeurs, CODES[0], noms).forme == forme


@settings(deadline=None)  # the first example pays the imports of pandas
@given(st.permutations(range(20)))
def test_the_order_of_the_rows_is_irrelevant(ordre):
    valeurs = lignes("a", [float(v % 7) for v in range(20)])
    assert dessine(valeurs, CODES[3], [indicateur("a")]) == dessine(valeurs.iloc[list(ordre)], CODES[3], [indicateur("a")])
