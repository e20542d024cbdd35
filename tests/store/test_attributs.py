"""Facts about territories: kept in editions, with the guarantees of measures."""

import hashlib
from collections.abc import Callable

import pandas as pd
import pytest

from ctg_data.errors import Faute, FichierRefuse, MagasinInvalide
from ctg_data.loaders.model import COLONNES_LUES, Chargement
from ctg_data.loaders.sources import catalogue
from ctg_data.records import COLONNES_ATTRIBUTS, COLONNES_MESURES, empty, typed_attributs
from ctg_data.settings import Settings
from ctg_data.store.corpus import Corpus
from ctg_data.store.magasin import Magasin
from tests.store.outils import chargement, mesures, triplets

Ouvre = Callable[[], Magasin]


def attributs(*lignes: tuple, **communs: object) -> pd.DataFrame:
    """Rows (code, annee, attribut, valeur)."""
    defauts = {"source": "zones", "niveau": "commune", "millesime_geo": 2025}
    return typed_attributs(
        pd.DataFrame(lignes, columns=["code", "annee", "attribut", "valeur"]).assign(**(defauts | communs)), COLONNES_LUES
    )


def liste(*lignes: tuple, nom: str = "zones.csv", **communs: object) -> Chargement:
    """The loading of a list of facts, whose bytes are its rows."""
    frame = attributs(*lignes, **communs)
    sha = hashlib.sha256(frame.astype(str).to_csv().encode()).hexdigest()
    sans_mesure = empty([c for c in COLONNES_MESURES if c != "edition"])
    return Chargement(nom, sha, tuple(sorted(frame["source"].unique())), sans_mesure, lignes_lues=len(frame), attributs=frame)


def dits(frame: pd.DataFrame) -> set[tuple]:
    return set(
        zip(frame["code"].astype(str), frame["annee"].astype(int), frame["attribut"].astype(str), frame["valeur"].astype(str), strict=True)
    )


def test_facts_come_back_with_their_edition_and_no_measure(magasin: Magasin, ouvre: Ouvre):
    edition = magasin.enregistre(liste(("33063", 2025, "densite", "urbain"), ("33063", 2024, "qpv", "QN03301M")), acteur="x")
    assert (edition.attributs, edition.mesures, edition.annees, edition.departements) == (2, 0, (2024, 2025), ("33",))
    assert (edition.niveaux, edition.millesime_geo, edition.changements.ajoutees) == (("commune",), (2025,), 2)
    lus = ouvre().attributs()
    assert tuple(lus.columns) == COLONNES_ATTRIBUTS
    assert lus.dtypes.astype(str).to_dict() == dict.fromkeys(COLONNES_ATTRIBUTS, "category") | {"annee": "int16", "millesime_geo": "int16"}
    assert set(lus["edition"]) == {edition.id}
    assert dits(lus) == {("33063", 2025, "densite", "urbain"), ("33063", 2024, "qpv", "QN03301M")}
    assert ouvre().mesures().empty
    assert ouvre().edition(edition.id) == edition


def test_a_store_without_facts_answers_with_an_empty_record(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))), acteur="x")
    assert tuple(magasin.attributs().columns) == COLONNES_ATTRIBUTS
    assert magasin.attributs().empty
    assert not list(magasin.dossier.glob("prive/*.attributs.parquet"))


def test_measures_and_facts_of_one_file_are_one_edition(magasin: Magasin):
    frame = mesures(("33001", 2023, "n", 1))
    lu = Chargement("f.csv", "0" * 64, ("a",), frame, 2, attributs=attributs(("33001", 2023, "zone", "x"), source="a"))
    edition = magasin.enregistre(lu, acteur="x")
    assert (edition.mesures, edition.attributs, edition.changements.ajoutees) == (1, 1, 2)
    assert triplets(magasin.mesures()) == {("33001", 2023, 1.0)}
    assert dits(magasin.attributs()) == {("33001", 2023, "zone", "x")}


def test_a_newer_list_replaces_its_years_and_départements_only(magasin: Magasin):
    magasin.enregistre(liste(("33001", 2024, "z", "a"), ("33001", 2025, "z", "a"), ("16001", 2025, "z", "a")), acteur="x")
    edition = magasin.enregistre(liste(("33001", 2025, "z", "b"), ("33002", 2025, "z", "b")), acteur="x")
    assert dits(magasin.attributs()) == {
        ("33001", 2024, "z", "a"),
        ("16001", 2025, "z", "a"),
        ("33001", 2025, "z", "b"),
        ("33002", 2025, "z", "b"),
    }
    # a value that changes is removed and added: it is part of the key
    assert (edition.changements.ajoutees, edition.changements.retirees, edition.changements.modifiees) == (2, 1, 0)
    assert dits(magasin.attributs(departements=["16"])) == {("16001", 2025, "z", "a")}
    assert magasin.attributs(niveaux=["epci"]).empty


def test_a_withdrawn_list_gives_its_place_back_and_nothing_is_erased(magasin: Magasin):
    ancienne = magasin.enregistre(liste(("33001", 2025, "z", "a")), acteur="x")
    erreur = magasin.enregistre(liste(("33001", 2025, "z", "b")), acteur="x")
    avant = magasin.empreinte()
    assert magasin.retire(erreur.id)
    assert dits(magasin.attributs()) == {("33001", 2025, "z", "a")}
    assert set(magasin.attributs()["edition"]) == {ancienne.id}
    assert magasin.empreinte() != avant
    assert magasin.retablit(erreur.id)
    assert dits(magasin.attributs()) == {("33001", 2025, "z", "b")}


def test_the_same_bytes_change_nothing_and_mend_a_damaged_file(magasin: Magasin, ouvre: Ouvre):
    lu = liste(("33001", 2025, "z", "a"))
    edition = magasin.enregistre(lu, acteur="x")
    assert not magasin.enregistre(lu, acteur="x").nouvelle
    fichier = magasin.dossier / "prive" / f"{edition.id}.attributs.parquet"
    for degat in (lambda: fichier.write_bytes(b"PAR1"), fichier.unlink):
        degat()
        with pytest.raises(MagasinInvalide, match="Importez de nouveau"):
            ouvre().attributs()
        assert magasin.enregistre(lu, acteur="x").reparee
        assert dits(ouvre().attributs()) == {("33001", 2025, "z", "a")}


def test_a_file_without_row_in_the_catalogue_does_not_exist(magasin: Magasin, ouvre: Ouvre, monkeypatch):
    """Killed between the files and the row: nothing is there, and the next import is whole."""
    monkeypatch.setattr("ctg_data.store.inscriptions.inscrit", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
    lu = liste(("33001", 2025, "z", "a"))
    with pytest.raises(KeyboardInterrupt):
        magasin.enregistre(lu, acteur="x")
    assert list(magasin.dossier.glob("prive/*.attributs.parquet"))
    assert ouvre().attributs().empty
    monkeypatch.undo()
    assert ouvre().enregistre(lu, acteur="x").nouvelle


def test_a_refused_file_leaves_nothing(magasin: Magasin):
    lu = Chargement(
        "f.csv", "0" * 64, ("zones",), None, 1, fautes=(Faute("f.csv", "x", "a", "b", "c"),), attributs=attributs(("33001", 2025, "z", "a"))
    )
    with pytest.raises(FichierRefuse):
        magasin.enregistre(lu, acteur="x")
    assert magasin.attributs().empty


def test_real_and_fictitious_facts_never_stand_together(magasin: Magasin):
    magasin.enregistre(liste(("33001", 2025, "z", "a")), acteur="x")
    with pytest.raises(FichierRefuse, match=r"réels|fictifs"):
        magasin.enregistre(liste(("33002", 2025, "z", "a"), nom="fictif.csv"), acteur="x")


def test_the_store_of_a_day_has_the_facts_of_that_day(magasin: Magasin):
    premiere = magasin.enregistre(liste(("33001", 2025, "z", "a")), acteur="x")
    fige = magasin.fige()
    magasin.enregistre(liste(("33001", 2025, "z", "b")), acteur="x")
    assert dits(fige.attributs()) == dits(magasin.au(premiere.importe_le).attributs()) == {("33001", 2025, "z", "a")}


def test_the_corpus_reads_the_facts_of_its_store(settings: Settings, magasin: Magasin):
    assert Corpus(settings).attributs("commune").empty
    magasin.enregistre(liste(("33001", 2025, "z", "a")), acteur="x")
    lus = Corpus(settings).attributs("commune")
    assert dits(lus) == {("33001", 2025, "z", "a")}
    assert not lus["demo"].any()
    assert Corpus(settings).attributs("epci").empty


def test_a_corpus_without_store_has_none(settings: Settings):
    lus = Corpus(settings).attributs("commune")
    assert lus.empty
    assert {*COLONNES_ATTRIBUTS, "demo"} == set(lus.columns)
    assert not settings.store.exists()


def test_no_source_of_facts_comes_apart_by_theme():
    """A fine scope needs a measure, which a fact has not."""
    assert not [s.id for s in catalogue().values() if s.portee_fine and any(d.vers_attributs for d in s.dispositions)]
