"""A bundle on the other workstation: the very same portrait, map and trends; pages that say where figures come from."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ctg_data import paquets, perimetres
from ctg_data.exports import csv, html
from ctg_data.exports import paquet as exports
from ctg_data.settings import Settings
from ctg_data.store.corpus import Corpus
from ctg_data.ui import fichiers
from ctg_data.views import atlas as atlas_
from ctg_data.views import changement, portrait, tendances
from ctg_data.views.atlas_model import Demande
from tests.ui.conftest import textes
from tests.ui.publication import CHANGE, DEPARTEMENT, EPCI, NOM_EPCI, ref

JOUR = date(2026, 11, 27)
COMMUNE = min(ref().membres("epci", EPCI))
AUTRE_COMMUNE, AUTRE_EPCI = "33063", "243300316"
ZIP = "application/zip"


@pytest.fixture(scope="module")
def octets(magasin: Settings) -> bytes:
    return exports.prepare(magasin, Corpus(magasin), perimetres.atlas(magasin), niveau="epci", code=EPCI)[1]


@pytest.fixture(scope="module")
def recu(octets: bytes, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The other workstation, where the bundle was opened."""
    dossier = tmp_path_factory.mktemp("recu")
    (dossier / "elan.ctg.zip").write_bytes(octets)
    reglages = Settings(store=dossier / "magasin", demo=None, acteur="essai")
    paquets.ouvre(reglages, dossier / "elan.ctg.zip")
    return reglages


def sans_mention(page: str) -> str:
    """Without the words that say that it is a bundle."""
    page = re.sub(r'<p class="bandeau">[^<]*</p>', "", page)
    return re.sub(r"À demander à la personne qui a préparé ce paquet", "À déposer dans la page Données", page)


@pytest.mark.parametrize(("niveau", "code"), [("epci", EPCI), ("commune", COMMUNE), ("departement", DEPARTEMENT), ("epci", CHANGE)])
def test_the_portrait_in_html_and_csv_is_the_very_same_on_both_workstations(magasin, recu, niveau, code):
    ici, la = (portrait.portrait(Corpus(s), perimetres.atlas(s), niveau=niveau, code=code, jour=JOUR) for s in (magasin, recu))
    pages = [html.portrait(vue, magasin.reference).decode() for vue in (ici, la)]
    assert "Paquet reçu" in pages[1]
    assert sans_mention(pages[0]).split("\n") == sans_mention(pages[1]).split("\n")
    assert sans_mention(csv.portrait(ici).decode()) == sans_mention(csv.portrait(la).decode())
    assert (ici.version, ici.donnees, ici.rang) == (la.version, la.donnees, la.rang)


def test_ranks_and_intervals_are_drawn_the_same(magasin, recu):
    ici, la = (
        portrait.portrait(Corpus(s), ref(), niveau="epci", code=EPCI, figure="part_monop_caf", jour=JOUR).rang for s in (magasin, recu)
    )
    assert ici
    assert ici == la


@pytest.mark.parametrize("maille", ["commune", "epci"])
def test_the_map_is_the_same(magasin, recu, maille):
    ici, la = (atlas_.atlas(Corpus(s), ref(), Demande("epci", EPCI, maille=maille, couche="ecart")) for s in (magasin, recu))
    for nom in ("codes", "noms", "textes", "details", "genre"):
        assert getattr(ici.planche, nom) == getattr(la.planche, nom)
    np.testing.assert_array_equal(ici.planche.grandeur, la.planche.grandeur)
    np.testing.assert_array_equal(ici.references, la.references)


def test_trends_and_visible_changes_are_the_same(magasin, recu):
    vues = [tendances.tendances(Corpus(s), ref(), niveau="epci", code=EPCI, theme="PE") for s in (magasin, recu)]
    assert vues[0].multiples == vues[1].multiples
    assert vues[0].tableau == vues[1].tableau
    seuils = [changement.changement(Corpus(s), ref(), niveau="epci", code=EPCI, jour=JOUR) for s in (magasin, recu)]
    assert (seuils[0].phrase, seuils[0].seuils) == (seuils[1].phrase, seuils[1].seuils)


def test_each_page_says_which_bundle_it_shows_and_what_is_not_in_it(ouvre, recu):
    for page, adresse in (("accueil", {}), ("portrait", {"niveau": "epci", "code": EPCI}), ("carte", {"niveau": "epci", "code": EPCI})):
        at = ouvre(page, sur=recu, **adresse)
        assert not at.exception
        assert f"Paquet reçu : CC {NOM_EPCI}, préparé le" in textes(at)
        assert "n’est pas dans ce paquet" not in textes(at)
    dehors = textes(ouvre("portrait", sur=recu, niveau="commune", code=AUTRE_COMMUNE))
    assert "Ce territoire n’est pas dans ce paquet" in dehors
    assert "démonstration" not in dehors
    assert "n’y est que pour comparer" in textes(ouvre("portrait", sur=recu, niveau="departement", code=DEPARTEMENT))


def test_the_bundle_is_offered_where_there_are_figures_and_made_when_asked(ouvre, magasin, recu):
    libelles = lambda at: [b.label for b in at.get("download_button")]  # noqa: E731
    assert [b for b in libelles(ouvre("portrait", niveau="epci", code=EPCI)) if "Paquet" in b]
    for reglages, niveau, code in ((magasin, "commune", AUTRE_COMMUNE), (magasin, "france", "FR"), (recu, "epci", EPCI)):
        assert not [b for b in libelles(ouvre("portrait", sur=reglages, niveau=niveau, code=code)) if "Paquet" in b]
    ouvre("portrait", niveau="epci", code=EPCI)
    (offert,) = fichiers._paquet("epci", EPCI)
    assert offert.nom == f"paquet-epci-{EPCI}.ctg.zip"
    assert "avant et après une révision" in offert.remarque
    assert offert.contenu()[:2] == b"PK"


def test_a_bundle_is_opened_shown_and_closed_on_the_data_page(ouvre, octets, tmp_path: Path):
    poste = Settings(store=tmp_path / "poste", demo=None, acteur="essai")
    at = ouvre("donnees", sur=poste)
    at.session_state["paquets"] = True
    at.run()
    at.get("file_uploader")[1].set_value([("elan.ctg.zip", octets[:-40], ZIP)]).run()
    _presse(at, "Ouvrir ce paquet")
    assert "n’est pas un paquet de territoire" in textes(at)
    at.get("file_uploader")[1].set_value([("elan.ctg.zip", octets, ZIP)]).run()
    _presse(at, "Ouvrir ce paquet")
    assert not at.exception
    assert "Empreinte" in " ".join(s.value for s in at.success)
    assert "Paquet reçu" in textes(at)
    assert "fermez d’abord le paquet" in textes(at)
    assert "Déposez-en un ci-dessus" not in textes(at)
    assert len(at.get("file_uploader")) == 1
    _presse(at, "Fermer le paquet")
    assert "Paquet reçu :" not in textes(at)
    assert "gardé" in textes(at)
    assert Corpus(poste).paquet is None


def test_a_bundle_of_other_rules_is_told_and_mended_on_the_data_page(ouvre, recu, monkeypatch):
    monkeypatch.setattr("ctg_data.store.moteur.empreinte", lambda: "0" * 16)
    assert "autre version du logiciel" in textes(ouvre("portrait", sur=recu, niveau="epci", code=EPCI))
    assert "Fermer le paquet" in textes(ouvre("donnees", sur=recu))


def _presse(at, libelle: str) -> None:
    next(b for b in at.button if b.label == libelle).click().run()
