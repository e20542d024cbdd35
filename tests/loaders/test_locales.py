"""Local sources: TOML and its faults, wide and long tables, marks of secrecy, decimal marks, and which file is recognised."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctg_data.loaders import charge, locales, locales_devine, locales_toml, sources
from ctg_data.loaders.locales_modele import LONGUE, PUBLIEES, TAUX, Declaration, MesureLocale, Valeur
from ctg_data.loaders.model import Chargement
from ctg_data.settings import RACINE
from ctg_data.wording.typographie import soigne
from tests.loaders.outils import classeur, csv, ecrit, filo, valeur

SUIVI = Declaration(
    "suivi_jeunes",
    "Jeunes suivis (fictif)",
    "Mission locale fictive",
    colonne_code="Code INSEE",
    colonne_annee="Année",
    valeurs=(Valeur("Jeunes suivis", "jeunes"), Valeur("Places", "places", "eaje_psu")),
    mesures=(MesureLocale("jeunes", "jeunes suivis par la mission locale", "personnes", theme="JE", denominateur="population"),),
)
LONG = replace(
    SUIVI,
    forme=LONGUE,
    intitule="Indicateur",
    valeur="Valeur",
    valeurs=(Valeur("Jeunes suivis", "jeunes"), Valeur("Places d'EAJE", "places", "eaje_psu")),
)
JEUNES = "local_suivi_jeunes__jeunes"
ENTETE = ("Code INSEE", "Commune", "Année", "Jeunes suivis", "Places")


def lu(declaration: Declaration, chemin: Path, annee: int | None = None) -> Chargement:
    return charge(chemin, annee=annee, sources=sources.catalogue(locales.de([declaration])))


def mesures(declaration: Declaration, chemin: Path, annee: int | None = None):
    chargement = lu(declaration, chemin, annee)
    assert not chargement.fautes, [str(f) for f in chargement.fautes]
    assert chargement.sources == (declaration.source,)
    return chargement.mesures


def fautes(texte: str) -> list[tuple[str, str]]:
    return [(f.code, f.colonne) for f in locales_toml.lit(texte, "suivi_jeunes.toml")[1]]


# The text ----------------------------------------------------------------------------------------------------------------


def test_a_declaration_written_is_read_back_the_same():
    for declaration in (
        SUIVI,
        LONG,
        replace(SUIVI, geographie=2025, titre='Guillemets " et \\ accents é', marques={"<5": "s", "n.d.": "nd"}),
    ):
        assert locales_toml.lit(locales_toml.ecrit(declaration), f"{declaration.id}.toml") == (declaration, ())


def test_what_is_left_out_keeps_its_default():
    texte = """version = 1
id = "suivi_jeunes"
titre = "Jeunes"
producteur = "Mission locale"
[territoire]
colonne = "code"
[[valeurs]]
colonne = "n"
mesure = "foyers_rsa"
"""
    declaration, trouvees = locales_toml.lit(texte, "suivi_jeunes.toml")
    assert not trouvees
    assert (declaration.donnees, declaration.niveau, declaration.decimale, declaration.vide) == ("protegees", "commune", ",", "nd")


@pytest.mark.parametrize(
    ("avant", "apres", "attendue"),
    [
        ('decimale = ","', 'decimale = ";"', ("valeur_inconnue", "tableau.decimale")),
        ('decimale = ","', 'decimal = ","', ("cle_inconnue", "tableau.decimal")),
        ('decimale = ","', 'decimale = " "', ("valeur_inconnue", "tableau.decimale")),
        ('milliers = " "', 'milliers = ","', ("nombres", "tableau.milliers")),
        ("arrondi5 = false", 'arrondi5 = "non"', ("type_inattendu", "tableau.arrondi5")),
        ('niveau = "commune"', 'niveau = "canton"', ("valeur_inconnue", "territoire.niveau")),
        ('geographie = "annee"', "geographie = 12", ("valeur_inconnue", "territoire.geographie")),
        ('colonne = "Code INSEE"', 'colonne = ""', ("territoire", "territoire.colonne")),
        ('titre = "Jeunes suivis (fictif)"', 'titre = ""', ("cle_absente", "titre")),
        ('titre = "Jeunes suivis (fictif)"\n', "", ("cle_absente", "titre")),
        ('"<5" = "s"', '"<5" = "secret"', ("valeur_inconnue", "tableau.marques")),
        ('"<5" = "s"', '"4" = "s"', ("marque_nombre", "tableau.marques")),
        ('modalite = "eaje_psu"', "modalite = 3", ("type_inattendu", "valeurs 2.modalite")),
        ('unite = "personnes"', 'unite = "gens"', ("mesure_invalide", "mesures 1.unite")),
        ('unite = "personnes"', 'unite = "euros"', ("mesure_invalide", "mesures 1.nature")),
        ('theme = "JE"', 'theme = "XX"', ("valeur_inconnue", "mesures 1.theme")),
        ('id = "jeunes"', 'id = "autres"', ("mesure_invalide", "mesures 1.id")),
        ("version = 1", "version = 7", ("version_inconnue", "version")),
        ('id = "suivi_jeunes"', 'id = "autre_nom"', ("identifiant", "id")),
        ('colonne = "Places"', 'colonne = "Année"', ("en_double", "valeurs")),
        ("version = 1", "version = 1\n= 3", ("toml_illisible", "")),
    ],
)
def test_each_fault_of_a_text_is_told_where_it_is(avant, apres, attendue):
    texte = locales_toml.ecrit(SUIVI)
    assert avant in texte
    declaration, trouvees = locales_toml.lit(texte.replace(avant, apres, 1), "suivi_jeunes.toml")
    assert declaration is None
    assert attendue in [(f.code, f.colonne) for f in trouvees]
    assert all(f.trouve and f.attendu and f.remede for f in trouvees)


def test_a_fault_names_the_line():
    texte = locales_toml.ecrit(SUIVI).replace('modalite = "eaje_psu"', "modalite = 3")
    (faute,) = locales_toml.lit(texte, "suivi_jeunes.toml")[1]
    assert texte.splitlines()[faute.ligne - 1] == "modalite = 3"


def test_every_fault_is_told_at_once():
    texte = locales_toml.ecrit(SUIVI).replace('decimale = ","', 'decimale = "x"').replace('niveau = "commune"', "niveau = 3")
    assert fautes(texte) == [("valeur_inconnue", "tableau.decimale"), ("type_inattendu", "territoire.niveau")]


def test_a_rate_that_nobody_published_is_refused_and_a_published_one_is_not():
    taux = replace(SUIVI, mesures=(replace(SUIVI.mesures[0], nature=TAUX, unite="pourcent", denominateur=""),))
    assert [f.code for f in locales_toml.verifie(taux)] == ["mesure_invalide"]
    assert locales_toml.verifie(replace(taux, donnees=PUBLIEES)) == ()


def test_an_id_is_made_from_a_title():
    assert locales_toml.identifiant("Mission locale 87 : jeunes d’été") == "mission_locale_87_jeunes_d_ete"
    assert locales_toml.identifiant("2024") == "s_2024"


# A folder ----------------------------------------------------------------------------------------------------------------


def test_a_damaged_file_is_told_and_the_others_go_on(tmp_path: Path):
    ecrit(tmp_path, "suivi_jeunes.toml", locales_toml.ecrit(SUIVI))
    ecrit(tmp_path, "abime.toml", b"\xff\xfe\x00 = \x01")
    ecrit(tmp_path, "double.toml", locales_toml.ecrit(replace(SUIVI, id="double", titre="La même")))
    lues = locales.lit(tmp_path)
    assert list(lues.sources) == ["local_double"]
    assert {nom: f[0].code for nom, f in lues.fautes.items()} == {
        "abime.toml": "toml_illisible",
        "suivi_jeunes.toml": "correspondance_double",
    }
    (tmp_path / "double.toml").unlink()
    assert list(locales.lit(tmp_path).sources) == ["local_suivi_jeunes"]


def test_no_folder_is_no_source(tmp_path: Path):
    assert locales.lit(tmp_path / "absent") is locales.AUCUNE
    assert set(sources.catalogue(locales.AUCUNE)) == set(sources.nationales())


def test_one_declaration_more_than_the_engine_can_name_is_told(tmp_path: Path):
    for rang in range(locales.PLAFOND + 1):
        d = replace(SUIVI, id=f"s{rang:02d}", valeurs=(Valeur(f"Jeunes {rang}", "jeunes"),))
        ecrit(tmp_path, f"s{rang:02d}.toml", locales_toml.ecrit(d))
    lues = locales.lit(tmp_path)
    assert len(lues.sources) == locales.PLAFOND
    assert {n: f[0].code for n, f in lues.fautes.items()} == {f"s{locales.PLAFOND:02d}.toml": "trop_de_correspondances"}


# Tables ------------------------------------------------------------------------------------------------------------------


def test_a_wide_table_gives_its_figures_marks_and_decimals(tmp_path: Path):
    fichier = ecrit(
        tmp_path,
        "suivi.csv",
        csv(
            [
                ENTETE,
                ("87085", "Limoges", 2024, "1 250", "12,5"),
                ("87048", "Couzeix", 2024, "<5", "nd"),
                ("87050", "Feytiat", 2024, "S", ""),
            ]
        ),
    )
    lues = mesures(SUIVI, fichier)
    assert valeur(lues, "87085", JEUNES) == 1250
    assert valeur(lues, "87085", "places", "eaje_psu") == 12.5
    assert [valeur(lues, c, JEUNES) for c in ("87048", "87050")] == ["s", "s"]
    assert [valeur(lues, c, "places", "eaje_psu") for c in ("87048", "87050")] == ["nd", "nd"]
    assert set(lues["millesime_geo"]) == {2024}


def test_an_empty_cell_is_what_was_said_of_it(tmp_path: Path):
    fichier = ecrit(tmp_path, "suivi.csv", csv([ENTETE, ("87085", "Limoges", 2024, "", "3")]))
    attendus = {"nd": "nd", "s": "s", "zero": 0.0}
    assert {v: valeur(mesures(replace(SUIVI, vide=v), fichier), "87085", JEUNES) for v in attendus} == attendus


def test_a_long_table_gives_the_same_and_sets_other_labels_aside(tmp_path: Path):
    lignes = [
        ("Code INSEE", "Année", "Indicateur", "Valeur"),
        *(("87085", 2024, "jeunes  Suivis", "1250"), ("87085", 2024, "Places d’EAJE", "12,5")),
        *(("87085", 2024, "Autre chose", "7"), ("87048", 2024, "Jeunes suivis", "s")),
    ]
    chargement = lu(LONG, ecrit(tmp_path, "long.csv", csv(lignes)))
    assert not chargement.fautes
    assert valeur(chargement.mesures, "87085", JEUNES) == 1250
    assert valeur(chargement.mesures, "87085", "places", "eaje_psu") == 12.5
    assert valeur(chargement.mesures, "87048", JEUNES) == "s"
    assert chargement.avertissements == ("1 ligne mise à part : intitulé absent de la correspondance (« Autre chose »).",)


def test_a_label_that_the_file_renamed_is_refused_as_a_lost_column_is(tmp_path: Path):
    """Its rows would all be set aside, and the measure gone: the fault names the label expected and those met in its place."""
    lignes = [
        ("Code INSEE", "Année", "Indicateur", "Valeur"),
        *(("87085", 2024, "Jeunes suivis (16-25 ans)", "1250"), ("87048", 2024, "Jeunes suivis (16-25 ans)", "40")),
        *(("87085", 2024, "Places d'EAJE", "12"), ("87085", 2024, "3", "12")),
    ]
    chargement = lu(LONG, ecrit(tmp_path, "long.csv", csv(lignes)))
    (faute,) = chargement.fautes
    assert (chargement.mesures, faute.code, faute.fichier, faute.colonne) == (None, "intitule_absent", "long.csv", "Indicateur")
    assert "« Jeunes suivis »" in faute.attendu
    assert "« Jeunes suivis (16-25 ans) »" in faute.trouve
    assert "« 3 »" not in faute.trouve  # a number in this column may be a count
    assert "« Modifier »" in faute.remede
    assert "Jeunes suivis (fictif)" in faute.remede


def test_of_many_labels_set_aside_the_first_are_named(tmp_path: Path):
    autres = [("87085", 2024, f"Autre {rang}", "7") for rang in "abcdefg"]
    lignes = [("Code INSEE", "Année", "Indicateur", "Valeur"), ("87085", 2024, "Jeunes suivis", "9"), ("87085", 2024, "Places d'EAJE", "9")]
    (phrase,) = lu(LONG, ecrit(tmp_path, "long.csv", csv([*lignes, *autres]))).avertissements
    assert phrase.startswith("7 lignes mises à part : intitulé absent de la correspondance (« Autre a », ")
    assert phrase.endswith("« Autre e » et 2 autres).")


def test_a_workbook_keeps_its_own_numbers_whatever_the_decimal_mark(tmp_path: Path):
    feuilles = {"Données": [ENTETE, ("87085", "Limoges", 2024, 1250, 12.5), ("87048", "Couzeix", 2024, "<5", "3,5")]}
    lues = mesures(SUIVI, classeur(tmp_path / "suivi.xlsx", feuilles))
    assert (valeur(lues, "87085", JEUNES), valeur(lues, "87085", "places", "eaje_psu")) == (1250, 12.5)
    assert valeur(lues, "87048", "places", "eaje_psu") == 3.5


def test_a_number_written_otherwise_than_was_said_is_a_fault_and_never_another_number(tmp_path: Path):
    fichier = ecrit(tmp_path, "suivi.csv", csv([ENTETE, ("87085", "Limoges", 2024, "1.250", "3"), ("87048", "Couzeix", 2024, "2.3", "3")]))
    chargement = lu(SUIVI, fichier)
    assert [(f.code, f.ligne, f.colonne, f.trouve) for f in chargement.fautes] == [
        ("nombre_ecrit_autrement", 2, "Jeunes suivis", "une valeur inférieure à 5"),
        ("nombre_ecrit_autrement", 3, "Jeunes suivis", "une valeur inférieure à 5"),
    ]
    points = replace(SUIVI, milliers=".")
    fichier = ecrit(tmp_path, "points.csv", csv([ENTETE, ("87085", "Limoges", 2024, "1.250", "3,25")]))
    assert valeur(mesures(points, fichier), "87085", JEUNES) == 1250


def test_a_workbook_where_a_point_may_be_either_is_refused(tmp_path: Path):
    chemin = classeur(tmp_path / "s.xlsx", {"A": [ENTETE, ("87085", "Limoges", 2024, "1.250", 3)]})
    assert [f.code for f in lu(replace(SUIVI, milliers="."), chemin).fautes] == ["nombre_ecrit_autrement"]


def test_the_year_is_in_the_name_or_asked(tmp_path: Path):
    sans = replace(SUIVI, colonne_annee="")
    lignes = csv([("Code INSEE", "Jeunes suivis", "Places"), ("87085", "10", "2")])
    assert set(mesures(sans, ecrit(tmp_path, "suivi_2023.csv", lignes))["annee"]) == {2023}
    muet = ecrit(tmp_path, "suivi.csv", lignes)
    assert [f.code for f in lu(sans, muet).fautes] == ["annee_absente"]
    assert set(mesures(sans, muet, annee=2022)["annee"]) == {2022}


def test_a_file_of_one_territory_needs_no_column_of_codes(tmp_path: Path):
    seul = replace(SUIVI, colonne_code="", code="248719312", niveau="epci")
    fichier = ecrit(tmp_path, "suivi.csv", csv([("Année", "Jeunes suivis", "Places"), (2023, 10, 2), (2024, 12, 3)]))
    lues = mesures(seul, fichier)
    assert valeur(lues, "248719312", JEUNES, annee=2024) == 12
    assert set(lues["niveau"]) == {"epci"}


def test_the_file_of_next_year_is_recognised_whatever_the_order_and_case_of_its_columns(tmp_path: Path):
    entete = ("places", "ANNÉE", "code insee", "nouvelle colonne", "Jeunes  suivis")
    lues = mesures(SUIVI, ecrit(tmp_path, "suivi_2025.csv", csv([entete, (3, 2025, "87085", "x", 20)])))
    assert valeur(lues, "87085", JEUNES, annee=2025) == 20


def test_a_file_of_next_year_that_lost_a_column_says_which_one(tmp_path: Path):
    (faute,) = lu(SUIVI, ecrit(tmp_path, "x.csv", csv([("Code INSEE", "Année", "Jeunes suivis"), ("87085", 2025, 3)]))).fautes
    assert (faute.code, "« places »" in faute.trouve) == ("disposition_inconnue", True)
    assert "large_csv" not in str(faute)
    assert "correspondance « Jeunes suivis (fictif) »" in faute.attendu
    assert "« Modifier »" in faute.remede


def test_a_table_of_communes_declared_of_epci_is_told_to_be_of_another_level(tmp_path: Path):
    entete = ["Nom de la commune" if e == "Commune" else e for e in ENTETE]
    (faute,) = lu(replace(SUIVI, niveau="epci"), ecrit(tmp_path, "x.csv", csv([entete, ("87085", "Limoges", 2024, 10, 2)]))).fautes
    assert (faute.code, faute.ligne) == ("niveau_inattendu", 1)
    assert "« Nom de la commune »" in faute.trouve
    assert "« EPCI »" in faute.attendu


def test_a_row_given_twice_names_the_line_of_the_first_and_the_code_as_it_is(tmp_path: Path):
    entete = ("Code INSEE", "Année", "Indicateur", "Valeur")
    enfants = replace(LONG, valeurs=(Valeur("enfants inscrits dans une école publique du premier degré", "jeunes"),))
    ligne = ("87003", 2024, enfants.valeurs[0].repere, 12)
    (faute,) = lu(enfants, ecrit(tmp_path, "x.csv", csv([entete, ligne, ligne]))).fautes
    assert (faute.code, faute.ligne) == ("cle_double", 3)
    assert "« 87003, enfants" in soigne(faute.trouve).replace("\u00a0", " ")
    assert faute.trouve.endswith("déjà en ligne 2")


def test_a_mark_that_nobody_declared_says_where_to_declare_it(tmp_path: Path):
    (faute,) = lu(SUIVI, ecrit(tmp_path, "x.csv", csv([ENTETE, ("87085", "Limoges", 2024, "conf", 2)]))).fautes
    assert (faute.code, faute.ligne) == ("texte_dans_nombre", 2)
    assert "ajoutez-la aux marques de la correspondance « Jeunes suivis (fictif) »" in faute.remede
    assert "« Modifier »" in faute.remede


def test_decimals_that_no_page_would_show_are_told(tmp_path: Path):
    places = replace(SUIVI, valeurs=(Valeur("Places", "lieux"),), mesures=(MesureLocale("lieux", "places", "places"),))
    fichier = ecrit(tmp_path, "x.csv", csv([("Code INSEE", "Année", "Places"), ("87085", 2024, "1 037,5")]))
    (phrase,) = lu(places, fichier).avertissements
    assert phrase.startswith("« Places » : des valeurs ont plus de décimales que les pages n'en montreront (0), ")
    une = replace(places, mesures=(replace(places.mesures[0], decimales=1),))
    assert not lu(une, fichier).avertissements
    assert locales_toml.lit(locales_toml.ecrit(une), "suivi_jeunes.toml") == (une, ())
    assert (une.regles != places.regles, une.lecture == places.lecture) == (True, True)
    longue = replace(LONG, valeurs=(Valeur("Lieux", "lieux"),), mesures=places.mesures)
    lignes = [("Code INSEE", "Année", "Indicateur", "Valeur"), ("87085", 2024, "Lieux", "37,5")]
    assert len(lu(longue, ecrit(tmp_path, "l.csv", csv(lignes))).avertissements) == 1


def test_persons_have_no_decimals(tmp_path: Path):
    demi = replace(SUIVI, mesures=(replace(SUIVI.mesures[0], decimales=1),))
    assert [(f.code, f.colonne) for f in locales_toml.verifie(demi)] == [("mesure_invalide", "mesures 1.decimales")]


def test_decimals_of_a_sample_are_proposed(tmp_path: Path):
    fichier = ecrit(tmp_path, "x.csv", csv([ENTETE, ("87085", "Limoges", 2024, 10, "37,50"), ("87048", "Couzeix", 2024, 12, "8,0")]))
    lues = locales_devine.devine(fichier).proposition.mesures
    assert [(m.unite, m.decimales) for m in lues] == [("personnes", 0), ("places", 1)]


def test_not_known_is_no_mark_of_secrecy():
    assert {locales_devine.MARQUES_CONNUES[m] for m in ("nc", "n.c.")} == {"nd"}


def test_a_header_of_the_name_of_our_own_column_is_another_thing(tmp_path: Path):
    entete = ("code", "Code INSEE", "Année", "Jeunes suivis", "Places", "valeur")
    lues = mesures(SUIVI, ecrit(tmp_path, "x.csv", csv([entete, ("A1", "87085", 2024, 10, 2, "?")])))
    assert valeur(lues, "87085", JEUNES) == 10


def test_a_publishers_file_is_never_taken_for_a_local_one(tmp_path: Path):
    """Even where a declaration names many of its columns."""
    colonnes = ("NBMEN19", "NBPERS19", "NBUC19", "Q119", "Q219", "Q319", "Q3_Q1", "D119", "RD")
    gourmande = replace(
        SUIVI,
        colonne_code="CODGEO",
        colonne_annee="",
        valeurs=tuple(Valeur(c, f"m{rang}") for rang, c in enumerate(colonnes)),
        mesures=tuple(MesureLocale(f"m{rang}", c, "personnes") for rang, c in enumerate(colonnes)),
    )
    assert lu(gourmande, ecrit(tmp_path, "FILO2019_DISP_COM.csv", filo())).sources == ("insee_filosofi_disp",)


def test_codes_that_lost_their_zero_and_unknown_ones_are_told(tmp_path: Path):
    lignes = csv([ENTETE, ("1001", "x", 2024, 10, 1), ("87999", "x", 2024, 10, 1)])
    assert [f.code for f in lu(SUIVI, ecrit(tmp_path, "x.csv", lignes)).fautes] == ["zero_perdu", "code_inconnu"]


COMMUNES = ("87085", "87048", "87050", "33063", "2A004", "01004")
DECIMALES = st.sampled_from([(",", " "), (",", "."), (".", ","), (".", " "), (",", ""), (".", "")])


@st.composite
def tables(tirage):
    """(declaration, rows, what is expected of each cell): a random tidy table written with random marks and separators."""
    decimale, milliers = tirage(DECIMALES)
    marque = tirage(st.sampled_from(["s", "<5", "n.c.", "moins de 5"]))
    longue = tirage(st.booleans())
    d = replace(LONG if longue else SUIVI, decimale=decimale, milliers=milliers, marques={marque: "s", "absent": "nd"})
    cellule = st.one_of(st.just("s"), st.just("nd"), st.integers(0, 9_999_999))
    places = st.one_of(cellule, st.integers(0, 99_999).map(lambda n: n / 4))
    codes = tirage(st.lists(st.sampled_from(COMMUNES), min_size=1, max_size=5, unique=True))
    attendus = {(c, a): (tirage(cellule), tirage(places)) for c in codes for a in tirage(st.sets(st.integers(2020, 2025), min_size=1))}
    return d, attendus, tirage(st.sampled_from(";\t"))


def cellule(d: Declaration, x: object) -> str:
    """A figure as the table would write it."""
    if isinstance(x, str):
        return {s: m for m, s in d.marques.items()}[x]
    texte = f"{x:,}" if isinstance(x, int) else f"{x:,.2f}"
    return texte.translate(str.maketrans({",": d.milliers or None, ".": d.decimale}))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables())
def test_random_tidy_tables_load_back_exactly(tmp_path: Path, table):
    d, attendus, separateur = table
    if d.forme == LONGUE:
        rangees = [("Code INSEE", "Année", "Indicateur", "Valeur")]
        for (c, a), deux in attendus.items():
            rangees += [(c, a, v.repere, cellule(d, x)) for v, x in zip(d.valeurs, deux, strict=True)]
    else:
        rangees = [
            ("Code INSEE", "Année", "Jeunes suivis", "Places"),
            *((*cle, *(cellule(d, x) for x in v)) for cle, v in attendus.items()),
        ]
    lues = mesures(d, ecrit(tmp_path, "t.csv", csv(rangees, separateur)))
    assert len(lues) == 2 * len(attendus)
    for (c, a), (jeunes, places) in attendus.items():
        assert valeur(lues, c, JEUNES, annee=a) == jeunes
        assert valeur(lues, c, "places", "eaje_psu", annee=a) == places


# What the documentation shows --------------------------------------------------------------------------------------------

DOCS = RACINE / "docs"


def test_the_documentation_shows_the_example_that_is_there_and_its_totals():
    montre = re.search(r"```toml\n(.*?)```", (DOCS / "ajouter_une_source.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    nom = "accueil_jeunes.toml"
    declaration, trouvees = locales_toml.lit(montre, nom)
    assert not trouvees
    assert locales_toml.lit((DOCS / "exemples" / nom).read_text(encoding="utf-8"), nom)[0] == declaration
    lues = mesures(declaration, DOCS / "exemples" / "accueil_jeunes_fictif_2024.csv")
    assert lues.groupby("mesure", observed=True)["valeur"].sum().to_dict() == {
        "local_accueil_jeunes__jeunes_accueillis": 4184,
        "local_accueil_jeunes__places_jeunes": 373,
    }
