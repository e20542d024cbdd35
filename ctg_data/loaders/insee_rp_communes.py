"""INSEE, census by commune, one file a theme: housing, diplomas and schooling, activity, jobs (``base-cc-…``).

Only what the field reads is kept; the other variables are told as columns that are not used.  Each file repeats its columns for three
censuses.
"""

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.insee_commun import annees_des_colonnes, somme_fausse, verifie_sommes
from ctg_data.loaders.insee_rp import source_rp
from ctg_data.loaders.insee_rp_iris import AGES_ACTIFS, RECENTS, SCOLARITE, SEXES
from ctg_data.loaders.insee_rp_population import population
from ctg_data.loaders.mesures import fond
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Preparer, Source, VersMesures

_ECART = 4
"""Each cell may be rounded, and a total has seven parts at most."""


def _compte(
    nom: str, mesure: str, modalite: str = "total", *, unite: str = "logements", aussi: str = "p", obligatoire: bool = False
) -> Colonne:
    """``aussi``: p, main exploitation; c, complementary."""
    return Colonne(nom, (rf"{aussi}(?P<aa>\d\d)_{nom}",), mesure=mesure, modalite=modalite, unite=unite, obligatoire=obligatoire)


def _lue(nom: str) -> Colonne:
    """A column that serves a check or a difference, and feeds no measure."""
    return Colonne(nom, (rf"p(?P<aa>\d\d)_{nom}",), obligatoire=False)


def _sommes(*sommes: tuple[str, tuple[str, ...]]) -> Preparer:
    """Totals that the file gives beside their parts, in each of its censuses."""

    def verifie(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
        for total, parts in sommes:
            for annee in annees_des_colonnes(cadre, total):
                verifie_sommes(cadre, total, parts, ecart=_ECART, contexte=contexte, ecarts=ecarts, annee=annee)
        return cadre

    return verifie


def _disposition(theme: str, colonnes: tuple[Colonne, ...], **crochets: Preparer | VersMesures) -> Disposition:
    return Disposition(
        id=f"base_cc_{theme}",
        formats=("csv", "xlsx", "xls"),
        colonnes=(Colonne("code", ("codgeo",), genre="code"), Colonne("libgeo", genre="ignore", obligatoire=False), *colonnes),
        annee="entete",
        multi_annees=True,
        **crochets,
    )


# Housing -------------------------------------------------------------------------------------------------------------------

STATUTS = "rp_residences_statut"
DIFFERENCES: Mapping[str, tuple[str, str]] = {"rp_locprive": ("rp_loc", "rp_lochlmv"), "men_sansvoiture": ("men", "rp_voit1p")}
"""Columns that the file does not have: a whole of it, less a part."""
LOGEMENT = (
    _compte("log", "rp_logements", obligatoire=True),
    _compte("rp", "rp_residences", obligatoire=True),
    _compte("rsecocc", "rp_logements_inoccupes", "secondaires"),
    _compte("logvac", "rp_logements_inoccupes", "vacants", obligatoire=True),
    _compte("rp_prop", STATUTS, "proprietaires"),
    _lue("rp_loc"),
    _compte("rp_lochlmv", STATUTS, "hlm", obligatoire=True),
    _compte("rp_locprive", STATUTS, "prive"),
    _compte("rp_grat", STATUTS, "gratuit"),
    _compte("men", "rp_menages_logement", unite="menages"),
    _compte("men_anem0002", "rp_menages_recents", unite="menages"),
    _compte("men_sansvoiture", "rp_menages_sans_voiture", unite="menages"),
    _lue("rp_voit1p"),
    # given until the census of 2021: later, another count of overcrowded dwellings, over all main residences
    _compte("rp_hstu1p", "rp_residences_hors_studios", aussi="c"),
    _compte("rp_hstu1p_surocc", "rp_residences_suroccupees", aussi="c"),
)
_TOTAUX_LOGEMENT = _sommes(("log", ("rp", "rsecocc", "logvac")), ("rp", ("rp_prop", "rp_loc", "rp_grat")))


def _avec_differences(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Melt, once the differences are made; a part larger than its whole is a fault."""
    for nom, (tout, partie) in DIFFERENCES.items():
        for annee in (a for a in annees_des_colonnes(cadre, tout) if a.isdigit() and f"{partie}@{a}" in cadre):
            ecarts.fautes += _trop_grandes(cadre, f"{tout}@{annee}", f"{partie}@{annee}", contexte)
            cadre = cadre.assign(**_difference(cadre, f"{nom}@{annee}", f"{tout}@{annee}", f"{partie}@{annee}"))
    return fond(cadre, _LOGEMENT)


def _difference(cadre: pd.DataFrame, nom: str, tout: str, partie: str) -> dict[str, pd.Series]:
    """The column and its status: unknown where one of the two is; below zero by rounding only."""
    statut = np.maximum(cadre[f"{tout}__statut"], cadre[f"{partie}__statut"])
    return {nom: (cadre[tout] - cadre[partie]).clip(lower=0), f"{nom}__statut": statut}


def _trop_grandes(cadre: pd.DataFrame, tout: str, partie: str, contexte: Contexte) -> Iterator[Faute]:
    for _, ligne in cadre[cadre[partie] > cadre[tout] + _ECART].iterrows():
        yield somme_fausse(int(ligne["ligne"]), ligne[tout], ligne[partie], contexte.entete.get(tout, tout), contexte=contexte)


_LOGEMENT = _disposition("logement", LOGEMENT, preparer=_TOTAUX_LOGEMENT, vers_mesures=_avec_differences)

# Diplomas and schooling ----------------------------------------------------------------------------------------------------

DIPLOMES = (
    *(population(f"{sexe}nscol15p", f"rp_non_scolarises_{sexe}", obligatoire=True) for sexe in SEXES),
    *(population(f"{sexe}nscol15p_{nom}", f"rp_diplome_{sexe}", modalite) for sexe in SEXES for nom, modalite in RECENTS.items()),
    *(population(f"pop{age}", "rp_population_scolaire", tranche, obligatoire=age == "1824") for age, tranche in SCOLARITE.items()),
    *(population(f"scol{age}", "rp_scolarises", tranche, obligatoire=age == "1824") for age, tranche in SCOLARITE.items()),
)


def _diplomes_recents(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Without the first group of diplomas of the censuses that do not tell the brevet apart: it holds it, and is another group."""
    groupes = [f"{s}nscol15p_{nom}@{a}" for s in SEXES for nom in RECENTS for a in annees_des_colonnes(cadre, f"{s}nscol15p_{nom}")]
    anciens = [nom for nom in groupes if re.sub(r"_\w+@", "_bepc@", nom) not in cadre]
    recents = cadre.drop(columns=anciens)
    return _TOTAUX_DIPLOMES(recents, contexte, ecarts)


_TOTAUX_DIPLOMES = _sommes(*((f"{sexe}nscol15p", tuple(f"{sexe}nscol15p_{nom}" for nom in RECENTS)) for sexe in SEXES))

# Activity and jobs ---------------------------------------------------------------------------------------------------------

_AGES = {"1524": "15_24", "1564": "15_64"}
ACTIVITE = (
    *(population(f"act{age}", f"rp_actifs_{tranche}", obligatoire=True) for age, tranche in _AGES.items()),
    *(population(f"chom{age}", f"rp_chomeurs_{tranche}", obligatoire=True) for age, tranche in _AGES.items()),
    *(_lue(etat + age) for etat in ("act", "chom") for age in ("2554", "5564")),
)
EMPLOI = (
    *(population(f"{sexe}sal15p", "rp_salaries", sexe, obligatoire=True) for sexe in SEXES),
    *(population(f"{sexe}sal15p_tp", "rp_salaries_temps_partiel", sexe, obligatoire=True) for sexe in SEXES),
)


def _source(identifiant: str, titre: str, disposition: Disposition) -> Source:
    return source_rp(identifiant, titre, disposition, decalage=3)


SOURCES: tuple[Source, ...] = (
    _source("insee_rp_logement", "Recensement, logement (base-cc-logement)", _LOGEMENT),
    _source(
        "insee_rp_formation",
        "Recensement, diplômes et formation (base-cc-diplomes-formation)",
        _disposition("diplomes_formation", DIPLOMES, preparer=_diplomes_recents),
    ),
    _source(
        "insee_rp_chomage",
        "Recensement, population active et chômage (base-cc-emploi-pop-active)",
        _disposition(
            "emploi_pop_active", ACTIVITE, preparer=_sommes(*((f"{e}1564", tuple(e + a for a in AGES_ACTIFS)) for e in ("act", "chom")))
        ),
    ),
    _source("insee_rp_emploi", "Recensement, caractéristiques de l'emploi (base-cc-caract_emp)", _disposition("caract_emp", EMPLOI)),
)
