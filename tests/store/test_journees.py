"""The days that can be reopened: what was published at the end of each, and what later rules make of it."""

from pathlib import Path

import pytest

from ctg_data.errors import PublicationARefaire
from ctg_data.settings import Settings
from ctg_data.store import moteur, publications
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from tests.store.outils import triplets, valeurs


@pytest.fixture
def publiees(settings: Settings, magasin: Magasin) -> Publications:
    return Publications(settings)


def publie(publiees: Publications, monkeypatch: pytest.MonkeyPatch, identifiant: str, instant: str, *editions: str) -> None:
    """Write and declare the publication of that instant: one value, the rank of the letter."""
    publiees.ecrit([("epci", valeurs(("i", "E", 2023, float(ord(identifiant) - ord("a")))))], {"id": identifiant, "creee_le": instant})
    monkeypatch.setattr(publications, "maintenant", lambda: instant)
    assert publiees.declare(identifiant, editions)


def lue(settings: Settings, jour: str | None = None) -> float:
    ((_, _, valeur),) = triplets(Corpus(settings, jour=jour).valeurs("epci"))
    return valeur


def autres_regles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moteur, "empreinte", lambda: "autres")


def test_each_day_gives_what_it_ended_on(publiees: Publications, settings: Settings, monkeypatch):
    for identifiant, instant in (("a", "2026-03-01T09:00"), ("b", "2026-03-01T10:00"), ("c", "2026-03-04T09:00")):
        publie(publiees, monkeypatch, identifiant, instant, f"e{identifiant}")
    publiees.purge()
    assert [(j.jour, j.publication, j.lue, j.editions) for j in publiees.journees()] == [
        ("2026-03-01", "b", "b", {"eb"}), ("2026-03-04", "c", "c", {"ec"}),
    ]  # fmt: skip
    assert publiees.journee("2026-02-28") is None
    assert publiees.journee("2026-03-03").publication == "b"
    assert [lue(settings, "2026-03-03"), lue(settings, "2026-03-09"), lue(settings)] == [1.0, 2.0, 2.0]


def test_two_days_never_have_one_fingerprint_unless_they_have_one_publication(publiees: Publications, settings: Settings, monkeypatch):
    publie(publiees, monkeypatch, "a", "2026-03-01T09:00")
    publie(publiees, monkeypatch, "b", "2026-03-02T09:00")
    empreintes = [Corpus(settings, jour=jour).empreinte for jour in ("2026-03-01", "2026-03-02", None)]
    assert empreintes[0] != empreintes[1] == empreintes[2]


def test_a_day_of_other_rules_is_not_shown_until_it_is_computed_again(publiees: Publications, settings: Settings, monkeypatch):
    publie(publiees, monkeypatch, "a", "2026-03-01T09:00")
    publie(publiees, monkeypatch, "b", "2026-03-02T09:00")
    autres_regles(monkeypatch)
    assert [j.lue for j in publiees.journees()] == ["", ""]
    with pytest.raises(PublicationARefaire):
        Corpus(settings, jour="2026-03-01")
    publiees.ecrit([("epci", valeurs(("i", "E", 2023, 7)))], {"id": "z", "creee_le": "2026-03-01T09:00"})
    assert publiees.garde("a", "z")
    assert (publiees.journee("2026-03-01").lue, publiees.journee("2026-03-01").reconstituee) == ("z", True)
    assert (lue(settings, "2026-03-01"), publiees.journee("2026-03-02").lue) == (7.0, "")
    assert publiees.declaree() == "b"  # what is current never changes


def test_a_purge_keeps_what_was_computed_again_until_the_rules_change(publiees: Publications, settings: Settings, monkeypatch):
    publie(publiees, monkeypatch, "a", "2026-03-01T09:00")
    publie(publiees, monkeypatch, "b", "2026-03-02T09:00")
    publiees.ecrit([("epci", valeurs(("i", "E", 2023, 7)))], {"id": "z"})
    publiees.garde("a", "z")
    publiees.purge()
    assert publiees.contient("z")
    autres_regles(monkeypatch)
    publiees.purge()
    assert [publiees.contient(i) for i in "zab"] == [False, True, True]


def test_what_was_purged_between_two_hands_is_not_kept(publiees: Publications, monkeypatch):
    publie(publiees, monkeypatch, "a", "2026-03-01T09:00")
    assert not publiees.garde("a", "absente")
    assert not publiees.journee("2026-03-01").reconstituee


def test_a_store_that_never_published_has_no_day(publiees: Publications, tmp_path: Path):
    assert publiees.journees() == ()
    assert Publications(Settings(store=tmp_path / "absent", demo=None, acteur="essai")).journees() == ()


def test_before_and_after_an_edition(publiees: Publications, monkeypatch):
    publie(publiees, monkeypatch, "a", "2026-03-01T09:00", "e1")
    publie(publiees, monkeypatch, "b", "2026-03-02T09:00", "e1", "e2")
    publie(publiees, monkeypatch, "c", "2026-03-03T09:00", "e2", "e3")
    assert [p.id for p in publiees.autour("e2")] == ["a", "b"]
    assert (publiees.autour("e1"), publiees.autour("inconnue")) == (None, None)
    publiees.ote("b")
    assert [p.id for p in publiees.autour("e2")] == ["a", "c"]
    autres_regles(monkeypatch)
    assert publiees.autour("e2") is None
