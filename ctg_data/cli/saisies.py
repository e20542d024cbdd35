"""``sauvegarde``, ``restaure``, ``journal``: what people wrote, kept aside, put back, checked."""

import argparse
from pathlib import Path

from ctg_data import perimetres, policy, settings, storage
from ctg_data.cli.magasin import existant
from ctg_data.errors import CtgError
from ctg_data.settings import Settings
from ctg_data.storage import engine, secours
from ctg_data.storage import journal as chaine
from ctg_data.storage import sauvegarde as copies
from ctg_data.storage.engine import BaseIllisible
from ctg_data.storage.journal import horodatage
from ctg_data.wording import nombres


def sauvegarde(choix: argparse.Namespace) -> int:
    reglages = existant(settings.load(choix.store))
    policy.require(reglages.acteur, "sauvegarder", str(choix.fichier))
    bilan = copies.sauvegarde(storage.ouvre(reglages), choix.fichier)
    print(f"{_compte(bilan)} dans « {choix.fichier} ». Ce fichier contient ce que les personnes ont écrit : gardez-le comme un dossier.")
    return 0


def restaure(choix: argparse.Namespace) -> int:
    """With ``--remplace``, what the database holds is first kept beside the backup, or its file where it cannot be read.

    What pages show of the perimeters follows what was put back.
    """
    reglages = settings.load(choix.store)
    policy.require(reglages.acteur, "restaurer", str(choix.fichier))
    print(f"{_compte(_remet(reglages, choix.fichier, remplace=choix.remplace))} remises en place.")
    if perimetres.publie(reglages):
        print("Les chiffres des périmètres de CTG suivent cette sauvegarde.")
    return 0


def _remet(reglages: Settings, fichier: Path, *, remplace: bool) -> copies.Bilan:
    garde = _a_cote(fichier) if remplace else None
    try:
        bilan = copies.restaure(storage.ouvre(reglages), fichier, garde=garde)
    except BaseIllisible:
        if not remplace:
            raise
        bilan, cote = secours.restaure(reglages, fichier)
        print(f"La base était illisible : son fichier est gardé sous le nom « {cote} », et une base neuve a pris sa place.")
        print("Si l'application est ouverte, arrêtez-la, puis relancez-la.")
        return bilan
    if garde:
        print(f"Ce que contenait la base est gardé dans « {garde} ».")
    return bilan


def journal(choix: argparse.Namespace) -> int:
    """Check the whole chain.  Exit 1, naming the first broken entry."""
    reglages = existant(settings.load(choix.store))
    policy.require(reglages.acteur, "lire_saisie", "journal")
    with engine.lecture(storage.ouvre(reglages)) as c:
        etat = chaine.verifie(c)
    if not etat.intact:
        lieu = f" à l'entrée {etat.rang}" if etat.rang else ""
        raise CtgError(f"Le journal est rompu{lieu} : {etat.raison}. Remettez une sauvegarde antérieure : « restaure FICHIER --remplace ».")
    print(f"Journal intact : {nombres.pluriel(etat.entrees, 'entrée')}. Sceau à noter ailleurs : {etat.sceau[:16]}")
    return 0


def _compte(bilan: copies.Bilan) -> str:
    return f"{nombres.pluriel(bilan.fiches, 'fiche')} et {nombres.pluriel(bilan.entrees, 'entrée')} du journal"


def _a_cote(fichier: Path) -> Path:
    return fichier.with_name(f"{fichier.stem}-avant-{horodatage()}.zip")
