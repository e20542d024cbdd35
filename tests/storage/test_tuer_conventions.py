"""A CTG under several hands and kill -9: a gesture is there whole or not at all; what the table decides holds whoever was faster."""

import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ctg_data import storage
from ctg_data.conventions import consentement, gestes
from ctg_data.parcours.chemin import Changement
from ctg_data.parcours.concertation import Objection, Proposition
from ctg_data.parcours.convention import Action
from ctg_data.parcours.etats import EtatProposition
from ctg_data.parcours.invariants import invariants
from ctg_data.storage import engine, journal
from tests.parcours import carnet as k

MORTS = int(os.environ.get("CTG_MORTS", "2"))
RACINE = Path(__file__).resolve().parents[2]
LIGNES = 300
COMMUN = """
import sys
from pathlib import Path
from ctg_data.conventions import consentement, gestes, lecture, plan_actions
from ctg_data.errors import CtgError
from ctg_data.loaders.plan_actions_schema import LignePlan
from ctg_data.parcours.concertation import Objection, Proposition
from ctg_data.settings import Settings
reglages = Settings(Path("/nulle-part"), demo=None, acteur=sys.argv[3], base=sys.argv[1])
ctg, cible = sys.argv[2], sys.argv[4]
print("pret", flush=True)
sys.stdin.readline()
"""
IMPORTE = f"""
with gestes.atelier(reglages, ctg) as e:
    plan_actions.importe(e, [LignePlan(f"Action {{i}}", "PE") for i in range({LIGNES})])
print("fait", flush=True)
"""
ADOPTE = """
try:
    with gestes.atelier(reglages, ctg) as e:
        consentement.adopte(e, e.fiches[cible])
except CtgError:
    pass
"""
OBJECTE = """
try:
    with gestes.atelier(reglages, ctg) as e:
        e.cree(Objection(ctg, cible, motif="Qui les écoute ?"))
except CtgError:
    pass
"""


@pytest.fixture
def c(tmp_path: Path, adresse: str):
    yield k.carnet(tmp_path, adresse)
    storage.ferme()


def lance(adresse: str, ctg: str, acteur: str, geste: str, cible: str = "-") -> subprocess.Popen:
    """A process that has read nothing yet, and waits for a line to act."""
    commande = [sys.executable, "-c", COMMUN + geste, adresse, ctg, acteur, cible]
    environnement = {**os.environ, "PYTHONPATH": str(RACINE)}
    p = subprocess.Popen(commande, cwd=RACINE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environnement)
    assert p.stdout.readline() == "pret\n"
    return p


def part(*processus: subprocess.Popen) -> None:
    for p in processus:
        p.stdin.write("va\n")
        p.stdin.flush()


def intact(c: k.Carnet) -> bool:
    with engine.lecture(storage.ouvre(c.settings)) as connexion:
        return journal.verifie(connexion).intact and invariants(c.livre.dossier) == []


def test_an_import_that_is_killed_is_there_whole_or_not_at_all(c, adresse):
    hasard = random.Random(graine := random.randrange(10**6))
    for mort in range(MORTS):
        avant = len(c.livre.dossier.de(Action))
        p = lance(adresse, c.ctg, f"main {mort}", IMPORTE.replace("Action {i}", f"Action {mort}-{{i}}"))
        part(p)
        time.sleep(hasard.random() * 0.6)
        p.kill()
        dit = p.stdout.read()
        p.stdin.close()
        p.wait()
        trouvees = len(c.livre.dossier.de(Action)) - avant
        assert trouvees == LIGNES or (trouvees, dit) == (0, ""), f"graine {graine}"
    assert intact(c)


def test_an_adoption_and_an_objection_at_the_same_instant_never_both_hold(c, adresse):
    """Whoever comes second is refused: an adopted text bears no open objection."""
    for tour in range(MORTS):

        def geste(e, tour=tour):
            changement = e.cree(Changement(c.ctg, f"Les jeunes se disent écoutés {tour}"))
            return k.au_vote(e, consentement.propose(e, changement, k.table(e).id))

        cible = c.fait(geste).id
        deux = [lance(adresse, c.ctg, "une", ADOPTE, cible), lance(adresse, c.ctg, "autre", OBJECTE, cible)]
        part(*(deux if tour % 2 else reversed(deux)))
        assert [p.wait(timeout=60) for p in deux] == [0, 0]
        for p in deux:
            p.stdin.close()
            p.stdout.close()
        d = c.livre.dossier
        adoptee, objections = d.de(Proposition)[cible].etat == EtatProposition.ADOPTEE, d.ou(Objection, proposition=cible)
        assert adoptee != bool(objections)
    assert intact(c)


def test_nobody_undoes_the_gesture_of_another(c):
    autre = replace(c.settings, acteur="autre")
    c.fait(lambda e: e.cree(Action(c.ctg, "Ouvrir un relais")))
    entree = gestes.annulable(c.settings, c.ctg)
    assert gestes.annulable(autre, c.ctg) is None
    with pytest.raises(gestes.RienADefaire, match="n'est pas la vôtre"):
        gestes.annule(autre, c.ctg, entree)
    assert c.livre.dossier.de(Action)
