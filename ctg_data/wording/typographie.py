"""French typography: no-break spaces before double punctuation and inside guillemets, curved apostrophes."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

T = TypeVar("T")
_AVANT = re.compile(r" (?=[:»%‰€])")
_AVANT_FINE = re.compile(r" (?=[;?!])")
_APRES = re.compile(r"(?<=«) ")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_MILLIERS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def insecables(texte: str) -> str:
    """``a : b ?`` with a no-break space before « : », a narrow one before « ? » and in « 20 000 », and ’ for '; nothing else changes."""
    texte = _APOSTROPHE.sub("’", texte)
    if " " not in texte:
        return texte
    for motif, espace in ((_MILLIERS, "\u202f"), (_AVANT_FINE, "\u202f"), (_AVANT, "\u00a0"), (_APRES, "\u00a0")):
        texte = motif.sub(espace, texte)
    return texte


def soigne(objet: T) -> T:
    """The same frozen record with every text in good typography, tuples and nested records included."""
    if isinstance(objet, str):
        return insecables(objet)
    if isinstance(objet, tuple):
        return tuple(soigne(x) for x in objet)
    if not is_dataclass(objet):
        return objet
    avant = {f.name: getattr(objet, f.name) for f in fields(objet)}
    apres = {nom: soigne(x) for nom, x in avant.items() if not isinstance(x, float | int | bool | None)}
    changes = {nom: x for nom, x in apres.items() if x is not avant[nom]}
    return replace(objet, **changes) if changes else objet
