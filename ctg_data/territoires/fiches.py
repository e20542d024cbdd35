"""Rows of the reference as ``Territoire`` records, made one by one when asked for."""

from collections.abc import Iterator, Mapping

import pandas as pd

from ctg_data.territoires.model import Territoire

_CHAMPS = ("nom", "liaison", "departement", "region", "epci", "population", "annee_population", "codes_postaux", "type")
_SOI = {"epci": "epci", "departement": "departement", "region": "region"}
"""A territory is its own EPCI, département or région: ``parents`` starts above it."""


class Fiches(Mapping[str, Territoire]):
    """Code -> Territoire of one level; KeyError on an unknown code."""

    def __init__(self, niveau: str, table: pd.DataFrame):
        self.niveau = niveau
        soi = _SOI.get(niveau)
        table = table.assign(**{soi: table["code"]}) if soi else table
        self._rangs = {code: rang for rang, code in enumerate(table["code"].tolist())}
        self._colonnes = {champ: _valeurs(table[champ]) for champ in _CHAMPS if champ in table}

    def __getitem__(self, code: str) -> Territoire:
        rang = self._rangs[code]
        valeurs = {champ: colonne[rang] for champ, colonne in self._colonnes.items()}
        if "codes_postaux" in valeurs:
            valeurs["codes_postaux"] = tuple(filter(None, valeurs["codes_postaux"].split("|")))
        return Territoire(self.niveau, code, **valeurs)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rangs)

    def __len__(self) -> int:
        return len(self._rangs)

    def colonne(self, champ: str) -> list:
        """Values of one field, in the order of iteration."""
        return self._colonnes[champ]


def _valeurs(serie: pd.Series) -> list:
    """Plain Python values, missing ones as None."""
    if serie.isna().any():
        return serie.astype(object).where(serie.notna(), None).tolist()
    return serie.tolist()
