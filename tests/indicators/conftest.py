"""The little country, read by the real reference."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from ctg_data.indicators.donnees import Donnees
from ctg_data.territoires import referentiel
from ctg_data.territoires.referentiel import Referentiel
from tests.indicators.pays import MagasinEssai, ecrit_reference, partout


@pytest.fixture(scope="session")
def pays(tmp_path_factory: pytest.TempPathFactory) -> Referentiel:
    return referentiel.charge(ecrit_reference(tmp_path_factory.mktemp("reference")))


@pytest.fixture
def ouvre(pays: Referentiel) -> Callable[..., Donnees]:
    """Rows -> what the engine reads."""

    def donnees(*frames: pd.DataFrame) -> Donnees:
        return Donnees(MagasinEssai(*frames), pays)

    return donnees


@pytest.fixture
def pays_vide(tmp_path: Path) -> Callable[[str], Donnees]:
    """A country where one commune has no inhabitant and no row."""

    def donnees(desertee: str) -> Donnees:
        dossier = ecrit_reference(tmp_path / "reference")
        communes = pd.read_parquet(dossier / "communes.parquet")
        communes.loc[communes["code"] == desertee, "population"] = 0
        communes.to_parquet(dossier / "communes.parquet")
        lignes = partout(2024, "pop_municipale", [1, 2, 4, 8, 16, 32, 64])
        return Donnees(MagasinEssai(lignes[lignes["code"] != desertee]), referentiel.charge(dossier))

    return donnees
