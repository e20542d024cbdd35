"""INSEE, census: ages and families by commune, then IRIS files; invented files, then published ones."""

import csv as lecteur_csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from ctg_data.loaders import charge
from tests.loaders.outils import accepte, classeur, csv, ecrit, seule, valeur
from tests.publies import Publies

TRANCHES = ("0014", "1529", "3044", "4559", "6074")


def _structure(aa: str = "21", ages: tuple[str, ...] = (*TRANCHES, "7589", "90P"), h: float = 10.5, f: float = 12.25) -> dict[str, float]:
    """Columns of base-cc-evol-struct-pop with ``h`` men and ``f`` women of each age."""
    prefixes = (("POP", h + f), ("H", h), ("F", f))
    totaux = {"POP": h + f, "POPH": h, "POPF": f}
    return {f"P{aa}_{nom}": n * len(ages) for nom, n in totaux.items()} | {f"P{aa}_{p}{age}": n for p, n in prefixes for age in ages}


def _csv(cle: str, lignes: Mapping[str, Mapping[str, float]], separateur: str = ";") -> str:
    colonnes = list(next(iter(lignes.values())))
    return csv([[cle, *colonnes], *([code, *(ligne[c] for c in colonnes)] for code, ligne in lignes.items())], separateur)


# Communes: ages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separateur", [";", ","])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252"])
def test_ages_of_communes_of_three_censuses(tmp_path: Path, separateur: str, encodage: str):
    ligne = _structure("21") | _structure("15", h=8, f=9) | {"C21_POP15P_CS3": 4}
    lu = charge(ecrit(tmp_path, "base-cc-evol-struct-pop-2021.CSV", _csv("CODGEO", {"33063": ligne}, separateur), encodage))
    assert (lu.fautes, lu.sources) == ((), ("insee_rp_population",))
    assert valeur(lu.mesures, "33063", "pop_municipale", annee=2021) == 7 * 22.75
    assert valeur(lu.mesures, "33063", "rp_population_age", "0_14", annee=2021) == 22.75
    assert valeur(lu.mesures, "33063", "rp_population_f", "90p", annee=2015) == 9
    assert valeur(lu.mesures, "33063", "rp_population_h", annee=2015) == 56
    assert "Colonnes non utilisées : C21_POP15P_CS3." in lu.avertissements
    assert set(lu.mesures["millesime_geo"]) == {2024}


def test_ages_as_a_workbook_sum_the_arrondissements_of_their_sheet(tmp_path: Path):
    titres = [["Évolution et structure de la population (fictif)"], ["Mise en ligne"], [], []]
    colonnes = list(_structure())

    def feuille(*codes: str) -> list[list[object]]:
        lignes = [[code, "Libellé", *_structure().values()] for code in codes]
        return [*titres, ["Code", "Libellé", *(f"Libellé de {c}" for c in colonnes)], ["CODGEO", "LIBGEO", *colonnes], *lignes]

    chemin = classeur(tmp_path / "x.xlsx", {"COM_2021": feuille("33063"), "ARM_2021": feuille(*(f"132{n:02d}" for n in range(1, 17)))})
    mesures = accepte(chemin)
    assert valeur(mesures, "33063", "rp_population_age", "75_89") == 22.75
    assert valeur(mesures, "13055", "rp_population_f", "90p") == 16 * 12.25
    assert set(mesures["code"]) == {"33063", "13055"}


def test_an_older_layout_with_one_last_age_is_read_too(tmp_path: Path):
    mesures = accepte(ecrit(tmp_path, "x.csv", _csv("CODGEO", {"33063": _structure("11", (*TRANCHES, "75P"))})))
    assert valeur(mesures, "33063", "rp_population_h", "75p") == 10.5
    assert not {"75_89", "90p"} & set(mesures["modalite"])


@pytest.mark.parametrize("colonne", ["P21_POP0014", "P21_H3044", "P21_F90P", "P21_POP", "P21_POPH"])
def test_ages_that_do_not_add_up_are_refused(tmp_path: Path, colonne: str):
    ligne = _structure()
    assert (
        seule(charge(ecrit(tmp_path, "x.csv", _csv("CODGEO", {"33063": ligne | {colonne: ligne[colonne] + 50}}))), "somme_fausse").ligne
        == 2
    )


def test_a_column_without_its_year_is_not_read_among_several_years(tmp_path: Path):
    ligne = {c.removeprefix("P21_"): n for c, n in _structure().items()}
    assert seule(charge(ecrit(tmp_path, "x_2021.csv", _csv("CODGEO", {"33063": ligne}))), "disposition_inconnue")


# Communes: families ----------------------------------------------------------------------------------------------------------

FAMILLES = {
    "MEN": ("rp_menages", "total"), "MENPSEUL": ("rp_menages_seuls", "total"), "MENFAMMONO": ("rp_menages_monop", "total"),
    "FAM": ("rp_familles", "total"), "COUPAENF": ("rp_couples_avec_enfants", "total"), "FAMMONO": ("rp_familles_monop", "total"),
    "HMONO": ("rp_monop_pere", "total"), "FMONO": ("rp_monop_mere", "total"), "COUPSENF": ("rp_couples_sans_enfants", "total"),
    "NE24F0": ("rp_familles_enfants", "ne0"), "NE24F1": ("rp_familles_enfants", "ne1"), "NE24F2": ("rp_familles_enfants", "ne2"),
    "NE24F3": ("rp_familles_enfants", "ne3"), "NE24F4P": ("rp_familles_enfants", "ne4p"),
}  # fmt: skip


@pytest.mark.parametrize("prefixe", ["C21_", "P21_", "c21_"])
@pytest.mark.parametrize(("cle", "code", "niveau", "source"), [
    ("CODGEO", "33063", "commune", "insee_rp_familles"), ("IRIS", "330630101", "iris", "insee_rp_iris"),
])  # fmt: skip
def test_every_documented_variable_of_families_is_read(tmp_path: Path, prefixe: str, cle: str, code: str, niveau: str, source: str):
    ligne = {prefixe + (nom.lower() if prefixe[0] == "c" else nom): 10.5 + rang for rang, nom in enumerate(FAMILLES)}
    mesures = accepte(ecrit(tmp_path, "base-coupl-fam-men.CSV", _csv(cle, {code: ligne})))
    for rang, (mesure, modalite) in enumerate(FAMILLES.values()):
        assert valeur(mesures, code, mesure, modalite) == 10.5 + rang
    assert (len(mesures), set(mesures["niveau"]), set(mesures["source"])) == (14, {niveau}, {source})


def test_main_and_complementary_figures_of_one_year_are_not_mixed(tmp_path: Path):
    assert seule(charge(ecrit(tmp_path, "x.csv", _csv("CODGEO", {"33063": {"C21_FAM": 600, "P21_FAM": 610}}))), "colonne_double")


# IRIS ------------------------------------------------------------------------------------------------------------------------


def test_ages_of_iris_give_small_children(tmp_path: Path):
    enfants = {f"P21_POP{age}": rang for rang, age in enumerate(("0002", "0305", "0610", "1117", "1824"), 3)}
    ligne = {"COM": "33063", "LIBIRIS": "Centre"} | _structure("21", (*TRANCHES, "75P")) | enfants
    lu = charge(ecrit(tmp_path, "base-ic-evol-struct-pop-2021.CSV", _csv("IRIS", {"330630101": ligne})))
    assert (lu.fautes, lu.sources) == ((), ("insee_rp_iris",))
    assert valeur(lu.mesures, "330630101", "rp_population_enfants", "0_2") == 3
    assert valeur(lu.mesures, "330630101", "rp_population_age", "75p") == 22.75
    assert (set(lu.mesures["niveau"]), set(lu.mesures["millesime_geo"])) == ({"iris"}, {2023})


def _diplomes(**niveaux: float) -> dict[str, float]:
    total = sum(niveaux.values())
    colonnes = {f"P21_{s}NSCOL15P_{nom}": n for s in "HF" for nom, n in niveaux.items()}
    return {"P21_HNSCOL15P": total, "P21_FNSCOL15P": total, **colonnes}


def test_no_diploma_is_not_the_same_group_before_and_after_2017(tmp_path: Path):
    """Until 2016 the first group holds the brevet."""
    anciens = accepte(ecrit(tmp_path, "a.csv", _csv("IRIS", {"330630101": _diplomes(DIPLMIN=40, CAPBEP=30, BAC=20, SUP=10)})))
    recents = _diplomes(DIPLMIN=25, BEPC=15, CAPBEP=30, BAC=20, SUP2=4, SUP34=3, SUP5=3)
    recents = accepte(ecrit(tmp_path, "b.csv", _csv("IRIS", {"330630101": recents})))
    assert valeur(anciens, "330630101", "rp_diplome_f", "sans_ou_bepc") == 40
    assert valeur(recents, "330630101", "rp_diplome_f", "sans") == 25
    assert valeur(recents, "330630101", "rp_diplome_h", "bac_3_4") == 3
    assert "sans" not in set(anciens["modalite"])
    assert "sans_ou_bepc" not in set(recents["modalite"])


@pytest.mark.parametrize(
    ("iris", "ligne", "code"),
    [
        ("330630101", {"COM": "33064", "C21_FAM": 10}, "iris_hors_commune"),
        ("10040101", {"COM": "01004", "C21_FAM": 10}, "zero_perdu"),
        ("33063", {"COM": "33063", "C21_FAM": 10}, "code_mal_forme"),
        ("330630101", _diplomes(DIPLMIN=40, CAPBEP=30, BAC=20, SUP=10) | {"P21_HNSCOL15P_BAC": 90}, "somme_fausse"),
        ("330630101", {"P21_FAM": 10, "P15_AUTRE": 1, "COM": "330630101"}, "iris_hors_commune"),
    ],
)
def test_a_damaged_iris_file_is_refused(tmp_path: Path, iris: str, ligne: dict, code: str):
    assert seule(charge(ecrit(tmp_path, "x.csv", _csv("IRIS", {iris: ligne}))), code).ligne == 2


# Published files ---------------------------------------------------------------------------------------------------------------

_SEXES = {"H": "h", "F": "f"}
ACTIVITE = {
    **{f"{s}{e}{a}": (f"{m}_{a[:2]}_{a[2:]}", _SEXES[s])
       for s in "HF" for e, m in (("", "rp_population"), ("ACT", "rp_actifs"), ("ACTOCC", "rp_actifs_occupes"))
       for a in ("1524", "2554", "5564")},
    **{f"{s}{e}1564": (f"rp_{m}_15_64", _SEXES[s]) for s in "HF" for e, m in (("CHOM", "chomeurs"), ("INACT", "inactifs"))},
}  # fmt: skip
DIPLOMES = {
    **{f"{s}NSCOL15P_{n}": (f"rp_diplome_{_SEXES[s]}", m) for s in "HF"
       for n, m in (("DIPLMIN", "sans_ou_bepc"), ("CAPBEP", "capbep"), ("BAC", "bac"), ("SUP", "sup"))},
    **{f"{s}NSCOL15P": (f"rp_non_scolarises_{_SEXES[s]}", "total") for s in "HF"},
    **{f"{p}{a}": (m, f"{int(a[:2])}_{int(a[2:])}") for p, m in (("POP", "rp_population_scolaire"), ("SCOL", "rp_scolarises"))
       for a in ("0205", "0610", "1114", "1517", "1824", "2529")},
}  # fmt: skip


@pytest.mark.parametrize(("nom", "colonnes"), [("emploi", ACTIVITE), ("diplomes", DIPLOMES)])
def test_published_iris_of_paris(nom: str, colonnes: dict[str, tuple[str, str]], donnees_reelles: Path, charge_publie: Publies):
    chemin = donnees_reelles / f"insee/rp/{nom}-2015.csv"
    lu = charge_publie(chemin)
    lignes = list(lecteur_csv.DictReader(chemin.read_text("utf-8-sig").splitlines()))
    assert (lu.fautes, lu.sources, lu.lignes_lues) == ((), ("insee_rp_iris",), len(lignes) == 992 and 992)
    assert Counter(lu.mesures["statut"].astype(str)) == {"ok": 992 * len(colonnes)}
    for colonne, (mesure, modalite) in colonnes.items():
        lues = lu.mesures[(lu.mesures["mesure"] == mesure) & (lu.mesures["modalite"] == modalite)].set_index("code")["valeur"]
        assert lues.to_dict() == {ligne["IRIS"]: float(ligne[f"P15_{colonne}"]) for ligne in lignes}, colonne
    assert (set(lu.mesures["annee"]), set(lu.mesures["niveau"])) == ({2015}, {"iris"})
    inutiles = next(phrase for phrase in lu.avertissements if phrase.startswith("Colonnes non utilisées"))
    assert {"emploi": "P15_CHOM1564", "diplomes": "P15_SCOL30P"}[nom] in inutiles
