"""Sums of communes against the populations that the DGCL publishes for EPCI.

Lists of communes and lists of EPCI come in different packages and most often carry different years.  They carry the
same year in these pairs (communes -> EPCI), all of npm ``@etalab/decoupage-administratif`` unless said otherwise:

| population | communes | EPCI | exceptions |
|---|---|---|---|
| 2016 | 0.7.0 (COG 2019) | 0.7.0 (2019) | 187, communes absorbed in a merger left out of the list of communes |
| 2017 | PyPI openfisca-france-local 6.17.11, epcicom2020.xlsx (2020) | 0.8.0 (2020) | none |
| 2019 | 1.1.1 (COG 2021) | 2.3.1 (2022) | Mayotte |
| 2020 | 2.3.1 (COG 2022) | 3.1.1 (2023) | Mayotte |
| 2020 | 3.1.1 (COG 2023) | 3.1.1 (2023) | 8, same reason as 2016 |
| 2022 | 4.1.0 (COG 2024) | 5.3.0 (2025) | Mayotte |

The reference does not use the two faulty lists (0.7.0 and 3.1.1) for populations: the DGCL's take their place.
"""

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest

from ctg_data.territoires.model import MILLESIMES
from ctg_data.territoires.referentiel import Referentiel
from tests.territoires.test_referentiel import MAYOTTE

PAIRES = {2020: 2017, 2022: 2019, 2023: 2020, 2025: 2022}
"""Vintage of the EPCI -> year of population that an independent list of communes carries too."""


def sommes(populations: pd.DataFrame, epci_de: pd.Series, annee: int) -> pd.Series:
    lignes = populations[populations["annee"] == annee]
    return lignes["population"].groupby(lignes["code"].map(epci_de)).sum()


@pytest.mark.parametrize(("millesime", "annee"), PAIRES.items())
def test_communes_add_up_to_the_published_population_of_every_epci_but_mayotte(ref, millesime, annee):
    """Mayotte is the exception: its only census is 2017, so no list has it for a later year."""
    epci = ref.epci(millesime).set_index("code")
    calculees = sommes(ref.populations(millesime), ref.appartenance(millesime).set_index("commune")["epci"], annee).reindex(epci.index)
    differents = set(epci.index[calculees.round(6).fillna(0) != epci["population_publiee"]])
    assert differents == (set() if annee == 2017 else MAYOTTE)
    assert set(epci.loc[epci["departement"] != "976", "annee_publiee"]) == {annee}


@pytest.mark.parametrize("millesime", MILLESIMES[:-1])
def test_where_both_populations_of_an_epci_have_one_year_they_are_equal(ref, millesime):
    epci = ref.epci(millesime)
    meme_annee = epci[epci["annee_population"] == epci["annee_publiee"]]
    assert (meme_annee["population"] == meme_annee["population_publiee"]).all()
    assert set(meme_annee["code"]) >= MAYOTTE


def test_epci_of_2026_have_no_published_population_yet(ref):
    assert ref.epci(2026)[["population_publiee", "annee_publiee"]].isna().all().all()
    assert ref.epci(2026)["population"].notna().all()


def test_populations_cover_every_year_without_counting_anyone_twice(ref):
    populations = ref.populations()
    assert not populations.duplicated(["code", "annee"]).any()
    assert sorted(populations["annee"].unique()) == list(range(2017, 2024))
    communes = ref.communes()
    assert set(populations["code"]) == set(communes["code"])
    france = populations[populations["annee"] == 2023]["population"].sum()
    assert france == communes.loc[communes["departement"] != "976", "population"].sum() == 68094280


def test_a_population_carried_over_a_split_says_it_is_estimated(ref):
    populations = ref.populations().set_index(["code", "annee"])
    assert populations.loc[("60694", 2020), "estime"]
    assert not populations.loc[("60694", 2023), "estime"]
    assert not populations.loc[("87085", 2017), "estime"]


# The packages as they are, when this machine has their files ----------------------------------------------------------


def lit(dossier: Path, nom: str, liste: str) -> list[dict]:
    with gzip.open(dossier / "geo" / "cog_npm" / nom / f"{liste}.json.gz") as flux:
        return json.load(flux)


@pytest.mark.parametrize(
    ("communes", "epci", "exceptions"),
    [
        ("cog2019_npm-0.7.0", "cog2019_npm-0.7.0", 187),
        ("cog2021_npm-1.1.1", "cog2022_npm-2.3.1", 0),
        ("cog2022_npm-2.3.1", "cog2023_npm-3.1.1", 0),
        ("cog2023_npm-3.1.1", "cog2023_npm-3.1.1", 8),
        ("cog2024_npm-4.1.0", "cog2025_npm-5.3.0", 0),
    ],
)
def test_raw_lists_agree_but_where_absorbed_communes_were_left_out(donnees_reelles, ref, communes, epci, exceptions):
    """An exception always falls short: a commune that absorbed others has its population from before."""
    actuelles = [c for c in lit(donnees_reelles, communes, "communes") if c["type"] == "commune-actuelle"]
    populations = {c["code"]: c.get("population", 0) for c in actuelles}
    sources = origines(ref, int(communes[3:7]), int(epci[3:7]))
    ecarts = []
    for e in lit(donnees_reelles, epci, "epci"):
        # a set, since the parts of a split commune have the same source
        somme = sum(populations[source] for source in {s for m in e["membres"] for s in sources[m["code"]]})
        if e["code"] not in MAYOTTE and somme != e["populationMunicipale"]:
            ecarts.append(somme - e["populationMunicipale"])
    assert len(ecarts) == exceptions
    assert all(ecart < 0 for ecart in ecarts)


def origines(ref: Referentiel, de: int, vers: int) -> dict[str, list[str]]:
    """Commune of ``vers`` -> the communes of ``de`` it is made of."""
    table = ref.passage(de, vers)
    return table["code_src"].groupby(table["code_dst"]).agg(list).to_dict()


@pytest.mark.parametrize(("annee", "cog"), [(2019, 2021), (2020, 2022), (2021, 2023), (2022, 2024), (2023, 2025)])
def test_populations_are_those_of_insee(donnees_reelles, ref, annee, cog):
    """Insee lists arrondissements of Paris, Lyon and Marseille instead of the commune, and leaves Mayotte out.

    2021 comes from the DGCL, in the communes of 2024: parts of the communes split in 2024 are not compared.
    """
    publiees = lit_insee(donnees_reelles / "geo" / "insee" / f"populations_legales_{annee}.csv.gz")
    publiees = publiees.groupby(publiees.index.map(lambda c: ref.arrondissements.get(c, c))).sum()
    notres = pd.read_parquet(ref.dossier / "populations.parquet").query("annee == @annee").set_index("code")
    table = ref.passage(cog, int(notres["millesime"].iloc[0]))
    table = table[~table["estime"] & table["code_dst"].isin(notres.index)]
    attendues = table["code_src"].map(publiees).groupby(table["code_dst"]).sum()
    assert len(attendues) >= 34_850
    assert (notres.loc[attendues.index, "population"] == attendues).all()


def lit_insee(chemin: Path) -> pd.Series:
    """Municipal population by code; in the file of 2020, « COM » is the name and the code is in two parts."""
    brut = pd.read_csv(chemin, sep=";", dtype=str)
    codes = brut["COM"] if brut["COM"].str.len().eq(5).all() else brut["CODDEP"].str[:2] + brut["CODCOM"]
    return brut["PMUN"].str.replace(r"\s", "", regex=True).astype("int64").set_axis(codes)
