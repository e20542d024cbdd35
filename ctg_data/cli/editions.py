"""``editions``: what was imported, what each edition changed, the gestures on one; never a figure that is not published."""

import argparse
from dataclasses import asdict

from ctg_data import pipeline, settings
from ctg_data.cli import compte_rendu, listes, sortie
from ctg_data.cli.identifiants import ArgumentInvalide
from ctg_data.cli.magasin import existant
from ctg_data.settings import Settings
from ctg_data.store import catalogue, ecarts
from ctg_data.store.magasin import Magasin
from ctg_data.store.publications import Publications
from ctg_data.territoires import referentiel
from ctg_data.views import revisions
from ctg_data.wording import nombres
from ctg_data.wording.saisies import nom
from ctg_data.wording.typographie import soigne

_BREVES = ("id", "importe_le", "acteur", "fichier", "sources", "annees", "lignes_lues", "courante", "retiree", "epinglee", "en_attente")
AUCUNE = "Rien n'est importé dans ce magasin. Pour importer un extrait : « python -m ctg_data import FICHIER… »."
GESTES = {
    "retire": (pipeline.retire, "retirée"),
    "retablit": (pipeline.retablit, "rétablie"),
    "epingle": (pipeline.epingle, "épinglée"),
    "libere": (pipeline.libere, "plus épinglée"),
}
AVEC_RAISON = ("retire", "epingle")


def editions(choix: argparse.Namespace) -> int:
    """What was imported, or one gesture on an edition, or what it changed."""
    reglages = existant(settings.load(choix.store))
    geste = next((g for g in GESTES if getattr(choix, g)), None)
    if choix.raison and geste not in AVEC_RAISON:
        raise ArgumentInvalide("--raison va avec --retire ou --epingle.")
    if demande := geste or ("change" if choix.change else ""):
        setattr(choix, demande, Magasin(reglages).identifiant(getattr(choix, demande)))
    if geste:
        return _change(reglages, choix, geste)
    if choix.change:
        return _dit(reglages, choix)
    lignes = sortie.lignes_json(Magasin(reglages).editions()) if (reglages.store / catalogue.NOM).exists() else []
    if not choix.json:
        lignes = [ligne | {"annees": nombres.annees(ligne["annees"]), "acteur": nom(ligne["acteur"])} for ligne in lignes]
    if not lignes:
        sortie.dit(AUCUNE)
    return listes.montre(lignes, choix, brefs=_BREVES)


def _change(reglages: Settings, choix: argparse.Namespace, geste: str) -> int:
    fonction, participe = GESTES[geste]
    if geste in AVEC_RAISON and not choix.raison.strip():
        raise ArgumentInvalide(f"--{geste} demande --raison « … » : pourquoi, en une phrase, qui restera dans la liste des éditions.")
    raison = {"raison": choix.raison} if geste in AVEC_RAISON else {}
    fait = fonction(reglages, getattr(choix, geste), progres=compte_rendu.progres(), **raison)
    if choix.json:
        sortie.ecrit_json(asdict(fait))
    else:
        print(soigne(compte_rendu.raconte_retrait(fait, participe)))
    return 0


def _dit(reglages: Settings, choix: argparse.Namespace) -> int:
    """What an edition changed, in text or in JSON."""
    vu = ecarts.change(Magasin(reglages), choix.change)
    vue = revisions.change(vu, referentiel.charge(reglages.reference), Publications(reglages).autour(choix.change))
    if choix.json:
        sortie.ecrit_json(asdict(vue))
        return 0
    print(soigne(f"Édition {vue.edition} (« {vue.fichier} »)"))
    for titre, phrases in (("", vue.resume), ("Géographie", vue.geographie), ("Présentation", vue.presentation), ("", vue.messages)):
        print("\n".join([*([titre] if titre and phrases else []), *(f"  {p}" for p in phrases)]), end="\n" if phrases else "")
    for tableau in (vue.valeurs, vue.figures, vue.revisions, vue.communes):
        if tableau.lignes:
            print(tableau.titre)
            sortie.ecrit_texte([dict(zip(tableau.colonnes, ligne, strict=True)) for ligne in tableau.lignes])
    if vue.autres_communes:
        print(vue.autres_communes)
    return 0
