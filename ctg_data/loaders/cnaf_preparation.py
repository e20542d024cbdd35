"""Quirks of the CNAF's open data, mended before validation: dates, technical codes, arrondissements, technical twins."""

from collections.abc import Callable

import pandas as pd

from ctg_data.loaders.arrondissements import COMMUNE, additionne
from ctg_data.loaders.model import Contexte, Ecarts, Preparer
from ctg_data.records import CODE_FRANCE

TECHNIQUES = ("", "X", "XX", "XXX", "XXXXX", "99", "999", "99999", "ZZZZZ", "XXXXXXXXX", "ZZZZZZZZZ", "999999999")
"""Codes that name no territory: households not located, communes without EPCI, abroad."""
COMPTABLES = {"69D": "Rhône hors métropole de Lyon", "69M": "métropole de Lyon", "20R": "Corse entière"}
"""Département-like codes of the CNAF that are not départements of the cog_geo (69 and 2A, 2B are)."""
_MOIS = r"^\s*(20\d\d)[-/]?(0[1-9]|1[0-2])(?:[-/]?[0-3]\d)?(?:[T ].*)?\s*$"
_JOUR = r"^\s*[0-3]?\d/(0[1-9]|1[0-2])/(20\d\d)\s*$"


def ecarte(frame: pd.DataFrame, masque: pd.Series, motif: str, *, ecarts: Ecarts) -> pd.DataFrame:
    """``frame`` without the rows of ``masque``, which are counted under ``motif``."""
    if nombre := int(masque.sum()):
        ecarts.ecartees[motif] = ecarts.ecartees.get(motif, 0) + nombre
        return frame[~masque]
    return frame


def date_reference(frame: pd.DataFrame, *, mois_defaut: str) -> pd.DataFrame:
    """``annee`` and ``mois`` from 2024-12, 202412, 2024-12-31 or 31/12/2024; a lone year takes ``mois_defaut``."""
    dates = pd.Series(frame["annee"].unique(), dtype="str")
    iso, jour = dates.str.extract(_MOIS), dates.str.extract(_JOUR)
    annees = iso[0].fillna(jour[1]).fillna(dates)
    mois = iso[1].fillna(jour[0]).fillna(mois_defaut)
    return frame.assign(
        annee=frame["annee"].map(dict(zip(dates, annees, strict=True))), mois=frame["annee"].map(dict(zip(dates, mois, strict=True)))
    )


def territoires(frame: pd.DataFrame, niveau: str, ecarts: Ecarts) -> pd.DataFrame:
    """Give France its code, pad the numbers of régions and set technical codes aside."""
    if niveau == "france":
        return frame.assign(code=CODE_FRANCE)
    codes = frame["code"].str.strip().str.upper()
    if niveau == "region":
        codes = codes.where(codes == "", codes.str.zfill(2))
        return _hors_region(frame.assign(code=codes), ecarts)
    frame = ecarte(frame.assign(code=codes), codes.isin(TECHNIQUES), "territoire non localisé (code vide ou technique)", ecarts=ecarts)
    if niveau != "departement":
        return frame
    return ecarte(frame, frame["code"].isin(list(COMPTABLES)), _motif_comptables(), ecarts=ecarts)


def _hors_region(frame: pd.DataFrame, ecarts: Ecarts) -> pd.DataFrame:
    frame = ecarte(frame, frame["code"].eq("COM"), "collectivités d'outre-mer (code COM) : hors des dix-huit régions", ecarts=ecarts)
    return ecarte(frame, frame["code"].isin(TECHNIQUES), "territoire non localisé (code vide ou technique)", ecarts=ecarts)


def _motif_comptables() -> str:
    noms = ", ".join(f"{code} ({nom})" for code, nom in COMPTABLES.items())
    return f"codes de gestion qui ne sont pas des départements : {noms}"


def prestations(niveau: str, comptes: tuple[str, ...]) -> Preparer:
    """Hook of ``s_ben_*``: communes and EPCI are December stocks, the nation and départements are monthly."""
    defaut = "12" if niveau in ("commune", "epci") else ""

    def prepare(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        frame = territoires(date_reference(frame, mois_defaut=defaut), niveau, ecarts)
        presents = [colonne for colonne in comptes if colonne in frame]
        return additionne(frame, presents, ("annee", "mois"), ecarts=ecarts) if niveau == "commune" else frame

    return prepare


def petite_enfance(niveau: str, comptes: tuple[str, ...]) -> Preparer:
    """Hook of ``txcouv_pe_*`` (no ``comptes``: a rate is never summed) and ``nbpla_pe_*``."""
    arrondissements = _places_de_ville(comptes) if comptes else _sans_taux_de_ville

    def prepare(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        frame = territoires(frame.assign(annee=_annee(frame["annee"])), niveau, ecarts)
        return arrondissements(frame, ecarts) if niveau == "commune" else frame

    return prepare


def _annee(dates: pd.Series) -> pd.Series:
    """The year of 2023, 2023-01-01 or 202312 (which would read as a number)."""
    return dates.str.replace(r"^\s*(20\d\d)(0[1-9]|1[0-2])\s*$", r"\1", regex=True)


def _sans_taux_de_ville(frame: pd.DataFrame, ecarts: Ecarts) -> pd.DataFrame:
    motif = "arrondissements de Paris, Lyon et Marseille : leurs taux ne s'additionnent pas"
    return ecarte(frame, frame["code"].isin(list(COMMUNE)), motif, ecarts=ecarts)


def _places_de_ville(comptes: tuple[str, ...]) -> Callable[[pd.DataFrame, Ecarts], pd.DataFrame]:
    def additionne_places(frame: pd.DataFrame, ecarts: Ecarts) -> pd.DataFrame:
        return additionne(frame, [c for c in comptes if c in frame], ("annee",), ecarts=ecarts)

    return additionne_places
