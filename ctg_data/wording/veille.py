"""Texts of trends and watch."""

SEVERITES = {1: "à traiter", 2: "à surveiller", 3: "pour information"}
SIGNES = {1: "▼", 2: "●", 3: "○"}
"""A shape besides the word: urgency is never told by colour alone."""
SANS_PAIRS = "Pas de bande : {pourquoi}."
PERIMETRE = "Périmètre constant : toutes les années sont ramenées aux communes et aux EPCI de {millesime}."
BANDE = (
    "Bande grise : huit {unites} sur dix parmi les {ensemble} qui ont le chiffre chaque année dessinée ({n}) ; pointillé : leur médiane. "
    "Les mêmes chaque année."
)
BANDE_SELON = "de {moins} à {plus} selon la figure"
VIDE = "Rien à signaler : aucune règle ne trouve de mouvement plus grand que le bruit."
SANS_DONNEE = "Aucune donnée chargée pour ce territoire : rien ne peut être surveillé. Déposez les fichiers dans Espace CAF, page Données."
SANS_DONNEE_SUIVIS = "Sans donnée chargée, donc sans veille : {noms}."
SANS_SERIE = "Aucune figure de ce thème n’a d’année montrable ici."
DEMONSTRATION = "démonstration"
PUBLIEES = "données publiées le {jour}"
ANCIENNE = "ancienne depuis le {jour}"
DEJA = "Acquittée sur une version précédente par {qui}, le {jour} : {motif}"
ACQUITTEE = "Acquittée par {qui}, le {jour} : {motif}"
NOTE = "Transformée en note : {texte}"
RIEN_SUIVI = "Vous ne suivez encore aucun territoire. Ouvrez un portrait, puis « Suivre ce territoire » : ce qui y bouge s’affichera ici."
RIEN_A_SIGNALER = "Rien à signaler dans les territoires suivis : aucun mouvement plus grand que le bruit, aucune donnée à renouveler."
PAIRS = (
    "Évolution médiane des {n} {ensemble} qui ont ce chiffre en {debut} et en {fin} : {milieu} ; huit évolutions sur dix sont {etendue}. "
    "C’est le milieu de leurs évolutions : il peut différer de l’écart entre les médianes des deux années."
)
COLONNES_THEME = ("Indicateur", "Première année comparable", "Dernière année", "Changement", "Tendance", "Territoires comparables")
COLONNES_ANNEES = ("Année", "Valeur", "Intervalle à 95 %", "Médiane des comparables", "Huit comparables sur dix")
REGLES = "Règles de la veille"
COLONNES_REGLES = ("Règle", "Ce qu’elle cherche", "Urgence", "Changement minimal", "Alertes fausses, au plus", "Réglage")
INACTIVE = "arrêtée"
ORIGINE = "d’origine"
REGLEE = "{qui}, le {jour} : {motif}"
SEUILS = "Seuils surveillés"
COLONNES_SEUILS = ("Indicateur", "Seuil", "Ce qu’il veut dire")
