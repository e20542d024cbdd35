"""The committed reference, read once for the whole folder."""

from pathlib import Path

import pytest

from ctg_data.settings import RACINE
from ctg_data.territoires import referentiel
from ctg_data.territoires.referentiel import Referentiel


@pytest.fixture(scope="session")
def dossier() -> Path:
    return RACINE / "data" / "reference"


@pytest.fixture(scope="session")
def ref(dossier: Path) -> Referentiel:
    return referentiel.charge(dossier)
