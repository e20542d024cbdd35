"""Structural mutations of a small sound file: columns, rows, headers, numbers, separators, encodings, as a spreadsheet, an export or a
transfer damages them.

A file is kept as a grid of text (``Etat``) until it is written; an operator changes the grid or the way it is written, and says what
may come of it (``Issue``).  Everything is drawn from a seed: a mutant is played again by its number.
"""

import random
from copy import deepcopy
from dataclasses import dataclass

from tests.loaders.mutations_etats import Etat, Issue, octets
from tests.loaders.mutations_operateurs import OPERATEURS

DEPLACENT = {"titres_au_dessus", "entete_descendu", "entete_decale", "entete_ote"}
"""After these the header is elsewhere: one of them at most, the last."""
COUPENT = {"tronque"}
"""Last but those: a row that is cut, then filled with separators, is one that nothing tells from a whole one."""


@dataclass(frozen=True)
class Mutant:
    """One mutated file: which operators made it, and what may come of it."""

    operateurs: tuple[str, ...]
    issue: Issue
    octets: bytes


def mutant(modele: Etat, graine: int) -> Mutant:
    """The mutant of this number: one operator most often, up to three."""
    alea = random.Random(graine)
    etat, possibles = deepcopy(modele), [nom for nom, (_, formes) in OPERATEURS.items() if modele.forme in formes]
    noms = sorted(alea.sample(possibles, alea.choices((1, 2, 3), (6, 3, 1))[0]), key=lambda nom: (nom in DEPLACENT, nom in COUPENT))
    while len(noms) > 1 and (noms[-2] in DEPLACENT or (noms[-1] == "entete_ote" and "colonnes_permutees" in noms)):
        noms.pop()  # codes that moved without their labels, then labels alone: nothing tells
    issues = []
    for nom in noms:
        if all(etat.entetes.get(f, 0) < len(g) and g[etat.entetes.get(f, 0)] for f, g in etat.feuilles.items()):
            issues.append(OPERATEURS[nom][0](etat, alea))
    return Mutant(tuple(noms), max(issues, default=Issue.EXACTE), octets(etat))
