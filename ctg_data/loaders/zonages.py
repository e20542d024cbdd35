"""Lists of zonings and typologies of communes: facts, not measures (docs/adr/0016-attributs.md).

Each layout has one column of labels, all of them known: a label never seen is a fault, since what it says would be lost.
"""

import re
from collections.abc import Mapping
from functools import partial

import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source, VersAttributs

DENSITE = {
    "Grands centres urbains": "grands_centres_urbains",
    "Centres urbains intermédiaires": "centres_urbains_intermediaires",
    "Ceintures urbaines": "ceintures_urbaines",
    "Petites villes": "petites_villes",
    "Bourgs ruraux": "bourgs_ruraux",
    "Rural à habitat dispersé": "rural_disperse",
    "Rural à habitat très dispersé": "rural_tres_disperse",
}
"""The seven levels of INSEE's grid."""
_HORS_CHAMP = "Hors champ : DOM ou commune urbaine"
_CHANGE = "Commune dont le périmètre a changé depuis la réalisation de la typologie"
RURALITE = {
    "Les ruralités productives agricoles": "productives_agricoles",
    "Les ruralités productives ouvrières": "productives_ouvrieres",
    "Les ruralités résidentielles mixtes": "residentielles_mixtes",
    "Les ruralités résidentielles aisées": "residentielles_aisees",
    "Les ruralités touristiques à dominante résidentielle": "touristiques_residentielles",
    "Les ruralités touristiques spécialisées": "touristiques_specialisees",
    "Les petites polarités mixtes": "petites_polarites_mixtes",
    "Les petites polarités industrielles et artisanales": "petites_polarites_industrielles",
    _HORS_CHAMP: "hors_champ",
    _CHANGE: "",
}
"""« Hors champ » is a fact (overseas or urban); a commune whose perimeter changed has none."""
CENTRALITE = {
    "Communes non centre": "non_centre",
    "Centre local d'équipements et de services": "local",
    "Centre intermédiaire d'équipements et de services": "intermediaire",
    "Centre structurant d'équipements et de services": "structurant",
    "Centre majeur d'équipements et de services": "majeur",
    "- undefined": "",
}
MONTAGNE = {
    "01 - Massif des Vosges": "vosges",
    "02 - Massif du Jura": "jura",
    "03 - Massif des Alpes": "alpes",
    "04 - Massif de Guadeloupe": "guadeloupe",
    "05 - Massif de Corse": "corse",
    "06 - Massif Central": "central",
    "07 - Massif de Martinique": "martinique",
    "08 - Massif des Pyrénées": "pyrenees",
    "09 - Massif des Hauts de la Réunion": "reunion",
}
FRR = {
    "Non classée": "non_classee",
    "FRR socle": "socle",
    "FRR+": "plus",
    "FRR bénéficiaire": "beneficiaire",
    "FRR bénéficiaire partiellement": "beneficiaire_partiel",
    "Classée FRR partiellement": "partiel",
}
ZRR = {"C": "classee", "NC": "non_classee", "PC": "partielle"}
ABC = {zone: zone.lower() for zone in ("Abis", "A", "B1", "B2", "C")}
ATTRIBUTS = ("densite", "ruralite", "frr", "zrr", "montagne", "qpv", "centralite", "zonage_abc")
"""Every attribute that a source gives."""
_JOUR = r"(?<!\d)(20\d\d)(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?(?!\d)"
"""A year that the month and the day may follow."""
_QP = r"Q[PN]\d\d[\dAB]\d\d[0-9A-Z]"
_SANS_VALEUR = "commune que la liste ne classe pas"


def _traduit(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts, *, attribut: str, valeurs: Mapping[str, str]) -> pd.DataFrame:
    """One fact a row; a label that says that nothing is known gives none, and is counted."""
    faits = frame[["code"]].assign(attribut=attribut, valeur=frame["valeur"].map(valeurs))
    muettes = faits["valeur"] == ""
    if nombre := int(muettes.sum()):
        ecarts.ecartees[_SANS_VALEUR] = nombre
    return faits[~muettes]


def _qpv(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """One fact a neighbourhood: a cell holds several codes."""
    return frame[["code"]].assign(attribut="qpv", valeur=frame["valeur"].str.strip())


def _eclate(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """A row by code of « QN00101M, QN00102M »; what is no such code is a fault."""
    eclates = frame.assign(valeur=frame["valeur"].str.split(",")).explode("valeur", ignore_index=True)
    eclates = eclates.assign(valeur=eclates["valeur"].str.strip().str.upper())
    faux = ~eclates["valeur"].str.fullmatch(_QP)
    attendu, colonne = "un code QP suivi de 6 caractères", contexte.entete.get("valeur", "code_qp")
    ecarts.fautes += [
        Faute(contexte.fichier, "code_mal_forme", f"« {texte} »", attendu, REMEDE_ORIGINE, ligne=int(ligne), colonne=colonne)
        for ligne, texte in zip(eclates.loc[faux, "ligne"], eclates.loc[faux, "valeur"], strict=True)
    ]
    return eclates


def _disposition(identifiant: str, code: str, colonne: Colonne, vers: VersAttributs, **reste: object) -> Disposition:
    noms = ("libgeo", "lib_com", "commune", "reg", "dep", "departement", r"reclassement .*", "lib_qp")
    return Disposition(
        id=identifiant,
        colonnes=(Colonne("code", (code,), genre="code"), colonne, Colonne("autres", noms, genre="ignore", obligatoire=False)),
        vers_attributs=vers,
        **{"formats": ("csv", "json"), **reste},
    )


def _source(
    identifiant: str,
    titre: str,
    producteur: str,
    disposition: Disposition,
    *,
    millesime: int = 0,
    adresse: str = "https://www.data.gouv.fr",
) -> Source:
    """``millesime``: vintages after that of its year in which a list is written."""
    return Source(
        id=identifiant,
        titre=titre,
        producteur=producteur,
        licence="Licence Ouverte 2.0",
        profil_secret="libre",
        dispositions=(disposition,),
        millesime_geo=lambda annee: annee + millesime,
        adresse=adresse,
        retard_mois=60,
    )


def _classement(
    identifiant: str, attribut: str, valeurs: Mapping[str, str], *, alias: str, code: str = "insee_com", **reste: object
) -> Disposition:
    colonne = Colonne("valeur", (alias,), genre="choix", choix=tuple(valeurs))
    return _disposition(identifiant, code, colonne, partial(_traduit, attribut=attribut, valeurs=valeurs), **reste)


_QPV = _disposition(
    "qpv_communes",
    "insee_com",
    Colonne("valeur", ("code_qp",), genre="texte"),
    _qpv,
    cle=("code", "valeur"),
    annee="fichier",
    motif_annee=_JOUR,
    preparer=_eclate,
)

SOURCES: tuple[Source, ...] = (
    _source(
        "insee_densite",
        "Grille communale de densité",
        "Insee",
        _classement("densite", "densite", DENSITE, alias="niveau_densite", annee="fichier"),
    ),
    _source(
        "anct_ruralite",
        "Typologie des ruralités",
        "ANCT",
        _classement("ruralite", "ruralite", RURALITE, alias="niveau_ruralite", annee="fichier"),
    ),
    _source(
        "anct_centralite",
        "Centralités d'équipements et de services",
        "ANCT",
        _classement("centralite", "centralite", CENTRALITE, alias="niveau_centralite", annee="fichier"),
    ),
    _source(
        "anct_montagne",
        "Communes de montagne",
        "ANCT",
        _classement("montagne", "montagne", MONTAGNE, alias="niveau_montagne", annee="fichier"),
    ),
    _source("anct_qpv", "Quartiers prioritaires de la politique de la ville", "ANCT", _QPV, millesime=1),
    _source(
        "dgcl_frr",
        "France Ruralités Revitalisation (FRR)",
        "DGCL",
        _classement("frr", "frr", FRR, code="code_insee", alias=r"classement frr.*\b(?P<aaaa>20\d\d)", annee="entete"),
    ),
    _source(
        "anct_zrr",
        "Zones de revitalisation rurale (ZRR)",
        "ANCT",
        _classement("zrr", "zrr", ZRR, code="insee_code", alias="status", annee="fichier", motif_annee=_JOUR),
        millesime=-1,
    ),
    _source(
        "logement_abc",
        "Zonage ABC du logement",
        "Ministère chargé du logement",
        _classement(
            "zonage_abc", "zonage_abc", ABC, code="codgeo", alias=r"zone en vigueur depuis le .*\b(?P<aaaa>20\d\d)", annee="entete"
        ),
    ),
)
_MOTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "densite": ("insee_densite", DENSITE),
    "ruralite": ("anct_ruralite", RURALITE),
    "centralite": ("anct_centralite", CENTRALITE),
    "montagne": ("anct_montagne", MONTAGNE),
    "frr": ("dgcl_frr", FRR),
    "zrr": ("anct_zrr", ZRR),
    "zonage_abc": ("logement_abc", ABC),
}
"""Attribute -> the source that gives it, its labels and the words kept."""


def donne(source: str, attribut: str, valeur: str) -> bool:
    """Whether a source gives an attribute that value."""
    if attribut == "qpv":
        return source == "anct_qpv" and re.fullmatch(_QP, valeur, re.ASCII) is not None
    sienne, mots = _MOTS.get(attribut, ("", {}))
    return source == sienne and bool(valeur) and valeur in mots.values()
