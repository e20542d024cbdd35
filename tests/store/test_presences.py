"""How many territories each source names: counts of what is in force, never a figure."""

from ctg_data.store.magasin import Magasin
from ctg_data.store.presences import COLONNES
from tests.store.outils import SIREN_GIRONDE, chargement, mesures, reunies

PARIS = {"75101": "75056", "75102": "75056"}


def comptes(magasin: Magasin) -> dict[tuple, int]:
    lues = magasin.presences(PARIS)
    assert tuple(lues.columns) == COLONNES
    return {(x.source, x.annee, x.niveau, x.departement): x.territoires for x in lues.itertuples()}


def test_an_empty_store_covers_nothing(magasin: Magasin):
    assert magasin.presences(PARIS).empty


def test_each_territory_is_counted_once_whatever_its_measures_and_its_status(magasin: Magasin):
    communes = mesures(("33001", 2023, "n", 3), ("33001", 2023, "m", 4), ("33002", 2023, "n", "s"), ("16015", 2022, "n", 7))
    magasin.enregistre(chargement(reunies(communes, mesures((SIREN_GIRONDE, 2023, "n", 9), niveau="epci"))), acteur="x")
    assert comptes(magasin) == {("a", 2023, "commune", "33"): 2, ("a", 2022, "commune", "16"): 1, ("a", 2023, "epci", "33"): 1}


def test_arrondissements_are_their_commune(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("75101", 2023, "n", 3), ("75102", 2023, "n", 4), ("77001", 2023, "n", 1))), acteur="x")
    assert comptes(magasin) == {("a", 2023, "commune", "75"): 1, ("a", 2023, "commune", "77"): 1}


def test_what_was_replaced_or_withdrawn_is_not_counted(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 3), ("33002", 2023, "n", 4), ("16015", 2023, "n", 4))), acteur="x")
    revisee = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 5))), acteur="x")
    assert comptes(magasin) == {("a", 2023, "commune", "33"): 1, ("a", 2023, "commune", "16"): 1}
    magasin.retire(revisee.id, "x")
    assert comptes(magasin) == {("a", 2023, "commune", "33"): 2, ("a", 2023, "commune", "16"): 1}


def test_files_that_come_apart_by_theme_count_a_commune_once(magasin: Magasin):
    for mesure in ("n", "m"):
        fichier = mesures(("33001", 2023, mesure, 3), source="fine", regime="caf")
        magasin.enregistre(chargement(fichier, f"{mesure}.csv"), acteur="x")
    assert comptes(magasin) == {("fine", 2023, "commune", "33"): 1}
