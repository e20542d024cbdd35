"""CNAF, other territorial files: share of RSA households at every level, and reception sites of the Caf."""

import re

import pandas as pd

from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.fautes import cellules_fautives
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.records import CODE_FRANCE

_LICENCE = "Licence Ouverte 2.0"
_PORTAIL = "https://www.data.gouv.fr"

# Indicateurs territoriaux de précarité -------------------------------------------------------------------------------

_NIVEAUX = {
    "commune": "commune",
    "epci": "epci",
    "intercommunal": "epci",
    "departement": "departement",
    "region": "region",
    "france": "france",
    "national": "france",
}
"""How the text of a level starts -> our level."""
_ATTENDUS = "au moins une ligne dont le niveau est commune, EPCI, département ou région"
_LONGUEURS = {"commune": 5, "departement": 2, "region": 2}
_PART_RSA = r"part des allocataires du rsa"
_CODE = ("code.*", "codgeo", "insee.*", "numero.*", "identifiant.*", "territoire")


def _niveau(texte: str) -> str:
    net = normalise(texte)
    return next((niveau for debut, niveau in _NIVEAUX.items() if net.startswith(debut)), "")


def _territoires(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Level of each row from its text, codes with the zero that the file leaves out, shares without their « % »."""
    niveaux = frame["niveau_geographique"].map({texte: _niveau(texte) for texte in frame["niveau_geographique"].unique()})
    if nombre := int((niveaux == "").sum()):
        ecarts.ecartees["zonage qui n'est pas suivi ici"] = nombre
        if niveaux.isin(("", "france")).all():
            premiere = frame[niveaux == ""].head(1)
            ecarts.fautes += cellules_fautives(
                premiere, "niveau_geographique", contexte, code="niveau_inconnu", attendu=_ATTENDUS, remede=REMEDE_ORIGINE
            )
    codes = frame["code"].str.strip()
    completes = [code.zfill(_LONGUEURS.get(niveau, 0)) if code.isdigit() else code for code, niveau in zip(codes, niveaux, strict=True)]
    return frame.assign(
        niveau=niveaux,
        code=pd.Series(completes, index=frame.index, dtype="str").where(niveaux != "france", CODE_FRANCE),
        part_rsa=frame["part_rsa"].str.replace("%", "", regex=False).str.strip(),
    )[niveaux != ""]


_PRECARITE = Disposition(
    id="precarite",
    niveau="",
    formats=("csv", "xlsx", "xls"),
    colonnes=(
        Colonne("code", _CODE, genre="code"),
        # the first column is the code; those of the levels above may follow
        *(Colonne(f"autre_code_{rang}", _CODE, genre="ignore", obligatoire=False) for rang in range(1, 5)),
        Colonne("libelle", ("nom.*", "libelle.*"), genre="ignore", obligatoire=False),
        Colonne("niveau_geographique", (r"niveau g.*",), genre="texte"),
        Colonne(
            "part_rsa",
            (rf"{_PART_RSA}\D*(?P<aaaa>20\d\d)(?!\d).*", rf"{_PART_RSA}.*"),
            mesure="part_allocataires_rsa",
            unite="pourcent",
            maximum=100,
            additif=False,
        ),
    ),
    annee="entete",
    preparer=_territoires,
)

# Organisation des sites géographiques ---------------------------------------------------------------------------------

GENRES = ("siege", "agence", "antenne", "permanence", "relais")
"""Kinds of site, by decreasing offer of service."""
SERVICES = {"topaccpf": "prestations", "topaccas": "action_sociale", "topaccph": "accueil_physique", "topprbiw": "borne"}
"""Column that says whether a site offers a service -> modality."""


def _genre(texte: str) -> str:
    trouves = re.findall(r"\b(" + "|".join(GENRES) + r")\b", normalise(texte))
    return trouves[0] if len(set(trouves)) == 1 else texte


def _sites(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """The kind in one spelling; without a rank, a site is told from another of its commune by its line, and a line repeated whole, its
    name included, is one site.  Without names either, nothing tells."""
    genres = frame["straccue"].map({texte: _genre(texte) for texte in frame["straccue"].unique()})
    propre = frame.assign(straccue=genres)
    if "rang" in frame:
        return propre
    repetes = frame.drop(columns="ligne").map(str.strip).duplicated()
    if "libelle" not in frame:
        ecarts.fautes += cellules_fautives(
            frame[repetes],
            "code",
            contexte,
            code="cle_double",
            attendu="un rang ou un nom de site, qui distingue deux lignes semblables",
            remede=REMEDE_ORIGINE,
        )
    elif nombre := int(repetes.sum()):
        ecarts.ecartees["site répété à l'identique"] = nombre
    return propre.assign(rang=frame["ligne"].astype("str"))[~repetes]


def _compte_sites(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Sites of each commune: all, by kind, and by service (a site may offer several)."""
    offerts = [
        frame.loc[frame[colonne].astype(bool), ["code"]].assign(mesure="sites_caf_services", modalite=modalite)
        for colonne, modalite in SERVICES.items()
        if colonne in frame
    ]
    tous = frame[["code"]].assign(mesure="sites_caf", modalite="total")
    par_genre = frame[["code"]].assign(mesure="sites_caf", modalite=frame["straccue"])
    comptes = pd.concat([tous, par_genre, *offerts]).groupby(["code", "mesure", "modalite"]).size().rename("valeur").reset_index()
    return comptes.assign(unite="structures", valeur=comptes["valeur"].astype("float64"), statut="ok")


_SITES = Disposition(
    id="sites_caf",
    niveau="commune",
    formats=("csv", "xlsx", "xls"),
    cle=("code", "rang"),
    colonnes=(
        Colonne("code", ("numcomsi",), genre="code"),
        Colonne("rang", ("rang.*", "num_?rang.*", "nurang.*"), genre="texte", obligatoire=False),
        Colonne("libelle", ("libsite",), genre="ignore", obligatoire=False),
        Colonne("straccue", genre="choix", choix=GENRES),
        Colonne("typouvsi", genre="ignore", obligatoire=False),
        *(Colonne(nom, genre="booleen", obligatoire=False) for nom in SERVICES),
    ),
    annee="fichier",
    preparer=_sites,
    vers_mesures=_compte_sites,
)

SOURCES: tuple[Source, ...] = (
    Source(
        id="cnaf_precarite",
        titre="Indicateurs territoriaux de précarité (part des allocataires du RSA)",
        producteur="Cnaf",
        licence=_LICENCE,
        profil_secret="cnaf_open",
        dispositions=(_PRECARITE,),
        millesime_geo=lambda annee: annee + 1,
        adresse=_PORTAIL,
        precedence=60,
        retard_mois=18,
        champ="Caf, hors régime agricole",
        facultative=True,
    ),
    Source(
        id="cnaf_sites",
        titre="Organisation des sites géographiques des Caf",
        producteur="Cnaf",
        licence=_LICENCE,
        profil_secret="etablissements",
        dispositions=(_SITES,),
        # a list of addresses: the communes are those of its year
        millesime_geo=lambda annee: annee,
        adresse=_PORTAIL,
        precedence=60,
        mesures_calculees={"sites_caf": ("total", *GENRES), "sites_caf_services": tuple(SERVICES.values())},
        inventaire=True,
        facultative=True,
    ),
)
