"""Damaged files: each damage has its own French fault, with the place and the mend; nothing of the file is kept."""

import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from ctg_data import settings
from ctg_data.loaders import charge
from ctg_data.loaders.model import Chargement
from ctg_data.territoires import referentiel
from ctg_data.wording import gestes
from tests.loaders.outils import COMMUNES, FILO, PLEINE, accepte, classeur, csv, ecrit, filo, remplace, seule, valeur

Fabrique = Callable[[str, str | bytes], Chargement]


@pytest.fixture
def lu(tmp_path: Path) -> Fabrique:
    """Load a file of this name and content."""
    return lambda nom, contenu: charge(ecrit(tmp_path, nom, contenu))


def _une(**valeurs: str) -> str:
    """Four communes, of which the second (line 3) has these cells."""
    lignes = dict.fromkeys(COMMUNES, PLEINE)
    lignes["33063"] = remplace(PLEINE, **valeurs)
    return filo(lignes)


def test_lost_leading_zeros(lu: Fabrique):
    faute = seule(lu("FILO2019_DISP_COM.csv", filo({"1001": PLEINE, "33063": PLEINE})), "zero_perdu")
    assert (faute.ligne, faute.colonne, faute.trouve) == (2, "CODGEO", "« 1001 »")
    assert "« 01001 »" in faute.attendu
    assert "tableur" in faute.remede


def test_every_lost_zero_is_counted_even_beyond_those_written_out(lu: Fabrique):
    refus = lu("f.csv", filo({str(1000 + n): PLEINE for n in range(1, 31)}))
    perdus = [f for f in refus.fautes if f.code == "zero_perdu"]
    assert len(perdus) == 21
    assert "10 autres lignes" in perdus[-1].trouve
    assert refus.detail["fautes_par_genre"] == {"zero_perdu": 30}


@pytest.mark.parametrize(("separateur", "nom"), [(",", "virgule"), ("\t", "tabulation"), ("|", "barre"), (":", "deux-points")])
def test_wrong_separator(lu: Fabrique, separateur: str, nom: str):
    faute = seule(lu("f.csv", filo(separateur=separateur)), "separateur")
    assert nom in faute.trouve
    assert "point-virgule" in faute.attendu
    assert faute.ligne == 1


def test_wrong_separator_below_a_right_header(lu: Fabrique):
    entete, *reste = filo().split("\r\n")
    refus = lu("f.csv", "\r\n".join([entete, *(ligne.replace(";", ",") for ligne in reste)]))
    assert refus.mesures is None
    assert refus.fautes


def test_two_years_in_a_single_year_layout(lu: Fabrique):
    lignes = filo().split("\r\n")
    double = [lignes[0] + ";Q216", *(ligne + ";20000" for ligne in lignes[1:])]
    faute = seule(lu("f.csv", "\r\n".join(double)), "deux_annees")
    assert faute.trouve == "2016 et 2019"
    assert faute.ligne == 1
    assert "un fichier par année" in faute.remede


def test_empty_files(lu: Fabrique):
    for contenu in (b"", b"\xef\xbb\xbf", b"\r\n \r\n", filo({})):
        assert seule(lu("f.csv", contenu), "fichier_vide").remede


def test_missing_file(tmp_path: Path):
    assert seule(charge(tmp_path / "absent.csv"), "fichier_illisible").fichier == "absent.csv"


def test_unknown_commune_for_the_vintage(lu: Fabrique):
    faute = seule(lu("f.csv", filo({"33063": PLEINE, "33999": PLEINE})), "code_inconnu")
    assert (faute.ligne, faute.colonne, faute.trouve) == (3, "CODGEO", "« 33999 »")
    assert "millésime géographique 2020" in faute.attendu


def test_a_commune_of_another_vintage_is_said_to_be_so(tmp_path: Path):
    """The content says 2025: a commune that merged before is unknown in it, whatever other vintages hold."""
    reference = referentiel.charge(settings.load().reference)
    disparue = min(reference.codes("commune", 2019) - reference.codes("commune", 2025))
    entete = ["Code région", "Code département", "Code commune", "Nom de la commune", "Population municipale", "Population totale"]
    titres = [["Limites territoriales en vigueur au 1er janvier 2025"], ["Date de référence statistique : 1er janvier 2023"]]
    lignes = [["75", "33", "063", "Bordeaux", 2, 2], ["00", disparue[:2], disparue[2:], "Disparue", 3, 3]]
    faute = seule(charge(classeur(tmp_path / "p.xlsx", {"Communes": [*titres, entete, *lignes]})), "code_inconnu")
    assert (faute.trouve, faute.ligne) == (f"« {disparue} »", 5)
    assert "du millésime géographique 2025 (ce code existe dans le millésime" in faute.attendu


def test_text_in_a_count(lu: Fabrique):
    faute = seule(lu("f.csv", _une(NBMEN="environ 700")), "texte_dans_nombre")
    assert (faute.ligne, faute.colonne, faute.trouve) == (3, "NBMEN19", "« environ 700 »")
    assert "entier" in faute.attendu


def test_decimal_count(lu: Fabrique):
    assert seule(lu("f.csv", _une(NBMEN="700,5")), "nombre_non_entier").ligne == 3


@pytest.mark.parametrize(("colonne", "ecrite"), [("NBMEN", "1,000"), ("NBMEN", "12.345"), ("NBPERS", "1,234,567")])
def test_thousands_set_apart_as_in_english_are_no_decimals(lu: Fabrique, colonne: str, ecrite: str):
    """« 1,000 » households would be read as one."""
    faute = seule(lu("f.csv", _une(**{colonne: ecrite})), "milliers")
    assert (faute.ligne, faute.colonne, faute.trouve) == (3, colonne + "19", f"« {ecrite} »")


def test_three_decimals_of_every_cell_are_thousands_of_euros_but_decimals_of_a_ratio(lu: Fabrique):
    partout = {code: remplace(PLEINE, Q2="21,500") for code in COMMUNES}
    assert seule(lu("f.csv", filo(partout)), "milliers").colonne == "Q219"
    assert lu("f.csv", filo({code: remplace(PLEINE, S80S20="4,200") for code in COMMUNES})).mesures is not None


def test_a_number_that_a_spreadsheet_rounded_is_refused_and_says_why(lu: Fabrique):
    faute = seule(lu("f.csv", _une(NBPERS="2,65E+05")), "nombre_arrondi")
    assert (faute.ligne, faute.colonne, faute.trouve) == (3, "NBPERS19", "« 2,65E+05 »")
    assert "tableur" in faute.attendu


def test_data_above_the_header_are_not_titles(lu: Fabrique):
    entete, premiere, *reste = filo().split("\r\n")
    faute = seule(lu("f.csv", "\r\n".join([premiere, entete, *reste])), "entete_deplace")
    assert faute.ligne == 1
    assert "ligne 2" in faute.trouve


def test_nor_are_they_when_another_separator_cuts_them(lu: Fabrique):
    entete, premiere, *reste = filo().split("\r\n")
    faute = seule(lu("f.csv", "\r\n".join([premiere.replace(";", "\t"), entete, *reste])), "entete_deplace")
    assert faute.ligne == 1


@pytest.mark.parametrize("code", ["01001,00", "1.001E+03", "01001 %", "01001 hab."])
def test_nor_are_they_when_their_code_is_written_as_a_number(lu: Fabrique, code: str):
    zrr = ("insee_code;libgeo;status", f"{code};L'Abergement-Clémenciat;NC", "87085;Limoges;PC")
    assert seule(lu("ZRR_20221109.csv", "\r\n".join([zrr[1], zrr[0], zrr[2]])), "entete_deplace").ligne == 1


def test_row_numbers_without_a_header_are_not_headers_that_slipped(tmp_path: Path):
    """A program writes them at the left of the codes; the last column, withheld everywhere, is empty."""
    entete, *lignes = filo({code: [*PLEINE[:-1], ""] for code in COMMUNES}).split("\r\n")
    accepte(ecrit(tmp_path, "FILO2019_DISP_COM.csv", "\r\n".join([f";{entete}", *(f"{n};{ligne}" for n, ligne in enumerate(lignes))])))


def test_a_decimal_cut_by_commas_is_not_hidden_by_empty_columns(lu: Fabrique):
    """Empty columns at the end take what overflows, and the number of fields is right."""
    entete = "Code géographique,Nom,Niveau géographique,Part des allocataires du RSA,,,"
    lignes = ("01001,L'Abergement-Clémenciat,Commune,s,,,", "33063,Bordeaux,Commune,12,3 %,,")
    assert seule(lu("precarite-2021.csv", "\n".join([entete, *lignes])), "nombre_de_champs").ligne == 3


def test_a_mark_of_encoding_twice_makes_no_title_of_a_row(lu: Fabrique):
    entete, premiere, *reste = _une().splitlines()
    faute = seule(lu("f.csv", "\ufeff\ufeff" + "\r\n".join([premiere, entete, *reste])), "entete_deplace")
    assert faute.ligne == 1


def test_a_file_cut_inside_quotes_is_refused(lu: Fabrique):
    """What is left of « 13,000 » would be thirteen."""
    *lignes, derniere = filo().rstrip().split("\r\n")
    coupee = derniere.rsplit(";", 1)[0] + ';"13'
    assert seule(lu("f.csv", "\r\n".join([*lignes, coupee])), "csv_illisible").ligne == len(lignes) + 1


@pytest.mark.parametrize("encodage", ["cp850", "mac-roman"])
def test_an_encoding_of_another_age_is_refused(lu: Fabrique, encodage: str):
    octets = filo(noms={"33063": "Collège de Bègles"}).encode(encodage)
    assert seule(lu("f.csv", octets), "encodage_inconnu").ligne == 3


def test_negative_count(lu: Fabrique):
    faute = seule(lu("f.csv", _une(NBPERS="-12")), "valeur_negative")
    assert (faute.ligne, faute.colonne, faute.trouve, faute.attendu) == (3, "NBPERS19", "« -12 »", "un nombre d'au moins 0")


def test_value_out_of_bounds(lu: Fabrique):
    assert seule(lu("f.csv", _une(GI="28")), "hors_bornes").colonne == "GI19"


def test_duplicate_key(lu: Fabrique):
    texte = filo() + "\r\n" + filo().split("\r\n")[2]
    faute = seule(lu("f.csv", texte), "cle_double")
    assert (faute.ligne, faute.colonne) == (6, "CODGEO")
    assert "33063" in faute.trouve
    assert "déjà en ligne 3" in faute.trouve


def test_duplicate_column(lu: Fabrique):
    lignes = filo().split("\r\n")
    assert (
        seule(lu("f.csv", "\r\n".join([lignes[0] + ";CODGEO", *(ligne + ";33063" for ligne in lignes[1:])])), "colonne_double").ligne == 1
    )


def test_line_cut_short(lu: Fabrique):
    faute = seule(lu("f.csv", filo()[:-40]), "nombre_de_champs")
    assert faute.ligne == 5
    assert "31 champs" in faute.attendu


def test_a_code_alone_on_its_line_is_not_a_withheld_commune(lu: Fabrique):
    assert seule(lu("f.csv", filo() + "\r\n33281"), "nombre_de_champs").ligne == 6


def test_missing_columns_name_the_nearest_layout(lu: Fabrique):
    lignes = [[c for rang, c in enumerate(ligne.split(";")) if rang not in (6, 8)] for ligne in filo().split("\r\n")]
    faute = seule(lu("f.csv", csv(lignes)), "disposition_inconnue")
    assert "« q2 »" in faute.trouve
    assert "FILO_DISP" in faute.attendu


def test_an_unknown_file_says_what_it_holds_and_where_to_look(lu: Fabrique):
    faute = seule(lu("f.csv", "alpha;bravo\n1;2\n"), "disposition_inconnue")
    assert faute.trouve == "aucun en-tête connu ; premières colonnes : « alpha », « bravo »"
    assert len(faute.attendu) < 100
    assert all(m in faute.remede for m in ("la commande « sources »", "« gabarit »", "« Sources locales »"))
    assert "point-virgule" not in faute.remede
    assert not any(commande in gestes.page(faute.code, faute.remede) for commande in ("commande", "« gabarit »"))


@pytest.mark.parametrize("texte", ["Durand;2\nMartin;3\n", "Réunion du 12 mars\npenser à la mairie\n", "a;b\nc;d\n", "x;3\n33063;2\n"])
def test_an_unknown_file_quotes_no_row_that_may_be_of_data(lu: Fabrique, texte: str):
    faute = seule(lu("notes.txt", texte), "disposition_inconnue")
    assert faute.trouve == "aucun en-tête connu, ni ligne qui ressemble à un en-tête"


def test_all_faults_of_a_file_are_told_at_once(lu: Fabrique):
    lignes = {"1001": PLEINE, "33063": remplace(PLEINE, NBMEN="x"), "2A004": remplace(PLEINE, NBPERS="-1"), "33999": PLEINE}
    refus = lu("f.csv", filo(lignes))
    assert {f.code for f in refus.fautes} == {"zero_perdu", "texte_dans_nombre", "valeur_negative", "code_inconnu"}
    assert refus.mesures is None


def test_a_fault_is_a_french_sentence_with_its_mend(lu: Fabrique):
    for faute in lu("f.csv", _une(NBMEN="x")).fautes:
        assert str(faute) == (
            "f.csv, ligne 3, colonne « NBMEN19 » : trouvé « x » ; attendu un nombre entier ou l'une des marques s, nd, ns, so. "
            "Corrigez cette cellule dans votre fichier ; s'il vient d'un producteur, "
            "téléchargez-le de nouveau sans l'ouvrir dans un tableur."
        )


# Encodings -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_change_nothing(tmp_path: Path, encodage: str, fin: str):
    mesures = accepte(ecrit(tmp_path, "f.csv", filo().replace("\r\n", fin) + fin, encodage))
    assert len(mesures) == 4 * 29
    assert valeur(mesures, "33063", "filo_uc") == 1100.5


@pytest.mark.parametrize("ecrite", ["1 100,5", "1\u00a0100,5", "1\u202f100,5", "1100.5", "1100,50"])
def test_french_and_english_numbers(lu: Fabrique, ecrite: str):
    mesures = lu("f.csv", _une(NBUC=ecrite)).mesures
    assert mesures is not None
    assert valeur(mesures, "33063", "filo_uc") == 1100.5


def test_wrong_encoding_of_a_mark_is_text_in_a_number(lu: Fabrique):
    assert seule(lu("f.csv", _une(NBUC="Ã©")), "texte_dans_nombre").ligne == 3


def test_text_cut_in_the_middle_of_a_character(lu: Fabrique):
    refus = lu("f.csv", filo().encode("utf-16")[:-1])
    assert seule(refus, "texte_dans_nombre").ligne == 5


# Personal data ---------------------------------------------------------------------------------------------------------------

INDIVIDUELS = (
    csv([["num_allocataire", "code_commune", "qf"], ["0123456A", "33063", 412], ["7654321B", "33063", 913]]),
    csv([["code_commune", "age_resp", "nb_enf_0_2", "ruc"], ["33063", 31, 1, 987], ["33063", 44, 0, 1203]]),
    csv([["commune", "cle"], *(["33063", f"{n:032x}"] for n in range(1, 5))]),
    csv([["commune", "identifiant"], *(["33063", f"1 85 07 33 063 {n:03d} 12"] for n in range(1, 5))]),
)


@pytest.mark.parametrize("texte", INDIVIDUELS)
def test_household_files_are_refused_without_quoting_any_cell(lu: Fabrique, texte: str):
    refus = lu("extraction.csv", texte)
    faute = seule(refus, "fichier_par_foyer")
    assert "RGPD" in faute.remede
    dit = repr(refus)
    assert not [c for ligne in texte.splitlines()[1:] for c in ligne.split(";") if len(c) > 3 and c in dit]


def test_household_sheet_in_a_workbook(tmp_path: Path):
    chemin = classeur(tmp_path / "x.xlsx", {"Synthèse": [["a"]], "Détail": [["NIR", "commune"], ["185", "33063"]]})
    assert seule(charge(chemin), "fichier_par_foyer")


@pytest.mark.parametrize(
    "octets", [b"%PDF-1.7\n", b"\x1f\x8b\x08rest", b"PK\x03\x04rest", b"\x00\x01\x02\x03" * 50, b"\xd0\xcf\x11\xe0" * 200]
)
def test_other_formats(lu: Fabrique, octets: bytes):
    refus = lu("f.csv", octets)
    assert refus.mesures is None
    assert {f.code for f in refus.fautes} <= {"format_inconnu", "classeur_illisible", "archive_illisible"}


@pytest.mark.parametrize("texte", ["[", '{"a": [1, 2', "[" * 100_000, '{"a":' * 700 + "1" + "}" * 700, '[{"annee": 2023}, 3]', "null"])
def test_broken_json(lu: Fabrique, texte: str):
    refus = lu("f.json", texte)
    assert refus.mesures is None
    assert refus.fautes


# Anything at all -----------------------------------------------------------------------------------------------------------------

SAIN = filo().encode("utf-8-sig")
ETRANGES = st.sampled_from(
    [b"", b";", b",", b"\n", b'"', b"\x00", b"\xff", b"-1", b"x", b"1e999", b"nan", b"inf", "\u2028é".encode(), b"9" * 400]
)
retouches = st.lists(st.tuples(st.integers(0, len(SAIN)), st.integers(0, 60), ETRANGES), min_size=1, max_size=6)
CALME = reglages(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _abime(octets: bytes, coups: list[tuple[int, int, bytes]]) -> bytes:
    for debut, longueur, par in coups:
        octets = octets[:debut] + par + octets[debut + longueur :]
    return octets


def _entier_ou_refuse(lu: Chargement) -> None:
    """Never half: mesures without a fault, or faults without anything of the file."""
    assert (lu.mesures is None) == bool(lu.fautes)
    for faute in lu.fautes:
        assert faute.trouve
        assert faute.attendu
        assert faute.remede
        assert "\n" not in str(faute)


@CALME
@given(coups=retouches)
def test_random_damage_never_crashes_and_never_leaves_half_a_file(tmp_path: Path, coups: list[tuple[int, int, bytes]]):
    _entier_ou_refuse(charge(ecrit(tmp_path, "f.csv", _abime(SAIN, coups))))


@CALME
@given(octets=st.binary(max_size=300))
def test_random_bytes_are_refused(tmp_path: Path, octets: bytes):
    refus = charge(ecrit(tmp_path, "f.csv", octets))
    assert refus.mesures is None
    _entier_ou_refuse(refus)


@reglages(CALME, max_examples=15)
@given(coups=st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 40), st.binary(max_size=20)), min_size=1, max_size=3))
def test_random_damage_to_a_workbook(tmp_path: Path, coups: list[tuple[int, int, bytes]]):
    sain = classeur(tmp_path / "sain.xlsx", {"FILO": [ligne.split(";") for ligne in filo().split("\r\n")]}).read_bytes()
    _entier_ou_refuse(charge(ecrit(tmp_path, "f.xlsx", _abime(sain, coups))))


CLES = st.sampled_from(["annee", "numcom", "txcouv_com", "numdep", "txcouv_dep", "records", "fields", ""])
SCALAIRES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["33063", "2023", "33"])
JSON = st.recursive(SCALAIRES, lambda x: st.lists(x, max_size=4) | st.dictionaries(CLES, x, max_size=5), max_leaves=25)


@CALME
@given(contenu=JSON)
def test_any_json_is_read_or_refused(tmp_path: Path, contenu: object):
    _entier_ou_refuse(charge(ecrit(tmp_path, "f.json", json.dumps(contenu), "utf-8")))


INTERDITS = str.maketrans(dict.fromkeys(';\n\r"\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x00', ""))
COLONNES = [c.replace("{aa}", "") for c in FILO[2:]]


@CALME
@given(cellules=st.dictionaries(st.sampled_from(COLONNES), st.text(max_size=12), min_size=1, max_size=4))
def test_any_cell_is_a_number_a_mark_or_a_fault(tmp_path: Path, cellules: dict[str, str]):
    propres = {nom: texte.translate(INTERDITS) for nom, texte in cellules.items()}
    _entier_ou_refuse(charge(ecrit(tmp_path, "f.csv", filo({"33063": remplace(PLEINE, **propres)}), "utf-8")))


def test_two_encodings_in_one_file_are_refused_rather_than_misread(lu: Fabrique):
    texte = filo({**dict.fromkeys(COMMUNES, PLEINE)}).encode()
    faute = seule(lu("f.csv", texte + "é\n".encode() + "é\n".encode("latin-1")), "encodages_meles")
    assert faute.ligne == texte.count(b"\n") + 2


def test_one_endless_line_is_refused_at_once(lu: Fabrique):
    assert "une ligne de plus de 1 Mo" in seule(lu("f.csv", b"a;b" * 1_000_000), "csv_illisible").trouve


def test_a_bomb_says_what_is_wrong_with_it(lu: Fabrique, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
    faute = seule(charge(tmp_path / "b.xlsx"), "classeur_dangereux")
    assert re.search(r"comprimée \d+ fois", faute.trouve)
    assert faute.attendu == "une compression d'au plus 200 fois"


@pytest.mark.skipif(os.name == "nt", reason="ni tube ni octets libres dans un nom sous Windows")
def test_a_pipe_and_a_folder_are_refused_without_being_read(tmp_path: Path):
    os.mkfifo(tmp_path / "tube")
    assert "un tube" in seule(charge(tmp_path / "tube"), "fichier_illisible").trouve
    assert "un dossier" in seule(charge(tmp_path), "fichier_illisible").trouve


@pytest.mark.skipif(os.name == "nt", reason="ni tube ni octets libres dans un nom sous Windows")
def test_a_name_that_is_no_text_is_shown_all_the_same(tmp_path: Path):
    nom = os.fsencode(tmp_path) + b"/a\xff\x1b.csv"
    Path(os.fsdecode(nom)).write_bytes(b"x")
    charge(os.fsdecode(nom)).fichier.encode("utf-8")
    assert charge(os.fsdecode(nom)).fichier == "a\ufffd\ufffd.csv"


def test_a_number_that_no_figure_reaches_is_a_fault(lu: Fabrique):
    faute = seule(lu("FILO2019_DISP_COM.csv", _une(NBPERS="1e300")), "hors_bornes")
    assert "mille milliards" in faute.attendu
