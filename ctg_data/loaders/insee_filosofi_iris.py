"""INSEE, Filosofi by IRIS: disposable income (``BASE_TD_FILO_DISP_IRIS``) and declared income (``BASE_TD_FILO_IRIS_…_DEC``).

Both are for IRIS of communes of 5,000 inhabitants and more, and of more than 1,000 persons and 500 households.
"""

from ctg_data.loaders.insee_commun import FILOSOFI_PARU, RETARD_MOIS, iris_de_la_commune, source
from ctg_data.loaders.insee_filosofi import SECRETES
from ctg_data.loaders.model import Colonne, Disposition, Source

_CLE = (
    Colonne("code", ("iris",), genre="code"),
    Colonne("commune", ("com",), genre="texte"),
    *(Colonne(nom, genre="ignore", obligatoire=False) for nom in ("libiris", "libcom")),
)
_COMPOSANTES = ("pact", "ptsa", "pcho", "pben", "ppen")
"""Shares of disposable and of declared income alike."""
_SOCIALES = ("ppat", "ppsoc", "ppfam", "ppmini", "pplogt", "pimpot")


def _colonne(
    prefixe: str, nom: str, mesure: str, unite: str, modalite: str, *, obligatoire: bool = True, **bornes: float | None
) -> Colonne:
    alias = (rf"{prefixe}_{nom}(?P<aa>\d\d)",)
    return Colonne(nom, alias, mesure=mesure, modalite=modalite, unite=unite, additif=False, **bornes)


def _distribution(prefixe: str, niveau: str, rapport: str) -> tuple[Colonne, ...]:
    """Quantiles in euros a year for each consumption unit, then ratios; ``eq``: (Q3 - Q1) / median."""
    rangs = (("q1", "q1"), ("med", "mediane"), ("q3", "q3"), *((f"d{r}", f"d{r}") for r in (1, 2, 3, 4, 6, 7, 8, 9)))
    rapports = (("eq", "q3_q1_mediane"), ("rd", "d9_d1"), ("s80s20", "s80s20"))
    return (
        *(_colonne(prefixe, nom, niveau, "euros", modalite, minimum=None) for nom, modalite in rangs),
        *(_colonne(prefixe, nom, rapport, "ratio", modalite) for nom, modalite in rapports),
        _colonne(prefixe, "gi", rapport, "ratio", "gini", maximum=1),
    )


def _parts(prefixe: str, mesure: str, noms: tuple[str, ...]) -> tuple[Colonne, ...]:
    """Taxes are negative, and a loss of the self-employed may be."""
    return tuple(_colonne(prefixe, nom, mesure, "pourcent", nom, minimum=None) for nom in noms)


def _ignore(prefixe: str, nom: str) -> Colonne:
    return Colonne(nom, (rf"{prefixe}_{nom}\d\d",), genre="ignore", obligatoire=False)


DISPONIBLE = (
    *_CLE,
    _colonne("disp", "tp60", "filo_taux_pauvrete", "pourcent", "total", maximum=100),
    *_distribution("disp", "filo_niveau_vie", "filo_rapport"),
    *_parts("disp", "filo_part_revenu", (*_COMPOSANTES, *_SOCIALES)),
    # a note tells that the number of households moved much, or that figures were not published: their cells are then empty
    _ignore("disp", "note"),
)
DECLARE = (
    *_CLE,
    _colonne("dec", "pimp", "filo_part_imposes", "pourcent", "total", maximum=100),
    _colonne("dec", "tp60", "filo_taux_bas_revenus", "pourcent", "total", maximum=100),
    *_distribution("dec", "filo_revenu_declare", "filo_rapport_declare"),
    *_parts("dec", "filo_part_declare", (*_COMPOSANTES, "paut")),
    # 2: the two rates above are rounded to the nearest odd number (500 to 1,000 households); « so » where they are not given
    Colonne("incert", (r"dec_incert\d\d",), genre="choix", choix=("1", "2", "so")),
    _ignore("dec", "note"),
)


def _disposition(identifiant: str, colonnes: tuple[Colonne, ...], **champs: object) -> Disposition:
    return Disposition(id=identifiant, niveau="iris", colonnes=colonnes, annee="entete", preparer=iris_de_la_commune, **champs)


SOURCES: tuple[Source, ...] = (
    source(
        id="insee_filosofi_iris",
        titre="Filosofi par IRIS (BASE_TD_FILO)",
        profil_secret="filosofi",
        dispositions=(
            _disposition("filo_disp_iris", DISPONIBLE, formats=("csv", "xlsx", "xls"), marques=SECRETES),
            # an empty cell is no mark there: every reason has its own
            _disposition("filo_dec_iris", DECLARE, formats=("xlsx", "xls", "csv"), marques={"s": "s", "ns": "ns", "nd": "nd", "so": "nd"}),
        ),
        millesime_geo=lambda annee: annee + 1,
        precedence=40,
        retard_mois=RETARD_MOIS,
        parution=FILOSOFI_PARU,
        champ="ménages fiscaux, IRIS des communes d’au moins 5 000 habitants, France métropolitaine, Martinique et La Réunion",
        # disposable and declared incomes of one year are two files
        portee_fine=True,
    ),
)
