"""``territoire`` and ``controle``: what a code is, what changed in it; published levels against their parts."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from ctg_data.records import typed
from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin
from ctg_data.territoires import referentiel
from tests.cli.conftest import BORDEAUX, Commande
from tests.store.outils import chargement, mesures


def simple(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_history_of_an_epci_names_what_came_and_what_left(commande: Commande):
    texte = simple(commande("territoire", "240600593", "--historique").texte)
    assert "CC du Pays des Paillons · EPCI · 240600593" in texte
    assert "au 1er janvier 2022 : − Châteauneuf-Villevieille et Drap (vers Métropole Nice Côte d’Azur)" in texte


def test_the_history_in_json_is_dated_by_vintage(commande: Commande):
    fiche = json.loads(commande("territoire", "240600593", "--historique", "--json").texte)
    (changement,) = fiche["historique"]
    assert (fiche["niveau"], changement["millesime"]) == ("epci", 2022)
    assert [d["code"] for d in changement["sorties"]] == ["06039", "06054"]


def test_an_epci_that_never_changed_says_so(commande: Commande):
    assert "Mêmes communes" in commande("territoire", BORDEAUX, "--historique").texte


def test_a_code_of_two_levels_asks_which(commande: Commande):
    sortie = commande("territoire", "01")
    assert (sortie.code, sortie.texte) == (1, "")
    assert "--niveau (departement ou region)" in sortie.erreurs
    assert commande("territoire", "01", "--niveau", "region").code == 0


def test_an_unknown_code_is_refused_in_french(commande: Commande):
    sortie = commande("territoire", "00000")
    assert sortie.code == 1
    assert "Aucun territoire" in sortie.erreurs


@pytest.fixture
def france(magasin: Path) -> Callable[[float, float], Path]:
    """A store in which births of each région, and of France, are those given."""

    def remplit(regions: float, total: float) -> Path:
        reglages = Settings(store=magasin, demo=None)
        codes = referentiel.charge(reglages.reference).codes("region")
        communs = {"source": "insee_naissances", "millesime_geo": 2025}
        hauts = mesures(*((c, 2023, "naissances", regions) for c in sorted(codes)), niveau="region", **communs)
        tout = mesures(("FR", 2023, "naissances", total), niveau="france", **communs)
        lignes = pd.concat([hauts.astype(object), tout.astype(object)], ignore_index=True)
        Magasin(reglages).enregistre(chargement(typed(lignes, hauts.columns)))
        return magasin

    return remplit


def test_levels_that_agree_leave_0(commande: Commande, france):
    sortie = commande("controle", "--store", france(10, 180))
    assert sortie.code == 0
    assert "insee_naissances" in sortie.texte


def test_a_level_that_its_parts_contradict_is_listed_and_leaves_1(commande: Commande, france):
    sortie = commande("controle", "--store", france(10, 181), "--json")
    assert sortie.code == 1
    (bilan,) = json.loads(sortie.texte)
    assert (bilan["comparees"], bilan["hors"], bilan["ecarts"][0]["difference"]) == (1, 1, 1.0)


def test_nothing_to_compare_is_said(commande: Commande, magasin: Path):
    Magasin(Settings(store=magasin, demo=None))
    sortie = commande("controle", "--store", magasin)
    assert sortie.code == 0
    assert "Rien à comparer" in sortie.erreurs
