"""The validation rules of domain.md §7.4, each on a CTG built gesture by gesture: what is refused leaves everything as it was."""

from dataclasses import replace
from datetime import date

import pytest

from ctg_data.conventions import chemins, consentement, gestes, lecture
from ctg_data.errors import SaisieInvalide
from ctg_data.parcours import graphe
from ctg_data.parcours.admission import conseils
from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.concertation import Objection, Proposition
from ctg_data.parcours.convention import Action, AvisCollectivite, Ctg, Organisation, Reunion, TypeOrganisation, Validation
from ctg_data.parcours.etats import (
    EtatAction,
    EtatChangement,
    EtatChemin,
    EtatCtg,
    EtatHypothese,
    EtatObjection,
    EtatProposition,
    PassageRefuse,
)
from ctg_data.parcours.suivi import Critere, EtatMarqueur, Evaluation, IndicateurLie, Marqueur, Objet, Preuve, Releve, TypePreuve
from tests.parcours import carnet as k
from tests.parcours.carnet import Carnet


def refuse(*mots: str):
    return pytest.raises((PassageRefuse, SaisieInvalide), match=".*".join(mots))


# Signature ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("themes", "manque"),
    [(("PE", "JE"), "parentalité"), (("PE", "JE", "PA"), "quatrième thème"), ((), "petite enfance, jeunesse, parentalité")],
)
def test_a_ctg_is_signed_on_three_themes_and_a_fourth(c: Carnet, themes, manque):
    ctg = c.passe(c.livre.ctg, EtatCtg.DIAGNOSTIC, EtatCtg.NEGOCIATION)
    ctg = c.fait(lambda e: e.modifie(ctg, themes=themes, signe_le=k.SIGNATURE))
    with refuse(manque):
        c.passe(ctg, EtatCtg.SIGNEE)
    ctg = c.fait(lambda e: e.modifie(ctg, themes=("PE", "JE", "PA", "LO")))
    assert c.passe(ctg, EtatCtg.SIGNEE).objet.etat == EtatCtg.SIGNEE


def test_a_signed_ctg_keeps_its_themes_and_its_dates(c: Carnet):
    k.signe(c)
    with refuse("parentalité"):
        c.fait(lambda e: e.modifie(e.fiches[c.ctg], themes=("PE", "JE", "AV", "LO")))
    with refuse("date de signature"):
        c.fait(lambda e: e.modifie(e.fiches[c.ctg], signe_le=None))


def test_renewal_requires_an_evaluation(c: Carnet):
    k.signe(c)
    ctg = c.passe(c.livre.ctg, EtatCtg.EVALUATION)
    with refuse("L'évaluation précède tout renouvellement"):
        c.passe(ctg, EtatCtg.RENOUVELEE)
    note = Evaluation(c.ctg, critere=Critere.IMPACT, note=2, texte="Des effets visibles", redige_par="groupe projet")
    c.fait(lambda e: e.cree(note))
    assert c.passe(ctg, EtatCtg.RENOUVELEE).objet.etat == EtatCtg.RENOUVELEE
    with refuse("terminée"):
        c.fait(lambda e: e.cree(Action(c.ctg, "Trop tard")))


# Consent --------------------------------------------------------------------------------------------------------------


def vote(c: Carnet, *, presents: int = 5) -> None:
    """A change put to the round of objections."""

    def geste(e):
        reunion = k.table(e, presents=presents)
        changement = e.cree(Changement(c.ctg, k.CHANGEMENTS[0], "familles"))
        k.au_vote(e, consentement.propose(e, changement, reunion.id))

    c.fait(geste)


def test_nothing_is_adopted_without_its_quorum(c: Carnet):
    vote(c, presents=2)
    with refuse("quorum", "2 présents pour 3"):
        c.fait(lambda e: consentement.adopte(e, c.un(Proposition)))
    c.fait(lambda e: e.modifie(c.un(Reunion), presents=3))
    c.fait(lambda e: consentement.adopte(e, c.un(Proposition)))
    assert c.un(Changement).objet.etat == EtatChangement.CONSENTI


@pytest.mark.parametrize(
    ("suite", "passe"),
    [
        ((), False),
        ((EtatObjection.RECEVABLE,), False),
        ((EtatObjection.RECEVABLE, EtatObjection.MAINTENUE), False),
        ((EtatObjection.NON_RECEVABLE,), True),
        ((EtatObjection.RECEVABLE, EtatObjection.LEVEE), True),
    ],
)
def test_nothing_is_adopted_over_an_objection_that_stands(c: Carnet, suite, passe):
    vote(c)
    objection = c.fait(lambda e: e.cree(Objection(c.ctg, c.un(Proposition).id, motif="Trop vague", reponse="Précisé en annexe")))
    c.passe(objection, *suite)
    if passe:
        c.fait(lambda e: consentement.adopte(e, c.un(Proposition)))
    else:
        with refuse("objection reste à examiner"):
            c.fait(lambda e: consentement.adopte(e, c.un(Proposition)))


def test_an_objection_needs_a_reason():
    with refuse("se motive"):
        Objection("x", "p", motif=" ")


def test_an_objection_that_changes_words_keeps_both_texts(c: Carnet):
    vote(c)
    objection = c.fait(lambda e: e.cree(Objection(c.ctg, c.un(Proposition).id, motif="Vingt minutes, c'est trop")))
    with refuse("pour lever une objection"):
        c.fait(lambda e: e.modifie(c.un(Proposition), texte="Autre chose"))
    objection = c.passe(objection, EtatObjection.RECEVABLE)
    neuf = k.CHANGEMENTS[0].replace("vingt", "quinze")
    levee = c.fait(lambda e: consentement.leve(e, objection, texte=neuf)).objet
    assert (levee.avant, levee.apres) == (k.CHANGEMENTS[0], neuf)
    c.fait(lambda e: consentement.adopte(e, c.un(Proposition)))
    assert c.un(Changement).objet.libelle == neuf


def test_the_words_of_a_consented_change_are_those_adopted(c: Carnet):
    k.consent(c)
    with refuse("proposition adoptée"):
        c.fait(lambda e: e.modifie(c.un(Changement), libelle="Autre chose"))
    with refuse("quorum"):
        c.fait(lambda e: e.modifie(c.un(Reunion), presents=1))


# The gate -------------------------------------------------------------------------------------------------------------


def avis(c: Carnet, *noms: str) -> None:
    """Signatory collectivités, all favourable to every change."""

    def geste(e):
        for nom in noms:
            org = e.cree(Organisation(c.ctg, nom, TypeOrganisation.COLLECTIVITE, signataire=True))
            for identifiant in e.dossier.actifs():
                e.cree(Validation(c.ctg, identifiant, org.id, jour=k.JOUR))

    c.fait(geste)


def test_a_change_passes_the_gate_when_every_signatory_agrees(c: Carnet):
    k.consent(c)
    changement = c.un(Changement)
    with refuse("Déclarez d'abord les collectivités signataires"):
        c.passe(changement, EtatChangement.VALIDE)
    avis(c, "Communauté de communes")
    c.fait(lambda e: e.cree(Organisation(c.ctg, "Ville-centre", TypeOrganisation.COLLECTIVITE, signataire=True)))
    with refuse("Avis favorable attendu de : Ville-centre"):
        c.passe(changement, EtatChangement.VALIDE)
    ville = c.un(Organisation, nom="Ville-centre")
    non = c.fait(lambda e: e.cree(Validation(c.ctg, changement.id, ville.id, AvisCollectivite.REFUSE, k.JOUR, "Pas de budget")))
    with refuse("Ville-centre"):
        c.passe(changement, EtatChangement.VALIDE)
    c.fait(lambda e: e.modifie(non, avis=AvisCollectivite.VALIDE))
    assert c.passe(changement, EtatChangement.VALIDE).objet.etat == EtatChangement.VALIDE


@pytest.mark.parametrize(("nombre", "passe"), [(3, False), (4, True), (6, True), (7, False)])
def test_a_ctg_holds_four_to_six_changes(c: Carnet, nombre: int, passe: bool):
    k.consent(c, [f"Chacun vit mieux {i}" for i in range(nombre)])
    avis(c, "Communauté de communes")
    if passe:
        c.passe(c.un(Changement), EtatChangement.VALIDE)
        return
    with refuse(f"{nombre} changements", "de 4 à 6"):
        c.passe(c.un(Changement), EtatChangement.VALIDE)
    c.fait(lambda e: e.modifie(e.fiches[c.ctg], derogation="Petite intercommunalité"))
    c.passe(c.un(Changement), EtatChangement.VALIDE)


def test_the_opinion_that_opened_the_gate_stays(c: Carnet):
    k.valide(k.consent(c))
    with refuse("leurs avis restent au registre"):
        c.fait(lambda e: e.supprime(c.un(Validation)))


# Paths ----------------------------------------------------------------------------------------------------------------


def test_no_hypothesis_before_the_gate(c: Carnet):
    k.consent(c)

    def geste(e):
        changement = e.dossier.changements()[0][0]
        chemin = chemins.ouvre(e, changement)
        action = e.cree(Action(c.ctg, "Une action"))
        lien = chemins.relie(e, chemin.id, action.id, changement)
        e.cree(Hypothese(c.ctg, lien.id, "Parce que"))

    with refuse("une fois le changement validé"):
        c.fait(geste)
    assert not c.livre.dossier.de(Chemin)


def test_a_path_without_loop_orphan_nor_blind_hypothesis_is_validated(c: Carnet):
    k.trace(k.valide(k.consent(c)))
    chemin = c.passe(c.un(Chemin), EtatChemin.SIMPLIFIE)
    orpheline = c.fait(lambda e: e.cree(Etape(c.ctg, chemin.id, "Seule au monde")))
    with refuse("Seule au monde", "reliée à rien"):
        c.passe(chemin, EtatChemin.VALIDE)
    c.fait(lambda e: e.modifie(orpheline, ecartee=True))
    marqueur = c.un(Marqueur)
    c.fait(lambda e: e.supprime(marqueur))
    with refuse("ni marqueur ni indicateur"):
        c.passe(chemin, EtatChemin.VALIDE)
    c.fait(lambda e: e.cree(marqueur.objet))
    assert c.passe(chemin, EtatChemin.VALIDE).objet.etat == EtatChemin.VALIDE


def test_a_path_goes_from_an_action_to_the_change_through_a_hypothesis(c: Carnet):
    k.trace(k.valide(k.consent(c)))
    chemin = c.passe(c.un(Chemin), EtatChemin.SIMPLIFIE)
    hypothese = c.un(Hypothese)
    c.fait(lambda e: e.supprime(hypothese))
    with refuse("Aucune hypothèse n'est sur le trajet"):
        c.passe(chemin, EtatChemin.VALIDE)
    depart = next(f for f in c.livre.fiches.values() if isinstance(f.objet, Lien) and f.objet.de_type == "action")
    c.fait(lambda e: e.supprime(depart))
    with refuse("Aucune action ne mène au changement"):
        c.passe(chemin, EtatChemin.VALIDE)


def test_a_hypothesis_has_a_day_when_it_is_looked_at(c: Carnet):
    k.trace(k.valide(k.consent(c)))
    chemin = c.passe(c.un(Chemin), EtatChemin.SIMPLIFIE)
    c.fait(lambda e: e.modifie(c.un(Hypothese), prevue_le=None))
    with refuse("pas de date d'examen"):
        c.passe(chemin, EtatChemin.VALIDE)


def test_a_hypothesis_beside_the_way_does_not_bear_it(c: Carnet):
    """The action leads straight to the change, and the hypothesis lies on an arrow that no action comes to."""
    k.trace(k.valide(k.consent(c)))
    chemin, action, etape = c.un(Chemin), c.un(Action), c.un(Etape)
    depart = next(f for f in c.livre.fiches.values() if isinstance(f.objet, Lien) and f.objet.de_type == "action")
    c.fait(lambda e: (e.supprime(depart), chemins.relie(e, chemin.id, action.id, chemin.objet.changement)))
    assert {(m.regle, m.cible) for m in graphe.manques(c.livre.dossier, chemin.id)} == {
        ("hypothese", chemin.objet.changement),
        ("sans_amont", etape.id),
    }


def test_arrows_stay_inside_their_path(c: Carnet):
    k.trace(k.valide(k.consent(c)))
    chemin, autre = c.un(Chemin), c.livre.dossier.changements()[1][0]
    voisin = c.fait(lambda e: chemins.ouvre(e, autre))
    ailleurs = c.fait(lambda e: e.cree(Etape(c.ctg, voisin.id, "Ailleurs")))
    for but in (ailleurs.id, autre):
        with refuse("autre chemin"):
            c.fait(lambda e, but=but: chemins.relie(e, chemin.id, c.un(Etape).id, but))


def test_a_change_has_one_open_path(c: Carnet):
    k.trace(k.valide(k.consent(c)))
    with refuse("deux chemins ouverts"):
        c.fait(lambda e: chemins.ouvre(e, c.un(Chemin).objet.changement))


def test_a_loop_is_never_written(c: Carnet):
    k.trace(k.valide(k.consent(c)))
    chemin, etape = c.un(Chemin), c.un(Etape)
    autre = c.fait(lambda e: e.cree(Etape(c.ctg, chemin.id, "Elles s'entraident")))
    c.fait(lambda e: chemins.relie(e, chemin.id, etape.id, autre.id))
    with refuse("tournerait en rond"):
        c.fait(lambda e: chemins.relie(e, chemin.id, autre.id, etape.id))


def test_an_active_path_has_a_pilot_and_keeps_its_drawing(c: Carnet):
    k.trace(k.valide(k.consent(c)))
    chemin = c.passe(c.un(Chemin), EtatChemin.SIMPLIFIE)
    chemin = c.fait(lambda e: e.modifie(chemin, pilote=""))
    chemin = c.passe(chemin, EtatChemin.VALIDE)
    with refuse("Désignez un pilote"):
        c.passe(chemin, EtatChemin.ACTIF)
    chemin = c.fait(lambda e: e.modifie(chemin, pilote="Coordination jeunesse"))
    c.passe(chemin, EtatChemin.ACTIF)
    with refuse("révisez-le"):
        c.fait(lambda e: e.modifie(c.un(Etape), libelle="Autrement"))
    with refuse("révisez-le"):
        c.fait(lambda e: e.supprime(c.un(Lien)))


def test_a_revision_opens_the_next_version_and_closes_the_old_one_for_ever(c: Carnet):
    k.actif(c)
    ancien = c.un(Chemin)
    c.fait(lambda e: chemins.revise(e, ancien))
    lu = c.livre.dossier
    versions = lu.chemins(ancien.objet.changement)
    assert [(v.numero, v.etat) for _, v in versions] == [(1, EtatChemin.REVISE), (2, EtatChemin.EBAUCHE)]
    assert [len(lu.etapes(i)) for i, _ in versions] == [1, 1]
    assert [len(lu.hypotheses(i)) for i, _ in versions] == [1, 1]
    with refuse("archivée"):
        c.fait(lambda e: e.modifie(e.fiches[ancien.id], pilote="Une autre"))


# Hypotheses, evidence, closing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conforte", "vers", "passe"),
    [
        (None, EtatHypothese.CONFORTEE, False),
        (True, EtatHypothese.CONFORTEE, True),
        (False, EtatHypothese.CONFORTEE, False),
        (True, EtatHypothese.REFUTEE, False),
        (False, EtatHypothese.REFUTEE, True),
        (False, EtatHypothese.AFFAIBLIE, True),
    ],
)
def test_a_hypothesis_is_judged_on_evidence(c: Carnet, conforte, vers, passe: bool):
    k.actif(c)
    hypothese = c.passe(c.un(Hypothese), EtatHypothese.EN_TEST)
    if conforte is not None:
        c.fait(lambda e: e.cree(Preuve(c.ctg, Objet.HYPOTHESE, hypothese.id, source="Bilan", jour=k.JOUR, conforte=conforte, texte="Vu")))
    if not passe:
        with refuse("Ajoutez au moins une preuve"):
            c.passe(hypothese, vers)
        return
    c.passe(hypothese, vers)
    with refuse("Ajoutez au moins une preuve"):
        c.fait(lambda e: e.supprime(c.un(Preuve)))


def test_a_change_is_reached_on_cold_and_hot_evidence(c: Carnet):
    k.actif(c)
    changement = c.livre.fiches[c.livre.dossier.changements()[0][0]]

    def preuve(type_: TypePreuve, conforte: bool = True):
        return lambda e: e.cree(Preuve(c.ctg, Objet.CHANGEMENT, changement.id, type_, "Enquête", k.JOUR, 2, conforte, "Vu"))

    with refuse("preuve froide", "preuve chaude"):
        c.passe(changement, EtatChangement.ATTEINT)
    c.fait(preuve(TypePreuve.FROIDE))
    c.fait(preuve(TypePreuve.CHAUDE, conforte=False))
    with refuse("preuve chaude"):
        c.passe(changement, EtatChangement.ATTEINT)
    c.fait(preuve(TypePreuve.CHAUDE))
    assert c.passe(changement, EtatChangement.ATTEINT).objet.etat == EtatChangement.ATTEINT


def test_giving_up_needs_a_reason_that_stays(c: Carnet):
    k.consent(c)
    with refuse("Dites pourquoi"):
        c.passe(c.un(Changement), EtatChangement.ABANDONNE)
    abandonne = c.passe(c.un(Changement), EtatChangement.ABANDONNE, motif="Compétence transférée")
    assert abandonne.objet.motif == "Compétence transférée"


# Dates ----------------------------------------------------------------------------------------------------------------


def test_no_deadline_goes_beyond_the_end_of_the_ctg(c: Carnet):
    apres = date(2030, 1, 1)
    with refuse("au-delà de la fin"):
        c.fait(lambda e: e.cree(Action(c.ctg, "Trop longue", fin=apres)))
    k.trace(k.valide(k.consent(c)))
    with refuse("au-delà de la fin"):
        c.fait(lambda e: e.modifie(c.un(Etape), echeance=apres))
    with refuse("au-delà de la fin"):
        c.fait(lambda e: e.modifie(e.fiches[c.ctg], fin=date(2026, 12, 31)))


@pytest.mark.parametrize(("jour", "passe"), [(date(2026, 1, 15), True), (date(2026, 1, 16), False)])
def test_a_starting_point_is_read_within_twelve_months_of_the_signature(c: Carnet, jour: date, passe: bool):
    k.signe(k.consent(c))
    changement = c.un(Changement)
    lie = IndicateurLie(c.ctg, Objet.CHANGEMENT, changement.id, "tx_couv_global", t0_jour=jour, t0_annee=2023, t0_valeur="52.5")
    if passe:
        c.fait(lambda e: e.cree(lie))
    else:
        with refuse("douze mois"):
            c.fait(lambda e: e.cree(lie))


def test_a_target_goes_the_wanted_way_after_its_start():
    depart = IndicateurLie("x", Objet.CHANGEMENT, "y", "tx", t0_annee=2023, t0_valeur="52.5", cible="60", cible_annee=2027)
    with refuse("autre sens"):
        replace(depart, cible="40")
    with refuse("année de la cible"):
        replace(depart, cible_annee=2023)


def test_an_action_is_planned_with_an_owner_and_dates(c: Carnet):
    action = c.passe(c.fait(lambda e: e.cree(Action(c.ctg, "Un relais"))), EtatAction.RETENUE)
    with refuse("qui porte l'action", "le début et la fin"):
        c.passe(action, EtatAction.PLANIFIEE)


# Advice, undoing, what goes together ----------------------------------------------------------------------------------


def test_an_activity_is_no_change():
    dits = conseils(Changement("x", "Mettre en place un guichet unique", "familles", date(2029, 1, 1)))
    assert len(dits) == 1
    assert "mettre en place" in dits[0]
    assert conseils(Changement("x", "Chacun obtient ses droits", "familles", date(2029, 1, 1))) == []


def test_a_gesture_is_undone_whole_and_only_while_rules_allow(c: Carnet):
    k.consent(c)
    assert len(c.livre.dossier.actifs()) == 4
    gestes.annule(c.settings, c.ctg, gestes.annulable(c.settings, c.ctg))
    assert not c.livre.dossier.de(Changement)
    k.trace(k.valide(k.consent(c)))
    porte = gestes.annulable(c.settings, c.ctg)
    gestes.annule(c.settings, c.ctg, porte)  # the drawing
    assert not c.livre.dossier.de(Chemin)
    assert c.un(Changement).objet.etat == EtatChangement.VALIDE


def test_a_local_convention_belongs_to_that_of_a_departement(c: Carnet):
    departement = gestes.cree(c.settings, Ctg("CTG de la Haute-Vienne", "departement", "87"))
    autre = gestes.cree(c.settings, Ctg("CTG voisine", "epci", "200059400"))
    for refuse in (autre.id, c.ctg, "ailleurs"):
        with pytest.raises(PassageRefuse, match="choisissez-la dans la liste"):
            c.fait(lambda e, r=refuse: e.modifie(e.fiches[c.ctg], parent=r))
    c.fait(lambda e: e.modifie(e.fiches[c.ctg], parent=departement.id))
    toutes = lecture.liste(c.settings)
    assert [f.id for f in gestes.locales(toutes, departement.id)] == [c.ctg]
    assert [f.id for f in gestes.rattachables(toutes, c.livre.ctg)] == [departement.id]
    assert gestes.rattachables(toutes, departement) == []
    with pytest.raises(PassageRefuse, match="Des CTG locales en dépendent : « CTG d'essai »"):
        gestes.supprime(c.settings, departement)
    with pytest.raises(PassageRefuse, match="ne se rattache pas"), gestes.atelier(c.settings, departement.id) as e:
        e.modifie(e.fiches[departement.id], parent=departement.id)


def test_the_gate_is_not_undone_under_a_hypothesis(c: Carnet):
    k.valide(k.consent(c))
    porte = gestes.annulable(c.settings, c.ctg)
    k.trace(c)
    with pytest.raises(Exception, match="Des hypothèses sont écrites"):
        gestes.annule(c.settings, c.ctg, porte)
    assert c.un(Changement).objet.etat == EtatChangement.VALIDE


def test_what_belongs_to_a_step_goes_and_comes_back_with_it(c: Carnet):
    k.trace(k.valide(k.consent(c)))
    avant = c.livre.dossier
    c.fait(lambda e: e.supprime(c.un(Etape)))
    lu = c.livre.dossier
    assert [g for g in (Etape, Lien, Hypothese, Marqueur) if lu.de(g)] == []
    gestes.annule(c.settings, c.ctg, gestes.annulable(c.settings, c.ctg))
    assert c.livre.dossier == avant


def test_what_others_stand_on_is_not_taken_away(c: Carnet):
    k.consent(c)
    with refuse("en dépend encore"):
        c.fait(lambda e: e.supprime(c.un(Reunion)))


def test_a_proposition_adopted_stays(c: Carnet):
    k.consent(c)
    with refuse("reste au registre"):
        c.fait(lambda e: e.supprime(c.un(Proposition)))
    with refuse("rien ne le suit"):
        c.passe(c.un(Proposition), EtatProposition.RETIREE)


def test_nothing_starts_adopted_nor_judged(c: Carnet):
    with refuse("premier état"):
        c.fait(lambda e: e.cree(Changement(c.ctg, "Chacun vit mieux", etat=EtatChangement.CONSENTI)))
    c.fait(lambda e: e.cree(Action(c.ctg, "Déjà faite", etat=EtatAction.REALISEE)))


def test_what_was_seen_of_a_marker_is_noted_and_mended(c: Carnet):
    k.actif(c)
    releve = c.fait(lambda e: e.cree(Releve(c.ctg, c.un(Marqueur).id, k.JOUR, EtatMarqueur.PARTIEL)))
    assert c.fait(lambda e: e.modifie(releve, etat=EtatMarqueur.OUI)).objet.etat == EtatMarqueur.OUI


def test_a_ctg_set_aside_comes_back_whole_but_for_what_had_been_removed_before(c: Carnet):
    k.actif(c)
    partie = c.fait(lambda e: e.cree(Action(c.ctg, "Retirée avant")))
    c.fait(lambda e: e.supprime(partie))
    avant = c.livre.dossier
    gestes.supprime(c.settings, c.livre.ctg)
    assert lecture.liste(c.settings) == []
    (ecartee,) = lecture.supprimees(c.settings)
    gestes.retablit(c.settings, ecartee)
    assert c.livre.dossier == avant
