"""What changed in the layout of a file since the one before it: columns, headers, sheet, place of the header."""

from dataclasses import replace
from pathlib import Path

from ctg_data import loaders
from ctg_data.loaders import formes
from ctg_data.loaders.model import Forme
from ctg_data.settings import RACINE
from ctg_data.territoires.referentiel import charge

MARS = Forme("s", "communes", "COM_2022", "xlsx", "", 3, (("code", "CODGEO"), ("n", "NAIS22"), ("", "Libellé"), ("", "Maj 2022")))


def test_the_same_layout_of_another_year_changes_nothing():
    avril = replace(MARS, feuille="COM_2023", colonnes=(("code", "CODGEO"), ("n", "NAIS23"), ("", "Libellé"), ("", "Maj 2023")))
    assert formes.compare([MARS], [avril]) == ()


def test_columns_that_come_and_go_are_named():
    avril = replace(MARS, colonnes=(("code", "CODGEO"), ("d", "DECES22"), ("", "Libellé"), ("", "Région")))
    assert formes.compare([MARS], [avril]) == (
        "Colonnes lues, nouvelles (1) : « DECES22 ».",
        "Colonnes lues jusque-là, absentes (1) : « NAIS22 ».",
        "Colonnes non utilisées, nouvelles (1) : « Région ».",
        "Colonnes non utilisées, disparues (1) : « Maj 2022 ».",
    )


def test_headers_sheet_format_and_place_of_the_header_are_told():
    avril = replace(MARS, feuille="Communes", entete=6, colonnes=(("code", "Code commune"), *MARS.colonnes[1:]))
    assert formes.compare([MARS], [avril]) == (
        "Feuille « Communes », au lieu de « COM_2022 ».",
        "En-tête à la ligne 6, au lieu de la ligne 3.",
        "En-têtes écrits autrement (1) : « CODGEO » devenu « Code commune ».",
    )
    assert formes.compare([MARS], [replace(MARS, format="csv", separateur=";")]) == ("Format du fichier : csv, au lieu de xlsx.",)
    csv = replace(MARS, format="csv", separateur=";")
    assert formes.compare([csv], [replace(csv, separateur="\t")]) == ("Séparateur : tabulation, au lieu de point-virgule.",)


def test_another_layout_altogether_is_told_once():
    assert formes.compare([MARS], [replace(MARS, disposition="epci")]) == (
        "Le tableau est d'une autre disposition : « epci », au lieu de « communes ».",
    )
    assert formes.compare([], [MARS]) == ()


def test_many_columns_are_counted():
    avril = replace(MARS, colonnes=(*MARS.colonnes, *((f"c{n}", f"C{chr(65 + n)}") for n in range(10))))
    (phrase,) = formes.compare([MARS], [avril])
    assert phrase.startswith("Colonnes lues, nouvelles (10) : « CA », ")
    assert phrase.endswith("« CH », et 2 autres.")


def test_a_loading_says_how_its_file_is_laid(tmp_path: Path):
    fichier = tmp_path / "TD_POP1B_2022.csv"
    fichier.write_text("NIVGEO;CODGEO;LIBGEO;SEXE;AGED100;NB\nCOM;33063;Bordeaux;1;030;12\n", encoding="utf-8")
    (forme,) = loaders.charge(fichier, referentiel=charge(RACINE / "data" / "reference")).formes
    assert (forme.source, forme.format, forme.separateur, forme.entete) == ("insee_rp_ages", "csv", ";", 1)
    assert [texte for _, texte in forme.colonnes] == ["NIVGEO", "CODGEO", "LIBGEO", "SEXE", "AGED100", "NB"]
    assert "Bordeaux" not in repr(forme)
