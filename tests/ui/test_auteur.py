"""Under which name one writes: asked once in place, kept, changed; and one word where nobody gave any."""

from dataclasses import replace
from datetime import date

import pytest

from ctg_data import perimetres
from ctg_data.cli import veille as cli_veille
from ctg_data.settings import Settings
from ctg_data.storage import acquittements, portraits, poste
from ctg_data.storage.modele import ReglageVeille
from ctg_data.ui import cache
from ctg_data.views import perimetres as vues_perimetres
from ctg_data.views import veille as vues_veille
from ctg_data.wording import saisies as mots
from tests.ui.conftest import textes
from tests.ui.publication import EPCI, ref
from tests.ui.test_saisies import ICI, clique, decide, fait, note, vue
from tests.ui.test_tendances import CLE, LIEU


@pytest.fixture
def sur(magasin: Settings, tmp_path) -> Settings:
    """The invented publication, on a workstation that nobody named yet, with a database of its own."""
    yield replace(magasin, acteur="local", base=f"sqlite:///{(tmp_path / 'saisies.sqlite').as_posix()}")
    (magasin.store / poste.NOM).unlink(missing_ok=True)


def donne(at, lieu: str, nom: str):
    return at.text_input(key=f"champ-auteur-{lieu}").set_value(nom).run()


def test_the_name_is_asked_in_place_kept_and_told(ouvre, sur):
    at, i = ouvre("portrait", sur=sur, **ICI), fait(sur).indicateur
    clique(at, f"ouvre-saillant-{i}")
    assert mots.VOTRE_NOM in [t.label for t in at.text_input]
    donne(at, f"saillant-{i}", "Camille Durand")
    assert not at.exception
    assert "est signé Camille Durand" in textes(at)
    clique(at, f"enregistre-saillant-{i}")
    assert "Retenu par Camille Durand, le" in textes(at)
    assert portraits.lit(sur, *ICI.values()).saillants[0].cree_par == "Camille Durand"
    assert "Annuler : décision enregistrée" in textes(at)
    suivante = ouvre("portrait", sur=sur, **ICI)  # another session, the same workstation
    assert note(suivante, sur, "Une note").cree_par == "Camille Durand"


def test_the_name_is_changed_and_forgotten_on_demand(ouvre, sur):
    poste.garde(sur, "Camille")
    at = ouvre("portrait", sur=sur, **ICI)
    clique(at, "publier")
    clique(at, "change-auteur-publication")
    donne(at, "publication", "local")
    assert "autre que « local »" in at.error[0].value.replace("\u00a0", " ")
    donne(at, "publication", "Dominique")
    clique(at, "enregistre-publication")
    assert "par Dominique, le" in textes(at)
    assert poste.lit(sur) == "Dominique"
    clique(at, "publier")
    clique(at, "change-auteur-publication")
    donne(at, "publication", "")
    clique(at, "enregistre-publication")
    assert "Repassé en brouillon par ce poste" in textes(at)
    assert poste.lit(sur) == ""


def test_the_name_of_the_environment_is_neither_asked_nor_changed(ouvre, sur):
    at = ouvre("portrait", sur=replace(sur, acteur="Camille"), **ICI)
    clique(at, "publier")
    assert mots.VOTRE_NOM not in [t.label for t in at.text_input]
    assert mots.CHANGER_NOM not in [b.label for b in at.button]
    assert "est signé Camille" in textes(at)


@pytest.mark.parametrize(("page", "lieu"), [("perimetres", "perimetre"), ("tendances", "regle")])
def test_every_page_that_writes_asks(ouvre, sur, page, lieu):
    at = ouvre(page, sur=sur, **ICI)
    if page == "tendances":
        at.session_state["regles"] = True
        at.run()
    donne(at, lieu, "Camille")
    assert "est signé Camille" in textes(at)
    assert cache.settings().acteur == "local"  # what is followed belongs to the account


def test_nobody_is_called_local_anywhere(ouvre, sur):
    """Portrait, watch list and rules, history and conflict of perimeters, refusals: one word."""
    decide(ouvre("portrait", sur=sur, **ICI), fait(sur).indicateur, "garde")
    assert "par ce poste" in vue(sur).saisies.decisions[fait(sur).indicateur].mention
    fiche = acquittements.acquitte(sur, CLE, "Vu.")
    with pytest.raises(acquittements.DejaAcquittee, match="Ce poste a déjà"):
        acquittements.acquitte(sur, CLE, "Vu aussi.")
    alertes = vues_veille.alertes(cache.corpus(), ref(), niveau=LIEU[0], code=EPCI, jour=date(2026, 11, 22))
    liste = vues_veille.liste(alertes, [fiche], nom="x", niveau=LIEU[0], code=EPCI)
    assert liste.acquittees[0].texte.startswith("Acquittée par ce poste, le")
    en_ligne = next(ligne["acquittee"] for ligne in cli_veille._lignes(alertes, [fiche]) if ligne["acquittee"])
    assert en_ligne == "ce poste : Vu."
    reglages = [replace(fiche, objet=ReglageVeille("seuil", True, 1, 0, 0, "Parce que."))]
    regles = vues_veille.tableau_regles(vues_veille.regles_en_vigueur(reglages), reglages)
    assert any("ce poste, le" in ligne[5] for ligne in regles.lignes)
    depot = perimetres.depot(sur)
    entrees = depot.historique(type(fiche.objet), fiche.id)
    assert vues_perimetres._historique(ref(), "x", [replace(e, geste="cree") for e in entrees]).lignes[0][1] == "ce poste"
