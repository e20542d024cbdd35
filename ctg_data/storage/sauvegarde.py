"""One file that holds everything people wrote, from either database and back into either.

A ZIP archive: ``meta.json`` (format, revision of the tables, SHA-256 of each member) and one JSON-lines member a table.
"""

import hashlib
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from ctg_data.errors import CtgError
from ctg_data.storage import engine, journal, migre
from ctg_data.storage.journal import Verification, maintenant
from ctg_data.storage.tables import META
from ctg_data.store.durable import ecrit_fichier, prive

FORMAT = "ctg-sauvegarde-1"
META_JSON = "meta.json"
ABIMEE = "« {} » n'est pas une sauvegarde, ou elle est abîmée."
ILLISIBLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, KeyError, ValueError, TypeError, AttributeError,
)  # fmt: skip
"""What a damaged archive raises, whichever way it was compressed."""
TAILLE_MAX = 128 * 2**20
"""Bytes that an archive may unpack to: a damaged or hostile one is refused before it fills the memory."""


class SauvegardeInvalide(CtgError):
    """A file that is no backup of ours, is damaged, or would overwrite something."""


@dataclass(frozen=True)
class Bilan:
    """What a backup holds: entries of the journal and live records."""

    entrees: int
    fiches: int


def sauvegarde(base: Engine, fichier: Path) -> Bilan:
    """Write everything to ``fichier``, whole or not at all.

    Raises BaseInaccessible, SauvegardeInvalide for a journal that is broken or a file that is there already.
    """
    with engine.lecture(base) as c:
        _exige_intact(journal.verifie(c), "La base")
        return _copie(c, fichier)


def _copie(c: Connection, fichier: Path) -> Bilan:
    if fichier.exists():
        raise SauvegardeInvalide(f"« {fichier} » existe déjà : choisissez un autre nom.")
    membres = {nom: _lignes(c, table) for nom, table in _tables(c).items()}
    revision = migre.revision(c)
    ecrit_fichier(fichier, lambda provisoire: _ecrit(provisoire, membres, revision))
    prive(fichier)
    return _bilan(membres)


def restaure(base: Engine, fichier: Path, *, garde: Path | None = None) -> Bilan:
    """Put back a backup, in one transaction: everything or nothing.

    ``garde``: where to keep what the database holds, which may then go, be its journal broken.  Raises SauvegardeInvalide.
    """
    membres, revision = _lit(fichier)
    try:
        _remet(base, membres, revision, garde=garde, fichier=fichier)
        return _bilan(membres)
    except (KeyError, ValueError, TypeError, OverflowError, RecursionError, sa.exc.SQLAlchemyError) as erreur:
        raise SauvegardeInvalide(ABIMEE.format(fichier.name)) from erreur


def _remet(base: Engine, membres: Mapping[str, list[dict]], revision: str, *, garde: Path | None, fichier: Path) -> None:
    with engine.ecriture(base) as c:
        if garde is not None:
            _copie(c, garde)
        elif not _vide(c):
            raise SauvegardeInvalide(
                "La base contient déjà des saisies. Pour mettre la sauvegarde à leur place, recommencez avec --remplace : "
                "ce que contient la base sera d'abord gardé à côté."
            )
        migre.vide(c)
        migre.monte(c, revision)
        for nom, table in _tables(c).items():
            if membres[nom]:
                c.execute(sa.insert(table), _types(table, membres[nom]))
        migre.monte(c)
        _exige_intact(journal.verifie(c), f"La sauvegarde « {fichier.name} »")


def _exige_intact(etat: Verification, quoi: str) -> None:
    if not etat.intact:
        lieu = f" à l'entrée {etat.rang}" if etat.rang else ""
        raise SauvegardeInvalide(f"{quoi} a un journal rompu{lieu} : {etat.raison}.")


def _tables(c: Connection) -> Mapping[str, sa.Table]:
    """The tables as they stand in this revision, references after what they refer to."""
    return {t.name: t for t in migre.tables(c).sorted_tables}


def _vide(c: Connection) -> bool:
    return not sa.inspect(c).has_table("journal") or not c.execute(sa.select(sa.exists().select_from(sa.table("journal")))).scalar()


def _lignes(c: Connection, table: sa.Table) -> list[dict[str, Any]]:
    ordre = sa.select(table).order_by(*table.primary_key.columns)
    return [dict(ligne) for ligne in c.execute(ordre).mappings()]


def _types(table: sa.Table, lignes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Days come back as days: JSON has none."""
    jours = [c.name for c in table.columns if isinstance(c.type, sa.Date)]
    return [ligne | {j: date.fromisoformat(ligne[j]) for j in jours if ligne[j]} for ligne in lignes]


def _ecrit(fichier: Path, membres: Mapping[str, list[dict]], revision: str) -> None:
    textes = {f"{nom}.jsonl": "".join(_json(ligne) + "\n" for ligne in lignes).encode() for nom, lignes in membres.items()}
    meta = {
        "format": FORMAT,
        "revision": revision,
        "creee_le": maintenant(),
        "sha256": {nom: hashlib.sha256(texte).hexdigest() for nom, texte in textes.items()},
    }
    if sum(map(len, textes.values())) > TAILLE_MAX:
        raise SauvegardeInvalide("Il y a trop de saisies pour une sauvegarde en un fichier : sauvegardez la base avec ses propres outils.")
    with zipfile.ZipFile(fichier, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(META_JSON, _json(meta))
        for nom, texte in textes.items():
            archive.writestr(nom, texte)


def _json(objet: object) -> str:
    return json.dumps(objet, ensure_ascii=False, sort_keys=True, default=lambda jour: jour.isoformat())


def _lit(fichier: Path) -> tuple[dict[str, list[dict]], str]:
    """Members by table, and the revision of the tables.  Raises SauvegardeInvalide."""
    try:
        with zipfile.ZipFile(fichier) as archive:
            meta = json.loads(_octets(archive, META_JSON, 2**20))
            return dict(_membres(archive, meta, fichier)), str(meta["revision"])
    except FileNotFoundError as erreur:
        raise SauvegardeInvalide(f"Le fichier « {fichier} » n'existe pas.") from erreur
    except OSError as erreur:
        if erreur.errno is not None:  # the disk, not what is written on it: bz2 tells of damage without a number
            raise
        raise SauvegardeInvalide(ABIMEE.format(fichier.name)) from erreur
    except ILLISIBLE as erreur:
        raise SauvegardeInvalide(ABIMEE.format(fichier.name)) from erreur


def _membres(archive: zipfile.ZipFile, meta: Mapping[str, Any], fichier: Path) -> Iterator[tuple[str, list[dict]]]:
    if meta["format"] != FORMAT:
        raise SauvegardeInvalide(f"« {fichier.name} » est une sauvegarde d'une autre version du logiciel.")
    if set(meta["sha256"]) - {f"{nom}.jsonl" for nom in META.tables}:
        raise SauvegardeInvalide(f"« {fichier.name} » contient autre chose que des saisies.")
    reste = TAILLE_MAX
    for nom, empreinte in meta["sha256"].items():
        texte = _octets(archive, nom, reste)
        reste -= len(texte)
        if hashlib.sha256(texte).hexdigest() != empreinte:
            raise SauvegardeInvalide(f"« {fichier.name} » est abîmé : « {nom} » n'est pas ce qui a été sauvegardé.")
        # Not splitlines: what people type may hold other line separators.
        yield nom.removesuffix(".jsonl"), [json.loads(ligne) for ligne in texte.decode().split("\n") if ligne]


def _octets(archive: zipfile.ZipFile, nom: str, limite: int) -> bytes:
    """A member, never more than ``limite`` whatever size it claims."""
    with archive.open(nom) as flux:
        octets = flux.read(limite + 1)
    if len(octets) > limite:
        raise SauvegardeInvalide("Ce fichier est trop volumineux pour être une sauvegarde.")
    return octets


def _bilan(membres: Mapping[str, list[dict]]) -> Bilan:
    fiches = sum(not ligne["supprime"] for nom, lignes in membres.items() for ligne in lignes if not nom.startswith("journal"))
    return Bilan(len(membres["journal"]), fiches)
