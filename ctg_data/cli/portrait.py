"""``portrait``: everything the screen shows of one territory, in one file."""

import argparse
import sys
from datetime import date

from ctg_data import policy, settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import verifie_extension, verifie_territoire
from ctg_data.cli.magasin import lu, territoires
from ctg_data.exports import csv, html
from ctg_data.settings import Settings
from ctg_data.storage import portraits
from ctg_data.store.corpus import Corpus
from ctg_data.views import editions, passe
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
    for phrase in filter(None, (vue.bandeau, *vue.moment)):
        print(phrase, file=sys.stderr)
    print(f"Portrait de « {vue.entete.nom} » écrit dans {choix.out}.")
    return 0


def _vue(reglages: Settings, choix: argparse.Namespace) -> PortraitView:
    atlas = territoires(reglages, choix.niveau)
    verifie_territoire(atlas, choix.niveau, choix.code)
    policy.require(reglages.acteur, "exporter", f"{choix.niveau} {choix.code}")
    corpus, journee = lu(reglages, choix.niveau, choix.au)
    jour = date.fromisoformat(choix.au) if choix.au else None
    vue = vues.portrait(corpus, atlas, niveau=choix.niveau, code=choix.code, jour=jour)
    if journee:
        vue = passe.tel_qu_au(vue, choix.au, passe.moment(choix.au, journee, Corpus(reglages)))
    else:
        vue = editions.avec_attentes(vue, editions.attentes(corpus.editions.to_dict("records")))
    return avec_saisies(vue, portraits.lit(reglages, choix.niveau, choix.code))
