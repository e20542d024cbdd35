"""The « comparateur » income files of the fictitious country (cc_filosofi), under their publication thresholds."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from ctg_data.demonstration import geographie
from ctg_data.demonstration.cadre import ANNEES, Cadre
from ctg_data.demonstration.ecriture import csv
from ctg_data.demonstration.requete import Pays
from ctg_data.demonstration.revenus import SEUIL_DISTRIBUTION, SEUIL_MEDIANE, Revenus, par_niveau
from ctg_data.loaders.model import MARQUE_FICTIVE

REVENUS = ANNEES[:-1]
"""Years of income: known later than benefits."""
_FICHIERS = {"commune": "COM", "epci": "EPCI", "departement": "DEP", "region": "REG", "france": "METRO"}
_HORS_CHAMP = ("971", "973", "976")
_OUTREMER = ("971", "972", "973", "974", "976")
_METROPOLE = "1"
"""The INSEE's code of the mainland in this file."""
_ENTIERS = ("NBMENFISC", "NBPERSMENFISC")
_EUROS = ("MED", "D1", "D9")
_ARRONDIS = ("PIMP", "TP60")
"""Published as whole points: the rest of the rates has one decimal."""


def revenus(pays: Pays, departements: Sequence[str], dossier: Path, *, millesime: Callable[[int], int]) -> Iterator[Path]:
    """One file a year and level; ``millesime``: year -> geography."""
    for annee in REVENUS:
        for niveau, suffixe in _FICHIERS.items():
            groupes = _groupes(pays.cadre, niveau, millesime(annee))
            retenus = geographie.entiers(pays.cadre, groupes, departements)
            if len(retenus):
                tout = par_niveau(pays.cadre, annee, groupes)
                chemin = dossier / f"cc_filosofi_{annee}_{suffixe}_{MARQUE_FICTIVE}.csv"
                yield csv(chemin, _colonnes(tout, retenus, annee, france=niveau == "france"))


def _groupes(cadre: Cadre, niveau: str, millesime: int) -> np.ndarray:
    """Territories of the file's field: three overseas départements are out of it, the national row is the mainland."""
    exclus = _OUTREMER if niveau == "france" else _HORS_CHAMP
    hors = cadre.communes["departement"].isin(exclus).to_numpy()
    return np.where(hors, "", geographie.groupes(cadre, niveau, millesime))


def _colonnes(tout: Revenus, retenus: np.ndarray, annee: int, *, france: bool) -> dict[str, object]:
    choisis = np.searchsorted(tout.codes, retenus)
    mediane, distribution = (tout.visible(seuil)[choisis] for seuil in (SEUIL_MEDIANE, SEUIL_DISTRIBUTION))
    codes = [_METROPOLE] if france else list(retenus)
    colonnes: dict[str, object] = {"CODGEO": pa.array(codes)}
    for nom, valeurs in tout.colonnes.items():
        visible = np.ones_like(mediane) if nom in _ENTIERS else mediane if nom == "MED" else distribution
        colonnes[f"{nom}{annee % 100:02d}"] = pa.array(np.where(visible, _textes(nom, valeurs[choisis]), "s").tolist())
    return colonnes


def _textes(nom: str, valeurs: np.ndarray) -> np.ndarray:
    """Numbers as published: counts, tens of euros, whole points written « 17,0 », else one decimal."""
    if nom in _ENTIERS:
        return np.char.mod("%d", np.round(valeurs))
    if nom in _EUROS:
        return np.char.mod("%d", np.round(valeurs, -1))
    arrondies = np.round(valeurs) if nom.startswith(_ARRONDIS) else np.round(valeurs, 1)
    return np.char.replace(np.char.mod("%.1f", arrondies), ".", ",")
