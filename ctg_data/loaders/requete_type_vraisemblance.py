"""What is unlikely in a requête type, seen against what the store holds (domain.md §8.2): warnings, never faults, never a count."""

import pandas as pd

from ctg_data.loaders.requete_type import somme_regimes
from ctg_data.loaders.requete_type_controles import nom
from ctg_data.loaders.requete_type_schema import SOURCE_ID

NAISSANCES = "naissances"
ECART_NAISSANCES, ECART_ANNUEL = 0.4, 0.3
EFFECTIF = 100
"""Under it, chance alone makes such differences."""
_GENERATIONS = 3
_CELLULE = ["code", "mesure", "modalite", "unite", "mois"]
_CITEES = 3


def utiles(mesures: pd.DataFrame) -> tuple[str, ...]:
    """Names of the measures to compare those of a file with."""
    return (*mesures["mesure"].astype("str").unique(), NAISSANCES)


def avertissements(mesures: pd.DataFrame, connues: pd.DataFrame) -> list[str]:
    """Sentences on what ``mesures`` (one file) makes unlikely next to ``connues`` (current rows of communes in the store).

    Children of 0 to 2 years against the births of the three years, more than 40 % apart; counts against those of the year
    before, more than 30 % apart.  Both for counts over 100.
    """
    du_fichier = _connues(mesures[mesures["source"] == SOURCE_ID])
    return [*_naissances(du_fichier, connues), *_annuels(du_fichier, _connues(connues[connues["source"] == SOURCE_ID]))]


def _connues(mesures: pd.DataFrame) -> pd.DataFrame:
    """One row per cell whatever the schemes, where there is a value."""
    lignes = somme_regimes(mesures)
    return lignes[lignes["statut"] == "ok"]


def _naissances(requete: pd.DataFrame, connues: pd.DataFrame) -> list[str]:
    enfants = requete[(requete["mesure"] == "enfants_age") & (requete["modalite"] == "0_2")]
    nees = connues[(connues["mesure"] == NAISSANCES) & (connues["statut"] == "ok")]
    annee = enfants["annee"].max() if len(enfants) else 0
    recentes = nees[nees["annee"].between(annee - _GENERATIONS + 1, annee)].groupby("code", observed=True)["valeur"]
    sommes = recentes.sum()[recentes.size() == _GENERATIONS]
    attendus = sommes.rename("attendu").reset_index().astype({"code": "str"})
    loin = _loin(enfants.astype({"code": "str"}).merge(attendus, on="code"), ECART_NAISSANCES)
    if loin.empty:
        return []
    return [
        f"Enfants de 0 à 2 ans : plus de 40 % d'écart avec les naissances des trois années pour {_communes(loin)}. "
        "À expliquer (couverture de la Caf, déménagements) ou à corriger."
    ]


def _annuels(requete: pd.DataFrame, anciennes: pd.DataFrame) -> list[str]:
    textes = dict.fromkeys(_CELLULE[:-1], "str")
    avant = anciennes[[*_CELLULE, "annee", "valeur"]].astype(textes).rename(columns={"valeur": "attendu"})
    avant = avant.assign(annee=avant["annee"] + 1)
    loin = _loin(requete.astype(textes).merge(avant, on=[*_CELLULE, "annee"]), ECART_ANNUEL)
    if loin.empty:
        return []
    cellules = list(dict.fromkeys(nom(cellule) for cellule in zip(loin["mesure"], loin["modalite"], strict=True)))
    suite = ", …" if len(cellules) > _CITEES else ""
    return [
        f"Évolution de plus de 30 % en un an pour {_communes(loin)} : {', '.join(cellules[:_CITEES])}{suite}. "
        "À expliquer ou à corriger ; les effectifs de 100 ou moins ne sont pas comparés."
    ]


def _loin(lignes: pd.DataFrame, ecart: float) -> pd.DataFrame:
    """Rows whose ``valeur`` is further from ``attendu`` than this share of it."""
    return lignes[(lignes["attendu"] > EFFECTIF) & ((lignes["valeur"] - lignes["attendu"]).abs() > ecart * lignes["attendu"])]


def _communes(lignes: pd.DataFrame) -> str:
    codes = sorted(set(lignes["code"]))
    suite = ", …" if len(codes) > _CITEES else ""
    return f"{len(codes)} commune{'s' if len(codes) > 1 else ''} ({', '.join(codes[:_CITEES])}{suite})"
