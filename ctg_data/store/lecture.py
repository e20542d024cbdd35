"""From the files of several editions to one frame: scopes first, then precedence between sources."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ctg_data.records import COLONNES_MESURES, empty
from ctg_data.store import cles, prive, tables
from ctg_data.store.catalogue import Portee
from ctg_data.store.portees import dans

PLACE = ("mesure", "modalite", "niveau", "code", "annee")
SANS_DECLARATION = 50
MSA = "msa"


def courantes(
    fichier: Path,
    identifiant: str,
    *,
    gardees: frozenset[Portee] | None,
    choix: tables.Choix,
    par: tables.Index | None = None,
) -> pd.DataFrame:
    """The rows of one edition that belong to the scopes ``gardees`` (None: all of them), ``edition`` included."""
    lignes = tables.en_frame([prive.lit(fichier, choix, par=par)])
    if gardees is not None:
        masque = dans(lignes, gardees)
        lignes = lignes if masque.all() else lignes.loc[masque]
    return lignes.assign(edition=pd.Categorical.from_codes(np.zeros(len(lignes), dtype="int8"), pd.Index([identifiant], dtype="str")))


def assemble(morceaux: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The pieces one below the other, in the record's columns and types."""
    pleins = [m for m in morceaux if len(m)]
    if not pleins:
        return empty(COLONNES_MESURES)
    colonnes = {nom: bout_a_bout([m[nom] for m in pleins]) for nom in COLONNES_MESURES}
    return pd.DataFrame(colonnes)


def une_source(mesures: pd.DataFrame, precedences: Mapping[str, int]) -> pd.DataFrame:
    """For each measure, place and year, the rows of the source that decides; the others' rows go.

    The source that decides has the lowest precedence among those whose row is available; equal ones are told
    apart by their name, so that the answer never depends on the order of imports.  A source that only gives the MSA
    there decides nothing where another one gives the CAF.
    """
    sources = mesures["source"].cat.categories
    if len(sources) < 2:
        return mesures
    rangs = {s: r for r, s in enumerate(sorted(sources, key=lambda s: (precedences.get(s, SANS_DECLARATION), s)))}
    rang = np.array([rangs[s] for s in sources])[mesures["source"].cat.codes]
    rang = rang + len(rangs) * np.select([mesures["statut"] == "nd", mesures["regime"] == MSA], [2, 1], 0)
    place, _ = pd.factorize(cles.cle(mesures, PLACE))
    meilleur = np.full(int(place.max(initial=-1)) + 1, np.iinfo("int64").max)
    np.minimum.at(meilleur, place, rang)
    gardees = rang % len(rangs) == meilleur[place] % len(rangs)
    return mesures if gardees.all() else mesures.loc[gardees].reset_index(drop=True)


def bout_a_bout(colonnes: Sequence[pd.Series]) -> pd.Series | pd.Categorical:
    """Columns end to end: categories are united, other types become one array."""
    if isinstance(colonnes[0].dtype, pd.CategoricalDtype):
        return pd.api.types.union_categoricals(colonnes)
    return np.concatenate([c.to_numpy() for c in colonnes])
