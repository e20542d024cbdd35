"""The figures of a local source: persons are whole wherever their measure is declared, each cell is read as its own measure allows, and
what a table says of itself is checked."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctg_data.indicators import locaux, vocabulaire
from ctg_data.loaders import locales_devine, locales_unites
from ctg_data.loaders.locales_modele import CHOSES, LONGUE, PUBLIEES, TAUX, MesureLocale, Valeur
from tests.loaders.outils import classeur, csv, ecrit, valeur
from tests.loaders.test_locales import ENTETE, JEUNES, LONG, SUIVI, lu, mesures

SEULS = replace(SUIVI, valeurs=(Valeur("Jeunes suivis", "jeunes"),))
CONNUE = replace(SUIVI, valeurs=(Valeur("Foyers", "foyers_rsa"),), mesures=())
PLACES = replace(SUIVI, valeurs=(Valeur("Places", "lieux"),), mesures=(MesureLocale("lieux", "places", "places", decimales=2),))
PART = MesureLocale("part", "part", "pourcent", nature=TAUX)
MELEE = replace(
    SUIVI,
    donnees=PUBLIEES,
    valeurs=(Valeur("Part", "part"), Valeur("Jeunes suivis", "jeunes"), Valeur("Places", "places", "eaje_psu")),
    mesures=(PART, SUIVI.mesures[0]),
)
MELEE_LONGUE = replace(MELEE, forme=LONGUE, intitule="Indicateur", valeur="Valeur")
BREF = ("Code INSEE", "Année")
TETE_LONGUE = ("Code INSEE", "Année", "Indicateur", "Valeur")
LIMITE = 5
"""Seconds that no cell may take to be read, however it is made."""


def signalees(declaration, chemin: Path) -> list[tuple[str, int | None, str]]:
    return [(f.code, f.ligne, f.colonne) for f in lu(declaration, chemin).fautes]


# Persons ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("donnees", ["protegees", PUBLIEES])
def test_persons_of_a_known_measure_are_whole_as_those_of_a_new_one(tmp_path: Path, donnees: str):
    fichier = ecrit(tmp_path, "x.csv", csv([(*BREF, "Foyers"), ("87085", 2024, "1,284"), ("87038", 2024, "0,4"), ("87075", 2024, "12")]))
    trouvees = signalees(replace(CONNUE, donnees=donnees), fichier)
    assert [t for t in trouvees if t[0] == "nombre_non_entier"] == [("nombre_non_entier", n, "Foyers") for n in (2, 3)]
    assert (
        valeur(mesures(CONNUE, ecrit(tmp_path, "y.csv", csv([(*BREF, "Foyers"), ("87085", 2024, "1 284")]))), "87085", "foyers_rsa") == 1284
    )


def test_persons_of_a_known_measure_are_whole_in_a_long_table_too(tmp_path: Path):
    longue = replace(CONNUE, forme=LONGUE, intitule="Indicateur", valeur="Valeur")
    fichier = ecrit(tmp_path, "x.csv", csv([TETE_LONGUE, ("87085", 2024, "Foyers", "1,284"), ("87038", 2024, "Foyers", "7")]))
    assert signalees(longue, fichier) == [("effectif_decimal", 2, "Valeur")]


def test_an_estimate_that_a_publisher_gives_keeps_its_decimals(tmp_path: Path):
    publiee = replace(CONNUE, donnees=PUBLIEES, valeurs=(Valeur("Foyers", "rp_population_15_24"),))
    fichier = ecrit(tmp_path, "x.csv", csv([(*BREF, "Foyers"), ("87085", 2024, "1284,75")]))
    assert valeur(mesures(publiee, fichier), "87085", "rp_population_15_24") == 1284.75


def test_each_known_measure_that_may_be_protected_is_whole_when_it_is_hidden():
    """The vocabulary says what is hidden; the loaders, which stand below it, must not say otherwise of what is whole."""
    admises = {
        nom: mesure
        for nom, mesure in vocabulaire.nationales().items()
        if not locaux.fautes(replace(CONNUE, valeurs=(Valeur("Foyers", nom, next(iter(mesure.modalites))),)))
    }
    assert {nom for nom in admises if locales_unites.de_gens(CONNUE, nom)} == {nom for nom, m in admises.items() if m.sensible}
    assert {m.unite for m in admises.values() if not m.sensible} <= set(CHOSES)


# Each cell by its own measure -------------------------------------------------------------------------------------------


def test_a_count_beside_a_rate_takes_no_percent(tmp_path: Path):
    entete = (*BREF, "Part", "Jeunes suivis", "Places")
    fichier = ecrit(tmp_path, "x.csv", csv([entete, ("87085", 2024, "12,5 %", "12 %", "3%"), ("87038", 2024, "-2 %", "12", "3")]))
    assert signalees(MELEE, fichier) == [("texte_dans_nombre", 2, "Jeunes suivis"), ("texte_dans_nombre", 2, "Places")]
    lignes = [TETE_LONGUE, ("87085", 2024, "Part", "12,5 %"), ("87085", 2024, "Jeunes suivis", "12 %"), ("87085", 2024, "Places", "3")]
    assert signalees(MELEE_LONGUE, ecrit(tmp_path, "y.csv", csv(lignes))) == [("texte_dans_nombre", 3, "Valeur")]


def test_a_known_rate_may_be_written_with_its_percent(tmp_path: Path):
    connu = replace(CONNUE, donnees=PUBLIEES, valeurs=(Valeur("Foyers", "rp_taux_chomage"),))
    fichier = ecrit(tmp_path, "x.csv", csv([(*BREF, "Foyers"), ("87085", 2024, "12,5 %")]))
    assert valeur(mesures(connu, fichier), "87085", "rp_taux_chomage") == 12.5


def test_a_count_beside_a_rate_is_not_negative_in_a_long_table(tmp_path: Path):
    def lignes(jeunes: str, places: str):
        trois = (("Part", "-1,5 %"), ("Jeunes suivis", jeunes), ("Places", places))
        return csv([TETE_LONGUE, *(("87085", 2024, *deux) for deux in trois)])

    assert signalees(MELEE_LONGUE, ecrit(tmp_path, "x.csv", lignes("-12", "-3,5"))) == [("valeur_negative", n, "Valeur") for n in (3, 4)]
    lues = mesures(MELEE_LONGUE, ecrit(tmp_path, "y.csv", lignes("12", "3,5")))
    assert valeur(lues, "87085", "local_suivi_jeunes__part") == -1.5
    assert valeur(lues, "87085", "places", "eaje_psu") == 3.5


# How numbers are written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cellule",
    ["1" * 60_000 + "x", "3" + " " * 60_000 + "x", "1 " * 30_000 + "x", "1," + "0" * 60_000 + "x", " " * 60_000 + "% x", "." * 60_000],
)
def test_no_cell_takes_long_to_be_refused(tmp_path: Path, cellule: str):
    fichier = ecrit(tmp_path, "x.csv", csv([(*BREF, "Jeunes suivis"), ("87085", 2024, f"4{cellule}")]))
    depart = time.perf_counter()
    assert signalees(SEULS, fichier)[0][1] == 2
    assert signalees(replace(MELEE, valeurs=(Valeur("Jeunes suivis", "part"),), mesures=(PART,)), fichier)[0][1] == 2
    assert time.perf_counter() - depart < LIMITE


def test_a_sample_of_many_zeros_is_looked_at_at_once(tmp_path: Path):
    fichier = ecrit(tmp_path, "x.csv", csv([(*BREF, "Places"), ("87085", 2024, "1," + "0" * 60_000 + "1"), ("87038", 2024, "2,50")]))
    depart = time.perf_counter()
    assert [m.decimales for m in locales_devine.devine(fichier).proposition.mesures] == [2]
    assert time.perf_counter() - depart < LIMITE


def test_thousands_that_begin_by_zero_are_no_number(tmp_path: Path):
    fichier = ecrit(tmp_path, "x.csv", csv([(*BREF, "Jeunes suivis"), ("87085", 2024, "0 123"), ("87038", 2024, "1 023")]))
    assert signalees(SEULS, fichier) == [("nombre_ecrit_autrement", 2, "Jeunes suivis")]


def test_a_text_of_a_workbook_is_read_as_the_same_text_of_a_csv(tmp_path: Path):
    def feuille(*cellules: object):
        return classeur(tmp_path / "x.xlsx", {"A": [(*BREF, "Places"), *((c, 2024, v) for c, v in zip(CODES, cellules, strict=False))]})

    assert signalees(PLACES, feuille("12.500", 12.5)) == [("nombre_ecrit_autrement", 2, "Places")]
    lues = mesures(PLACES, feuille("12,50", 12.5, 1_234_567.25, "1 234"))
    assert [valeur(lues, c, "local_suivi_jeunes__lieux") for c in CODES] == [12.5, 12.5, 1_234_567.25, 1234]


CODES = ("87085", "87038", "87075", "87048")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.integers(0, 10**9), st.floats(0, 10**9)), min_size=1, max_size=4))
def test_numbers_of_a_workbook_are_read_whatever_they_are(tmp_path: Path, nombres: list[float]):
    rangees = [(*BREF, "Places"), *((c, 2024, n) for c, n in zip(CODES, nombres, strict=False))]
    lues = mesures(
        replace(PLACES, mesures=(replace(PLACES.mesures[0], unite="equipements"),)), classeur(tmp_path / "n.xlsx", {"A": rangees})
    )
    for code, nombre in zip(CODES, nombres, strict=False):
        assert valeur(lues, code, "local_suivi_jeunes__lieux") == pytest.approx(nombre, rel=1e-12)


# What a table says of itself --------------------------------------------------------------------------------------------


def test_a_table_said_to_be_rounded_is_rounded(tmp_path: Path):
    arrondie = replace(SUIVI, arrondi5=True)
    lignes = [ENTETE, ("87085", "Limoges", 2024, 3, "12,5"), ("87048", "Couzeix", 2024, "s", 7), ("87050", "Feytiat", 2024, "1 285", 3)]
    lignes += [("87075", "Isle", 2024, 86, 3), ("", "Total", 2024, 1376, "")]
    fautes = lu(arrondie, ecrit(tmp_path, "x.csv", csv(lignes))).fautes
    assert [(f.code, f.ligne, f.colonne) for f in fautes] == [("arrondi_faux", n, "Jeunes suivis") for n in (2, 5)]
    assert fautes[0].trouve == "une valeur inférieure à 5"
    assert "« Modifier »" in fautes[0].remede
    longue = [TETE_LONGUE, ("87085", 2024, "Jeunes suivis", "12"), ("87085", 2024, "Places d'EAJE", "12")]
    assert signalees(replace(LONG, arrondi5=True), ecrit(tmp_path, "y.csv", csv(longue))) == [("arrondi_faux", 2, "Valeur")]
    juste = mesures(arrondie, ecrit(tmp_path, "z.csv", csv([ENTETE, ("87085", "Limoges", 2024, 1285, 3)])))
    assert valeur(juste, "87085", JEUNES) == 1285


def test_a_year_to_come_is_refused_wherever_it_is_said(tmp_path: Path):
    prochaine = date.today().year + 1
    entete = (*BREF, "Jeunes suivis")
    fichier = ecrit(tmp_path, "x.csv", csv([entete, ("87085", prochaine, 8), ("87085", prochaine + 1, 8), ("", 2099, 16)]))
    assert signalees(SEULS, fichier) == [("annee_a_venir", 3, "Année")]
    sans = replace(SEULS, colonne_annee="")
    texte = csv([("Code INSEE", "Jeunes suivis"), ("87085", 8)])
    assert signalees(sans, ecrit(tmp_path, "suivi_2099.csv", texte)) == [("annee_a_venir", None, "")]
    muet = ecrit(tmp_path, "suivi.csv", texte)
    assert [f.code for f in lu(sans, muet, annee=2099).fautes] == ["annee_a_venir"]
    assert set(mesures(sans, muet, annee=prochaine)["annee"]) == {prochaine}
