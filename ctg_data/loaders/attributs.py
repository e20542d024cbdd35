"""Typed frame -> attributs: facts about territories, one row a fact (docs/adr/0016-attributs.md)."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ctg_data.loaders.detect import Reconnue
from ctg_data.loaders.fautes import Recueil
from ctg_data.loaders.model import COLONNES_LUES, SANS_ATTRIBUT, Contexte, Ecarts
from ctg_data.records import typed_attributs


def lit(situe: pd.DataFrame, reconnue: Reconnue, contexte: Contexte, *, recueil: Recueil) -> pd.DataFrame:
    """The facts that a layout makes of its rows, in the record's columns and types; what it leaves out comes from the frame."""
    ecarts = Ecarts()
    faits = reconnue.disposition.vers_attributs(situe, contexte, ecarts)
    recueil.reprend_ecarts(ecarts)
    communs = situe.loc[faits.index, ["niveau", "annee", "millesime_geo"]]
    return typed_attributs(faits.assign(source=reconnue.source.id, **{c: communs[c] for c in communs if c not in faits}), COLONNES_LUES)


def reunit(morceaux: Sequence[pd.DataFrame], arrondissements: Mapping[str, str], recueil: Recueil) -> pd.DataFrame:
    """The facts of every table; the commune of municipal arrondissements has what each of them has, said once."""
    if not morceaux:
        return SANS_ATTRIBUT.copy(deep=False)
    tout = pd.concat([m.astype({"code": "str"}) for m in morceaux], ignore_index=True)
    if ramenes := int(tout["code"].isin(arrondissements).sum()):
        recueil.avertit(f"{ramenes} faits d'arrondissements municipaux donnés à Paris, Lyon ou Marseille.")
    return typed_attributs(tout.assign(code=tout["code"].replace(dict(arrondissements))), COLONNES_LUES).drop_duplicates(ignore_index=True)
