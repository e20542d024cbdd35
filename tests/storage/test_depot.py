"""Records, conflicts, undo and journal, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from ctg_data.errors import ActionRefusee, SaisieInvalide
from ctg_data.storage import engine, journal, migre
from ctg_data.storage.depot import RETIRE, ConflitDeVersion, Depot, ObjetInconnu, RienADefaire
from ctg_data.storage.modele import (
    Acquittement,
    Appartenance,
    Choix,
    ElementSaillant,
    EtatPortrait,
    Genre,
    Note,
    Perimetre,
    Portrait,
    ReglageVeille,
    SeuilVeille,
)
from ctg_data.storage.tables import CHAMPS, JOURNAL, META

NOTE = Note("epci", "200066512", "tx_couv_global", 2023, "Une micro-crèche a ouvert.")
ACQUITTEMENT = Acquittement("epci", "200066512", "tx_couv_global", 2023, "seuil", "edition", "Connu.")
PERIMETRE = Perimetre(
    "CTG d'essai", 2025, (Appartenance("87001", date(2024, 1, 1)), Appartenance("87002", date(2024, 1, 1), date(2025, 1, 1)))
)
OBJETS = (
    NOTE,
    PERIMETRE,
    Perimetre("Départementale", 2025, (Appartenance("87001", date(2024, 1, 1)),), Genre.DEPARTEMENTALE, signe_le=date(2024, 5, 2)),
    ElementSaillant("epci", "200066512", "tx_pauvrete_60", 2021, Choix.REFORMULE, texte="Plus de pauvreté qu'ailleurs."),
    Portrait("epci", "200066512", EtatPortrait.PUBLIE),
    Acquittement("epci", "200066512", "tx_couv_global", 2023, "baisse", "abc", "Fermeture connue."),
    ReglageVeille("variation", False, 2, 5, 10, "Trop d'alertes."),
    SeuilVeille("tx_occup_eaje", "85.5", "Objectif de la CTG."),
)


@pytest.fixture
def depot(base: Engine) -> Depot:
    return Depot(base, "essai")


def verifie(base: Engine) -> journal.Verification:
    with engine.lecture(base) as c:
        return journal.verifie(c)


@pytest.mark.parametrize("objet", OBJETS, ids=lambda o: type(o).__name__)
def test_what_is_kept_is_read_back_alike(depot: Depot, objet):
    fiche = depot.cree(objet)
    assert depot.lit(type(objet), fiche.id) == fiche
    assert (fiche.objet, fiche.version, fiche.cree_par) == (objet, 1, "essai")
    assert depot.liste(type(objet)) == [fiche]


def test_the_migrations_make_the_tables_that_the_code_expects(base: Engine):
    with engine.lecture(base) as c:
        assert compare_metadata(MigrationContext.configure(c, opts={"compare_type": True}), META) == []


def test_migrating_again_changes_nothing(base: Engine):
    migre.migre(base)
    migre.migre(base)


def test_a_database_of_a_later_version_is_refused(base: Engine):
    with engine.ecriture(base) as c:
        c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(engine.BaseInaccessible, match="version plus récente"):
        migre.migre(base)


def test_a_change_is_a_new_version_and_an_entry_with_both_sides(depot: Depot):
    fiche = depot.modifie(depot.cree(NOTE), texte="Deux micro-crèches ont ouvert.")
    assert (fiche.version, fiche.objet.texte) == (2, "Deux micro-crèches ont ouvert.")
    derniere = depot.historique(Note, fiche.id)[-1]
    assert (derniere.geste, derniere.acteur) == ("modifie", "essai")
    assert derniere.avant == {"texte": '"Une micro-crèche a ouvert."'}
    assert derniere.apres == {"texte": '"Deux micro-crèches ont ouvert."'}


def test_a_change_that_changes_nothing_is_not_noted(depot: Depot):
    fiche = depot.cree(NOTE)
    assert depot.modifie(fiche, texte=NOTE.texte) == fiche
    assert len(depot.historique(Note, fiche.id)) == 1


def test_two_windows_on_one_record_lose_no_change(ouvre: Callable[[], Engine]):
    une, autre = Depot(ouvre(), "une"), Depot(ouvre(), "autre")
    lue = une.cree(NOTE)
    autre.modifie(lue, texte="de l'autre")
    with pytest.raises(ConflitDeVersion, match="Autre a modifié cette fiche entre-temps") as conflit:
        une.modifie(lue, texte="de l'une")
    (divergence,) = conflit.value.divergences
    assert (divergence.champ, divergence.votre, divergence.actuel) == ("texte", "de l'une", "de l'autre")
    assert une.lit(Note, lue.id).objet.texte == "de l'autre"
    assert une.modifie(conflit.value.actuelle, texte="les deux").version == 3


def test_a_deleted_record_is_set_aside_and_comes_back(depot: Depot):
    fiche = depot.supprime(depot.cree(NOTE))
    assert depot.liste(Note) == []
    assert depot.liste(Note, supprimes=True) == [fiche]
    with pytest.raises(ObjetInconnu, match="supprimée"):
        depot.modifie(fiche, texte="x")
    revenue = depot.retablit(fiche)
    assert depot.liste(Note) == [revenue]


def test_undo_goes_back_one_change_after_the_other(depot: Depot):
    fiche = depot.cree(NOTE)
    depot.supprime(depot.modifie(fiche, texte="autre"))
    assert depot.annule().objet.texte == "autre"
    assert depot.annule().objet.texte == NOTE.texte
    assert depot.annule().supprime
    with pytest.raises(RienADefaire, match="rien à annuler"):
        depot.annule()


def test_a_perimeter_undone_has_its_dates_again(depot: Depot):
    fiche = depot.cree(PERIMETRE)
    depot.modifie(fiche, communes=(Appartenance("87003", date(2025, 1, 1)),), signe_le=date(2025, 3, 1))
    assert depot.annule().objet == PERIMETRE


def test_nobody_undoes_what_another_changed_since(ouvre: Callable[[], Engine]):
    une, autre = Depot(ouvre(), "une"), Depot(ouvre(), "autre")
    fiche = une.modifie(une.cree(NOTE), texte="a")
    autre.modifie(fiche, texte="b")
    with pytest.raises(RienADefaire, match="autre a modifié cette fiche depuis"):
        une.annule()
    assert une.lit(Note, fiche.id).objet.texte == "b"


def test_a_change_on_which_something_stands_does_not_keep_the_older_ones(ouvre: Callable[[], Engine]):
    """Une writes two notes; autre changes the second: une's last change of the first may still be undone, and it is the one announced."""
    une, autre = Depot(ouvre(), "une"), Depot(ouvre(), "autre")
    premiere, seconde = une.cree(NOTE), une.cree(NOTE)
    autre.modifie(seconde, texte="b")
    assert une.annulable().objet == premiere.id
    assert une.annule().id == premiere.id
    assert une.annulable() is None
    with pytest.raises(RienADefaire, match="autre a modifié cette fiche depuis"):
        une.annule()


def test_a_place_that_was_taken_does_not_keep_the_older_changes(ouvre: Callable[[], Engine]):
    """A portrait set aside, whose place another took, cannot come back: the note written before can still be undone."""
    une, autre = Depot(ouvre(), "une"), Depot(ouvre(), "autre")
    note = une.cree(NOTE)
    portrait = Portrait("epci", "200066512")
    une.supprime(une.cree(portrait))
    siennes = une.historique(Portrait, une.liste(Portrait, supprimes=True)[0].id)
    pris = autre.cree(portrait)
    assert une.annulable().objet == note.id
    with pytest.raises(RienADefaire, match="a pris la place"):
        une.annule(siennes[-1])
    assert une.annule().id == note.id
    autre.supprime(pris)
    assert une.annule(siennes[-1]).supprime is False


def test_the_change_to_undo_is_named_and_may_be_chosen_among_some_records(depot: Depot):
    ici, ailleurs = depot.cree(NOTE), depot.cree(Note("epci", "1", "i", 2023, "x"))
    assert depot.annulable().objet == ailleurs.id
    entree = depot.annulable(Note, ElementSaillant, niveau="epci", code="200066512")
    assert (entree.objet, entree.geste) == (ici.id, "cree")
    assert depot.annulable(Portrait) is None
    assert depot.annule(entree).supprime
    with pytest.raises(RienADefaire, match="déjà annulée"):
        depot.annule(entree)
    assert depot.lit(Note, ailleurs.id) == ailleurs


def test_nobody_undoes_the_change_of_another(ouvre: Callable[[], Engine]):
    une, autre = Depot(ouvre(), "une"), Depot(ouvre(), "autre")
    (entree,) = une.historique(Note, une.cree(NOTE).id)
    with pytest.raises(RienADefaire, match="pas la vôtre"):
        autre.annule(entree)


def test_records_of_one_gesture_are_listed_as_they_were_written(depot: Depot):
    """They have one instant: their ids follow one another, and those of two gestures never meet."""
    for rang in range(2):
        with depot.ensemble() as uni:
            for n in range(20):
                uni.cree(replace(NOTE, annee=2000 + n, modalite=str(rang)))
    lues = depot.liste(Note)
    assert [(f.objet.modalite, f.objet.annee) for f in lues] == [(str(rang), 2000 + n) for rang in range(2) for n in range(20)]
    assert len({f.id for f in lues}) == 40


def test_gestures_that_are_one_action_are_undone_as_one(base: Engine, depot: Depot):
    avant = depot.cree(NOTE)
    with depot.ensemble() as uni:
        acquittee, note = uni.cree(ACQUITTEMENT), uni.cree(replace(NOTE, texte="Note de l'alerte."))
    assert acquittee.cree_le == note.cree_le
    (entree,) = depot.historique(Note, note.id)
    assert [e.objet for e in depot.compagnes(entree)] == [acquittee.id]
    assert depot.annule(entree).id == note.id
    assert [depot.lit(type(f.objet), f.id).supprime for f in (acquittee, note, avant)] == [True, True, False]
    assert depot.annule().id == avant.id
    assert verifie(base).intact


def test_what_changed_since_the_gesture_is_left_as_it_is(depot: Depot):
    with depot.ensemble() as uni:
        acquittee, note = uni.cree(ACQUITTEMENT), uni.cree(NOTE)
    depot.retablit(depot.supprime(acquittee))
    (entree,) = depot.historique(Note, note.id)
    assert depot.compagnes(entree) == ()
    depot.annule(entree)
    assert not depot.lit(Acquittement, acquittee.id).supprime


def test_one_action_is_kept_whole_or_not_at_all(base: Engine, depot: Depot):
    def deux(autre: object) -> None:
        with depot.ensemble() as uni:
            uni.cree(NOTE)
            uni.cree(autre)

    depot.cree(ACQUITTEMENT)
    for refuse in (ACQUITTEMENT, replace(NOTE, texte="x" * 2001)):
        with pytest.raises(SaisieInvalide):
            deux(refuse)
    assert depot.liste(Note) == []
    assert verifie(base).entrees == 1


def test_what_was_changed_and_put_back_is_no_change(depot: Depot):
    lues = [depot.cree(replace(NOTE, annee=annee)) for annee in range(2016, 2023)]
    laissee = depot.supprime(depot.cree(NOTE))
    instant = journal.maintenant()
    modifiee, remise, retiree, revenue, changee, effacee, _ = lues
    depot.modifie(modifiee, texte="autre")
    depot.annule()
    depot.modifie(depot.modifie(remise, texte="autre"), texte=NOTE.texte)
    depot.supprime(retiree)
    depot.retablit(depot.supprime(revenue))
    depot.modifie(depot.modifie(changee, texte="autre"), annee=2030)
    depot.caviarde(effacee, "texte")
    depot.retablit(laissee)
    depot.supprime(depot.cree(NOTE))
    nouvelle = depot.cree(NOTE)
    attendues = {retiree.id, changee.id, effacee.id, laissee.id, nouvelle.id}
    assert {f.id for f in depot.changees(depot.liste(Note, supprimes=True), instant)} == attendues


def test_one_decision_stands_on_one_subject(depot: Depot):
    fiche = depot.cree(Portrait("epci", "200066512"))
    with pytest.raises(SaisieInvalide, match="déjà une fiche"):
        depot.cree(Portrait("epci", "200066512"))
    depot.supprime(fiche)
    depot.cree(Portrait("epci", "200066512"))
    with pytest.raises(SaisieInvalide, match="déjà une fiche"):
        depot.retablit(depot.lit(Portrait, fiche.id))
    assert depot.lit(Portrait, fiche.id).supprime


@pytest.mark.parametrize(
    ("fabrique", "phrase"),
    [
        (lambda: Note("epci", "1", "i", 2023, "  "), "texte de la note"),
        (lambda: ElementSaillant("epci", "1", "i", 2023, Choix.ECARTE), "pourquoi"),
        (lambda: ElementSaillant("epci", "1", "i", 2023, Choix.REFORMULE), "nouvelle phrase"),
        (lambda: Acquittement("epci", "1", "i", 2023, "r", "e", ""), "pourquoi"),
        (lambda: ReglageVeille("variation", True, 4, 5, 5, "Motif."), "urgence"),
        (lambda: ReglageVeille("variation", True, 2, 50, 5, "Motif."), "fausses"),
        (lambda: ReglageVeille("variation", True, 2, 5, 5, " "), "pourquoi"),
        (lambda: SeuilVeille("tx_occup_eaje", "beaucoup", "Motif."), "n'est pas un nombre"),
        (lambda: SeuilVeille("tx_occup_eaje", "nan", "Motif."), "n'est pas un nombre"),
        (lambda: SeuilVeille("tx_occup_eaje", "85", ""), "ce que veut dire"),
        (lambda: Perimetre("", 2025, PERIMETRE.communes), "nom"),
        (lambda: Perimetre("x", 2025, ()), "au moins une commune"),
        (lambda: Perimetre("x", 2025, (Appartenance("87001", date(2025, 1, 1), date(2024, 1, 1)),)), "avant d'y être entrée"),
    ],
)
def test_what_makes_no_sense_is_refused(fabrique: Callable, phrase: str):
    with pytest.raises(SaisieInvalide, match=phrase):
        fabrique()


def test_nobody_reads_or_writes_without_a_name(base: Engine):
    personne = Depot(base, "")
    for geste in (lambda: personne.cree(NOTE), lambda: personne.liste(Note), lambda: personne.lit(Note, "x"), personne.annule):
        with pytest.raises(ActionRefusee):
            geste()


def test_an_untouched_journal_is_whole(depot: Depot, base: Engine):
    assert verifie(base) == journal.Verification(0)
    for objet in OBJETS:
        depot.supprime(depot.cree(objet))
    depot.annule()
    assert verifie(base) == journal.Verification(2 * len(OBJETS) + 1)


def sans_garde(base: Engine, instruction: str) -> None:
    """Change the database behind the triggers, as someone with the file in hand would."""
    with engine.ecriture(base) as c:
        if base.dialect.name == "sqlite":
            for nom in c.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
                c.exec_driver_sql(f"DROP TRIGGER {nom}")
            c.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            c.exec_driver_sql("SET session_replication_role = replica")
        c.exec_driver_sql(instruction)


@pytest.mark.parametrize(
    ("instruction", "rang"),
    [
        ("UPDATE journal_champs SET valeur = '\"faux\"' WHERE rang = 2 AND cote = 'apres' AND champ = 'texte'", 2),
        ("UPDATE journal SET acteur = 'quelqu''un' WHERE rang = 2", 2),
        ("UPDATE journal SET instant = '2020-01-01' WHERE rang = 1", 1),
        ("DELETE FROM journal_champs WHERE rang = 2 AND cote = 'avant'", 2),
        ("UPDATE note SET texte = 'faux'", 3),
        ("DELETE FROM note", 3),
        ("UPDATE note SET version = 9", 3),
    ],
)
def test_a_later_hand_is_seen_at_its_entry(base: Engine, depot: Depot, instruction: str, rang: int):
    fiche = depot.modifie(depot.cree(NOTE), texte="a")
    depot.modifie(fiche, texte="b")
    sans_garde(base, instruction)
    assert (verifie(base).intact, verifie(base).rang) == (False, rang)


def test_entries_taken_away_are_seen(base: Engine, depot: Depot):
    fiche = depot.modifie(depot.cree(NOTE), texte="a")
    depot.modifie(fiche, texte="b")
    sans_garde(base, "DELETE FROM journal_champs WHERE rang = 3")
    sans_garde(base, "DELETE FROM journal WHERE rang = 3")
    assert verifie(base).rang == 2
    assert "n'est pas celui" in verifie(base).raison


@pytest.mark.parametrize(
    "instruction",
    [
        "UPDATE journal SET acteur = 'x'",
        "DELETE FROM journal",
        "DELETE FROM journal_champs",
        "UPDATE journal_champs SET valeur = '1'",
        "UPDATE journal_champs SET valeur = NULL, sel = NULL, empreinte = 'x'",
    ],
)
def test_the_database_itself_refuses_to_change_the_journal(base: Engine, depot: Depot, instruction: str):
    depot.cree(NOTE)
    with pytest.raises(DBAPIError, match="append-only"), base.begin() as c:
        c.exec_driver_sql(instruction)


def test_a_text_typed_by_mistake_is_gone_and_the_chain_is_whole(base: Engine, depot: Depot):
    fiche = depot.cree(Note("epci", "200066512", "tx_couv_global", 2023, "Monsieur Untel boit"))
    fiche = depot.modifie(fiche, annee=2022)
    fiche = depot.caviarde(fiche, "texte")
    assert fiche.objet.texte == RETIRE
    assert verifie(base) == journal.Verification(3)
    with base.begin() as c:
        assert c.execute(sa.select(sa.func.count()).where(CHAMPS.c.valeur.like("%Untel%"))).scalar() == 0
    assert (depot.annule().objet.annee, depot.annule().supprime) == (2023, True)
    assert depot.lit(Note, fiche.id).objet.texte == RETIRE


def test_a_blanked_text_does_not_come_back_by_undo(depot: Depot):
    fiche = depot.modifie(depot.cree(NOTE), texte="Une phrase correcte.")
    depot.caviarde(depot.modifie(fiche, texte=NOTE.texte), "texte")
    with pytest.raises(RienADefaire, match="le texte d'avant a été retiré"):
        depot.annule()


def test_a_value_blanked_by_hand_is_seen_and_hides_no_change(base: Engine, depot: Depot):
    """The triggers let values be blanked, as redaction does: without the entry that says so, it is a later hand."""
    depot.cree(NOTE)
    with base.begin() as c:
        c.execute(sa.update(CHAMPS).where(CHAMPS.c.champ == "texte").values(sel=None, valeur=None))
        c.exec_driver_sql("UPDATE note SET texte = 'faux'")
    assert (verifie(base).intact, verifie(base).rang) == (False, 1)


def test_a_past_value_blanked_by_hand_is_seen_although_the_record_is_right(base: Engine, depot: Depot):
    depot.modifie(depot.cree(NOTE), texte="a")
    with base.begin() as c:
        c.execute(sa.update(CHAMPS).where(CHAMPS.c.champ == "texte", CHAMPS.c.rang == 1).values(sel=None, valeur=None))
    assert (verifie(base).intact, verifie(base).rang) == (False, 1)


@pytest.mark.parametrize("colonne", ["cree_par", "cree_le", "modifie_par", "modifie_le"])
def test_the_author_and_the_dates_of_a_record_are_those_of_its_changes(base: Engine, depot: Depot, colonne: str):
    depot.modifie(depot.cree(NOTE), texte="a")
    with base.begin() as c:
        c.exec_driver_sql(f"UPDATE note SET {colonne} = 'autre'")
    assert (verifie(base).intact, verifie(base).rang) == (False, 2)


def test_blanking_takes_every_wording_and_only_free_texts(depot: Depot):
    fiche = depot.modifie(depot.cree(Note("epci", "1", "i", 2023, "Untel a dit")), texte="Untel a dit oui")
    fiche = depot.modifie(fiche, texte="Quelqu'un a dit oui")
    depot.caviarde(fiche, "texte")
    assert not any("Untel" in str(e) for e in depot.historique(Note, fiche.id))
    saillant = depot.cree(ElementSaillant("epci", "1", "i", 2023, Choix.GARDE))
    for champ in ("choix", "code"):
        with pytest.raises(SaisieInvalide, match="écrit librement"):
            depot.caviarde(saillant, champ)


def test_a_text_that_is_too_long_is_refused_with_its_length(depot: Depot):
    fiche = depot.cree(Note("epci", "1", "i", 2023, "x" * 2000))
    with pytest.raises(SaisieInvalide, match="2001 signes"):
        depot.modifie(fiche, texte="x" * 2001)


@pytest.mark.parametrize("champs", [{"texte": "a\x00b"}, {"texte": "\ud800"}, {"annee": 2**31}])
def test_what_one_database_could_not_keep_is_refused_by_both(depot: Depot, champs: dict):
    with pytest.raises(SaisieInvalide, match=r"illisible|trop grand"):
        depot.cree(Note(**{"niveau": "epci", "code": "1", "indicateur": "i", "annee": 2023, "texte": "x"} | champs))


@pytest.mark.parametrize("cache", ["\x1b[31mrouge", "a\u202eb", "a\u2066b", "\x07", "a\x85b", "a\u200fb"])
def test_what_is_not_seen_is_refused_in_names_and_in_texts(depot: Depot, cache: str):
    for objet in (replace(NOTE, texte=cache), replace(PERIMETRE, nom=cache)):
        with pytest.raises(SaisieInvalide, match="invisible"):
            depot.cree(objet)


@pytest.mark.parametrize("vide", ["\u200b", " \u200b\ufeff ", "\u2060", "\u00ad", "\u3164", "\u2800"])
def test_a_text_made_of_nothing_that_is_seen_is_no_text(depot: Depot, vide: str):
    """As the reason of an acknowledgement, which stays with the figure."""
    for objet in (replace(ACQUITTEMENT, motif=vide), replace(NOTE, texte=vide), replace(PERIMETRE, nom=vide)):
        with pytest.raises(SaisieInvalide, match="invisible"):
            depot.cree(objet)
        assert not depot.liste(type(objet))
    fiche = depot.cree(replace(NOTE, texte=f"👍{vide}"))
    with pytest.raises(SaisieInvalide, match="invisible"):
        depot.modifie(fiche, texte=vide)


@pytest.mark.parametrize("coupe", ["Nord\nSud", "Nord\tSud", "Nord\r", "Nord\u2028Sud"])
def test_a_name_stands_on_one_line_and_a_text_may_have_several(depot: Depot, coupe: str):
    depot.cree(replace(NOTE, texte=coupe))
    fiche = depot.cree(PERIMETRE)
    for geste in (lambda: depot.cree(replace(PERIMETRE, nom=coupe)), lambda: depot.modifie(fiche, nom=coupe)):
        with pytest.raises(SaisieInvalide, match="une ligne"):
            geste()


def test_a_name_kept_before_it_was_refused_may_still_be_set_aside_and_mended(depot: Depot, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as avant:
        avant.setattr("ctg_data.storage.depot._exige_lisible", lambda _: None)
        fiche = depot.cree(replace(PERIMETRE, nom="Nord\nSud"))
    fiche = depot.retablit(depot.supprime(fiche))
    depot.modifie(fiche, nom="Nord et Sud")
    assert depot.annule().objet.nom == "Nord\nSud"


def test_a_reading_is_of_one_moment(ouvre: Callable[[], Engine]):
    une, autre = ouvre(), ouvre()
    depot = Depot(autre, "autre")
    depot.cree(NOTE)
    with engine.lecture(une) as c:
        assert journal.verifie(c).entrees == 1
        depot.cree(NOTE)
        assert journal.verifie(c).entrees == 1
    assert verifie(une).entrees == 2


def test_the_journal_replays_to_the_records(base: Engine, depot: Depot):
    fiche = depot.modifie(depot.cree(NOTE), texte="a")
    with engine.lecture(base) as c:
        etat = journal.rejoue(journal.lit(c))
    assert etat["note", fiche.id][0] == 2
    assert etat["note", fiche.id][1]["texte"] == '"a"'


def test_a_wrong_address_is_said_in_french():
    for url, phrase in (("n'importe quoi", "adresse"), ("mysql://x/y", "pas prise en charge")):
        with pytest.raises(engine.BaseInaccessible, match=phrase):
            engine.moteur(url)


def test_a_database_that_does_not_answer_is_said_in_french():
    with pytest.raises(engine.BaseInaccessible, match="ne répond pas"):
        migre.migre(engine.moteur("postgresql://ctg:motdepasse@127.0.0.1:1/ctg"))


def test_a_file_replaced_by_hand_is_refused(tmp_path: Path):
    """SQLite would apply the log of the old file to the new one: nothing more is read or written until the file is back."""
    fichier, autre = tmp_path / "ctg.sqlite", tmp_path / "autre.sqlite"
    for chemin in (fichier, autre):
        migre.migre(engine.moteur(engine.adresse_sqlite(chemin)))
    base = engine.moteur(engine.adresse_sqlite(fichier))
    depot = Depot(base, "essai")
    note = depot.cree(NOTE)
    fichier.rename(tmp_path / "origine.sqlite")
    for geste in (lambda: depot.cree(NOTE), lambda: depot.liste(Note)):
        with pytest.raises(engine.BaseInaccessible, match="remplacée ou supprimée pendant que l'application tournait"):
            geste()
    autre.rename(fichier)
    with pytest.raises(engine.BaseInaccessible, match="restaure FICHIER --remplace"):
        depot.modifie(note, texte="a")
    (tmp_path / "origine.sqlite").replace(fichier)
    assert depot.liste(Note) == [note]


def test_ranks_have_no_hole(base: Engine, depot: Depot):
    for _ in range(3):
        depot.cree(NOTE)
    with base.begin() as c:
        assert c.execute(sa.select(JOURNAL.c.rang).order_by(JOURNAL.c.rang)).scalars().all() == [1, 2, 3]
