"""Words around what people write: who and when, gestures, conflicts, history."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from ctg_data.settings import LOCAL
from ctg_data.wording import nombres

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
NOTE = "Note {qui}"
NOTE_MODIFIEE = "Note de {auteur}, modifiée {qui}"
NOTE_RETIREE = "Note de {auteur}, retirée {qui}"
ACQUITTE = "Alerte acquittée {qui}"
AUTRE_ANNEE = "Écrit sur les données de {ecrit} ; la page montre maintenant {actuel}."
PHRASE_REVISEE = "La phrase proposée a changé depuis : le chiffre a été révisé. Relisez."
CHIFFRE_REVISE = "Le chiffre a été révisé depuis cette note. Relisez."
PLUS_PROPOSEE = "Les données d’aujourd’hui ne proposent plus cette phrase."
CHIFFRE_ABSENT = "Ce chiffre n’est plus montré ici."
BROUILLON = "Brouillon"
PUBLIE = "Publié"
JAMAIS_PUBLIE = "Ce portrait n’a pas encore été publié."
REPRIS = "Repassé en brouillon {qui}."
PUBLIE_PAR = "{qui}."
"""After the word « Publié », which the page, the paper and the CSV set apart."""
MODIFIE_DEPUIS = "Modifié depuis la publication : {nombre}, en dernier {qui}."
DONNEES_DEPUIS = "Les données ont changé depuis la publication."
RIEN_RETENU = "Rien n’a été retenu ici."
PROPOSEE_TITRE = "Phrase proposée"
PROPOSEE = "Phrase proposée : {phrase}"
ECARTES = "Écartés ({nombre})"
ECARTES_TITRE = "Écartés"
RAISON = "Raison : {motif}"
ORPHELINES = "Écrit sur des phrases ou des chiffres qui ne sont plus là"
COLONNES_HISTOIRE = ("Quand", "Qui", "Quoi", "Avant", "Après")
COLONNES_CONFLIT = ("Champ", "Votre version", "Version enregistrée entre-temps")
EFFACE = "[effacé]"
HISTOIRE = "Historique : {sujet}"

CONFLIT = (
    "{qui} a enregistré une autre version {quand}, pendant que vous écriviez. Rien n’est perdu : votre version est encore dans le "
    "formulaire, l’autre est enregistrée. Choisissez l’une, ou réunissez les deux."
)
CONFLIT_RETIRE = (
    "{qui} a retiré ceci {quand}, pendant que vous écriviez. Votre version est encore dans le formulaire : enregistrez-la pour la rétablir."
)
CONFLIT_IDENTIQUE = "{qui} a enregistré {quand} la même chose que vous."
AUTRE_FENETRE = "Une autre fenêtre"
CONFLIT_TITRE = "Deux versions à réunir"
GARDER_MIENNE = "Enregistrer ma version"
GARDER_AUTRE = "Garder l’autre version"
REUNIR = "Mettre les deux à la suite"
AUTRE_GARDEE = "L’autre version est gardée ; la vôtre n’a pas été enregistrée."
ENREGISTRER = "Enregistrer"
FERMER = "Fermer sans enregistrer"
ANNULER = "Annuler"
HISTORIQUE = "Historique"
RETIRE_FAIT = "Retiré. « Annuler » ou « Rétablir » le ramènent."
EFFACER = "Effacer un texte pour toujours…"
EFFACER_TITRE = "Effacer pour toujours"
EFFACER_EXPLICATION = (
    "Pour un texte qui n’aurait jamais dû être écrit (un nom, une situation personnelle) : il disparaît d’ici et de l’historique, avec "
    "toutes ses versions passées. Le journal garde la trace de l’effacement, pas le texte. Rien ne le ramènera. Les sauvegardes faites "
    "avant le contiennent encore : supprimez-les aussi."
)
EFFACER_CONFIRMER = "Effacer pour toujours : {champ}"
EFFACE_FAIT = "Texte effacé pour toujours, ici et dans l’historique."
DISPARUE = (
    "Ce que vous aviez lu n’existe plus dans la base : une sauvegarde a été remise. Votre texte est encore là : enregistrez-le de nouveau."
)

PUBLIER = "Publier ce portrait…"
REPRENDRE = "Repasser en brouillon…"
CONSEQUENCES: Mapping[str, str] = MappingProxyType(
    {
        "publie": "Publier dit que ce portrait a été relu et peut circuler : le mot « Brouillon » disparaît de la page et des exports, "
        "votre nom et la date y figurent. Tout changement fait ensuite y sera signalé.",
        "brouillon": "Le portrait et ses exports porteront de nouveau le mot « Brouillon ». Ceux qui circulent déjà ne changent pas.",
    }
)
CONFIRMATIONS: Mapping[str, str] = MappingProxyType({"publie": "Confirmer la publication", "brouillon": "Confirmer le retour en brouillon"})
ETATS_FAITS: Mapping[str, str] = MappingProxyType({"publie": "Portrait publié.", "brouillon": "Portrait repassé en brouillon."})
ANNULATION = "Annuler : {quoi} à {heure}"
QUOI: Mapping[str, str] = MappingProxyType({"note": "note", "element_saillant": "décision", "portrait": "publication"})
FAITS: Mapping[str, str] = MappingProxyType({"cree": "enregistrée", "modifie": "modifiée", "supprime": "retirée", "retablit": "rétablie"})
FAITS_ALERTE: Mapping[str, str] = MappingProxyType({"cree": "alerte acquittée", "supprime": "alerte rétablie"})
ANNULE_FAIT = "Annulé : {quoi} à {heure}."
DECISION = "Que faire de cette phrase ?"
DECIDER = "Décider"
REVOIR = "Revoir"
VOIR_FIGURE = "Voir la figure"
REVENIR = "Revenir à la phrase proposée"
DECISION_FAITE = "Décision enregistrée."
VOTRE_PHRASE = "Votre phrase"
VOTRE_PHRASE_AIDE = "Elle remplace la phrase proposée, qui reste lisible à la demande, avec sa certitude."
VOTRE_RAISON = "Pourquoi l’écarter ?"
VOTRE_RAISON_AIDE = (
    "La raison reste lisible dans la liste des phrases écartées et dans les exports du brouillon. Un portrait publié n’emporte ni la "
    "phrase, ni la raison."
)
RETABLIR = "Rétablir"
RETABLI_FAIT = "Rétabli."
LECTURE_SEULE = "Les notes et les choix sont ceux d’aujourd’hui, en lecture seule : rien ne s’écrit sur un portrait du passé."
NOTES = "Notes sur ces chiffres"
NOTES_RETIREES = "Notes retirées ({nombre})"
NOTE_SUR = "Chiffre"
AJOUTER_NOTE = "Ajouter une note"
MODIFIER = "Modifier"
RETIRER_NOTE = "Retirer cette note"
RETIRER_ECRIT = "Retirer"
VOTRE_NOTE = "Votre note"
VOTRE_NOTE_AIDE = "Elle s’affiche sous le chiffre, avec votre nom et la date, ici et dans les exports ; jamais en projection."
SIGNE = "Ce que vous enregistrez ici est signé {nom}."
CHANGER_NOM = "Changer de nom"
VOTRE_NOM = "Votre nom"
VOTRE_NOM_AIDE = "Votre nom accompagne ce que vous écrivez, avec la date ; ce poste le retient. Sans nom, on lira « ce poste »."
NOTE_FAITE = "Note enregistrée."


def nom(acteur: str) -> str:
    """Who, for a reader: the default account of a workstation has no name of its own."""
    return CE_POSTE if acteur == LOCAL else acteur


def quand(instant: str) -> str:
    """« le 26 novembre 2026 à 10 h 12 », in the time of this machine."""
    return f"le {nombres.jour(_ici(instant).date())} à {heure(instant)}"


def heure(instant: str) -> str:
    """« 10 h 12 »."""
    return f"{_ici(instant).hour} h {_ici(instant).minute:02}"


def _ici(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone()


def qui_quand(acteur: str, instant: str) -> str:
    """« par Camille, le 26 novembre 2026 à 10 h 12 »."""
    return f"par {nom(acteur)}, {quand(instant)}"
