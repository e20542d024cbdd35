"""What is written around the portrait of one territory: decisions on its sentences, notes on its figures, its state."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from ctg_data import policy, storage
from ctg_data.settings import Settings
from ctg_data.storage.depot import ConflitDeVersion, Depot, Divergence, Fiche, SujetPris
from ctg_data.storage.fiches import champs
from ctg_data.storage.modele import Acquittement, ElementSaillant, EtatPortrait, Note, Portrait
from ctg_data.storage.tables import UNIQUES

T = TypeVar("T")
GENRES = (ElementSaillant, Note, Portrait)
"""What is written on the portrait itself."""


@dataclass(frozen=True)
class Ecrits:
    """The records of one territory, oldest first, those set aside included.

    ``changes``: those that are not what they were when the portrait was published; none while it is a draft.
    """

    saillants: tuple[Fiche[ElementSaillant], ...] = ()
    notes: tuple[Fiche[Note], ...] = ()
    acquittements: tuple[Fiche[Acquittement], ...] = ()
    portrait: Fiche[Portrait] | None = None
    changes: tuple[Fiche, ...] = ()


def lit(settings: Settings, niveau: str, code: str) -> Ecrits:
    """What was written on one portrait; nothing before the first record.  Raises BaseInaccessible, ActionRefusee."""
    policy.require(settings.acteur, "lire_saisie", f"{niveau} {code}")
    if not storage.existe(settings):
        return Ecrits()
    depot, ici = Depot(storage.ouvre(settings), settings.acteur), {"niveau": niveau, "code": code}
    saillants, notes, acquittements = (tuple(depot.liste(g, supprimes=True, **ici)) for g in (ElementSaillant, Note, Acquittement))
    etat = next(iter(depot.liste(Portrait, **ici)), None)
    publie = etat is not None and etat.objet.etat == EtatPortrait.PUBLIE
    changes = depot.changees((*saillants, *notes, *acquittements), etat.modifie_le) if publie else ()
    return Ecrits(saillants, notes, acquittements, etat, changes)


def depot(settings: Settings) -> Depot:
    """Where to write; makes the database at the first record."""
    policy.require(settings.acteur, "ecrire_saisie", "portrait")
    return Depot(storage.ouvre(settings), settings.acteur)


def enregistre(depot: Depot, lue: Fiche[T] | None, voulu: T) -> Fiche[T]:
    """Save ``voulu`` over the record as it was read (None: there was none); one that was set aside comes back.

    Raises ConflitDeVersion when another hand saved meanwhile, be it the very first record on this subject; ObjetInconnu, SaisieInvalide.
    """
    if lue is None:
        return _premiere(depot, voulu)
    contenu = {c: getattr(voulu, c) for c in champs(type(voulu))}
    return depot.retablit(lue, **contenu) if lue.supprime else depot.modifie(lue, **contenu)


def _premiere(depot: Depot, voulu: T) -> Fiche[T]:
    try:
        return depot.cree(voulu)
    except SujetPris as erreur:
        for actuelle in _sur_le_meme_sujet(depot, voulu):
            raise ConflitDeVersion(actuelle, _differences(voulu, actuelle.objet)) from erreur
        raise


def _sur_le_meme_sujet(depot: Depot, voulu: T) -> Iterator[Fiche[T]]:
    sujet = UNIQUES.get(type(voulu), ())
    yield from depot.liste(type(voulu), **{c: getattr(voulu, c) for c in sujet}) if sujet else ()


def _differences(voulu: T, actuel: T) -> tuple[Divergence, ...]:
    deux = ((c, getattr(voulu, c), getattr(actuel, c)) for c in champs(type(voulu)))
    return tuple(Divergence(c, v, a) for c, v, a in deux if v != a)
