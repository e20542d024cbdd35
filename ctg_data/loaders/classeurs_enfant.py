"""Parse a workbook from standard input, in a process of its own with a ceiling of memory: a crafted file can only kill this one.

Run by path, outside the package, so that it starts fast: argument, the ceiling in bytes; output, lines of JSON (``ecrit``), cells as
``en_texte`` writes them.
"""

import datetime
import io
import json
import sys
from collections.abc import Iterator
from itertools import islice

from python_calamine import CalamineWorkbook

TEXTE_MAX = 512 * 2**20
"""Characters written for one workbook: the same long text may be repeated in millions of cells."""

_BLOC = 1000
"""Rows laid at a time."""


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


def plafonne(octets: int) -> None:
    """Limit the memory of this process, where the system can (neither Windows nor macOS)."""
    try:
        import resource

        _, permis = resource.getrlimit(resource.RLIMIT_AS)
        plafond = octets if permis == resource.RLIM_INFINITY else min(octets, permis)
        resource.setrlimit(resource.RLIMIT_AS, (plafond, plafond))
    except (ImportError, ValueError, OSError):
        return


def lues(classeur: CalamineWorkbook) -> Iterator[tuple[str, int, list[list[str]]]]:
    """(name, lines, columns) of every sheet, from its true first cell A1, whatever dimension it declares; rows are laid a few
    at a time, so that cells are in memory once, beside those of the reader."""
    total = 0
    for nom in classeur.sheet_names:
        feuille = classeur.get_sheet_by_name(nom)
        marge = feuille.start[1] if feuille.start else 0
        colonnes: list[list[str]] = [[] for _ in range(feuille.width)]
        rangees = iter(feuille.iter_rows())  # without the empty columns on the left
        while bloc := list(islice(rangees, _BLOC)):
            for colonne, cellules in zip(colonnes, zip(*bloc, strict=True), strict=True):
                colonne += map(en_texte, cellules)
        lignes = len(colonnes[0]) if colonnes else 0
        total += sum(len(c) for colonne in colonnes for c in colonne)
        if total > TEXTE_MAX:
            raise MemoryError
        yield nom, lignes, [[""] * lignes] * marge + colonnes


def ecrit(classeur: CalamineWorkbook) -> None:
    """One JSON line a sheet, ``[name, lines, columns that follow]``, then one a column: nothing is written twice in memory."""
    for nom, lignes, colonnes in lues(classeur):
        for ligne in ([nom, lignes, len(colonnes)], *colonnes):
            sys.stdout.write(json.dumps(ligne) + "\n")


if __name__ == "__main__":
    plafonne(int(sys.argv[1]))
    ecrit(CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())))
