"""A protected bundle read (ADR 0018): every member is looked at, within limits, before anything of it is believed."""

import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ctg_data.loaders.offre_schema import PAR_TYPE, PLACES_MAX, TEXTE_MAX, THEMES_OFFRE, TOUS
from ctg_data.records import COLONNES_VALEURS, STATUTS, typed
from ctg_data.settings import ANNEES
from ctg_data.store import prive, publie, tables
from ctg_data.store.paquet import (
    ATTRIBUTS,
    EQUIPEMENTS,
    FORMAT,
    JETON,
    LIBRES,
    MANIFESTE,
    Lu,
    Paquet,
    PaquetRefuse,
    de_json,
    identifiant,
    sha256,
)

TAILLE_MAX, DEPLIE_MAX, MANIFESTE_MAX, LIGNES_MAX, RATIO_MAX = 400 * 2**20, 2**30, 16 * 2**20, 8_000_000, 400
"""Bytes of the file, of its members, of the manifest; rows; how much a member may be compressed.  A région takes a tenth."""
_MEMBRE = re.compile(r"valeurs/(epci_epoque|perimetre|epci|departement|region|france|commune-(?:\d{2}|2[AB]|97\d))\.parquet")
_METHODES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHIFFRE = 0x1
_SOURCES = re.compile(r"(?:[\w.-]{1,64}@\d{4}(?:\||$))*", re.ASCII)
_JOUR = re.compile(r"(?:\d{4}-\d\d-\d\d)?", re.ASCII)
_AVANCE = timedelta(days=1)
"""How far two clocks may be apart."""
_ILLISIBLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, KeyError, ValueError, TypeError, AttributeError,
              RecursionError)  # fmt: skip
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
            "de vous l'envoyer de nouveau."
        ) from erreur


def _lit(ouverte: zipfile.ZipFile, nom: str) -> Lu:
    infos = _infos(ouverte, nom)
    manifeste = json.loads(_octets(ouverte, infos[MANIFESTE], MANIFESTE_MAX))
    if manifeste["format"] != FORMAT:
        raise _refus(
            nom, "il a été préparé par une autre version du logiciel", "Mettez les deux postes à la même version, puis redemandez-le."
        )
    _exige_intact(nom, manifeste, infos)
    membres = {m: _octets(ouverte, infos[m], sceau["octets"]) for m, sceau in manifeste["membres"].items()}
    for membre, octets in membres.items():
        if sha256(octets) != manifeste["membres"][membre]["sha256"] or len(octets) != manifeste["membres"][membre]["octets"]:
            raise _refus(nom, f"« {membre} » n'y est pas ce qui y a été mis")
    decrit, faits, lieux = de_json(manifeste), _attributs(membres.get(ATTRIBUTS)), _equipements(membres.get(EQUIPEMENTS))
    _exige_passe(nom, decrit)
    return Lu(decrit, dict(_valeurs(membres, nom)), faits, lieux)


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
    demain = datetime.now(UTC) + _AVANCE
    publie = date.fromisoformat(decrit.publie_le) if decrit.publie_le else date.min
    if datetime.fromisoformat(decrit.prepare_le) > demain or publie > demain.date():
        raise _refus(nom, "il porte une date à venir", "Vérifiez la date des deux postes, puis demandez un nouveau paquet.")


def _octets(ouverte: zipfile.ZipFile, info: zipfile.ZipInfo, limite: int) -> bytes:
    """A member, never more than ``limite`` whatever size it claims."""
    with ouverte.open(info) as flux:
        octets = flux.read(limite + 1)
    if len(octets) > limite:
        raise ValueError("a member is larger than it says")
    return octets


def _valeurs(membres: Mapping[str, bytes], nom: str) -> Iterator[tuple[str, pd.DataFrame]]:
    reste = LIGNES_MAX
    for membre, octets in membres.items():
        if lu := _MEMBRE.fullmatch(membre):
            frame = typed(_table(octets, publie.FORME, reste), COLONNES_VALEURS)
            reste -= len(frame)
            _verifie(frame, lu[1], nom)
            yield lu[1], frame


def _table(octets: bytes, forme: tables.Format, limite: int) -> pd.DataFrame:
    """A Parquet file of exactly these columns and types.  Raises ValueError."""
    try:
        return _lue(octets, forme, limite)
    except tables.ILLISIBLE as erreur:
        raise ValueError("a Parquet file was expected") from erreur


def _lue(octets: bytes, forme: tables.Format, limite: int) -> pd.DataFrame:
    """The footer is looked at before the pages."""
    fichier = pq.ParquetFile(pa.BufferReader(octets), read_dictionary=forme.textes)
    schema = fichier.schema_arrow
    if schema.names != list(forme.colonnes) or any(schema.field(c).type != forme.schema.field(c).type for c in forme.colonnes):
        raise ValueError("other columns than those of the record")
    pied = fichier.metadata
    deplie = sum(pied.row_group(g).total_byte_size for g in range(pied.num_row_groups))
    if not 0 <= pied.num_rows <= limite or deplie > DEPLIE_MAX:
        raise ValueError("too many rows")
    lue = fichier.read()
    if any(lue[c].null_count for c in lue.column_names if c not in ("valeur", "ic_bas", "ic_haut")) and forme is publie.FORME:
        raise ValueError("an empty cell where there is none")
    return tables.en_frame([lue]) if len(lue) else pd.DataFrame({c: [] for c in forme.colonnes})


def _verifie(frame: pd.DataFrame, partition: str, nom: str) -> None:
    """What a publication never holds is refused, as when it is written."""
    niveau = "epci" if partition == publie.EPOQUES else partition.split("-")[0]
    publie.verifie(frame)
    textes = {c: set(frame[c].cat.categories) for c in ("niveau", "statut", "edition", "modalite", "indicateur", "sources")}
    if textes["niveau"] - {niveau} or textes["statut"] - set(STATUTS):
        raise _refus(nom, f"« {partition} » contient des lignes d'un autre niveau")
    jetons = textes["edition"] | textes["indicateur"]
    if not all(map(JETON.fullmatch, jetons)) or not all(map(_SOURCES.fullmatch, textes["sources"])):
        raise ValueError("a text that the product never writes")
    if len(frame) and not (frame["annee"].min() >= ANNEES[0] and frame["annee"].max() <= ANNEES[1]):
        raise ValueError("a year that data do not have")
    cle = ["indicateur", "code", "annee", "modalite"] + (["millesime_geo"] if partition == publie.EPOQUES else [])
    if frame.duplicated(cle).any():
        raise _refus(nom, f"« {partition} » donne deux fois le même chiffre")


def _attributs(octets: bytes | None) -> pd.DataFrame:
    if octets is None:
        return pd.DataFrame({c: [] for c in prive.ATTRIBUTS.colonnes})
    faits = _table(octets, prive.ATTRIBUTS, LIGNES_MAX)
    if faits.isna().any(axis=None) or not all(len(str(v)) <= 64 for c in prive.ATTRIBUTS.textes for v in faits[c].cat.categories):
        raise ValueError("facts that the product never writes")
    return faits


def _equipements(octets: bytes | None) -> pd.DataFrame:
    """Facilities as an import keeps them: known types, short texts, positions on the earth."""
    forme = prive.EQUIPEMENTS
    if octets is None:
        return pd.DataFrame({c: [] for c in forme.colonnes})
    lieux = _table(octets, forme, LIGNES_MAX)
    textes = {c: set(map(str, lieux[c].cat.categories)) for c in forme.textes}
    nombres = lieux[["places", "latitude", "longitude"]]
    if (
        lieux.drop(columns=list(nombres)).isna().any(axis=None)
        or textes["type"] - {*PAR_TYPE, TOUS}
        or textes["theme"] - {*THEMES_OFFRE, ""}
        or any(len(t) > TEXTE_MAX for siens in textes.values() for t in siens)
        or not all(_JOUR.fullmatch(t) for c in ("cof_debut", "cof_fin") for t in textes[c])
        or ((nombres < [0, -90, -180]) | (nombres > [PLACES_MAX, 90, 180])).any(axis=None)
    ):
        raise ValueError("facilities that the product never writes")
    return lieux


def _refus(nom: str, pourquoi: str, remede: str = "Demandez un nouveau paquet à la personne qui l'a préparé.") -> PaquetRefuse:
    return PaquetRefuse(f"« {nom} » ne peut pas être ouvert : {pourquoi}. Rien n'a été changé. {remede}")
