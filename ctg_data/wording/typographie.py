"""French typography: no-break spaces before double punctuation and inside guillemets, curved apostrophes."""

import re
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from typing import TypeVar

T = TypeVar("T")
_AVANT = re.compile(r" (?=[:»%‰€])")
_AVANT_FINE = re.compile(r" (?=[;?!])")
_APRES = re.compile(r"(?<=«) ")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|$)")
_MILLIERS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_NOMS = (
    "habitants?|communes?|EPCI|départements?|régions?|territoires?|ménages?|foyers?|familles?|personnes?|enfants?|places?|heures?|"
    "structures?|ans?|mois|points?|lignes?|valeurs?|mesures?|fautes?|sources?|indicateurs?"
)
"""What the pages count: a figure never parts from its noun, and a long one takes its thin spaces before it (never a year)."""
_COMPTE = re.compile(rf"(?<=\d) (?=(?:{_NOMS})\b)")
_HEURE, _MINUTES = re.compile(r"(?<=\d) (?=h\b)"), re.compile(r"(?<=\d\u00a0h) (?=\d{2}\b)")
_SANS_ESPACES = re.compile(rf"(?<![\d.,])(\d{{1,3}})(\d{{3}})(?=[ \u00a0](?:{_NOMS})\b)")
_TRAIT = re.compile(r"\b([Aa]u|[Ee]st|[Ss]ont)-(?=(?:dessus|dessous|ce|ils|elles)\b)")
"""Words that no line may cut at their hyphen."""


_CITATION = re.compile(r"(«[ \u00a0]?)|([ \u00a0]?»)")


_ESPACES = (
    (_MILLIERS, "\u202f"),
    (_AVANT_FINE, "\u202f"),
    (_AVANT, "\u00a0"),
    (_APRES, "\u00a0"),
    (_COMPTE, "\u00a0"),
    (_HEURE, "\u00a0"),
    (_MINUTES, "\u00a0"),
)


@lru_cache(maxsize=50_000)
def insecables(texte: str) -> str:
    """``a : b ?`` with a no-break space before « : », a narrow one before « ? » and in « 20 000 », and ’ for '.

    A number stays with its noun, « au-dessous » and « sont-ils » in one piece; quotations are never marked twice; nothing else changes.
    """
    texte = _TRAIT.sub("\\1\u2011", _APOSTROPHE.sub("’", texte))
    if texte.count("«") > 1:
        texte = citations(texte)
    if " " not in texte:
        return texte
    texte = _SANS_ESPACES.sub("\\1\u202f\\2", texte)
    for motif, espace in _ESPACES:
        texte = motif.sub(espace, texte)
    return texte


def citations(texte: str) -> str:
    """A quotation inside a quotation takes “ ”; the same one marked twice is marked once.  Marks that do not pair stay as they are."""
    signes = list(_CITATION.finditer(texte))
    ouverts: list[re.Match[str]] = []
    paires = []
    for signe in signes:
        if signe.group(1):
            ouverts.append(signe)
        elif ouverts:
            paires.append((ouverts.pop(), signe, len(ouverts)))
        else:
            return texte
    if ouverts:
        return texte
    exterieures = {(de.end(), a.start()) for de, a, profondeur in paires if not profondeur}
    remplaces = [(m, s) for de, a, profondeur in paires if profondeur for m, s in zip((de, a), _dedans(de, a, exterieures), strict=True)]
    for signe, remplace in sorted(remplaces, key=lambda r: -r[0].start()):
        texte = texte[: signe.start()] + remplace + texte[signe.end() :]
    return texte


def _dedans(ouvre: re.Match[str], ferme: re.Match[str], exterieures: set[tuple[int, int]]) -> tuple[str, str]:
    return ("", "") if (ouvre.start(), ferme.end()) in exterieures else ("“", "”")


@cache
def _champs(genre: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(genre)) if is_dataclass(genre) and not getattr(genre, "tel_quel", False) else ()


def soigne(objet: T) -> T:
    """The same frozen record with every text in good typography, tuples and nested records included.

    A record whose class says ``tel_quel`` is left as people wrote it: saving it again compares it with what is kept.
    """
    if isinstance(objet, str):
        return insecables(objet) if type(objet) is str else objet
    if isinstance(objet, tuple):
        soignes = tuple(soigne(x) for x in objet)
        return objet if all(a is b for a, b in zip(objet, soignes, strict=True)) else soignes
    changes = {}
    for nom in _champs(type(objet)):
        avant = getattr(objet, nom)
        apres = soigne(avant)
        if apres is not avant:
            changes[nom] = apres
    return replace(objet, **changes) if changes else objet
