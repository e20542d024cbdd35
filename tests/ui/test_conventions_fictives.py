"""The CTG of the demonstration on the pages: there at the first launch, said to be fictive, after real ones, not brought back."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ctg_data.conventions import gestes, lecture
from ctg_data.demonstration import conventions
from ctg_data.parcours.convention import Ctg
from ctg_data.settings import Settings
from ctg_data.ui import textes_conventions as mots
from tests.ui.conftest import Ouvre, textes


@pytest.fixture
def ici(tmp_path: Path, demonstration: Path) -> Settings:
    """An empty store beside an invented demonstration."""
    return Settings(store=tmp_path / "magasin", demo=demonstration, acteur="essai")


def choix(at: AppTest) -> list[str]:
    return next(s.options for s in at.selectbox if s.label == mots.CHOIX)


def test_the_first_page_opened_has_two_to_show_and_says_that_they_are_fictive(ouvre: Ouvre, ici: Settings):
    at = ouvre("gouvernance", sur=ici)
    assert not at.exception
    assert choix(at) == ["CTG Élan Limousin Avenir Nature (exemple fictif)", "CTG Portes de Vassivière (exemple fictif)"]
    assert mots.FICTIVE.replace("\u00a0", " ") in textes(at)
    assert not [b for b in at.button if b.key == "annuler-ctg"]


def test_once_deleted_they_are_gone(ouvre: Ouvre, ici: Settings):
    conventions.recree(ici, date.today())
    for fiche in lecture.liste(ici):
        gestes.supprime(ici, fiche)
    assert mots.AUCUNE in textes(ouvre("gouvernance", sur=ici))


def test_ones_own_comes_first(ouvre: Ouvre, ici: Settings):
    conventions.recree(ici, date.today())
    gestes.cree(ici, Ctg("La nôtre", "epci", "200066512"))
    assert choix(ouvre("gouvernance", sur=ici))[0] == "La nôtre"
