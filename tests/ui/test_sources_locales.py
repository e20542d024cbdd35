"""The data page, local sources: from a sample to a declaration, changed, set aside and taken back; a damaged one is told."""

import pytest

from ctg_data import correspondances
from ctg_data.loaders import locales
from ctg_data.settings import RACINE
from tests.loaders.test_locales import SUIVI
from tests.ui.conftest import textes

EXEMPLE = RACINE / "docs" / "exemples" / "accueil_jeunes_fictif_2024.csv"


@pytest.fixture(autouse=True)
def rien_ne_reste():
    yield
    locales.oublie()


def presse(at, libelle: str):
    return next(b for b in at.button if b.label.startswith(libelle)).click().run()


def champ(at, libelle: str):
    return next(c for c in (*at.text_input, *at.selectbox) if c.label.startswith(libelle))


def test_a_sample_becomes_a_declaration(ouvre, vide):
    at = ouvre("donnees", sur=vide, rubrique="sources")
    assert "Aucune source locale" in textes(at)
    at.get("file_uploader")[0].set_value([(EXEMPLE.name, EXEMPLE.read_bytes(), "text/csv")]).run()
    presse(at, "Proposer une correspondance")
    assert not at.exception
    assert (champ(at, "Colonne des codes").value, champ(at, "Colonne de l’année").value) == ("Code INSEE", "Année")
    assert "ne pourraient pas être protégés" in textes(at)  # why nothing but numbers can be chosen
    presse(at, "Enregistrer la correspondance")
    assert "un texte qui dit d’où viennent ces chiffres" in textes(at)
    champ(at, "Producteur (obligatoire)").set_value("Réseau fictif").run()
    champ(at, "Mesure 2 : unité").set_value("places").run()
    champ(at, "Mesure 2 : décimales à montrer").set_value(1).run()
    at.switch_page("../../pages/methode.py").run()
    at.switch_page("../../pages/donnees.py").run()  # what was typed is still there
    presse(at, "Voir ce qui serait importé")
    assert "20 lignes, 20 territoires, année 2024" in textes(at)
    assert "environ 4 180" in textes(at)
    assert "4 184" not in textes(at)
    presse(at, "Enregistrer la correspondance")
    assert not at.exception
    assert "est enregistrée" in textes(at) + " ".join(str(s.value) for s in at.success)
    (d,) = correspondances.lit(vide).declarations
    assert (d.id, d.producteur, [m.unite for m in d.mesures]) == ("accueil_jeunes_fictif", "Réseau fictif", ["personnes", "places"])
    assert [m.decimales for m in d.mesures] == [0, 1]


def test_a_household_file_opens_no_draft(ouvre, vide):
    at = ouvre("donnees", sur=vide, rubrique="sources")
    at.get("file_uploader")[0].set_value([("foyers.csv", b"matricule;commune;qf\n0000001A;87085;400\n", "text/csv")]).run()
    presse(at, "Proposer une correspondance")
    assert "une ligne par foyer" in textes(at)
    assert not [b for b in at.button if b.label.startswith("Enregistrer")]


def test_a_declaration_is_set_aside_and_taken_back(ouvre, vide):
    correspondances.enregistre(vide, SUIVI)
    at = ouvre("donnees", sur=vide, rubrique="sources")
    assert "Mission locale fictive" in textes(at)
    presse(at, "Mettre de côté")
    presse(at, "Confirmer")
    assert correspondances.lit(vide).declarations == ()
    presse(at, "Rétablir")
    assert correspondances.lit(vide).declarations == (SUIVI,)


def test_a_declaration_is_changed_without_a_sample(ouvre, vide):
    correspondances.enregistre(vide, SUIVI)
    at = presse(ouvre("donnees", sur=vide, rubrique="sources"), "Modifier")
    assert "Déposez un fichier ci-dessus" in textes(at)
    exemple = b"Code INSEE;Ann\xc3\xa9e;Jeunes suivis;Places\n87085;2024;12;3\n"
    at.get("file_uploader")[0].set_value([("x.csv", exemple, "text/csv")]).run()
    assert "Choisissez « Prendre ce fichier pour exemple »" in textes(at).replace("\u00a0", " ")
    champ(at, "Licence").set_value("Licence Ouverte 2.0").run()
    presse(at, "Enregistrer la correspondance")
    (d,) = correspondances.lit(vide).declarations
    assert d.licence == "Licence Ouverte 2.0"
    assert d.valeurs == SUIVI.valeurs
    assert d.mesures == SUIVI.mesures


def test_a_damaged_declaration_is_told_and_the_page_goes_on(ouvre, vide):
    correspondances.enregistre(vide, SUIVI)
    (vide.dossier_sources / "abime.toml").write_text('version = 1\nid = "abime"\n<b>', encoding="utf-8")
    at = ouvre("donnees", sur=vide, rubrique="sources")
    assert not at.exception
    assert "abime.toml" in textes(at)
    assert "Mission locale fictive" in textes(at)
