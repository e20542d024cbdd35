"""What pages read: real territories are real, the others may be demonstration, never both."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from ctg_data.errors import ActionRefusee
from ctg_data.records import COLONNES_VALEURS
from ctg_data.settings import Settings
from ctg_data.store import publie
from ctg_data.store.corpus import Corpus
from ctg_data.store.edition import maintenant
from ctg_data.store.magasin import Magasin, Referents
from ctg_data.store.publications import Publications
from tests.store.outils import chargement, mesures, triplets, valeurs


def publie_reelles(settings: Settings, frame, identifiant: str = "reelle") -> None:
    Magasin(settings, referents=Referents({}, dict))
    publications = Publications(settings)
    publications.ecrit([("epci", frame)], {"id": identifiant})
    publications.declare(identifiant, [])


def publie_demo(settings: Settings, frame) -> Settings:
    dossier = settings.store.parent / "demo"
    publie.ecrit_dossier(dossier, [("epci", frame)], {"id": "fictive", "demo": True})
    return replace(settings, demo=dossier)


def test_a_store_that_does_not_exist_yet_is_empty_and_is_not_created(settings: Settings):
    corpus = Corpus(settings)
    assert tuple(corpus.valeurs("epci").columns) == (*COLONNES_VALEURS, "demo")
    assert corpus.valeurs("epci").empty
    assert (corpus.empreinte, corpus.editions.empty) == ("vide+vide", True)
    assert not settings.store.exists()


def test_real_values_are_not_demonstration(settings: Settings):
    publie_reelles(settings, valeurs(("i", "A", 2023, 1)))
    corpus = Corpus(settings)
    assert corpus.valeurs("epci")["demo"].tolist() == [False]
    assert not corpus.est_demo("epci", "A")
    assert corpus.empreinte == "reelle+vide"


def test_a_territory_with_one_real_row_loses_its_whole_demonstration(settings: Settings):
    publie_reelles(settings, valeurs(("i", "A", 2023, "s"), ("j", "A", 2023, "nd")))
    settings = publie_demo(settings, valeurs(("i", "A", 2023, 5), ("j", "A", 2023, 6), ("i", "B", 2023, 7)))
    corpus = Corpus(settings)
    lues = corpus.valeurs("epci")
    assert triplets(lues[~lues["demo"]]) == {("A", 2023, "s"), ("A", 2023, "nd")}
    assert triplets(lues[lues["demo"]]) == {("B", 2023, 7.0)}
    assert (corpus.est_demo("epci", "A"), corpus.est_demo("epci", "B"), corpus.est_demo("epci", "C")) == (False, True, False)
    assert corpus.codes("epci") == {"A", "B"}


def test_a_territory_with_nothing_but_nd_keeps_its_demonstration_once(settings: Settings):
    publie_reelles(settings, valeurs(("i", "A", 2023, "nd")))
    corpus = Corpus(publie_demo(settings, valeurs(("i", "A", 2023, 5))))
    assert triplets(corpus.valeurs("epci")) == {("A", 2023, 5.0)}
    assert corpus.est_demo("epci", "A")


def test_a_territory_with_nothing_but_nd_on_both_sides_is_not_fictitious_and_comes_once(settings: Settings):
    publie_reelles(settings, valeurs(("i", "A", 2023, "nd")))
    corpus = Corpus(publie_demo(settings, valeurs(("i", "A", 2023, "nd"), ("i", "B", 2023, 5))))
    lues = corpus.valeurs("epci")
    assert triplets(lues) == {("A", 2023, "nd"), ("B", 2023, 5.0)}
    assert lues.set_index("code")["demo"].to_dict() == {"A": False, "B": True}
    assert not corpus.est_demo("epci", "A")


def test_narrowing_does_not_bring_the_demonstration_back(settings: Settings):
    publie_reelles(settings, valeurs(("i", "A", 2023, 1)))
    corpus = Corpus(publie_demo(settings, valeurs(("i", "A", 2023, 5), ("j", "A", 2023, 6))))
    assert corpus.valeurs("epci", ["A"], ["j"]).empty


def test_the_fingerprint_names_both_publications(settings: Settings):
    settings = publie_demo(settings, valeurs(("i", "A", 2023, 5)))
    avant = Corpus(settings).empreinte
    publie_reelles(settings, valeurs(("i", "A", 2023, 1)))
    assert (avant, Corpus(settings).empreinte) == ("vide+fictive", "reelle+fictive")


def test_an_open_corpus_keeps_its_publication_when_another_is_made(settings: Settings):
    publie_reelles(settings, valeurs(("i", "A", 2023, 1)), "avant")
    corpus = Corpus(settings)
    publie_reelles(settings, valeurs(("i", "A", 2023, 2)), "apres")
    assert triplets(corpus.valeurs("epci")) == {("A", 2023, 1.0)}
    assert triplets(Corpus(settings).valeurs("epci")) == {("A", 2023, 2.0)}


def test_a_portrait_reopens_as_it_was(settings: Settings):
    publie_reelles(settings, valeurs(("i", "A", 2023, 1)), "avant")
    alors = maintenant()
    publie_reelles(settings, valeurs(("i", "A", 2023, 2)), "apres")
    assert triplets(Corpus(settings, jour=alors).valeurs("epci")) == {("A", 2023, 1.0)}


def test_editions_say_what_was_imported_and_no_figure(settings: Settings):
    magasin = Magasin(settings, referents=Referents({}, dict))
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 98765)), "naissances.csv"), acteur="x")
    editions = Corpus(settings).editions
    assert editions["fichier"].tolist() == ["naissances.csv"]
    assert "98765" not in editions.to_csv()


def test_reading_asks_the_policy(settings: Settings):
    with pytest.raises(ActionRefusee):
        Corpus(replace(settings, acteur=""))


lignes = st.dictionaries(
    st.tuples(st.sampled_from("ij"), st.sampled_from("ABC"), st.sampled_from([2022, 2023])),
    st.sampled_from([1.0, "s", "ns", "nd"]),
    min_size=1,
)


@reglages(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reelles=lignes, fictives=lignes)
def test_no_territory_ever_mixes_real_and_demonstration(reelles: dict, fictives: dict, tmp_path_factory: pytest.TempPathFactory):
    dossier: Path = tmp_path_factory.mktemp("corpus")
    settings = Settings(store=dossier / "magasin", demo=None)
    publie_reelles(settings, valeurs(*((*cle, v) for cle, v in reelles.items())))
    corpus = Corpus(publie_demo(settings, valeurs(*((*cle, v) for cle, v in fictives.items()))))
    lues = corpus.valeurs("epci")
    assert not lues.duplicated(["indicateur", "code", "annee", "modalite"]).any()
    for code, groupe in lues.groupby("code", observed=True):
        assert groupe["demo"].nunique() == 1
        assert groupe["demo"].iloc[0] == corpus.est_demo("epci", code)
    vrais = {code for (_, code, _), v in reelles.items() if v != "nd"}
    assert {code for code in "ABC" if corpus.est_demo("epci", code)}.isdisjoint(vrais)


def test_period_perimeters_of_a_real_territory_are_real(settings: Settings):
    """A is real, B is only in the demonstration: each has its own period perimeter, never the other's."""
    Magasin(settings, referents=Referents({}, dict))
    reelles = [("epci", valeurs(("i", "A", 2023, 1))), (publie.EPOQUES, valeurs(("i", "A", 2022, 5)))]
    Publications(settings).ecrit(reelles, {"id": "reelle"})
    Publications(settings).declare("reelle", [])
    dossier = settings.store.parent / "demo"
    fictives = (
        ("epci", valeurs(("i", "A", 2023, 8), ("i", "B", 2023, 9))),
        (publie.EPOQUES, valeurs(("i", "A", 2022, 6), ("i", "B", 2022, 7))),
    )
    publie.ecrit_dossier(dossier, fictives, {"id": "fictive", "demo": True})
    lues = Corpus(replace(settings, demo=dossier)).epoques(["A", "B"])
    assert {(c, v, d) for c, v, d in zip(lues["code"], lues["valeur"], lues["demo"], strict=True)} == {("A", 5, False), ("B", 7, True)}
