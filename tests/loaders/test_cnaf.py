"""CNAF open data: benefits, childcare coverage and places, in every published dress.

Rows and statuses are counted apart with csv and json alone; layouts that are only described are written here, with
invented values.
"""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from ctg_data import loaders
from ctg_data.loaders.model import Chargement

ARRONDISSEMENTS_DE_PARIS = [f"751{n:02}" for n in range(1, 21)]
CONTROLES_RSA_PPA = {"33063": (9260, 26745), "75056": (63210, 106110)}
"""Published control totals, December 2024: Bordeaux, and the 20 arrondissements of Paris summed."""
COLONNES = {"indfoy_rsa": "foyers_rsa", "indmtt_rsa": "montants_rsa", "indfoy_ppa": "foyers_ppa", "indmtt_ppa": "montants_ppa"}


def ecrit(chemin: Path, lignes: Sequence[Sequence[object]], *, separateur: str = ";", bom: bool = True, fin: str = "\r\n") -> Path:
    with chemin.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as flux:
        csv.writer(flux, delimiter=separateur, lineterminator=fin).writerows(lignes)
    return chemin


def lit_csv(chemin: Path, separateur: str = ";") -> list[dict[str, str]]:
    with chemin.open(encoding="utf-8-sig", newline="") as flux:
        return list(csv.DictReader(flux, delimiter=separateur))


def mesures(chargement: Chargement) -> pd.DataFrame:
    """The measures of a file that must have been accepted."""
    assert list(chargement.fautes) == []
    return chargement.mesures


def statuts(chargement: Chargement) -> dict[str, int]:
    return {s: int(n) for s, n in mesures(chargement)["statut"].value_counts().items() if n}


def valeur(frame: pd.DataFrame, code: str, mesure: str, *, annee: int, modalite: str = "total", mois: int | None = None) -> float:
    vise = (frame["code"] == code) & (frame["mesure"] == mesure) & (frame["annee"] == annee) & (frame["modalite"] == modalite)
    lignes = frame[vise if mois is None else vise & (frame["mois"] == mois)]
    assert len(lignes) == 1
    return float(lignes["valeur"].iloc[0])


# Benefits: the published extract --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def benefits(donnees_reelles) -> Path:
    return donnees_reelles / "caf" / "allocataires" / "s_ben_com_f_extrait_dep33_dep75.csv"


@pytest.fixture(scope="module")
def benefits_lus(benefits, charge_publie) -> Chargement:
    return charge_publie(benefits)


def test_benefits_rows_and_statuses_are_those_of_the_file(benefits, benefits_lus):
    """Four counts a row; 5 rows are not located, and 20 arrondissements make one commune in each of 5 years."""
    lignes = lit_csv(benefits)
    situees = [ligne for ligne in lignes if ligne["numcomdo"]]
    communes = {(ligne["dtreffre"], "75056" if ligne["numcomdo"].startswith("751") else ligne["numcomdo"]) for ligne in situees}
    assert benefits_lus.lignes_lues == len(lignes) == 2779
    assert benefits_lus.detail["ecartees"] == {"code technique ou territoire non localisé": len(lignes) - len(situees)}
    assert statuts(benefits_lus) == {"ok": 4 * len(communes)}
    assert benefits_lus.sources == ("cnaf_prestations",)


def test_benefits_values_are_those_of_the_file(benefits, benefits_lus):
    attendues: Counter = Counter()
    for ligne in lit_csv(benefits):
        code = "75056" if ligne["numcomdo"].startswith("751") else ligne["numcomdo"]
        for colonne, mesure in COLONNES.items():
            if code:
                attendues[code, int(ligne["dtreffre"][:4]), mesure] += int(ligne[colonne])
    lues = mesures(benefits_lus)
    cles = zip(lues["code"].astype(str), lues["annee"].astype(int), lues["mesure"].astype(str), strict=True)
    assert dict(zip(cles, lues["valeur"].astype(int), strict=True)) == dict(attendues)


@pytest.mark.parametrize(("code", "attendus"), CONTROLES_RSA_PPA.items())
def test_benefits_reproduce_the_control_totals(benefits_lus, code, attendus):
    lues = mesures(benefits_lus)
    assert tuple(valeur(lues, code, mesure, annee=2024) for mesure in ("foyers_rsa", "foyers_ppa")) == attendus


def test_benefits_are_december_stocks_of_the_caf_rounded_at_source(benefits_lus):
    lues = mesures(benefits_lus)
    assert (set(lues["niveau"]), set(lues["mois"]), set(lues["regime"])) == ({"commune"}, {12}, {"caf"})
    assert lues["arr5"].all()
    assert not lues["est"].any()
    unites = lues.groupby("mesure", observed=True)["unite"].agg(set).to_dict()
    assert unites == {"foyers_rsa": {"foyers"}, "foyers_ppa": {"foyers"}, "montants_rsa": {"euros"}, "montants_ppa": {"euros"}}


def test_benefits_of_december_are_in_the_communes_of_the_next_january(benefits_lus):
    lues = mesures(benefits_lus)
    assert set(zip(lues["annee"], lues["millesime_geo"], strict=True)) == {(a, a + 1) for a in range(2020, 2025)}


# Benefits: layouts that are only described ----------------------------------------------------------------------------

TECHNIQUE = ["dtreffre", "numcomdo", "nomcom", "indfoy_ndur", "indnbp_ndur", "indmtt_ndur", "indfoy_ndural", "indfoy_ab"]
LIBELLES = ["Date référence", "Numéro commune", "Nom commune", "Nombre foyers NDUR", "Nombre personnes NDUR", "Montant total NDUR"]
LIBELLES += ["Nombre foyers NDURAL", "Nombre foyers AB"]
RENOMMES = ["date_reference", "numero_commune", "nom_commune", "nombre_foyers_ndur", "nombre_personnes_ndur", "montant_total_ndur"]
RENOMMES += ["nombre_foyers_ndural", "nombre_foyers_ab"]
CORPS = [["2023-12", "33063", "BORDEAUX", 100, 215, 30200, 60, 5], ["2023-12", "01004", "AMBERIEU EN BUGEY", 50, 110, 15000, 0, 0]]


@pytest.mark.parametrize(
    ("entete", "options"),
    [(TECHNIQUE, {}), (LIBELLES, {}), (RENOMMES, {"separateur": ",", "bom": False, "fin": "\n"})],
    ids=["technique", "libelles", "snake_case"],
)
def test_the_same_benefits_under_any_header_give_the_same_measures(tmp_path, entete, options):
    lues = mesures(loaders.charge(ecrit(tmp_path / "s_ben_com_f.csv", [entete, *CORPS], **options)))
    assert len(lues) == 10
    attendues = {"foyers_ndur": 100, "personnes_ndur": 215, "montants_ndur": 30200, "foyers_al": 60, "foyers_paje_ab": 5}
    assert {m: valeur(lues, "33063", m, annee=2023) for m in attendues} == attendues
    assert valeur(lues, "01004", "foyers_al", annee=2023) == 0


@pytest.mark.parametrize("date", ["2024-12", "202412", "2024-12-01", "2024-12-31", "31/12/2024", "2024-12-01T00:00:00", "2024"])
def test_a_date_may_be_written_in_any_of_the_publisher_s_ways(tmp_path, date):
    lignes = [["dtreffre", "numcomdo", "nomcom", "indfoy_rsa"], [date, "33063", "BORDEAUX", 15]]
    lues = mesures(loaders.charge(ecrit(tmp_path / "s_ben_com_f.csv", lignes)))
    assert lues[["annee", "mois"]].drop_duplicates().values.tolist() == [[2024, 12]]


def test_benefits_as_json_records(tmp_path):
    fichier = tmp_path / "s_ben_com_f.json"
    fichier.write_text(json.dumps([dict(zip(TECHNIQUE, ligne, strict=True)) for ligne in CORPS]), encoding="utf-8")
    assert valeur(mesures(loaders.charge(fichier)), "01004", "personnes_ndur", annee=2023) == 110


def test_exact_national_benefits_are_monthly_and_not_rounded(tmp_path):
    lignes = [["dtreffre", "indfoy_rsa", "indfoy_ppa"], ["2024-11", 1811111, 4671111], ["2024-12", 1811239, 4675469]]
    lues = mesures(loaders.charge(ecrit(tmp_path / "s_ben_nat.csv", lignes)))
    assert set(zip(lues["niveau"], lues["code"], strict=True)) == {("france", "FR")}
    assert valeur(lues, "FR", "foyers_rsa", annee=2024, mois=12) == 1811239
    assert valeur(lues, "FR", "foyers_ppa", annee=2024, mois=11) == 4671111
    assert not lues["arr5"].any()


def test_benefits_of_departements_count_beneficiaries_even_written_as_text(tmp_path):
    entete = ["dtreffre", "numdep", "nomdep", "numregi", "nomregi", "indfoy_aah", "indben_aah", "indben_aeeh"]
    lignes = [entete, ["2024-12", "01", "AIN", "84", "X", 100, "102", "31"], ["2024-12", "2A", "CORSE DU SUD", "94", "X", 20, "21", "3"]]
    lues = mesures(loaders.charge(ecrit(tmp_path / "s_ben_dep.csv", lignes)))
    assert set(lues["niveau"]) == {"departement"}
    assert not lues["arr5"].any()
    assert valeur(lues, "2A", "beneficiaires_aah", annee=2024) == 21
    assert valeur(lues, "01", "enfants_aeeh", annee=2024) == 31


def test_benefits_of_epci_leave_technical_codes_aside(tmp_path):
    lignes = [["dtreffre", "numepci", "nomepci", "indfoy_rsa"], ["2024-12", "243300316", "BORDEAUX METROPOLE", 500]]
    lignes += [["2024-12", "XX", "", 10], ["2024-12", "XX", "SANS EPCI", 10]]
    charge = loaders.charge(ecrit(tmp_path / "s_ben_epci_f.csv", lignes))
    lues = mesures(charge)
    assert (charge.lignes_lues, len(lues)) == (3, 1)
    assert charge.detail["ecartees"] == {"code technique ou territoire non localisé": 2}
    assert lues["arr5"].all()


def test_a_commune_with_some_of_its_arrondissements_only_is_not_summed(tmp_path):
    """A partial sum would pass for the commune."""
    lignes = [["dtreffre", "numcomdo", "indfoy_rsa"], *(["2024-12", code, 10] for code in [*ARRONDISSEMENTS_DE_PARIS[:19], "33063"])]
    charge = loaders.charge(ecrit(tmp_path / "s_ben_com_f.csv", lignes))
    assert set(mesures(charge)["code"]) == {"33063"}
    (dit,) = (a for a in charge.avertissements if "19 valeurs d'arrondissements municipaux mises à part" in a)
    assert "il manque au fichier d'autres arrondissements" in dit
    assert "reprenez le fichier complet" in dit


def test_arrondissements_beside_their_commune_are_said_to_ask_for_nothing(tmp_path):
    codes = [*ARRONDISSEMENTS_DE_PARIS, "75056"]
    lignes = [["dtreffre", "numcomdo", "indfoy_rsa"], *(["2024-12", code, 10] for code in codes)]
    charge = loaders.charge(ecrit(tmp_path / "s_ben_com_f.csv", lignes))
    (dit,) = (a for a in charge.avertissements if "arrondissements" in a)
    assert "le fichier donne aussi leur commune entière" in dit
    assert dit.endswith("Il n'y a rien à faire.")


@pytest.mark.parametrize(
    ("colonne", "texte", "code"),
    [(1, "1004", "zero_perdu"), (1, "33998", "code_inconnu"), (3, "beaucoup", "texte_dans_nombre"), (3, "-5", "valeur_negative")],
)
def test_damaged_benefits_are_refused_with_their_line(tmp_path, colonne, texte, code):
    lignes = [["dtreffre", "numcomdo", "nomcom", "indfoy_rsa"], ["2024-12", "33063", "BORDEAUX", 15], ["2024-12", "01004", "AMBERIEU", 5]]
    lignes[2][colonne] = texte
    charge = loaders.charge(ecrit(tmp_path / "s_ben_com_f.csv", lignes))
    assert charge.mesures is None
    assert [(f.ligne, f.colonne) for f in charge.fautes] == [(3, lignes[0][colonne])]
    assert code == charge.fautes[0].code


def test_a_commune_given_twice_is_refused(tmp_path):
    lignes = [["dtreffre", "numcomdo", "indfoy_rsa"], ["2024-12", "33063", 15], ["2024-12", "33063", 20], ["2023-12", "33063", 20]]
    charge = loaders.charge(ecrit(tmp_path / "s_ben_com_f.csv", lignes))
    assert charge.mesures is None
    assert {f.code for f in charge.fautes} == {"cle_double"}


# Childcare: the published files ---------------------------------------------------------------------------------------

TAUX = ("eaje_psu", "eaje_hors_psu", "eaje", "prescol", "am", "gad", "indiv", "global")


def test_coverage_of_departements_from_the_labelled_export(donnees_reelles, charge_publie):
    fichier = donnees_reelles / "caf" / "petite_enfance" / "txcouv_pe_dep.csv"
    lignes = lit_csv(fichier)
    outremer = [ligne for ligne in lignes if ligne["Numéro Département"] in ("977", "978")]
    charge = charge_publie(fichier)
    assert (charge.lignes_lues, len(outremer)) == (len(lignes), 4)
    assert charge.detail["ecartees"] == {"collectivité d'outre-mer hors des 101 départements": 4}
    taux = [c for c in lignes[0] if c.startswith("Taux")]
    pleines = sum(ligne[c] != "" for ligne in lignes if ligne not in outremer for c in taux)
    assert statuts(charge) == {"ok": pleines}
    (gironde,) = [ligne for ligne in lignes if (ligne["Numéro Département"], ligne["Date référence"]) == ("33", "2023")]
    lues = mesures(charge)
    assert [valeur(lues, "33", "txcouv", annee=2023, modalite=m) for m in TAUX] == [float(gironde[c]) for c in taux]
    assert set(lues["unite"]) == {"pour100"}
    assert not lues["arr5"].any()


def test_coverage_of_communes_from_the_renamed_export(donnees_reelles, charge_publie):
    """Arrondissements are read and set aside: a rate of Paris is not a sum of rates."""
    fichier = donnees_reelles / "caf" / "petite_enfance" / "tx_couverture.csv"
    lignes = lit_csv(fichier, ",")
    outremer = [ligne for ligne in lignes if ligne["numero_commune"].startswith(("977", "978"))]
    arrondissements = [ligne for ligne in lignes if ligne["numero_commune"].startswith(("751", "6938", "132"))]
    charge = charge_publie(fichier)
    lues = mesures(charge)
    assert charge.lignes_lues == len(lignes) == 6283
    assert charge.detail["ecartees"] == {"collectivité d'outre-mer hors des 101 départements": len(outremer)}
    assert len(lues) == 8 * (len(lignes) - len(outremer) - len(arrondissements))
    assert statuts(charge) == {"ok": len(lues)}
    assert set(lues["annee"]) == set(range(2017, 2023))
    assert lues["valeur"].max() == max(
        float(ligne["taux_de_couv_global"]) for ligne in lignes if ligne not in outremer and ligne not in arrondissements
    )


def enregistrements(donnees_reelles: Path, niveau: str) -> dict[str, list[dict]]:
    fichier = donnees_reelles / "caf" / "petite_enfance" / f"cnaf-petite-enfance-{niveau}-sample.json"
    contenu = json.loads(fichier.read_text(encoding="utf-8"))
    return contenu if isinstance(contenu, dict) else {"txcouv": contenu}


def comptes(ligne: dict) -> int:
    """How many rates or places a record gives."""
    return sum(nom.startswith(("txcouv", "pl_", "tot_offre")) for nom in ligne)


def test_api_records_of_departements_hold_two_sources(donnees_reelles, charge_publie):
    attendus = enregistrements(donnees_reelles, "dep")
    charge = charge_publie(donnees_reelles / "caf" / "petite_enfance" / "cnaf-petite-enfance-dep-sample.json")
    assert charge.sources == ("cnaf_txcouv_pe", "cnaf_nbpla_pe")
    assert charge.lignes_lues == sum(map(len, attendus.values())) == 12
    assert statuts(charge) == {"ok": sum(comptes(ligne) for lignes in attendus.values() for ligne in lignes)}
    lues = mesures(charge)
    for ligne in attendus["nbpla"]:
        assert valeur(lues, ligne["numdep"], "places", annee=2023, modalite="total") == ligne["tot_offre_dep"]
        assert valeur(lues, ligne["numdep"], "places", annee=2023, modalite="am") == ligne["pl_am_ind_dep"]


def test_api_records_of_communes(donnees_reelles, charge_publie):
    attendus = enregistrements(donnees_reelles, "com")
    charge = charge_publie(donnees_reelles / "caf" / "petite_enfance" / "cnaf-petite-enfance-com-sample.json")
    propres = {nom: [ligne for ligne in lignes if not ligne["numcom"].startswith("132")] for nom, lignes in attendus.items()}
    assert charge.lignes_lues == 6
    lues = mesures(charge)
    for nom, mesure in (("txcouv", "txcouv"), ("nbpla", "places")):
        assert (lues["mesure"] == mesure).sum() == sum(comptes(ligne) for ligne in propres[nom] if ligne["numcom"] not in ("13201",))
    (garches,) = [ligne for ligne in attendus["txcouv"] if ligne["numcom"] == "92033"]
    assert valeur(lues, "92033", "txcouv", annee=2023, modalite="global") == garches["txcouv_com"] > 100


def test_api_records_of_france_reproduce_the_published_rate(donnees_reelles, charge_publie):
    """60.9 places for 100 children in 2023 = 19.9 + 3.6 + 3.3 + 31.9 + 2.2."""
    charge = charge_publie(donnees_reelles / "caf" / "petite_enfance" / "cnaf-petite-enfance-nat-sample.json")
    lues = mesures(charge)
    assert (charge.lignes_lues, statuts(charge)) == (2, {"ok": 16})
    parts = [valeur(lues, "FR", "txcouv", annee=2023, modalite=m) for m in ("eaje_psu", "eaje_hors_psu", "prescol", "am", "gad")]
    assert parts == [19.9, 3.6, 3.3, 31.9, 2.2]
    assert valeur(lues, "FR", "txcouv", annee=2023, modalite="global") == 60.9 == pytest.approx(sum(parts))


# Childcare: layouts that are only described ---------------------------------------------------------------------------

PARTS = ("psu_col", "hors_psu_col", "eaje", "prescol", "am_ind", "gad_ind", "ind")


@pytest.mark.parametrize(
    ("suffixe", "cle", "code", "niveau"),
    [
        ("com", "numcom", "33063", "commune"),
        ("epci", "numepci", "243300316", "epci"),
        ("dep", "numdep", "01", "departement"),
        ("reg", "numregi", "1", "region"),
        ("nat", "", "FR", "france"),
    ],
)
@pytest.mark.parametrize(("prefixe", "total", "mesure"), [("txcouv", "txcouv", "txcouv"), ("pl", "tot_offre", "places")])
def test_every_level_of_coverage_and_places(tmp_path, suffixe, cle, code, niveau, prefixe, total, mesure):
    entete = ["annee", *([cle, cle.replace("num", "nom")] if cle else ["national"])]
    entete += [f"{prefixe}_{part}_{suffixe}" for part in PARTS] + [f"{total}_{suffixe}"]
    ligne = [2023, *([code, "X"] if cle else ["FRANCE ENTIERE HORS MAYOTTE"]), 20, 5, "25.0", 4, 30, 2, "32.0", 61]
    nom = "txcouv" if prefixe == "txcouv" else "nbpla"
    charge = loaders.charge(ecrit(tmp_path / f"{nom}_pe_{suffixe}.csv", [entete, ligne]))
    lues = mesures(charge)
    attendu = "01" if niveau == "region" else code
    assert charge.sources == (f"cnaf_{nom}_pe",)
    assert set(zip(lues["niveau"], lues["code"], strict=True)) == {(niveau, attendu)}
    modalites = {**dict(zip(TAUX[:7], (20, 5, 25, 4, 30, 2, 32), strict=True)), ("global" if mesure == "txcouv" else "total"): 61}
    assert {m: valeur(lues, attendu, mesure, annee=2023, modalite=m) for m in modalites} == modalites
    assert set(lues["mois"]) == {0}


def test_accounting_codes_and_collectivities_are_set_aside_and_said(tmp_path):
    codes = ("69", "69D", "69M", "20R", "978", "XXX")
    lignes = [["annee", "numdep", "nomdep", "numregi", "txcouv_dep"], *([2022, code, "X", "84", 50] for code in codes)]
    charge = loaders.charge(ecrit(tmp_path / "txcouv_pe_dep.csv", lignes))
    assert set(mesures(charge)["code"]) == {"69"}
    assert charge.lignes_lues == 6
    assert charge.detail["ecartees"] == {
        "69D (Rhône hors métropole de Lyon) : code de gestion, pas un département": 1,
        "69M (métropole de Lyon) : code de gestion, pas un département": 1,
        "20R (Corse entière) : code de gestion, pas un département": 1,
        "code technique ou territoire non localisé": 1,
        "collectivité d'outre-mer hors des 101 départements": 1,
    }


def test_a_rate_may_exceed_100_and_an_empty_one_is_not_zero(tmp_path):
    lignes = [["annee", "numcom", "nomcom", "txcouv_com"], [2023, "33063", "BORDEAUX", 161.1], [2023, "33039", "BEGLES", ""]]
    lues = mesures(loaders.charge(ecrit(tmp_path / "txcouv_pe_com.csv", lignes)))
    assert valeur(lues, "33063", "txcouv", annee=2023, modalite="global") == 161.1
    begles = lues[lues["code"] == "33039"]
    assert (begles["statut"].tolist(), begles["valeur"].isna().all()) == (["nd"], True)


def test_places_of_arrondissements_make_the_commune_and_rates_do_not(tmp_path):
    codes = [f"6938{n}" for n in range(1, 10)]
    places = ecrit(tmp_path / "nbpla_pe_com.csv", [["annee", "numcom", "tot_offre_com"], *([2023, c, 100] for c in codes)])
    assert valeur(mesures(loaders.charge(places)), "69123", "places", annee=2023) == 900
    lignes = [["annee", "numcom", "txcouv_com"], *([2023, c, 50] for c in codes), [2023, "33063", 60]]
    taux = loaders.charge(ecrit(tmp_path / "txcouv_pe_com.csv", lignes))
    assert set(mesures(taux)["code"]) == {"33063"}


def test_a_renamed_file_is_still_recognised_by_its_content(tmp_path):
    lignes = [["annee", "numepci", "nomepci", "txcouv_epci"], ["2023", "243300316", "BORDEAUX METROPOLE", 60]]
    assert loaders.charge(ecrit(tmp_path / "sans rapport.csv", lignes)).sources == ("cnaf_txcouv_pe",)
