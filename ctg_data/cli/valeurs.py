"""``valeurs``: the published values of one indicator, never the private store."""

import argparse
import sys

import pandas as pd

from ctg_data import settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import verifie_indicateur, verifie_territoire
from ctg_data.cli.magasin import lu, territoires
from ctg_data.indicators import registry
from ctg_data.store.corpus import Corpus
from ctg_data.wording import nombres

BREVES = ("code", "annee", "modalite", "valeur", "statut", "est", "arr5", "sources")


def valeurs(choix: argparse.Namespace) -> int:
    """The record ``valeurs`` of docs/architecture.md and ``demo``, sorted by code, year and modalité."""
    reglages = settings.load(choix.store)
    verifie_indicateur(choix.indicateur)
    verifie_territoire(territoires(reglages, choix.niveau), choix.niveau, choix.code)
    corpus, _ = lu(reglages, choix.niveau, choix.au)
    lues = _lit(corpus, choix)
    if lues.empty:
        sortie.dit(_aucune(choix))
    if lues["demo"].any():
        print(sortie.DEMONSTRATION, file=sys.stderr)
    if choix.csv:
        sortie.ecrit_csv(lues)
    elif choix.json:
        sortie.ecrit_json(sortie.lignes_json(lues))
    else:
        decimales = registry.par_id()[choix.indicateur].decimales
        sortie.ecrit_texte([ligne | {"valeur": _dite(ligne["valeur"], decimales)} for ligne in sortie.lignes_json(lues[list(BREVES)])])
    return 0


def _dite(valeur: float | None, decimales: int) -> str | None:
    """In the decimals of the indicator; a whole value, or one that the publication rounded, in none."""
    return None if valeur is None else nombres.nombre(valeur, 0 if valeur.is_integer() else decimales)


def _aucune(choix: argparse.Namespace) -> str:
    """What was asked and has no row."""
    ou = f" pour le code {choix.code}" if choix.code else ""
    quand = f" en {choix.annee}" if choix.annee else ""
    demande = f"Aucune valeur de « {choix.indicateur} » au niveau {choix.niveau}{ou}{quand}."
    return f"{demande} Ce qui est importé : « python -m ctg_data editions »."


def _lit(corpus: Corpus, choix: argparse.Namespace) -> pd.DataFrame:
    codes = None if choix.code is None else [choix.code]
    annees = None if choix.annee is None else [choix.annee]
    lues = corpus.valeurs(choix.niveau, codes, [choix.indicateur], annees)
    return lues.astype({"code": "str", "modalite": "str"}).sort_values(["code", "annee", "modalite"])
