"""The eleven steps of a CTG and the rhythm of its bodies, on cases worked by hand."""

from dataclasses import replace
from datetime import date

import pytest

from ctg_data.parcours import cycle
from ctg_data.parcours.convention import Instance, Pas, Reunion, Role, TypeInstance
from ctg_data.parcours.cycle import ETAPES, Reglages, RendezVous, Situation
from ctg_data.parcours.etats import EtatCtg, EtatPas, EtatReunion
from ctg_data.wording.cycle import PHASES, SITUATIONS, TextesEtape
from tests.parcours.dossiers import CTG, dossier

SIGNEE = date(2025, 1, 15)
S = Situation


def situations(lu, jour: date) -> dict[str, str]:
    return {s.etape.code: s.situation for s in cycle.avancement(lu, jour)}


def test_the_guide_has_eleven_steps_each_told_whole():
    assert [e.code for e in ETAPES] == ["1a", "1b", "1c", "1d", "2a", "2b", "3a", "3b", "3c", "4", "5"]
    for etape in ETAPES:
        assert isinstance(etape.textes, TextesEtape)
        assert all(vars(etape.textes).values())
        assert etape.phase in PHASES
    assert set(SITUATIONS) == set(Situation)


def test_the_preparation_lasts_three_to_six_months_as_in_the_guide():
    assert 3 <= sum(e.mois for e in ETAPES if e.phase == "1") <= 6


def test_dates_are_advised_back_from_the_start_then_from_the_end():
    dates = cycle.echeances(CTG)
    assert dates["3c"] == date(2025, 1, 1)
    assert dates["3b"] == date(2024, 12, 1)  # a month for the signature
    assert dates["3a"] == date(2024, 9, 1)  # three months to write the programme
    assert dates["5"] == date(2029, 6, 30)  # over six months before the end
    assert dates["4"] == date(2028, 12, 30)  # six months of evaluation before that
    assert cycle.echeances(replace(CTG, signe_le=SIGNEE))["3c"] == SIGNEE


def test_nothing_is_advised_without_dates():
    lu = dossier(debut=None, fin=None)
    assert {s.echeance for s in cycle.avancement(lu, SIGNEE)} == {None}


def test_the_first_step_is_under_way_and_the_second_next():
    lues = situations(dossier(), date(2023, 1, 1))
    assert (lues["1a"], lues["1b"], lues["1c"], lues["5"]) == (S.EN_COURS, S.PROCHAINE, S.A_VENIR, S.A_VENIR)


def test_what_is_done_or_needless_is_passed_over():
    lues = situations(dossier(Pas("ctg", "1a", EtatPas.FAIT), Pas("ctg", "1b", EtatPas.SANS_OBJET)), date(2023, 1, 1))
    assert (lues["1a"], lues["1b"], lues["1c"], lues["1d"]) == (S.FAITE, S.SANS_OBJET, S.EN_COURS, S.PROCHAINE)


def test_a_step_whose_date_is_past_is_late():
    """On 1 September 2024 step 3a is due that very day; 2b, three months before, is late."""
    lues = situations(dossier(etat=EtatCtg.DIAGNOSTIC), date(2024, 9, 1))
    assert (lues["2a"], lues["2b"], lues["3a"]) == (S.EN_RETARD, S.EN_RETARD, S.PROCHAINE)
    assert lues["1d"] == S.A_CONFIRMER


def test_a_date_chosen_by_people_wins_and_says_so():
    lu = dossier(Pas("ctg", "2b", echeance=date(2024, 10, 1), role=Role.CCT), etat=EtatCtg.DIAGNOSTIC)
    (suivie,) = [s for s in cycle.avancement(lu, date(2024, 9, 1)) if s.etape.code == "2b"]
    assert (suivie.echeance, suivie.fixee, suivie.role, suivie.pas) == (date(2024, 10, 1), True, Role.CCT, "pas-0")
    assert suivie.situation == S.PROCHAINE  # 2a is late, hence under way


def test_a_ctg_just_signed_is_about_to_be_followed():
    lues = situations(dossier(etat=EtatCtg.SIGNEE, signe_le=SIGNEE), date(2025, 2, 1))
    assert (lues["3c"], lues["4"], lues["5"]) == (S.A_CONFIRMER, S.EN_COURS, S.PROCHAINE)


@pytest.mark.parametrize(
    ("etat", "genre", "propre", "mois"),
    [
        (EtatCtg.NEGOCIATION, TypeInstance.COPIL, 0, 3),
        (EtatCtg.NEGOCIATION, TypeInstance.COTECH, 0, 1),
        (EtatCtg.SUIVI, TypeInstance.COPIL, 0, 6),
        (EtatCtg.SUIVI, TypeInstance.COTECH, 0, 4),
        (EtatCtg.SUIVI, TypeInstance.COPIL, 2, 2),
        (EtatCtg.PREPARATION, TypeInstance.COPIL, 0, 0),
        (EtatCtg.SUIVI, TypeInstance.TABLE, 0, 0),
        (EtatCtg.CLOTUREE, TypeInstance.COPIL, 2, 0),
    ],
)
def test_the_rhythm_follows_the_moment_of_the_ctg_unless_the_body_has_its_own(etat, genre, propre, mois):
    assert cycle.rythme(Instance("ctg", "Instance", genre, rythme=propre), etat) == mois


def test_the_rhythms_of_the_guide_are_parameters():
    locales = Reglages(rythmes={(EtatCtg.SUIVI, TypeInstance.COPIL): 12})
    assert cycle.rythme(Instance("ctg", "Copil"), EtatCtg.SUIVI, locales) == 12


def copil(*reunions: tuple[date, EtatReunion], etat=EtatCtg.SUIVI):
    siennes = (Reunion("ctg", "instance-0", jour, etat=e) for jour, e in reunions)
    return dossier(Instance("ctg", "Copil"), *siennes, etat=etat, signe_le=SIGNEE)


def test_a_body_is_due_one_rhythm_after_its_last_meeting():
    lu = copil((date(2025, 3, 10), EtatReunion.TENUE), (date(2025, 6, 10), EtatReunion.ANNULEE))
    rdv = cycle.rendez_vous(lu, "instance-0", date(2025, 7, 1))
    assert (rdv.derniere, rdv.due, rdv.alerte) == (date(2025, 3, 10), date(2025, 9, 10), True)


def test_a_body_that_never_met_is_due_one_rhythm_after_the_signature_and_today_before_it():
    assert cycle.rendez_vous(copil(), "instance-0", date(2025, 2, 1)).due == date(2025, 7, 15)
    assert cycle.rendez_vous(copil(etat=EtatCtg.NEGOCIATION), "instance-0", date(2024, 2, 1)).due == date(2024, 2, 1)


def test_a_meeting_planned_in_time_keeps_the_rhythm_and_one_planned_too_late_does_not():
    tenue = (date(2025, 3, 10), EtatReunion.TENUE)
    a_temps = cycle.rendez_vous(copil(tenue, (date(2025, 9, 10), EtatReunion.PREVUE)), "instance-0", date(2025, 7, 1))
    tardive = cycle.rendez_vous(copil(tenue, (date(2025, 9, 11), EtatReunion.PREVUE)), "instance-0", date(2025, 7, 1))
    assert (a_temps.alerte, tardive.alerte) == (False, True)


def test_a_planned_meeting_that_nobody_noted_is_told():
    rdv = cycle.rendez_vous(copil((date(2025, 6, 1), EtatReunion.PREVUE)), "instance-0", date(2025, 6, 2))
    assert (rdv.passees, rdv.prevue) == (("reunion-1",), None)
    ce_jour = cycle.rendez_vous(copil((date(2025, 6, 2), EtatReunion.PREVUE)), "instance-0", date(2025, 6, 2))
    assert (ce_jour.passees, ce_jour.prevue) == ((), date(2025, 6, 2))


def test_a_meeting_noted_as_held_to_come_is_not_the_last_one():
    lu = copil((date(2025, 3, 10), EtatReunion.TENUE), (date(2025, 8, 1), EtatReunion.TENUE))
    assert cycle.rendez_vous(lu, "instance-0", date(2025, 7, 1)).derniere == date(2025, 3, 10)


@pytest.mark.parametrize(
    ("due", "proposee"),
    [
        (date(2025, 9, 10), date(2025, 9, 10)),  # a Wednesday
        (date(2025, 9, 13), date(2025, 9, 15)),  # a Saturday becomes Monday
        (date(2025, 9, 14), date(2025, 9, 15)),  # a Sunday too
        (date(2025, 1, 1), date(2025, 7, 15)),  # past: two weeks from today
        (None, date(2025, 7, 15)),
    ],
)
def test_the_date_proposed_is_a_working_day_to_come(due, proposee):
    assert cycle.date_proposee(RendezVous("i", due=due), date(2025, 7, 1)) == proposee
