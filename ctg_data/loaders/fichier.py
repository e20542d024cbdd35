"""Open a file safely: its bytes, its print and its true format, whatever its extension says."""

import hashlib
import io
import os
import stat
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ctg_data import memoire
from ctg_data.loaders.fautes import Recueil

GRAND = 32 * 2**20
"""Bytes from which a file is read in a memory given back first."""
TAILLE_MAX = 512 * 2**20
CLASSEUR_MAX = 64 * 2**20
DEPLIE_MAX = 1024 * 2**20
RAPPORT_MAX = 200
ENTREES_MAX = 5000
PETIT = 16 * 2**20
"""Unpacked bytes under which no rate of compression does harm."""

Format = Literal["csv", "json", "xlsx", "xls", "gz", "zip", ""]

_ENTREE = b"PK\x01\x02"
"""What opens each entry in the directory of a ZIP."""

REMEDE_ORIGINE = "Reprenez le fichier d'origine chez le producteur, sans l'ouvrir ni l'enregistrer dans un tableur."


@dataclass(frozen=True)
class Fichier:
    """The bytes of one file and what they are; ``format`` is "" when it cannot be read."""

    nom: str
    octets: bytes
    sha256: str
    format: Format


def nom_lisible(path: Path | str) -> str:
    """The file's name as it can be shown and kept: what is no text of UTF-8, and control characters, become « � »."""
    nom = os.fsencode(Path(path).name).decode("utf-8", "replace")
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" else c for c in nom)


def ouvre(path: Path | str, recueil: Recueil) -> Fichier:
    """Read ``path`` whole; what forbids reading it goes to ``recueil`` and leaves ``format`` empty."""
    octets = _octets(Path(path), recueil)
    genre = _format(octets, recueil) if not recueil.fautes else ""
    return Fichier(recueil.fichier, octets, hashlib.sha256(octets).hexdigest(), genre)


def _octets(path: Path, recueil: Recueil) -> bytes:
    try:
        etat = path.stat()
        if not stat.S_ISREG(etat.st_mode):  # reading a pipe would wait for ever
            return _pas_un_fichier("un dossier" if stat.S_ISDIR(etat.st_mode) else "un tube ou un périphérique", recueil)
        if etat.st_size > TAILLE_MAX:
            return _trop_grand(etat.st_size, recueil)
        if etat.st_size > GRAND:
            memoire.libere()  # what the file before took is not added to what this one will take
        octets = path.read_bytes()
    except OSError:
        recueil.ajoute(
            "fichier_illisible",
            "un fichier absent ou protégé",
            attendu="un fichier lisible",
            remede="Vérifiez son emplacement et vos droits.",
        )
        return b""
    if not octets.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        recueil.ajoute("fichier_vide", "un fichier vide", attendu="un en-tête et des lignes de données", remede=REMEDE_ORIGINE)
    return octets


def _pas_un_fichier(trouve: str, recueil: Recueil) -> bytes:
    recueil.ajoute("fichier_illisible", trouve, attendu="un fichier ordinaire", remede="Indiquez le fichier lui-même.")
    return b""


def _trop_grand(taille: int, recueil: Recueil) -> bytes:
    recueil.ajoute(
        "fichier_trop_grand",
        f"{taille // 2**20} Mo",
        attendu=f"au plus {TAILLE_MAX // 2**20} Mo",
        remede="Découpez le fichier par année ou par département.",
    )
    return b""


def _format(octets: bytes, recueil: Recueil) -> Format:
    if octets.startswith(b"PK\x03\x04"):
        return _format_zip(octets, recueil)
    if octets.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls" if _taille_classeur(len(octets), recueil) else ""
    if octets.startswith(b"\x1f\x8b"):
        return "gz"
    if octets.startswith((b"%PDF", b"Rar!", b"7z\xbc\xaf", b"PAR1", b"BZh")):
        return _refuse_format(recueil, "une archive ou un document")
    debut = octets[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"\x00" in debut and not octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refuse_format(recueil, "des octets qui ne sont pas du texte")
    return "json" if debut.startswith((b"{", b"[")) else "csv"


def _refuse_format(recueil: Recueil, trouve: str) -> Format:
    recueil.ajoute(
        "format_inconnu",
        trouve,
        attendu="un fichier CSV, JSON, XLSX ou XLS, ou une archive ZIP ou GZ de CSV",
        remede="Décompressez l'archive ou exportez le tableau en CSV.",
    )
    return ""


def _taille_classeur(taille: int, recueil: Recueil) -> bool:
    if taille > CLASSEUR_MAX:
        recueil.ajoute(
            "fichier_trop_grand",
            f"un classeur de {taille // 2**20} Mo",
            attendu=f"au plus {CLASSEUR_MAX // 2**20} Mo",
            remede="Exportez la feuille utile en CSV.",
        )
    return taille <= CLASSEUR_MAX


def _format_zip(octets: bytes, recueil: Recueil) -> Format:
    nombre = octets.count(_ENTREE)
    if nombre > ENTREES_MAX:  # before zipfile makes an object of each: a few bytes of the file would take a kilobyte
        _dangereux(f"une archive faite de {nombre} fichiers", f"au plus {ENTREES_MAX} fichiers", recueil, code="archive_dangereuse")
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            entrees = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return _zip_abime(octets, recueil)
    if not any(entree.filename == "xl/workbook.xml" for entree in entrees):
        return "zip"
    return "xlsx" if _archive_sure(entrees, recueil) and _taille_classeur(len(octets), recueil) else ""


def _zip_abime(octets: bytes, recueil: Recueil) -> Format:
    """A workbook and an archive begin alike: the parts of a workbook have names of their own."""
    if b"[Content_Types].xml" in octets or b"xl/" in octets:
        return classeur_abime(recueil, "un classeur tronqué ou abîmé")
    recueil.ajoute(
        "archive_illisible",
        "une archive tronquée ou abîmée",
        attendu="une archive entière",
        remede="Téléchargez-la de nouveau chez le producteur.",
    )
    return ""


def classeur_abime(recueil: Recueil, trouve: str) -> Format:
    """Record that a workbook cannot be read."""
    recueil.ajoute("classeur_illisible", trouve, attendu="un classeur entier", remede="Téléchargez-le de nouveau chez le producteur.")
    return ""


def _archive_sure(entrees: list[zipfile.ZipInfo], recueil: Recueil) -> bool:
    """Whether the declared sizes exclude a decompression bomb; real sizes are checked again while reading."""
    deplie = sum(entree.file_size for entree in entrees)
    gonflees = [e.file_size // max(e.compress_size, 1) for e in entrees if e.file_size > PETIT]
    if deplie > DEPLIE_MAX:
        return _dangereux(f"un classeur qui se déplie en {deplie // 2**20} Mo", f"au plus {DEPLIE_MAX // 2**20} Mo", recueil)
    if max(gonflees, default=0) > RAPPORT_MAX:
        trouve = f"un classeur dont une partie est comprimée {max(gonflees)} fois"
        return _dangereux(trouve, f"une compression d'au plus {RAPPORT_MAX} fois", recueil)
    return True


def _dangereux(trouve: str, attendu: str, recueil: Recueil, *, code: str = "classeur_dangereux") -> bool:
    recueil.ajoute(
        code,
        trouve,
        attendu=attendu,
        remede="Ce fichier pourrait bloquer la machine : demandez-le en CSV à la personne qui vous l'a remis.",
    )
    return False
