"""What the search of communes to hide works on: published sums, what is asked of their cells, and where the communes are."""

from dataclasses import dataclass, field

import numpy as np

from ctg_data.diagnostic import hierarchie
from ctg_data.diagnostic.liens import Classe
from ctg_data.indicators.model import Somme

EFFECTIF, RESTE, UNANIMITE, SUITE, COMPAGNON, PIVOT, GROUPE = range(1, 8)
"""Why a cell is hidden: few foyers; few left of the whole; 0 % or 100 % of a small group; what it is made of, or who is behind,
is hidden; it hides another one; it makes up for the moves of another class; it makes a group larger where all are alike."""

SANS = -1


@dataclass(eq=False)
class Grandeur:
    """One published sum, arrays [cells, years]: in the communes, or in the portions.

    ``x``: NaN where unknown.  ``fixe``: public figures, which nobody can hide.  ``tus``: hidden by the CAF itself.  ``plafonds``: wholes
    that it cannot pass, read or not.  ``parts``, ``touts``: the nearest sums inside and around it; ``personnes``: those of them
    that count the persons of these foyers.  ``taille``: what it is shown as a share of, the least of these, NaN where of nothing.
    """

    classe: Classe
    x: np.ndarray
    fixe: np.ndarray
    tus: np.ndarray
    taille: np.ndarray
    plafonds: dict[Classe, np.ndarray] = field(default_factory=dict)
    parts: set[Somme] = field(default_factory=set)
    touts: set[Somme] = field(default_factory=set)
    personnes: set[Somme] = field(default_factory=set)

    def prend(self, ou: np.ndarray) -> "Grandeur":
        """The same in some communes, before anything is linked."""
        return Grandeur(self.classe, self.x[ou], self.fixe[ou], self.tus[ou], self.taille[ou])


@dataclass(eq=False)
class Exigence:
    """Cells of a class that tell by themselves (``raison``, 0 for none), and by how much each must be able to rise and to fall in the
    eyes of a reader: as small counts (``petite``), whatever happens around them, or between parts and wholes that stay what they are
    (``seule``).  ``taille``: where the whole place has 0 %, or 100 %, how large the others hidden there must be together.  ``exclus``:
    cells that no witness covers."""

    raison: np.ndarray
    petite: list[np.ndarray]
    seule: list[np.ndarray]
    taille: np.ndarray
    exclus: np.ndarray

    @classmethod
    def nulle(cls, forme: tuple[int, int]) -> "Exigence":
        paires = [[np.zeros(forme), np.zeros(forme)] for _ in range(2)]
        return cls(np.zeros(forme, dtype="int8"), *paires, np.zeros(forme), np.zeros(forme, dtype=bool))

    @property
    def primaire(self) -> np.ndarray:
        return self.raison > 0

    @property
    def hausse(self) -> np.ndarray:
        return np.fmax(self.petite[0], self.seule[0])

    @property
    def baisse(self) -> np.ndarray:
        return np.fmax(self.petite[1], self.seule[1])

    def ajoute(self, raison: int, ou: np.ndarray, hausse: np.ndarray | float, baisse: np.ndarray | float) -> None:
        self.raison[ou & (self.raison == 0)] = raison
        paire = self.petite if raison == EFFECTIF else self.seule
        paire[:] = [np.where(ou, np.fmax(connu, voulu), connu) for connu, voulu in zip(paire, (hausse, baisse), strict=True)]

    def agrandit(self, ou: np.ndarray, autres: np.ndarray) -> None:
        """In these cells, the others hidden at the same place must be that large."""
        self.taille = np.where(ou, np.fmax(self.taille, autres), self.taille)


@dataclass(frozen=True, eq=False)
class Demande:
    """By how much the cells of one class of a partition must rise and fall, [cells, years], the class ``sauf`` of the same cells staying
    what it is (``SANS``: none); ranks of classes among those of the partition."""

    rang: int
    sauf: int
    hausse: np.ndarray
    baisse: np.ndarray


@dataclass(frozen=True, eq=False)
class Places:
    """Where cells are: their place among ``nombre`` (the portion of a commune, the département of a portion), and their population (no
    count passes it).  ``admis``: what a small count may be known to be at least, [cells, 1]: 1, and 0 for a portion whose EPCI lies in
    several départements, since the parts of such an EPCI are told together too."""

    portion: np.ndarray
    nombre: int
    population: np.ndarray
    admis: np.ndarray

    def un_des(self, drapeaux: np.ndarray) -> np.ndarray:
        """Whether one cell of each place is flagged, bool [places, years]."""
        return hierarchie.un_des(drapeaux, self.portion, n=self.nombre)

    def somme(self, x: np.ndarray) -> np.ndarray:
        """Sums by place, [places, years]; unknown where a part is."""
        return hierarchie.somme(x, self.portion, n=self.nombre)
