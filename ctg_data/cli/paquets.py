"""``paquet``, ``ouvre``: a territory for another workstation, and what another workstation sent."""

import argparse
import math
from pathlib import Path

from ctg_data import paquets, settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import verifie_territoire
from ctg_data.cli.magasin import existant, territoires
from ctg_data.errors import CtgError
from ctg_data.exports import nationales
from ctg_data.exports import paquet as exports
from ctg_data.settings import Settings
from ctg_data.store.corpus import Corpus
from ctg_data.store.paquet import SUFFIXE
from ctg_data.wording import nombres
from ctg_data.wording import paquet as mots
from ctg_data.wording.typographie import soigne


def paquet(choix: argparse.Namespace) -> int:
    """Write the bundle of one territory."""
    reglages, fichier = existant(settings.load(choix.store)), _nomme(choix.out)
    atlas = territoires(reglages, choix.niveau)
    verifie_territoire(atlas, choix.niveau, choix.code)
    corpus = Corpus(reglages)
    identifiant, octets = exports.prepare(reglages, corpus, atlas, niveau=choix.niveau, code=choix.code)
    sortie.ecrit_octets(fichier, octets)
    taille = f"{nombres.nombre(len(octets) / 1e6, 1)} Mo" if len(octets) > 1e6 else f"{nombres.nombre(math.ceil(len(octets) / 1e3))} ko"
    nom = atlas.territoire(choix.niveau, choix.code).nom
    print(soigne(mots.PREPARE.format(nom=nom, fichier=fichier, taille=taille, id=identifiant)))
    sortie.dit(mots.REVISION)
    if locales := nationales.titres(corpus):
        sortie.dit(mots.SANS_LOCALES.format(titres=", ".join(locales)))
    return 0


def _nomme(fichier: Path) -> Path:
    if not fichier.name.lower().endswith(SUFFIXE):
        erreur = CtgError(f"Un paquet s'écrit dans un fichier {SUFFIXE} : donnez un nom comme « {fichier.stem}{SUFFIXE} ».")
        erreur.usage = True
        raise erreur
    return fichier


def ouvre(choix: argparse.Namespace) -> int:
    """Open a bundle, or say and change which one is shown."""
    reglages = settings.load(choix.store)
    if choix.fichier:
        return _ouvre(reglages, choix.fichier)
    existant(reglages)
    if choix.montre:
        paquets.montre(reglages, choix.montre)
    elif choix.ferme:
        paquets.montre(reglages, "")
    elif choix.oublie:
        paquets.oublie(reglages, choix.oublie)
    return _liste(reglages)


def _ouvre(reglages: Settings, fichier: Path) -> int:
    lu, remarque = paquets.ouvre(reglages, fichier)
    print(soigne(mots.recu(lu.nom, lu.prepare_le, lu.publie_le)))
    print(soigne(mots.EMPREINTE.format(id=lu.id)))
    if remarque:
        sortie.dit(remarque)
    return 0


def _liste(reglages: Settings) -> int:
    connus, montre = paquets.liste(reglages)
    for entree, lu in connus:
        etat = mots.MONTRE if entree.id == montre else ""
        print(soigne("  ".join(filter(None, (entree.id, mots.ligne(lu, entree.recu_le), etat)))))
    if not montre:
        print(soigne(mots.AUCUN_MONTRE if connus else mots.AUCUN_RECU))
    return 0
