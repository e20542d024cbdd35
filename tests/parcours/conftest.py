from pathlib import Path

import pytest

from ctg_data import storage
from tests.parcours.carnet import carnet


@pytest.fixture
def c(tmp_path: Path):
    """A CTG in preparation."""
    yield carnet(tmp_path)
    storage.ferme()
