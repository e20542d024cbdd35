"""Dense tables of units by years, and the few operations that carry a status along with a value.

The last two axes are units and years; measures have one more in front, their modalities.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from ctg_data import memoire
from ctg_data.indicators.geographie import Groupes, Passage
from ctg_data.indicators.resultat import ABSENT, NON_SIGNIFICATIF, OK, SECRET, Grille

R_OK, R_NS, R_ND, R_ABSENT, R_SECRET = range(5)
"""Ranks of statuses: in a sum the highest wins.  ``R_ABSENT``: no row at all, published as nd."""
_STATUTS = np.array([OK, NON_SIGNIFICATIF, ABSENT, ABSENT, SECRET], dtype="int8")


@dataclass(frozen=True, eq=False)
class Cube:
    """``valeur`` is 0 unless ``rang`` is R_OK.  ``sources``: one bit per source (64 at most).  ``arrondis``: rounded terms in it.

    ``hors``: one bit per département left out of a figure of France (``Registre.departements``), 0 at the other levels.
    Figures of different fields never meet in a sum nor a quotient: the result is nd.
    """

    annees: tuple[int, ...]
    valeur: np.ndarray
    rang: np.ndarray
    est: np.ndarray
    arrondis: np.ndarray
    interne: np.ndarray
    sources: np.ndarray
    hors: np.ndarray

    @property
    def manque(self) -> np.ndarray:
        """Cells that give nothing: nd, or no row."""
        return (self.rang == R_ND) | (self.rang == R_ABSENT)

    @property
    def octets(self) -> int:
        """Bytes of its arrays, for a memory that is bounded."""
        return sum(getattr(self, champ).nbytes for champ in CHAMPS)


CHAMPS = tuple(f.name for f in fields(Cube) if f.name != "annees")
_TYPES = {"valeur": "float64", "rang": "int8", "est": "bool", "arrondis": "int32", "interne": "bool", "sources": "uint64", "hors": "uint8"}
_REUNIT: dict[str, np.ufunc] = {
    "valeur": np.add,
    "rang": np.maximum,
    "est": np.logical_or,
    "arrondis": np.add,
    "interne": np.logical_or,
    "sources": np.bitwise_or,
    "hors": np.bitwise_or,
}


@dataclass(frozen=True, eq=False)
class CubeSerre:
    """A cube whose arrays are compressed."""

    annees: tuple[int, ...]
    forme: tuple[int, ...]
    champs: tuple[bytes, ...]

    @classmethod
    def de(cls, cube: Cube) -> "CubeSerre":
        return cls(cube.annees, cube.rang.shape, tuple(memoire.comprime(getattr(cube, c)) for c in CHAMPS))

    def cube(self) -> Cube:
        lus = {c: memoire.deplie(octets, _TYPES[c]).reshape(self.forme) for c, octets in zip(CHAMPS, self.champs, strict=True)}
        return Cube(self.annees, **lus)


def absent(forme: Sequence[int], annees: tuple[int, ...]) -> Cube:
    """A cube without any row."""
    champs = {champ: np.zeros((*forme, len(annees)), dtype=_TYPES[champ]) for champ in CHAMPS}
    champs["rang"] += R_ABSENT
    return Cube(annees, **champs)


def pose(cube: Cube, autre: Cube, *, ou: np.ndarray, colonnes: slice | np.ndarray = slice(None)) -> None:
    """Write, in place, the cells ``ou`` of ``autre`` in the year columns ``colonnes`` of ``cube``."""
    for champ in CHAMPS:
        cible = getattr(cube, champ)
        cible[..., colonnes] = np.where(ou, getattr(autre, champ), cible[..., colonnes])


def choisit(ou: np.ndarray, oui: Cube, non: Cube) -> Cube:
    """``oui`` where ``ou``, else ``non``, cell by cell (same years)."""
    return Cube(oui.annees, **{c: np.where(ou, getattr(oui, c), getattr(non, c)) for c in CHAMPS})


def somme(cubes: Sequence[Cube]) -> Cube:
    """Cell by cell; one part that is not known leaves the sum unknown."""
    total = _valide({c: _empile([getattr(cube, c) for cube in cubes], _REUNIT[c]) for c in CHAMPS}, cubes[0].annees)
    return degrade(total, _champs_differents(cubes), R_ND)


def somme_des_presents(cubes: Sequence[Cube]) -> Cube:
    """The same, parts without row left out; absent where all are."""
    if len(cubes) == 1:
        return cubes[0]
    rang = _empile([np.where(cube.rang == R_ABSENT, -1, cube.rang) for cube in cubes], np.maximum)
    autres = {c: _empile([getattr(cube, c) for cube in cubes], _REUNIT[c]) for c in CHAMPS if c != "rang"}
    return _valide({**autres, "rang": np.where(rang < 0, R_ABSENT, rang).astype("int8")}, cubes[0].annees)


def somme_des_modalites(cube: Cube, positions: Sequence[int]) -> Cube:
    """Sum of some slices of the leading axis."""
    if len(positions) == 1:
        return Cube(cube.annees, **{c: getattr(cube, c)[positions[0]] for c in CHAMPS})
    tranche = _tranche(positions)
    total = _valide({c: _REUNIT[c].reduce(getattr(cube, c)[tranche], axis=0, dtype=_TYPES[c]) for c in CHAMPS}, cube.annees)
    return degrade(total, np.bitwise_and.reduce(cube.hors[tranche], axis=0) != total.hors, R_ND)


def prend(cube: Cube, unites: np.ndarray) -> Cube:
    """Rows ``unites`` of the unit axis; -1 gives an absent row."""
    pris = Cube(cube.annees, **{c: np.take(getattr(cube, c), unites, axis=-2) for c in CHAMPS})
    hors = np.flatnonzero(unites < 0)
    for champ in CHAMPS:
        getattr(pris, champ)[..., hors, :] = R_ABSENT if champ == "rang" else 0
    return pris


def regroupe(cube: Cube, groupes: Groupes, nombre: int) -> Cube:
    """Sum of all the members of each of ``nombre`` units."""
    return _reduit(prend(cube, groupes.ordre), groupes.debuts, groupes.cibles, nombre=nombre)


def passe(cube: Cube, passage: Passage, *, nombre: int, additive: bool) -> Cube:
    """From the communes of a vintage to the ``nombre`` communes of the target.

    Counts are shared or summed; other figures are kept for communes that did not change.
    """
    if not additive:
        return _garde(cube, passage, nombre)
    paires = prend(cube, passage.src)
    parts = {"valeur": paires.valeur * passage.poids[:, None], "est": paires.est | passage.estime[:, None]}
    return _reduit(avec(paires, **parts), passage.debuts, passage.cibles, nombre=nombre)


def sur(cube: Cube, annees: tuple[int, ...]) -> Cube:
    """The same figures on other year columns, absent where there are none."""
    if cube.annees == annees:
        return cube
    communes = [a for a in cube.annees if a in annees]
    etendu = absent(cube.valeur.shape[:-1], annees)
    de, vers = [cube.annees.index(a) for a in communes], [annees.index(a) for a in communes]
    for champ in CHAMPS:
        getattr(etendu, champ)[..., vers] = getattr(cube, champ)[..., de]
    return etendu


def dernier(cube: Cube, annees: tuple[int, ...], recul: int) -> tuple[Cube, np.ndarray]:
    """For each of ``annees`` the latest known figure, at most ``recul`` years older, and its age in years."""
    trouve = absent(cube.valeur.shape[:-1], annees)
    age = np.zeros(trouve.rang.shape, dtype="int64")
    for ecart in range(recul + 1):
        decale = sur(avec(cube, annees=tuple(a + ecart for a in cube.annees)), annees)
        prises = trouve.manque & ~decale.manque
        pose(trouve, decale, ou=prises)
        age[prises] = ecart
    return trouve, age


def derive(valeur: np.ndarray, parts: Sequence[Cube], *, rang: np.ndarray | None = None) -> Cube:
    """A figure made of ``parts``: the highest of their ranks (or ``rang``), and all that they carry."""
    reunis = {c: _empile([getattr(part, c) for part in parts], _REUNIT[c]) for c in CHAMPS if c != "valeur"}
    derive = _valide({**reunis, "valeur": valeur, "rang": reunis["rang"] if rang is None else rang}, parts[0].annees)
    return degrade(derive, _champs_differents(parts), R_ND)


def degrade(cube: Cube, ou: np.ndarray, rang: int) -> Cube:
    """``cube`` with the known cells ``ou`` brought to ``rang``."""
    if not ou.any():
        return cube
    return _valide(
        {c: getattr(cube, c) for c in CHAMPS} | {"rang": np.where(ou & (cube.rang == R_OK), rang, cube.rang).astype("int8")}, cube.annees
    )


def grille(cube: Cube) -> Grille:
    """The cube as the protection reads it."""
    valeur = np.where(cube.rang == R_OK, cube.valeur, np.nan)
    return Grille(valeur, _STATUTS[cube.rang], cube.est, cube.arrondis, cube.interne)


def avec(cube: Cube, **champs: object) -> Cube:
    """A copy with some fields replaced."""
    return Cube(**({c: getattr(cube, c) for c in ("annees", *CHAMPS)} | champs))


def _champs_differents(cubes: Sequence[Cube]) -> np.ndarray:
    return _empile([cube.hors for cube in cubes], np.bitwise_or) != _empile([cube.hors for cube in cubes], np.bitwise_and)


def _valide(champs: dict[str, np.ndarray], annees: tuple[int, ...]) -> Cube:
    champs["valeur"] = np.where(champs["rang"] == R_OK, champs["valeur"], 0.0)
    return Cube(annees, **champs)


def _empile(tableaux: Sequence[np.ndarray], reunit: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    total = tableaux[0]
    for tableau in tableaux[1:]:
        total = reunit(total, tableau)
    return total


def _tranche(positions: Sequence[int]) -> slice | list[int]:
    """A slice (no copy) where the positions follow one another."""
    if list(positions) == list(range(positions[0], positions[-1] + 1)):
        return slice(positions[0], positions[-1] + 1)
    return list(positions)


def _reduit(cube: Cube, debuts: np.ndarray, cibles: np.ndarray, *, nombre: int) -> Cube:
    forme = (*cube.valeur.shape[:-2], nombre)
    if not len(debuts):
        return absent(forme, cube.annees)
    sommes = {c: _REUNIT[c].reduceat(getattr(cube, c), debuts, axis=-2).astype(_TYPES[c], copy=False) for c in CHAMPS}
    if len(cibles) == nombre:
        return _valide(sommes, cube.annees)
    total = absent(forme, cube.annees)
    for champ in CHAMPS:
        getattr(total, champ)[..., cibles, :] = sommes[champ]
    return _valide({c: getattr(total, c) for c in CHAMPS}, cube.annees)


def _garde(cube: Cube, passage: Passage, nombre: int) -> Cube:
    origine = np.full(nombre, -1)
    origine[passage.dst[passage.seules]] = passage.src[passage.seules]
    return prend(cube, origine)
