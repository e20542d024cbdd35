"""The private store: immutable editions of exact measures, and the current set that they make together.

Rule of scopes: for each (source, annee, niveau, departement) the newest edition is current and older ones stay
readable.  Rule of precedence: where two sources give the same measure at one place and year, the lowest
``Source.precedence`` decides; a row that is not available (nd) gives nothing.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from ctg_data import policy
from ctg_data.errors import CtgError, FichierRefuse
from ctg_data.loaders import sources
from ctg_data.loaders.model import Chargement, Source
from ctg_data.settings import Settings
from ctg_data.store import catalogue, durable, lecture, prive
from ctg_data.store.catalogue import Portee
from ctg_data.store.edition import Edition, de_fiche, decrit, instant, maintenant, vers_fiche
from ctg_data.store.portees import Changements, avec_departement, compare, portees_de
from ctg_data.territoires.model import MILLESIMES
from ctg_data.territoires.referentiel import charge

COLONNES_EDITIONS = tuple(c for c in Edition.__dataclass_fields__ if c not in ("changements", "nouvelle")) + tuple(
    Changements.__dataclass_fields__
)


@dataclass(frozen=True)
class Referents:
    """What the store must know besides the files: declared sources by id, and (asked only for EPCI rows) SIREN -> département."""

    sources: Mapping[str, Source]
    epci: Callable[[], Mapping[str, str]]


class Magasin:
    """One store folder, opened (and created if need be).  Raises MagasinInvalide, in French."""

    def __init__(self, settings: Settings, *, referents: Referents | None = None, jusqua: int | None = None):
        self._settings = settings
        self._referents = referents
        self._jusqua = jusqua
        self._catalogue = catalogue.ouvre(settings.store)

    @property
    def dossier(self) -> Path:
        return self._settings.store

    @property
    def referents(self) -> Referents:
        if self._referents is None:
            self._referents = referents_par_defaut(self._settings)
        return self._referents

    def enregistre(self, chargement: Chargement, *, acteur: str | None = None) -> Edition:
        """Record the file as a new edition, or give back the one made from the same bytes (``nouvelle`` False).

        Raises FichierRefuse when the loading has faults: nothing of it is recorded.
        """
        acteur = self._settings.acteur if acteur is None else acteur
        policy.require(acteur, "importer", chargement.fichier)
        if chargement.mesures is None or chargement.fautes:
            raise FichierRefuse(chargement.fautes)
        epci = self.referents.epci() if (chargement.mesures["niveau"] == "epci").any() else {}
        mesures = prive.trie(avec_departement(chargement.mesures, epci))
        portees = portees_de(mesures)
        edition = decrit(chargement, mesures, portees, acteur=acteur, profils=self._profils(chargement))
        connue = self._connue(edition.id)
        return connue or self._ajoute(edition, mesures, portees)

    def mesures(self, noms: Collection[str] | None = None, niveaux: Collection[str] | None = None) -> pd.DataFrame:
        """Current rows (COLONNES_MESURES) of the measures ``noms`` at ``niveaux`` (None: all), one source each."""
        precedences = {nom: source.precedence for nom, source in self.referents.sources.items()}
        return lecture.une_source(self.mesures_toutes(noms, niveaux), precedences)

    def mesures_toutes(self, noms: Collection[str] | None = None, niveaux: Collection[str] | None = None) -> pd.DataFrame:
        """Current rows of every source, those that another source's precedence hides included."""
        policy.require(self._settings.acteur, "lire_prive", str(self.dossier))
        editions = self._par_rang()
        morceaux = [
            lecture.courantes(self._fichier(editions[rang]), editions[rang], gardees=gardees, noms=noms, niveaux=niveaux)
            for rang, gardees in lecture.par_edition(self._portees(niveaux)).items()
        ]
        return lecture.assemble(morceaux)

    def noms(self) -> tuple[str, ...]:
        """Names of the measures that the current editions hold."""
        policy.require(self._settings.acteur, "lire_prive", str(self.dossier))
        editions = self._par_rang()
        return tuple(sorted({nom for rang in self._rangs() for nom in prive.noms(self._fichier(editions[rang]))}))

    def mesures_edition(self, identifiant: str) -> pd.DataFrame:
        """The rows of one edition as it was imported, current or not."""
        policy.require(self._settings.acteur, "lire_prive", identifiant)
        edition = self.edition(identifiant)
        return lecture.assemble([lecture.toutes(self._fichier(edition.id), edition.id)])

    def editions(self) -> pd.DataFrame:
        """One row an edition (COLONNES_EDITIONS and ``courante``), oldest first; no figure of the files."""
        courants = set(self._rangs())
        lignes = [_a_plat(e) | {"courante": e.rang in courants} for e in self._editions()]
        return pd.DataFrame(lignes, columns=[*COLONNES_EDITIONS, "courante"])

    def edition(self, identifiant: str) -> Edition:
        """One edition by id.  Raises CtgError when there is none."""
        policy.require(self._settings.acteur, "lire_prive", identifiant)
        connue = self._connue(identifiant)
        if connue is None:
            raise CtgError(f"Aucune édition « {identifiant} » dans le magasin. La commande « editions » en donne la liste.")
        return connue

    def au(self, jour: str | date) -> "Magasin":
        """The store as it was at the end of ``jour`` (a date, or an ISO date and time in UTC), for reading."""
        with catalogue.lecture(self._catalogue) as base:
            requete = "SELECT coalesce(max(rang), 0) FROM editions WHERE substr(importe_le, 1, length(?1)) <= ?1"
            rang = base.execute(requete, (instant(jour),)).fetchone()[0]
        return Magasin(self._settings, referents=self._referents, jusqua=rang)

    def empreinte(self) -> str:
        """Hash of what is current: the same whatever the order in which it was imported."""
        editions = self._par_rang()
        lignes = sorted([*asdict(portee).values(), editions[rang]] for portee, rang in self._portees().items())
        return hashlib.sha256(json.dumps(lignes).encode()).hexdigest()[:16]

    def _ajoute(self, edition: Edition, mesures: pd.DataFrame, portees: Collection[Portee]) -> Edition:
        """File first, row last: a kill between the two leaves a file that nothing names."""
        durable.balaie(self.dossier / "prive")
        prive.ecrit(self._fichier(edition.id), mesures)
        with catalogue.ecriture(self._catalogue) as base:
            entre_temps = _connue(base, edition.id)
            if entre_temps:
                return entre_temps
            changements = compare(mesures, self._remplacees(base, portees))
            edition = replace(edition, importe_le=maintenant(), changements=changements)
            return replace(_inscrit(base, edition, portees), nouvelle=True)

    def _remplacees(self, base: sqlite3.Connection, portees: Collection[Portee]) -> pd.DataFrame:
        """The current rows of the scopes that a new edition takes over."""
        actuelles = _courantes(base, None)
        prises = {portee: actuelles[portee] for portee in portees if portee in actuelles}
        ids = dict(base.execute("SELECT rang, id FROM editions").fetchall())
        return lecture.assemble(
            [
                lecture.courantes(self._fichier(ids[rang]), ids[rang], gardees=gardees)
                for rang, gardees in lecture.par_edition(prises).items()
            ]
        )

    def _fichier(self, identifiant: str) -> Path:
        return self.dossier / "prive" / f"{identifiant}.parquet"

    def _profils(self, chargement: Chargement) -> tuple[str, ...]:
        return tuple(sorted({self.referents.sources[s].profil_secret for s in chargement.sources if s in self.referents.sources}))

    def _portees(self, niveaux: Collection[str] | None = None) -> dict[Portee, int]:
        with catalogue.lecture(self._catalogue) as base:
            toutes = _courantes(base, self._jusqua)
        return {p: rang for p, rang in toutes.items() if niveaux is None or p.niveau in niveaux}

    def _rangs(self) -> list[int]:
        return sorted(set(self._portees().values()))

    def _par_rang(self) -> dict[int, str]:
        with catalogue.lecture(self._catalogue) as base:
            return dict(base.execute("SELECT rang, id FROM editions").fetchall())

    def _editions(self) -> list[Edition]:
        policy.require(self._settings.acteur, "lire_publie", str(self.dossier))
        with catalogue.lecture(self._catalogue) as base:
            lignes = base.execute("SELECT rang, fiche FROM editions ORDER BY rang").fetchall()
        return [de_fiche(*ligne) for ligne in lignes if self._jusqua is None or ligne["rang"] <= self._jusqua]

    def _connue(self, identifiant: str) -> Edition | None:
        with catalogue.lecture(self._catalogue) as base:
            return _connue(base, identifiant)


def referents_par_defaut(settings: Settings) -> Referents:
    """The declared sources, and the main département of each EPCI that any vintage of the reference holds."""
    return Referents(sources.catalogue(), lambda: _departements_epci(settings.reference))


def _departements_epci(reference: Path) -> dict[str, str]:
    """The latest vintage decides, so that the scope of an EPCI never depends on the file's own vintage."""
    referentiel = charge(reference)
    tables = [referentiel.epci(millesime) for millesime in MILLESIMES]
    return {code: departement for t in tables for code, departement in zip(t["code"], t["departement"], strict=True)}


def _connue(base: sqlite3.Connection, identifiant: str) -> Edition | None:
    ligne = base.execute("SELECT rang, fiche FROM editions WHERE id = ?", (identifiant,)).fetchone()
    return de_fiche(*ligne) if ligne else None


def _courantes(base: sqlite3.Connection, jusqua: int | None) -> dict[Portee, int]:
    """The newest edition of every scope."""
    requete = "SELECT source, annee, niveau, departement, max(rang) FROM portees WHERE ?1 IS NULL OR rang <= ?1 GROUP BY 1, 2, 3, 4"
    return {Portee(*ligne[:4]): ligne[4] for ligne in base.execute(requete, (jusqua,))}


def _inscrit(base: sqlite3.Connection, edition: Edition, portees: Collection[Portee]) -> Edition:
    valeurs = (edition.id, edition.importe_le, edition.acteur, vers_fiche(edition))
    rang = base.execute("INSERT INTO editions (id, importe_le, acteur, fiche) VALUES (?, ?, ?, ?)", valeurs).lastrowid
    lignes = [(p.source, p.annee, p.niveau, p.departement, rang) for p in portees]
    base.executemany("INSERT INTO portees VALUES (?, ?, ?, ?, ?)", lignes)
    return replace(edition, rang=rang)


def _a_plat(edition: Edition) -> dict[str, object]:
    fiche = {nom: getattr(edition, nom) for nom in COLONNES_EDITIONS if hasattr(edition, nom)}
    return fiche | asdict(edition.changements)
