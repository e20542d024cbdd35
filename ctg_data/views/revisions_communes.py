"""The communes of which one edition changed a published value, the most changed first: public sources alone, shown before and after."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import pandas as pd

from ctg_data.store.edition import Edition
from ctg_data.store.portees import departement_de
from ctg_data.store.publie import Publication
from ctg_data.territoires.referentiel import Referentiel
from ctg_data.views.remaniements import nom
from ctg_data.wording import nombres

NOMMEES = 15
COLONNES = ("Commune", "Valeurs qui changent", "La plus changée", "Année", "Avant", "Après")
TITRE = "Communes révisées (sources publiques)"
AUTRES = "Et {autres} dont une valeur publiée change."

Lecture = Callable[[str, frozenset[str]], pd.DataFrame]
"""(level, codes) -> published values that changed, as ``revisions`` compares them."""
Dite = Callable[[pd.Series], tuple[str, str, str]]
"""A changed value -> its figure, the value of before, that of after, in words."""


def lues(edition: Edition, autour: tuple[Publication, Publication], lit: Lecture) -> pd.DataFrame | None:
    """Values of communes that changed, a département at a time; None for an edition that holds no commune.

    Only those of public sources that both publications show: where one of the two hides a value, that it moved could tell of it.
    """
    if "commune" not in edition.niveaux:
        return None
    lots: dict[str, set[str]] = defaultdict(set)
    for code in frozenset().union(*(p.territoires.get("commune", frozenset()) for p in autour)):
        lots[departement_de("commune", code, {})].add(code)
    changees = [_montrees(lit("commune", frozenset(lots[d]))) for d in edition.departements if d in lots]
    return pd.concat(changees, ignore_index=True) if changees else pd.DataFrame(columns=["code", "indicateur", "publique"])


def _montrees(changees: pd.DataFrame) -> pd.DataFrame:
    return changees[changees["publique"] & changees["avant"].notna() & changees["apres"].notna()]


def lignes(classees: pd.DataFrame, ref: Referentiel, dite: Dite) -> Iterator[tuple[str, ...]]:
    """One row a commune, from values sorted by how much they changed."""
    nombre_de = classees.groupby("code").size() if len(classees) else {}
    for _, ligne in classees.drop_duplicates("code").head(NOMMEES).iterrows():
        figure, avant, apres = dite(ligne)
        code = ligne["code"]
        yield nom(ref, "commune", code), nombres.nombre(int(nombre_de[code])), figure, str(ligne["annee"]), avant, apres


def autres(classees: pd.DataFrame) -> str:
    """« Et 12 autres communes… », "" when all are named."""
    reste = classees["code"].nunique() - NOMMEES
    return AUTRES.format(autres=nombres.pluriel(reste, "autre commune", "autres communes")) if reste > 0 else ""
