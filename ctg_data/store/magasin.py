"""The private store: immutable editions of exact measures, facts (``attributs``) and facilities, and the current set that they make.

Rule of scopes: for each (source, annee, niveau, departement), and for the sources that say so each measure, modalité and scheme,
the edition pinned last, else the one imported last, is current unless it was withdrawn; others stay readable.  Rule of precedence:
where two sources give the same measure at one place and year, the lowest ``Source.precedence`` decides; a row that is not available
(nd) gives nothing.
"""

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from ctg_data import policy
from ctg_data.errors import EditionRetiree, FichierRefuse, MagasinInvalide
from ctg_data.loaders import locales, sources
from ctg_data.loaders.model import Chargement, Source
from ctg_data.settings import Settings
from ctg_data.store import avis, catalogue, durable, etat, inscriptions, lecture, presences, prive, recus
from ctg_data.store.catalogue import Portee
from ctg_data.store.edition import TRANSITOIRES, Edition, Lignes, de_fiche, decrit, instant, maintenant
from ctg_data.store.etat import Etat, Geste
from ctg_data.store.fichiers import A_COTE, Fichiers, Gardees
from ctg_data.store.portees import Changements, avec_departement, compare, compare_attributs, compare_equipements, portees_de
from ctg_data.territoires.model import MILLESIMES
from ctg_data.territoires.referentiel import charge

COLONNES_EDITIONS = tuple(c for c in Edition.__dataclass_fields__ if c not in ("changements", "formes", *TRANSITOIRES)) + tuple(
    Changements.__dataclass_fields__
)
COLONNES_ETAT = (
    *("courante", "retiree", "retiree_le", "retiree_par", "retiree_raison"),
    *("epinglee", "epinglee_le", "epinglee_par", "epinglee_raison", "en_attente"),
)
"""What changes with later imports, withdrawals and pins, beside what an edition is; ``en_attente``: kept out somewhere by a pinned one."""
LECTEURS = 2
"""Files of the store read at once: Arrow decodes them side by side."""
Juge = Callable[[Chargement], Sequence[str]]


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
        locales.utilise(settings.dossier_sources)
        self._vu: Etat | None = None
        self._fichiers = Fichiers(settings.store / "prive", self._abimee)

    @property
    def dossier(self) -> Path:
        """Folder of the store."""
        return self._settings.store

    @property
    def sources(self) -> Path:
        """Folder of the local sources of the store."""
        return self._settings.dossier_sources

    @property
    def referents(self) -> Referents:
        """What was given at the opening, else the product's own sources and reference, read when first asked for."""
        if self._referents is None:
            self._referents = referents_par_defaut(self._settings)
        return self._referents

    def enregistre(self, chargement: Chargement, *, acteur: str | None = None, juge: Juge | None = None) -> Edition:
        """Record the file as a new edition, or give back the one made from the same bytes (``nouvelle`` False).

        The latter becomes current again, as a new one would, unless it is already (``retablie``); its private file is written
        again if it was missing or damaged (``reparee``).  ``juge`` gives more warnings on a new file.

        Raises FichierRefuse when the loading has faults: nothing of it is recorded.
        """
        acteur = self._settings.acteur if acteur is None else acteur
        policy.require(acteur, "importer", chargement.fichier)
        if chargement.mesures is None or chargement.fautes:
            raise FichierRefuse(chargement.fautes)
        lignes = self._lignes(chargement)
        fines, communales = (self._celles(chargement, portee) for portee in ("portee_fine", "portee_communale"))
        portees = tuple({p for table in lignes.tables for p in portees_de(table, fines if table is lignes.mesures else (), communales)})
        edition = decrit(chargement, lignes, portees, acteur=acteur, profils=self._profils(chargement), cle=self._cle(chargement))
        connue = self._connue(edition.id)
        self._refuse_le_melange(connue or edition)
        if connue:
            return self._reprend(connue, lignes, portees, acteur=acteur)
        phrases = tuple(juge(chargement)) if juge else ()
        return self._ajoute(replace(edition, avertissements=(*edition.avertissements, *phrases)), lignes, portees)

    def retire(self, identifiant: str, acteur: str | None = None, *, raison: str = "") -> bool:
        """Withdraw an edition: what it replaced is current again.  Nothing is erased.  False when it was withdrawn already.

        Raises EditionInconnue when there is no such edition, RaisonRefusee on a ``raison`` that is too long.
        """
        return self._change(identifiant, "retire", acteur, raison=raison)

    def retablit(self, identifiant: str, acteur: str | None = None) -> bool:
        """Undo ``retire``: the edition takes its place again, behind those imported after it.  False when it was not withdrawn."""
        return self._change(identifiant, "retablit", acteur)

    def epingle(self, identifiant: str, acteur: str | None = None, *, raison: str = "") -> bool:
        """Keep an edition in force for all its scopes, whatever is imported after it.  False when it was pinned already.

        Of two pinned editions of one scope, the one pinned last is in force.  Raises EditionInconnue, RaisonRefusee, EditionRetiree.
        """
        return self._change(identifiant, "epingle", acteur, raison=raison)

    def libere(self, identifiant: str, acteur: str | None = None) -> bool:
        """Undo ``epingle``: what was imported since takes its place.  False when it was not pinned."""
        return self._change(identifiant, "libere", acteur)

    def histoire(self, identifiant: str) -> tuple[Geste, ...]:
        """Everything that happened to an edition, oldest first: imported, withdrawn and why, restored, pinned…"""
        policy.require(self._settings.acteur, "lire_publie", identifiant)
        with catalogue.lecture(self._catalogue) as base:
            return etat.histoire(base, self._fichee(identifiant).rang, self._etat().rang)

    def remises(self, avant: "Magasin") -> tuple[str, ...]:
        """Ids of the editions that have current scopes here and had fewer, or none, in ``avant``."""
        ici, la = self._etat(), avant._etat()
        return tuple(ici.ids[rang] for rang, portees in ici.par_rang.items() if portees - la.par_rang.get(rang, frozenset()))

    def mesures(
        self,
        noms: Collection[str] | None = None,
        niveaux: Collection[str] | None = None,
        departements: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """Current rows (COLONNES_MESURES) of the measures ``noms`` at ``niveaux`` in ``departements`` (None: all), one source each."""
        precedences = {nom: source.precedence for nom, source in self.referents.sources.items()}
        return lecture.une_source(self.mesures_toutes(noms, niveaux, departements), precedences)

    def mesures_toutes(
        self,
        noms: Collection[str] | None = None,
        niveaux: Collection[str] | None = None,
        departements: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """Current rows of every source, those that another source's precedence hides included; but those of a local source whose
        declaration is missing or faulty: nothing says any more how to protect them."""
        policy.require(self._settings.acteur, "lire_prive", str(self.dossier))
        gardees, choix = self._gardees(), {"mesure": noms, "niveau": niveaux, "departement": departements}
        utiles = [i for i in gardees if self._fichiers.a_des(i, choix)]
        with ThreadPoolExecutor(LECTEURS) as fils:
            lues = lecture.assemble(list(fils.map(lambda i: self._fichiers.mesures(i, gardees[i], choix), utiles)))
        return lecture.declarees(lues, self.referents.sources)

    def attributs(self, niveaux: Collection[str] | None = None, departements: Collection[str] | None = None) -> pd.DataFrame:
        """Current facts (COLONNES_ATTRIBUTS) of every source and year at ``niveaux`` in ``departements`` (None: all).

        They are published lists: who may read what is published may read them.
        """
        return self._a_cote("attributs", niveaux, departements)

    def presences(self, communes: Mapping[str, str]) -> pd.DataFrame:
        """How many territories each source names (``presences.COLONNES``): counts, never a figure.

        ``communes``: arrondissement -> commune that it is counted in.
        """
        policy.require(self._settings.acteur, "lire_publie", str(self.dossier))
        lieux = [self._fichiers.lieux(i, portees) for i, portees in self._gardees().items()]
        a_cote = (self._a_cote(nom, None, None) for nom in A_COTE)
        lieux += [presences.distincts(avec_departement(lignes, {})) for lignes in a_cote if len(lignes)]
        return presences.compte([m for m in lieux if len(m)], communes)

    def equipements(self, niveaux: Collection[str] | None = None, departements: Collection[str] | None = None) -> pd.DataFrame:
        """Current facilities (COLONNES_EQUIPEMENTS) of every year: places open to the public, that who reads what is published may read."""
        return self._a_cote("equipements", niveaux, departements)

    def _a_cote(self, nom: str, niveaux: Collection[str] | None, departements: Collection[str] | None) -> pd.DataFrame:
        """A public table kept beside the measures."""
        policy.require(self._settings.acteur, "lire_publie", str(self.dossier))
        avec = {edition.id for edition in self._editions() if getattr(edition, nom)}
        voulues = [(i, portees) for i, portees in self._gardees().items() if i in avec]
        return self._fichiers.table(nom, voulues, {"niveau": niveaux, "departement": departements})

    def _gardees(self) -> dict[str, Gardees]:
        """Each current edition, and what of it is."""
        vu = self._etat()
        return {vu.ids[r]: None if r in vu.entieres else portees for r, portees in vu.par_rang.items()}

    def mesures_edition(self, identifiant: str) -> pd.DataFrame:
        """The rows of one edition as it was imported, current or not."""
        policy.require(self._settings.acteur, "lire_prive", identifiant)
        edition = self.edition(identifiant)
        return lecture.assemble([self._fichiers.mesures(edition.id)])

    def lignes(self, identifiant: str) -> Lignes:
        """The rows, facts and facilities of one edition, current or not."""
        policy.require(self._settings.acteur, "lire_prive", identifiant)
        return self._lignes_de({self.edition(identifiant).id: None})

    def avant(self, identifiant: str) -> "Magasin":
        """The store just before that edition was last imported, for reading."""
        with catalogue.lecture(self._catalogue) as base:
            return self._jusqu_a(etat.arrivee(base, self.edition(identifiant).rang) - 1)

    def en_place_de(self, identifiant: str) -> tuple[tuple[Edition, ...], Lignes]:
        """The other editions that have its scopes here, and their rows in these scopes."""
        policy.require(self._settings.acteur, "lire_prive", identifiant)
        edition, vu = self.edition(identifiant), self._etat()
        with catalogue.lecture(self._catalogue) as base:
            portees = etat.portees_de(base, edition.rang)
        autres = [p for p in portees if vu.portees.get(p) != edition.rang]
        return tuple(self.edition(vu.ids[r]) for r in etat.prises(vu, autres)), self._remplacees(vu, autres)

    def editions(self) -> pd.DataFrame:
        """One row an edition (COLONNES_EDITIONS and COLONNES_ETAT), oldest first; no figure of the files."""
        vu = self._etat()
        lignes = [_a_plat(e) | _etat_de(e.rang, vu) for e in self._editions()]
        return pd.DataFrame(lignes, columns=[*COLONNES_EDITIONS, *COLONNES_ETAT])

    def tenue_par(self, identifiant: str) -> tuple[str, ...]:
        """Ids of the pinned editions that keep that one from being in force somewhere."""
        vu, rang = self._etat(), self.edition(identifiant).rang
        return tuple(vu.ids[r] for r in sorted({vu.portees[p] for p in vu.en_attente.get(rang, ())}))

    def edition(self, identifiant: str) -> Edition:
        """One edition by id.  Raises EditionInconnue when there is none."""
        policy.require(self._settings.acteur, "lire_prive", identifiant)
        return self._fichee(identifiant)

    def identifiant(self, debut: str) -> str:
        """The whole id of which ``debut`` is the head, as it is shown.  Raises EditionInconnue for none, EditionAmbigue for several."""
        return inscriptions.retrouve(debut, [(e.id, e.fichier, e.importe_le) for e in self._editions()])

    def au(self, jour: str | date) -> "Magasin":
        """The store as it was at the end of ``jour`` (a date, or an ISO date and time in UTC), for reading."""
        with catalogue.lecture(self._catalogue) as base:
            return self._jusqu_a(etat.rang_au(base, instant(jour)))

    def fige(self) -> "Magasin":
        """The store as it is now, for a long reading that another process' import must not disturb."""
        return self._jusqu_a(self._etat().rang)

    def courantes(self) -> tuple[str, ...]:
        """Ids of the editions that are current somewhere, oldest first."""
        policy.require(self._settings.acteur, "lire_publie", str(self.dossier))
        return self._etat().courantes

    def empreinte(self) -> str:
        """Hash of what is current: the same whatever the order in which it was imported."""
        policy.require(self._settings.acteur, "lire_publie", str(self.dossier))
        return self._etat().empreinte

    def _lignes(self, chargement: Chargement) -> Lignes:
        """What the store keeps of a loading: its rows with their département, in order."""
        tables_lues = (chargement.mesures, chargement.attributs, chargement.equipements)
        epci = self.referents.epci() if any((t["niveau"] == "epci").any() for t in tables_lues) else {}
        mesures, attributs, equipements = (avec_departement(t, epci) for t in tables_lues)
        return Lignes(prive.trie(mesures), prive.trie(attributs, prive.TRI_ATTRIBUTS), prive.trie(equipements, prive.TRI_EQUIPEMENTS))

    def _ajoute(self, edition: Edition, lignes: Lignes, portees: Collection[Portee]) -> Edition:
        """Files first, row last: a kill between the two leaves files that nothing names."""
        durable.balaie(self.dossier / "prive")
        self._fichiers.ecrit(edition, lignes)
        with catalogue.ecriture(self._catalogue) as base:
            entre_temps = inscriptions.connue(base, edition.id)
            if entre_temps:
                return entre_temps
            actuel = self._sans_melange(base, edition)
            remplacees = self._remplacees(actuel, portees)
            libres = frozenset(portees) - actuel.tenues
            anciennes = [inscriptions.connue(base, actuel.ids[r]) for r in etat.prises(actuel, libres)]
            perdues = self._remplacees(actuel, libres) if actuel.tenues else remplacees
            phrases = (*avis.avis(edition, anciennes, lignes.mesures, remplacees=perdues.mesures), *avis.regimes(actuel, portees))
            avertissements = (*edition.avertissements, *phrases)
            complete = replace(edition, importe_le=maintenant(), changements=_compare(lignes, remplacees), avertissements=avertissements)
            return replace(inscriptions.inscrit(base, complete, portees), nouvelle=True)

    def _reprend(self, edition: Edition, lignes: Lignes, portees: Collection[Portee], *, acteur: str) -> Edition:
        """The same bytes again: the edition is mended if it has to be, and becomes current again unless it is."""
        edition = replace(edition, reparee=self._repare(edition, lignes))
        with catalogue.ecriture(self._catalogue) as base:
            actuel = self._sans_melange(base, edition)
            if edition.rang in actuel.entieres_libres:
                return edition
            changements = _compare(lignes, self._remplacees(actuel, portees))
            inscriptions.note(base, edition.rang, "reprend", (maintenant(), acteur))
            return replace(edition, changements=changements, retablie=True)

    def _repare(self, edition: Edition, lignes: Lignes) -> bool:
        """Write the private files again if one of them is missing or damaged."""
        if self._fichiers.sains(edition):
            return False
        self._fichiers.ecrit(edition, lignes)
        return True

    def _change(self, identifiant: str, geste: str, acteur: str | None, *, raison: str = "") -> bool:
        acteur = self._settings.acteur if acteur is None else acteur
        policy.require(acteur, "importer", identifiant)
        raison = inscriptions.raison(raison)
        with catalogue.ecriture(self._catalogue) as base:
            edition = inscriptions.connue(base, identifiant) or inscriptions.inconnue(identifiant)
            actuel = etat.lit(base, etat.dernier_rang(base))
            if inscriptions.deja(geste, edition.rang, actuel):
                return False
            if geste == "retablit":
                self._sans_melange(base, edition)
            if geste == "epingle" and edition.rang in actuel.retirees:
                raise EditionRetiree(f"L'édition {identifiant} est retirée : rétablissez-la avant de l'épingler.")
            inscriptions.note(base, edition.rang, geste, (maintenant(), acteur), raison)
            return True

    def _refuse_le_melange(self, edition: Edition) -> None:
        """Before anything is written; asked again where nobody else can write."""
        with catalogue.lecture(self._catalogue) as base:
            self._sans_melange(base, edition)

    def _sans_melange(self, base: sqlite3.Connection, edition: Edition) -> Etat:
        """The present state.  Raises FichierRefuse when real and fictitious figures would stand together in it, or beside a bundle."""
        if recu := recus.montre(self._settings):
            raise FichierRefuse([avis.paquet_montre(edition, recu.paquet)])
        actuel = etat.lit(base, etat.dernier_rang(base))
        autres = (inscriptions.connue(base, identifiant) for identifiant in actuel.courantes)
        contraire = next((autre for autre in autres if autre.fictif != edition.fictif), None)
        if contraire:
            raise FichierRefuse([avis.melange(edition, contraire)])
        return actuel

    def _remplacees(self, actuel: Etat, portees: Collection[Portee]) -> Lignes:
        """The current rows of the scopes that an edition takes over."""
        prises = {actuel.ids[rang]: gardees for rang, gardees in etat.prises(actuel, portees).items()}
        return self._lignes_de(prises)

    def _lignes_de(self, voulues: Mapping[str, Gardees]) -> Lignes:
        """Rows of these editions, in these scopes, of every table."""
        fiches = {i: self._fichee(i) for i in voulues}
        mesures = lecture.assemble([self._fichiers.mesures(i, gardees) for i, gardees in voulues.items()])
        autres = {nom: self._fichiers.table(nom, [(i, g) for i, g in voulues.items() if getattr(fiches[i], nom)]) for nom in A_COTE}
        return Lignes(mesures, **autres)

    def _abimee(self, identifiant: str) -> MagasinInvalide:
        """What to say of an edition whose private file is missing or damaged."""
        edition = self._fichee(identifiant)
        return MagasinInvalide(
            f"Les chiffres de l'édition {identifiant} (« {edition.fichier} », importée le {avis.jour(edition.importe_le)}) sont absents "
            f"du magasin ou abîmés. Importez de nouveau « {edition.fichier} » : l'édition sera remise en état."
        )

    def _etat(self) -> Etat:
        """What is current now, read again only when the catalogue has grown."""
        if self._vu and self._vu.rang == self._jusqua:
            return self._vu
        with catalogue.lecture(self._catalogue) as base:
            rang = etat.dernier_rang(base) if self._jusqua is None else self._jusqua
            if self._vu is None or self._vu.rang != rang:
                self._vu = etat.lit(base, rang)
        return self._vu

    def _jusqu_a(self, rang: int) -> "Magasin":
        return Magasin(self._settings, referents=self._referents, jusqua=rang)

    def _profils(self, chargement: Chargement) -> tuple[str, ...]:
        return tuple(sorted({self.referents.sources[s].profil_secret for s in chargement.sources if s in self.referents.sources}))

    def _cle(self, chargement: Chargement) -> bytes:
        """The key of the store, and how local sources read the file."""
        sources_ = self.referents.sources
        lectures = "".join(sources_[s].lecture for s in sorted(chargement.sources) if s in sources_)
        return catalogue.cle(self._catalogue) + lectures.encode()

    def _celles(self, chargement: Chargement, portee: str) -> frozenset[str]:
        """The sources of a loading whose scopes are of that kind (a field of ``Source``)."""
        return frozenset(s for s in chargement.sources if s in self.referents.sources and getattr(self.referents.sources[s], portee))

    def _editions(self) -> list[Edition]:
        policy.require(self._settings.acteur, "lire_publie", str(self.dossier))
        with catalogue.lecture(self._catalogue) as base:
            lignes = base.execute("SELECT rang, fiche FROM editions ORDER BY rang").fetchall()
        connues = self._etat().ids
        return [de_fiche(*ligne) for ligne in lignes if ligne["rang"] in connues]

    def _fichee(self, identifiant: str) -> Edition:
        return self._connue(identifiant) or inscriptions.inconnue(identifiant)

    def _connue(self, identifiant: str) -> Edition | None:
        with catalogue.lecture(self._catalogue) as base:
            return inscriptions.connue(base, identifiant)


def _compare(nouvelles: Lignes, anciennes: Lignes) -> Changements:
    """Measures, facts and facilities counted together."""
    faits = compare_attributs(nouvelles.attributs, anciennes.attributs)
    return compare(nouvelles.mesures, anciennes.mesures) + faits + compare_equipements(nouvelles.equipements, anciennes.equipements)


def referents_par_defaut(settings: Settings) -> Referents:
    """The declared sources, and the main département of each EPCI that any vintage of the reference holds."""
    return Referents(sources.catalogue(locales.lit(settings.dossier_sources)), lambda: _departements_epci(settings.reference))


def _departements_epci(reference: Path) -> dict[str, str]:
    """The latest vintage decides, so that the scope of an EPCI never depends on the file's own vintage."""
    referentiel = charge(reference)
    tables = [referentiel.epci(millesime) for millesime in MILLESIMES]
    return {code: departement for t in tables for code, departement in zip(t["code"], t["departement"], strict=True)}


def _etat_de(rang: int, vu: Etat) -> dict[str, object]:
    gestes = ([rang in d, *_dits(d.get(rang))] for d in (vu.retirees, vu.epinglees))
    return dict(zip(COLONNES_ETAT, (rang in vu.par_rang, *next(gestes), *next(gestes), rang in vu.en_attente), strict=True))


def _dits(geste: Geste | None) -> tuple[str, str, str]:
    return (geste.fait_le, geste.acteur, geste.raison) if geste else ("", "", "")


def _a_plat(edition: Edition) -> dict[str, object]:
    fiche = {nom: getattr(edition, nom) for nom in COLONNES_EDITIONS if hasattr(edition, nom)}
    return fiche | asdict(edition.changements)
