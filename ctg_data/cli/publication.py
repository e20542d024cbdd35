"""``publie``: compute again what is published, when it is missing, damaged or of an earlier version of the product."""

import argparse

from ctg_data import pipeline, settings
from ctg_data.cli import compte_rendu
from ctg_data.cli.magasin import existant
from ctg_data.views.passe import court
from ctg_data.wording.typographie import soigne


def publie(choix: argparse.Namespace) -> int:
    """Publish again what is current in a store that exists, or what was on a past day; 0 even when there was nothing to do."""
    if choix.au:
        faite = pipeline.reconstitue(existant(settings.load(choix.store)), choix.au, compte_rendu.progres())
        print(soigne(f"Chiffres du {court(choix.au)} lisibles (publication {faite.lue})."))
        return 0
    identifiant = pipeline.publie(existant(settings.load(choix.store)), compte_rendu.progres())
    print(f"Publication {identifiant} à jour." if identifiant else "Rien à publier : aucun fichier n'a été importé.")
    return 0
