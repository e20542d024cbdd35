"""Territories that an acteur follows, found again from one launch to the next."""

from contextlib import suppress

from ctg_data import policy, storage
from ctg_data.errors import SaisieInvalide
from ctg_data.settings import Settings
from ctg_data.storage.depot import Depot
from ctg_data.storage.modele import Suivi

Territoires = tuple[tuple[str, str], ...]
"""(niveau, code), in the order in which they were followed."""


def suivis(settings: Settings) -> Territoires:
    """What this acteur follows; () before the first one.  Raises BaseInaccessible, ActionRefusee."""
    policy.require(settings.acteur, "lire_saisie", "suivis")
    if not storage.existe(settings):
        return ()
    siens = _depot(settings).liste(Suivi, acteur=settings.acteur)
    return tuple((f.objet.niveau, f.objet.code) for f in siens)


def suit(settings: Settings, niveau: str, code: str) -> None:
    """Follow a territory, once."""
    policy.require(settings.acteur, "ecrire_saisie", "suivis")
    with suppress(SaisieInvalide):  # followed already
        _depot(settings).cree(Suivi(settings.acteur, niveau, code))


def ne_suit_plus(settings: Settings, niveau: str, code: str) -> None:
    """Follow it no more; nothing happens when it was not followed."""
    policy.require(settings.acteur, "ecrire_saisie", "suivis")
    depot = _depot(settings)
    for fiche in depot.liste(Suivi, acteur=settings.acteur, niveau=niveau, code=code):
        depot.supprime(fiche)


def _depot(settings: Settings) -> Depot:
    return Depot(storage.ouvre(settings), settings.acteur)
