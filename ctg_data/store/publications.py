"""Which publication of a store is current: rows of the catalogue, and folders under ``publie/``."""

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


class Publications:
    """The publications of one store.  A folder that the catalogue does not name is not one."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._catalogue = settings.store / catalogue.NOM

    @property
    def dossier(self) -> Path:
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
        """Remove what is left of a damaged publication, so that it can be written again."""
        if (self.dossier / identifiant).exists():
            publie.retire(self.dossier / identifiant)

    def contient(self, identifiant: str) -> bool:
        """Whether the folder of that publication is there, whole."""
        return publie.existe(self.dossier / identifiant)

    def ecrit(self, frames: Iterable[tuple[str, pd.DataFrame]], meta: Mapping[str, object]) -> Publication:
        """Write the folder; it becomes current only through ``declare``."""
        return publie.ecrit(self.dossier, frames, {**meta, "moteur": moteur.empreinte()}, acteur=self._settings.acteur)

    def declare(self, identifiant: str, editions: Collection[str], *, valable: Callable[[], bool] = lambda: True) -> bool:
        """Make a written publication the current one if ``valable`` still says so while nobody else can write."""
        policy.require(self._settings.acteur, "publier", identifiant)
        with catalogue.ecriture(self._catalogue) as base:
            if not valable():
                return False
            valeurs = (identifiant, maintenant(), self._settings.acteur, " ".join(sorted(editions)))
            base.execute("INSERT INTO publications (id, creee_le, acteur, editions) VALUES (?, ?, ?, ?)", valeurs)
            return True

    def liste(self) -> pd.DataFrame:
        """One row a declaration (id, creee_le, acteur), oldest first, and whether the folder is still there."""
        lignes = [(*ligne, self.contient(ligne[0])) for ligne in self._lignes()]
        return pd.DataFrame(lignes, columns=["id", "creee_le", "acteur", "presente"])

    def purge(self, garde: int = 1) -> list[str]:
        """Remove the folders of all publications but the last ``garde`` (at least the current one); return their ids."""
        policy.require(self._settings.acteur, "publier", str(self.dossier))
        derniers = list(dict.fromkeys(ligne[0] for ligne in reversed(self._lignes())))
        retirees = [identifiant for identifiant in derniers[max(garde, 1) :] if self.contient(identifiant)]
        for identifiant in retirees:
            publie.retire(self.dossier / identifiant)
        return retirees

    def _lignes(self) -> list[tuple[str, str, str]]:
        policy.require(self._settings.acteur, "lire_publie", str(self.dossier))
        if not self._catalogue.exists():
            return []
        with catalogue.lecture(self._catalogue) as base:
            return [tuple(ligne) for ligne in base.execute("SELECT id, creee_le, acteur FROM publications ORDER BY rang")]
