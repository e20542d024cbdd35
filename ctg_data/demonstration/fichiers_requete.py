"""The requête type of the fictitious country: one file a year, in the layout of domain.md §8.1."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ctg_data.demonstration.cadre import ANNEES, Cadre
from ctg_data.demonstration.ecriture import constante, csv, repete
from ctg_data.demonstration.foyers import Cellules
from ctg_data.demonstration.geographie import Lot, par_code, reunis
from ctg_data.demonstration.requete import Pays, cellules
from ctg_data.loaders.model import MARQUE_FICTIVE
from ctg_data.loaders.requete_type_schema import COLONNES, VERSION, par_id

SOURCE = "Demonstration fictive (definitif)"


def ecrit(pays: Pays, lot: Lot, dossier: Path, annees: Sequence[int] = ANNEES) -> Iterator[Path]:
    """Write the files of some départements, one a year."""
    toutes = {departement: cellules(pays, departement) for departement in lot.departements}
    for annee in annees:
        yield csv(dossier / f"requete_type_{annee}_{lot.nom}_{MARQUE_FICTIVE}.csv", colonnes(pays.cadre, toutes, annee))


def colonnes(cadre: Cadre, toutes: Mapping[str, Cellules], annee: int) -> dict[str, object]:
    """The columns of one file, from the cells of each département; rows by variable, modalité, commune."""
    millesime, cles = annee + 1, list(next(iter(toutes.values())))
    codes, valeurs = reunis(par_code(cadre, _annee(c, annee), d, millesime=millesime) for d, c in toutes.items())
    variables = [par_id()[variable] for variable, _ in cles]
    par_cellule = {
        "mois": [str(v.mois) for v in variables],
        "variable": [v.id for v in variables],
        "modalite": [modalite for _, modalite in cles],
        "unite": [v.unite for v in variables],
    }
    fixes = {
        "annee": str(annee), "millesime_geo": str(millesime), "regime": "caf", "statut": "ok", "est": "0", "arr5": "0",
        "profil_secret": "caf_interne", "source": SOURCE, "date_extraction": f"{millesime}-07-01", "version_schema": VERSION,
    }  # fmt: skip
    sortie: dict[str, object] = {"code_commune": repete(codes, fois=len(cles)), "valeur": valeurs.ravel()}
    sortie |= {nom: repete(np.array(textes), chacun=len(codes)) for nom, textes in par_cellule.items()}
    sortie |= {nom: constante(texte, valeurs.size) for nom, texte in fixes.items()}
    return {nom: sortie[nom] for nom in COLONNES}


def _annee(cellules_: Cellules, annee: int) -> np.ndarray:
    return np.stack([valeurs[ANNEES.index(annee)] for valeurs in cellules_.values()])
