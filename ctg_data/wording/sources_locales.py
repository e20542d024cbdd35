"""Words of the local sources: what a declaration says, what its preview tells."""

from collections.abc import Mapping
from types import MappingProxyType

DONNEES: Mapping[str, str] = MappingProxyType(
    {
        "protegees": "Non publiés : le secret de la Caf s’y applique",
        "publiees": "Publiés par leur producteur : montrés tels quels",
    }
)
COURT: Mapping[str, str] = MappingProxyType({"protegees": "non publiés, protégés", "publiees": "publiés"})
FORMES: Mapping[str, str] = MappingProxyType(
    {"large": "Une colonne par mesure", "longue": "Une ligne par mesure (une colonne dit laquelle)"}
)
DECIMALES: Mapping[str, str] = MappingProxyType({",": "virgule (12,5)", ".": "point (12.5)"})
MILLIERS: Mapping[str, str] = MappingProxyType({" ": "espace (1 234)", "": "rien (1234)", ".": "point (1.234)", ",": "virgule (1,234)"})
VIDES: Mapping[str, str] = MappingProxyType({"nd": "valeur absente", "s": "valeur secrète", "zero": "zéro"})
STATUTS: Mapping[str, str] = MappingProxyType({"s": "secrète", "nd": "absente", "ns": "non significative"})
GEOGRAPHIES: Mapping[str, str] = MappingProxyType(
    {"annee": "celles de l’année des données", "suivante": "celles de l’année suivante (recensement, places d’accueil)"}
)
NATURES: Mapping[str, str] = MappingProxyType({"effectif": "un nombre, qui s’additionne", "taux": "un taux ou une moyenne, lus tels quels"})
FACES: Mapping[str, str] = MappingProxyType({"besoin": "les besoins", "offre": "l’offre"})
DENOMINATEURS: Mapping[str, str] = MappingProxyType(
    {
        "": "rien de plus",
        "population": "habitants",
        "enfants_0_2": "enfants de moins de 3 ans",
        "jeunes_15_24": "jeunes de 15 à 24 ans",
        "foyers_alloc": "foyers allocataires",
        "familles": "familles",
        "menages": "ménages",
    }
)
COLONNES = ("Source", "Producteur", "Niveau", "Chiffres", "Mesures", "Fichiers importés", "Années")
COLONNES_APERCU = ("Mesure", "Modalité", "Années", "Valeurs", "Secrètes", "Absentes", "Total")
COLONNES_FAUTES = ("Fichier", "Ligne", "Endroit", "Trouvé", "Attendu", "Que faire")
COLONNES_SAISIE = ("Champ", "Trouvé", "Attendu")
CHAMPS: Mapping[str, str] = MappingProxyType(
    {
        "id": "Nom de la source",
        "titre": "Nom de la source",
        "producteur": "Producteur",
        "territoire.colonne": "Colonne des codes",
        "territoire.code": "Code de ce territoire",
        "tableau.intitule": "Colonne qui dit de quelle mesure il s’agit",
        "tableau.valeur": "Colonne des valeurs",
        "tableau.milliers": "Signe entre les milliers",
        "tableau.marques": "Marques",
        "valeurs": "Colonnes à importer",
    }
)
"""Key of a declaration -> the name of its field."""
LIGNE_DE_CHAMP = "« {repere} »"
AUCUN_FICHIER = "aucun"
LISTE = "Sources locales déclarées"
APERCU = "Ce qui serait importé"
FAUTES = "À corriger"
ECARTEES = "Correspondances qui ne servent pas"
RESUME = "{fichier} : {lignes}, {territoires}, {annees}."
ENVIRON = "environ {total}"
PAS_DE_TOTAL = "–"
TOTAL_NON_DIT = (
    "Chiffres non publiés : cet aperçu ne montre que la forme du fichier. Un total n’est donné qu’à partir de 100, arrondi à la dizaine, "
    "pour que vous le compariez à celui du producteur sans qu’aucun petit effectif puisse s’en déduire."
)
DEJA_CONNU = "Ce fichier est déjà reconnu : « {source} ». Importez-le sans correspondance, sauf si vous voulez en tirer autre chose."
"""Said of a sample that a known layout reads."""
