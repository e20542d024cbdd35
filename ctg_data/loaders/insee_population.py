"""INSEE, populations de référence: the workbook ``ensemble.xlsx`` of each January, and the older lists by commune."""

import pandas as pd

from ctg_data.loaders.insee_commun import ANNEES_DU_RECENSEMENT, POPULATIONS_PARUES, RETARD_MOIS, code_commune, source, verifie_sommes
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Preparer, Source


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


# Populations légales by commune ------------------------------------------------------------------------------------------


def _legales(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    verifie_sommes(cadre, "pop_totale", ("pop_municipale", "pop_comptee_a_part"), ecart=0, contexte=contexte, ecarts=ecarts)
    return cadre


def _legales_en_deux(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    return _commune(_legales(cadre, contexte, ecarts), contexte, ecarts)


def _liste(identifiant: str, preparer: Preparer, *colonnes: Colonne) -> Disposition:
    """A CSV of all communes, arrondissements municipaux instead of Paris, Lyon and Marseille; the year is in its name only."""
    return Disposition(
        id=identifiant,
        colonnes=(*colonnes, *(_ignore(nom) for nom in ("codarr", "codcan")), *POPULATIONS),
        separateurs=(";",),
        annee="fichier",
        motif_annee=r"populations?_legales_(20\d\d)",
        preparer=preparer,
    )


def _ignore(nom: str, *alias: str) -> Colonne:
    return Colonne(nom, alias, genre="ignore", obligatoire=False)


LISTES = (
    # 2019: REG;DEP;COM;PMUN…  2021 on: REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN…
    _liste(
        "populations_legales",
        _legales,
        Colonne("code", ("com",), genre="code"),
        Colonne("dep", genre="ignore"),
        *(_ignore(nom) for nom in ("reg", "region", "codcom", "commune")),
    ),
    # 2020: the code is cut in two, and COM is the name
    _liste(
        "populations_legales_2020",
        _legales_en_deux,
        Colonne("departement", ("coddep",), genre="texte"),
        Colonne("commune", ("codcom",), genre="texte"),
        _ignore("codreg"),
        _ignore("reg"),
        _ignore("nom", "com"),
    ),
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
            *LISTES,
        ),
        millesime_geo=lambda annee: annee + 2,
        precedence=10,
        retard_mois=RETARD_MOIS,
        parution=POPULATIONS_PARUES,
        annees_cumulees=ANNEES_DU_RECENSEMENT,
        champ="France hors Mayotte",
        hors_champ=("976",),
    ),
)
