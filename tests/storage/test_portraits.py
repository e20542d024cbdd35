"""What is written around a portrait, on both databases: the first record of two hands, and one that was set aside."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ctg_data.errors import ActionRefusee
from ctg_data.settings import Settings
from ctg_data.storage import portraits
from ctg_data.storage.depot import ConflitDeVersion, Depot, SujetPris
from ctg_data.storage.modele import Choix, ElementSaillant, Note

SUJET = ("epci", "200066512", "tx_pauvrete_60", 2021)
GARDE = ElementSaillant(*SUJET, Choix.GARDE)
REFORMULE = ElementSaillant(*SUJET, Choix.REFORMULE, texte="Nos mots.")


def test_two_first_decisions_on_one_subject_are_a_conflict_with_both_sides(ouvre: Callable[[], Engine]):
    une, autre = Depot(ouvre(), "une"), Depot(ouvre(), "autre")
    premiere = portraits.enregistre(une, None, GARDE)
    with pytest.raises(SujetPris):
        autre.cree(REFORMULE)
    with pytest.raises(ConflitDeVersion) as conflit:
        portraits.enregistre(autre, None, REFORMULE)
    assert conflit.value.actuelle == premiere
    vues = {d.champ: (d.votre, d.actuel) for d in conflit.value.divergences}
    assert vues == {"choix": (Choix.REFORMULE, Choix.GARDE), "texte": ("Nos mots.", "")}
    assert portraits.enregistre(autre, conflit.value.actuelle, REFORMULE).objet == REFORMULE
    assert [e.acteur for e in une.historique(ElementSaillant, premiere.id)] == ["une", "autre"]


def test_a_decision_set_aside_comes_back_with_other_words_in_one_change(base: Engine):
    depot = Depot(base, "une")
    laissee = depot.supprime(portraits.enregistre(depot, None, GARDE))
    revenue = portraits.enregistre(depot, laissee, REFORMULE)
    assert (revenue.id, revenue.objet, revenue.supprime) == (laissee.id, REFORMULE, False)
    assert [e.geste for e in depot.historique(ElementSaillant, revenue.id)] == ["cree", "supprime", "retablit"]
    annulee = depot.annule()
    assert (annulee.objet, annulee.supprime) == (GARDE, True)


def test_what_another_hand_took_away_is_not_written_over_unseen(ouvre: Callable[[], Engine]):
    une, autre = Depot(ouvre(), "une"), Depot(ouvre(), "autre")
    lue = une.cree(Note(*SUJET, "texte"))
    autre.supprime(lue)
    voulu = Note(*SUJET, "autre texte")
    with pytest.raises(ConflitDeVersion) as conflit:
        portraits.enregistre(une, lue, voulu)
    assert conflit.value.actuelle.supprime
    assert portraits.enregistre(une, conflit.value.actuelle, voulu).objet.texte == "autre texte"


def test_reading_makes_nothing_and_asks_the_policy(tmp_path: Path):
    reglages = Settings(store=tmp_path / "magasin", demo=None, acteur="une")
    assert portraits.lit(reglages, "epci", "1") == portraits.Ecrits()
    assert not reglages.store.exists()
    personne = Settings(store=tmp_path / "magasin", demo=None, acteur="")
    for geste in (lambda: portraits.lit(personne, "epci", "1"), lambda: portraits.depot(personne)):
        with pytest.raises(ActionRefusee):
            geste()
