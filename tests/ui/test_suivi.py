"""The page of the follow-up without a browser: read a change, write in it, and what a refusal leaves as it was."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ctg_data import storage
from ctg_data.conventions import lecture
from ctg_data.parcours.chemin import Hypothese
from ctg_data.parcours.etats import EtatHypothese
from ctg_data.parcours.suivi import Comptage, Evaluation, IndicateurLie, Marqueur, Objet, Preuve, Releve
from ctg_data.settings import RACINE
from ctg_data.ui import textes_suivi as mots
from tests.parcours.carnet import CHANGEMENTS, Carnet, actif, carnet
from tests.ui.conftest import textes

INDICATEUR = "part_m3_parents_actifs"


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Carnet:
    """A followed CTG, made once."""
    fait = actif(carnet(tmp_path_factory.mktemp("modele")))
    storage.ferme()
    return fait


@pytest.fixture
def c(tmp_path: Path, modele: Carnet):
    """The same for one test, beside the embedded demonstration."""
    shutil.copytree(modele.settings.store, tmp_path / "magasin")
    yield Carnet(replace(modele.settings, store=tmp_path / "magasin", demo=RACINE / "data" / "demo"), modele.ctg)
    storage.ferme()


@pytest.fixture
def page(ouvre, c: Carnet) -> Callable:
    def _page(**adresse: str):
        at = ouvre("suivi", sur=c.settings, ctg=c.ctg, **adresse)
        assert not at.exception
        return at

    return _page


@pytest.fixture
def un(page, c: Carnet) -> Callable:
    """The page on the first change, a form open: ``un(mots.LIER)``."""

    def _un(bouton_: str = "", **adresse: str):
        at = page(changement=premier(c), **adresse)
        return bouton(at, bouton_).click().run() if bouton_ else at

    return _un


def premier(c: Carnet) -> str:
    return c.livre.dossier.changements()[0][0]


def bouton(at, libelle: str):
    return next(b for b in at.button if b.label == libelle)


def champ(at, genre: str, libelle: str):
    return next(f for f in at.get(genre) if f.label == libelle)


def enregistre(at):
    return bouton(at, "Enregistrer").click().run()


def de(c: Carnet, genre: type) -> list:
    return list(lecture.lit(c.settings, c.ctg).dossier.de(genre).values())


def test_every_change_is_shown_with_what_may_be_said_and_what_is_fictitious(page):
    lu = textes(page())
    for libelle in CHANGEMENTS:
        assert libelle.replace("'", "’") in lu
    for attendu in (
        "Données de démonstration, fictives",
        "Nous faisons l’hypothèse que la CTG contribue",
        "Niveau 0 sur 5 : aucune preuve à l’appui",
        "1 hypothèse pas encore éprouvée, sur 1.",
        mots.CHOISIR_UN,
    ):
        assert attendu in lu


def test_the_index_comes_with_the_level_of_evidence_and_untested_hypotheses_only_when_asked(page):
    at = page()
    assert "Indice de progression :" not in textes(at)
    at.checkbox[0].check().run()
    assert "Indice de progression : 0 sur 100, avec un niveau de preuve de 0 sur 5 et 1 hypothèse pas encore éprouvée." in textes(at)


def test_a_marker_is_read_again(un, c):
    at = un(mots.RELEVER)
    champ(at, "selectbox", mots.ETAT).set_value("partiel")
    champ(at, "text_area", mots.COMMENTAIRE).set_value("Six familles sur dix")
    at = enregistre(at)
    (releve,) = de(c, Releve)
    assert (releve.etat, releve.jour) == ("partiel", date.today())
    assert "Attendu : 0 sur 1, 1 en partie" in textes(at)
    assert "Six familles sur dix" in textes(at)


def test_evidence_bounds_the_sentence_and_one_without_a_source_is_refused(un, c):
    at = un(mots.AJOUTER_PREUVE)
    champ(at, "text_area", mots.TEXTE_PREUVE).set_value("De 17 à 22 places")
    champ(at, "selectbox", mots.NIVEAU).set_value(2)
    at = enregistre(at)
    assert "Nommez la source" in at.error[0].value
    assert de(c, Preuve) == []
    champ(at, "text_input", mots.SOURCE).set_value("Cnaf")
    at = enregistre(at)
    (preuve,) = de(c, Preuve)
    assert (preuve.niveau, preuve.conforte, preuve.objet) == (2, True, Objet.CHANGEMENT)
    assert "une contribution de la CTG est plausible" in textes(at)


def test_a_target_that_noise_could_hide_is_kept_with_a_reason_only(un, c):
    at = un(mots.LIER)
    champ(at, "selectbox", mots.INDICATEUR).set_value(INDICATEUR).run()
    assert "Le point de départ serait 69,8 % en 2024" in textes(at)
    champ(at, "selectbox", mots.SENS).set_value("hausse")
    champ(at, "text_input", mots.CIBLE_VALEUR).set_value("71")
    champ(at, "number_input", mots.CIBLE_ANNEE).set_value(2028)
    at = enregistre(at)
    assert "ne se distinguerait pas du hasard" in at.error[0].value
    assert de(c, IndicateurLie) == []
    champ(at, "text_area", mots.ACCEPTE).set_value("Repère partagé avec les élus")
    at = enregistre(at)
    (lie,) = de(c, IndicateurLie)
    assert (lie.t0_annee, lie.t0_valeur, lie.cible, len(lie.t0_communes)) == (2024, "69.8", "71.0", 24)
    assert "Cible gardée sans pouvoir être vérifiée par ce chiffre : Repère partagé avec les élus" in textes(at)


def test_the_target_of_a_link_changes_and_its_starting_point_never(un, c):
    at = un(mots.LIER)
    champ(at, "selectbox", mots.INDICATEUR).set_value(INDICATEUR).run()
    champ(at, "selectbox", mots.SENS).set_value("hausse")
    at = enregistre(at)
    (avant,) = de(c, IndicateurLie)
    champ(at, "selectbox", mots.FICHE).set_value(c.un(IndicateurLie).id).run()
    at = bouton(at, mots.MODIFIER).click().run()
    champ(at, "text_input", mots.CIBLE_VALEUR).set_value("80")
    champ(at, "number_input", mots.CIBLE_ANNEE).set_value(2029)
    at = enregistre(at)
    assert not at.exception
    (apres,) = de(c, IndicateurLie)
    assert apres == replace(avant, cible="80.0", cible_annee=2029)


def test_a_record_named_by_the_address_is_open(un, c):
    at = un(element=c.un(Hypothese).id)
    assert bouton(at, "Passer à « en test »")


def test_a_hypothesis_is_put_to_the_test_and_a_record_is_taken_away(un, c):
    hypothese = c.un(Hypothese)
    at = un()
    champ(at, "selectbox", mots.FICHE).set_value(hypothese.id).run()
    at = bouton(at, "Passer à « en test »").click().run()
    assert de(c, Hypothese)[0].etat == EtatHypothese.EN_TEST
    at = bouton(at, "Passer à « confortée »").click().run()
    assert "Ajoutez au moins une preuve qui conforte" in at.error[0].value
    assert de(c, Hypothese)[0].etat == EtatHypothese.EN_TEST
    ajoute = c.fait(lambda e: e.cree(Marqueur(c.ctg, Objet.CHANGEMENT, premier(c), libelle="Un second signe")))
    at = un()
    champ(at, "selectbox", mots.FICHE).set_value(ajoute.id).run()
    at = bouton(at, mots.RETIRER).click().run()
    assert not at.exception
    assert all(m.libelle != "Un second signe" for m in de(c, Marqueur))


@pytest.mark.parametrize(
    ("volet", "attendu"),
    [
        ("courbes", mots.COURBES_AUCUNE),
        ("recit", "Ce que nous pouvons dire"),
        ("copil", "Relevé de décisions de la séance précédente"),
        ("evaluation", "Effectivité : ce qui était prévu a-t-il été fait ?"),
        ("bilan", mots.BILAN_AUCUN),
    ],
)
def test_each_part_opens_and_says_what_would_fill_it(page, volet, attendu):
    assert attendu in textes(page(volet=volet))


def test_a_criterion_is_noted_and_an_item_counted(page, c):
    at = bouton(page(volet="evaluation"), mots.NOTER).click().run()
    champ(at, "selectbox", mots.NOTE).set_value(3)
    at = enregistre(at)
    assert "Une note s’explique" in at.error[0].value
    champ(at, "text_area", mots.TEXTE_NOTE).set_value("Deux actions sur trois")
    at = enregistre(at)
    (note,) = de(c, Evaluation)
    assert (note.note, note.critere, note.objet) == (3, "effectivite", Objet.CTG)
    assert "3 sur 4, largement" in textes(at)
    at = bouton(at, mots.COMPTER).click().run()
    champ(at, "number_input", mots.AVANT).set_value(4)
    at = enregistre(at)
    (compte,) = de(c, Comptage)
    assert (compte.avant, compte.apres) == (4, -1)
    assert "pas encore compté" in textes(at)
