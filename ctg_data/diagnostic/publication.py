"""From the private store to published ``valeurs``: compute, protect, round, give bounds (design §3.5)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ctg_data import memoire
from ctg_data.diagnostic import epoques, hierarchie, uncertainty
from ctg_data.diagnostic.arrondis import arrondit
from ctg_data.diagnostic.cadres import Attente, Editions, Protege
from ctg_data.diagnostic.protection import Protection
from ctg_data.diagnostic.secret import REGLES, Regles
from ctg_data.indicators import registry
from ctg_data.indicators.compute import Donnees, calcule
from ctg_data.indicators.epoques import Calculs, Epoques
from ctg_data.indicators.model import Indicateur
from ctg_data.indicators.resultat import ABSENT, OK, SANS_SOURCE, SECRET, Resultat
from ctg_data.loaders.model import Source
from ctg_data.store.magasin import Magasin
from ctg_data.store.publie import EPOQUES
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
    """Pairs (partition, valeurs) of everything that the current editions give; nothing for an empty store.

    Partitions: ``commune-<dep>``, the other levels, and EPOQUES for the EPCI at period perimeter where it differs.
    """
    catalogue = tuple(registry.catalogue() if indicateurs is None else indicateurs)
    dit = progres or (lambda etape, part: None)
    perimetres = Epoques(magasin, referentiel)
    donnees, h = Donnees(magasin, referentiel, temoin=perimetres.temoin), hierarchie.construit(referentiel.communes())
    if not donnees.annees:
        return
    editions = magasin.editions()
    protection = Protection(catalogue, donnees, h, interne=_interne(editions, magasin.referents.sources), regles=regles)
    protection.prepare(lambda part: dit("Recherche de ce qui doit rester secret", _PART_SECRET * part))
    memoire.libere()
    epoque, hachages = _Epoque(perimetres.avec(donnees), Editions(editions)), Editions(editions)
    attentes = {niveau: Attente(niveau, h) for niveau in NIVEAUX}
    _calcule(catalogue, donnees, protection, attentes, epoque=epoque, dit=dit)
    for niveau in NIVEAUX:
        yield from attentes.pop(niveau).frames(hachages)
    if (frame := epoques.assemble(epoque.frames)) is not None:
        yield EPOQUES, frame


def protege(resultat: Resultat, caches: np.ndarray) -> Protege:
    """The publishable side of a result: nothing of a hidden cell but its status."""
    statut = np.where(caches, SECRET, resultat.valeur.statut).astype("int8")
    tus = caches | ((statut == SECRET) & resultat.valeur.interne)  # where nothing divides, a figure has no source: it would tell
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
        sources=np.where(tus, SANS_SOURCE, resultat.sources),
        libelles_sources=resultat.libelles_sources,
    )


def _interne(editions: pd.DataFrame, sources: Mapping[str, Source]) -> bool:
    """Whether one of the current files is the CAF's own, as was said when it was imported or as is said now of its source."""
    courantes = editions[editions["courante"].astype(bool)]
    actuels = {sources[s].profil_secret for noms in courantes["sources"] for s in noms if s in sources}
    return PROFIL in actuels or any(PROFIL in profils for profils in courantes["profil_secret"])


@dataclass(frozen=True)
class _Epoque:
    """Frames of the EPCI at period perimeter, indicator after indicator."""

    calculs: Calculs
    editions: Editions
    frames: list[pd.DataFrame] = field(default_factory=list)

    def ajoute(self, indicateur: Indicateur, resultats: Iterable[Resultat]) -> None:
        """``resultats``: those of every level at constant perimeter, which say where the CAF's own figures are."""
        for epoque in self.calculs.calcule(indicateur, epoques.publiques(resultats)):
            for r in epoque.resultats:
                table = protege(r, np.zeros(r.valeur.statut.shape, dtype=bool))
                self.frames.append(epoques.cadre(epoque, table, r.codes, editions=self.editions))


def _calcule(
    catalogue: Sequence[Indicateur],
    donnees: Donnees,
    protection: Protection,
    attentes: Mapping[str, Attente],
    *,
    epoque: _Epoque,
    dit: Progres,
) -> None:
    """Add the publishable tables of every indicator to those that wait, level by level."""
    for rang, indicateur in enumerate(catalogue):
        dit("Calcul des indicateurs", _PART_SECRET + (1 - _PART_SECRET) * rang / len(catalogue))
        calcules = calcule(indicateur, donnees)
        epoque.ajoute(indicateur, [r for resultats in calcules.values() for r in resultats])
        for niveau, resultats in calcules.items():
            donnes = [r for r in resultats if (r.valeur.statut != ABSENT).any()]
            for resultat, masque in zip(donnes, protection.caches(donnes), strict=True):
                attentes[niveau].ajoute(protege(resultat, masque))
        memoire.libere()
