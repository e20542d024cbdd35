"""The agenda of the next steering committee: five to ten points, each from something written in the dossier."""

from datetime import date

from ctg_data.parcours import copil, evaluation
from ctg_data.parcours.concertation import Objection, ObjetPropose, Proposition
from ctg_data.parcours.convention import Engagement, Instance, Reunion, TypeInstance
from ctg_data.parcours.etats import EtatAction, EtatProposition, EtatReunion
from ctg_data.parcours.suivi import Comptage, Critere, Evaluation, Grille, Objet, Rang
from tests.parcours.suivi import ACTION, BUT, ETAPE, JOUR, change, dossier, marqueur, refute


def plein():
    """A dossier where everything calls for the committee of 15 June 2028."""
    d = change(marqueur(refute(dossier(fin=date(2028, 12, 31))), Rang.ATTENDU, cible=ETAPE), ACTION, etat=EtatAction.REALISEE)
    d = d.avec("copil", Instance("c", "Copil", TypeInstance.COPIL))
    d = d.avec("r1", Reunion("c", "copil", date(2027, 1, 12), etat=EtatReunion.TENUE))
    d = d.avec("r2", Reunion("c", "copil", date(2028, 6, 15)))
    d = d.avec("prop", Proposition("c", ObjetPropose.CHANGEMENT, BUT, "Les parents s’entraident", EtatProposition.OBJECTIONS))
    d = d.avec("obj", Objection("c", "prop", motif="Trop vague"))
    return d.avec("eng", Engagement("c", texte="Financer un poste", responsable="Direction", echeance=date(2027, 6, 1)))


def titres(d, chiffres=()):
    return [p.titre for p in copil.ordre_du_jour(d, JOUR, chiffres).points]


def test_a_quiet_ctg_has_five_points():
    assert titres(dossier()) == [
        "Relevé de décisions de la séance précédente",
        "Où en sont les changements",
        "Preuves à réunir",
        "Décisions à prendre",
        "Calendrier",
    ]


def test_without_any_change_nothing_is_said_to_stand():
    d = dossier()
    vide = d.sans(*(i for i, _ in d.tous()))
    (point,) = (p for p in copil.ordre_du_jour(vide, JOUR).points if p.titre == "Preuves à réunir")
    assert point.details[0].startswith("À prévoir dès que")


def test_everything_that_calls_for_the_committee_is_on_its_agenda_with_its_date():
    d = plein()
    lu = copil.ordre_du_jour(d, JOUR, ["Un chiffre nouveau."])
    assert (lu.jour, lu.precedente) == (date(2028, 6, 15), date(2027, 1, 12))
    contenu = {p.titre: " ".join(p.details).replace("\u00a0", " ") for p in lu.points}
    assert 5 <= len(lu.points) <= 10
    assert "aucun marqueur n’a bougé" in contenu["Des actions avancent, rien ne bouge"]
    assert contenu["Objections ouvertes"] == "Professionnels : « Trop vague » (émise), sur « Les parents s’entraident »."
    assert contenu["Engagements en retard"] == "Caf, Direction : « Financer un poste », attendu le 1er juin 2027."
    assert contenu["Chiffres nouveaux"] == "Un chiffre nouveau."
    assert "réviser le chemin" in contenu["Décisions à prendre"]
    assert "La CTG finit le 31 décembre 2028" in contenu["Décisions à prendre"]


def test_a_hypothesis_is_due_on_the_day_of_the_meeting_not_of_the_reading():
    """Due on 1 January 2028, read in March 2027: on the agenda only of a committee after that day."""
    assert "Hypothèses à examiner" not in titres(dossier())
    d = dossier().avec("copil", Instance("c", "Copil", TypeInstance.COPIL)).avec("r", Reunion("c", "copil", date(2028, 6, 15)))
    assert "Hypothèses à examiner" in titres(d)


def test_a_long_point_is_cut_and_the_rest_counted():
    d = dossier()
    for n in range(9):
        d = d.avec(f"e{n}", Engagement("c", texte=f"Promesse {n}", responsable="Direction", echeance=date(2026, 1, 1 + n)))
    (point,) = (p for p in copil.ordre_du_jour(d, JOUR).points if p.titre == "Engagements en retard")
    assert len(point.details) == copil.DETAILS
    assert point.details[-1].replace("\u00a0", " ") == "et 4 autres."


def test_every_criterion_of_a_grid_is_there_that_on_the_whole_first():
    d = dossier().avec("e1", Evaluation("c", Grille.CAF, Critere.IMPACT, Objet.CHANGEMENT, BUT, 2, 1, "Des signes"))
    d = d.avec("e2", Evaluation("c", Grille.CAF, Critere.IMPACT, note=3, texte="Dans l’ensemble"))
    grille = dict(evaluation.notes(d, Grille.CAF))
    assert list(grille) == list(Critere)
    assert list(grille[Critere.IMPACT]) == ["e2", "e1"]
    assert not any(n for _, n in evaluation.notes(d, Grille.PARTENAIRE))


def test_what_is_counted_tells_a_difference_only_when_both_are_known():
    d = dossier().avec("n", Comptage("c", "conventions", 14, 9)).avec("m", Comptage("c", "reunions", 6))
    lus = {item: evaluation.ecart(c) for item, _, c in evaluation.comptages(d)}
    assert lus == {"diagnostics": None, "reunions": None, "conventions": -5}
