"""A backup in the place of a database that SQLite cannot read any more: the one time its file is replaced."""

from pathlib import Path

from ctg_data import storage
from ctg_data.settings import Settings
from ctg_data.storage import engine, migre, sauvegarde
from ctg_data.storage.journal import horodatage
from ctg_data.storage.sauvegarde import Bilan
from ctg_data.store.durable import fsync_dossier, remplace

SUITES = ("-wal", "-shm", "")
"""What SQLite keeps beside its file goes first: left behind, the log of the old file would be applied to the new one."""


def restaure(settings: Settings, copie: Path) -> tuple[Bilan, Path]:
    """Put ``copie`` in a new file, then the new file in place; where the unreadable one was moved.

    The backup is read whole before anything moves.  Raises SauvegardeInvalide; then nothing has changed.
    """
    ancienne = storage.fichier(settings)
    neuve = ancienne.with_name(f".{ancienne.name}.{horodatage()}")
    try:
        bilan = _ecrit(neuve, copie)
        storage.ferme()
        cote = _met_de_cote(ancienne)
        remplace(neuve, ancienne)
        fsync_dossier(ancienne.parent)
    finally:
        for suite in SUITES:
            Path(f"{neuve}{suite}").unlink(missing_ok=True)
    return bilan, cote


def _ecrit(neuve: Path, copie: Path) -> Bilan:
    """Closed at the end, so that SQLite leaves everything in one file."""
    neuve.touch(mode=0o600)
    base = engine.moteur(engine.adresse_sqlite(neuve))
    try:
        migre.migre(base)
        return sauvegarde.restaure(base, copie)
    finally:
        base.dispose()


def _met_de_cote(ancienne: Path) -> Path:
    cote = ancienne.with_name(f"{ancienne.stem}-illisible-{horodatage()}{ancienne.suffix}")
    for suite in SUITES:
        if (fichier := Path(f"{ancienne}{suite}")).exists():
            remplace(fichier, Path(f"{cote}{suite}"))
    return cote
