"""ANCT: the list of France services points and that of digital mediation places, counted by commune."""

import pandas as pd

from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source

ITINERANTS = ("Itinérante", "Bus_équivalent")
"""Formats that go round: counted apart, since such a point carries one commune only."""
FORMATS = ("Fixe", "Fixe_antenne(s)", "Multisites", *ITINERANTS)
"""Every format of the list: another word would pass for a fixed point without being one."""
FIXE, ITINERANT = "france_services", "france_services_itinerant"
MEDIATION = "mediation_numerique"
_JOUR = r"(?<!\d)(20\d\d)(?:-?(?:0[1-9]|1[0-2])(?:-?[0-3]\d)?)?(?!\d)"
"""The year in liste-fs-20240801.csv or 2025-09-15-lieux.csv: the month and the day may follow."""


def _compte(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    itinerant = frame["format_fs"].astype("str").isin(ITINERANTS)
    modalites = itinerant.map({True: ITINERANT, False: FIXE})
    comptes = frame.groupby(["code", modalites.rename("modalite")], observed=True).size().rename("valeur").reset_index()
    return comptes.assign(mesure="structures", unite="structures", valeur=comptes["valeur"].astype("float64"), statut="ok")


def _situes(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Places that say their commune; those that go round have none."""
    situe = cadre["code"].str.strip() != ""
    if nombre := int((~situe).sum()):
        ecarts.ecartees["lieu sans code de commune"] = nombre
    return cadre[situe]


def _lieux(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    comptes = cadre.groupby("code", observed=True).size().rename("valeur").reset_index()
    fixes = {"mesure": "structures", "modalite": MEDIATION, "unite": "structures", "statut": "ok"}
    return comptes.assign(valeur=comptes["valeur"].astype("float64"), **fixes)


SOURCES: tuple[Source, ...] = (
    Source(
        id="anct_france_services",
        titre="Espaces France services",
        producteur="ANCT",
        licence="Licence Ouverte 2.0",
        profil_secret="libre",
        dispositions=(
            Disposition(
                id="liste_fs",
                niveau="commune",
                cle=("id_fs",),
                colonnes=(
                    Colonne("id_fs", genre="texte"),
                    Colonne("code", ("insee_com",), genre="code"),
                    Colonne("format_fs", genre="choix", choix=FORMATS),
                    Colonne("type_fs", genre="ignore", obligatoire=False),
                    Colonne("lib_fs", genre="ignore", obligatoire=False),
                ),
                annee="fichier",
                motif_annee=_JOUR,
                vers_mesures=_compte,
            ),
        ),
        millesime_geo=lambda annee: annee,
        adresse="https://www.data.gouv.fr",
        precedence=50,
        rythme_mois=6,
        mesures_calculees={"structures": (FIXE, ITINERANT)},
        inventaire=True,
    ),
    Source(
        id="anct_mediation_numerique",
        titre="Lieux de médiation numérique (cartographie nationale)",
        producteur="ANCT et la Mednum",
        licence="Licence Ouverte 2.0",
        profil_secret="libre",
        dispositions=(
            Disposition(
                id="lieux_mediation",
                niveau="commune",
                cle=("id",),
                formats=("csv", "xlsx", "json"),
                # the national standard of these lists (schema « lieux de médiation numérique »)
                colonnes=(
                    Colonne("id", genre="texte"),
                    Colonne("nom", genre="texte"),
                    Colonne("code", ("code_insee",), genre="code"),
                    Colonne("services", genre="texte"),
                    Colonne("date_maj", genre="texte"),
                    *(
                        Colonne(nom, genre="ignore", obligatoire=False)
                        for nom in (
                            "pivot",
                            "commune",
                            "code_postal",
                            "adresse",
                            "latitude",
                            "longitude",
                            "typologie",
                            "source",
                            "itinerance",
                        )
                    ),
                ),
                annee="fichier",
                motif_annee=_JOUR,
                preparer=_situes,
                vers_mesures=_lieux,
            ),
        ),
        millesime_geo=lambda annee: annee,
        adresse="https://www.data.gouv.fr",
        precedence=50,
        rythme_mois=6,
        mesures_calculees={"structures": (MEDIATION,)},
        inventaire=True,
    ),
)
