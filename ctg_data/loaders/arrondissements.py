"""Paris, Lyon and Marseille when a publisher gives their municipal arrondissements instead of the commune."""

from collections.abc import Sequence

import pandas as pd

from ctg_data.loaders.conversion import nombres
from ctg_data.loaders.model import Ecarts

VILLES = {
    "75056": ("Paris", tuple(f"751{n:02d}" for n in range(1, 21))),
    "69123": ("Lyon", tuple(f"6938{n}" for n in range(1, 10))),
    "13055": ("Marseille", tuple(f"132{n:02d}" for n in range(1, 17))),
}
COMMUNE = {code: ville for ville, (_, codes) in VILLES.items() for code in codes}
_MARQUES = {"": "nd"}


def additionne(frame: pd.DataFrame, comptes: Sequence[str], cle: Sequence[str], *, ecarts: Ecarts) -> pd.DataFrame:
    """One row per city and ``cle`` in place of its arrondissements, the columns ``comptes`` summed (text in, text out).

    Where an arrondissement is missing the city's total is unknown: its rows are set aside.  A sum with an empty part is empty.
    """
    concernees = frame["code"].isin(list(COMMUNE))
    if not concernees.any():
        return frame
    arrondissements = frame[concernees].assign(ville=frame["code"].map(COMMUNE))
    if not _chiffres(arrondissements, comptes):
        return frame
    groupes = [_ville(groupe, comptes, ecarts) for _, groupe in arrondissements.groupby([*cle, "ville"], sort=False)]
    return pd.concat([frame[~concernees], *(g for g in groupes if g is not None)], ignore_index=True)


def _chiffres(frame: pd.DataFrame, comptes: Sequence[str]) -> bool:
    """Whether every cell is a number or empty; otherwise the rows stay as they are, for the fault to name their line."""
    return not any(nombres(frame[colonne], _MARQUES)[2].any() for colonne in comptes)


def _ville(groupe: pd.DataFrame, comptes: Sequence[str], ecarts: Ecarts) -> pd.DataFrame | None:
    ville = groupe["ville"].iloc[0]
    nom, attendus = VILLES[ville]
    if sorted(groupe["code"]) != list(attendus):
        motif = f"{nom} : arrondissements incomplets, total de la commune inconnu"
        ecarts.ecartees[motif] = ecarts.ecartees.get(motif, 0) + len(groupe)
        return None
    avis = f"{nom} : les {len(attendus)} arrondissements ont été additionnés."
    if avis not in ecarts.avertissements:
        ecarts.avertissements.append(avis)
    sommes = {colonne: _somme(groupe[colonne]) for colonne in comptes}
    return groupe.head(1).drop(columns="ville").assign(code=ville, **sommes)


def _somme(cellules: pd.Series) -> str:
    valeurs, rangs, _ = nombres(cellules, _MARQUES)
    return "" if rangs.any() else f"{valeurs.sum():.10g}"
