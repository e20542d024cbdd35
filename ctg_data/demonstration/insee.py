"""What a census and an income file would say of the fictitious country: ages, households, activity, income."""

from collections.abc import Mapping

import numpy as np

from ctg_data.demonstration import cibles
from ctg_data.demonstration.cadre import ANNEES, Cadre, centre
from ctg_data.demonstration.foyers import Contexte
from ctg_data.demonstration.hasard import systematique
from ctg_data.demonstration.modele import Repartition, Taux, softmax
from ctg_data.demonstration.naissances import attendues, rythme

RECENSEMENTS = (2019, 2022)
"""Each year has a census at most two years before."""
AGES = np.arange(101)
_PART_HOMMES = np.interp(AGES, [0, 25, 40, 60, 75, 85, 95, 100], [0.512, 0.508, 0.495, 0.485, 0.455, 0.375, 0.26, 0.18])
_MOINS_DE_3 = 3

TAUX = {
    "menages": Taux(cibles.MENAGES_PAR_HABITANT[2022], {"age": 0.10, "urbanite": 0.05, "famille": -0.08, "outremer": -0.2}, bruit=0.03),
    "seuls": Taux(0.378, {"age": 0.10, "urbanite": 0.22, "famille": -0.08}, bruit=0.06),
    "familles": Taux(0.962, bruit=0.03),
    "sans_enfant_moins_25": Taux(0.11, {"age": 0.15}, bruit=0.08),
    "peres": Taux(0.18, {"urbanite": -0.08}, bruit=0.1),
    "occupes_h": Taux((0.822, 0.820, 0.828, 0.835, 0.838, 0.838), {"precarite": -0.22, "activite": 0.15}, bruit=0.08),
    "occupes_f": Taux((0.760, 0.760, 0.768, 0.775, 0.780, 0.780), {"precarite": -0.26, "activite": 0.22}, bruit=0.08),
    "chomeurs_h": Taux(0.50, {"precarite": 0.12}, bruit=0.1),
    "chomeurs_f": Taux(0.385, {"precarite": 0.12}, bruit=0.1),
}
"""Households per inhabitant, persons alone among households, families among the others, activity at 25-54 (unemployed: among the rest)."""

REPARTITIONS = {
    "type_famille": Repartition(
        {"couples_sans": 0.43, "couples_avec": 0.422, "mono": 0.148},
        {"age": {"couples_sans": 0.14, "couples_avec": -0.08}, "famille": {"couples_avec": 0.1}, "monoparents": {"mono": 0.22}},
        bruit=0.06,
    ),
    "rang_enfants": Repartition(
        {"ne1": 0.425, "ne2": 0.375, "ne3": 0.145, "ne4p": 0.055}, {"famille": {"ne3": 0.18, "ne4p": 0.3, "ne1": -0.05}}, bruit=0.06
    ),
}


def parts_ages(cadre: Cadre, annee: int) -> np.ndarray:
    """Expected share of each age (101, communes), calibrated on the national pyramid; under 3 follow the births."""
    cible = _pyramide(annee)
    logits = _inclinaison(cadre)
    poids = cadre.communes["population"].to_numpy(float)
    niveau = np.log(cible)[:, None]
    for _ in range(4):
        moyenne = (softmax(niveau + logits) * poids).sum(axis=1, keepdims=True) / poids.sum()
        niveau = niveau + np.log(cible)[:, None] - np.log(moyenne)
    parts = softmax(niveau + logits)
    return _avec_naissances(cadre, parts, annee)


def _pyramide(annee: int) -> np.ndarray:
    """Share of each single age in the country."""
    cumul = np.concatenate([[0], np.cumsum(cibles.AGES)])
    bords = np.array([*range(0, 96, 5), 101])
    brut = np.diff(np.interp(np.arange(102), bords, cumul))
    brut = np.where(AGES >= 65, brut * (1 + cibles.VIEILLISSEMENT_ANNUEL * (annee - 2021)), brut)
    return brut / brut.sum()


def _inclinaison(cadre: Cadre) -> np.ndarray:
    """(101, communes): older, more families, more students."""
    vieux = np.clip((AGES - 40) / 30, -1.2, 1.4)
    familial = np.where(AGES < 18, 1.0, np.where((AGES >= 30) & (AGES < 48), 0.8, np.where(AGES >= 62, -0.6, -0.2)))
    etudiant = np.exp(-(((AGES - 21.5) / 4.5) ** 2))
    milieu = ANNEES.index(2021)
    age, famille, urbanite = (cadre.latents[nom][milieu] for nom in ("age", "famille", "urbanite"))
    etudes = np.clip(centre(urbanite, np.ones_like(urbanite)) - 1.2, 0, 2.0)
    return 0.17 * np.outer(vieux, age) + 0.09 * np.outer(familial, famille) + np.outer(etudiant, 0.3 * etudes - 0.12)


def _avec_naissances(cadre: Cadre, parts: np.ndarray, annee: int) -> np.ndarray:
    """Under 3, the births of the last years (so that coverage rates agree with places); other ages share the rest."""
    population = np.maximum(cadre.population[max(annee, ANNEES[0]) - ANNEES[0]], 1)
    reference = attendues(cadre) * cibles.SURVIE_MOINS_3
    petits = np.stack([np.minimum(reference * rythme(annee - age) / population, 0.03) for age in range(_MOINS_DE_3)])
    autres = parts[_MOINS_DE_3:] / parts[_MOINS_DE_3:].sum(axis=0)
    return np.concatenate([petits, autres * (1 - petits.sum(axis=0))])


def ages(contexte: Contexte, population: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Inhabitants by sex (men first) and age: integers (2, 101, communes) that sum to ``population`` (communes)."""
    tirages = contexte.tirages
    deux = np.stack([parts * _PART_HOMMES[:, None], parts * (1 - _PART_HOMMES)[:, None]]).reshape(2 * len(AGES), -1)
    bruit = tirages.bruit_libre("ages", deux.shape)
    ecart = np.minimum(0.5, 1.2 / np.sqrt(np.maximum(population, 1) / 101))
    deux = deux * np.exp(ecart * bruit)
    comptes = systematique(population[None, :], (deux / deux.sum(axis=0))[:, None, :], tirages.uniforme("ages"))
    return comptes.reshape(2, len(AGES), -1)


def familles(contexte: Contexte, population: np.ndarray, annee: int) -> dict[str, np.ndarray]:
    """Households and families of one census (communes): names of the columns of base-cc-coupl-fam-men without prefix."""
    croissance = cibles.MENAGES_PAR_HABITANT[annee] / cibles.MENAGES_PAR_HABITANT[2022]
    rang = ANNEES.index(annee)
    menages = contexte.tirages.compte("menages", population * contexte.taux("menages")[rang] * croissance)
    seuls = _partie(contexte, "seuls", menages, rang=rang)
    total = _partie(contexte, "familles", menages - seuls, rang=rang)
    sans, avec, mono = _coupe(contexte, "type_famille", total, rang=rang)
    peres = _partie(contexte, "peres", mono, rang=rang)
    ne0 = sans + _partie(contexte, "sans_enfant_moins_25", avec + mono, rang=rang)
    rangs = _coupe(contexte, "rang_enfants", total - ne0, rang=rang)
    enfants = dict(zip(("NE24F1", "NE24F2", "NE24F3", "NE24F4P"), rangs, strict=True))
    return {
        "MEN": menages, "PMEN": _partie(contexte, "en_menage", population, rang=rang),
        "MENPSEUL": seuls, "MENFAMMONO": mono, "FAM": total, "COUPAENF": avec, "FAMMONO": mono,
        "HMONO": peres, "FMONO": mono - peres, "COUPSENF": sans, "NE24F0": ne0, **enfants,
    }  # fmt: skip


def activite(contexte: Contexte, effectifs: np.ndarray, annee: int) -> Mapping[str, np.ndarray]:
    """Occupied and unemployed at 25-54 by sex, out of the ages (2, 101, communes)."""
    sortie, rang = {}, ANNEES.index(annee)
    for sexe, comptes in zip("hf", effectifs[:, 25:55].sum(axis=1), strict=True):
        occupes = _partie(contexte, f"occupes_{sexe}", comptes, rang=rang)
        chomeurs = _partie(contexte, f"chomeurs_{sexe}", comptes - occupes, rang=rang)
        sortie |= {f"occupes_{sexe}": occupes, f"chomeurs_{sexe}": chomeurs}
    return sortie


def _partie(contexte: Contexte, nom: str, tout: np.ndarray, *, rang: int) -> np.ndarray:
    return contexte.tirages.partie(f"rp_{nom}", tout, contexte.taux(nom)[rang])


def _coupe(contexte: Contexte, nom: str, tout: np.ndarray, *, rang: int) -> np.ndarray:
    parts = contexte.modele.parts_de(nom, contexte.latents, contexte.tirages)[:, rang : rang + 1]
    return systematique(tout[None, :], parts, contexte.tirages.uniforme(f"rp_{nom}"))[:, 0]
