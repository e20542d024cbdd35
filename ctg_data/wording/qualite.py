"""Texts of data quality."""

LECTURE = "Examen des communes : {nom}"
LECTURE_NIVEAU = {
    "epci": "Examen des EPCI",
    "departement": "Examen des départements",
    "region": "Examen des régions",
    "france": "Examen des chiffres nationaux",
}
AUTRES_ANNEES = "{phrase} Même alerte : {annees}."
SOURCES_THEME = "Sources"

# Coverage
COUVERTURE = "Ce que couvrent les sources"
SOURCE, A_SAVOIR = "Source", "Ce qui manque"
COMPLET, PARTIEL, MANQUE, VIDE = "complet", "partiel", "manque", ""
SIGNES = {COMPLET: "●", PARTIEL: "◐", MANQUE: "○"}
CASES = {
    COMPLET: "complet : {n}",
    PARTIEL: "{n} sur {total}",
    MANQUE: "manque",
    "liste": "{n} (liste)",
    "seul": "{n}",
}
LEGENDE = (
    "● tous les territoires de ce niveau ({unites}) dans les départements que le fichier couvre · ◐ une partie : combien il en nomme, sur "
    "ceux du référentiel de cette année-là · ○ année absente entre deux années importées. Un fichier qui est une liste (équipements, "
    "espaces) ne nomme que les communes qui en ont."
)
UNITES = {
    "commune": ("commune", "communes"),
    "epci": ("EPCI", "EPCI"),
    "departement": ("département", "départements"),
    "region": ("région", "régions"),
    "france": ("total national", "totaux nationaux"),
    "iris": ("IRIS", "IRIS"),
    "qpv": ("quartier", "quartiers"),
}
JAMAIS = "jamais importée ; attendue par {nombre}"
AILLEURS = "importée, mais pas à ce niveau pour ces territoires"
TROUS = "années absentes : {annees}"
RIEN_NE_MANQUE = ""
AU_DELA = "Années avant {annee} : {annees} importées, non montrées."

# Freshness
FRAICHEUR = "Fraîcheur des sources"
COLONNES_FRAICHEUR = ("Source", "Années importées", "Dernière", "Sans doute parue", "Verdict", "D’où vient le rythme")
VERDICTS = {
    "a_jour": "à jour",
    "plus_recente": "une année plus récente est sans doute parue : {annee}",
    "ancienne": "ancienne : {annee} est sans doute parue",
    "a_verifier": "ancienne : vérifiez s’il existe une édition plus récente (rythme du producteur non connu)",
    "inconnu": "rythme non connu",
}
RYTHME = "{origine} ; délai retenu : {mois}."
JAMAIS_IMPORTEE = "jamais importée"
PARUE = "La dernière année importée est {annee}."
ATTENDU_PARUE = "Attendu : {annee}, sans doute parue depuis le {mois} ({origine})."
TROU = "{annees} : absente entre deux années importées."
TROU_PLUSIEURS = "{annees} : absentes entre deux années importées."
ATTENDU_TROU = "Attendu : une édition par an, de {debut} à {fin}."

# Alerts
SEVERITES = {1: "à traiter", 2: "à vérifier", 3: "pour information"}
SIGNES_ALERTE = {1: "▼", 2: "●", 3: "○"}
RIEN = "Aucune alerte : les {nombre} règles n’ont rien trouvé d’anormal dans ce qui est examiné."
TOUTES_ACQUITTEES = "Toutes les alertes de ce choix sont acquittées : leur raison est gardée plus bas."
SANS_DONNEE = "Aucune donnée chargée : déposez des fichiers dans « Importer », puis revenez ici."
DEJA = "Acquittée sur une version précédente par {qui}, le {jour} : « {motif} ». Le chiffre a été révisé depuis : l’alerte revient."
ACQUITTEE = "Acquittée par {qui}, le {jour} : {motif}"
GARDEE = "{lieu}{chiffre}, {annee} ({regle}). {acquittee}"
A_FAIRE = "Que faire : {remede}"
OU_LIRE = "Où regarder : {ou}."
FICHIER = "« {nom} » (importé le {jour}, version {id})"
COLONNES_ALERTES = (
    "Urgence", "Règle", "Niveau", "Code", "Territoire", "Thème", "Chiffre", "Année", "Constat", "Attendu", "Que faire", "Où regarder",
    "Acquittée",
)  # fmt: skip
REGLES = "Règles de qualité"
COLONNES_REGLES = ("Règle", "Ce qu’elle cherche", "Pourquoi", "Urgence", "Alertes ici")
VERIFIE = "Vérifié le {jour}"
VERIFIE_AVANT = "Vérifié le {jour}, sur une version précédente de ce chiffre"

# Totals of the files
TOTAUX = "Totaux des fichiers"
COLONNES_TOTAUX = ("Source", "Parties", "Tout", "Comparées", "Égales", "Dans l’arrondi", "Hors de l’arrondi", "Non vérifiables")
ECARTS = "Écarts hors de l’arrondi"
COLONNES_ECARTS = ("Mesure", "Niveau", "Parties", "Code", "Année", "Publié", "Somme", "Différence")
