"""Cells of an inventory: a type, a theme, a name that is no person's, a date, as the value of a field or why it cannot be one."""

from datetime import date

from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.offre_personnes import CONTACT, PERSONNE, donne_un_contact, est_un_metier, nomme_une_personne
from ctg_data.loaders.offre_schema import NOM_MAX, TEXTE_MAX, THEMES_OFFRE, TOUS, TOUS_LES_TYPES, TYPES
from ctg_data.loaders.plan_actions_cellules import LECTEURS, CelluleInvalide, propre

_TYPES = {normalise(nom): t.id for t in TYPES for nom in (t.id, t.libelle, *t.aussi)} | {normalise(TOUS_LES_TYPES): TOUS, TOUS: TOUS}
_THEMES = {normalise(nom): code for code, nom in THEMES_OFFRE.items()} | {code.lower(): code for code in THEMES_OFFRE}
_AUCUN = ("aucun", "aucune", "neant", "rien", "non", "sans objet", "nc", "nd")
SANS_NOM = (
    "equipement_sans_nom",
    "le nom de l'équipement",
    "Donnez-lui son nom ; s'il n'y en a aucun, laissez le nom vide et écrivez « oui » dans « Liste complète ».",
)
"""A word for none, read as a name, would be counted as a facility."""


def type_(texte: str) -> str:
    """The id of a type, however it is written.  CelluleInvalide."""
    if code := _TYPES.get(normalise(texte)):
        return code
    if est_un_metier(texte):
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


def nom(texte: str) -> str:
    """The name of a place.  CelluleInvalide, also on a word for none."""
    if normalise(texte) in _AUCUN or not any(c.isalnum() for c in texte):
        raise CelluleInvalide(*SANS_NOM)
    return ligne(texte)


def ligne(texte: str) -> str:
    """A short text on one line: of a manager, of another type.  CelluleInvalide."""
    return _public(" ".join(texte.split()), NOM_MAX)


def horaires(texte: str) -> str:
    """A longer one, on one line too."""
    return _public(" ".join(texte.split()), TEXTE_MAX)


def _public(texte: str, longueur: int) -> str:
    """A text that names nobody, nor says how to reach them."""
    if len(texte) > longueur:
        raise CelluleInvalide("texte_trop_long", f"au plus {longueur} signes", f"Raccourcissez ce texte, qui en compte {len(texte)}.")
    if donne_un_contact(texte):
        raise CelluleInvalide(*CONTACT)
    if nomme_une_personne(texte):
        raise CelluleInvalide(*PERSONNE)
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
    "gestionnaire": ligne,
    "horaires": horaires,
    "cof_debut": jour,
    "cof_fin": jour,
}
"""Column -> how its cells are read; a reader of a text column is given what a person sees of the cell (``propre``)."""


def lit(colonne: str, texte: str) -> str:
    """The value of a cell.  CelluleInvalide."""
    return LECTURES[colonne](propre(texte))
