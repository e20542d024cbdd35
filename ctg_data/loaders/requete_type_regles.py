"""Rules of domain.md §8.1, one record each: lists, dates, units, value and status, whole counts."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ctg_data.loaders.fautes import PLAFOND, extrait
from ctg_data.loaders.requete_type_fautes import Signaleur
from ctg_data.loaders.requete_type_lecture import Lecture
from ctg_data.loaders.requete_type_schema import UNITES, VERSION, par_id
from ctg_data.records import STATUTS

_SEMVER = re.compile(rf"{VERSION.split('.')[0]}\.\d+\.\d+")
_DATE = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ].*)?")
_CONSOLIDATION = re.compile(r"(?:semi[_ -]?)?d[ée]finitif", re.IGNORECASE)
_CATALOGUE = "Reportez-vous à la feuille « Variables » du gabarit de la requête type."
_GABARIT = "Repartez du gabarit de la requête type que l'application propose."


@dataclass(frozen=True)
class Regle:
    """``fausse``: which rows break it; ``attendu``: the value expected at one row; ``trouve``: said instead of the cell."""

    code: str
    colonne: str
    fausse: Callable[[Lecture], np.ndarray]
    attendu: Callable[[Lecture, int], str]
    remede: str
    trouve: str = ""


def _proche(lecture: Lecture, rang: int) -> str:
    voisins = difflib.get_close_matches(lecture.frame["variable"].iloc[rang], list(par_id()), n=1)
    return f"« {voisins[0]} », sans doute" if voisins else "une variable de la requête type"


def _modalites(lecture: Lecture, rang: int) -> str:
    variable = lecture.variable(rang)
    return f"une modalité de {variable.id} : {', '.join(variable.codes)}"


REGLES = (
    Regle(
        "deux_annees",
        "annee",
        lambda lecture: _autre_annee(lecture.annees),
        lambda lecture, rang: f"{lecture.frame['annee'].iloc[0]}, comme à la première ligne",
        "Une requête type porte une seule année : faites un fichier par année.",
    ),
    Regle(
        "millesime_geo",
        "millesime_geo",
        lambda lecture: np.nan_to_num(lecture.millesimes - lecture.annees, nan=1) != 1,
        lambda lecture, rang: f"{lecture.annees[rang] + 1:.0f}, l'année qui suit les données",
        "Codez les communes dans le découpage du 1er janvier qui suit les données.",
    ),
    Regle(
        "variable_inconnue",
        "variable",
        lambda lecture: lecture.cellules(lambda variable, cle: False, defaut=True),
        _proche,
        _CATALOGUE,
    ),
    Regle(
        "modalite_inconnue",
        "modalite",
        lambda lecture: lecture.cellules(lambda variable, cle: cle[1] not in variable.codes),
        _modalites,
        _CATALOGUE,
    ),
    Regle(
        "unite_imprevue",
        "unite",
        lambda lecture: lecture.cellules(lambda variable, cle: cle[2] in UNITES and cle[2] not in variable.unites_admises),
        lambda lecture, rang: f"« {lecture.variable(rang).unite} »",
        _CATALOGUE,
    ),
    Regle(
        "mois_imprevu",
        "mois",
        lambda lecture: lecture.cellules(lambda variable, cle: cle[3].strip().isdigit() and int(cle[3]) != variable.mois),
        lambda lecture, rang: f"{lecture.variable(rang).mois} pour {lecture.variable(rang).id}",
        "Le stock se lit en décembre (12) ; l'allocation de rentrée scolaire, en août (8).",
    ),
    Regle(
        "valeur_absente",
        "valeur",
        lambda lecture: lecture.vides & (lecture.statuts == "ok").to_numpy(),
        lambda lecture, rang: "une valeur, puisque le statut est ok",
        "Écrivez la valeur (0 si c'est un vrai zéro), ou dites pourquoi elle manque : s, nd ou ns.",
    ),
    Regle(
        "valeur_sous_statut",
        "valeur",
        lambda lecture: ~lecture.vides & lecture.statuts.isin(STATUTS[1:]).to_numpy(),
        lambda lecture, rang: f"une cellule vide, puisque le statut est {lecture.statuts.iloc[rang]}",
        "Videz la cellule, ou écrivez le statut ok.",
        trouve="une valeur",
    ),
    Regle(
        "effectif_non_entier",
        "valeur",
        lambda lecture: lecture.cellules(lambda variable, cle: variable.entiere) & (np.nan_to_num(lecture.valeurs) % 1 > 0),
        lambda lecture, rang: f"un nombre entier de {lecture.variable(rang).unite}",
        "Reprenez l'effectif d'origine, sans calcul ni moyenne.",
        trouve="un nombre à décimales",
    ),
    Regle(
        "version_schema",
        "version_schema",
        lambda lecture: lecture.textes("version_schema", lambda texte: not _SEMVER.fullmatch(texte)),
        lambda lecture, rang: f"la version {VERSION} du schéma, ou une révision compatible ({VERSION.split('.')[0]}.x.y)",
        _GABARIT,
    ),
    Regle(
        "date_extraction",
        "date_extraction",
        lambda lecture: lecture.textes("date_extraction", lambda texte: bool(texte) and not _DATE.fullmatch(texte)),
        lambda lecture, rang: "une date AAAA-MM-JJ, par exemple 2025-06-30",
        "Écrivez la date d'extraction au format AAAA-MM-JJ.",
    ),
)


def _autre_annee(annees: np.ndarray) -> np.ndarray:
    connues = annees[~np.isnan(annees)]
    return ~np.isnan(annees) & (annees != connues[0]) if len(connues) else np.zeros(len(annees), dtype=bool)


def controle(lecture: Lecture, signaleur: Signaleur) -> None:
    """Report every row that breaks a rule, and warn of what the metadata leaves unsaid."""
    for regle in REGLES:
        _applique(regle, lecture, signaleur)
    if lecture.textes("date_extraction", lambda texte: not texte).any():
        signaleur.avertit("La date d'extraction n'est pas renseignée partout.")
    if not lecture.textes("source", lambda texte: bool(_CONSOLIDATION.search(texte))).all():
        signaleur.avertit("La colonne « source » ne dit pas si les données sont definitif (6 mois de recul) ou semi_definitif (2 mois).")


def _applique(regle: Regle, lecture: Lecture, signaleur: Signaleur) -> None:
    rangs = np.flatnonzero(regle.fausse(lecture))
    if len(rangs):
        premiers = rangs[:PLAFOND]
        cellules = lecture.frame[regle.colonne].iloc[premiers]
        signaleur.fautes(
            regle.code,
            regle.colonne,
            lignes=lecture.frame["ligne"].to_numpy()[rangs],
            trouve=[regle.trouve or extrait(cellule) for cellule in cellules],
            attendu=[regle.attendu(lecture, rang) for rang in premiers],
            remede=regle.remede,
        )
