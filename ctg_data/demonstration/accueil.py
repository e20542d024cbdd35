"""Formal childcare of the whole country: coverage drawn by EPCI, places put where facilities are."""

import numpy as np
import pandas as pd

from ctg_data.demonstration import cibles
from ctg_data.demonstration.cadre import Cadre
from ctg_data.demonstration.foyers import Cellules

_EFFETS = {
    "eaje_psu": {"urbanite": 0.34, "offre": 0.26, "collectif": 0.2},
    "eaje_hors_psu": {"urbanite": 0.2, "offre": 0.3, "precarite": -0.2, "collectif": -0.3, "famille": 0.2},
    "prescol": {"urbanite": -0.2, "precarite": 0.22, "outremer": 0.5},
    "am": {"urbanite": -0.13, "offre": 0.2, "precarite": -0.14, "collectif": -0.14, "outremer": -1.6},
    "gad": {"urbanite": 0.5, "precarite": -0.45},
}
_TAILLE_MINIMALE = {"eaje_psu": 10, "eaje_hors_psu": 10}
"""No facility of fewer places: what a small commune would have goes to the main one of its EPCI."""
_SEUIL_EQUIPEMENT = {"eaje_psu": 1_800, "eaje_hors_psu": 1_500, "prescol": 400, "am": 0, "gad": 0}
"""Under this population a commune other than the main one has no facility of that kind."""


def places(cadre: Cadre, petits: np.ndarray) -> Cellules:
    """``places`` of the five modes and ``am_actifs`` total, (annees, communes); ``petits``: resident children under 3."""
    groupes = _groupes(cadre)
    cellules: Cellules = {}
    for mode, serie in cibles.COUVERTURE.items():
        quotas = _quotas(cadre, petits, groupes, mode=mode, serie=serie)
        parts = _parts(cadre, petits[-1], mode)
        if mode == "am":
            actifs = _place(quotas / np.array(cibles.PLACES_PAR_AM)[:, None], parts, groupes, minimum=1)
            cellules["am_actifs", "total"] = actifs
            cellules["places", "am"] = np.round(actifs * np.array(cibles.PLACES_PAR_AM)[:, None]).astype(np.int64)
        else:
            cellules["places", mode] = _place(quotas, parts, groupes, minimum=_TAILLE_MINIMALE.get(mode, 1))
    return cellules


def _groupes(cadre: Cadre) -> np.ndarray:
    """Number of the EPCI of each commune."""
    return pd.factorize(cadre.communes["epci"])[0]


def _somme(valeurs: np.ndarray, groupes: np.ndarray) -> np.ndarray:
    """(annees, communes) summed to (annees, groupes)."""
    return np.stack([np.bincount(groupes, ligne, minlength=groupes.max() + 1) for ligne in valeurs])


def _quotas(cadre: Cadre, petits: np.ndarray, groupes: np.ndarray, *, mode: str, serie: tuple[float, ...]) -> np.ndarray:
    """Places of each EPCI: the coverage of its children, scaled so that the country shows the published rate."""
    poids = petits * np.exp(sum(effet * cadre.latents[nom] for nom, effet in _EFFETS[mode].items()))
    cible = np.array(serie)[:, None] / 100 * petits.sum(axis=1, keepdims=True)
    return _somme(poids / poids.sum(axis=1, keepdims=True) * cible, groupes)


def _parts(cadre: Cadre, petits: np.ndarray, mode: str) -> np.ndarray:
    """Weight of each commune within its EPCI: children, doubled in the main commune, none where nothing can be."""
    communes = cadre.communes
    bourg = communes["bourg"].to_numpy()
    possible = bourg | (communes["population"] >= _SEUIL_EQUIPEMENT[mode]).to_numpy()
    attrait = np.where(bourg & (mode not in ("am", "gad")), 2.0, 1.0) * (0.6 + 0.8 * communes["alea"].to_numpy())
    return np.where(possible, petits * attrait, 0.0)


def _place(quotas: np.ndarray, parts: np.ndarray, groupes: np.ndarray, *, minimum: int) -> np.ndarray:
    """Integers by commune that sum to the rounded quota of the EPCI; the main commune takes what is too small elsewhere."""
    part = parts / np.maximum(np.bincount(groupes, parts), 1e-9)[groupes]
    principale = _principales(parts, groupes)
    valeurs = np.floor(quotas[:, groupes] * part + 0.5)
    valeurs[valeurs < minimum] = 0
    valeurs[:, principale] = 0
    reste = np.round(quotas) - _somme(valeurs, groupes)
    valeurs[:, principale] = np.clip(reste, 0, None)[:, groupes[principale]]
    return valeurs.astype(np.int64)


def _principales(parts: np.ndarray, groupes: np.ndarray) -> np.ndarray:
    """Position of the heaviest commune of each group."""
    ordre = np.lexsort((-parts, groupes))
    return ordre[np.unique(groupes[ordre], return_index=True)[1]]
