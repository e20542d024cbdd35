"""The private files of the editions of a store: one of measures each, and one of every table beside them that it has rows of."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import pandas as pd
import pyarrow as pa

from ctg_data.errors import MagasinInvalide
from ctg_data.store import lecture, presences, prive, tables
from ctg_data.store.catalogue import Portee
from ctg_data.store.edition import Edition, Lignes

T = TypeVar("T")
Gardees = frozenset[Portee] | None
"""The scopes of an edition that are wanted, None for all of them."""
A_COTE: Mapping[str, tuple[tables.Format, Callable[..., pd.DataFrame], Callable[..., pd.DataFrame]]] = {
    "attributs": (prive.ATTRIBUTS, lecture.attributs, lecture.assemble_attributs),
    "equipements": (prive.EQUIPEMENTS, lecture.equipements, lecture.assemble_equipements),
}
"""Table kept beside the measures (a field of ``Edition``, its number of rows, and of ``Lignes``) -> how it is laid, read, put together."""


class Fichiers:
    """``abimee``: what to say of an edition of which a file is missing or damaged; every reading raises it."""

    def __init__(self, dossier: Path, abimee: Callable[[str], MagasinInvalide]):
        self.dossier, self._abimee = dossier, abimee
        self._index: dict[str, tables.Index] = {}
        """Footers by edition: its file never changes."""

    def ecrit(self, edition: Edition, lignes: Lignes) -> None:
        for nom, (forme, *_) in A_COTE.items():
            if getattr(edition, nom):
                prive.ecrit(self._a_cote(edition.id, nom), getattr(lignes, nom), forme)
        prive.ecrit(self._mesures(edition.id), lignes.mesures)
        self._index.pop(edition.id, None)

    def sains(self, edition: Edition) -> bool:
        """Whether each file of the edition is there, whole."""
        nombres = {nom: getattr(edition, nom) for nom in A_COTE}
        autres = all(not n or prive.sain(self._a_cote(edition.id, nom), n, A_COTE[nom][0]) for nom, n in nombres.items())
        return autres and prive.sain(self._mesures(edition.id), edition.mesures)

    def a_des(self, identifiant: str, choix: tables.Choix) -> bool:
        """Whether the measures of an edition may hold a row of ``choix``."""
        return bool(self._pied(identifiant).groupes(choix))

    def mesures(self, identifiant: str, gardees: Gardees = None, choix: tables.Choix | None = None) -> pa.Table:
        par, fichier = self._pied(identifiant), self._mesures(identifiant)
        return self._lu(identifiant, lambda: lecture.courantes(fichier, identifiant, gardees=gardees, choix=choix or {}, par=par))

    def lieux(self, identifiant: str, gardees: Gardees) -> pd.DataFrame:
        """The territories that its measures name (``store.presences``)."""
        return self._lu(identifiant, lambda: presences.lieux(self._mesures(identifiant), gardees=gardees, par=self._pied(identifiant)))

    def table(self, nom: str, voulues: Iterable[tuple[str, Gardees]], choix: tables.Choix | None = None) -> pd.DataFrame:
        """A table of A_COTE, of several editions one below the other; each must have rows of it."""
        return A_COTE[nom][2]([self._table(nom, identifiant, gardees, choix or {}) for identifiant, gardees in voulues])

    def _table(self, nom: str, identifiant: str, gardees: Gardees, choix: tables.Choix) -> pd.DataFrame:
        fichier, lit = self._a_cote(identifiant, nom), A_COTE[nom][1]
        return self._lu(identifiant, lambda: lit(fichier, identifiant, gardees=gardees, choix=choix))

    def _pied(self, identifiant: str) -> tables.Index:
        if identifiant not in self._index:
            self._index[identifiant] = self._lu(identifiant, lambda: prive.index(self._mesures(identifiant)))
        return self._index[identifiant]

    def _lu(self, identifiant: str, lit: Callable[[], T]) -> T:
        try:
            return lit()
        except tables.ILLISIBLE as erreur:
            raise self._abimee(identifiant) from erreur

    def _mesures(self, identifiant: str) -> Path:
        return self.dossier / f"{identifiant}.parquet"

    def _a_cote(self, identifiant: str, nom: str) -> Path:
        return self.dossier / f"{identifiant}.{nom}.parquet"
