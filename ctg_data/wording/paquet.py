"""What is said of a protected bundle: received, opened, refused."""

from datetime import datetime
from typing import Protocol

from ctg_data.wording import nombres

_REMEDE = "Ouvrez-en un nouveau, préparé par la même version du logiciel, ou fermez celui-ci (page Données)."
ABIME = f"Le paquet reçu « {{nom}} » est abîmé : ses chiffres ne sont pas montrés. Ce que vous avez écrit est intact. {_REMEDE}"
ABIME_SANS_NOM = f"Le paquet reçu est absent ou abîmé : ses chiffres ne sont pas montrés. Ce que vous avez écrit est intact. {_REMEDE}"
LISTE_ABIMEE = "La liste des paquets reçus (« {fichier} ») est abîmée. Ouvrez de nouveau votre paquet : elle sera refaite."
AUTRE_VERSION_ICI = (
    "Le paquet reçu « {nom} » a été préparé par une autre version du logiciel, dont les règles de calcul ou de secret diffèrent : "
    f"ses chiffres ne sont pas montrés. Ce que vous avez écrit est intact. {_REMEDE}"
)
AUTRE_VERSION = (
    "« {fichier} » a été préparé par une autre version du logiciel, dont les règles de calcul ou de secret diffèrent : il ne peut pas "
    "être ouvert ici. Rien n'a été changé. Mettez les deux postes à la même version, puis demandez un nouveau paquet."
)
AUTRE_REFERENCE = (
    "« {fichier} » a été préparé avec une autre liste de communes que celle de ce poste : il ne peut pas être ouvert ici. Rien n'a été "
    "changé. Mettez les deux postes à la même version, puis demandez un nouveau paquet."
)
CODES_INCONNUS = "« {fichier} » parle de territoires qui n'existent pas ({codes}) : il ne peut pas être ouvert. Rien n'a été changé."
INDICATEURS_INCONNUS = (
    "« {fichier} » donne des indicateurs que ce logiciel ne calcule pas : il ne peut pas être ouvert. Rien n'a été changé."
)
LOCALES = (
    "« {fichier} » contient des chiffres d'une source locale, que seul le poste qui l'a préparé sait nommer : il ne peut pas être ouvert. "
    "Rien n'a été changé. Demandez un nouveau paquet, préparé avec la version actuelle du logiciel, qui les laisse de côté."
)
LOCALES_ICI = (
    "Le paquet reçu « {nom} » contient des chiffres d'une source locale, que seul le poste qui l'a préparé sait nommer : ses chiffres ne "
    f"sont pas montrés. Ce que vous avez écrit est intact. {_REMEDE}"
)
JAMAIS_ECRIT = (
    "« {fichier} » ne peut pas être ouvert : {pourquoi}. Aucun paquet du logiciel ne contient cela. Rien n'a été changé. Demandez un "
    "nouveau paquet à la personne qui l'a préparé."
)
NE_S_OUVRIRAIT_PAS = (
    "Ce paquet ne peut pas être préparé, car l'autre poste le refuserait : {pourquoi}. Corrigez ce que vous avez importé ou écrit (page "
    "Données, page Périmètres de CTG), puis préparez-le de nouveau."
)
LIGNE_REFUSEE = "« {table} » donne, pour {niveau} {code} en {annee} ({quoi}), {trouve} là où il faut {attendu}"
EQUIPEMENT_REFUSE = (
    "l'inventaire de l'offre donne, pour la commune {code} en {annee} (colonne « {colonne} »), {trouve} là où il faut {attendu}"
)
FAIT_REFUSE = "les faits sur les communes donnent, pour {code} en {annee} ({attribut}), {trouve} là où il faut {attendu}"
DESCRIPTION_REFUSEE = "sa description donne {trouve} là où il faut {attendu}"
LIEU_INVALIDE = "« {fichier} » définit un périmètre qui ne tient pas ({cause}) : il ne peut pas être ouvert. Rien n'a été changé."
INCONNU = "Aucun paquet reçu ne porte l'identifiant « {id} » : la liste des paquets reçus donne ceux de ce magasin."
MAGASIN_PROPRE = (
    "Le magasin « {dossier} » contient des fichiers importés ici : les chiffres d'une Caf et un paquet reçu ne se mélangent jamais. "
    "Rien n'a été changé. Ouvrez le paquet dans un autre magasin, ou sur un autre poste."
)
IMPORT_TROUVE = "un magasin qui montre un paquet reçu ({nom}, préparé le {jour})"
IMPORT_ATTENDU = "un magasin qui ne montre que vos propres fichiers"
IMPORT_REMEDE = "Fermez d'abord ce paquet (page Données, sous « Paquets reçus »), ou importez dans un autre magasin."
RECU, PUBLIE = "Paquet reçu : {nom}, préparé le {prepare}{publie}.", ", chiffres publiés le {jour}"
HORS = (
    "Ce territoire n'est pas dans ce paquet : aucun chiffre n'est montré pour lui. Demandez à la personne qui l'a préparé un paquet de "
    "ce territoire."
)
COMPARAISON = (
    "Ce territoire n'y est que pour comparer : ses chiffres y sont, pas ceux de toutes ses parties. Pour son portrait complet, demandez un "
    "paquet de ce territoire."
)
PERIMETRE_HORS = (
    "Ce périmètre n'est pas dans le paquet reçu, qui ne contient que des chiffres déjà publiés : ce poste ne peut pas calculer les siens. "
    "Demandez un paquet de ce périmètre."
)
DEJA_PAQUET = (
    "Ce magasin montre un paquet reçu ({nom}) : on n'en prépare pas un autre depuis un paquet. Transmettez le fichier que vous avez reçu, "
    "ou demandez un paquet à la personne qui l'a préparé."
)
NE_SE_VERIFIE_PAS = (
    "Ce magasin montre un paquet reçu ({nom}), qui ne contient que des valeurs publiées : ce n'est pas ici qu'il {verbe}, mais sur le "
    "poste qui l'a préparé."
)
SANS_CHIFFRE = (
    "Aucun chiffre n'est publié pour ce territoire : il n'y a rien à mettre dans un paquet. Importez d'abord les fichiers qui le couvrent."
)
SEULES_LOCALES = (
    "Ce territoire n'a que des chiffres de vos sources locales, qu'un paquet n'emporte pas : il n'y a rien à y mettre. Importez d'abord "
    "les fichiers publiés ou la requête type qui le couvrent."
)
_AVEC_MELEES = "ni, pour la même année, ceux qu'elles complètent"
SANS_LOCALES = f"Les chiffres de vos sources locales ne sont pas dans le paquet, {_AVEC_MELEES} : {{titres}}."
SANS_LOCALES_RECU = f"Les chiffres des sources locales de la Caf ne sont pas dans ce paquet, {_AVEC_MELEES} : {{titres}}."
REVISION = (
    "Ne donnez pas aux mêmes personnes deux paquets d'un même territoire préparés avant et après une révision des données : leur "
    "différence peut révéler un petit effectif. Faites remplacer l'ancien par le nouveau, sans garder les deux."
)
FRANCE = (
    "Un paquet se prépare pour une commune, un périmètre, un EPCI, un département ou une région. Pour la France entière, importez les "
    "mêmes fichiers publiés sur l'autre poste."
)
PLUS_ANCIEN = (
    "Ce paquet est plus ancien que celui du même territoire reçu auparavant (préparé le {jour}) ; c'est pourtant lui qui est montré."
)

PREPARE = (
    "Paquet de « {nom} » écrit dans {fichier} ({taille}). Empreinte : {id}. La personne qui le reçoit lit la même empreinte en l'ouvrant."
)
EMPREINTE = "Empreinte : {id}. Elle est la même que celle que lit la personne qui l'a préparé, ou ce n'est pas son paquet."
MONTRE = "(montré)"
AUCUN_RECU, AUCUN_MONTRE = "Aucun paquet reçu dans ce magasin.", "Aucun paquet n'est montré : ce magasin montre ses propres chiffres."
LIGNE, LIGNE_ABIMEE = "{nom}, préparé le {prepare}, reçu le {recu}", "paquet abîmé, reçu le {recu}"


def jour(instant: str) -> str:
    """The day of an ISO instant, as the machine's calendar says it."""
    quand = datetime.fromisoformat(instant)
    return nombres.jour((quand.astimezone() if quand.tzinfo else quand).date())


def recu(nom: str, prepare_le: str, publie_le: str) -> str:
    """« Paquet reçu : X, préparé le 27 novembre 2026, chiffres publiés le 26 novembre 2026. »"""
    return RECU.format(nom=nom, prepare=jour(prepare_le), publie=PUBLIE.format(jour=jour(publie_le)) if publie_le else "")


class Decrit(Protocol):
    """What is told of a bundle."""

    nom: str
    prepare_le: str


def ligne(lu: Decrit | None, recu_le: str) -> str:
    """One bundle received, in a list."""
    if lu is None:
        return LIGNE_ABIMEE.format(recu=jour(recu_le))
    return LIGNE.format(nom=lu.nom, prepare=jour(lu.prepare_le), recu=jour(recu_le))
