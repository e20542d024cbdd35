"""The made-up country of the views, to take away."""

import pytest

from ctg_data.settings import RACINE
from tests.views.conftest import fait, ref, sources, valeurs

__all__ = ["fait", "ref", "sources", "valeurs"]


@pytest.fixture(scope="session")
def reference():
    return RACINE / "data" / "reference"
