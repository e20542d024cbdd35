"""What the facts about territories are called on a page: of one commune, and counted over several."""

from collections.abc import Mapping

Noms = Mapping[str, Mapping[str, str]]

COMMUNE: Noms = {
    "densite": {
        "grands_centres_urbains": "grand centre urbain",
        "centres_urbains_intermediaires": "centre urbain intermédiaire",
        "ceintures_urbaines": "ceinture urbaine",
        "petites_villes": "petite ville",
        "bourgs_ruraux": "bourg rural",
        "rural_disperse": "rurale à habitat dispersé",
        "rural_tres_disperse": "rurale à habitat très dispersé",
    },
    "ruralite": {
        "productives_agricoles": "ruralité productive agricole",
        "productives_ouvrieres": "ruralité productive ouvrière",
        "residentielles_mixtes": "ruralité résidentielle mixte",
        "residentielles_aisees": "ruralité résidentielle aisée",
        "touristiques_residentielles": "ruralité touristique à dominante résidentielle",
        "touristiques_specialisees": "ruralité touristique spécialisée",
        "petites_polarites_mixtes": "petite polarité mixte",
        "petites_polarites_industrielles": "petite polarité industrielle et artisanale",
    },
    "frr": {
        "socle": "France Ruralités Revitalisation",
        "plus": "France Ruralités Revitalisation plus",
        "beneficiaire": "bénéficiaire de France Ruralités Revitalisation",
        "beneficiaire_partiel": "bénéficiaire, pour une partie, de France Ruralités Revitalisation",
        "partiel": "France Ruralités Revitalisation pour une partie",
    },
    "zrr": {"classee": "ancienne zone de revitalisation rurale", "partielle": "ancienne zone de revitalisation rurale pour une partie"},
    "montagne": {
        "vosges": "massif des Vosges",
        "jura": "massif du Jura",
        "alpes": "massif des Alpes",
        "guadeloupe": "massif de Guadeloupe",
        "corse": "massif de Corse",
        "central": "Massif central",
        "martinique": "massif de Martinique",
        "pyrenees": "massif des Pyrénées",
        "reunion": "massif des Hauts de La Réunion",
    },
    "centralite": {
        "local": "centre local d’équipements",
        "intermediaire": "centre intermédiaire d’équipements",
        "structurant": "centre structurant d’équipements",
        "majeur": "centre majeur d’équipements",
    },
    "zonage_abc": {"abis": "logement : zone A bis", "a": "logement : zone A", "b1": "logement : zone B1", "b2": "logement : zone B2"},
}
"""Attribute -> value -> words; a value without words has nothing to tell (« non classée », zone C, « hors champ »)."""
ORDRE = ("densite", "ruralite", "frr", "zrr", "montagne", "qpv", "centralite", "zonage_abc")
REMPLACEES = {"zrr": "frr"}
"""An attribute that is not shown where the one that replaced it is known."""

GROUPES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "densite": {
        "grands_centres_urbains": ("grand centre urbain", "grands centres urbains"),
        "centres_urbains_intermediaires": ("centre urbain intermédiaire", "centres urbains intermédiaires"),
        "ceintures_urbaines": ("ceinture urbaine", "ceintures urbaines"),
        "petites_villes": ("petite ville", "petites villes"),
        "bourgs_ruraux": ("bourg rural", "bourgs ruraux"),
        "rural_disperse": ("rurale à habitat dispersé", "rurales à habitat dispersé"),
        "rural_tres_disperse": ("rurale à habitat très dispersé", "rurales à habitat très dispersé"),
    },
    "frr": {
        "plus": ("en France Ruralités Revitalisation plus",) * 2,
        "socle": ("en France Ruralités Revitalisation",) * 2,
        "beneficiaire": ("bénéficiaire de France Ruralités Revitalisation", "bénéficiaires de France Ruralités Revitalisation"),
        "partiel": ("en France Ruralités Revitalisation pour une partie",) * 2,
        "beneficiaire_partiel": ("bénéficiaire pour une partie", "bénéficiaires pour une partie"),
    },
    "zrr": {"classee": ("ancienne zone de revitalisation rurale", "anciennes zones de revitalisation rurale")},
    "montagne": {nom: (f"dans le {nom_long}",) * 2 for nom, nom_long in COMMUNE["montagne"].items()},
}
"""The same for a count of communes: (one, several).  The others are told of a commune only, to keep the line short."""
QPV = ("quartier prioritaire", "quartiers prioritaires")
AVEC_QPV = ("avec un quartier prioritaire ou plusieurs",) * 2
"""Of a commune, its neighbourhoods; of several communes, those that have some (a neighbourhood may lie across two)."""
COMMUNES = "Communes : {liste}"
SOURCE = "{nom} ({annee})"
