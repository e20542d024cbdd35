"""Exact measures of a few départements in memory: what perimeters are computed from, again and again, without reading the store.

Private, like the store: numerators never leave the computation.  The embedded demonstration carries such measures for the pilot
territories, as one file; they are invented and hide nobody.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from ctg_data.errors import PublicationARefaire
from ctg_data.loaders.model import Source
from ctg_data.records import COLONNES_MESURES, typed
from ctg_data.store import durable, tables

EMBARQUEES = "mesures-perimetres.parquet"
"""Beside the files of a demonstration: its invented measures."""
NIVEAUX = ("commune", "epci", "departement")
FORME = tables.Format(COLONNES_MESURES, indexees=("mesure",), coupe="mesure", lignes_par_groupe=65_536, zstd=19)


@dataclass(frozen=True)
class Referents:
    """Declared sources by id: all that the engine asks of a store besides its rows."""

    sources: Mapping[str, Source]


class MesuresLocales:
    """Rows in memory, read as ``Magasin`` is by the engine.  ``editions``: as ``Magasin.editions`` gives them."""

    def __init__(self, mesures: pd.DataFrame, editions: pd.DataFrame, sources: Mapping[str, Source]):
        ordre = np.argsort(mesures["mesure"].cat.codes.to_numpy(), kind="stable")
        self._mesures = mesures.take(ordre)
        self._editions = editions
        self.referents = Referents(sources)

    def editions(self) -> pd.DataFrame:
        return self._editions

    def mesures(self, noms: Collection[str], niveaux: Collection[str]) -> pd.DataFrame:
        """Rows of the measures ``noms`` at ``niveaux``."""
        rangs = self._mesures["mesure"].cat.categories.get_indexer(list(noms))
        codes = self._mesures["mesure"].cat.codes.to_numpy()
        bornes = [np.searchsorted(codes, [rang, rang + 1]) for rang in sorted(rangs) if rang >= 0]
        lues = self._mesures.take(np.concatenate([np.arange(*b) for b in bornes] or [np.zeros(0, dtype=int)]))
        return lues[lues["niveau"].isin(list(niveaux)).to_numpy()]

    @cached_property
    def communes(self) -> frozenset[str]:
        """Communes that have a row."""
        return frozenset(self._mesures.loc[(self._mesures["niveau"] == "commune").to_numpy(), "code"].unique())


def ecrit(fichier: Path, mesures: pd.DataFrame) -> None:
    """Write the measures of a demonstration at ``fichier``, whole or not at all."""
    triees = typed(mesures, COLONNES_MESURES).sort_values(["mesure", "niveau", "code", "annee", "modalite"], kind="stable")
    durable.ecrit_fichier(fichier, lambda chemin: tables.ecrit(chemin, triees, FORME))


def embarquees(fichier: Path, sources: Mapping[str, Source]) -> MesuresLocales | None:
    """The measures of a demonstration, None when it carries none.  Raises PublicationARefaire when the file is damaged."""
    if not fichier.is_file():
        return None
    try:
        lues = tables.en_frame([tables.lit(fichier, FORME, {})])
    except tables.ILLISIBLE as erreur:
        raise PublicationARefaire(f"Le fichier « {fichier} » est abîmé : restaurez le dossier de la démonstration.") from erreur
    return MesuresLocales(lues, _editions(lues), sources)


def _editions(lues: pd.DataFrame) -> pd.DataFrame:
    """What is known of the editions from their rows."""
    paires = lues[["edition", "source", "annee"]].astype({"edition": "str", "source": "str"}).drop_duplicates()
    groupes = paires.groupby("edition", as_index=False).agg(sources=("source", _uniques), annees=("annee", _uniques))
    return groupes.rename(columns={"edition": "id"}).assign(courante=True, departements=[()] * len(groupes))


def _uniques(valeurs: pd.Series) -> tuple:
    return tuple(sorted(set(valeurs.tolist())))
