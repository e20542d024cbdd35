"""Read workbooks with calamine, after making sure that no cell reference can exhaust the memory."""

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

from python_calamine import CalamineError, CalamineWorkbook

from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.fichier import DEPLIE_MAX, Fichier, classeur_abime

CELLULES_MAX = 20_000_000
"""Extent (lines x columns) of one sheet: calamine allocates the whole rectangle, empty or not."""
_MORCEAU = 4 * 2**20
_RESTE = 64
_COLONNES = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{1,3})\$?\d""")
_LONGUES = re.compile(rb"""\br\s*=\s*["']\$?[A-Za-z]*\$?(\d{5,})["']""")


class Feuille:
    """One sheet as rows of text; nothing is parsed before it is asked for."""

    def __init__(self, classeur: CalamineWorkbook, nom: str):
        self.nom = nom
        self._classeur = classeur

    @cached_property
    def _brute(self):
        return self._classeur.get_sheet_by_name(self.nom)

    def apercu(self, lignes: int) -> list[list[str]]:
        """The first rows as text, counted from the true first line of the sheet."""
        return [[en_texte(c) for c in rangee] for rangee in self._brute.to_python(skip_empty_area=False, nrows=lignes)]

    def colonnes(self) -> list[list[str]]:
        """Every cell as text, column by column, from the true first line of the sheet."""
        return [[en_texte(c) for c in colonne] for colonne in zip(*self._brute.to_python(skip_empty_area=False), strict=True)]


def en_texte(cellule: object) -> str:
    """The text a person would have typed: 971.0 is « 971 », a date is ISO, an empty cell is ""."""
    if type(cellule) is str:
        return cellule
    if cellule is None:
        return ""
    if isinstance(cellule, bool):
        return "vrai" if cellule else "faux"
    if isinstance(cellule, float):
        return str(int(cellule)) if cellule.is_integer() and abs(cellule) < 1e15 else repr(cellule)
    if isinstance(cellule, datetime.datetime):
        return cellule.date().isoformat()
    return str(cellule)


def feuilles(fichier: Fichier, recueil: Recueil) -> list[Feuille]:
    """The visible order of sheets, or nothing and a fault when the workbook cannot be trusted or read."""
    try:
        if fichier.format == "xlsx" and not _etendue_sure(fichier.octets, recueil):
            return []
        classeur = CalamineWorkbook.from_filelike(io.BytesIO(fichier.octets))
        trouvees = [Feuille(classeur, nom) for nom in classeur.sheet_names]
        for feuille in trouvees:
            feuille.apercu(1)
        return trouvees
    except (CalamineError, zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error):
        classeur_abime(recueil, "un classeur tronqué, abîmé ou protégé par un mot de passe")
        return []
    except BaseException as panique:
        # calamine's Rust panics derive from BaseException; anything else is not ours to swallow
        if type(panique).__name__ != "PanicException":
            raise
        classeur_abime(recueil, "un classeur dont la structure est abîmée")
        return []


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
