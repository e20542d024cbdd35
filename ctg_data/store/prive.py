"""The private Parquet of one edition: exact measures, sorted by mesure, niveau, code, annee.

Row groups are small and sorted, so that one measure out of millions is read from the few groups that hold it.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from ctg_data.records import COLONNES_MESURES
from ctg_data.store import cles, durable, tables

COLONNES = (*(c for c in COLONNES_MESURES if c != "edition"), "departement")
TRI = ("mesure", "niveau", "code", "annee")
FORME = tables.Format(COLONNES, indexees=("mesure",), coupe="mesure", lignes_par_groupe=65_536, zstd=1)


def trie(mesures: pd.DataFrame) -> pd.DataFrame:
    """The rows in the store's order; a frame already in order is returned as it is."""
    cle = cles.cle(mesures, TRI)
    if (cle[1:] >= cle[:-1]).all():
        return mesures
    return mesures.take(np.argsort(cle, kind="stable"))


def ecrit(fichier: Path, mesures: pd.DataFrame) -> None:
    """Write ``mesures`` (record plus ``departement``, sorted) durably at ``fichier``, for its owner alone."""

    def ecriture(chemin: Path) -> None:
        tables.ecrit(chemin, mesures, FORME)
        durable.prive(chemin)

    durable.ecrit_fichier(fichier, ecriture)


def sain(fichier: Path, lignes: int) -> bool:
    """Whether the file is there and every row of it can be read."""
    try:
        return len(lit(fichier, {})) == lignes
    except tables.ILLISIBLE:
        return False


def lit(fichier: Path, choix: tables.Choix, *, par: tables.Index | None = None) -> pa.Table:
    """The rows that ``choix`` keeps (column -> values, None: all), texts as dictionaries, without ``edition``."""
    return tables.lit(fichier, FORME, choix, par=par)


def index(fichier: Path) -> tables.Index:
    """The footer of the file, to be kept by who reads it many times."""
    return tables.index(fichier, FORME)
