"""Carry codes from one vintage to another: yearly changes composed into one table, forwards or backwards."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from ctg_data.errors import CtgError

COLONNES = ("code_src", "code_dst", "poids", "type_evt", "estime")


class PassageImpossible(CtgError):
    """Two vintages, or a code, that the transition table cannot link."""


def compose(changements: pd.DataFrame, communes: Callable[[int], pd.DataFrame], *, de: int, vers: int) -> pd.DataFrame:
    """Every commune of vintage ``de`` with its communes of vintage ``vers``: code_src, code_dst, poids, type_evt, estime.

    ``poids`` sums to 1 for each source: a count carried over is count x poids.  ``estime`` marks shares that rest on
    populations (splits; mergers read backwards).  ``type_evt`` is "" where the code never changed.  ``changements``: the
    yearly table of ``data/reference/passage.parquet``; ``communes(millesime)``: code and population of a vintage.
    Raises PassageImpossible when a code leads nowhere.
    """
    codes = communes(de)["code"]
    table = pd.DataFrame({"code_src": codes, "code_dst": codes, "poids": 1.0, "type_evt": "", "estime": False})
    for annee in range(de, vers) if de <= vers else range(de - 1, vers - 1, -1):
        pas = changements[changements["mill_src"] == annee]
        table = _enchaine(table, pas if de <= vers else _renverse(pas, communes(annee)))
    perdus = sorted(set(table["code_dst"].tolist()) - set(communes(vers)["code"].tolist()))
    if perdus:
        raise PassageImpossible(f"Codes communaux de {de} sans correspondance en {vers} : {', '.join(perdus[:10])}.")
    return table.sort_values(["code_src", "code_dst"], ignore_index=True)


def _enchaine(table: pd.DataFrame, pas: pd.DataFrame) -> pd.DataFrame:
    """Follow one yearly step; only the rows it touches are rebuilt."""
    touche = table["code_dst"].isin(pas["code_src"])
    suite = table[touche].merge(pas, left_on="code_dst", right_on="code_src", suffixes=("", "_pas"))
    suite = pd.DataFrame(
        {
            "code_src": suite["code_src"],
            "code_dst": suite["code_dst_pas"],
            "poids": suite["poids"] * suite["poids_pas"],
            "type_evt": (suite["type_evt"] + "|" + suite["type_evt_pas"]).str.strip("|"),
            "estime": suite["estime"] | suite["estime_pas"],
        }
    )
    return _regroupe(pd.concat([table[~touche], suite], ignore_index=True))


def _regroupe(table: pd.DataFrame) -> pd.DataFrame:
    """Parts of a split that meet again make one row."""
    double = table.duplicated(["code_src", "code_dst"], keep=False)
    if not double.any():
        return table
    regles = {"poids": "sum", "type_evt": "first", "estime": "any"}
    reunis = table[double].groupby(["code_src", "code_dst"], as_index=False).agg(regles)
    return pd.concat([table[~double], reunis], ignore_index=True)


def _renverse(pas: pd.DataFrame, avant: pd.DataFrame) -> pd.DataFrame:
    """The same step read backwards: a merged commune is shared between its former communes by their population."""
    inverse = pas.rename(columns={"code_src": "code_dst", "code_dst": "code_src"})
    restes = _restes(pas, set(avant["code"]))
    inverse = pd.concat([inverse, restes], ignore_index=True)
    population = inverse["code_dst"].map(avant.set_index("code")["population"]).astype("float64").fillna(0.0)
    part = population * inverse["poids"].astype("float64")
    total = part.groupby(inverse["code_src"]).transform("sum")
    nombre = inverse.groupby("code_src")["code_dst"].transform("size")
    poids = pd.Series(np.where(total > 0, part / total.where(total > 0), 1 / nombre), index=inverse.index)
    return inverse.assign(poids=poids, estime=nombre > 1)


def _restes(pas: pd.DataFrame, avant: set[str]) -> pd.DataFrame:
    """A commune that absorbed others already existed: it is one of the parts of what it became."""
    absorbants = sorted((set(pas["code_dst"]) & avant) - set(pas["code_src"]))
    return pd.DataFrame({"code_src": absorbants, "code_dst": absorbants, "poids": 1.0, "type_evt": "fusion", "estime": False})
