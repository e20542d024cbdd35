"""CNAF, monthly series by Caf since 1993: one file a benefit (``AFCafdepuis1993.csv``, ``ALFCaf…``, ``APLCaf…``), one column a month."""

import re
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.conversion import nombres
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.glissements import lignes_decalees
from ctg_data.loaders.mesures import fond
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.loaders.validate import colonnes_presentes

PRESTATIONS = ("af", "alf", "als", "apl", "cf", "asf", "ars", "aeeh", "aah", "paje", "rmi", "rsa", "api")
"""Benefits that a file of the family may be named after: nothing in the file says which."""
MOIS = (
    *("janv(?:ier)?", "fevr?(?:ier)?", "mars?", "avr(?:il)?", "mai", "juin"),
    *("juil(?:let)?", "aout", "sept?(?:embre)?", "oct(?:obre)?", "nov(?:embre)?", "dec(?:embre)?"),
)
DEUX_CAF = "64"
"""Pyrénées-Atlantiques has two Caf: the département is their sum."""
MARITIME = "17M"
"""The seafarers' fund pays everywhere from La Rochelle: it has no territory."""
_DEUX_CAF = rf"{DEUX_CAF}\w?"
_TOTAL = r"(?:total|ensemble|france|metropole|dom\b|outre[- ]mer).*"
_AN = r"\.?[-_ ]?(?:(?P<aaaa>(?:19|20)\d\d)|(?P<aa>\d\d))"


def _mois(rang: int) -> Colonne:
    """One month, once a year: « déc-93 », « déc93 »."""
    alias = (MOIS[rang - 1] + _AN,)
    return Colonne(f"m{rang:02}", alias, genre="entier", obligatoire=False, mesure="foyers_par_caf", unite="foyers")


def _prepare(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Codes with their zero, the two Caf of one département added up, notes and totals set aside."""
    if not _prestation(contexte.fichier):
        ecarts.fautes.append(_sans_prestation(contexte))
    ecarts.fautes += lignes_decalees(frame, "deplib", contexte)
    codes = frame["code"].str.strip().str.upper()
    codes = codes.where(~codes.str.fullmatch(r"\d"), codes.str.zfill(2)).where(~codes.str.fullmatch(_DEUX_CAF), DEUX_CAF)
    gardees = frame.assign(code=codes)[~_a_part(frame, codes, ecarts)]
    return _un_seul(gardees)


def _a_part(frame: pd.DataFrame, codes: pd.Series, ecarts: Ecarts) -> pd.Series:
    mois = [nom for nom in frame if re.fullmatch(r"m\d\d@\d{4}", str(nom))]
    notes = (frame[mois].map(str.strip) == "").all(axis=1)
    totaux = (codes.map(normalise).str.fullmatch(_TOTAL) | ((codes == "") & frame["deplib"].map(normalise).str.fullmatch(_TOTAL))) & ~notes
    maritime = (codes == MARITIME) & ~notes
    for raison, lignes in (
        ("note sous le tableau, ou ligne sans aucun chiffre", notes),
        ("total de plusieurs départements", totaux),
        ("17M (Caisse maritime) : sans territoire", maritime),
    ):
        if nombre := int(lignes.sum()):
            ecarts.ecartees[raison] = nombre
    return notes | totaux | maritime


def _un_seul(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``DEUX_CAF`` as one: their sum in the months where both give a number, nothing in the others, nor when one is alone.
    A row that is there twice stays so, for validation to say."""
    deux = frame["code"] == DEUX_CAF
    parts = frame[deux]
    if len(parts) not in (1, 2) or parts["deplib"].map(normalise).duplicated().any():
        return frame
    mois = [str(n) for n in frame if re.fullmatch(r"m\d\d@\d{4}", str(n))]
    somme = parts.iloc[[0]].assign(**{n: [_somme(parts[n]) if len(parts) == 2 else ""] for n in mois})
    return pd.concat([frame[~deux], somme]).sort_index()


def _somme(cellules: pd.Series) -> str:
    """Text of the sum; a cell that is not a number stays, so that validation says so."""
    valeurs, _, fausses = nombres(cellules, {"": "nd"})
    if fausses.any():
        return str(cellules[fausses].iloc[0])
    return "" if np.isnan(valeurs).any() else f"{valeurs.sum():.0f}"


def _prestation(fichier: str) -> str:
    trouve = re.match("(" + "|".join(PRESTATIONS) + r")[-_ ]*caf", normalise(fichier))
    return trouve.group(1) if trouve else ""


def _sans_prestation(contexte: Contexte) -> Faute:
    return Faute(
        contexte.fichier,
        "prestation_absente",
        "un nom de fichier qui ne dit pas la prestation, que le contenu ne dit pas non plus",
        "un nom qui commence par la prestation puis Caf, comme AFCafdepuis1993.csv",
        "Rendez au fichier le nom que la Cnaf lui a donné.",
        feuille=contexte.feuille,
    )


def _mesures(disposition: Disposition, cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    noms = [nom for nom, colonne in colonnes_presentes(cadre, disposition) if colonne.mesure]
    mois = np.repeat([int(nom[1:3]) for nom in noms], len(cadre))
    return fond(cadre, disposition).assign(mois=mois, modalite=_prestation(contexte.fichier))


_BASE = Disposition(
    id="serie_caf",
    niveau="departement",
    formats=("csv", "xlsx", "xls"),
    colonnes=(
        Colonne("code", ("dep_?",), genre="code"),
        Colonne("reg", genre="ignore", obligatoire=False),
        Colonne("deplib", genre="texte"),
        *(_mois(rang) for rang in range(1, 13)),
    ),
    annee="entete",
    multi_annees=True,
    regime="caf",
    preparer=_prepare,
)

SOURCES: tuple[Source, ...] = (
    Source(
        id="cnaf_series_caf",
        titre="Séries mensuelles de foyers par Caf depuis 1993",
        producteur="Cnaf",
        licence="Licence Ouverte 1.0",
        profil_secret="libre",
        dispositions=(replace(_BASE, vers_mesures=partial(_mesures, _BASE)),),
        millesime_geo=lambda annee: annee + 1,
        adresse="https://data.caf.fr",
        precedence=60,
        # a file holds one benefit: that of another must not replace it
        portee_fine=True,
        champ="foyers selon la Caf qui les gère ; un canton des Landes relève de celle du Pays basque",
        facultative=True,
    ),
)
