"""DREES, local potential accessibility (APL) to general practitioners: one sheet a year, by commune.

An APL is consultations within reach of one inhabitant in a year; the DREES gives beside it the population, made comparable by age, over
which it is averaged.  Their product adds up, so that a group of communes has its weighted mean.
"""

import pandas as pd

from ctg_data.loaders.mesures import fond
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source

CONSULTATIONS = Colonne("consultations", mesure="apl_consultations", unite="consultations", obligatoire=False)
"""Made of the two others."""
_COLONNES = (
    Colonne("code", ("code commune insee",), genre="code"),
    Colonne("commune", genre="ignore", obligatoire=False),
    Colonne(
        "apl", ("apl aux medecins generalistes",), mesure="apl_generalistes", unite="consultations_par_hab", additif=False, maximum=100
    ),
    *(
        Colonne(f"apl_{age}", (rf"apl aux medecins generalistes de {age} ans (?:et|ou) moins",), genre="ignore", obligatoire=False)
        for age in (65, 62, 60)
    ),
    Colonne(
        "population", (r"population standardisee 20\d\d pour la medecine generale",), mesure="apl_population", unite="habitants_ponderes"
    ),
    Colonne("totale", (r"population totale 20\d\d",), genre="ignore", obligatoire=False),
    CONSULTATIONS,
)


def _sans_unites(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Without the row of units, under the headers; any other row without a code is a fault."""
    unites = (cadre["code"].str.strip() == "") & cadre["apl"].str.startswith("En nombre de consultations")
    return cadre[~unites]


def _mesures(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    statut = cadre[["apl__statut", "population__statut"]].max(axis=1).astype("int8")
    return fond(cadre.assign(consultations=cadre["apl"] * cadre["population"], consultations__statut=statut), _DISPOSITION)


_DISPOSITION = Disposition(
    id="apl_generalistes",
    formats=("xlsx", "xls", "csv"),
    feuille=r"apl[ _-]?20\d\d",
    colonnes=_COLONNES,
    annee="feuille",
    motif_annee=r"(20\d\d)",
    preparer=_sans_unites,
    vers_mesures=_mesures,
)

SOURCES: tuple[Source, ...] = (
    Source(
        id="drees_apl",
        titre="Accessibilité potentielle localisée aux médecins généralistes (APL)",
        producteur="Drees",
        licence="Licence Ouverte 2.0",
        profil_secret="libre",
        dispositions=(_DISPOSITION,),
        millesime_geo=lambda annee: annee + 1,
        adresse="https://data.drees.solidarites-sante.gouv.fr",
        precedence=50,
        retard_mois=24,
        mesures_calculees={CONSULTATIONS.mesure: ("total",)},
        champ="France hors Mayotte",
        hors_champ=("976",),
    ),
)
