"""The floor of `bench_ctg`: `app.py` whose views and drawings of a CTG were made before, for each state that the measure goes through.

`ctg_prebatie.py PORT STORE DEMO PREBATI`: same shell, same blocks, same records written; no dossier is read, no rule is checked.
"""

import gc
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from ctg_data.conventions import gestes, lecture  # noqa: E402
from ctg_data.conventions.lecture import Livre  # noqa: E402
from ctg_data.parcours import progres  # noqa: E402
from ctg_data.parcours.suivi import Releve  # noqa: E402
from ctg_data.settings import Settings  # noqa: E402
from ctg_data.storage.depot import Depot, Fiche  # noqa: E402
from ctg_data.ui import cache_conventions as lus  # noqa: E402
from ctg_data.views import plan_actions  # noqa: E402
from tests.navigateur.lanceur import lance  # noqa: E402

Vues = dict[tuple[str, ...], Any]
ETAPE = 6
"""Rank of the step whose words change."""
LIBELLE = "Les personnes concernées font autrement, et le disent"


@dataclass(frozen=True)
class Scenario:
    """What a round does: from the change ``depart`` to each of ``choisis``, whose step is renamed and whose first marker is looked at."""

    ctg: str
    depart: str
    choisis: tuple[str, ...]


def prebatit(fichier: Path, settings: Settings, scenario: Scenario) -> None:
    """Go through the whole scenario on a copy, and keep what the pages read before, between and after the writes."""
    etats = []
    for tour, choisi in enumerate(scenario.choisis):
        montres = (scenario.depart, *scenario.choisis[max(0, tour - 1) : tour + 1])
        etats.append(_vues(settings, scenario.ctg, montres))
        _renomme(settings, scenario.ctg, choisi)
        etats.append(_vues(settings, scenario.ctg, montres))
        _releve(settings, scenario.ctg, choisi)
    etats.append(_vues(settings, scenario.ctg, (scenario.depart, scenario.choisis[-1])))
    fichier.write_bytes(pickle.dumps(etats, protocol=5))


def _vues(settings: Settings, ctg: str, changements: Sequence[str]) -> Vues:
    """What the three pages read of these changes, as ``cache_conventions`` gives it now."""
    livre = lus.livre(ctg)
    d = livre.dossier
    vues: Vues = {("liste",): lus.liste(), ("livre", ctg): livre, ("annulable", ctg): gestes.annulable(settings, ctg)}
    vues |= {("suivi", ctg): lus.suivi(livre), ("plan",): plan_actions.plan(d)}
    for changement in changements:
        vues["detail", ctg, changement] = lus.detail(livre, changement)
        vues["changements_suivis", ctg, changement] = lus.changements_suivis(livre, changement)
        version = d.courant(changement)
        vues["chemin", ctg, version], vues["dessin", ctg, version] = lus.chemin(livre, version), lus.dessin(livre, version)
    return vues


def _renomme(settings: Settings, ctg: str, changement: str) -> None:
    with gestes.atelier(settings, ctg) as etabli:
        identifiant, _ = etabli.dossier.etapes(etabli.dossier.courant(changement))[ETAPE]
        etabli.modifie(etabli.fiches[identifiant], libelle=LIBELLE)


def _releve(settings: Settings, ctg: str, changement: str) -> None:
    with gestes.atelier(settings, ctg) as etabli:
        etabli.cree(Releve(ctg, next(iter(progres.marqueurs(etabli.dossier, changement))), date.today()))


class _Plume:
    """Writes a record, and nothing else."""

    def __init__(self, d: Depot, livre: Livre):
        self._d, self.dossier, self.fiches = d, livre.dossier, livre.fiches

    def cree(self, objet: Any) -> Fiche:
        return self._d.cree(objet)

    def modifie(self, fiche: Fiche, **champs: Any) -> Fiche:
        return self._d.modifie(self._d.lit(type(fiche.objet), fiche.id), **champs)


class _Etats:
    """The states one after the other: each write leads to the next."""

    def __init__(self, etats: list[Vues]):
        self._etats, self._rang = etats, 0

    def lu(self, nom: str, *cle: str | Livre) -> Any:
        return self._etats[self._rang][nom, *(c.dossier.id if isinstance(c, Livre) else c for c in cle)]

    @contextmanager
    def atelier(self, settings: Settings, ctg: str) -> Iterator[_Plume]:
        with lecture.depot(settings).ensemble() as d:
            yield _Plume(d, self.lu("livre", ctg))
        self._rang += 1


def sert(port: str, magasin: str, demo: str, prebati: str) -> None:
    etats = _Etats(pickle.loads(Path(prebati).read_bytes()))
    gc.freeze()
    for nom in ("liste", "livre", "annulable", "suivi", "changements_suivis", "detail", "chemin", "dessin"):
        setattr(lus, nom, lambda *cle, nom=nom: etats.lu(nom, *cle))
    plan_actions.plan = lambda dossier, **_: etats.lu("plan")
    gestes.atelier = etats.atelier
    lance(port, magasin, demo)


if __name__ == "__main__":
    sert(*sys.argv[1:])
