"""``cible`` on the embedded demonstration: one row a territory and theme, a level that its points say, and words of a proposal."""

import csv
import json

import pytest

from ctg_data import settings
from ctg_data.diagnostic.priorites import TERMES, Regle
from ctg_data.settings import RACINE
from ctg_data.territoires import referentiel
from tests.cli.conftest import Commande

REGLE = Regle()


@pytest.fixture(autouse=True)
def demonstration(monkeypatch: pytest.MonkeyPatch, tmp_path):
    """The default store before any import."""
    monkeypatch.delenv("CTG_STORE", raising=False)
    monkeypatch.setattr(settings, "RACINE", tmp_path)


@pytest.fixture(scope="module")
def ref() -> referentiel.Referentiel:
    return referentiel.charge(RACINE / "data" / "reference")


def test_each_epci_of_the_departement_has_every_theme(commande: Commande, ref):
    sortie = commande("cible", "--departement", "87", "--csv")
    assert sortie.code == 0
    lignes = list(csv.DictReader(sortie.texte.removeprefix("\ufeff").splitlines(), delimiter=";"))
    attendus = {t.code for t in ref.enfants("departement", "87")}
    assert {ligne["code"] for ligne in lignes} == attendus
    assert len(lignes) == 10 * len(attendus)
    assert "la décision revient à la direction" in sortie.erreurs
    assert "fictives" in sortie.erreurs


def test_the_level_is_that_of_the_points_and_of_the_simulations(commande: Commande):
    lignes = json.loads(commande("cible", "--departement", "87", "--json").texte)
    for ligne in lignes:
        points, tient = ligne["indice"], ligne["robustesse_pourcent"]
        if points is None:
            assert ligne["niveau"] == "n.d."
        elif ligne["niveau"] == "prioritaire":
            assert points >= REGLE.prioritaire
            assert tient >= 70
        elif ligne["niveau"] == "courant":
            assert points < REGLE.a_surveiller
        else:
            assert points >= REGLE.a_surveiller
        assert all(ligne[t] is None or 0 <= ligne[t] <= 100 for t in TERMES)
    assert {ligne["niveau"] for ligne in lignes} == {"prioritaire", "à surveiller", "courant", "n.d."}


def test_a_text_shows_a_row_a_territory_and_a_wrong_code_is_refused(commande: Commande):
    entete, *lignes = commande("cible", "--departement", "87").texte.splitlines()
    assert entete.split() == ["territoire", "PE", "EN", "JE", "PA", "AV", "LO", "AD", "IN", "HA", "CV"]
    assert any("▲" in ligne for ligne in lignes)
    refus = commande("cible", "--departement", "99")
    assert (refus.code, "99" in refus.erreurs) == (2, True)
