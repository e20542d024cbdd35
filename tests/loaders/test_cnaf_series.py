"""CNAF, monthly series by Caf: small files in the layout of ``AFCafdepuis1993.csv``, with invented values."""

import pytest

from ctg_data.indicators import vocabulaire
from ctg_data.loaders import charge
from tests.loaders.outils import accepte, csv, ecrit, seule, valeur

ENTETE = ["dep_", "reg", "deplib", "déc-93", "janv-94", "févr-94", "août-04", "déc-04"]
CORPS = [
    ["1", "82", "Ain", "50 100", "50200", "50300", "50400", "50500"],
    ["2A", "94", "Corse-du-Sud", 9000, 9100, 9200, 9300, 9400],
    ["17M", "54", "Caisse maritime", 700, 700, 700, 700, 700],
    ["64", "72", "Pays basque", 20000, 20100, 20200, "", 20400],
    ["64", "72", "Béarn et Soule", 30000, 30100, 30200, 30300, 30400],
    ["974", "04", "La Réunion", "", "", "", 80000, 81000],
]
NOTES = [
    "Source : Cnaf, fichier statistique;;;;;;;",
    "Saint-Barthélemy et Saint-Martin relèvent de la Guadeloupe;;;;;;;",
    "Données provisoires;;;;;;;",
]


def texte(*, entete: list[str] = ENTETE, notes: bool = True) -> str:
    return csv([entete, *CORPS]) + ("\n".join(NOTES) + "\n" if notes else "")


def lu(tmp_path, nom: str = "AFCafdepuis1993.csv", contenu: str | None = None):
    return charge(ecrit(tmp_path, nom, contenu or texte(), "iso-8859-1"))


def test_a_series_in_latin_1_gives_every_month(tmp_path):
    charge_ = lu(tmp_path)
    assert list(charge_.fautes) == []
    mesures = charge_.mesures
    assert charge_.sources == ("cnaf_series_caf",)
    assert set(zip(mesures["niveau"], mesures["regime"], strict=True)) == {("departement", "caf")}
    assert set(mesures["modalite"]) == {"af"} <= set(vocabulaire.catalogue()["foyers_par_caf"].modalites)
    ain = mesures[mesures["code"] == "01"].set_index(["annee", "mois"])["valeur"].to_dict()
    assert ain == {(1993, 12): 50100, (1994, 1): 50200, (1994, 2): 50300, (2004, 8): 50400, (2004, 12): 50500}


def test_the_two_caf_of_one_departement_are_added_where_both_say(tmp_path):
    mesures = lu(tmp_path).mesures
    pau = mesures[mesures["code"] == "64"].set_index(["annee", "mois"])
    assert pau["valeur"].dropna().to_dict() == {(1993, 12): 50000, (1994, 1): 50200, (1994, 2): 50400, (2004, 12): 50800}
    assert pau.loc[(2004, 8), "statut"] == "nd"
    assert set(mesures["code"]) == {"01", "2A", "64", "974"}


def test_the_seafarers_fund_and_what_is_under_the_table_are_set_aside_and_counted(tmp_path):
    charge_ = lu(tmp_path)
    ecartees = {raison: n for raison, n in charge_.detail["ecartees"].items() if "Caisse maritime" in raison}
    assert ecartees == {"17M (Caisse maritime) : sans territoire": 1}
    assert charge_.mesures["code"].nunique() * 5 == len(charge_.mesures)


def test_a_total_row_is_not_a_departement(tmp_path):
    charge_ = lu(tmp_path, contenu=texte(notes=False) + "Total;;France entière;1;2;3;4;5\n")
    assert charge_.detail["ecartees"]["total de plusieurs départements"] == 1
    assert "01" in set(charge_.mesures["code"])


@pytest.mark.parametrize(
    ("nom", "prestation"), [("AFCafdepuis1993.csv", "af"), ("ALFCafdepuis1993.csv", "alf"), ("APLCafdepuis1993 (2).csv", "apl")]
)
def test_the_name_of_the_file_says_the_benefit(tmp_path, nom, prestation):
    assert set(lu(tmp_path, nom).mesures["modalite"]) == {prestation}


def test_the_other_spellings_of_the_headers(tmp_path):
    entete = ["dep", "reg", "deplib", "déc93", "janv94", "févr94", "août04", "déc04"]
    charge_ = lu(tmp_path, "APLCafdepuis1993.csv", texte(entete=entete))
    assert sorted(set(zip(charge_.mesures["annee"], charge_.mesures["mois"], strict=True))) == [
        (1993, 12),
        (1994, 1),
        (1994, 2),
        (2004, 8),
        (2004, 12),
    ]


def test_a_file_that_does_not_say_its_benefit_is_refused(tmp_path):
    assert "AFCafdepuis1993" in seule(lu(tmp_path, "serie fictive.csv"), "prestation_absente").attendu


@pytest.mark.parametrize(
    ("ancien", "nouveau", "code"),
    [
        ("9000", "neuf mille", "texte_dans_nombre"),
        ("9000", "9000,5", "nombre_non_entier"),
        ("30000", "x", "texte_dans_nombre"),
        ("2A", "01", "cle_double"),
        ("2A", "98Z", "code_mal_forme"),
        ("2A", "96", "code_inconnu"),
        ("janv-94", "déc-93", "colonne_double"),
        ("dep_", "caf", "disposition_inconnue"),
        ("64;72;Béarn", "64;72;X;1;1;1;1;1\n64;72;Béarn", "cle_double"),
    ],
)
def test_damage_is_refused(tmp_path, ancien, nouveau, code):
    assert seule(lu(tmp_path, contenu=texte().replace(ancien, nouveau, 1)), code)


def test_a_row_that_slipped_by_one_column_is_refused(tmp_path):
    """The code of its région is that of a département too."""
    un_cran = ";".join([*(str(c) for c in CORPS[0][1:]), ""])
    assert seule(lu(tmp_path, contenu=texte().replace(";".join(map(str, CORPS[0])), un_cran, 1)), "ligne_decalee").ligne == 2


def test_so_is_one_whose_first_figures_are_missing(tmp_path):
    """Nothing stands for its name, and the code of its région still is that of a département."""
    reunion = ";".join(map(str, CORPS[-1]))
    faute = seule(lu(tmp_path, contenu=texte().replace(reunion, reunion.removeprefix("974;") + ";", 1)), "ligne_decalee")
    assert faute.ligne == len(CORPS) + 1


def test_months_are_not_the_figure_of_a_december(tmp_path):
    mesures = accepte(ecrit(tmp_path, "AFCafdepuis1993.csv", texte(), "iso-8859-1"))
    with pytest.raises(AssertionError, match="2 lignes"):
        valeur(mesures, "01", "foyers_par_caf", "af", annee=1994)


def test_the_same_caf_twice_is_not_two_of_them(tmp_path):
    faute = seule(lu(tmp_path, contenu=texte().replace("Pays basque", "Béarn et Soule")), "cle_double")
    assert "64" in faute.trouve
