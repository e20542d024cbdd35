"""Import a plan d'actions into a CTG: said before, done in one gesture, the same the second time; attach actions to a change."""

from dataclasses import replace
from datetime import date

import pytest

from ctg_data.conventions import gestes, plan_actions
from ctg_data.conventions.plan_actions import Sort, prepare
from ctg_data.loaders.plan_actions_schema import LignePlan
from ctg_data.parcours.chemin import Bout, Changement, Chemin, Etape, Lien
from ctg_data.parcours.convention import Action
from ctg_data.parcours.etats import EtatAction, EtatChangement, EtatChemin, PassageRefuse
from tests.parcours import carnet as k
from tests.parcours.dossiers import dossier

LIGNES = (
    LignePlan("Relais", "PE", "engagee", "Coordo", debut=date(2025, 9, 1), fin=date(2027, 6, 30), cout=12_000, avancement=40),
    LignePlan("Skatepark", "JE", "reportee", motif="Faute de subvention"),
    LignePlan("Idée neuve"),
)


def sorts(ecarts) -> list[Sort]:
    return [e.sort for e in ecarts]


def importe(c, *lignes: LignePlan):
    return c.fait(lambda e: plan_actions.importe(e, lignes))


def test_a_running_plan_is_created_where_it_stands(c):
    assert sorts(importe(c, *LIGNES)) == [Sort.CREEE] * 3
    relais = c.un(Action, libelle="Relais").objet
    assert (relais.etat, relais.pilote, relais.cout, relais.avancement) == (EtatAction.ENGAGEE, "Coordo", 12_000, 40)
    assert c.un(Action, libelle="Idée neuve").objet.etat == EtatAction.IDEE


def test_the_same_file_twice_changes_nothing_and_leaves_no_trace(c):
    importe(c, *LIGNES)
    avant = c.livre
    assert sorts(importe(c, *LIGNES)) == [Sort.INCHANGEE] * 3
    assert c.livre.fiches == avant.fiches


def test_the_plan_that_is_taken_away_comes_back_unchanged(c):
    importe(c, *LIGNES)
    assert sorts(prepare(c.livre.dossier, plan_actions.lignes(c.livre.dossier))) == [Sort.INCHANGEE] * 3


def test_the_whole_import_is_one_gesture_undone_at_once(c):
    importe(c, *LIGNES)
    gestes.annule(c.settings, c.ctg, gestes.annulable(c.settings, c.ctg))
    assert c.livre.dossier.de(Action) == {}


def test_an_action_is_known_by_its_name_and_theme_and_only_filled_cells_change_it(c):
    importe(c, *LIGNES)
    (ecart,) = importe(c, LignePlan(" relais ", "PE", avancement=60))
    assert ecart.sort == Sort.CHANGEE
    assert ecart.changes == (("libelle", "Relais", " relais "), ("avancement", "40", "60"))
    relais = c.un(Action, avancement=60).objet
    assert (relais.pilote, relais.etat) == ("Coordo", EtatAction.ENGAGEE)
    (autre,) = importe(c, LignePlan("Relais", "JE"))
    assert autre.sort == Sort.CREEE


def test_a_state_moves_along_the_machine_and_every_step_is_in_the_journal(c):
    importe(c, LignePlan("Idée neuve"))
    (ecart,) = importe(c, LignePlan("Idée neuve", "", "engagee", "Coordo", debut=date(2025, 9, 1), fin=date(2026, 9, 1)))
    assert ecart.sort == Sort.CHANGEE
    fiche = c.un(Action)
    assert fiche.objet.etat == EtatAction.ENGAGEE
    assert fiche.version == 5  # created, filled, retenue, planifiée, engagée


DEJA = {
    "idee": Action("ctg", "Relais", "PE"),
    "engagee": Action("ctg", "Relais", "PE", EtatAction.ENGAGEE, "Coordo", debut=date(2025, 1, 1), fin=date(2026, 1, 1)),
    "realisee": Action("ctg", "Relais", "PE", EtatAction.REALISEE),
    "retenue": Action("ctg", "Relais", "PE", EtatAction.RETENUE),
    "reportee": Action("ctg", "Relais", "PE", EtatAction.REPORTEE, "Coordo", debut=date(2025, 1, 1), fin=date(2026, 1, 1), motif="Non"),
}


@pytest.mark.parametrize(
    ("deja", "ligne", "raison"),
    [
        (None, LignePlan("Relais", "PE", "planifiee"), "Désignez qui porte l'action. Indiquez le début et la fin de l'action."),
        (None, LignePlan("Relais", "PE", "abandonnee"), "garde sa raison"),
        (None, LignePlan("Relais", "PE", fin=date(2030, 1, 1)), "au-delà de la fin de la CTG"),
        ("realisee", LignePlan("Relais", "PE", "idee"), "ne devient plus"),
        ("engagee", LignePlan("Relais", "PE", "planifiee", motif="Retard"), "ne devient plus"),
        ("retenue", LignePlan("Relais", "PE", "engagee"), "Désignez qui porte l'action."),
        ("retenue", LignePlan("Relais", "PE", "reportee"), "garde sa raison"),
        ("retenue", LignePlan("Relais", "PE", fin=date(2030, 1, 1)), "au-delà de la fin de la CTG"),
        ("reportee", LignePlan("Relais", "PE", debut=date(2027, 1, 1)), "finirait avant de commencer"),
    ],
)
def test_a_line_that_the_rules_refuse_says_why(deja, ligne, raison):
    lu = dossier(*([DEJA[deja]] if deja else []))
    (ecart,) = prepare(lu, [ligne])
    assert ecart.sort == Sort.REFUSEE
    assert raison in ecart.raison


@pytest.mark.parametrize(
    ("deja", "vers"), [("idee", "abandonnee"), ("retenue", "reportee"), ("reportee", "engagee"), ("reportee", "realisee")]
)
def test_ways_that_exist_are_taken(deja, vers):
    (ecart,) = prepare(dossier(DEJA[deja]), [LignePlan("Relais", "PE", vers, motif="Parce que")])
    assert ecart.sort == Sort.CHANGEE, ecart.raison


def test_what_is_no_longer_put_off_needs_no_reason():
    (ecart,) = prepare(dossier(DEJA["reportee"]), [LignePlan("Relais", "PE", "planifiee")])
    assert ecart.changes == (("etat", "reportée", "planifiée"),)


def test_two_actions_of_one_name_are_left_to_people():
    lu = dossier(Action("ctg", "Relais", "PE"), Action("ctg", "RELAIS", "PE"))
    (ecart,) = prepare(lu, [LignePlan("Relais", "PE", avancement=10)])
    assert (ecart.sort, "Deux actions" in ecart.raison) == (Sort.REFUSEE, True)


def test_refused_lines_do_not_keep_the_others_out(c):
    ecarts = importe(c, LignePlan("Relais", "PE", "planifiee"), LIGNES[2])
    assert sorts(ecarts) == [Sort.REFUSEE, Sort.CREEE]
    assert [a.libelle for a in c.livre.dossier.de(Action).values()] == ["Idée neuve"]


def liens(c) -> set[tuple[str, str]]:
    return {(lien.de, lien.vers) for lien in c.livre.dossier.de(Lien).values()}


def test_actions_are_attached_to_a_change_whose_path_is_opened_by_the_gesture(c):
    importe(c, *LIGNES)
    changement = c.fait(lambda e: e.cree(Changement(c.ctg, "Les familles ont le choix"))).id
    actions = list(c.livre.dossier.de(Action))
    assert c.fait(lambda e: plan_actions.rattache(e, actions[:2], changement, changement)) == 2
    assert liens(c) == {(a, changement) for a in actions[:2]}
    assert c.fait(lambda e: plan_actions.rattache(e, actions, changement, changement)) == 1
    assert len(c.livre.dossier.de(Chemin)) == 1


def test_actions_are_attached_to_a_step(c):
    importe(c, *LIGNES)
    changement = c.fait(lambda e: e.cree(Changement(c.ctg, "Les familles ont le choix"))).id
    chemin = c.fait(lambda e: e.cree(Chemin(c.ctg, changement)))
    etape = c.fait(lambda e: e.cree(Etape(c.ctg, chemin.id, "Elles se parlent"))).id
    parquee = c.fait(lambda e: e.cree(Etape(c.ctg, chemin.id, "Parquée", ecartee=True))).id
    assert plan_actions.cibles(c.livre.dossier, changement) == [etape, changement]
    assert parquee not in plan_actions.cibles(c.livre.dossier, changement)
    action = next(iter(c.livre.dossier.de(Action)))
    c.fait(lambda e: plan_actions.rattache(e, [action], changement, etape))
    (lien,) = c.livre.dossier.de(Lien).values()
    assert (lien.de_type, lien.vers_type, lien.vers) == (Bout.ACTION, Bout.ETAPE, etape)


def test_a_validated_path_is_not_drawn_upon(c):
    k.actif(c)
    importe(c, LIGNES[2])
    changement, avant = c.livre.dossier.changements()[0][0], liens(c)
    action = c.un(Action, libelle="Idée neuve").id
    with pytest.raises(PassageRefuse, match="révisez-le"):
        c.fait(lambda e: plan_actions.rattache(e, [action], changement, changement))
    assert liens(c) == avant


def test_changes_that_are_over_take_no_action():
    ouvert, clos = Changement("ctg", "Ouvert"), Changement("ctg", "Clos", etat=EtatChangement.ATTEINT)
    lu = dossier(ouvert, clos, Chemin("ctg", "changement-0", etat=EtatChemin.CLOS))
    assert plan_actions.rattachables(lu) == ["changement-0"]
    assert plan_actions.chemin_ouvert(lu, "changement-0") == ""
    assert plan_actions.cibles(lu, "changement-0") == ["changement-0"]
    assert plan_actions.rattachables(lu.avec("changement-0", replace(ouvert, etat=EtatChangement.ABANDONNE))) == []
