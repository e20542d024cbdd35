"""The CNAF's coverage rates of the fictitious country (txcouv_pe), labels as on the portal."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from ctg_data.demonstration import cibles, geographie
from ctg_data.demonstration.cadre import ANNEES
from ctg_data.demonstration.ecriture import csv
from ctg_data.demonstration.requete import Pays
from ctg_data.loaders.model import MARQUE_FICTIVE

_POPULATION_MINIMALE = 10_000
"""Under it the CNAF gives no communal rate."""
_CODES = {"nat": "", "reg": "Numéro Région", "dep": "Numéro Département", "epci": "Numéro EPCI", "com": "Numéro commune"}
_NIVEAUX = {"nat": "france", "reg": "region", "dep": "departement", "epci": "epci", "com": "commune"}
_TAUX = {
    "Taux de couv EAJE PSU": ("eaje_psu",),
    "Taux de couv hors EAJE PSU": ("eaje_hors_psu",),
    "Taux de couv EAJE - ensemble": ("eaje_psu", "eaje_hors_psu"),
    "Taux de couv préscolarisation": ("prescol",),
    "Taux de couv assistante maternelle": ("am",),
    "Taux de couv salariée à domicile": ("gad",),
    "Taux de couv accueil individuel - ensemble": ("am", "gad"),
    "Taux de couv global": tuple(cibles.COUVERTURE),
}


def couverture(pays: Pays, departements: Sequence[str], dossier: Path, *, millesime: Callable[[int], int]) -> Iterator[Path]:
    """One file a level, every year in it; ``millesime``: year -> geography."""
    for suffixe in _CODES:
        blocs = [_bloc(pays, departements, suffixe, annee, millesime=millesime(annee)) for annee in ANNEES]
        if any(len(next(iter(bloc.values()))) for bloc in blocs):
            colonnes = {nom: pa.array(np.concatenate([bloc[nom] for bloc in blocs]).tolist()) for nom in blocs[0]}
            yield csv(dossier / f"txcouv_pe_{suffixe}_{MARQUE_FICTIVE}.csv", colonnes, bom=True)


def _bloc(pays: Pays, departements: Sequence[str], suffixe: str, annee: int, *, millesime: int) -> dict[str, np.ndarray]:
    rang = ANNEES.index(annee)
    codes = geographie.groupes(pays.cadre, _NIVEAUX[suffixe], millesime)
    retenus = geographie.entiers(pays.cadre, codes, departements)
    if suffixe == "com":
        retenus = retenus[geographie.sommes(codes, pays.cadre.population[rang : rang + 1], retenus)[0] >= _POPULATION_MINIMALE]
    enfants = geographie.sommes(codes, pays.petits[rang : rang + 1], retenus)[0]
    bloc = {"Date référence": np.full(len(retenus), str(annee))}
    bloc |= {_CODES[suffixe]: retenus} if suffixe != "nat" else {"National": np.full(len(retenus), "FRANCE ENTIERE")}
    for libelle, modes in _TAUX.items():
        places = sum(pays.accueil["places", mode][rang] for mode in modes)
        bloc[libelle] = np.round(100 * geographie.sommes(codes, places[None, :], retenus)[0] / np.maximum(enfants, 1), 1)
    return bloc
