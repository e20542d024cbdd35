"""The little country, read by the real reference."""

from collections.abc import Callable

import pandas as pd
import pytest

from ctg_data.indicators.donnees import Donnees
from ctg_data.territoires import referentiel
from ctg_data.territoires.referentiel import Referentiel
from tests.indicators.pays import MagasinEssai, ecrit_reference


@pytest.fixture(scope="session")
def pays(tmp_path_factory: pytest.TempPathFactory) -> Referentiel:
    return referentiel.charge(ecrit_reference(tmp_path_factory.mktemp("reference")))


@pytest.fixture
def ouvre(pays: Referentiel) -> Callable[..., Donnees]:
    """Rows -> what the engine reads."""

    def donnees(*frames: pd.DataFrame) -> Donnees:
        return Donnees(MagasinEssai(*frames), pays)

    return donnees
