"""The rules of the watch, as declarations, and the fixed levels that mean something by themselves."""

from dataclasses import dataclass

TRAITER, SURVEILLER, INFORMER = 1, 2, 3
"""Severities, most urgent first."""


@dataclass(frozen=True)
class Regle:
    """One rule.  ``phrase`` says what it looks for; ``severite``: of its alerts, raised by one when the move is unfavourable.

    ``taux``: share of its alerts that may be false (0: not a test); ``ampleur``: smallest change told, in % of the first value.
    """

    id: str
    libelle: str
    phrase: str
    severite: int
    taux: float = 0.0
    ampleur: float = 0.0
    active: bool = True


REGLES = (
    Regle(
        "seuil",
        "Seuil franchi",
        "Un repère fixe (tableau des seuils) est passé et l’intervalle l’exclut ; sans intervalle, l’alerte dit que la marge est inconnue.",
        SURVEILLER,
        0.05,
    ),
    Regle(
        "reference",
        "Référence franchie",
        "Le chiffre est passé de l’autre côté de celui du département, et son intervalle exclut ce dernier.",
        SURVEILLER,
        0.05,
    ),
    Regle("variation", "Changement net", "La dernière année diffère de la précédente, au-delà du bruit.", SURVEILLER, 0.05, 5),
    Regle(
        "tendance",
        "Hausse ou baisse régulière",
        "Cinq années ou plus vont dans le même sens, et le chemin parcouru dépasse le bruit.",
        INFORMER,
        0.05,
        5,
    ),
    Regle(
        "divergence",
        "Écart avec les territoires comparables",
        "Le chiffre bouge autrement que la médiane des territoires comparables, hors de leur bande.",
        SURVEILLER,
        0.05,
        5,
    ),
    Regle("revision", "Valeur révisée", "La même année a une autre valeur que dans une version antérieure des données.", SURVEILLER),
    Regle("edition", "Nouvelle année", "Une année est arrivée depuis une version antérieure des données.", INFORMER),
    Regle("ancienne", "Donnée qui vieillit", "La dernière année est plus ancienne que ne le veut le rythme du producteur.", SURVEILLER),
)


@dataclass(frozen=True)
class Seuil:
    """A fixed level that means something by itself.  ``raison`` says what, and where it comes from."""

    indicateur: str
    valeur: float
    raison: str


SEUILS = (
    Seuil("tx_occup_eaje", 85, "au-delà, une liste d’attente signale un vrai manque de places : c’est un repère de travail"),
    Seuil("tx_factu_psu", 107, "premier palier du tarif de la prestation de service unique"),
    Seuil("tx_factu_psu", 117, "second palier du tarif de la prestation de service unique"),
)
