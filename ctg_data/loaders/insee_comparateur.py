"""INSEE, « Comparateur de territoires »: a table with chosen territories in columns and figures of several years and sources in rows."""

import pandas as pd

from ctg_data.loaders.insee_commun import ANNEES_DU_RECENSEMENT, RETARD_MOIS, source
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.loaders.remodelage import CODE, NIVEAU, transpose

_AN = r"(?P<aaaa>20\d\d)"
_EN = rf" en {_AN}"


def _nombre(nom: str, libelle: str, mesure: str, unite: str) -> Colonne:
    return Colonne(nom, (libelle + _EN,), mesure=mesure, unite=unite, obligatoire=False)


def _taux(nom: str, libelle: str, mesure: str, modalite: str = "total") -> Colonne:
    """Percent; the unit is said after the year, or not at all."""
    alias = (libelle + _EN + "(?:, en %)?",)
    return Colonne(nom, alias, mesure=mesure, modalite=modalite, unite="pourcent", obligatoire=False, additif=False, maximum=100)


def _variation(nom: str, libelle: str, modalite: str) -> Colonne:
    alias = (rf"{libelle} : taux annuel moyen entre 20\d\d et {_AN}, en %",)
    return Colonne(
        nom, alias, mesure="rp_variation_population", modalite=modalite, unite="pourcent", obligatoire=False, additif=False, minimum=-100
    )


FIGURES = (
    _nombre("population", "population", "pop_municipale", "personnes"),
    Colonne("superficie", (rf"superficie{_EN}, en km.?",), mesure="superficie", unite="km2", obligatoire=False),
    _variation("variation", "variation de la population", "total"),
    _variation("naturel", "dont variation due au solde naturel", "solde_naturel"),
    _variation("migratoire", "dont variation due au solde apparent des entrees sorties", "solde_migratoire"),
    _nombre("menages", "nombre de menages", "rp_menages", "menages"),
    _nombre("naissances", "naissances domiciliees", "naissances", "enfants"),
    _nombre("deces", "deces domicilies", "deces", "personnes"),
    _nombre("logements", "nombre total de logements", "rp_logements", "logements"),
    _taux("principales", "part des residences principales", "rp_part_logements", "principales"),
    _taux("secondaires", r"part des residences secondaires \(y compris les logements occasionnels\)", "rp_part_logements", "secondaires"),
    _taux("vacants", "part des logements vacants", "rp_part_logements", "vacants"),
    _taux("proprietaires", "part des menages proprietaires de leur residence principale", "rp_part_proprietaires"),
    _nombre("fiscaux", "nombre de menages fiscaux", "filo_menages", "menages"),
    _taux("imposes", "part des menages fiscaux imposes", "filo_part_imposes"),
    Colonne(
        "mediane",
        (rf"mediane du revenu disponible par unite de consommation{_EN}, en euros",),
        mesure="filo_niveau_vie",
        modalite="mediane",
        unite="euros",
        obligatoire=False,
        additif=False,
    ),
    _taux("pauvrete", "taux de pauvrete", "filo_taux_pauvrete"),
    _nombre("emplois", r"emploi total \(salarie et non salarie\) au lieu de travail", "rp_emplois", "emplois"),
    _taux("activite", "taux d'activite des 15 a 64 ans", "rp_taux_activite"),
    _taux("chomage", "taux de chomage des 15 a 64 ans", "rp_taux_chomage"),
)


def _territoires(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    autres = cadre["niveau"] == ""
    if nombre := int(autres.sum()):
        ecarts.ecartees["France (son champ change d'une rubrique à l'autre) ou zonage qui n'est pas suivi ici"] = nombre
    return cadre[~autres]


SOURCES: tuple[Source, ...] = (
    source(
        id="insee_comparateur",
        titre="Comparateur de territoires",
        # figures of tax data stand beside those of the census
        profil_secret="filosofi",
        dispositions=(
            Disposition(
                id="comparateur",
                niveau="",
                formats=("csv", "xlsx", "xls"),
                colonnes=(Colonne("code", (CODE,), genre="code"), Colonne("niveau", (NIVEAU,), genre="texte"), *FIGURES),
                annee="entete",
                multi_annees=True,
                marques={"": "nd", "s": "s", "vm": "nd"},
                remodele=transpose("comparateur de territoires"),
                preparer=_territoires,
            ),
        ),
        millesime_geo=lambda annee: annee + 3,
        # a choice of territories, rounded: any file of a whole country says more
        precedence=90,
        facultative=True,
        retard_mois=RETARD_MOIS,
        annees_cumulees=ANNEES_DU_RECENSEMENT,
    ),
)
