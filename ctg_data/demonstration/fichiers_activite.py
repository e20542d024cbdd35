"""The INSEE's workbook on activity at 25-54 by sex, in its published layout."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ctg_data.demonstration import insee
from ctg_data.demonstration.ecriture import classeur, rangees
from ctg_data.demonstration.fichiers_insee import effectifs
from ctg_data.demonstration.geographie import noms, par_code
from ctg_data.demonstration.requete import Pays
from ctg_data.loaders.model import MARQUE_FICTIVE

_COLONNES = (
    ("occupes_h", "Hommes\nActifs ayant un emploi", "s1taxtypac_rec1"),
    ("chomeurs_h", "Hommes\nChômeurs", "s1taxtypac_rec2"),
    ("occupes_f", "Femmes\nActifs ayant un emploi", "s2taxtypac_rec1"),
    ("chomeurs_f", "Femmes\nChômeurs", "s2taxtypac_rec2"),
)


def activite(pays: Pays, departements: Sequence[str], dossier: Path, *, millesimes: Mapping[int, int]) -> Iterator[Path]:
    """One workbook a census, one row a commune, two header rows; ``millesimes``: census -> geography."""
    for annee, millesime in millesimes.items():
        lignes = [ligne for d in departements for ligne in _lignes(pays, d, annee, millesime=millesime)]
        chemin = dossier / f"Commune_{annee}_2554_csp_{MARQUE_FICTIVE}.xlsx"
        yield classeur(chemin, {"Feuil1": [*_entetes(annee, millesime), *lignes]})


def _entetes(annee: int, millesime: int) -> list[Sequence[str]]:
    courante = "\nen géographie courante"
    longues = (
        *(f"{quoi} {courante}" if quoi == "Région" else f"{quoi}{courante}" for quoi in ("Région", "Département", "Commune")),
        "Indicateur de stabilité de la commune",
        f"Département\nen géographie {millesime}",
        "Libellé de commune",
    )
    codes = ("RR", "DR", "CR", "STABLE", f"DR{millesime % 100}", "LIBELLE")
    return [
        (*longues, *(f"{titre}\nRP{annee}" for _, titre, _ in _COLONNES)),
        (*codes, *(f"{code}rpop{annee}" for _, _, code in _COLONNES)),
    ]


def _lignes(pays: Pays, departement: str, annee: int, *, millesime: int) -> list[tuple[object, ...]]:
    contexte, cadre = pays.contexte(departement), pays.cadre
    comptes = insee.activite(contexte, effectifs(pays, departement, annee), annee)
    codes, valeurs = par_code(cadre, np.stack([comptes[nom] for nom, *_ in _COLONNES]), departement, millesime=millesime)
    region = cadre.communes["region"].iloc[cadre.dans(departement)[0]]
    repetes = ([x] * len(codes) for x in (region, departement))
    suffixes = [code[2:] for code in codes]
    return rangees(*repetes, suffixes, ["1"] * len(codes), [departement] * len(codes), noms(cadre, "commune", codes), *valeurs)
