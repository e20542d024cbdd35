"""Which EPCI to hide where the total of their département is shown (domain.md §5.2): the same search, one storey up.

Cells are the portions of a département.  A portion that is small, or where the communes cannot protect each other, is hidden, and so are
companions, as many as it takes.  A move between two portions is made by their communes, so that a portion gives and takes what its
communes can together; inside a hidden portion, as many communes are hidden as it takes to carry the moves, which they share among them
as in any other portion (``communes``).
"""

from collections.abc import Mapping, Sequence

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
        self._communes, self._dedans = communes, communes.places
        self._plus_bas = Places(places.portion[self._dedans.portion], places.nombre, self._dedans.population, self._dedans.admis)
        self._petites: list[Partition] = []
        self._poids_portions = np.bincount(self._dedans.portion, minlength=self._dedans.nombre)

    def demande(self, classe: Classe, portions: np.ndarray) -> None:
        """These portions, bool [portions, years], cannot be shown: their communes do not protect each other."""
        self._exigences[classe].ajoute(SUITE, portions, 0, 0)

    def marges(self, classe: Classe, partitions: Sequence[Partition]) -> tuple[np.ndarray, ...]:
        """What the communes that can be hidden give and take together, the classes of the département making up for it."""
        libres = self._communes.libres(classe)
        marges = self._communes.marges(classe, self._petites)
        return tuple(self._dedans.somme(np.where(libres, marge, 0)) for marge in marges)

    def complete(self, grandes: Trouvees, raisons: Raisons) -> None:
        """Hide, in each portion hidden by ``grandes``, communes that carry its moves, besides those of ``raisons``."""
        blocs = {classe: raison > 0 for classe, raison in grandes.raisons.items()}
        for classe in self.ordre():
            if blocs[classe].any():
                self._porte(classe, raisons, blocs[classe])
                self._repand_dans(classe, raisons, blocs[classe])

    def _porte(self, classe: Classe, raisons: Raisons, blocs: np.ndarray) -> None:
        """The lightest communes that do, in each hidden portion, what the département asks of it; all of them where none suffice."""
        raison, ou = raisons[classe], self._dedans.portion
        lignes, annees = np.nonzero(blocs[ou])
        places = np.argwhere(blocs)
        groupe = np.searchsorted(places[:, 0] * self._forme[1] + places[:, 1], ou[lignes] * self._forme[1] + annees)
        proches = self._communes.marges(classe, self._communes.partitions)
        portees = [np.fmin(m, p) for m, p in zip(self._communes.marges(classe, self._petites), proches, strict=True)]
        libre, exigence = self._communes.libres(classe), self._communes.primaires()[classe]
        voulus = self.voulu(classe)
        propres = self._exigences[classe].primaire & blocs
        aide = [np.where(propres, v, 0)[ou] for v in voulus]
        seuls = [np.maximum(v - a, 0) for v, a in zip(self._communes.voulu(classe), aide, strict=True)]
        n, rien, tout = len(places), np.zeros(len(places)), np.ones(len(places), dtype=bool)

        def cellules(tables: Sequence[np.ndarray], fictives: Sequence[np.ndarray]) -> tuple[np.ndarray, ...]:
            """Values of the communes of the blocks, then of one cell a block, that stands for what is asked of it."""
            return tuple(np.concatenate([t[lignes, annees], f]) for t, f in zip(tables, fictives, strict=True))

        demandes = [d[places[:, 0], places[:, 1]] for d in self._demandes(portees, libre, voulus, propres)]
        cinq, zeros = len(portees), np.zeros(self._communes.forme)
        recherche = Recherche(
            np.concatenate([groupe, np.arange(n)]),
            n,
            marges=cellules([*portees, *proches], [rien] * (2 * cinq)),
            voulu=cellules([zeros] * cinq + seuls, demandes + [rien] * cinq),
            primaire=np.concatenate([exigence[lignes, annees], tout]),
            cache=np.concatenate([raison[lignes, annees] > 0, tout]),
            libre=np.concatenate([libre[lignes, annees], ~tout]),
            poids=np.concatenate([self._communes.poids(classe)[lignes], rien]),
        )
        ajout, rates = recherche.mene()
        raison[lignes[ajout], annees[ajout]] = COMPAGNON
        perdues = np.isin(groupe, rates) & libre[lignes, annees] & (raison[lignes, annees] == 0)
        raison[lignes[perdues], annees[perdues]] = COMPAGNON

    def _demandes(
        self, portees: Sequence[np.ndarray], libre: np.ndarray, voulus: Sequence[np.ndarray], propres: np.ndarray
    ) -> list[np.ndarray]:
        """What each hidden portion must be able to do: what the most demanding one of its département asks, as far as it can."""
        pires = [np.zeros((self._places.nombre, self._forme[1])) for _ in voulus]
        for pire, voulu in zip(pires, voulus, strict=True):
            np.maximum.at(pire, self._places.portion, np.where(propres, voulu, 0))
        *mouvements, taille = pires
        mouvement = np.maximum.reduce(mouvements)
        tous = [self._dedans.somme(np.where(libre, m, 0)) for m in portees]
        return [np.fmin(m, pire[self._places.portion]) for m, pire in zip(tous, [mouvement] * len(mouvements) + [taille], strict=True)]

    def _repand_dans(self, classe: Classe, raisons: Raisons, blocs: np.ndarray) -> None:
        """In hidden portions, a class that moves hides the pivot of the portion, and that of the département."""
        liees = {c for p in self._petites for c in p.classes}
        if classe not in liees:
            return
        dedans = {c: np.where(blocs[self._dedans.portion], raison, 0) for c, raison in raisons.items() if c in liees}
        repand([classe], dedans, self._communes.partitions)
        repand([classe], dedans, self._petites)
        for autre, raison in dedans.items():
            raisons[autre][:] = np.maximum(raisons[autre], raison)

    def _partition(self, tout: Classe, parts: Sequence[Somme], faites: Sequence[Partition]) -> Partition:
        """Pivots are those of the département; portions can do what their communes can."""
        mobiles = self._communes.mobiles(parts, self._petites)
        grande = super()._partition(tout, parts, faites)
        self._petites.append(grande.dans(self._communes.comptes(parts), mobiles, self._plus_bas))
        return grande

    def mobiles(self, parts: Sequence[Somme], faites: Sequence[Partition]) -> list[np.ndarray]:
        return [self._dedans.somme(m) for m in self._communes.mobiles(parts, self._petites)]

    def voulu(self, classe: Classe) -> tuple[np.ndarray, ...]:
        """What a portion asks, and what its communes lack."""
        return tuple(np.fmax(voulu, besoin) for voulu, besoin in zip(super().voulu(classe), self._communes.besoins(classe), strict=True))

    def _sans_recherche(self, classe: Classe) -> np.ndarray:
        """A portion that is unknown stays what it is, and does not prevent the others from moving."""
        exigence = self._exigences[classe]
        return self._places.un_des(exigence.exclus | (exigence.primaire & ~self.libres(classe)))

    def poids(self, classe: Classe) -> np.ndarray:
        """Those with the fewest communes are hidden first, then those that count least."""
        poids = super().poids(classe)
        return self._poids_portions + poids / (1 + poids)
