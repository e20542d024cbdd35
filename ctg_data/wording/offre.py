"""The words of the offer of a territory: its facilities on a portrait, in its exports, and what would fill the block."""

TITRE = "Offre : équipements et services"
COLONNES = ("Nom", "Type", "Commune", "Gestionnaire", "Places", "Horaires", "Convention (COF)")
COLONNES_COMPTES = ("Type", "Thème", "Équipements", "Places", "Liste dite complète")
TITRE_COMPTES = "Équipements par type, et listes dites complètes"
COLONNES_THEMES = ("Thème", "Équipements", "Types")
TITRE_THEMES = "Équipements par thème"
TITRE_LISTE = "Équipements et services, un par un"
EQUIPEMENT = ("équipement", "équipements")
OFFRE = ("équipement ou service", "équipements et services")
DANS, DONT = " dans {n}", ", dont {n} sans coordonnées"
AUCUN = "Aucun équipement : l’inventaire le dit, commune par commune."
VIDE = "Aucun inventaire ne donne les équipements {de}."
AILLEURS = "L’inventaire importé ne dit rien {de}."
REMEDE = (
    "Téléchargez le modèle « Inventaire de l’offre » sur la page « Données », faites-le remplir avec vos partenaires, puis déposez-le sur "
    "la même page."
)
FICTIF = (
    "Un inventaire réel couvre ces communes, mais ce portrait montre des données de démonstration, fictives : il s’affichera dès que le "
    "territoire aura un chiffre réel."
)
SOURCE = "Inventaire de l’offre ({annees})"
COUVRE = ", renseigné pour {n} sur {total}"
TROP = (
    "{n} : la liste s’ouvre sur un territoire qui en compte au plus {maximum}. Ouvrez le portrait d’un EPCI ou d’une commune pour les lire "
    "un par un et les voir sur la carte."
)
COMPTE = (
    "Un type n’entre dans les indicateurs d’offre que là où sa liste est dite complète, commune par commune ; ailleurs, ce qui n’est pas "
    "listé n’est pas compté comme absent."
)
SANS_POSITION = "Sans coordonnées, un équipement est compté au centre de sa commune : le cercle pointillé n’est pas son adresse."
PERDUES = "{n} dans une commune divisée depuis : {suite}"
PERDUES_SUITE = "à replacer dans un inventaire plus récent."
PARTOUT = "toutes les communes"
PARTIE = "{n} sur {total}"
NON_DITE = "non"
OUI = "oui"
COF = "du {debut} au {fin}"
COF_DEBUT, COF_FIN = "depuis le {debut}", "jusqu’au {fin}"
BIENTOT = "finit dans moins de six mois"
ECHUE = "échue"
SANS_ADRESSE = "sans coordonnées"
ICI = "Au même endroit : {n}"
AU_CENTRE = "{commune} : {n} sans coordonnées"
PLACES = ("place", "places")
LEGENDE = "Équipements et services"
PLUSIEURS = "Plusieurs, proches ou au même endroit"
PROCHES = "{n} équipements proches (agrandir les sépare)"
SUITE = "et {n} autres"
APPROCHE = "Sans coordonnées, au centre de la commune"
