"""Texts on what certainty allows to say: the smallest visible change, ranks, funnels, smoothing."""

from collections.abc import Mapping
from types import MappingProxyType

TITRE = "Quel changement peut-on voir {a} ?"
SOUS_TITRE = "{libelle}, {annee} ({unite})"
TITRE_TABLEAU = "{libelle} : plus petit changement visible"
COLONNES = ("Territoire", "Valeur en {annee}{unite}", "Intervalle à 95 %", "Plus petit changement visible", "En nombre, environ")
UNITES_CHANGEMENT: Mapping[str, str] = MappingProxyType({"%": "points"})
"""How a change of a figure is named where it is not by the unit of the figure."""
UNITES_NUMERATEUR: Mapping[str, str] = MappingProxyType({"menages": "ménages"})

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "deux": "{A}, une baisse ou une hausse de moins de {changement} d’ici {horizon} ne se distinguerait pas du hasard.",
        "hausse": "{A}, d’ici {horizon}, même une disparition complète ne se distinguerait pas du hasard, ni une hausse de moins de "
        "{changement}.",
        "baisse": "{A}, d’ici {horizon}, même une hausse jusqu’à {plafond} ne se distinguerait pas du hasard, ni une baisse de moins de "
        "{changement}.",
        "aucune": "{A}, d’ici {horizon}, aucun changement de ce chiffre ne se distinguerait du hasard : il repose sur trop peu de monde.",
        "alt": "{phrase} Intervalle à 95 % en {annee} : {intervalle}.",
        "nombre": "{changement}, c’est environ {nombre} ({base}).",
        "nombre.estime": "{changement}, c’est de l’ordre de {nombre} (d’après l’intervalle publié).",
        "rythme": "De {annee} à {horizon}, il faudrait donc plus de {par_an} par an.",
        "passe.0": "Déjà, de {debut} à {fin} : de {avant} à {apres}. On ne peut pas conclure à un changement.",
        "passe.1": "Déjà, de {debut} à {fin} : de {avant} à {apres}. Cette hausse dépasse ce que le hasard explique.",
        "passe.-1": "Déjà, de {debut} à {fin} : de {avant} à {apres}. Cette baisse dépasse ce que le hasard explique.",
        "court": "Deux mesures à moins de {duree} ans d’écart partagent des années d’observation : prenez un horizon d’au moins {premier}.",
        "arr5": "Les effectifs sont arrondis à 5 par la Caf : cette erreur est comptée.",
        "compte": "L’intervalle est calculé sur l’effectif publié, comme si chaque foyer ou personne comptait à part.",
        "hypothese": "Le chiffre de {horizon} est supposé aussi précis que celui de {annee}, et les deux mesures indépendantes.",
    }
)
SANS_MARGE = "Ce chiffre est publié sans marge : on ne peut pas dire quel changement se verrait."
SANS_FIGURE = "Aucun chiffre de ce territoire n’a d’intervalle : on ne peut pas dire quel changement se verrait."

RANG = "Rang médian : {median} sur {n} ({ensemble}), entre le {bas} et le {haut} neuf fois sur dix ; le 1er a la valeur la plus élevée."
RANG_SUR = "Rang : {median} sur {n} ({ensemble}), le même à chaque tirage ; le 1er a la valeur la plus élevée."

EXPLICATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Le plus petit changement visible",
        (
            "Deux mesures d’un même territoire diffèrent toujours un peu, même si rien n’a changé : quelques familles arrivent, d’autres "
            "partent. Un changement se voit quand il dépasse cette agitation. Un objectif plus petit ne pourrait jamais être constaté.",
            "Le calcul : distances du chiffre au bas et au haut de son intervalle, mises au carré et additionnées, racine carrée, puis × "
            "1,43. C’est à peu près la largeur de l’intervalle. Un changement de cette taille serait reconnu quatre fois sur cinq, avec "
            "moins de 5 chances sur 100 de se tromper si rien n’avait changé.",
            "Exemple : 31,9 %, entre 30,4 et 33,6 %. Distances : 1,5 et 1,7 point ; racine de leurs carrés additionnés : 2,27 ; × 1,43 : "
            "3,24, arrondi au-dessus : 3,3 points.",
            "Trop petit ici ? Regardez l’EPCI ou le département, prenez plusieurs années, ou suivez l’action par d’autres preuves que ce "
            "chiffre.",
        ),
    ),
    (
        "« On ne peut pas conclure »",
        (
            "L’intervalle du territoire contient la référence, ou celui d’une évolution contient zéro. Cela ne veut dire ni « pareil », ni "
            "« rien n’a changé » : les données ne suffisent pas à trancher.",
            "Seuls « favorable » et « défavorable » sont colorés. Ce qui n’est ni bon ni mauvais ne l’est jamais.",
        ),
    ),
    (
        "L’intervalle et l’arrondi",
        (
            "L’intervalle dit de combien un chiffre bougerait du seul fait des petits nombres, 95 fois sur 100. Exemples : 10 sur 100, de "
            "5,5 à 17,4 % ; 3 sur 12, de 9 à 53 % ; 4 naissances, de 1,1 à 10,2.",
            "Pour un EPCI, un département ou la France, les effectifs sont d’abord additionnés, puis l’intervalle est calculé : il n’est "
            "ni une somme, ni une moyenne. Une moyenne de trois ans a l’intervalle du total des trois années. Pour une couverture, le "
            "nombre d’enfants varie et les places sont fixes.",
            "Un effectif arrondi à 5 à la source peut être faux de 2,5 ; chaque commune additionnée ajoute 2,5. L’intervalle en est élargi "
            "d’autant. Moins de 100 : non significatif ; de 100 à 250 : points entiers.",
        ),
    ),
    (
        "Le rang",
        (
            "Un rang seul trompe : entre deux territoires voisins, l’ordre est souvent dû au hasard. On tire donc 2 000 fois une valeur "
            "possible de chaque territoire, on classe à chaque fois, et l’on donne le rang du milieu avec l’intervalle où il tombe neuf "
            "fois sur dix.",
            "Les mêmes données donnent toujours le même rang. Pas de rang pour un chiffre masqué, sans intervalle, ou qui repose sur moins "
            "de 100 personnes. Ce nombre n’étant pas publié, on prend le plus petit que permettent le chiffre et l’intervalle affichés.",
        ),
    ),
    (
        "L’entonnoir",
        (
            "Plus un territoire est petit, plus il s’écarte de la référence par hasard. L’entonnoir dessine cet écart permis selon la "
            "taille : une limite à 95 % (1 territoire sur 20 la passe par hasard), une autre à 99,8 % (1 sur 500). Sur mille territoires, "
            "une cinquantaine passent la première sans que rien ne les distingue : seule la seconde doit alerter.",
        ),
    ),
    (
        "Le lissage des cartes",
        (
            "Une carte de petits territoires montre surtout du hasard. Le lissage rapproche chaque valeur de celle de l’ensemble, d’autant "
            "plus qu’elle est incertaine. C’est une couche à part, signalée, qui ne remplace jamais le chiffre publié. Un territoire "
            "masqué n’y entre pas et n’y apparaît pas.",
        ),
    ),
)
"""(title, paragraphs) of the section of the method page."""
