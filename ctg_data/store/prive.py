"""The private Parquet of one edition: exact measures, sorted by mesure, niveau, code, annee.

Row groups are small and sorted, so that one measure out of millions is read from the few groups that hold it.
"""

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ctg_data.records import COLONNES_MESURES
from ctg_data.store import cles
from ctg_data.store.durable import ecrit_fichier

COLONNES = (*(c for c in COLONNES_MESURES if c != "edition"), "departement")
TRI = ("mesure", "niveau", "code", "annee")
TEXTES = ("source", "niveau", "code", "regime", "mesure", "modalite", "unite", "statut", "departement")
LIGNES_PAR_GROUPE = 65_536

_TYPES = {"annee": pa.int16(), "mois": pa.int8(), "millesime_geo": pa.int16(), "valeur": pa.float64(), "est": pa.bool_(), "arr5": pa.bool_()}
_TEXTE = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema([(c, _TEXTE if c in TEXTES else _TYPES[c]) for c in COLONNES])


def trie(mesures: pd.DataFrame) -> pd.DataFrame:
    """The rows in the store's order; a frame already in order is returned as it is."""
    cle = cles.cle(mesures, TRI)
    if (cle[1:] >= cle[:-1]).all():
        return mesures
    return mesures.take(np.argsort(cle, kind="stable"))


def ecrit(fichier: Path, mesures: pd.DataFrame) -> None:
    """Write ``mesures`` (record plus ``departement``) durably at ``fichier``."""
    table = pa.table([_colonne(mesures[c], SCHEMA.field(c).type) for c in COLONNES], schema=SCHEMA)
    ecrit_fichier(
        fichier,
        lambda chemin: pq.write_table(
            table,
            chemin,
            compression="zstd",
            compression_level=1,
            use_dictionary=list(TEXTES),
            row_group_size=LIGNES_PAR_GROUPE,
            store_schema=False,
        ),
    )


def lit(fichier: Path, *, noms: Collection[str] | None = None, niveaux: Collection[str] | None = None) -> pa.Table:
    """The rows of the measures ``noms`` at ``niveaux`` (None: all), texts as dictionaries, without ``edition``."""
    parquet = pq.ParquetFile(fichier, read_dictionary=list(TEXTES), memory_map=True)
    groupes = [g for g in range(parquet.num_row_groups) if _concerne(parquet.metadata.row_group(g), noms)]
    return _garde(parquet.read_row_groups(groupes, columns=list(COLONNES)), {"mesure": noms, "niveau": niveaux})


def _concerne(groupe: pq.RowGroupMetaData, noms: Collection[str] | None) -> bool:
    """Whether the bounds of the group's measures leave room for one of ``noms``."""
    bornes = groupe.column(COLONNES.index("mesure")).statistics
    return noms is None or any(bornes.min <= nom <= bornes.max for nom in noms)


def _garde(table: pa.Table, choix: dict[str, Collection[str] | None]) -> pa.Table:
    """Rows whose columns hold one of the chosen texts; compares dictionary codes, not texts."""
    masque: np.ndarray | None = None
    for nom, retenus in choix.items():
        if retenus is None:
            continue
        vrai = np.concatenate([_dedans(morceau, retenus) for morceau in table[nom].chunks] or [np.zeros(0, dtype=bool)])
        masque = vrai if masque is None else masque & vrai
    return table if masque is None or masque.all() else table.filter(pa.array(masque))


def _dedans(morceau: pa.DictionaryArray, retenus: Collection[str]) -> np.ndarray:
    oui = np.array([texte in retenus for texte in morceau.dictionary.to_pylist()], dtype=bool)
    return oui[morceau.indices.to_numpy(zero_copy_only=False)]


def _colonne(colonne: pd.Series, cible: pa.DataType) -> pa.Array:
    """One column in the store's type; a missing figure is a null, a text is an index and its dictionary."""
    if not pa.types.is_dictionary(cible):
        return pa.array(colonne.to_numpy(), type=cible, from_pandas=True)
    textes = colonne if isinstance(colonne.dtype, pd.CategoricalDtype) else colonne.astype("category")
    dictionnaire = pa.array(textes.cat.categories.astype(object), type=pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(textes.cat.codes.to_numpy(), type=pa.int32()), dictionnaire)
