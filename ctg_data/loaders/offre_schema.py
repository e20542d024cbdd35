"""The inventory of facilities, once: its types by theme, its columns, its rules, for loader, template, views and demonstration."""
# ruff: noqa: E501  (a row of a table is easier to proofread unbroken)

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ctg_data.wording.fr import THEMES

SOURCE_ID = "inventaire_offre"
FEUILLE = "Équipements"
LIGNES_MAX = 20_000
NOM_MAX, TEXTE_MAX = 200, 300
"""Characters of a name or a manager, and of opening hours."""
PLACES_MAX = 5_000
TOLERANCE_KM = 5.0
"""How far from the contour of its commune a facility may stand: contours are drawn to a few hundred metres, and a building that serves
a commune may stand just outside it; farther, the commune or the position is wrong."""
AUTRE, TOUS = "autre", "tous"
"""A type in the author's own words; every type of a commune at once, in a line that says that its list is complete."""


@dataclass(frozen=True)
class TypeOffre:
    """One type of facility.

    ``theme``: branch of the star that it belongs to; ``structures``, ``places``: modalités of these measures that its count and its
    places give, "" for none; ``aussi``: other words that people write for it.
    """

    id: str
    libelle: str
    theme: str
    structures: str = ""
    places: str = ""
    aussi: tuple[str, ...] = ()


TYPES: tuple[TypeOffre, ...] = (
    TypeOffre(
        "eaje_psu",
        "Crèche financée par la PSU (EAJE)",
        "PE",
        places="eaje_psu",
        aussi=("crèche", "EAJE", "EAJE PSU", "crèche PSU", "multi-accueil", "halte-garderie", "crèche collective", "crèche familiale"),
    ),
    TypeOffre(
        "eaje_hors_psu",
        "Micro-crèche ou crèche hors PSU",
        "PE",
        places="eaje_hors_psu",
        aussi=("micro-crèche", "micro-crèche Paje", "EAJE hors PSU", "crèche hors PSU"),
    ),
    TypeOffre("mam", "Maison d’assistants maternels (MAM)", "PE", structures="mam", aussi=("MAM", "maison d'assistantes maternelles")),
    TypeOffre("rpe", "Relais petite enfance (RPE)", "PE", structures="rpe", aussi=("RPE", "relais assistants maternels", "RAM")),
    TypeOffre("pmi", "Centre de PMI", "PE", aussi=("PMI", "protection maternelle et infantile", "consultation de PMI")),
    TypeOffre("alsh", "Accueil de loisirs (Alsh)", "EN", aussi=("Alsh", "accueil de loisirs", "centre de loisirs", "périscolaire")),
    TypeOffre("ludotheque", "Ludothèque", "EN"),
    TypeOffre("ecole", "École", "EN", aussi=("école maternelle", "école élémentaire", "école primaire", "groupe scolaire")),
    TypeOffre("accueil_jeunes", "Accueil de jeunes", "JE", aussi=("accueil jeunes", "espace jeunes", "accueil ados", "local jeunes")),
    TypeOffre("info_jeunes", "Structure information jeunesse", "JE", aussi=("info jeunes", "PIJ", "point information jeunesse", "BIJ")),
    TypeOffre("college", "Collège", "JE"),
    TypeOffre("lycee", "Lycée", "JE"),
    TypeOffre("mission_locale", "Mission locale", "JE", aussi=("permanence de la mission locale", "antenne de la mission locale")),
    TypeOffre("fjt", "Foyer de jeunes travailleurs (FJT)", "LO", aussi=("FJT", "habitat jeunes", "résidence habitat jeunes")),
    TypeOffre("laep", "Lieu d’accueil enfants-parents (LAEP)", "PA", structures="laep", aussi=("LAEP", "lieu d'accueil enfants parents")),
    TypeOffre("clas", "Accompagnement à la scolarité (Clas)", "PA", aussi=("Clas", "contrat local d'accompagnement à la scolarité")),
    TypeOffre("espace_rencontre", "Espace de rencontre", "PA"),
    TypeOffre("mediation_familiale", "Service de médiation familiale", "PA", aussi=("médiation familiale",)),
    TypeOffre("cs", "Centre social", "AV", structures="cs", aussi=("centre socioculturel", "CS")),
    TypeOffre("evs", "Espace de vie sociale (EVS)", "AV", structures="evs", aussi=("EVS", "espace de vie sociale")),
    TypeOffre(
        "france_services", "France services", "AD", structures="france_services", aussi=("espace France services", "maison France services")
    ),
    TypeOffre("point_numerique", "Point d’accès numérique", "AD", aussi=("point numérique", "espace public numérique", "EPN")),
    TypeOffre("accueil_caf", "Accueil de la Caf", "AD", aussi=("Caf", "permanence de la Caf", "antenne de la Caf")),
    TypeOffre("ccas", "CCAS ou CIAS", "AD", aussi=("CCAS", "CIAS", "centre communal d'action sociale")),
    TypeOffre("residence_sociale", "Résidence sociale", "LO"),
    TypeOffre("info_logement", "Permanence d’information sur le logement", "LO", aussi=("Adil", "permanence logement")),
    TypeOffre("insertion", "Structure d’insertion par l’activité", "IN", aussi=("SIAE", "chantier d'insertion", "entreprise d'insertion")),
    TypeOffre("emploi", "Agence pour l’emploi", "IN", aussi=("France Travail", "agence France Travail", "maison de l'emploi")),
    TypeOffre("pole_ressources", "Pôle ressources handicap", "HA", aussi=("PRH",)),
    TypeOffre("medico_social", "Établissement ou service médico-social", "HA", aussi=("ESMS", "IME", "Sessad", "CAMSP")),
    TypeOffre("gare", "Gare ou halte ferroviaire", "CV", aussi=("gare", "halte ferroviaire", "gare SNCF")),
    TypeOffre("arret", "Arrêt de car ou de bus", "CV", aussi=("arrêt", "arrêt de bus", "arrêt de car", "gare routière")),
    TypeOffre("tad", "Transport à la demande", "CV", aussi=("TAD", "ligne de transport à la demande")),
    TypeOffre("maison_sante", "Maison ou centre de santé", "CV", aussi=("maison de santé", "centre de santé", "MSP")),
    TypeOffre("medecin", "Cabinet médical", "CV", aussi=("médecin", "médecin généraliste", "cabinet de médecin")),
    TypeOffre("pharmacie", "Pharmacie", "CV"),
    TypeOffre("hopital", "Hôpital ou maternité", "CV", aussi=("hôpital", "centre hospitalier", "maternité", "clinique")),
    TypeOffre("ehpad", "Ehpad", "CV", aussi=("maison de retraite",)),
    TypeOffre("residence_autonomie", "Résidence autonomie", "CV", aussi=("foyer logement", "foyer-logement")),
    TypeOffre("service_domicile", "Service à domicile", "CV", aussi=("aide à domicile", "SAAD", "Ssiad", "service autonomie à domicile")),
    TypeOffre("sport", "Équipement sportif", "CV", aussi=("gymnase", "stade", "piscine")),
    TypeOffre("culture", "Équipement culturel", "CV", aussi=("bibliothèque", "médiathèque", "cinéma", "école de musique")),
    TypeOffre("commerce", "Commerce de proximité", "CV", aussi=("commerce", "épicerie", "boulangerie", "marché")),
    TypeOffre(AUTRE, "Autre (à préciser)", "", aussi=("autre",)),
)
PAR_TYPE: Mapping[str, TypeOffre] = MappingProxyType({t.id: t for t in TYPES})
TOUS_LES_TYPES = "Tous les types"

THEMES_OFFRE: Mapping[str, str] = MappingProxyType({code: nom for code, nom in THEMES.items() if code not in ("PO", "TR")})
"""Themes that a facility may have, in the order in which they are shown."""


@dataclass(frozen=True)
class ColonneOffre:
    """``champ``: of the record; ``titre``: its heading in the template; ``alias``: others, as patterns on normalised headings."""

    champ: str
    titre: str
    consigne: str
    exemple: str
    alias: tuple[str, ...] = ()
    largeur: int = 16


COLONNES: tuple[ColonneOffre, ...] = (
    ColonneOffre("annee", "Année", "Année de l’inventaire.", "2026", ("annee de l'inventaire", "millesime"), 9),
    ColonneOffre(
        "type",
        "Type",
        "Dans la liste. « Autre (à préciser) » demande une précision et un thème ; « Tous les types » sert à la seule liste complète.",
        "Crèche financée par la PSU (EAJE)",
        ("type d'equipement", "type de structure", "type de service"),
        34,
    ),
    ColonneOffre("precision", "Précision", "Vos mots, pour un équipement d’un autre type.", "", ("precisez", "autre type"), 24),
    ColonneOffre("theme", "Thème", "Vide : celui du type. Obligatoire pour un autre type.", "", ("thematique",), 22),
    ColonneOffre("nom", "Nom", "Le nom du lieu ou du service, jamais celui d’une personne.", "Les Petits Pas", ("nom de l'equipement",), 30),
    ColonneOffre("code", "Code commune", "Code Insee de la commune, cinq caractères.", "87085", ("code_commune", "code insee", "depcom"), 14),
    ColonneOffre("commune", "Commune", "Pour vous relire : seul le code compte.", "Limoges", ("nom de la commune", "libelle commune"), 22),
    ColonneOffre("gestionnaire", "Gestionnaire", "La collectivité, l’association ou l’entreprise.", "CCAS", ("porteur",), 26),
    ColonneOffre("places", "Places", "Nombre de places agréées. Vide si la notion n’a pas de sens, ou si le nombre n’est pas connu.", "25", (), 9),
    ColonneOffre("horaires", "Horaires", "Comme ils sont affichés.", "lundi au vendredi, 7 h 30 à 18 h 30", ("horaires d'ouverture",), 34),
    ColonneOffre("cof_debut", "Début COF", "Début de la convention d’objectifs et de financement, JJ/MM/AAAA.", "01/01/2024", ("cof debut",), 13),
    ColonneOffre("cof_fin", "Fin COF", "Fin de cette convention, JJ/MM/AAAA.", "31/12/2027", ("cof fin", "echeance cof"), 13),
    ColonneOffre("latitude", "Latitude", "En degrés (WGS 84). Vide si elle n’est pas connue.", "45,8336", ("lat",), 12),
    ColonneOffre("longitude", "Longitude", "En degrés (WGS 84), négative à l’ouest de Greenwich.", "1,2611", ("lon", "long", "lng"), 12),
    ColonneOffre(
        "complet",
        "Liste complète",
        "oui : aucun autre équipement de ce type dans cette commune. Une ligne sans nom ne dit que cela : sans autre ligne, il n’y en a aucun.",
        "oui",
        ("complet", "completude"),
        15,
    ),
)  # fmt: skip
