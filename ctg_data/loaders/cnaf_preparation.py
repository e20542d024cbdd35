"""Quirks of the CNAF's open data, mended before validation: dates, codes of France and of régions, accounting codes."""

import pandas as pd

from ctg_data.loaders.model import Contexte, Ecarts, Preparer
from ctg_data.records import CODE_FRANCE

COMPTABLES = {"69D": "Rhône hors métropole de Lyon", "69M": "métropole de Lyon", "20R": "Corse entière"}
"""Département-like codes of the CNAF that are not départements of the cog_geo (69, 2A and 2B are)."""
_MOIS = r"^\s*(20\d\d)[-/]?(0[1-9]|1[0-2])(?:[-/]?[0-3]\d)?(?:[T ].*)?\s*$"
_JOUR = r"^\s*[0-3]?\d/(0[1-9]|1[0-2])/(20\d\d)\s*$"


def date_reference(frame: pd.DataFrame, mois_defaut: str) -> pd.DataFrame:
    """``annee`` and ``mois`` from 2024-12, 202412, 2024-12-31 or 31/12/2024; a lone year takes ``mois_defaut``."""
    rangs, uniques = pd.factorize(frame["annee"], use_na_sentinel=False)
    dates = pd.Series(uniques, dtype="str")
    iso, jour = dates.str.extract(_MOIS), dates.str.extract(_JOUR)
    annees = iso[0].fillna(jour[1]).fillna(dates)
    mois = iso[1].fillna(jour[0]).fillna(mois_defaut)
    return frame.assign(annee=annees.take(rangs).to_numpy(), mois=mois.take(rangs).to_numpy())


def _territoires(frame: pd.DataFrame, niveau: str, ecarts: Ecarts) -> pd.DataFrame:
    """Give France its code, régions their leading zero (the CNAF writes 1 for 01), and explain accounting codes."""
    if niveau == "france":
        return frame.assign(code=CODE_FRANCE)
    if niveau == "region":
        codes = frame["code"].str.strip()
        return frame.assign(code=codes.where(codes == "", codes.str.zfill(2)))
    if niveau == "departement":
        return _sans_codes_comptables(frame, ecarts)
    return frame


def _sans_codes_comptables(frame: pd.DataFrame, ecarts: Ecarts) -> pd.DataFrame:
    codes = frame["code"].str.strip().str.upper()
    for code, nom in COMPTABLES.items():
        if nombre := int((codes == code).sum()):
            ecarts.ecartees[f"{code} ({nom}) : code de gestion, pas un département"] = nombre
    return frame[~codes.isin(list(COMPTABLES))]


def prestations(niveau: str) -> Preparer:
    """Hook of ``s_ben_*``: communes and EPCI are December stocks, the nation and départements are monthly."""
    mois_defaut = "12" if niveau in ("commune", "epci") else ""

    def prepare(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        return _territoires(date_reference(frame, mois_defaut), niveau, ecarts)

    return prepare


def petite_enfance(niveau: str) -> Preparer:
    """Hook of ``txcouv_pe_*`` and ``nbpla_pe_*``: yearly, so the month that a date may hold is dropped."""

    def prepare(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        return _territoires(date_reference(frame, "").drop(columns="mois"), niveau, ecarts)

    return prepare
