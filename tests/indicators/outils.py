"""Read a Resultat as a person would: by code and year."""

from ctg_data.indicators import compute, registry
from ctg_data.indicators.donnees import Donnees
from ctg_data.indicators.model import Formule, Indicateur, Sens
from ctg_data.indicators.resultat import Grille, Resultat
from ctg_data.records import STATUTS


def indicateur(*formules: Formule, **champs: object) -> Indicateur:
    """A sound record around formulas."""
    defauts = {
        "id": "essai",
        "libelle": "Essai",
        "definition": "Définition.",
        "theme": "PO",
        "angle": 1,
        "unite": "%",
        "decimales": 1,
        "sens": Sens.NEUTRE,
        "lecture": "En {annee}, {territoire}, {valeur}.",
        "prudence": "Prudence.",
    }
    return Indicateur(formules=formules, **(defauts | champs))


def lu(resultat: Resultat, code: str, annee: int, grille: Grille | None = None) -> float | str:
    """The value of a cell, or its status when it has none."""
    place = resultat.codes.index(code), resultat.annees.index(annee)
    grille = grille or resultat.valeur
    statut = STATUTS[grille.statut[place]]
    return float(grille.valeur[place]) if statut == "ok" else statut


def sources(resultat: Resultat, code: str, annee: int) -> str:
    return resultat.libelles_sources[resultat.sources[resultat.codes.index(code), resultat.annees.index(annee)]]


def seul(donnees: Donnees, quoi: Indicateur | str, niveau: str) -> Resultat:
    """The only Resultat of an indicator (record or id) at one level."""
    quoi = registry.par_id()[quoi] if isinstance(quoi, str) else quoi
    (resultat,) = compute.calcule(quoi, donnees)[niveau]
    return resultat
