"""Typed frame -> mesures: one row per territory, year and measure, built from codes, never row by row."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from ctg_data.loaders.conversion import TYPE_STATUT
from ctg_data.loaders.model import Colonne, Disposition
from ctg_data.loaders.validate import STATUT, colonnes_presentes
from ctg_data.records import CLE_MESURES, COLONNES_MESURES, STATUTS, typed

COLONNES = tuple(c for c in COLONNES_MESURES if c != "edition")
_TEXTES = ("source", "niveau", "code", "regime", "mesure", "modalite", "unite", "statut")


def fond(cadre: pd.DataFrame, disposition: Disposition) -> pd.DataFrame:
    """Melt the declared measure columns of a typed frame; a column ``nom@annee`` gives its year."""
    portees = [(nom, c) for nom, c in colonnes_presentes(cadre, disposition) if c.mesure]
    n, m = len(cadre), len(portees)
    valeurs = [np.where(cadre[nom + STATUT] == 0, cadre[nom], np.nan) for nom, _ in portees]
    statuts = np.concatenate([cadre[nom + STATUT].to_numpy() for nom, _ in portees]) if m else np.array([], dtype="int8")
    return pd.DataFrame(
        {
            "niveau": _repete(cadre["niveau"], m),
            "code": _repete(cadre["code"], m),
            "annee": _annees(cadre, [nom for nom, _ in portees]),
            "mois": np.tile(cadre["mois"].to_numpy(), m) if "mois" in cadre else disposition.mois,
            "regime": _repete(cadre["regime"], m) if "regime" in cadre else _constante(disposition.regime, n * m),
            "mesure": _par_bloc([c.mesure for _, c in portees], n),
            "modalite": _par_bloc([c.modalite for _, c in portees], n),
            "unite": _par_bloc([c.unite for _, c in portees], n),
            "valeur": np.concatenate(valeurs) if m else np.array([], dtype="float64"),
            "statut": pd.Categorical.from_codes(statuts, dtype=TYPE_STATUT),
            "est": np.tile(cadre["est"].to_numpy(dtype=bool), m) if "est" in cadre else False,
            "arr5": disposition.arr5,
            "millesime_geo": np.tile(cadre["millesime_geo"].to_numpy(), m),
        }
    )


def _annees(cadre: pd.DataFrame, noms: Sequence[str]) -> np.ndarray:
    if "annee" in cadre:
        return np.tile(cadre["annee"].to_numpy(dtype="int16"), len(noms))
    return np.repeat(np.array([int(nom.split("@")[1]) for nom in noms], dtype="int16"), len(cadre))


def _repete(serie: pd.Series, fois: int) -> pd.Categorical:
    categories = serie.astype("category").array
    return pd.Categorical.from_codes(np.tile(categories.codes, fois), dtype=categories.dtype)


def _par_bloc(noms: Sequence[str], taille: int) -> pd.Categorical:
    categories = list(dict.fromkeys(noms))
    rangs = np.array([categories.index(nom) for nom in noms], dtype="int32")
    return pd.Categorical.from_codes(np.repeat(rangs, taille), categories=categories)


def _constante(texte: str, taille: int) -> pd.Categorical:
    return pd.Categorical.from_codes(np.zeros(taille, dtype="int8"), categories=[texte])


def complete(mesures: pd.DataFrame, cadre: pd.DataFrame, source: str, disposition: Disposition) -> pd.DataFrame:
    """Add what a hook left out, from the typed frame it was given or from the record, and give the record's types; a value is
    present if and only if its status is ok."""
    defauts = {"mois": disposition.mois, "regime": disposition.regime, "est": False, "arr5": disposition.arr5, "modalite": "total"}
    manquants = {c: v for c, v in defauts.items() if c not in mesures}
    manquants |= {c: _du_cadre(mesures["code"], cadre, c) for c in ("niveau", "annee", "millesime_geo") if c not in mesures}
    pleines = mesures.assign(source=_constante(source, len(mesures)), **manquants)
    statut = pleines["statut"]
    if pd.api.types.is_integer_dtype(statut):
        pleines["statut"] = pd.Categorical.from_codes(statut, dtype=TYPE_STATUT)
    pleines["valeur"] = pleines["valeur"].where(pleines["statut"] == "ok")
    return typed(pleines, COLONNES)


def _du_cadre(code: pd.Series, cadre: pd.DataFrame, nom: str) -> object:
    """What the frame says of each territory."""
    valeurs = cadre[nom].unique()
    if len(valeurs) == 1:
        return valeurs[0]
    return code.astype("str").map(cadre.drop_duplicates("code").set_index("code")[nom]).to_numpy()


def assemble(morceaux: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Concatenate mesures without losing the categories."""
    if len(morceaux) == 1:
        return morceaux[0].reset_index(drop=True)
    textes = {c: union_categoricals([m[c] for m in morceaux]) for c in _TEXTES}
    reste = pd.concat([m.drop(columns=list(_TEXTES)) for m in morceaux], ignore_index=True)
    return reste.assign(**textes)[list(COLONNES)]


def non_additives(colonnes: Sequence[Colonne]) -> frozenset[str]:
    """Measures that may not be summed over territories; a column without measure named ``valeur`` speaks for all ("*")."""
    return frozenset(c.mesure or "*" for c in colonnes if not c.additif and (c.mesure or c.nom == "valeur"))


def par_commune(
    mesures: pd.DataFrame, arrondissements: Mapping[str, str], figees: frozenset[str], *, inventaire: bool = False
) -> tuple[pd.DataFrame, int, Mapping[str, int]]:
    """Replace municipal arrondissements by their commune; gives (mesures, rows summed, rows set aside by reason).

    Set aside: everything where the commune has its own rows (``deja``), what cannot be summed (``figees``, or all with "*"), a commune
    that lacks one of its arrondissements (``incompletes``), except in an ``inventaire``, where an absent one has none.
    """
    codes = mesures["code"].cat.categories
    concernes = [c for c in codes if c in arrondissements]
    arm = mesures["code"].isin(concernes) & mesures["niveau"].eq("commune")
    if not arm.any():
        return mesures, 0, {}
    lignes = mesures[arm].astype(dict.fromkeys(_TEXTES, "str"))
    lignes["code"] = lignes["code"].map(arrondissements)
    presents = mesures.loc[~arm & mesures["code"].isin(set(lignes["code"])), ["code", "annee"]].astype({"code": "str"}).drop_duplicates()
    deja = pd.MultiIndex.from_frame(lignes[["code", "annee"]]).isin(pd.MultiIndex.from_frame(presents))
    fige = np.full(len(lignes), "*" in figees) | lignes["mesure"].isin(figees).to_numpy()
    libres = lignes[~(deja | fige)]
    sommables = libres if inventaire else _entieres(libres, arrondissements)
    morceaux = [mesures[~arm], *([_somme(sommables)] if len(sommables) else [])]
    ecartees = {"deja": int(deja.sum()), "figees": int((fige & ~deja).sum()), "incompletes": len(libres) - len(sommables)}
    return assemble(morceaux), len(sommables), {raison: n for raison, n in ecartees.items() if n}


def _entieres(lignes: pd.DataFrame, arrondissements: Mapping[str, str]) -> pd.DataFrame:
    """Rows of the communes of which every arrondissement is there: a partial sum would pass for the commune."""
    attendus = lignes["code"].map(Counter(arrondissements.values()))
    return lignes[lignes.groupby(list(CLE_MESURES), observed=True)["code"].transform("size") == attendus]


def _somme(lignes: pd.DataFrame) -> pd.DataFrame:
    """Sum by key: one secret part makes the sum secret, else one unknown part makes it unknown."""
    rang = {statut: r for r, statut in enumerate(("ok", "ns", "nd", "s"))}
    groupes = lignes.assign(_rang=lignes["statut"].map(rang)).groupby(list(CLE_MESURES), observed=True, as_index=False)
    sommes = groupes.agg(
        valeur=("valeur", "sum"), _rang=("_rang", "max"), est=("est", "any"), arr5=("arr5", "any"), millesime_geo=("millesime_geo", "max")
    )
    sommes["statut"] = pd.Categorical(sommes["_rang"].map({r: s for s, r in rang.items()}), categories=list(STATUTS))
    sommes["valeur"] = sommes["valeur"].where(sommes["_rang"] == 0)
    return typed(sommes, COLONNES)
