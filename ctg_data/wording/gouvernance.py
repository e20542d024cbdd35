"""Words of the governance of a CTG: volets of its page, headings of its tables, groups of things to do."""

from collections.abc import Mapping
from types import MappingProxyType

VOLETS: Mapping[str, str] = MappingProxyType(
    {
        "afaire": "À faire",
        "cycle": "Cycle de vie",
        "partenaires": "Partenaires et instances",
        "decisions": "Décisions",
        "actions": "Plan d’actions",
        "engagements": "Engagements",
    }
)
GROUPES: Mapping[str, str] = MappingProxyType(
    {"retard": "En retard", "tot": "Dès que possible", "proche": "Dans les trente jours", "apres": "Plus tard"}
)
TOUS_ROLES = "Tous les rôles"
SANS_THEME = "Sans thème"
SANS_DATE = "sans date"
CONSEILLEE = "date conseillée"
FIXEE = "date fixée"
MAINTENANT = "dès que possible"

ORGANISATIONS = ("Organisation", "Type", "Signataire", "Fonctions représentées")
PARTICIPANTS = ("Fonction", "Organisation", "Rôle", "Thème")
INSTANCES = ("Instance", "Type", "Thème", "Rythme", "Dernière réunion", "Prochaine réunion")
REUNIONS = ("Date", "Instance", "Objet", "État", "Présents", "Compte rendu")
DECISIONS = ("Date", "Décision", "Raison", "Réunion")
ENGAGEMENTS = ("Engagement", "Responsable", "Échéance", "État", "Ce qui le montre")
ACTIONS = ("Action", "Thème", "Pilote", "Binôme", "Dates", "Budget", "Convention de financement", "État", "Avancement")
BUDGETS = ("Thème", "Actions", "Budget connu", "Sans budget")
TABLES: Mapping[str, str] = MappingProxyType(
    {
        "organisations": "Organisations",
        "participants": "Participants",
        "instances": "Instances",
        "reunions": "Réunions",
        "decisions": "Décisions",
        "actions": "Plan d’actions",
        "budgets": "Budget par thème",
        "caf": "Engagements de la Caf",
        "collectivite": "Engagements de la collectivité",
    }
)
RYTHME_PROPRE, RYTHME_GUIDE, SANS_RYTHME = "propre à l’instance", "repère du guide", "pas de repère à ce moment de la CTG"
SANS_PILOTE, SANS_BUDGET = "sans pilote", "non connu"
A_REUNIR = "à réunir avant le {jour}"
A_REUNIR_RETARD = "à réunir : le rythme voulait le {jour}"
PREVUE_TARD = "le {jour}, plus tard que le rythme ({due})"
BUDGET_TOTAL = "Ensemble"

SORTS: Mapping[str, str] = MappingProxyType({"creee": "créée", "changee": "modifiée", "inchangee": "inchangée", "refusee": "refusée"})
APERCU = "Ce que l’import ferait"
COLONNES_APERCU = ("Action", "Thème", "Sort", "Ce qui change, ou pourquoi elle est refusée", "Ligne du fichier")
FAUTES = "Fautes du fichier"
COLONNES_FAUTES = ("Feuille", "Ligne", "Colonne", "Trouvé", "Attendu", "Remède")
RIEN = "rien"
DEJA_LIEE = " (déjà reliée)"
TOUTES_LIEES = "Toutes les actions sont reliées à un changement."
SEULES = ("action n’est reliée à aucun changement.", "actions ne sont reliées à aucun changement.")
ETAPE, CHANGEMENT = "Étape", "Directement au changement"
