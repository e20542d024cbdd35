"""A document as a text to amend (DOCX): real headings, lists and tables, the mention of fiction in the header of every page."""

import io
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from docx import Document as Fichier
from docx.document import Document as Ecrit
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ctg_data.diagnostic.figures import Tableau
from ctg_data.views.document import Bloc, Dessin, Document, Liste, Paragraphe, Titre

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENCRE, ACCENT = RGBColor(0x16, 0x16, 0x16), RGBColor(0x0B, 0x6E, 0x6E)
POLICE, CORPS, PETIT = "Arial", Pt(10), Pt(8)
MARGE = Cm(2)
PROPRIETE_MAX = 255
"""Characters of a property, which the format bounds."""
_INTERDITS = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML does not hold."""


def document(d: Document, instant: datetime | None = None) -> bytes:
    """The whole file.  ``instant``: its date of creation, now by default."""
    ecrit = Fichier()
    _met_en_page(ecrit, d, instant or datetime.now(UTC))
    ecrit.add_heading(propre(d.titre), level=0)
    ecrit.add_paragraph(propre(d.sous_titre))
    for bloc in d.blocs:
        _ECRIT[type(bloc)](ecrit, bloc)
    tampon = io.BytesIO()
    ecrit.save(tampon)
    return tampon.getvalue()


def propre(texte: str) -> str:
    return _INTERDITS.sub("", texte)


def _met_en_page(ecrit: Ecrit, d: Document, instant: datetime) -> None:
    section = ecrit.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGE
    _style(ecrit)
    if d.bandeau:
        tete = section.header.paragraphs[0]
        tete.text, tete.alignment = propre(d.bandeau), WD_ALIGN_PARAGRAPH.CENTER
        tete.runs[0].bold = True
    section.footer.paragraphs[0].text = propre(d.pied)
    proprietes = ecrit.core_properties
    proprietes.title, proprietes.subject, proprietes.comments = (propre(t)[:PROPRIETE_MAX] for t in (d.titre, d.sous_titre, d.bandeau))
    proprietes.author, proprietes.language = "", "fr-FR"
    proprietes.created = proprietes.modified = instant.replace(tzinfo=None)


def _style(ecrit: Ecrit) -> None:
    """One sans-serif everywhere, and French for the spelling checker."""
    for nom in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        style = ecrit.styles[nom]
        style.font.name, style.font.color.rgb = POLICE, ACCENT if nom in ("Heading 1", "Title") else ENCRE
        polices = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribut in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            polices.attrib.pop(qn(attribut), None)
        polices.set(qn("w:hAnsi"), POLICE)
    ecrit.styles["Normal"].font.size = CORPS
    langue = OxmlElement("w:lang")
    langue.set(qn("w:val"), "fr-FR")
    ecrit.styles["Normal"].element.get_or_add_rPr().append(langue)


def _titre(ecrit: Ecrit, bloc: Titre) -> None:
    ecrit.add_heading(propre(bloc.texte), level=bloc.niveau)


def _paragraphe(ecrit: Ecrit, bloc: Paragraphe) -> None:
    p = ecrit.add_paragraph(propre(bloc.texte))
    if bloc.mention:
        for run in p.runs:
            run.font.size = PETIT


def _liste(ecrit: Ecrit, bloc: Liste) -> None:
    for phrase in bloc.phrases:
        ecrit.add_paragraph(propre(phrase), style="List Bullet")


def _dessin(ecrit: Ecrit, bloc: Dessin) -> None:
    """Word processors draw SVG unevenly: the words of the drawing stand for it."""
    if bloc.resume:
        ecrit.add_paragraph(propre(bloc.resume))


def _tableau(ecrit: Ecrit, bloc: Tableau) -> None:
    """Its title above, its headings repeated at the top of each page."""
    if bloc.titre:
        titre = ecrit.add_paragraph(propre(bloc.titre))
        titre.runs[0].bold = True
        titre.paragraph_format.keep_with_next = True
    table = ecrit.add_table(rows=1, cols=len(bloc.colonnes), style="Table Grid")
    _rangee(table.rows[0], bloc.colonnes, bloc, gras=True)
    repete = OxmlElement("w:tblHeader")
    repete.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repete)
    for ligne in bloc.lignes:
        _rangee(table.add_row(), ligne, bloc)
    ecrit.add_paragraph()


def _rangee(rangee, cellules: tuple[str, ...], bloc: Tableau, *, gras: bool = False) -> None:
    for rang, (cellule, texte) in enumerate(zip(rangee.cells, cellules, strict=True)):
        p = cellule.paragraphs[0]
        run = p.add_run(propre(texte))
        run.font.size, run.bold = PETIT, gras
        if rang in bloc.numeriques:
            p.alignment = WD_ALIGN_PARAGRAPH.RIGHT


_ECRIT: Mapping[type, Callable[[Ecrit, Bloc], None]] = {
    Titre: _titre,
    Paragraphe: _paragraphe,
    Liste: _liste,
    Tableau: _tableau,
    Dessin: _dessin,
}
