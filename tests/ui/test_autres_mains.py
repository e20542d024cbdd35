"""A page that another hand overtook: what was shown is gone or changed; the gesture is refused with its reason, nothing is lost."""

from collections.abc import Callable

import pytest

from ctg_data import storage
from ctg_data.conventions import chemins, consentement
from ctg_data.conventions import gestes as conventions
from ctg_data.parcours.chemin import Changement, Chemin, Etape
from ctg_data.parcours.concertation import Objection, Proposition
from ctg_data.parcours.convention import Action, Ctg, Instance, Reunion
from ctg_data.parcours.etats import EtatObjection
from ctg_data.parcours.suivi import Preuve
from ctg_data.ui import textes_chemins as mots
from ctg_data.ui import textes_conventions as communs
from ctg_data.ui import textes_gouvernance as gouvernance
from ctg_data.ui import textes_suivi as suivi
from tests.parcours.carnet import Carnet, au_vote, carnet, consent, table, trace, valide
from tests.ui.conftest import textes
from tests.ui.test_perimetres import bouton, champ


@pytest.fixture
def c(tmp_path) -> Carnet:
    yield trace(valide(consent(carnet(tmp_path))))
    storage.ferme()


@pytest.fixture
def page(ouvre, c) -> Callable:
    def _page(nom: str, volet: str, **adresse: str):
        at = ouvre(nom, sur=c.settings, ctg=c.ctg, volet=volet, **adresse)
        assert not at.exception
        return at

    return _page


def clique(at, libelle: str):
    at = bouton(at, libelle).click().run()
    assert not at.exception, at.exception[0].value
    return at


def retire(c: Carnet, fiche) -> None:
    c.fait(lambda e: e.supprime(fiche))


def etape(c: Carnet, libelle: str):
    return c.fait(lambda e: e.cree(Etape(c.ctg, c.un(Chemin).id, libelle, ordre=5)))


def test_a_state_asked_for_on_a_record_taken_away_meanwhile(page, c):
    action = c.fait(lambda e: e.cree(Action(c.ctg, "Former des parents relais")))
    at = page("gouvernance", "actions", element=action.id)
    retire(c, action)
    at = clique(at, communs.PASSER.format(etat="retenue"))
    assert c.livre.dossier.de(Action).keys() == {c.un(Action).id}


def test_two_steps_merged_when_one_is_gone(page, c):
    autre = etape(c, "Elles se forment")
    gardee = c.un(Etape, libelle="Les assistantes maternelles se rencontrent")
    at = clique(page("chemins", "chemin", element=gardee.id), mots.FUSIONNER)
    retire(c, autre)
    at = bouton(at, "Enregistrer").click().run()
    assert not at.exception


def test_an_arrow_to_a_step_that_is_gone(page, c):
    autre = etape(c, "Elles se forment")
    at = clique(page("chemins", "chemin", element=c.un(Etape, libelle="Les assistantes maternelles se rencontrent").id), mots.RELIER)
    champ(at, "selectbox", mots.VERS).set_value(autre.id)
    retire(c, autre)
    at = bouton(at, "Enregistrer").click().run()
    assert not at.exception


def test_an_action_of_the_plan_that_is_gone_leads_nowhere(page, c):
    action = c.fait(lambda e: e.cree(Action(c.ctg, "Former des parents relais")))
    at = clique(page("chemins", "chemin", element=c.un(Etape).id), mots.ACTION_VERS)
    champ(at, "selectbox", mots.ACTION_EXISTANTE).set_value(action.id)
    retire(c, action)
    at = bouton(at, "Enregistrer").click().run()
    assert not at.exception


def test_evidence_on_a_step_that_is_gone(page, c):
    autre, but = etape(c, "Elles se forment"), c.livre.dossier.changements()[0][0]
    at = clique(page("suivi", "changements", changement=but), suivi.AJOUTER_PREUVE)
    champ(at, "selectbox", suivi.SUR).set_value(autre.id)
    champ(at, "text_area", suivi.TEXTE_PREUVE).set_value("Douze formées")
    champ(at, "text_input", suivi.SOURCE).set_value("Enquête")
    retire(c, autre)
    at = bouton(at, "Enregistrer").click().run()
    assert not at.exception
    assert all(p.cible != autre.id for p in c.livre.dossier.de(Preuve).values())


def test_a_meeting_of_a_body_that_is_gone(page, c):
    instance = c.fait(lambda e: e.cree(Instance(c.ctg, "Cotech jeunesse")))
    at = clique(page("gouvernance", "partenaires"), gouvernance.REUNION_AJOUTER)
    champ(at, "selectbox", gouvernance.INSTANCE).set_value(instance.id)
    retire(c, instance)
    at = bouton(at, "Enregistrer").click().run()
    assert not at.exception
    assert all(r.instance != instance.id for r in c.livre.dossier.de(Reunion).values())


def test_a_path_copied_from_a_convention_that_is_gone(page, c):
    autre = Carnet(c.settings, conventions.cree(c.settings, Ctg("Autre", "epci", "200066512")).id)
    autre.fait(lambda e: chemins.ouvre(e, e.cree(Changement(autre.ctg, "Les jeunes restent")).id))
    vers = c.livre.dossier.changements()[1][0]
    at = clique(page("chemins", "chemin", changement=vers), mots.COPIER)
    champ(at, "selectbox", mots.SOURCE).set_value(f"{autre.ctg}/{autre.un(Chemin).id}")
    conventions.supprime(c.settings, autre.livre.ctg)
    at = bouton(at, "Enregistrer").click().run()
    assert not at.exception


def test_words_lifted_twice_from_two_windows_are_shown_side_by_side(page, c):
    def geste(e):
        p = au_vote(e, consentement.propose(e, e.cree(Changement(c.ctg, "Les jeunes sont écoutés")), table(e).id))
        return [e.passe(e.cree(Objection(c.ctg, p.id, motif=m)), EtatObjection.RECEVABLE) for m in ("Par qui ?", "Lesquels ?")]

    une, autre = c.fait(geste)
    p = une.objet.proposition
    at = page("chemins", "consentement", element=p)
    at = next(b for b in at.button if b.key == f"suite-leve-texte-{autre.id}").click().run()
    champ(at, "text_area", mots.TEXTE_PROPOSE).set_value("Les jeunes de 11 à 17 ans sont écoutés")
    c.fait(lambda e: consentement.leve(e, une, texte="Les jeunes sont écoutés par les élus"))
    at = clique(at, "Enregistrer")
    assert "par les élus" in textes(at)
    assert c.livre.dossier.de(Proposition)[p].texte == "Les jeunes sont écoutés par les élus"


def test_a_convention_deleted_while_its_page_is_open(page, c):
    at = page("suivi", "changements")
    conventions.supprime(c.settings, c.livre.ctg)
    at = at.run()
    assert not at.exception
