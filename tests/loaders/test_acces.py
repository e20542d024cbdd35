"""Doctors within reach (DREES) and digital mediation places (ANCT): invented files of the documented layouts."""

from pathlib import Path

import pytest

from ctg_data.loaders import charge
from tests.loaders.outils import accepte, classeur, csv, ecrit, seule, valeur

# Doctors -----------------------------------------------------------------------------------------------------------------

APL = ["Code commune INSEE", "Commune", "APL aux médecins généralistes", "APL aux médecins généralistes de 65 ans et moins"]


def _feuille(annee: int, *lignes: list[object]) -> list[list[object]]:
    """Titles, headers, a row of units, then the communes."""
    entete = [*APL, f"Population standardisée {annee - 2} pour la médecine générale", f"Population totale {annee - 2}"]
    unites = ["", "", "En nombre de consultations par an et par habitant", "", "En nombre d'habitants standardisés", ""]
    return [["Accessibilité potentielle localisée (fictif)"], [f"Millésime : {annee}"], [], entete, unites, *lignes]


def test_consultations_within_reach_of_each_year(tmp_path: Path):
    """4 consultations for 1,000 weighted inhabitants: 4,000 in all."""
    feuilles = {
        "Paramètres": [["Médecins"]],
        "APL 2022": _feuille(2022, ["33063", "Bordeaux", 4.0, 3.5, 1000, 980], ["33281", "Mérignac", 2.5, 2, 200, 190]),
        "APL 2023": _feuille(2023, ["33063", "Bordeaux", 3.0, 2.5, 1000, 990]),
    }
    mesures = accepte(classeur(tmp_path / "apl_mg.xlsx", feuilles))
    assert [valeur(mesures, "33063", "apl_generalistes", annee=a) for a in (2022, 2023)] == [4, 3]
    assert valeur(mesures, "33063", "apl_consultations", annee=2022) == 4000
    assert valeur(mesures, "33281", "apl_consultations", annee=2022) == 500
    assert valeur(mesures, "33281", "apl_population", annee=2022) == 200
    assert set(mesures["source"]) == {"drees_apl"}


def test_an_accessibility_that_is_not_given_has_no_consultations(tmp_path: Path):
    mesures = accepte(classeur(tmp_path / "apl.xlsx", {"APL_2022": _feuille(2022, ["33063", "Bordeaux", "", "", 1000, 980])}))
    assert [valeur(mesures, "33063", m) for m in ("apl_generalistes", "apl_consultations", "apl_population")] == ["nd", "nd", 1000]


def test_thousands_set_apart_as_in_english_are_no_decimals_of_an_inhabitant(tmp_path: Path):
    feuille = _feuille(2022, ["33063", "Bordeaux", 4.0, 3.5, "1,000", 980], ["33281", "Mérignac", 2.5, 2, 200, 190])
    assert seule(charge(classeur(tmp_path / "apl.xlsx", {"APL_2022": feuille})), "milliers").trouve == "« 1,000 »"


# Digital mediation ---------------------------------------------------------------------------------------------------------

LIEUX = ["id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "services", "date_maj", "autre"]


def _lieux(dossier: Path, *lignes: tuple[str, str], nom: str = "2025-09-15-lieux-mediation.csv") -> Path:
    rangees = ([ident, "", "Lieu fictif", "", "", code, "", "Aide aux démarches", "2025-01-02", ""] for ident, code in lignes)
    return ecrit(dossier, nom, csv([LIEUX, *rangees], ","))


def test_places_are_counted_by_commune(tmp_path: Path):
    lu = charge(_lieux(tmp_path, ("a", "33063"), ("b", "33063"), ("c", "33281"), ("d", "")))
    assert (lu.fautes, lu.sources) == ((), ("anct_mediation_numerique",))
    assert [valeur(lu.mesures, code, "structures", "mediation_numerique") for code in ("33063", "33281")] == [2, 1]
    assert lu.detail["ecartees"] == {"lieu sans code de commune": 1}
    assert set(lu.mesures["annee"]) == {2025}


def test_a_place_listed_twice_is_a_fault(tmp_path: Path):
    assert charge(_lieux(tmp_path, ("a", "33063"), ("a", "33063"))).fautes


def test_a_list_without_its_year_asks_for_it(tmp_path: Path):
    assert seule(charge(_lieux(tmp_path, ("a", "33063"), nom="lieux.csv")), "annee_absente")


@pytest.mark.parametrize("valeur_lue", ["12", "0"])
def test_deaths_of_melodi_are_by_residence(tmp_path: Path, valeur_lue: str):
    entete = "FREQ;GEO;GEO_OBJECT;EC_MEASURE;OBS_STATUS;TIME_PERIOD;OBS_VALUE"
    mesures = accepte(ecrit(tmp_path, "d.csv", f"{entete}\nA;33063;COM;DTH;A;2024;{valeur_lue}\n"))
    assert valeur(mesures, "33063", "deces") == float(valeur_lue)
    assert set(mesures["source"]) == {"insee_melodi_naissances"}
