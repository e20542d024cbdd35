"""The two CTG of the demonstration, fictive and labelled so: written once at the first launch, recreated on demand."""

from dataclasses import dataclass
from datetime import date
from types import ModuleType

from ctg_data import storage
from ctg_data.conventions import gestes
from ctg_data.conventions.gestes import Etabli
from ctg_data.conventions.lecture import livre
from ctg_data.demonstration.conventions import elan, vassiviere
from ctg_data.demonstration.conventions.calendrier import Calendrier
from ctg_data.demonstration.conventions.chiffres import Chiffres
from ctg_data.demonstration.conventions.scene import Scene
from ctg_data.parcours.convention import Ctg
from ctg_data.settings import Settings
from ctg_data.storage.depot import Depot
from ctg_data.store import recus

ACTEUR = "démonstration"
"""Who signs them: nobody's « Annuler » takes them back."""
VIE = ((elan, -20), (vassiviere, 7))
"""The CTG, and how many months from today each one is (or will be) signed."""


@dataclass(frozen=True)
class Recreation:
    """Names of the fictive CTG that were set aside, and of those made again."""

    ecartees: tuple[str, ...]
    creees: tuple[str, ...]


def propre(settings: Settings) -> bool:
    """Whether this store shows the demonstration: neither it nor its database was named by anyone, and no received bundle is shown."""
    return settings.demo is not None and not settings.base and not recus.lit(settings).montre


def amorce(settings: Settings, jour: date) -> bool:
    """Write the demonstration CTG where none was ever written, deleted ones included; whether it did.

    Processes that start together write them once: what is written is looked at under the lock of the only writer.
    """
    if not propre(settings) or (storage.existe(settings) and _deja(_depot(settings))):
        return False
    with _depot(settings).ensemble() as d:
        vierge = not _deja(d)
        if vierge:
            _ecrit(d, settings, jour)
    return vierge


def recree(settings: Settings, jour: date) -> Recreation:
    """Set every fictive CTG aside and write those of the demonstration again, in one gesture; real ones are left alone."""
    with _depot(settings).ensemble() as d:
        ecartees = [f for f in d.liste(Ctg) if f.objet.fictive]
        for fiche in ecartees:
            gestes.ecarte(d, fiche)
        return Recreation(tuple(f.objet.nom for f in ecartees), _ecrit(d, settings, jour))


def _depot(settings: Settings) -> Depot:
    return Depot(storage.ouvre(settings), ACTEUR)


def _deja(d: Depot) -> bool:
    return bool(d.liste(Ctg, supprimes=True))


def _ecrit(d: Depot, settings: Settings, jour: date) -> tuple[str, ...]:
    return tuple(_joue(d, settings, module, Calendrier(jour, signature)) for module, signature in VIE)


def _joue(d: Depot, settings: Settings, module: ModuleType, calendrier: Calendrier) -> str:
    """One CTG, checked whole at its end as any gesture is."""
    fiche = d.cree(module.ctg(calendrier))
    etabli = Etabli(d, livre(d, fiche.id))
    module.joue(Scene(etabli, calendrier, Chiffres(settings, module.CODE)))
    gestes.exige_tenue(etabli.dossier)
    return fiche.objet.nom
