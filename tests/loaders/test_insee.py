"""INSEE: each layout on a small file of invented values, then each published file, counted independently."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from ctg_data import settings
from ctg_data.indicators import vocabulaire
from ctg_data.loaders import charge
from ctg_data.loaders.insee import SOURCES
from ctg_data.loaders.model import Chargement
from ctg_data.records import CLE_MESURES
from ctg_data.territoires import referentiel
from tests.loaders.outils import FILO, MEDIANE_SEULE, PLEINE, accepte, classeur, csv, ecrit, filo, seule, valeur
from tests.publies import Publies

ARRONDISSEMENT = re.compile(r"751\d\d|132\d\d|6938\d")


def test_every_measure_is_in_the_vocabulary():
    colonnes = [c for s in SOURCES for d in s.dispositions for c in d.colonnes if c.mesure]
    connues = vocabulaire.catalogue()
    assert {c.mesure for c in colonnes} <= set(connues)
    fausses = [
        (c.mesure, c.modalite) for c in colonnes if c.modalite not in connues[c.mesure].modalites or c.unite != connues[c.mesure].unite
    ]
    assert fausses == []


# Filosofi --------------------------------------------------------------------------------------------------------------


def test_filosofi_keeps_statuses_and_units(tmp_path: Path):
    mesures = accepte(ecrit(tmp_path, "revenus.csv", filo({"33063": PLEINE, "01001": MEDIANE_SEULE})))
    assert valeur(mesures, "33063", "filo_menages") == 700
    assert valeur(mesures, "33063", "filo_uc") == 1100.5
    assert valeur(mesures, "33063", "filo_rapport", "gini") == 0.28
    assert valeur(mesures, "33063", "filo_part_revenu", "pimpot") == -16.1
    assert valeur(mesures, "33063", "filo_niveau_vie", "q3_q1") == 13000
    assert valeur(mesures, "01001", "filo_niveau_vie", "mediane") == 22500
    assert valeur(mesures, "01001", "filo_niveau_vie", "d9") == "s"
    assert len(mesures) == 2 * 29
    assert set(mesures["annee"]) == {2019}
    assert not mesures["est"].any()


@pytest.mark.parametrize(
    ("niveau", "nom", "lignes", "noms"),
    [
        ("commune", "x.csv", ("01001", "2A004"), {}),
        ("epci", "x.csv", ("243300316", "200000172"), {}),
        ("departement", "x.csv", ("02", "11"), {"02": "Aisne", "11": "Aude"}),
        ("region", "x.csv", ("02", "11"), {"02": "Martinique", "11": "Île-de-France"}),
        ("departement", "x.csv", ("02", "2A", "972"), {"02": "Aisne"}),
    ],
)
def test_filosofi_levels_come_from_codes_then_names(tmp_path: Path, niveau: str, nom: str, lignes: tuple[str, ...], noms: dict[str, str]):
    mesures = accepte(ecrit(tmp_path, nom, filo(dict.fromkeys(lignes, PLEINE), noms=noms)))
    assert set(mesures["niveau"]) == {niveau}
    assert set(mesures["code"]) == set(lignes)


def test_filosofi_without_names_takes_the_level_of_the_file_name_or_asks(tmp_path: Path):
    sans_noms = filo({"02": PLEINE, "11": PLEINE}, noms={"02": "", "11": ""})
    assert set(accepte(ecrit(tmp_path, "FILO2019_DISP_REG.csv", sans_noms))["niveau"]) == {"region"}
    assert set(accepte(ecrit(tmp_path, "FILO2019_DISP_DEP.csv", sans_noms))["niveau"]) == {"departement"}
    assert seule(charge(ecrit(tmp_path, "revenus.csv", sans_noms)), "niveau_ambigu").colonne == "CODGEO"


def test_metropole_is_france_and_says_its_field(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "x.csv", filo({"1": PLEINE}, noms={"1": "France métropolitaine"})))
    assert lu.mesures is not None
    assert (set(lu.mesures["niveau"]), set(lu.mesures["code"])) == ({"france"}, {"FR"})
    assert any("métropolitaine" in phrase for phrase in lu.avertissements)


def test_comparateur_gives_poverty_rates_and_marks(tmp_path: Path):
    entete = ["CODGEO", "NBMENFISC21", "NBPERSMENFISC21", "MED21", "PIMP21", "TP6021", "TP60AGE121", "TP60TOL221", "D121", "D921", "RD21"]
    texte = csv(
        [
            entete,
            ["33063", 1000, 2000, 23000, "55,0", "17,0", "24,0", "30,0", 11000, 39000, "3,5"],
            ["01001", 300, 700, 25000, *"ssssss", "nd"],
        ]
    )
    mesures = accepte(ecrit(tmp_path, "cc.csv", texte, "ascii"))
    assert valeur(mesures, "33063", "filo_taux_pauvrete") == 17
    assert valeur(mesures, "33063", "filo_taux_pauvrete", "age1") == 24
    assert valeur(mesures, "33063", "filo_part_imposes") == 55
    assert valeur(mesures, "01001", "filo_taux_pauvrete", "tol2") == "s"
    assert valeur(mesures, "01001", "filo_rapport", "d9_d1") == "nd"
    assert set(mesures["source"]) == {"insee_filosofi_cc"}


def test_medians_of_arrondissements_are_never_added_up(tmp_path: Path):
    mesures = accepte(ecrit(tmp_path, "x.csv", filo({f"751{n:02d}": PLEINE for n in range(1, 21)})))
    assert set(mesures["code"]) == {"75056"}
    assert set(mesures["mesure"]) == {"filo_menages", "filo_personnes", "filo_uc"}
    assert valeur(mesures, "75056", "filo_menages") == 20 * 700


def test_empty_unnamed_columns_are_ignored(tmp_path: Path):
    texte = "\r\n".join(ligne + ";" * 69 for ligne in filo().split("\r\n"))
    lu = charge(ecrit(tmp_path, "FILO2019_DISP_COM.csv", texte))
    assert (lu.fautes, lu.lignes_lues) == ((), 4)


# Populations, births, activity -------------------------------------------------------------------------------------------

TITRES = (
    ["Populations de référence en vigueur au 1er janvier 2026"],
    ["Champ : France, limites territoriales en vigueur au 1er janvier 2025"],
    ["Date de référence statistique : 1er janvier 2023"],
    [],
)
POP_COMMUNES = ["Code région", "Nom de la région", "Code département", "Code commune", "Nom de la commune"]
EFFECTIFS = ["Population municipale", "Population comptée à part", "Population totale"]


def _populations(chemin: Path, *communes: list[object]) -> Path:
    departements = [*TITRES, ["Code département", "Nom du département", EFFECTIFS[0], EFFECTIFS[2]], ["33", "Gironde", 1700000, 1740000]]
    return classeur(chemin, {"Départements": departements, "Communes": [*TITRES, [*POP_COMMUNES, *EFFECTIFS], *communes]})


def test_populations_join_the_two_parts_of_the_code(tmp_path: Path):
    bordeaux = ["75", "Nouvelle-Aquitaine", "33", "063", "Bordeaux", 265000, 5000, 270000]
    reunion = ["04", "La Réunion", "974", "411", "Saint-Denis", 150000, 900, 150900]
    saint_barth = ["07", "Saint-Barthélemy", "977", "701", "Saint-Barthélemy", 10000, 90, 10090]
    lu = charge(_populations(tmp_path / "ensemble.xlsx", bordeaux, reunion, saint_barth))
    assert lu.mesures is not None, lu.fautes
    assert valeur(lu.mesures, "33063", "pop_comptee_a_part") == 5000
    assert valeur(lu.mesures, "97411", "pop_totale") == 150900
    assert valeur(lu.mesures, "33", "pop_municipale") == 1700000
    assert set(lu.mesures["annee"]) == {2023}
    assert set(lu.mesures["millesime_geo"]) == {2025}
    assert lu.lignes_lues == 4
    assert sum(lu.detail["ecartees"].values()) == 1


def test_a_lost_zero_in_half_a_code_names_the_half(tmp_path: Path):
    faute = seule(charge(_populations(tmp_path / "p.xlsx", ["75", "N", "33", 63, "Bordeaux", 1, 1, 2])), "zero_perdu")
    assert (faute.feuille, faute.ligne, faute.colonne, faute.trouve) == ("Communes", 6, "Code commune", "« 63 »")
    assert "3 chiffres" in faute.attendu


LABELS = [
    "Département\nen géographie courante",
    "Commune\nen géographie courante",
    "Indicateur de stabilité de la commune",
    "Département\nen géographie 2024",
]
ACTIFS = [f"s{s}taxtypac_rec{r}rpop2022" for s in (1, 2) for r in (1, 2)]


LIBELLES = [*LABELS, *(f"{q}\n{e}\nRP2022" for q in ("Hommes", "Femmes") for e in ("Actifs ayant un emploi", "Chômeurs"))]


def test_activity_sets_dissolved_communes_aside(tmp_path: Path):
    lignes = [["33", "063", "1", "33", 100.25, 8.5, 95.0, 9.75], ["01", "003", "0", "01", "", "", "", ""]]
    lu = charge(classeur(tmp_path / "c.xlsx", {"Feuil1": [LIBELLES, ["DR", "CR", "STABLE", "DR24", *ACTIFS], *lignes]}))
    assert lu.mesures is not None, lu.fautes
    assert valeur(lu.mesures, "33063", "rp_actifs_occupes_25_54", "h") == 100.25
    assert valeur(lu.mesures, "33063", "rp_chomeurs_25_54", "f") == 9.75
    assert (lu.lignes_lues, len(lu.mesures)) == (2, 4)
    assert (set(lu.mesures["annee"]), set(lu.mesures["millesime_geo"])) == ({2022}, {2024})


@pytest.mark.parametrize("glisse", [[*ACTIFS[1:], ""], ["", *ACTIFS[:-1]]])
def test_labels_and_codes_that_name_a_column_in_two_places_are_refused(tmp_path: Path, glisse: list[str]):
    """A row of codes that slipped under its labels: whichever is followed, men may pass for women."""
    codes = ["DR", "CR", "STABLE", "DR24", *glisse]
    lu = charge(classeur(tmp_path / "c.xlsx", {"Feuil1": [LIBELLES, codes, ["33", "063", "1", "33", 100.25, 8.5, 95.0, 9.75]]}))
    assert (lu.mesures, [(f.code, f.feuille, f.ligne) for f in lu.fautes]) == (None, [("entetes_contraires", "Feuil1", 2)])
    assert "ligne 1" in lu.fautes[0].attendu


# Ages and families: layouts known by their description only -------------------------------------------------------------------


def test_ages_take_their_year_from_the_name(tmp_path: Path):
    entete = ["NIVGEO", "CODGEO", "LIBGEO", "SEXE", "AGED100", "NB"]
    lignes = [["COM", "33063", "Bordeaux", sexe, f"{age:03d}", age + sexe / 4] for sexe in (1, 2) for age in range(101)]
    chemin = ecrit(tmp_path, "TD_POP1B_2021.csv", csv([entete, *lignes, ["ZE", "7505", "Bordeaux", 1, "000", 5]]))
    mesures = accepte(chemin)
    assert len(mesures) == 202
    assert valeur(mesures, "33063", "pop_age_h", "000") == 0.25
    assert valeur(mesures, "33063", "pop_age_f", "100") == 100.5
    assert (set(mesures["annee"]), set(mesures["unite"])) == ({2021}, {"personnes"})


def test_ages_refuse_an_unknown_sex_and_age(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "TD_POP1B_2021.csv", csv([["NIVGEO", "CODGEO", "SEXE", "AGED100", "NB"], ["COM", "33063", 3, 101, 1]])))
    assert {f.colonne for f in lu.fautes if f.code == "choix_inconnu"} == {"SEXE", "AGED100"}


@pytest.mark.parametrize("separateur", [";", ","])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_families_accept_three_censuses_and_any_encoding(tmp_path: Path, separateur: str, encodage: str):
    entete = ["CODGEO", "LIBGEO", "C21_MEN", "C21_FAM", "C21_NE24F4P", "C15_FAM", "C21_AUTRE"]
    texte = csv([entete, ["33063", "Épargnes", 1000.5, 600, 12, 590, 1]], separateur)
    mesures = accepte(ecrit(tmp_path, "base-cc-coupl-fam-men-2021.CSV", texte, encodage))
    assert valeur(mesures, "33063", "rp_menages") == 1000.5
    assert valeur(mesures, "33063", "rp_familles_enfants", "ne4p") == 12
    assert valeur(mesures, "33063", "rp_familles", annee=2015) == 590
    assert set(mesures["annee"]) == {2015, 2021}


def test_families_as_a_workbook_sum_arrondissements_of_the_other_sheet(tmp_path: Path):
    titres = [["Couples - Familles - Ménages"], ["Mise en ligne"], [], [], ["Code", "Libellé", "Familles en 2021"]]
    lyon = [[f"6938{n}", f"Lyon {n}e", 10.5] for n in range(1, 10)]
    feuilles = {"COM_2021": [["33063", "Bordeaux", 600]], "ARM_2021": lyon}
    chemin = classeur(tmp_path / "f.xlsx", {nom: [*titres, ["CODGEO", "LIBGEO", "C21_FAM"], *lignes] for nom, lignes in feuilles.items()})
    mesures = accepte(chemin)
    assert valeur(mesures, "33063", "rp_familles") == 600
    assert valeur(mesures, "69123", "rp_familles") == 94.5


# Published files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def lit(charge_publie: Publies) -> Callable[[str], Chargement]:
    """What one published file of the Insee holds, without a fault."""

    def charge_sain(chemin: str) -> Chargement:
        lu = charge_publie(f"insee/{chemin}")
        assert lu.fautes == ()
        return lu

    return charge_sain


def _brut(donnees: Path, chemin: str) -> pd.DataFrame:
    return pd.read_csv(donnees / "insee" / chemin, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")


def _statuts(lu: Chargement) -> Counter:
    assert lu.mesures is not None
    assert not lu.mesures.duplicated(list(CLE_MESURES)).any()
    assert ((lu.mesures["statut"] == "ok") == lu.mesures["valeur"].notna()).all()
    return Counter(lu.mesures["statut"].astype(str))


def _gardees(brut: pd.DataFrame, codes: frozenset[str] | None = None) -> pd.DataFrame:
    """Rows that become mesures: every commune stands beside its arrondissements in these files."""
    garde = ~brut["CODGEO"].str.fullmatch(ARRONDISSEMENT)
    return brut[garde & (brut["CODGEO"].isin(codes) if codes else True)]


FILO_DISP = (
    *("FILO2016_DISP_COM", "FILO2019_DISP_COM"),
    *(f"FILO{annee}_DISP_{niveau}" for annee in (2017, 2019) for niveau in ("EPCI", "DEP", "REG", "METROPOLE")),
)


@pytest.mark.parametrize("nom", FILO_DISP)
def test_published_filosofi_disp(nom: str, lit, donnees_reelles: Path):
    lu, brut = lit(f"filosofi/{nom}.csv"), _brut(donnees_reelles, f"filosofi/{nom}.csv")
    # two files are older than the reference of 2019: what disappeared before is set aside
    niveau = {"FILO2016_DISP_COM": "commune", "FILO2017_DISP_EPCI": "epci"}.get(nom)
    connus = referentiel.charge(settings.load().reference).codes(niveau, 2019) if niveau else None
    cellules = _gardees(brut, connus)[[c for c in (n.format(aa=nom[6:8]) for n in FILO) if c not in ("CODGEO", "LIBGEO")]].stack()
    attendus = Counter({"ok": int((cellules != "").sum()), "s": int((cellules == "").sum())})
    assert (lu.lignes_lues, _statuts(lu)) == (len(brut), +attendus)
    assert set(lu.mesures["annee"]) == {int(nom[4:8])}


def test_published_filosofi_values_are_those_of_the_file(lit, donnees_reelles: Path):
    brut = _gardees(_brut(donnees_reelles, "filosofi/FILO2019_DISP_COM.csv")).set_index("CODGEO")
    mesures = lit("filosofi/FILO2019_DISP_COM.csv").mesures
    for colonne, mesure, modalite in (("Q219", "filo_niveau_vie", "mediane"), ("PIMPOT19", "filo_part_revenu", "pimpot")):
        lues = mesures[(mesures["mesure"] == mesure) & (mesures["modalite"] == modalite)]
        attendus = pd.to_numeric(brut[colonne].str.replace(",", "."), errors="coerce").astype("float64")
        assert lues["valeur"].set_axis(lues["code"].astype(str)).sort_index().equals(attendus.sort_index())


def test_published_filosofi_comparateur(lit, donnees_reelles: Path):
    nom = "filosofi/cc_filosofi_2021_COM.csv"
    lu, brut = lit(nom), _brut(donnees_reelles, nom)
    utiles = [c for c in brut.columns if c != "CODGEO"]
    cellules = _gardees(brut)[utiles].stack()
    attendus = Counter(cellules.where(cellules.isin(["s", "nd"]), "ok"))
    assert (lu.lignes_lues, _statuts(lu)) == (len(brut), attendus)


@cache
def _classeur(chemin: Path) -> pd.ExcelFile:
    return pd.ExcelFile(chemin, engine="calamine")


def _feuille(donnees: Path, chemin: str, feuille: str, entete: int) -> pd.DataFrame:
    lue = pd.read_excel(_classeur(donnees / "insee" / chemin), sheet_name=feuille, header=entete, dtype=str, keep_default_na=False)
    return lue[(lue != "").any(axis=1)]


def test_published_populations(lit, donnees_reelles: Path):
    nom = "population/ensemble.xlsx"
    lu = lit(nom)
    communes, departements, regions = (_feuille(donnees_reelles, nom, f, 7) for f in ("Communes", "Départements", "Régions"))
    assert lu.lignes_lues == len(communes) + len(departements) + len(regions)
    codes = communes["Code département"].str[:2] + communes["Code commune"]
    arrondissements, outremer = codes.str.fullmatch(ARRONDISSEMENT), codes.str.match("97[58]|977")
    assert (arrondissements.sum(), outremer.sum()) == (45, 4)
    attendues = 3 * (len(communes) - 45 - 4 + 3) + 2 * (len(departements) + len(regions))
    assert _statuts(lu) == Counter(ok=attendues)
    municipale = communes["Population municipale"].astype(float)
    par_niveau = lu.mesures[lu.mesures["mesure"] == "pop_municipale"].groupby("niveau", observed=True)["valeur"].sum()
    assert par_niveau["commune"] == municipale[~outremer].sum() == par_niveau["departement"] == par_niveau["region"]
    assert valeur(lu.mesures, "75056", "pop_municipale") == municipale[codes.str.startswith("751")].sum()
    assert (set(lu.mesures["annee"]), set(lu.mesures["millesime_geo"])) == ({2023}, {2025})


NAISSANCES = {"COM": "commune", "EPCI": "epci", "DEP": "departement", "REG": "region", "France": "france"}


def _naissances(donnees: Path, feuille: str) -> pd.DataFrame:
    """Data rows: those that have a label and figures."""
    lue = _feuille(donnees, "naissances/NAIS_DOM_ANNUELLES.xlsx", feuille, 3)
    return lue[lue["2024"] != ""].rename(columns={lue.columns[0]: "CODGEO"})


def test_published_births(lit, donnees_reelles: Path):
    lu = lit("naissances/NAIS_DOM_ANNUELLES.xlsx")
    feuilles = {f: _naissances(donnees_reelles, f) for f in (*NAISSANCES, "ARM")}
    assert lu.lignes_lues == sum(map(len, feuilles.values()))
    statuts: Counter = Counter()
    for feuille, niveau in NAISSANCES.items():
        lignes = feuilles[feuille]
        lignes = lignes[lignes["CODGEO"] == "F"] if feuille == "France" else lignes[~lignes["CODGEO"].str.contains("X")]
        cellules = lignes[[str(a) for a in range(2008, 2025)]].stack()
        attendus = Counter(cellules.where(cellules == "so", "ok"))
        du_niveau = lu.mesures[lu.mesures["niveau"] == niveau]
        assert Counter(du_niveau["statut"].astype(str)) == Counter(ok=attendus["ok"]) + Counter(nd=attendus["so"]), feuille
        assert du_niveau["valeur"].sum() == pd.to_numeric(cellules, errors="coerce").sum(), feuille
        statuts += attendus
    assert _statuts(lu) == Counter(ok=statuts["ok"], nd=statuts["so"])
    assert valeur(lu.mesures, "FR", "naissances", annee=2024) == 659731


def test_published_activity(lit, donnees_reelles: Path):
    nom = "rp/Commune_2022_2554_csp.xlsx"
    lu, brut = lit(nom), _feuille(donnees_reelles, nom, "Feuil1", 1)
    pleines = brut[brut[ACTIFS[0]] != ""]
    codes = pleines["DR"].str[:2] + pleines["CR"]
    paris = codes.str.fullmatch(ARRONDISSEMENT)
    assert lu.lignes_lues == len(brut)
    assert _statuts(lu) == Counter(ok=4 * (int((~paris).sum()) + pleines["DR"][paris].nunique()))
    for colonne, mesure, modalite in zip(ACTIFS, ("rp_actifs_occupes_25_54", "rp_chomeurs_25_54") * 2, "hhff", strict=True):
        lues = lu.mesures[(lu.mesures["mesure"] == mesure) & (lu.mesures["modalite"] == modalite)]["valeur"]
        assert lues.sum() == pytest.approx(pleines[colonne].astype(float).sum(), rel=1e-12)


def test_every_published_file_is_of_the_expected_source(lit):
    fichiers = {
        "filosofi/FILO2019_DISP_DEP.csv": "insee_filosofi_disp",
        "filosofi/cc_filosofi_2021_COM.csv": "insee_filosofi_cc",
        "population/ensemble.xlsx": "insee_populations",
        "naissances/NAIS_DOM_ANNUELLES.xlsx": "insee_naissances",
        "rp/Commune_2022_2554_csp.xlsx": "insee_rp_activite",
    }
    assert {f: lit(f).sources for f in fichiers} == {f: (source,) for f, source in fichiers.items()}
