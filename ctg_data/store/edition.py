"""The frozen record of one edition, and its sheet in the catalogue."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime

import pandas as pd

from ctg_data.loaders.model import Chargement, Forme
from ctg_data.store.catalogue import Portee
from ctg_data.store.portees import Changements

TRANSITOIRES = ("nouvelle", "retablie", "reparee")
"""What is said of one import of an edition, not of the edition."""


@dataclass(frozen=True)
class Edition:
    """What an import made, for ever: where it comes from, what it holds, what it changed.

    ``formes``: how its tables were laid, none for an edition recorded before that was kept.
    ``mesures``, ``attributs``, ``equipements``: number of rows; ``statuts``: statut -> rows.  ``importe_le``: UTC, ISO 8601.
    ``extraction``: ISO day.
    Not kept in the catalogue: ``nouvelle`` is False when the same bytes were already there, ``retablie`` says that they are
    current again, ``reparee`` that their private file was missing or damaged and was written again.
    """

    id: str
    sources: tuple[str, ...]
    fichier: str
    sha256: str
    importe_le: str
    acteur: str
    lignes_lues: int
    mesures: int
    statuts: Mapping[str, int]
    annees: tuple[int, ...]
    niveaux: tuple[str, ...]
    departements: tuple[str, ...]
    millesime_geo: tuple[int, ...]
    profil_secret: tuple[str, ...]
    annee_declaree: bool
    millesime_deduit: bool
    avertissements: tuple[str, ...]
    changements: Changements
    extraction: str = ""
    consolidation: str = ""
    fictif: bool = False
    attributs: int = 0
    formes: tuple[Forme, ...] = ()
    equipements: int = 0
    rang: int = 0
    nouvelle: bool = field(default=False, compare=False)
    retablie: bool = field(default=False, compare=False)
    reparee: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Lignes:
    """The rows of an edition as the store keeps them (sorted, with their département): measures, facts, facilities."""

    mesures: pd.DataFrame
    attributs: pd.DataFrame
    equipements: pd.DataFrame

    @property
    def tables(self) -> tuple[pd.DataFrame, ...]:
        return self.mesures, self.attributs, self.equipements


def identifiant(chargement: Chargement, annees: Sequence[int], *, cle: bytes) -> str:
    """First 16 hex digits of HMAC-SHA-256, under the store's own key, over the bytes' hash, the sources and the years read, sorted.

    The years are part of it because the same bytes may be imported again under a mended year.  The key is there because ids
    are published: without it, whoever guesses the few unknown cells of a file could try each guess against its hash.
    """
    empreinte = "|".join((chargement.sha256, ",".join(sorted(chargement.sources)), ",".join(map(str, annees))))
    return hmac.new(cle, empreinte.encode(), hashlib.sha256).hexdigest()[:16]


def maintenant() -> str:
    """UTC, ISO 8601, to the microsecond: instants compare as texts."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def instant(jour: str | date) -> str:
    """A day or an instant as a prefix that compares with ``maintenant()``."""
    if isinstance(jour, datetime):
        return jour.astimezone(UTC).isoformat(timespec="microseconds")
    return jour.isoformat() if isinstance(jour, date) else jour


def decrit(
    chargement: Chargement, lignes: Lignes, portees: Sequence[Portee], *, acteur: str, profils: tuple[str, ...], cle: bytes
) -> Edition:
    """The edition of a loading, before the catalogue gives it its rank, its date and its count of changes."""
    annees = tuple(sorted({p.annee for p in portees}))
    mesures = lignes.mesures
    return Edition(
        id=identifiant(chargement, annees, cle=cle),
        sources=tuple(sorted(chargement.sources)),
        fichier=chargement.fichier,
        sha256=chargement.sha256,
        importe_le="",
        acteur=acteur,
        lignes_lues=chargement.lignes_lues,
        mesures=len(mesures),
        statuts={str(k): int(n) for k, n in mesures["statut"].value_counts().items() if n},
        annees=annees,
        niveaux=tuple(sorted({p.niveau for p in portees})),
        departements=tuple(sorted({p.departement for p in portees} - {""})),
        millesime_geo=tuple(sorted({m for t in lignes.tables for m in t["millesime_geo"].unique().tolist()})),
        profil_secret=profils,
        annee_declaree=chargement.annee_declaree,
        millesime_deduit=chargement.millesime_deduit,
        avertissements=tuple(chargement.avertissements),
        changements=Changements(sum(map(len, lignes.tables))),
        extraction=chargement.extraction.jour,
        consolidation=chargement.extraction.consolidation,
        fictif=chargement.fictif,
        attributs=len(lignes.attributs),
        equipements=len(lignes.equipements),
        formes=chargement.formes,
    )


def vers_fiche(edition: Edition) -> str:
    """The record as the JSON text that the catalogue keeps."""
    contenu = asdict(edition)
    for nom in ("rang", *TRANSITOIRES):
        del contenu[nom]
    return json.dumps(contenu, ensure_ascii=False, sort_keys=True)


def de_fiche(rang: int, fiche: str) -> Edition:
    """The record from its JSON text and its rank."""
    contenu = {nom: tuple(v) if isinstance(v, list) else v for nom, v in json.loads(fiche).items()}
    changements = Changements(**contenu.pop("changements"))
    formes = tuple(_forme(lue) for lue in contenu.pop("formes", ()))
    return Edition(**contenu, changements=changements, formes=formes, rang=rang)


def _forme(lue: Mapping[str, object]) -> Forme:
    return Forme(**{**lue, "colonnes": tuple(map(tuple, lue["colonnes"]))})
