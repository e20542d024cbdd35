"""Dossiers written by hand, for rules that only read."""

from dataclasses import replace
from datetime import date

from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.dossier import Dossier
from ctg_data.parcours.etats import EtatCtg

CTG = Ctg("CTG d'essai", "epci", "200066512", debut=date(2025, 1, 1), fin=date(2029, 12, 31))


def dossier(*objets: object, etat: EtatCtg = EtatCtg.PREPARATION, **ctg: object) -> Dossier:
    """A CTG in ``etat`` with these records, named « organisation-0 », « action-1 »… in their order."""
    lu = Dossier("ctg", replace(CTG, etat=etat, **ctg))
    for rang, objet in enumerate(objets):
        lu = lu.avec(f"{type(objet).__name__.lower()}-{rang}", objet)
    return lu
