"""The wheels of the pinned requirements for each system and Python, and the proof that none is missing.

``pip`` evaluates environment markers on the machine where it runs, whatever ``--platform`` says: what Windows alone needs would be
left out without a word.  Markers are therefore evaluated here, for the target, on the requirements and inside every wheel.
"""

import email
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


class Incomplet(Exception):
    """The archive would not install somewhere; says what is missing, for which system and Python."""


@dataclass(frozen=True)
class Cible:
    """One system and one version of Python (``3.11``)."""

    systeme: str
    plateformes: tuple[str, ...]
    python: str
    marqueurs: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.systeme}, Python {self.python}"

    def retient(self, exigence: Requirement) -> bool:
        """Whether this target needs it, extras left aside."""
        lieu = {**dict(self.marqueurs), "python_version": self.python, "python_full_version": f"{self.python}.0", "extra": ""}
        return exigence.marker is None or exigence.marker.evaluate(lieu)

    @property
    def options(self) -> list[str]:
        """What makes ``pip`` choose wheels for this target."""
        plateformes = [mot for p in self.plateformes for mot in ("--platform", p)]
        return [*plateformes, "--python-version", self.python, "--implementation", "cp", "--only-binary=:all:"]


_COMMUNS = (("platform_python_implementation", "CPython"), ("implementation_name", "cpython"))
_LINUX = (("sys_platform", "linux"), ("os_name", "posix"), ("platform_system", "Linux"), ("platform_machine", "x86_64"), *_COMMUNS)
_WINDOWS = (("sys_platform", "win32"), ("os_name", "nt"), ("platform_system", "Windows"), ("platform_machine", "AMD64"), *_COMMUNS)
_GLIBC = (*(f"manylinux_2_{n}_x86_64" for n in range(28, 16, -1)), "manylinux2014_x86_64")
"""glibc 2.28 and before: Debian 10, Ubuntu 20.04, RHEL 8 and all that came after."""


def cibles(pythons: Sequence[str]) -> tuple[Cible, ...]:
    """Linux x86_64 and Windows amd64, for each version of Python."""
    systemes = (("Linux x86_64", _GLIBC, _LINUX), ("Windows amd64", ("win_amd64",), _WINDOWS))
    return tuple(Cible(nom, plateformes, python, m) for python in pythons for nom, plateformes, m in systemes)


def exigences(fichier: Path) -> list[Requirement]:
    """The pinned lines of a requirements file.  Raises Incomplet on one that is not pinned: another day would give other wheels."""
    lignes = (re.sub(r"\s+#.*|^#.*", "", ligne).strip() for ligne in fichier.read_text(encoding="utf-8").splitlines())
    lues = [Requirement(ligne) for ligne in lignes if ligne]
    libres = [str(e) for e in lues if not str(e.specifier).startswith("==")]
    if libres:
        raise Incomplet(f"{fichier.name}: not pinned: {', '.join(libres)}")
    return lues


def telecharge(cible: Cible, voulues: Sequence[Requirement], dossier: Path) -> None:
    """Put in ``dossier`` the wheels that ``cible`` needs.  Raises Incomplet, with what the index said."""
    with _liste(cible, voulues) as liste:
        lance = _pip("download", "--no-deps", *cible.options, "--dest", str(dossier), "--requirement", liste)
    if lance.returncode:
        raise Incomplet(f"{cible}: the package index lacks a wheel.\n{lance.stderr.strip()[-2000:]}")


def verifie(cible: Cible, voulues: Sequence[Requirement], dossier: Path) -> None:
    """Every requirement, and all that these need on this target, is in ``dossier`` at a version that suits.  Raises Incomplet."""
    manques = sorted(_manques(cible, voulues, dossier))
    if manques:
        raise Incomplet(f"{cible}: missing from the wheelhouse: {', '.join(manques)}")
    with _liste(cible, voulues) as liste, tempfile.TemporaryDirectory() as vide:
        options = ("--dry-run", "--ignore-installed", "--no-index", "--find-links", str(dossier), "--target", vide, *cible.options)
        lance = _pip("install", *options, "--requirement", liste)
    if lance.returncode:
        raise Incomplet(f"{cible}: pip would not install from the wheelhouse.\n{lance.stderr.strip()[-2000:]}")


def _manques(cible: Cible, voulues: Sequence[Requirement], dossier: Path) -> Iterator[str]:
    """« colorama>=0.4 (pytest) »: requirements that no wheel of the folder answers, and who asks."""
    roues = {nom: (version, demandes) for nom, version, demandes in map(fiche, sorted(dossier.glob("*.whl")))}
    demandees = [("", e) for e in voulues] + [(nom, e) for nom, (_, demandes) in roues.items() for e in demandes]
    for par, exigence in demandees:
        if not cible.retient(exigence):
            continue
        version, _ = roues.get(canonicalize_name(exigence.name), ("", ()))
        if not version or not exigence.specifier.contains(version, prereleases=True):
            yield f"{exigence.name}{exigence.specifier}" + (f" ({par})" if par else "")


def fiche(roue: Path) -> tuple[str, str, tuple[Requirement, ...]]:
    """Name, version and requirements that a wheel declares."""
    with zipfile.ZipFile(roue) as ouverte:
        (nom,) = (n for n in ouverte.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        lue = email.message_from_bytes(ouverte.read(nom))
    return canonicalize_name(lue["Name"]), lue["Version"], tuple(map(Requirement, lue.get_all("Requires-Dist", [])))


class _liste:
    """A requirements file of what a target needs, without markers: ``pip`` would judge them by this machine."""

    def __init__(self, cible: Cible, voulues: Sequence[Requirement]):
        self._lignes = [f"{_nue(e)}\n" for e in voulues if cible.retient(e)]

    def __enter__(self) -> str:
        self._dossier = tempfile.TemporaryDirectory()
        fichier = Path(self._dossier.name) / "requirements.txt"
        fichier.write_text("".join(self._lignes), encoding="utf-8")
        return str(fichier)

    def __exit__(self, *_: object) -> None:
        self._dossier.cleanup()


def _nue(exigence: Requirement) -> str:
    extras = f"[{','.join(sorted(exigence.extras))}]" if exigence.extras else ""
    return f"{exigence.name}{extras}{exigence.specifier}"


def _pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    commande = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    return subprocess.run(commande, capture_output=True, text=True, check=False)
