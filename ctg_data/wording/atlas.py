"""Words of the map page: questions, layers, references, findings."""

from collections.abc import Mapping
from types import MappingProxyType

COUCHES: Mapping[str, str] = MappingProxyType(
    {"valeur": "Valeur", "ecart": "Écart à la référence", "verdict": "Ce qui s’en distingue", "lissee": "Valeurs lissées"}
)
DETAILS: Mapping[str, str] = MappingProxyType(
    {"ecart": "Écart avec la valeur {du}", "verdict": "Par rapport à la valeur {du}", "lissee": "Valeur lissée"}
)
REFERENCES: Mapping[str, str] = MappingProxyType({"departement": "Département", "france": "France"})
MENTIONS: Mapping[str, str] = MappingProxyType({"s": "secret statistique", "ns": "non significatif", "nd": "sans donnée"})
"""The three reasons of having no value, in the order of a legend: never one grey for the three."""
ASPECTS: Mapping[str, str] = MappingProxyType({"s": "brun hachuré", "ns": "gris uni", "nd": "sable à points"})
"""What each looks like, on every map and in every legend (``charts.palette``)."""

QUESTION_VALEUR = "{libelle} : où, parmi les {unites}, {le_plus} ?"
QUESTION_CERCLES = "{libelle} : combien, et où, parmi les {unites} ?"
QUESTION_ECART = "{libelle} : quel écart avec la valeur {du} ?"
QUESTION_LISSEE = "{libelle}, valeurs lissées : quelle géographie, une fois le hasard des petits nombres atténué ?"
QUESTION_VERDICT = "{libelle} : qu’est-ce qui se distingue {du} ?"
PRECISION = "{unite}, {annee} · {unites} · {zone}"
OUTREMER = "outre-mer en cartouches, à d’autres échelles"
APRES_LISSAGE = "après lissage"
LISSEE = (
    "Chaque territoire est rapproché de l’ensemble de la carte, d’autant plus que son chiffre est incertain. Une valeur lissée ne remplace "
    "jamais le chiffre publié, qui reste dans la bulle, la fiche et le tableau."
)
CERCLES = "La surface d’un cercle est proportionnelle à l’effectif : une couleur ferait croire à un taux."
REFERENCE = "Référence : la valeur {du}."
CONTOURS = "Contours : IGN, Insee."
SANS_REFERENCE = "référence inconnue"
SANS_MARGE = "intervalle inconnu : pas de comparaison"
VIDE = "Cette figure n’a aucune valeur à montrer parmi les {unites} {zone}. {niveaux}"
VIDE_COUCHE = "Parmi les {unites}, aucune valeur n’a de référence à quoi se comparer : revenez à la couche « Valeur »."
REMEDE = "Choisissez une autre année, une autre maille, ou déposez le fichier de la source dans Espace CAF, page Données."

CONSTAT = "Carte, {zone}, {annee} : {libelle}."
CONSTAT_ETENDUE = "De {bas} ({texte_bas}) à {haut} ({texte_haut})."
CONSTAT_LISSEE = "Valeurs lissées de {bas} (publié : {texte_bas}) à {haut} (publié : {texte_haut})."
CONSTAT_VERDICT = "{n} au-dessus {du}, {m} au-dessous, {k} sans conclusion possible."
CONSTAT_SANS = "{n} {mention}."
SANS_COMPARAISON = "valeur sans comparaison possible"
AVEC_CERCLE = "effectif, en surface de cercle"
SANS_CERCLE = "zéro, ou rien qui manque"
