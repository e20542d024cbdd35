"""How the numbers of a local source are written: one cell as the engine reads it, or a fault, never another number."""

import re
from dataclasses import dataclass
from functools import cached_property

from ctg_data.loaders.locales_modele import Declaration

BLANC = "[\\s\u00a0\u202f\u2009]"
_NATIF = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SIGNES = re.compile(rf"[+-]?(?:[\d.,]|{BLANC})+")
_MILLIERS_POINT = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+")


def chiffree(texte: str) -> bool:
    """Whether a text is a number, however it is written."""
    return bool(_SIGNES.fullmatch(texte)) and any(c.isdecimal() for c in texte)


@dataclass(frozen=True, eq=False)
class Ecriture:
    """The cells of one declaration in one kind of file."""

    d: Declaration
    format_: str

    def nombre(self, cellule: str, *, pourcent: bool) -> str | None:
        """One cell as the engine reads it; None for a number that is written otherwise than was said; a text is told later.

        ``pourcent``: the cell may end by « % ».
        """
        if cellule == "" or cellule.lower() in self.d.marques:
            return "0" if cellule == "" and self.d.vide == "zero" else cellule
        net = cellule.removesuffix("%").rstrip() if pourcent else cellule
        if self.format_ == "xlsx" and self.d.milliers == "." and _MILLIERS_POINT.fullmatch(net):
            return None  # a number of the workbook itself is not told from a text where points part thousands
        if self.format_ == "xlsx" and _est_natif(net):
            return net
        if self._motif.fullmatch(net):
            # what the engine reads as it is stays as it is: a fault quotes the cell of the file
            return net if self.d.milliers in ("", " ") else net.replace(self.d.milliers, "").replace(self.d.decimale, ".")
        return None if chiffree(net) else cellule

    @property
    def exemple(self) -> str:
        """A number as it is to be written."""
        return f"1{self.d.milliers}234{self.d.decimale}5"

    @cached_property
    def _motif(self) -> re.Pattern:
        entre = BLANC if self.d.milliers == " " else re.escape(self.d.milliers)
        groupes = rf"|[1-9]\d{{0,2}}(?:{entre}\d{{3}})+" if self.d.milliers else ""
        return re.compile(rf"[+-]?(?:\d+{groupes})(?:{re.escape(self.d.decimale)}\d+)?")


def _est_natif(texte: str) -> bool:
    """Whether a text is what a number of a workbook reads as, « 12.5 »: « 12.500 » is a text, in which a point may part thousands."""
    return bool(_NATIF.fullmatch(texte)) and repr(float(texte)) in (texte, f"{texte}.0")
