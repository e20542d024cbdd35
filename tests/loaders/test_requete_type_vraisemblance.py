"""A requête type against births and against the year before: what is unlikely is said, nothing is refused."""

from pathlib import Path

import pandas as pd
import pytest

from ctg_data import loaders, pipeline
from ctg_data.loaders.requete_type_vraisemblance import avertissements, utiles
from ctg_data.records import COLONNES_MESURES, typed
from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin
from tests.loaders.exemple_requete_type import Ligne, change, en_csv, requete

GRANDES = ("33063", "69123")
"""Communes where counts over 100 are possible."""


def lues(tmp_path: Path, lignes: list[Ligne]) -> pd.DataFrame:
    fichier = tmp_path / "requete.csv"
    fichier.write_bytes(en_csv(lignes))
    charge = loaders.charge(fichier)
    assert list(charge.fautes) == []
    return charge.mesures


def naissances(code: str, **par_annee: int) -> pd.DataFrame:
    """Births by year: ``a2024=30``."""
    ligne = {
        "source": "insee_naissances",
        "niveau": "commune",
        "code": code,
        "mois": 0,
        "regime": "",
        "mesure": "naissances",
        "unite": "enfants",
    }
    ligne |= {"modalite": "total", "statut": "ok", "est": False, "arr5": False, "millesime_geo": 2025, "edition": "x"}
    return typed(pd.DataFrame([ligne | {"annee": int(a[1:]), "valeur": n} for a, n in par_annee.items()]), COLONNES_MESURES)


RIEN = naissances("33063", a1990=1)


def enfants(nombre: int) -> list[Ligne]:
    """A request with that many children of 0 to 2 years in Bordeaux and nothing else."""
    (ligne,) = [x for x in requete(["33063"]) if (x["variable"], x["modalite"]) == ("enfants_age", "0_2")]
    return [ligne | {"valeur": nombre}]


@pytest.mark.parametrize(("nombre", "dit"), [(300, False), (419, False), (421, True), (181, False), (179, True)])
def test_children_under_three_are_compared_with_the_births_of_three_years(tmp_path, nombre, dit):
    nees = naissances("33063", a2021=900, a2022=90, a2023=100, a2024=110)
    trouves = avertissements(lues(tmp_path, enfants(nombre)), nees)
    assert bool(trouves) == dit
    assert all("plus de 40 %" in a and "1 commune (33063)" in a and str(nombre) not in a for a in trouves)


def test_births_are_not_compared_when_a_year_is_missing_or_numbers_are_small(tmp_path):
    mesures = lues(tmp_path, enfants(5000))
    assert avertissements(mesures, naissances("33063", a2023=100, a2024=110)) == []
    assert avertissements(mesures, naissances("33063", a2022=30, a2023=30, a2024=40)) == []
    assert avertissements(mesures, naissances("33004", a2022=100, a2023=100, a2024=100)) == []


@pytest.mark.parametrize(("facteur", "dit"), [(1.3, False), (1.32, True), (0.7, False), (0.68, True)])
def test_a_count_over_100_that_moves_by_more_than_30_percent_is_said(tmp_path, facteur, dit):
    avant = lues(tmp_path, requete(GRANDES, annee=2023, base=400)).assign(edition="a")
    ligne = [x | {"valeur": round(400 * facteur)} for x in requete(["33063"], base=400) if x["variable"] == "foyers_asf"]
    trouves = avertissements(lues(tmp_path, ligne), avant)
    assert bool(trouves) == dit
    assert all("foyers_asf" in a and "33063" in a for a in trouves)


def test_small_counts_and_other_years_are_not_compared(tmp_path):
    petites = lues(tmp_path, requete(GRANDES, annee=2023, base=40)).assign(edition="a")
    vieilles = lues(tmp_path, requete(GRANDES, annee=2022, base=400)).assign(edition="a")
    ligne = [x | {"valeur": 900} for x in requete(["33063"]) if x["variable"] == "foyers_asf"]
    assert avertissements(lues(tmp_path, ligne), petites) == []
    assert avertissements(lues(tmp_path, ligne), vieilles) == []


def test_only_the_first_communes_and_variables_are_named(tmp_path):
    communes = ["33063", "13055", "31555", "69123"]
    avant = lues(tmp_path, requete(communes, annee=2023, base=400)).assign(edition="a")
    (phrase,) = avertissements(lues(tmp_path, requete(communes, base=4000)), avant)
    assert "4 communes (13055, 31555, 33063, …)" in phrase
    assert phrase.count("foyers_") + phrase.count("personnes_") == 3


def test_schemes_are_added_up_before_comparing(tmp_path):
    moities = [x | {"valeur": 150, "regime": regime} for x in enfants(0) for regime in ("caf", "msa")]
    assert avertissements(lues(tmp_path, moities), naissances("33063", a2022=100, a2023=100, a2024=100)) == []


def test_a_missing_value_is_compared_with_nothing(tmp_path):
    secret = [x | {"valeur": "", "statut": "s"} for x in enfants(0)]
    assert avertissements(lues(tmp_path, secret), naissances("33063", a2022=100, a2023=100, a2024=100)) == []
    assert avertissements(lues(tmp_path, change(requete(), "clas_enfants", valeur="", statut="nd")), RIEN) == []


def test_what_to_read_in_the_store_is_what_the_file_holds_and_births(tmp_path):
    assert utiles(lues(tmp_path, enfants(5))) == ("enfants_age", "naissances")


def test_an_import_says_it_in_its_report_and_keeps_it_with_the_edition(tmp_path):
    reglages = Settings(store=tmp_path / "magasin", demo=None)
    rapports = []
    for annee, base in ((2023, 400), (2024, 4000)):
        fichier = tmp_path / f"requete_{annee}.csv"
        fichier.write_bytes(en_csv(requete(GRANDES, annee=annee, base=base)))
        rapports += pipeline.importe(reglages, [fichier], publier=False)
    assert [r.etat for r in rapports] == ["importe", "importe"]
    assert not [a for a in rapports[0].avertissements if "30 %" in a]
    assert [a for a in rapports[1].avertissements if "plus de 30 % en un an pour 2 communes" in a]
    gardes = Magasin(reglages).edition(rapports[1].edition).avertissements
    assert [a for a in gardes if "plus de 30 % en un an" in a]
    assert set(gardes) <= set(rapports[1].avertissements)
