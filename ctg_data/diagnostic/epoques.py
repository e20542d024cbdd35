"""Figures of EPCI at period perimeter, as frames of ``valeurs``: those of a year that no exact count of the CAF's entered."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from ctg_data.diagnostic.cadres import Editions, Protege
from ctg_data.indicators.epoques import Epoque
from ctg_data.indicators.resultat import ABSENT, Resultat
from ctg_data.records import COLONNES_VALEURS, STATUTS, typed


def publiques(resultats: Iterable[Resultat]) -> frozenset[int]:
    """Years in which nothing of the CAF's own is behind one indicator, in any territory of any level.

    Two perimeters of one count give the commune that moved by difference: where the CAF's own files give something, the period
    perimeter is not available for anybody.
    """
    annees: set[int] = set()
    internes: set[int] = set()
    for r in resultats:
        annees.update(r.annees)
        for grille in (r.valeur, r.num, r.den):
            if grille is not None:
                internes.update(a for a, oui in zip(r.annees, grille.interne.any(axis=0), strict=True) if oui)
    return frozenset(annees - internes)


def cadre(epoque: Epoque, table: Protege, codes: Sequence[str], *, editions: Editions) -> pd.DataFrame:
    """COLONNES_VALEURS of one table in the year of ``epoque``; what is not available has no row."""
    colonne = table.annees.index(epoque.annee)
    unites = np.flatnonzero(table.statut[:, colonne] != ABSENT)
    libelles = [table.libelles_sources[i] for i in table.sources[unites, colonne]]
    champs = {nom: getattr(table, nom)[unites, colonne] for nom in ("valeur", "est", "arr5", "ic_bas", "ic_haut")}
    return pd.DataFrame(
        {
            "indicateur": table.indicateur,
            "niveau": "epci",
            "code": [codes[u] for u in unites],
            "annee": epoque.annee,
            "modalite": table.modalite,
            "statut": [STATUTS[s] for s in table.statut[unites, colonne]],
            "millesime_geo": epoque.millesime,
            "sources": libelles,
            "edition": [editions.hachage(libelle, None) for libelle in libelles],
            **champs,
        }
    )


def assemble(cadres: Sequence[pd.DataFrame]) -> pd.DataFrame | None:
    """One frame of the record, None when no EPCI has a figure of its own."""
    pleins = [c for c in cadres if len(c)]
    return typed(pd.concat(pleins, ignore_index=True), COLONNES_VALEURS) if pleins else None
