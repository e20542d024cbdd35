"""A new store for each test, with three declared sources and two EPCI."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin, Referents
from tests.store.outils import FINE, SIREN_CHARENTE, SIREN_GIRONDE, SOURCES


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "magasin", reference=tmp_path / "absente", demo=None, acteur="essai")


@pytest.fixture
def referents() -> Referents:
    return Referents(SOURCES | {FINE.id: FINE}, lambda: {SIREN_GIRONDE: "33", SIREN_CHARENTE: "16"})


@pytest.fixture
def ouvre(settings: Settings, referents: Referents) -> Callable[[], Magasin]:
    return lambda: Magasin(settings, referents=referents)


@pytest.fixture
def magasin(ouvre: Callable[[], Magasin]) -> Magasin:
    return ouvre()
