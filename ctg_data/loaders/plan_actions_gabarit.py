"""The plan d'actions as a workbook to fill: directions, the plan with its drop-down lists, the lists themselves."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ctg_data.loaders.plan_actions_schema import COLONNES, COUT_MAX, DERNIERE, ETATS, FEUILLE, PREMIERE, ColonnePlan, LignePlan
from ctg_data.wording.fr import THEMES
from ctg_data.wording.typographie import insecables

FEUILLE_MODE_EMPLOI, FEUILLE_LISTES = "Mode d’emploi", "Listes"
LIGNES_LIBRES = 1_000
"""Rows that carry the drop-down lists."""
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CONSIGNES = (
    "Une ligne par action. Seule la colonne « Action » est obligatoire.",
    "Une action déjà suivie est reconnue à son nom et à son thème : ses cellules remplies la mettent à jour.",
    "Une cellule vide ne change rien. Pour vider un champ, ouvrez l’action dans l’application.",
    "Rien n’est supprimé par un import : une action absente du fichier reste au plan.",
    "N’écrivez aucun nom de personne : une fonction suffit.",
    "Avant d’écrire, la page montre ce que l’import créerait et changerait, et toutes les fautes du fichier à la fois.",
)
_LARGEURS = {"ligne": 30, "paragraphe": 44, "theme": 22, "etat": 13, "date": 12, "montant": 12, "part": 12}
_FORMES = {"date": "dd/mm/yyyy", "montant": "0", "part": "0"}
"""Texts keep the format of a text: a spreadsheet never runs as a formula what is typed in them again."""


def gabarit(lignes: Iterable[LignePlan] = ()) -> bytes:
    """The workbook, empty or with the actions already followed: filled in again, it updates them."""
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, OPTIONS) as classeur:
        gras = classeur.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _mode_emploi(classeur, gras)
        _plan(classeur, gras, list(lignes))
        _listes(classeur, gras)
    return tampon.getvalue()


def _mode_emploi(classeur: Workbook, gras: Format) -> None:
    feuille = classeur.add_worksheet(FEUILLE_MODE_EMPLOI)
    feuille.write_string(0, 0, insecables(f"Comment remplir la feuille « {FEUILLE} »"), gras)
    for rang, phrase in enumerate(CONSIGNES, start=1):
        feuille.write_string(rang, 0, insecables(phrase))
    debut = len(CONSIGNES) + 2
    _rangee(feuille, debut, ("Colonne", "Quoi écrire", "Exemple"), gras)
    for rang, colonne in enumerate(COLONNES, start=debut + 1):
        _rangee(feuille, rang, tuple(map(insecables, (colonne.titre, colonne.consigne, colonne.exemple))))
    for place, largeur in enumerate((26, 95, 36)):
        feuille.set_column(place, place, largeur)


def _plan(classeur: Workbook, gras: Format, lignes: Sequence[LignePlan]) -> None:
    feuille = classeur.add_worksheet(FEUILLE)
    formes = {n: classeur.add_format({"num_format": _FORMES.get(n, "@"), "valign": "top", "text_wrap": True}) for n in _LARGEURS}
    _rangee(feuille, 0, [c.titre for c in COLONNES], gras)
    for place, colonne in enumerate(COLONNES):
        feuille.set_column(place, place, _LARGEURS[colonne.nature], formes[colonne.nature])
        for rang, ligne in enumerate(lignes, start=1):
            _cellule(feuille, rang, place, getattr(ligne, colonne.champ), colonne, forme=formes[colonne.nature])
        if regle := _regle(colonne):
            feuille.data_validation(1, place, max(LIGNES_LIBRES, len(lignes)), place, regle)
    feuille.freeze_panes(1, 1)


def _cellule(feuille: Worksheet, rang: int, place: int, valeur: object, colonne: ColonnePlan, *, forme: Format) -> None:
    """A text is always written as a text: what begins like a formula stays what it says."""
    if valeur in (None, ""):
        return
    if isinstance(valeur, date):
        feuille.write_datetime(rang, place, valeur, forme)
    elif isinstance(valeur, int):
        feuille.write_number(rang, place, valeur, forme)
    else:
        mots = {"theme": THEMES, "etat": ETATS}.get(colonne.nature, {})
        feuille.write_string(rang, place, mots.get(str(valeur), str(valeur)), forme)


def _regle(colonne: ColonnePlan) -> dict[str, object] | None:
    """What a spreadsheet lets be typed, with the reason when it refuses."""
    refus = {"error_title": colonne.titre, "error_message": insecables(colonne.consigne)[:255]}
    liste = {"theme": ("A", len(THEMES)), "etat": ("B", len(ETATS))}.get(colonne.nature)
    if liste:
        lettre, nombre = liste
        return {"validate": "list", "source": f"={FEUILLE_LISTES}!${lettre}$2:${lettre}${nombre + 1}", **refus}
    if colonne.nature == "date":
        return {"validate": "date", "criteria": "between", "minimum": PREMIERE, "maximum": DERNIERE, **refus}
    if colonne.nature in ("montant", "part"):
        maximum = COUT_MAX if colonne.nature == "montant" else 100
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": maximum, **refus}
    return None


def _listes(classeur: Workbook, gras: Format) -> None:
    feuille = classeur.add_worksheet(FEUILLE_LISTES)
    for place, (titre, mots) in enumerate((("Thèmes", THEMES), ("États", ETATS))):
        feuille.write_string(0, place, titre, gras)
        for rang, mot in enumerate(mots.values(), start=1):
            feuille.write_string(rang, place, mot)
        feuille.set_column(place, place, 30)


def _rangee(feuille: Worksheet, rang: int, textes: Sequence[str], forme: Format | None = None) -> None:
    for place, texte in enumerate(textes):
        feuille.write_string(rang, place, texte, forme)
