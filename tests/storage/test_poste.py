"""The name of a workstation: given, kept for the next launch, forgotten, never invented."""

from pathlib import Path

import pytest

from ctg_data import settings as reglages
from ctg_data.errors import SaisieInvalide
from ctg_data.settings import Settings
from ctg_data.storage import poste


@pytest.fixture
def ici(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "magasin", demo=None)


def test_a_name_is_kept_for_the_next_launch_and_forgotten_when_emptied(ici: Settings):
    assert poste.lit(ici) == ""
    assert not ici.store.exists()
    assert poste.garde(ici, "  Camille   Durand ") == "Camille Durand"
    assert poste.lit(ici) == "Camille Durand"
    assert (ici.store / poste.NOM).stat().st_mode & 0o077 == 0
    assert poste.garde(ici, " ") == poste.lit(ici) == ""


@pytest.mark.parametrize("nom", ["x" * 61, "Local", "Cam\x1bille", "Camille\u202e"])
def test_what_is_no_name_is_refused_and_the_last_one_stays(ici: Settings, nom: str):
    poste.garde(ici, "Camille")
    with pytest.raises(SaisieInvalide, match="Écrivez un nom"):
        poste.garde(ici, nom)
    assert poste.lit(ici) == "Camille"


@pytest.mark.parametrize("contenu", ["", "{", "[]", '{"nom": 3}', '{"nom": "local"}'])
def test_a_damaged_file_names_nobody(ici: Settings, contenu: str):
    ici.store.mkdir()
    (ici.store / poste.NOM).write_text(contenu)
    assert poste.lit(ici) == ""


@pytest.mark.parametrize(("variable", "acteur"), [(None, "local"), ("", "local"), ("  ", "local"), (" Camille  Durand ", "Camille Durand")])
def test_the_environment_names_who_writes(monkeypatch: pytest.MonkeyPatch, variable: str | None, acteur: str):
    monkeypatch.delenv("CTG_ACTEUR", raising=False)
    if variable is not None:
        monkeypatch.setenv("CTG_ACTEUR", variable)
    assert reglages.load().acteur == acteur
