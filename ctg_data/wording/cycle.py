"""The eleven steps of the life cycle of a CTG in words (guide of the Cnaf, 2014)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class TextesEtape:
    """What a step is for: its stakes, what it aims at, and who does it with what."""

    nom: str
    enjeux: str
    objectifs: str
    moyens: str


ETAPES: Mapping[str, TextesEtape] = MappingProxyType(
    {
        "1a": TextesEtape(
            "Préparer : état des lieux",
            "Savoir si la Caf peut s’engager.",
            "Mettre en regard les moyens, l’organisation et l’habitude de travailler entre services.",
            "Direction et chef de projet, temps pluridisciplinaire. Toute la préparation dure de trois à six mois.",
        ),
        "1b": TextesEtape(
            "Sensibiliser les personnels",
            "Créer une dynamique commune.",
            "Expliquer la valeur ajoutée de la CTG, partager ce que l’on sait du territoire.",
            "Chef de projet, prestataire au besoin ; services des prestations et de l’action sociale, chargés d’études.",
        ),
        "1c": TextesEtape(
            "Définir la stratégie et le plan d’action de la Caf",
            "Proposer une offre globale.",
            "Écrire le projet de la Caf, adapter son organisation.",
            "Groupe projet, avec ses pilotes.",
        ),
        "1d": TextesEtape(
            "Cibler les territoires",
            "Savoir qui peut s’engager.",
            "Choisir les territoires prioritaires, ou fixer les objectifs propres à chacun.",
            "Groupe projet avec les chargés d’études ; la direction et le conseil d’administration décident.",
        ),
        "2a": TextesEtape(
            "Engager les partenaires",
            "Mobiliser.",
            "Clarifier les compétences de chacun et les enjeux du territoire.",
            "Direction de la Caf et élus.",
        ),
        "2b": TextesEtape(
            "Partager le diagnostic",
            "Analyser ensemble les besoins.",
            "Croiser les diagnostics de la Caf et du Département ; convenir ensemble du diagnostic et de la façon d’évaluer.",
            "Groupe projet et habitants ; six entrées : population, territoire, besoins, offre, moyens, instances du partenariat.",
        ),
        "3a": TextesEtape(
            "Installer le comité de pilotage, négocier",
            "Vérifier la volonté de s’engager.",
            "Rationaliser les instances.",
            "Comité de pilotage tous les trois mois, comité technique thématique tous les mois.",
        ),
        "3b": TextesEtape(
            "Écrire le schéma de développement et la programmation",
            "Accorder la CTG au projet du territoire.",
            "Arrêter les axes, les actions, leurs modalités, les indicateurs de suivi et d’évaluation.",
            "Mêmes instances qu’à la négociation.",
        ),
        "3c": TextesEtape(
            "Signer la convention",
            "Prendre des engagements mutuels.",
            "Un document cadre qui renvoie aux schémas existants ; aligner les dates des conventions de financement.",
            "Modèle de convention.",
        ),
        "4": TextesEtape(
            "Suivre les engagements",
            "Faire vivre le plan et le partenariat ; garder mobilisés ceux qui n’ont pas signé.",
            "Relier les actions aux enjeux, améliorer les façons de travailler.",
            "Comité de pilotage deux fois par an, groupes thématiques trois fois par an ; un binôme Caf et collectivité par thème.",
        ),
        "5": TextesEtape(
            "Évaluer",
            "Efficacité ; effets sur le projet du territoire ; engagement des acteurs.",
            "L’écart s’est-il réduit ? Y a-t-il moins de diagnostics, de réunions, de conventions ? Travaille-t-on mieux ensemble ?",
            "Groupe projet. L’évaluation précède tout renouvellement.",
        ),
    }
)
PHASES: Mapping[str, str] = MappingProxyType({"1": "Préparer", "2": "Mobiliser", "3": "Contractualiser", "4": "Suivre", "5": "Évaluer"})
"""First character of the code of a step -> its phase."""
SITUATIONS: Mapping[str, str] = MappingProxyType(
    {
        "faite": "fait",
        "sans_objet": "sans objet",
        "en_retard": "en retard",
        "en_cours": "en cours",
        "prochaine": "prochaine étape",
        "a_venir": "à venir",
        "a_confirmer": "à confirmer",
    }
)
