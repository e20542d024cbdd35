"""``reference build``: the committed reference of territories, from registry packages."""

import argparse
import sys

from ctg_data import settings
from ctg_data.territoires import construit


def construction(choix: argparse.Namespace) -> int:
    """Build the reference from the packages kept in ``--cache`` or fetched; progress goes to stderr."""
    dossier = settings.load(choix.store).reference
    construit.build(dossier, choix.cache, progres=lambda message: print(message, file=sys.stderr))
    print(f"Référentiel écrit dans {dossier}.")
    return 0
