"""What changed in the layout of a file since the one before it of the same source, in French; never a cell of its body."""

import re
from collections.abc import Iterator, Sequence

from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.model import Forme
from ctg_data.wording import nombres

NOMMEES = 8
"""Columns that a sentence names; beyond, they are counted."""
SEPARATEURS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale", "": "aucun"}
_CHIFFRES = re.compile(r"\d+")


def compare(avant: Sequence[Forme], apres: Sequence[Forme]) -> tuple[str, ...]:
    """One sentence a difference, table by table; a layout that only one of the two files has is told as such."""
    anciennes = {(f.source, f.disposition): f for f in avant}
    phrases: list[str] = []
    for forme in apres:
        ancienne = anciennes.get((forme.source, forme.disposition))
        phrases += _table(ancienne, forme) if ancienne else []
    lues = {(f.source, f.disposition) for f in apres}
    if avant and apres and not lues & anciennes.keys():
        phrases.append(f"Le tableau est d'une autre disposition : {_noms(apres)}, au lieu de {_noms(avant)}.")
    return tuple(dict.fromkeys(phrases))


def _noms(formes: Sequence[Forme]) -> str:
    return nombres.enumere([f"« {d} »" for d in dict.fromkeys(f.disposition for f in formes)])


def _table(avant: Forme, apres: Forme) -> Iterator[str]:
    yield from _cadre(avant, apres)
    lues = [{nom: texte for nom, texte in f.colonnes if nom} for f in (avant, apres)]
    yield from _liste("Colonnes lues, nouvelles", [lues[1][n] or n for n in lues[1] if n not in lues[0]])
    yield from _liste("Colonnes lues jusque-là, absentes", [lues[0][n] or n for n in lues[0] if n not in lues[1]])
    laissees = [{_stable(texte): texte for nom, texte in f.colonnes if not nom} for f in (avant, apres)]
    yield from _liste("Colonnes non utilisées, nouvelles", [t for s, t in laissees[1].items() if s not in laissees[0]])
    yield from _liste("Colonnes non utilisées, disparues", [t for s, t in laissees[0].items() if s not in laissees[1]])
    memes = [n for n in lues[1] if n in lues[0] and _stable(lues[0][n]) != _stable(lues[1][n])]
    yield from _liste("En-têtes écrits autrement", [f"{lues[0][n]} » devenu « {lues[1][n]}" for n in memes])


def _cadre(avant: Forme, apres: Forme) -> Iterator[str]:
    """What surrounds the columns: format, separator, sheet, place of the header."""
    if avant.format != apres.format:
        yield f"Format du fichier : {apres.format}, au lieu de {avant.format}."
    elif avant.separateur != apres.separateur:
        noms = [SEPARATEURS.get(s, f"« {s} »") for s in (apres.separateur, avant.separateur)]
        yield f"Séparateur : {noms[0]}, au lieu de {noms[1]}."
    if _stable(avant.feuille) != _stable(apres.feuille):
        yield f"Feuille « {apres.feuille} », au lieu de « {avant.feuille} »."
    if avant.entete != apres.entete:
        yield f"En-tête à la ligne {apres.entete}, au lieu de la ligne {avant.entete}."


def _stable(texte: str) -> str:
    """The same header from one year to the next."""
    return _CHIFFRES.sub("#", normalise(texte))


def _liste(quoi: str, textes: Sequence[str]) -> Iterator[str]:
    if textes:
        suite = f", et {len(textes) - NOMMEES} autres" if len(textes) > NOMMEES else ""
        yield f"{quoi} ({len(textes)}) : {', '.join(f'« {t} »' for t in textes[:NOMMEES])}{suite}."
