"""What each source covers: how many territories it names, by year, level and département.  Counts of territories, never a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from ctg_data.store import cles, prive, tables
from ctg_data.store.catalogue import Portee
from ctg_data.store.lecture import bout_a_bout
from ctg_data.store.portees import dans

COLONNES = ("source", "annee", "niveau", "departement", "millesime_geo", "territoires")
_CASE = COLONNES[:-1]
_LIEU = (*_CASE, "code")
_FINE = ("mesure", "modalite", "regime")
"""What else tells the scope of a row whose source comes apart by theme."""


def lieux(fichier: Path, *, gardees: frozenset[Portee] | None, par: tables.Index | None = None) -> pd.DataFrame:
    """The distinct places (_LIEU) that the current rows of a file of measures name.  Raises ILLISIBLE."""
    colonnes = _LIEU if gardees is None else (*_LIEU, *_FINE)
    lignes = tables.en_frame([tables.lit(fichier, replace(prive.FORME, colonnes=colonnes), {}, par=par)])
    return distincts(lignes if gardees is None else lignes[dans(lignes, gardees)])


def distincts(lignes: pd.DataFrame) -> pd.DataFrame:
    """The distinct places of these rows, texts as categories."""
    return cles.distincts(lignes, _LIEU)[1]


def compte(morceaux: Sequence[pd.DataFrame], communes: Mapping[str, str]) -> pd.DataFrame:
    """COLONNES from places; ``communes``: arrondissement -> the commune that it is counted in."""
    if not morceaux:
        return pd.DataFrame(columns=list(COLONNES))
    tous = pd.DataFrame({nom: bout_a_bout([m[nom].astype("category") for m in morceaux]) for nom in _LIEU})
    en_communes = tous["code"].isin(list(communes)).to_numpy()
    reunies = tous[en_communes].assign(code=lambda t: t["code"].astype("str").map(communes).astype("category"))
    places = [distincts(tous[~en_communes]), distincts(reunies)]
    uniques = distincts(pd.DataFrame({nom: bout_a_bout([p[nom] for p in places]) for nom in _LIEU})) if len(reunies) else places[0]
    groupes, cases = cles.distincts(uniques, _CASE)
    textes = {c: "str" for c in _CASE if isinstance(cases[c].dtype, pd.CategoricalDtype) and c not in ("annee", "millesime_geo")}
    nombres = np.bincount(groupes, minlength=len(cases))
    return cases.astype(textes | {"annee": "int64", "millesime_geo": "int64"}).assign(territoires=nombres)
