"""Income of the fictitious country, by commune and by level, under the thresholds of the published files."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ctg_data.demonstration import cibles
from ctg_data.demonstration.cadre import ANNEES, Cadre
from ctg_data.demonstration.hasard import generateur
from ctg_data.demonstration.modele import Taux, cale_taux, lineaire

_PAUVRETE = Taux(tuple(cibles.PAUVRETE[a] for a in ANNEES), {"precarite": 0.34, "outremer": 0.35})
_IMPOSES = Taux(0.56, {"precarite": -0.32})
_PERSONNES, _MENAGES = 0.968, 0.436
"""Persons of tax households per inhabitant, tax households per person."""
_AGES = (1.28, 1.08, 0.98, 0.95, 0.72, 0.66)
_PARTS = {
    "PACT": 74.0,
    "PTSA": 67.6,
    "PCHO": 2.8,
    "PBEN": 4.6,
    "PPEN": 28.0,
    "PPAT": 9.8,
    "PPSOC": 5.6,
    "PPFAM": 2.0,
    "PPMINI": 2.2,
    "PPLOGT": 1.2,
    "PIMPOT": -17.4,
}
_PENTES = {
    "PACT": -0.01,
    "PTSA": -0.01,
    "PCHO": 0.12,
    "PBEN": -0.08,
    "PPEN": 0.0,
    "PPAT": -0.12,
    "PPSOC": 0.26,
    "PPFAM": 0.14,
    "PPMINI": 0.36,
    "PPLOGT": 0.34,
    "PIMPOT": -0.1,
}
SEUIL_MEDIANE = (50, 100)
SEUIL_DISTRIBUTION = (1_000, 2_000)
"""(households, persons): a territory that reaches one of the two is published."""


@dataclass(frozen=True)
class Revenus:
    """One row per territory: ``colonnes`` in the names of cc_filosofi without the year."""

    codes: np.ndarray
    colonnes: Mapping[str, np.ndarray]

    def visible(self, seuil: tuple[int, int]) -> np.ndarray:
        """Which territories reach one of the two thresholds (households, persons)."""
        return (self.colonnes["NBMENFISC"] >= seuil[0]) | (self.colonnes["NBPERSMENFISC"] >= seuil[1])


def communaux(cadre: Cadre, annee: int) -> dict[str, np.ndarray]:
    """What each commune would show without any threshold."""
    rang = ANNEES.index(annee)
    poids = cadre.population
    ecart = generateur(cadre.graine, "revenus").standard_normal((4, len(cadre.communes)))
    pauvrete = expit(_niveau(_PAUVRETE, cadre, rang) + 0.12 * ecart[0])
    precarite, urbanite = cadre.latents["precarite"][rang], cadre.latents["urbanite"][rang]
    personnes = np.round(poids[rang] * _PERSONNES * (1 + 0.01 * ecart[1]))
    base = {
        "NBPERSMENFISC": personnes,
        "NBMENFISC": np.round(personnes * _MENAGES * np.exp(0.04 * cadre.latents["age"][rang] - 0.03 * cadre.latents["famille"][rang])),
        "MED": cibles.NIVEAU_VIE[annee] * np.exp(-0.085 * precarite + 0.02 * urbanite + 0.03 * ecart[2]),
        "PIMP": 100 * expit(_niveau(_IMPOSES, cadre, rang) + 0.08 * ecart[3]),
        "TP60": 100 * pauvrete,
    }
    return base | _derives(base, precarite, urbanite)


def _niveau(taux: Taux, cadre: Cadre, rang: int) -> np.ndarray:
    return cale_taux(taux, cadre.latents, cadre.population)[rang] + lineaire(taux.effets, cadre.latents, cadre.population.shape)[rang]


def _derives(base: Mapping[str, np.ndarray], precarite: np.ndarray, urbanite: np.ndarray) -> dict[str, np.ndarray]:
    """Poverty by age and tenure, sources of income, deciles: functions of what precedes."""
    ages = {f"TP60AGE{i}": np.minimum(base["TP60"] * facteur, 75) for i, facteur in enumerate(_AGES, 1)}
    statut = {"TP60TOL1": base["TP60"] * 0.42, "TP60TOL2": np.minimum(base["TP60"] * 1.95, 80)}
    parts = {nom: valeur * np.exp(_PENTES[nom] * precarite) for nom, valeur in _PARTS.items()}
    d1 = base["MED"] * 0.555 * np.exp(-0.035 * precarite)
    d9 = base["MED"] * 1.72 * np.exp(0.05 * urbanite)
    return ages | statut | parts | {"D1": d1, "D9": d9, "RD": d9 / d1}


def par_niveau(cadre: Cadre, annee: int, groupes: np.ndarray) -> Revenus:
    """Territories made of communes: counts added up, the rest as means weighted by persons (a stand-in for the publisher's own figure)."""
    codes, numeros = np.unique(groupes, return_inverse=True)
    communes = communaux(cadre, annee)
    poids = communes["NBPERSMENFISC"]
    somme = np.maximum(np.bincount(numeros, poids), 1)
    comptes = {nom: np.bincount(numeros, communes[nom]) for nom in ("NBMENFISC", "NBPERSMENFISC")}
    moyennes = {nom: np.bincount(numeros, valeurs * poids) / somme for nom, valeurs in communes.items() if nom not in comptes}
    return Revenus(codes, comptes | moyennes)
