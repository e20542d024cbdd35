"""Facilities: kept in editions, with the guarantees of measures, one commune at a time.  Every place is fictitious."""

import hashlib
from collections.abc import Callable

import pandas as pd
import pytest

from ctg_data.errors import MagasinInvalide
from ctg_data.loaders.model import EQUIPEMENTS_LUS, Chargement
from ctg_data.records import COLONNES_EQUIPEMENTS, COLONNES_MESURES, empty, typed_equipements
from ctg_data.settings import Settings
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin, Referents
from tests.store.outils import SOURCES, mesures, source, triplets

INVENTAIRE = source("inventaire", 90, portee_communale=True)


@pytest.fixture
def ouvre(settings: Settings) -> Callable[[], Magasin]:
    return lambda: Magasin(settings, referents=Referents({**SOURCES, "inventaire": INVENTAIRE}, dict))


def inventaire(*lignes: tuple, comptes: pd.DataFrame | None = None, nom: str = "inventaire.csv", **plus: object) -> Chargement:
    """Rows (code, annee, type, nom), whose bytes are the rows themselves."""
    defauts = {"source": "inventaire", "niveau": "commune", "millesime_geo": 2025, "complet": False, "places": 12.0}
    defauts |= dict.fromkeys(("precision", "theme", "gestionnaire", "horaires", "cof_debut", "cof_fin"), "")
    defauts |= dict.fromkeys(("latitude", "longitude"), float("nan"))
    frame = typed_equipements(pd.DataFrame(lignes, columns=["code", "annee", "type", "nom"]).assign(**(defauts | plus)), EQUIPEMENTS_LUS)
    sha = hashlib.sha256(frame.astype(str).to_csv().encode()).hexdigest()
    vides = empty([c for c in COLONNES_MESURES if c != "edition"])
    return Chargement(nom, sha, ("inventaire",), vides if comptes is None else comptes, len(frame), equipements=frame)


def lus(frame: pd.DataFrame) -> set[tuple]:
    return set(zip(frame["code"].astype(str), frame["annee"].astype(int), frame["type"].astype(str), frame["nom"].astype(str), strict=True))


def test_facilities_come_back_as_they_were_with_their_edition(magasin: Magasin, ouvre):
    edition = magasin.enregistre(inventaire(("33063", 2026, "creche", "A"), ("33063", 2026, "gare", "")), acteur="x")
    assert (edition.equipements, edition.mesures, edition.annees, edition.departements) == (2, 0, (2026,), ("33",))
    assert edition.changements.ajoutees == 2
    frame = ouvre().equipements()
    assert tuple(frame.columns) == COLONNES_EQUIPEMENTS
    assert lus(frame) == {("33063", 2026, "creche", "A"), ("33063", 2026, "gare", "")}
    assert frame["places"].tolist() == [12.0, 12.0]
    assert frame["latitude"].isna().all()
    assert set(frame["edition"]) == {edition.id}
    assert ouvre().edition(edition.id) == edition


def test_another_file_replaces_the_communes_that_it_names_and_no_other(magasin: Magasin, ouvre):
    comptes = mesures(("33001", 2026, "structures", 1), ("33002", 2026, "structures", 1), source="inventaire")
    magasin.enregistre(inventaire(("33001", 2026, "cs", "A"), ("33002", 2026, "cs", "B"), comptes=comptes), acteur="x")
    autres = mesures(("33002", 2026, "structures", 0), source="inventaire")
    seconde = magasin.enregistre(inventaire(("33002", 2026, "cs", ""), comptes=autres), acteur="x")
    assert (seconde.changements.ajoutees, seconde.changements.retirees, seconde.changements.modifiees) == (1, 1, 1)
    assert lus(ouvre().equipements()) == {("33001", 2026, "cs", "A"), ("33002", 2026, "cs", "")}
    assert triplets(ouvre().mesures()) == {("33001", 2026, 1.0), ("33002", 2026, 0.0)}
    magasin.retire(seconde.id, acteur="x")
    assert lus(ouvre().equipements()) == {("33001", 2026, "cs", "A"), ("33002", 2026, "cs", "B")}
    assert triplets(ouvre().mesures()) == {("33001", 2026, 1.0), ("33002", 2026, 1.0)}


def test_another_year_stands_beside(magasin: Magasin):
    magasin.enregistre(inventaire(("33001", 2025, "cs", "A")), acteur="x")
    magasin.enregistre(inventaire(("33001", 2026, "cs", "B")), acteur="x")
    assert lus(magasin.equipements()) == {("33001", 2025, "cs", "A"), ("33001", 2026, "cs", "B")}


def test_a_withdrawn_inventory_is_gone_and_comes_back(magasin: Magasin, ouvre):
    edition = magasin.enregistre(inventaire(("33001", 2026, "cs", "A")), acteur="x")
    magasin.retire(edition.id, acteur="x")
    assert ouvre().equipements().empty
    magasin.retablit(edition.id, acteur="x")
    assert lus(ouvre().equipements()) == {("33001", 2026, "cs", "A")}


def test_a_published_figure_decides_where_both_count(magasin: Magasin):
    """Precedence 10 against 90: the inventory gives only what the other does not."""
    publies = mesures(("33001", 2026, "structures", 3), ("33002", 2026, "structures", "nd"))
    sha = hashlib.sha256(publies.astype(str).to_csv().encode()).hexdigest()
    magasin.enregistre(Chargement("p.csv", sha, ("a",), publies, 2), acteur="x")
    comptes = mesures(("33001", 2026, "structures", 1), ("33002", 2026, "structures", 2), source="inventaire")
    magasin.enregistre(inventaire(("33001", 2026, "cs", "A"), comptes=comptes), acteur="x")
    assert triplets(magasin.mesures()) == {("33001", 2026, 3.0), ("33002", 2026, 2.0)}


def test_a_lost_file_is_told_and_mended_by_the_same_import(magasin: Magasin, ouvre):
    liste = inventaire(("33001", 2026, "cs", "A"))
    edition = magasin.enregistre(liste, acteur="x")
    (fichier,) = magasin.dossier.glob("prive/*.equipements.parquet")
    fichier.write_bytes(b"rien")
    with pytest.raises(MagasinInvalide, match=r"inventaire\.csv"):
        ouvre().equipements()
    assert ouvre().enregistre(liste, acteur="x").reparee
    assert lus(ouvre().equipements()) == {("33001", 2026, "cs", "A")}
    assert ouvre().edition(edition.id).equipements == 1


def test_a_corpus_reads_them_without_a_right_on_private_figures(magasin: Magasin, settings: Settings, tmp_path):
    magasin.enregistre(inventaire(("33001", 2026, "cs", "A")), acteur="x")
    assert lus(Corpus(settings).equipements()) == {("33001", 2026, "cs", "A")}
    assert not Corpus(settings).equipements()["demo"].any()
    vide = Corpus(Settings(store=tmp_path / "rien", demo=None)).equipements()
    assert vide.empty
    assert tuple(vide.columns) == (*COLONNES_EQUIPEMENTS, "demo")


def test_a_commune_whose_facilities_are_listed_is_covered_whether_they_are_counted_or_not(ouvre):
    """The list of a type may be incomplete: no measure comes of it, and the portrait says the commune all the same."""
    magasin = ouvre()
    comptes = mesures(("33001", 2025, "n", 3), source="inventaire")
    lignes = (("33001", 2025, "creche", "A"), ("33002", 2025, "creche", "B"), ("33002", 2025, "creche", "C"), ("33003", 2025, "lycee", ""))
    magasin.enregistre(inventaire(*lignes, comptes=comptes), acteur="x")
    (lue,) = magasin.presences({}).to_dict("records")
    assert (lue["source"], lue["annee"], lue["departement"], lue["territoires"]) == ("inventaire", 2025, "33", 3)
