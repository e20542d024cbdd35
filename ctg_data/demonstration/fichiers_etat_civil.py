"""Workbooks of the INSEE by commune: populations in force (real figures) and births (fictitious), in their published layouts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ctg_data.demonstration import geographie
from ctg_data.demonstration.cadre import RETARD_LIMITES, Cadre
from ctg_data.demonstration.ecriture import classeur, rangees
from ctg_data.demonstration.geographie import departement_de
from ctg_data.demonstration.requete import Pays
from ctg_data.loaders.model import MARQUE_FICTIVE

_PART_COMPTEE_A_PART = 0.019
_FEUILLES = {"commune": "COM", "epci": "EPCI", "departement": "DEP", "region": "REG", "france": "France"}
_TITRES = {
    "commune": "par commune",
    "epci": "par intercommunalité",
    "departement": "par département",
    "region": "par région",
    "france": "en France",
}
_FRANCE = "F"
"""The INSEE's code of the whole country in this workbook."""
_NOTES = ("Notes : ", "Données de démonstration, fictives.", "so : sans objet", "Source : simulation, d'après les totaux nationaux")


def populations(pays: Pays, departements: Sequence[str], dossier: Path) -> Iterator[Path]:
    """ensemble.xlsx, one a year: real municipal populations of the reference, those counted apart being invented."""
    for annee in pays.cadre.recensees:
        rangees_communes = [*_entete_populations(annee), *_populations(pays.cadre, departements, annee)]
        yield classeur(dossier / f"populations_reference_{annee}_{MARQUE_FICTIVE}.xlsx", {"Communes": rangees_communes})


def _entete_populations(annee: int) -> list[Sequence[str]]:
    titres = (
        (f"Populations de référence des communes en vigueur au 1er janvier {annee + 3}",),
        (f"Mise à jour : décembre {annee + 2}",),
        ("en habitant",),
        (f"Champ : France, limites territoriales en vigueur au 1er janvier {annee + RETARD_LIMITES}",),
        (f"Date de référence statistique : 1er janvier {annee}",),
        ("Source :", f"Insee, Recensement de la population {annee}"),
        (),
    )
    colonnes = ("Code région", "Nom de la région", "Code département", "Code arrondissement", "Code canton", "Code commune")
    return [*titres, (*colonnes, "Nom de la commune", "Population municipale", "Population comptée à part", "Population totale")]


def _populations(cadre: Cadre, departements: Sequence[str], annee: int) -> list[tuple[object, ...]]:
    """Codes in two columns, real populations; the names of régions and the districts are left empty."""
    connues = cadre.recensees[annee]
    deps = connues.index.map(departement_de)
    connues, deps = connues[deps.isin(list(departements))], deps[deps.isin(list(departements))]
    municipale = connues.to_numpy()
    a_part = np.round(_PART_COMPTEE_A_PART * municipale).astype(int)
    region = dict(zip(cadre.communes["departement"], cadre.communes["region"], strict=True))
    vide, noms = [""] * len(connues), geographie.noms(cadre, "commune", connues.index)
    suffixes = [code[2:] for code in connues.index]
    return rangees([region[d] for d in deps], vide, list(deps), vide, vide, suffixes, noms, municipale, a_part, municipale + a_part)


def naissances(pays: Pays, departements: Sequence[str], dossier: Path, *, millesime: int) -> Path:
    """NAIS_DOM_ANNUELLES.xlsx: one sheet a level, one column a year, notes below."""
    annees = [str(annee) for annee in pays.naissances]
    feuilles = {}
    for niveau, feuille in _FEUILLES.items():
        codes = geographie.groupes(pays.cadre, niveau, millesime)
        retenus = geographie.entiers(pays.cadre, codes, departements)
        if len(retenus):
            comptes = geographie.sommes(codes, np.stack(list(pays.naissances.values())), retenus).astype(int)
            imprimes = [_FRANCE] if niveau == "france" else list(retenus)
            lignes = rangees(imprimes, geographie.noms(pays.cadre, niveau, retenus), *comptes)
            titre = f"Nombre de naissances annuelles domiciliées {_TITRES[niveau]}"
            feuilles[feuille] = [(titre,), (), (), ("", "", *annees), *lignes, (), *((note,) for note in _NOTES)]
    return classeur(dossier / f"NAIS_DOM_ANNUELLES_{MARQUE_FICTIVE}.xlsx", feuilles)
