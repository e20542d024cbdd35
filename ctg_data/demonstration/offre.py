"""Facilities, hours and posts of the whole country: counted where they stand, in towns and main communes."""

from collections.abc import Sequence

import numpy as np

from ctg_data.demonstration import cibles
from ctg_data.demonstration.cadre import ANNEES, Cadre
from ctg_data.demonstration.foyers import Cellules
from ctg_data.demonstration.hasard import generateur

_TOUTES = ("cs", "evs", "laep", "rpe", "mam", "eaje_inclusif", "alsh_inclusif", "france_services")
_SEUILS = {
    "cs": 3_000,
    "evs": 900,
    "laep": 2_500,
    "rpe": 2_500,
    "mam": 600,
    "eaje_inclusif": 2_500,
    "alsh_inclusif": 1_500,
    "france_services": 1_000,
}
"""Population under which only the main commune of an EPCI may have one."""
_EFFETS = {
    "cs": {"animation": 0.35, "precarite": 0.3},
    "evs": {"animation": 0.4, "urbanite": -0.15},
    "laep": {"animation": 0.25, "precarite": 0.15},
    "rpe": {"offre": 0.1},
    "mam": {"urbanite": -0.35, "offre": 0.3},
    "eaje_inclusif": {"handicap": 0.25, "urbanite": 0.2},
    "alsh_inclusif": {"handicap": 0.25, "animation": 0.2},
    "france_services": {"urbanite": -0.55, "precarite": 0.1},
}


def structures(cadre: Cadre) -> Cellules:
    """``structures`` by kind, (annees, communes), France services included (written elsewhere)."""
    return {("structures", genre): _implante(cadre, genre, np.array(cibles.STRUCTURES[genre], float)) for genre in _TOUTES}


def _implante(cadre: Cadre, genre: str, total: np.ndarray) -> np.ndarray:
    """Facilities by commune: a commune keeps what it has unless the country loses some."""
    attendu = _attendu(cadre, _poids(cadre, genre), total)
    return np.floor(attendu + generateur(cadre.graine, "structures", genre).random(attendu.shape[1])).astype(np.int64)


def _poids(cadre: Cadre, genre: str) -> np.ndarray:
    """(annees, communes): attraction of each place; the main commune serves its whole EPCI."""
    communes = cadre.communes
    bourg = communes["bourg"].to_numpy()
    zone = communes["population"].to_numpy() + 0.35 * np.where(bourg, communes["population_epci"], 0)
    possible = bourg | (communes["population"] >= _SEUILS[genre]).to_numpy()
    milieu = np.mean([sum(e * cadre.latents[nom] for nom, e in _EFFETS[genre].items())], axis=(0, 1))
    return np.where(possible, zone**0.9, 0)[None, :] * np.exp(milieu)[None, :]


def _attendu(cadre: Cadre, poids: np.ndarray, total: np.ndarray) -> np.ndarray:
    """National totals shared by weight, in proportion of the population that the reference holds."""
    couverte = cadre.population[-1].sum() / cibles.POPULATION
    return poids / poids.sum(axis=1, keepdims=True) * total[:, None] * couverte


def activite(cadre: Cadre, lieux: Cellules, accueil: Cellules) -> Cellules:
    """Hours, posts and their publics, drawn from the facilities (``structures``) and the childcare places."""
    psu, actifs = accueil["places", "eaje_psu"], accueil["am_actifs", "total"]
    cs, laep, rpe = (lieux["structures", genre] for genre in ("cs", "laep", "rpe"))
    return {
        **_heures_eaje(cadre, psu),
        **_heures_loisirs(cadre),
        ("heures", "laep"): np.floor(laep * _par_an(cibles.HEURES_LAEP) * _ampleur(cadre, "laep", 0.3)),
        ("heures", "permanences_caf"): _permanences(cadre),
        ("etp", "rpe"): _dixiemes(_dans_les_lieux(cadre, rpe, actifs / cibles.AM_PAR_ETP_RPE)),
        ("etp", "ref_familles"): _dixiemes(cs * 0.78 * _ampleur(cadre, "ref", 0.15)),
        ("etp", "ps_jeunes"): _postes(cadre, "ps_jeunes", "cs"),
        ("etp", "pdn"): _postes(cadre, "pdn", "evs"),
        **_publics(cadre),
    }


def _heures_eaje(cadre: Cadre, places: np.ndarray) -> Cellules:
    theoriques = np.floor(places * cibles.HEURES_PAR_PLACE * _ampleur(cadre, "eaje", 0.06))
    realisees = np.floor(theoriques * np.clip(_par_an(cibles.OCCUPATION) * _vagues(cadre, "occupation", 0.1), 0.2, 0.97))
    facturees = np.floor(realisees * _par_an(cibles.FACTURATION) * _vagues(cadre, "facturation", 0.03))
    return {("heures", "eaje_theo"): theoriques, ("heures", "eaje_real"): realisees, ("heures", "eaje_fact"): facturees}


def _heures_loisirs(cadre: Cadre) -> Cellules:
    """Leisure centres: communes of some size and main communes; the others send their children there."""
    seuils = {"alsh_peri": 500, "alsh_extra": 1_200, "alsh_ados": 2_000}
    cellules: Cellules = {}
    for genre, par_habitant in cibles.HEURES_PAR_HABITANT.items():
        communes = cadre.communes
        possible = communes["bourg"].to_numpy() | (communes["population"] >= seuils[genre]).to_numpy()
        poids = np.where(possible, cadre.population, 0) * np.exp(0.3 * cadre.latents["animation"] + 0.15 * cadre.latents["famille"])
        total = np.array(par_habitant) * cadre.population.sum(axis=1)
        cellules["heures", genre] = np.floor(poids / poids.sum(axis=1, keepdims=True) * total[:, None] * _ampleur(cadre, genre, 0.15))
    return cellules


def _permanences(cadre: Cadre) -> np.ndarray:
    """Hours of counters in a year, in main communes of more than 5,000 inhabitants and towns of more than 15,000."""
    communes = cadre.communes
    possible = (communes["bourg"] & (communes["population"] >= 5_000)) | (communes["population"] >= 15_000)
    poids = np.where(possible, np.where(communes["bourg"], communes["population_epci"], communes["population"]), 0)[None, :].astype(float)
    total = np.array(cibles.PERMANENCES_PAR_FOYER) * np.array(cibles.FOYERS) * cadre.population.sum(axis=1)
    return np.round(52 * poids / poids.sum() * total[:, None] * _ampleur(cadre, "permanences", 0.2))


def _dans_les_lieux(cadre: Cadre, lieux: np.ndarray, total: np.ndarray) -> np.ndarray:
    """What is counted in every commune of an EPCI, brought to the communes that have a facility (else to nobody)."""
    epci = cadre.communes["epci"].astype("category").cat.codes.to_numpy()
    somme, poids = (np.stack([np.bincount(epci, ligne) for ligne in tableau]) for tableau in (total, lieux))
    return np.where(poids[:, epci] > 0, somme[:, epci] * lieux / np.maximum(poids[:, epci], 1), 0)


def _postes(cadre: Cadre, genre: str, comme: str) -> np.ndarray:
    attendu = _attendu(cadre, _poids(cadre, comme) ** 1.1, np.array(cibles.ETP[genre], float) * 2)
    return _dixiemes(np.floor(attendu + generateur(cadre.graine, "etp", genre).random(attendu.shape[1])) / 2)


def _publics(cadre: Cadre) -> Cellules:
    cellules: Cellules = {}
    for variable, par_habitant, comme in (
        ("clas_enfants", cibles.CLAS_PAR_HABITANT, "cs"),
        ("mediation_mesures", cibles.MEDIATION_PAR_HABITANT, "laep"),
    ):
        total = np.array(par_habitant) * cadre.population.sum(axis=1) * cibles.POPULATION / cadre.population[-1].sum()
        attendu = _attendu(cadre, _poids(cadre, comme), total) * _ampleur(cadre, variable, 0.3)
        cellules[variable, "total"] = np.where(attendu >= 1, np.round(attendu), 0).astype(np.int64)
    return cellules


def _ampleur(cadre: Cadre, nom: str, ecart: float) -> np.ndarray:
    """A lasting factor by commune, mean about 1."""
    return np.exp(ecart * generateur(cadre.graine, "ampleur", nom).standard_normal(len(cadre.communes)) - ecart**2 / 2)


def _vagues(cadre: Cadre, nom: str, ecart: float) -> np.ndarray:
    """A lasting factor by commune and a fifth as much from year to year, (annees, communes)."""
    annuel = generateur(cadre.graine, "vagues", nom).standard_normal((len(ANNEES), len(cadre.communes)))
    return _ampleur(cadre, nom, ecart) * np.exp(ecart / 5 * annuel)


def _par_an(serie: Sequence[float]) -> np.ndarray:
    """A national series as a column (annees, 1)."""
    return np.array(serie)[:, None]


def _dixiemes(valeurs: np.ndarray) -> np.ndarray:
    return np.round(valeurs, 1)
