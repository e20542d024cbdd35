"""The list of what is to be done, rule by rule, on dossiers written by hand."""

from dataclasses import replace
from datetime import date

import pytest

from ctg_data.parcours.chemin import Bout, Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.concertation import Objection, ObjetPropose, Proposition
from ctg_data.parcours.convention import (
    Action,
    Cote,
    Engagement,
    Instance,
    Organisation,
    Pas,
    Reunion,
    Role,
    TypeOrganisation,
    Validation,
)
from ctg_data.parcours.cycle import Reglages
from ctg_data.parcours.etats import (
    EtatAction,
    EtatChangement,
    EtatChemin,
    EtatCtg,
    EtatEngagement,
    EtatHypothese,
    EtatObjection,
    EtatPas,
    EtatReunion,
)
from ctg_data.parcours.suivi import Evaluation, IndicateurLie, Marqueur, Releve
from ctg_data.parcours.taches import CHEMINS, SUIVI, Tache, taches
from tests.parcours.dossiers import dossier

JOUR = date(2026, 3, 2)
SIGNEE = date(2025, 1, 15)


def suivie(*objets: object, **ctg: object):
    """A CTG being followed."""
    return dossier(*objets, **{"etat": EtatCtg.SUIVI, "signe_le": SIGNEE, **ctg})


def de(lu, *regles: str, jour: date = JOUR, reglages: Reglages | None = None) -> list[Tache]:
    trouvees = taches(lu, jour, reglages) if reglages else taches(lu, jour)
    return [t for t in trouvees if t.regle in regles]


def test_a_ctg_that_is_over_asks_for_nothing():
    lu = dossier(Instance("ctg", "Copil", rythme=1), Action("ctg", "Relais", etat=EtatAction.ENGAGEE), etat=EtatCtg.CLOTUREE)
    assert taches(lu, JOUR) == []


def test_late_comes_first_then_what_has_no_date_then_what_comes():
    lu = suivie(
        Engagement("ctg", texte="Ouvrir", responsable="Direction", echeance=date(2026, 4, 1)),
        Engagement("ctg", texte="Financer", responsable="Direction"),
        Engagement("ctg", texte="Former", responsable="Direction", echeance=date(2026, 2, 1)),
        Engagement("ctg", texte="Attendre", responsable="Direction", echeance=date(2026, 12, 1)),
    )
    lues = de(lu, "engagement", "engagement_sans_date")
    assert [(t.fiche, t.retard) for t in lues] == [("engagement-2", True), ("engagement-1", False), ("engagement-0", False)]


def test_steps_late_under_way_and_next_are_told_those_passed_without_a_word_are_asked_together():
    lu = dossier(Pas("ctg", "1a", EtatPas.FAIT), etat=EtatCtg.DIAGNOSTIC)
    lues = de(lu, "etape", "etapes_passees", jour=date(2024, 9, 1))
    assert [(t.fiche, t.retard) for t in lues if t.regle == "etape"] == [("2a", True), ("2b", True), ("3a", False)]
    (passees,) = [t for t in lues if t.regle == "etapes_passees"]
    assert "3" in passees.phrase
    assert passees.fiche == "1b"


def test_a_far_next_step_waits():
    assert [t.fiche for t in de(suivie(), "etape")] == ["4"]


def reunion(jour: date, etat: EtatReunion, **champs: object) -> Reunion:
    return Reunion("ctg", "instance-0", jour, etat=etat, **champs)


def test_a_body_whose_rhythm_is_not_kept_is_to_meet():
    lu = suivie(Instance("ctg", "Copil"), reunion(date(2025, 9, 1), EtatReunion.TENUE, compte_rendu="Fait."))
    (tache,) = de(lu, "rythme")
    assert (tache.jour, tache.retard, tache.fiche) == (date(2026, 3, 1), True, "instance-0")
    assert "tous les 6 mois" in tache.phrase


def test_a_planned_meeting_is_told_instead_of_the_rhythm():
    lu = suivie(Instance("ctg", "Copil"), reunion(date(2026, 3, 9), EtatReunion.PREVUE))
    (tache,) = de(lu, "rythme", "reunion")
    assert (tache.regle, tache.jour) == ("reunion", date(2026, 3, 9))


def test_a_meeting_planned_later_than_the_rhythm_is_not_asked_for_again():
    lu = suivie(Instance("ctg", "Copil"), reunion(date(2026, 9, 9), EtatReunion.PREVUE))
    assert de(lu, "rythme", "reunion") == []


def test_a_meeting_is_noted_then_written_up():
    lu = suivie(Instance("ctg", "Copil"), reunion(date(2026, 2, 9), EtatReunion.PREVUE), reunion(date(2026, 1, 9), EtatReunion.TENUE))
    assert [(t.regle, t.fiche) for t in de(lu, "reunion_passee", "compte_rendu")] == [
        ("reunion_passee", "reunion-1"),
        ("compte_rendu", "reunion-2"),
    ]


def test_each_side_has_its_engagements_and_a_kept_one_has_its_proof():
    lu = suivie(
        Engagement("ctg", Cote.COLLECTIVITE, "Ouvrir", "Élu", date(2026, 2, 1), EtatEngagement.EN_COURS),
        Engagement("ctg", Cote.CAF, "Financer", "Direction", etat=EtatEngagement.TENU),
        Engagement("ctg", Cote.CAF, "Former", "Direction", etat=EtatEngagement.TENU, justification="Compte rendu."),
        Engagement("ctg", Cote.CAF, "Renoncer", "Direction", date(2026, 2, 1), EtatEngagement.ABANDONNE),
    )
    lues = de(lu, "engagement", "engagement_sans_preuve", "engagement_sans_date")
    assert [(t.fiche, t.role) for t in lues] == [("engagement-0", Role.COLLECTIVITE), ("engagement-1", Role.CONSEILLER)]


@pytest.mark.parametrize(
    ("action", "attendues"),
    [
        (Action("ctg", "Relais", etat=EtatAction.IDEE), []),
        (Action("ctg", "Relais", etat=EtatAction.RETENUE), ["action_sans_pilote"]),
        (Action("ctg", "Relais", etat=EtatAction.ENGAGEE, pilote="Coordo", fin=date(2026, 2, 1)), ["action"]),
        (Action("ctg", "Relais", etat=EtatAction.ENGAGEE, pilote="Coordo", fin=date(2027, 2, 1)), []),
        (Action("ctg", "Relais", etat=EtatAction.REALISEE, fin=date(2026, 2, 1)), []),
        (Action("ctg", "Relais", etat=EtatAction.REPORTEE, fin=date(2026, 2, 1)), []),
        (
            Action("ctg", "Relais", etat=EtatAction.PLANIFIEE, pilote="Coordo", debut=JOUR, fin=date(2027, 2, 1)),
            ["action_a_engager"],
        ),
    ],
)
def test_actions_late_to_start_or_end_or_without_owner(action, attendues):
    assert [t.regle for t in taches(suivie(action), JOUR) if t.regle.startswith("action")] == attendues


def chemin(etat: EtatChangement = EtatChangement.SUIVI, du_chemin: EtatChemin = EtatChemin.ACTIF, **h: object):
    hypothese = {"texte": "Elles se parlent", "prevue_le": date(2026, 2, 15), **h}
    return suivie(
        Changement("ctg", "Les familles ont le choix", etat=etat),
        Chemin("ctg", "changement-0", etat=du_chemin),
        Etape("ctg", "chemin-1", "Elles se rencontrent"),
        Lien("ctg", "chemin-1", Bout.ETAPE, "etape-2", Bout.CHANGEMENT, "changement-0"),
        Hypothese("ctg", "lien-3", **hypothese),
        Marqueur("ctg", cible="changement-0", libelle="On le dit"),
        Marqueur("ctg", cible="etape-2", libelle="On les voit"),
    )


def test_an_hypothesis_is_looked_at_on_its_day():
    (tache,) = de(chemin(), "hypothese")
    assert (tache.page, tache.changement, tache.jour, tache.retard) == (SUIVI, "changement-0", date(2026, 2, 15), True)
    assert tache.fiche == "hypothese-4"


@pytest.mark.parametrize(
    "lu",
    [
        chemin(etat=EtatChangement.ABANDONNE),
        chemin(du_chemin=EtatChemin.CLOS),
        chemin(prevue_le=date(2027, 1, 1)),
        chemin(etat=EtatChangement.SUIVI).avec("hypothese-4", Hypothese("ctg", "lien-3", "Oui", EtatHypothese.CONFORTEE, prevue_le=JOUR)),
    ],
)
def test_an_hypothesis_judged_far_or_of_a_closed_path_is_left_alone(lu):
    assert de(lu, "hypothese") == []


def test_markers_never_looked_at_have_no_date():
    (tache,) = de(chemin(), "marqueurs")
    assert (tache.jour, tache.changement) == (None, "changement-0")
    assert tache.phrase.endswith("2\u00a0marqueurs à regarder.")


def test_markers_are_looked_at_again_after_six_months():
    lu = chemin()
    for rang, (marqueur, jour) in enumerate({"marqueur-5": date(2025, 9, 2), "marqueur-6": date(2025, 9, 3)}.items()):
        lu = lu.avec(f"releve-{rang}", Releve("ctg", marqueur, jour))
    (tache,) = de(lu, "marqueurs")
    assert (tache.jour, tache.phrase[-22:], tache.fiche) == (JOUR, "1\u00a0marqueur à regarder.", "marqueur-5")
    assert de(lu, "marqueurs", reglages=Reglages(mois_marqueurs=7)) == []


def test_a_starting_point_is_read_within_twelve_months():
    valide = Changement("ctg", "Les familles ont le choix", etat=EtatChangement.VALIDE)
    (tache,) = de(suivie(valide), "depart", "depart_manque", jour=date(2025, 6, 1))
    assert (tache.regle, tache.jour, tache.role) == ("depart", date(2026, 1, 15), Role.ETUDES)
    (tache,) = de(suivie(valide), "depart", "depart_manque")
    assert (tache.regle, tache.retard) == ("depart_manque", True)
    lu = suivie(valide, IndicateurLie("ctg", porteur="changement-0", indicateur="tx", t0_valeur="12.5"))
    assert de(lu, "depart", "depart_manque", jour=date(2025, 6, 1)) == []
    assert de(suivie(valide, Marqueur("ctg", cible="changement-0", libelle="Vu")), "depart", "depart_manque") == []
    consenti = replace(valide, etat=EtatChangement.CONSENTI)
    assert de(suivie(consenti), "depart", jour=date(2025, 6, 1)) == []


def test_objections_are_examined_then_lifted_by_the_meeting_that_decides():
    lu = suivie(
        Changement("ctg", "Les familles ont le choix"),
        Instance("ctg", "Table"),
        Reunion("ctg", "instance-1", date(2026, 3, 20), etat=EtatReunion.PREVUE),
        Proposition("ctg", ObjetPropose.CHANGEMENT, "changement-0", "Les familles ont le choix", reunion="reunion-2"),
        Objection("ctg", "proposition-3", motif="Trop vague"),
        Objection("ctg", "proposition-3", motif="Trop loin", etat=EtatObjection.RECEVABLE),
        Objection("ctg", "proposition-3", motif="Levée", etat=EtatObjection.LEVEE),
    )
    lues = de(lu, "objection")
    assert [(t.page, t.volet, t.fiche, t.changement) for t in lues] == [(CHEMINS, "consentement", "proposition-3", "changement-0")] * 2
    assert {t.jour for t in lues} == {date(2026, 3, 20)}
    assert [t.phrase for t in lues] == [
        "Objection (« Trop vague ») : examinez-la.",
        "Objection (« Trop loin ») : levez-la, ou dites qu’elle est maintenue.",
    ]


def test_opinions_are_awaited_from_signatory_collectivites():
    lu = suivie(
        Changement("ctg", "Un", etat=EtatChangement.CONSENTI),
        Changement("ctg", "Deux", etat=EtatChangement.CONSENTI),
        Organisation("ctg", "CC", signataire=True),
        Organisation("ctg", "Commune"),
        Organisation("ctg", "Caf", TypeOrganisation.CAF, signataire=True),
        Validation("ctg", "changement-0", "organisation-2"),
    )
    (tache,) = de(lu, "avis")
    assert (tache.changement, tache.role) == ("changement-1", Role.COLLECTIVITE)
    assert tache.phrase == "CC : avis attendu sur 1\u00a0changement consenti."


def test_the_evaluation_comes_before_the_end_and_the_choice_after_it():
    assert de(suivie(), "evaluer", jour=date(2028, 12, 30)) == []
    (evaluer,) = de(suivie(), "evaluer", jour=date(2028, 12, 31))
    assert (evaluer.jour, evaluer.role) == (date(2029, 6, 30), Role.DIRECTION)
    lu = suivie(etat=EtatCtg.EVALUATION)
    assert [t.regle for t in de(lu, "noter", "renouveler", jour=date(2029, 1, 1))] == ["noter"]
    note = replace(lu, objets={Evaluation: {"e": Evaluation("ctg", texte="Bien")}})
    assert [t.regle for t in de(note, "noter", "renouveler", jour=date(2029, 1, 1))] == ["renouveler"]
