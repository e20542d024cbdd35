"""Reproducible chance: every draw has a name, so a subset of territories or a new variable moves no other figure."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

GRAINE = 20_241_231


def generateur(graine: int, *noms: str) -> np.random.Generator:
    """The generator of one named draw: the same names and seed always give the same numbers."""
    return np.random.default_rng([graine, *(zlib.crc32(nom.encode()) for nom in noms)])


def normales(graine: int, famille: str, codes: Sequence[str], nombre: int) -> np.ndarray:
    """``nombre`` standard normals for each code, (codes, nombre); a code's numbers depend on that code alone."""
    return np.array([generateur(graine, famille, code).standard_normal(nombre) for code in codes])


def uniformes(graine: int, famille: str, codes: Sequence[str], nombre: int) -> np.ndarray:
    """Idem, uniform on [0, 1)."""
    return np.array([generateur(graine, famille, code).random(nombre) for code in codes])


@dataclass(frozen=True)
class Tirages:
    """The draws of one département over its communes (columns) and years (rows)."""

    graine: int
    departement: str
    annees: int
    communes: int

    def uniforme(self, nom: str) -> np.ndarray:
        """One number a commune, the same every year: stocks move with their expectation, not at random."""
        return generateur(self.graine, self.departement, nom, "u").random(self.communes)

    def bruit(self, nom: str, ecart: float, annuel: float = 0.012) -> np.ndarray:
        """(annees, communes): a lasting deviation of the commune plus a small yearly one, in logits."""
        tire = generateur(self.graine, self.departement, nom, "z")
        return ecart * tire.standard_normal(self.communes) + annuel * tire.standard_normal((self.annees, self.communes))

    def bruit_libre(self, nom: str, forme: tuple[int, ...]) -> np.ndarray:
        """Standard normals of any shape."""
        return generateur(self.graine, self.departement, nom, "l").standard_normal(forme)

    def partie(self, nom: str, tout: np.ndarray, part: np.ndarray) -> np.ndarray:
        """An integer part of ``tout``: never negative, never more than the whole."""
        return np.floor(tout * np.clip(part, 0, 1) + self.uniforme(nom)).astype(np.int64).clip(0, tout)

    def compte(self, nom: str, attendu: np.ndarray) -> np.ndarray:
        """An integer whose expectation over communes is ``attendu``."""
        return np.floor(attendu + self.uniforme(nom)).astype(np.int64)

    def repartition(self, nom: str, tout: np.ndarray, parts: np.ndarray) -> np.ndarray:
        """``tout`` cut by ``parts`` (modalites, annees, communes; they sum to 1): integers that sum exactly to ``tout``."""
        return systematique(tout, parts, self.uniforme(nom))


def systematique(tout: np.ndarray, parts: np.ndarray, depart: np.ndarray) -> np.ndarray:
    """Systematic sampling: cumulated expectations cut at ``depart`` + integers; each part within one unit of its expectation."""
    bornes = np.floor(tout * np.cumsum(parts, axis=0) + depart)
    bornes[-1] = tout + np.floor(depart)
    return np.diff(np.minimum(bornes, bornes[-1]), axis=0, prepend=np.zeros_like(bornes[:1])).astype(np.int64)
