"""CNAF, share of RSA households at every level and sites of the Caf: small files in the described layouts, with invented values."""

import pytest

from ctg_data.indicators import utiles, vocabulaire
from ctg_data.indicators.lignes import Registre
from ctg_data.loaders import charge
from ctg_data.loaders.sources import catalogue
from tests.loaders.outils import accepte, csv, ecrit, seule, valeur

# Indicateurs territoriaux de précarité ---------------------------------------------------------------------------------

TITRE = "Part des allocataires du RSA parmi les foyers en 2022"
ENTETE = ["Code géographique", "Nom", "Niveau géographique", TITRE, "Autre indicateur"]
CORPS = [
    ["1001", "Abergement-Clémenciat", "Commune", "12,3 %", "1"],
    ["2A004", "Ajaccio", "commune (COG 2023)", "14.5", "1"],
    ["33063", "Bordeaux", "Commune", "s", "1"],
    ["200042935", "Haut-Bugey", "EPCI", "9,5\u00a0%", "1"],
    ["1", "Ain", "Département", "8%", "1"],
    ["84", "Auvergne-Rhône-Alpes", "Région", "nd", "1"],
    ["", "France entière", "France", "13,1", "1"],
    ["0101", "Un canton", "Canton", "7", "1"],
]


def test_every_level_of_the_mixed_file_is_read(tmp_path):
    lu = charge(ecrit(tmp_path, "indicateurs-precarite.csv", csv([ENTETE, *CORPS])))
    assert [str(f) for f in lu.fautes] == []
    assert lu.sources == ("cnaf_precarite",)
    lues = {(str(r.niveau), str(r.code)): r.valeur if r.statut == "ok" else r.statut for r in lu.mesures.itertuples()}
    assert lues == {
        ("commune", "01001"): 12.3,
        ("commune", "2A004"): 14.5,
        ("commune", "33063"): "s",
        ("epci", "200042935"): 9.5,
        ("departement", "01"): 8,
        ("region", "84"): "nd",
        ("france", "FR"): 13.1,
    }
    assert set(zip(lu.mesures["annee"], lu.mesures["mesure"], lu.mesures["unite"], strict=True)) == {
        (2022, "part_allocataires_rsa", "pourcent")
    }
    assert lu.detail["ecartees"] == {"zonage qui n'est pas suivi ici": 1}
    assert not vocabulaire.catalogue()["part_allocataires_rsa"].additive


def test_the_year_is_that_of_the_file_where_no_header_says_it(tmp_path):
    rangees = [[*ENTETE[:3], "Part des allocataires du RSA", "Autre indicateur"], *CORPS]
    assert set(accepte(ecrit(tmp_path, "precarite-2021.csv", csv(rangees)))["annee"]) == {2021}
    assert seule(charge(ecrit(tmp_path, "precarite.csv", csv(rangees))), "annee_absente")


def test_codes_of_the_levels_above_are_not_taken_for_the_territory(tmp_path):
    rangees = [["Code", "Code département", "Code région", *ENTETE[2:4]], ["1001", "1", "84", "Commune", "12"]]
    assert valeur(accepte(ecrit(tmp_path, "precarite.csv", csv(rangees))), "01001", "part_allocataires_rsa") == 12


@pytest.mark.parametrize(
    ("ligne", "colonne", "texte", "code"),
    [
        (1, 3, "112,3 %", "hors_bornes"),
        (1, 3, "-1", "valeur_negative"),
        (1, 3, "beaucoup", "texte_dans_nombre"),
        (1, 0, "33998", "code_inconnu"),
        (1, 0, "ABC", "code_mal_forme"),
        (1, 0, "33063", "cle_double"),
        (0, 2, "Échelon", "disposition_inconnue"),
        (0, 3, "Part des allocataires de la prime", "disposition_inconnue"),
    ],
)
def test_damage_of_the_mixed_file_is_refused(tmp_path, ligne, colonne, texte, code):
    rangees = [list(r) for r in (ENTETE, *CORPS)]
    rangees[ligne][colonne] = texte
    assert seule(charge(ecrit(tmp_path, "precarite.csv", csv(rangees))), code)


def test_headers_that_turned_leave_no_level_but_that_of_france(tmp_path):
    """The share of the whole country would be another column's."""
    rangees = [[ENTETE[4], ENTETE[0], ENTETE[1], ENTETE[2], "Nom", ENTETE[3]], *([*r[:3], r[1], *r[3:]] for r in CORPS)]
    faute = seule(charge(ecrit(tmp_path, "precarite.csv", csv(rangees))), "niveau_inconnu")
    assert "Abergement-Clémenciat" in faute.trouve


def test_a_decimal_cut_by_commas_whose_unit_is_in_the_next_column(tmp_path):
    rangees = [ENTETE, *([*r[:3], r[3].replace("\u00a0", " "), ""] for r in CORPS)]
    faute = seule(charge(ecrit(tmp_path, "precarite.csv", csv(rangees).replace(";", ","))), "nombre_de_champs")
    assert (faute.ligne, faute.trouve) == (2, "« 12 », puis « 3 % » dans la colonne suivante")


# Sites -------------------------------------------------------------------------------------------------------------------

SITES = ["NUMCOMSI", "RANG", "LIBSITE", "STRACCUE", "TYPOUVSI", "TOPACCPF", "TOPACCAS", "TOPACCPH", "TOPPRBIW"]
LIEUX = [
    ["33063", 1, "Site fictif A", "Siège", "hebdomadaire plus de 4 jours", 1, 1, 1, 1],
    ["33063", 2, "Site fictif B", "Agence Caf", "hebdomadaire 4 jours", 1, 0, 1, 1],
    ["33063", 3, "Site fictif C", "PERMANENCE", "mensuel", 0, 1, 1, 0],
    ["01004", 1, "Site fictif D", "antenne", "hebdomadaire 1 à 3 jours", 1, 0, 0, 0],
    ["2A004", 1, "Site fictif E", "Relais", "occasionnel", 0, 0, 1, 0],
]


def test_sites_are_counted_by_commune_kind_and_service(tmp_path):
    lu = charge(ecrit(tmp_path, "sites_caf_2020.csv", csv([SITES, *LIEUX])))
    assert [str(f) for f in lu.fautes] == []
    assert (lu.sources, lu.lignes_lues) == (("cnaf_sites",), 5)
    bordeaux = {("sites_caf", "total"): 3, ("sites_caf", "siege"): 1, ("sites_caf", "agence"): 1, ("sites_caf", "permanence"): 1}
    bordeaux |= {
        ("sites_caf_services", s): n for s, n in (("prestations", 2), ("action_sociale", 2), ("accueil_physique", 3), ("borne", 2))
    }
    siennes = lu.mesures[lu.mesures["code"] == "33063"]
    assert {(str(r.mesure), str(r.modalite)): r.valeur for r in siennes.itertuples()} == bordeaux
    assert lu.mesures.loc[(lu.mesures["mesure"] == "sites_caf") & (lu.mesures["modalite"] == "total"), "valeur"].sum() == len(LIEUX)
    assert set(zip(lu.mesures["annee"], lu.mesures["millesime_geo"], lu.mesures["unite"], strict=True)) == {(2020, 2020, "structures")}
    declarees = vocabulaire.catalogue()
    assert all(r.modalite in declarees[r.mesure].modalites for r in lu.mesures.itertuples())


def test_several_sites_of_a_commune_need_no_rank(tmp_path):
    rangees = [[*ligne[:1], *ligne[2:]] for ligne in (SITES, *LIEUX)]
    assert valeur(accepte(ecrit(tmp_path, "sites_2020.csv", csv(rangees))), "33063", "sites_caf") == 3


def test_a_site_repeated_is_one_and_two_that_nothing_tells_apart_are_refused(tmp_path):
    sans_rang = [[c for k, c in enumerate(r) if k != 1] for r in (SITES, *LIEUX)]
    lu = charge(ecrit(tmp_path, "sites_2020.csv", csv([*sans_rang, [*sans_rang[-1][:-1], "0 "]])))
    assert valeur(lu.mesures, "2A004", "sites_caf") == 1
    assert lu.detail["ecartees"] == {"site répété à l'identique": 1}
    sans_nom = [[c for k, c in enumerate(r) if k != 1] for r in sans_rang]
    faute = seule(charge(ecrit(tmp_path, "sites_2020.csv", csv([*sans_nom, sans_nom[-1]]))), "cle_double")
    assert (faute.ligne, faute.colonne) == (7, "NUMCOMSI")
    assert accepte(ecrit(tmp_path, "sites_2020.csv", csv(sans_nom))) is not None


def test_sites_are_an_inventory_of_facilities():
    """A commune that the list leaves out has none; nothing of it is anybody's situation."""
    source = catalogue()["cnaf_sites"]
    assert (source.inventaire, source.profil_secret) == (True, "etablissements")
    assert not vocabulaire.catalogue()["sites_caf"].sensible


@pytest.mark.parametrize(
    ("colonne", "texte", "code"),
    [
        ("STRACCUE", "kiosque", "choix_inconnu"),
        ("STRACCUE", "siège et agence", "choix_inconnu"),
        ("TOPACCPF", "2", "booleen_invalide"),
        ("NUMCOMSI", "1004", "zero_perdu"),
        ("NUMCOMSI", "33998", "code_inconnu"),
        ("RANG", "2", "cle_double"),
    ],
)
def test_damage_of_the_sites_is_refused(tmp_path, colonne, texte, code):
    rangees = [list(r) for r in (SITES, *LIEUX)]
    rangees[1][SITES.index(colonne)] = texte
    assert seule(charge(ecrit(tmp_path, "sites_2020.csv", csv(rangees))), code).ligne == (3 if code == "cle_double" else 2)


def test_the_engine_can_name_every_source_that_it_reads():
    lues = {nom: source for nom, source in catalogue().items() if utiles.sert(source)}
    assert {"cnaf_prestations", "cnaf_communes", "insee_populations"} <= set(Registre.de(lues).ordre)
    assert not {"cnaf_iris", "insee_qpv_revenus", "anct_montagne"} & set(lues)
