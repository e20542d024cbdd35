"""INSEE, quartiers prioritaires: DEMO, REVN and IPRO on small invented files, then every published file, counted with csv."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from ctg_data.indicators import vocabulaire
from ctg_data.loaders import charge, insee_qpv_communes
from ctg_data.loaders.insee_qpv import DEMO, IPRO, REVN, SOURCES
from ctg_data.loaders.model import Chargement
from ctg_data.records import CLE_MESURES
from tests.loaders.outils import accepte, ecrit, seule, valeur
from tests.publies import Publies

FINE = "\u202f"
DEMO_2018 = "CODGEO;LIBGEO;POP_MUN;TX_F;TX_TOT_0A24;IND_JEUNE;A;PERCOU;AM;ENF_2;NOTE_CNAF"
REVN_2022 = ";".join(
    (
        *("CODGEO", "LIBGEO", "PMIMP", "BREV", "DISP_Q2", "DISP_Q1", "DISP_Q3", "TP60", "DISP_D1", "DISP_D9", "PIMPOT", "NOTE_FILO"),
        *("C", "C_C2SNP", "C_C2SP", "NOTE_CNAM", "A", "APPA", "ARSAS", "NOTE_CNAF"),
    )
)


def qpv(entete: str, *lignes: str, vides: int = 3) -> str:
    return "\r\n".join(ligne + ";" * vides for ligne in (entete, *lignes))


def test_every_measure_is_in_the_vocabulary():
    connues = vocabulaire.catalogue()
    colonnes = [c for s in SOURCES for d in s.dispositions for c in d.colonnes if c.mesure]
    fausses = [
        (c.mesure, c.modalite) for c in colonnes if c.modalite not in connues[c.mesure].modalites or c.unite != connues[c.mesure].unite
    ]
    assert fausses == []


def test_no_two_columns_of_a_file_feed_one_figure():
    for groupes in (DEMO, REVN, IPRO):
        comptes = Counter((c.mesure, c.modalite) for g in groupes for c in g.colonnes)
        assert set(comptes.values()) == {1}


def test_population_file(tmp_path: Path):
    lignes = (
        "Ensemble;Ensemble des QPV;5 000 000;52,1;;;1 500 000;;;;",
        f"QP001001;Fictif;6{FINE}056;55,0;33,4;1,1;1{FINE}843;4352;306;;0",
    )
    lu = charge(ecrit(tmp_path, "DEMO_2018.csv", qpv(DEMO_2018, *lignes)))
    lues = [valeur(lu.mesures, "QP001001", *m) for m in (("pop_municipale",), ("qpv_part_population", "femmes"), ("foyers_alloc",))]
    assert lues == [6056, 55.0, 1843]
    assert valeur(lu.mesures, "QP001001", "foyers_composition", "mono") == 306
    assert valeur(lu.mesures, "QP001001", "enfants_age", "0_2") == "s"  # empty among others: withheld
    assert lu.detail["ecartees"] == {"total de l'ensemble des quartiers, arrondi": 1}
    assert (set(lu.mesures["niveau"]), set(lu.mesures["annee"]), set(lu.mesures["millesime_geo"])) == ({"qpv"}, {2018}, {2015})


@pytest.mark.parametrize(("note", "lue"), [("0", 1843), ("1", 1843), ("2", "nd"), ("3", "nd"), ("5", "nd"), ("", "nd")])
def test_a_note_forbids_the_figures_that_it_covers_and_no_other(tmp_path: Path, note: str, lue: float | str):
    lu = charge(ecrit(tmp_path, "DEMO_2018.csv", qpv(DEMO_2018, f"QP001001;F;6056;55,0;33,4;1,1;1843;4352;306;296;{note}")))
    assert valeur(lu.mesures, "QP001001", "foyers_alloc") == lue
    assert valeur(lu.mesures, "QP001001", "pop_municipale") == 6056
    assert bool([p for p in lu.avertissements if "NOTE_CNAF" in p]) == (lue == "nd")


def test_without_the_column_of_their_note_figures_are_not_read_from_the_year_that_has_one(tmp_path: Path):
    lues = {}
    for annee in (2018, 2022):
        contenu = qpv(DEMO_2018, "QP001001;F;6056;55,0;33,4;1,1;1843;4352;306;296;0")
        lues[annee] = valeur(accepte(ecrit(tmp_path, f"DEMO_{annee}.csv", contenu)), "QP001001", "pop_municipale")
    assert lues == {2018: 6056, 2022: "nd"}


def test_a_note_that_is_no_number_is_refused(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "DEMO_2018.csv", qpv(DEMO_2018, "QP001001;F;6056;55,0;33,4;1,1;1843;4352;306;296;0 %")))
    assert (lu.mesures, [(f.code, f.ligne, f.colonne) for f in lu.fautes]) == (None, [("note_illisible", 2, "NOTE_CNAF")])


def test_a_group_that_is_empty_is_not_available(tmp_path: Path):
    mesures = accepte(ecrit(tmp_path, "DEMO_2018.csv", qpv(DEMO_2018, "QP974001;F;6056;;;;;;;;", "QP001001;F;6056;5,1;3;1;5;6;7;8;0")))
    assert valeur(mesures, "QP974001", "foyers_alloc") == valeur(mesures, "QP974001", "enfants_age", "0_2") == "nd"
    assert valeur(mesures, "QP974001", "pop_municipale") == 6056


def test_the_file_of_2020_repeats_the_population_of_another_year(tmp_path: Path):
    lu = charge(ecrit(tmp_path, "data_DEMO_2020_V1_QP.csv", qpv(DEMO_2018, "QP001001;F;6056;55,0;33,4;1,1;1843;4352;306;296;0")))
    assert "pop_municipale" not in set(lu.mesures["mesure"])
    assert valeur(lu.mesures, "QP001001", "foyers_alloc") == 1843
    assert any("population" in p for p in lu.avertissements)


def test_income_file_and_its_columns_that_change_name(tmp_path: Path):
    ligne = "QP001001;F;23,6;58,8;14 180;10 990;18 920;41,4;8 570;23 910;-10,0;0;6 110;1 519;495;0;2 068;720;376;0"
    mesures = accepte(ecrit(tmp_path, "REVN_2022.csv", qpv(REVN_2022, ligne)))
    assert valeur(mesures, "QP001001", "filo_niveau_vie", "mediane") == 14180
    assert valeur(mesures, "QP001001", "filo_taux_pauvrete") == 41.4
    assert valeur(mesures, "QP001001", "filo_part_revenu", "pimpot") == -10
    assert valeur(mesures, "QP001001", "assures_c2s", "sans_participation") == 1519
    assert valeur(mesures, "QP001001", "foyers_ppa") == 720
    for ancien, mesure in (("CCMUC", "assures_cmuc"), ("CC2S", "assures_c2s")):
        entete = REVN_2022.replace("C;C_C2SNP;C_C2SP;", f"{ancien};").replace("APPA", "ARSA")
        courte = ligne.replace("6 110;1 519;495;", "1 276;")
        mesures = accepte(ecrit(tmp_path, "REVN_2019.csv", qpv(entete, courte)))
        assert valeur(mesures, "QP001001", mesure) == 1276
        assert "foyers_ppa" not in set(mesures["mesure"])


def test_column_a_is_not_the_same_in_every_file(tmp_path: Path):
    entete = "CODGEO;LIBGEO;TX_TOT_EMPL;CA;NOTE_ASP;EVOL_CA_N_E ;ABC;A;NOTE_PE;EVOL_A_T4"
    mesures = accepte(ecrit(tmp_path, "IPRO_2022.csv", qpv(entete, "QP001001;F;44,6;18;4;100,0;926;497;0;-19,2")))
    assert valeur(mesures, "QP001001", "demandeurs_emploi", "a") == 497
    assert valeur(mesures, "QP001001", "qpv_taux_emploi") == 44.6
    assert valeur(mesures, "QP001001", "contrats_aides") == "nd"  # its note is 4
    assert "foyers_alloc" not in set(mesures["mesure"])


def test_without_a_year_in_its_name_the_file_asks_for_one(tmp_path: Path):
    chemin = ecrit(tmp_path, "quartiers.csv", qpv(DEMO_2018, "QP001001;F;6056;55,0;33,4;1,1;1843;4352;306;296;0"))
    assert seule(charge(chemin), "annee_absente")
    assert set(accepte(chemin, annee=2018)["annee"]) == {2018}


@pytest.mark.parametrize(("code", "bon"), [("QP02A001", True), ("QN00101M", True), ("QP1001", False), ("01001", False)])
def test_codes_of_neighbourhoods(tmp_path: Path, code: str, bon: bool):
    lu = charge(ecrit(tmp_path, "DEMO_2018.csv", qpv(DEMO_2018, f"{code};F;6056;55,0;33,4;1,1;1843;4352;306;296;0")))
    assert bool(lu.fautes) != bon


def test_hundreds_of_empty_columns_change_nothing(tmp_path: Path):
    ligne = "QP001001;F;6056;55,0;33,4;1,1;1843;4352;306;296;0"
    peu, beaucoup = (accepte(ecrit(tmp_path, "DEMO_2018.csv", qpv(DEMO_2018, ligne, vides=n))) for n in (0, 992))
    assert peu.astype(str).equals(beaucoup.astype(str))


# Communes ----------------------------------------------------------------------------------------------------------------

COMMUNES = "CODGEO;LIBGEO;POP_MUN;POP_COM_QP;LIB_COM;A;PERCOU;NOTE_CNAF"
VICHY, CUSSET, MONTLUCON = "03310", "03095", "03185"


def _des_communes(dossier: Path, *lignes: tuple[str, str, str]) -> Chargement:
    """Rows (neighbourhood, inhabitants of its communes in such, their names)."""
    rangees = (f"{code};F;900;{habitants};{noms};400;900;0" for code, habitants, noms in lignes)
    return charge(ecrit(dossier, "DEMO_2022.csv", qpv(COMMUNES, *rangees)))


def test_a_neighbourhood_says_how_many_of_its_commune_live_in_one(tmp_path: Path):
    """Vichy 4,405; with Cusset 5,412: Cusset has the 1,007 others.  Two rows that disagree on Montluçon tell nothing of it."""
    lignes = ("QP003001", "5\u202f412", "Cusset, Vichy"), ("QP003002", "4\u202f405", "Vichy"), ("QP003003", "4405", "Vichy")
    lu = _des_communes(tmp_path, *lignes, ("QP003004", "800", "Montluçon"), ("QP003005", "900", "Montluçon"))
    communes = lu.mesures[lu.mesures["niveau"] == "commune"]
    assert [valeur(communes, code, "qpv_population") for code in (VICHY, CUSSET, MONTLUCON)] == [4405, 1007, "nd"]
    assert len(communes) == 3  # a file of a few neighbourhoods says nothing of the other communes
    assert (set(communes["annee"]), set(communes["millesime_geo"])) == ({2022}, {2022})


def test_communes_of_one_row_only_are_not_guessed(tmp_path: Path):
    lu = _des_communes(tmp_path, ("QP003001", "5412", "Cusset, Vichy"))
    assert [valeur(lu.mesures, code, "qpv_population") for code in (VICHY, CUSSET)] == ["nd", "nd"]


def test_in_a_file_of_the_whole_country_another_commune_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(insee_qpv_communes, "NATIONAL", 2)
    lu = _des_communes(tmp_path, ("QP003002", "4405", "Vichy"), ("QP001001", "50", "Lieu-Qui-N-Est-Pas"))
    assert [valeur(lu.mesures, code, "qpv_population") for code in (VICHY, MONTLUCON, "87085")] == [4405, 0, 0]
    assert "01004" not in set(lu.mesures["code"].astype(str))  # in the département of the commune that was not found
    assert any("Lieu-Qui-N-Est-Pas" in p for p in lu.avertissements)


# Published files -------------------------------------------------------------------------------------------------------

FICHIERS = {
    "DEMO_2018.csv": (DEMO, 2018, 1),
    "data_DEMO_2020_V1_QP.csv": (DEMO, 2020, 0),
    "DEMO_2022.csv": (DEMO, 2022, 0),
    "REVN_2018.csv": (REVN, 2018, 1),
    "REVN_2022.csv": (REVN, 2022, 0),
    "IPRO_2022.csv": (IPRO, 2022, 0),
}


def lignes(chemin: Path) -> list[dict[str, str]]:
    with chemin.open(encoding="utf-8-sig", newline="") as flux:
        lues = list(csv.reader(flux, delimiter=";"))
    return [dict(zip((c.strip().lower() for c in lues[0]), ligne, strict=False)) for ligne in lues[1:]]


@pytest.mark.parametrize("nom", FICHIERS)
def test_published_neighbourhoods(nom: str, donnees_reelles: Path, charge_publie: Publies):
    groupes, annee, totaux = FICHIERS[nom]
    chemin = donnees_reelles / "insee" / "qpv" / nom
    lu, brut = charge_publie(chemin), lignes(chemin)
    assert isinstance(lu, Chargement)
    assert not lu.fautes
    assert lu.lignes_lues == len(brut)
    quartiers = [li for li in brut if re.fullmatch(r"QP0?(\d{6}|2[AB]\d{3})", li["codgeo"])]
    assert len(quartiers) == len(brut) - totaux
    colonnes = [c for g in groupes for c in g.colonnes if c.nom in brut[0] and not (annee == 2020 and c.nom == "pop_mun")]
    assert (lu.mesures["niveau"] == "qpv").sum() == len(quartiers) * len(colonnes)
    assert not lu.mesures.duplicated(list(CLE_MESURES)).any()
    for colonne in colonnes:
        cellules = {li["codgeo"]: re.sub(r"\s", "", li[colonne.nom]).replace(",", ".") for li in quartiers}
        lues = lu.mesures[(lu.mesures["mesure"] == colonne.mesure) & (lu.mesures["modalite"] == colonne.modalite)]
        obtenues = dict(zip(lues["code"].astype(str), lues["valeur"], strict=True))
        attendues = {code: float(cellule) for code, cellule in cellules.items() if cellule}
        assert {c: v for c, v in obtenues.items() if v == v} == attendues, colonne.nom
        assert set(lues.loc[lues["statut"] != "ok", "statut"].astype(str)) <= {"s", "nd"}
    assert set(lu.mesures["annee"]) == {annee}


def test_published_inhabitants_of_communes_are_those_of_their_neighbourhoods(charge_publie: Publies):
    """Limoges has nine neighbourhoods, all its own: 25,143 inhabitants."""
    mesures = charge_publie("insee/qpv/DEMO_2022.csv").mesures
    habitants = {"87085": 25143, "03310": 4405, "03095": 1007, "23096": 2004, "87154": 0}
    assert {code: valeur(mesures, code, "qpv_population") for code in habitants} == habitants
    limoges = mesures[(mesures["mesure"] == "pop_municipale") & mesures["code"].str.startswith("QP087")]
    assert limoges["valeur"].sum() == 25143


def test_published_parts_add_up(charge_publie: Publies):
    """Lone parents, lone persons and couples are all the households; ages are all the children, where nothing is withheld."""
    mesures = charge_publie("insee/qpv/DEMO_2022.csv").mesures
    table = mesures.astype({"code": "str", "mesure": "str", "modalite": "str"}).pivot(
        index="code", columns=["mesure", "modalite"], values="valeur"
    )
    situation = table["foyers_composition"][["isole", "mono", "couple_sans_enf", "couple_avec_enf"]].sum(axis=1, skipna=False)
    ages = table["enfants_age"].drop(columns="total").join(table["enfants_tranches"]).sum(axis=1, skipna=False)
    for parts, total in ((situation, table["foyers_alloc", "total"]), (ages, table["enfants_age", "total"])):
        pleines = parts.notna()
        assert pleines.sum() > 1300
        # the unknown situations are few
        assert ((total - parts)[pleines].abs() <= 0.02 * total[pleines]).mean() > 0.99
