"""``sources``, ``indicateurs``, ``editions``: what can be read, what is computed, what was imported."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from ctg_data import correspondances, pipeline, settings
from ctg_data.cli import compte_rendu, sortie, source_locale
from ctg_data.cli.magasin import existant
from ctg_data.indicators import formules, registry
from ctg_data.loaders import sources as registre_sources
from ctg_data.settings import Settings
from ctg_data.store import catalogue
from ctg_data.store.magasin import Magasin
from ctg_data.views.methode import producteurs
from ctg_data.wording import nombres
from ctg_data.wording.saisies import nom
from ctg_data.wording.typographie import soigne

_SOURCES = (
    "id",
    "titre",
    "producteur",
    "licence",
    "adresse",
    "champ",
    "profil_secret",
    "precedence",
    "rythme_mois",
    "inventaire",
    "locale",
)
_BREVES_EDITIONS = ("id", "importe_le", "acteur", "fichier", "sources", "annees", "lignes_lues", "courante", "retiree")
AUCUNE_EDITION = "Rien n'est importé dans ce magasin. Pour importer un extrait : « python -m ctg_data import FICHIER… »."
_INDICATEURS = (
    "id", "libelle", "definition", "theme", "angle", "unite", "decimales", "sens", "prudence", "lecture", "seuils", "niveaux",
)  # fmt: skip


def sources(choix: argparse.Namespace) -> int:
    """Every declared source, local ones included, one line or one JSON object each; why a local one is not used."""
    for faute in source_locale.fautes(correspondances.lit(settings.load(choix.store))):
        sortie.dit(str(faute))
    lignes = [
        {nom: getattr(source, nom) for nom in _SOURCES} | {"dispositions": [d.id for d in source.dispositions]}
        for source in registre_sources.catalogue().values()
    ]
    return _montre(lignes, choix, brefs=("id", "titre", "producteur"))


def indicateurs(choix: argparse.Namespace) -> int:
    """Every indicator of the catalogue, with its formula in words and the sources that can feed it."""
    declarees, par_id = registre_sources.catalogue(), registry.par_id()
    lignes = [
        {nom: getattr(i, nom) for nom in _INDICATEURS}
        | {"formule": formules.en_mots(i), "sources": producteurs(i, declarees, par_id), "etoile": i.etoile and asdict(i.etoile)}
        for i in registry.catalogue()
    ]
    return _montre(lignes, choix, brefs=("id", "libelle", "unite"))


def editions(choix: argparse.Namespace) -> int:
    """What was imported, or the withdrawal (and its undoing) of one edition; never a figure."""
    reglages = existant(settings.load(choix.store))
    if choix.retire or choix.retablit:
        return _change(reglages, choix)
    lignes = sortie.lignes_json(Magasin(reglages).editions()) if (reglages.store / catalogue.NOM).exists() else []
    if not choix.json:
        lignes = [ligne | {"annees": nombres.annees(ligne["annees"]), "acteur": nom(ligne["acteur"])} for ligne in lignes]
    if not lignes:
        sortie.dit(AUCUNE_EDITION)
    return _montre(lignes, choix, brefs=_BREVES_EDITIONS)


def _change(reglages: Settings, choix: argparse.Namespace) -> int:
    geste, participe = (pipeline.retire, "retirée") if choix.retire else (pipeline.retablit, "rétablie")
    retrait = geste(reglages, choix.retire or choix.retablit, progres=compte_rendu.progres())
    if choix.json:
        sortie.ecrit_json(asdict(retrait))
    else:
        print(soigne(compte_rendu.raconte_retrait(retrait, participe)))
    return 0


def _montre(lignes: Sequence[Mapping[str, object]], choix: argparse.Namespace, *, brefs: Sequence[str]) -> int:
    """Everything in JSON, the columns ``brefs`` for a person."""
    if choix.json:
        sortie.ecrit_json(lignes)
    else:
        sortie.ecrit_texte([{nom: ligne[nom] for nom in brefs} for ligne in lignes])
    return 0
