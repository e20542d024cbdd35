"""The rules of data quality, as declarations: what each looks for, why, how far it lets figures go, and what to do."""
# ruff: noqa: E501  (a sentence is easier to proofread unbroken)

from collections.abc import Mapping
from dataclasses import dataclass

from ctg_data.diagnostic.regles import INFORMER, SURVEILLER, TRAITER
from ctg_data.diagnostic.veille import Alerte as AlerteVeille


@dataclass(frozen=True)
class Regle:
    """One rule.  ``phrase``: what it looks for; ``raison``: why, and who says so; ``remede``: what to do of its alerts.

    ``tolerance``: how far figures may go, in the unit that ``phrase`` says; ``minimum``: smallest count it judges (0: any).
    ``taux``: share of its alerts that may be false over one territory (0: not a test).
    """

    id: str
    libelle: str
    phrase: str
    raison: str
    remede: str
    severite: int
    tolerance: float = 0.0
    minimum: float = 0.0
    taux: float = 0.0


@dataclass(frozen=True)
class Alerte(AlerteVeille):
    """One alert of quality.  ``attendu``: what was expected, in words; ``sources``: ``source@annee`` joined by « | », of every figure read.

    ``edition``: the editions of every figure read, the alert's own first, joined by « | »: when one of them is revised, what had been
    acknowledged no longer holds.  Read are those that the alert names or sums up: parts, the national figure, the peers behind a median; the
    other years of a series, which only say what is usual for a jump, are not, else each new year would bring every jump back.
    """

    attendu: str = ""
    sources: str = ""


_FICHIERS = "Ouvrez les deux fichiers à la ligne de ce territoire ; vérifiez l’année, le champ (Caf, MSA) et l’unité de chacun."
_FICHIER = (
    "Ouvrez le fichier à la ligne de ce territoire, cette année-là et la précédente ; comparez avec l’édition d’origine du producteur."
)

REGLES = (
    Regle(
        "q_bornes",
        "Valeur hors du possible",
        "Un chiffre sort de ce que sa définition permet, son intervalle compris.",
        "Liste des bornes déclarées, chacune avec sa raison.",
        "Vérifiez l’unité et les colonnes du fichier : une part lue pour un effectif, un total lu pour une part.",
        TRAITER,
    ),
    Regle(
        "q_emboitees",
        "Parties plus grandes que le tout",
        "Une part incluse dans une autre la dépasse (parts emboîtées, composantes d’un taux).",
        "Par définition, une partie ne dépasse pas son tout.",
        "Vérifiez que les colonnes n’ont pas été interverties dans le fichier.",
        TRAITER,
        tolerance=0.15,
    ),
    Regle(
        "q_somme",
        "Total différent de la somme des parties",
        "Le total publié d’un niveau s’écarte de la somme de ses territoires, au-delà des arrondis et de 0,5 %.",
        "Un effectif s’additionne ; l’arrondi du producteur est pris au plus large.",
        "Cherchez le niveau fautif : un fichier d’une autre année, un territoire absent, un périmètre différent.",
        SURVEILLER,
        tolerance=0.005,
    ),
    Regle(
        "q_composantes",
        "Taux global différent de ses composantes",
        "Le taux de couverture global s’écarte de plus d’un point de la somme de ses quatre modes d’accueil.",
        "Définition du taux : EAJE, préscolarisation, assistants maternels, garde à domicile. Les composantes publiées sont arrondies au dixième.",
        "Signalez l’écart au producteur ; ne recalculez pas le total, la Cnaf publie le sien.",
        INFORMER,
        tolerance=1.0,
    ),
    Regle(
        "q_naissances",
        "Enfants de moins de 3 ans et naissances",
        "Les enfants de moins de 3 ans s’écartent de plus de 40 % des naissances des trois années, au-delà de 100 naissances.",
        "Contrôle de la requête type : enfants de 0 à 2 ans et naissances à 40 % près.",
        _FICHIERS,
        SURVEILLER,
        tolerance=0.4,
        minimum=100,
    ),
    Regle(
        "q_enfants_caf_rp",
        "Enfants connus de la Caf et recensement",
        "Les enfants de moins de 3 ans connus de la Caf et de la MSA s’écartent de plus de 40 % de ceux du recensement.",
        "Même tolérance que pour les naissances : presque tous les enfants de moins de 3 ans ont un parent allocataire.",
        _FICHIERS,
        SURVEILLER,
        tolerance=0.4,
        minimum=100,
    ),
    Regle(
        "q_ages_population",
        "Somme des âges et population",
        "La somme des groupes d’âges s’écarte de plus de 10 % de la population municipale de la même année.",
        "Les deux viennent du même recensement ; les tables d’âges portent des nombres pondérés.",
        _FICHIERS,
        SURVEILLER,
        tolerance=0.1,
        minimum=200,
    ),
    Regle(
        "q_foyers_menages",
        "Foyers allocataires et ménages",
        "Les foyers allocataires sont plus nombreux que les ménages du recensement, ou moins d’un pour dix ménages.",
        "13,5 millions de foyers pour environ 29 millions de ménages en 2019 ; plusieurs foyers peuvent partager un logement (étudiants).",
        _FICHIERS,
        SURVEILLER,
        tolerance=0.1,
        minimum=200,
    ),
    Regle(
        "q_places_enfants",
        "Places d’accueil sans enfant",
        "Un taux de couverture est publié alors qu’aucun enfant de moins de 3 ans n’est compté.",
        "Contrôle du référentiel : zéro enfant avec des places ne peut donner un taux.",
        _FICHIERS,
        TRAITER,
    ),
    Regle(
        "q_reference_nationale",
        "Chiffre national loin du repère connu",
        "Le chiffre de la France s’écarte de l’ordre de grandeur publié.",
        "Tableau des repères nationaux du référentiel, dans une fourchette large qui laisse passer les années voisines.",
        "Vérifiez le champ et l’unité du fichier national, et qu’aucun département ne manque à la somme.",
        TRAITER,
    ),
    Regle(
        "q_loin_de_france",
        "Valeur cinq fois plus haute ou plus basse que la France",
        "Un taux sort de l’intervalle d’un cinquième à cinq fois celui de la France, son intervalle compris.",
        "Contrôle du référentiel : avertir hors de 0,2 à 5 fois le chiffre national.",
        "Si le territoire l’explique (une seule crèche, un quartier neuf), acquittez avec la raison ; sinon, vérifiez le fichier.",
        SURVEILLER,
        tolerance=5.0,
    ),
    Regle(
        "q_saut",
        "Saut inhabituel dans la série",
        "La valeur change de plus de 30 % d’une année à l’autre, bien plus que ne le fait d’habitude ce chiffre ici et la même année ailleurs.",
        "Contrôle de la requête type (plus de 30 % en un an pour plus de 100) ; test sur les changements passés, alertes fausses contrôlées.",
        _FICHIER,
        SURVEILLER,
        tolerance=0.3,
        minimum=100,
        taux=0.05,
    ),
    Regle(
        "q_comparables",
        "Valeur extrême parmi les territoires comparables",
        "La valeur, intervalle compris, est à plus de huit écarts de la médiane de la strate, et au moins deux fois plus haute ou plus basse.",
        "Écart robuste (médiane des écarts à la médiane) sur l’échelle des rapports ; zéro n’est pas jugé.",
        "Comparez avec un territoire voisin de même taille ; si le fait est réel, acquittez avec la raison.",
        INFORMER,
        tolerance=8.0,
    ),
    Regle(
        "q_ancienne",
        "Année plus récente sans doute parue",
        "Le producteur a sans doute publié une année plus récente que la dernière importée.",
        "Rythme et délai déclarés avec la source, et d’où on les connaît.",
        "Téléchargez la dernière édition chez le producteur et déposez-la dans « Importer ».",
        INFORMER,
    ),
    Regle(
        "q_trou",
        "Année manquante dans une série",
        "Une année manque entre deux années importées d’une source annuelle.",
        "Une série trouée ne se lit pas comme une tendance.",
        "Retrouvez l’édition de l’année qui manque et importez-la.",
        INFORMER,
    ),
)
PAR_ID: Mapping[str, Regle] = {r.id: r for r in REGLES}
DE_SOURCE = ("q_ancienne", "q_trou")
"""Rules whose alerts bear on a source, not on a figure."""


@dataclass(frozen=True)
class Borne:
    """What a figure cannot leave: lowest and highest possible values, in its unit (None: open).  ``raison``: why."""

    indicateur: str
    bas: float | None
    haut: float | None
    raison: str


BORNES = (
    Borne("tx_natalite", None, 60, "aucun pays n’atteint 60 naissances pour 1 000 habitants"),
    Borne("tx_fecondite_gen", None, 300, "plus d’une naissance tous les trois ans pour chaque femme de 15 à 49 ans"),
    Borne("tx_couv_global", None, 250, "le plus haut taux communal publié est de 161 places pour 100 enfants"),
    Borne("niveau_vie_median", 5_000, 80_000, "aucune commune publiée n’en approche ; le niveau national est de 25 760 € en 2023"),
    Borne("interdecile", 1.5, 25, "le neuvième décile dépasse toujours le premier"),
    Borne("indice_vieillissement", 1, None, "il y a partout des personnes de 65 ans et plus"),
    Borne("tx_scol_2ans", None, 130, "pas plus d’élèves de 2 ans que d’enfants de cet âge, aux échanges entre communes près"),
    Borne("tx_occup_eaje", 5, 130, "les heures réalisées approchent les heures offertes sans les dépasser de beaucoup"),
    Borne("tx_factu_psu", 60, 200, "les heures facturées dépassent un peu les heures réalisées"),
    Borne("part_menages_al", None, 120, "pas plus d’une aide au logement par ménage, foyers logés ensemble mis à part"),
    Borne("part_ppa", None, 120, "pas plus d’une prime d’activité par ménage, foyers logés ensemble mis à part"),
    Borne("aah_p1000", None, 300, "moins de trois adultes sur dix, même près d’un établissement"),
    Borne("aeeh_p1000", None, 300, "moins de trois enfants sur dix, même près d’un établissement"),
)
"""Levels that only a mistake passes; percentages of a whole are held between 0 and 100 besides."""


@dataclass(frozen=True)
class Repere:
    """The order of magnitude of a figure for France: lowest and highest, wide enough for the years around; ``raison``: the figure known."""

    indicateur: str
    bas: float
    haut: float
    raison: str


REPERES = (
    Repere("pop_municipale", 60e6, 72e6, "68,6 millions d’habitants au 1er janvier 2025"),
    Repere("naissances_moy3", 550e3, 900e3, "663 000 naissances en 2024, 835 000 au plus haut en 2006 et 2010"),
    Repere("tx_natalite", 8, 14, "663 000 naissances pour 68,6 millions d’habitants en 2024"),
    Repere("indice_vieillissement", 60, 120, "84,8 en 2020, 72,9 en 2014"),
    Repere("indice_jeunesse", 65, 125, "85 à 90 en 2021"),
    Repere("tx_couv_global", 45, 75, "47,6 en 2006, 60,9 en 2023"),
    Repere("tx_couv_eaje_psu", 12, 30, "19,9 en 2023"),
    Repere("tx_couv_am", 22, 42, "31,9 en 2023"),
    Repere("tx_couv_gad", 0.8, 5, "2,2 en 2023"),
    Repere("tx_couv_prescol", 1, 10, "3,3 en 2023"),
    Repere("part_monoparentales", 15, 40, "24,7 % des familles avec un enfant mineur en 2020"),
    Repere("part_fam_nombreuses", 12, 30, "21 % des familles avec un enfant mineur en 2020"),
    Repere("tx_pauvrete_60", 11, 19, "15,4 % en 2023 (autre source : ERFS)"),
    Repere("niveau_vie_median", 17_000, 30_000, "25 760 € par an en 2023"),
    Repere("foyers_rsa", 1.2e6, 2.3e6, "1,85 million de foyers, tous régimes, fin 2024"),
    Repere("foyers_ppa", 2.0e6, 5.5e6, "4,78 millions de foyers, tous régimes, fin 2024"),
    Repere("tx_couv_caf", 40, 60, "32,7 millions de personnes couvertes en 2019, pour 66,4 millions d’habitants"),
)
"""domain.md §9, widened: the store holds any year of the last twenty."""
