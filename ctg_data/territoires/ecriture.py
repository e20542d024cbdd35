"""Write the tables of the reference: compact and byte for byte reproducible."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

_LIGNES_PAR_GROUPE = 1500
"""Row groups small enough that a département's contours are read without the rest of the country."""
_COORDONNEES = tuple(f"geometry.list.element.list.element.list.element.{axe}" for axe in "xy")


def ecrit(table: pd.DataFrame, chemin: Path) -> None:
    """``table`` as Parquet (zstd); contours as GeoParquet with native coordinates, byte-stream split (four times smaller)."""
    options = {"compression": "zstd", "compression_level": 19, "index": False}
    if not isinstance(table, gpd.GeoDataFrame):
        table.to_parquet(chemin, **options)
        return
    encodage = {"use_dictionary": ["code"], "column_encoding": dict.fromkeys(_COORDONNEES, "BYTE_STREAM_SPLIT")}
    table.to_parquet(chemin, geometry_encoding="geoarrow", row_group_size=_LIGNES_PAR_GROUPE, **encodage, **options)
