"""The archive itself: project of the current commit, wheels, installers, checksums."""

import hashlib
import io
import subprocess
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from livraison import roues
from livraison.roues import Incomplet

RACINE = Path(__file__).resolve().parent.parent
MODELES = Path(__file__).parent / "modeles"
BUILD = RACINE / "build"
PYTHONS = ("3.11", "3.12", "3.13")
_ROUES, _PROJET = "roues", "projet"


def construit(pythons: Sequence[str] = PYTHONS, dit=print) -> Path:
    """Build ``build/ctg-data-hors-ligne-<version>.zip``, or raise Incomplet and leave none."""
    version, commit = _version(), _git("rev-parse", "--short=12", "HEAD").decode().strip()
    voulues, dossier = roues.exigences(RACINE / "requirements.txt"), BUILD / _ROUES
    dossier.mkdir(parents=True, exist_ok=True)
    for cible in roues.cibles(pythons):
        dit(f"Wheels: {cible}")
        roues.telecharge(cible, voulues, dossier)
        roues.verifie(cible, voulues, _du_lot(dossier, voulues))
    nom = f"ctg-data-hors-ligne-{version}"
    sortie = BUILD / f"{nom}.zip"
    provisoire = sortie.with_suffix(".tmp")
    dit(f"Archive: {sortie.relative_to(RACINE)} (commit {commit})")
    try:
        _ecrit(provisoire, nom, dossier, pythons=pythons, version=f"{version} ({commit})")
        provisoire.replace(sortie)
    finally:
        provisoire.unlink(missing_ok=True)
    return sortie


def _du_lot(dossier: Path, voulues: Sequence[Requirement]) -> Path:
    """The folder without wheels of other versions, left by an earlier build: they would be shipped, and could be chosen."""
    epingles = {(canonicalize_name(e.name), str(e.specifier).removeprefix("==")) for e in voulues}
    for roue in dossier.glob("*.whl"):
        if roues.fiche(roue)[:2] not in epingles:
            roue.unlink()
    return dossier


def _version() -> str:
    return tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def _git(*arguments: str) -> bytes:
    try:
        return subprocess.run(["git", "-C", str(RACINE), *arguments], capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as erreur:
        raise Incomplet("the project must be a Git working copy: only what is committed is shipped") from erreur


def _ecrit(sortie: Path, nom: str, dossier: Path, *, pythons: Sequence[str], version: str) -> None:
    sommes: list[str] = []
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for chemin, octets, executable in _membres(dossier, pythons=pythons, version=version):
            info = zipfile.ZipInfo(f"{nom}/{chemin}")
            info.external_attr = (0o100755 if executable else 0o100644) << 16
            info.compress_type = zipfile.ZIP_STORED if chemin.endswith(".whl") else zipfile.ZIP_DEFLATED
            archive.writestr(info, octets)
            sommes.append(f"{hashlib.sha256(octets).hexdigest()}  {chemin}\n")
        archive.writestr(f"{nom}/SHA256SUMS", "".join(sommes))


def _membres(dossier: Path, *, pythons: Sequence[str], version: str) -> Iterator[tuple[str, bytes, bool]]:
    """(path, bytes, whether it is run)."""
    details = {"version": version, "pythons": ", ".join(pythons), "liste": " ".join(pythons)}
    for modele in sorted(MODELES.iterdir()):
        yield modele.name, _rempli(modele, details), modele.suffix == ".sh"
    with tarfile.open(fileobj=io.BytesIO(_git("archive", "--format=tar", "HEAD"))) as projet:
        for membre in projet:
            if membre.isfile():
                yield f"{_PROJET}/{membre.name}", projet.extractfile(membre).read(), bool(membre.mode & 0o100)
    for roue in sorted(dossier.glob("*.whl")):
        yield f"{_ROUES}/{roue.name}", roue.read_bytes(), False


def _rempli(modele: Path, details: dict[str, str]) -> bytes:
    """``@nom@`` replaced; what Windows reads has its line ends."""
    texte = modele.read_text(encoding="utf-8")
    for nom, valeur in details.items():
        texte = texte.replace(f"@{nom}@", valeur)
    return (texte if modele.suffix == ".sh" else texte.replace("\n", "\r\n")).encode()
