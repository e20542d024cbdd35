"""Cells of an inventory: a type, a theme, a name that is no person's, a date, as the value of a field or why it cannot be one."""

import re
from datetime import date

from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.offre_schema import NOM_MAX, TEXTE_MAX, THEMES_OFFRE, TOUS, TOUS_LES_TYPES, TYPES
from ctg_data.loaders.plan_actions_cellules import LECTEURS, CelluleInvalide, propre

_TYPES = {normalise(nom): t.id for t in TYPES for nom in (t.id, t.libelle, *t.aussi)} | {normalise(TOUS_LES_TYPES): TOUS, TOUS: TOUS}
_THEMES = {normalise(nom): code for code, nom in THEMES_OFFRE.items()} | {code.lower(): code for code in THEMES_OFFRE}
_METIERS = re.compile(r"(?:un |une )?(?:assistante?s? maternel(?:le)?s?|assmats?|ass mat|nounous?|gardes? d'enfants? a domicile)\b.*")
"""Persons who take children in: their homes are no place open to the public (their places come from the requête type)."""
_CIVILITE = re.compile(
    r"(?:(?:le )?(?:cabinet|domicile)(?: medical)?(?: du| de la| de)? )?(?:mr?\. |mr |mme\b|mlle\b|monsieur\b|madame\b|dr\b|docteur\b).*"
)
_COURRIEL = re.compile(r"[^\s@;,]+@[^\s@;,]+\.[a-z]{2,}", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?<!\d)(?:\+33|0033|0)[ .-]?[1-9](?:[ .-]?\d\d){4}(?!\d)")
_AUCUN = ("aucun", "aucune", "neant", "rien", "non", "sans objet", "nc", "nd")
SANS_NOM = (
    "equipement_sans_nom",
    "le nom de l'équipement",
    "Donnez-lui son nom ; s'il n'y en a aucun, laissez le nom vide et écrivez « oui » dans « Liste complète ».",
)
"""A word for none, read as a name, would be counted as a facility."""
PERSONNE = (
    "personne_nommee",
    "un lieu ou un service ouvert au public, jamais une personne",
    "Retirez cette ligne, ou écrivez le nom du lieu : « Cabinet médical », « Maison d’assistants maternels ». Les places des assistants "
    "maternels viennent de la requête type.",
)
CONTACT = (
    "donnee_de_contact",
    "un texte sans adresse électronique ni numéro de téléphone",
    "Retirez-les : ils désignent souvent une personne, et un portrait se diffuse.",
)


def type_(texte: str) -> str:
    """The id of a type, however it is written.  CelluleInvalide."""
    if code := _TYPES.get(normalise(texte)):
        return code
    if _METIERS.fullmatch(normalise(texte)):
        raise CelluleInvalide(*PERSONNE)
    raise CelluleInvalide(
        "type_inconnu",
        "un type de la liste du modèle",
        "Choisissez-le dans la liste, ou écrivez « Autre (à préciser) », une précision et un thème.",
    )


def theme(texte: str) -> str:
    """The code of a theme, "" for an empty cell.  CelluleInvalide."""
    if not texte:
        return ""
    if code := _THEMES.get(normalise(texte)):
        return code
    raise CelluleInvalide("theme_inconnu", f"un thème parmi : {', '.join(THEMES_OFFRE.values())}", "Choisissez le thème dans la liste.")


def gestionnaire(texte: str) -> str:
    """Who runs a place.  CelluleInvalide on what names a person or their trade."""
    lu = ligne(texte)
    if _METIERS.fullmatch(normalise(lu)) or _CIVILITE.fullmatch(normalise(lu)):
        raise CelluleInvalide(*PERSONNE)
    return lu


def nom(texte: str) -> str:
    """The name of a place.  CelluleInvalide, also on a word for none."""
    if normalise(texte) in _AUCUN or not any(c.isalnum() for c in texte):
        raise CelluleInvalide(*SANS_NOM)
    return gestionnaire(texte)


def ligne(texte: str) -> str:
    """A short text on one line."""
    return _sans_contact(" ".join(texte.split()), NOM_MAX)


def horaires(texte: str) -> str:
    """A longer one, on one line too."""
    return _sans_contact(" ".join(texte.split()), TEXTE_MAX)


def _sans_contact(texte: str, longueur: int) -> str:
    if _COURRIEL.search(texte) or _TELEPHONE.search(texte):
        raise CelluleInvalide(*CONTACT)
    if len(texte) > longueur:
        raise CelluleInvalide("texte_trop_long", f"au plus {longueur} signes", f"Raccourcissez ce texte, qui en compte {len(texte)}.")
    return texte


def jour(texte: str) -> str:
    """A date as an ISO day, "" for an empty cell.  CelluleInvalide."""
    lue = LECTEURS["date"](texte) if texte else None
    return lue.isoformat() if isinstance(lue, date) else ""


LECTURES = {
    "type": type_,
    "theme": theme,
    "precision": ligne,
    "nom": nom,
    "gestionnaire": gestionnaire,
    "horaires": horaires,
    "cof_debut": jour,
    "cof_fin": jour,
}
"""Column -> how its cells are read; a reader of a text column is given what a person sees of the cell (``propre``)."""


def lit(colonne: str, texte: str) -> str:
    """The value of a cell.  CelluleInvalide."""
    return LECTURES[colonne](propre(texte))
