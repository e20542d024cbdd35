"""Interface texts by key, and the French names of the product's closed lists."""

from collections.abc import Mapping
from types import MappingProxyType

THEMES: Mapping[str, str] = MappingProxyType(
    {
        "PO": "Population",
        "PE": "Petite enfance",
        "EN": "Enfance",
        "JE": "Jeunesse",
        "PA": "Parentalité",
        "AV": "Animation de la vie sociale",
        "LO": "Logement",
        "AD": "Accès aux droits",
        "IN": "Insertion et précarité",
        "HA": "Handicap",
        "CV": "Cadre de vie",
        "TR": "Transversal",
    }
)
FACES: Mapping[str, str] = MappingProxyType({"besoin": "Besoins", "offre": "Offre", "ecart": "Écart", "priorite": "Priorités"})
ANGLES: Mapping[int, str] = MappingProxyType({1: "Besoins et caractéristiques", 2: "Offre", 3: "Écart", 4: "Priorités"})
NIVEAUX: Mapping[str, str] = MappingProxyType(
    {
        "iris": "IRIS",
        "qpv": "Quartier prioritaire",
        "commune": "Commune",
        "perimetre": "Périmètre de CTG",
        "epci": "EPCI",
        "departement": "Département",
        "region": "Région",
        "france": "France",
    }
)
NOMS_NIVEAUX: Mapping[str, str] = MappingProxyType(
    {
        "iris": "IRIS",
        "qpv": "QPV",
        "commune": "commune",
        "perimetre": "périmètre",
        "epci": "EPCI",
        "departement": "département",
        "region": "région",
        "france": "France",
    }
)
"""The same inside a sentence of an error or a report."""
LE: Mapping[str, str] = MappingProxyType(
    {"commune": "la commune", "epci": "l’EPCI", "departement": "le département", "region": "la région", "france": "la France"}
)
DU: Mapping[str, str] = MappingProxyType(
    {"commune": "de la commune", "epci": "de l’EPCI", "departement": "du département", "region": "de la région", "france": "de la France"}
)
UNITES_NIVEAU: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "commune": ("commune", "communes"),
        "epci": ("EPCI", "EPCI"),
        "departement": ("département", "départements"),
        "region": ("région", "régions"),
        "france": ("pays", "pays"),
    }
)

DEVENIRS: Mapping[str, str] = MappingProxyType(
    {
        "importe": "importé",
        "inchange": "inchangé, déjà importé",
        "retabli": "de nouveau en vigueur, là où un autre fichier l’avait remplacé ou après un retrait",
        "refuse": "refusé, rien n’en a été gardé",
    }
)
"""What became of a file, by ``Rapport.etat``: on the page as at a terminal."""
COLONNES_CHIFFRES = ("Indicateur", "Valeur", "Intervalle et repères", "Comparaison")
"""Headings of the key figures, on pages as in exports; the parents stand before the last."""
COLONNES_ETOILE = ("Branche", "Score (moyenne des places)", "En mots (place du score)", "Indicateurs")

TEXTES: Mapping[str, str] = MappingProxyType(
    {
        "demo": "Données de démonstration, fictives",
        "demo.hors": "La démonstration ne couvre pas cette commune : aucun chiffre n’est montré pour elle. Ceux des territoires plus "
        "grands sont fictifs. Pour voir cette commune, déposez dans la page Données les fichiers de la Caf et de l’Insee qui la couvrent.",
        "demo.detail": "Données de démonstration, fictives : aucun chiffre ne décrit la réalité. Seuls les noms, les contours et "
        "la population légale sont réels.",
        "fictifs": "Les fichiers importés se disent fictifs, par leur nom ou leur contenu : aucun de leurs chiffres ne décrit la réalité.",
        "etoile.titre": "Qu’est-ce qui appelle l’attention {a} ?",
        "etoile.besoin": "Vers l’extérieur : besoin plus marqué, appelle l’attention.",
        "etoile.offre": "Vers l’extérieur : offre plus faible qu’ailleurs, appelle l’attention.",
        "etoile.ecart": "Vers l’extérieur : écart plus grand entre besoin et offre, appelle l’attention.",
        "etoile.priorite": "La face « Priorités » n’est pas encore calculée dans cette version. Elle classera les thèmes selon l’écart, la "
        "vulnérabilité et l’évolution.",
        "etoile.sans_niveau": "Pas d’étoile {niveau} : trop peu de territoires comparables. Ouvrez l’étoile d’un département ou d’un EPCI.",
        "etoile.sans_epci": "Cette commune n’appartient à aucun EPCI : elle n’a pas d’étoile.",
        "etoile.mixte": "Les chiffres de cette commune sont réels, ceux de son EPCI sont de démonstration, ou l’inverse : son étoile n’est "
        "pas montrée.",
        "etoile.hors_demo": "Ni les données de démonstration, ni un fichier importé ne couvrent cette commune : elle n’a ni "
        "chiffre, ni étoile.",
        "etoile.hors": "Aucun fichier importé ne couvre cette commune : son étoile n’a rien à montrer.",
        "etoile.score": "Le score d’une branche est la moyenne des places de ses indicateurs, de 0 à 100 ; sa phrase dit la part des "
        "{unites} dont la moyenne est moins élevée. Les moyennes se serrent autour de 50 : un score de 60 peut dépasser celui de "
        "8 {unites} sur 10.",
        "etoile.vide": "Aucun indicateur de cette face n’a de valeur comparable ici.",
        "etoile.sans_donnee": "Aucun des indicateurs de cette face n’a de source importée ici.",
        "fichiers": "À déposer dans la page Données : {sources}.",
        "manque.sources": "Source non importée : {sources}.",
        "manque.communes": "{noms} : le fichier importé ne donne pas de valeur pour toutes les communes de ce territoire.",
        "manque.commune": "{noms} : le fichier importé ne donne pas de valeur pour cette commune.",
        "fichiers.paquet": "À demander à la personne qui a préparé ce paquet : {sources}.",
        "fichiers.ailleurs": "Les fichiers importés ne couvrent pas ce territoire.",
        "theme.vide": "Aucun chiffre de ce thème pour ce territoire.",
        "etoile.barres": "Moins de cinq branches ont des données : les barres remplacent l’étoile.",
        "etoile.commune": "Étoile de l’EPCI {nom} : une commune seule ne se compare pas par étoile.",
        "etoile.partiel": "partiel : moins de 60 % des indicateurs prévus",
        "saillants.incertains": "À regarder, sans pouvoir conclure",
        "saillants.besoins": "Besoins et points d’attention",
        "saillants.forces": "Forces",
        "saillants.aucun_besoin": "Aucun besoin ne ressort nettement des données présentes.",
        "saillants.aucune_force": "Aucune force ne ressort nettement des données présentes.",
        "saillants.legende": "▼ défavorable, ▲ favorable : l’intervalle exclut la valeur de référence. Sans signe : ni favorable, ni "
        "défavorable, signalé par sa place parmi les territoires comparables. ● la place est marquée, mais l’intervalle contient la "
        "référence : on ne peut pas conclure.",
        "secret.k5": "Secret statistique : ce chiffre, ou celui {voisin}, permettrait de retrouver un effectif de moins de 5. {ailleurs}",
        "secret.carte": "Des communes de cet EPCI sont masquées ensemble : sans cela, une soustraction permettrait de retrouver un "
        "effectif de moins de 5. Le chiffre de l’EPCI reste montré.",
        "voisin.commune": "d’une commune voisine",
        "voisin.perimetre": "d’une de ses communes",
        "voisin.epci": "d’un EPCI voisin",
        "voisin.departement": "d’un département voisin",
        "voisin": "d’un territoire voisin",
        "secret": "Secret statistique : trop peu de ménages ou de personnes pour publier. {ailleurs}",
        "rp.200": "Recensement : moins de {minimum} personnes concernées, à lire avec précaution.",
        "ns.c10000": "Non significatif : moins de 10 000 habitants, l’accueil se juge à une échelle plus large. {ailleurs}",
        "ns": "Non significatif : effectif trop petit pour un chiffre fiable. {ailleurs}",
        "ailleurs.epci": "Regardez l’EPCI.",
        "ailleurs.departement": "Regardez le département.",
        "ailleurs.region": "Regardez la région.",
        "ailleurs.france": "Regardez la France.",
        "arr5": "Arrondi par la Caf : effectifs arrondis à 5 près à la source.",
        "arr5.borne": "L’intervalle est la borne de cet arrondi.",
        "est": "Estimé : une partie des données d’origine est estimée ou répartie.",
        "rupture": "Rupture de série en {annees} : les points ne sont pas reliés.",
        "mixte": "Démonstration et données réelles ne se mélangent pas : référence non comparée.",
        "reference.absente": "pas de référence la même année",
        "effectif": "effectif : ne se compare pas au territoire parent",
        "ecart.taux": "calculé au taux {du}",
        "ecart.a": "écart avec la valeur {du} : + au-dessus, − au-dessous",
        "ecart.pondere": "besoin pondéré, sans taux de référence",
        "sans_objet": "–",
        "soi_meme": "pas de référence au-dessus",
        "carte.outremer": "Outre-mer rapproché, à d’autres échelles",
        "carte.vide": "Cette figure n’a de valeur pour aucun de ces territoires. {niveaux}",
        "carte.niveaux": "Elle n’est publiée qu’à partir {du}.",
        "axe.coupe": "l’axe ne part pas de zéro",
        "evolution.excedent": "{unite} au-dessus de la référence",
        "evolution.trous": "Sans valeur : {annees}",
        "evolution.vide": "Aucune année de cette figure n’est disponible ici.",
        "evolution.une": "Une seule année disponible : pas encore d’évolution.",
        "composition.creation": "création",
        "composition.fin": "disparition",
        "composition.venue": "de",
        "composition.partie": "vers",
        "composition.sans": "aucun EPCI",
        "perimetre.constant": "Périmètre constant : les communes d’aujourd’hui, pour toutes les années.",
        "perimetre.epoque": "Périmètre d’époque : chaque année dans les communes de l’EPCI au 1er janvier suivant. Les points de deux "
        "compositions ne sont pas reliés.",
        "perimetre.caf": "Ce chiffre n’est pas donné à périmètre d’époque : il vient des fichiers propres de la Caf, et la différence des "
        "deux périmètres donnerait le chiffre de la commune qui a changé d’EPCI.",
        "perimetre.absent": "Ce chiffre n’est pas disponible à périmètre d’époque : aucune source publique importée ne le donne pour les "
        "communes ou l’EPCI de ces années-là.",
        "perimetre.change": "Autre composition à partir des chiffres de {annees}",
        "age.vide": "La structure par âge n’est pas disponible ici.",
        "methode.verdict": "Un écart n’est dit favorable ou défavorable que si l’intervalle du territoire exclut la valeur de "
        "référence ; sinon, on ne peut pas conclure. Les figures sans jugement de valeur ne sont jamais colorées.",
        "methode.intervalle": "L’intervalle à 95 % mesure l’instabilité due aux petits nombres ; ce n’est pas une erreur de sondage.",
        "methode.etoile": "L’étoile place chaque branche de 0 à 100 parmi des territoires comparables, nommés et datés ; 50 est le "
        "milieu. Vers l’extérieur veut toujours dire : appelle l’attention.",
        "methode.secret": "Un effectif de 1 à 4 foyers n’est jamais montré, ni ce qui permettrait de le retrouver. Une valeur "
        "masquée n’est pas un zéro.",
        "methode.annees": "Chaque figure porte son année ; un dénominateur est de la même année ou plus ancien de trois ans au "
        "plus, et il est indiqué.",
        "version.demo": "démonstration, {id}",
        "version.vide": "aucune donnée",
        "version.aide": "Deux documents qui portent la même version viennent des mêmes données.",
        "perimetre.a_calculer": "Les chiffres de ce périmètre sont à calculer de nouveau, depuis un import ou une mise à jour : "
        "ouvrez la page Périmètres de CTG.",
        "perimetre.vide": "Aucun fichier importé ne couvre ces communes : ce périmètre n’a pas encore de chiffres. Déposez dans la page "
        "Données les extractions de son département.",
        "perimetre.vide.demo": "Aucun fichier importé ne couvre ces communes. Les chiffres de démonstration d’un périmètre n’existent "
        "qu’en Haute-Vienne, où sont les territoires d’exemple.",
        "perimetre.refus": "Secret statistique : les chiffres de ce périmètre ne sont pas montrés. {causes}",
        "perimetre.partielles": "Ces communes d’aujourd’hui ne sont qu’en partie dans le périmètre, depuis une fusion, et n’y sont "
        "pas comptées : {communes}. Décidez-en par un avenant.",
        "accueil.vide": "Le magasin est vide. Déposez un premier fichier dans la page Données : la requête type de la Caf alimente "
        "le plus de branches.",
    }
)


def texte(cle: str, **details: object) -> str:
    """The text of ``cle`` with its details; KeyError on an unknown key, so that a typo never reaches a page."""
    return TEXTES[cle].format(**details) if details else TEXTES[cle]
