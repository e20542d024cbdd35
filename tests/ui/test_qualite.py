"""The part « Qualité » of the data page: alerts, a reason that stays with the figure, coverage, freshness."""

from pathlib import Path

import pytest

from ctg_data.settings import Settings
from ctg_data.storage import acquittements, suivis
from ctg_data.ui import balises_qualite
from ctg_data.views.qualite_sources import Case, Couverture
from tests.ui import publication
from tests.ui.conftest import textes
from tests.ui.publication import DEPARTEMENT, EPCI, REGION

PLACES = {"commune": ("87002", "87013"), "epci": (EPCI,), "departement": (DEPARTEMENT,), "region": (REGION,), "france": ("FR",)}


@pytest.fixture
def sur(tmp_path: Path) -> Settings:
    """A publication of two rates, a part and its whole drawn apart, at a handful of places, in which the EPCI is followed."""
    sien = publication.remplit(tmp_path / "magasin", places=PLACES, choisis=("tx_couv_eaje", "tx_couv_global"))
    suivis.suit(sien, "epci", EPCI)
    return sien


def test_an_alert_is_acknowledged_with_its_reason_and_brought_back(ouvre, sur):
    at = ouvre("donnees", sur=sur, rubrique="qualite")
    assert not at.exception
    texte = textes(at)
    for attendu in ("Territoires suivis (Haute-Vienne)", "Que faire :", "Ce que couvrent les sources"):
        assert attendu in texte + " ".join(str(o) for s in at.selectbox for o in s.options).replace("\u00a0", " ")
    bouton = next(b for b in at.button if b.key.startswith("traiter-"))
    cle = bouton.key.removeprefix("traiter-")
    bouton.click().run()
    at.button(key=f"acquitter-{cle}").click().run()
    assert "Dites pourquoi cette alerte est acquittée" in textes(at)
    at.text_area(key=f"raison-{cle}").set_value("Vu avec le producteur.")
    at.button(key=f"acquitter-{cle}").click().run()
    assert not at.exception
    (faite,) = acquittements.tous(sur)
    assert faite.objet.motif == "Vu avec le producteur."
    assert "Vu avec le producteur." in textes(at)
    assert f"traiter-{cle}" not in {b.key for b in at.button}
    next(b for b in at.button if b.key == f"retablir-{faite.id}").click().run()
    assert f"traiter-{cle}" in {b.key for b in at.button}
    assert acquittements.tous(sur) == ()


def test_where_nothing_is_followed_a_departement_is_asked_for(ouvre, tmp_path):
    """Rather than the first of the alphabet, which is nobody's; the only one there is needs no choice."""
    places = PLACES | {"commune": ("87002", "01001"), "departement": ("87", "01")}
    at = ouvre("donnees", sur=publication.remplit(tmp_path / "deux", 7, places=places, choisis=("tx_couv_eaje",)), rubrique="qualite")
    assert not at.exception
    zone = at.selectbox(key="qualite-zone")
    assert (zone.value, "choisissez ci-dessus le département" in textes(at)) == (None, True)
    zone.select("01").run()
    assert not at.exception
    assert "choisissez ci-dessus le département" not in textes(at)
    at.switch_page("../../pages/methode.py").run()
    at.switch_page("../../pages/donnees.py").run()
    assert at.selectbox(key="qualite-zone").value == "01"  # coming back is where one was
    seul = publication.remplit(tmp_path / "un", 8, places=PLACES, choisis=("tx_couv_eaje",))
    assert ouvre("donnees", sur=seul, rubrique="qualite").selectbox(key="qualite-zone").value == "87"


def test_an_empty_store_says_what_to_do(ouvre, vide):
    at = ouvre("donnees", sur=vide, rubrique="qualite")
    assert not at.exception
    assert "Aucune donnée chargée" in textes(at)


def test_a_cell_is_told_in_words_in_its_text_and_on_hover():
    cases = Case("complet", "complet : 12"), Case("partiel", "3 sur 12"), Case("manque", "manque"), Case("", "")
    vue = Couverture("commune", (2019, 2020, 2021, 2022), (("Insee, <essai>", cases, "années absentes : 2021"),), "")
    html = balises_qualite.matrice(vue)
    for attendu in ('<span class="ctg-cache">complet : </span>12', 'title="Insee, &lt;essai&gt;, 2020 : 3 sur 12"', 'data-nom="2021"', "○"):
        assert attendu in html
    assert html.count("<td") == 5
