"""INSEE, census: population by sex and broad age (``base-cc-evol-struct-pop``, communes), and what IRIS files share with it."""

import pandas as pd

from ctg_data.loaders.insee_commun import annees_des_colonnes, verifie_sommes
from ctg_data.loaders.insee_rp import source_rp
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source

TRANCHES = {"0014": "0_14", "1529": "15_29", "3044": "30_44", "4559": "45_59", "6074": "60_74"}
GRANDS_AGES = {"7589": "75_89", "90p": "90p", "75p": "75p"}
"""Communes: 75 to 89, then 90 and over; IRIS: 75 and over.  A file has one or the other."""
_ECART = 4
"""Persons: each cell may be rounded, and there are seven ages at most."""


def population(nom: str, mesure: str, modalite: str = "total", *, obligatoire: bool = False) -> Colonne:
    """P21_POP0014: main exploitation, year, variable."""
    return Colonne(nom, (rf"p(?P<aa>\d\d)_{nom}",), mesure=mesure, modalite=modalite, unite="personnes", obligatoire=obligatoire)


def _par_age(prefixe: str, mesure: str, *, obligatoire: bool) -> tuple[Colonne, ...]:
    return (
        *(population(prefixe + tranche, mesure, modalite, obligatoire=obligatoire) for tranche, modalite in TRANCHES.items()),
        *(population(prefixe + tranche, mesure, modalite) for tranche, modalite in GRANDS_AGES.items()),
    )


POPULATION = (
    population("pop", "pop_municipale", obligatoire=True),
    *_par_age("pop", "rp_population_age", obligatoire=True),
    population("poph", "rp_population_h"),
    *_par_age("h", "rp_population_h", obligatoire=False),
    population("popf", "rp_population_f"),
    *_par_age("f", "rp_population_f", obligatoire=False),
)


def verifie_ages(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Ages add up to the population of each year, and so do the sexes."""
    for annee in annees_des_colonnes(cadre, "pop"):
        communs = {"ecart": _ECART, "contexte": contexte, "ecarts": ecarts, "annee": annee}
        for total, prefixe in (("pop", "pop"), ("poph", "h"), ("popf", "f")):
            ages = [prefixe + tranche for tranche in TRANCHES]
            entier = f"{prefixe}75p@{annee}" in cadre
            verifie_sommes(cadre, total, [*ages, *(prefixe + t for t in (("75p",) if entier else ("7589", "90p")))], **communs)
        verifie_sommes(cadre, "pop", ("poph", "popf"), **communs)
    return cadre


_COMMUNES = Disposition(
    id="base_cc_evol_struct_pop",
    formats=("csv", "xlsx", "xls"),
    colonnes=(Colonne("code", ("codgeo",), genre="code"), Colonne("libgeo", genre="ignore", obligatoire=False), *POPULATION),
    annee="entete",
    # the workbook repeats its columns for three censuses; arrondissements have a sheet of their own
    multi_annees=True,
    preparer=verifie_ages,
)

SOURCES: tuple[Source, ...] = (
    source_rp(
        "insee_rp_population",
        "Recensement, population par sexe et grand âge (base-cc-evol-struct-pop)",
        _COMMUNES,
        decalage=3,
        facultative=True,
    ),
)
