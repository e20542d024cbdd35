"""The worked vector of domain.md §3.1, from the engine's signed gap to its words."""

from pathlib import Path

import pytest

from ctg_data.diagnostic.gap import Ecart, texte
from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.model import EcartReference, Manque
from ctg_data.indicators.termes import ref
from ctg_data.territoires import referentiel
from ctg_data.territoires.referentiel import Referentiel
from tests.indicators.outils import indicateur, lu, seul
from tests.indicators.pays import B, MagasinEssai, ecrit_reference, mesures

BESOIN, PLACES = 1200, 260 + 40 + 30 + 420 + 10


@pytest.fixture(scope="module")
def pays(tmp_path_factory: pytest.TempPathFactory) -> Referentiel:
    return referentiel.charge(ecrit_reference(Path(tmp_path_factory.mktemp("reference"))))


@pytest.mark.parametrize(
    ("reference", "ecart", "dit"),
    [
        (70, 80, "il manque 80\u00a0places"),
        (60.9, -29.2, "aucun manque (29\u00a0places au-dessus de la référence)"),
    ],
)
def test_missing_places_stay_signed_until_they_are_said(pays: Referentiel, reference: float, ecart: float, dit: str):
    """EPCI B has one commune; the département of reference has 10 000 children."""
    lignes = mesures(
        ("01004", 2024, "places", PLACES),
        ("01004", 2024, "naissances", BESOIN),
        ("01", 2024, "places", reference * 100),
        ("01", 2024, "naissances", 10_000),
    )
    manque = indicateur(Manque(ref("places"), ref("naissances")))
    trouve = lu(seul(Donnees(MagasinEssai(lignes), pays), manque, "epci"), B, 2024)
    assert trouve == pytest.approx(ecart)
    assert texte(Ecart(trouve), unite="places") == dit


@pytest.mark.parametrize(("reference", "ecart"), [(70, 63.3 - 70), (60.9, 63.3 - 60.9)])
def test_the_gap_between_two_rates_is_signed_too(pays: Referentiel, reference: float, ecart: float):
    lignes = mesures((B, 2024, "txcouv", 63.3, "global"), ("01", 2024, "txcouv", reference, "global"))
    quoi = indicateur(EcartReference("tx_couv_global"))
    assert lu(seul(Donnees(MagasinEssai(lignes), pays), quoi, "epci"), B, 2024) == pytest.approx(ecart)


def test_a_gap_that_rounds_to_nothing_is_at_the_reference():
    assert texte(Ecart(0.2), unite="places") == "à la référence"
