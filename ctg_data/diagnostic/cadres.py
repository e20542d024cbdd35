"""Dense protected tables to frames of ``valeurs``, one département at a time for communes."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from ctg_data.diagnostic.hierarchie import Hierarchie, un_des
from ctg_data.indicators.resultat import ABSENT
from ctg_data.records import COLONNES_VALEURS, STATUTS
from ctg_data.territoires.model import CIBLE


@dataclass(frozen=True, eq=False)
class Protege:
    """One indicator, modality and level, ready to be published: [units, years] tables."""

    indicateur: str
    modalite: str
    annees: tuple[int, ...]
    valeur: np.ndarray
    statut: np.ndarray
    est: np.ndarray
    arr5: np.ndarray
    ic_bas: np.ndarray
    ic_haut: np.ndarray
    sources: np.ndarray
    libelles_sources: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Lot:
    """The cells of one table that a frame takes: rows (unit numbers) and columns (years)."""

    table: Protege
    unites: np.ndarray
    colonnes: np.ndarray

    def pris(self, champ: str) -> np.ndarray:
        return getattr(self.table, champ)[self.unites, self.colonnes]

    def __len__(self) -> int:
        return len(self.unites)


class Editions:
    """Hash of the sorted editions behind a source label, as seen from one département (None above it)."""

    def __init__(self, editions: pd.DataFrame):
        self._par_source: dict[tuple[str, int], list[tuple[str, frozenset[str]]]] = {}
        for e in editions[editions["courante"].astype(bool)].itertuples():
            for cle in product(e.sources, map(int, e.annees)):
                self._par_source.setdefault(cle, []).append((e.id, frozenset(e.departements)))
        self._connues: dict[tuple[str, str | None], str] = {}

    def hachage(self, libelle: str, departement: str | None) -> str:
        """16 hex digits, "" when nothing was used."""
        cle = (libelle, departement)
        if cle not in self._connues:
            ids = sorted({i for partie in libelle.split("|") if partie for i in self._de(partie, departement)})
            self._connues[cle] = hashlib.sha256("|".join(ids).encode()).hexdigest()[:16] if ids else ""
        return self._connues[cle]

    def _de(self, partie: str, departement: str | None) -> Iterable[str]:
        source, _, annee = partie.rpartition("@")
        for identifiant, departements in self._par_source.get((source, int(annee)), ()):
            if departement is None or not departements or departement in departements:
                yield identifiant


def frames(niveau: str, tables: Sequence[Protege], h: Hierarchie, *, editions: Editions) -> Iterator[tuple[str, pd.DataFrame]]:
    """Pairs (partition, COLONNES_VALEURS) of a level; empty ones are left out.

    Rows that are not available are kept only where another territory of the same département has a figure that year.
    """
    departements = h.departement_de(niveau)
    for nom, unites in _partitions(niveau, departements, h):
        lots = [lot for table in tables if len(lot := _lot(table, unites, departements[unites]))]
        if lots:
            yield nom, _frame(niveau, lots, h, editions=editions)


def _partitions(niveau: str, departements: np.ndarray, h: Hierarchie) -> Iterator[tuple[str, np.ndarray]]:
    if niveau != "commune":
        yield niveau, np.arange(len(departements))
        return
    for numero, code in enumerate(h.codes["departement"]):
        yield f"commune-{code}", np.flatnonzero(departements == numero)


def _lot(table: Protege, unites: np.ndarray, departements: np.ndarray) -> _Lot:
    dits = table.statut[unites] != ABSENT
    rangs, uniques = pd.factorize(departements)
    presents = un_des(dits, rangs, n=len(uniques))[rangs]
    lignes, colonnes = np.nonzero(presents)
    return _Lot(table, unites[lignes], colonnes)


def _frame(niveau: str, lots: Sequence[_Lot], h: Hierarchie, *, editions: Editions) -> pd.DataFrame:
    total = sum(map(len, lots))
    departements = h.departement_de(niveau)
    colonnes = {
        "indicateur": _textes(lots, lambda lot: ((lot.table.indicateur,), np.zeros(len(lot), dtype="int32"))),
        "niveau": pd.Categorical.from_codes(np.zeros(total, dtype="int8"), [niveau]),
        "code": _codes(h.codes[niveau], np.concatenate([lot.unites for lot in lots])),
        "annee": np.concatenate([np.array(lot.table.annees, dtype="int16")[lot.colonnes] for lot in lots]),
        "modalite": _textes(lots, lambda lot: ((lot.table.modalite,), np.zeros(len(lot), dtype="int32"))),
        "statut": pd.Categorical.from_codes(_nombres(lots, "statut"), list(STATUTS)),
        "millesime_geo": np.full(total, CIBLE, dtype="int16"),
        "sources": _textes(lots, lambda lot: (lot.table.libelles_sources, lot.pris("sources"))),
        "edition": _textes(lots, lambda lot: _editions(lot, departements, h, editions=editions)),
    }
    colonnes |= {champ: _nombres(lots, champ) for champ in ("valeur", "est", "arr5", "ic_bas", "ic_haut")}
    return pd.DataFrame(colonnes)[list(COLONNES_VALEURS)]


def _nombres(lots: Sequence[_Lot], champ: str) -> np.ndarray:
    return np.concatenate([lot.pris(champ) for lot in lots])


def _codes(textes: Sequence[str], numeros: np.ndarray) -> pd.Categorical:
    """A column from the texts used and their numbers."""
    utiles = np.flatnonzero(np.bincount(numeros, minlength=len(textes)))
    vers = np.zeros(len(textes), dtype="int32")
    vers[utiles] = np.arange(len(utiles))
    return pd.Categorical.from_codes(vers[numeros], [textes[u] for u in utiles])


def _textes(lots: Sequence[_Lot], lit: Callable[[_Lot], tuple[Sequence[str], np.ndarray]]) -> pd.Categorical:
    """A column of texts from the few texts of each lot and their numbers."""
    connus: dict[str, int] = {}
    morceaux = []
    for textes, numeros in map(lit, lots):
        vers = np.array([connus.setdefault(texte, len(connus)) for texte in textes], dtype="int32")
        morceaux.append(vers[numeros])
    return _codes(list(connus), np.concatenate(morceaux))


def _editions(lot: _Lot, departements: np.ndarray, h: Hierarchie, *, editions: Editions) -> tuple[Sequence[str], np.ndarray]:
    largeur = len(lot.table.libelles_sources)
    cles = (departements[lot.unites] + 1) * largeur + lot.pris("sources")
    rangs, uniques = pd.factorize(cles)
    codes = (None, *h.codes["departement"])
    return [editions.hachage(lot.table.libelles_sources[cle % largeur], codes[cle // largeur]) for cle in uniques], rangs
