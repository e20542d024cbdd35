"""The moves of domain.md §7.4, one by one: those written there exist, any other is refused with its reason."""

import itertools

import pytest

from ctg_data.parcours import etats, passages
from ctg_data.parcours.etats import (
    EtatAction,
    EtatChangement,
    EtatChemin,
    EtatCtg,
    EtatHypothese,
    EtatObjection,
    EtatProposition,
)
from ctg_data.wording import parcours as mots

CHAINES = {
    EtatCtg: ["preparation diagnostic negociation signee suivi evaluation renouvelee", "evaluation cloturee"],
    EtatProposition: [
        "brouillon presentee clarification reactions amendee objections adoptee",
        "reactions objections a_retravailler presentee",
        "a_retravailler retiree",
    ],
    EtatObjection: ["emise recevable levee", "emise non_recevable", "recevable maintenue levee"],
    EtatChangement: [
        "propose consenti valide_collectivites suivi atteint",
        "suivi partiellement_atteint",
        "suivi non_atteint",
        "propose abandonne",
        "consenti abandonne",
        "valide_collectivites abandonne",
        "suivi abandonne",
    ],
    EtatChemin: ["ebauche simplifie valide actif revise clos", "actif clos"],
    EtatHypothese: ["a_tester en_test confortee", "en_test affaiblie", "en_test refutee", "en_test non_testable"],
    EtatAction: [
        "idee retenue planifiee engagee realisee",
        "engagee reportee planifiee",
        "planifiee reportee",
        "retenue reportee",
        "idee abandonnee",
        "retenue abandonnee",
        "planifiee abandonnee",
        "engagee abandonnee",
        "reportee abandonnee",
    ],
}
"""The last two of EtatAction, the closing of an active path and the lifting of a maintained objection are ours (see ``etats``)."""


def permis(machine: type) -> set[tuple]:
    return {(machine(a), machine(b)) for chaine in CHAINES[machine] for a, b in itertools.pairwise(chaine.split())}


@pytest.mark.parametrize("machine", CHAINES)
def test_the_moves_of_a_machine_are_those_of_the_reference(machine: type):
    assert {(a, b) for a in machine for b in etats.suites(a)} == permis(machine)


@pytest.mark.parametrize("machine", CHAINES)
def test_any_other_move_says_what_may_come(machine: type):
    for a, b in itertools.product(machine, machine):
        if (a, b) not in permis(machine):
            phrase = passages._pas_la_suite(a)
            assert mots.etat(a) in phrase
            assert all(mots.etat(suite) in phrase for suite in etats.suites(a))


def test_the_same_word_in_two_machines_is_two_states():
    assert EtatCtg.SUIVI != EtatChangement.SUIVI
    assert EtatCtg("suivi") == EtatCtg.SUIVI
    assert len({EtatCtg.SUIVI, EtatChangement.SUIVI}) == 2


@pytest.mark.parametrize("machine", etats.Etat.__subclasses__())
def test_every_state_has_its_french_name(machine: type):
    assert {mots.etat(e) for e in machine} == set(mots.ETATS[machine.__name__].values())
