"""Read workbooks with calamine, after making sure that no cell reference can exhaust the memory, in a process of its own."""

import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.fichier import DEPLIE_MAX, Fichier, classeur_abime

CELLULES_MAX = 20_000_000
"""Extent (lines x columns) of one sheet: calamine allocates the whole rectangle, empty or not."""
MEMOIRE_MAX = 4 * 2**30
"""Bytes that the process which parses may take."""
DUREE_MAX = 120
"""Seconds that it may take."""
_ENFANT = Path(__file__).with_name("classeurs_enfant.py")
_MORCEAU = 4 * 2**20
_RESTE = 64
_COLONNES = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{1,3})\$?\d""")
_LONGUES = re.compile(rb"""\br\s*=\s*["']\$?[A-Za-z]*\$?(\d{5,})["']""")


@dataclass(frozen=True)
class Feuille:
    """One sheet: every cell as text, column by column, from the true first line of the sheet."""

    nom: str
    lignes: int
    colonnes: Sequence[Sequence[str]]

    def apercu(self, lignes: int) -> list[list[str]]:
        """The first rows."""
        debut = [colonne[:lignes] for colonne in self.colonnes]
        return [list(rangee) for rangee in zip(*debut, strict=True)] if debut else [[] for _ in range(min(lignes, self.lignes))]


def feuilles(fichier: Fichier, recueil: Recueil) -> list[Feuille]:
    """The visible order of sheets, or nothing and a fault when the workbook cannot be trusted or read."""
    try:
        if fichier.format == "xlsx" and not _etendue_sure(fichier.octets, recueil):
            return []
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error):
        classeur_abime(recueil, "un classeur tronqué, abîmé ou protégé par un mot de passe")
        return []
    return _analyse(fichier.octets, recueil)


def _analyse(octets: bytes, recueil: Recueil) -> list[Feuille]:
    """Parsed by ``classeurs_enfant``, which may die, be killed or never end without harm."""
    commande = [sys.executable, "-P", str(_ENFANT), str(MEMOIRE_MAX)]
    try:
        fini = subprocess.run(commande, input=octets, capture_output=True, timeout=DUREE_MAX, check=True)
        return [Feuille(**json.loads(ligne)) for ligne in fini.stdout.splitlines()]
    except subprocess.TimeoutExpired:
        _trop_lourd(recueil)
    except subprocess.CalledProcessError as echec:
        # no traceback: the process was killed, or aborted for want of memory
        if echec.returncode != 1 or b"MemoryError" in echec.stderr:
            _trop_lourd(recueil)
        else:
            classeur_abime(recueil, "un classeur tronqué, abîmé ou protégé par un mot de passe")
    return []


def _trop_lourd(recueil: Recueil) -> None:
    recueil.ajoute(
        "classeur_dangereux",
        f"un classeur qui demande plus de {DUREE_MAX} secondes ou de {MEMOIRE_MAX // 2**30} Go de mémoire",
        attendu="un classeur de quelques dizaines de mégaoctets",
        remede="Exportez la feuille utile en CSV.",
    )


def _etendue_sure(octets: bytes, recueil: Recueil) -> bool:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for entree in archive.infolist():
            lignes, colonnes = _etendue(_morceaux(archive, entree))
            if lignes * colonnes > CELLULES_MAX:
                _refuse_etendue(recueil, lignes, colonnes)
                return False
    return True


def _refuse_etendue(recueil: Recueil, lignes: int, colonnes: int) -> None:
    recueil.ajoute(
        "classeur_dangereux",
        f"une feuille qui s'étend sur {lignes} lignes et {colonnes} colonnes",
        attendu=f"au plus {CELLULES_MAX // 1_000_000} millions de cellules",
        remede="Une cellule isolée, très loin du tableau, suffit : "
        "supprimez les lignes et colonnes vides autour du tableau, ou exportez-le en CSV.",
    )


def _morceaux(archive: zipfile.ZipFile, entree: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes by overlapping pieces; refuses an entry larger than it claims."""
    reste, lus = b"", 0
    with archive.open(entree) as flux:
        while morceau := flux.read(_MORCEAU):
            lus += len(morceau)
            if lus > DEPLIE_MAX:
                raise zipfile.BadZipFile("entry larger than declared")
            yield reste + morceau
            reste = morceau[-_RESTE:]


def _etendue(morceaux: Iterator[bytes]) -> tuple[int, int]:
    """Upper bound of the last line and column referred to; under 10,000 lines the exact number does not matter."""
    lignes, noms = 0, set()
    for morceau in morceaux:
        noms.update(_COLONNES.findall(morceau))
        lignes = max([lignes, *map(int, _LONGUES.findall(morceau))])
    return (max(lignes, 9999) if noms else 0), max(map(_rang_colonne, noms), default=0)


def _rang_colonne(nom: bytes) -> int:
    rang = 0
    for lettre in nom.upper():
        rang = rang * 26 + lettre - 64
    return rang
