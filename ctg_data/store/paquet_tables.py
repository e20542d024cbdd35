"""The Parquet members of a protected bundle: their footers first, then their rows, within limits (ADR 0018)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ctg_data.loaders.plan_actions_cellules import visible
from ctg_data.records import COLONNES_VALEURS, STATUTS, typed
from ctg_data.settings import ANNEES
from ctg_data.store import cles, prive, publie, tables
from ctg_data.store.paquet import CODE, JETON, derniere_annee

MEMBRE_MAX = 64 * 2**20
"""Bytes of one member, compressed or not."""
TEXTES_MAX, TEXTE_MAX = 200_000, 2_000
"""Distinct texts of a column, characters of one of them."""
CLE_VALEURS = ("indicateur", "code", "annee", "modalite")


def ouvre(octets: bytes, forme: tables.Format) -> pq.ParquetFile:
    """A Parquet file of exactly these columns and types; only its footer is read.  Raises ValueError."""
    try:
        fichier = pq.ParquetFile(pa.BufferReader(octets), read_dictionary=forme.textes)
        schema, pied = fichier.schema_arrow, fichier.metadata
    except tables.ILLISIBLE as erreur:
        raise ValueError("a Parquet file was expected") from erreur
    if schema.names != list(forme.colonnes) or any(schema.field(c).type != forme.schema.field(c).type for c in forme.colonnes):
        raise ValueError("other columns than those of the record")
    groupes = [pied.row_group(g) for g in range(pied.num_row_groups)]
    if any(g.num_rows < 0 for g in groupes) or sum(g.num_rows for g in groupes) != pied.num_rows:
        raise ValueError("a footer that contradicts itself")
    if sum(g.total_byte_size for g in groupes) > MEMBRE_MAX:
        raise ValueError("more bytes than a member may have")
    return fichier


def lignes(octets: bytes, forme: tables.Format) -> int:
    """How many rows its footer says.  Raises ValueError."""
    return ouvre(octets, forme).metadata.num_rows


def valeurs(octets: bytes) -> pd.DataFrame:
    """Published values in the types of the record, every text of them short and seen.  Raises ValueError."""
    frame = typed(_lit(octets, publie.FORME, vides=("valeur", "ic_bas", "ic_haut")), COLONNES_VALEURS)
    publie.verifie(frame)
    _exige(frame, "indicateur", JETON.fullmatch)
    _exige(frame, "edition", JETON.fullmatch)
    _exige(frame, "statut", STATUTS.__contains__)
    return frame


def attributs(octets: bytes) -> pd.DataFrame:
    """Facts.  Raises ValueError."""
    return _lit(octets, prive.ATTRIBUTS, vides=())


def equipements(octets: bytes) -> pd.DataFrame:
    """Facilities.  Raises ValueError."""
    return _lit(octets, prive.EQUIPEMENTS, vides=("places", "latitude", "longitude"))


def vide(forme: tables.Format) -> pd.DataFrame:
    """No row."""
    return pd.DataFrame({c: [] for c in forme.colonnes})


def doubles(frame: pd.DataFrame, cle: Sequence[str]) -> np.ndarray:
    """For each row, whether one before it has the same key."""
    return pd.Series(cles.cle(frame, cle)).duplicated().to_numpy()


def _lit(octets: bytes, forme: tables.Format, *, vides: Sequence[str]) -> pd.DataFrame:
    """``vides``: the columns that may have empty cells."""
    try:
        lue = ouvre(octets, forme).read()
    except tables.ILLISIBLE as erreur:
        raise ValueError("a Parquet file was expected") from erreur
    if any(lue[c].null_count for c in lue.column_names if c not in vides):
        raise ValueError("an empty cell where there is none")
    if not len(lue):
        return vide(forme)
    frame = tables.en_frame([lue])
    for colonne in forme.textes:
        _exige(frame, colonne, CODE.fullmatch if colonne == "code" else _court)
    if not (frame["annee"].min() >= ANNEES[0] and frame["annee"].max() <= derniere_annee()):
        raise ValueError("a year that data do not have")
    return frame


def _court(texte: str) -> bool:
    return len(texte) <= TEXTE_MAX and visible(texte)


def _exige(frame: pd.DataFrame, colonne: str, permis: object) -> None:
    """``permis``: what every distinct text of the column must answer yes to."""
    textes = frame[colonne].cat.categories
    if len(textes) > TEXTES_MAX or not all(map(permis, textes)):
        raise ValueError("a text that the product never writes")
