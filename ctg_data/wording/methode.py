"""Texts of the method page that no indicator carries: how to read, and the glossary."""

from ctg_data.wording.atlas import ASPECTS, MENTIONS
from ctg_data.wording.nombres import enumere

VEILLE = "La veille et ses règles"
"""The section that the rules themselves complete."""

NON_CALCULE = "Non calculé : aucun fichier lu ici ne donne ce que dit la définition."
NON_IMPORTEE = "source non importée : {source}"
SANS_SOURCE, LU_AILLEURS = "non calculé", "lu sur une autre page"
AILLEURS = "lu sur une autre page : {ou}"

GENERALITES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Lire l’étoile",
        (
            "L’étoile montre tous les thèmes à la fois, sous trois faces : besoins, offre et écart. La face « Priorités » viendra avec la "
            "notation des priorités.",
            "Chaque branche est placée de 0 à 100 parmi des territoires comparables : pour un EPCI, ceux de France de la même tranche de "
            "population (moins de 10 000, 10 000 à 20 000, 20 000 à 50 000, 50 000 à 100 000, 100 000 habitants et plus) ; pour un "
            "département, les 101 départements. L’ensemble est nommé et daté sous l’étoile. 50 est le milieu de l’ensemble.",
            "Vers l’extérieur veut toujours dire : appelle l’attention. La face Offre est donc dessinée comme une faiblesse de l’offre.",
            "Le score d’un indicateur est son rang centile : 100 × (nombre de territoires en dessous + la moitié des égaux) / nombre de "
            "territoires, après orientation. Une branche est la moyenne de ses indicateurs disponibles ; sous 60 % des indicateurs prévus, "
            "elle est dite partielle. Moins de 20 territoires avec une valeur : pas de score.",
            "La phrase d’une branche ne répète pas son score : elle dit la part des territoires dont la moyenne est moins élevée. Un "
            "territoire a rarement tous ses indicateurs du même côté, les moyennes se serrent donc autour de 50 : un score de 60 peut "
            "dépasser celui de 8 territoires sur 10. Les phrases sont rangées selon ce qu’elles disent, la plus forte en premier.",
            "Une branche sans donnée reste creuse : elle n’est ni à zéro, ni reliée aux autres. Avec moins de cinq branches, des barres "
            "remplacent l’étoile. Une commune montre l’étoile de son EPCI ; les régions et la France n’en ont pas.",
        ),
    ),
    (
        "Comparer sans conclure trop vite",
        (
            "Un écart n’est dit favorable ou défavorable que si l’intervalle à 95 % du territoire exclut la valeur du département (de la "
            "région ou de la France pour un département). Sinon : on ne peut pas conclure.",
            "Cet intervalle mesure l’instabilité due aux petits nombres : les données administratives sont exhaustives, ce n’est pas une "
            "erreur de sondage. Proportions : intervalle de Wilson ; effectifs et taux : intervalle de Byar, ou de Poisson exact sous 10.",
            "Un indicateur sans jugement de valeur n’est jamais coloré. Un effectif, qui grandit avec le territoire, ne se compare pas au "
            "territoire parent.",
        ),
    ),
    (
        "Écart entre besoin et offre",
        (
            "Deux sortes d’écart, de sens opposés. Un manque (places, heures, postes) = taux de la référence × besoin − offre : positif, "
            "il manque des places ou des heures ; négatif, l’offre est au-dessus de la référence. "
            "Un écart de taux = taux du territoire − taux de la référence : "
            "positif (+), au-dessus ; négatif (−), au-dessous. Chaque ligne dit son sens en mots.",
            "La référence est nommée : le département, ou la France pour un département, la même année et dans la même source.",
            "Les places manquantes reposent sur des places et des enfants comptés, l’écart des taux sur les taux "
            "publiés : les deux ne viennent "
            "pas toujours de la même source, et peuvent différer un peu.",
            "Un manque calculé est un déficit apparent : ni la demande réelle, ni les échanges avec les voisins ne sont connus.",
        ),
    ),
    (
        "Quand un chiffre n’est pas là",
        (
            "Une valeur absente n’est jamais un zéro. « secret » : la valeur est protégée. « non significatif » : l’effectif est trop "
            "petit pour un chiffre fiable. « n.d. » : la donnée n’est pas disponible.",
            "Sur les cartes, à l’écran comme imprimées, ces trois cas ne se confondent pas, et la légende les nomme : "
            f"{enumere([f'{mot} pour « {MENTIONS[statut]} »' for statut, mot in ASPECTS.items()])}. Sur la carte de toutes les communes, "
            "hachures et points apparaissent quand on l’agrandit.",
            "« arrondi par la Caf » : effectifs arrondis à 5 près à la source. « estimé » : une partie des données d’origine est répartie "
            "ou estimée.",
        ),
    ),
    (
        "Secret statistique",
        (
            "Un effectif de 1 à 4 foyers de la Caf n’est jamais montré, ni ce qui permettrait de le retrouver par soustraction : s’il ne "
            "manquait que lui, le total de l’EPCI moins les autres communes le donnerait.",
            "D’autres communes du même EPCI sont donc masquées avec lui, seulement autant qu’il en faut, en commençant par les plus "
            "petites qui suffisent. Quand un EPCI entier est sous ce seuil, ou que ses communes ne peuvent se protéger entre elles, un "
            "autre EPCI du département est masqué avec lui, et seulement les communes qu’il faut dans l’un et l’autre.",
            "Dans quelques cas, cela ne suffit pas : trop peu de foyers dans le département, commune absente du fichier de la Caf, chiffre "
            "public à côté de chiffres de la Caf. Toutes les communes de l’EPCI, ou tous les EPCI du département, sont alors masqués pour "
            "ce chiffre. Un département masqué masque ceux de sa région.",
            "Une commune masquée n’a donc pas toujours un petit effectif : elle peut l’être pour protéger sa voisine.",
            "Les pages et les fichiers à emporter ne lisent que des valeurs protégées. Ce que le producteur a masqué "
            "ou arrondi reste tel quel.",
        ),
    ),
    (
        "Années, périmètres, sources",
        (
            "Chaque chiffre porte son année. Un dénominateur est de la même année, ou plus ancien de trois ans au plus ; il est alors "
            "indiqué. Une moyenne de trois ans porte la dernière, un taux d’évolution la fin de la période.",
            "Les séries sont ramenées aux communes et aux EPCI d’un seul millésime. Une rupture de série est marquée, les points n’y sont "
            "pas reliés.",
            "Un EPCI est montré à périmètre constant : les communes d’aujourd’hui, pour toutes les années. Quand sa composition a "
            "changé depuis 2019, le portrait offre aussi le périmètre d’époque, chaque année dans les communes de l’EPCI au 1er janvier "
            "suivant ; les points de deux compositions ne sont pas reliés. Les chiffres propres de la Caf n’existent qu’à périmètre "
            "constant : la différence des deux périmètres donnerait le chiffre de la commune qui a changé d’EPCI.",
            "Le chiffre du producteur, quand il existe à ce niveau, l’emporte sur une somme de communes. Une médiane ou un taux publié se "
            "lit, il ne se moyenne jamais.",
        ),
    ),
    (
        "Ce qui bouge, et si c’est plus que du bruit",
        (
            "Un changement est donné entre deux années, avec son intervalle à 95 %, tiré des intervalles publiés des deux années "
            "(méthode de Newcombe) et élargi de ce que l’arrondi peut cacher. Il dépasse le bruit quand cet intervalle laisse zéro "
            "d’un seul côté ; sinon, on ne peut pas conclure. Les deux années sont traitées comme indépendantes : les mêmes foyers y "
            "reviennent, l’intervalle est donc plutôt trop large. Sans intervalle publié, rien n’est conclu. Un taux change en points "
            "ou dans son unité, un effectif ou un montant en %.",
            "Une hausse ou une baisse régulière est établie par le test de Mann-Kendall, calculé exactement, à partir de cinq années "
            ": il regarde seulement l’ordre des valeurs. Le rythme annuel est la médiane des pentes entre deux années.",
            "On ne compare ni de part et d’autre d’une rupture de série, ni deux années de sources différentes, ni deux chiffres qui "
            "partagent des données : deux recensements à moins de cinq ans, deux moyennes de trois ans à moins de trois ans. Une "
            "année masquée, absente ou non significative est un trou, jamais relié. Un trait ne joint des années voisines qui partagent "
            "des données que si les deux bouts du trait se comparent.",
            "La bande grise réunit huit territoires comparables sur dix (entre le premier et le dernier dixième), le pointillé est "
            "leur médiane : ce sont les mêmes territoires chaque année, 20 au moins. Le périmètre est constant : toutes les années "
            "sont ramenées aux communes et aux EPCI d’aujourd’hui.",
        ),
    ),
    (
        VEILLE,
        (
            "À chaque version des données, des règles regardent tous les chiffres du territoire. À force de regarder, on trouverait "
            "toujours quelque chose : parmi une centaine de chiffres qui ne bougent pas, cinq paraîtraient bouger. Chaque règle ne "
            "garde donc, sur l’ensemble des chiffres d’un territoire, que ce qui tient quand au plus 5 % de ses alertes sont fausses "
            "(procédure de Benjamini et Hochberg), et dont l’ampleur compte. Quand rien ne bouge, une règle se trompe dans cinq "
            "territoires sur cent au plus.",
            "Une alerte acquittée garde sa raison, son auteur et sa date, et reste visible, repliée. Elle vaut pour une version des "
            "données : si elles changent, elle revient.",
            "Une valeur révisée dit dans quel sens, jamais de combien : la différence de deux versions pourrait livrer le chiffre "
            "masqué d’une commune.",
        ),
    ),
    (
        "Données de démonstration",
        (
            "Sans import, l’application montre des données fictives, tirées au hasard à partir des populations légales et de la structure "
            "nationale. Elles sont signalées partout, et ne sont jamais mêlées à des données réelles : un territoire qui a une donnée "
            "réelle n’a plus rien de fictif, et un ensemble de comparaison est tout réel ou tout fictif.",
        ),
    ),
)

GLOSSAIRE: tuple[tuple[str, str], ...] = (
    ("Bas revenus", "Revenu par unité de consommation inférieur à 60 % du revenu médian, parmi les foyers de référence de la Caf."),
    ("CTG", "Convention territoriale globale, entre la Caf et une commune ou un EPCI, sur un projet social pour le territoire."),
    ("EAJE", "Établissement d’accueil du jeune enfant : crèche, micro-crèche, halte-garderie, jardin d’enfants."),
    (
        "Entonnoir",
        "Figure qui montre, selon la taille d’un territoire, l’écart à la référence que le hasard explique : 95 et 99,8 fois sur 100.",
    ),
    ("EPCI", "Intercommunalité à fiscalité propre : communauté de communes, d’agglomération ou urbaine, métropole."),
    ("Foyer allocataire", "Allocataire, son conjoint, leurs enfants et autres personnes à charge. Ce n’est pas un ménage de l’Insee."),
    ("Intervalle à 95 %", "Étendue dans laquelle le chiffre varierait du seul fait des petits nombres, 95 fois sur 100."),
    (
        "Lissage",
        "Sur une carte, valeur rapprochée de celle de l’ensemble quand elle est incertaine, à côté du chiffre publié.",
    ),
    (
        "Population de référence",
        "Foyers dont la Caf connaît les revenus, sans les 65 ans et plus ni les étudiants logés.",
    ),
    ("PSU", "Prestation de service unique, qui finance les établissements à tarif selon les revenus des parents."),
    ("Quotient familial (QF)", "Revenus et prestations du mois, divisés par le nombre de parts du foyer, selon le calcul des Caf."),
    ("Rang médian", "Rang du milieu sur 2 000 tirages au hasard des valeurs possibles ; toujours donné avec son intervalle."),
    ("Requête type", "La demande unique de données, faite au service des études de la Caf pour préparer le portrait."),
    ("Strate", "Tranche de population qui réunit les EPCI comparables."),
    ("Version des données", "Ensemble immuable des valeurs publiées à un moment ; tout portrait dit la sienne."),
)

SENS = {
    "+": "Une valeur élevée est plutôt favorable.",
    "-": "Une valeur élevée est plutôt défavorable.",
    "0": "Ni favorable, ni défavorable : jamais coloré.",
}
INTERVALLES = {
    "proportion": "de Wilson, pour une proportion",
    "": "aucun : la marge est inconnue, le chiffre n’est pas jugé",
    "byar": "de Byar, autour de l’effectif (de Poisson exact sous 10)",
    "couverture": "de Byar, autour du nombre d’enfants, les places étant fixes",
    "aucun": "aucun",
}
EXTERIEUR = {
    ("besoin", 1): "vers l’extérieur quand la valeur est élevée",
    ("besoin", -1): "vers l’extérieur quand la valeur est faible",
    ("offre", 1): "vers l’extérieur quand la valeur est faible (offre plus faible)",
    ("offre", -1): "vers l’extérieur quand la valeur est élevée (offre plus faible)",
    ("ecart", 1): "vers l’extérieur quand la valeur est élevée",
    ("ecart", -1): "vers l’extérieur quand la valeur est faible",
}
