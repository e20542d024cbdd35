"""What the INSEE's sources share: the publisher, and commune codes laid in two columns."""

from collections.abc import Callable, Iterable
from functools import partial

import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.codes import ZERO_PERDU
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.model import Contexte, Ecarts, Source

source = partial(Source, producteur="Insee", licence="Licence Ouverte 2.0", adresse="https://www.insee.fr")
RETARD_MOIS = 36
"""The census, the populations drawn from it and tax data come out about three years after their year."""
ANNEES_DU_RECENSEMENT = 5
"""A census of year N pools the surveys of N - 2 to N + 2 (domain.md §5.1: years less than 5 apart are not compared)."""
NIVEAUX = {"COM": "commune", "ARM": "commune", "EPCI": "epci", "DEP": "departement", "REG": "region", "FRANCE": "france", "FE": "france"}
"""The institute's name of a level -> ours; municipal arrondissements are summed into their commune."""
_COMMUNE = r"\d{3}"
_DEPARTEMENT = r"\d[\dAB]|97\d|98\d"


def distincts(texte: pd.Series, table: Callable[[str], str]) -> pd.Series:
    """``table`` applied to each distinct text: millions of rows hold few of them."""
    rangs, uniques = pd.factorize(texte)
    return pd.Series(pd.Index([table(str(u).strip()) for u in uniques], dtype="str").take(rangs), index=texte.index)


def code_commune(cadre: pd.DataFrame, departement: str, commune: str, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Add ``code`` from the two columns (01 + 001, 974 + 422: the third digit of an overseas département is also the commune's
    first); rows where either is not well formed are faults and left out."""
    colonnes = (
        (departement, _DEPARTEMENT, "un code département de 2 ou 3 caractères"),
        (commune, _COMMUNE, "un code commune de 3 chiffres"),
    )
    propres = {nom: cadre[nom].str.strip().str.upper() for nom, _, _ in colonnes}
    bonnes = pd.Series(True, index=cadre.index)
    for nom, motif, attendu in colonnes:
        fausses = ~propres[nom].str.fullmatch(motif)
        ecarts.fautes += _mal_formes(cadre["ligne"][fausses], propres[nom][fausses], nom, attendu=attendu, contexte=contexte)
        bonnes &= ~fausses
    return cadre.assign(code=propres[departement].str.slice(0, 2) + propres[commune])[bonnes]


def _mal_formes(lignes: Iterable[int], cellules: Iterable[str], nom: str, *, attendu: str, contexte: Contexte) -> list[Faute]:
    entete = contexte.entete.get(nom, nom)
    return [
        Faute(contexte.fichier, genre, f"« {cellule} »", attendu, remede, feuille=contexte.feuille, ligne=int(ligne), colonne=entete)
        for ligne, cellule in zip(lignes, cellules, strict=True)
        for genre, remede in [("zero_perdu", ZERO_PERDU) if cellule.isdigit() else ("code_mal_forme", REMEDE_ORIGINE)]
    ]
