"""Which EPCI to hide where the total of their département is shown (domain.md §5.2): the same search, one storey up.

Cells are the portions of a département.  A portion that is small, or where the communes cannot protect each other, is hidden, and so are
companions, as many as it takes.  A move between two portions is made by their communes, so that a portion gives and takes what its
communes can together; inside a hidden portion, as many communes are hidden as it takes to carry the moves, which they share among them
as in any other portion (``communes``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ctg_data.diagnostic.choix import Choix, Raisons, Trouvees, repand
from ctg_data.diagnostic.compagnons import Recherche
from ctg_data.diagnostic.exigences import COMPAGNON, SUITE, Grandeur, Places
from ctg_data.diagnostic.liens import Classe
from ctg_data.diagnostic.partition import Partition
from ctg_data.diagnostic.secret import Regles
from ctg_data.indicators.model import Somme


class ChoixPortions(Choix):
    """``communes``: the search among the communes, whose places are the cells of this one, in the same order."""

    def __init__(self, communes: Choix, grandeurs: Mapping[Somme, Grandeur], places: Places, regles: Regles):
        super().__init__(grandeurs, places, regles)
        self._dedans = communes.places
        self.communes = communes
        self.plus_bas = Places(places.portion[self._dedans.portion], places.nombre, self._dedans.population, self._dedans.admis)
        """The département of each commune."""
        self._petites: list[Partition] = []
        self._poids_portions = np.bincount(self._dedans.portion, minlength=self._dedans.nombre)

    def demande(self, classe: Classe, portions: np.ndarray) -> None:
        """These portions, bool [portions, years], cannot be shown: their communes do not protect each other."""
        self._exigences[classe].ajoute(SUITE, portions, 0, 0)

    def marges(self, classe: Classe, partitions: Sequence[Partition], liees: Sequence[Classe] = ()) -> tuple[np.ndarray, ...]:
        """What the communes that can be hidden give and take together, the classes of the département making up for it."""
        libres = self.communes.libres(classe)
        marges = self.communes.marges(classe, self._petites, liees)
        return tuple(self._dedans.somme(np.where(libres, marge, 0)) for marge in marges)

    def complete(self, grandes: Trouvees, raisons: Raisons) -> None:
        """Hide, in each portion hidden by ``grandes``, communes that carry its moves, besides those of ``raisons``."""
        blocs = {classe: raison > 0 for classe, raison in grandes.raisons.items()}
        for classe in self.ordre():
            if blocs[classe].any():
                self._porte(classe, raisons, blocs[classe])
                self._repand_dans(classe, raisons, blocs[classe])

    def _porte(self, classe: Classe, raisons: Raisons, caches: np.ndarray) -> None:
        """The lightest communes that do, in each hidden portion, what the département asks of it; all of them where none suffice."""
        communes, raison = self.communes, raisons[classe]
        proches = communes.marges(classe, communes.partitions)
        portees = [np.fmin(m, p) for m, p in zip(communes.marges(classe, self._petites), proches, strict=True)]
        libre, blocs = communes.libres(classe), _Blocs.de(caches, self._dedans.portion)
        demandes, seuls = self._demandes(classe, caches, [np.where(libre, m, 0) for m in portees])
        rien = np.zeros(self.communes.forme), np.zeros(caches.shape)
        recherche = Recherche(
            blocs.groupe,
            blocs.nombre,
            marges=tuple(blocs.avec(m, rien[1]) for m in (*portees, *proches)),
            voulu=(*(blocs.avec(rien[0], d) for d in demandes), *(blocs.avec(s, rien[1]) for s in seuls)),
            primaire=blocs.avec(communes.primaires()[classe], caches),
            cache=blocs.avec(raison > 0, caches),
            libre=blocs.avec(libre, ~caches),
            poids=blocs.avec(np.broadcast_to(communes.poids(classe)[:, None], raison.shape), rien[1]),
        )
        ajout, rates = recherche.mene()
        perdus = np.isin(blocs.groupe, rates) & blocs.avec(libre & (raison == 0), ~caches)
        perdus[ajout] = True
        raison[blocs.communes(perdus)] = COMPAGNON

    def _demandes(self, classe: Classe, caches: np.ndarray, portees: Sequence[np.ndarray]) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """For each of the margins: what each hidden portion must be able to do, which is what the most demanding one of its département
        asks, as far as it can; and what each commune asks of those of its portion, the others doing what its portion asks of them."""
        propres = self._exigences[classe].primaire & caches
        voulus = [np.where(propres, v, 0) for v in self.voulu(classe)]
        *mouvements, taille = (self._plus_exigeante(v) for v in voulus)
        pires = [np.maximum.reduce(mouvements)] * len(mouvements) + [taille]
        demandes = [np.fmin(self._dedans.somme(m), pire) for m, pire in zip(portees, pires, strict=True)]
        seuls = [np.maximum(v - aide[self._dedans.portion], 0) for v, aide in zip(self.communes.voulu(classe), voulus, strict=True)]
        return demandes, seuls

    def _plus_exigeante(self, voulu: np.ndarray) -> np.ndarray:
        """For each portion, the most that one of its département asks."""
        pire = np.zeros((self._places.nombre, self._forme[1]))
        np.maximum.at(pire, self._places.portion, voulu)
        return pire[self._places.portion]

    def _repand_dans(self, classe: Classe, raisons: Raisons, blocs: np.ndarray) -> None:
        """In hidden portions, a class that moves hides the pivot of the portion, and that of the département."""
        liees = {c for p in self._petites for c in p.classes}
        if classe not in liees:
            return
        dedans = {c: np.where(blocs[self._dedans.portion], raison, 0) for c, raison in raisons.items() if c in liees}
        repand([classe], dedans, self.communes.partitions)
        repand([classe], dedans, self._petites)
        for autre, raison in dedans.items():
            raisons[autre][:] = np.maximum(raisons[autre], raison)

    def _partition(self, tout: Classe, parts: Sequence[Somme], faites: Sequence[Partition]) -> Partition:
        """Pivots are those of the département; portions can do what their communes can."""
        mobiles = self.communes.mobiles(parts, self._petites)
        grande = super()._partition(tout, parts, faites)
        self._petites.append(grande.dans(self.communes.comptes(parts), mobiles, self.plus_bas))
        return grande

    def mobiles(self, parts: Sequence[Somme], faites: Sequence[Partition]) -> list[np.ndarray]:
        return [self._dedans.somme(m) for m in self.communes.mobiles(parts, self._petites)]

    def voulu(self, classe: Classe) -> tuple[np.ndarray, ...]:
        """What a portion asks, and what its communes lack."""
        return tuple(np.fmax(voulu, besoin) for voulu, besoin in zip(super().voulu(classe), self.communes.besoins(classe), strict=True))

    def _sans_recherche(self, classe: Classe) -> np.ndarray:
        """A portion that is unknown stays what it is, and does not prevent the others from moving."""
        exigence = self._exigences[classe]
        return self._places.un_des(exigence.exclus | (exigence.primaire & ~self.libres(classe)))

    def poids(self, classe: Classe) -> np.ndarray:
        """Those with the fewest communes are hidden first, then those that count least."""
        poids = super().poids(classe)
        return self._poids_portions + poids / (1 + poids)


@dataclass(frozen=True, eq=False)
class _Blocs:
    """The communes of hidden portions, year by year, and for each portion and year one more cell that stands for what is asked of it.

    ``lignes``, ``annees``: of the communes; ``places``: portion and year of the others.  ``groupe``: of all of them, communes first.
    """

    lignes: np.ndarray
    annees: np.ndarray
    places: tuple[np.ndarray, np.ndarray]
    groupe: np.ndarray

    @classmethod
    def de(cls, caches: np.ndarray, portion: np.ndarray) -> "_Blocs":
        """``caches``: bool [portions, years]; ``portion`` of each commune."""
        rangs = np.cumsum(caches).reshape(caches.shape) - 1
        lignes, annees = np.nonzero(caches[portion])
        places = np.nonzero(caches)
        return cls(lignes, annees, places, np.concatenate([rangs[portion[lignes], annees], rangs[places]]))

    @property
    def nombre(self) -> int:
        return len(self.places[0])

    def avec(self, communes: np.ndarray, portions: np.ndarray) -> np.ndarray:
        """Flat values of all cells, from tables [communes, years] and [portions, years]."""
        return np.concatenate([communes[self.lignes, self.annees], portions[self.places]])

    def communes(self, cellules: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the communes among some cells, bool."""
        ici = cellules[: len(self.lignes)]
        return self.lignes[ici], self.annees[ici]
