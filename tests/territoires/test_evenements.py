"""Yearly changes worked out of two lists, by hand."""

import pandas as pd
import pytest

from ctg_data.errors import CtgError
from ctg_data.territoires.evenements import TYPES, changements, remaniements


def liste(**populations: int) -> pd.DataFrame:
    return pd.DataFrame({"code": list(populations), "population": list(populations.values())})


def lignes(avant: pd.DataFrame, apres: pd.DataFrame, *, chefs_avant=None, chefs_apres=None) -> list[tuple]:
    frame = changements(avant, apres, millesime=2020, chefs_avant=chefs_avant or {}, chefs_apres=chefs_apres or {})
    assert frame.dtypes.astype(str).to_dict() == TYPES
    assert set(frame["mill_dst"] - frame["mill_src"]) <= {1}
    return list(frame[["code_src", "code_dst", "poids", "type_evt", "estime"]].itertuples(index=False, name=None))


def test_nothing_changed():
    assert lignes(liste(A=10, B=20), liste(A=11, B=19)) == []


def test_a_merged_commune_goes_whole_to_the_one_it_is_a_deleguee_of():
    assert lignes(liste(A=10, B=20), liste(A=30), chefs_apres={"B": "A"}) == [("B", "A", 1.0, "fusion", False)]


def test_a_new_code_for_the_same_commune():
    assert lignes(liste(A=10, B=20), liste(A=10, C=20), chefs_apres={"B": "C"}) == [("B", "C", 1.0, "changement_code", False)]


def test_the_parts_of_a_split_share_it_by_their_population_and_are_estimated():
    obtenu = lignes(liste(A=100), liste(A=60, B=30, C=10), chefs_avant={"B": "A", "C": "A"})
    assert obtenu == [("A", "A", 0.6, "scission", True), ("A", "B", 0.3, "scission", True), ("A", "C", 0.1, "scission", True)]


def test_a_successor_that_no_list_holds_is_a_public_fact():
    assert lignes(liste(**{"02311": 80, "02589": 300}), liste(**{"02589": 380})) == [("02311", "02589", 1.0, "fusion", False)]


def test_a_commune_that_nobody_succeeds_stops_the_construction():
    with pytest.raises(CtgError, match=r"La commune B a disparu sans successeur connu.*faits\.py"):
        lignes(liste(A=10, B=20), liste(A=30))


def entite(code: str, date: str = "", raison: str = "", *, avant: str = "", fin: str = "", genre: str = "COM") -> dict:
    """One entity of the publisher's graph, with only the keys that it would have."""
    cles = {"dateDebut": date, "raisonDebut": raison, "predecesseur": avant, "dateFin": fin}
    return {"id": f"{genre}-{code}@{date or '1943-01-01'}", "type": genre, "code": code, **{k: v for k, v in cles.items() if v}}


def test_communes_that_changed_of_territory_before_the_lists_and_since_when():
    histoire = [
        entite("A"),
        entite("B", "2019-01-01", "commune nouvelle"),
        entite("C", "2016-12-01", "commune nouvelle"),
        entite("D", fin="2018-03-01"),
        entite("D", "2018-03-01", "changement de nom", avant="COM-D@1943-01-01"),
        entite("E", "2008-01-01", "commune nouvelle"),
        entite("F", "2018-01-01", "commune nouvelle", genre="COMD"),
        entite("G", "2017-01-01", "commune nouvelle", fin="2018-05-01"),
        entite("G", "2018-05-01", "changement de nom", avant="COM-G@2017-01-01"),
    ]
    assert remaniements(histoire, debut=2009).to_dict("list") == {"code": ["B", "C", "G"], "millesime": [2019, 2017, 2017]}
