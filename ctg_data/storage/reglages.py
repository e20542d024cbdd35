"""How the watch is set in this store: rules changed from their default, levels added; each with its reason and its author."""

from ctg_data import policy, storage
from ctg_data.settings import Settings
from ctg_data.storage.depot import Depot, Fiche
from ctg_data.storage.modele import ReglageVeille, SeuilVeille

Reglages = tuple[tuple[Fiche[ReglageVeille], ...], tuple[Fiche[SeuilVeille], ...]]


def lit(settings: Settings) -> Reglages:
    """Rules changed, levels added; nothing is created by reading.  Raises BaseInaccessible."""
    policy.require(settings.acteur, "lire_saisie", "reglage_veille")
    if not storage.existe(settings):
        return (), ()
    depot = _depot(settings)
    return tuple(depot.liste(ReglageVeille)), tuple(depot.liste(SeuilVeille))


def regle(settings: Settings, voulu: ReglageVeille, lue: Fiche[ReglageVeille] | None) -> None:
    """Set a rule.  ``lue``: the setting as the form showed it, None for the default.

    Raises ConflitDeVersion or SaisieInvalide when someone else set it meanwhile.
    """
    if lue is None:
        _depot(settings).cree(voulu)
    else:
        _depot(settings).modifie(lue, **{champ: getattr(voulu, champ) for champ in ("active", "severite", "taux", "ampleur", "motif")})


def ajoute(settings: Settings, voulu: SeuilVeille) -> None:
    """Watch one more level.  Raises SaisieInvalide when it is watched already."""
    _depot(settings).cree(voulu)


def retire(settings: Settings, fiche: Fiche) -> None:
    """Back to the default of a rule, or watch a level no more; nothing is erased.  Raises ConflitDeVersion."""
    _depot(settings).supprime(fiche)


def _depot(settings: Settings) -> Depot:
    return Depot(storage.ouvre(settings), settings.acteur)
