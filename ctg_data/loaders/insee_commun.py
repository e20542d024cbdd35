"""What the INSEE's sources share: the publisher, codes laid in two columns or as names, sums that must come out right."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.codes import ZERO_PERDU
from ctg_data.loaders.conversion import nombres
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.model import Contexte, Ecarts, Parution, Source

source = partial(Source, producteur="Insee", licence="Licence Ouverte 2.0", adresse="https://www.insee.fr")
RETARD_MOIS = 36
"""The census, the populations drawn from it and tax data come out about three years after their year."""
POPULATIONS_PARUES = Parution(24, "Insee : populations authentifiées fin décembre, deux ans après leur année (celles de 2015 fin 2017)")
RECENSEMENT_PARU = Parution(30, "Insee : résultats du recensement diffusés à partir du mois de juillet de la troisième année")
FILOSOFI_PARU = Parution(
    26, "Insee, fiche de la source Filosofi : le millésime 2022 était attendu début 2025 ; il ne sera pas produit", sautees=(2022,)
)
NAISSANCES_PARUES = Parution(12, "Insee, état civil : chiffres définitifs d’une année publiés avant la fin de la suivante")
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


def codes_par_nom(cadre: pd.DataFrame, nom: str, niveau: str, contexte: Contexte) -> pd.Series:
    """Code of the territory of ``niveau`` that each cell of the column ``nom`` names; "" where it names none, or two."""
    codes = contexte.noms(niveau)
    return cadre[nom].map(lambda texte: codes.get(normalise(texte), ""))


def verifie_sommes(
    cadre: pd.DataFrame, total: str, parts: Sequence[str], *, ecart: float, contexte: Contexte, ecarts: Ecarts, annee: str = ""
) -> None:
    """A fault for each row whose ``parts`` do not add up to ``total`` within ``ecart`` (rounding): cells slipped or were changed.

    Columns are canonical names, of the year ``annee`` where they are repeated; rows with a mark or an empty cell are left to the
    other checks.
    """
    suffixe = f"@{annee}" if annee else ""
    colonnes = [nom + suffixe for nom in (total, *parts)]
    if not set(colonnes) <= set(cadre.columns):
        return
    valeurs = np.array([nombres(cadre[nom], {})[0] for nom in colonnes])
    fausses = np.abs(valeurs[0] - valeurs[1:].sum(axis=0)) > ecart
    for ligne, dite, somme in zip(cadre["ligne"][fausses], valeurs[0][fausses], valeurs[1:, fausses].sum(axis=0), strict=True):
        ecarts.fautes.append(somme_fausse(int(ligne), dite, somme, contexte.entete.get(colonnes[0], total), contexte=contexte))


def somme_fausse(ligne: int, dite: float, somme: float, entete: str, *, contexte: Contexte) -> Faute:
    """A published total that its parts do not make."""
    return Faute(
        contexte.fichier,
        "somme_fausse",
        f"un total de {dite:g} pour des parties qui font {somme:g}",
        "un total égal à la somme de ses parties",
        REMEDE_ORIGINE,
        feuille=contexte.feuille,
        ligne=ligne,
        colonne=entete,
    )


def annees_des_colonnes(cadre: pd.DataFrame, nom: str) -> list[str]:
    """Years for which a column repeated for each year is there."""
    return [str(c).split("@")[1] for c in cadre.columns if str(c).startswith(nom + "@")]


def iris_de_la_commune(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """A fault for each IRIS whose code does not start with that of its commune: one of the two columns slipped."""
    if "commune" in cadre:
        communes = cadre["commune"].str.strip().str.upper()
        codes = cadre["code"].str.strip().str.upper()
        fausses = (communes != codes.str.slice(0, 5)) & (communes != "") & (codes.str.len() == 9)
        ecarts.fautes += [
            Faute(
                contexte.fichier,
                "iris_hors_commune",
                f"l'IRIS « {code} » dans la commune « {commune} »",
                "un code IRIS qui commence par le code de sa commune",
                REMEDE_ORIGINE,
                feuille=contexte.feuille,
                ligne=int(ligne),
                colonne=contexte.entete.get("commune", "COM"),
            )
            for ligne, code, commune in zip(cadre["ligne"][fausses], codes[fausses], communes[fausses], strict=True)
        ]
    return cadre
