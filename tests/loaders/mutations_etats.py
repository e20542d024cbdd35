"""A small file as a grid of text, and the ways to write it: what mutations work on (``mutations``)."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from xml.sax.saxutils import escape

Grille = list[list[str]]


class Issue(IntEnum):
    """What may come of a mutant, beside a fault.  Of two operators, the loosest wins."""

    EXACTE = 0
    """The same measures, to the last value."""
    PARTIE = 1
    """Rows or columns are gone, as in an extract: nothing that the file does not give, and every value kept is the same."""
    COMPTE = 2
    """The same for a file whose rows are counted or added up: no value is larger, and none is new."""


@dataclass
class Etat:
    """A file while it is mutated.  ``forme``: csv, json or xlsx; ``entetes``: rank of the header row of each sheet."""

    nom: str
    forme: str
    feuilles: dict[str, Grille]
    entetes: dict[str, int]
    separateur: str = ";"
    encodage: str = "utf-8-sig"
    fin: str = "\r\n"
    cite: bool = False
    decompte: bool = False
    """Its measures count or add up rows."""
    ensuite: list[Callable[[bytes], bytes]] = field(default_factory=list)
    """What damages the bytes once written."""

    @property
    def principale(self) -> str:
        """The sheet with the most cells."""
        return max(self.feuilles, key=lambda f: sum(map(len, self.feuilles[f])))


def octets(etat: Etat) -> bytes:
    """The file as it would be on the disk."""
    ecrit = {"csv": _csv, "json": _json, "xlsx": _xlsx}[etat.forme](etat)
    for dommage in etat.ensuite:
        ecrit = dommage(ecrit)
    return ecrit


def _csv(etat: Etat) -> bytes:
    (grille,) = etat.feuilles.values()
    texte = etat.fin.join(etat.separateur.join(_cellule(c, etat) for c in rangee) for rangee in grille) + etat.fin
    return texte.encode(etat.encodage, errors="replace")


def _cellule(texte: str, etat: Etat) -> str:
    if etat.cite or etat.separateur in texte or '"' in texte or "\n" in texte:
        return '"' + texte.replace('"', '""') + '"'
    return texte


def _json(etat: Etat) -> bytes:
    listes = {}
    for nom, (entete, *rangees) in etat.feuilles.items():
        listes[nom] = [{k: v for k, v in zip(entete, rangee, strict=False) if v is not None} for rangee in rangees]
    racine: object = listes if len(listes) > 1 else next(iter(listes.values()))
    return json.dumps(racine, ensure_ascii=False).encode("utf-8")


_CONTENU = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "{}</Types>"
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PRINCIPAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LIENS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _xlsx(etat: Etat) -> bytes:
    """The least that is a workbook, its cells as text, or as numbers where they look like one without a leading zero."""
    rangs = range(1, len(etat.feuilles) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in rangs
    )
    feuilles = "".join(f'<sheet name="{escape(nom)}" sheetId="{n}" r:id="r{n}"/>' for n, nom in zip(rangs, etat.feuilles, strict=True))
    liens = "".join(f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in rangs)
    parties = {
        "[Content_Types].xml": _CONTENU.format(types),
        "_rels/.rels": f'<Relationships xmlns="{_LIENS}"><Relationship Id="w" Type="{_RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_PRINCIPAL}" xmlns:r="{_RELATIONS}"><sheets>{feuilles}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LIENS}">{liens}</Relationships>',
    } | {f"xl/worksheets/sheet{n}.xml": _feuille(g) for n, g in zip(rangs, etat.feuilles.values(), strict=True)}
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_STORED) as archive:
        for nom, texte in parties.items():
            archive.writestr(nom, texte)
    return tampon.getvalue()


def _feuille(grille: Grille) -> str:
    rangees = "".join(
        f'<row r="{r}">' + "".join(_cellule_xml(c, f"{_colonne(k)}{r}") for k, c in enumerate(rangee) if c != "") + "</row>"
        for r, rangee in enumerate(grille, 1)
    )
    return f'<worksheet xmlns="{_PRINCIPAL}"><sheetData>{rangees}</sheetData></worksheet>'


def _cellule_xml(texte: str, place: str) -> str:
    """« 1.000 » is text: no spreadsheet writes a number so."""
    if re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", texte) and len(texte) < 15:
        return f'<c r="{place}"><v>{texte}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(texte)}</t></is></c>'


def _colonne(rang: int) -> str:
    lettres = ""
    while rang >= 0:
        lettres, rang = chr(65 + rang % 26) + lettres, rang // 26 - 1
    return lettres
