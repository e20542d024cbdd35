"""Read the CTG of a database: their list, and the whole dossier of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctg_data import policy, storage
from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.genres import PARCOURS
from ctg_data.settings import Settings
from ctg_data.storage.depot import Depot
from ctg_data.storage.fiches import Fiche, ObjetInconnu

SIENS = tuple(genre for genre in PARCOURS if genre is not Ctg)


@dataclass(frozen=True)
class Livre:
    """A dossier for the rules, and its records as stored (id -> version, author, dates) for whoever changes them."""

    dossier: Dossier
    fiches: Mapping[str, Fiche] = field(default_factory=dict)

    @property
    def ctg(self) -> Fiche[Ctg]:
        return self.fiches[self.dossier.id]


def depot(settings: Settings) -> Depot:
    return Depot(storage.ouvre(settings), settings.acteur)


def liste(settings: Settings) -> list[Fiche[Ctg]]:
    """Every CTG, oldest first; nothing is created to read them."""
    policy.require(settings.acteur, "lire_saisie", "ctg")
    return depot(settings).liste(Ctg) if storage.existe(settings) else []


def supprimees(settings: Settings) -> list[Fiche[Ctg]]:
    """The CTG that were set aside, fictive ones apart (``demo-ctg`` makes them again), the last one first."""
    if not storage.existe(settings):
        return []
    toutes = (f for f in depot(settings).liste(Ctg, supprimes=True) if f.supprime and not f.objet.fictive)
    return sorted(toutes, key=lambda f: f.modifie_le, reverse=True)


def lit(settings: Settings, ctg: str) -> Livre:
    """The dossier of one CTG as it stands.  Raises ObjetInconnu."""
    with depot(settings).instantane() as d:
        return livre(d, ctg)


def livre(d: Depot, ctg: str) -> Livre:
    """The same, from a depot already at one moment.  Raises ObjetInconnu when it does not exist or was deleted."""
    tete = d.lit(Ctg, ctg)
    if tete.supprime:
        raise ObjetInconnu("Cette CTG a été supprimée : rétablissez-la pour l'ouvrir.")
    fiches: dict[str, Fiche] = {tete.id: tete}
    objets: dict[type, dict[str, object]] = {}
    for genre in SIENS:
        lues = d.liste(genre, ctg=ctg)
        fiches |= {f.id: f for f in lues}
        objets[genre] = {f.id: f.objet for f in lues}
    return Livre(Dossier(ctg, tete.objet, objets), fiches)
