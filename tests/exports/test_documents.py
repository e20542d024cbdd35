"""Documents of a CTG read back by other readers than their writers: same words everywhere, fiction said, nothing runs."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from docx import Document as Lu

from ctg_data import storage
from ctg_data.conventions import chemins
from ctg_data.diagnostic.figures import Tableau
from ctg_data.exports import classeur, document, docx
from ctg_data.parcours.chemin import Chemin
from ctg_data.parcours.suivi import Comptage, IndicateurLie, Marqueur, Objet
from ctg_data.views import annexes, registres
from ctg_data.views.document import Dessin, Document, Liste, Paragraphe, Titre
from tests.parcours import carnet as k

JOUR = date(2026, 11, 26)
MECHANT = '<script>alert("x")</script>'
FORMULE = '=HYPERLINK("http://exemple","x")'
DOC = Document(
    "essai",
    f"Titre {MECHANT}",
    "Sous-titre",
    (
        Titre("Première partie"),
        Paragraphe(MECHANT),
        Liste(("un", FORMULE)),
        Tableau("Plan : a/b", ("Action", "Coût (€)"), ((FORMULE, "1\u202f250"), ("Deux\nlignes", "-3,5"), ("Trois", "n.d.")), (1,)),
        Tableau("Plan : a/b", ("Action",), (("encore",),)),
        Dessin('<svg role="img"></svg>', "un dessin"),
    ),
    bandeau="CTG de démonstration, fictive.",
    pied="Édité le 26 novembre 2026",
)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory):
    c = k.actif(k.carnet(tmp_path_factory.mktemp("ctg")))
    yield c.livre.dossier
    storage.ferme()


def test_a_page_escapes_what_people_wrote_and_says_fiction():
    page = document.document(DOC).decode()
    assert MECHANT not in page
    assert "&lt;script&gt;" in page
    assert '<p class="bandeau">CTG de démonstration, fictive.</p>' in page
    assert '<svg role="img"></svg>' in page
    assert not re.search(r"<script|https?://(?!exemple)", page)


def test_a_text_to_amend_has_real_headings_and_repeats_its_mention_on_each_page():
    lu = Lu(io.BytesIO(docx.document(DOC, datetime(2026, 11, 26))))
    assert [p.text for p in lu.paragraphs if p.style.name == "Heading 1"] == ["Première partie"]
    assert [p.text for p in lu.paragraphs if p.style.name == "List Bullet"] == ["un", FORMULE]
    assert [c.text for c in lu.tables[0].rows[1].cells] == [FORMULE, "1\u202f250"]
    assert lu.sections[0].header.paragraphs[0].text == DOC.bandeau
    assert lu.core_properties.author == ""


def test_the_same_document_gives_the_same_bytes_but_for_its_date():
    un, deux = (docx.document(DOC, datetime(2026, 11, 26)) for _ in range(2))
    contenus = [{n: z.read(n) for n in z.namelist()} for z in map(zipfile.ZipFile, map(io.BytesIO, (un, deux)))]
    assert contenus[0] == contenus[1]


def test_a_text_holds_no_character_that_xml_refuses():
    lu = Lu(io.BytesIO(docx.document(replace(DOC, titre="a\x0bb\ufffe"))))
    assert lu.paragraphs[0].text == "ab"


def test_a_workbook_keeps_texts_as_texts_and_numbers_as_numbers():
    lu = openpyxl.load_workbook(io.BytesIO(classeur.document(DOC)))
    assert lu.sheetnames == ["À propos", "Plan   a b", "Plan   a b 2"]
    feuille = lu.worksheets[1]
    assert feuille["A1"].value == DOC.bandeau
    assert (feuille["A3"].value, feuille["A3"].data_type) == (FORMULE, "s")
    assert [feuille.cell(r, 2).value for r in (3, 4, 5)] == [1250, -3.5, "n.d."]


def test_annexes_hold_the_four_parts_and_what_was_decided(dossier):
    d = annexes.convention(dossier, "CC d’essai", None, JOUR)
    parties = [b.texte for b in d.blocs if isinstance(b, Titre) and b.niveau == 1]
    assert [p[:2] for p in parties if p[0].isdigit()] == ["1.", "2.", "3.", "4."]
    phrases = [p for b in d.blocs if isinstance(b, Liste) for p in b.phrases]
    assert any("Les assistantes maternelles se rencontrent" in p and "Hypothèse (à tester)" in p for p in phrases)
    assert d.bandeau == ""
    assert annexes.convention(replace(dossier, ctg=replace(dossier.ctg, fictive=True)), "CC", None, JOUR).bandeau


def test_a_path_leaves_with_its_drawing_and_its_words(dossier):
    d = annexes.chemin(dossier, next(iter(dossier.de(Chemin))), "CC d’essai", ("<svg></svg>",), "Une action, une étape.", JOUR)
    assert isinstance(d.blocs[0], Dessin)
    haut = '<svg viewBox="0 0 1000 600"></svg>'
    d_haut = annexes.chemin(dossier, next(iter(dossier.de(Chemin))), "CC d’essai", (haut, haut), "Une action, une étape.", JOUR)
    assert [type(b) for b in d_haut.blocs[:4]] == [Titre, Liste, Dessin, Dessin]  # a sheet each, none pushed away by the head
    assert [b.resume for b in d_haut.blocs[2:4]] == ["", "Une action, une étape."]
    assert [t.titre for t in d.tableaux] == ["Hypothèses", "Marqueurs"]


def test_the_follow_up_is_every_register_with_a_row(dossier, tmp_path: Path):
    d = annexes.suivi(dossier, "CC d’essai", JOUR)
    assert {"Changements durables", "Étapes", "Flèches", "Hypothèses", "Marqueurs", "Organisations"} <= {t.titre for t in d.tableaux}
    for t in d.tableaux:
        assert {len(ligne) for ligne in t.lignes} == {len(t.colonnes)}
    (tmp_path / "suivi.xlsx").write_bytes(classeur.document(d))
    assert openpyxl.load_workbook(tmp_path / "suivi.xlsx").sheetnames[0] == "À propos"


def test_days_can_be_sorted_in_a_workbook():
    d = replace(DOC, blocs=(Tableau("Dates", ("Échéance",), (("1er\u00a0mars\u00a02027",), ("27\u00a0mai",), ("",))),))
    feuille = openpyxl.load_workbook(io.BytesIO(classeur.document(d))).worksheets[1]
    assert [feuille.cell(r, 1).value for r in (3, 4, 5)] == [datetime(2027, 3, 1), "27\u00a0mai", ""]


def test_what_is_counted_and_what_is_linked_are_told_by_their_names(dossier):
    lies = IndicateurLie("ctg", Objet.HYPOTHESE, "ailleurs", "part_am_55_plus", t0_edition="7cc46ea322d3568f")
    cellules = registres.REGISTRES[IndicateurLie].cellules(dossier, "i", lies)
    assert cellules[0] == "Part des assistants maternels de 55 ans et plus (%)"
    assert "7cc46ea3" in cellules
    compte = registres.REGISTRES[Comptage].cellules(dossier, "c", Comptage("ctg", "reunions", 23, 14))
    assert compte[0] == "Réunions de pilotage et techniques, par an"


def test_annexes_leave_out_what_an_older_version_of_a_path_bears(tmp_path: Path):
    c = k.actif(k.carnet(tmp_path))
    c.fait(lambda e: chemins.revise(e, c.un(Chemin)))
    assert len(c.livre.dossier.de(Marqueur)) == 3  # that of the change, and that of the hypothesis, twice
    d = annexes.convention(c.livre.dossier, "CC d’essai", None, JOUR)
    assert len(next(t for t in d.tableaux if t.titre == "Marqueurs").lignes) == 2
    storage.ferme()


def test_a_long_name_leaves_as_a_text_to_amend(dossier):
    """The properties of a DOCX hold 255 characters: a convention of 200, its territory and its dates are more."""
    longue = replace(dossier, ctg=replace(dossier.ctg, nom="C" * 200))
    d = annexes.convention(longue, "Communauté de communes " * 4, None, JOUR)
    assert len(Lu(io.BytesIO(docx.document(d))).core_properties.subject) == 255


def test_an_arrow_is_told_as_what_is_expected_never_as_what_was_found(dossier):
    """No evidence stands behind a drawing: « contribue à » is said from level 3 on only (domain.md §7.3)."""
    dit = " ".join(annexes.trajets(dossier, next(iter(dossier.de(Chemin)))))
    assert "devrait mener à" in dit
    assert not re.search(r"contribue à|mène à|a permis|a causé", dit)
