"""Files offered for download: made when the reader asks, from the same records as the screen."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fichier:
    """``contenu`` runs at the click, not at each run of the page."""

    nom: str
    mime: str
    contenu: Callable[[], bytes]


def du_tableau(vue, nom, tableau):
    return Fichier("a.csv", "text/csv", lambda: b"")


def du_portrait(vue):
    return []
