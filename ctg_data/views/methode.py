"""The method page, generated from the catalogue: how each figure is made."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fiche:
    """One indicator, whole, in French words.  ``champs``: (label, text) in reading order."""

    id: str
    libelle: str
    definition: str
    theme: str
    champs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ThemeMethode:
    id: str
    libelle: str
    fiches: tuple[Fiche, ...]


@dataclass(frozen=True)
class MethodeView:
    """``generalites``: (title, paragraphs) on the star, statuses, secrecy, verdicts; ``glossaire``: (term, meaning)."""

    themes: tuple[ThemeMethode, ...]
    generalites: tuple[tuple[str, tuple[str, ...]], ...]
    glossaire: tuple[tuple[str, str], ...]
    nombre: int
