"""What every record of a CTG shares: the CTG it belongs to, and which of its texts people write in their own words."""

import unicodedata
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any

from ctg_data.errors import SaisieInvalide

PREMIERE_DATE, DERNIERE_DATE = date(1990, 1, 1), date(2099, 12, 31)
"""An earlier or later date is a slip of the keyboard."""
_BLANCS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols that are drawn as nothing."""


def paragraphe(defaut: str = "") -> Any:
    """A text of several lines, in people's own words: it may have to be blanked."""
    return field(default=defaut, metadata={"libre": True, "paragraphe": True})


def ligne(defaut: str = "") -> Any:
    """A name or a title of one line, in people's own words."""
    return field(default=defaut, metadata={"libre": True})


@dataclass(frozen=True)
class DuDossier:
    """A record of one CTG (``ctg``: its id).  References to other records are ids, "" for none."""

    ctg: str

    def __post_init__(self):
        exige(bool(self.ctg), "Cette fiche n'est rattachée à aucune CTG.")
        for champ, facultative in _dates(type(self)):
            valeur = getattr(self, champ)
            exige(valeur is not None or facultative, "Donnez la date.")
            plausible = valeur is None or PREMIERE_DATE <= valeur <= DERNIERE_DATE
            exige(plausible, f"La date « {valeur} » n'est pas plausible : une date entre 1990 et 2099 est attendue.")
        self.verifie()

    def verifie(self) -> None:
        """Raises SaisieInvalide on what this record alone cannot hold."""


@cache
def _dates(genre: type) -> tuple[tuple[str, bool], ...]:
    """The dates of a kind of record, and whether each may be left empty."""
    return tuple((champ.name, champ.type is not date) for champ in fields(genre) if champ.type in (date, date | None))


def exige(vrai: bool, phrase: str) -> None:
    """Raise SaisieInvalide with ``phrase`` unless ``vrai``."""
    if not vrai:
        raise SaisieInvalide(phrase)


def dit(texte: str) -> bool:
    """Whether a text says something: spaces, and what nobody sees, do not."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANCS for c in texte)


def exige_texte(texte: str, phrase: str) -> None:
    exige(dit(texte), phrase)


def exige_ordre(avant: date | None, apres: date | None, phrase: str) -> None:
    exige(avant is None or apres is None or avant <= apres, phrase)


def libres(genre: type, *, paragraphes: bool = False) -> tuple[str, ...]:
    """Names of the fields that people write in their own words; those of several lines only with ``paragraphes``."""
    quoi = "paragraphe" if paragraphes else "libre"
    return tuple(champ.name for champ in fields(genre) if champ.metadata.get(quoi))
