"""What the rows of a local source must be once its numbers are read: whole where persons are counted, rounded where it says so, of no year
to come."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders import locales_modele as modele
from ctg_data.loaders import locales_unites as unites
from ctg_data.loaders.codes import TECHNIQUES
from ctg_data.loaders.conversion import annees
from ctg_data.loaders.fautes import extrait, extrait_discret
from ctg_data.loaders.locales_modele import Declaration
from ctg_data.loaders.locales_nombres import BLANC
from ctg_data.loaders.model import Contexte

PAS = 5
"""Step of the counts of a table that is said to be rounded."""
_CETTE_CELLULE = "ou cette cellule dans le fichier."


def chiffres(cellules: pd.Series) -> pd.Series:
    """The numbers of cells that are read already, NaN elsewhere."""
    return pd.to_numeric(cellules.str.replace(BLANC, "", regex=True).str.replace(",", "."), errors="coerce")


def arrondis(cadre: pd.DataFrame, nom: str, d: Declaration, contexte: Contexte) -> Iterator[Faute]:
    """Counts of persons (rows of ``cadre``, cells of ``nom``) that are no multiple of 5 in a table said to be rounded."""
    fautives = _gardees(cadre) & (chiffres(cadre[nom]) % PAS > 0)
    attendu = f"un multiple de {PAS}, puisque la correspondance dit que les effectifs sont arrondis à {PAS} par le producteur"
    remede = f"Dites dans la correspondance que les effectifs sont exacts ({modele.MODIFIER}), {_CETTE_CELLULE}"
    for ligne, cellule in zip(cadre.loc[fautives, "ligne"], cadre.loc[fautives, nom], strict=True):
        yield _faute("arrondi_faux", cellule_citee(d, cellule), attendu, remede, contexte, ligne=ligne, nom=nom)


def a_venir(cadre: pd.DataFrame, contexte: Contexte) -> Iterator[Faute]:
    """No figures of a far year: they would hide every one that comes before them."""
    derniere = date.today().year + 1
    attendu, remede = f"l'année des données, {derniere} au plus tard", "Corrigez l'année."
    if "annee" not in cadre:
        if (contexte.annee or 0) > derniere:
            yield _faute("annee_a_venir", f"{contexte.annee}", attendu, remede, contexte)
        return
    lues = annees(cadre["annee"])
    fautives = _gardees(cadre) & (lues > derniere)
    for ligne, annee in zip(cadre.loc[fautives, "ligne"], lues[fautives], strict=True):
        yield _faute("annee_a_venir", f"{annee}", attendu, remede, contexte, ligne=ligne, nom="annee")


def par_ligne(cadre: pd.DataFrame, nom: str, mesures: list[str], d: Declaration, contexte: Contexte) -> Iterator[Faute]:
    """What the one column of values of a long table may not hold, according to the measure of each row: persons cut, less than nothing."""
    presentes, valeurs = (cadre[f"{nom}__statut"] == 0).to_numpy(), cadre[nom].to_numpy()
    coupees = presentes & np.array([unites.de_gens(d, m) for m in mesures], dtype=bool) & (valeurs % 1 != 0)
    negatives = presentes & np.array([unites.minimum(d, m) == 0 for m in mesures], dtype=bool) & (valeurs < 0)
    remede = f"Corrigez le signe des milliers ou des décimales dans la correspondance, {_CETTE_CELLULE}"
    for ligne in cadre.loc[coupees, "ligne"]:
        yield _faute("effectif_decimal", "un nombre à virgule", "un effectif entier", remede, contexte, ligne=ligne, nom=nom)
    for ligne in cadre.loc[negatives, "ligne"]:
        attendu = "un nombre d'au moins 0 : cette mesure n'est pas un taux"
        yield _faute("valeur_negative", "un nombre négatif", attendu, "Corrigez cette cellule.", contexte, ligne=ligne, nom=nom)


def cellule_citee(d: Declaration, cellule: str) -> str:
    """A cell as a fault may quote it: a small count that nobody published is described."""
    return (extrait_discret if d.donnees == modele.PROTEGEES else extrait)(cellule)


def _gardees(cadre: pd.DataFrame) -> pd.Series:
    """Rows that are not set aside for their code, as those of a total are."""
    return ~cadre["code"].str.strip().str.upper().str.fullmatch(TECHNIQUES)


def _faute(code: str, trouve: str, attendu: str, remede: str, contexte: Contexte, *, ligne: object = None, nom: str = "") -> Faute:
    colonne = contexte.entete.get(nom, nom)
    rang = None if ligne is None else int(ligne)
    return Faute(contexte.fichier, code, trouve, attendu, remede, feuille=contexte.feuille, ligne=rang, colonne=colonne)
