"""Which publication of a store is current: rows of the catalogue, and folders under ``publie/``."""

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from ctg_data import policy
from ctg_data.errors import PublicationARefaire
from ctg_data.loaders import locales
from ctg_data.settings import Settings
from ctg_data.store import catalogue, moteur, publie
from ctg_data.store.edition import instant, maintenant
from ctg_data.store.publie import Publication

_RECENTES = 2
"""The current publication and the one before."""
_JOUR = len("2026-01-01")
"""Length of the day (UTC) at the beginning of an instant."""


@dataclass(frozen=True)
class Journee:
    """The publication that was current at the end of a day (UTC).  ``lue``: the folder that may be read for it, "" when there is none."""

    jour: str
    publication: str
    creee_le: str
    editions: frozenset[str]
    lue: str

    @property
    def reconstituee(self) -> bool:
        """Whether what is read was computed again, by today's rules."""
        return bool(self.lue) and self.lue != self.publication


class Publications:
    """The publications of one store.  A folder that the catalogue does not name is not one."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._catalogue = settings.store / catalogue.NOM

    @property
    def dossier(self) -> Path:
        """Folder of the publications, one a sub-folder."""
        return self._settings.store / "publie"

    def courante(self, jour: str | date | None = None) -> Publication | None:
        """The current publication, or the one that was current at the end of ``jour``; None when there is none left of that day.

        Raises PublicationARefaire when it is missing or damaged, or was made by other rules than today's.
        """
        if jour is not None:
            return self._passee(jour)
        lignes = self._lignes()
        return self._a_jour(Publication(self.dossier / lignes[-1][0], acteur=self._settings.acteur)) if lignes else None

    def _passee(self, jour: str | date) -> Publication | None:
        passee = self.journee(jour)
        if passee is None or not (passee.lue or self.contient(passee.publication)):
            return None
        return self._a_jour(Publication(self.dossier / (passee.lue or passee.publication), acteur=self._settings.acteur))

    def journee(self, jour: str | date) -> Journee | None:
        """What was current at the end of ``jour``, None before the first publication."""
        limite = instant(jour)
        return self._journee(limite, [ligne for ligne in self._declarees() if ligne["creee_le"][: len(limite)] <= limite][-1:])

    def journees(self) -> tuple[Journee, ...]:
        """One a day on which something was published, oldest first."""
        par_jour = {ligne["creee_le"][:_JOUR]: ligne for ligne in self._declarees()}
        return tuple(self._journee(jour, [ligne]) for jour, ligne in sorted(par_jour.items()))

    def _journee(self, jour: str, lignes: Sequence[sqlite3.Row]) -> Journee | None:
        if not lignes:
            return None
        (ligne,) = lignes
        lue = self._lisible([ligne["id"], *self._reconstitutions().get(ligne["id"], ())])
        editions = frozenset(ligne["editions"].split())
        return Journee(jour[:_JOUR], ligne["id"], ligne["creee_le"], editions, lue.id if lue else "")

    def garde(self, pour: str, identifiant: str) -> bool:
        """Record that a written folder is what today's rules make of the publication ``pour``; False when it is not there any more."""
        policy.require(self._settings.acteur, "publier", identifiant)
        with catalogue.ecriture(self._catalogue) as base:
            if not self.contient(identifiant):
                return False
            valeurs = (pour, identifiant, maintenant(), self._settings.acteur)
            base.execute("INSERT INTO reconstitutions (pour, id, creee_le, acteur) VALUES (?, ?, ?, ?)", valeurs)
            return True

    def anterieure(self, jour: date) -> Publication | None:
        """What to compare the current publication with: the one that was current at the end of ``jour``, else the oldest kept since.

        Only one made by the same rules: what other rules changed was not revised.  None when there is none.
        """
        lignes = self._lignes()
        autres = [ligne for ligne in lignes if ligne[0] != lignes[-1][0] and self.contient(ligne[0])]
        limite = instant(jour)
        avant = [i for i, creee_le, _ in autres if creee_le[: len(limite)] <= limite][-1:]
        return self._lisible(avant + [ligne[0] for ligne in autres])

    def autour(self, edition: str) -> tuple[Publication, Publication] | None:
        """What was published last without that edition and first with it, among what was kept and made by today's rules."""
        lignes = self._declarees()
        avec = [edition in ligne["editions"].split() for ligne in lignes]
        if not any(avec):
            return None
        premiere = avec.index(True)
        avant = self._lisible([ligne["id"] for ligne in reversed(lignes[:premiere])])
        apres = self._lisible([ligne["id"] for ligne, a in zip(lignes[premiere:], avec[premiere:], strict=True) if a])
        return (avant, apres) if avant and apres else None

    def _lisible(self, ids: Iterable[str]) -> Publication | None:
        """The first of them that is there, whole, and made by today's rules."""
        lues = (Publication(self.dossier / i, acteur=self._settings.acteur) for i in dict.fromkeys(ids) if self.contient(i))
        return next((p for p in lues if p.meta.get("moteur") == moteur.empreinte() and self._memes_sources(p)), None)

    def _a_jour(self, publication: Publication) -> Publication:
        if not self._memes_sources(publication):
            raise PublicationARefaire(
                "Les valeurs publiées l'ont été avec une correspondance de source locale qui a changé depuis, ou qui n'est plus là : elles "
                "ne sont pas montrées. Les chiffres importés sont intacts."
            )
        if publication.meta.get("moteur") != moteur.empreinte():
            raise PublicationARefaire(
                "Les valeurs publiées l'ont été par une autre version du logiciel, dont les règles de calcul ou de secret diffèrent : "
                "elles ne sont pas montrées. Les chiffres importés sont intacts."
            )
        return publication

    def _memes_sources(self, publication: Publication) -> bool:
        """Whether the local sources of a publication are declared as they were then, in what its figures depend on."""
        actuelles = locales.utilise(self._settings.dossier_sources).regles
        return all(actuelles.get(source) == regles for source, regles in publication.meta.get("locales", {}).items())

    def declaree(self) -> str:
        """Id of the publication that is current now, "" when nothing was ever published; its folder may be missing."""
        lignes = self._lignes()
        return lignes[-1][0] if lignes else ""

    def saine(self, identifiant: str) -> bool:
        """Whether every file of that publication is there and can be opened."""
        return publie.saine(self.dossier / identifiant)

    def ote(self, identifiant: str) -> None:
        """Remove the folder of that publication, or what is left of it, if there is one."""
        if (self.dossier / identifiant).exists():
            publie.retire(self.dossier / identifiant)

    def contient(self, identifiant: str) -> bool:
        """Whether the folder of that publication is there, whole."""
        return publie.existe(self.dossier / identifiant)

    def ecrit(self, frames: Iterable[tuple[str, pd.DataFrame]], meta: Mapping[str, object]) -> Publication:
        """Write the folder; it becomes current only through ``declare``."""
        return publie.ecrit(self.dossier, frames, {**meta, "moteur": moteur.empreinte()}, acteur=self._settings.acteur)

    def declare(self, identifiant: str, editions: Collection[str], *, valable: Callable[[], bool] = lambda: True) -> bool:
        """Make a written publication the current one if ``valable`` still says so while nobody else can write.

        False too when its folder is not there: another process may have removed it as an earlier one.
        """
        policy.require(self._settings.acteur, "publier", identifiant)
        with catalogue.ecriture(self._catalogue) as base:
            if not (valable() and self.contient(identifiant)):
                return False
            valeurs = (identifiant, maintenant(), self._settings.acteur, " ".join(sorted(editions)))
            base.execute("INSERT INTO publications (id, creee_le, acteur, editions) VALUES (?, ?, ?, ?)", valeurs)
            return True

    def purge(self) -> None:
        """Remove the folders that nobody can ask for any more (docs/adr/0003), while nobody can declare one of them.

        Stay the publication that each day ended on, which can be reopened, what today's rules made of one that cannot be read any more,
        and the one before the current, which someone may be reading.  A folder that the system holds is left to the next time.
        """
        policy.require(self._settings.acteur, "publier", str(self.dossier))
        with catalogue.ecriture(self._catalogue):
            lignes = self._lignes()
            connues = list(dict.fromkeys(identifiant for identifiant, _, _ in reversed(lignes)))
            gardees = {creee_le[:_JOUR]: identifiant for identifiant, creee_le, _ in lignes}
            refaites = {i for ids in self._reconstitutions().values() for i in ids}
            utiles = {i for i in refaites if self._lisible([i])}
            for identifiant in {*connues[_RECENTES:], *(refaites - {*connues[:_RECENTES]})} - {*gardees.values(), *utiles}:
                with contextlib.suppress(OSError):
                    self.ote(identifiant)

    def _lignes(self) -> list[tuple[str, str, str]]:
        return [(ligne["id"], ligne["creee_le"], ligne["acteur"]) for ligne in self._declarees()]

    def _declarees(self) -> list[sqlite3.Row]:
        """Every publication that was ever current, oldest first."""
        policy.require(self._settings.acteur, "lire_publie", str(self.dossier))
        if not self._catalogue.exists():
            return []
        with catalogue.lecture(self._catalogue) as base:
            return base.execute("SELECT id, creee_le, acteur, editions FROM publications ORDER BY rang").fetchall()

    def _reconstitutions(self) -> dict[str, list[str]]:
        """Publication -> what was made of it by later rules, latest first."""
        faites: dict[str, list[str]] = {}
        with catalogue.lecture(catalogue.ouvre(self._settings.store)) as base:  # opened: a catalogue of before has no such table
            lignes = base.execute("SELECT pour, id FROM reconstitutions ORDER BY rang DESC").fetchall()
        for pour, identifiant in lignes:
            faites.setdefault(pour, []).append(identifiant)
        return faites
