"""A protected bundle read (ADR 0018): every member is looked at, within limits, before anything of it is believed."""

import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from ctg_data.loaders import offre_schema
from ctg_data.store import paquet_tables, prive, publie, tables
from ctg_data.store.paquet import (
    ATTRIBUTS,
    AVANCE,
    EQUIPEMENTS,
    FORMAT,
    LIBRES,
    MANIFESTE,
    Lu,
    Paquet,
    PaquetRefuse,
    de_json,
    identifiant,
    sha256,
)

TAILLE_MAX, DEPLIE_MAX, MANIFESTE_MAX, RATIO_MAX = 128 * 2**20, 256 * 2**20, 8 * 2**20, 400
"""Bytes of the file, of its members, of the manifest; how much a member may be compressed.  A région takes a tenth."""
LIGNES_MAX, PARTITION_MAX, FAITS_MAX, LIEUX_MAX = 6_000_000, 2_500_000, 500_000, offre_schema.LIGNES_MAX
"""Rows of a bundle, of one member of values, of facts, of facilities (as many as one inventory).  All of them are in
memory together, under a gigabyte."""
_MEMBRE = re.compile(r"valeurs/(epci_epoque|perimetre|epci|departement|region|france|commune-(?:\d{2}|2[AB]|97\d))\.parquet")
_METHODES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHIFFRE = 0x1
_FORMES = {ATTRIBUTS: prive.ATTRIBUTS, EQUIPEMENTS: prive.EQUIPEMENTS}
Membre = tuple[Callable[[], bytes], tables.Format]
"""How a member is read, and the columns that it must have."""
_ILLISIBLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, KeyError, ValueError, TypeError, AttributeError,
              RecursionError, OverflowError)  # fmt: skip
"""What a damaged or made-up file raises, wherever it is damaged."""


def lit(fichier: Path) -> Lu:
    """The bundle, every member of it looked at.  Raises PaquetRefuse, in French; nothing is written anywhere."""
    nom = fichier.name
    try:
        if fichier.stat().st_size > TAILLE_MAX:
            raise _refus(nom, "il est trop volumineux pour être un paquet")
        with zipfile.ZipFile(fichier) as ouverte:
            return _lit(ouverte, nom)
    except PaquetRefuse:
        raise
    except _ILLISIBLE as erreur:
        raise PaquetRefuse(
            f"« {nom} » n'est pas un paquet de territoire, ou il est abîmé : rien n'a été changé. Demandez à la personne qui l'a préparé "
            "de vous l'envoyer de nouveau.",
            "un texte, une date ou un nombre n'y est pas de ceux que le logiciel écrit (le nom d'un périmètre, par exemple)",
        ) from erreur


def _lit(ouverte: zipfile.ZipFile, nom: str) -> Lu:
    infos = _infos(ouverte, nom)
    manifeste = json.loads(_octets(ouverte, infos[MANIFESTE], MANIFESTE_MAX))
    if manifeste["format"] != FORMAT:
        raise _refus(
            nom, "il a été préparé par une autre version du logiciel", "Mettez les deux postes à la même version, puis redemandez-le."
        )
    _exige_intact(nom, manifeste, infos)
    lit_membre = {m: partial(_scelle, ouverte, infos[m], sceau, nom=nom) for m, sceau in manifeste["membres"].items()}
    for membre in LIBRES:
        if membre in lit_membre:
            lit_membre[membre]()
    decrit = de_json(manifeste)
    _exige_passe(nom, decrit)
    tables_ = {m: (lu, _FORMES.get(m, publie.FORME)) for m, lu in lit_membre.items() if m not in LIBRES}
    _exige_bornes(tables_, nom)
    valeurs = {lu[1]: _partition(paquet_tables.valeurs(lit_membre[m]()), lu[1], nom) for m in tables_ if (lu := _MEMBRE.fullmatch(m))}
    faits = paquet_tables.attributs(lit_membre[ATTRIBUTS]()) if ATTRIBUTS in tables_ else paquet_tables.vide(prive.ATTRIBUTS)
    lieux = paquet_tables.equipements(lit_membre[EQUIPEMENTS]()) if EQUIPEMENTS in tables_ else paquet_tables.vide(prive.EQUIPEMENTS)
    return Lu(decrit, valeurs, faits, lieux)


def _infos(ouverte: zipfile.ZipFile, nom: str) -> dict[str, zipfile.ZipInfo]:
    """Members by name: ours only, each once, none encrypted, none that would fill the memory.  Nothing was unpacked yet."""
    infos = {info.filename: info for info in ouverte.infolist()}
    if len(infos) != len(ouverte.infolist()):
        raise _refus(nom, "il contient deux fois le même élément")
    for membre, info in infos.items():
        if membre not in (MANIFESTE, ATTRIBUTS, EQUIPEMENTS, *LIBRES) and not _MEMBRE.fullmatch(membre):
            raise _refus(nom, "il contient autre chose qu'un paquet de territoire")
        if info.flag_bits & _CHIFFRE or info.compress_type not in _METHODES:
            raise _refus(nom, "il est compressé ou chiffré d'une manière que le logiciel n'emploie pas")
        if max(info.file_size, info.compress_size) > paquet_tables.MEMBRE_MAX:
            raise _refus(nom, "il est trop volumineux pour être un paquet")
        if info.file_size > RATIO_MAX * max(info.compress_size, 1024):
            raise _refus(nom, "il est compressé au-delà de ce qu'un paquet peut l'être")
    if sum(info.file_size for info in infos.values()) > DEPLIE_MAX:
        raise _refus(nom, "il est trop volumineux pour être un paquet")
    return infos


def _exige_intact(nom: str, manifeste: Mapping[str, Any], infos: Mapping[str, zipfile.ZipInfo]) -> None:
    if set(manifeste["membres"]) | {MANIFESTE} != set(infos):
        raise _refus(nom, "il lui manque un élément, ou il en a un de trop")
    if identifiant(manifeste) != manifeste["id"]:
        raise _refus(nom, "sa description n'est pas celle qui a été écrite")


def _exige_passe(nom: str, decrit: Paquet) -> None:
    """What is dated after tomorrow would hide for ever that a later one is newer."""
    demain = datetime.now(UTC) + AVANCE
    publie = date.fromisoformat(decrit.publie_le) if decrit.publie_le else date.min
    if datetime.fromisoformat(decrit.prepare_le) > demain or publie > demain.date():
        raise _refus(nom, "il porte une date à venir", "Vérifiez la date des deux postes, puis demandez un nouveau paquet.")


def _scelle(ouverte: zipfile.ZipFile, info: zipfile.ZipInfo, sceau: Mapping[str, Any], *, nom: str) -> bytes:
    """A member, the very bytes that the manifest says: read each time it is asked for, so that two are never there together."""
    octets = _octets(ouverte, info, sceau["octets"])
    if sha256(octets) != sceau["sha256"] or len(octets) != sceau["octets"]:
        raise _refus(nom, f"« {info.filename} » n'y est pas ce qui y a été mis")
    return octets


def _octets(ouverte: zipfile.ZipFile, info: zipfile.ZipInfo, limite: int) -> bytes:
    """A member, never more than ``limite`` whatever size it claims."""
    with ouverte.open(info) as flux:
        octets = flux.read(limite + 1)
    if len(octets) > limite:
        raise ValueError("a member is larger than it says")
    return octets


def _exige_bornes(formes: Mapping[str, Membre], nom: str) -> None:
    """Rows, as the footers tell them: none of them was read yet."""
    comptes = {membre: paquet_tables.lignes(lu(), forme) for membre, (lu, forme) in formes.items()}
    trop = [m for m, n in comptes.items() if n > {ATTRIBUTS: FAITS_MAX, EQUIPEMENTS: LIEUX_MAX}.get(m, PARTITION_MAX)]
    if trop or sum(comptes.values()) > LIGNES_MAX:
        raise _refus(nom, "il a plus de lignes qu'un paquet ne peut en avoir")


def _partition(frame: pd.DataFrame, partition: str, nom: str) -> pd.DataFrame:
    """What a publication never holds is refused, as when it is written."""
    niveau = "epci" if partition == publie.EPOQUES else partition.split("-")[0]
    if set(frame["niveau"].cat.categories) - {niveau}:
        raise _refus(nom, f"« {partition} » contient des lignes d'un autre niveau")
    cle = (*paquet_tables.CLE_VALEURS, "millesime_geo") if partition == publie.EPOQUES else paquet_tables.CLE_VALEURS
    if paquet_tables.doubles(frame, cle).any():
        raise _refus(nom, f"« {partition} » donne deux fois le même chiffre")
    return frame


def _refus(nom: str, pourquoi: str, remede: str = "Demandez un nouveau paquet à la personne qui l'a préparé.") -> PaquetRefuse:
    return PaquetRefuse(f"« {nom} » ne peut pas être ouvert : {pourquoi}. Rien n'a été changé. {remede}", pourquoi)
