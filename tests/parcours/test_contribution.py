"""What may be told of a change: bounded by evidence, what goes against told too, completion never told as change."""

import re
from datetime import date

import pytest

from ctg_data.parcours import contribution, progres
from ctg_data.parcours.etats import EtatAction
from ctg_data.parcours.suivi import EtatMarqueur, Rang, TypePreuve
from ctg_data.wording.suivi import MOMENTS
from tests.parcours.suivi import ACTION, BUT, ETAPE, JOUR, LIBELLE, change, dossier, marqueur, preuve, refute

CAUSE = re.compile(r"a permis|a causé|grâce à|a entraîné|a conduit|effet de la CTG", re.IGNORECASE)
CHAUDE = TypePreuve.CHAUDE


def phrases(d):
    return [p for m in contribution.recit(d, BUT, JOUR) for p in m.phrases]


@pytest.mark.parametrize(
    ("niveau", "debut"),
    [
        (None, "Nous faisons l’hypothèse que la CTG contribue"),
        (0, "Nous faisons l’hypothèse que la CTG contribue"),
        (1, "Nous faisons l’hypothèse que la CTG contribue"),
        (2, f"« {LIBELLE} » évolue dans le sens attendu ; une contribution de la CTG est plausible."),
        (3, "La CTG a contribué à ce changement"),
        (5, "La CTG a contribué à ce changement"),
    ],
)
def test_the_words_follow_the_level_of_evidence_and_never_tell_a_cause(niveau, debut):
    d = dossier() if niveau is None else preuve(dossier(), niveau)
    assert contribution.dire(d, BUT)[0].startswith(debut)
    assert not [p for p in phrases(d) if CAUSE.search(p)]


def test_evidence_against_is_told_and_forbids_to_claim_under_three():
    d = preuve(preuve(dossier(), 2), 1, texte="Les parents n’en ont pas entendu parler", conforte=False)
    premiere, contre, *_ = contribution.dire(d, BUT)
    assert premiere.startswith("Nous ne concluons pas")
    assert contre.replace("\u00a0", " ") == "1 preuve va dans l’autre sens : « Les parents n’en ont pas entendu parler »."
    forte = preuve(preuve(dossier(), 3), 1, texte="Un avis contraire", conforte=False)
    assert contribution.dire(forte, BUT)[0].startswith("La CTG a contribué")
    assert "Un avis contraire" in contribution.dire(forte, BUT)[1]


def test_one_source_or_one_nature_is_said_beside_the_claim():
    seule = contribution.dire(preuve(dossier(), 2), BUT)
    assert seule[1:] == (
        "Une seule source le dit : à confirmer par une autre.",
        "Les preuves sont toutes froides (chiffres, documents) : à croiser avec ce que disent les personnes.",
    )
    croisee = preuve(preuve(dossier(), 2), 1, CHAUDE, "Café des parents")
    assert len(contribution.dire(croisee, BUT)) == 1


def test_the_story_has_six_steps_that_follow_the_dossier():
    d = marqueur(preuve(dossier(), 2, texte="12 parents sur 40"), Rang.ATTENDU, EtatMarqueur.OUI)
    recit = contribution.recit(d, BUT, JOUR, ["Indicateur : 31,9 %."])
    assert tuple(m.titre for m in recit) == MOMENTS
    question, theorie, preuves, dire, chercher, revoir = (m.phrases for m in recit)
    assert question[0] == f"Changement visé : « {LIBELLE} », pour parents seuls, d’ici le 30 juin 2029.".replace(
        "30 juin 2029", "30\u00a0juin\u00a02029"
    )
    assert theorie[0].replace("\u00a0", " ") == "Le chemin (version 1, actif) part de 1 action et passe par 1 étape."
    assert "nous en faisons l’hypothèse (à tester) : qui se rencontre s’entraide" in theorie[1]
    assert any("12 parents sur 40" in p for p in preuves)
    assert "Marqueurs : attendu : 1 sur 1." in preuves
    assert preuves[-1] == "Indicateur : 31,9 %."
    assert dire == contribution.dire(d, BUT)
    assert "Qu’en disent les personnes concernées ?" in chercher
    assert revoir[-1].replace("\u00a0", " ") == "Prochain examen d’une hypothèse : le 1er janvier 2028."


def test_the_completion_of_actions_changes_nothing_that_is_told_but_the_alert():
    """Same words at 20 % and at 100 % while a marker moves; an alert when none does."""
    suivi = marqueur(dossier(), Rang.ATTENDU, EtatMarqueur.PARTIEL, ETAPE)
    fait = change(suivi, ACTION, etat=EtatAction.REALISEE, avancement=100)
    assert phrases(fait) == phrases(suivi)
    immobile = change(marqueur(dossier(), Rang.ATTENDU, cible=ETAPE), ACTION, etat=EtatAction.REALISEE, avancement=100)
    (alerte,) = (p for p in phrases(immobile) if "aucun marqueur n’a bougé" in p)
    assert alerte.startswith("« Les parents se rencontrent » : l’action « Ouvrir un lieu d’accueil » avance")
    assert contribution.question(immobile, BUT, JOUR).startswith("Les actions qui mènent à")


def test_the_next_question_goes_from_the_most_pressing_to_what_makes_it_last():
    d = dossier()
    assert contribution.question(d, BUT, JOUR).startswith("À quoi verrait-on")
    d = marqueur(d, Rang.ATTENDU, EtatMarqueur.PARTIEL)
    assert contribution.question(d, BUT, JOUR).startswith("Quelle donnée")
    assert contribution.question(d, BUT, date(2028, 1, 1)).startswith("L’hypothèse « Qui se rencontre s’entraide » devait être examinée")
    d = preuve(preuve(d, 2), 2, CHAUDE, "Café des parents")
    assert contribution.question(d, BUT, JOUR).startswith("À quel territoire")
    assert (
        contribution.question(preuve(d, 3), BUT, JOUR)
        == "Les preuves réunies se tiennent. Qu’est-ce qui ferait durer ce changement sans soutien ?"
    )


def test_a_refuted_hypothesis_calls_for_a_revision():
    assert any(
        p == "L’hypothèse « Qui se rencontre s’entraide » est réfutée : le chemin est à revoir à cet endroit."
        for p in phrases(refute(dossier()))
    )


def test_the_index_of_the_ladder_weighs_ranks_and_is_never_alone():
    """Two attendu reached, one souhaité in part, one rêvé not: (1 + 1 + 2·½) / (1 + 1 + 2 + 3) = 3/7."""
    d = marqueur(marqueur(dossier(), Rang.ATTENDU, EtatMarqueur.OUI), Rang.ATTENDU, EtatMarqueur.OUI)
    d = marqueur(marqueur(d, Rang.SOUHAITE, EtatMarqueur.PARTIEL), Rang.REVE, EtatMarqueur.NON)
    echelons = progres.echelle(d, *contribution.cibles(d, BUT))
    assert progres.indice(echelons) == pytest.approx(3 / 7)
    assert contribution.texte_echelle(echelons) == "attendu : 2 sur 2 ; souhaité : 0 sur 1, 1 en partie ; rêvé : 0 sur 1"
