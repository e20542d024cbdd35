"""kill -9 while someone saves: what was acknowledged is there; two processes on one record lose nothing.

Six kills by default; CTG_MORTS says another number (``make soak``).
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ctg_data.storage import engine, journal
from ctg_data.storage.depot import Depot
from ctg_data.storage.modele import Note

MORTS = int(os.environ.get("CTG_MORTS", "6"))
RACINE = Path(__file__).resolve().parents[2]
ECRIVAIN = """
import sys
from ctg_data.storage import engine
from ctg_data.storage.depot import ConflitDeVersion, Depot
from ctg_data.storage.modele import Note
depot = Depot(engine.moteur(sys.argv[1]), sys.argv[2])
faits = 0
while faits < int(sys.argv[4]):
    fiche = depot.lit(Note, sys.argv[3])
    try:
        apres = depot.modifie(fiche, annee=fiche.objet.annee + 1)
    except ConflitDeVersion:
        continue
    faits += 1
    print(apres.version, flush=True)
"""


def ecrit(adresse: str, nom: str, fiche: str, fois: int) -> subprocess.Popen:
    commande = [sys.executable, "-c", ECRIVAIN, adresse, nom, fiche, str(fois)]
    return subprocess.Popen(commande, cwd=RACINE, stdout=subprocess.PIPE, text=True)


def test_the_last_acknowledged_save_is_there_after_a_kill(adresse: str, ouvre: Callable[[], Engine]):
    base = ouvre()
    depot, graine = Depot(base, "essai"), random.randrange(10**6)
    hasard = random.Random(graine)
    fiche = depot.cree(Note("epci", "1", "i", 0, "compteur"))
    sauvegardes = 0
    for _ in range(MORTS):
        processus = ecrit(adresse, "ecrivain", fiche.id, 10**9)
        lues = [processus.stdout.readline()]  # it has begun
        time.sleep(hasard.random() * 0.2)
        processus.kill()
        lues += processus.stdout.read().splitlines()
        derniere = max(int(ligne) for ligne in lues if ligne.strip().isdigit())
        trouvee = depot.lit(Note, fiche.id)
        assert trouvee.version in (derniere, derniere + 1), f"graine {graine}"  # the last may be kept before it is told
        assert trouvee.version == trouvee.objet.annee + 1
        sauvegardes = trouvee.version
    with engine.lecture(base) as c:
        assert journal.verifie(c) == journal.Verification(sauvegardes)


def test_two_processes_that_count_on_one_record_lose_nothing(adresse: str, ouvre: Callable[[], Engine]):
    depot = Depot(ouvre(), "essai")
    fiche = depot.cree(Note("epci", "1", "i", 0, "compteur"))
    processus = [ecrit(adresse, nom, fiche.id, 15) for nom in ("une", "autre")]
    assert [p.wait(timeout=120) for p in processus] == [0, 0]
    for p in processus:
        p.stdout.close()
    assert depot.lit(Note, fiche.id).objet.annee == 30
    assert {e.acteur for e in depot.historique(Note, fiche.id)} == {"essai", "une", "autre"}


@pytest.fixture(autouse=True)
def _comme_le_produit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", str(RACINE))
