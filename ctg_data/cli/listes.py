"""``sources``, ``indicateurs``: what can be read, what is computed."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from ctg_data import correspondances, settings
from ctg_data.cli import sortie, source_locale
from ctg_data.indicators import formules, registry
from ctg_data.loaders import sources as registre_sources
from ctg_data.views.methode import producteurs

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
    return montre(lignes, choix, brefs=("id", "titre", "producteur"))


def indicateurs(choix: argparse.Namespace) -> int:
    """Every indicator of the catalogue, with its formula in words and the sources that can feed it."""
    declarees, par_id = registre_sources.catalogue(), registry.par_id()
    lignes = [
        {nom: getattr(i, nom) for nom in _INDICATEURS}
        | {"formule": formules.en_mots(i), "sources": producteurs(i, declarees, par_id), "etoile": i.etoile and asdict(i.etoile)}
        for i in registry.catalogue()
    ]
    return montre(lignes, choix, brefs=("id", "libelle", "unite"))


def montre(lignes: Sequence[Mapping[str, object]], choix: argparse.Namespace, *, brefs: Sequence[str]) -> int:
    """Everything in JSON, the columns ``brefs`` for a person."""
    if choix.json:
        sortie.ecrit_json(lignes)
    else:
        sortie.ecrit_texte([{nom: ligne[nom] for nom in brefs} for ligne in lignes])
    return 0
