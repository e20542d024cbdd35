"""State machines of the change pathways (domain.md §7.4): the moves that exist; any other is refused with its reason.

Wider than §7.4, on purpose: an action not yet engaged may be put off or given up, and an action put off is planned again; a path may
be closed without a revision; an objection maintained against one text is lifted by the next one.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ctg_data.errors import CtgError


class PassageRefuse(CtgError):
    """A change of state that the rules refuse; says why, and what to do first."""


class Etat(StrEnum):
    """A state of one machine: « suivi » of a CTG is not « suivi » of a change, though their texts are the same."""

    def __eq__(self, autre: object) -> bool:
        return type(self) is type(autre) and str.__eq__(self, autre)

    def __ne__(self, autre: object) -> bool:
        return not self == autre

    def __hash__(self) -> int:
        return hash((type(self).__name__, str.__hash__(self)))


class EtatCtg(Etat):
    PREPARATION = "preparation"
    DIAGNOSTIC = "diagnostic"
    NEGOCIATION = "negociation"
    SIGNEE = "signee"
    SUIVI = "suivi"
    EVALUATION = "evaluation"
    RENOUVELEE = "renouvelee"
    CLOTUREE = "cloturee"


class EtatProposition(Etat):
    BROUILLON = "brouillon"
    PRESENTEE = "presentee"
    CLARIFICATION = "clarification"
    REACTIONS = "reactions"
    AMENDEE = "amendee"
    OBJECTIONS = "objections"
    ADOPTEE = "adoptee"
    A_RETRAVAILLER = "a_retravailler"
    RETIREE = "retiree"


class EtatObjection(Etat):
    EMISE = "emise"
    RECEVABLE = "recevable"
    NON_RECEVABLE = "non_recevable"
    LEVEE = "levee"
    MAINTENUE = "maintenue"


class EtatChangement(Etat):
    PROPOSE = "propose"
    CONSENTI = "consenti"
    VALIDE = "valide_collectivites"
    SUIVI = "suivi"
    ATTEINT = "atteint"
    PARTIEL = "partiellement_atteint"
    NON_ATTEINT = "non_atteint"
    ABANDONNE = "abandonne"


class EtatChemin(Etat):
    EBAUCHE = "ebauche"
    SIMPLIFIE = "simplifie"
    VALIDE = "valide"
    ACTIF = "actif"
    REVISE = "revise"
    CLOS = "clos"


class EtatHypothese(Etat):
    A_TESTER = "a_tester"
    EN_TEST = "en_test"
    CONFORTEE = "confortee"
    AFFAIBLIE = "affaiblie"
    REFUTEE = "refutee"
    NON_TESTABLE = "non_testable"


class EtatAction(Etat):
    IDEE = "idee"
    RETENUE = "retenue"
    PLANIFIEE = "planifiee"
    ENGAGEE = "engagee"
    REALISEE = "realisee"
    REPORTEE = "reportee"
    ABANDONNEE = "abandonnee"


class EtatReunion(Etat):
    PREVUE = "prevue"
    TENUE = "tenue"
    ANNULEE = "annulee"


class EtatEngagement(Etat):
    A_TENIR = "a_tenir"
    EN_COURS = "en_cours"
    TENU = "tenu"
    NON_TENU = "non_tenu"
    ABANDONNE = "abandonne"


class EtatPas(Etat):
    """Where one step of the life cycle stands."""

    A_FAIRE = "a_faire"
    EN_COURS = "en_cours"
    FAIT = "fait"
    SANS_OBJET = "sans_objet"


_FINS = (EtatChangement.ATTEINT, EtatChangement.PARTIEL, EtatChangement.NON_ATTEINT)
_VERDICTS = (EtatHypothese.CONFORTEE, EtatHypothese.AFFAIBLIE, EtatHypothese.REFUTEE, EtatHypothese.NON_TESTABLE)
_ARRETS = (EtatAction.REPORTEE, EtatAction.ABANDONNEE)

PASSAGES: Mapping[Etat, tuple[Etat, ...]] = MappingProxyType(
    {
        EtatCtg.PREPARATION: (EtatCtg.DIAGNOSTIC,),
        EtatCtg.DIAGNOSTIC: (EtatCtg.NEGOCIATION,),
        EtatCtg.NEGOCIATION: (EtatCtg.SIGNEE,),
        EtatCtg.SIGNEE: (EtatCtg.SUIVI,),
        EtatCtg.SUIVI: (EtatCtg.EVALUATION,),
        EtatCtg.EVALUATION: (EtatCtg.RENOUVELEE, EtatCtg.CLOTUREE),
        EtatProposition.BROUILLON: (EtatProposition.PRESENTEE,),
        EtatProposition.PRESENTEE: (EtatProposition.CLARIFICATION,),
        EtatProposition.CLARIFICATION: (EtatProposition.REACTIONS,),
        EtatProposition.REACTIONS: (EtatProposition.AMENDEE, EtatProposition.OBJECTIONS),
        EtatProposition.AMENDEE: (EtatProposition.OBJECTIONS,),
        EtatProposition.OBJECTIONS: (EtatProposition.ADOPTEE, EtatProposition.A_RETRAVAILLER),
        EtatProposition.A_RETRAVAILLER: (EtatProposition.PRESENTEE, EtatProposition.RETIREE),
        EtatObjection.EMISE: (EtatObjection.RECEVABLE, EtatObjection.NON_RECEVABLE),
        EtatObjection.RECEVABLE: (EtatObjection.LEVEE, EtatObjection.MAINTENUE),
        EtatObjection.MAINTENUE: (EtatObjection.LEVEE,),
        EtatChangement.PROPOSE: (EtatChangement.CONSENTI, EtatChangement.ABANDONNE),
        EtatChangement.CONSENTI: (EtatChangement.VALIDE, EtatChangement.ABANDONNE),
        EtatChangement.VALIDE: (EtatChangement.SUIVI, EtatChangement.ABANDONNE),
        EtatChangement.SUIVI: (*_FINS, EtatChangement.ABANDONNE),
        EtatChemin.EBAUCHE: (EtatChemin.SIMPLIFIE,),
        EtatChemin.SIMPLIFIE: (EtatChemin.VALIDE,),
        EtatChemin.VALIDE: (EtatChemin.ACTIF,),
        EtatChemin.ACTIF: (EtatChemin.REVISE, EtatChemin.CLOS),
        EtatChemin.REVISE: (EtatChemin.CLOS,),
        EtatHypothese.A_TESTER: (EtatHypothese.EN_TEST,),
        EtatHypothese.EN_TEST: _VERDICTS,
        EtatAction.IDEE: (EtatAction.RETENUE, EtatAction.ABANDONNEE),
        EtatAction.RETENUE: (EtatAction.PLANIFIEE, *_ARRETS),
        EtatAction.PLANIFIEE: (EtatAction.ENGAGEE, *_ARRETS),
        EtatAction.ENGAGEE: (EtatAction.REALISEE, *_ARRETS),
        EtatAction.REPORTEE: (EtatAction.PLANIFIEE, EtatAction.ABANDONNEE),
        EtatReunion.PREVUE: (EtatReunion.TENUE, EtatReunion.ANNULEE),
        EtatEngagement.A_TENIR: (EtatEngagement.EN_COURS, EtatEngagement.TENU, EtatEngagement.NON_TENU, EtatEngagement.ABANDONNE),
        EtatEngagement.EN_COURS: (EtatEngagement.TENU, EtatEngagement.NON_TENU, EtatEngagement.ABANDONNE),
        EtatPas.A_FAIRE: (EtatPas.EN_COURS, EtatPas.FAIT, EtatPas.SANS_OBJET),
        EtatPas.EN_COURS: (EtatPas.FAIT, EtatPas.SANS_OBJET, EtatPas.A_FAIRE),
        EtatPas.FAIT: (EtatPas.EN_COURS,),
        EtatPas.SANS_OBJET: (EtatPas.A_FAIRE,),
    }
)
"""State -> the states that may follow; a state that is not there is an end."""


def suites(etat: Etat) -> tuple[Etat, ...]:
    """The states that may follow ``etat``, () at an end."""
    return PASSAGES.get(etat, ())


def fini(etat: Etat) -> bool:
    return not suites(etat)


ACTIFS = frozenset({EtatChangement.CONSENTI, EtatChangement.VALIDE, EtatChangement.SUIVI})
"""Changes that count among the 4 to 6 of a CTG: consented, and neither closed nor given up."""
VALIDES = frozenset({EtatChangement.VALIDE, EtatChangement.SUIVI, *_FINS})
"""Changes that the collectivités validated: hypotheses may be written."""
FIGES = frozenset({EtatChemin.VALIDE, EtatChemin.ACTIF, EtatChemin.REVISE, EtatChemin.CLOS})
"""Paths whose drawing no longer changes: a new version is drawn instead."""
ARCHIVES = frozenset({EtatChemin.REVISE, EtatChemin.CLOS})
"""Paths that are read only."""
FINS = frozenset(_FINS)
SIGNES = frozenset({EtatCtg.SIGNEE, EtatCtg.SUIVI, EtatCtg.EVALUATION, EtatCtg.RENOUVELEE, EtatCtg.CLOTUREE})
TERMINES = frozenset({EtatCtg.RENOUVELEE, EtatCtg.CLOTUREE})
MOTIVES = frozenset({EtatChangement.ABANDONNE, EtatHypothese.NON_TESTABLE, *_ARRETS, EtatEngagement.ABANDONNE, EtatEngagement.NON_TENU})
"""States that are entered with a reason, kept with the record."""
