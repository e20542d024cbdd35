"""INSEE, census by IRIS (``base-ic-…``): population, activity, diplomas, schooling, families.

Only what the field reads is kept; the other variables are told as columns that are not used.
"""

import pandas as pd

from ctg_data.loaders.insee_commun import iris_de_la_commune, verifie_sommes
from ctg_data.loaders.insee_rp import FAMILLES, source_rp
from ctg_data.loaders.insee_rp_population import POPULATION, population, verifie_ages
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Preparer, Source

_CLE = (
    Colonne("code", ("iris",), genre="code"),
    Colonne("commune", ("com",), genre="texte", obligatoire=False),
    *(
        Colonne(nom, alias, genre="ignore", obligatoire=False)
        for nom, alias in (
            *((nom, ()) for nom in ("reg", "dep", "libcom", "triris", "grd_quart", "libiris", "typ_iris", "modif_iris", "lab_iris")),
            ("uu", (r"uu20\d\d",)),
        )
    ),
)
_ECART = 2
"""Persons: each cell may be rounded, and sums have four parts at most in such files."""

# Activity ----------------------------------------------------------------------------------------------------------------

AGES_ACTIFS = {"1524": "15_24", "2554": "25_54", "5564": "55_64"}
SEXES = ("h", "f")
_ETATS = {"": "rp_population", "act": "rp_actifs", "actocc": "rp_actifs_occupes"}


def _activite() -> tuple[Colonne, ...]:
    """By sex: population, active, employed at 15-24, 25-54 and 55-64; unemployed and inactive at 15-64 as a whole."""
    par_age = (
        population(sexe + etat + age, f"{mesure}_{tranche}", sexe, obligatoire=True)
        for etat, mesure in _ETATS.items()
        for age, tranche in AGES_ACTIFS.items()
        for sexe in SEXES
    )
    ensemble = (
        population(sexe + etat + "1564", mesure, sexe, obligatoire=True)
        for etat, mesure in (("chom", "rp_chomeurs_15_64"), ("inact", "rp_inactifs_15_64"))
        for sexe in SEXES
    )
    return (*par_age, *ensemble)


_TOTAUX_ACTIVITE = tuple(
    Colonne(sexe + etat + "1564", (rf"p\d\d_{sexe}{etat}1564",), obligatoire=False) for etat in _ETATS for sexe in SEXES
)


def _verifie_activite(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    for sexe in SEXES:
        for etat in _ETATS:
            parts = [sexe + etat + age for age in AGES_ACTIFS]
            verifie_sommes(cadre, f"{sexe}{etat}1564", parts, ecart=_ECART, contexte=contexte, ecarts=ecarts)
        parts = (f"{sexe}actocc1564", f"{sexe}chom1564")
        verifie_sommes(cadre, f"{sexe}act1564", parts, ecart=_ECART, contexte=contexte, ecarts=ecarts)
        parts = (f"{sexe}act1564", f"{sexe}inact1564")
        verifie_sommes(cadre, f"{sexe}1564", parts, ecart=_ECART, contexte=contexte, ecarts=ecarts)
    return cadre


# Diplomas and schooling ----------------------------------------------------------------------------------------------------

ANCIENS = {"diplmin": "sans_ou_bepc", "capbep": "capbep", "bac": "bac", "sup": "sup"}
"""Until the census of 2016 « diplmin » holds the brevet: it is not the same group as later."""
RECENTS = {"diplmin": "sans", "bepc": "bepc", "capbep": "capbep", "bac": "bac", "sup2": "bac_2", "sup34": "bac_3_4", "sup5": "bac_5"}
SCOLARITE = {"0205": "2_5", "0610": "6_10", "1114": "11_14", "1517": "15_17", "1824": "18_24", "2529": "25_29"}


def _diplomes(niveaux: dict[str, str]) -> tuple[Colonne, ...]:
    return (
        *(
            population(f"{sexe}nscol15p_{nom}", f"rp_diplome_{sexe}", modalite, obligatoire=True)
            for sexe in SEXES
            for nom, modalite in niveaux.items()
        ),
        *(population(f"{sexe}nscol15p", f"rp_non_scolarises_{sexe}", obligatoire=True) for sexe in SEXES),
        *(population(f"pop{age}", "rp_population_scolaire", tranche) for age, tranche in SCOLARITE.items()),
        *(population(f"scol{age}", "rp_scolarises", tranche) for age, tranche in SCOLARITE.items()),
    )


def _verifie_diplomes(niveaux: dict[str, str]) -> Preparer:
    def verifie(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        for sexe in SEXES:
            parts = [f"{sexe}nscol15p_{nom}" for nom in niveaux]
            verifie_sommes(cadre, f"{sexe}nscol15p", parts, ecart=_ECART, contexte=contexte, ecarts=ecarts)
        return cadre

    return verifie


# Population ----------------------------------------------------------------------------------------------------------------

_ENFANTS = {"0002": "0_2", "0305": "3_5", "0610": "6_10", "1117": "11_17", "1824": "18_24"}
_POPULATION = (*POPULATION, *(population(f"pop{age}", "rp_population_enfants", tranche) for age, tranche in _ENFANTS.items()))


def _disposition(theme: str, colonnes: tuple[Colonne, ...], verifie: Preparer | None = None, *, multi_annees: bool = False) -> Disposition:
    def prepare(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        cadre = iris_de_la_commune(cadre, contexte, ecarts)
        return verifie(cadre, contexte, ecarts) if verifie else cadre

    return Disposition(
        id=f"base_ic_{theme}",
        niveau="iris",
        formats=("csv", "xlsx", "xls"),
        colonnes=(*_CLE, *colonnes),
        annee="entete",
        preparer=prepare,
        multi_annees=multi_annees,
    )


SOURCES: tuple[Source, ...] = (
    source_rp(
        "insee_rp_iris",
        "Recensement par IRIS (base-ic)",
        _disposition("evol_struct_pop", _POPULATION, verifie_ages, multi_annees=True),
        _disposition("activite", (*_activite(), *_TOTAUX_ACTIVITE), _verifie_activite),
        _disposition("diplomes", _diplomes(RECENTS), _verifie_diplomes(RECENTS)),
        _disposition("diplomes_2016", _diplomes(ANCIENS), _verifie_diplomes(ANCIENS)),
        _disposition("couples_familles_menages", FAMILLES, multi_annees=True),
        decalage=2,
        # one file a theme
        portee_fine=True,
    ),
)
