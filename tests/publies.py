"""The published files, each loaded once for the whole run of tests: reading them is most of what their tests take."""

import os
import pickle
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from ctg_data.loaders import charge
from ctg_data.loaders.model import Chargement

_GARDES = 12
"""Loadings kept in the memory of one process; the others are on the disk."""


class Publies:
    """Path of a published file, from its folder on or whole -> what ``charge`` says of it; several processes share it in ``dossier``.

    Frames are copied on write, so a test that changes one does not change it for the others.
    """

    def __init__(self, donnees: Path, dossier: Path):
        self.donnees, self.dossier = donnees, dossier
        self._lus: OrderedDict[tuple[str, int | None], Chargement] = OrderedDict()

    def __call__(self, chemin: Path | str, annee: int | None = None) -> Chargement:
        relatif = (self.donnees / chemin).relative_to(self.donnees).as_posix()
        cle = (relatif, annee)
        lu = self._lus.pop(cle, None) or self._partage(relatif, annee)
        self._lus[cle] = lu
        if len(self._lus) > _GARDES:
            self._lus.popitem(last=False)
        return lu

    def _partage(self, chemin: str, annee: int | None) -> Chargement:
        """From the disk when a process was there before; written under another name first, so that none reads half of one.

        The first process that ends takes the folder away: the others read again what they lack.
        """
        copie = self.dossier / f"{chemin.replace('/', '@')}-{annee}.pickle"
        with suppress(FileNotFoundError):
            return pickle.loads(copie.read_bytes())
        lu = charge(self.donnees / chemin, annee=annee)
        brouillon = copie.with_suffix(f".{os.getpid()}")
        with suppress(FileNotFoundError):
            brouillon.write_bytes(pickle.dumps(lu, protocol=pickle.HIGHEST_PROTOCOL))
            brouillon.replace(copie)
        return lu
