"""INSEE: births by département without codes, France by year, death rates by census interval; invented files, then published ones."""

import csv as lecteur_csv
import re
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ctg_data import settings
from ctg_data.loaders import charge
from ctg_data.territoires import referentiel
from tests.loaders.outils import accepte, classeur, csv, ecrit, seule, valeur
from tests.publies import Publies

TITRE = "N{} : Naissances vivantes (fictif) par département et région de domicile de la mère. Année 2023"
LIEU = ["Région et département de domicile de la mère"]
SEXES = ["Sexe de l'enfant", "Ensemble", "", "", "Garçons", "", "", "Filles", "", ""]
MARIAGES = ["Situation matrimoniale des parents", *["Ensemble", "Enfants nés dans le mariage", "Enfants nés hors mariage"] * 3]
MOIS = ["Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août", "Septembre", "Octobre", "Novembre", "Décembre"]


def _sexe(nom: str, n: int) -> list[object]:
    """``n`` boys and ``n`` girls, a third of them in marriage."""
    return [nom, 6 * n, 2 * n, 4 * n, 3 * n, n, 2 * n, 3 * n, n, 2 * n]


def _mois(nom: str, n: int) -> list[object]:
    return [nom, 12 * n, *[n] * 12]


LIEUX = (
    *(("Corse-du-Sud", 2), ("Haute-Corse", 3), ("Corse", 5), ("France métropolitaine", 5)),
    *(("La Réunion", 4), ("Mayotte", 7), ("Départements d'outre-mer", 11), ("France", 16)),
)


def _n1d(chemin: Path, lieux: tuple[tuple[str, int], ...] = LIEUX, sexes: list[str] = SEXES) -> Path:
    lignes = [[TITRE.format("1D")], ["indic : Effectifs"], [], sexes, MARIAGES, LIEU, *(_sexe(*lieu) for lieu in lieux)]
    return classeur(chemin, {"NBNAIS": [*lignes, [], ["Champ : France inclus Mayotte"]], "PCTNAIS": lignes})


def _n4d(chemin: Path, lieux: tuple[tuple[str, int], ...] = LIEUX, mois: list[str] = MOIS) -> Path:
    lignes = [[TITRE.format("4D")], [], ["Mois de naissance", "Année", *mois], LIEU, *(_mois(*lieu) for lieu in lieux)]
    return classeur(chemin, {"NBNAIS": [*lignes, [], ["Source : Insee"]], "PCTNAIS": lignes})


def test_names_become_codes_département_first(tmp_path: Path):
    mesures = accepte(_n1d(tmp_path / "n1d.xlsx"))
    assert valeur(mesures, "2A", "naissances") == 12
    assert valeur(mesures, "974", "naissances_sexe", "f") == 12
    assert valeur(mesures, "94", "naissances_mariage", "hors") == 20
    assert valeur(mesures, "FR", "naissances") == 96
    assert Counter(mesures.drop_duplicates(["niveau", "code"])["niveau"].astype(str)) == {"departement": 4, "region": 1, "france": 1}
    assert (set(mesures["annee"]), set(mesures["source"])) == ({2023}, {"insee_etat_civil"})


def test_births_of_each_month(tmp_path: Path):
    mesures = accepte(_n4d(tmp_path / "n4d.xlsx"))
    assert valeur(mesures, "2B", "naissances_mois", "12") == 3
    assert valeur(mesures, "976", "naissances") == 84
    assert len(mesures) == 6 * 13


@pytest.mark.parametrize(
    ("lieux", "code"),
    [
        ((("Corse du Sud", 2), *LIEUX[1:]), "nom_inconnu"),
        ((("Haute-Corse", 3), *LIEUX[1:]), "cle_double"),
        ((("Corse-du-Sud", 3), *LIEUX[1:]), "somme_fausse"),
        (LIEUX[1:], "somme_fausse"),
        ((*LIEUX[:5], *LIEUX[6:]), "somme_fausse"),
    ],
)
@pytest.mark.parametrize("table", [_n1d, _n4d])
def test_names_and_figures_that_slipped_are_refused(tmp_path: Path, table, lieux: tuple, code: str):
    assert seule(charge(table(tmp_path / "n.xlsx", lieux)), code).feuille == "NBNAIS"


def test_groups_of_columns_that_lost_their_name_are_refused(tmp_path: Path):
    assert seule(charge(_n1d(tmp_path / "n1d.xlsx", sexes=[*SEXES[:4], *[""] * 3, *SEXES[7:]])), "disposition_inconnue")
    assert seule(charge(_n1d(tmp_path / "n1d.xlsx", sexes=["", *SEXES[1:]])), "disposition_inconnue")


def test_parts_without_any_total_are_refused(tmp_path: Path):
    """Boys born in marriage under the name of all children born so: only the total would tell."""
    sans = [[nom, "", n, 4 * n, 3 * n, 2 * n, 2 * n, 3 * n, n, 2 * n] for nom, n in LIEUX]
    chemin = classeur(tmp_path / "n1d.xlsx", {"NBNAIS": [[TITRE.format("1D")], [], SEXES, MARIAGES, LIEU, *sans]})
    assert seule(charge(chemin), "total_absent").ligne == 6


def test_months_in_another_order_are_read_by_their_name(tmp_path: Path):
    assert valeur(accepte(_n4d(tmp_path / "n.xlsx", mois=MOIS[::-1])), "2A", "naissances_mois", "01") == 2


def test_the_dimension_that_these_workbooks_declare_is_harmless(tmp_path: Path):
    """INSEE writes A1 in all of them; any other source is refused for that (test_degats)."""
    chemin = _n1d(tmp_path / "n1d.xlsx")
    with zipfile.ZipFile(chemin) as avant:
        parties = {i.filename: avant.read(i) for i in avant.infolist()}
    feuille = "xl/worksheets/sheet1.xml"
    parties[feuille] = re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:A1"', parties[feuille])
    with zipfile.ZipFile(chemin, "w") as apres:
        for nom, octets in parties.items():
            apres.writestr(nom, octets)
    assert valeur(accepte(chemin), "2A", "naissances") == 12


def _france(*lignes: list[object]) -> list[list[object]]:
    entete = ["Année", "Nombre de\xa0naissances vivantes", "Taux de natalité\n(pour 1 000 habitants)"]
    return [["Naissances et taux de natalité"], [], entete, *lignes, ["Lecture\xa0: en 2025…"], ["Source : Insee"]]


def test_france_by_year_keeps_one_field(tmp_path: Path):
    lignes = (["2015", 798948, 12], ["2014 y c. Mayotte", 818565, 12.4], ["2014 hors Mayotte", 811384, 12.3], ["2013", 811510, 12.3])
    lu = charge(classeur(tmp_path / "f.xlsx", {"Données": _france(*lignes)}))
    assert lu.fautes == ()
    assert valeur(lu.mesures, "FR", "naissances_vivantes", annee=2014) == 818565
    assert valeur(lu.mesures, "FR", "taux_natalite", annee=2013) == 12.3
    assert (len(lu.mesures), lu.detail["ecartees"]) == (6, {"France sans Mayotte, quand elle est donnée avec": 1})
    faux = charge(classeur(tmp_path / "g.xlsx", {"Données": _france(["2015", 1, 12], ["an 2014", 2, 12])}))
    assert seule(faux, "annee_invalide").ligne == 5
    assert seule(charge(classeur(tmp_path / "h.xlsx", {"Données": _france(["2015", 1, 12], ["2015", 2, 12])})), "cle_double")


def test_death_rates_take_the_end_of_intervals_that_do_not_overlap(tmp_path: Path):
    intervalles = ("1999-2007", "1999-2008", "2007-2012", "2008-2013", "2012-2017", "2013-2018")
    lignes = [["33", "Gironde", intervalle, f"8,{rang}"] for rang, intervalle in enumerate(intervalles)]
    lu = charge(
        ecrit(tmp_path, "m.csv", csv([["codgeo", "libgeo", "an", "tx_morta"], *lignes, ["976", "Mayotte", "2013-2018", ""], [""] * 4]))
    )
    assert lu.fautes == ()
    assert {a: valeur(lu.mesures, "33", "taux_mortalite", annee=a) for a in (2008, 2013, 2018)} == {2008: 8.1, 2013: 8.3, 2018: 8.5}
    assert valeur(lu.mesures, "976", "taux_mortalite") == "nd"
    assert len(lu.mesures) == 4


def test_an_interval_that_slipped_by_one_column_is_refused(tmp_path):
    """Set aside for want of a code, it would let an older interval stand for it."""
    lignes = ["codgeo;libgeo;an;tx_morta", "33;Gironde;1999-2007;8,0", ";33;Gironde;1999-2008"]
    assert seule(charge(ecrit(tmp_path, "m.csv", "\n".join(lignes))), "ligne_decalee").ligne == 3


@pytest.mark.parametrize(
    ("ligne", "code"),
    [
        (["33", "G", "2018", "8,5"], "annee_invalide"),
        (["33", "G", "2013-2018", "850"], "hors_bornes"),
        (["33063", "B", "2013-2018", "8,5"], "code_mal_forme"),
        (["1", "Ain", "2013-2018", "8,5"], "zero_perdu"),
    ],
)
def test_damaged_death_rates_are_refused(tmp_path: Path, ligne: list[str], code: str):
    lignes = [["codgeo", "libgeo", "an", "tx_morta"], ["2A", "C", "2013-2018", "9"], ligne]
    assert seule(charge(ecrit(tmp_path, "m.csv", csv(lignes))), code).ligne == 3


# Published files -----------------------------------------------------------------------------------------------------------


def _rangees(chemin: Path, feuille: str) -> list[tuple]:
    lue = openpyxl.load_workbook(chemin, read_only=True)[feuille]
    lue.reset_dimensions()
    return [rangee for rangee in lue.iter_rows(values_only=True) if rangee and rangee[0]]


SEXES_LUS = (("naissances_sexe", "h"), ("naissances_sexe", "f"))


@pytest.fixture(scope="module")
def domiciliees(charge_publie: Publies) -> pd.DataFrame:
    """Births of 2023 of the workbook of all communes: another file, with codes."""
    mesures = charge_publie("insee/naissances/NAIS_DOM_ANNUELLES.xlsx").mesures
    return mesures[(mesures["annee"] == 2023) & mesures["niveau"].isin(["departement", "region", "france"])]


@pytest.mark.parametrize(("nom", "parts"), [("n1d", 4), ("n4d", 12)])
def test_published_births_by_name_are_those_by_code(nom: str, parts: int, domiciliees: pd.DataFrame, charge_publie: Publies):
    lu = charge_publie(f"insee/naissances/{nom}.xlsx")
    assert (lu.fautes, lu.sources) == ((), ("insee_etat_civil",))
    lues = lu.mesures[lu.mesures["mesure"] == "naissances"].set_index(["niveau", "code"])["valeur"].to_dict()
    par_code = domiciliees.set_index(["niveau", "code"])["valeur"].to_dict()
    # a région that is one département has one row only, the département's
    assert set(par_code) - set(lues) == {("region", code) for code in ("01", "02", "03", "04", "06")}
    assert lues == {cle: par_code[cle] for cle in lues}
    assert lues["france", "FR"] == 676643
    assert len(lu.mesures) == (1 + parts) * (101 + 13 + 1)


def test_published_births_by_sex_and_month_are_those_of_the_sheets(donnees_reelles: Path, charge_publie: Publies):
    ref = referentiel.charge(settings.load().reference)
    codes = {t.nom: ("departement", t.code) for t in ref.departements()[["nom", "code"]].itertuples()}
    colonnes = {
        "n1d": dict(zip((2, 3, 4, 7), (("naissances_mariage", "dans"), ("naissances_mariage", "hors"), *SEXES_LUS), strict=True)),
        "n4d": {rang + 1: ("naissances_mois", f"{rang:02d}") for rang in range(1, 13)},
    }
    for nom, places in colonnes.items():
        chemin = donnees_reelles / f"insee/naissances/{nom}.xlsx"
        departements = [r for r in _rangees(chemin, "NBNAIS") if r[0].replace("’", "'") in codes]
        mesures = charge_publie(chemin).mesures
        lues = mesures[mesures["niveau"] == "departement"].set_index(["code", "mesure", "modalite"])["valeur"].to_dict()
        assert len(departements) == 101
        for rangee in departements:
            for place, cle in places.items():
                assert lues[codes[rangee[0].replace("’", "'")][1], *cle] == rangee[place]


def test_published_births_of_france_by_year(donnees_reelles: Path, charge_publie: Publies):
    chemin = donnees_reelles / "insee/naissances/demo-naiss-nbre-taux.xlsx"
    lu = charge_publie(chemin)
    lignes = [r for r in _rangees(chemin, "Données") if re.match(r"\d{4}", str(r[0])) and "hors" not in str(r[0])]
    assert (lu.fautes, lu.sources, len(lignes)) == ((), ("insee_etat_civil",), 44)
    for rang, mesure in ((1, "naissances_vivantes"), (2, "taux_natalite")):
        lues = lu.mesures[lu.mesures["mesure"] == mesure].set_index("annee")["valeur"].to_dict()
        assert lues == {int(str(r[0])[:4]): float(r[rang]) for r in lignes}
    assert valeur(lu.mesures, "FR", "naissances_vivantes", annee=2023) == 677803


def test_published_death_rates(donnees_reelles: Path, charge_publie: Publies):
    chemin = donnees_reelles / "insee/population/insee_rp_evol_1968_departement_2018.csv"
    lu = charge_publie(chemin)
    gardes = {"1968-1975", "1975-1982", "1982-1990", "1990-1999", "1999-2008", "2008-2013", "2013-2018"}
    lignes = [r for r in lecteur_csv.DictReader(chemin.read_text("utf-8-sig").splitlines(), delimiter=";") if r["an"] in gardes]
    assert (lu.fautes, lu.sources, lu.lignes_lues, len(lignes)) == ((), ("insee_mortalite",), 1010, 707)
    attendus = {(r["codgeo"], int(r["an"][5:])): float(r["tx_morta"].replace(",", ".")) for r in lignes if r["tx_morta"]}
    lues = lu.mesures[lu.mesures["statut"] == "ok"].set_index(["code", "annee"])["valeur"].to_dict()
    assert lues == attendus
    assert Counter(lu.mesures["statut"].astype(str)) == {"ok": len(attendus), "nd": 707 - len(attendus)}
