"""A backup holds everything, goes into either database, and replaces all or nothing."""

import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from ctg_data.storage import engine, journal, migre, sauvegarde
from ctg_data.storage.depot import ConflitDeVersion, Depot
from ctg_data.storage.modele import Appartenance, Note, Perimetre, Portrait
from ctg_data.storage.sauvegarde import Bilan, SauvegardeInvalide

NOTE = Note("epci", "200066512", "tx_couv_global", 2023, "Une micro-crèche a ouvert ; « l'été », 50 %\nà la ligne\u2028et après.")
PERIMETRE = Perimetre("CTG d'essai", 2025, (Appartenance("87001", date(2024, 1, 1)),), signe_le=date(2024, 5, 2))


@pytest.fixture
def depot(base: Engine) -> Depot:
    depot = Depot(base, "essai")
    depot.supprime(depot.cree(NOTE))
    depot.cree(NOTE)
    depot.cree(PERIMETRE)
    return depot


@pytest.fixture
def fichier(base: Engine, depot: Depot, tmp_path: Path) -> Path:
    assert sauvegarde.sauvegarde(base, tmp_path / "saisies.zip") == Bilan(entrees=4, fiches=2)
    return tmp_path / "saisies.zip"


def contenu(base: Engine) -> tuple:
    with engine.lecture(base) as c:
        assert journal.verifie(c).intact
        return tuple(journal.lit(c)), tuple(Depot(base, "x").liste(Note, supprimes=True)), tuple(Depot(base, "x").liste(Perimetre))


@pytest.mark.parametrize("vers", ["sqlite", "postgresql"])
def test_a_backup_goes_back_into_either_database(base: Engine, fichier: Path, vers: str, request: pytest.FixtureRequest, tmp_path: Path):
    avant = contenu(base)
    if vers == "sqlite":
        autre = engine.moteur(engine.adresse_sqlite(tmp_path / "autre.sqlite"))
    else:
        autre = engine.moteur(request.getfixturevalue("base_postgresql"))
        with engine.ecriture(autre) as c:
            migre.vide(c)
    assert sauvegarde.restaure(autre, fichier) == Bilan(entrees=4, fiches=2)
    assert contenu(autre) == avant
    Depot(autre, "essai").annule()
    autre.dispose()


def test_what_is_there_is_replaced_only_when_told(base: Engine, depot: Depot, fichier: Path):
    avant = contenu(base)
    depot.cree(NOTE)
    plus = contenu(base)
    with pytest.raises(SauvegardeInvalide, match="--remplace"):
        sauvegarde.restaure(base, fichier)
    assert contenu(base) == plus
    sauvegarde.restaure(base, fichier, garde=fichier.with_name("garde.zip"))
    assert contenu(base) == avant
    sauvegarde.restaure(base, fichier.with_name("garde.zip"), garde=fichier.with_name("autre.zip"))
    assert contenu(base) == plus


@pytest.mark.parametrize(
    "geste",
    [
        lambda depot, lue: depot.modifie(lue, texte="de la fenêtre d'avant"),
        lambda depot, lue: depot.supprime(lue),
        lambda depot, lue: depot.caviarde(lue, "texte"),
    ],
)
def test_what_was_read_before_a_restoration_is_never_saved_over_what_came_after(base: Engine, tmp_path: Path, geste: Callable):
    """Version 2 is read, the backup of version 1 put back, another version 2 written: the first window is told, and loses nothing."""
    une, autre = Depot(base, "une"), Depot(base, "autre")
    premiere = une.cree(NOTE)
    sauvegarde.sauvegarde(base, tmp_path / "b.zip")
    lue = une.modifie(premiere, texte="avant la restauration")
    sauvegarde.restaure(base, tmp_path / "b.zip", garde=tmp_path / "garde.zip")
    apres = autre.modifie(autre.lit(Note, lue.id), texte="après la restauration")
    assert (apres.version, lue.version) == (2, 2)
    with pytest.raises(ConflitDeVersion) as conflit:
        geste(une, lue)
    assert conflit.value.actuelle == apres
    assert autre.lit(Note, lue.id) == apres


def abime(fichier: Path, membre: str, change: Callable[[str], str], *, sceau: bool = False) -> None:
    """Change one member of an archive; with ``sceau``, make its digest agree, as a forger would."""
    with zipfile.ZipFile(fichier) as archive:
        membres = {nom: archive.read(nom).decode() for nom in archive.namelist()}
    membres[membre] = change(membres[membre])
    if sceau:
        meta = json.loads(membres["meta.json"])
        meta["sha256"][membre] = sauvegarde.hashlib.sha256(membres[membre].encode()).hexdigest()
        membres["meta.json"] = json.dumps(meta)
    with zipfile.ZipFile(fichier, "w") as archive:
        for nom, texte in membres.items():
            archive.writestr(nom, texte)


@pytest.mark.parametrize(
    ("membre", "change", "sceau", "phrase"),
    [
        ("note.jsonl", lambda t: t.replace("ouvert", "fermé"), False, "n'est pas ce qui a été sauvegardé"),
        ("note.jsonl", lambda t: t.replace("ouvert", "fermé"), True, "journal rompu"),
        ("journal.jsonl", lambda t: t.replace('"essai"', '"autre"'), True, "journal rompu à l'entrée 1"),
        ("note.jsonl", lambda t: t + "{", True, "abîmée"),
        ("note.jsonl", lambda t: t.replace("indicateur", "inconnu"), True, "abîmée"),
        ("meta.json", lambda t: t.replace("sauvegarde-1", "sauvegarde-9"), False, "autre version"),
        ("meta.json", lambda t: re.sub(r'"revision": "\d+"', '"revision": "9999"', t), False, "plus récente"),
        ("meta.json", lambda t: "{}", False, "n'est pas une sauvegarde"),
        ("meta.json", lambda t: t.replace('"note.jsonl"', '"intrus.jsonl"'), False, "autre chose que des saisies"),
    ],
)
def test_a_damaged_backup_is_refused_and_changes_nothing(
    base: Engine, fichier: Path, membre: str, change: Callable, sceau: bool, phrase: str
):
    avant = contenu(base)
    abime(fichier, membre, change, sceau=sceau)
    with pytest.raises((SauvegardeInvalide, engine.BaseInaccessible), match=phrase):
        sauvegarde.restaure(base, fichier, garde=fichier.with_name("garde.zip"))
    assert contenu(base) == avant


def test_a_backup_of_the_first_tables_is_put_back_into_todays(base: Engine, tmp_path: Path):
    """Columns added since take their default, and the journal, which does not know them, stays whole."""
    with engine.ecriture(base) as c:
        migre.vide(c)
        migre.monte(c, "0001")
        saisie = {"niveau": "epci", "code": "1", "etat": "brouillon"}
        identite = {"id": "a" * 32, "version": 1, "supprime": False, "cree_le": "t", "cree_par": "x", "modifie_le": "t", "modifie_par": "x"}
        c.execute(sa.insert(migre.tables(c).tables["portrait"]).values(**identite, **saisie))
        textes = {champ: json.dumps(v) for champ, v in saisie.items()} | {"supprime": "false"}
        journal.note(c, instant="t", acteur="x", geste="cree", genre="portrait", objet="a" * 32, version=1, avant={}, apres=textes)
        sauvegarde._copie(c, tmp_path / "ancienne.zip")
    sauvegarde.restaure(base, tmp_path / "ancienne.zip", garde=tmp_path / "garde.zip")
    with engine.lecture(base) as c:
        assert journal.verifie(c) == journal.Verification(1)
    (fiche,) = Depot(base, "x").liste(Portrait)
    assert fiche.objet == Portrait("epci", "1")
    with engine.ecriture(base) as c:
        c.exec_driver_sql("UPDATE portrait SET donnees = 'faux'")
    with engine.lecture(base) as c:
        assert journal.verifie(c).rang == 1


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_backup_damaged_inside_is_said_so_whichever_way_it_is_compressed(base: Engine, fichier: Path, compression: int):
    with zipfile.ZipFile(fichier) as archive:
        membres = {nom: archive.read(nom) for nom in archive.namelist()}
    with zipfile.ZipFile(fichier, "w", compression) as archive:
        for nom, texte in membres.items():
            archive.writestr(nom, texte)
        place = archive.getinfo("meta.json")
    octets = bytearray(fichier.read_bytes())
    debut = place.header_offset + 30 + len("meta.json")
    octets[debut + 12 : debut + 40] = bytes(28)
    fichier.write_bytes(octets)
    with pytest.raises(SauvegardeInvalide, match="abîmée"):
        sauvegarde.restaure(base, fichier, garde=fichier.with_name("garde.zip"))


def test_a_file_that_is_no_backup_is_said_so(base: Engine, tmp_path: Path):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 rien")
    for nom, phrase in (("x.zip", "n'est pas une sauvegarde"), ("absent.zip", "n'existe pas")):
        with pytest.raises(SauvegardeInvalide, match=phrase):
            sauvegarde.restaure(base, tmp_path / nom)


def test_a_blanked_text_is_in_no_backup(base: Engine, tmp_path: Path):
    depot = Depot(base, "essai")
    depot.caviarde(depot.modifie(depot.cree(Note("epci", "1", "i", 2023, "Untel")), annee=2022), "texte")
    sauvegarde.sauvegarde(base, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert not any(b"Untel" in archive.read(nom) for nom in archive.namelist())


def test_a_backup_overwrites_nothing(base: Engine, fichier: Path):
    octets = fichier.read_bytes()
    with pytest.raises(SauvegardeInvalide, match="existe déjà"):
        sauvegarde.sauvegarde(base, fichier)
    assert fichier.read_bytes() == octets


def test_another_application_keeps_its_tables(base: Engine, fichier: Path, tmp_path: Path):
    with engine.ecriture(base) as c:
        c.exec_driver_sql("CREATE TABLE rdv_pmi (jour INTEGER)")
        c.exec_driver_sql("INSERT INTO rdv_pmi VALUES (1)")
    sauvegarde.sauvegarde(base, tmp_path / "seconde.zip")
    sauvegarde.restaure(base, fichier, garde=tmp_path / "garde.zip")
    with engine.lecture(base) as c:
        assert c.exec_driver_sql("SELECT jour FROM rdv_pmi").scalars().all() == [1]


def test_a_broken_journal_is_kept_aside_and_replaced(base: Engine, fichier: Path, tmp_path: Path):
    avant = contenu(base)
    with engine.ecriture(base) as c:
        c.exec_driver_sql("UPDATE note SET texte = 'faux'")
    with pytest.raises(SauvegardeInvalide, match="journal rompu"):
        sauvegarde.sauvegarde(base, tmp_path / "seconde.zip")
    sauvegarde.restaure(base, fichier, garde=tmp_path / "garde.zip")
    assert contenu(base) == avant
    assert zipfile.is_zipfile(tmp_path / "garde.zip")
