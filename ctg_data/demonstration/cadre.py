"""The country the demonstration is drawn on: real communes and legal populations, fictitious latent factors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.demonstration.hasard import GRAINE, generateur, normales, uniformes
from ctg_data.territoires.model import MILLESIMES
from ctg_data.territoires.referentiel import Referentiel

ANNEES = tuple(range(2019, 2025))
RECENSEES = tuple(range(2018, 2024))
"""Years whose real populations are given: the last five-year rate of change needs the first."""
RETARD_LIMITES = 2
"""The population of year N is published in the communes of 1 January N+2."""
FACTEURS = ("precarite", "age", "famille", "monoparents", "offre", "collectif", "activite", "hlm", "handicap", "animation")
_OUTREMER = ("01", "02", "03", "04", "06")
_PART_COMMUNE, _PART_EPCI, _PART_DEPARTEMENT = 0.45, 0.65, 0.6
"""Weights of the three levels in a factor: neighbours resemble each other."""
_CONTRASTES = 0.08
"""Share of EPCI whose situation drifts clearly over the six years."""

_STRUCTURE: Mapping[str, Mapping[str, float]] = {
    "precarite": {"urbanite": 0.25, "centralite": 0.45, "outremer": 2.2},
    "age": {"urbanite": -0.6, "outremer": -0.8},
    "famille": {"centralite": -0.35, "outremer": 0.8},
    "monoparents": {"urbanite": 0.3, "centralite": 0.4, "outremer": 1.8},
    "offre": {"outremer": -1.6},
    "collectif": {"urbanite": 0.9, "outremer": 0.3},
    "activite": {"urbanite": -0.1, "outremer": -1.2},
    "hlm": {"urbanite": 0.9, "centralite": 0.6},
    "handicap": {"centralite": 0.4},
    "animation": {"centralite": 0.3},
}
"""What a factor owes to the place itself, in deviations."""


@dataclass(frozen=True)
class Cadre:
    """One column per commune of the target vintage, sorted by code; every array covers the whole country.

    ``communes``: code, nom, departement, region, epci (own code where there is none), bourg (main commune of its EPCI),
    centralite (share of the EPCI's population), alea (uniform).  ``population``: (annees, communes), persons.
    ``latents``: factor -> (annees, communes).  ``codes``: vintage -> code under which each commune is counted in that list.
    ``disparus``: vintage -> communes merged since, whose people are all counted in the commune they joined.
    ``epci``: vintage -> EPCI of each commune in that list, "" where there is none.
    ``recensees``: year -> real municipal population by commune code of its own list.
    """

    graine: int
    communes: pd.DataFrame
    population: np.ndarray
    latents: Mapping[str, np.ndarray]
    codes: Mapping[int, np.ndarray]
    disparus: Mapping[int, tuple[str, ...]]
    epci: Mapping[int, np.ndarray]
    recensees: Mapping[int, pd.Series]

    def dans(self, departement: str) -> np.ndarray:
        """Positions of the communes of a département."""
        return np.flatnonzero((self.communes["departement"] == departement).to_numpy())

    def latents_de(self, positions: np.ndarray) -> dict[str, np.ndarray]:
        """Factor -> (annees, communes) at these positions."""
        return {nom: valeurs[:, positions] for nom, valeurs in self.latents.items()}


def cadre(referentiel: Referentiel, graine: int = GRAINE) -> Cadre:
    """Build the frame; the whole country is always there, so that a subset of départements changes no figure."""
    unites = _unites(referentiel.communes(), graine)
    connues = referentiel.populations()
    population = _populations(unites, connues)
    codes = {m: _codes_avant(unites["code"], referentiel.passage(m)) for m in MILLESIMES}
    disparus = {m: tuple(sorted(referentiel.codes("commune", m) - set(codes[m]))) for m in MILLESIMES}
    epci = {m: _epci_avant(codes[m], referentiel.appartenance(m)) for m in MILLESIMES}
    recensees = {a: _recensees(connues, unites, codes[a + RETARD_LIMITES], a, disparus[a + RETARD_LIMITES]) for a in RECENSEES}
    return Cadre(graine, unites, population, _latents(unites, population, graine), codes, disparus, epci, recensees)


def _unites(communes: pd.DataFrame, graine: int) -> pd.DataFrame:
    unites = communes.sort_values("code", ignore_index=True)[
        ["code", "nom", "departement", "region", "epci", "population", "codes_postaux"]
    ]
    unites["population"] = unites["population"].fillna(0).astype("int64")
    unites["epci"] = unites["epci"].where(unites["epci"] != "", unites["code"])
    total = unites.groupby("epci")["population"].transform("sum").clip(lower=1)
    rang = unites.groupby("epci")["population"].rank(method="first", ascending=False)
    alea = generateur(graine, "commune").random(len(unites))
    return unites.assign(population_epci=total, bourg=rang == 1, centralite=unites["population"] / total, alea=alea)


def _populations(unites: pd.DataFrame, populations: pd.DataFrame) -> np.ndarray:
    """Municipal populations 2018 and 2023 drawn out to every year; where one is unknown, the country's growth is used."""
    connues = populations.pivot_table(index="code", columns="annee", values="population").reindex(unites["code"])
    debut, fin = connues[2018], connues[2023]
    ratio = (debut / fin.where(fin > 0)).clip(0.6, 1.6).fillna(debut.sum() / fin.sum()).to_numpy()
    pas = (2023 - np.array(ANNEES)[:, None]) / 5
    return np.round(unites["population"].to_numpy() * ratio**pas)


def _codes_avant(codes: pd.Series, passage: pd.DataFrame) -> np.ndarray:
    """The code of each commune in an older list: its own where it existed, else that of the commune it mostly comes from."""
    propre = passage["code_src"] == passage["code_dst"]
    ordre = passage.assign(propre=propre).sort_values(["propre", "poids", "code_src"], ascending=[False, False, True])
    return codes.map(ordre.drop_duplicates("code_dst").set_index("code_dst")["code_src"]).to_numpy()


def _recensees(connues: pd.DataFrame, unites: pd.DataFrame, codes: np.ndarray, annee: int, disparus: Sequence[str]) -> pd.Series:
    """The latest count up to ``annee`` (Mayotte's is of 2017), under the codes of its list; 0 for communes merged since."""
    derniers = connues[connues["annee"] <= annee].sort_values("annee").drop_duplicates("code", keep="last")
    actuelles = unites["code"].map(derniers.set_index("code")["population"]).fillna(0)
    sommes = actuelles.groupby(codes.astype(str)).sum().round().astype("int64")
    return pd.concat([sommes, pd.Series(0, index=list(disparus), dtype="int64")]).sort_index()


def _epci_avant(codes: np.ndarray, appartenance: pd.DataFrame) -> np.ndarray:
    return pd.Series(codes).map(appartenance.set_index("commune")["epci"]).fillna("").to_numpy()


def _latents(unites: pd.DataFrame, population: np.ndarray, graine: int) -> dict[str, np.ndarray]:
    poids = unites["population"].to_numpy(float)
    lieux = _lieux(unites, poids)
    alea = (
        _PART_COMMUNE
        * generateur(graine, "commune-facteurs").standard_normal((len(unites), len(FACTEURS)))
        / np.sqrt(1 + poids / 8000)[:, None]
    )
    alea = alea + _PART_EPCI * _par_groupe(unites["epci"], graine) + _PART_DEPARTEMENT * _par_groupe(unites["departement"], graine)
    latents = {}
    for position, facteur in enumerate(FACTEURS):
        brut = alea[:, position] + sum(effet * lieux[lieu] for lieu, effet in _STRUCTURE[facteur].items())
        latents[facteur] = _repete(centre(brut, poids))
    derive = _derive(unites["epci"], graine)
    latents["precarite"] = latents["precarite"] + derive[0]
    latents["offre"] = latents["offre"] + derive[1]
    return latents | {nom: _repete(lieux[nom]) for nom in ("urbanite", "centralite", "outremer")}


def _lieux(unites: pd.DataFrame, poids: np.ndarray) -> dict[str, np.ndarray]:
    urbanite = 0.6 * np.log10(poids + 10) + 0.6 * np.log10(unites["population_epci"].to_numpy(float) + 10)
    outremer = unites["region"].isin(_OUTREMER).to_numpy(float)
    return {
        "urbanite": centre(urbanite, poids),
        "centralite": centre(np.sqrt(unites["centralite"].to_numpy()), poids),
        "outremer": outremer,
    }


def _par_groupe(codes: pd.Series, graine: int) -> np.ndarray:
    """The factors of each commune's group (EPCI or département), drawn for the group's code alone."""
    numeros, uniques = pd.factorize(codes)
    return normales(graine, f"{codes.name}-facteurs", list(uniques), len(FACTEURS))[numeros]


def _derive(epci: pd.Series, graine: int) -> np.ndarray:
    """(2, annees, communes): yearly drift of precarity and offer, null around 2021; strong in a few EPCI."""
    numeros, uniques = pd.factorize(epci)
    pente = 0.025 * normales(graine, "pente", list(uniques), 2)
    forte = uniformes(graine, "contraste", list(uniques), 2) < _CONTRASTES
    pente = np.where(forte, 8 * pente, pente)[numeros].T
    return pente[:, None, :] * (np.array(ANNEES) - 2021)[None, :, None]


def _repete(valeurs: np.ndarray) -> np.ndarray:
    return np.broadcast_to(valeurs, (len(ANNEES), len(valeurs)))


def centre(valeurs: np.ndarray, poids: np.ndarray) -> np.ndarray:
    """Mean 0 and deviation 1 under the weights."""
    moyenne = np.average(valeurs, weights=poids)
    ecart = np.sqrt(np.average((valeurs - moyenne) ** 2, weights=poids))
    return (valeurs - moyenne) / (ecart or 1)
