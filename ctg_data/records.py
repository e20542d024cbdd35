"""The records that travel through the product: ``mesures``, ``valeurs``, ``attributs`` and ``equipements`` (docs/architecture.md)."""

from collections.abc import Sequence

import pandas as pd

NIVEAUX = ("iris", "qpv", "commune", "perimetre", "epci", "departement", "region", "france")
STATUTS = ("ok", "s", "nd", "ns")
CODE_FRANCE = "FR"

CLE_MESURES = ("source", "niveau", "code", "annee", "mois", "regime", "mesure", "modalite", "unite")
COLONNES_MESURES = (*CLE_MESURES, "valeur", "statut", "est", "arr5", "millesime_geo", "edition")

CLE_VALEURS = ("indicateur", "niveau", "code", "annee", "modalite")
COLONNES_VALEURS = (
    *CLE_VALEURS,
    "valeur",
    "statut",
    "est",
    "arr5",
    "ic_bas",
    "ic_haut",
    "millesime_geo",
    "sources",
    "edition",
)

CLE_ATTRIBUTS = ("source", "niveau", "code", "annee", "attribut", "valeur")
"""Two values of one attribute may stand together: a commune has several priority neighbourhoods."""
COLONNES_ATTRIBUTS = (*CLE_ATTRIBUTS, "millesime_geo", "edition")

CLE_EQUIPEMENTS = ("source", "niveau", "code", "annee", "type", "precision", "nom")
CONTENU_EQUIPEMENTS = ("theme", "gestionnaire", "horaires", "cof_debut", "cof_fin", "places", "latitude", "longitude", "complet")
COLONNES_EQUIPEMENTS = (*CLE_EQUIPEMENTS, *CONTENU_EQUIPEMENTS, "millesime_geo", "edition")
"""One facility a row; without a name, the list of that type (« tous »: of every one) is complete in that commune.  Days are ISO texts,
"" unknown; numbers are NaN where unknown; coordinates in degrees (WGS 84)."""

_CATEGORIES = ("source", "niveau", "code", "regime", "mesure", "modalite", "unite", "statut", "edition", "indicateur", "sources")
_NOMBRES = {
    "annee": "int16",
    "mois": "int8",
    "millesime_geo": "int16",
    "valeur": "float64",
    "ic_bas": "float64",
    "ic_haut": "float64",
    "est": "bool",
    "arr5": "bool",
}
_NOMBRES_EQUIPEMENTS = {
    "annee": "int16",
    "millesime_geo": "int16",
    "places": "float64",
    "latitude": "float64",
    "longitude": "float64",
    "complet": "bool",
}


def typed(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return ``columns`` of ``frame`` in order and in the record's types (texts as categories)."""
    types = {c: "category" if c in _CATEGORIES else _NOMBRES[c] for c in columns}
    return frame.loc[:, list(columns)].astype(types)


def typed_attributs(frame: pd.DataFrame, columns: Sequence[str] = COLONNES_ATTRIBUTS) -> pd.DataFrame:
    """The same for ``attributs``, of which ``valeur`` is a text."""
    types = {c: _NOMBRES[c] if c in ("annee", "millesime_geo") else "category" for c in columns}
    return frame.loc[:, list(columns)].astype(types)


def typed_equipements(frame: pd.DataFrame, columns: Sequence[str] = COLONNES_EQUIPEMENTS) -> pd.DataFrame:
    """The same for ``equipements``."""
    return frame.loc[:, list(columns)].astype({c: _NOMBRES_EQUIPEMENTS.get(c, "category") for c in columns})


def empty(columns: Sequence[str]) -> pd.DataFrame:
    """An empty record with the right columns and types."""
    return typed(pd.DataFrame({c: [] for c in columns}), columns)
