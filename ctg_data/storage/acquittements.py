"""Alerts that someone has seen: acknowledged with a reason, brought back, or turned into a note."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from ctg_data import policy, storage
from ctg_data.errors import CtgError, SaisieInvalide
from ctg_data.settings import Settings
from ctg_data.storage.depot import Depot, Fiche
from ctg_data.storage.modele import Acquittement, Note
from ctg_data.wording import nombres
from ctg_data.wording.saisies import nom

Cle = tuple[str, str, str, int, str, str]
"""niveau, code, indicateur, annee, regle, edition: one alert on one version of the data."""
CHAMPS = ("niveau", "code", "indicateur", "annee", "regle", "edition")


class DejaAcquittee(CtgError):
    """Someone acknowledged the alert meanwhile; says who, when and why."""


def acquittements(settings: Settings, territoires: Sequence[tuple[str, str]]) -> tuple[Fiche[Acquittement], ...]:
    """What was acknowledged for these territories, oldest first; nothing is created by reading.  Raises BaseInaccessible."""
    policy.require(settings.acteur, "lire_saisie", "acquittement")
    if not storage.existe(settings):
        return ()
    depot = _depot(settings)
    return tuple(f for niveau, code in territoires for f in depot.liste(Acquittement, niveau=niveau, code=code))


def tous(settings: Settings) -> tuple[Fiche[Acquittement], ...]:
    """What was acknowledged in the whole store, oldest first.  Raises BaseInaccessible."""
    policy.require(settings.acteur, "lire_saisie", "acquittement")
    return tuple(_depot(settings).liste(Acquittement)) if storage.existe(settings) else ()


def acquitte(settings: Settings, alerte: Cle, motif: str) -> Fiche[Acquittement]:
    """Set an alert aside, with the reason.  Raises SaisieInvalide without reason, DejaAcquittee when it is aside already."""
    depot, voulu = _depot(settings), Acquittement(*alerte, motif=motif.strip())
    with _sauf_deja(depot, alerte):
        return depot.cree(voulu)


def retablit(settings: Settings, fiche: Fiche[Acquittement]) -> None:
    """Bring the alert back on the list.  Raises ConflitDeVersion when someone changed the record meanwhile."""
    _depot(settings).supprime(fiche)


def annote(settings: Settings, alerte: Cle, texte: str, modalite: str = "total") -> Fiche[Note]:
    """Keep a note on the figure, and set the alert aside with it: one gesture, undone as one.

    The acknowledgement comes first: two people who write at once do not make two notes.  Raises SaisieInvalide, DejaAcquittee.
    """
    niveau, code, indicateur, annee, _, _ = alerte
    note = Note(niveau, code, indicateur, annee, texte.strip(), modalite)
    depot = _depot(settings)
    with _sauf_deja(depot, alerte), depot.ensemble() as ensemble:
        ensemble.cree(Acquittement(*alerte, motif=f"Note : {note.texte}"))
        return ensemble.cree(note)


@contextmanager
def _sauf_deja(depot: Depot, alerte: Cle) -> Iterator[None]:
    """Of a refusal, tell the acknowledgement that stands in the way when there is one."""
    try:
        yield
    except SaisieInvalide:
        if deja := depot.liste(Acquittement, **dict(zip(CHAMPS, alerte, strict=True))):
            raise DejaAcquittee(_deja(deja[0])) from None
        raise


def cle(a: Acquittement) -> Cle:
    """The alert that an acknowledgement is about."""
    return tuple(getattr(a, champ) for champ in CHAMPS)


def quand(instant: str) -> str:
    """« 26 novembre 2026 » for an instant of the journal."""
    return nombres.jour(datetime.fromisoformat(instant).astimezone().date())


def _deja(fiche: Fiche[Acquittement]) -> str:
    return (
        f"{nombres.capitale(nom(fiche.cree_par))} a déjà acquitté cette alerte le {quand(fiche.cree_le)} : « {fiche.objet.motif} ». "
        "Votre texte n'a pas été enregistré ; si vous n'êtes pas d'accord, rétablissez l'alerte, puis acquittez-la de nouveau."
    )


def _depot(settings: Settings) -> Depot:
    return Depot(storage.ouvre(settings), settings.acteur)
