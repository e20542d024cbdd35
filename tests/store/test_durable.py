"""Folders that appear whole or not at all, whoever else writes them."""

from pathlib import Path

import pytest

from ctg_data.store import durable


def test_a_folder_that_another_process_put_there_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    cible, remplace = tmp_path / "publication", durable.remplace

    def devance(de: Path, vers: Path) -> None:
        """The other process is first, between the look and the gesture."""
        vers.mkdir()
        (vers / "meta.json").write_text("le même contenu")
        remplace(de, vers)

    monkeypatch.setattr(durable, "remplace", devance)
    with durable.dossier_neuf(cible) as provisoire:
        (provisoire / "meta.json").write_text("le même contenu")
    assert [f.name for f in tmp_path.iterdir()] == ["publication"]


def test_a_folder_that_cannot_be_put_in_place_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def plein(*_: Path) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(durable, "remplace", plein)
    with pytest.raises(OSError, match="full"), durable.dossier_neuf(tmp_path / "publication") as provisoire:
        (provisoire / "meta.json").write_text("x")
    assert list(tmp_path.iterdir()) == []
