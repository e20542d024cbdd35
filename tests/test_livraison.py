"""The offline archive: nothing that a system needs is left out without a word; made up of tiny invented wheels."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from livraison import archive, roues
from livraison.roues import Incomplet

LINUX, WINDOWS = roues.cibles(["3.11"])


def roue(dossier: Path, nom: str, version: str = "1.0", demandes: Sequence[str] = ()) -> None:
    """A wheel that declares what it needs, and holds nothing."""
    texte = "\n".join([f"Name: {nom}", f"Version: {version}", *(f"Requires-Dist: {d}" for d in demandes), ""])
    with zipfile.ZipFile(dossier / f"{nom}-{version}-py3-none-any.whl", "w") as sortie:
        sortie.writestr(f"{nom}-{version}.dist-info/METADATA", texte)


def exigences(*lignes: str) -> list[Requirement]:
    return [Requirement(ligne) for ligne in lignes]


def test_what_windows_alone_needs_is_asked_for_windows_although_this_machine_is_not(tmp_path):
    voulues = exigences("essai==1.0", 'couleurs==2.0 ; sys_platform == "win32"')
    roue(tmp_path, "essai", demandes=['couleurs>=2 ; sys_platform == "win32"', 'autre ; extra == "plus"'])
    assert list(roues._manques(LINUX, voulues, tmp_path)) == []
    assert sorted(roues._manques(WINDOWS, voulues, tmp_path)) == ["couleurs==2.0", "couleurs>=2 (essai)"]
    roue(tmp_path, "couleurs", "2.0")
    assert list(roues._manques(WINDOWS, voulues, tmp_path)) == []


def test_a_wheel_of_a_version_that_does_not_suit_is_missing(tmp_path):
    roue(tmp_path, "essai", demandes=["base<2"])
    roue(tmp_path, "base", "2.1")
    assert list(roues._manques(LINUX, exigences("essai==1.0", "base==2.1"), tmp_path)) == ["base<2 (essai)"]
    with pytest.raises(Incomplet, match=r"Linux x86_64, Python 3\.11: missing from the wheelhouse: base<2 \(essai\)"):
        roues.verifie(LINUX, exigences("essai==1.0", "base==2.1"), tmp_path)


def test_pip_reads_what_a_target_needs_without_markers():
    with roues._liste(WINDOWS, exigences("a==1", 'b[x]==2 ; sys_platform == "win32"', 'c==3 ; sys_platform == "linux"')) as fichier:
        assert Path(fichier).read_text() == "a==1\nb[x]==2\n"


def test_every_requirement_of_the_project_is_pinned_and_a_free_one_is_refused(tmp_path):
    assert len(roues.exigences(archive.RACINE / "requirements.txt")) > 60
    (tmp_path / "requirements.txt").write_text("a==1  # via b\n# note\nb>=2\n")
    with pytest.raises(Incomplet, match="not pinned: b>=2"):
        roues.exigences(tmp_path / "requirements.txt")


def test_wheels_of_an_earlier_build_are_not_shipped(tmp_path):
    roue(tmp_path, "essai", "0.9")
    roue(tmp_path, "essai", "1.0")
    archive._du_lot(tmp_path, exigences("essai==1.0"))
    assert [f.name for f in tmp_path.iterdir()] == ["essai-1.0-py3-none-any.whl"]


@pytest.mark.skipif(not (archive.RACINE / ".git").exists(), reason="pas de copie de travail Git : rien à archiver")
def test_installers_say_the_versions_and_never_go_to_the_network(tmp_path):
    roue(tmp_path, "essai")
    membres = {chemin: (octets, lance) for chemin, octets, lance in archive._membres(tmp_path, pythons=["3.11", "3.12"], version="0 (x)")}
    assert {"LISEZ-MOI.txt", "installer.sh", "installer.bat", "projet/app.py", "roues/essai-1.0-py3-none-any.whl"} <= set(membres)
    assert not [chemin for chemin in membres if chemin.startswith(("projet/build", "projet/.venv", "projet/data/store"))]
    for nom in ("installer.sh", "installer.bat"):
        texte = membres[nom][0].decode()
        assert "--no-index --find-links" in texte
        assert "3.11 3.12" in texte
        assert "@" not in texte.replace("@echo", "").replace('"$@"', "").replace("@cd", "")
    assert membres["installer.sh"][1]
    assert b"\r\n" in membres["installer.bat"][0]
    assert b"\r\n" not in membres["installer.sh"][0]
