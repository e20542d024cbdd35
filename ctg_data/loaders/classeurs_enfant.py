"""Parse a workbook from standard input, in a process of its own with a ceiling of memory: a crafted file can only kill this one.

Run by path, outside the package, so that it starts fast: argument, the ceiling in bytes; output, one JSON object a sheet,
``{"nom": …, "lignes": n, "colonnes": [[text, …], …]}``, cells as ``en_texte`` writes them.
"""

import datetime
import io
import json
import sys

from python_calamine import CalamineWorkbook

TEXTE_MAX = 512 * 2**20
"""Characters written for one workbook: the same long text may be repeated in millions of cells."""


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


def ecrit(classeur: CalamineWorkbook) -> None:
    """Every sheet, column by column, from its true first line, whatever dimension it declares."""
    total = 0
    for nom in classeur.sheet_names:
        rangees = classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False)
        colonnes = [[en_texte(c) for c in colonne] for colonne in zip(*rangees, strict=True)]
        total += sum(len(c) for colonne in colonnes for c in colonne)
        if total > TEXTE_MAX:
            raise MemoryError
        sys.stdout.write(json.dumps({"nom": nom, "lignes": len(rangees), "colonnes": colonnes}) + "\n")


if __name__ == "__main__":
    plafonne(int(sys.argv[1]))
    ecrit(CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())))
