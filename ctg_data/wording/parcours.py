"""French names of what a CTG is made of: states, roles, kinds, steps of its life."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ctg_data.wording import nombres
from ctg_data.wording.fr import THEMES

ETATS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "EtatCtg": {
            "preparation": "préparation",
            "diagnostic": "diagnostic partagé",
            "negociation": "négociation",
            "signee": "signée",
            "suivi": "suivi des engagements",
            "evaluation": "évaluation",
            "renouvelee": "renouvelée",
            "cloturee": "clôturée",
        },
        "EtatProposition": {
            "brouillon": "brouillon",
            "presentee": "présentée",
            "clarification": "clarification",
            "reactions": "réactions",
            "amendee": "amendée",
            "objections": "tour des objections",
            "adoptee": "adoptée",
            "a_retravailler": "à retravailler",
            "retiree": "retirée",
        },
        "EtatObjection": {
            "emise": "émise",
            "recevable": "recevable",
            "non_recevable": "non recevable",
            "levee": "levée",
            "maintenue": "maintenue",
        },
        "EtatChangement": {
            "propose": "proposé",
            "consenti": "consenti",
            "valide_collectivites": "validé par les collectivités",
            "suivi": "suivi",
            "atteint": "atteint",
            "partiellement_atteint": "partiellement atteint",
            "non_atteint": "non atteint",
            "abandonne": "abandonné",
        },
        "EtatChemin": {
            "ebauche": "ébauche",
            "simplifie": "simplifié",
            "valide": "validé",
            "actif": "actif",
            "revise": "révisé",
            "clos": "clos",
        },
        "EtatHypothese": {
            "a_tester": "à tester",
            "en_test": "en test",
            "confortee": "confortée",
            "affaiblie": "affaiblie",
            "refutee": "réfutée",
            "non_testable": "non testable",
        },
        "EtatAction": {
            "idee": "idée",
            "retenue": "retenue",
            "planifiee": "planifiée",
            "engagee": "engagée",
            "realisee": "réalisée",
            "reportee": "reportée",
            "abandonnee": "abandonnée",
        },
        "EtatReunion": {"prevue": "prévue", "tenue": "tenue", "annulee": "annulée"},
        "EtatEngagement": {
            "a_tenir": "à tenir",
            "en_cours": "en cours",
            "tenu": "tenu",
            "non_tenu": "non tenu",
            "abandonne": "abandonné",
        },
        "EtatPas": {"a_faire": "à faire", "en_cours": "en cours", "fait": "fait", "sans_objet": "sans objet"},
    }
)
CHOIX: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "TypeOrganisation": {
            "caf": "Caf",
            "collectivite": "Collectivité",
            "departement": "Département",
            "msa": "MSA",
            "etat": "État",
            "association": "Association",
            "habitants": "Habitants",
            "autre": "Autre",
        },
        "TypeInstance": {
            "copil": "Comité de pilotage (Copil)",
            "cotech": "Comité technique (Cotech)",
            "table": "Table de concertation",
            "groupe_projet": "Groupe projet",
        },
        "Cote": {"caf": "Caf", "collectivite": "Collectivité"},
        "AvisCollectivite": {"valide": "Favorable", "refuse": "Défavorable"},
        "Role": {
            "cct": "Chargé·e de coopération territoriale",
            "conseiller": "Conseiller·ère technique de la Caf",
            "etudes": "Chargé·e d’études",
            "direction": "Direction",
            "collectivite": "Collectivité",
        },
        "College": {
            "habitants": "Habitants",
            "elus": "Élus",
            "professionnels": "Professionnels",
            "associations": "Associations",
            "institutions": "Institutions",
        },
        "Famille": {
            "trajectoire": "Trajectoire de développement",
            "atouts": "Atouts",
            "capacite": "Capacité d’action",
            "valeurs": "Valeurs et comportements",
        },
        "Relation": {"confirme": "Confirme", "nuance": "Nuance", "contredit": "Contredit", "revele": "Révèle"},
        "TypePrecondition": {
            "champion": "Un porteur influent",
            "ressources": "Des moyens sur plusieurs années",
            "urgence": "Un sentiment d’urgence partagé",
        },
        "ObjetPropose": {"futur_ideal": "Futur idéal", "changement": "Changement durable", "chemin": "Chemin de progrès", "autre": "Autre"},
        "Bout": {"action": "Action", "etape": "Étape", "changement": "Changement"},
        "Risque": {"faible": "Faible", "moyen": "Moyen", "fort": "Fort"},
        "Objet": {
            "changement": "Changement",
            "etape": "Étape",
            "hypothese": "Hypothèse",
            "action": "Action",
            "ctg": "CTG",
        },
        "Rang": {"attendu": "Attendu", "souhaite": "Souhaité", "reve": "Rêvé"},
        "Portee": {"realisation": "Réalisation", "resultat": "Résultat", "effet": "Effet", "impact": "Impact"},
        "EtatMarqueur": {"non": "Pas encore", "partiel": "En partie", "oui": "Oui"},
        "TypePreuve": {"froide": "Froide (chiffre, document)", "chaude": "Chaude (parole, observation)"},
        "Sens": {"hausse": "À la hausse", "baisse": "À la baisse"},
        "Grille": {"caf": "Interne à la Caf", "partenaire": "Partenaire", "pilotage": "Pilotage"},
        "Critere": {
            "effectivite": "Effectivité",
            "efficacite": "Efficacité",
            "efficience": "Efficience",
            "impact": "Impact",
            "pertinence": "Pertinence",
            "coherence": "Cohérence",
            "viabilite": "Viabilité",
        },
    }
)
"""Closed lists of choices, by the name of their type, as a control shows them."""
QUESTIONS_CRITERES: Mapping[str, str] = MappingProxyType(
    {
        "effectivite": "Ce qui était prévu a-t-il été fait ?",
        "efficacite": "Les cibles sont-elles atteintes ?",
        "efficience": "Les résultats sont-ils à la mesure des moyens ?",
        "impact": "Qu’est-ce qui a changé durablement ?",
        "pertinence": "Les objectifs répondent-ils aux besoins ?",
        "coherence": "Les actions se tiennent-elles entre elles et avec celles des partenaires ?",
        "viabilite": "Cela tiendra-t-il sans soutien ?",
    }
)
GENRES: Mapping[str, str] = MappingProxyType(
    {
        "Ctg": "CTG",
        "Organisation": "organisation",
        "Participant": "participant",
        "Instance": "instance",
        "Reunion": "réunion",
        "Decision": "décision",
        "Action": "action",
        "Engagement": "engagement",
        "Pas": "étape du cycle de vie",
        "Validation": "avis d’une collectivité",
        "Perception": "perception",
        "Croisement": "croisement",
        "Urgence": "urgence sociale",
        "Precondition": "précondition",
        "FuturIdeal": "futur idéal",
        "Proposition": "proposition",
        "Objection": "objection",
        "Changement": "changement durable",
        "Chemin": "chemin de progrès",
        "Etape": "étape",
        "Lien": "flèche",
        "Hypothese": "hypothèse",
        "Marqueur": "marqueur",
        "Releve": "relevé de marqueur",
        "Preuve": "preuve",
        "IndicateurLie": "indicateur suivi",
        "Evaluation": "note d’évaluation",
        "Comptage": "comptage",
    }
)
RATTACHEE = "Rattachée à « {nom} »."
LOCALES = "CTG locales rattachées : {noms}."
AVEC = ", avec {nombre}"
FEMININS = frozenset(
    {
        "Ctg",
        "Organisation",
        "Instance",
        "Reunion",
        "Decision",
        "Action",
        "Pas",
        "Perception",
        "Urgence",
        "Precondition",
        "Proposition",
        "Objection",
        "Etape",
        "Lien",
        "Hypothese",
        "Preuve",
        "Evaluation",
    }
)
NIVEAUX_PREUVE: tuple[str, ...] = (
    "affirmation",
    "raisonnement qui explique pourquoi",
    "des données montrent le changement",
    "comparaison avec un groupe témoin ou une autre méthode justifiée",
    "résultat répété par d’autres",
    "effet constaté ailleurs, à grande échelle",
)
"""Evidence levels 0 to 5 (Nesta scale plus 0, domain.md §7.3)."""
OUI, NON, NON_MONTRE = "oui", "non", "non montré"
LONGUEUR_EXTRAIT = 60
CHAMPS: Mapping[str, str] = MappingProxyType(
    {
        "nom": "Nom",
        "libelle": "Libellé",
        "texte": "Texte",
        "etat": "État",
        "motif": "Raison",
        "themes": "Thèmes",
        "theme": "Thème",
        "signe_le": "Signature",
        "debut": "Début",
        "fin": "Fin",
        "derogation": "Raison de l’écart",
        "type": "Type",
        "signataire": "Signataire",
        "fonction": "Fonction",
        "role": "Rôle",
        "rythme": "Mois entre deux réunions",
        "jour": "Date",
        "objet": "Objet",
        "quorum": "Quorum",
        "presents": "Présents",
        "numero_table": "Numéro de table",
        "compte_rendu": "Compte rendu",
        "pilote": "Pilote",
        "binome_caf": "Binôme Caf",
        "binome_collectivite": "Binôme collectivité",
        "cout": "Budget (€)",
        "cof": "Convention de financement",
        "avancement": "Avancement (%)",
        "description": "Description",
        "cote": "Qui s’engage",
        "responsable": "Responsable",
        "echeance": "Échéance",
        "justification": "Justification",
        "note": "Note",
        "avis": "Avis",
        "college": "Collège",
        "famille": "Famille",
        "relation": "Relation",
        "commentaire": "Commentaire",
        "votes": "Voix",
        "niveau": "Niveau",
        "numero": "Version",
        "reponse": "Réponse",
        "avant": "Avant",
        "apres": "Après",
        "public": "Public",
        "horizon": "Horizon",
        "ordre": "Ordre",
        "acteur": "Acteur",
        "ecartee": "Mise de côté",
        "risque": "Risque",
        "prevue_le": "Examen prévu",
        "rang": "Rang",
        "portee": "Portée",
        "source": "Source",
        "conforte": "Va dans le sens attendu",
        "sens": "Sens attendu",
        "t0_annee": "Année de départ",
        "t0_valeur": "Valeur de départ",
        "cible": "Cible",
        "cible_annee": "Année de la cible",
        "accepte": "Raison d’accepter cette cible",
        "grille": "Grille",
        "critere": "Critère",
        "niveau_preuve": "Niveau de preuve",
        "redige_par": "Rédigé par",
    }
)
"""Names of the fields of a CTG that people see, in the order of a history; ids of other records are not shown."""


def etat(valeur: StrEnum) -> str:
    """« validé par les collectivités »."""
    return ETATS[type(valeur).__name__][valeur.value]


def choix(valeur: StrEnum) -> str:
    """A member of a closed list, as a control shows it."""
    return CHOIX[type(valeur).__name__][valeur.value]


def genre(type_: type) -> str:
    """« changement durable »."""
    return GENRES[type_.__name__]


def theme(code: str) -> str:
    return THEMES.get(code, code)


def jour(valeur: date) -> str:
    return nombres.jour(valeur)


def extrait(objet: object) -> str:
    """What a record says, short enough for a sentence."""
    texte = next(
        (t for c in ("libelle", "nom", "texte", "objet", "motif") if isinstance(t := getattr(objet, c, ""), str) and t.strip()), ""
    )
    texte = " ".join(texte.split()) or genre(type(objet))
    return nombres.abrege(texte, LONGUEUR_EXTRAIT)
