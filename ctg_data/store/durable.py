"""Files and folders that appear whole or not at all, even through a power cut.

Recipe: temporary name in the same folder, fsync, ``os.replace``, fsync of the folder.
"""

import contextlib
import errno
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ESSAIS = 20
PAUSE_S = 0.05
AGE_MAX_S = 24 * 3600
_MOTIFS = {
    errno.ENOENT: "ce fichier ou son dossier n'existe pas",
    errno.EACCES: "vous n'en avez pas le droit",
    errno.EPERM: "vous n'en avez pas le droit",
    errno.EROFS: "ce disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EEXIST: "ce n'est pas un dossier",
    errno.EISDIR: "c'est un dossier",
}


def ecrit_fichier(cible: Path, ecriture: Callable[[Path], None]) -> None:
    """Let ``ecriture`` fill a temporary file, then put it durably at ``cible``."""
    provisoire = _provisoire(cible)
    try:
        ecriture(provisoire)
        fsync(provisoire)
        remplace(provisoire, cible)
        fsync_dossier(cible.parent)
    finally:
        provisoire.unlink(missing_ok=True)


@contextmanager
def dossier_neuf(cible: Path) -> Iterator[Path]:
    """A temporary folder to fill; it becomes ``cible`` at the end, or vanishes on error.

    A ``cible`` that already exists is kept: folders are named by content, so it holds the same thing.
    """
    provisoire = _provisoire(cible)
    provisoire.mkdir(parents=True)
    try:
        yield provisoire
        for fichier in provisoire.iterdir():
            fsync(fichier)
        fsync_dossier(provisoire)
        _pose(provisoire, cible)
        fsync_dossier(cible.parent)
    finally:
        shutil.rmtree(provisoire, ignore_errors=True)


def _pose(provisoire: Path, cible: Path) -> None:
    """Put the folder in place, unless another process did meanwhile."""
    if cible.exists():
        return
    try:
        remplace(provisoire, cible)
    except OSError:
        if not cible.exists():
            raise


def remplace(de: Path, vers: Path) -> None:
    """``os.replace``, tried again while an antivirus or an indexer holds the file (Windows)."""
    for essai in range(ESSAIS):
        try:
            return os.replace(de, vers)
        except PermissionError:
            if essai == ESSAIS - 1:
                raise
            time.sleep(PAUSE_S)


def balaie(dossier: Path) -> None:
    """Remove what killed processes left; a recent temporary may belong to a living one."""
    limite = time.time() - AGE_MAX_S
    for reste in dossier.glob(".*.tmp"):
        try:
            if reste.stat().st_mtime < limite:
                shutil.rmtree(reste) if reste.is_dir() else reste.unlink()
        except OSError:
            continue


def prive(chemin: Path) -> None:
    """Keep a file or a folder to its owner, where the system has such rights and this process may set them."""
    droits = 0o700 if chemin.is_dir() else 0o600
    if os.name != "nt" and chemin.stat().st_mode & 0o777 != droits:
        with contextlib.suppress(PermissionError):
            chemin.chmod(droits)


def fsync(fichier: Path) -> None:
    """Make the bytes of a file durable; Windows flushes only through a handle opened for writing."""
    _fsync(fichier, os.O_RDWR)


def fsync_dossier(dossier: Path) -> None:
    """Make the folder's entries durable; Windows does it by itself and refuses to open a folder."""
    if os.name != "nt":
        _fsync(dossier, os.O_RDONLY)


def motif(erreur: OSError) -> str:
    """Why the system refused, in French, to end a sentence."""
    return _MOTIFS.get(erreur.errno or 0, "le système de fichiers l'a refusé")


def _provisoire(cible: Path) -> Path:
    return cible.with_name(f".{cible.name}.{uuid.uuid4().hex}.tmp")


def _fsync(chemin: Path, drapeaux: int) -> None:
    descripteur = os.open(chemin, drapeaux)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
