"""The published store: what may be in it, how it is read, which one is current."""

import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from ctg_data.errors import ActionRefusee, MagasinInvalide, PublicationARefaire
from ctg_data.records import COLONNES_VALEURS
from ctg_data.settings import Settings
from ctg_data.store import durable, publie
from ctg_data.store import publications as module_publications
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from ctg_data.store.publie import Publication
from tests.store.outils import triplets, valeurs

META = {"id": "p1"}


def ecrit(racine: Path, *frames: tuple[str, pd.DataFrame], identifiant: str = "p1") -> Publication:
    return publie.ecrit(racine, frames, {"id": identifiant})


def test_a_level_reads_back_in_the_record_s_columns_and_types(tmp_path: Path):
    frame = valeurs(("i1", "A", 2023, 1.5), ("i1", "B", 2023, "s"), ("i2", "A", 2022, "nd"))
    lues = ecrit(tmp_path, ("epci", frame)).valeurs("epci")
    assert tuple(lues.columns) == COLONNES_VALEURS
    assert lues.dtypes.astype(str).tolist() == frame.dtypes.astype(str).tolist()
    assert triplets(lues) == triplets(frame)


def test_codes_indicators_and_years_narrow_the_reading(tmp_path: Path):
    p = ecrit(tmp_path, ("epci", valeurs(("i1", "A", 2023, 1), ("i1", "B", 2023, 2), ("i2", "A", 2022, 3), ("i2", "C", 2023, 4))))
    assert triplets(p.valeurs("epci", ["A"])) == {("A", 2023, 1.0), ("A", 2022, 3.0)}
    assert triplets(p.valeurs("epci", indicateurs=["i2"])) == {("A", 2022, 3.0), ("C", 2023, 4.0)}
    assert triplets(p.valeurs("epci", ["A", "C"], ["i2"], annees=[2023])) == {("C", 2023, 4.0)}
    assert p.valeurs("epci", ["Z"]).empty
    assert p.valeurs("epci", []).empty
    assert p.valeurs("region").empty


def test_pruning_of_row_groups_never_loses_a_row(tmp_path: Path):
    codes = [f"{n:05d}" for n in range(0, 6000, 2)]
    lignes = [("i", code, annee, int(code) + annee) for annee in (2021, 2022, 2023) for code in codes]
    p = ecrit(tmp_path, ("epci", valeurs(*lignes)))
    for code in ("00000", "00002", "02998", "05998"):
        assert triplets(p.valeurs("epci", [code])) == {(code, a, float(int(code) + a)) for a in (2021, 2022, 2023)}
    assert p.valeurs("epci", ["00001", "99999"]).empty
    assert len(p.valeurs("epci", annees=[2022])) == len(codes)
    assert len(p.valeurs("epci")) == len(lignes)


def test_communes_are_cut_by_departement_and_read_together(tmp_path: Path):
    frame = valeurs(("i", "33063", 2023, 1), ("i", "97105", 2023, 2), ("i", "2A004", 2023, 3), niveau="commune")
    p = ecrit(tmp_path, ("commune", frame))
    assert {f.name for f in p.dossier.glob("commune-*")} == {"commune-33.parquet", "commune-971.parquet", "commune-2A.parquet"}
    assert triplets(p.valeurs("commune")) == triplets(frame)
    assert triplets(p.valeurs("commune", ["33063", "97105"])) == {("33063", 2023, 1.0), ("97105", 2023, 2.0)}
    assert p.valeurs("commune", ["01001"]).empty


@pytest.mark.parametrize("colonne", ["numerateur", "denominateur", "demo"])
def test_a_column_that_is_not_of_the_record_is_refused(tmp_path: Path, colonne: str):
    frame = valeurs(("i", "A", 2023, 1)).assign(**{colonne: 3})
    with pytest.raises(ValueError, match=colonne):
        ecrit(tmp_path, ("epci", frame))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("statut", ["s", "nd", "ns"])
def test_a_figure_beside_a_hidden_status_is_refused_without_being_told(tmp_path: Path, statut: str):
    frame = valeurs(("i", "A", 2023, statut)).assign(valeur=417.25)
    with pytest.raises(ValueError, match="if and only if") as refus:
        ecrit(tmp_path, ("epci", frame))
    assert "417" not in str(refus.value)
    assert list(tmp_path.iterdir()) == []


def test_a_status_ok_without_a_figure_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="if and only if"):
        ecrit(tmp_path, ("epci", valeurs(("i", "A", 2023, 1)).assign(valeur=float("nan"))))


def test_an_interval_beside_a_hidden_value_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="interval"):
        ecrit(tmp_path, ("epci", valeurs(("i", "A", 2023, "s"), ic_bas=1.0)))


def test_an_unknown_partition_is_refused(tmp_path: Path):
    for nom in ("canton", "epci-33", "../evasion"):
        with pytest.raises(ValueError, match="unknown partition"):
            ecrit(tmp_path, (nom, valeurs(("i", "A", 2023, 1))))


def test_a_publication_that_fails_midway_is_never_seen(tmp_path: Path):
    def frames():
        yield "epci", valeurs(("i", "A", 2023, 1))
        raise RuntimeError("coupure")

    with pytest.raises(RuntimeError):
        publie.ecrit(tmp_path, frames(), META)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_its_meta_is_not_a_publication(tmp_path: Path):
    with pytest.raises(MagasinInvalide, match="absente ou abîmée"):
        Publication(tmp_path)


def test_territories_are_those_with_a_row_other_than_nd(tmp_path: Path):
    p = ecrit(tmp_path, ("epci", valeurs(("i", "A", 2023, 1), ("i", "B", 2023, "nd"), ("i", "C", 2023, "s"))))
    assert p.territoires == {"epci": {"A", "C"}}


def test_reading_and_writing_ask_the_policy(tmp_path: Path):
    p = ecrit(tmp_path, ("epci", valeurs(("i", "A", 2023, 1))))
    with pytest.raises(ActionRefusee):
        Publication(p.dossier, acteur="").valeurs("epci")
    with pytest.raises(ActionRefusee):
        publie.ecrit(tmp_path, [], {"id": "p2"}, acteur="")


@pytest.fixture
def publications(settings: Settings) -> Publications:
    Magasin(settings)
    return Publications(settings)


def test_a_publication_is_current_only_once_declared(publications: Publications):
    publications.ecrit([("epci", valeurs(("i", "A", 2023, 1)))], META)
    assert publications.courante() is None
    assert publications.declare("p1", ["e"])
    assert publications.courante().id == "p1"


def test_a_declaration_that_is_no_longer_true_is_not_made(publications: Publications):
    publications.ecrit([("epci", valeurs(("i", "A", 2023, 1)))], META)
    assert not publications.declare("p1", ["e"], valable=lambda: False)
    assert publications.courante() is None


def declare(publications: Publications, monkeypatch: pytest.MonkeyPatch, identifiant: str, instant: str) -> None:
    """Write a publication (unless its folder is there) and make it current at that instant."""
    monkeypatch.setattr(module_publications, "maintenant", lambda: f"{instant}:00.000000+00:00")
    publications.ecrit([("epci", valeurs(("i", "A", 2023, 1)))], {"id": identifiant})
    assert publications.declare(identifiant, ["e"])


def presentes(publications: Publications) -> set[str]:
    return {dossier.name for dossier in publications.dossier.iterdir()}


def test_what_a_day_ended_on_and_the_publication_before_stay(publications: Publications, monkeypatch: pytest.MonkeyPatch):
    declarees = [("a", "01T09:00"), ("b", "01T18:00"), ("c", "02T09:00"), ("d", "03T09:00"), ("e", "03T10:00"), ("f", "03T11:00")]
    for identifiant, heure in declarees:
        declare(publications, monkeypatch, identifiant, f"2026-03-{heure}")
    publications.purge()
    assert presentes(publications) == {"b", "c", "e", "f"}
    assert [publications.courante(f"2026-03-0{jour}").id for jour in (1, 2, 3)] == ["b", "c", "f"]
    assert publications.courante("2026-03-01T12:00") is None


def test_what_is_new_is_told_against_an_earlier_day_or_the_oldest_kept(publications: Publications, monkeypatch: pytest.MonkeyPatch):
    declare(publications, monkeypatch, "a", "2026-03-01T09:00")
    assert publications.anterieure(date(2026, 3, 5)) is None
    for identifiant, jour in (("b", "02"), ("c", "03"), ("d", "04")):
        declare(publications, monkeypatch, identifiant, f"2026-03-{jour}T09:00")
    assert [publications.anterieure(date(2026, 3, jour)).id for jour in (2, 3, 9)] == ["b", "c", "c"]
    assert publications.anterieure(date(2026, 2, 1)).id == "a"


def test_a_publication_of_other_rules_says_nothing_of_what_was_revised(publications: Publications, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as autre:
        autre.setattr(module_publications.moteur, "empreinte", lambda: "autre")
        declare(publications, monkeypatch, "a", "2026-03-01T09:00")
    declare(publications, monkeypatch, "b", "2026-03-02T09:00")
    assert publications.anterieure(date(2026, 3, 1)) is None


def test_a_reader_keeps_its_publication_through_the_import_that_follows(publications: Publications, monkeypatch: pytest.MonkeyPatch):
    declare(publications, monkeypatch, "a", "2026-03-01T09:00")
    lue = publications.courante()
    declare(publications, monkeypatch, "b", "2026-03-01T09:01")
    publications.purge()
    assert triplets(lue.valeurs("epci")) == {("A", 2023, 1.0)}
    declare(publications, monkeypatch, "c", "2026-03-01T09:02")
    publications.purge()
    with pytest.raises(PublicationARefaire):
        lue.valeurs("epci", ["A"])


def test_going_back_to_an_earlier_state_makes_its_publication_current_again(publications: Publications, monkeypatch: pytest.MonkeyPatch):
    for identifiant, heure in (("a", "09:00"), ("b", "10:00"), ("c", "11:00"), ("a", "12:00")):
        declare(publications, monkeypatch, identifiant, f"2026-03-01T{heure}")
    publications.purge()
    assert publications.courante().id == "a"
    assert presentes(publications) == {"a", "c"}


def test_a_publication_removed_before_its_declaration_is_not_declared(publications: Publications):
    publications.ecrit([("epci", valeurs(("i", "A", 2023, 1)))], META)
    publications.ote("p1")
    assert not publications.declare("p1", ["e"])
    assert publications.courante() is None


def test_a_folder_that_the_system_holds_is_left_to_the_next_purge(publications: Publications, monkeypatch: pytest.MonkeyPatch):
    for numero, identifiant in enumerate("abc"):
        declare(publications, monkeypatch, identifiant, f"2026-03-01T0{numero}:00")
    with monkeypatch.context() as tenu:
        tenu.setattr(durable, "PAUSE_S", 0)
        tenu.setattr(durable.os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError()))
        publications.purge()
    assert presentes(publications) == {"a", "b", "c"}
    publications.purge()
    assert presentes(publications) == {"b", "c"}


def test_purging_asks_the_policy(publications: Publications, settings: Settings):
    with pytest.raises(ActionRefusee):
        Publications(replace(settings, acteur="")).purge()


def test_meta_names_no_machine_path(tmp_path: Path):
    p = ecrit(tmp_path, ("epci", valeurs(("i", "A", 2023, 1))))
    assert json.loads((p.dossier / "meta.json").read_text())["lignes"] == {"epci": 1}
    assert not any(re.search(str(tmp_path), f.read_text()) for f in p.dossier.glob("*.json"))


def test_a_file_is_replaced_whole_or_kept(tmp_path: Path):
    cible = tmp_path / "x.bin"
    durable.ecrit_fichier(cible, lambda chemin: chemin.write_bytes(b"ancien"))

    def echoue(chemin: Path) -> None:
        chemin.write_bytes(b"nou")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        durable.ecrit_fichier(cible, echoue)
    assert [f.name for f in tmp_path.iterdir()] == ["x.bin"]
    assert cible.read_bytes() == b"ancien"


def test_replacing_is_tried_again_while_another_program_holds_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    vrai, refus = os.replace, [PermissionError(), PermissionError()]

    def capricieux(de: Path, vers: Path) -> None:
        if refus:
            raise refus.pop()
        vrai(de, vers)

    monkeypatch.setattr(durable.os, "replace", capricieux)
    monkeypatch.setattr(durable, "PAUSE_S", 0)
    durable.ecrit_fichier(tmp_path / "x.bin", lambda chemin: chemin.write_bytes(b"neuf"))
    assert (tmp_path / "x.bin").read_bytes() == b"neuf"


def test_leftovers_of_killed_processes_go_after_a_day_and_recent_ones_stay(tmp_path: Path):
    vieux, recent = tmp_path / ".a.parquet.1.tmp", tmp_path / ".b.2.tmp"
    vieux.write_bytes(b"x")
    recent.mkdir()
    os.utime(vieux, (0, 0))
    durable.balaie(tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == [recent.name]


def test_period_perimeters_lie_beside_the_constant_ones_and_are_never_read_with_them(tmp_path: Path):
    constant, epoque = valeurs(("i", "A", 2023, 10), ("i", "B", 2023, 1)), valeurs(("i", "A", 2023, 7), ("i", "Z", 2023, 3))
    p = ecrit(tmp_path, ("epci", constant), (publie.EPOQUES, epoque))
    assert triplets(p.valeurs("epci")) == triplets(constant)
    assert triplets(p.epoques()) == triplets(epoque)
    assert triplets(p.epoques(["A"], ["i"])) == {("A", 2023, 7.0)}
    assert p.territoires["epci"] == {"A", "B"}  # Z, an EPCI that is no more, is no territory of today
    assert p.a_epoques


def test_a_publication_without_period_perimeters_says_so(tmp_path: Path):
    p = ecrit(tmp_path, ("epci", valeurs(("i", "A", 2023, 1))))
    assert not p.a_epoques
    assert p.epoques(["A"]).empty
