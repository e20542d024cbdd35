"""The engine on perimeters of an invented country, against plain sums made with pandas."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from ctg_data.indicators.cubes import R_OK
from ctg_data.indicators.local import DonneesAutour, DonneesPerimetres, Piece, pieces
from ctg_data.indicators.model import Ref
from tests.diagnostic.pays import MagasinEssai, Pays, lignes

PAYS = Pays(("X", "X", "X", "Y", "Y", "Z", "Z", ""), ("A", "A", "A", "A", "A", "B", "B", "B"), {"A": "R", "B": "R"})
"""A: EPCI X (3 communes) and Y (2); B: EPCI Z (2) and one commune without EPCI."""
COMPTES = (10, 20, 30, 40, 50, 60, 70, 80)
CODES = PAYS.codes


def ou():
    return PAYS.communes.set_index("code")[["epci", "departement", "region", "nom", "population"]]


@cache
def autour(comptes) -> DonneesAutour:
    return DonneesAutour(MagasinEssai(lignes(PAYS, {("foyers_rsa", "total", 2024): comptes})), PAYS.referentiel)


def donnees(perimetres, comptes=COMPTES) -> DonneesPerimetres:
    return DonneesPerimetres(autour(comptes), perimetres, ou())


def codes(morceaux) -> list[tuple[str, str]]:
    return [(p.niveau, p.code) for p in morceaux]


def test_pieces_are_whole_departements_then_whole_epci_then_communes():
    assert codes(pieces(CODES[:5], ou())) == [("departement", "A")]
    assert codes(pieces(CODES[:4], ou())) == [("epci", "X"), ("commune", "A003")]
    assert codes(pieces(CODES[1:3] + CODES[5:7], ou())) == [("epci", "Z"), ("commune", "A001"), ("commune", "A002")]
    assert codes(pieces(CODES, ou())) == [("departement", "A"), ("departement", "B")]


def test_a_departement_is_made_of_its_epci_and_they_of_their_communes():
    (departement,) = pieces(CODES[:5], ou())
    assert departement.blocs == (("epci", "X"), ("epci", "Y"))
    assert departement.parts[1] == Piece("epci", "Y", (Piece("commune", "A003"), Piece("commune", "A004")))
    assert len(departement.toutes) == 1 + 2 + 5


@reglages(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from("PQRS"), st.sets(st.sampled_from(CODES), min_size=1), min_size=1))
def test_perimeters_that_overlap_are_plain_sums_of_their_communes(perimetres):
    cube = donnees(perimetres).somme((Ref("foyers_rsa"),), "perimetre")
    attendu = dict(zip(CODES, COMPTES, strict=True))
    assert cube.valeur[:, 0].tolist() == [sum(attendu[c] for c in perimetres[p]) for p in sorted(perimetres)]
    assert (cube.rang == R_OK).all()


@reglages(deadline=None, max_examples=50)
@given(st.sets(st.sampled_from(CODES), min_size=1))
def test_pieces_cover_each_commune_once(perimetre):
    def feuilles(p: Piece) -> list[str]:
        return [p.code] if p.niveau == "commune" else [c for part in p.parts for c in feuilles(part)]

    assert sorted(c for p in pieces(perimetre, ou()) for c in feuilles(p)) == sorted(perimetre)


def test_one_commune_without_figure_leaves_the_sum_unknown():
    cube = donnees({"P": CODES[:2], "Q": CODES[1:3]}, (np.nan, *COMPTES[1:])).somme((Ref("foyers_rsa"),), "perimetre")
    assert (cube.rang[:, 0] == R_OK).tolist() == [False, True]


def test_whole_epci_are_read_where_only_they_have_a_figure():
    """Places of childcare are published by EPCI: two EPCI add up although no commune has a row."""
    rangees = lignes(PAYS, {("places", "am", 2024): [np.nan] * 5 + [1, 2, 3]})
    epci = rangees.iloc[:2].assign(niveau="epci", code=["X", "Y"], valeur=[100.0, 50.0])
    tout = MagasinEssai(pd.concat([rangees, epci], ignore_index=True))
    lues = DonneesPerimetres(DonneesAutour(tout, PAYS.referentiel), {"P": CODES[:5], "Q": CODES[:4], "R": CODES[:6]}, ou())
    cube = lues.somme((Ref("places", ("am",)),), "perimetre")
    assert cube.valeur[:, 0].tolist() == [150, 0, 151]
    assert (cube.rang[:, 0] == R_OK).tolist() == [True, False, True]


def test_a_perimeter_is_compared_with_the_departement_of_most_of_its_people():
    g = donnees({"P": [*CODES[:1], *CODES[5:]], "Q": CODES[:6]}).geographie
    niveau, rangs = g.reference("perimetre")
    assert (niveau, [g.codes["departement"][r] for r in rangs]) == ("departement", ["B", "A"])


@pytest.mark.parametrize("niveau", ["commune", "epci", "departement"])
def test_other_levels_are_read_as_without_perimeters(niveau):
    lues = donnees({"P": CODES[:2]})
    assert np.array_equal(lues.somme((Ref("foyers_rsa"),), niveau).valeur, lues._autour.somme((Ref("foyers_rsa"),), niveau).valeur)
