"""Which publication of a store is current: rows of the catalogue, and folders under ``publie/``."""

import contextlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from ctg_data import policy
from ctg_data.errors import PublicationARefaire
from ctg_data.settings import Settings
from ctg_data.store import catalogue, moteur, publie
from ctg_data.store.edition import instant, maintenant
from ctg_data.store.publie import Publication

_RECENTES = 2
"""The current publication and the one before."""
_JOUR = len("2026-01-01")
"""Length of the day (UTC) at the beginning of an instant."""


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
        lignes = self._lignes()
        if jour is not None:
            limite = instant(jour)
            lignes = [ligne for ligne in lignes if ligne[1][: len(limite)] <= limite]
        if not lignes or (jour is not None and not self.contient(lignes[-1][0])):
            return None
        return self._a_jour(Publication(self.dossier / lignes[-1][0], acteur=self._settings.acteur))

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
        with catalogue.lecture(self._catalogue) as base:
            lignes = base.execute("SELECT id, editions FROM publications ORDER BY rang").fetchall()
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
        return next((p for p in lues if p.meta.get("moteur") == moteur.empreinte()), None)

    @staticmethod
    def _a_jour(publication: Publication) -> Publication:
        if publication.meta.get("moteur") != moteur.empreinte():
            raise PublicationARefaire(
                "Les valeurs publiées l'ont été par une autre version du logiciel, dont les règles de calcul ou de secret diffèrent : "
                "elles ne sont pas montrées. Les chiffres importés sont intacts."
            )
        return publication

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

        Stay the publication that each day ended on, which can be reopened, and the one before the current, which someone may be
        reading.  A folder that the system holds is left to the next time.
        """
        policy.require(self._settings.acteur, "publier", str(self.dossier))
        with catalogue.ecriture(self._catalogue):
            lignes = self._lignes()
            connues = list(dict.fromkeys(identifiant for identifiant, _, _ in reversed(lignes)))
            gardees = {creee_le[:_JOUR]: identifiant for identifiant, creee_le, _ in lignes}
            for identifiant in set(connues[_RECENTES:]) - set(gardees.values()):
                with contextlib.suppress(OSError):
                    self.ote(identifiant)

    def _lignes(self) -> list[tuple[str, str, str]]:
        policy.require(self._settings.acteur, "lire_publie", str(self.dossier))
        if not self._catalogue.exists():
            return []
        with catalogue.lecture(self._catalogue) as base:
            return [tuple(ligne) for ligne in base.execute("SELECT id, creee_le, acteur FROM publications ORDER BY rang")]
