"""``import``: each file, then one report."""

import argparse

from ctg_data import pipeline, settings
from ctg_data.cli import compte_rendu, sortie
from ctg_data.wording.typographie import soigne


def importe(choix: argparse.Namespace) -> int:
    """0, or 1 when a file was refused; the others are imported all the same."""
    progres = None if choix.json else compte_rendu.progres()
    rapports = pipeline.importe(settings.load(choix.store), choix.fichiers, annee=choix.annee, progres=progres)
    if choix.json:
        sortie.ecrit_json([rapport.as_dict() for rapport in rapports])
    else:
        print(soigne("\n".join(map(compte_rendu.raconte, rapports))))
    return int(any(rapport.etat == "refuse" for rapport in rapports))
