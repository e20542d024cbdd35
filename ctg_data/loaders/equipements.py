"""Typed frame -> equipements: the facilities of an inventory, one row each (docs/adr/0017-inventaire-de-l-offre.md)."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ctg_data.loaders.detect import Reconnue
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.model import EQUIPEMENTS_LUS, SANS_EQUIPEMENT, Contexte, Ecarts
from ctg_data.records import typed_equipements


def lit(situe: pd.DataFrame, reconnue: Reconnue, contexte: Contexte, *, recueil: Recueil) -> pd.DataFrame | None:
    """The facilities that a layout makes of its rows, in the record's columns and types; None for a layout that has none."""
    if reconnue.disposition.vers_equipements is None:
        return None
    ecarts = Ecarts()
    listes = reconnue.disposition.vers_equipements(situe, contexte, ecarts)
    recueil.reprend_ecarts(ecarts)
    return typed_equipements(listes.assign(source=reconnue.source.id), EQUIPEMENTS_LUS)


def reunit(morceaux: Sequence[pd.DataFrame], arrondissements: Mapping[str, str], recueil: Recueil) -> pd.DataFrame:
    """The facilities of every table; those of municipal arrondissements are of their commune, whose list they do not complete."""
    if not morceaux:
        return SANS_EQUIPEMENT.copy(deep=False)
    tout = pd.concat([m.astype(object) for m in morceaux], ignore_index=True)
    if (dedans := tout["code"].isin(list(arrondissements))).any():
        recueil.avertit(f"{int(dedans.sum())} lignes d'arrondissements municipaux données à Paris, Lyon ou Marseille.")
        tout = tout[~dedans | tout["nom"].ne("")]
        tout = tout.assign(code=tout["code"].replace(dict(arrondissements)), complet=tout["complet"].astype(bool) & ~dedans)
    return typed_equipements(tout, EQUIPEMENTS_LUS)
