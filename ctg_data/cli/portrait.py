"""``portrait``: everything the screen shows of one territory, in one file."""

import argparse
import sys

from ctg_data import policy, settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import verifie_extension, verifie_territoire
from ctg_data.cli.magasin import existant
from ctg_data.exports import csv, html
from ctg_data.settings import Settings
from ctg_data.storage import portraits
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import referentiel
from ctg_data.views import portrait as vues
from ctg_data.views.model import PortraitView
from ctg_data.views.saisies import avec_saisies

EXPORTS = {".html": lambda vue, reglages: html.portrait(vue, reglages.reference), ".csv": lambda vue, _: csv.portrait(vue)}


def portrait(choix: argparse.Namespace) -> int:
    """Write the portrait in the format of the suffix; what is said of the demonstration goes to stderr."""
    reglages = settings.load(choix.store)
    exporte = EXPORTS[verifie_extension(choix.out, tuple(EXPORTS))]
    vue = _vue(reglages, choix)
    octets = exporte(vue, reglages)
    sortie.ecrit_octets(choix.out, octets)
    if vue.bandeau:
        print(vue.bandeau, file=sys.stderr)
    print(f"Portrait de « {vue.entete.nom} » écrit dans {choix.out}.")
    return 0


def _vue(reglages: Settings, choix: argparse.Namespace) -> PortraitView:
    territoires = referentiel.charge(reglages.reference)
    verifie_territoire(territoires, choix.niveau, choix.code)
    policy.require(reglages.acteur, "exporter", f"{choix.niveau} {choix.code}")
    vue = vues.portrait(Corpus(existant(reglages)), territoires, niveau=choix.niveau, code=choix.code)
    return avec_saisies(vue, portraits.lit(reglages, choix.niveau, choix.code))
