"""From the private store to published ``valeurs``: compute, protect, round, give bounds (design §3.5)."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from ctg_data.diagnostic import cadres, hierarchie, uncertainty
from ctg_data.diagnostic.arrondis import arrondit
from ctg_data.diagnostic.cadres import Editions, Protege
from ctg_data.diagnostic.protection import Protection
from ctg_data.diagnostic.secret import REGLES, Regles
from ctg_data.indicators import registry
from ctg_data.indicators.compute import Donnees, calcule
from ctg_data.indicators.model import Indicateur
from ctg_data.indicators.resultat import ABSENT, OK, SECRET, Resultat
from ctg_data.store.magasin import Magasin
from ctg_data.territoires.referentiel import NIVEAUX, Referentiel

Progres = Callable[[str, float], None]
PROFIL = "caf_interne"
_PART_SECRET = 0.4
"""Share of the work given to looking for what must be hidden."""


def valeurs(
    magasin: Magasin,
    referentiel: Referentiel,
    progres: Progres | None = None,
    *,
    regles: Regles = REGLES,
    indicateurs: Sequence[Indicateur] | None = None,
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Pairs (``commune-<dep>`` or level, valeurs) of everything that the current editions give; nothing for an empty store."""
    catalogue = tuple(registry.catalogue() if indicateurs is None else indicateurs)
    dit = progres or (lambda etape, part: None)
    donnees, h = Donnees(magasin, referentiel), hierarchie.construit(referentiel.communes())
    if not donnees.annees:
        return
    editions = magasin.editions()
    protection = Protection(catalogue, donnees, h, interne=_interne(editions), regles=regles)
    protection.prepare(lambda part: dit("Recherche de ce qui doit rester secret", _PART_SECRET * part))
    proteges, hachages = _calcule(catalogue, donnees, protection, dit=dit), Editions(editions)
    for niveau in NIVEAUX:
        yield from cadres.frames(niveau, proteges.pop(niveau), h, editions=hachages)


def protege(resultat: Resultat, caches: np.ndarray) -> Protege:
    """The publishable side of a result: nothing of a hidden cell but its status."""
    statut = np.where(caches, SECRET, resultat.valeur.statut).astype("int8")
    visibles = statut == OK
    valeur, bas, haut = (np.where(visibles, t, np.nan) for t in arrondit(resultat, uncertainty.bornes(resultat)))
    return Protege(
        resultat.indicateur.id,
        resultat.modalite,
        resultat.annees,
        valeur=valeur,
        statut=statut,
        est=resultat.valeur.est & visibles,
        arr5=(resultat.valeur.arrondis > 0) & visibles,
        ic_bas=bas,
        ic_haut=haut,
        sources=resultat.sources,
        libelles_sources=resultat.libelles_sources,
    )


def _interne(editions: pd.DataFrame) -> bool:
    """Whether one of the current files is the CAF's own."""
    courantes = editions[editions["courante"].astype(bool)]
    return any(PROFIL in profils for profils in courantes["profil_secret"])


def _calcule(catalogue: Sequence[Indicateur], donnees: Donnees, protection: Protection, *, dit: Progres) -> dict[str, list[Protege]]:
    proteges: dict[str, list[Protege]] = {niveau: [] for niveau in NIVEAUX}
    for rang, indicateur in enumerate(catalogue):
        dit("Calcul des indicateurs", _PART_SECRET + (1 - _PART_SECRET) * rang / len(catalogue))
        for niveau, resultats in calcule(indicateur, donnees).items():
            donnes = [r for r in resultats if (r.valeur.statut != ABSENT).any()]
            proteges[niveau].extend(protege(r, masque) for r, masque in zip(donnes, protection.caches(donnes), strict=True))
    return proteges
