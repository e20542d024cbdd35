"""INSEE, populations de référence: the workbook ``ensemble.xlsx`` of each January."""

import pandas as pd

from ctg_data.loaders.insee_commun import ANNEES_DU_RECENSEMENT, RETARD_MOIS, code_commune, source
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source


def _effectif(nom: str, *alias: str, obligatoire: bool = True) -> Colonne:
    return Colonne(nom, alias, genre="entier", mesure=nom, unite="personnes", obligatoire=obligatoire)


POPULATIONS = (
    _effectif("pop_municipale", "population municipale", "pmun"),
    _effectif("pop_comptee_a_part", "population comptee a part", "pcap", obligatoire=False),
    _effectif("pop_totale", "population totale", "ptot"),
)


def _commune(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    return code_commune(cadre, "departement", "commune", contexte, ecarts)


def _disposition(identifiant: str, niveau: str, feuille: str, *colonnes: Colonne, preparer=None) -> Disposition:
    return Disposition(
        id=identifiant,
        niveau=niveau,
        formats=("xlsx", "xls", "csv"),
        feuille=feuille,
        colonnes=(*colonnes, *POPULATIONS),
        annee="titre",
        # the year of the census, not that of the decree nor of the boundaries, which the title also says
        motif_annee=r"date de reference statistique : 1er janvier (20\d\d)",
        preparer=preparer,
    )


SOURCES: tuple[Source, ...] = (
    source(
        id="insee_populations",
        titre="Populations de référence (ensemble)",
        profil_secret="libre",
        dispositions=(
            _disposition(
                "populations_communes",
                "commune",
                "communes",
                Colonne("departement", ("code departement",), genre="texte"),
                Colonne("commune", ("code commune",), genre="texte"),
                Colonne("nom", ("nom de la commune",), genre="ignore"),
                Colonne("region", ("code region",), genre="ignore", obligatoire=False),
                Colonne("nom_region", ("nom de la region",), genre="ignore", obligatoire=False),
                Colonne("arrondissement", ("code arrondissement",), genre="ignore", obligatoire=False),
                Colonne("canton", ("code canton",), genre="ignore", obligatoire=False),
                preparer=_commune,
            ),
            _disposition(
                "populations_departements",
                "departement",
                "departements",
                Colonne("code", ("code departement",), genre="code"),
                Colonne("nom", ("nom du departement",), genre="ignore"),
                Colonne("composition", ("nombre d'arrondissements",), genre="ignore", obligatoire=False),
                Colonne("cantons", ("nombre de cantons",), genre="ignore", obligatoire=False),
                Colonne("communes", ("nombre de communes",), genre="ignore", obligatoire=False),
                Colonne("region", ("code region",), genre="ignore", obligatoire=False),
                Colonne("nom_region", ("nom de la region",), genre="ignore", obligatoire=False),
            ),
            _disposition(
                "populations_regions",
                "region",
                "regions",
                Colonne("code", ("code region",), genre="code"),
                Colonne("nom", ("nom de la region",), genre="ignore"),
                Colonne("composition", ("nombre d'arrondissements",), genre="ignore", obligatoire=False),
                Colonne("cantons", ("nombre de cantons",), genre="ignore", obligatoire=False),
                Colonne("communes", ("nombre de communes",), genre="ignore", obligatoire=False),
            ),
        ),
        millesime_geo=lambda annee: annee + 2,
        precedence=10,
        retard_mois=RETARD_MOIS,
        annees_cumulees=ANNEES_DU_RECENSEMENT,
        champ="France hors Mayotte",
        hors_champ=("976",),
    ),
)
