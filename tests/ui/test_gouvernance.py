"""The page « Gouvernance » without a browser: what is to be done opens what it speaks of; records are written under the rules."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from ctg_data import storage
from ctg_data.conventions import lecture
from ctg_data.loaders.plan_actions_gabarit import gabarit
from ctg_data.loaders.plan_actions_schema import LignePlan
from ctg_data.parcours.chemin import Changement, Lien
from ctg_data.parcours.convention import Action, Cote, Decision, Engagement, Instance, Organisation, Pas, Reunion, TypeInstance
from ctg_data.parcours.etats import EtatAction, EtatCtg, EtatPas, EtatReunion
from ctg_data.parcours.suivi import Evaluation
from ctg_data.settings import RACINE
from ctg_data.ui import textes_chemins, textes_suivi
from ctg_data.ui import textes_conventions as communs
from ctg_data.ui import textes_gouvernance as t
from ctg_data.wording import gouvernance as mots
from tests.parcours import carnet as k
from tests.parcours.carnet import Carnet
from tests.ui.conftest import textes
from tests.ui.test_perimetres import bouton, champ

HIER = date.today() - timedelta(days=1)


@pytest.fixture
def c(tmp_path: Path):
    """A CTG that is followed."""
    yield k.signe(k.carnet(tmp_path))
    storage.ferme()


@pytest.fixture
def page(ouvre, c) -> Callable:
    def _page(volet: str, **adresse: str):
        at = ouvre("gouvernance", sur=c.settings, ctg=c.ctg, volet=volet, **adresse)
        assert not at.exception
        return at

    return _page


def debut(at, texte: str):
    """The button whose label begins so."""
    return next(b for b in at.button if b.label.replace("\\", "").replace("\u00a0", " ").startswith(texte))


def fermes(at) -> set[str]:
    return {b.label for b in at.button if b.disabled}


@pytest.mark.parametrize("volet", mots.VOLETS)
def test_every_part_opens_on_a_new_ctg_and_says_what_would_fill_it(ouvre, tmp_path, volet):
    neuf = k.carnet(tmp_path)
    at = ouvre("gouvernance", sur=neuf.settings, ctg=neuf.ctg, volet=volet)
    assert not at.exception
    attendus = {
        "afaire": "étape 1a",
        "cycle": "Sensibiliser les personnels",
        "partenaires": "Aucune organisation.",
        "decisions": "Aucune décision.",
        "actions": "importez un plan d’actions",
        "engagements": "Aucun engagement de la collectivité.",
    }
    assert attendus[volet] in textes(at)


def test_a_thing_to_do_opens_its_record(page, c):
    c.fait(lambda e: e.cree(Engagement(c.ctg, Cote.CAF, "Financer un poste", "Direction", HIER)))
    at = page("afaire")
    assert "En retard" in textes(at)
    debut(at, "Engagement de la Caf").click().run()
    assert not at.exception
    assert at.query_params["volet"] == "engagements"
    assert "Financer un poste" in textes(at)
    assert any(b.label == "Modifier" for b in at.button)


def test_every_part_that_a_thing_to_do_names_is_on_its_page():
    source = (RACINE / "ctg_data" / "parcours" / "taches.py").read_text(encoding="utf-8")
    assert set(re.findall(r'volet="(\w+)"|"volet": "(\w+)"', source)) <= {(v, "") for v in mots.VOLETS} | {("", v) for v in mots.VOLETS}
    assert {"consentement", "changements"} <= set(textes_chemins.VOLETS)
    assert "evaluation" in textes_suivi.VOLETS


def test_the_list_is_for_one_role(page, c):
    c.fait(lambda e: e.cree(Engagement(c.ctg, Cote.COLLECTIVITE, "Recruter", "Direction", HIER)))
    at = page("afaire")
    at.selectbox(key="qui").set_value("collectivite").run()
    assert "Recruter" in textes(at)
    at.selectbox(key="qui").set_value("conseiller").run()
    assert "Recruter" not in textes(at)


def test_a_closed_ctg_has_nothing_to_be_done_and_no_gesture_on_its_steps(page, c):
    c.passe(c.livre.ctg, EtatCtg.EVALUATION, EtatCtg.CLOTUREE)
    assert t.TERMINEE.replace("\u00a0", " ") in textes(page("afaire"))
    assert not any(b.label.startswith("Passer") for b in page("cycle").button)


def test_what_forbids_a_state_is_told_before(page, c):
    c.passe(c.livre.ctg, EtatCtg.EVALUATION)
    at = page("cycle")
    assert t.RENOUVELER in fermes(at)
    assert "L’évaluation précède tout renouvellement" in textes(at)


def test_an_evaluated_ctg_is_renewed_into_the_next_one(page, c):
    c.fait(lambda e: e.cree(Instance(c.ctg, "Copil")))
    c.passe(c.livre.ctg, EtatCtg.EVALUATION)
    c.fait(lambda e: e.cree(Evaluation(c.ctg, texte="Tenu.")))
    at = page("cycle")
    bouton(at, t.RENOUVELER).click().run()
    champ(at, "text_input", t.RENOUVELER_NOM).set_value("CTG suivante")
    assert champ(at, "date_input", t.DEBUT).value == date(2030, 1, 1)
    at.button(key="enregistre-ctg-suivante").click().run()
    assert not at.exception
    anciennes, neuve = lecture.liste(c.settings)
    assert (anciennes.objet.etat, neuve.objet.suite_de, neuve.objet.nom) == (EtatCtg.RENOUVELEE, c.ctg, "CTG suivante")
    assert at.query_params["ctg"] == neuve.id
    assert lecture.lit(c.settings, neuve.id).dossier.de(Instance)


def test_steps_are_noted_and_dated(page, c):
    at = page("cycle")
    debut(at, "Noter comme faites").click().run()
    assert {p.etape for p in c.livre.dossier.de(Pas).values()} == {"1a", "1b", "1c", "1d", "2a", "2b", "3a", "3b", "3c"}
    at = page("cycle", element="5")
    bouton(at, t.DATER).click().run()
    champ(at, "date_input", t.ETAPE_DATE).set_value(date(2029, 3, 1))
    bouton(at, "Enregistrer").click().run()
    (cinq,) = c.livre.dossier.ou(Pas, etape="5").values()
    assert (cinq.echeance, cinq.etat) == (date(2029, 3, 1), EtatPas.A_FAIRE)
    assert "1er mars 2029, date fixée" in textes(at)


def test_the_dates_of_the_ctg_are_mended_and_a_refusal_leaves_them(page, c):
    at = page("cycle")
    bouton(at, t.CONVENTION).click().run()
    champ(at, "date_input", "Fin").set_value(date(2024, 1, 1))
    bouton(at, "Enregistrer").click().run()
    assert "finirait avant de commencer" in " ".join(e.value for e in at.error)
    assert c.livre.ctg.objet.fin == k.FIN
    champ(at, "date_input", "Fin").set_value(date(2028, 12, 31))
    bouton(at, "Enregistrer").click().run()
    assert c.livre.ctg.objet.fin == date(2028, 12, 31)


def test_partners_are_written_by_function_and_a_meeting_is_proposed_at_its_rhythm(page, c):
    at = page("partenaires")
    bouton(at, t.ORGANISATION_AJOUTER).click().run()
    champ(at, "text_input", t.NOM).set_value("Communauté de communes")
    champ(at, "checkbox", t.SIGNATAIRE).set_value(True)
    bouton(at, "Enregistrer").click().run()
    (cc,) = c.livre.dossier.de(Organisation).values()
    assert (cc.nom, cc.signataire) == ("Communauté de communes", True)
    copil = c.fait(lambda e: e.cree(Instance(c.ctg, "Copil")))
    at = page("partenaires", element=copil.id)
    assert "tous les 6 mois (repère du guide)" in textes(at)
    debut(at, "Prévoir une réunion").click().run()
    (reunion,) = c.livre.dossier.de(Reunion).values()
    assert reunion.jour >= date.today() + timedelta(days=14)
    assert reunion.jour.weekday() < 5
    assert reunion.etat == EtatReunion.PREVUE


def test_a_meeting_needs_its_date(page, c):
    c.fait(lambda e: e.cree(Instance(c.ctg, "Table", TypeInstance.TABLE)))
    at = page("partenaires")
    bouton(at, t.REUNION_AJOUTER).click().run()
    champ(at, "date_input", t.JOUR).set_value(None)
    bouton(at, "Enregistrer").click().run()
    assert "Donnez la date." in " ".join(e.value for e in at.error)
    assert not c.livre.dossier.de(Reunion)


def test_a_decision_is_kept_with_its_reason(page, c):
    at = page("decisions")
    bouton(at, t.DECISION_AJOUTER).click().run()
    champ(at, "text_area", t.DECISION).set_value("Ouvrir le relais")
    bouton(at, "Enregistrer").click().run()
    assert "Dites pourquoi" in " ".join(e.value for e in at.error).replace("\u00a0", " ")
    champ(at, "text_area", t.DECISION_MOTIF).set_value("Les places manquent")
    bouton(at, "Enregistrer").click().run()
    (decision,) = c.livre.dossier.de(Decision).values()
    assert (decision.motif, decision.jour) == ("Les places manquent", date.today())


def actions(c: Carnet, *siennes: Action) -> None:
    c.fait(lambda e: [e.cree(a) for a in siennes])


def test_the_plan_is_filtered_by_theme_and_state_with_its_known_budget(page, c):
    actions(
        c,
        Action(c.ctg, "Relais", "PE", cout=1500),
        Action(c.ctg, "Crèche", "PE"),
        Action(c.ctg, "Skatepark", "JE", EtatAction.REALISEE, cout=800, avancement=100),
    )
    at = page("actions")
    lu = textes(at)
    for attendu in ("3 actions · idée : 2 · réalisée : 1", "1 500 €", "2 300 €", "jamais ce qui a changé"):
        assert attendu in lu
    at.selectbox(key="filtre-theme").set_value("JE").run()
    assert "Skatepark" in textes(at)
    assert "Relais" not in textes(at)
    at.selectbox(key="filtre-etat").set_value("idee").run()
    assert t.ACTIONS_FILTRE_VIDE in textes(at)


def test_a_filter_whose_last_action_went_away_shows_the_rest(page, c):
    actions(c, Action(c.ctg, "Relais", "PE"), Action(c.ctg, "Skatepark", "JE"))
    at = page("actions")
    at.selectbox(key="filtre-theme").set_value("JE").run()
    c.fait(lambda e: e.supprime(c.un(Action, theme="JE")))
    at.run()
    assert not at.exception
    assert "Relais" in textes(at)


def test_an_action_is_put_off_with_its_reason(page, c):
    actions(c, Action(c.ctg, "Relais", "PE", EtatAction.RETENUE))
    fiche = c.un(Action)
    at = page("actions", element=fiche.id)
    assert "Désignez qui porte l’action." in textes(at)
    debut(at, "Passer à « reportée »").click().run()
    champ(at, "text_area", "Raison").set_value("Faute de moyens")
    bouton(at, "Confirmer").click().run()
    action = c.un(Action).objet
    assert (action.etat, action.motif) == (EtatAction.REPORTEE, "Faute de moyens")


def test_a_state_refused_leaves_the_action_as_it_was(page, c):
    actions(c, Action(c.ctg, "Relais", "PE", EtatAction.RETENUE))
    at = page("actions", element=c.un(Action).id)
    debut(at, "Passer à « planifiée »").click().run()
    assert "Désignez qui porte" in " ".join(e.value for e in at.error)
    assert c.un(Action).objet.etat == EtatAction.RETENUE


def test_five_hundred_actions_are_read_by_pages_and_opened_by_name(page, c):
    actions(c, *(Action(c.ctg, f"Action {n}", "PE") for n in range(1, 501)))
    at = page("actions")
    assert "Action 2 " in textes(at).replace("<", " ")
    assert "Action 26<" not in textes(at)
    assert len(at.button) < 25
    champ(at, "selectbox", t.LIGNES).set_value(1).run()
    assert "Action 26<" in textes(at)
    ouvrir = champ(at, "selectbox", t.ACTION_OUVRIR)
    assert len(ouvrir.options) == 500
    ouvrir.set_value(c.un(Action, libelle="Action 400").id).run()
    assert "Action 400" in textes(at)


def test_both_sides_promise_and_prove(page, c):
    at = page("engagements")
    bouton(at, t.ENGAGEMENT_AJOUTER["collectivite"]).click().run()
    champ(at, "text_area", t.ENGAGEMENT).set_value("Recruter")
    champ(at, "text_input", t.RESPONSABLE).set_value("Vice-présidence")
    bouton(at, "Enregistrer").click().run()
    (engagement,) = c.livre.dossier.de(Engagement).values()
    assert (engagement.cote, engagement.texte) == (Cote.COLLECTIVITE, "Recruter")


def test_a_text_is_blanked_for_ever(page, c):
    actions(c, Action(c.ctg, "Relais", "PE", pilote="Un nom"))
    at = page("actions", element=c.un(Action).id)
    bouton(at, "Effacer un texte pour toujours…").click().run()
    assert not at.exception
    debut(at, "Effacer pour toujours : pilote").click().run()
    assert c.un(Action).objet.pilote == "[texte retiré]"


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def depose(at, *lignes: LignePlan, octets: bytes = b""):
    """The plan of actions open on its import, with this file dropped."""
    deplie(at, t.IMPORTER)
    at.file_uploader[0].set_value(("plan.xlsx", octets or gabarit(lignes), XLSX))
    return at.run()


def deplie(at, libelle: str):
    """Open what is folded: AppTest cannot click it, so its state is set."""
    at.session_state[{t.IMPORTER: "importer-plan", t.RATTACHER: "rattacher-actions"}[libelle]] = True
    return at.run()


def test_a_plan_is_shown_before_it_is_imported_then_imported_once(page, c):
    actions(c, Action(c.ctg, "Relais", "PE", EtatAction.ENGAGEE, "Coordo", avancement=10))
    at = depose(
        page("actions"),
        LignePlan("Relais", "PE", avancement=60),
        LignePlan("Skatepark", "JE", "retenue"),
        LignePlan("Mal placée", "PE", "planifiee"),
    )
    lu = textes(at)
    for attendu in ("1 créée, 1 modifiée et 1 refusée", "Avancement (%) : 10 → 60", "Désignez qui porte l’action."):
        assert attendu in lu
    assert len(c.livre.dossier.de(Action)) == 1
    bouton(at, t.IMPORTE).click().run()
    assert not at.exception
    lues = {a.libelle: a for a in c.livre.dossier.de(Action).values()}
    assert {nom: a.avancement for nom, a in lues.items()} == {"Relais": 60, "Skatepark": 0}
    at = depose(page("actions"), LignePlan("Relais", "PE", avancement=60), LignePlan("Skatepark", "JE", "retenue"))
    assert t.APERCU_RIEN in textes(at)
    assert not any(b.label == t.IMPORTE for b in at.button)


def test_every_fault_of_a_dropped_plan_is_told_and_nothing_can_be_imported(page, c):
    at = depose(page("actions"), octets=b"Action;Th\xc3\xa8me;Avancement\n;PE;3\nRelais;Piscine;200\n")
    assert "3 fautes" in " ".join(e.value for e in at.error).replace("\u00a0", " ")
    assert "Piscine" in textes(at)
    assert not any(b.label == t.IMPORTE for b in at.button)
    assert not c.livre.dossier.de(Action)


def test_actions_are_attached_to_a_change_from_the_plan(page, c):
    actions(c, Action(c.ctg, "Relais", "PE"), Action(c.ctg, "Crèche", "PE"))
    changement = c.fait(lambda e: e.cree(Changement(c.ctg, "Les familles ont le choix"))).id
    at = deplie(page("actions"), t.RATTACHER)
    assert "2 actions ne sont reliées à aucun changement." in textes(at)
    relais = c.un(Action, libelle="Relais").id
    at.multiselect[0].set_value([relais]).run()
    bouton(at, t.RATTACHER_BOUTON).click().run()
    assert not at.exception
    assert [(lien.de, lien.vers) for lien in c.livre.dossier.de(Lien).values()] == [(relais, changement)]
    assert "1 action n’est reliée à aucun changement." in textes(at)
    assert at.multiselect[0].value == []


def test_a_ctg_is_set_aside_after_a_second_gesture_and_brought_back(page, c):
    at = page("cycle")
    bouton(at, t.SUPPRIMER).click().run()
    assert lecture.liste(c.settings)
    bouton(at, t.SUPPRIMER_CONFIRMER).click().run()
    assert not at.exception
    assert lecture.liste(c.settings) == []
    assert [f.objet.nom for f in lecture.supprimees(c.settings)] == ["CTG d'essai"]


def test_a_new_ctg_asks_for_its_territory_before_it_is_written(page, c):
    at = bouton(page("afaire"), communs.NOUVELLE).click().run()
    champ(at, "text_input", communs.NOM).set_value("La suivante")
    at = bouton(at, communs.CREER).click().run()
    assert any("Choisissez le territoire de cette CTG" in e.value for e in at.error)
    assert [f.objet.nom for f in lecture.liste(c.settings)] == [c.livre.ctg.objet.nom]
