"""The protected bundle: one ZIP that carries the published values of a territory to another workstation (ADR 0018).

```
LISEZ-MOI.txt, portrait.html, contours.geojson    for whoever opens the file without the application
valeurs/<partition>.parquet                       published values, as ``store.publie`` lays them
attributs.parquet                                 facts about communes, when there are some
paquet.json                                       manifest: territory, dates, rules, sources, SHA-256 and size of each member
```
Nothing of what it holds is believed before ``lit`` has looked at all of it.
"""

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ctg_data.errors import CtgError
from ctg_data.records import COLONNES_VALEURS, NIVEAUX, STATUTS, typed
from ctg_data.settings import ANNEES
from ctg_data.store import perimetres, prive, publie, tables
from ctg_data.territoires.atlas import Lieu

FORMAT = "ctg-paquet-1"
SUFFIXE = ".ctg.zip"
MANIFESTE, ATTRIBUTS, VALEURS = "paquet.json", "attributs.parquet", "valeurs/"
LISEZ_MOI = "LISEZ-MOI.txt"
LIBRES = (LISEZ_MOI, "portrait.html", "contours.geojson")
"""Members that the application checks and never reads: it draws the portrait and the map itself."""
TAILLE_MAX, DEPLIE_MAX, MANIFESTE_MAX, LIGNES_MAX, RATIO_MAX = 400 * 2**20, 2**30, 16 * 2**20, 8_000_000, 400
"""Bytes of the file, of its members, of the manifest; rows; how much a member may be compressed.  A région takes a tenth."""
_MEMBRE = re.compile(r"valeurs/(epci_epoque|perimetre|epci|departement|region|france|commune-(?:\d{2}|2[AB]|97\d))\.parquet")
_METHODES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHIFFRE = 0x1
_LIEU = re.compile(r"[0-9a-f]{32}")
_JETON, _SOURCES = re.compile(r"[\w.+-]{0,64}", re.ASCII), re.compile(r"(?:[\w.-]{1,64}@\d{4}(?:\||$))*", re.ASCII)
_ILLISIBLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, KeyError, ValueError, TypeError, AttributeError,
              RecursionError)  # fmt: skip
"""What a damaged or made-up file raises, wherever it is damaged."""
_TEXTES = ("niveau", "code", "annee", "indicateur", "modalite", "statut", "sources", "edition", "millesime_geo", "est", "arr5")
"""Columns that are never empty."""


class PaquetRefuse(CtgError):
    """A bundle that cannot be opened; says why and what to ask for."""


@dataclass(frozen=True)
class Paquet:
    """What the manifest of a bundle says.

    ``importees``: sources that the first workstation held -> their years.  ``dedans``: level -> codes of the territory and of its
    parts, whose figures are all there; other rows are there to be compared with.  ``ecartes``: level -> codes that showed figures of
    the other nature (demonstration or real), so that sets of comparable territories stay the same.  Instants are ISO, in UTC;
    ``publie_le`` is "" for the embedded demonstration.
    """

    id: str
    niveau: str
    code: str
    nom: str
    prepare_le: str
    publication: str
    publie_le: str
    demo: bool
    moteur: str
    reference: str
    importees: Mapping[str, tuple[int, ...]]
    dedans: Mapping[str, frozenset[str]]
    ecartes: Mapping[str, frozenset[str]]
    lieux: tuple[Lieu, ...] = ()

    @property
    def territoire(self) -> tuple[str, str]:
        return self.niveau, self.code

    def contient(self, niveau: str, code: str) -> bool:
        """Whether every figure of that territory is in the bundle."""
        return code in self.dedans.get(niveau, ())


@dataclass(frozen=True, eq=False)
class Lu:
    """A bundle that was looked at.  ``valeurs``: partition -> published values.  ``attributs``: facts, with their département."""

    paquet: Paquet
    valeurs: Mapping[str, pd.DataFrame]
    attributs: pd.DataFrame


def identifiant(manifeste: Mapping[str, Any]) -> str:
    """First 16 hex digits of SHA-256 over all that the manifest says, members included: two people can compare it by telephone.

    All of them but LISEZ_MOI, which tells it to the one who prepared the file.
    """
    dit = {cle: valeur for cle, valeur in manifeste.items() if cle != "id"}
    dit["membres"] = {nom: sceau for nom, sceau in manifeste["membres"].items() if nom != LISEZ_MOI}
    return hashlib.sha256(json.dumps(dit, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def vers_json(paquet: Paquet) -> dict[str, Any]:
    """The manifest without its members."""
    return {
        "format": FORMAT,
        "id": paquet.id,
        "territoire": {"niveau": paquet.niveau, "code": paquet.code, "nom": paquet.nom},
        "prepare_le": paquet.prepare_le,
        "publication": {"id": paquet.publication, "publiee_le": paquet.publie_le, "demo": paquet.demo},
        "moteur": paquet.moteur,
        "reference": paquet.reference,
        "importees": {source: list(annees) for source, annees in sorted(paquet.importees.items())},
        "dedans": {niveau: sorted(codes) for niveau, codes in sorted(paquet.dedans.items())},
        "ecartes": {niveau: sorted(codes) for niveau, codes in sorted(paquet.ecartes.items())},
        "lieux": [perimetres.vers_json(lieu) for lieu in paquet.lieux],
    }


def de_json(lu: Mapping[str, Any]) -> Paquet:
    """The bundle that a manifest describes.  Raises ValueError, KeyError or TypeError on anything else."""
    lieu, publication = lu["territoire"], lu["publication"]
    textes = {nom: _texte(valeur) for nom, valeur in (("niveau", lieu["niveau"]), ("code", lieu["code"]), ("nom", lieu["nom"]))}
    for instant in (lu["prepare_le"], publication["publiee_le"] or lu["prepare_le"]):
        datetime.fromisoformat(instant)
    return Paquet(
        id=_jeton(lu["id"]),
        **textes,
        prepare_le=lu["prepare_le"],
        publication=_jeton(publication["id"]),
        publie_le=publication["publiee_le"],
        demo=publication["demo"] is True,
        moteur=_jeton(lu["moteur"]),
        reference=_jeton(lu["reference"]),
        importees={_jeton(source): tuple(map(_annee, annees)) for source, annees in lu["importees"].items()},
        dedans=_codes(lu["dedans"]),
        ecartes=_codes(lu["ecartes"]),
        lieux=tuple(map(_lieu, lu["lieux"])),
    )


def _lieu(lu: Mapping[str, Any]) -> Lieu:
    if not _LIEU.fullmatch(_texte(lu["id"])) or lu["refus"] != "" or (lu["parent"] and not _LIEU.fullmatch(lu["parent"])):
        raise ValueError("a perimeter was expected")
    return perimetres.de_json({**lu, "nom": _texte(lu["nom"])})


def _texte(lu: object) -> str:
    if not isinstance(lu, str) or not 0 < len(lu) <= 200:
        raise ValueError("a text of 1 to 200 characters was expected")
    return lu


def _jeton(lu: str) -> str:
    if not _JETON.fullmatch(lu):
        raise ValueError("an identifier was expected")
    return lu


def _annee(lu: object) -> int:
    if not isinstance(lu, int) or not ANNEES[0] <= lu <= ANNEES[1]:
        raise ValueError("a year was expected")
    return lu


def _codes(lu: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    if set(lu) - set(NIVEAUX):
        raise ValueError("unknown level")
    return {niveau: frozenset(map(_jeton, codes)) for niveau, codes in lu.items()}


# Writing ---------------------------------------------------------------------------------------------------------------


def archive(manifeste: Mapping[str, Any], membres: Mapping[str, bytes], lisez_moi: Callable[[str], str]) -> tuple[str, bytes]:
    """(id, the file): the same content gives the same bytes.  ``lisez_moi``: id -> what is told to whoever opens the file."""
    complet = {**manifeste, "membres": _sceaux(membres)}
    complet["id"] = identifiant(complet)
    membres = {**membres, LISEZ_MOI: lisez_moi(complet["id"]).encode("utf-8-sig")}
    complet["membres"] = _sceaux(membres)
    texte = json.dumps(complet, ensure_ascii=False, indent=1, sort_keys=True).encode()
    sortie, quand = io.BytesIO(), datetime.fromisoformat(complet["prepare_le"]).timetuple()[:6]
    with zipfile.ZipFile(sortie, "w") as fichier:
        for nom, octets in sorted({**membres, MANIFESTE: texte}.items()):
            # Parquet is compressed already.
            methode = zipfile.ZIP_STORED if nom.endswith(".parquet") else zipfile.ZIP_DEFLATED
            fichier.writestr(zipfile.ZipInfo(nom, quand), octets, methode)
    return complet["id"], sortie.getvalue()


def _sceaux(membres: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    return {nom: {"octets": len(octets), "sha256": _sha256(octets)} for nom, octets in sorted(membres.items())}


def _sha256(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


# Reading ---------------------------------------------------------------------------------------------------------------


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
        if _sha256(octets) != manifeste["membres"][membre]["sha256"] or len(octets) != manifeste["membres"][membre]["octets"]:
            raise _refus(nom, f"« {membre} » n'y est pas ce qui y a été mis")
    return Lu(de_json(manifeste), dict(_valeurs(membres, nom)), _attributs(membres.get(ATTRIBUTS)))


def _infos(ouverte: zipfile.ZipFile, nom: str) -> dict[str, zipfile.ZipInfo]:
    """Members by name: ours only, each once, none encrypted, none that would fill the memory.  Nothing was unpacked yet."""
    infos = {info.filename: info for info in ouverte.infolist()}
    if len(infos) != len(ouverte.infolist()):
        raise _refus(nom, "il contient deux fois le même élément")
    for membre, info in infos.items():
        if membre not in (MANIFESTE, ATTRIBUTS, *LIBRES) and not _MEMBRE.fullmatch(membre):
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
    if not all(map(_JETON.fullmatch, jetons)) or not all(map(_SOURCES.fullmatch, textes["sources"])):
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


def _refus(nom: str, pourquoi: str, remede: str = "Demandez un nouveau paquet à la personne qui l'a préparé.") -> PaquetRefuse:
    return PaquetRefuse(f"« {nom} » ne peut pas être ouvert : {pourquoi}. Rien n'a été changé. {remede}")
