"""Frames to sorted Parquet and back: texts as dictionaries, pruning by the bounds of small row groups."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_TEXTE = pa.dictionary(pa.int32(), pa.string())
_NOMBRES = {
    "annee": pa.int16(),
    "mois": pa.int8(),
    "millesime_geo": pa.int16(),
    "valeur": pa.float64(),
    "ic_bas": pa.float64(),
    "ic_haut": pa.float64(),
    "est": pa.bool_(),
    "arr5": pa.bool_(),
    "places": pa.float64(),
    "latitude": pa.float64(),
    "longitude": pa.float64(),
    "complet": pa.bool_(),
}
ILLISIBLE = (OSError, pa.ArrowException)
"""What a missing or damaged file raises."""
Choix = Mapping[str, Collection | None]


@dataclass(frozen=True)
class Format:
    """How one kind of table lies on disk.

    ``indexees``: the columns whose bounds allow to skip row groups.  ``coupe``: the leading column of the order whose
    large runs begin a row group, because a group that straddles two of them has bounds that skip nothing.
    """

    colonnes: tuple[str, ...]
    indexees: tuple[str, ...]
    coupe: str
    lignes_par_groupe: int
    zstd: int
    aussi_textes: tuple[str, ...] = ()
    """Columns that are texts here and numbers elsewhere."""

    @property
    def textes(self) -> list[str]:
        """Columns that are read as categories."""
        return [c for c in self.colonnes if c not in _NOMBRES or c in self.aussi_textes]

    @property
    def schema(self) -> pa.Schema:
        """Types of the columns on disk, in their order."""
        return pa.schema([(c, _TEXTE if c in self.textes else _NOMBRES[c]) for c in self.colonnes])


@dataclass(frozen=True)
class Index:
    """The footer of a file and, for each indexed column, the lowest and highest value of every row group."""

    pied: pq.FileMetaData
    bornes: Mapping[str, tuple[np.ndarray, np.ndarray]]

    def groupes(self, choix: Choix) -> list[int]:
        """Row groups that may hold a chosen row."""
        if not self.pied.num_row_groups:  # a table without rows, whose bounds have no type
            return []
        possibles = np.ones(self.pied.num_row_groups, dtype=bool)
        for nom, (bas, haut) in self.bornes.items():
            if choix.get(nom) is not None:
                possibles &= _touche(bas, haut, np.array(sorted(choix[nom]), dtype=bas.dtype.kind))
        return np.flatnonzero(possibles).tolist()


def ecrit(fichier: Path, frame: pd.DataFrame, forme: Format) -> None:
    """Write ``frame``, already sorted, at ``fichier``; making it durable is for the caller."""
    schema = forme.schema
    table = pa.table([_colonne(frame[c], schema.field(c).type) for c in forme.colonnes], schema=schema)
    options = {
        "compression": "zstd",
        "compression_level": forme.zstd,
        "use_dictionary": [*dict.fromkeys((*forme.textes, "valeur"))],
        "write_statistics": list(forme.indexees),  # bounds that nobody reads would cost a quarter of the writing
        "store_schema": False,
    }
    with pq.ParquetWriter(fichier, table.schema, **options) as sortie:
        for debut, fin in _suites(table[forme.coupe], forme.lignes_par_groupe):
            if fin > debut:
                sortie.write_table(table.slice(debut, fin - debut), row_group_size=forme.lignes_par_groupe)


def _suites(colonne: pa.ChunkedArray, taille: int) -> list[tuple[int, int]]:
    """Bounds of the runs of equal values, those under half a row group joined to the next."""
    codes = colonne.chunk(0).indices if pa.types.is_dictionary(colonne.type) else colonne.chunk(0)
    coupures = [int(c) + 1 for c in np.flatnonzero(np.diff(codes.to_numpy()))]
    bords = [0]
    for coupure in coupures:
        if coupure - bords[-1] >= taille // 2:
            bords.append(coupure)
    return list(pairwise([*bords, len(colonne)]))


def index(fichier: Path, forme: Format) -> Index:
    """The footer, and the bounds of the indexed columns by row group.  Raises ILLISIBLE."""
    pied = pq.read_metadata(fichier)
    return Index(pied, {nom: _bornes(pied, forme.colonnes.index(nom)) for nom in forme.indexees})


def lit(fichier: Path, forme: Format, choix: Choix, *, par: Index | None = None) -> pa.Table:
    """The rows whose columns hold one of the chosen values (None: all)."""
    par = par or index(fichier, forme)
    groupes = par.groupes(choix)
    if not groupes:
        return forme.schema.empty_table()
    parquet = pq.ParquetFile(fichier, metadata=par.pied, read_dictionary=forme.textes, memory_map=True)
    return _garde(parquet.read_row_groups(groupes, columns=list(forme.colonnes)), choix)


def en_frame(tables: list[pa.Table]) -> pd.DataFrame:
    """The tables one below the other, texts as categories.

    The list is used up, column by column: millions of rows are never there twice.
    """
    schema, colonnes = tables[0].schema, {}
    for champ in schema:
        colonne = pa.chunked_array([m for t in tables for m in t[champ.name].chunks], type=champ.type)
        colonnes[champ.name] = _serie(colonne.unify_dictionaries())
        tables[:] = [t.drop_columns(champ.name) for t in tables]
    return pd.DataFrame(colonnes, copy=False)


def _serie(colonne: pa.ChunkedArray) -> pd.Categorical | np.ndarray:
    """Straight to numpy: ``to_pandas`` costs more than the reading on the small frames that a page asks for."""
    if not pa.types.is_dictionary(colonne.type):
        return colonne.to_numpy()
    textes = pd.Index(colonne.chunk(0).dictionary.to_pylist() if colonne.num_chunks else [], dtype="str")
    codes = [morceau.indices.to_numpy() for morceau in colonne.chunks] or [np.zeros(0, dtype="int32")]
    return pd.Categorical.from_codes(np.concatenate(codes), textes, validate=False)


def _bornes(pied: pq.FileMetaData, place: int) -> tuple[np.ndarray, np.ndarray]:
    statistiques = [pied.row_group(g).column(place).statistics for g in range(pied.num_row_groups)]
    return np.array([s.min for s in statistiques]), np.array([s.max for s in statistiques])


def _touche(bas: np.ndarray, haut: np.ndarray, retenus: np.ndarray) -> np.ndarray:
    """For each pair of bounds, whether one of the sorted values lies between."""
    return np.searchsorted(retenus, bas, side="left") < np.searchsorted(retenus, haut, side="right")


def _garde(table: pa.Table, choix: Choix) -> pa.Table:
    masques = [_masque(table[nom], retenus) for nom, retenus in choix.items() if retenus is not None]
    masque = np.logical_and.reduce(masques) if masques else np.ones(len(table), dtype=bool)
    return table if masque.all() else table.filter(pa.array(masque))


def _masque(colonne: pa.ChunkedArray, retenus: Collection) -> np.ndarray:
    morceaux = [_dedans(morceau, set(retenus)) for morceau in colonne.chunks]
    return np.concatenate(morceaux) if morceaux else np.zeros(0, dtype=bool)


def _dedans(morceau: pa.Array, retenus: set) -> np.ndarray:
    """Compares the few texts of the dictionary, then spreads the answer by index."""
    if not pa.types.is_dictionary(morceau.type):
        return np.isin(morceau.to_numpy(), list(retenus))
    oui = np.array([texte in retenus for texte in morceau.dictionary.to_pylist()], dtype=bool)
    return oui[morceau.indices.to_numpy()]


def _colonne(colonne: pd.Series, cible: pa.DataType) -> pa.Array:
    """One column in the store's type; a missing figure is a null, a text is an index and its dictionary."""
    if not pa.types.is_dictionary(cible):
        return pa.array(colonne.to_numpy(), type=cible, from_pandas=True)
    textes = colonne if isinstance(colonne.dtype, pd.CategoricalDtype) else colonne.astype("category")
    dictionnaire = pa.array(textes.cat.categories.astype(object), type=pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(textes.cat.codes.to_numpy(), type=pa.int32()), dictionnaire)
