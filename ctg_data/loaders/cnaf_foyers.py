"""CNAF open data by modality: households by quotient familial (``ndur_s_qf_400_*_f``) and by type of RSA (``rsa_s_type_com_f``)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

import numpy as np
import pandas as pd

from ctg_data.loaders import cnaf_controles as controles
from ctg_data.loaders.cnaf import COMPTES, DATES, FORMATS, MESURES
from ctg_data.loaders.cnaf_preparation import date_reference
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.mesures import fond
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.records import STATUTS

TRANCHES = {
    "Moins de 400 euros": "lt400",
    "Entre 400 et 799 euros": "400_799",
    "Entre 800 et 1199 euros": "800_1199",
    "Entre 1200 et 1599 euros": "1200_1599",
    "Entre 1600 et 1999 euros": "1600_1999",
    "Entre 2000 et 3999 euros": "2000_3999",
    "4000 euros ou plus": "ge4000",
    "Inconnu": "inconnu",
}
"""Label of a bracket of quotient familial -> modality of the requête type."""
GROUPES = ("ndur", "ndurpaje", "ndurej", "ndurhd", "ndural", "ndurins")
"""Groups of benefits that the file by quotient familial counts."""
TYPES = {"majoré": "majore", "non majoré": "non_majore"}
"""Label of a type of RSA -> end of the measure's name."""
UNITES = {"indfoy": "foyers", "indnbp": "personnes", "indmtt": "montants"}
_ARRONDISSEMENT = r"751(?:0[1-9]|1\d|20)|6938[1-9]|132(?:0[1-9]|1[0-6])"
_QPV = r"(Q[PN]\d{5}[0-9A-Z])"

_DECLAREES = {c.nom: c for c in COMPTES}
_LIEUX = {
    "commune": (
        Colonne("code", ("numcomdo", "numcom", "numero[ _]commune", "code[ _]commune", "code[ _]insee"), genre="code"),
        Colonne("nom", ("nomcom(?:do)?", "nom[ _]commune"), genre="ignore", obligatoire=False),
    ),
    "iris": (
        Colonne("code", ("num_?iris", "cod(?:e)?_?iris", "iris", "(?:numero|code)[ _]iris", "codgeo"), genre="code"),
        Colonne("nom", ("nom_?iris", "nom[ _]iris", "libiris", "libelle[ _]iris"), genre="ignore", obligatoire=False),
        Colonne("commune", ("numcomdo", "numcom", "numero[ _]commune", "code[ _]insee"), genre="ignore", obligatoire=False),
        Colonne("nom_commune", ("nomcom(?:do)?", "nom[ _]commune"), genre="ignore", obligatoire=False),
    ),
    "qpv": (
        Colonne("code", ("num_?qpv", "cod(?:e)?_?qpv", "(?:numero|code)[ _]qpv"), genre="code", obligatoire=False),
        Colonne("nomqpv", ("nom[ _]qpv", "nom[ _]du[ _]quartier"), genre="texte"),
    ),
}
"""Key and names of a level, under each name that an export may give them."""
_SUFFIXES = {"commune": "com", "iris": "iris", "qpv": "qpv"}


def _dates() -> tuple[Colonne, ...]:
    """The date of reference; some copies repeat its year beside it."""
    return (
        Colonne("annee", DATES, genre="annee"),
        Colonne("annee_repetee", ("annee", *DATES), genre="ignore", obligatoire=False),
        Colonne("mois", genre="mois", obligatoire=False),
    )


# Quotient familial ---------------------------------------------------------------------------------------------------


def mesure_qf(prefixe: str, groupe: str) -> str:
    """Name of a count by quotient familial: any benefit (``foyers_qf``), or one group of them (``foyers_al_qf``)."""
    milieu = "" if groupe == "ndur" else f"_{MESURES.get(groupe, groupe)}"
    return f"{UNITES[prefixe]}{milieu}_qf"


def _comptes_qf() -> tuple[Colonne, ...]:
    cles = [(prefixe, groupe) for groupe in GROUPES for prefixe in UNITES]
    return tuple(replace(_DECLAREES[f"{p}_{g}"], mesure=mesure_qf(p, g), obligatoire=(p, g) == ("indfoy", "ndur")) for p, g in cles)


@cache
def _tranches() -> dict[str, str]:
    return {_net(libelle): libelle for libelle in TRANCHES}


def _net(texte: str) -> str:
    return re.sub(r"euros?|€|\s", "", normalise(texte))


def _canonique(textes: pd.Series, table) -> pd.Series:
    """``table`` applied to each distinct text, which stays as it is where it is unknown: validation names it."""
    connus = {texte: table(texte) or texte for texte in textes.unique()}
    return textes.map(connus).astype("str")


def _prepare_qf(niveau: str, frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    datee = date_reference(frame, "12")
    datee = datee.assign(tranche=_canonique(datee["tranche"], lambda texte: _tranches().get(_net(texte))))
    if niveau == "qpv" and "code" not in datee:
        return _code_du_quartier(datee, contexte, ecarts)
    return _arrondissements_entiers(datee) if niveau == "commune" else datee


def _code_du_quartier(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """The code written in the name of the quarter, where the file has no column of codes; a name alone says nothing sure."""
    noms = frame["nomqpv"].str.strip()
    trouves = noms.str.upper().str.extract(_QPV, expand=False).fillna("")
    sans = (trouves == "") & (noms != "")
    controles.signale(
        "code_mal_forme",
        "nomqpv",
        frame[sans],
        contexte,
        ecarts,
        trouve=[f"« {nom} »" for nom in noms[sans]],
        attendu="un code QP ou QN suivi de 6 caractères, seul ou devant le nom",
        remede="Ajoutez une colonne « code_qpv » : deux quartiers peuvent avoir le même nom.",
    )
    return frame.assign(code=trouves)[~sans]


def _arrondissements_entiers(frame: pd.DataFrame) -> pd.DataFrame:
    """Zeros for the brackets that an arrondissement of Paris, Lyon or Marseille does not have, which the file leaves out.

    The commune is the sum of its arrondissements: one left out would make that of the bracket incomplete.
    """
    arrondissements = frame[frame["code"].str.strip().str.fullmatch(_ARRONDISSEMENT)]
    if arrondissements.empty:
        return frame
    places = arrondissements.drop_duplicates(["code", "annee", "mois"])
    toutes = places.drop(columns="tranche").merge(pd.DataFrame({"tranche": list(TRANCHES)}), how="cross")
    cle = ["code", "annee", "mois", "tranche"]
    absentes = toutes[~pd.MultiIndex.from_frame(toutes[cle]).isin(pd.MultiIndex.from_frame(arrondissements[cle]))]
    comptes = [c.nom for c in _comptes_qf() if c.nom in frame]
    return pd.concat([frame, absentes.assign(**dict.fromkeys(comptes, "0"))], ignore_index=True)[list(frame.columns)]


def _mesures_qf(disposition: Disposition, cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    controles.arrondis(cadre, disposition, contexte, ecarts)
    donnees = fond(cadre, disposition)
    tranches = cadre["tranche"].map(TRANCHES).to_numpy(dtype=object)
    return donnees.assign(modalite=np.tile(tranches, len(donnees) // max(len(cadre), 1)))


def _quotient(niveau: str) -> Disposition:
    colonnes = (
        *_dates(),
        *_LIEUX[niveau],
        Colonne("tranche", ("qf_400", "quotient[ _]familial.*", "tranche[ _](?:de[ _])?(?:qf|quotient.*)"), "choix", choix=tuple(TRANCHES)),
        *_comptes_qf(),
    )
    return _disposition(
        f"ndur_s_qf_400_{_SUFFIXES[niveau]}", niveau, colonnes, "tranche", prepare=partial(_prepare_qf, niveau), mesures=_mesures_qf
    )


def _disposition(identifiant: str, niveau: str, colonnes: Sequence[Colonne], modalite: str, *, prepare, mesures) -> Disposition:
    base = Disposition(
        id=identifiant,
        niveau=niveau,
        formats=FORMATS,
        colonnes=tuple(colonnes),
        cle=("code", "annee", "mois", modalite),
        arr5=True,
        regime="caf",
        preparer=prepare,
    )
    return replace(base, vers_mesures=partial(mesures, base))


# RSA -----------------------------------------------------------------------------------------------------------------


def _type_rsa(texte: str) -> str:
    """« RSA non majoré », « Non majore » -> « non majoré »."""
    mots = normalise(texte).replace("-", " ").split()
    if not mots or not mots[-1].startswith("majore"):
        return ""
    return "non majoré" if {"non", "sans"} & set(mots) else "majoré"


def _prepare_rsa(frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    datee = date_reference(frame, "12")
    return datee.assign(rsa_type=_canonique(datee["rsa_type"], _type_rsa))


def _mesures_rsa(disposition: Disposition, cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """Each type is a measure of its own; the total is their sum."""
    controles.arrondis(cadre, disposition, contexte, ecarts)
    donnees = fond(cadre, disposition)
    fins = np.tile(cadre["rsa_type"].map(TYPES).to_numpy(dtype=object), len(donnees) // max(len(cadre), 1))
    par_type = donnees.assign(mesure=donnees["mesure"].astype("str") + "_" + fins)
    return pd.concat([par_type.astype({"statut": "str"}), _totaux(donnees)], ignore_index=True)


def _totaux(donnees: pd.DataFrame) -> pd.DataFrame:
    """The sum of the types of each commune and year; unknown where one of them is."""
    cle = ["niveau", "code", "annee", "mois", "regime", "mesure", "modalite", "unite", "est", "arr5", "millesime_geo"]
    connues = donnees.assign(_sans=(donnees["statut"] != STATUTS[0]))
    sommes = connues.groupby(cle, observed=True, as_index=False).agg(valeur=("valeur", "sum"), _sans=("_sans", "any"))
    return sommes.assign(statut=np.where(sommes["_sans"], "nd", "ok")).drop(columns="_sans")


_RSA = _disposition(
    "rsa_s_type_com",
    "commune",
    (
        *_dates(),
        *_LIEUX["commune"],
        Colonne("rsa_type", ("type[ _](?:de[ _])?rsa", "rsa[ _]type"), "choix", choix=tuple(TYPES)),
        replace(_DECLAREES["indfoy_rsa"], obligatoire=True),
        _DECLAREES["indnbp_rsa"],
        _DECLAREES["indmtt_rsa"],
    ),
    "rsa_type",
    prepare=_prepare_rsa,
    mesures=_mesures_rsa,
)
_PAR_TYPE = tuple(f"{unite}_rsa_{fin}" for unite in UNITES.values() for fin in TYPES.values())


def _source(identifiant: str, titre: str, dispositions: tuple[Disposition, ...], precedence: int, **champs) -> Source:
    return Source(
        id=identifiant,
        titre=titre,
        producteur="Cnaf",
        licence="Licence Ouverte 2.0",
        profil_secret="cnaf_open",
        dispositions=dispositions,
        # a December stock is published in the communes of the next 1 January
        millesime_geo=lambda annee: annee + 1,
        adresse="https://data.caf.fr",
        precedence=precedence,
        champ="Caf, hors régime agricole",
        facultative=True,  # the requête type gives them, unrounded
        **champs,
    )


SOURCES: tuple[Source, ...] = (
    _source(
        "cnaf_quotient",
        "Foyers selon le quotient familial (ndur_s_qf_400)",
        tuple(_quotient(niveau) for niveau in _LIEUX),
        45,
    ),
    # after s_ben, whose total was rounded once: this one adds two rounded counts
    _source(
        "cnaf_rsa_type",
        "Foyers au RSA, majoré ou non (rsa_s_type)",
        (_RSA,),
        46,
        mesures_calculees=dict.fromkeys(_PAR_TYPE, ("total",)),
    ),
)
