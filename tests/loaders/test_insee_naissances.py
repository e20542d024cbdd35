"""INSEE, births by commune and above (``NAIS_DOM_ANNUELLES``): years in headers, codes and labels under no header."""

from pathlib import Path

from ctg_data.loaders import charge
from tests.loaders.outils import accepte, classeur, seule, valeur


def test_births_have_one_value_a_year_and_only_the_whole_country(tmp_path: Path):
    annees = ["", "", "2013", "2014"]
    communes = (["33063", "Bordeaux", 3000, 3100], ["97615", "Pamandzi", "so", 224], ["331XX", "?", 1, 1])
    chemin = classeur(
        tmp_path / "NAIS.xlsx",
        {
            "Métadonnées": [["GEO_DATE", "Millésime géographique", "2025", "2025"]],
            "COM": [["Naissances"], [], annees, *communes, [], ["Notes : "], ["so : sans objet"], ["Source : État civil"]],
            "France": [["Naissances"], [], annees, ["F", "France", "so", 800], ["FM", "France métropolitaine", 700, 710]],
        },
    )
    lu = charge(chemin)
    assert lu.mesures is not None, lu.fautes
    assert valeur(lu.mesures, "33063", "naissances", annee=2014) == 3100
    assert valeur(lu.mesures, "97615", "naissances", annee=2013) == "nd"
    assert valeur(lu.mesures, "FR", "naissances", annee=2014) == 800
    assert (lu.lignes_lues, len(lu.mesures)) == (5, 6)
    assert set(lu.mesures["millesime_geo"]) == {2025}


def test_a_header_repeated_in_the_body_hides_no_row_above_it(tmp_path: Path):
    france, entete = ["F", "France", 670000, 660000], ["", "", "2023", "2024"]
    metropole = ["FM", "France métropolitaine", 640000, 630000]
    feuille = [["Naissances domiciliées (fictif)"], [], entete, france, entete, metropole]
    mesures = accepte(classeur(tmp_path / "NAIS_DOM_ANNUELLES.xlsx", {"France": feuille}))
    assert valeur(mesures, "FR", "naissances", annee=2023) == 670000


def test_the_country_above_the_header_is_no_title(tmp_path: Path):
    metropole, france = ["FM", "France métropolitaine", 640000, 630000], ["F", "France", 670000, 660000]
    feuille = [["Naissances"], [], france, ["", "", "2023", "2024"], metropole]
    assert seule(charge(classeur(tmp_path / "NAIS_DOM_ANNUELLES.xlsx", {"France": feuille})), "entete_deplace").ligne == 3


def test_years_that_slipped_over_their_neighbours_are_refused(tmp_path: Path):
    """Each would name the births of the year before; only a last column without figures tells."""
    feuille = [["Naissances"], [], ["", "", "", "2023", "2024"], ["F", "France", 670000, 660000, ""]]
    assert seule(charge(classeur(tmp_path / "NAIS_DOM_ANNUELLES.xlsx", {"France": feuille})), "entete_deplace").ligne == 3
