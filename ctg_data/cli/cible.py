"""``cible``: territories × themes of a département under the rule of priorities; a proposal, from published values only."""

import argparse
import sys
from collections.abc import Sequence

import pandas as pd

from ctg_data import settings
from ctg_data.cli import sortie
from ctg_data.cli.identifiants import verifie_territoire
from ctg_data.cli.magasin import existant
from ctg_data.diagnostic.priorites import TERMES, Regle
from ctg_data.indicators import registry
from ctg_data.loaders import sources as registre
from ctg_data.store.corpus import Corpus
from ctg_data.territoires import referentiel
from ctg_data.views import ciblage
from ctg_data.wording import fr
from ctg_data.wording import priorites as mots

_ENTIERS = ("indice", *TERMES, "robustesse_pourcent")


def cible(choix: argparse.Namespace) -> int:
    """One row a territory and theme in CSV or JSON; in text, one row a territory and a level a theme."""
    reglages = existant(settings.load(choix.store))
    corpus, ref = Corpus(reglages), referentiel.charge(reglages.reference)
    verifie_territoire(ref, "departement", choix.departement)
    cases = ciblage.matrice(corpus, ref, choix.departement, catalogue=registry.catalogue(), sources=registre.catalogue())
    if any(c.demo for c in cases):
        print(sortie.DEMONSTRATION, file=sys.stderr)
    if choix.csv or choix.json:
        lignes = pd.DataFrame([_ligne(c) for c in cases]).astype(dict.fromkeys(_ENTIERS, "Int64"))
        sortie.ecrit_csv(lignes) if choix.csv else sortie.ecrit_json(sortie.lignes_json(lignes))
    else:
        sortie.ecrit_texte(_matrice(cases))
    sortie.dit(mots.proposition(Regle()))
    return 0


def _ligne(c: ciblage.Case) -> dict[str, object]:
    return {
        "code": c.code,
        "nom": c.nom,
        "theme": c.theme,
        "theme_libelle": fr.THEMES[c.theme],
        "niveau": mots.NIVEAUX[c.niveau],
        "indice": c.points,
        **c.termes,
        "robustesse_pourcent": round(100 * c.robustesse) if c.points is not None else None,
        "termes_absents": ", ".join(mots.TERMES[t] for t in c.manquants),
        "annees": " ; ".join(f"{mots.TERMES[t]} {annees}" for t, annees in c.annees.items()),
        "ensemble": c.ensemble,
        "demonstration": c.demo,
    }


def _matrice(cases: Sequence[ciblage.Case]) -> list[dict[str, object]]:
    par_code: dict[str, dict[str, object]] = {}
    for c in cases:
        ligne = par_code.setdefault(c.code, {"territoire": c.nom})
        ligne[c.theme] = mots.SIGNES[c.niveau] + (f" {c.points}" if c.points is not None else "")
    return list(par_code.values())
