"""INSEE, Melodi: bulk CSV and answers of the API on small invented files, then each published extract, counted apart."""

import csv
import io
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from ctg_data.indicators import vocabulaire
from ctg_data.loaders import charge
from ctg_data.loaders.insee_melodi import AUTRE_FRANCE, CROISEMENT, ZONAGE
from ctg_data.loaders.insee_melodi_jeux import JEUX, SOURCES
from ctg_data.loaders.model import Chargement
from tests.loaders.outils import accepte, ecrit, seule, valeur
from tests.publies import Publies

NIVEAUX = {"COM": "commune", "EPCI": "epci", "DEP": "departement", "REG": "region", "FRANCE": "france"}
NAISSANCES = "FREQ;GEO;GEO_OBJECT;EC_MEASURE;OBS_STATUS;TIME_PERIOD;OBS_VALUE"
FAMILLES = "GEO;GEO_OBJECT;TFN;NCH;RP_MEASURE;OBS_STATUS;TIME_PERIOD;OBS_VALUE"
BPE = "GEO;GEO_OBJECT;FACILITY_DOM;FACILITY_SDOM;FACILITY_TYPE;BPE_MEASURE;UNIT_MULT;UNIT_MEASURE;OBS_STATUS;TIME_PERIOD;OBS_VALUE"
FILOSOFI = "GEO;GEO_OBJECT;FILOSOFI_MEASURE;UNIT_MEASURE;UNIT_MULT;CONF_STATUS;OBS_STATUS;TIME_PERIOD;OBS_VALUE"


def texte(entete: str, *lignes: str) -> str:
    return "\n".join((entete, *lignes)) + "\n"


def naissances(dossier: Path, *lignes: str) -> Chargement:
    """Rows « geo;objet;statut;annee;valeur »."""
    cases = (ligne.split(";") for ligne in lignes)
    return charge(ecrit(dossier, "n.csv", texte(NAISSANCES, *(f"A;{g};{o};LVB;{s};{a};{v}" for g, o, s, a, v in cases))))


def test_thousands_set_apart_by_a_spreadsheet_are_no_decimals(tmp_path: Path):
    assert seule(naissances(tmp_path, "33063;COM;A;2024;3,100", "33;DEP;A;2024;16000.5"), "milliers").ligne == 2


@pytest.mark.parametrize(
    ("valeur", "autre", "refusee"), [("3.100", "16000.5", True), ("3.125", "16000.5", False), ("3.125", "16.512", True)]
)
def test_a_point_before_three_digits_is_a_decimal_mark_only_where_others_say_so(tmp_path: Path, valeur: str, autre: str, refusee: bool):
    """No program ends decimals with a zero; and where every number has three of them, they may be thousands."""
    lu = naissances(tmp_path, f"33063;COM;A;2024;{valeur}", f"33;DEP;A;2024;{autre}")
    assert {f.code for f in lu.fautes} == ({"milliers"} if refusee else set())


def test_every_measure_is_in_the_vocabulary():
    connues = vocabulaire.catalogue()
    for source in SOURCES:
        for mesure, modalites in source.mesures_calculees.items():
            assert set(modalites) <= set(connues[mesure].modalites), (mesure, modalites)
    assert {(c.mesure, c.unite) for j in JEUX for c in j.cibles} <= {(m.nom, m.unite) for m in connues.values()}


def test_no_two_targets_of_a_data_set_are_one():
    for jeu in JEUX:
        assert len({c.valeurs for c in jeu.cibles}) == len(jeu.cibles)
        assert len({(c.mesure, c.modalite) for c in jeu.cibles}) == len(jeu.cibles)
        assert {len(c.valeurs) for c in jeu.cibles} == {len(jeu.dimensions)}


# Layout ----------------------------------------------------------------------------------------------------------------


def test_order_and_quoting_of_headers_do_not_matter(tmp_path: Path):
    lignes = [NAISSANCES.split(";"), ["A", "33063", "COM", "LVB", "A", "2024", "3.1E3"]]
    simple = accepte(ecrit(tmp_path, "a.csv", texte(*(";".join(ligne) for ligne in lignes))))
    inverse = accepte(ecrit(tmp_path, "b.csv", texte(*(";".join(f'"{c}"' for c in reversed(ligne)) for ligne in lignes))))
    assert valeur(simple, "33063", "naissances") == valeur(inverse, "33063", "naissances") == 3100


def test_levels_come_from_geo_object_never_from_the_code(tmp_path: Path):
    """75 is Paris and Nouvelle-Aquitaine, 69123 a commune and a bassin de vie."""
    lu = naissances(tmp_path, "75;DEP;A;2024;10", "75;REG;A;2024;20", "69123;BV2022;A;2024;30", "69123;COM;A;2024;40", "F;FRANCE;A;2024;50")
    assert lu.mesures is not None
    lues = {(n, c): v for n, c, v in lu.mesures[["niveau", "code", "valeur"]].itertuples(index=False)}
    assert lues == {("departement", "75"): 10, ("region", "75"): 20, ("commune", "69123"): 40, ("france", "FR"): 50}
    assert lu.detail["ecartees"] == {ZONAGE: 1}


def test_only_one_row_stands_for_france(tmp_path: Path):
    lu = naissances(tmp_path, "FM;FRANCE;A;2024;40", "F;FRANCE;A;2024;50", "FXM;FRANCE;A;2024;45")
    assert lu.mesures is not None
    assert valeur(lu.mesures, "FR", "naissances") == 50
    assert lu.detail["ecartees"] == {AUTRE_FRANCE: 2}


def test_arrondissements_are_summed_when_all_are_there(tmp_path: Path):
    tous = [f"1320{i};ARM;A;2024;{i}" if i < 10 else f"132{i};ARM;A;2024;{i}" for i in range(1, 17)]
    assert valeur(naissances(tmp_path, *tous).mesures, "13055", "naissances") == sum(range(1, 17))
    assert naissances(tmp_path, *tous[1:]).mesures is None
    avec_commune = naissances(tmp_path, *tous, "13055;COM;A;2024;999", "132XX;ARM;A;2024;3")
    assert valeur(avec_commune.mesures, "13055", "naissances") == 999


@pytest.mark.parametrize(
    ("statut", "cellule", "lue"),
    [
        *(("A", "12.0", 12), ("P", "12", 12), ("R", "12", 12), ("W", "12", 12), ("A", "0", 0)),
        *(("K", "", "nd"), ("M", "", "nd"), ("O", "", "nd"), ("A", "", "nd"), ("M", "12", "nd"), ("Q", "", "s"), ("N", "", "ns")),
    ],
)
def test_the_status_of_a_row_rules_its_value(tmp_path: Path, statut: str, cellule: str, lue: float | str):
    mesures = naissances(tmp_path, f"33063;COM;{statut};2024;{cellule}", "33281;COM;A;2024;5").mesures
    assert valeur(mesures, "33063", "naissances") == lue
    assert mesures.set_index("code")["est"].to_dict() == {"33063": statut == "W", "33281": False}


def test_what_a_status_says_is_told(tmp_path: Path):
    lu = naissances(tmp_path, "33063;COM;P;2024;12", "33281;COM;W;2024;5", "33318;COM;K;2024;")
    for mot in ("provisoire", "porte aussi sur un autre territoire", "comprise dans celle"):
        assert any(phrase.startswith("1 valeur") and mot in phrase for phrase in lu.avertissements), mot
    assert any("comprise dans celle" in phrase and "il n'y a rien à faire" in phrase for phrase in lu.avertissements)


def test_an_unknown_status_is_a_fault(tmp_path: Path):
    faute = seule(naissances(tmp_path, "33063;COM;A;2024;12", "33281;COM;Z;2024;5"), "choix_inconnu")
    assert (faute.ligne, faute.colonne, faute.trouve) == (3, "OBS_STATUS", "« Z »")


def test_a_dimension_that_is_not_followed_keeps_its_total_only(tmp_path: Path):
    entete = FAMILLES.replace("RP_MEASURE", "SEX;RP_MEASURE")
    lignes = ("33063;COM;_T;_T;_T;NBFAM;A;2023;100.5", "33063;COM;_T;_T;F;NBFAM;A;2023;60", "33063;COM;1;CH1_Y_LT25;_T;NBFAM;A;2023;9")
    lu = charge(ecrit(tmp_path, "f.csv", texte(entete, *lignes)))
    assert lu.mesures is not None
    assert len(lu.mesures) == 1
    assert valeur(lu.mesures, "33063", "rp_familles") == 100.5
    assert lu.detail["ecartees"] == {CROISEMENT: 2}


def test_an_unknown_dimension_refuses_the_file(tmp_path: Path):
    entete = FAMILLES.replace("RP_MEASURE", "HAIR;RP_MEASURE")
    faute = seule(charge(ecrit(tmp_path, "f.csv", texte(entete, "33063;COM;_T;_T;_T;NBFAM;A;2023;1"))), "dimension_inconnue")
    assert (faute.trouve, faute.ligne) == ("la colonne « HAIR »", 1)


def test_the_same_figure_twice_is_a_fault(tmp_path: Path):
    faute = seule(naissances(tmp_path, "33063;COM;A;2024;12", "33063;COM;A;2024;13"), "cle_double")
    assert faute.ligne == 3


def test_another_multiple_of_the_unit_is_a_fault(tmp_path: Path):
    ligne = "33063;COM;MED_SL;EUR_YR;3;F;A;2023;22"
    assert seule(charge(ecrit(tmp_path, "f.csv", texte(FILOSOFI, ligne))), "choix_inconnu").colonne == "UNIT_MULT"


def test_a_negative_count_and_a_rate_over_100_are_faults(tmp_path: Path):
    assert seule(naissances(tmp_path, "33063;COM;A;2024;-1"), "valeur_negative").ligne == 2
    ligne = "33063;COM;PR_MD60;PT;0;F;A;2023;130"
    assert seule(charge(ecrit(tmp_path, "f.csv", texte(FILOSOFI, ligne))), "hors_bornes").colonne == "OBS_VALUE"


def test_every_year_is_in_the_communes_of_the_latest(tmp_path: Path):
    """15031 was re-established in 2025: the figures of 2023 are told for it too."""
    mesures = naissances(tmp_path, *(f"{code};COM;A;{an};1" for code in ("15031", "33063") for an in (2023, 2024))).mesures
    assert set(mesures["millesime_geo"]) == {2025}


# Filosofi --------------------------------------------------------------------------------------------------------------


def test_filosofi_feeds_the_measures_of_the_comparateur(tmp_path: Path):
    lignes = (
        *("33063;COM;MED_SL;EUR_YR;0;F;A;2023;24310", "33063;COM;PR_MD60;PT;0;F;A;2023;17.0", "33063;COM;NUM_HH;NR;0;F;A;2023;130000"),
        *("33063;COM;S_DIR_TAX_DI;PT;0;F;A;2023;-17.5", "33063;COM;S_SOC_BEN_DI_HOU_BEN;PT;0;F;A;2023;1.2"),
        *("33281;COM;PR_MD60;PT;0;C;A;2023;", "33281;COM;MED_SL;EUR_YR;0;F;O;2023;", "FM;FRANCE;MED_SL;EUR_YR;0;F;A;2023;25000"),
    )
    lu = charge(ecrit(tmp_path, "f.csv", texte(FILOSOFI, *lignes)))
    assert lu.sources == ("insee_melodi_filosofi",)
    lues = [
        valeur(lu.mesures, "33063", *m)
        for m in (
            ("filo_niveau_vie", "mediane"),
            ("filo_taux_pauvrete",),
            ("filo_menages",),
            ("filo_part_revenu", "pimpot"),
            ("filo_part_revenu", "pplogt"),
        )
    ]
    assert lues == [24310, 17.0, 130000, -17.5, 1.2]
    assert valeur(lu.mesures, "33281", "filo_taux_pauvrete") == "s"
    assert valeur(lu.mesures, "33281", "filo_niveau_vie", "mediane") == "nd"
    assert valeur(lu.mesures, "FR", "filo_niveau_vie", "mediane") == 25000
    assert any("métropolitaine" in phrase for phrase in lu.avertissements)


def observation(geo: str, mesure: str, chiffre: float | None, **attributs: str) -> dict:
    return {
        "attributes": {"OBS_STATUS": "A", "UNIT_MULT": "0", "CONF_STATUS": "F", **attributs},
        "dimensions": {"GEO": geo, "TIME_PERIOD": "2023", "UNIT_MEASURE": "EUR_YR", "FILOSOFI_MEASURE": mesure},
        "measures": {"OBS_VALUE_NIVEAU": {} if chiffre is None else {"value": chiffre}},
    }


def test_an_answer_of_the_api(tmp_path: Path):
    contenu = {
        "observations": [
            observation("2025-COM-33318", "MED_SL", 23800.0),
            observation("2025-DEP-33", "MED_SL", 23900.0),
            observation("2025-COM-33063", "D1_SL", None, CONF_STATUS="C", OBS_STATUS="O"),
        ],
        "identifier": "DS_FILOSOFI_CC",
        "publisher": {"label": [{"content": "Institut", "lang": "fr"}]},
        "paging": {"first": "…", "next": "https://exemple.fr/page2"},
    }
    lu = charge(ecrit(tmp_path, "reponse.json", json.dumps(contenu), "utf-8"))
    assert valeur(lu.mesures, "33318", "filo_niveau_vie", "mediane") == 23800
    assert valeur(lu.mesures, "33", "filo_niveau_vie", "mediane") == 23900
    assert valeur(lu.mesures, "33063", "filo_niveau_vie", "d1") == "s"
    assert set(lu.mesures["millesime_geo"]) == {2025}
    assert [phrase for phrase in lu.avertissements if "page" in phrase]


def test_a_territory_without_level_is_a_fault(tmp_path: Path):
    contenu = {"observations": [observation("33318", "MED_SL", 1.0)]}
    assert seule(charge(ecrit(tmp_path, "r.json", json.dumps(contenu), "utf-8")), "niveau_absent").trouve == "« 33318 »"


# Facilities --------------------------------------------------------------------------------------------------------------


def equipements(dossier: Path, *lignes: str) -> Chargement:
    """Rows « geo;domaine;sous-domaine;type;nombre » of communes."""
    cases = (ligne.split(";") for ligne in lignes)
    return charge(ecrit(dossier, "b.csv", texte(BPE, *(f"{g};COM;{d};{s};{t};FACILITIES;0;NR;A;2025;{n}" for g, d, s, t, n in cases))))


COMPLETE = (
    *(
        "33063;_T;_T;_T;12",
        "33063;C;_T;_T;5",
        "33063;C;C1;_T;3",
        "33063;C;C2;_T;2",
        "33063;F;_T;_T;7",
        "33063;F;F1;_T;4",
        "33063;F;F3;_T;3",
    ),
    *("33063;C;C1;C108;2", "33063;C;C1;C109;1", "33063;C;C2;C201;2", "33063;F;F1;F101;4", "33063;F;F3;F307;3"),
)


def test_types_add_up_and_an_absent_type_is_zero_where_the_list_is_complete(tmp_path: Path):
    mesures = equipements(tmp_path, *COMPLETE).mesures
    lues = {m: valeur(mesures, "33063", "equipements", m) for m in mesures["modalite"]}
    attendues = {"ecole_elementaire": 3, "college": 2, "sport": 4, "culture": 3} | dict.fromkeys(("ecole_maternelle", "lycee"), 0)
    assert lues == attendues | dict.fromkeys(("creche", "accueil_loisirs", "medecin", "pharmacie"), 0)  # no domain D, and all adds up


def test_an_absent_type_is_unknown_where_the_list_is_not_complete(tmp_path: Path):
    sans_college = [ligne for ligne in COMPLETE if ";C201;" not in ligne]
    lu = equipements(tmp_path, *sans_college)
    lues = set(lu.mesures["modalite"])
    assert not lues & {"college", "ecole_maternelle", "lycee"}
    assert valeur(lu.mesures, "33063", "equipements", "ecole_elementaire") == 3
    assert any(phrase.startswith("Équipements listés en partie pour 1 territoire") for phrase in lu.avertissements)
    # one of its two types is missing, and nothing says that it is zero
    lu = equipements(tmp_path, *(ligne for ligne in sans_college if ";C109;" not in ligne))
    assert "ecole_elementaire" not in set(lu.mesures["modalite"])


# Published extracts --------------------------------------------------------------------------------------------------------


def brut(donnees: Path, nom: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(donnees / "insee" / "melodi" / nom) as archive:
        contenu = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(contenu), delimiter=";"))


def suivies(lignes: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Rows of our levels, arrondissements left out (their commune is there, or some are missing), one France."""
    return [li for li in lignes if li["GEO_OBJECT"] in NIVEAUX and not (li["GEO_OBJECT"] == "FRANCE" and li["GEO"] != "F")]


def confronte(lu: Chargement, attendues: dict[tuple, str]) -> None:
    """Every value, level by level, against the text of the file."""
    assert not lu.fautes
    colonnes = ["niveau", "code", "annee", "mesure", "modalite"]
    lues = lu.mesures.astype(dict.fromkeys(colonnes, "str")).set_index(colonnes)["valeur"]
    assert set(lues.index) == set(attendues)
    for cle, cellule in attendues.items():
        assert (lues[cle] == float(cellule)) if cellule else lues[cle] != lues[cle], cle


def cle(ligne: dict[str, str], mesure: str, modalite: str = "total") -> tuple:
    code = "FR" if ligne["GEO_OBJECT"] == "FRANCE" else ligne["GEO"]
    return (NIVEAUX[ligne["GEO_OBJECT"]], code, ligne["TIME_PERIOD"], mesure, modalite)


@pytest.fixture(scope="module")
def lit(charge_publie: Publies):
    return lambda nom: charge_publie(f"insee/melodi/{nom}")


TFN = {
    "_T": "rp_familles",
    "1": "rp_familles_monop",
    "11": "rp_monop_pere",
    "12": "rp_monop_mere",
    "21": "rp_couples_sans_enfants",
    "22": "rp_couples_avec_enfants",
    "220": "rp_familles_recomposees",
    "223": "rp_familles_traditionnelles",
}


def test_published_families(lit, donnees_reelles: Path):
    nom = "insee_famille_sample.zip"
    lu, lignes = lit(nom), brut(donnees_reelles, nom)
    attendues = {
        cle(li, TFN[li["TFN"]]) if li["NCH"] == "_T" else cle(li, "rp_familles_enfants", "ne2"): li["OBS_VALUE"] for li in suivies(lignes)
    }
    confronte(lu, attendues)
    assert (lu.lignes_lues, set(lu.mesures["millesime_geo"])) == (len(lignes), {2026})
    monop, peres, meres = (valeur(lu.mesures, "FR", m, annee=2023) for m in ("rp_familles_monop", "rp_monop_pere", "rp_monop_mere"))
    assert monop == pytest.approx(peres + meres)
    assert meres > 4 * peres  # single parents are mothers four times out of five


def test_published_population(lit, donnees_reelles: Path):
    nom = "insee_population_comp_sample.zip"
    lu, lignes = lit(nom), brut(donnees_reelles, nom)
    attendues = {}
    for li in suivies(lignes):
        sexe, pcs, age = li["SEX"], li["PCS"], li["AGE"]
        if pcs == "_T" and age == "Y_GE15":
            attendues[cle(li, "rp_pop_15_plus", {"_T": "total", "M": "h", "F": "f"}[sexe])] = li["OBS_VALUE"]
        elif pcs == "_T":
            attendues[cle(li, "rp_pop_15_plus_age", {"Y15T24": "15_24", "Y25T54": "25_54", "Y_GE55": "55_plus"}[age])] = li["OBS_VALUE"]
        elif age == "Y_GE15":
            attendues[cle(li, "rp_pop_15_plus_pcs", f"pcs{pcs}")] = li["OBS_VALUE"]
    confronte(lu, attendues)
    for mesure in ("rp_pop_15_plus_age", "rp_pop_15_plus_pcs"):
        ici = lu.mesures[(lu.mesures["code"] == "33063") & (lu.mesures["annee"] == 2023) & (lu.mesures["mesure"] == mesure)]
        assert ici["valeur"].sum() == pytest.approx(valeur(lu.mesures, "33063", "rp_pop_15_plus", annee=2023))


def test_published_births(lit, donnees_reelles: Path):
    nom = "insee_naissances_sample.zip"
    lu, lignes = lit(nom), brut(donnees_reelles, nom)
    confronte(lu, {cle(li, "naissances"): li["OBS_VALUE"] for li in suivies(lignes)})
    statuts = Counter(li["OBS_STATUS"] for li in suivies(lignes))
    assert Counter(lu.mesures["statut"].astype(str)) == Counter(ok=statuts["A"] + statuts["W"], nd=statuts["K"] + statuts["M"])
    assert int(lu.mesures["est"].sum()) == statuts["W"] == 3
    assert lu.detail["ecartees"][ZONAGE] == sum(li["GEO_OBJECT"] not in (*NIVEAUX, "ARM") for li in lignes)


def test_published_births_are_those_of_the_workbook(lit, charge_publie: Publies):
    """Two publications of one count: they agree on nearly every commune and year."""
    melodi, classeur = (m.mesures for m in (lit("insee_naissances_sample.zip"), charge_publie("insee/naissances/NAIS_DOM_ANNUELLES.xlsx")))
    cles = ["niveau", "code", "annee"]
    deux = [m[m["statut"] == "ok"].astype(dict.fromkeys(cles, "str")).set_index(cles)["valeur"] for m in (melodi, classeur)]
    communes = deux[0].index.intersection(deux[1].index)
    ecarts = (deux[0][communes] - deux[1][communes]).abs() / deux[1][communes].clip(lower=1)
    assert len(communes) > 200
    assert (ecarts < 0.01).mean() > 0.95


def test_published_facilities(lit, donnees_reelles: Path):
    nom = "insee_bpe_sample.zip"
    lu, lignes = lit(nom), brut(donnees_reelles, nom)
    ici: dict[str, float] = defaultdict(float)
    for li in lignes:
        if li["GEO"] == "01001":
            ici[li["FACILITY_TYPE"] if li["FACILITY_TYPE"] != "_T" else li["FACILITY_SDOM"]] += float(li["OBS_VALUE"])
    lues = {m: valeur(lu.mesures, "01001", "equipements", m) for m in lu.mesures["modalite"]}
    # the types of this village alone are all listed: 22 facilities in all
    assert lues == {
        **dict.fromkeys(("ecole_maternelle", "college", "lycee", "creche", "accueil_loisirs", "medecin", "pharmacie", "culture"), 0),
        "ecole_elementaire": ici["C108"],
        "sport": ici["F1"],
    }
    assert (set(lu.mesures["code"]), ici["C108"], ici["F1"]) == ({"01001"}, 1, 4)


def test_published_answer_of_the_api(lit, donnees_reelles: Path):
    nom = "melodi_filosofi_sample.json"
    lu = lit(nom)
    observations = json.loads((donnees_reelles / "insee" / "melodi" / nom).read_text(encoding="utf-8"))["observations"]
    assert lu.lignes_lues == len(observations) == 2
    assert valeur(lu.mesures, "33318", "filo_niveau_vie", "d1") == valeur(lu.mesures, "33318", "filo_part_revenu", "ppsoc") == "nd"
    assert (set(lu.mesures["annee"]), set(lu.mesures["millesime_geo"])) == ({2023}, {2025})
