"""Cells that an XLSX workbook shows otherwise than a reader gives them: formulas without a result, errors, percentages.

A reader gives nothing for the first two, which would pass for an empty cell, and 0.125 for a cell that shows « 12,5 % ».
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from itertools import pairwise

from ctg_data.loaders.classeurs_etendue import entrees, rang_colonne
from ctg_data.loaders.fautes import SANS_RESULTAT

_MORCEAU = 4 * 2**20
_RANGEE_MAX = 32 * 2**20
"""Bytes of one row of a sheet: sixteen thousand cells of long text take less."""
_BALISE_MAX = 1024
_RANGEE = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_CELLULE = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ATTRIBUT = re.compile(rb"""\s(r|s|t)\s*=\s*["']([^"']*)["']""")
_FORMULE = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALEUR = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"""<(?:\w+:)?xf\b[^>]*?\bnumFmtId\s*=\s*["'](\d+)["']""")
_FORMAT = re.compile(rb"""<(?:\w+:)?numFmt\b[^>]*>""")
_LITTERAL = re.compile(rb"&quot;.*?&quot;|\\.")
"""What a format writes as it is: « 0" %" » shows 12 as « 12 % »."""
_NUMERO = re.compile(rb"""\bnumFmtId\s*=\s*["'](\d+)""")
_POURCENTAGES = {9, 10}
"""Numbers of the two formats of percentage that every workbook has."""

Place = tuple[int, int]
"""(line, column) of a cell, from 0."""


def particulieres(octets: bytes) -> Mapping[str, Mapping[Place, str]]:
    """Sheet -> place -> what the cell shows, for those cells.  Raises what zipfile raises."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        pourcentages = _pourcentages(archive)
        return {nom: dict(_dune_feuille(archive, entree, pourcentages)) for nom, entree in entrees(archive).items()}


def _pourcentages(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Ranks of the styles that show a percentage, as cells give them."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    with archive.open("xl/styles.xml") as flux:
        styles = flux.read(_RANGEE_MAX)
    propres = {int(i) for balise in _FORMAT.findall(styles) if b"%" in _LITTERAL.sub(b"", balise) for i in _NUMERO.findall(balise)}
    liste = _STYLES.search(styles)
    formats = [int(numero) for numero in _STYLE.findall(liste.group())] if liste else []
    return frozenset(b"%d" % rang for rang, numero in enumerate(formats) if numero in propres | _POURCENTAGES)


def _dune_feuille(archive: zipfile.ZipFile, entree: str, pourcentages: frozenset[bytes]) -> Iterator[tuple[Place, str]]:
    ligne = -1
    for rangee in _rangees(archive, entree):
        debut = _RANGEE.match(rangee)
        numero = dict(_ATTRIBUT.findall(debut.group(1))).get(b"r", b"") if debut else b""
        ligne = int(numero) - 1 if numero.isdigit() else ligne + 1
        if pourcentages or _FORMULE.search(rangee) or b"#" in rangee:
            yield from _dune_rangee(rangee, ligne, pourcentages)


def _dune_rangee(rangee: bytes, ligne: int, pourcentages: frozenset[bytes]) -> Iterator[tuple[Place, str]]:
    colonne = -1
    for cellule in _CELLULE.finditer(rangee):
        attributs = dict(_ATTRIBUT.findall(cellule.group(1)))
        lettres = attributs.get(b"r", b"").rstrip(b"0123456789")
        colonne = rang_colonne(lettres) - 1 if lettres else colonne + 1
        if texte := _montree(cellule.group(2) or b"", attributs, pourcentages):
            yield (ligne, colonne), texte


def _montree(contenu: bytes, attributs: Mapping[bytes, bytes], pourcentages: frozenset[bytes]) -> str:
    """What such a cell shows; "" for any other."""
    genre, valeur = attributs.get(b"t", b"n"), _VALEUR.search(contenu)
    if genre == b"e":
        return valeur.group(1).decode("utf-8", "replace") if valeur else SANS_RESULTAT
    if genre != b"n":
        return ""
    if valeur is None:
        return SANS_RESULTAT if _FORMULE.search(contenu) else ""
    return _pourcentage(valeur.group(1)) if attributs.get(b"s", b"0") in pourcentages else ""


def _pourcentage(valeur: bytes) -> str:
    """« 12.5 % » for 0.125; past fifteen digits a number has those of its binary form."""
    try:
        return f"{float(valeur) * 100:.15g} %"
    except ValueError:
        return ""


def _rangees(archive: zipfile.ZipFile, entree: str) -> Iterator[bytes]:
    """The rows of a sheet, from the mark of each to that of the next."""
    reste = b""
    with archive.open(entree) as flux:
        while morceau := flux.read(_MORCEAU):
            reste += morceau
            places = [m.start() for m in _RANGEE.finditer(reste)]
            yield from (reste[debut:fin] for debut, fin in pairwise(places))
            reste = reste[places[-1] :] if places else reste[-_BALISE_MAX:]
            if len(reste) > _RANGEE_MAX:
                raise zipfile.BadZipFile("row too long")
    if _RANGEE.match(reste):
        yield reste
