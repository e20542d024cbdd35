"""The requête type of the fictitious country: one file per département and year, in the layout of domain.md §8.1."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ctg_data.demonstration.cadre import ANNEES, Cadre
from ctg_data.demonstration.ecriture import MARQUE, constante, csv, repete
from ctg_data.demonstration.foyers import Cellules
from ctg_data.demonstration.geographie import par_code
from ctg_data.demonstration.requete import Pays, cellules
from ctg_data.loaders.requete_type_schema import COLONNES, VERSION, par_id

SOURCE = "Demonstration fictive (definitif)"


def ecrit(pays: Pays, departement: str, dossier: Path, annees: Sequence[int] = ANNEES) -> Iterator[Path]:
    """Write the files of one département, one a year."""
    toutes = cellules(pays, departement)
    for annee in annees:
        chemin = dossier / f"requete_type_{annee}_dep{departement}_{MARQUE}.csv"
        yield csv(chemin, colonnes(pays.cadre, toutes, departement, annee=annee))


def colonnes(cadre: Cadre, toutes: Cellules, departement: str, *, annee: int) -> dict[str, object]:
    """The columns of one file; rows by variable, modalité, commune."""
    millesime = annee + 1
    codes, valeurs = par_code(cadre, np.stack([v[ANNEES.index(annee)] for v in toutes.values()]), departement, millesime=millesime)
    variables = [par_id()[variable] for variable, _ in toutes]
    par_cellule = {
        "mois": [str(v.mois) for v in variables],
        "variable": [v.id for v in variables],
        "modalite": [modalite for _, modalite in toutes],
        "unite": [v.unite for v in variables],
    }
    fixes = {
        "annee": str(annee), "millesime_geo": str(millesime), "regime": "caf", "statut": "ok", "est": "0", "arr5": "0",
        "profil_secret": "caf_interne", "source": SOURCE, "date_extraction": f"{millesime}-07-01", "version_schema": VERSION,
    }  # fmt: skip
    sortie: dict[str, object] = {"code_commune": repete(codes, fois=len(toutes)), "valeur": valeurs.ravel()}
    sortie |= {nom: repete(np.array(textes), chacun=len(codes)) for nom, textes in par_cellule.items()}
    sortie |= {nom: constante(texte, valeurs.size) for nom, texte in fixes.items()}
    return {nom: sortie[nom] for nom in COLONNES}
