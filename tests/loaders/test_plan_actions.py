"""A plan d'actions as a workbook: its template, every action read back, every fault at once, no formula ever written."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ctg_data.loaders import plan_actions
from ctg_data.loaders.plan_actions import PlanLu
from ctg_data.loaders.plan_actions_gabarit import FEUILLE_LISTES, FEUILLE_MODE_EMPLOI, gabarit
from ctg_data.loaders.plan_actions_schema import COLONNES, ETATS, FEUILLE, LIGNES_MAX, LignePlan
from ctg_data.wording.fr import THEMES

TITRES = [c.titre for c in COLONNES]
PLEINE = LignePlan(
    "Relais petite enfance",
    "PE",
    "engagee",
    "Coordinatrice",
    "Conseillère technique",
    "Service enfance",
    date(2025, 9, 1),
    date(2027, 6, 30),
    12_000,
    "COF 2025-2028",
    40,
    "",
    "Deux jours par semaine.\nÀ Ambazac.",
)


def ecrit(dossier: Path, *rangees: list, titres: list[str] = TITRES, octets: bytes | None = None) -> Path:
    """The template filled by hand with these rows."""
    fichier = dossier / "plan.xlsx"
    livre = openpyxl.load_workbook(io.BytesIO(octets or gabarit()))
    feuille = livre[FEUILLE]
    for rang, rangee in enumerate([titres, *rangees], start=1):
        for place, valeur in enumerate(rangee, start=1):
            feuille.cell(rang, place).value = valeur
    livre.save(fichier)
    return fichier


def lit(dossier: Path, *rangees: list, **options) -> PlanLu:
    return plan_actions.lit(ecrit(dossier, *rangees, **options))


def rangee(**champs: object) -> list:
    """A row of the plan, by field; an action named « Relais » unless told."""
    valeurs = {"libelle": "Relais", **champs}
    return [valeurs.get(c.champ) for c in COLONNES]


def codes(lu: PlanLu) -> list[tuple[str, int | None, str]]:
    return [(f.code, f.ligne, f.colonne) for f in lu.fautes]


def test_the_template_has_directions_the_plan_and_its_lists():
    livre = openpyxl.load_workbook(io.BytesIO(gabarit()))
    assert livre.sheetnames == [FEUILLE_MODE_EMPLOI, FEUILLE, FEUILLE_LISTES]
    assert [c.value for c in livre[FEUILLE][1]] == TITRES
    dites = [r[0].value for r in livre[FEUILLE_MODE_EMPLOI].iter_rows()]
    assert set(TITRES) <= {(t or "").replace("\u00a0", " ") for t in dites}
    listes = list(livre[FEUILLE_LISTES].iter_rows(min_row=2, values_only=True))
    assert [t for t, _ in listes if t] == list(THEMES.values())
    assert [e for _, e in listes if e] == list(ETATS.values())


def test_the_plan_lets_only_what_can_be_read_be_typed():
    regles = openpyxl.load_workbook(io.BytesIO(gabarit()))[FEUILLE].data_validations.dataValidation
    genres = {str(r.sqref): r.type for r in regles}
    attendus = {"B": "list", "F": "date", "G": "date", "H": "decimal", "J": "list", "K": "decimal"}
    assert genres == {f"{lettre}2:{lettre}1001": genre for lettre, genre in attendus.items()}


def test_an_empty_template_is_no_plan(tmp_path):
    assert codes(lit(tmp_path)) == [("plan_vide", None, "")]


def test_a_plan_written_is_read_back_the_same(tmp_path):
    fichier = tmp_path / "plan.xlsx"
    fichier.write_bytes(gabarit([PLEINE, LignePlan("Divers")]))
    lu = plan_actions.lit(fichier)
    assert lu.fautes == ()
    assert lu.lignes == (LignePlan(**{**vars(PLEINE), "ligne": 2}), LignePlan("Divers", ligne=3))


@pytest.mark.parametrize("texte", ['=HYPERLINK("http://a")', "+33", "-1", "@SOMME(A1)", "=1+1", "'=2"])
def test_no_text_is_written_as_a_formula_and_it_reads_back_as_it_was(tmp_path, texte):
    fichier = tmp_path / "plan.xlsx"
    fichier.write_bytes(gabarit([LignePlan(texte, "PE", cof=texte)]))
    cellules = [c for r in openpyxl.load_workbook(fichier)[FEUILLE].iter_rows(min_row=2, max_row=2) for c in r if c.value is not None]
    assert {c.data_type for c in cellules} == {"s"}
    assert cellules[0].number_format == "@"
    with zipfile.ZipFile(fichier) as archive:
        assert not any(b"<f>" in archive.read(nom) for nom in archive.namelist())
    assert [(li.libelle, li.cof) for li in plan_actions.lit(fichier).lignes] == [(texte, texte)]


def test_what_people_type_is_read_whatever_its_form(tmp_path):
    lu = lit(
        tmp_path,
        rangee(
            theme="petite enfance", debut="1/9/2025", cout="12 000,50 €", avancement="40 %", etat="Engagée", pilote="  Une \n fonction "
        ),
        rangee(libelle="Autre", theme="JE", debut=date(2025, 9, 1), cout=800, avancement=40, etat="REALISEE"),
        [None],
        rangee(libelle="Troisième", fin="30.06.2027"),
    )
    assert lu.fautes == ()
    un, deux, trois = lu.lignes
    assert (un.theme, un.debut, un.cout, un.avancement, un.etat, un.pilote) == (
        "PE",
        date(2025, 9, 1),
        12_001,
        40,
        "engagee",
        "Une fonction",
    )
    assert (deux.theme, deux.debut, deux.cout, deux.avancement, deux.etat) == ("JE", date(2025, 9, 1), 800, 40, "realisee")
    assert (trois.ligne, trois.fin, trois.etat, trois.avancement) == (5, date(2027, 6, 30), "", None)


def test_a_column_shown_in_percent_is_known_as_a_whole(tmp_path):
    lu = lit(tmp_path, rangee(avancement=0.25), rangee(libelle="Autre", avancement=1))
    assert [li.avancement for li in lu.lignes] == [25, 100]
    lu = lit(tmp_path, rangee(avancement=1), rangee(libelle="Autre", avancement=40))
    assert [li.avancement for li in lu.lignes] == [1, 40]
    assert [li.avancement for li in lit(tmp_path, rangee(avancement=0.6), rangee(libelle="Autre", avancement=40)).lignes] == [1, 40]


def test_other_headings_and_another_order_are_understood_and_unknown_columns_told(tmp_path):
    fichier = tmp_path / "plan.csv"
    fichier.write_text("Plan 2025;;;\nStatut;Intitulé;Porteur;Météo\nretenue;Relais;Coordo;soleil\n", encoding="utf-8")
    lu = plan_actions.lit(fichier)
    assert lu.lignes == (LignePlan("Relais", etat="retenue", pilote="Coordo", ligne=3),)
    assert lu.remarques == ("La colonne « Météo » n’est pas reconnue : elle est laissée de côté.",)


def test_every_fault_is_told_at_once_with_its_cell_and_nothing_is_kept(tmp_path):
    lu = lit(
        tmp_path,
        rangee(theme="Piscine", etat="en panne", debut="32/01/2025", cout="beaucoup", avancement=140),
        rangee(libelle=None, theme="PE"),
        rangee(libelle="Bonne", theme="PE"),
        rangee(libelle="bonne ", theme="Petite enfance"),
        rangee(libelle="Inversée", debut="01/02/2026", fin="01/01/2026"),
        rangee(libelle="x" * 201, cout=-1),
    )
    assert lu.lignes == ()
    assert codes(lu) == [
        ("theme_inconnu", 2, "Thème"),
        ("date_invalide", 2, "Début"),
        ("montant_invalide", 2, "Budget (€)"),
        ("etat_inconnu", 2, "État"),
        ("avancement_invalide", 2, "Avancement (%)"),
        ("action_sans_nom", 3, "Action"),
        ("action_en_double", 5, "Action"),
        ("dates_inversees", 6, "Fin"),
        ("texte_trop_long", 7, "Action"),
        ("montant_invalide", 7, "Budget (€)"),
    ]
    assert all(f.feuille == FEUILLE and f.attendu and f.remede for f in lu.fautes)


@pytest.mark.parametrize("annee", [1989, 2100])
def test_a_date_out_of_the_plausible_is_a_slip(tmp_path, annee):
    assert codes(lit(tmp_path, rangee(debut=date(annee, 1, 1)))) == [("date_invalide", 2, "Début")]


def test_a_sheet_without_our_headings_is_refused_its_directions_too(tmp_path):
    assert codes(lit(tmp_path, rangee(), titres=["A"] * len(TITRES))) == [("colonne_absente", None, "")]


def test_a_column_twice_is_a_fault(tmp_path):
    assert codes(lit(tmp_path, [*rangee(), "Autre"], titres=[*TITRES, "Libellé"])) == [("colonne_en_double", 1, "Libellé")]


def test_too_many_lines_are_refused_once(tmp_path):
    fichier = tmp_path / "plan.csv"
    lignes = "\n".join(f"Action {n};PE" for n in range(LIGNES_MAX + 1))
    fichier.write_text(f"Action;Thème\n{lignes}\n", encoding="utf-8")
    assert codes(plan_actions.lit(fichier)) == [("trop_de_lignes", None, "")]


def test_a_workbook_that_would_exhaust_the_machine_is_refused_before_it_is_opened(tmp_path):
    """A part of 300 MB of zeros, in a few hundred kilobytes."""
    fichier = tmp_path / "plan.xlsx"
    fichier.write_bytes(gabarit([PLEINE]))
    with zipfile.ZipFile(fichier, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/vide.bin", bytes(300 * 2**20))
    assert [f.code for f in plan_actions.lit(fichier).fautes] == ["classeur_dangereux"]


def test_what_is_no_workbook_is_told_as_such(tmp_path):
    fichier = tmp_path / "plan.xlsx"
    fichier.write_bytes(b"%PDF-1.7 ...")
    assert [f.code for f in plan_actions.lit(fichier).fautes] == ["format_inconnu"]


def test_invisible_marks_are_taken_away(tmp_path):
    assert lit(tmp_path, rangee(libelle="Re\u202elais\u200f")).lignes[0].libelle == "Relais"


def test_two_names_that_look_the_same_are_one_action(tmp_path):
    lu = lit(tmp_path, rangee(), rangee(libelle="Re\u200blais\ufeff"))
    assert codes(lu) == [("action_en_double", 3, "Action")]
