"""The columns of a plan d'actions in a workbook: what each holds, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ctg_data.wording.fr import THEMES
from ctg_data.wording.parcours import ETATS as MOTS

FEUILLE = "Plan d’actions"
LIGNES_MAX = 5_000
LIGNE_MAX, PARAGRAPHE_MAX = 200, 2_000
"""Characters of a name, and of a text: what the pages accept."""
COUT_MAX = 1_999_999_999
PREMIERE, DERNIERE = date(1990, 1, 1), date(2099, 12, 31)
ETATS: Mapping[str, str] = MOTS["EtatAction"]


@dataclass(frozen=True)
class ColonnePlan:
    """``champ``: of the action; ``nature``: ligne, paragraphe, theme, etat, date, montant or part; ``aussi``: other headings met."""

    champ: str
    titre: str
    consigne: str
    exemple: str
    nature: str = "ligne"
    aussi: tuple[str, ...] = ()


COLONNES = (
    ColonnePlan(
        "libelle",
        "Action",
        "Le nom de l’action : la seule colonne obligatoire. Avec le thème, il reconnaît une action déjà suivie.",
        "Relais petite enfance d’Ambazac",
        aussi=("libellé", "nom de l'action", "intitulé", "intitulé de l'action"),
    ),
    ColonnePlan("theme", "Thème", "Le thème de la branche, dans la liste.", "Petite enfance", "theme", ("thématique",)),
    ColonnePlan(
        "pilote", "Pilote", "La fonction qui porte l’action, sans nom de personne.", "Coordinatrice petite enfance", aussi=("porteur",)
    ),
    ColonnePlan("binome_caf", "Binôme Caf", "La fonction qui la suit, côté Caf.", "Conseillère technique", aussi=("référent caf",)),
    ColonnePlan(
        "binome_collectivite",
        "Binôme collectivité",
        "La fonction qui la suit, côté collectivité.",
        "Responsable du service enfance",
        aussi=("référent collectivité", "référent de la collectivité"),
    ),
    ColonnePlan("debut", "Début", "JJ/MM/AAAA.", "01/09/2025", "date", ("date de début",)),
    ColonnePlan("fin", "Fin", "JJ/MM/AAAA, au plus tard à la fin de la CTG.", "30/06/2027", "date", ("date de fin",)),
    ColonnePlan("cout", "Budget (€)", "En euros, arrondi à l’euro.", "12000", "montant", ("budget", "coût", "coût (€)", "montant")),
    ColonnePlan(
        "cof",
        "Convention de financement",
        "La convention d’objectifs et de financement (COF) dont l’action dépend.",
        "COF relais 2025-2028",
        aussi=("cof",),
    ),
    ColonnePlan("etat", "État", "L’état de l’action, dans la liste. Vide pour une action neuve : idée.", "engagée", "etat", ("statut",)),
    ColonnePlan("avancement", "Avancement (%)", "De 0 à 100 : ce qui est fait, pas ce qui a changé.", "40", "part", ("avancement",)),
    ColonnePlan("motif", "Raison", "Pourquoi l’action est reportée ou abandonnée.", "", "paragraphe", ("motif",)),
    ColonnePlan(
        "description", "Description", "Ce qu’elle consiste à faire, pour qui.", "Un lieu ouvert deux jours par semaine", "paragraphe"
    ),
)
PAR_CHAMP = MappingProxyType({c.champ: c for c in COLONNES})


@dataclass(frozen=True)
class LignePlan:
    """One action as a workbook tells it.  A cell left empty is "" or None: it changes nothing of an action already followed.

    ``etat``: a state of an action, "" unknown; ``ligne``: of the sheet, 0 for none.
    """

    libelle: str
    theme: str = ""
    etat: str = ""
    pilote: str = ""
    binome_caf: str = ""
    binome_collectivite: str = ""
    debut: date | None = None
    fin: date | None = None
    cout: int | None = None
    cof: str = ""
    avancement: int | None = None
    motif: str = ""
    description: str = ""
    ligne: int = 0


def en_clair(champ: str, valeur: object) -> str:
    """A value as the workbook writes it."""
    if valeur in (None, ""):
        return ""
    nature = PAR_CHAMP[champ].nature
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    return {"theme": THEMES, "etat": ETATS}.get(nature, {}).get(str(valeur), str(valeur))
