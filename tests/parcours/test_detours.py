"""Ways round a rule, by gestures that look harmless: each is refused with everything left as it was, or keeps what it must."""

from dataclasses import replace
from datetime import date

import pytest

from ctg_data.conventions import chemins, consentement, gestes, renouvellement
from ctg_data.conventions.lecture import lit
from ctg_data.errors import CtgError
from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.concertation import Objection, Proposition
from ctg_data.parcours.convention import Action, Organisation
from ctg_data.parcours.etats import (
    EtatAction,
    EtatChangement,
    EtatChemin,
    EtatCtg,
    EtatObjection,
    EtatProposition,
    PassageRefuse,
)
from ctg_data.parcours.suivi import Evaluation, Marqueur, Objet, Preuve
from ctg_data.storage.depot import RienADefaire
from tests.parcours import carnet as k
from tests.parcours.carnet import Carnet

CACHE = "\u200b\u2060\ufeff"
"""Characters that nobody sees."""


def refuse(c: Carnet, geste, match: str) -> None:
    """The gesture is refused for that reason, and nothing moved."""
    avant = c.livre
    with pytest.raises(PassageRefuse, match=match):
        c.fait(geste)
    assert c.livre == avant


# A path that was validated --------------------------------------------------------------------------------------------


def test_the_marker_of_a_hypothesis_stays_on_an_active_path(c):
    k.actif(c)
    marqueur = c.un(Marqueur, objet=Objet.HYPOTHESE)
    refuse(c, lambda e: e.supprime(marqueur), "ni marqueur ni indicateur")
    changement = c.un(Changement, etat=EtatChangement.SUIVI)
    refuse(c, lambda e: e.modifie(marqueur, objet=Objet.CHANGEMENT, cible=changement.id), "ni marqueur ni indicateur")


@pytest.mark.parametrize("suite", [(), (EtatChemin.CLOS,)])
def test_an_action_of_a_validated_path_is_given_up_never_erased_with_its_arrows(c, suite):
    k.actif(c)
    c.passe(c.un(Chemin), *suite)
    refuse(c, lambda e: e.supprime(c.un(Action)), "abandonnez-la")
    c.passe(c.un(Action), EtatAction.ABANDONNEE, motif="Faute de local")
    assert len(c.livre.dossier.de(Lien)) == 2


def test_nothing_of_a_validated_path_moves_to_another_one(c):
    k.actif(c)
    ailleurs = c.livre.dossier.changements()[1][0]

    def brouillon(e):
        chemin = chemins.ouvre(e, ailleurs)
        action = e.cree(Action(c.ctg, "Former des parents relais"))
        return chemins.relie(e, chemin.id, action.id, ailleurs)

    lien = c.fait(brouillon)
    refuse(c, lambda e: e.modifie(c.un(Hypothese), lien=lien.id), "Ce chemin est validé")
    ancien = c.un(Lien, chemin=c.un(Chemin, etat=EtatChemin.ACTIF).id)
    refuse(
        c,
        lambda e: e.modifie(ancien, chemin=lien.objet.chemin, de=lien.objet.de, vers=ailleurs, de_type="action", vers_type="changement"),
        "Ce chemin est validé",
    )


def test_a_change_is_given_up_whatever_its_path(c):
    k.trace(k.valide(k.consent(c)))
    c.passe(c.un(Chemin), EtatChemin.SIMPLIFIE, EtatChemin.VALIDE)
    changement = c.livre.fiches[c.un(Chemin).objet.changement]
    assert c.passe(changement, EtatChangement.ABANDONNE, motif="Porté par le contrat de ville").objet.motif


def test_a_convention_is_shortened_whatever_an_archived_version_said(c):
    k.actif(c)
    c.fait(lambda e: chemins.revise(e, c.un(Chemin)))
    c.passe(c.un(Chemin, numero=1), EtatChemin.CLOS)
    avant = date(2026, 12, 31)

    def rapproche(e):
        neuf = next(i for i, x in e.dossier.de(Chemin).items() if x.numero == 2)
        for i in e.dossier.hypotheses(neuf):
            e.modifie(e.fiches[i], prevue_le=avant)
        for i, _ in e.dossier.changements():
            e.modifie(e.fiches[i], horizon=avant)
        e.modifie(e.fiches[c.ctg], fin=avant)

    c.fait(rapproche)
    assert c.livre.dossier.ctg.fin == avant


def test_a_path_copied_from_a_longer_convention_leaves_its_late_dates_behind(tmp_path, c):
    longue = Carnet(replace(c.settings), gestes.cree(c.settings, replace(c.livre.dossier.ctg, nom="Longue", fin=date(2031, 12, 31))).id)
    k.trace(k.valide(k.consent(longue)))
    longue.fait(lambda e: e.modifie(longue.un(Etape), echeance=date(2031, 6, 30)))
    longue.fait(lambda e: e.modifie(longue.un(Hypothese), prevue_le=date(2031, 6, 30)))
    k.valide(k.consent(c))
    cible = c.livre.dossier.changements()[0][0]
    c.fait(lambda e: chemins.copie(e, longue.livre.dossier, longue.un(Chemin).id, cible))
    assert (c.un(Etape).objet.echeance, c.un(Hypothese).objet.prevue_le) == (None, None)


def test_merged_steps_keep_the_evidence_of_both(c):
    k.trace(k.valide(k.consent(c)))
    chemin = c.un(Chemin).id

    def deux(e):
        autre = e.cree(Etape(c.ctg, chemin, "Elles se forment ensemble"))
        e.cree(Preuve(c.ctg, Objet.ETAPE, autre.id, source="Enquête", jour=k.JOUR, texte="Douze professionnelles formées"))
        return autre

    autre = c.fait(deux)
    gardee = c.un(Etape)
    c.fait(lambda e: chemins.fusionne(e, gardee, autre, "Elles se rencontrent et se forment"))
    assert [p.cible for p in c.livre.dossier.de(Preuve).values()] == [gardee.id]


# Consent --------------------------------------------------------------------------------------------------------------


def test_a_consent_is_given_to_one_change_only(c):
    k.valide(k.consent(c))
    adoptee = c.un(Proposition, etat=EtatProposition.ADOPTEE)
    autre = c.fait(lambda e: e.cree(Changement(c.ctg, "Un changement que personne n'a vu")))
    refuse(c, lambda e: e.modifie(adoptee, cible=autre.id), "sur quoi porte")


def test_an_objection_stays_on_its_proposition_once_it_was_examined(c):
    def geste(e):
        p = k.au_vote(e, consentement.propose(e, e.cree(Changement(c.ctg, "Les jeunes se disent écoutés")), k.table(e).id))
        autre = consentement.propose(e, e.cree(Changement(c.ctg, "Chacun obtient ses droits")))
        return e.cree(Objection(c.ctg, p.id, motif="Pas de moyens")), autre

    objection, autre = c.fait(geste)
    refuse(c, lambda e: e.modifie(objection, proposition=autre.id), "reste sur la proposition")
    objection = c.passe(objection, EtatObjection.RECEVABLE, EtatObjection.MAINTENUE)
    refuse(c, lambda e: e.supprime(objection), "reste au registre")


def test_a_maintained_objection_does_not_outlive_the_text_that_it_was_made_to(c):
    """« À retravailler » leads back to the table: the new round is about a new text, and may end in an adoption."""

    def geste(e):
        p = k.au_vote(e, consentement.propose(e, e.cree(Changement(c.ctg, "Les jeunes se disent écoutés")), k.table(e).id))
        o = e.passe(e.cree(Objection(c.ctg, p.id, motif="Qui les écoute ?")), EtatObjection.RECEVABLE)
        e.passe(o, EtatObjection.MAINTENUE)
        return e.passe(p, EtatProposition.A_RETRAVAILLER)

    p = c.fait(geste)
    with pytest.raises(PassageRefuse, match="Une objection reste"):
        c.fait(lambda e: consentement.adopte(e, consentement.aux_objections(e, p)))
    repris = c.fait(lambda e: e.modifie(p, texte="Les jeunes se disent écoutés par les élus"))
    objection = c.un(Objection)
    c.fait(lambda e: consentement.leve(e, objection, reponse="Le nouveau texte dit par qui."))
    adoptee = c.fait(lambda e: consentement.adopte(e, consentement.aux_objections(e, repris)))
    assert adoptee.objet.etat == EtatProposition.ADOPTEE


def test_words_lifted_by_another_hand_are_not_overwritten(c):
    """Two objections lifted from the same page: the second would bring back the words that the first has just changed."""

    def geste(e):
        p = k.au_vote(e, consentement.propose(e, e.cree(Changement(c.ctg, "Les jeunes sont écoutés")), k.table(e).id))
        return [e.passe(e.cree(Objection(c.ctg, p.id, motif=m)), EtatObjection.RECEVABLE) for m in ("Par qui ?", "Lesquels ?")]

    une, autre = c.fait(geste)
    lue = c.un(Proposition)
    c.fait(lambda e: consentement.leve(e, une, texte="Les jeunes sont écoutés par les élus", proposition=lue))
    with pytest.raises(CtgError, match="entre-temps"):
        c.fait(lambda e: consentement.leve(e, autre, texte="Les jeunes de 11 à 17 ans sont écoutés", proposition=lue))
    assert c.un(Proposition).objet.texte == "Les jeunes sont écoutés par les élus"


def test_blanking_both_texts_of_a_lifted_objection_breaks_no_rule(c):
    def geste(e):
        p = k.au_vote(e, consentement.propose(e, e.cree(Changement(c.ctg, "Les jeunes sont écoutés")), k.table(e).id))
        o = e.passe(e.cree(Objection(c.ctg, p.id, motif="Par qui ?")), EtatObjection.RECEVABLE)
        consentement.leve(e, o, texte="Les jeunes sont écoutés par les élus")
        consentement.adopte(e, e.fiches[p.id])

    c.fait(geste)
    d = gestes.depot(c.settings)
    for champ in ("avant", "apres"):
        d.caviarde(c.un(Objection), champ)
    assert gestes.invariants(c.livre.dossier) == []


# What is kept with a record -------------------------------------------------------------------------------------------


def test_the_reason_of_an_abandonment_is_not_emptied(c):
    k.consent(c)
    abandonne = c.passe(c.un(Changement), EtatChangement.ABANDONNE, motif="Porté ailleurs")
    refuse(c, lambda e: e.modifie(abandonne, motif=" "), "garde sa raison")


def test_an_action_does_not_start_given_up_without_a_reason(c):
    refuse(c, lambda e: e.cree(Action(c.ctg, "Ouvrir un relais", etat=EtatAction.ABANDONNEE)), "garde sa raison")


def test_a_text_that_nobody_sees_is_no_text(c):
    k.consent(c)
    refuse(c, lambda e: e.passe(c.un(Changement), EtatChangement.ABANDONNE, CACHE), "Dites pourquoi")
    with pytest.raises(CtgError, match="Donnez le nom"):
        c.fait(lambda e: e.cree(Organisation(c.ctg, CACHE)))


@pytest.mark.parametrize("signe", ["\ufffe", "\uffff", "\u202e", "\x00"])
def test_what_no_drawing_could_hold_is_not_kept(c, signe):
    with pytest.raises(CtgError, match="illisible"):
        c.fait(lambda e: e.cree(Organisation(c.ctg, f"Commune{signe}")))


# Other hands, other conventions ---------------------------------------------------------------------------------------


def test_a_record_that_was_taken_away_meanwhile_is_refused_with_a_reason(c):
    k.actif(c)
    d = lambda genre, **choix: c.un(genre, **choix)  # noqa: E731
    action = c.fait(lambda e: e.cree(Action(c.ctg, "Former des parents relais")))
    c.fait(lambda e: e.supprime(action))
    chemin, but = d(Chemin).id, d(Chemin).objet.changement
    for geste in (
        lambda e: e.passe(action, EtatAction.RETENUE),
        lambda e: e.fiches[action.id],
        lambda e: chemins.relie(e, chemin, action.id, but),
        lambda e: chemins.copie(e, c.livre.dossier, action.id, but),
    ):
        with pytest.raises(CtgError):
            c.fait(geste)


def test_a_convention_is_changed_by_its_own_gestures_only(c):
    autre = Carnet(c.settings, gestes.cree(c.settings, replace(c.livre.dossier.ctg, nom="Autre")).id)
    organisation = autre.fait(lambda e: e.cree(Organisation(autre.ctg, "Communauté de communes")))
    for geste in (
        lambda e: e.modifie(organisation, signataire=True),
        lambda e: e.supprime(organisation),
        lambda e: e.cree(Organisation(autre.ctg, "Autre commune")),
        lambda e: e.modifie(autre.livre.ctg, nom="Prise"),
        lambda e: e.ecrit(organisation, nom="Prise"),
    ):
        refuse(c, geste, "autre CTG")
    sienne = c.fait(lambda e: e.cree(Organisation(c.ctg, "Commune")))
    refuse(c, lambda e: e.modifie(sienne, ctg=autre.ctg), "autre CTG")
    assert [f.objet.nom for f in autre.livre.fiches.values()] == ["Autre", "Communauté de communes"]


def test_a_renewal_is_not_undone_over_what_others_wrote_in_the_next_convention(c):
    k.signe(c)
    c.passe(c.livre.ctg, EtatCtg.EVALUATION)
    c.fait(lambda e: e.cree(Evaluation(c.ctg, texte="Le plan est tenu")))
    neuve = c.fait(lambda e: renouvellement.renouvelle(e, "Suite", date(2030, 1, 1), date(2034, 12, 31)))
    autre = Carnet(replace(c.settings, acteur="autre"), neuve.id)
    autre.fait(lambda e: e.cree(Changement(neuve.id, "Les jeunes restent")))
    entree = gestes.annulable(c.settings, c.ctg)
    with pytest.raises(RienADefaire, match="Suite"):
        gestes.annule(c.settings, c.ctg, entree)
    assert lit(c.settings, neuve.id).dossier.de(Changement)


@pytest.mark.parametrize(
    ("debut", "fin", "suite"),
    [
        (date(2024, 2, 29), date(2028, 2, 28), (date(2028, 2, 29), date(2032, 2, 28))),
        (date(2024, 3, 1), date(2028, 2, 29), (date(2028, 3, 1), date(2032, 2, 29))),
        (date(2026, 1, 1), date(2070, 12, 31), (date(2071, 1, 1), date(2099, 12, 31))),
        (date(2096, 1, 1), date(2099, 12, 31), (date(2099, 12, 31), date(2099, 12, 31))),
    ],
)
def test_the_dates_of_the_next_convention_are_dates_that_it_may_have(debut, fin, suite):
    assert renouvellement.dates_suivantes(debut, fin) == suite


def test_a_renewal_that_nobody_went_on_from_is_undone(c):
    k.signe(c)
    c.passe(c.livre.ctg, EtatCtg.EVALUATION)
    c.fait(lambda e: e.cree(Evaluation(c.ctg, texte="Le plan est tenu")))
    neuve = c.fait(lambda e: renouvellement.renouvelle(e, "Suite", date(2030, 1, 1), date(2034, 12, 31)))
    gestes.annule(c.settings, c.ctg, gestes.annulable(c.settings, c.ctg))
    assert c.livre.dossier.ctg.etat == EtatCtg.EVALUATION
    with pytest.raises(CtgError):
        lit(c.settings, neuve.id)
