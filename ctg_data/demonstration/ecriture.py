"""Write tables fast, in the dress of the published files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import xlsxwriter

_BOM = b"\xef\xbb\xbf"


def repete(textes: np.ndarray, *, fois: int = 1, chacun: int = 1) -> pa.Array:
    """``textes``, each ``chacun`` times, the whole ``fois`` times, without a Python string per row."""
    rangs = np.tile(np.repeat(np.arange(len(textes)), chacun), fois).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(rangs), pa.array(textes.astype(object), type=pa.string()))


def constante(texte: str, lignes: int) -> pa.Array:
    """A column of ``lignes`` times the same text, as a dictionary of one word."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(lignes, np.int32)), pa.array([texte]))


def csv(chemin: Path, colonnes: Mapping[str, object], *, separateur: str = ";", bom: bool = False) -> Path:
    """One CSV, UTF-8, LF, decimal point, nothing quoted (no text of ours holds a separator)."""
    options = pacsv.WriteOptions(delimiter=separateur, quoting_style="none", quoting_header="none", batch_size=65_536)
    with chemin.open("wb") as sortie:
        sortie.write(_BOM if bom else b"")
        pacsv.write_csv(pa.table(dict(colonnes)), sortie, options)
    return chemin


def classeur(chemin: Path, feuilles: Mapping[str, Iterable[Sequence[object]]]) -> Path:
    """One workbook, a sheet for each name; the same rows always give the same bytes."""
    with xlsxwriter.Workbook(str(chemin), {"constant_memory": True}) as livre:
        livre.set_properties({"created": datetime(2025, 1, 1), "comments": "Données de démonstration, fictives"})
        for nom, rangees in feuilles.items():
            feuille = livre.add_worksheet(nom)
            for rang, rangee in enumerate(rangees):
                feuille.write_row(rang, 0, rangee)
    return chemin


def rangees(*colonnes: Sequence[object]) -> list[tuple[object, ...]]:
    """Columns to rows, numpy numbers as Python's."""
    return list(zip(*(c.tolist() if isinstance(c, np.ndarray) else c for c in colonnes), strict=True))
