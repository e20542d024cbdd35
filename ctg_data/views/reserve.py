"""A bounded memory of what a publication gives, shared by the portraits of one process.

Keys are plain values that start with the fingerprint of the corpus, never frames: two publications never answer for each other.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


class Reserve:
    """The last ``taille`` results; what is kept must be immutable or left alone by its readers."""

    def __init__(self, taille: int):
        self._taille = taille
        self._connus: OrderedDict[tuple[Hashable, ...], object] = OrderedDict()
        self._verrou = Lock()

    def connait(self, cle: tuple[Hashable, ...]) -> bool:
        """Whether a result is kept under ``cle``."""
        with self._verrou:
            return cle in self._connus

    def donne(self, cle: tuple[Hashable, ...], fabrique: Callable[[], T]) -> T:
        """The result kept under ``cle``, made by ``fabrique`` the first time."""
        with self._verrou:
            if cle in self._connus:
                self._connus.move_to_end(cle)
                return self._connus[cle]
        resultat = fabrique()
        with self._verrou:
            self._connus[cle] = resultat
            while len(self._connus) > self._taille:
                self._connus.popitem(last=False)
        return resultat
