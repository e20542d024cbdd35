"""Territories followed: chosen in a portrait, found again on the home page after another launch."""

import subprocess
import sys
from dataclasses import replace

import pytest

from ctg_data.errors import ActionRefusee
from ctg_data.settings import RACINE
from ctg_data.storage import suivis
from ctg_data.store.magasin import Magasin
from tests.ui.conftest import textes
from tests.ui.publication import EPCI
from tests.ui.test_pages import ICI


def boutons(at) -> list[str]:
    return [b.key for b in at.button if (b.key or "").startswith("accueil-")]


def test_nobody_follows_anything_at_first(vide):
    assert suivis.suivis(vide) == ()
    assert not vide.store.exists()


def test_followed_once_in_order_and_no_more(vide):
    for code in ("87", "33", "87"):
        suivis.suit(vide, "departement", code)
    assert suivis.suivis(vide) == (("departement", "87"), ("departement", "33"))
    suivis.ne_suit_plus(vide, "departement", "87")
    suivis.ne_suit_plus(vide, "departement", "99")
    assert suivis.suivis(vide) == (("departement", "33"),)


def test_the_folder_is_still_a_store(vide):
    suivis.suit(vide, "departement", "87")
    assert Magasin(vide).editions().empty


def test_each_acteur_has_a_list_and_nobody_has_none(vide):
    autre = replace(vide, acteur="autre")
    suivis.suit(vide, "departement", "87")
    suivis.suit(autre, "france", "FR")
    assert (suivis.suivis(vide), suivis.suivis(autre)) == ((("departement", "87"),), (("france", "FR"),))
    for geste in (suivis.suit, suivis.ne_suit_plus):
        with pytest.raises(ActionRefusee):
            geste(replace(vide, acteur=""), "france", "FR")
    with pytest.raises(ActionRefusee):
        suivis.suivis(replace(vide, acteur=""))


def test_choices_made_by_two_processes_are_both_kept(vide):
    suivis.suit(vide, "france", "FR")
    codes = [f"{numero:02d}" for numero in range(1, 11)]
    ecrit = "import sys; from ctg_data.storage import suivis; from ctg_data.settings import Settings; from pathlib import Path\n"
    ecrit += "for code in sys.argv[2:]: suivis.suit(Settings(store=Path(sys.argv[1]), demo=None, acteur='essai'), 'departement', code)"
    commandes = [[sys.executable, "-c", ecrit, str(vide.store), *siens] for siens in (codes[::2], codes[1::2])]
    processus = [subprocess.Popen(commande, cwd=RACINE) for commande in commandes]
    assert [p.wait(60) for p in processus] == [0, 0]
    assert {code for _, code in suivis.suivis(vide)} == {"FR", *codes}


def test_examples_are_proposed_until_a_portrait_is_followed(ouvre, vide):
    at = ouvre("accueil", sur=vide)
    assert "Territoires proposés" in textes(at)
    assert len(boutons(at)) == 3
    at = ouvre("portrait", sur=vide, **ICI)
    at.button(key="suivi").click().run()
    assert not at.exception
    assert at.button(key="suivi").label == "Ne plus suivre"
    at = ouvre("accueil", sur=vide)  # another session, as after another launch
    assert "Territoires suivis" in textes(at)
    assert boutons(at) == [f"accueil-epci-{EPCI}"]
    at = ouvre("portrait", sur=vide, **ICI)
    at.button(key="suivi").click().run()
    assert at.button(key="suivi").label == "Suivre ce territoire"
    assert suivis.suivis(vide) == ()
    assert "Territoires proposés" in textes(ouvre("accueil", sur=vide))


def test_those_lately_opened_come_after_those_followed(ouvre, vide):
    at = ouvre("portrait", sur=vide, niveau="commune", code="87002")
    at.button(key="suivi").click().run()
    at.query_params.clear()
    at.query_params["niveau"], at.query_params["code"] = "departement", "87"
    at.run()
    at.query_params.clear()
    at.switch_page("../../pages/accueil.py").run()
    assert boutons(at) == ["accueil-commune-87002", "accueil-departement-87"]
    assert "Ouverts récemment" in textes(at)


def test_a_followed_territory_that_no_longer_exists_is_left_out(ouvre, vide):
    suivis.suit(vide, "commune", "00000")
    at = ouvre("accueil", sur=vide)
    assert not at.exception
    assert boutons(at) == []
