"""What the head of every page of a CTG says: its name, its territory, its moment, and what can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctg_data.conventions.gestes import Annulable
from ctg_data.parcours.convention import Ctg
from ctg_data.parcours.suivi import IndicateurLie
from ctg_data.storage.fiches import Fiche
from ctg_data.storage.journal import Entree
from ctg_data.storage.tables import PAR_NOM
from ctg_data.wording import nombres
from ctg_data.wording import parcours as mots
from ctg_data.wording import saisies as mots_saisies
from ctg_data.wording.typographie import soigne

FIGES = ("t0_valeur", "t0_bas", "t0_haut")
"""Figures of a starting point."""
ACCORDES = frozenset({"cree", "modifie", "supprime", "retablit"})
"""Gestures told by a participle, which agrees with what they bear on."""


@dataclass(frozen=True)
class EnteteCtg:
    """``situation``: territory, state, dates; ``resume``: the same with the themes.

    ``fictive``: an example, to be said on every page and export.
    """

    id: str
    nom: str
    territoire: str
    situation: str
    resume: str
    fictive: bool


def entete(fiche: Fiche[Ctg], territoire: str) -> EnteteCtg:
    """The head of one CTG.  ``territoire``: the name of its territory."""
    ctg = fiche.objet
    dits, themes = [territoire, f"état : {mots.etat(ctg.etat)}", periode(ctg)], nombres.enumere([mots.theme(t).lower() for t in ctg.themes])
    return EnteteCtg(fiche.id, ctg.nom, territoire, _suite(*dits), _suite(*dits, themes), ctg.fictive)


def _suite(*dits: str) -> str:
    return " · ".join(d for d in dits if d)


def periode(ctg: Ctg) -> str:
    """« du 1er janvier 2025 au 31 décembre 2029 », "" while a date is missing."""
    if ctg.debut is None or ctg.fin is None:
        return ""
    return f"du {nombres.jour(ctg.debut)} au {nombres.jour(ctg.fin)}"


def rattachement(fiche: Fiche[Ctg], toutes: Sequence[Fiche[Ctg]]) -> str:
    """What a CTG belongs to, or what belongs to it, in a sentence; "" for nothing."""
    parent = next((f.objet.nom for f in toutes if f.id == fiche.objet.parent), "")
    siennes = [f"« {f.objet.nom} »" for f in toutes if f.objet.parent == fiche.id]
    if parent:
        return soigne(mots.RATTACHEE.format(nom=parent))
    return soigne(mots.LOCALES.format(noms=nombres.enumere(siennes))) if siennes else ""


def champs_dits(genre: type) -> Mapping[str, str]:
    """The fields that a history and a conflict tell: a frozen starting point is told where it can be checked against today only."""
    return {c: nom for c, nom in mots.CHAMPS.items() if genre is not IndicateurLie or c not in FIGES}


def geste(dernier: Annulable) -> str:
    """What undoing would take back: « action modifiée », « engagement retiré, avec 3 autres fiches »."""
    suite = mots.AVEC.format(nombre=nombres.pluriel(dernier.nombre - 1, "autre fiche", "autres fiches")) if dernier.nombre > 1 else ""
    return f"{_geste(dernier.entree)}{suite}"


def _geste(entree: Entree) -> str:
    genre, dit = mots.genre(PAR_NOM[entree.genre]), mots_saisies.GESTES.get(entree.geste, entree.geste)
    if entree.geste not in ACCORDES:
        return f"{genre}, {dit}"
    return f"{genre} {dit}e" if PAR_NOM[entree.genre].__name__ in mots.FEMININS else f"{genre} {dit}"
