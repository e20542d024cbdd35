"""INSEE: legal populations by commune, estimated populations by département; invented files, then published ones."""

import csv as lecteur_csv
import gzip
import io
import re
from collections import defaultdict
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ctg_data.loaders import charge
from ctg_data.loaders.model import Chargement
from tests.loaders.outils import accepte, classeur, csv, ecrit, seule, valeur
from tests.publies import Publies

# Legal populations -------------------------------------------------------------------------------------------------------

L2019 = ["REG", "DEP", "COM", "PMUN", "PCAP", "PTOT"]
L2020 = ["CODREG", "REG", "CODDEP", "CODARR", "CODCAN", "CODCOM", "COM", "PMUN", "PCAP", "PTOT"]
L2021 = ["REG", "Région", "DEP", "CODARR", "CODCAN", "CODCOM", "COM", "Commune", "PMUN", "PCAP", "PTOT"]
BORDEAUX, SAINT_DENIS = [260958, 4500, 265458], [150000, 900, 150900]
LIGNES = {
    2019: (L2019, ["75", "33", "33063", *BORDEAUX], ["04", "974", "97411", *SAINT_DENIS]),
    2020: (
        L2020,
        ["75", "N", "33", "2", "08", "063", "Bordeaux", *BORDEAUX],
        ["04", "R", "974", "1", "15", "411", "Saint-Denis", *SAINT_DENIS],
    ),
    2021: (
        L2021,
        ["75", "N", "33", "2", "NA", "063", "33063", "Bordeaux", *BORDEAUX],
        ["04", "R", "974", "1", "", "411", "97411", "Saint-Denis", *SAINT_DENIS],
    ),
}


@pytest.mark.parametrize("annee", LIGNES)
def test_each_layout_gives_the_same_measures(tmp_path: Path, annee: int):
    mesures = accepte(ecrit(tmp_path, f"populations_legales_{annee}.csv", csv(LIGNES[annee])))
    assert valeur(mesures, "33063", "pop_municipale") == 260958
    assert valeur(mesures, "97411", "pop_comptee_a_part") == 900
    assert valeur(mesures, "97411", "pop_totale") == 150900
    assert (set(mesures["annee"]), set(mesures["millesime_geo"])) == ({annee}, {annee + 2})
    assert set(mesures["source"]) == {"insee_populations"}


@pytest.mark.parametrize("annee", LIGNES)
def test_a_list_without_a_year_in_its_name_asks_for_it(tmp_path: Path, annee: int):
    assert seule(charge(ecrit(tmp_path, "donnees_communes.csv", csv(LIGNES[annee]))), "annee_absente")


def test_the_name_of_a_commune_is_never_taken_for_its_code(tmp_path: Path):
    """The layout of 2020 under the header of 2019: « COM » holds names."""
    entete, *lignes = LIGNES[2020]
    faux = csv([[{"CODDEP": "DEP"}.get(c, c) for c in entete], *lignes])
    lu = charge(ecrit(tmp_path, "populations_legales_2020.csv", faux))
    assert seule(lu, "code_mal_forme").trouve == "« BORDEAUX »"


def test_lost_zeros_of_either_layout_are_told(tmp_path: Path):
    sans_zero = ["84", "1", "1001", 779, 19, 798]
    assert seule(charge(ecrit(tmp_path, "populations_legales_2019.csv", csv([L2019, sans_zero]))), "zero_perdu").ligne == 2
    en_deux = ["84", "A", "01", "2", "08", "1", "L'Abergement", 779, 19, 798]
    assert seule(charge(ecrit(tmp_path, "populations_legales_2020.csv", csv([L2020, en_deux]))), "zero_perdu").colonne == "CODCOM"


def test_populations_that_do_not_add_up_are_refused(tmp_path: Path):
    decalee = ["75", "33", "33063", 4500, 260958, 260958]
    faute = seule(charge(ecrit(tmp_path, "populations_legales_2019.csv", csv([L2019, decalee]))), "somme_fausse")
    assert (faute.ligne, faute.colonne) == (2, "PTOT")


ARRONDISSEMENTS = {"75056": r"751\d\d", "13055": r"132\d\d", "69123": r"6938\d"}


@pytest.mark.parametrize(("annee", "france"), [(2019, 66988403), (2020, 67162154), (2021, 67408052), (2022, 67760573), (2023, 68094280)])
def test_published_legal_populations(annee: int, france: int, donnees_reelles: Path, tmp_path: Path):
    octets = gzip.decompress((donnees_reelles / f"geo/insee/populations_legales_{annee}.csv.gz").read_bytes())
    lignes = list(lecteur_csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))
    codes = [ligne["CODDEP"][:2] + ligne["CODCOM"] if annee == 2020 else ligne["COM"] for ligne in lignes]
    lu = charge(ecrit(tmp_path, f"populations_legales_{annee}.csv", octets))
    assert (lu.fautes, lu.sources, lu.lignes_lues) == ((), ("insee_populations",), len(lignes))
    assert len(lu.mesures) == 3 * (len(lignes) - 45 + 3)
    for colonne, mesure in (("PMUN", "pop_municipale"), ("PCAP", "pop_comptee_a_part"), ("PTOT", "pop_totale")):
        attendus: dict[str, int] = defaultdict(int)
        for code, ligne in zip(codes, lignes, strict=True):
            commune = next((c for c, motif in ARRONDISSEMENTS.items() if re.fullmatch(motif, code)), code)
            attendus[commune] += int(ligne[colonne])
        lues = lu.mesures[lu.mesures["mesure"] == mesure].set_index("code")["valeur"]
        assert lues.to_dict() == attendus
    assert lu.mesures[lu.mesures["mesure"] == "pop_municipale"]["valeur"].sum() == france
    assert (set(lu.mesures["annee"]), set(lu.mesures["millesime_geo"])) == ({annee}, {annee + 2})


# Estimated populations -----------------------------------------------------------------------------------------------------

AGES = ["0 à 19 ans", "20 à 39 ans", "40 à 59 ans", "60 à 74 ans", "75 ans et plus", "Total"]
GROUPES = ["Départements", "", "Ensemble", *[""] * 5, "Hommes", *[""] * 5, "Femmes", *[""] * 5]


def _ligne(code: object, nom: str, hommes: int, femmes: int) -> list[object]:
    """Every age group has as many persons."""
    return [code, nom, *(n for tous in (hommes + femmes, hommes, femmes) for n in (*[tous] * 5, 5 * tous))]


def _feuille(*lignes: list[object], groupes: list[str] = GROUPES) -> list[list[object]]:
    titres = [["Estimation de population au 1er janvier (fictif)"], ["Année"], []]
    return [*titres, groupes, ["", "", *AGES * 3], *lignes, [], ["Source : Insee - Estimations de population"]]


AVEC_MAYOTTE = (
    _ligne("01", "Ain", 10, 12),
    _ligne("France métropolitaine ", "", 10, 12),
    _ligne(976, "Mayotte", 3, 4),
    _ligne("DOM", "", 3, 4),
    _ligne("France métropolitaine et DOM", "", 13, 16),
)
SANS_MAYOTTE = (
    _ligne("01", "Ain", 9, 11),
    _ligne("France métropolitaine", "", 9, 11),
    _ligne(974.0, "La Réunion", 2, 3),
    _ligne("DOM", "", 2, 3),
    _ligne("France métropolitaine et DOM", "", 11, 14),
)


def test_estimates_have_two_header_rows_numbers_as_codes_and_a_sheet_a_year(tmp_path: Path):
    lu = charge(classeur(tmp_path / "e.xlsx", {"À savoir": [["Lisez"]], "2014": _feuille(*AVEC_MAYOTTE), "2013": _feuille(*SANS_MAYOTTE)}))
    assert lu.fautes == ()
    assert valeur(lu.mesures, "01", "pop_estimee_f", "75p", annee=2014) == 12
    assert valeur(lu.mesures, "976", "pop_estimee_h", "total", annee=2014) == 15
    assert valeur(lu.mesures, "974", "pop_estimee_h", "0_19", annee=2013) == 2
    assert valeur(lu.mesures, "FR", "pop_estimee_f", "total", annee=2014) == 80
    assert set(lu.mesures.loc[lu.mesures["annee"] == 2013, "code"]) == {"01", "974"}
    assert len(lu.mesures) == 12 * (3 + 2)


@pytest.mark.parametrize(
    ("degat", "code"),
    [
        ({"lignes": AVEC_MAYOTTE[1:]}, "somme_fausse"),
        ({"lignes": (AVEC_MAYOTTE[0], *AVEC_MAYOTTE)}, "somme_fausse"),
        ({"lignes": (_ligne("01", "Ain", 10, 12)[:8] + _ligne("01", "Ain", 11, 12)[8:], *AVEC_MAYOTTE[1:])}, "somme_fausse"),
        ({"groupes": [*GROUPES[:8], *[""] * 6, *GROUPES[14:]]}, "disposition_inconnue"),
        ({"lignes": (_ligne(1, "Ain", 10, 12), *AVEC_MAYOTTE[1:])}, "zero_perdu"),
    ],
)
def test_a_damaged_sheet_of_estimates_is_refused(tmp_path: Path, degat: dict, code: str):
    bonnes = {"lignes": AVEC_MAYOTTE, "groupes": GROUPES} | degat
    abimee = _feuille(*bonnes["lignes"], groupes=bonnes["groupes"])
    lu = charge(classeur(tmp_path / "e.xlsx", {"2014": abimee, "2013": _feuille(*SANS_MAYOTTE)}))
    assert seule(lu, code).feuille == "2014"


@pytest.fixture(scope="module")
def estimations(charge_publie: Publies) -> Chargement:
    return charge_publie("insee/population/estim-pop-dep-sexe-gca-1975-2023.xls")


def test_published_estimates_are_those_of_the_workbook(estimations: Chargement, donnees_reelles: Path):
    """Cell by cell, at the places that the documentation of the layout gives."""
    assert (estimations.fautes, estimations.sources) == ((), ("insee_estimations",))
    attendus = {}
    livre = CalamineWorkbook.from_path(donnees_reelles / "insee/population/estim-pop-dep-sexe-gca-1975-2023.xls")
    tranches = ("0_19", "20_39", "40_59", "60_74", "75p", "total")
    for nom in livre.sheet_names[1:]:
        annee = int(nom)
        for cellules in livre.get_sheet_by_name(nom).to_python(skip_empty_area=False)[5:]:
            code = str(int(cellules[0])) if isinstance(cellules[0], float) else str(cellules[0]).strip()
            if code == "France métropolitaine et DOM" and annee >= 2014:
                code = "FR"
            if len(code) <= 3 and code not in ("", "DOM"):
                for place, (sexe, tranche) in enumerate((s, t) for s in "hf" for t in tranches):
                    attendus[annee, code, f"pop_estimee_{sexe}", tranche] = cellules[8 + place]
    lues = estimations.mesures.set_index(["annee", "code", "mesure", "modalite"])["valeur"].to_dict()
    assert lues == attendus


def test_published_estimates_give_the_known_population_of_france(estimations: Chargement):
    total = estimations.mesures[estimations.mesures["modalite"] == "total"]
    france = total[total["niveau"] == "france"].groupby("annee")["valeur"].sum()
    assert (france[2023], min(france.index)) == (68042591, 2014)
    departements = total[total["niveau"] == "departement"].groupby("annee")["valeur"].sum()
    assert (departements[2023], departements[1975]) == (68042591, 52600000)
    assert total[(total["niveau"] == "departement") & (total["annee"] == 2014)]["code"].nunique() == 101
