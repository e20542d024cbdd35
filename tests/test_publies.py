"""Loadings shared by the processes of a run: one that ends may take their folder away."""

import shutil
from pathlib import Path

from tests.loaders.outils import ecrit, filo
from tests.publies import Publies


def test_a_folder_taken_away_is_read_again_without_it(tmp_path: Path):
    ecrit(tmp_path, "FILO2019_DISP_COM.csv", filo())
    partage = tmp_path / "publies"
    partage.mkdir()
    assert Publies(tmp_path, partage)("FILO2019_DISP_COM.csv").mesures is not None
    assert len(list(partage.iterdir())) == 1
    shutil.rmtree(partage)
    assert Publies(tmp_path, partage)("FILO2019_DISP_COM.csv").mesures is not None
