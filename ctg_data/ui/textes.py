"""Texts of the interface that no view carries: labels of controls, empty states, errors."""

TITRE = "Portraits de territoire"
ESPACE_PARTAGE = "Espace partagé"
ESPACE_CAF = "Espace CAF"

RECHERCHE = "Rechercher un territoire"
RECHERCHE_AIDE = "Nom, code Insee, Siren ou code postal"
RECHERCHE_RIEN = "Aucun territoire ne correspond à « {texte} ». Essayez le début du nom, un code Insee ou un code postal."
VOIR_TABLEAU = "Voir le tableau"
TELECHARGER = "Télécharger"
EXPORTER = "Exporter"
PASSE = "Tel qu’au…"
PASSE_AUCUN = "Aucun jour passé à revoir pour l’instant : il s’en propose un dès le lendemain du premier import."
PASSE_PAS_FINI = "Le {jour} n’est pas terminé : ce portrait est celui d’aujourd’hui ; {suite}."
PASSE_ILLISIBLE = (
    "Le jour demandé par l’adresse n’est pas une date (comme « jour=2026-03-12 ») : ce portrait est celui d’aujourd’hui ; {suite}."
)
PASSE_SUITE = "choisissez un jour passé dans « Tel qu’au… »"
PASSE_SUITE_AUCUN = "un jour passé se choisit dans « Tel qu’au… », dès le lendemain du premier import"
PASSE_CHOIX = "Revoir ce portrait tel qu’à la fin d’un jour passé"
PASSE_EXEMPLE = "Choisissez un jour"
PASSE_CHANGE = "{jour}\u00a0: {change}."
PASSE_A_REFAIRE = "{libelle} (à recalculer)"
PASSE_RETOUR = "Revenir à aujourd’hui"
PASSE_DETAIL = "Ce qu’il faut savoir de ce portrait"
PASSE_INCONNU = "Rien n’était encore publié le {jour} : ce portrait n’existait pas."
PASSE_REFAIRE = (
    "Ce qui était publié le {jour} l’a été par une autre version du logiciel, dont les règles de calcul ou de secret diffèrent : ces "
    "valeurs ne sont pas montrées. Elles peuvent être recalculées, avec les règles d’aujourd’hui, à partir des fichiers alors en vigueur."
)
PASSE_RECALCULER = "Recalculer ce jour"
PASSE_PERIMETRE = (
    "Les chiffres d’un périmètre de CTG sont calculés à côté de la publication en vigueur : ceux du {jour} n’ont pas été gardés, et les "
    "composer après coup pourrait révéler un petit effectif. Le portrait de ce jour existe pour ses communes, ses EPCI et son département."
)
EXPORT_CSV = "Tableau de tous les chiffres (CSV)"
EXPORT_HTML = "Portrait à ouvrir hors connexion et à imprimer (HTML)"
SUIVRE = "Suivre ce territoire"
NE_PLUS_SUIVRE = "Ne plus suivre"
PROJETER = "Projeter"
PROJETER_AIDE = "Touche P. Les flèches passent d’une figure à l’autre, Échap quitte la projection."
QUITTER = "Quitter la projection"
PROJECTION_TOUCHES = "Figure suivante\u00a0: → ou ↓. Précédente\u00a0: ← ou ↑. Quitter\u00a0: Échap."
PROJECTION_MOTS = {"position": "Figure {place}\u00a0: {titre}", "sur": "sur"}
PROJECTION_PAS = {-1: ("←", "Précédente"), 1: ("→", "Suivante")}
PRECEDENT = "← Précédent"
SUIVANT = "Suivant →"
BLOC = "Figure projetée"
BLOCS = {
    "etoile": "Étoile",
    "saillants": "Ce qui ressort",
    "chiffres": "Chiffres clés",
    "carte": "Carte",
    "evolution": "Évolution",
    "offre": "Équipements",
    "ages": "Âges",
    "sources": "Sources",
}

PORTRAIT_TITRE = "Portrait de territoire"
PORTRAIT_VIDE = (
    "Choisissez un territoire : tapez son nom, son code ou son code postal dans le champ à la loupe, en haut de la page. "
    "Une commune, un EPCI, un département, une région ou la France conviennent."
)
PORTRAIT_INCONNU = (
    "L’adresse demandée ne désigne aucun territoire connu : son niveau ou son code n’existe pas dans le référentiel des communes. "
    "Vérifiez le code, ou cherchez le territoire par son nom."
)
ERREUR_TITRE = "La page ne peut pas s’afficher"
REPUBLIER = "Calculer de nouveau les valeurs publiées"
REPUBLIER_AIDE = "Le calcul repart des fichiers importés et prend quelques minutes au plus ; rien n’est à importer de nouveau."
PANNE = (
    "Une erreur imprévue s’est produite. Rechargez la page ; si elle revient, transmettez le journal du serveur à la personne "
    "qui tient l’application."
)

FACE = "Face de l’étoile"
SAILLANTS = "Ce qui ressort"
OUVRE_FIGURE = "Voir cette figure (thème {theme})"
CHIFFRES = "Chiffres clés"
THEME = "Thème"
THEME_VIDE = "Aucun chiffre de ce thème n’est montrable pour ce territoire."
MANQUANTS = "Sans donnée ici : {liste}"
FIGURE = "Figure de la carte et de l’évolution"
PERIMETRE = "Périmètre de l’évolution"
PERIMETRES = {"constant": "Périmètre constant", "epoque": "Périmètre d’époque"}
COMPOSITION = "Communes entrées et sorties de l’EPCI"
SOURCES = "Sources"
MANQUE = "Figures sans donnée"
NON_CALCULES = "Indicateurs qui ne sont pas calculés ({nombre})"
METHODE = "Comment lire ces chiffres"

SOUS_TITRE = "Préparer, partager et suivre une convention territoriale globale."
A_FAIRE = "À regarder d’abord"
TERRITOIRES_SUIVIS = "Territoires suivis"
TERRITOIRES_PROPOSES = "Territoires proposés"
TERRITOIRES_RECENTS = "Ouverts récemment"
TERRITOIRES_COMMENT = (
    "Aucun territoire suivi pour l’instant : voici des exemples. Dans le portrait du vôtre, choisissez « Suivre ce territoire » ; "
    "il sera ici à chaque lancement."
)
CTG = "Conventions territoriales globales"
CTG_AUCUNE = "Aucune CTG n’est encore suivie ici."
CTG_CREER = "Créer une CTG"
CTG_AUTRES = "{nombre} de plus, dans la liste des pages de CTG."
CTG_PAGES = {"chemins": "Chemins de progrès", "suivi": "Suivi", "gouvernance": "Gouvernance"}
CHARGEES = "Ce qui est chargé"
CHARGEES_VIDE = "Aucune source importée. Déposez des fichiers dans Espace CAF, page Données."
COLONNES_CHARGEES = ("Source", "Années", "Importée", "Fraîcheur")
PAR_OU_COMMENCER = "Par où commencer"

METHODE_TITRE = "Méthode"
METHODE_SOUS_TITRE = "Comment chaque chiffre est fait, et ce qu’il ne dit pas. Cette page est tirée du catalogue des indicateurs."
CHANGEMENT = "Quel changement peut-on voir ?"
CHANGEMENT_CHAPEAU = (
    "Avant de fixer un objectif, regardez s’il pourra être constaté : en dessous d’une certaine taille, un changement ne se distingue "
    "pas du hasard des petits nombres."
)
CHANGEMENT_TERRITOIRE = "Territoire"
CHANGEMENT_COMMUNE = (
    "Tapez un nom dans la liste des territoires. Pour une commune, ouvrez son portrait par la recherche en haut de la page, puis « Quel "
    "changement peut-on voir ? » sous la figure choisie."
)
CHANGEMENT_FIGURE = "Indicateur"
CHANGEMENT_HORIZON = "Horizon"
INDICATEURS = "Les {nombre} indicateurs calculés, et {absents} qui attendent leur source"
GLOSSAIRE = "Glossaire"

TENDANCES_TITRE = "Tendances et veille"
TENDANCES_VIDE = (
    "Choisissez un territoire : tapez son nom, son code ou son code postal dans le champ à la loupe, en haut de la page. "
    "Cette page dit ce qui y bouge, et si c’est plus que du bruit."
)
TENDANCES_CSV = "Télécharger le thème (CSV)"
TENDANCES_DU_THEME = "Ce qui bouge dans ce thème"
TENDANCES_EN_MOTS = "Tout le thème, en mots"
TENDANCES_FIGURE = "Figure en grand"
TENDANCES_SANS_SERIE = "Sans année montrable ici : {liste}"
VERS_PORTRAIT = "Ouvrir le portrait"
VERS_TENDANCES = "Cette évolution : plus que du bruit ?"
VEILLE = "À surveiller ici"
VEILLE_ACCUEIL = "Ce qui appelle l’attention"
VEILLE_AIDE = (
    "Des règles comparent chaque nouvelle version des données à la précédente et à leurs repères. Acquittez une alerte en disant "
    "pourquoi, ou faites-en une note : la raison reste avec le chiffre. L’alerte revient si les données changent."
)
VEILLE_TOUT = "Tout voir : tendances et veille"
VEILLE_TRAITER = "Acquitter ou noter"
VEILLE_FERMER = "Fermer"
VEILLE_RAISON = "Pourquoi cette alerte n’appelle rien de plus, ou ce qu’il faut en retenir"
VEILLE_ACQUITTER = "Acquitter avec cette raison"
VEILLE_NOTER = "En faire une note"
VEILLE_RETABLIR = "Rétablir"
VEILLE_INFORMATIONS = "Pour information ({nombre})"
VEILLE_ACQUITTEES = "Acquittées ({nombre})"

REGLES = "Règles et seuils de la veille"
REGLES_AIDE = "Ces réglages valent pour tous les territoires de ce magasin. Chacun garde son auteur, sa date et sa raison."
REGLE = "Règle à régler"
REGLE_ACTIVE = "Règle en service"
REGLE_URGENCE = "Urgence"
REGLE_AMPLEUR = "Changement minimal, en % de la valeur de départ"
REGLE_TAUX = "Part d’alertes fausses acceptée, en %"
REGLE_MOTIF = "Pourquoi ce réglage"
REGLE_ENREGISTRER = "Enregistrer ce réglage"
REGLE_ORIGINE = "Revenir au réglage d’origine"
SEUIL_INDICATEUR = "Indicateur à surveiller"
SEUIL_VALEUR = "Seuil"
SEUIL_RAISON = "Ce que veut dire ce seuil"
SEUIL_AJOUTER = "Ajouter ce seuil"
SEUIL_RETIRER = "Ne plus surveiller : {libelle}, {valeur}"

DONNEES_TITRE = "Données"
DONNEES_SOUS_TITRE = "Déposer des extractions, vérifier ce qu’elles contiennent, retrouver ce qui a été importé."
RUBRIQUE = "Partie de la page"
RUBRIQUES = {"fichiers": "Importer", "sources": "Sources locales", "versions": "Versions", "qualite": "Qualité"}
DEPOT = "Déposez ici les fichiers à importer"
DEPOT_AIDE = (
    "Extractions Caf, fichiers de l’Insee, requête type : classeurs, CSV, JSON ou archives ZIP et GZ, tels que le producteur les donne, "
    "150 Mo au plus."
)
IMPORTER = "Importer"
IMPORT_EN_COURS = "Import en cours"
ANNEE = "Année des données"
ANNEE_EXEMPLE = "par exemple 2024"
ANNEE_DEMANDEE = (
    "Ni le contenu ni le nom de ce fichier ne dit son année : {fichiers}. Indiquez-la ci-dessous, puis "
    "importez de nouveau : l’année sera marquée « déclarée »."
)
RAPPORTS = "Dernier import"
VERS_VERSIONS = "Un fichier importé par erreur ? Retirez sa version dans « Versions »."
REMARQUES = "Remarques sur ces fichiers ({nombre})"
EDITIONS = "Versions des données"
EDITIONS_VIDE = "Aucun fichier importé. Déposez-en un ci-dessus : la requête type de la Caf remplit le plus de thèmes."
VERSIONS_VIDE = "Aucune version : chaque fichier importé en fait une, que vous pourrez retirer et rétablir ici."
RETRAIT = "Une version"
RETRAIT_AIDE = (
    "Un fichier importé par erreur ? Retirez sa version : rien n’est effacé, vous pourrez la rétablir. Un diagnostic à figer ? "
    "Épinglez-la : les fichiers importés ensuite attendront."
)
VERSION = "Version"
ETAT_VERSION = "État : {etat}."
HISTOIRE = "Ce qui lui est arrivé"
RETIRER = "Retirer cette version"
RETABLIR = "Rétablir"
EPINGLER = "Épingler cette version"
LIBERER = "Ne plus épingler"
RAISON = "Pourquoi ? (en une phrase, qui restera dans la liste des versions)"
RAISON_EXEMPLES = {"retire": "Par exemple : fichier de la mauvaise année", "epingle": "Par exemple : diagnostic signé en mars"}
RAISON_DEMANDEE = "Dites en une phrase pourquoi : qui viendra après vous doit le savoir."
CONFIRMER = {"retire": "Confirmer le retrait", "epingle": "Confirmer"}
ANNULER = "Annuler"
CHANGE = "Ce que cette version a changé"
CHANGE_GEOGRAPHIE = "Géographie"
CHANGE_PRESENTATION = "Présentation du fichier"
CHANGE_PUBLIEES = "Valeurs publiées"
CHANGE_VOIR = "Comparer"
CALCUL_EN_COURS = "Calcul en cours"
COUVERTURE = "Ce que couvrent les données"
GABARIT = "Requête type à remplir"
GABARIT_AIDE = (
    "La demande unique adressée au service des études : variables, feuille de saisie et liste de contrôle. Choisissez les thèmes "
    "du projet (sans choix, tous y sont) et le territoire : chaque commune a déjà une ligne par variable."
)
GABARIT_CLASSEUR = "Classeur avec liste de contrôle (XLSX)"
GABARIT_CSV = "Feuille de saisie seule (CSV)"
GABARIT_TERRITOIRE = "Territoire dont les communes sont préremplies"
GABARIT_VIDE = "Aucun : gabarit vide"
GABARIT_THEMES = "Thèmes demandés"
GABARIT_OFFRE = "Inventaire de l’offre à remplir"
GABARIT_OFFRE_AIDE = (
    "Un équipement ou service par ligne, de la Caf ou de ses partenaires (transports, santé, personnes âgées…) : type, nom, commune, "
    "gestionnaire, places, horaires, convention, position. Une ligne est prête par commune du territoire choisi ci-dessus pour dire si sa "
    "liste est complète."
)

CONTOUR_NOIR = "Contour noir : {nom}."
OUVRE_CARTE = "Voir cette figure sur la page Carte"
ZONE = "Territoire"
MAILLE = "Maille"
FIGURE_CARTE = "Figure"
MODALITE = "Catégorie"
ANNEE_CARTE = "Année"
COUCHE = "Ce que montre la carte"
REFERENCE = "Référence"
METHODE_CLASSES = "Classes"
LEGENDE = "Légende"
LEGENDE_TOTAL = "en tout"
FICHE = "Fiche"
FICHE_VIDE = "Choisissez un territoire sur la carte ou dans le tableau : sa fiche s’affiche ici."
OUVRE_PORTRAIT = "Ouvrir son portrait"
OUVRE_SA_CARTE = "Voir l’intérieur sur la carte"
FERME_FICHE = "Fermer la fiche"
TABLEAU_CARTE = "Tableau"
FILTRE = "Chercher dans le tableau"
FILTRE_AIDE = "Nom ou code"
FILTRE_RIEN = "Aucun territoire de cette carte ne correspond à « {texte} »."
VUE_ENSEMBLE = "Vue d’ensemble"
IMAGE = "Télécharger l’image (PNG)"
CARTE_SVG = "Carte à imprimer (SVG)"
CARTE_CSV = "Toutes les lignes (CSV)"
CARTE_PANNE = (
    "La carte ne peut pas être dessinée ici : le navigateur n’a pas d’affichage graphique (WebGL), ou un fichier de l’application "
    "manque. Le tableau ci-dessous donne les mêmes valeurs."
)
CARTE_MOTS = {
    "NavigationControl.ZoomIn": "Agrandir",
    "NavigationControl.ZoomOut": "Réduire",
    "FullscreenControl.Enter": "Plein écran",
    "FullscreenControl.Exit": "Quitter le plein écran",
    "CooperativeGesturesHandler.WindowsHelpText": "Ctrl et la molette pour agrandir",
    "CooperativeGesturesHandler.MacHelpText": "⌘ et la molette pour agrandir",
    "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
}
TABLEAU_MOTS = {"precedents": "← Lignes précédentes", "suivants": "Lignes suivantes →"}
TABLEAU_ETENDUE = "Lignes {debut} à {fin} sur {total}"
CARTE_PERIMEE = "Les valeurs de cette carte ne sont plus celles de la publication en vigueur : rechargez la page."
