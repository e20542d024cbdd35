"""Read the CTG of a database: their list, and the whole dossier of one."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from ctg_data import policy, storage
from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.genres import PARCOURS
from ctg_data.settings import Settings
from ctg_data.storage.depot import Depot, Suite
from ctg_data.storage.fiches import Fiche, ObjetInconnu

SIENS = tuple(genre for genre in PARCOURS if genre is not Ctg)
GARDES, ENTREES = 16, 200
"""Dossiers kept a database; entries of the journal after which a dossier is read whole again."""


@dataclass(frozen=True)
class Livre:
    """A dossier for the rules, and its records as stored (id -> version, author, dates) for whoever changes them.

    ``sceau``: of the moment when it was read.
    """

    dossier: Dossier
    fiches: Mapping[str, Fiche] = field(default_factory=dict)
    sceau: str = field(default="", compare=False)

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
    """The same, from a depot already at one moment.  Raises ObjetInconnu when it does not exist or was deleted.

    What was read last is kept: only the records that the journal names since then are read again.
    """
    garde = _garde(d.base, ctg)
    suite = d.depuis(garde.sceau, ENTREES) if garde else None
    lu = _rafraichi(d, garde, suite) if garde and suite else entier(d, ctg)
    _retient(d.base, lu)
    return lu


def entier(d: Depot, ctg: str) -> Livre:
    """The same, every record read."""
    sceau, tete = d.sceau(), _exige_vivante(d.lit(Ctg, ctg))
    fiches: dict[str, Fiche] = {tete.id: tete}
    objets: dict[type, dict[str, object]] = {}
    for genre in SIENS:
        lues = d.liste(genre, ctg=ctg)
        fiches |= {f.id: f for f in lues}
        objets[genre] = {f.id: f.objet for f in lues}
    return Livre(Dossier(ctg, tete.objet, objets), fiches, sceau)


def _exige_vivante(tete: Fiche[Ctg]) -> Fiche[Ctg]:
    if tete.supprime:
        raise ObjetInconnu("Cette CTG a été supprimée : rétablissez-la pour l'ouvrir.")
    return tete


def _rafraichi(d: Depot, garde: Livre, suite: Suite) -> Livre:
    """A dossier brought to the moment of ``suite``: the records that it names, and those only, are read."""
    if not suite.fiches:
        return garde
    ctg, fiches = garde.dossier.id, dict(garde.fiches)
    touches: dict[type, set[str]] = {}
    for fiche in _changees(d, suite):
        if _sienne(fiche, ctg):
            fiches[fiche.id] = fiche
        elif fiches.pop(fiche.id, None) is None:
            continue
        touches.setdefault(type(fiche.objet), set()).add(fiche.id)
    tete = _exige_vivante(d.lit(Ctg, ctg))
    tables = {genre: _table(fiches, ids | garde.dossier.de(genre).keys()) for genre, ids in touches.items() if genre is not Ctg}
    return Livre(garde.dossier.avec_tables(tete.objet, tables), fiches | {ctg: tete}, suite.sceau)


def _changees(d: Depot, suite: Suite) -> list[Fiche]:
    par_genre: dict[type, list[str]] = {}
    for genre, identifiant in suite.fiches:
        par_genre.setdefault(genre, []).append(identifiant)
    return [f for genre, ids in par_genre.items() if genre in PARCOURS for f in d.lus(genre, ids)]


def _sienne(fiche: Fiche, ctg: str) -> bool:
    """Whether a record is a living one of that CTG."""
    return not fiche.supprime and (fiche.id if isinstance(fiche.objet, Ctg) else fiche.objet.ctg) == ctg


def _table(fiches: Mapping[str, Fiche], identifiants: Iterable[str]) -> dict[str, object]:
    """Those of these records that are still there, in the order of the database."""
    siennes = [fiches[i] for i in identifiants if i in fiches]
    return {f.id: f.objet for f in sorted(siennes, key=lambda f: (f.cree_le, f.id))}


# Kept in this process: a dossier is of one moment of one database, and never changes.
_LUS: WeakKeyDictionary[Engine, OrderedDict[str, Livre]] = WeakKeyDictionary()
_VERROU = Lock()


def _garde(base: Engine, ctg: str) -> Livre | None:
    with _VERROU:
        return _LUS.get(base, {}).get(ctg)


def _retient(base: Engine, lu: Livre) -> None:
    with _VERROU:
        lus = _LUS.setdefault(base, OrderedDict())
        lus[lu.dossier.id] = lu
        lus.move_to_end(lu.dossier.id)
        while len(lus) > GARDES:
            lus.popitem(last=False)
