"""Gestures that tell a whole turn of the table at once; what was adopted no longer changes by itself."""

import pytest

from ctg_data.conventions import consentement
from ctg_data.parcours.chemin import Changement
from ctg_data.parcours.concertation import FuturIdeal, Proposition
from ctg_data.parcours.etats import EtatProposition, PassageRefuse
from tests.parcours.carnet import Carnet, table


@pytest.fixture
def proposee(c: Carnet) -> Carnet:
    def geste(e):
        consentement.propose(e, e.cree(Changement(c.ctg, "Les jeunes se disent écoutés")), table(e).id)

    c.fait(geste)
    return c


@pytest.mark.parametrize("tours", [(), (EtatProposition.PRESENTEE,), (EtatProposition.PRESENTEE, EtatProposition.CLARIFICATION)])
def test_a_proposition_goes_to_the_round_of_objections_from_wherever_it_is(proposee, tours):
    p = proposee.passe(proposee.un(Proposition), *tours)
    assert proposee.fait(lambda e: consentement.aux_objections(e, p)).objet.etat == EtatProposition.OBJECTIONS


def test_nothing_of_the_round_is_kept_without_a_meeting(c):
    c.fait(lambda e: consentement.propose(e, e.cree(Changement(c.ctg, "Les jeunes se disent écoutés"))))
    with pytest.raises(PassageRefuse, match="Choisissez la réunion"):
        c.fait(lambda e: consentement.aux_objections(e, c.un(Proposition)))
    assert c.un(Proposition).objet.etat == EtatProposition.BROUILLON


def test_an_adopted_proposition_has_no_round_left(proposee):
    adoptee = proposee.fait(lambda e: consentement.adopte(e, consentement.aux_objections(e, proposee.un(Proposition))))
    with pytest.raises(PassageRefuse, match="son sort est dit"):
        proposee.fait(lambda e: consentement.aux_objections(e, adoptee))


def test_words_changed_after_reactions_make_it_amended(proposee):
    p = proposee.fait(lambda e: consentement.amende(e, proposee.un(Proposition), "Les jeunes sont écoutés"))
    assert p.objet.etat == EtatProposition.BROUILLON
    p = proposee.passe(p, EtatProposition.PRESENTEE, EtatProposition.CLARIFICATION, EtatProposition.REACTIONS)
    p = proposee.fait(lambda e: consentement.amende(e, p, "Les jeunes sont entendus"))
    assert (p.objet.etat, p.objet.texte) == (EtatProposition.AMENDEE, "Les jeunes sont entendus")


def test_an_adopted_futur_ideal_is_neither_rewritten_nor_taken_away(c):
    def geste(e):
        f = e.cree(FuturIdeal(c.ctg, 1, "Les jeunes restent"))
        consentement.adopte(e, consentement.aux_objections(e, consentement.propose(e, f, table(e).id)))
        return f

    c.fait(geste)
    futur = c.un(FuturIdeal)
    with pytest.raises(PassageRefuse, match="écrivez-en une nouvelle"):
        c.fait(lambda e: e.modifie(futur, texte="Autre"))
    with pytest.raises(PassageRefuse, match="reste lisible"):
        c.fait(lambda e: e.supprime(futur))
    assert c.un(FuturIdeal) == futur
