"""What the CNAF says of its published counts, checked cell by cell: rounding, threshold of secrecy, totals and their parts.

A file that breaks one of these is not the protected file that the CNAF publishes, or was damaged on its way: it is refused.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.fautes import PLAFOND
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.model import Contexte, Disposition, Ecarts
from ctg_data.loaders.validate import STATUT, colonnes_presentes

SEUIL = 5
"""Smallest count that the CNAF publishes in the files that it does not round (notice of the communal files, 2009-2020)."""
PAS = {"euros": 100}
"""Step of the rounding by unit; every count of households or persons is rounded to 5 (« flouté » files)."""
_PAS_DES_COMPTES = 5
_PUBLIE = "Reprenez le fichier publié par la Cnaf, sans l'ouvrir ni l'enregistrer dans un tableur : un autre ne serait pas protégé."


def signale(
    code: str, colonne: str, cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts, *, trouve: Sequence[str], attendu: str, remede: str
) -> None:
    """One fault a row of ``cadre``, about ``colonne``, told by ``trouve``."""
    entete = contexte.entete.get(colonne, colonne)
    ecarts.fautes += [
        Faute(contexte.fichier, code, texte, attendu, remede, feuille=contexte.feuille, ligne=int(ligne), colonne=entete)
        for ligne, texte in zip(cadre["ligne"], trouve, strict=True)
    ]


def arrondis(cadre: pd.DataFrame, disposition: Disposition, contexte: Contexte, ecarts: Ecarts) -> None:
    """Counts that are no multiple of 5, amounts that are no multiple of 100: the file is not the rounded one, or was changed."""
    for nom, colonne in colonnes_presentes(cadre, disposition):
        if colonne.mesure:
            pas = PAS.get(colonne.unite, _PAS_DES_COMPTES)
            fautives = (cadre[nom + STATUT] == 0) & (cadre[nom] % pas != 0)
            _valeurs(
                "arrondi_absent", nom, cadre, fautives, contexte, ecarts, attendu=f"un multiple de {pas}, comme dans le fichier publié"
            )


def sous_le_seuil(cadre: pd.DataFrame, disposition: Disposition, contexte: Contexte, ecarts: Ecarts) -> None:
    """Counts of 1 to 4, which the CNAF never publishes; they are not quoted."""
    for nom, colonne in colonnes_presentes(cadre, disposition):
        if colonne.mesure:
            fautives = (cadre[nom + STATUT] == 0) & (cadre[nom] > 0) & (cadre[nom] < SEUIL)
            attendu = f"une cellule vide, ou un nombre d'au moins {SEUIL}"
            _valeurs("secret_absent", nom, cadre, fautives, contexte, ecarts, attendu=attendu, cite=False)


def _valeurs(
    code: str, nom: str, cadre: pd.DataFrame, fautives: pd.Series, contexte: Contexte, ecarts: Ecarts, *, attendu: str, cite: bool = True
) -> None:
    if fautives.any():
        lignes = cadre[fautives]
        trouve = [f"« {v:g} »" if cite else f"un nombre inférieur à {SEUIL}" for v in lignes[nom]]
        signale(code, nom, lignes, contexte, ecarts, trouve=trouve, attendu=attendu, remede=_PUBLIE)


def somme(cadre: pd.DataFrame, total: str, parts: Sequence[str], contexte: Contexte, ecarts: Ecarts) -> None:
    """Rows where ``total`` and all of ``parts`` are given, and do not add up; a total less than the parts that are given."""
    connues = np.column_stack([cadre[nom + STATUT] == 0 for nom in parts])
    additionnees = np.where(connues, cadre[list(parts)].to_numpy(), 0).sum(axis=1)
    valeur = cadre[total].to_numpy()
    exacte = connues.all(axis=1)
    fautives = (cadre[total + STATUT] == 0).to_numpy() & np.where(exacte, additionnees != valeur, additionnees > valeur)
    if fautives.any():
        entetes = " + ".join(contexte.entete.get(nom, nom) for nom in parts)
        lus = [f"{t:g} alors que {entetes} = {s:g}" for t, s in zip(valeur[fautives], additionnees[fautives], strict=True)]
        attendu = "un total égal à ses parts quand toutes sont données, et jamais plus petit qu'elles"
        signale("somme_fausse", total, cadre[fautives], contexte, ecarts, trouve=lus, attendu=attendu, remede=REMEDE_ORIGINE)


def pleines(cadre: pd.DataFrame, fautives: pd.Series, noms: Sequence[str]) -> pd.DataFrame:
    """The first rows of ``fautives`` that hold a value in one of ``noms``."""
    donnees = np.column_stack([cadre[nom + STATUT] == 0 for nom in noms]).any(axis=1)
    return cadre[fautives.to_numpy() & donnees].head(PLAFOND)
