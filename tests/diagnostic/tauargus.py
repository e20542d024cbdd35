"""The development oracle: any set of cells and linear relations, written for τ-Argus (``pytauargus``), then audited or suppressed."""

import contextlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

PLAFOND = 1_000
"""What an outsider takes for the most that a hidden cell can be, as a multiple of what it is."""


@dataclass(frozen=True, eq=False)
class Table:
    """Cells and relations ``sum(coefficient x cell) = 0``.

    ``primaires``: cells to protect; ``secondaires``: cells hidden besides, whatever they protect; ``prix``: what hiding each cell costs.
    """

    valeurs: np.ndarray
    relations: Sequence[Sequence[tuple[int, int]]]
    primaires: np.ndarray
    secondaires: np.ndarray
    prix: np.ndarray
    seuil: int = 5
    noms: Sequence[object] = field(default=())


def bornes(table: Table) -> dict[int, tuple[float, float]]:
    """Least and most of each hidden cell, as τ-Argus finds them."""
    argus = pytest.importorskip("pytauargus._tauargus")
    with tempfile.TemporaryDirectory() as dossier, contextlib.chdir(dossier):  # its logs are written where it runs
        fichier = _ecrit(table, Path(dossier) / "table.jj")
        return {r["cell"]: (r["min"], r["max"]) for r in argus.audit_jj(str(fichier))}


def optimum(table: Table, limite: int = 5) -> np.ndarray | None:
    """The cheapest secondary cells, bool; None where the solver gives up (``limite``: its own, 1 at least, not kept to the minute)."""
    argus = pytest.importorskip("pytauargus._tauargus")
    with tempfile.TemporaryDirectory() as dossier, contextlib.chdir(dossier):  # its logs are written where it runs
        entree, sortie = Path(dossier) / "table.jj", Path(dossier) / "sortie.txt"
        _ecrit(table, entree)
        if argus.HiTaSCtrl().full_jj(str(entree), str(sortie), max_time=limite) != 0:
            return None
        trouvees = [int(mot) for mot in sortie.read_text(encoding="ascii").split()]
    caches = np.zeros(len(table.valeurs), dtype=bool)
    caches[trouvees] = True
    return caches & ~table.primaires & ~table.secondaires


def _ecrit(table: Table, fichier: Path) -> Path:
    cellules = [_cellule(table, rang) for rang in range(len(table.valeurs))]
    relations = [f"0 {len(r)} : " + " ".join(f"{cellule} ({coefficient})" for cellule, coefficient in r) for r in table.relations]
    fichier.write_text("\n".join(["0", str(len(cellules)), *cellules, str(len(relations)), *relations]) + "\n", encoding="ascii")
    return fichier


def _cellule(table: Table, rang: int) -> str:
    """Number, value, price, status, least and most known, protection wanted below and above, width wanted."""
    valeur = int(table.valeurs[rang])
    statut = "u" if table.primaires[rang] or table.secondaires[rang] else "s"
    sous, sur = (max(valeur - 1, 0), max(table.seuil - valeur, 0)) if table.primaires[rang] else (0, 0)
    return f"{rang} {valeur} {table.prix[rang]} {statut} 0 {valeur + PLAFOND} {sous} {sur} 0"


def perces(table: Table, secondaires: np.ndarray) -> list[int]:
    """Primary cells that ``secondaires`` leave known better than « 1 to threshold - 1, or the threshold »."""
    trouvees = bornes(replace(table, secondaires=secondaires))
    return [c for c in np.flatnonzero(table.primaires) if trouvees[int(c)][0] > 1 or trouvees[int(c)][1] < table.seuil]


def avec(table: Table, secondaires: np.ndarray) -> Table:
    """The same table, these cells hidden besides."""
    return replace(table, secondaires=secondaires & ~table.primaires)
