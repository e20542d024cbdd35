"""INSEE, births by the mother's commune of residence: the workbook ``NAIS_DOM_ANNUELLES.xlsx``, all years side by side."""

import pandas as pd

from ctg_data.loaders.insee_commun import NAISSANCES_PARUES, source
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.records import CODE_FRANCE

FRANCE = "F"
"""Row of the sheet « France » that is the whole country; the others (métropole, hors Mayotte) are other fields."""
_COLONNES = (
    # the workbook leaves the headers of the code and of the label empty
    Colonne("code", ("", "code", "codgeo", "geo"), genre="code"),
    Colonne("libelle", ("", "libelle", "libgeo"), genre="ignore", obligatoire=False),
    Colonne("naissances", (r"(?P<aaaa>(?:19|20)\d\d)", r"naisd(?P<aa>\d\d)"), genre="entier", mesure="naissances", unite="enfants"),
)


def _france(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    pays = cadre["code"].str.strip() == FRANCE
    if autres := int((~pays).sum()):
        ecarts.ecartees["France dans un autre champ (métropole, hors Mayotte)"] = autres
    return cadre[pays].assign(code=CODE_FRANCE)


def _disposition(feuille: str, niveau: str, preparer=None) -> Disposition:
    return Disposition(
        id=f"naissances_{feuille.lower()}",
        niveau=niveau,
        formats=("xlsx", "xls"),
        feuille=feuille,
        colonnes=_COLONNES,
        annee="entete",
        multi_annees=True,
        # « sans objet »: Mayotte before it was a département
        marques={"": "nd", "so": "nd", "nd": "nd"},
        preparer=preparer,
    )


SOURCES: tuple[Source, ...] = (
    source(
        id="insee_naissances",
        titre="Naissances domiciliées (NAIS_DOM_ANNUELLES)",
        profil_secret="libre",
        dispositions=(
            _disposition("COM", "commune"),
            _disposition("ARM", "commune"),
            _disposition("EPCI", "epci"),
            _disposition("DEP", "departement"),
            _disposition("REG", "region"),
            _disposition("France", "france", _france),
        ),
        millesime_geo=lambda annee: annee + 1,
        precedence=10,
        parution=NAISSANCES_PARUES,
        champ="France, y compris Mayotte à partir de 2014",
    ),
)
