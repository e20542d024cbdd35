"""Dense protected tables to frames of ``valeurs``, one département at a time for communes."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from ctg_data import memoire
from ctg_data.diagnostic.hierarchie import Hierarchie, un_des
from ctg_data.indicators.resultat import ABSENT
from ctg_data.records import COLONNES_VALEURS, STATUTS
from ctg_data.territoires.model import CIBLE

CHAMPS = ("valeur", "statut", "est", "arr5", "ic_bas", "ic_haut", "sources")
"""What a table holds, cell by cell."""


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
    """The cells of one table that a frame takes: rows (unit numbers), columns (years) and what they hold, compressed: hundreds of tables
    wait to be written together."""

    indicateur: str
    modalite: str
    annees: tuple[int, ...]
    libelles_sources: tuple[str, ...]
    taille: int
    _champs: Mapping[str, tuple[bytes, np.dtype]]

    @classmethod
    def de(cls, table: Protege, unites: np.ndarray, colonnes: np.ndarray) -> "_Lot":
        champs = {"unites": unites.astype("int32"), "colonnes": colonnes.astype("int16")}
        champs |= {champ: getattr(table, champ)[unites, colonnes] for champ in CHAMPS}
        serres = {champ: (memoire.comprime(t), t.dtype) for champ, t in champs.items()}
        return cls(table.indicateur, table.modalite, table.annees, table.libelles_sources, len(unites), serres)

    def pris(self, champ: str) -> np.ndarray:
        return memoire.deplie(*self._champs[champ])

    def __len__(self) -> int:
        return self.taille


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


class Attente:
    """Tables of one level that wait to be written, cut by partition of ``valeurs``."""

    def __init__(self, niveau: str, h: Hierarchie):
        self._niveau, self._h, self._departements = niveau, h, h.departement_de(niveau)
        self._lots: dict[str, list[_Lot]] = {}

    def ajoute(self, table: Protege) -> None:
        """Rows that are not available are kept only where another territory of the same département has a figure that year."""
        for nom, unites in _partitions(self._niveau, self._departements, self._h):
            lignes, colonnes = np.nonzero(_presents(table, unites, self._departements[unites]))
            if len(lignes):
                self._lots.setdefault(nom, []).append(_Lot.de(table, unites[lignes], colonnes))

    def frames(self, editions: Editions) -> Iterator[tuple[str, pd.DataFrame]]:
        """Pairs (partition, COLONNES_VALEURS); empty ones are left out, and each is forgotten once given."""
        for nom in sorted(self._lots):
            yield nom, _frame(self._niveau, self._lots.pop(nom), self._h, editions=editions)


def frames(niveau: str, tables: Iterable[Protege], h: Hierarchie, *, editions: Editions) -> Iterator[tuple[str, pd.DataFrame]]:
    """The same at once, for a few tables."""
    attente = Attente(niveau, h)
    for table in tables:
        attente.ajoute(table)
    return attente.frames(editions)


def _partitions(niveau: str, departements: np.ndarray, h: Hierarchie) -> Iterator[tuple[str, np.ndarray]]:
    if niveau != "commune":
        yield niveau, np.arange(len(departements))
        return
    for numero, code in enumerate(h.codes["departement"]):
        yield f"commune-{code}", np.flatnonzero(departements == numero)


def _presents(table: Protege, unites: np.ndarray, departements: np.ndarray) -> np.ndarray:
    """Cells of the départements where some territory has a figure that year, bool [units, years]."""
    dits = table.statut[unites] != ABSENT
    rangs, uniques = pd.factorize(departements)
    return un_des(dits, rangs, n=len(uniques))[rangs]


def _frame(niveau: str, lots: Sequence[_Lot], h: Hierarchie, *, editions: Editions) -> pd.DataFrame:
    total = sum(map(len, lots))
    departements = h.departement_de(niveau)
    colonnes = {
        "indicateur": _textes(lots, lambda lot: ((lot.indicateur,), np.zeros(len(lot), dtype="int32"))),
        "niveau": pd.Categorical.from_codes(np.zeros(total, dtype="int8"), [niveau]),
        "code": _codes(h.codes[niveau], np.concatenate([lot.pris("unites") for lot in lots])),
        "annee": np.concatenate([np.array(lot.annees, dtype="int16")[lot.pris("colonnes")] for lot in lots]),
        "modalite": _textes(lots, lambda lot: ((lot.modalite,), np.zeros(len(lot), dtype="int32"))),
        "statut": pd.Categorical.from_codes(_nombres(lots, "statut"), list(STATUTS)),
        "millesime_geo": np.full(total, CIBLE, dtype="int16"),
        "sources": _textes(lots, lambda lot: (lot.libelles_sources, lot.pris("sources"))),
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
    largeur = len(lot.libelles_sources)
    cles = (departements[lot.pris("unites")] + 1) * largeur + lot.pris("sources")
    rangs, uniques = pd.factorize(cles)
    codes = (None, *h.codes["departement"])
    return [editions.hachage(lot.libelles_sources[cle % largeur], codes[cle // largeur]) for cle in uniques], rangs
