"""Carrying counts from one vintage to another: what must hold whatever the history (domain.md §6)."""

import itertools
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from ctg_data.territoires import evenements
from ctg_data.territoires.model import MILLESIMES
from ctg_data.territoires.passage import PassageImpossible, compose


def porte(table: pd.DataFrame, comptes: pd.Series) -> pd.Series:
    """Counts by source code, carried over."""
    return (table["poids"] * table["code_src"].map(comptes)).groupby(table["code_dst"]).sum()


@pytest.fixture(scope="module")
def codes(ref):
    """Vintage -> its communes."""
    return {m: frozenset(ref.communes(m)["code"].to_numpy(object)) for m in MILLESIMES}


# The committed history ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("de", MILLESIMES)
def test_every_ordered_pair_of_vintages_conserves_counts_and_lands_on_its_list(ref, codes, de):
    """Weights of a source sum to 1, only what is shared is estimated, what never changed does not move: 56 pairs, every commune."""
    for vers in MILLESIMES:
        table = ref.passage(de, vers)
        src, dst = (table[c].to_numpy(object) for c in ("code_src", "code_dst"))
        rangs, sources = pd.factorize(src)
        poids, comptes = table["poids"].to_numpy(), np.random.default_rng(de * vers).integers(0, 5000, len(sources))
        assert set(sources) == codes[de]
        assert set(dst) == codes[vers]
        assert np.allclose(np.bincount(rangs, poids), 1)
        assert (poids >= 0).all()
        assert (poids * comptes[rangs]).sum() == pytest.approx(comptes.sum())
        partagees, stables = np.bincount(rangs)[rangs] > 1, (table["type_evt"] == "").to_numpy()
        assert table["estime"].to_numpy()[partagees].all()
        assert (poids[~partagees] == 1).all()
        assert stables.sum() > 34_600
        assert (src == dst)[stables].all()
        assert len(set(zip(src[partagees], dst[partagees], strict=True))) == partagees.sum()


@pytest.mark.parametrize(("de", "vers"), [(2019, 2026), (2026, 2019), (2022, 2025)])
def test_a_commune_that_never_changed_comes_back_identical(ref, de, vers):
    aller, retour = ref.passage(de, vers), ref.passage(vers, de)
    stables = set(aller.loc[aller["type_evt"] == "", "code_src"]) & set(retour.loc[retour["type_evt"] == "", "code_src"])
    revenus = retour[retour["code_src"].isin(stables)]
    assert len(revenus) == len(stables) > 34_600
    assert (revenus["code_dst"] == revenus["code_src"]).all()
    assert (revenus["poids"] == 1).all()
    assert not revenus["estime"].any()


@pytest.mark.parametrize("millesime", MILLESIMES)
def test_a_vintage_to_itself_is_the_identity(ref, millesime):
    table = ref.passage(millesime, millesime)
    assert (table["code_src"] == table["code_dst"]).all()
    assert (table["poids"] == 1).all()
    assert set(table["type_evt"]) == {""}


@pytest.mark.parametrize("envers", [False, True])
def test_any_two_steps_in_one_direction_make_one(ref, codes, envers):
    """The 56 triples of vintages each way, as products of matrices."""
    toutes = pd.Index(sorted(frozenset().union(*codes.values())), dtype=object)

    @cache
    def matrice(de: int, vers: int) -> sparse.csr_array:
        t = ref.passage(de, vers)
        places = tuple(toutes.get_indexer(t[c].to_numpy(object)) for c in ("code_src", "code_dst"))
        return sparse.csr_array((t["poids"].to_numpy(), places), shape=(len(toutes),) * 2)

    for a, b, c in itertools.combinations(MILLESIMES[:: -1 if envers else 1], 3):
        assert abs(matrice(a, b) @ matrice(b, c) - matrice(a, c)).max() < 1e-12, (a, b, c)


@pytest.mark.parametrize(
    ("de", "ancien", "actuel"),
    [
        (2021, "27058", "27676"),  # 27676 in 2019, then 27058, then 27676 again
        (2019, "14011", "14581"),
        (2022, "01039", "01138"),
        (2024, "16238", "16023"),
        (2023, "42072", "42217"),
    ],
)
def test_former_communes_lead_to_their_successor(ref, de, ancien, actuel):
    table = ref.passage(de).set_index("code_src")
    assert ref.passage(de, 2026).equals(ref.passage(de))
    assert table.loc[ancien, "code_dst"] == actuel
    assert table.loc[ancien, "poids"] == 1


def test_only_splits_and_mergers_read_backwards_are_estimated(ref):
    avant, arriere = ref.passage(2019, 2026), ref.passage(2026, 2019)
    assert set(avant.loc[avant["estime"], "code_src"]) == {"14712", "15141", "60054", "85084"}
    parts = arriere[arriere["code_src"] == "01138"].set_index("code_dst")
    assert set(parts.index) == {"01138", "01039"}
    assert parts["estime"].all()
    assert arriere.groupby("code_src")["estime"].any().sum() == (arriere.groupby("code_src").size() > 1).sum()


def test_a_merger_read_backwards_is_shared_by_the_last_populations_of_its_parts(ref):
    """Béon (01039) joined Culoz (01138) on 1 January 2023."""
    arriere = ref.passage(2026, 2022).set_index(["code_src", "code_dst"])["poids"]
    populations = ref.communes(2022).set_index("code")["population"]
    assert arriere["01138", "01039"] == pytest.approx(populations["01039"] / (populations["01039"] + populations["01138"]))


def test_the_table_is_the_one_of_insee(donnees_reelles, ref):
    """Against the transition table worked out of Insee's events: same successors, same splits."""
    attendu = pd.read_csv(donnees_reelles / "geo" / "passage" / "passage_cog2019-2024_vers_2026.csv", dtype=str)
    for depart, lignes in attendu.groupby("cog_depart"):
        table = ref.passage(int(depart))
        change = table[table["type_evt"] != ""]
        suivis = change.groupby("code_src")["code_dst"].agg(set)
        publies = lignes.groupby("code_depart")["code_2026"].agg(set)
        assert {c: v for c, v in suivis.items() if v != {c}} == {c: v for c, v in publies.items() if v != {c}}


def test_the_yearly_steps_are_those_of_an_independent_package(donnees_reelles, ref):
    """COGugaison's tables, made from Insee's events by other hands: the same links, year by year; it shares divided communes evenly."""
    attendu = pd.read_csv(donnees_reelles / "geo" / "passage" / "cogugaison_passage_1968-2024_ODbL.csv.gz", dtype=str)
    for millesime in range(MILLESIMES[0], 2024):
        pas = ref.passage(millesime, millesime + 1)
        siens = attendu[(attendu["de"] == str(millesime)) & (attendu["code_de"] != attendu["code_vers"])]
        notres = pas[pas["code_src"] != pas["code_dst"]]
        assert set(zip(notres["code_src"], notres["code_dst"], strict=True)) == set(zip(siens["code_de"], siens["code_vers"], strict=True))


# Any history --------------------------------------------------------------------------------------------------------


@st.composite
def histoires(draw) -> tuple[dict[int, pd.DataFrame], pd.DataFrame]:
    """(Lists of communes of 2020 to 2023, yearly changes): mergers, splits and new codes, in any order."""
    population = st.integers(1, 900)
    actuelles = {f"{i:05}": draw(population) for i in range(draw(st.integers(3, 6)))}
    listes, pas, neuf = {2020: actuelles}, [], 100
    for annee in (2020, 2021, 2022):
        avant, actuelles = actuelles, dict(actuelles)
        chefs_avant, chefs_apres = {}, {}
        # one commune changes in one way a year; the last one only absorbs
        *libres, chef = draw(st.permutations(sorted(avant)))
        for geste, code in zip(draw(st.lists(st.sampled_from(["fusion", "scission", "code"]), max_size=2)), libres, strict=False):
            neuf += 1
            if geste == "fusion":
                actuelles[chef] += actuelles.pop(code)
                chefs_apres[code] = chef
            elif geste == "scission":
                actuelles[f"{neuf:05}"] = draw(population)
                chefs_avant[f"{neuf:05}"] = code
            else:
                actuelles[f"{neuf:05}"] = actuelles.pop(code)
                chefs_apres[code] = f"{neuf:05}"
        listes[annee + 1] = actuelles
        frames = [pd.DataFrame({"code": list(x), "population": list(x.values())}) for x in (avant, actuelles)]
        pas.append(evenements.changements(*frames, millesime=annee, chefs_avant=chefs_avant, chefs_apres=chefs_apres))
    cadres = {a: pd.DataFrame({"code": list(x), "population": list(x.values())}) for a, x in listes.items()}
    return cadres, pd.concat(pas, ignore_index=True)


@settings(max_examples=40, deadline=None)
@given(histoire=histoires(), de=st.integers(2020, 2023), vers=st.integers(2020, 2023))
def test_any_history_conserves_counts_and_lands_on_the_list(histoire, de, vers):
    listes, pas = histoire
    table = compose(pas, listes.__getitem__, de=de, vers=vers)
    assert np.allclose(table["poids"].groupby(table["code_src"]).sum(), 1)
    assert set(table["code_src"]) == set(listes[de]["code"])
    assert set(table["code_dst"]) == set(listes[vers]["code"])
    comptes = listes[de].set_index("code")["population"]
    assert porte(table, comptes).sum() == pytest.approx(comptes.sum())


@settings(max_examples=20, deadline=None)
@given(histoire=histoires())
def test_in_any_history_the_steps_compose(histoire):
    listes, pas = histoire
    directe = compose(pas, listes.__getitem__, de=2020, vers=2023)
    comptes = listes[2020].set_index("code")["population"]
    etapes = comptes
    for annee in (2020, 2021, 2022):
        etapes = porte(compose(pas, listes.__getitem__, de=annee, vers=annee + 1), etapes)
    assert np.allclose(porte(directe, comptes).sort_index(), etapes.sort_index())


def test_a_code_that_leads_nowhere_is_an_error_not_a_loss():
    listes = {2020: pd.DataFrame({"code": ["A", "B"], "population": [1, 1]}), 2021: pd.DataFrame({"code": ["A"], "population": [2]})}
    vide = pd.DataFrame(columns=list(evenements.TYPES)).astype(evenements.TYPES)
    with pytest.raises(PassageImpossible, match=r"Codes communaux de 2020 sans correspondance en 2021 : B\."):
        compose(vide, listes.__getitem__, de=2020, vers=2021)
