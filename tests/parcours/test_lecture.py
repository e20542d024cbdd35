"""What is kept of a dossier between two readings is what is written, whoever wrote it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ctg_data import storage
from ctg_data.conventions import gestes, lecture
from ctg_data.parcours.chemin import Changement, Etape
from ctg_data.parcours.convention import Action, Ctg
from ctg_data.storage.depot import Depot, ObjetInconnu
from tests.parcours.carnet import Carnet, actif, consent, signe, trace, valide


def exige_exact(c: Carnet) -> lecture.Livre:
    """The dossier as kept, equal to the one read whole, order included."""
    garde = c.livre
    with lecture.depot(c.settings).instantane() as d:
        entier = lecture.entier(d, c.ctg)
    assert garde == entier
    assert garde.sceau == entier.sceau == lecture.depot(c.settings).sceau()
    assert [list(garde.dossier.de(g)) for g in lecture.SIENS] == [list(entier.dossier.de(g)) for g in lecture.SIENS]
    return garde


def test_a_gesture_of_someone_else_is_read_at_once(c):
    exige_exact(trace(valide(consent(signe(c)))))
    autre = replace(c.settings, acteur="autre")
    with gestes.atelier(autre, c.ctg) as e:
        etape = next(iter(e.dossier.de(Etape)))
        e.modifie(e.fiches[etape], libelle="Autrement")
        e.cree(Action(c.ctg, "Une action de plus"))
    lue = exige_exact(c)
    assert lue.dossier.de(Etape)[etape].libelle == "Autrement"
    assert lue.fiches[etape].modifie_par == "autre"


def test_what_is_taken_away_goes_and_comes_back_in_its_place(c):
    consent(c)
    avant = list(c.livre.dossier.de(Changement))
    fiche = c.fait(lambda e: e.cree(Action(c.ctg, "Une action")))
    c.fait(lambda e: e.cree(Action(c.ctg, "Une autre")))
    c.fait(lambda e: e.supprime(fiche))
    assert fiche.id not in exige_exact(c).fiches
    Depot(storage.ouvre(c.settings), "une").annule()
    assert next(iter(exige_exact(c).dossier.de(Action))) == fiche.id
    assert list(c.livre.dossier.de(Changement)) == avant


def test_what_another_process_writes_is_read(c):
    """Two engines on one file: none knows what the other did."""
    actif(c)
    ici = c.livre
    ailleurs = replace(c.settings, base=f"sqlite:///{(c.settings.store / storage.NOM).as_posix()}?timeout=30")
    with gestes.atelier(ailleurs, c.ctg) as e:
        e.cree(Action(c.ctg, "Écrite ailleurs"))
    assert exige_exact(c).dossier.de(Action).keys() - ici.dossier.de(Action).keys()


def test_what_a_refused_gesture_wrote_is_forgotten(c):
    consent(c)
    avant = c.livre

    def ecrit_puis_tombe():
        with lecture.depot(c.settings).ensemble() as d:
            d.cree(Action(c.ctg, "Jamais écrite"))
            assert len(lecture.livre(d, c.ctg).dossier.de(Action)) == len(avant.dossier.de(Action)) + 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ecrit_puis_tombe()
    assert exige_exact(c) == avant


def test_an_earlier_moment_of_the_database_is_read_whole(c, tmp_path: Path):
    """A backup put back: the journal no longer has the moment that was kept."""
    consent(c)
    storage.ferme()
    shutil.copytree(c.settings.store, tmp_path / "avant")
    c.fait(lambda e: e.cree(Action(c.ctg, "Après la sauvegarde")))
    garde = c.livre
    storage.ferme()
    shutil.rmtree(c.settings.store)
    shutil.copytree(tmp_path / "avant", c.settings.store)
    with lecture.depot(c.settings).instantane() as d:
        assert d.depuis(garde.sceau, lecture.ENTREES) is None
    assert not exige_exact(c).dossier.de(Action)


def test_a_ctg_set_aside_is_no_longer_read(c):
    consent(c)
    assert c.livre
    gestes.supprime(c.settings, c.livre.ctg)
    with pytest.raises(ObjetInconnu, match="supprimée"):
        assert c.livre


def test_the_records_of_another_ctg_stay_out(c):
    exige_exact(consent(c))
    autre = gestes.cree(c.settings, Ctg("Une autre", "epci", "248719353"))
    with gestes.atelier(c.settings, autre.id) as e:
        e.cree(Action(autre.id, "D'une autre CTG"))
    assert not exige_exact(c).dossier.de(Action)


def test_many_changes_are_read_whole(c, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lecture, "ENTREES", 2)
    consent(c)
    for nombre in (2, 3):
        sceau = c.livre.sceau
        c.fait(lambda e, n=nombre: [e.cree(Action(c.ctg, f"Action {rang}")) for rang in range(n)])
        with lecture.depot(c.settings).instantane() as d:
            assert (d.depuis(sceau, lecture.ENTREES) is None) == (nombre > 2)
        exige_exact(c)
