"""Dated lists of communes: vectors that one can follow by hand, and what must hold whatever the dates."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from ctg_data.territoires import perimetre
from ctg_data.territoires.perimetre import Appartenance, Avenant, PerimetreInvalide, Periode

SIGNE, AVENANT, AUJOURDHUI = date(2024, 3, 12), date(2025, 1, 1), date(2026, 1, 1)
ABC = perimetre.compose(["B", "A", "C", "A"], SIGNE)
CODES = st.sets(st.sampled_from("ABCDEF"), min_size=1)


def test_a_list_is_sorted_and_each_commune_is_in_it_once():
    assert [a.code for a in ABC] == ["A", "B", "C"]
    assert perimetre.composition(ABC, SIGNE) == ("A", "B", "C")
    assert perimetre.composition(ABC, SIGNE - timedelta(1)) == ()


def test_an_amendment_keeps_the_composition_of_before():
    apres = perimetre.amende(ABC, SIGNE, jour=AVENANT, aujourdhui=AUJOURDHUI, entrees=["D"], sorties=["A"])
    assert perimetre.composition(apres, AVENANT - timedelta(1)) == ("A", "B", "C")
    assert perimetre.composition(apres, AVENANT) == ("B", "C", "D")
    assert perimetre.periodes(apres) == (Periode(SIGNE, ("A", "B", "C")), Periode(AVENANT, ("B", "C", "D")))
    assert perimetre.avenants(apres) == (Avenant(AVENANT, ("D",), ("A",)),)
    assert perimetre.periode(apres, date(2024, 12, 31)).debut == SIGNE
    assert perimetre.periode(apres, date(2025, 6, 1)).debut == AVENANT


def test_a_commune_may_come_back():
    sortie = perimetre.amende(ABC, SIGNE, jour=AVENANT, aujourdhui=AUJOURDHUI, sorties=["A"])
    revenue = perimetre.amende(sortie, SIGNE, jour=date(2025, 6, 1), aujourdhui=AUJOURDHUI, entrees=["A"])
    assert [len(p.codes) for p in perimetre.periodes(revenue)] == [3, 2, 3]


def test_a_signature_dates_the_composition_whenever_it_was_typed():
    saisi = perimetre.compose(["A", "B"], AUJOURDHUI)
    assert perimetre.signe(saisi, SIGNE, aujourdhui=AUJOURDHUI) == perimetre.compose(["A", "B"], SIGNE)


@pytest.mark.parametrize("jour", [date(26, 3, 12), date(1989, 12, 31)])
def test_a_date_before_1990_is_a_slip_that_is_told_in_full(jour):
    with pytest.raises(PerimetreInvalide, match=f"{jour:%d/%m}/{jour.year:04} est antérieure à 1990"):
        perimetre.signe(ABC, jour, aujourdhui=AUJOURDHUI)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"signe_le": None}, "n'est pas signé"),
        ({"jour": SIGNE}, "postérieur à la signature"),
        ({"jour": AUJOURDHUI + timedelta(1)}, "dans le futur"),
        ({"entrees": ["A"]}, "Déjà dans le périmètre : A"),
        ({"entrees": [], "sorties": ["Z"]}, "Pas dans le périmètre à cette date : Z"),
        ({"entrees": []}, "ne change rien"),
        ({"entrees": [], "sorties": ["A", "B", "C"]}, "Il ne resterait aucune commune"),
    ],
)
def test_an_amendment_that_cannot_be_says_why(champs, phrase):
    voulu = {"signe_le": SIGNE, "jour": AVENANT, "aujourdhui": AUJOURDHUI, "entrees": ["D"], "sorties": []} | champs
    with pytest.raises(PerimetreInvalide, match=phrase):
        perimetre.amende(ABC, voulu.pop("signe_le"), **voulu)


def test_amendments_come_in_the_order_of_their_dates():
    apres = perimetre.amende(ABC, SIGNE, jour=AVENANT, aujourdhui=AUJOURDHUI, entrees=["D"])
    with pytest.raises(PerimetreInvalide, match="01/01/2025"):
        perimetre.amende(apres, SIGNE, jour=date(2024, 6, 1), aujourdhui=AUJOURDHUI, entrees=["E"])
    with pytest.raises(PerimetreInvalide, match="le même jour"):
        perimetre.amende(apres, SIGNE, jour=AVENANT, aujourdhui=AUJOURDHUI, sorties=["D"])


def test_a_date_before_the_perimeter_says_since_when_it_exists():
    with pytest.raises(PerimetreInvalide, match="12/03/2024"):
        perimetre.periode(ABC, date(2020, 1, 1))


def test_a_signature_in_the_future_is_refused():
    with pytest.raises(PerimetreInvalide, match="futur"):
        perimetre.signe(ABC, AUJOURDHUI + timedelta(1), aujourdhui=AUJOURDHUI)


def passage(*paires: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(paires, columns=["code_src", "code_dst"])


def test_a_merged_commune_is_inside_only_if_all_its_parts_were():
    table = passage(("A", "N"), ("B", "N"), ("C", "M"), ("D", "M"), ("E", "E"))
    assert perimetre.passe(perimetre.compose("ABCE", SIGNE), table) == (perimetre.compose("EN", SIGNE), ("M",))


def test_every_part_of_a_divided_commune_is_inside():
    assert perimetre.passe(perimetre.compose("A", SIGNE), passage(("A", "A"), ("A", "B"))) == (perimetre.compose("AB", SIGNE), ())


def test_a_merger_is_inside_only_while_all_its_parts_are():
    """A since the signature, B by an amendment: the commune made of both is inside from the amendment on."""
    apres = perimetre.amende(perimetre.compose("AC", SIGNE), SIGNE, jour=AVENANT, aujourdhui=AUJOURDHUI, entrees=["B"])
    passees, partielles = perimetre.passe(apres, passage(("A", "N"), ("B", "N"), ("C", "C")))
    assert passees == (Appartenance("C", SIGNE), Appartenance("N", AVENANT))
    assert partielles == ()


def test_nothing_left_after_a_merger_asks_for_a_new_list():
    with pytest.raises(PerimetreInvalide, match="refaites-le"):
        perimetre.passe(perimetre.compose("A", SIGNE), passage(("A", "N"), ("B", "N")))


@st.composite
def histoires(tirage) -> perimetre.Communes:
    """A first composition, then a few amendments that the rules accept."""
    communes = perimetre.compose(tirage(CODES), SIGNE)
    jour = SIGNE
    for _ in range(tirage(st.integers(0, 4))):
        jour += timedelta(tirage(st.integers(1, 60)))
        dedans = set(perimetre.composition(communes, jour))
        entrees, sorties = tirage(st.sets(st.sampled_from("ABCDEF"))) - dedans, tirage(st.sets(st.sampled_from("ABCDEF"))) & dedans
        if (entrees or sorties) and (dedans | entrees) - sorties:
            communes = perimetre.amende(communes, SIGNE, jour=jour, aujourdhui=date(2030, 1, 1), entrees=entrees, sorties=sorties)
    return communes


@reglages(deadline=None, max_examples=40)
@given(histoires(), st.dates(SIGNE, date(2026, 12, 31)))
def test_a_composition_at_a_date_is_that_of_its_period_and_is_never_empty(communes, jour):
    assert perimetre.composition(communes, jour) == perimetre.periode(communes, jour).codes != ()


@reglages(deadline=None, max_examples=40)
@given(histoires())
def test_the_amendments_replayed_from_the_first_composition_give_the_last(communes):
    suites = perimetre.periodes(communes)
    codes = set(suites[0].codes)
    for avenant in perimetre.avenants(communes):
        assert not codes & set(avenant.entrees)
        assert set(avenant.sorties) <= codes
        codes = (codes | set(avenant.entrees)) - set(avenant.sorties)
    assert codes == set(suites[-1].codes)


@reglages(deadline=None, max_examples=40)
@given(histoires())
def test_the_periods_make_the_same_perimeter_again(communes):
    refaites = perimetre.depuis_periodes(perimetre.periodes(communes))
    assert perimetre.periodes(refaites) == perimetre.periodes(communes)


@reglages(deadline=None, max_examples=40)
@given(histoires())
def test_a_passage_where_nothing_changes_changes_nothing(communes):
    passees, partielles = perimetre.passe(communes, passage(*((c, c) for c in "ABCDEF")))
    assert (perimetre.periodes(passees), partielles) == (perimetre.periodes(communes), ())


@reglages(deadline=None, max_examples=40)
@given(histoires(), st.lists(st.sampled_from("ABCDEF"), min_size=6, max_size=6))
def test_mergers_never_let_in_people_who_were_outside(communes, arrivees):
    """Whatever the mergers, what was inside after was inside before."""
    table = passage(*zip("ABCDEF", (f"N{a}" for a in arrivees), strict=True))
    try:
        passees, _ = perimetre.passe(communes, table)
    except PerimetreInvalide:
        assume(False)
    for p in perimetre.periodes(passees):
        venues = set(table.loc[table["code_dst"].isin(p.codes), "code_src"])
        assert venues <= set(perimetre.composition(communes, p.debut))
