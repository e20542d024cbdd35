"""``demo``: fictitious extracts in the publishers' layouts, for training and tests."""

import argparse
import sys

from ctg_data import settings
from ctg_data.cli import compte_rendu, sortie
from ctg_data.cli.identifiants import ArgumentInvalide, separe, verifie_territoire
from ctg_data.demonstration.generation import genere
from ctg_data.territoires import referentiel


def demonstration(choix: argparse.Namespace) -> int:
    """Prints the path of each file once it is complete."""
    territoires = referentiel.charge(settings.load(choix.store).reference)
    codes = [code.upper() for code in separe(choix.departements)]
    if not codes:
        raise ArgumentInvalide("--departements : indiquez au moins un département.")
    for code in codes:
        verifie_territoire(territoires, "departement", code)
    print(sortie.DEMONSTRATION, file=sys.stderr)
    for chemin in genere(codes, choix.out, referentiel=territoires, progres=compte_rendu.progres()):
        print(chemin)
    return 0
