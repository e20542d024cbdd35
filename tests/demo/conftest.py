"""One small département drawn once, and the embedded publication."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ctg_data.demonstration.generation import genere
from ctg_data.settings import RACINE, load
from ctg_data.store.publie import Publication
from ctg_data.territoires import referentiel as territoires
from ctg_data.territoires.referentiel import Referentiel

DEPARTEMENT = "90"
"""101 communes, three EPCI wholly within it."""


@pytest.fixture(scope="session")
def referentiel() -> Referentiel:
    return territoires.charge(load().reference)


@pytest.fixture(scope="session")
def extraits(referentiel: Referentiel, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """File name -> path, for one département."""
    dossier = tmp_path_factory.mktemp("extraits")
    return {chemin.name: chemin for chemin in genere([DEPARTEMENT], dossier, referentiel=referentiel)}


@pytest.fixture(scope="session")
def demonstration() -> Publication:
    """What the product embeds."""
    return Publication(RACINE / "data" / "demo")
