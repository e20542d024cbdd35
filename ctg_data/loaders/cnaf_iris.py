"""CNAF households by IRIS, 31 December 2016-2020, as the INSEE gives them (``data_CAF_YYYY_IRIS.csv``)."""

from dataclasses import replace
from functools import partial

import pandas as pd

from ctg_data.loaders import cnaf_controles as controles
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.mesures import fond
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source

NORMALE = "0"
"""Note of a row that may hold figures; with any other one the whole row is withheld."""
NOTES = (NORMALE, "1", "2", "3", "4", "5")
COMPOSITION = ("ai", "am", "acssenf", "acavenf")
"""Households by composition: they add up to all of them (``a``)."""
AGES = ("enf_2", "enf_3_5", "enf_6_10", "enf_11_14", "enf_15_17", "enf_18_24")
"""Children by age: they add up to all of them (``enf``)."""


def _compte(nom: str, mesure: str, unite: str = "foyers", modalite: str = "total", *, obligatoire: bool = True) -> Colonne:
    return Colonne(nom, genre="entier", mesure=mesure, unite=unite, modalite=modalite, obligatoire=obligatoire)


def _foyers(nom: str, mesure: str, modalite: str = "total") -> Colonne:
    """Columns that come and go."""
    return _compte(nom, mesure, modalite=modalite, obligatoire=False)


def _ignore(*noms: str) -> tuple[Colonne, ...]:
    return tuple(Colonne(nom, genre="ignore", obligatoire=False) for nom in noms)


COLONNES = (
    Colonne("code", ("codgeo",), genre="code"),
    *_ignore("libgeo", "depcom", "libcom", "epci", "uu", "reg"),
    Colonne("note", genre="choix", choix=NOTES),
    _compte("a", "foyers_alloc"),
    _compte("percou", "personnes_couvertes", "personnes"),
    _compte("ai", "foyers_composition", modalite="isole"),
    _compte("am", "foyers_composition", modalite="mono"),
    _compte("acssenf", "foyers_composition", modalite="couple_sans_enf"),
    _compte("acavenf", "foyers_composition", modalite="couple_avec_enf"),
    _foyers("ac3enf", "foyers_composition", "couple_3p"),
    _compte("enf", "enfants_age", "enfants"),
    _compte("enf_2", "enfants_age", "enfants", "0_2"),
    _compte("enf_3_5", "enfants_age", "enfants", "3_5"),
    _compte("enf_6_10", "enfants_tranches", "enfants", "6_10"),
    _compte("enf_11_14", "enfants_tranches", "enfants", "11_14"),
    _compte("enf_15_17", "enfants_tranches", "enfants", "15_17"),
    _compte("enf_18_24", "enfants_age", "enfants", "18_24"),
    _foyers("a_etud", "foyers_etudiants"),
    _foyers("a_netud_24", "foyers_jeunes_non_etudiants"),
    _foyers("aal", "foyers_al"),
    _foyers("aapl", "foyers_apl"),
    _foyers("aaah", "foyers_aah"),
    _foyers("appa", "foyers_ppa"),
    _foyers("arsas", "foyers_rsa"),
    _foyers("apres50", "foyers_dep", "ge50"),
    _foyers("apres100", "foyers_dep", "eq100"),
)


def _mesures(disposition: Disposition, cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Melt the columns once the relations that the published files keep are checked."""
    controles.sous_le_seuil(cadre, disposition, contexte, ecarts)
    controles.somme(cadre, "a", COMPOSITION, contexte, ecarts)
    controles.somme(cadre, "enf", AGES, contexte, ecarts)
    _retenues(cadre, contexte, ecarts)
    return fond(cadre, disposition)


def _retenues(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> None:
    """A row whose note withholds it must hold nothing: columns that slid would show there."""
    comptes = [c.nom for c in COLONNES if c.mesure and c.nom in cadre]
    fautives = controles.pleines(cadre, cadre["note"] != NORMALE, comptes)
    controles.signale(
        "ligne_retenue",
        "note",
        fautives,
        contexte,
        ecarts,
        trouve=[f"des chiffres sur une ligne de note « {note} »" for note in fautives["note"]],
        attendu="aucun chiffre quand la note n'est pas 0 : la Cnaf retient toute la ligne",
        remede=REMEDE_ORIGINE,
    )


_BASE = Disposition(
    id="caf_iris",
    niveau="iris",
    colonnes=COLONNES,
    annee="fichier",
    separateurs=(";",),
    # an empty cell is withheld, by the threshold or so that no other cell gives it back
    marques={"": "s"},
    mois=12,
    regime="caf",
)

SOURCES: tuple[Source, ...] = (
    Source(
        id="cnaf_iris",
        titre="Foyers allocataires par Iris (data_CAF_IRIS)",
        producteur="Cnaf",
        licence="Licence Ouverte 2.0",
        profil_secret="cnaf_open",
        dispositions=(replace(_BASE, vers_mesures=partial(_mesures, _BASE)),),
        millesime_geo=lambda annee: annee + 1,
        adresse="https://www.insee.fr",
        precedence=45,
        retard_mois=24,
        champ="Caf, hors régime agricole ; Iris",
        facultative=True,
    ),
)
