"""Which level a Filosofi file is about: its layout is the same at every level, so the codes say, then the names."""

import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.model import Contexte, Ecarts
from ctg_data.records import CODE_FRANCE

_REGIONS = {
    "01": "guadeloupe", "02": "martinique", "03": "guyane", "04": "la reunion", "06": "mayotte",
    "11": "ile-de-france", "24": "centre-val de loire", "27": "bourgogne-franche-comte", "28": "normandie",
    "32": "hauts-de-france", "44": "grand est", "52": "pays de la loire", "53": "bretagne", "75": "nouvelle-aquitaine",
    "76": "occitanie", "84": "auvergne-rhone-alpes", "93": "provence-alpes-cote d'azur", "94": "corse",
}  # fmt: skip
_METROPOLE = frozenset({"1", "M", "FM", "METRO", "METROPOLE", "FRANCE", "FR", "F"})
_ASSEZ = 10
"""From this many codes on, having nothing but codes of régions is no chance."""
_LONGUEURS = {4: "commune", 5: "commune", 9: "epci", 1: "departement", 2: "departement", 3: "departement"}


def niveau(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Add ``niveau``: the same for every row.  The only row of a national file (code 1, métropole) becomes France."""
    codes = cadre["code"].str.strip().str.upper()
    if len(cadre) == 1 and codes.iloc[0] in _METROPOLE:
        ecarts.avertissements.append("Le total France de ce fichier est celui de la France métropolitaine.")
        return cadre.assign(code=CODE_FRANCE, niveau="france")
    return cadre.assign(niveau=_du_contenu(codes, cadre, contexte, ecarts=ecarts))


def _du_contenu(codes: pd.Series, cadre: pd.DataFrame, contexte: Contexte, *, ecarts: Ecarts) -> str:
    longueurs = codes.str.len().map(_LONGUEURS).dropna()
    probable = str(longueurs.mode().iloc[0]) if len(longueurs) else "commune"
    if probable != "departement" or not set(codes.str.zfill(2)) <= set(_REGIONS):
        return probable
    return _departement_ou_region(codes, cadre, contexte, ecarts=ecarts)


def _departement_ou_region(codes: pd.Series, cadre: pd.DataFrame, contexte: Contexte, *, ecarts: Ecarts) -> str:
    """Every code of a région is also that of a département: 02 is Aisne and Martinique."""
    if "libgeo" in cadre and (cadre["libgeo"].str.strip() != "").any():
        attendus = codes.str.zfill(2).map(_REGIONS)
        return "region" if (cadre["libgeo"].map(normalise) == attendus).any() else "departement"
    if codes.nunique() >= _ASSEZ:
        return "region"
    nom = contexte.fichier.upper().rsplit(" > ")[-1]  # inside an archive, the name that the file has there
    if ("REG" in nom) == ("DEP" in nom):
        ecarts.fautes.append(_ambigu(contexte))
    return "region" if "REG" in nom else "departement"


def _ambigu(contexte: Contexte) -> Faute:
    return Faute(
        contexte.fichier,
        "niveau_ambigu",
        "des codes de deux chiffres, sans noms, qui existent comme départements et comme régions",
        "les noms des territoires (LIBGEO), ou DEP ou REG dans le nom du fichier",
        "Reprenez le fichier d'origine, sous son nom d'origine.",
        feuille=contexte.feuille,
        colonne=contexte.entete.get("code", ""),
    )
