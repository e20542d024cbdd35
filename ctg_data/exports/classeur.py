"""The tables of a document as a workbook (XLSX): one sheet each, numbers as numbers, days as days, texts never as formulas."""

import io
import re
from collections.abc import Iterable

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ctg_data.diagnostic.figures import Tableau
from ctg_data.views.document import Document
from ctg_data.wording import nombres

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOM_MAX, LARGEUR_MAX = 31, 60
A_PROPOS = "À propos"
_INTERDITS = re.compile(r"[\[\]:*?/\\]")
_NOMBRE = re.compile(r"-?\d{1,15}(,\d+)?")
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def document(d: Document) -> bytes:
    """The whole file: what it is first, then a sheet for each table that has rows."""
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, OPTIONS) as classeur:
        gras = classeur.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        corps = classeur.add_format({"text_wrap": True, "valign": "top"})
        jour = classeur.add_format({"valign": "top", "align": "left", "num_format": "dd/mm/yyyy"})
        classeur.set_properties({"title": d.titre, "subject": d.sous_titre, "comments": d.bandeau})
        apropos = classeur.add_worksheet(A_PROPOS)
        apropos.set_column(0, 0, LARGEUR_MAX * 2, corps)
        for rang, texte in enumerate(t for t in (d.bandeau, d.titre, d.sous_titre, d.pied) if t):
            apropos.write_string(rang, 0, texte)
        noms = {A_PROPOS.casefold()}
        for tableau in d.tableaux:
            feuille = classeur.add_worksheet(_nom(tableau.titre, noms))
            _remplit(feuille, tableau, (gras, corps, jour), d.bandeau)
    return tampon.getvalue()


def _nom(titre: str, pris: set[str]) -> str:
    """A name that a sheet may bear, and that no other bears."""
    base = _INTERDITS.sub(" ", titre).strip().strip("'")[:NOM_MAX] or "Tableau"
    nom, rang = base, 2
    while nom.casefold() in pris:
        suite = f" {rang}"
        nom, rang = base[: NOM_MAX - len(suite)] + suite, rang + 1
    pris.add(nom.casefold())
    return nom


def _remplit(feuille: Worksheet, t: Tableau, formats: tuple[Format, Format, Format], bandeau: str) -> None:
    """The mention of fiction stands on each sheet, above the headings: a sheet may be copied alone."""
    gras, corps, jour = formats
    debut = 1 if bandeau else 0
    if bandeau:
        feuille.write_string(0, 0, bandeau)
    for colonne, titre in enumerate(t.colonnes):
        feuille.write_string(debut, colonne, titre, gras)
        feuille.set_column(colonne, colonne, _largeur([titre, *(ligne[colonne] for ligne in t.lignes)]))
    for rang, ligne in enumerate(t.lignes, debut + 1):
        for colonne, texte in enumerate(ligne):
            if colonne in t.numeriques and (nombre := _nombre(texte)) is not None:
                feuille.write_number(rang, colonne, nombre, corps)
            elif date_ := nombres.lit_jour(texte):
                feuille.write_datetime(rang, colonne, date_, jour)
            else:
                feuille.write_string(rang, colonne, texte, corps)
    feuille.freeze_panes(debut + 1, 1)
    if t.lignes:
        feuille.autofilter(debut, 0, debut + len(t.lignes), len(t.colonnes) - 1)


def _largeur(textes: Iterable[str]) -> int:
    return min(LARGEUR_MAX, max((max(map(len, t.split("\n"))) for t in textes), default=0) + 2)


def _nombre(texte: str) -> float | None:
    """The number that a cell holds and nothing else (spaces of thousands apart), None for any other text."""
    nu = texte.replace("\u202f", "").replace("\u00a0", "").replace("\u2212", "-")
    return float(nu.replace(",", ".")) if _NOMBRE.fullmatch(nu) else None
