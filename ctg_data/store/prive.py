"""The private Parquet files of one edition: exact measures, sorted by mesure, niveau, code, annee, facts about territories, facilities.

Row groups are small and sorted, so that one measure out of millions is read from the few groups that hold it.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from ctg_data.records import COLONNES_ATTRIBUTS, COLONNES_EQUIPEMENTS, COLONNES_MESURES
from ctg_data.store import cles, durable, tables

COLONNES = (*(c for c in COLONNES_MESURES if c != "edition"), "departement")
TRI = ("mesure", "niveau", "code", "annee")
FORME = tables.Format(COLONNES, indexees=("mesure",), coupe="mesure", lignes_par_groupe=65_536, zstd=1)


ATTRIBUTS = tables.Format(
    (*(c for c in COLONNES_ATTRIBUTS if c != "edition"), "departement"),
    indexees=("attribut",),
    coupe="attribut",
    lignes_par_groupe=65_536,
    zstd=1,
    aussi_textes=("valeur",),
)
"""Facts: in a file of their own, since their value is a text; only the editions that have some have it."""
TRI_ATTRIBUTS = ("attribut", "niveau", "code", "annee", "valeur")
EQUIPEMENTS = tables.Format(
    (*(c for c in COLONNES_EQUIPEMENTS if c != "edition"), "departement"),
    indexees=("code",),
    coupe="code",
    lignes_par_groupe=65_536,
    zstd=1,
)
"""Facilities: in a file of their own too."""
TRI_EQUIPEMENTS = ("niveau", "code", "annee", "type", "precision", "nom")


def trie(mesures: pd.DataFrame, tri: Sequence[str] = TRI) -> pd.DataFrame:
    """The rows in the store's order; a frame already in order is returned as it is."""
    cle = cles.cle(mesures, tri)
    if (cle[1:] >= cle[:-1]).all():
        return mesures
    return mesures.take(np.argsort(cle, kind="stable"))


def ecrit(fichier: Path, lignes: pd.DataFrame, forme: tables.Format = FORME) -> None:
    """Write ``lignes`` (record plus ``departement``, sorted) durably at ``fichier``, for its owner alone."""

    def ecriture(chemin: Path) -> None:
        tables.ecrit(chemin, lignes, forme)
        durable.prive(chemin)

    durable.ecrit_fichier(fichier, ecriture)


def sain(fichier: Path, lignes: int, forme: tables.Format = FORME) -> bool:
    """Whether the file is there and every row of it can be read."""
    try:
        return len(tables.lit(fichier, forme, {})) == lignes
    except tables.ILLISIBLE:
        return False


def lit(fichier: Path, choix: tables.Choix, *, par: tables.Index | None = None) -> pa.Table:
    """The rows that ``choix`` keeps (column -> values, None: all), texts as dictionaries, without ``edition``."""
    return tables.lit(fichier, FORME, choix, par=par)


def index(fichier: Path) -> tables.Index:
    """The footer of the file, to be kept by who reads it many times."""
    return tables.index(fichier, FORME)
