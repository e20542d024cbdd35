"""Texts of the interface that no view carries: labels of controls, empty states, errors."""

TITRE = "Portraits de territoire"
ESPACE_PARTAGE = "Espace partagé"
ESPACE_CAF = "Espace CAF"

RECHERCHE = "Rechercher un territoire"
RECHERCHE_AIDE = "Nom, code Insee, Siren ou code postal"
RECHERCHE_RIEN = "Aucun territoire ne correspond à « {texte} ». Essayez le début du nom, un code Insee ou un code postal."
NIVEAUX = {
    "iris": "Iris",
    "qpv": "QPV",
    "commune": "Commune",
    "perimetre": "Périmètre",
    "epci": "EPCI",
    "departement": "Département",
    "region": "Région",
    "france": "France",
}

FACES = {"besoin": "Besoins", "offre": "Offre", "ecart": "Écart", "priorite": "Priorités"}

VOIR_TABLEAU = "Voir le tableau"
TELECHARGER = "Télécharger"
EXPORTER = "Exporter"

PORTRAIT_VIDE = (
    "Choisissez un territoire : tapez son nom, son code ou son code postal dans « Rechercher un territoire », en haut de la page. "
    "Une commune, un EPCI, un département, une région ou la France conviennent."
)
ERREUR_TITRE = "La page ne peut pas s’afficher"

FACE = "Face de l’étoile"
SAILLANTS = "Ce qui ressort"
BESOINS = "Besoins"
FORCES = "Forces"
OUVRE_FIGURE = "Voir cette figure (thème {theme})"
CHIFFRES = "Chiffres clés"
THEME = "Thème"
THEME_VIDE = "Aucun chiffre de ce thème pour ce territoire. La page Données dit quels fichiers le rempliraient."
MANQUANTS = "Sans donnée ici : {liste}"
FIGURE = "Figure de la carte et de l’évolution"
SOURCES = "Sources"
MANQUE = "Ce qui manque"
METHODE = "Comment lire ces chiffres"

SOUS_TITRE = "Préparer, partager et suivre une convention territoriale globale."
A_FAIRE = "À regarder d’abord"
TERRITOIRES = "Territoires"
TERRITOIRES_VIDE = "Aucun territoire suivi : cherchez-en un par son nom, en haut de la page."
CHARGEES = "Ce qui est chargé"
CHARGEES_VIDE = "Aucune source importée. Déposez des fichiers dans Espace CAF, page Données."
COLONNES_CHARGEES = ("Source", "Années", "Importée", "Fraîcheur")
PAR_OU_COMMENCER = "Par où commencer"

METHODE_TITRE = "Méthode"
METHODE_SOUS_TITRE = "Comment chaque chiffre est fait, et ce qu’il ne dit pas. Cette page est tirée du catalogue des indicateurs."
INDICATEURS = "Les {nombre} indicateurs"
GLOSSAIRE = "Glossaire"
