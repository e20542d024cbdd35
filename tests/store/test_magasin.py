"""The private store: editions, scopes, precedence, policy."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from ctg_data import policy
from ctg_data.errors import ActionRefusee, CtgError, Faute, FichierRefuse, MagasinInvalide
from ctg_data.loaders.model import Chargement
from ctg_data.records import COLONNES_MESURES
from ctg_data.settings import Settings
from ctg_data.store.magasin import COLONNES_EDITIONS, COLONNES_ETAT, Magasin, Referents
from tests.store.outils import SIREN_CHARENTE, SIREN_GIRONDE, SOURCES, chargement, mesures, reunies, triplets

Ouvre = Callable[[], Magasin]


def test_the_name_of_an_edition_cannot_be_guessed_from_its_file(settings: Settings, referents: Referents, tmp_path: Path):
    """Ids are published: made of the bytes alone, they would let anyone who guesses the few unknown cells check the guess."""
    lu = chargement(mesures(("33001", 2023, "n", 3)))
    ici, ailleurs = (Magasin(replace(settings, store=tmp_path / nom), referents=referents) for nom in ("ici", "ailleurs"))
    premiere = ici.enregistre(lu, acteur="x")
    assert premiere.id == ici.enregistre(lu, acteur="x").id
    assert ailleurs.enregistre(lu, acteur="x").id != premiere.id
    assert ailleurs.empreinte() != ici.empreinte()


def test_the_msa_alone_never_stands_for_the_caf(magasin: Magasin):
    """Source a knows the CAF (100); b, which would decide, only has the MSA (7) there, but both elsewhere."""
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 100), ("33002", 2023, "n", 100), source="c", regime="caf")), acteur="x")
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 7), source="b", regime="msa")), acteur="x")
    assert any("ne porte que sur la MSA" in phrase for phrase in edition.avertissements)
    assert triplets(magasin.mesures()) == {("33001", 2023, 100.0), ("33002", 2023, 100.0)}
    caf, msa = (mesures(("33002", 2023, "n", v), source="b", regime=r) for v, r in ((90, "caf"), (8, "msa")))
    magasin.enregistre(chargement(reunies(caf, msa)), acteur="x")
    assert triplets(magasin.mesures()) == {("33001", 2023, 100.0), ("33002", 2023, 90.0), ("33002", 2023, 8.0)}


def test_an_edition_tells_where_it_comes_from_and_what_it_holds(magasin: Magasin):
    frame = mesures(("33063", 2023, "naissances", 12), ("16015", 2022, "naissances", "s"))
    lu = chargement(frame, "naissances.xlsx", annee_declaree=True, millesime_deduit=True, avertissements=("attention",))
    edition = magasin.enregistre(lu, acteur="Étude 33")
    assert edition.nouvelle
    assert (edition.fichier, edition.acteur, edition.sources) == ("naissances.xlsx", "Étude 33", ("a",))
    assert (edition.sha256, edition.lignes_lues, edition.mesures) == (lu.sha256, 2, 2)
    assert edition.statuts == {"ok": 1, "s": 1}
    assert (edition.annees, edition.niveaux, edition.departements) == ((2022, 2023), ("commune",), ("16", "33"))
    assert (edition.millesime_geo, edition.profil_secret) == ((2025,), ("insee_rp",))
    assert (edition.annee_declaree, edition.millesime_deduit, edition.avertissements) == (True, True, ("attention",))
    assert edition.importe_le.endswith("+00:00")
    assert len(edition.id) == 16


def test_an_edition_reads_back_the_same_after_the_store_is_opened_again(magasin: Magasin, ouvre: Ouvre):
    edition = magasin.enregistre(chargement(mesures(("33063", 2023, "naissances", 12))), acteur="x")
    assert ouvre().edition(edition.id) == edition


def test_rows_come_back_with_the_record_s_columns_types_and_their_edition(magasin: Magasin):
    edition = magasin.enregistre(chargement(mesures(("33063", 2023, "naissances", 12), ("33063", 2023, "deces", "nd"))), acteur="x")
    lues = magasin.mesures()
    assert tuple(lues.columns) == COLONNES_MESURES
    assert lues.dtypes.astype(str).to_dict() == {
        **dict.fromkeys(("source", "niveau", "code", "regime", "mesure", "modalite", "unite", "statut", "edition"), "category"),
        **{"annee": "int16", "mois": "int8", "valeur": "float64", "est": "bool", "arr5": "bool", "millesime_geo": "int16"},
    }
    assert set(lues["edition"]) == {edition.id}
    assert triplets(lues) == {("33063", 2023, 12.0), ("33063", 2023, "nd")}


def test_an_empty_store_answers_with_an_empty_record(magasin: Magasin):
    assert tuple(magasin.mesures().columns) == COLONNES_MESURES
    assert magasin.mesures().empty
    assert magasin.editions().empty
    assert list(magasin.editions().columns) == [*COLONNES_EDITIONS, *COLONNES_ETAT]


def test_the_same_bytes_again_make_no_edition(magasin: Magasin):
    lu = chargement(mesures(("33063", 2023, "naissances", 12)))
    premiere = magasin.enregistre(lu, acteur="x")
    seconde = magasin.enregistre(replace(lu, fichier="copie.csv"), acteur="y")
    assert (seconde, seconde.nouvelle, seconde.acteur) == (premiere, False, "x")
    assert len(magasin.editions()) == 1


def test_the_same_bytes_read_under_another_year_are_another_edition(magasin: Magasin):
    lu = chargement(mesures(("33063", 2022, "naissances", 12)), annee_declaree=True)
    magasin.enregistre(lu, acteur="x")
    magasin.enregistre(replace(lu, mesures=mesures(("33063", 2023, "naissances", 12))), acteur="x")
    assert triplets(magasin.mesures()) == {("33063", 2022, 12.0), ("33063", 2023, 12.0)}


def test_a_revised_file_counts_rows_added_removed_and_changed(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1), ("33002", 2023, "n", 2), ("33003", 2023, "n", "s"))), acteur="x")
    revise = mesures(("33002", 2023, "n", 2), ("33003", 2023, "n", 7), ("33004", 2023, "n", 4), ("33005", 2023, "n", 5))
    edition = magasin.enregistre(chargement(revise), acteur="x")
    assert (edition.changements.ajoutees, edition.changements.retirees, edition.changements.modifiees) == (2, 1, 1)
    assert triplets(magasin.mesures()) == triplets(revise)


@pytest.mark.parametrize("colonne", ["est", "arr5"])
def test_a_row_whose_flag_alone_changes_is_a_changed_row(magasin: Magasin, colonne: str):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", "s"), ("33002", 2023, "n", 2))), acteur="x")
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", "s"), ("33002", 2023, "n", 2), **{colonne: True})), acteur="x")
    assert edition.changements.modifiees == 2


def test_a_first_import_only_adds(magasin: Magasin):
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1), ("33002", 2023, "n", "s"))), acteur="x")
    assert (edition.changements.ajoutees, edition.changements.retirees, edition.changements.modifiees) == (2, 0, 0)


def test_a_new_file_replaces_its_own_departements_and_years_and_adds_elsewhere(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("33001", 2022, "n", 1), ("33001", 2023, "n", 2), ("16001", 2023, "n", 3))), acteur="x")
    edition = magasin.enregistre(chargement(mesures(("33002", 2023, "n", 9), ("33002", 2024, "n", 8))), acteur="x")
    assert triplets(magasin.mesures()) == {
        ("33001", 2022, 1.0),
        ("16001", 2023, 3.0),
        ("33002", 2023, 9.0),
        ("33002", 2024, 8.0),
    }
    assert (edition.changements.ajoutees, edition.changements.retirees) == (2, 1)


def test_overseas_and_corsican_communes_have_scopes_of_their_own(magasin: Magasin):
    edition = magasin.enregistre(chargement(mesures(("97105", 2023, "n", 1), ("97209", 2023, "n", 2), ("2A004", 2023, "n", 3))), acteur="x")
    assert edition.departements == ("2A", "971", "972")
    magasin.enregistre(chargement(mesures(("97106", 2023, "n", 4))), acteur="x")
    assert triplets(magasin.mesures()) == {("97106", 2023, 4.0), ("97209", 2023, 2.0), ("2A004", 2023, 3.0)}


def test_the_epci_of_another_departement_stay(magasin: Magasin):
    magasin.enregistre(chargement(mesures((SIREN_GIRONDE, 2023, "n", 1), (SIREN_CHARENTE, 2023, "n", 2), niveau="epci")), acteur="x")
    magasin.enregistre(chargement(mesures((SIREN_GIRONDE, 2023, "n", 5), niveau="epci")), acteur="x")
    assert triplets(magasin.mesures()) == {(SIREN_GIRONDE, 2023, 5.0), (SIREN_CHARENTE, 2023, 2.0)}


def test_a_code_that_is_a_departement_and_a_region_has_two_scopes(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("11", 2023, "n", 1), niveau="region")), acteur="x")
    magasin.enregistre(chargement(mesures(("11", 2023, "n", 2), niveau="departement")), acteur="x")
    assert len(magasin.mesures()) == 2
    assert triplets(magasin.mesures(niveaux=["region"])) == {("11", 2023, 1.0)}


def test_older_editions_stay_readable(magasin: Magasin):
    ancienne = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))), acteur="x")
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2))), acteur="x")
    assert triplets(magasin.mesures_edition(ancienne.id)) == {("33001", 2023, 1.0)}
    assert magasin.editions()["courante"].tolist() == [False, True]


def test_the_store_reopens_as_it_was_on_a_given_instant(magasin: Magasin):
    ancienne = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))), acteur="x")
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2))), acteur="x")
    alors = magasin.au(ancienne.importe_le)
    assert triplets(alors.mesures()) == {("33001", 2023, 1.0)}
    assert len(alors.editions()) == 1
    assert magasin.au("2000-01-01").mesures().empty
    assert triplets(magasin.au(ancienne.importe_le[:10]).mesures()) == {("33001", 2023, 2.0)}


def test_only_the_measures_and_levels_asked_for_are_read(magasin: Magasin):
    magasin.enregistre(
        chargement(mesures(("33001", 2023, "n", 1), ("33001", 2023, "d", 2), ("33001", 2023, "z", 3))),
        acteur="x",
    )
    assert triplets(magasin.mesures(["d", "z"])) == {("33001", 2023, 2.0), ("33001", 2023, 3.0)}
    assert magasin.mesures(["m"]).empty
    assert magasin.mesures(["d"], niveaux=["epci"]).empty


def test_the_source_of_lowest_precedence_decides_and_the_other_stays_readable(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1), source="a")), acteur="x")
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2), ("33002", 2023, "n", 3), source="b")), acteur="x")
    assert triplets(magasin.mesures()) == {("33001", 2023, 1.0), ("33002", 2023, 3.0)}
    assert triplets(magasin.mesures_toutes()) == {("33001", 2023, 1.0), ("33001", 2023, 2.0), ("33002", 2023, 3.0)}


def test_a_secret_of_the_deciding_source_is_not_undone_by_another_source(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", "s"), source="a")), acteur="x")
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2), source="b")), acteur="x")
    assert triplets(magasin.mesures()) == {("33001", 2023, "s")}


def test_a_source_that_has_nothing_lets_the_next_one_speak(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", "nd"), source="a")), acteur="x")
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2), source="b")), acteur="x")
    assert triplets(magasin.mesures()) == {("33001", 2023, 2.0)}


def test_sources_of_equal_precedence_are_told_apart_by_name_not_by_order_of_import(magasin: Magasin):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 3), source="c")), acteur="x")
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 2), source="b")), acteur="x")
    assert triplets(magasin.mesures()) == {("33001", 2023, 2.0)}


def test_the_two_schemes_of_one_source_both_stay(magasin: Magasin):
    caf, msa = (mesures(("33001", 2023, "n", v), source="b", regime=r) for v, r in ((1, "caf"), (2, "msa")))
    magasin.enregistre(chargement(mesures(("33001", 2022, "n", 9), source="a")), acteur="x")
    magasin.enregistre(chargement(reunies(caf, msa)), acteur="x")
    assert sorted(magasin.mesures().query("annee == 2023")["valeur"]) == [1.0, 2.0]


def test_the_fingerprint_does_not_depend_on_the_order_of_imports(settings: Settings, referents: Referents, tmp_path: Path):
    lus = [chargement(mesures(("33001", 2023, "n", 1))), chargement(mesures(("16001", 2023, "n", 2)))]
    empreintes = set()
    Magasin(replace(settings, store=tmp_path / "neuf"), referents=referents)
    for numero, suite in enumerate((lus, lus[::-1])):
        shutil.copytree(tmp_path / "neuf", tmp_path / str(numero))  # the same key
        magasin = Magasin(replace(settings, store=tmp_path / str(numero)), referents=referents)
        for lu in suite:
            magasin.enregistre(lu, acteur="x")
        empreintes.add(magasin.empreinte())
    assert len(empreintes) == 1
    assert empreintes != {Magasin(replace(settings, store=tmp_path / "vide"), referents=referents).empreinte()}


def test_a_faulty_loading_leaves_nothing(magasin: Magasin, settings: Settings):
    faute = Faute("f.csv", "code", "x", "y", "Corrigez.")
    with pytest.raises(FichierRefuse):
        magasin.enregistre(Chargement("f.csv", "0" * 64, ("a",), None, 3, fautes=(faute,)), acteur="x")
    assert magasin.editions().empty
    assert list((settings.store / "prive").iterdir()) == []


def test_an_unknown_edition_is_said_so_in_french(magasin: Magasin):
    with pytest.raises(CtgError, match="Aucune édition"):
        magasin.edition("0" * 16)


def test_nobody_may_write_or_read_exact_measures(settings: Settings, referents: Referents):
    personne = Magasin(replace(settings, acteur=""), referents=referents)
    with pytest.raises(ActionRefusee):
        personne.enregistre(chargement(mesures(("33001", 2023, "n", 1))))
    for lecture in (personne.mesures, personne.mesures_toutes, personne.editions, lambda: personne.edition("0" * 16)):
        with pytest.raises(ActionRefusee):
            lecture()


def test_every_read_and_write_asks_the_policy(magasin: Magasin, monkeypatch: pytest.MonkeyPatch):
    demandes = []
    monkeypatch.setattr(policy, "allows", lambda acteur, action, objet: demandes.append((acteur, action)) or True)
    edition = magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))), acteur="autre")
    magasin.mesures()
    magasin.mesures_edition(edition.id)
    magasin.editions()
    assert demandes == [
        ("autre", "importer"),
        *[("essai", "lire_publie")] * 2,  # whether a received bundle is shown: before anything is written, and under the lock
        *[("essai", "lire_prive")] * 3,
        ("essai", "lire_publie"),
    ]


def test_the_catalogue_is_append_only(magasin: Magasin, settings: Settings):
    magasin.enregistre(chargement(mesures(("33001", 2023, "n", 1))), acteur="x")
    base = sqlite3.connect(settings.store / "catalogue.sqlite")
    for instruction in ("DELETE FROM editions", "UPDATE editions SET acteur = 'y'", "DELETE FROM portees"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            base.execute(instruction)


def test_a_folder_that_is_something_else_is_refused(settings: Settings, ouvre: Ouvre):
    settings.store.mkdir()
    (settings.store / "photos.zip").write_bytes(b"x")
    with pytest.raises(MagasinInvalide, match="autre chose qu'un magasin"):
        ouvre()


def test_a_file_in_place_of_the_folder_is_refused(settings: Settings, ouvre: Ouvre):
    settings.store.write_bytes(b"x")
    with pytest.raises(MagasinInvalide, match="ce n'est pas un dossier"):
        ouvre()


def test_a_catalogue_that_is_not_a_database_is_refused(settings: Settings, ouvre: Ouvre):
    settings.store.mkdir()
    (settings.store / "catalogue.sqlite").write_bytes(b"pas une base" * 100)
    with pytest.raises(MagasinInvalide, match="ne peut pas être lu"):
        ouvre()


def test_a_foreign_database_is_refused_and_left_as_it_is(settings: Settings, ouvre: Ouvre):
    settings.store.mkdir()
    with sqlite3.connect(settings.store / "catalogue.sqlite") as base:
        base.execute("CREATE TABLE autre (x)")
    with pytest.raises(MagasinInvalide, match="pas le catalogue"):
        ouvre()


def test_a_store_of_a_later_version_is_refused(magasin: Magasin, settings: Settings, ouvre: Ouvre):
    with sqlite3.connect(settings.store / "catalogue.sqlite") as base:
        base.execute("PRAGMA user_version = 99")
    with pytest.raises(MagasinInvalide, match="version plus récente"):
        ouvre()


imports = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from([2022, 2023]),
        st.sets(st.sampled_from(["33001", "33002", "16001", "97101"]), min_size=1),
        st.integers(0, 3),
    ),
    max_size=8,
)


@reglages(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suite=imports)
@example(suite=[("a", 2022, {"33001", "33002"}, 0), ("a", 2022, {"33001"}, 0), ("a", 2022, {"33001", "33002"}, 0)])
def test_whatever_the_imports_each_scope_holds_its_newest_edition(suite: list, tmp_path_factory: pytest.TempPathFactory):
    magasin = Magasin(Settings(store=tmp_path_factory.mktemp("m") / "s", demo=None), referents=Referents(SOURCES, dict))
    attendu: dict[tuple, set] = {}
    for nom, annee, codes, valeur in suite:
        lu = chargement(mesures(*((code, annee, "n", valeur) for code in sorted(codes)), source=nom))
        magasin.enregistre(lu, acteur="x")
        for departement in {code[:3] if code.startswith("97") else code[:2] for code in codes}:
            attendu[nom, annee, departement] = {(c, annee, float(valeur)) for c in codes if c.startswith(departement)}
    lues = magasin.mesures_toutes()
    obtenu = {nom: triplets(lues[lues["source"] == nom]) for nom in SOURCES}
    assert obtenu == {nom: set().union(*(v for k, v in attendu.items() if k[0] == nom)) for nom in SOURCES}
    assert len(lues) == sum(len(v) for v in attendu.values())
