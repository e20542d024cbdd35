"""Text to numbers, whole columns at a time: decimal comma, French thousands, marks of secrecy and absence."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ctg_data.records import STATUTS

_BLANCS = "[\\s\u00a0\u202f\u2009]+"
_NOMBRE = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_MILLIERS = r"^[+-]?[1-9]\d{0,2}([.,]\d{3})+$"
_PUISSANCE = re.compile(r"[+-]?\d+(?:[.,](\d*))?E\+(\d+)")
_RANGS = {statut: rang for rang, statut in enumerate(STATUTS)}
TYPE_STATUT = pd.CategoricalDtype(list(STATUTS))


def arrow(texte: pd.Series) -> pa.Array:
    """The Arrow text of a column, trimmed of every kind of space; missing cells are empty."""
    brut = pa.array(texte)
    if isinstance(brut, pa.ChunkedArray):
        brut = brut.combine_chunks()
    return pc.utf8_trim_whitespace(pc.fill_null(brut, ""))


def nombres(texte: pd.Series, marques: Mapping[str, str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values (NaN where there is none), ranks in ``STATUTS``, and which cells are neither number nor mark."""
    cellules = arrow(texte)
    uniques = pc.dictionary_encode(cellules)
    if len(uniques.dictionary) * 4 < len(uniques):
        valeurs, rangs, fausses = _nombres(uniques.dictionary, marques)
        indices = uniques.indices.to_numpy(zero_copy_only=False)
        return valeurs[indices], rangs[indices], fausses[indices]
    return _nombres(cellules, marques)


def _nombres(cellules: pa.Array, marques: Mapping[str, str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rangs = _rangs_des_marques(cellules, marques)
    chiffrees = pc.if_else(pa.array(rangs < 0), pc.replace_substring(cellules, pattern=",", replacement="."), None)
    try:
        valeurs = pc.cast(chiffrees, pa.float64())
    except pa.ArrowInvalid:
        # thousands separators or text: sort the cells out one kind at a time, which is ten times slower
        nettes = pc.replace_substring_regex(chiffrees, pattern=_BLANCS, replacement="")
        valeurs = pc.cast(pc.if_else(pc.match_substring_regex(nettes, pattern=_NOMBRE), nettes, None), pa.float64())
    tableau = np.array(valeurs.to_numpy(zero_copy_only=False))
    tableau[~np.isfinite(tableau)] = np.nan
    tableau += 0.0  # « -0 » is 0
    rangs[~np.isnan(tableau)] = 0
    return tableau, rangs, rangs < 0


def arrondis(texte: pd.Series) -> np.ndarray:
    """Cells such as « 2,65E+05 », as a spreadsheet shows a number too wide for its column: the digits after the mantissa are lost.  The
    « 1e+05 » of a statistical program and the « 1.2E7 » of the Insee's API lose none."""
    cellules = arrow(texte)
    longs = pc.match_substring(cellules, "E+").to_numpy(zero_copy_only=False)
    for rang in np.flatnonzero(longs):
        trouve = _PUISSANCE.fullmatch(cellules[int(rang)].as_py())
        longs[rang] = trouve is not None and int(trouve[2]) > len(trouve[1] or "")
    return longs


def milliers(texte: pd.Series, *, entier: bool) -> np.ndarray:
    """Cells such as « 1,234 » whose mark sets thousands apart, as in English, where it would be read as a decimal: each of them in a column
    of whole numbers; in another, only when every cell with a mark is such a one, since three decimals may be decimals."""
    cellules = arrow(texte)
    marquees = pc.match_substring_regex(cellules, pattern=r"\d[.,]\d").to_numpy(zero_copy_only=False)
    if not marquees.any():
        return marquees
    groupees = pc.match_substring_regex(cellules, pattern=_MILLIERS).to_numpy(zero_copy_only=False)
    return groupees if entier or (groupees == marquees).all() else np.zeros_like(groupees)


def _rangs_des_marques(cellules: pa.Array, marques: Mapping[str, str]) -> np.ndarray:
    rangs = np.full(len(cellules), -1, dtype="int8")
    minuscules = pc.utf8_lower(cellules)
    for marque, statut in marques.items():
        rangs[pc.equal(minuscules, marque).to_numpy(zero_copy_only=False)] = _RANGS[statut]
    return rangs


def sans_decimale_nulle(texte: pd.Series) -> pd.Series:
    """Codes that a spreadsheet turned into numbers: « 971.0 » is 971."""
    return pd.Series(pc.replace_substring_regex(arrow(texte), pattern=r"^(\d+)[.,]0+$", replacement=r"\1"), dtype="str", index=texte.index)


def annees(texte: pd.Series) -> np.ndarray:
    """Years written 2023, 2023.0, 2023-12, 2023-12-31 or 31/12/2023; 0 where none is found."""
    uniques = pd.Series(texte.unique(), dtype="str")
    trouvees = uniques.str.extract(r"^\s*(?:\d{1,2}/\d{1,2}/)?((?:19|20)\d\d)(?:[.,]0+|[-/]\d{1,2}(?:[-/]\d{1,2})?(?:[T ].*)?)?\s*$")[0]
    table = dict(zip(uniques, trouvees.fillna("0").astype(int), strict=True))
    return texte.map(table).fillna(0).to_numpy(dtype="int64")
