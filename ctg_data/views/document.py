"""A document to take away, as plain blocks: the same ones are laid out as a page, a text to amend or a workbook."""

import re
from dataclasses import dataclass

from ctg_data.diagnostic.figures import Tableau

CADRE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
SOUS_UN_TITRE = 0.5
"""Height for a width of 1 that is left under the head of a document, on A4 landscape."""


@dataclass(frozen=True)
class Titre:
    """A heading, 1 to 3."""

    texte: str
    niveau: int = 1


@dataclass(frozen=True)
class Paragraphe:
    """``mention``: a note in small, under what it explains."""

    texte: str
    mention: bool = False


@dataclass(frozen=True)
class Liste:
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Dessin:
    """A drawing of ours (SVG) and its equivalent in words, "" where the next sheet of the same drawing holds it."""

    svg: str
    resume: str

    @property
    def seul(self) -> bool:
        """Whether it takes a sheet of A4 landscape by itself: a title above it would push it to the next one."""
        cadre = CADRE.search(self.svg)
        return cadre is not None and float(cadre[2]) > SOUS_UN_TITRE * float(cadre[1])


Bloc = Titre | Paragraphe | Liste | Tableau | Dessin


@dataclass(frozen=True)
class Document:
    """``bandeau``: said on every page when the CTG or its figures are fictive, "" otherwise.  ``nom``: of its file, without extension."""

    nom: str
    titre: str
    sous_titre: str
    blocs: tuple[Bloc, ...]
    bandeau: str = ""
    pied: str = ""

    @property
    def tableaux(self) -> tuple[Tableau, ...]:
        return tuple(b for b in self.blocs if isinstance(b, Tableau))
