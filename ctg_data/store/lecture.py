"""From the files of several editions to one frame: scopes first, then precedence between sources."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from ctg_data.loaders import locales
from ctg_data.loaders.model import Source
from ctg_data.records import (
    COLONNES_ATTRIBUTS,
    COLONNES_EQUIPEMENTS,
    COLONNES_MESURES,
    empty,
    typed_attributs,
    typed_equipements,
)
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
) -> pa.Table:
    """The rows of one edition that belong to the scopes ``gardees`` (None: all of them), ``edition`` included."""
    lignes = prive.lit(fichier, choix, par=par)
    if gardees is not None:
        masque = dans(tables.en_frame([lignes]), gardees)
        lignes = lignes if masque.all() else lignes.filter(pa.array(masque))
    edition = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(lignes), dtype="int32")), pa.array([identifiant]))
    return lignes.select([c for c in COLONNES_MESURES if c != "edition"]).append_column("edition", edition)


def attributs(fichier: Path, identifiant: str, *, gardees: frozenset[Portee] | None, choix: tables.Choix) -> pd.DataFrame:
    """The facts of one edition that belong to the scopes ``gardees`` (None: all of them), in the record's columns.  Raises ILLISIBLE."""
    lignes = tables.en_frame([tables.lit(fichier, prive.ATTRIBUTS, choix)])
    gardes = lignes if gardees is None else lignes[dans(lignes, gardees)]
    return typed_attributs(gardes.assign(edition=identifiant), COLONNES_ATTRIBUTS)


def assemble_attributs(morceaux: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The facts of several editions one below the other."""
    pleins = [m for m in morceaux if len(m)]
    if not pleins:
        return typed_attributs(pd.DataFrame(columns=list(COLONNES_ATTRIBUTS)))
    return pd.DataFrame({nom: bout_a_bout([m[nom] for m in pleins]) for nom in COLONNES_ATTRIBUTS})


def equipements(fichier: Path, identifiant: str, *, gardees: frozenset[Portee] | None, choix: tables.Choix) -> pd.DataFrame:
    """The same for facilities."""
    lignes = tables.en_frame([tables.lit(fichier, prive.EQUIPEMENTS, choix)])
    gardes = lignes if gardees is None else lignes[dans(lignes, gardees)]
    return typed_equipements(gardes.assign(edition=identifiant), COLONNES_EQUIPEMENTS)


def assemble_equipements(morceaux: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The facilities of several editions one below the other."""
    pleins = [m for m in morceaux if len(m)]
    if not pleins:
        return typed_equipements(pd.DataFrame(columns=list(COLONNES_EQUIPEMENTS)))
    return pd.DataFrame({nom: bout_a_bout([m[nom] for m in pleins]) for nom in COLONNES_EQUIPEMENTS})


def assemble(morceaux: list[pa.Table]) -> pd.DataFrame:
    """The pieces one below the other, in the record's columns and types: many small files become one frame at once.  Uses up the list."""
    morceaux[:] = [m for m in morceaux if len(m)]
    return tables.en_frame(morceaux)[list(COLONNES_MESURES)] if morceaux else empty(COLONNES_MESURES)


def declarees(mesures: pd.DataFrame, sources: Mapping[str, Source]) -> pd.DataFrame:
    """Without the rows of local sources that nobody declares, nor those read in another unit than is declared now: what protects goes
    by the unit, and places are not protected as persons are."""
    locales_la = [s for s in mesures["source"].cat.categories if locales.est_locale(s)]
    ecartees = mesures["source"].isin([s for s in locales_la if s not in sources]).to_numpy(copy=True)
    for unites in (sources[s].unites for s in locales_la if s in sources):
        dites = mesures["mesure"].map(unites)
        ecartees |= (dites.notna() & (dites.astype("str") != mesures["unite"].astype("str"))).to_numpy()
    return mesures.loc[~ecartees].reset_index(drop=True) if ecartees.any() else mesures


def une_source(mesures: pd.DataFrame, precedences: Mapping[str, int]) -> pd.DataFrame:
    """For each measure, place and year, the rows of the source that decides; the others' rows go.

    The source that decides has the lowest precedence among those whose row is available; equal ones are told
    apart by their name, so that the answer never depends on the order of imports.  A source that only gives the MSA
    there decides nothing where another one gives the CAF.
    """
    disputees = _disputees(mesures)
    if not disputees.any():
        return mesures
    gardees = np.ones(len(mesures), dtype=bool)
    gardees[disputees] = _decidees(mesures.loc[disputees], precedences)
    return mesures if gardees.all() else mesures.loc[gardees].reset_index(drop=True)


def _disputees(mesures: pd.DataFrame) -> np.ndarray:
    """Rows whose measure is given by several sources at that level and year: few, and the only ones to compare place by place."""
    if len(mesures["source"].cat.categories) < 2:
        return np.zeros(len(mesures), dtype=bool)
    cases = cles.cle(mesures, ("mesure", "niveau", "annee"))
    nombre = int(cases.max(initial=-1)) + 1
    sources = np.zeros(nombre, dtype="int32")
    for code in range(len(mesures["source"].cat.categories)):
        siennes = np.zeros(nombre, dtype=bool)
        siennes[cases[mesures["source"].cat.codes.to_numpy() == code]] = True
        sources += siennes
    return (sources > 1)[cases]


def _decidees(mesures: pd.DataFrame, precedences: Mapping[str, int]) -> np.ndarray:
    sources = mesures["source"].cat.categories
    rangs = {s: r for r, s in enumerate(sorted(sources, key=lambda s: (precedences.get(s, SANS_DECLARATION), s)))}
    rang = np.array([rangs[s] for s in sources])[mesures["source"].cat.codes]
    rang = rang + len(rangs) * np.select([mesures["statut"] == "nd", mesures["regime"] == MSA], [2, 1], 0)
    place, _ = pd.factorize(cles.cle(mesures, PLACE))
    meilleur = np.full(int(place.max(initial=-1)) + 1, np.iinfo("int64").max)
    np.minimum.at(meilleur, place, rang)
    return rang % len(rangs) == meilleur[place] % len(rangs)


def bout_a_bout(colonnes: Sequence[pd.Series]) -> pd.Series | pd.Categorical:
    """Columns end to end: categories are united, other types become one array."""
    if isinstance(colonnes[0].dtype, pd.CategoricalDtype):
        return pd.api.types.union_categoricals(colonnes)
    return np.concatenate([c.to_numpy() for c in colonnes])
