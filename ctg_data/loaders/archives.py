"""What a .gz file or a ZIP archive holds, unpacked in memory within limits: nothing goes to the disk, no announced size is trusted."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from ctg_data.loaders import fichier as regles
from ctg_data.loaders.fautes import Recueil, extrait
from ctg_data.loaders.fichier import Fichier, nom_lisible

MEMBRES_MAX = 64
"""Files of one archive: a publisher's holds two (data, metadata), or one a level and a year."""
_MORCEAU = 2**20
_DEBUT = 4096
_ARCHIVES = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")
_CLASSEURS = (".xlsx", ".xlsm", ".xls", ".ods")
_SYSTEME = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$)", re.IGNORECASE)
_SORTIE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_LUES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ILLISIBLES = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)
_DEMANDE = "Ce fichier pourrait bloquer la machine : demandez les CSV non compressés à la personne qui vous l'a remis."
_DE_NOUVEAU = "Téléchargez-la de nouveau chez le producteur."
_PAQUET = "paquet.json"
"""Manifest of a protected bundle (``store.paquet``), which is opened, never imported."""
_OUVREZ = "Un paquet s'ouvre, il ne s'importe pas : page Données, « Ouvrir un paquet reçu d'un autre poste »."
_DECOMPRESSEZ = "Décompressez-la et importez le tableau qu'elle contient."


@dataclass(frozen=True)
class Membre:
    """One text file of an archive: its name without folders, and its bytes."""

    nom: str
    octets: bytes


class _Refus(Exception):
    """What forbids reading an archive, as the texts of a fault: code, found, expected, mend."""


def deplie(fichier: Fichier, recueil: Recueil) -> Sequence[Membre]:
    """Text files of a ``gz`` or ``zip`` file, or none and one fault: too large, too compressed, too many, encrypted, nested, cut short."""
    try:
        return [_gz(fichier)] if fichier.format == "gz" else _zip(fichier.octets, recueil)
    except _Refus as refus:
        code, trouve, attendu, remede = refus.args
        recueil.ajoute(code, trouve, attendu=attendu, remede=remede)
    except _ILLISIBLES:
        recueil.ajoute("archive_illisible", "une archive tronquée ou abîmée", attendu="une archive entière", remede=_DE_NOUVEAU)
    return []


def _dangereuse(trouve: str, attendu: str) -> _Refus:
    return _Refus("archive_dangereuse", trouve, attendu, _DEMANDE)


def _trop_grande() -> _Refus:
    maximum = regles.TAILLE_MAX // 2**20
    return _dangereuse(f"une archive qui se déplie en plus de {maximum} Mo", f"au plus {maximum} Mo une fois dépliée")


def _trop_comprimee() -> _Refus:
    return _dangereuse(f"une archive comprimée plus de {regles.RAPPORT_MAX} fois", f"une compression d'au plus {regles.RAPPORT_MAX} fois")


# gz ------------------------------------------------------------------------------------------------------------------


def _gz(fichier: Fichier) -> Membre:
    octets, sortie, lus = memoryview(fichier.octets), io.BytesIO(), 0
    while lus < len(octets) and octets[lus : lus + 2] == b"\x1f\x8b":  # several may stand end to end
        lus += _flux_gz(octets[lus:], sortie, len(octets))
    contenu = sortie.getvalue()
    _verifie_texte(contenu[:_DEBUT], fichier.nom)
    return Membre(_nom_gz(fichier), contenu)


def _flux_gz(octets: memoryview, sortie: io.BytesIO, total: int) -> int:
    """Unpack one stream into ``sortie``; gives the bytes that it took."""
    flux, lus = zlib.decompressobj(wbits=31), 0
    while not flux.eof:
        entree = flux.unconsumed_tail or octets[lus : lus + _MORCEAU]
        if not entree:
            raise EOFError
        lus += 0 if flux.unconsumed_tail else len(entree)
        sortie.write(flux.decompress(entree, _MORCEAU))
        _verifie_taille(sortie.tell(), total)
    return lus - len(flux.unused_data)


def _verifie_taille(deplies: int, comprimes: int) -> None:
    if deplies > regles.PETIT and deplies > regles.RAPPORT_MAX * max(comprimes, 1):
        raise _trop_comprimee()
    if deplies > regles.TAILLE_MAX:
        raise _trop_grande()


def _nom_gz(fichier: Fichier) -> str:
    """The name that the stream kept, else that of the file without its extension."""
    octets, sans = fichier.octets, re.sub(r"(?i)\.gz$", "", fichier.nom)
    a_un_nom, apres_un_champ = octets[3] & 8, octets[3] & 4
    if not a_un_nom or apres_un_champ:
        return sans
    garde = octets[10 : 10 + _DEBUT].split(b"\x00", 1)[0].decode("latin-1")
    return nom_lisible(garde.replace("\\", "/")) or sans


# ZIP -----------------------------------------------------------------------------------------------------------------


def _zip(octets: bytes, recueil: Recueil) -> Sequence[Membre]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        entrees = [e for e in archive.infolist() if not e.is_dir() and not _SYSTEME.search(e.filename)]
        _verifie(entrees, len(octets))
        if _PAQUET in {e.filename for e in entrees}:
            raise _Refus("paquet", "un paquet de territoire, préparé par cette application", "des fichiers de données à importer", _OUVREZ)
        membres, autres = [], []
        for entree in entrees:
            nom = nom_lisible(entree.filename.replace("\\", "/"))
            if _est_texte(archive, entree, nom):
                membres.append(Membre(nom, _contenu(archive, entree)))
            else:
                autres.append(nom)
    if not membres:
        trouve = f"une archive sans CSV ni JSON ({', '.join(autres)})" if autres else "une archive vide"
        raise _Refus("archive_sans_tableau", trouve, "une archive qui contient un ou plusieurs CSV", _DECOMPRESSEZ)
    if autres:
        recueil.avertit(f"Fichiers de l'archive non lus : {', '.join(autres)}.")
    return membres


def _verifie(entrees: Sequence[zipfile.ZipInfo], total: int) -> None:
    """Whether what the archive announces may be unpacked; what it really holds is counted again while reading."""
    if len(entrees) > MEMBRES_MAX:
        raise _dangereuse(f"une archive de {len(entrees)} fichiers", f"au plus {MEMBRES_MAX} fichiers")
    sorties = [e.orig_filename for e in entrees if _SORTIE.search(e.orig_filename)]
    if sorties:
        raise _dangereuse(f"un fichier rangé hors de l'archive, {extrait(sorties[0])}", "des noms de fichiers sans « .. » ni racine")
    if any(e.flag_bits & 1 for e in entrees):
        raise _Refus("archive_illisible", "une archive protégée par un mot de passe", "une archive sans mot de passe", _DECOMPRESSEZ)
    if any(e.compress_type not in _LUES for e in entrees):
        raise _Refus("archive_illisible", "une compression inhabituelle", "une archive ZIP ordinaire (Deflate)", _DECOMPRESSEZ)
    _verifie_taille(sum(e.file_size for e in entrees), total)
    for entree in entrees:
        _verifie_taille(entree.file_size, entree.compress_size)


def _est_texte(archive: zipfile.ZipFile, entree: zipfile.ZipInfo, nom: str) -> bool:
    """Whether a file may be a table; what cannot be read here is left aside, another archive is refused."""
    with archive.open(entree) as flux:
        debut = flux.read(_DEBUT)
    if nom.lower().endswith(_CLASSEURS):
        return False
    return _verifie_texte(debut, nom, seul=False)


def _verifie_texte(debut: bytes, nom: str, *, seul: bool = True) -> bool:
    """Whether these first bytes are those of a text; refused when they are an archive, or anything else in a file that stands alone."""
    if debut.startswith((*_ARCHIVES, b"PK\x03\x04")):
        attendu = "une archive qui contient directement ses CSV"
        raise _Refus("archive_imbriquee", f"une archive ou un classeur dans l'archive, {extrait(nom)}", attendu, _DECOMPRESSEZ)
    binaire = debut.startswith((b"%PDF", b"PAR1", b"\xd0\xcf\x11\xe0")) or (b"\x00" in debut and not debut.startswith(_UTF16))
    if binaire and seul:
        raise _Refus("archive_sans_tableau", "une archive sans CSV ni JSON", "une archive qui contient un CSV", _DECOMPRESSEZ)
    return not binaire


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _contenu(archive: zipfile.ZipFile, entree: zipfile.ZipInfo) -> bytes:
    sortie = io.BytesIO()
    with archive.open(entree) as flux:
        while morceau := flux.read(_MORCEAU):
            sortie.write(morceau)
            _verifie_taille(sortie.tell(), entree.compress_size)
    return sortie.getvalue()
