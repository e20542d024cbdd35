"""Cross-checks of a requête type: its cells laid out as a grid (one row per commune, month and scheme), relations checked on columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.loaders.requete_type_relations import Cellule, Inclusion, Somme, relations

GROUPE = ["annee", "mois", "code", "regime"]
ARRONDI = 5
"""Tolerance for each cell that its source rounded to 5."""
_ABSENT, _CONNU, _INCONNU = 0, 1, 2


@dataclass(frozen=True)
class Constat:
    """One relation broken at some rows of the file: ``lignes`` (all of them) and how to say the first ones."""

    relation: Somme | Inclusion
    lignes: np.ndarray
    trouve: Sequence[str]
    attendu: Sequence[str]

    @property
    def impossible(self) -> bool:
        return not isinstance(self.relation, Inclusion) or self.relation.impossible


@dataclass(frozen=True)
class Grille:
    """Cells of a file: group x (variable, modalité).  ``etat``: absent, known or without a value."""

    rang: dict[Cellule, int]
    valeur: np.ndarray
    etat: np.ndarray
    arr5: np.ndarray
    ligne: np.ndarray

    def a(self, cellule: Cellule) -> bool:
        return cellule in self.rang


def grille(frame: pd.DataFrame) -> Grille:
    """Lay out ``frame`` (columns of GROUPE, variable, modalite, valeur, statut, arr5, ligne; unique keys)."""
    groupes = frame.groupby(GROUPE, observed=True, sort=False).ngroup().to_numpy()
    cellules = frame.groupby(["variable", "modalite"], observed=True, sort=False)
    colonnes = cellules.ngroup().to_numpy()
    _, premieres = np.unique(colonnes, return_index=True)
    noms = zip(frame["variable"].iloc[premieres].astype(str), frame["modalite"].iloc[premieres].astype(str), strict=True)
    taille = (int(groupes.max(initial=-1)) + 1, len(premieres))

    def etale(valeurs: np.ndarray, vide: float, dtype: str) -> np.ndarray:
        sortie = np.full(taille, vide, dtype=dtype)
        sortie[groupes, colonnes] = valeurs
        return sortie

    return Grille(
        {nom: rang for rang, nom in enumerate(noms)},
        etale(frame["valeur"].to_numpy(), np.nan, "float64"),
        etale(np.where(frame["statut"] == "ok", _CONNU, _INCONNU), _ABSENT, "int8"),
        etale(frame["arr5"].to_numpy(dtype=bool), 0, "bool"),
        etale(frame["ligne"].to_numpy(), 0, "int32"),
    )


def controle(frame: pd.DataFrame, plafond: int = 20) -> list[Constat]:
    """Every relation that the file breaks; texts are written for the first ``plafond`` rows of each."""
    cases = grille(frame)
    constats = (_somme(cases, r, plafond) if isinstance(r, Somme) else _inclusion(cases, r, plafond) for r in relations())
    return [constat for constat in constats if constat is not None]


def _inclusion(cases: Grille, relation: Inclusion, plafond: int) -> Constat | None:
    if not (cases.a(relation.petit) and cases.a(relation.grand)):
        return None
    p, g = cases.rang[relation.petit], cases.rang[relation.grand]
    connus = (cases.etat[:, p] == _CONNU) & (cases.etat[:, g] == _CONNU)
    marge = ARRONDI * (cases.arr5[:, p].astype(int) + cases.arr5[:, g])
    fautifs = np.flatnonzero(connus & (cases.valeur[:, p] > cases.valeur[:, g] + marge + 1e-6))
    if not len(fautifs):
        return None
    premiers = fautifs[:plafond]
    trouve = [f"{_nom(relation.petit)} = {montre(v)}" for v in cases.valeur[premiers, p]]
    attendu = [f"au plus {_nom(relation.grand)} = {montre(cases.valeur[i, g])} (ligne {cases.ligne[i, g]})" for i in premiers]
    return Constat(relation, cases.ligne[fautifs, p], trouve, attendu)


def _somme(cases: Grille, relation: Somme, plafond: int) -> Constat | None:
    presentes = [cases.rang[part] for part in relation.parts if cases.a(part)]
    if not presentes or not cases.a(relation.total):
        return None
    t = cases.rang[relation.total]
    etats = cases.etat[:, presentes]
    somme = np.where(etats == _CONNU, cases.valeur[:, presentes], 0.0).sum(axis=1)
    # A part missing from the whole file was not asked for, and a part without a value hides some: the sum may then fall short.
    complete = (etats != _INCONNU).all(axis=1) & (relation.exacte and len(presentes) == len(relation.parts))
    marge = ARRONDI * (cases.arr5[:, presentes].sum(axis=1) + cases.arr5[:, t]) + 1e-6
    ecart = somme - cases.valeur[:, t]
    utile = (etats != _ABSENT).any(axis=1) & (cases.etat[:, t] == _CONNU)
    fautifs = np.flatnonzero(utile & ((ecart > marge) | (complete & (ecart < -marge))))
    return _constat_somme(cases, relation, somme, fautifs, plafond=plafond) if len(fautifs) else None


def _constat_somme(cases: Grille, relation: Somme, somme: np.ndarray, fautifs: np.ndarray, *, plafond: int) -> Constat:
    t = cases.rang[relation.total]
    verbe = "" if relation.exacte else "au plus "
    trouve = [f"une somme de {montre(somme[i])} pour {_liste(relation.parts)}" for i in fautifs[:plafond]]
    attendu = [f"{verbe}{_nom(relation.total)} = {montre(cases.valeur[i, t])}" for i in fautifs[:plafond]]
    return Constat(relation, cases.ligne[fautifs, t], trouve, attendu)


def montre(valeur: float) -> str:
    """A value as a fault may quote it: never a count that secrecy protects."""
    if 0 < valeur < 5:
        return "une valeur de 1 à 4" if float(valeur).is_integer() else "une valeur inférieure à 5"
    return f"{valeur:.10g}".replace(".", ",")


def _nom(cellule: Cellule) -> str:
    variable, modalite = cellule
    return variable if modalite == "total" else f"{variable} ({modalite})"


def _liste(cellules: Iterable[Cellule]) -> str:
    cellules = tuple(cellules)
    variables = {variable for variable, _ in cellules}
    return f"les modalités de {next(iter(variables))}" if len(variables) == 1 else " + ".join(_nom(c) for c in cellules)
