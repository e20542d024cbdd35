"""The offer on the pages: listed, marked on the map, told when it is missing, its template at hand.  Every place is fictitious."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ctg_data import loaders
from ctg_data.settings import Settings
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from ctg_data.ui import fichiers
from ctg_data.ui import textes as mots
from tests.loaders.test_offre import fichier, ligne
from tests.ui.conftest import textes
from tests.ui.publication import EPCI
from tests.ui.test_pages import ICI, carte_du_portrait

AMBAZAC, MECHANT = "87002", "<script>alert(1)</script> =1+1"


def equipe_le(reglages: Settings, dossier: Path) -> None:
    """Put a small inventory in a store; its file is written in ``dossier``."""
    inventaire = fichier(
        dossier,
        ligne(nom="Les Lutins", code=AMBAZAC, places="15", cof_fin="31/12/2025", latitude="45,9600", longitude="1,4000", complet="oui"),
        ligne("Gare", "Halte d’Ambazac", AMBAZAC, latitude="45,9600", longitude="1,4000"),
        ligne("Centre social", MECHANT, AMBAZAC),
        nom="inventaire.csv",
    )
    Magasin(reglages).enregistre(loaders.charge(inventaire))


@pytest.fixture(scope="module")
def equipe(magasin: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The invented publication under another id, and a small inventory beside it: what is shown is kept by publication."""
    dossier: Path = tmp_path_factory.mktemp("offre")
    reglages = replace(magasin, store=dossier / "magasin")
    Magasin(reglages)
    publie = Publications(magasin)
    copie = shutil.copytree(magasin.store / "publie" / publie.declaree(), reglages.store / "publie" / "equipee")
    meta = json.loads((copie / "meta.json").read_text(encoding="utf-8"))
    (copie / "meta.json").write_text(json.dumps(meta | {"id": "equipee"}), encoding="utf-8")
    Publications(reglages).declare("equipee", ())
    equipe_le(reglages, dossier)
    return reglages


def test_a_portrait_lists_its_facilities_and_marks_them_on_its_map(ouvre, equipe):
    at = ouvre("portrait", sur=equipe, **ICI)
    assert not at.exception
    texte = textes(at)
    assert "3 équipements et services dans 1 commune, dont 1 sans coordonnées." in texte
    for attendu in (
        "Les Lutins",
        "Halte d’Ambazac",
        "échue",
        "1 commune sur 24",
        "Plusieurs, proches ou au même endroit",
        "au centre de la commune",
    ):
        assert attendu in texte
    recu = carte_du_portrait(at)
    assert sorted((genre, n) for _, _, genre, n, _ in recu["lieux"]) == [("approche", 1), ("plusieurs", 2)]
    assert recu["lieux"][0][:2] == [1.4, 45.96]
    assert "ctg-symbole" in texte


def test_what_looks_like_html_in_a_name_is_only_text(ouvre, equipe):
    texte = textes(ouvre("portrait", sur=equipe, **ICI))
    assert "<script>" not in texte
    assert "&lt;script&gt;alert(1)&lt;/script&gt; =1+1" in texte


def test_a_room_sees_how_many_by_theme(ouvre, equipe):
    texte = textes(ouvre("portrait", sur=equipe, **ICI, mode="projection", bloc="offre"))
    assert "Petite enfance" in texte
    assert "Les Lutins" not in texte


def test_a_portrait_without_inventory_says_how_to_fill_it(ouvre):
    at = ouvre("portrait", **ICI)
    texte = textes(at)
    assert "Aucun inventaire ne donne les équipements" in texte
    assert "Téléchargez le modèle" in texte
    assert "lieux" not in carte_du_portrait(at)


def test_the_template_of_the_data_page_has_a_line_for_each_commune(ouvre):
    assert mots.GABARIT_OFFRE_AIDE in textes(ouvre("donnees"))
    classeur, feuille = fichiers.gabarits_offre(("epci", EPCI))
    assert classeur.nom == f"inventaire-offre-epci-{EPCI}.xlsx"
    assert len(feuille.contenu().decode("utf-8-sig").splitlines()) == 25
    assert len(fichiers.gabarits_offre()[1].contenu().decode("utf-8-sig").splitlines()) == 1
