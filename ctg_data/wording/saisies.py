"""Words around what people write: who and when, gestures, conflicts, history."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from ctg_data.wording import nombres

ACTEUR_LOCAL = "local"
CE_POSTE = "ce poste"
CHAMPS: Mapping[str, str] = MappingProxyType(
    {
        "choix": "Décision",
        "texte": "Texte",
        "motif": "Raison",
        "etat": "État",
        "annee": "Année",
        "indicateur": "Chiffre",
        "supprime": "Retiré",
        "nom": "Nom",
    }
)
"""Names of the fields that people see; the others (fingerprints, codes) are not shown."""
CHOIX: Mapping[str, str] = MappingProxyType({"garde": "Retenir", "reformule": "Reformuler", "ecarte": "Écarter"})
VALEURS: Mapping[str, str] = MappingProxyType(
    {"garde": "retenu", "reformule": "reformulé", "ecarte": "écarté", "brouillon": "brouillon", "publie": "publié"}
)
DECISIONS: Mapping[str, str] = MappingProxyType({"garde": "Retenu {qui}", "reformule": "Reformulé {qui}", "ecarte": "Écarté {qui}"})
GESTES: Mapping[str, str] = MappingProxyType(
    {
        "cree": "écrit",
        "modifie": "modifié",
        "supprime": "retiré",
        "retablit": "rétabli",
        "defait": "modification annulée",
        "caviarde": "texte effacé pour toujours",
    }
)
COLONNES_HISTOIRE = ("Quand", "Qui", "Quoi", "Avant", "Après")
COLONNES_CONFLIT = (
    "{qui} a enregistré une autre version {quand}, pendant que vous écriviez. Rien n’est perdu : votre version est encore dans le "
    "formulaire, l’autre est enregistrée. Choisissez l’une, ou réunissez les deux."
)
CONFLIT_RETIRE = (
    "{qui} a retiré ceci {quand}, pendant que vous écriviez. Votre version est encore dans le formulaire : enregistrez-la pour la rétablir."
)
CONFLIT_IDENTIQUE = "{qui} a enregistré {quand} la même chose que vous."
AUTRE_FENETRE = "Une autre fenêtre"
CONFLIT_TITRE = "Deux versions à réunir"
GARDER_MIENNE = "Enregistrer ma version"
GARDER_AUTRE = "Garder l’autre version"
REUNIR = "Mettre les deux à la suite"
DISPARUE = (
    "Ce que vous aviez lu n’existe plus dans la base : une sauvegarde a été remise. Votre texte est encore là : enregistrez-le de nouveau."
)


def nom(acteur: str) -> str:
    """Who, for a reader: the default account of a workstation has no name of its own."""
    return CE_POSTE if acteur == ACTEUR_LOCAL else acteur


def quand(instant: str) -> str:
    """« le 26 novembre 2026 à 10 h 12 », in the time of this machine."""
    ici = datetime.fromisoformat(instant).astimezone()
    return f"le\u00a0{nombres.jour(ici.date())} à\u00a0{ici.hour}\u00a0h\u00a0{ici.minute:02}"


def qui_quand(acteur: str, instant: str) -> str:
    """« par Camille, le 26 novembre 2026 à 10 h 12 »."""
    return f"par {nom(acteur)}, {quand(instant)}"
