"""ANCT: the list of France services points, counted by commune."""

import pandas as pd

from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source

ITINERANTS = ("Itinérante", "Bus_équivalent")
"""Formats that go round: counted apart, since such a point carries one commune only."""
FORMATS = ("Fixe", "Fixe_antenne(s)", "Multisites", *ITINERANTS)
"""Every format of the list: another word would pass for a fixed point without being one."""
FIXE, ITINERANT = "france_services", "france_services_itinerant"


def _compte(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    itinerant = frame["format_fs"].astype("str").isin(ITINERANTS)
    modalites = itinerant.map({True: ITINERANT, False: FIXE})
    comptes = frame.groupby(["code", modalites.rename("modalite")], observed=True).size().rename("valeur").reset_index()
    return comptes.assign(mesure="structures", unite="structures", valeur=comptes["valeur"].astype("float64"), statut="ok")


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
                # liste-fs-20240801.csv: the year may be followed by the month and the day
                motif_annee=r"(?<!\d)(20\d\d)(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?(?!\d)",
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
)
