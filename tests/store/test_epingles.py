"""An edition pinned stays in force whatever comes after it; reasons are kept; a catalogue of before is carried to the present one."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from ctg_data.errors import EditionAmbigue, EditionInconnue, EditionRetiree, RaisonRefusee
from ctg_data.settings import Settings
from ctg_data.store import catalogue, inscriptions
from ctg_data.store.magasin import Magasin, Referents
from tests.store.outils import SOURCES, chargement, mesures, triplets

Ouvre = Callable[[], Magasin]
EVENEMENTS_DE_LA_VERSION_3 = """
CREATE TABLE evenements (
  rang INTEGER PRIMARY KEY AUTOINCREMENT, edition INTEGER NOT NULL REFERENCES editions (rang),
  geste TEXT NOT NULL CHECK (geste IN ('importe', 'reprend', 'retire', 'retablit')), fait_le TEXT NOT NULL, acteur TEXT NOT NULL)
"""


def juin(valeur: int = 1, *autres: tuple):
    return chargement(mesures(("33001", 2023, "n", valeur), *autres))


def revient_en_version_3(fichier: Path) -> None:
    """The catalogue as the software of before wrote it: events without reason, no table of reconstitutions."""
    with sqlite3.connect(fichier) as base:
        base.execute("ALTER TABLE evenements RENAME TO actuels")
        base.execute(EVENEMENTS_DE_LA_VERSION_3)
        base.execute("INSERT INTO evenements SELECT rang, edition, geste, fait_le, acteur FROM actuels")
        base.execute("DROP TABLE actuels")
        base.execute("DROP TABLE reconstitutions")
        base.execute("PRAGMA user_version = 3")


def test_a_pinned_edition_stays_in_force_and_what_comes_after_waits(magasin: Magasin):
    tenue = magasin.enregistre(juin(1))
    assert magasin.epingle(tenue.id, raison="diagnostic signé")
    nouvelle = magasin.enregistre(juin(2, ("16001", 2023, "n", 7)))
    assert triplets(magasin.mesures()) == {("33001", 2023, 1.0), ("16001", 2023, 7.0)}  # the Charente is no scope of the pinned one
    assert (magasin.tenue_par(nouvelle.id), magasin.tenue_par(tenue.id)) == ((tenue.id,), ())
    etats = magasin.editions().set_index("id")
    assert etats.loc[tenue.id, ["courante", "epinglee", "epinglee_par", "epinglee_raison", "en_attente"]].tolist() == [
        True, True, "essai", "diagnostic signé", False,
    ]  # fmt: skip
    assert etats.loc[nouvelle.id, ["courante", "epinglee", "en_attente"]].tolist() == [True, False, True]
    assert magasin.libere(tenue.id)
    assert triplets(magasin.mesures()) == {("33001", 2023, 2.0), ("16001", 2023, 7.0)}
    assert magasin.tenue_par(nouvelle.id) == ()


def test_pinning_a_replaced_edition_brings_it_back_and_the_last_pinned_wins(magasin: Magasin):
    premiere, seconde = magasin.enregistre(juin(1)), magasin.enregistre(juin(2))
    magasin.epingle(premiere.id)
    assert triplets(magasin.mesures()) == {("33001", 2023, 1.0)}
    magasin.epingle(seconde.id)
    assert triplets(magasin.mesures()) == {("33001", 2023, 2.0)}
    magasin.libere(seconde.id)
    assert triplets(magasin.mesures()) == {("33001", 2023, 1.0)}


def test_a_pin_that_changes_nothing_leaves_the_same_print(magasin: Magasin):
    edition = magasin.enregistre(juin())
    avant = magasin.empreinte()
    magasin.epingle(edition.id)
    assert magasin.empreinte() == avant


def test_a_file_behind_a_pin_warns_of_nothing_that_it_does_not_replace(magasin: Magasin):
    tenue = magasin.enregistre(juin(1, ("33002", 2023, "n", 2)))
    magasin.epingle(tenue.id)
    assert magasin.enregistre(juin(9)).avertissements == ()


def test_the_same_bytes_behind_a_pin_are_unchanged(magasin: Magasin):
    magasin.epingle(magasin.enregistre(juin(1)).id)
    magasin.enregistre(juin(2))
    reprise = magasin.enregistre(juin(2))
    assert (reprise.nouvelle, reprise.retablie) == (False, False)


def test_withdrawing_a_pinned_edition_frees_its_scopes_and_restoring_it_pins_it_again(magasin: Magasin):
    tenue = magasin.enregistre(juin(1))
    magasin.epingle(tenue.id)
    magasin.enregistre(juin(2))
    magasin.retire(tenue.id, raison="mauvais fichier")
    assert triplets(magasin.mesures()) == {("33001", 2023, 2.0)}
    magasin.retablit(tenue.id)
    assert triplets(magasin.mesures()) == {("33001", 2023, 1.0)}


def test_a_withdrawn_edition_is_not_pinned(magasin: Magasin):
    edition = magasin.enregistre(juin(1))
    magasin.retire(edition.id)
    with pytest.raises(EditionRetiree, match="rétablissez-la avant"):
        magasin.epingle(edition.id)


def test_the_history_says_who_when_and_why(magasin: Magasin):
    edition = magasin.enregistre(juin())
    magasin.retire(edition.id, "Ana", raison="  année\n fausse ")
    magasin.retablit(edition.id, "Bo")
    gestes = magasin.histoire(edition.id)
    assert [(g.geste, g.acteur, g.raison) for g in gestes] == [
        ("importe", "essai", ""), ("retire", "Ana", "année fausse"), ("retablit", "Bo", ""),
    ]  # fmt: skip
    assert [g.fait_le for g in gestes] == sorted(g.fait_le for g in gestes)
    with pytest.raises(RaisonRefusee, match="300 au plus"):
        magasin.retire(edition.id, raison="x" * 301)


def test_the_store_reopens_as_it_was_before_a_pin(magasin: Magasin):
    premiere, seconde = magasin.enregistre(juin(1)), magasin.enregistre(juin(2))
    magasin.epingle(premiere.id)
    assert triplets(magasin.au(seconde.importe_le).mesures()) == {("33001", 2023, 2.0)}


def test_a_catalogue_of_the_version_before_is_carried_with_its_events(magasin: Magasin, settings: Settings, ouvre: Ouvre):
    edition = magasin.enregistre(juin())
    magasin.retire(edition.id)
    fichier = settings.store / catalogue.NOM
    revient_en_version_3(fichier)
    porte = ouvre()
    assert [(g.geste, g.raison) for g in porte.histoire(edition.id)] == [("importe", ""), ("retire", "")]
    porte.retablit(edition.id)
    assert porte.epingle(edition.id, raison="oui")
    with sqlite3.connect(fichier) as base:
        rangs = [r for (r,) in base.execute("SELECT rang FROM evenements ORDER BY rang")]
        assert rangs == [1, 2, 3, 4]
        for table in ("evenements", "reconstitutions"):
            assert base.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)).fetchone() == (2,)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            base.execute("DELETE FROM evenements")


def test_a_carrying_cut_short_leaves_the_catalogue_of_before(magasin: Magasin, settings: Settings, ouvre: Ouvre, monkeypatch):
    edition = magasin.enregistre(juin())
    revient_en_version_3(settings.store / catalogue.NOM)
    complete = catalogue._MIGRATION
    monkeypatch.setattr(catalogue, "_MIGRATION", complete.replace("PRAGMA user_version", "SELECT raise_now(); PRAGMA user_version"))
    with pytest.raises(Exception, match="abîmé"):
        ouvre()
    monkeypatch.setattr(catalogue, "_MIGRATION", complete)
    assert [g.geste for g in ouvre().histoire(edition.id)] == ["importe"]


GESTES = ("retire", "retablit", "epingle", "libere", "importe")


@reglages(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(GESTES), st.integers(0, 2)), max_size=8))
def test_the_edition_in_force_is_the_last_pinned_else_the_last_imported(tmp_path_factory: pytest.TempPathFactory, gestes: list):
    """Against a model that replays the gestures one by one, on one scope."""
    racine = tmp_path_factory.mktemp("modele")
    magasin = Magasin(Settings(store=racine / "m", reference=racine, demo=None, acteur="essai"), referents=Referents(SOURCES, dict))
    ids = [magasin.enregistre(juin(n)).id for n in range(3)]
    arrivees, epingles, retirees = [0, 1, 2], [], set()
    for geste, n in gestes:
        if geste == "importe":
            if n in retirees or [a for a in arrivees if a not in retirees][-1:] != [n]:
                arrivees.append(n)
                retirees.discard(n)
            magasin.enregistre(juin(n))
        elif geste == "epingle" and n in retirees:
            if n not in epingles:
                with pytest.raises(EditionRetiree):
                    magasin.epingle(ids[n])
        elif getattr(magasin, geste)(ids[n]):
            {"retire": retirees.add, "retablit": retirees.discard, "epingle": epingles.append, "libere": epingles.remove}[geste](n)
    visibles = [n for n in epingles if n not in retirees][-1:] or [n for n in arrivees if n not in retirees][-1:]
    assert magasin.courantes() == tuple(ids[n] for n in visibles)


CONNUES = (("11cbb46e00000001", "a.csv", "2026-03-12T09:00:00"), ("11cbb46e00000002", "b.csv", "2026-05-04T09:00:00"))


@pytest.mark.parametrize(("debut", "trouvee"), [("11cbb46e00000001", 0), ("11CBB46E00000002", 1), (" 11cbb46e00000002 ", 1)])
def test_an_id_is_found_whole_whatever_its_case(debut, trouvee):
    assert inscriptions.retrouve(debut, CONNUES) == CONNUES[trouvee][0]


def test_the_head_of_one_id_is_enough_and_that_of_several_is_refused_with_their_list():
    assert inscriptions.retrouve("11cbb4", CONNUES[:1]) == CONNUES[0][0]
    with pytest.raises(EditionAmbigue) as refus:
        inscriptions.retrouve("11cbb46e", CONNUES)
    for dit in ("2 éditions", "11cbb46e00000001 (« a.csv », importée le 12", "11cbb46e00000002 (« b.csv »"):
        assert dit in str(refus.value)


@pytest.mark.parametrize("debut", ["11cbb", "", "22cbb46e"])
def test_too_short_a_head_or_an_unknown_one_finds_nothing(debut):
    with pytest.raises(EditionInconnue):
        inscriptions.retrouve(debut, CONNUES[:1])
