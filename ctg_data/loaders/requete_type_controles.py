"""Cross-checks of a requête type: its cells laid out as a grid (one row per commune, month and scheme), checked by columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ctg_data.loaders.fautes import PLAFOND
from ctg_data.loaders.requete_type_fautes import Signaleur, montre, montre_somme
from ctg_data.loaders.requete_type_lecture import Lecture, groupes
from ctg_data.loaders.requete_type_relations import Cellule, Inclusion, Somme, relations

GROUPE = ["annee", "mois", "code", "regime"]
ARRONDI = 5
"""Tolerance for each cell that its source rounded to 5."""
_ABSENT, _CONNU, _INCONNU = 0, 1, 2
_EPSILON = 1e-6


@dataclass(frozen=True)
class Grille:
    """Cells of a file: group x (variable, modalité).  ``etat``: absent, known or without a value."""

    rang: dict[Cellule, int]
    valeur: np.ndarray
    etat: np.ndarray
    arr5: np.ndarray
    ligne: np.ndarray

    def a(self, cellule: Cellule) -> bool:
        """Whether the table holds that cell."""
        return cellule in self.rang


def grille(lecture: Lecture) -> Grille:
    """Lay out the rows of a file; of two rows with one key (a fault elsewhere) the last one stays."""
    frame = lecture.frame
    lignes, colonnes = groupes(frame, GROUPE), groupes(frame, ["variable", "modalite"])
    _, premieres = np.unique(colonnes, return_index=True)
    noms = zip(frame["variable"].iloc[premieres], frame["modalite"].iloc[premieres], strict=True)
    taille = (int(lignes.max(initial=-1)) + 1, len(premieres))

    def etale(valeurs: np.ndarray, vide: float, dtype: str) -> np.ndarray:
        sortie = np.full(taille, vide, dtype=dtype)
        sortie[lignes, colonnes] = valeurs
        return sortie

    return Grille(
        {nom: rang for rang, nom in enumerate(noms)},
        etale(lecture.valeurs, np.nan, "float64"),
        etale(np.where(np.isnan(lecture.valeurs), _INCONNU, _CONNU), _ABSENT, "int8"),
        etale(lecture.arrondies, 0, "bool"),
        etale(frame["ligne"].to_numpy(), 0, "int32"),
    )


def controle(lecture: Lecture, signaleur: Signaleur) -> None:
    """Report every relation that the file breaks: impossible ones are faults, unlikely ones a warning."""
    cases = grille(lecture)
    for relation in relations():
        if isinstance(relation, Somme):
            _somme(cases, relation, signaleur)
        else:
            _inclusion(cases, relation, signaleur)


def _inclusion(cases: Grille, relation: Inclusion, signaleur: Signaleur) -> None:
    if not (cases.a(relation.petit) and cases.a(relation.grand)):
        return
    p, g = cases.rang[relation.petit], cases.rang[relation.grand]
    marge = ARRONDI * (cases.arr5[:, p].astype(int) + cases.arr5[:, g]) + _EPSILON
    connus = (cases.etat[:, p] == _CONNU) & (cases.etat[:, g] == _CONNU)
    fautifs = np.flatnonzero(connus & (cases.valeur[:, p] > cases.valeur[:, g] + marge))
    if not len(fautifs):
        return
    if not relation.impossible:
        signaleur.avertit(f"{nom(relation.petit)} dépasse {nom(relation.grand)} sur {len(fautifs)} ligne(s) : à expliquer.")
        return
    premiers = fautifs[:PLAFOND]
    signaleur.fautes(
        relation.code,
        "valeur",
        lignes=cases.ligne[fautifs, p],
        trouve=[f"{nom(relation.petit)} = {montre(v)}" for v in cases.valeur[premiers, p]],
        attendu=[f"au plus {nom(relation.grand)} = {montre(cases.valeur[i, g])} (ligne {cases.ligne[i, g]})" for i in premiers],
        remede="Corrigez celle des deux valeurs qui est fausse.",
    )


def _somme(cases: Grille, relation: Somme, signaleur: Signaleur) -> None:
    parts = [cases.rang[part] for part in relation.parts if cases.a(part)]
    if not parts or not cases.a(relation.total):
        return
    t = cases.rang[relation.total]
    etats, somme = cases.etat[:, parts], np.nansum(cases.valeur[:, parts], axis=1)
    # A part missing from the whole file was not asked for, and a part without a value hides some: the sum may then fall short.
    entiere = (etats != _INCONNU).all(axis=1) & (relation.exacte and len(parts) == len(relation.parts))
    marge = ARRONDI * (cases.arr5[:, parts].sum(axis=1) + cases.arr5[:, t]) + _EPSILON
    ecart = somme - cases.valeur[:, t]
    utile = (etats != _ABSENT).any(axis=1) & (cases.etat[:, t] == _CONNU)
    fautifs = np.flatnonzero(utile & ((ecart > marge) | (entiere & (ecart < -marge))))
    if len(fautifs):
        _fautes_de_somme(cases, relation, somme, fautifs=fautifs, signaleur=signaleur)


def _fautes_de_somme(cases: Grille, relation: Somme, somme: np.ndarray, *, fautifs: np.ndarray, signaleur: Signaleur) -> None:
    t = cases.rang[relation.total]
    verbe = "" if relation.exacte else "au plus "
    signaleur.fautes(
        relation.code,
        "valeur",
        lignes=cases.ligne[fautifs, t],
        trouve=[f"{montre_somme(somme[i])} pour {liste(relation.parts)}" for i in fautifs[:PLAFOND]],
        attendu=[f"{verbe}{nom(relation.total)} = {montre(cases.valeur[i, t])}" for i in fautifs[:PLAFOND]],
        remede="Corrigez le total ou ses parts ; une part non connue se déclare (statut nd), elle ne s'omet pas.",
    )


def nom(cellule: Cellule) -> str:
    """A cell as a sentence names it."""
    variable, modalite = cellule
    return variable if modalite == "total" else f"{variable} ({modalite})"


def liste(cellules: Sequence[Cellule]) -> str:
    """The parts of a sum as a sentence names them."""
    variables = {variable for variable, _ in cellules}
    return f"les modalités de {variables.pop()}" if len(variables) == 1 else " + ".join(nom(c) for c in cellules)
