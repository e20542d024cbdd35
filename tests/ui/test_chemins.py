"""The page of paths without a browser: from an empty CTG to a followed change; refusals change nothing."""

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest

from ctg_data.conventions import chemins as gestes
from ctg_data.conventions import gestes as conventions
from ctg_data.parcours.chemin import Changement, Chemin, Etape, Hypothese, Lien
from ctg_data.parcours.concertation import FuturIdeal, Proposition
from ctg_data.parcours.convention import Action, Ctg, Organisation, Validation
from ctg_data.parcours.etats import EtatChangement, EtatChemin, EtatHypothese, EtatProposition
from ctg_data.parcours.suivi import Marqueur
from ctg_data.ui import textes_chemins as mots
from ctg_data.ui import textes_conventions as communs
from tests.parcours.carnet import FIN, Carnet, carnet, consent, trace, valide
from tests.ui.conftest import textes
from tests.ui.test_perimetres import bouton, champ


@pytest.fixture
def c(tmp_path) -> Carnet:
    return carnet(tmp_path)


@pytest.fixture
def page(ouvre, c) -> Callable:
    def _page(volet: str = "", **adresse: str):
        at = ouvre("chemins", sur=c.settings, ctg=c.ctg, volet=volet, **adresse)
        assert not at.exception
        return at

    return _page


def clique(at, libelle: str):
    at = bouton(at, libelle).click().run()
    assert not at.exception
    return at


def remplit(at, libelle: str, **champs: tuple[str, object]):
    """Open the form behind ``libelle``, fill its fields (by the start of their labels), save."""
    at = clique(at, libelle)
    for nom, (genre, valeur) in champs.items():
        champ(at, genre, getattr(mots, nom)).set_value(valeur)
    return clique(at, "Enregistrer")


def ligne(texte: str) -> tuple[str, str]:
    return "text_input", texte


def zone(texte: str) -> tuple[str, str]:
    return "text_area", texte


def plat(texte: str) -> str:
    """With plain spaces, as ``textes`` gives them."""
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def etat(c: Carnet, genre: type):
    return c.un(genre).objet.etat


def test_an_empty_convention_says_what_would_fill_each_part(page):
    assert "Aucun futur idéal n’est encore adopté" in textes(page())
    assert "Aucun changement durable" in textes(page("changements"))
    assert "Aucune proposition" in textes(page("consentement"))
    assert "Ouvrez le volet Changements durables" in textes(page("chemin"))


def test_the_futur_ideal_is_written_put_to_consent_and_compared(page, c):
    at = remplit(page("futur"), mots.PREMIERE_VERSION, TEXTE_FUTUR=zone("Chaque famille trouve un accueil."))
    assert "pas encore adopté" in textes(at)
    at = remplit(at, mots.NOUVELLE_VERSION, TEXTE_FUTUR=zone("Chaque famille trouve un accueil proche."))
    assert [f.texte for f in c.livre.dossier.de(FuturIdeal).values()][-1] == "Chaque famille trouve un accueil proche."
    assert '<ins><span class="ctg-signe" aria-hidden="true">+</span>' in textes(at)
    at = clique(at, mots.PROPOSER_VERSION.format(numero=2))
    assert "Registre du consentement" in textes(at)
    assert etat(c, Proposition) == EtatProposition.BROUILLON


def test_a_change_is_proposed_decided_by_a_meeting_noted_there_and_adopted(page, c):
    at = remplit(page("changements"), mots.AJOUTER_CHANGEMENT, LIBELLE_CHANGEMENT=ligne("Créer un guichet"))
    assert "créer" in textes(at)
    assert "Dites pour qui ce changement compte" in textes(at)
    at = clique(at, mots.METTRE_AU_CONSENTEMENT)
    at = clique(at, mots.AUX_OBJECTIONS)
    assert "Choisissez la réunion" in at.error[0].value
    assert etat(c, Proposition) == EtatProposition.BROUILLON
    at = remplit(at, mots.NOTER_REUNION, PRESENTS=("number_input", 2), QUORUM=("number_input", 5))
    at = clique(at, mots.AUX_OBJECTIONS)
    assert "2 présents pour 5 attendus" in textes(at)
    at = clique(at, mots.ADOPTER)
    assert "Le quorum n’est pas atteint" in at.error[0].value.replace("'", "’")
    at = remplit(at, mots.MODIFIER_REUNION, PRESENTS=("number_input", 8))
    assert "Rien ne s’oppose" in textes(at)
    clique(at, mots.ADOPTER)
    assert etat(c, Changement) == EtatChangement.CONSENTI


def test_an_objection_needs_a_reason_and_stays_tied_to_the_words_it_changed(page, c):
    at = remplit(page("changements"), mots.AJOUTER_CHANGEMENT, LIBELLE_CHANGEMENT=ligne("Créer un guichet des droits"))
    at = clique(at, mots.METTRE_AU_CONSENTEMENT)
    at = remplit(at, mots.NOTER_REUNION, PRESENTS=("number_input", 8), QUORUM=("number_input", 5))
    at = clique(at, mots.AUX_OBJECTIONS)
    at = remplit(at, mots.AJOUTER_OBJECTION)
    assert "Une objection se motive" in at.error[0].value
    champ(at, "text_area", mots.MOTIF_OBJECTION).set_value("Un guichet est un moyen.")
    at = clique(at, "Enregistrer")
    assert "Une objection reste" in textes(at)
    at = clique(at, mots.RECEVABLE)
    at = remplit(at, mots.LEVER_MOTS, TEXTE_PROPOSE=zone("Chacun obtient ses droits"))
    assert plat(mots.MOTS_CHANGES) in textes(at)
    assert "Créer un guichet des" in textes(at)
    clique(at, mots.ADOPTER)
    assert c.un(Changement).objet.libelle == "Chacun obtient ses droits"


def test_the_gate_opens_with_the_opinions_of_the_signatories_and_the_count_of_changes(page, c):
    consent(c, ("Un", "Deux", "Trois"))
    at = page("changements")
    assert "3 changements consentis" in textes(at)
    at = remplit(at, mots.AJOUTER_SIGNATAIRE, NOM_SIGNATAIRE=ligne("Communauté de communes"))
    at = remplit(at, mots.NOTER_AVIS)
    valider = communs.PASSER.format(etat="validé par les collectivités")
    at = clique(at, valider)
    assert "de 4 à 6 sont attendus" in at.error[0].value
    at = remplit(at, mots.DEROGER, RAISON_ECART=zone("Le territoire est petit."))
    assert "Le territoire est petit." in textes(at)
    at = clique(at, valider)
    assert [x.etat for x in c.livre.dossier.de(Changement).values()].count(EtatChangement.VALIDE) == 1
    assert (len(c.livre.dossier.de(Organisation)), len(c.livre.dossier.de(Validation))) == (1, 1)
    at = remplit(at, mots.AJOUTER_MARQUEUR, MARQUEUR=ligne("Les familles disent avoir le choix"))
    clique(at, communs.PASSER.format(etat="suivi"))
    assert EtatChangement.SUIVI in [x.etat for x in c.livre.dossier.de(Changement).values()]


def test_a_path_is_drawn_from_the_outline_checked_validated_and_followed(page, c):
    valide(consent(c))
    at = remplit(page("chemin"), mots.COMMENCER, PILOTE=ligne("Coordinatrice"))
    at = remplit(at, mots.ETAPE_VERS, LIBELLE_ETAPE=ligne("Les professionnelles se rencontrent"))
    assert "Aucune action ne mène au changement" in textes(at)
    at = remplit(at, mots.ACTION_VERS, LIBELLE_ACTION=ligne("Ouvrir un relais"))
    assert "Aucune hypothèse" in textes(at)
    choix = champ(at, "selectbox", mots.ELEMENT)
    at = choix.set_value(next(i for i, lien in c.livre.dossier.de(Lien).items() if lien.vers_type == "changement")).run()
    at = remplit(
        at,
        mots.HYPOTHESE,
        TEXTE_HYPOTHESE=zone("Se rencontrer donne envie"),
        PREVUE_LE=("date_input", date(2027, 1, 1)),
        SIGNE=ligne("Trois accueils"),
    )
    assert mots.TOUT_EST_LA in textes(at)
    for nom in ("simplifié", "validé", "actif"):
        at = clique(at, communs.PASSER.format(etat=nom))
    assert etat(c, Chemin) == EtatChemin.ACTIF
    assert (c.un(Action).objet.libelle, c.un(Hypothese).objet.texte) == ("Ouvrir un relais", "Se rencontrer donne envie")
    at = clique(at, communs.PASSER.format(etat="en test"))
    assert "Avant de passer à « confortée »" in textes(at)
    at = remplit(at, mots.AJOUTER_PREUVE, PREUVE=zone("Quatre agréments"), SOURCE_PREUVE=ligne("Département"))
    clique(at, communs.PASSER.format(etat="confortée"))
    assert etat(c, Hypothese) == EtatHypothese.CONFORTEE


def test_a_path_is_simplified_step_by_step(page, c):
    trace(valide(consent(c)))
    chemin, etape = c.un(Chemin).id, c.un(Etape).id
    c.fait(lambda e: e.cree(Etape(c.ctg, chemin, "Une étape voisine", ordre=1)))
    at = page("chemin", element=etape)
    at = clique(at, mots.DESCENDRE)
    assert next(e.libelle for _, e in c.livre.dossier.etapes(chemin)) == "Une étape voisine"
    at = clique(at, mots.ECARTER)
    assert "<h4" in textes(at)
    assert c.livre.dossier.de(Etape)[etape].ecartee
    at = clique(at, mots.REMETTRE)
    at = remplit(at, mots.FUSIONNER, LIBELLE_ETAPE=ligne("Les deux en une"))
    assert [e.libelle for _, e in c.livre.dossier.etapes(chemin)] == ["Les deux en une"]
    assert len(c.livre.dossier.liens(chemin)) == 2


def test_a_loop_is_refused_and_told(page, c):
    trace(valide(consent(c)))
    chemin, etape = c.un(Chemin).id, c.un(Etape).id

    def geste(e):
        autre = e.cree(Etape(c.ctg, chemin, "Une suite", ordre=1))
        gestes.relie(e, chemin, etape, autre.id)
        return autre.id

    autre = c.fait(geste)
    at = page("chemin", element=autre)
    at = clique(at, mots.RELIER)
    champ(at, "selectbox", mots.VERS).set_value(etape)
    at = clique(at, "Enregistrer")
    assert "tournerait en rond" in at.error[0].value
    assert len(c.livre.dossier.liens(chemin)) == 3


def test_an_active_path_is_revised_compared_and_its_old_version_only_read(page, c):
    trace(valide(consent(c)))
    c.passe(c.un(Chemin), EtatChemin.SIMPLIFIE, EtatChemin.VALIDE, EtatChemin.ACTIF)
    ancien = c.un(Chemin).id
    at = page("chemin")
    assert plat(mots.FIGE) in textes(at)
    at = clique(at, mots.REVISER)
    assert "Version 2, ébauche" in textes(at)
    etape = next(i for i, e in c.livre.dossier.de(Etape).items() if e.chemin != ancien)
    c.fait(lambda e: e.modifie(e.fiches[etape], libelle="Les assistantes maternelles se rencontrent souvent"))
    at = page("chemin")
    at = champ(at, "selectbox", mots.COMPARER_AVEC).set_value(ancien).run()
    assert "Étape modifiée" in textes(at)
    at = page("chemin", version=ancien)
    assert plat(mots.ARCHIVE) in textes(at)
    assert mots.ETAPE_VERS not in [b.label for b in at.button]
    at = page("chemin", version=ancien, element=next(i for i, _ in c.livre.dossier.etapes(ancien)))
    assert not {mots.MODIFIER_ETAPE, mots.RETIRER_ETAPE, mots.AJOUTER_MARQUEUR} & {b.label for b in at.button}


def test_a_room_sees_the_path_without_its_gestures(page, c):
    trace(valide(consent(c)))
    at = page("chemin", mode="projection")
    assert "Les assistantes maternelles se rencontrent" in textes(at)
    assert not {mots.MODIFIER_CHEMIN, mots.ETAPE_VERS} & {b.label for b in at.button}


def test_a_path_starts_from_that_of_another_convention(page, c, ouvre):
    trace(valide(consent(c)))
    autre = carnet_voisin(c)
    at = ouvre("chemins", sur=c.settings, ctg=autre.ctg, volet="chemin")
    at = clique(at, mots.COPIER)
    assert "CTG d'essai" in champ(at, "selectbox", mots.SOURCE).options[0]
    at = clique(at, "Enregistrer")
    assert "E1 · Les assistantes maternelles se rencontrent" in champ(at, "selectbox", mots.ELEMENT).options


def carnet_voisin(c: Carnet) -> Carnet:
    """Another CTG of the same store, with one change."""
    voisin = Carnet(c.settings, conventions.cree(c.settings, Ctg("CTG voisine", "epci", "248719353", fin=FIN)).id)
    voisin.fait(lambda e: e.cree(Changement(voisin.ctg, "Les parents ne sont plus seuls")))
    return voisin


def test_what_people_wrote_is_shown_as_text_never_as_markup(page, c):
    trace(valide(consent(c, ("<img src=x onerror=1> & *tout*", "Deux", "Trois", "Quatre"))))
    for volet in ("changements", "consentement", "chemin"):
        assert "<img src" not in textes(page(volet))


def test_two_hands_on_a_step_see_each_other(page, c):
    trace(valide(consent(c)))
    etape = c.un(Etape)
    at = clique(page("chemin", element=etape.id), mots.MODIFIER_ETAPE)
    c.fait(lambda e: e.modifie(etape, libelle="Un autre mot"))
    champ(at, "text_input", mots.LIBELLE_ETAPE).set_value("De la mienne")
    at = clique(at, "Enregistrer")
    for attendu in ("De la mienne", "Un autre mot"):
        assert attendu in textes(at)
    assert c.livre.dossier.de(Etape)[etape.id].libelle == "Un autre mot"


def test_the_home_page_leads_to_each_page_of_a_convention_and_to_the_first_one(ouvre, c, vide):
    at = ouvre("accueil", sur=c.settings)
    assert not at.exception
    assert "CTG d'essai" in unescape(textes(at))
    liens = {lien.proto.label: lien.proto.page for lien in at.get("page_link")}
    assert {"Chemins de progrès": "chemins", "Suivi": "suivi", "Gouvernance": "gouvernance"}.items() <= liens.items()
    assert f"ctg={c.ctg}" in next(lien.proto.query_string for lien in at.get("page_link") if lien.proto.label == "Suivi")
    assert "Créer une CTG" in {lien.proto.label for lien in ouvre("accueil", sur=vide).get("page_link")}


def test_a_marker_changes_where_it_was_set_and_changes_are_put_in_order(page, c):
    valide(consent(c))
    premier = c.livre.dossier.changements()[0][0]
    at = remplit(page("changements", changement=premier), mots.AJOUTER_MARQUEUR, MARQUEUR=ligne("Trois accueils"))
    at = clique(at, "Modifier")
    champ(at, "text_input", mots.MARQUEUR).set_value("Quatre accueils")
    at = clique(at, "Enregistrer")
    assert [m.libelle for m in c.livre.dossier.de(Marqueur).values()] == ["Quatre accueils"]
    clique(at, mots.DESCENDRE)
    assert [i for i, _ in c.livre.dossier.changements()].index(premier) == 1
