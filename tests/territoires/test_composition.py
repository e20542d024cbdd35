"""What EPCI were made of: a few changes that anyone can look up, and what must hold for all of them."""

import pytest

from ctg_data.territoires.composition import Compositions
from ctg_data.territoires.model import CIBLE, MILLESIMES


@pytest.fixture(scope="module")
def compositions(ref) -> Compositions:
    return ref.compositions


def vues(compositions: Compositions, epci: str) -> list[tuple[int, list[str], list[str]]]:
    return [(c.millesime, [d.nom for d in c.entrees], [d.nom for d in c.sorties]) for c in compositions.changements(epci)]


def test_communes_that_came_and_left_are_dated(compositions):
    """Métropole Nice Côte d'Azur; CC du Pays des Paillons, which they left."""
    assert vues(compositions, "200030195") == [(2022, ["Châteauneuf-Villevieille", "Drap"], [])]
    (depart,) = compositions.changements("240600593")
    assert (depart.millesime, [d.nom_epci for d in depart.sorties]) == (2022, ["Métropole Nice Côte d'Azur"] * 2)


def test_a_commune_absorbed_beyond_the_border_leaves_with_its_territory(compositions):
    """Saint-Sigismond joined Ingrandes-le-Fresne-sur-Loire, of another EPCI, on 1 January 2024."""
    (depart,) = compositions.changements("200071868")
    assert [(d.nom, d.devenue) for d in depart.sorties] == [("Saint-Sigismond", "Ingrandes-le-Fresne-sur-Loire")]


def test_a_merger_inside_an_epci_changes_nothing(ref, compositions):
    """Béon joined Culoz on 1 January 2023, both in CC Bugey Sud."""
    epci = ref.territoire("commune", "01138").epci
    assert not any(c.millesime == 2023 for c in compositions.changements(epci))


def test_an_epci_that_takes_the_place_of_others_is_created(compositions):
    (creation,) = compositions.changements("200093201")  # Métropole Européenne de Lille, 2020 SIREN
    assert creation.creation
    assert {d.nom_epci for d in creation.entrees} == {"CC de la Haute Deûle", "Métropole Européenne de Lille"}


@pytest.mark.parametrize("millesime", MILLESIMES[1:])
def test_what_leaves_somewhere_arrives_elsewhere(ref, compositions, millesime):
    """All the EPCI of both lists: the departures of a year are its arrivals, but for communes without EPCI, of which there is none."""
    changements = [
        (epci, c)
        for epci in ref.codes("epci", millesime) | ref.codes("epci", millesime - 1)
        for c in compositions.changements(epci)
        if c.millesime == millesime
    ]
    entrees = {(d.code, d.epci, epci) for epci, c in changements for d in c.entrees}
    sorties = {(d.code, epci, d.epci) for epci, c in changements for d in c.sorties}
    assert entrees == sorties
    assert {e for e, c in changements if c.creation} == ref.codes("epci", millesime) - ref.codes("epci", millesime - 1)
    assert {e for e, c in changements if c.fin} == ref.codes("epci", millesime - 1) - ref.codes("epci", millesime)


def test_an_epci_differs_when_something_changed_since_and_was_not_undone(ref, compositions):
    for millesime in MILLESIMES[:-1]:
        changes = {e for e in ref.codes("epci", millesime) if any(c.millesime > millesime for c in compositions.changements(e))}
        assert compositions.differents(millesime) <= changes
    assert compositions.differents(CIBLE) == frozenset()


@pytest.mark.parametrize("millesime", MILLESIMES)
def test_one_epci_and_all_of_them_give_the_same_answer(ref, compositions, millesime):
    identiques = compositions.identiques(millesime)
    assert {e for e in ref.codes("epci") if compositions.meme_territoire(e, millesime)} == identiques
