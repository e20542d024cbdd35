"""Communes of an inventory, brought from the vintage of each row to today."""

from collections.abc import Mapping

import pandas as pd

from ctg_data.territoires.model import CIBLE, MILLESIMES
from ctg_data.territoires.referentiel import Referentiel


def codes_actuels(lus: pd.DataFrame, ref: Referentiel) -> pd.Series:
    """The commune of today of each row of ``equipements``, "" where it was divided since."""
    codes = lus["code"].astype("str")
    for millesime in lus["millesime_geo"].unique():
        ici = lus["millesime_geo"].eq(millesime)
        codes[ici] = codes[ici].map(vers(ref, int(millesime))).fillna("")
    return codes


def vers(ref: Referentiel, de: int, arrivee: int = CIBLE) -> Mapping[str, str]:
    """Code of a vintage -> that of another, for the communes that lie whole in one of it."""
    if de not in MILLESIMES or arrivee not in MILLESIMES:
        return {}
    passage = ref.passage(de, arrivee)
    seuls = passage[~passage["code_src"].duplicated(keep=False)]
    return dict(zip(seuls["code_src"].tolist(), seuls["code_dst"].tolist(), strict=True))
