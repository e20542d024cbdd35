"""What the page « Gouvernance » lays out: things to do, the life cycle, lists of records, the plan d'actions."""

from datetime import date

import pytest

from ctg_data.conventions.gestes import Annulable
from ctg_data.parcours.convention import Action, Cote, Decision, Engagement, Instance, Organisation, Participant, Pas, Reunion, Role
from ctg_data.parcours.etats import EtatAction, EtatCtg, EtatEngagement, EtatPas, EtatReunion
from ctg_data.storage.journal import Entree
from ctg_data.views import conventions, fiches, plan_actions
from ctg_data.views.cycle import cycle_de_vie
from ctg_data.views.taches import a_faire, roles
from tests.parcours.dossiers import dossier

JOUR = date(2026, 3, 2)
SIGNEE = date(2025, 1, 15)


def suivie(*objets: object):
    return dossier(*objets, etat=EtatCtg.SUIVI, signe_le=SIGNEE)


def plat(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def engagements(*jours: date | None) -> tuple[Engagement, ...]:
    return tuple(Engagement("ctg", Cote.CAF, f"Promesse {n}", "Direction", jour) for n, jour in enumerate(jours))


def test_things_to_do_come_by_urgency_with_their_counts():
    vue = a_faire(suivie(*engagements(date(2026, 3, 1), None, date(2026, 4, 1), date(2026, 4, 2))), JOUR, "conseiller")
    assert [(titre, len(lignes)) for titre, lignes in vue.groupes] == [
        ("En retard (1)", 1),
        ("Dès que possible (2)", 2),  # the steps passed without a word, besides
        ("Dans les trente jours (1)", 1),
        ("Plus tard (1)", 1),
    ]
    assert [li.quand for _, lignes in vue.groupes for li in lignes if "Promesse" in li.phrase][:2] == [
        "1er\u00a0mars\u00a02026",
        "sans date",
    ]


def test_each_role_has_its_count_and_all_of_them_the_sum():
    lu = suivie(*engagements(JOUR))
    comptes = dict(roles(lu, JOUR))
    assert comptes[""] == "Tous les rôles (3)"  # the promise, step 4, the steps passed
    assert plat(comptes[Role.DIRECTION]) == "Direction (0)"
    assert a_faire(lu, JOUR, "direction").groupes == ()


def test_a_long_list_of_things_to_do_comes_by_pages_that_keep_the_whole_counts():
    vue = a_faire(suivie(*engagements(*[date(2026, 1, 1)] * 30)), JOUR, page=1)
    assert [plat(p) for p in vue.pages] == ["1 à 25 sur 32", "26 à 32 sur 32"]
    assert [(titre, len(lignes)) for titre, lignes in vue.groupes] == [
        ("En retard (30)", 5),
        ("Dès que possible (1)", 1),
        ("Plus tard (1)", 1),
    ]


def test_the_line_of_states_shows_the_present_one_and_one_end():
    assert [nom for nom, ici in cycle_de_vie(suivie(), JOUR).etats if ici] == ["Suivi des engagements"]
    assert cycle_de_vie(suivie(), JOUR).etats[-1] == ("Renouvelée ou clôturée", False)
    assert cycle_de_vie(dossier(etat=EtatCtg.CLOTUREE), JOUR).etats[-1] == ("Clôturée", True)


def test_steps_stand_in_their_phase_and_the_late_one_is_to_look_at():
    vue = cycle_de_vie(dossier(Pas("ctg", "2a", EtatPas.FAIT), etat=EtatCtg.DIAGNOSTIC), date(2024, 9, 1))
    assert [(nom, [e.code for e in etapes]) for nom, etapes in vue.phases][1] == ("Mobiliser", ["2a", "2b"])
    assert vue.courante == "2b"
    deux = vue.etape("2b")
    assert (deux.mot, plat(deux.quand)) == ("en retard", "1er juin 2024, date conseillée")
    assert vue.etape("2a").quand == ""
    assert vue.etape("inconnue") == deux
    assert [nom for nom, _ in deux.definitions] == ["Enjeux", "Objectifs", "Moyens"]


def test_a_list_is_cut_into_pages_and_names_every_record():
    lu = fiches.organisations(suivie(*(Organisation("ctg", f"Organisation {n}") for n in range(30))), page=9)
    assert (len(lu.tableau.lignes), len(lu.choix), lu.page, len(lu.pages)) == (5, 30, 1, 2)
    assert lu.nom("organisation-29") == "Organisation 29 · Collectivité"


def test_an_organisation_tells_the_functions_that_speak_for_it():
    lu = suivie(Organisation("ctg", "CC", signataire=True), Participant("ctg", "organisation-0", "Élue"), Participant("ctg", "", "Agent"))
    assert fiches.organisations(lu).tableau.lignes == (("CC", "Collectivité", "oui", "Élue"),)
    assert [ligne[:2] for ligne in fiches.participants(lu).tableau.lignes] == [("Élue", "CC"), ("Agent", "")]


@pytest.mark.parametrize(
    ("reunions", "prochaine"),
    [
        ((), "à réunir : le rythme voulait le 15 juillet 2025"),
        (((date(2025, 10, 1), EtatReunion.TENUE),), "à réunir avant le 1er avril 2026"),
        (((date(2025, 10, 1), EtatReunion.TENUE), (date(2026, 3, 30), EtatReunion.PREVUE)), "30 mars 2026"),
        (
            ((date(2025, 10, 1), EtatReunion.TENUE), (date(2026, 6, 1), EtatReunion.PREVUE)),
            "le 1er juin 2026, plus tard que le rythme (1er avril 2026)",
        ),
    ],
)
def test_a_body_says_when_it_meets_next_and_whether_that_keeps_its_rhythm(reunions, prochaine):
    lu = suivie(Instance("ctg", "Copil"), *(Reunion("ctg", "instance-0", jour, etat=etat) for jour, etat in reunions))
    ligne = fiches.instances(lu, JOUR).tableau.lignes[0]
    assert plat(ligne[-1]) == prochaine
    assert plat(ligne[3]) == "tous les 6 mois (repère du guide)"


def test_a_body_without_rhythm_says_so():
    assert fiches.rythme(0, 0) == "pas de repère à ce moment de la CTG"
    assert fiches.rythme(1, 1) == "tous les mois (propre à l’instance)"


def test_meetings_come_last_first_with_their_quorum():
    lu = suivie(
        Instance("ctg", "Copil"),
        Reunion("ctg", "instance-0", date(2025, 3, 1), "Bilan", EtatReunion.TENUE, quorum=5, presents=4, compte_rendu="Fait."),
        Reunion("ctg", "instance-0", date(2026, 3, 1), "Suite", quorum=5),
        Decision("ctg", date(2025, 3, 1), "Ouvrir", "Il manque des places", "reunion-1"),
    )
    lignes = [tuple(map(plat, ligne)) for ligne in fiches.reunions(lu).tableau.lignes]
    assert lignes == [
        ("1er mars 2026", "Copil", "Suite", "prévue", "quorum de 5", "non"),
        ("1er mars 2025", "Copil", "Bilan", "tenue", "4 présents, quorum de 5 non atteint", "oui"),
    ]
    assert plat(fiches.decisions(lu).tableau.lignes[0][-1]) == "Copil, 1er mars 2025"


def test_each_side_has_its_engagements_by_date_with_what_proves_them_and_why_they_failed():
    lu = suivie(
        *engagements(None, date(2026, 3, 1)),
        Engagement("ctg", Cote.COLLECTIVITE, "Autre", "Élue"),
        Engagement("ctg", Cote.CAF, "Perdue", "Direction", date(2026, 1, 1), EtatEngagement.NON_TENU, "Courrier.", "Refus du conseil"),
    )
    lignes = fiches.engagements(lu, Cote.CAF).tableau.lignes
    assert [ligne[0] for ligne in lignes] == ["Perdue", "Promesse 1", "Promesse 0"]
    assert [plat(ligne[2]) for ligne in lignes] == ["1er janvier 2026", "1er mars 2026", "sans date"]
    assert plat(lignes[0][4]) == "Courrier. Raison : Refus du conseil"


def test_a_record_tells_what_it_holds_but_its_name_and_state():
    action = Action("ctg", "Relais", "PE", EtatAction.REPORTEE, debut=SIGNEE, cout=1500, motif="Faute de moyens")
    assert [(nom, plat(texte)) for nom, texte in fiches.details(action)] == [
        ("Raison", "Faute de moyens"),
        ("Thème", "Petite enfance"),
        ("Début", "15 janvier 2025"),
        ("Budget (€)", "1 500"),
        ("Avancement (%)", "0"),
    ]


def test_a_number_that_nobody_told_is_left_out():
    assert fiches.details(Instance("ctg", "Copil")) == (("Type", "Comité de pilotage (Copil)"),)
    assert ("Mois entre deux réunions", "2") in fiches.details(Instance("ctg", "Copil", rythme=2))


PLAN = (
    Action("ctg", "Action 10", "PE", EtatAction.ENGAGEE, "Coordo", "CT", "Service", SIGNEE, cout=1000, avancement=50),
    Action("ctg", "Action 2", "PE", EtatAction.RETENUE),
    Action("ctg", "Accueil", "JE", EtatAction.ABANDONNEE, cout=9000),
    Action("ctg", "Divers", cout=500),
)


def test_the_plan_is_read_by_theme_then_by_name_as_people_count():
    vue = plan_actions.plan(suivie(*PLAN))
    assert [ligne[0] for ligne in vue.liste.tableau.lignes] == ["Action 2", "Action 10", "Accueil", "Divers"]
    assert plat(vue.resume) == "4 actions · idée : 1 · retenue : 1 · engagée : 1 · abandonnée : 1"
    dix = tuple(map(plat, vue.liste.tableau.lignes[1]))
    assert dix == ("Action 10", "Petite enfance", "Coordo", "CT et Service", "01/2025 – …", "1 000 €", "", "engagée", "50 %")
    assert [ligne[2] for ligne in vue.liste.tableau.lignes] == ["sans pilote", "Coordo", "", ""]


def test_filters_count_the_whole_plan_and_keep_what_they_name():
    vue = plan_actions.plan(suivie(*PLAN), theme="PE", etat="retenue")
    assert [ligne[0] for ligne in vue.liste.tableau.lignes] == ["Action 2"]
    assert dict(vue.themes) == {"": "Tous (4)", "PE": "Petite enfance (2)", "JE": "Jeunesse (1)", "-": "Sans thème (1)"}
    assert [ligne[0] for ligne in plan_actions.plan(suivie(*PLAN), theme=plan_actions.SANS).liste.tableau.lignes] == ["Divers"]


def test_the_budget_adds_what_is_known_and_counts_what_is_not_without_what_was_given_up():
    lignes = [tuple(map(plat, ligne)) for ligne in plan_actions.budget(PLAN).lignes]
    assert lignes == [("Petite enfance", "2", "1 000 €", "1"), ("Sans thème", "1", "500 €", "0"), ("Ensemble", "3", "1 500 €", "1")]
    assert [tuple(map(plat, ligne)) for ligne in plan_actions.budget(PLAN[1:2]).lignes] == [("Petite enfance", "1", "non connu", "1")]


@pytest.mark.parametrize(
    ("etat", "cout", "partiel"), [(EtatAction.ENGAGEE, None, True), (EtatAction.ENGAGEE, 0, False), (EtatAction.ABANDONNEE, None, False)]
)
def test_a_sum_is_said_partial_only_when_a_budget_that_counts_is_not_known(etat, cout, partiel):
    actions = Action("ctg", "Relais", "PE", etat=EtatAction.ENGAGEE, cout=100), Action("ctg", "Autre", "PE", etat=etat, cout=cout)
    assert plan_actions.plan(suivie(*actions)).budget_partiel is partiel


@pytest.mark.parametrize(
    ("genre", "geste", "nombre", "dit"),
    [
        ("action", "cree", 1, "action écrite"),
        ("engagement", "supprime", 1, "engagement retiré"),
        ("ctg", "modifie", 1, "CTG modifiée"),
        ("action", "cree", 2, "action écrite, avec 1 autre fiche"),
        ("action", "cree", 12, "action écrite, avec 11 autres fiches"),
    ],
)
def test_what_can_be_undone_is_told_in_french(genre, geste, nombre, dit):
    assert plat(conventions.geste(Annulable(Entree(1, "", "", geste, genre, "", 1, None, {}, {}), nombre))) == dit
