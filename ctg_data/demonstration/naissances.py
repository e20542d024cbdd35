"""Births and resident children under 3 of every commune, drawn for the whole country at once."""

import numpy as np

from ctg_data.demonstration import cibles
from ctg_data.demonstration.cadre import ANNEES, Cadre
from ctg_data.demonstration.hasard import generateur

_EFFETS = {"age": -0.26, "famille": 0.16, "outremer": 0.3}
ANNEES_NAISSANCES = tuple(sorted(cibles.NAISSANCES))


def naissances(cadre: Cadre) -> dict[int, np.ndarray]:
    """Year -> births by commune of residence; France as published, communes by age structure and size of families."""
    reference = attendues(cadre)
    alea = generateur(cadre.graine, "naissances")
    fixe = alea.random(len(reference))
    ecarts = alea.standard_normal((len(ANNEES_NAISSANCES), len(reference)))
    return {
        annee: np.floor(np.clip(reference * rythme(annee) + 0.8 * np.sqrt(reference) * ecart, 0, None) + fixe).astype(np.int64)
        for annee, ecart in zip(ANNEES_NAISSANCES, ecarts, strict=True)
    }


def rythme(annee: int) -> float:
    """National births of a year against 2021."""
    return cibles.NAISSANCES[annee] / cibles.NAISSANCES[2021]


def attendues(cadre: Cadre) -> np.ndarray:
    """Expected births of 2021 by commune (the same rate per inhabitant whatever part of the country the reference holds)."""
    milieu = ANNEES.index(2021)
    population = cadre.population[milieu]
    poids = population * np.exp(sum(effet * cadre.latents[nom][milieu] for nom, effet in _EFFETS.items()))
    return poids / poids.sum() * population.sum() * cibles.NAISSANCES[2021] / cibles.POPULATION


def moins_de_3(cadre: Cadre) -> np.ndarray:
    """Expected resident children under 3 at the end of each year (annees, communes)."""
    reference = attendues(cadre) * cibles.SURVIE_MOINS_3
    return np.stack([reference * sum(rythme(a) for a in range(annee - 2, annee + 1)) for annee in ANNEES])
