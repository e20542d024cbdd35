"""Fixtures shared by every test: the real files, when this machine has them."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def donnees_reelles() -> Path:
    """Folder of the published extracts (CTG_DONNEES_REELLES); the test is skipped, visibly, without it."""
    dossier = os.environ.get("CTG_DONNEES_REELLES")
    if not dossier or not Path(dossier).is_dir():
        pytest.skip("CTG_DONNEES_REELLES n'indique aucun dossier : test sur fichiers publiés sauté")
    return Path(dossier)
