"""The classes of one partition as nodes that move together, their sum staying what it is (``allegement``)."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ctg_data.diagnostic import rendus
from ctg_data.diagnostic.choix import Choix, Raisons
from ctg_data.diagnostic.exigences import SANS, Demande, Places
from ctg_data.diagnostic.liens import Classe
from ctg_data.diagnostic.partition import Partition
from ctg_data.diagnostic.rendus import Rendu, Reseau
from ctg_data.diagnostic.secret import petits


class Noeuds:
    """Those of ``partition`` in the cells of ``choix``.

    ``classes``: its classes, then their whole where it is read, which moves the other way round, so that all add up to nothing.
    """

    def __init__(self, choix: Choix, partition: Partition):
        self._choix, self._parts, self._tout = choix, partition.parts, partition.tout
        entier = choix.lue(partition.tout)
        self.classes: tuple[Classe, ...] = (*partition.parts, *([partition.tout] if entier else []))
        self._entier = len(partition.parts) if entier else SANS

    def caches(self, raisons: Raisons) -> np.ndarray:
        """What is hidden, bool [classes, cells, years]."""
        return np.stack([raisons[c] > 0 for c in self.classes])

    def seules(self, raisons: Raisons) -> dict[Classe, np.ndarray]:
        """``raisons`` of the cells that are hidden for themselves, those hidden for others being shown."""
        return {c: np.where(_superflues(raisons[c]), 0, raisons[c]) for c in self.classes}

    def superflues(self, raisons: Raisons, places: Places, ou: np.ndarray | bool = True) -> np.ndarray:
        """By place, how many of the cells ``ou`` are hidden for others."""
        return sum(places.somme(_superflues(raisons[c]) & ou) for c in self.classes)

    def agrandies(self) -> np.ndarray:
        """Cells, bool, one class of which hides among others to be a large group."""
        return np.logical_or.reduce([self._choix.exigence(c).taille > 0 for c in self.classes])

    def primaires(self) -> np.ndarray:
        """Cells, bool, one class of which tells by itself."""
        return np.logical_or.reduce([self._choix.exigence(c).primaire for c in self.classes])

    def poids(self) -> list[np.ndarray]:
        """By class, which cells are hidden first."""
        return [self._choix.poids(c) for c in self.classes]

    def rendu(self, raisons: Mapping[Classe, np.ndarray], reseau: Reseau) -> Rendu:
        """``raisons`` are changed in place."""
        return Rendu(raisons, self.classes, self.demandes(), self.capacites(), reseau)

    def demandes(self) -> list[Demande]:
        """What is asked of the cells; what is left of a whole moves when one of the two does without the other."""
        parts = list(enumerate(map(self._choix.exigence, self._parts)))
        if self._entier == SANS:
            return [Demande(rang, SANS, e.hausse, e.baisse) for rang, e in parts]
        tout = self._choix.exigence(self._tout)
        demandes = [Demande(rang, SANS, *e.petite) for rang, e in parts] + [Demande(rang, self._entier, *e.seule) for rang, e in parts]
        return [*demandes, Demande(self._entier, SANS, tout.baisse, tout.hausse), *self._restes_de_petits()]

    def _restes_de_petits(self) -> Iterator[Demande]:
        """Wholes that are few move around each part that leaves few."""
        choix, tout = self._choix, self._choix.compte(self._tout)
        for rang, classe in enumerate(self._parts):
            reste = tout - choix.compte(classe)
            ou = choix.exigence(self._tout).primaire & petits(reste, choix.regles)
            baisse, hausse = np.maximum(reste - choix.places.admis, 0), choix.regles.seuil - reste
            yield Demande(self._entier, rang, np.where(ou, baisse, 0), np.where(ou, hausse, 0))

    def maillons(self) -> np.ndarray:
        """Cells that chains may hide, bool [classes, cells, years]: a whole only beside another one that tells."""
        choix, libres = self._choix, np.stack([self._choix.libres(c) for c in self.classes])
        if self._entier != SANS:
            libres[self._entier] &= choix.places.un_des(choix.exigence(self._tout).primaire)[choix.places.portion]
        return libres

    def capacites(self) -> Sequence[np.ndarray]:
        """By how much each cell can fall, then rise, all other counts but those of the partition staying what they are: [classes, cells,
        years]."""
        choix = self._choix
        marges = [[np.where(choix.libres(c), m, 0) for m in choix.marges(c, [], self.classes)[1::2]] for c in self.classes]
        donne, prend = (np.stack(m) for m in zip(*marges, strict=True))
        if self._entier != SANS:
            donne[self._entier], prend[self._entier] = prend[self._entier].copy(), donne[self._entier].copy()
        return donne, prend


def _superflues(raison: np.ndarray) -> np.ndarray:
    return np.isin(raison, rendus.SUPERFLUES)
