"""EPCI as they were: the same engine on the communes of an earlier 1 January, from public figures only (domain.md §6).

A figure of year N at period perimeter is that of the EPCI of 1 January N + 1, the geography in which the CNAF publishes December N.
What the CAF itself counts never enters: beside the constant perimeter, it would give the commune that moved.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

import pandas as pd

from ctg_data.indicators.compute import calcule
from ctg_data.indicators.cubes import Cube
from ctg_data.indicators.donnees import Donnees, Lecture
from ctg_data.indicators.geographie import Geographie
from ctg_data.indicators.lignes import du_stock
from ctg_data.indicators.model import Indicateur, Ref, Somme
from ctg_data.indicators.resultat import Resultat
from ctg_data.store.magasin import Magasin
from ctg_data.territoires.composition import Compositions
from ctg_data.territoires.model import CIBLE, MILLESIMES
from ctg_data.territoires.referentiel import Referentiel

NIVEAUX = ("commune", "epci")
"""Levels whose rows depend on the perimeter; those above are read at the target vintage."""
DECALAGE = 1
"""Year of a figure -> vintage of its period perimeter."""
OCTETS = 64_000_000
"""Cubes of one vintage kept in memory: its changed EPCI are a few dozen."""
_LOTS = 3
"""Batches of rows kept at a time: the engine reads them in turn."""


@dataclass(frozen=True, eq=False)
class Epoque:
    """Figures of ``annee`` at period perimeter: a column of ``resultats``, whose units are the EPCI of ``millesime`` that have changed."""

    millesime: int
    annee: int
    resultats: tuple[Resultat, ...]


class Epoques:
    """The EPCI of each earlier vintage whose territory has changed since."""

    def __init__(self, magasin: Magasin, referentiel: Referentiel):
        self._referentiel, (self._epci, codes) = referentiel, _changes(referentiel)
        self._lus = _Lus(magasin, codes)

    def temoin(self, noms: tuple[str, ...], rangees: pd.DataFrame) -> None:
        """To be given to the engine of the target vintage: what it reads is not read twice."""
        self._lus.garde(noms, rangees)

    def avec(self, donnees: Donnees) -> "Calculs":
        """Ready to compute; levels above the EPCI are those of ``donnees``."""
        geographies = {m: Geographie(self._referentiel, cible=m, epci=codes) for m, codes in self._epci.items()}
        return Calculs({m: _Donnees(donnees, self._lus, geographie) for m, geographie in geographies.items()})


@dataclass(frozen=True, eq=False)
class Calculs:
    """Vintage -> what formulas read there."""

    donnees: Mapping[int, Donnees]

    def calcule(self, indicateur: Indicateur, annees: Collection[int]) -> Iterator[Epoque]:
        """One indicator in those of ``annees`` in which some EPCI was another; nothing of the CAF's own is in it."""
        if "epci" not in indicateur.niveaux:
            return
        seul = replace(indicateur, niveaux=("epci",))
        for millesime, donnees in self.donnees.items():
            if (annee := millesime - DECALAGE) in annees:
                yield Epoque(millesime, annee, calcule(seul, donnees)["epci"])


class _Donnees(Donnees):
    """The communes and EPCI of one vintage; every other level is read where the target vintage is computed."""

    def __init__(self, constantes: Donnees, lus: "_Lus", geographie: Geographie):
        super().__init__(lus.magasin, geographie, octets=OCTETS)
        self._constantes, self._lus = constantes, lus

    def somme(self, refs: Somme, niveau: str, *, hors: int = 0) -> Cube:
        return super().somme(refs, niveau, hors=hors) if niveau in NIVEAUX else self._constantes.somme(refs, niveau, hors=hors)

    def publie(self, ref: Ref, niveau: str) -> Cube:
        return super().publie(ref, niveau) if niveau in NIVEAUX else self._constantes.publie(ref, niveau)

    def _rangees(self, noms: tuple[str, ...]) -> pd.DataFrame:
        return self._lus.lit(noms)

    def _annees(self, lecture: Lecture, siennes: pd.DataFrame) -> tuple[int, ...]:
        """The same columns as at the levels above, which a gap is measured from."""
        return self._constantes.annees_de(lecture)


class _Lus:
    """Public rows of the territories concerned, batch by batch."""

    def __init__(self, magasin: Magasin, codes: frozenset[str]):
        self.magasin = magasin
        sources = magasin.referents.sources.values()
        self._codes = codes
        self._internes = [s.id for s in sources if s.profil_secret == "caf_interne"]
        self._inventaires = [s.id for s in sources if s.inventaire]
        """An inventory is kept whole: a commune that it does not name has none."""
        self._lots: OrderedDict[tuple[str, ...], pd.DataFrame] = OrderedDict()

    def garde(self, noms: tuple[str, ...], rangees: pd.DataFrame) -> None:
        """Keep what is useful of a batch; the oldest one goes."""
        self._lots[noms] = self._utiles(rangees)
        while len(self._lots) > _LOTS:
            self._lots.popitem(last=False)

    def _utiles(self, rangees: pd.DataFrame) -> pd.DataFrame:
        if not self._codes or set(rangees["source"].cat.categories) <= set(self._internes):
            return rangees.iloc[:0]
        ici = rangees["code"].isin(self._codes) | rangees["source"].isin(self._inventaires)
        gardees = ici & rangees["niveau"].isin(NIVEAUX) & ~rangees["source"].isin(self._internes)
        return rangees[gardees.to_numpy()]

    def lit(self, noms: tuple[str, ...]) -> pd.DataFrame:
        """The kept rows of some measures, read again when they have gone."""
        for lot, rangees in self._lots.items():
            if set(noms) <= set(lot):
                return rangees
        self.garde(noms, du_stock(self.magasin.mesures(noms, NIVEAUX)))
        return self._lots[noms]


@lru_cache(maxsize=2)
def _changes(referentiel: Referentiel) -> tuple[Mapping[int, frozenset[str]], frozenset[str]]:
    """(vintage -> its EPCI that have changed since; these and their communes), which every publication asks for again."""
    compositions = Compositions(referentiel)
    epci = {m: codes for m in MILLESIMES if m != CIBLE and (codes := compositions.differents(m))}
    return MappingProxyType(epci), _communes(referentiel, epci) | frozenset().union(*epci.values())


def _communes(referentiel: Referentiel, epci: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """Communes of those EPCI, under every code that they or their parts ever had."""
    codes: set[str] = set()
    for millesime, siens in epci.items():
        lieux = referentiel.appartenance(millesime)
        codes.update(lieux.loc[lieux["epci"].isin(siens), "commune"])
    pas = [referentiel.passage(m, m + 1) for m in MILLESIMES[:-1]] if codes else []
    liens = [(s, d) for p in pas for s, d in zip(p["code_src"], p["code_dst"], strict=True) if s != d]
    while nouveaux := {c for lien in liens if codes.intersection(lien) for c in lien} - codes:
        codes |= nouveaux
    return frozenset(codes)
