"""Schools by commune: rolls without a commune code, directory with one."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from ctg_data.loaders import charge
from ctg_data.loaders.education_communes import Adresses, nom_simple
from ctg_data.loaders.model import Annuaire
from tests.loaders.outils import accepte, ecrit, seule, valeur

EFFECTIFS = "fr-en-ecoles-effectifs-nb_classes.csv"
ANNUAIRE = "fr-en-annuaire-education.csv"
ENTETE = (
    "Rentrée scolaire;Département;Commune;Numéro de l'école;Nombre total de classes;Nombre total d'élèves;"
    "Nombre d'élèves en pré-élémentaire hors ULIS;Nombre d'élèves en élémentaire hors ULIS;Nombre d'élèves en ULIS;Code Postal"
)
RENNES = "2022;ILLE-ET-VILAINE;RENNES;0350001A;4;100;40;50;10;35000"
ACIGNE = "2022;ILLE-ET-VILAINE;ACIGNE;0350002B;2;50;50;0;0;35690"
PERDUE = "2022;ILLE-ET-VILAINE;SAINT-PERE;0350003C;1;20;20;0;0;35430"
ENTETE_ANNUAIRE = "Identifiant_de_l_etablissement;Type_etablissement;Code_commune;Ecole_maternelle;Ecole_elementaire;etat;date_maj_ligne"


def effectifs(dossier: Path, *lignes: str, nom: str = "ecoles.csv") -> Path:
    return ecrit(dossier, nom, "\r\n".join([ENTETE, *lignes]))


def annuaire(dossier: Path, *lignes: str) -> Path:
    return ecrit(dossier, "annuaire.csv", "\r\n".join([ENTETE_ANNUAIRE, *lignes]))


def brutes(chemin: Path) -> list[dict[str, str]]:
    with chemin.open(encoding="utf-8-sig", newline="") as flux:
        return list(csv.DictReader(flux, delimiter=";"))


def test_the_published_rolls_add_up_to_the_file_but_for_the_schools_that_were_lost(donnees_reelles, charge_publie):
    chemin = donnees_reelles / "insee" / "education" / EFFECTIFS
    lignes = brutes(chemin)
    lu = charge_publie(chemin)
    assert not lu.fautes, [str(f) for f in lu.fautes]
    assert lu.lignes_lues == len(lignes) == 2704
    # Saint-Père is Saint-Père-Marc-en-Poulet in the reference: its two schools a year are lost, and its postcode doubtful
    perdues = [x for x in lignes if x["Commune"] == "SAINT-PERE"]
    assert sum(n for raison, n in lu.detail["ecartees"].items() if raison.startswith("école")) == len(perdues) == 8
    ecoles = [x for x in brutes(chemin.with_name(ANNUAIRE)) if x["Type_etablissement"] == "Ecole" and x["Code postal"] == "35430"]
    voisines = {x["Code_commune"] for x in ecoles if "Père" not in x["Nom_commune"]}
    sures = [x for x in lignes if x["Code Postal"] != "35430"]
    for colonne, mesure, modalite in (
        ("Nombre total de classes", "ecoles_classes", "total"),
        ("Nombre total d'élèves", "ecoles_eleves", "total"),
        ("Nombre d'élèves en pré-élémentaire hors ULIS", "ecoles_eleves", "pre_elementaire"),
        ("Nombre d'élèves en élémentaire hors ULIS", "ecoles_eleves", "elementaire"),
        ("Nombre d'élèves en ULIS", "ecoles_eleves", "ulis"),
    ):
        attendus = Counter()
        for x in sures:
            attendus[int(x["Rentrée scolaire"])] += int(x[colonne])
        lues = lu.mesures[(lu.mesures["mesure"] == mesure) & (lu.mesures["modalite"] == modalite)]
        assert lues.groupby("annee")["valeur"].sum().astype(int).to_dict() == dict(attendus)
        assert set(lues.loc[lues["statut"] == "nd", "code"]) == voisines
    assert any("SAINT-PERE (35430)" in phrase for phrase in lu.avertissements)


def test_the_communes_of_the_rolls_are_those_of_the_directory(donnees_reelles, charge_publie):
    """Two files of the ministry, one with codes: the codes found for 2022 must be those that the directory gives to the same schools."""
    dossier = donnees_reelles / "insee" / "education"
    codes = {x["Identifiant_de_l_etablissement"]: x["Code_commune"] for x in brutes(dossier / ANNUAIRE)}
    attendus = defaultdict(int)
    connues = [x for x in brutes(dossier / EFFECTIFS) if x["Rentrée scolaire"] == "2022" and x["Numéro de l'école"] in codes]
    for x in connues:
        attendus[codes[x["Numéro de l'école"]]] += int(x["Nombre total d'élèves"])
    lues = charge_publie(dossier / EFFECTIFS).mesures
    lues = lues[(lues["annee"] == 2022) & (lues["mesure"] == "ecoles_eleves") & (lues["modalite"] == "total") & (lues["statut"] == "ok")]
    trouves = dict(zip(lues["code"].astype(str), lues["valeur"].astype(int), strict=True))
    assert len(connues) > 600
    ecarts = {code for code in attendus if code in trouves and attendus[code] != trouves[code]}
    # schools closed between the two files
    assert len(ecarts) <= 3, ecarts


def test_a_commune_without_school_has_none_where_the_file_covers_its_département(donnees_reelles, charge_publie):
    lues = charge_publie(donnees_reelles / "insee" / "education" / EFFECTIFS).mesures
    lues = lues[(lues["annee"] == 2022) & (lues["mesure"] == "ecoles")]
    assert set(lues["code"].astype(str).str[:2]) == {"35"}
    assert (lues["valeur"] == 0).sum() > 20
    assert len(lues) > 320


def test_an_extract_of_a_few_communes_says_nothing_of_the_others(tmp_path):
    lues = accepte(effectifs(tmp_path, RENNES, ACIGNE))
    assert set(lues["code"]) == {"35238", "35001"}
    assert (valeur(lues, "35238", "ecoles_eleves"), valeur(lues, "35238", "ecoles_eleves", "ulis")) == (100, 10)
    assert (valeur(lues, "35001", "ecoles"), valeur(lues, "35001", "ecoles_classes")) == (1, 2)


def test_a_lost_school_is_counted_said_and_makes_its_neighbours_unknown(tmp_path):
    suliac = "2022;ILLE-ET-VILAINE;SAINT-SULIAC;0350004D;1;20;20;0;0;35430"
    lu = charge(effectifs(tmp_path, RENNES, suliac, PERDUE))
    assert not lu.fautes
    assert valeur(lu.mesures, "35314", "ecoles") == "nd"
    assert valeur(lu.mesures, "35238", "ecoles") == 1
    assert any("1 ligne d'école" in phrase.replace("\u00a0", " ") or "SAINT-PERE (35430)" in phrase for phrase in lu.avertissements)


@pytest.mark.parametrize(
    ("ligne", "code"),
    [
        (RENNES.replace(";100;", ";101;"), "total_incoherent"),
        (RENNES.replace(";100;", ";;"), "texte_dans_nombre"),
        (RENNES.replace(";4;", ";quatre;"), "texte_dans_nombre"),
        (RENNES.replace("2022;", "hier;"), "annee_invalide"),
        (ACIGNE.replace("0350002B", "0350001A"), "cle_double"),
    ],
)
def test_damage_is_refused(tmp_path, ligne, code):
    seule(charge(effectifs(tmp_path, RENNES, ligne.replace("0350001A", "0350009Z") if code != "cle_double" else ligne)), code)


VOISINES = Annuaire(
    {"Ille-et-Vilaine": "35", "Rhône": "69"},
    {
        "35001": ("Acigné", "35", frozenset({"35690"})),
        "35288": ("Saint-Malo", "35", frozenset({"35400"})),
        "35901": ("Bon-Lieu", "35", frozenset({"35100"})),
        "35902": ("Bonlieu", "35", frozenset({"35200"})),
        "35903": ("Bon Lieu", "35", frozenset({"35200"})),
        "69123": ("Lyon", "69", frozenset({"69001", "69002"})),
        "69901": ("L'Œil-Saint", "69", frozenset({"69100"})),
    },
    2023,
)


@pytest.mark.parametrize(
    ("departement", "nom", "postal", "code"),
    [
        ("ILLE-ET-VILAINE", "ACIGNE", "35690", "35001"),
        ("ILLE ET VILAINE", "ST MALO", "35400", "35288"),
        ("ILLE-ET-VILAINE", "SAINT-MALO", "35401", "35288"),
        ("ILLE-ET-VILAINE", "SAINT-MALO", "35690", ""),
        ("ILLE-ET-VILAINE", "BON-LIEU", "35100", "35901"),
        ("ILLE-ET-VILAINE", "BON-LIEU", "35999", ""),
        ("RHONE", "ACIGNE", "35690", ""),
        ("RHONE", "LYON 2E  ARRONDISSEMENT", "69002", "69123"),
        ("RHONE", "L OEIL SAINT", "69100", "69901"),
        ("", "LYON", "69001", ""),
    ],
)
def test_a_commune_is_found_by_its_three_parts_or_not_at_all(departement, nom, postal, code):
    assert Adresses(VOISINES).code(departement, nom, postal) == code


def test_names_are_compared_without_their_dress():
    assert nom_simple("Châteauneuf-d’Ille-et-Vilaine") == nom_simple("CHATEAUNEUF D'ILLE ET VILAINE")


def test_the_published_directory_is_counted_by_commune(donnees_reelles, charge_publie):
    chemin = donnees_reelles / "insee" / "education" / ANNUAIRE
    attendus = Counter()
    vues = set()
    for x in brutes(chemin):
        genre = {"Ecole": "ecoles", "Collège": "colleges", "Lycée": "lycees"}.get(x["Type_etablissement"])
        cle = (x["Identifiant_de_l_etablissement"], x["Code_commune"])
        if genre and cle not in vues:
            vues.add(cle)
            attendus[x["Code_commune"], genre, "total"] += 1
            if genre == "ecoles":
                classes = (x["Ecole_maternelle"], x["Ecole_elementaire"])
                attendus[x["Code_commune"], genre, {"10": "maternelle", "01": "elementaire", "11": "primaire"}["".join(classes)]] += 1
    lu = charge_publie(chemin)
    assert not lu.fautes, [str(f) for f in lu.fautes]
    assert lu.detail["annees"] == [2023]
    pleines = lu.mesures[lu.mesures["valeur"] > 0]
    cles = zip(*(pleines[c].astype(str) for c in ("code", "mesure", "modalite")), strict=True)
    assert dict(zip(cles, pleines["valeur"].astype(int), strict=True)) == dict(attendus)
    assert sum(n for (_, genre, modalite), n in attendus.items() if (genre, modalite) == ("ecoles", "total")) == 685


def test_services_and_closed_schools_do_not_count_and_an_annexe_counts_where_it_is(tmp_path):
    lues = accepte(
        annuaire(
            tmp_path,
            "0350001A;Ecole;35238;1;1;OUVERT;2023-06-08",
            "0350002B;Ecole;35238;1;0;FERME;2023-06-08",
            "0350003C;Service Administratif;35238;;;OUVERT;2023-06-08",
            "0350004D;Collège;35238;;;OUVERT;2023-06-08",
            "0350004D;Collège;35001;;;OUVERT;2023-06-08",
        )
    )
    assert (valeur(lues, "35238", "ecoles"), valeur(lues, "35238", "ecoles", "primaire")) == (1, 1)
    assert (valeur(lues, "35238", "colleges"), valeur(lues, "35001", "colleges")) == (1, 1)


@pytest.mark.parametrize(("commune", "code"), [("1004", "zero_perdu"), ("35999", "code_inconnu"), ("Rennes", "code_mal_forme")])
def test_a_damaged_commune_code_is_refused(tmp_path, commune, code):
    seule(charge(annuaire(tmp_path, f"0350001A;Ecole;{commune};1;1;OUVERT;2023-06-08")), code)


def test_a_school_of_unreadable_classes_is_refused(tmp_path):
    """Counted as neither nursery nor elementary, it would be missing from both without a word."""
    faute = seule(charge(annuaire(tmp_path, "0350001A;Ecole;35238;1 €;1;OUVERT;2023-06-08")), "choix_inconnu")
    assert (faute.trouve, faute.attendu) == ("« 1 € »", "l'une des valeurs 1, 0, une cellule vide")
