"""The list of France services of the fictitious country, in the ANCT's layout."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from ctg_data.demonstration.cadre import ANNEES
from ctg_data.demonstration.ecriture import csv
from ctg_data.demonstration.requete import Pays
from ctg_data.loaders.model import MARQUE_FICTIVE

_COLONNES = (
    *("id_fs", "insee_dep", "lib_fs", "adresse", "complement_adresse", "insee_com", "code_postal", "lib_com", "latitude", "longitude"),
    *("mail", "telephone", "h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi", "prise_rdv", "commentaire"),
    *("type_fs", "format_fs", "groupe_fs", "labellisation_fs"),
)
PREFIXE = "liste-fs-"
_UN_ITINERANT_SUR = 17


def france_services(pays: Pays, departements: Sequence[str], dossier: Path) -> Iterator[Path]:
    """One list a year, at 31 December: one row a place; addresses, hours and contacts are empty."""
    positions = np.flatnonzero(pays.cadre.communes["departement"].isin(list(departements)).to_numpy())
    for rang, annee in enumerate(ANNEES):
        lieux = np.repeat(positions, pays.structures["structures", "france_services"][rang, positions])
        yield csv(dossier / f"{PREFIXE}{annee}1231_{MARQUE_FICTIVE}.csv", _colonnes(pays, lieux, annee), separateur=",")


def _colonnes(pays: Pays, lieux: np.ndarray, millesime: int) -> dict[str, object]:
    communes = pays.cadre.communes.iloc[lieux]
    numeros = np.arange(1, len(lieux) + 1)
    remplies = {
        "id_fs": [str(n) for n in numeros],
        "insee_dep": list(communes["departement"]),
        "lib_fs": [f"France services fictif {n}" for n in numeros],
        "insee_com": list(pays.cadre.codes[millesime][lieux]),
        "code_postal": [postaux.split("|")[0] for postaux in communes["codes_postaux"]],
        "lib_com": list(communes["nom"]),
        "type_fs": ["Principal"] * len(lieux),
        "format_fs": ["Itinérante" if n % _UN_ITINERANT_SUR == 0 else "Fixe" for n in numeros],
    }
    return {nom: pa.array(remplies.get(nom, [""] * len(lieux)), type=pa.string()) for nom in _COLONNES}
