"""How far the sheets of an XLSX workbook reach, before anything parses them."""

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.fichier import DEPLIE_MAX

CELLULES_MAX = 20_000_000
"""Extent (lines x columns) of one sheet: calamine allocates the whole rectangle, empty or not."""
_MORCEAU = 4 * 2**20
_RESTE = 64
_DEBUT = 64 * 1024
# without a word boundary before « r »: twice as fast, and what else they match can only raise the bound
_COLONNES = re.compile(rb"""r\s*=\s*["']\$?([A-Za-z]{1,3})\$?\d""")
_LONGUES = re.compile(rb"""r\s*=\s*["']\$?[A-Za-z]*\$?(\d{5,})["']""")
_DIMENSION = re.compile(r"""<(?:\w+:)?dimension\b[^>]*\bref\s*=\s*["'](?:[A-Z]{1,3}\d+:)?([A-Z]{1,3}\d+)["']""")
_FEUILLE = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_LIEN = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")


def etendues_annoncees(octets: bytes) -> Mapping[str, str]:
    """Sheet -> last cell of the dimension it declares, for those that declare one.  Raises what zipfile raises."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        lues = {nom: _DIMENSION.search(_debut(archive, entree)) for nom, entree in entrees(archive).items()}
    return {nom: trouvee.group(1) for nom, trouvee in lues.items() if trouvee}


def entrees(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Sheet -> its member of the archive, for those that it has."""
    liens = {_attribut(lien, "Id"): _attribut(lien, "Target") for lien in _LIEN.findall(_debut(archive, "xl/_rels/workbook.xml.rels"))}
    cibles = {_attribut(f, "name"): liens.get(_attribut(f, r"\w+:id"), "") for f in _FEUILLE.findall(_debut(archive, "xl/workbook.xml"))}
    presentes = set(archive.namelist())
    return {nom: entree for nom, cible in cibles.items() if (entree := "xl/" + cible.removeprefix("/xl/")) in presentes}


def _debut(archive: zipfile.ZipFile, entree: str) -> str:
    with archive.open(entree) as flux:
        return flux.read(_DEBUT).decode("utf-8", errors="replace")


def _attribut(balise: str, nom: str) -> str:
    trouve = re.search(rf"""\s{nom}\s*=\s*(?:"([^"]*)"|'([^']*)')""", balise)
    return html.unescape(trouve.group(1) or trouve.group(2) or "") if trouve else ""


def etendue_sure(octets: bytes, recueil: Recueil) -> bool:
    """Whether every sheet of a workbook can be laid out in memory; a fault when one cannot.  Raises what zipfile raises."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for entree in archive.infolist():
            lignes, colonnes = _etendue(_morceaux(archive, entree))
            if lignes * colonnes > CELLULES_MAX:
                _refuse_etendue(recueil, lignes, colonnes)
                return False
    return True


def _refuse_etendue(recueil: Recueil, lignes: int, colonnes: int) -> None:
    recueil.ajoute(
        "classeur_dangereux",
        f"une feuille qui s'étend sur {lignes} lignes et {colonnes} colonnes",
        attendu=f"au plus {CELLULES_MAX // 1_000_000} millions de cellules",
        remede="Une cellule isolée, très loin du tableau, suffit : "
        "supprimez les lignes et colonnes vides autour du tableau, ou exportez-le en CSV.",
    )


def _morceaux(archive: zipfile.ZipFile, entree: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes by overlapping pieces; refuses an entry larger than it claims."""
    reste, lus = b"", 0
    with archive.open(entree) as flux:
        while morceau := flux.read(_MORCEAU):
            lus += len(morceau)
            if lus > DEPLIE_MAX:
                raise zipfile.BadZipFile("entry larger than declared")
            yield reste + morceau
            reste = morceau[-_RESTE:]


def _etendue(morceaux: Iterator[bytes]) -> tuple[int, int]:
    """Upper bound of the last line and column referred to; under 10,000 lines the exact number does not matter."""
    lignes, noms = 0, set()
    for morceau in morceaux:
        noms.update(_COLONNES.findall(morceau))
        lignes = max([lignes, *map(int, _LONGUES.findall(morceau))])
    return (max(lignes, 9999) if noms else 0), max(map(rang_colonne, noms), default=0)


def rang_colonne(nom: bytes) -> int:
    """1 for A, 27 for AA."""
    rang = 0
    for lettre in nom.upper():
        rang = rang * 26 + lettre - 64
    return rang
