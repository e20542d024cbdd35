"""France services: points counted by commune, those that go round apart."""

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from ctg_data import loaders
from ctg_data.loaders.model import Chargement

ENTETE = ["id_fs", "insee_dep", "lib_fs", "insee_com", "lib_com", "type_fs", "format_fs"]


def ecrit(chemin: Path, lignes: list[list[str]]) -> Path:
    with chemin.open("w", encoding="utf-8", newline="") as flux:
        csv.writer(flux, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([ENTETE, *lignes])
    return chemin


def point(identifiant: str, commune: str, format_fs: str = "Fixe") -> list[str]:
    return [identifiant, commune[:2], "Espace", commune, "X", "Principal", format_fs]


def comptes(chargement: Chargement) -> dict[tuple[str, str], float]:
    assert list(chargement.fautes) == []
    lues = chargement.mesures
    assert set(lues["mesure"]) == set(lues["unite"]) == {"structures"}
    return dict(zip(zip(lues["code"].astype(str), lues["modalite"].astype(str), strict=True), lues["valeur"], strict=True))


def test_the_published_list_is_counted_by_commune(donnees_reelles, charge_publie, ref_arrondissements):
    fichier = donnees_reelles / "caf" / "acces_droits" / "liste-fs-20240801.csv"
    with fichier.open(encoding="utf-8", newline="") as flux:
        lignes = list(csv.DictReader(flux))
    charge = charge_publie(fichier)
    situees = [ligne for ligne in lignes if not ligne["insee_com"].startswith(("977", "978", "98"))]
    attendus = Counter(
        (
            ref_arrondissements.get(ligne["insee_com"], ligne["insee_com"]),
            "france_services_itinerant" if ligne["format_fs"] in ("Itinérante", "Bus_équivalent") else "france_services",
        )
        for ligne in situees
    )
    assert charge.lignes_lues == len(lignes) == 2845
    assert charge.detail["ecartees"] == {"collectivité d'outre-mer hors des 101 départements": len(lignes) - len(situees)}
    assert comptes(charge) == dict(attendus)
    assert charge.detail["statuts"] == {"ok": len(attendus)}
    assert (charge.detail["annees"], charge.detail["niveaux"]) == ([2024], ["commune"])


@pytest.fixture(scope="module")
def ref_arrondissements() -> dict[str, str]:
    lyon, paris = {f"6938{n}": "69123" for n in range(1, 10)}, {f"751{n:02}": "75056" for n in range(1, 21)}
    return lyon | paris | {f"132{n:02}": "13055" for n in range(1, 17)}


def test_points_that_go_round_are_counted_apart(tmp_path):
    lignes = [
        point("1", "33063"),
        point("2", "33063", "Multisites"),
        point("3", "33063", "Itinérante"),
        point("4", "33063", "Bus_équivalent"),
    ]
    lues = comptes(loaders.charge(ecrit(tmp_path / "liste-fs-20240801.csv", lignes)))
    assert lues == {("33063", "france_services"): 2, ("33063", "france_services_itinerant"): 2}


def test_arrondissements_that_have_no_point_have_none(tmp_path):
    """The list is an inventory: Paris is the sum of the arrondissements that are in it."""
    lignes = [point("1", "75101"), point("2", "75118"), point("3", "75118", "Itinérante")]
    lues = comptes(loaders.charge(ecrit(tmp_path / "liste-fs-20240801.csv", lignes)))
    assert lues == {("75056", "france_services"): 2, ("75056", "france_services_itinerant"): 1}


def test_the_same_point_twice_is_refused(tmp_path):
    charge = loaders.charge(ecrit(tmp_path / "liste-fs-20240801.csv", [point("1", "33063"), point("1", "33063")]))
    assert [f.code for f in charge.fautes] == ["cle_double"]
    assert charge.mesures is None


@pytest.mark.parametrize("nom", ["liste-fs-20240801.csv", "liste_fs_2024.csv", "FS 2024-08.csv"])
def test_the_year_is_in_the_name(tmp_path, nom):
    charge = loaders.charge(ecrit(tmp_path / nom, [point("1", "33063")]))
    assert charge.detail["annees"] == [2024]
    assert not charge.annee_declaree


def test_without_a_year_one_is_asked_for_and_then_marked_as_declared(tmp_path):
    fichier = ecrit(tmp_path / "liste.csv", [point("1", "33063")])
    refuse = loaders.charge(fichier)
    assert [f.code for f in refuse.fautes] == ["annee_absente"]
    assert "--annee" in refuse.fautes[0].remede
    declare = loaders.charge(fichier, annee=2023)
    assert (declare.detail["annees"], declare.annee_declaree) == ([2023], True)


def test_only_counts_are_kept(tmp_path):
    lues = loaders.charge(ecrit(tmp_path / "liste-fs-20240801.csv", [point("1", "33063")])).mesures
    assert isinstance(lues, pd.DataFrame)
    assert "Espace" not in lues.astype(str).to_numpy()
