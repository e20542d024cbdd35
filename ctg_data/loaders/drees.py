"""DREES, childcare supply by département: tables of one workbook, each saved apart, that do not say what they count.

The tables share one layout (région, département, name, a column a year) and nothing in them tells crèches from places.  The name does:
words of it (``creches_collectives…``), or the number of the sheet in the edition that ends in 2023, whose years must then be those
of that table: numbers change with the edition.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.conversion import nombres
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.glissements import lignes_decalees
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source

REGION_CORSE = "94"
_ANNEES_CONNUES = 2023
_VALEUR = "nombre"
_MARQUES = {"": "nd", "nd": "nd", "s": "s", "-": "nd"}


@dataclass(frozen=True)
class Tableau:
    """One table.  ``mots``: what names it in a file name.  ``debut``: its first year in the edition that ends in 2023.

    ``mediane``: bounds of the middle of its départements in any year, wide enough for ten years of change, to catch a
    wrong name.
    """

    numero: int
    mots: str
    debut: int
    mesure: str
    modalite: str
    unite: str
    intitule: str
    mediane: tuple[float, float]


TABLEAUX = (
    Tableau(23, r"(?:nb|nombre)?.*creches?[ _-]*collectives?", 2015, "creches", "collectives", "creches", "crèches collectives", (30, 400)),
    Tableau(24, r"(?:nb|nombre)?.*creches?[ _-]*familiales?", 2010, "creches", "familiales", "creches", "crèches familiales", (0, 20)),
    Tableau(28, r"places.*", 2016, "places_creches", "collectives", "places", "places en crèche collective", (700, 8000)),
    Tableau(33, r"agrements?.*", 2010, "agrements_am", "total", "agrements", "agréments d'assistant maternel en cours", (700, 9000)),
)
"""Tables kept.  « places » and « agrements » are looked for first: « places_creches_collectives » names both."""
ENSEMBLES: Mapping[str, tuple[str, ...]] = {"69": ("69D", "69M"), "20": ("2A", "2B"), "6AE": ("67", "68")}
"""Rows that are the sum of two others."""
_DOUBLONS = {
    "69D": "69D (Rhône sans la métropole de Lyon) : déjà compté dans le 69",
    "69M": "69M (métropole de Lyon) : déjà comptée dans le 69",
    "6AE": "6AE (Alsace) : déjà comptée dans le 67 et le 68",
}


def _prepare(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Overlapping rows go once checked; Corsica, without départements since 2018, is kept as a région."""
    codes = cadre["code"].str.strip().str.upper()
    ecarts.fautes += lignes_decalees(cadre, "departement", contexte)
    ecarts.fautes += _incoherences(cadre.assign(code=codes), contexte)
    tableau = _tableau(contexte)
    if tableau is None or not _plausible(cadre, tableau):
        ecarts.fautes.append(_sans_nom(contexte) if tableau is None else _mal_nomme(contexte, tableau))
    for code, raison in _DOUBLONS.items():
        if nombre := int((codes == code).sum()):
            ecarts.ecartees[raison] = nombre
    corse = codes == "20"
    situe = cadre.assign(niveau=np.where(corse, "region", "departement"), code=codes.mask(corse, REGION_CORSE))
    return situe[~codes.isin(list(_DOUBLONS))]


def _mesures(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """One row per territory and year, under the measure of the table."""
    tableau = _tableau(contexte)
    if tableau is None:  # said by ``_prepare`` already: a file with a fault is never melted
        raise ValueError(contexte.fichier)
    fixe = {"mesure": tableau.mesure, "modalite": tableau.modalite, "unite": tableau.unite}
    parts = [
        pd.DataFrame(
            {
                "niveau": cadre["niveau"],
                "code": cadre["code"],
                "annee": int(nom.split("@")[1]),
                "valeur": cadre[nom],
                "statut": cadre[f"{nom}__statut"],
                "millesime_geo": cadre["millesime_geo"],
            }
        ).assign(**fixe)
        for nom in _annuelles(cadre)
    ]
    return pd.concat(parts, ignore_index=True)


def _annuelles(cadre: pd.DataFrame) -> list[str]:
    return [str(nom) for nom in cadre.columns if re.fullmatch(rf"{_VALEUR}@\d{{4}}", str(nom))]


def _tableau(contexte: Contexte) -> Tableau | None:
    """The table that the sheet's name, else the file's, tells; None when neither does, or with the years of another edition."""
    annees = {int(nom.split("@")[1]) for nom in contexte.entete if re.fullmatch(rf"{_VALEUR}@\d{{4}}", nom)}
    for texte in filter(None, (contexte.feuille, contexte.fichier)):
        nom = normalise(texte)
        if trouve := next((t for t in reversed(TABLEAUX) if re.search(rf"(?:^|[^a-z]){t.mots}", nom)), None):
            return trouve
        numero = re.search(r"tab(?:leau)?[ _-]*0*(\d+)(?!\d)", nom)
        if numero:
            dits = (t for t in TABLEAUX if t.numero == int(numero[1]))
            return next((t for t in dits if (min(annees), max(annees)) == (t.debut, _ANNEES_CONNUES)), None)
    return None


def _plausible(cadre: pd.DataFrame, tableau: Tableau) -> bool:
    """Whether the middle of the départements is one that this table may have; a few départements prove nothing."""
    bas, haut = tableau.mediane
    for nom in _annuelles(cadre):
        valeurs, _, _ = nombres(cadre[nom], _MARQUES)
        connues = valeurs[~np.isnan(valeurs)]
        if len(connues) >= 50 and not bas <= float(np.median(connues)) <= haut:
            return False
    return True


def _incoherences(cadre: pd.DataFrame, contexte: Contexte) -> Iterator[Faute]:
    """Sums that differ from their two parts, where the three are known."""
    lignes = cadre.drop_duplicates("code").set_index("code")
    for ensemble, parties in ENSEMBLES.items():
        if not {ensemble, *parties} <= set(lignes.index):
            continue
        for nom in _annuelles(cadre):
            tout, *morceaux = nombres(lignes.loc[[ensemble, *parties], nom], _MARQUES)[0].tolist()
            if not np.isnan([tout, *morceaux]).any() and tout != sum(morceaux):
                yield Faute(
                    contexte.fichier,
                    "total_incoherent",
                    f"« {tout:g} » pour {ensemble}, alors que {' et '.join(parties)} font {sum(morceaux):g}",
                    "une ligne égale à la somme de ses deux parties",
                    REMEDE_ORIGINE,
                    feuille=contexte.feuille,
                    ligne=int(lignes.loc[ensemble, "ligne"]),
                    colonne=contexte.entete.get(nom, nom),
                )


_NOMS = "creches_collectives, creches_familiales, places_creches_collectives ou agrements_assistants_maternels"


def _sans_nom(contexte: Contexte) -> Faute:
    tables = ", ".join(f"Tab{t.numero} ({t.intitule}, {t.debut}-{_ANNEES_CONNUES})" for t in TABLEAUX)
    return Faute(
        contexte.fichier,
        "tableau_ambigu",
        "un tableau par département et par année qui ne dit pas ce qu'il compte",
        f"un nom qui le dit : {tables}, ou {_NOMS}",
        "Rendez au fichier le nom de sa feuille d'origine ; pour une autre édition de la Drees, dont les numéros et les années diffèrent, "
        f"mettez dans son nom {_NOMS}, d'après le titre du tableau.",
        feuille=contexte.feuille,
    )


def _mal_nomme(contexte: Contexte, tableau: Tableau) -> Faute:
    return Faute(
        contexte.fichier,
        "tableau_ambigu",
        "des nombres qui ne sont pas de l'ordre de ceux que le nom annonce",
        f"le tableau annoncé : {tableau.intitule}, de {tableau.mediane[0]:g} à {tableau.mediane[1]:g} dans un département médian",
        "Vérifiez le titre du tableau dans le classeur de la Drees, et nommez le fichier d'après lui.",
        feuille=contexte.feuille,
    )


SOURCES: tuple[Source, ...] = (
    Source(
        id="drees_accueil",
        titre="Offre d'accueil du jeune enfant par département (Drees)",
        producteur="Drees",
        licence="Licence Ouverte 2.0",
        profil_secret="libre",
        dispositions=(
            Disposition(
                id="tableau_departemental",
                niveau="",
                formats=("csv", "xlsx"),
                colonnes=(
                    Colonne("code_region", (r"code[ _]region",), genre="ignore"),
                    Colonne("code", (r"code[ _]departement",), genre="code"),
                    Colonne("departement", genre="ignore"),
                    Colonne(_VALEUR, (r"(?P<aaaa>20\d\d)",), genre="entier"),
                ),
                annee="entete",
                multi_annees=True,
                marques=_MARQUES,
                preparer=_prepare,
                vers_mesures=_mesures,
            ),
        ),
        millesime_geo=lambda annee: annee + 1,
        adresse="https://data.drees.solidarites-sante.gouv.fr",
        precedence=50,
        retard_mois=24,
        champ="France hors Mayotte ; la Corse entière, comme région, depuis 2018",
        hors_champ=("976",),
        mesures_calculees={
            "creches": ("collectives", "familiales"),
            "places_creches": ("collectives",),
            "agrements_am": ("total",),
        },
    ),
)
