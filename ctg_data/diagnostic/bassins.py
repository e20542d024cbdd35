"""What is within reach: two-step floating catchment areas between the points of communes (domain.md §3.1).

First each place of offer is divided among the need within its reach: ``R_j = O_j / Σ_k B_k·w(t_kj)``; then each commune adds up what it
reaches: ``A_i = Σ_j R_j·w(t_ij)``, an offer for one unit of need.  What is offered where nobody is within reach serves nobody: it is told
apart, and the invariant is ``Σ A_i·B_i = Σ O_j`` over the rest.

Times are kilometres as the crow flies at a stated speed, unless a table of travel times is given: an assumption that goes with every
figure made of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

_TERRE_KM = 6371.0


@dataclass(frozen=True)
class Portee:
    """How near is near, all of it editable and told with the result.

    ``paliers``: (minutes, weight), nearest first: the weight up to these minutes, 0 beyond the last.  ``vitesse_kmh``: as the crow flies,
    detours included.
    """

    paliers: tuple[tuple[float, float], ...] = ((10.0, 1.0), (20.0, 0.5))
    vitesse_kmh: float = 40.0

    def __post_init__(self) -> None:
        """Raises ValueError for steps that do not go away, weights out of 0 to 1 or that grow, and a speed that is none."""
        minutes, poids = zip(*self.paliers, strict=True) if self.paliers else ((), ())
        monte = all(a < b for a, b in pairwise(minutes))
        baisse = all(a >= b for a, b in pairwise(poids))
        if not minutes or minutes[0] <= 0 or not monte or not baisse or not all(0 < p <= 1 for p in poids):
            raise ValueError("steps of growing minutes whose weights, from 1 to 0, never grow")
        if not self.vitesse_kmh > 0:
            raise ValueError("a speed above 0")

    @property
    def minutes_max(self) -> float:
        return self.paliers[-1][0]

    def poids(self, minutes: np.ndarray) -> np.ndarray:
        """The weight of each travel time; a step holds its own bound."""
        rangs = np.searchsorted([m for m, _ in self.paliers], minutes, side="left")
        return np.array([*(p for _, p in self.paliers), 0.0])[rangs]


@dataclass(frozen=True, eq=False)
class Acces:
    """``acces``: offer within reach for one unit of need, a commune of need a row, NaN where there is no need to divide it by.

    ``recue``: offer that each commune of need takes.  ``servi``: need within reach of each place of offer, weighted.
    ``perdue``: offer within reach of nobody.
    """

    acces: np.ndarray
    recue: np.ndarray
    servi: np.ndarray
    perdue: float


def liens(besoins: np.ndarray, offres: np.ndarray, portee: Portee) -> sparse.csr_array:
    """Weights [need, offer] between points (longitude, latitude in degrees), as sparse as what is within reach."""
    corde = 2 * np.sin(min(portee.minutes_max / 60 * portee.vitesse_kmh / _TERRE_KM, np.pi) / 2) * (1 + 1e-12)
    ici, la = (cKDTree(_sur_la_sphere(points)) for points in (besoins, offres))
    paires = ici.sparse_distance_matrix(la, corde, output_type="coo_matrix")
    km = 2 * _TERRE_KM * np.arcsin(np.minimum(paires.data / 2, 1))
    return _creuse(portee.poids(km / portee.vitesse_kmh * 60), paires.row, paires.col, (len(besoins), len(offres)))


def liens_fournis(
    minutes: Mapping[tuple[str, str], float], besoins: Sequence[str], offres: Sequence[str], portee: Portee
) -> sparse.csr_array:
    """The same from a table of travel times, (from, to) -> minutes, read in both directions; a place is in its own commune at 0 minutes.

    What the table does not hold is out of reach.
    """
    connues = {**{(b, a): m for (a, b), m in minutes.items()}, **minutes, **{(c, c): 0.0 for c in offres}}
    rang_b, rang_o = ({code: rang for rang, code in enumerate(codes)} for codes in (besoins, offres))
    trouvees = [(rang_b[a], rang_o[b], m) for (a, b), m in connues.items() if a in rang_b and b in rang_o]
    lignes, colonnes, temps = (np.array(c) for c in zip(*trouvees, strict=True)) if trouvees else (np.empty(0, dtype=int),) * 3
    return _creuse(portee.poids(temps), lignes, colonnes, (len(besoins), len(offres)))


def acces(besoin: np.ndarray, offre: np.ndarray, poids: sparse.csr_array) -> Acces:
    """Two-step access.  ``besoin``, ``offre``: counts, never negative nor NaN.  ``poids``: [need, offer], from 0 to 1."""
    servi = np.asarray(poids.T @ besoin, dtype="float64")
    taux = np.divide(offre, servi, out=np.zeros(len(offre)), where=servi > 0)
    a_portee = np.asarray(poids @ taux, dtype="float64")
    return Acces(np.where(besoin > 0, a_portee, np.nan), a_portee * besoin, servi, float(offre[servi == 0].sum()))


def _sur_la_sphere(points: np.ndarray) -> np.ndarray:
    """Points of the unit sphere, where a chord is a distance that a tree can search."""
    lon, lat = np.radians(np.asarray(points, dtype="float64").reshape(-1, 2)).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _creuse(poids: np.ndarray, lignes: np.ndarray, colonnes: np.ndarray, forme: tuple[int, int]) -> sparse.csr_array:
    vus = poids > 0
    return sparse.csr_array((poids[vus], (lignes[vus], colonnes[vus])), shape=forme)
