"""CNAF files by commune and EPCI, December 2009-2020: one CSV a year and a theme, from the former data.caf.fr.

Column names, their case and their order change with the year; the year is in the file's name.  Rules quoted from the CNAF's
read-me: a blank is withheld (under 5, or so that it gives no other cell back); « 99999 » is abroad, « XXXXX » unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from ctg_data.loaders import cnaf_controles as controles
from ctg_data.loaders.mesures import fond
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts, Source
from ctg_data.loaders.requete_type_modele import MOIS_ARS, MOIS_STOCK

FIN_RSA_ACTIVITE = 2015
"""Until that December the total of the RSA holds those who had nothing but its « activité » part, now the prime d'activité."""
AVEC_ACTIVITE = {"foyers_rsa": "foyers_rsa_avec_activite", "personnes_rsa": "personnes_rsa_avec_activite"}
_ANNEE = r"(20\d\d)"
_HORS_EPCI = r"([9X0])\1+"
_UNITES = {"foyers": "foyers", "personnes": "personnes", "beneficiaires": "personnes", "enfants": "enfants"}


def _c(nom: str, mesure: str, modalite: str = "total", *, alias: tuple[str, ...] = (), obligatoire: bool = True) -> Colonne:
    unite = _UNITES[mesure.split("_")[0]]
    return Colonne(nom, alias, genre="entier", mesure=mesure, modalite=modalite, unite=unite, obligatoire=obligatoire)


def _serie(motif: str, mesure: str, **modalites: str) -> tuple[Colonne, ...]:
    """Columns of one family: modality (a leading underscore lets it start with a digit) -> its part of the header."""
    return tuple(_c(motif.format(partie), mesure, modalite.removeprefix("_")) for modalite, partie in modalites.items())


ALLOCATAIRES = _c("nb_allocataires", "foyers_alloc", alias=("total[ _]allocataires",))
COUVERTES = _c("nb_pers_par_foyer_alloc", "personnes_couvertes")
ENFANTS = _c("nb_enfants", "enfants_age")
_JEUNES = ("all0a19", "lt20"), ("all20a24", "20_24"), ("all25a29", "25_29"), ("all30a39", "30_39"), ("all40a49", "40_49")
_AGES = (ALLOCATAIRES, *(_c(nom, "foyers_age_resp", modalite) for nom, modalite in (*_JEUNES, ("allagex", "nc"))))
_PAJE = (ALLOCATAIRES, _c("all_paje", "foyers_ndurpaje"), _c("all_prim", "foyers_pn"), _c("all_basep", "foyers_paje_ab"))
_CLCA = _c("all_clca", "foyers_clca", alias=("all_clca_colca",))
_LOGEMENT = ("alf", "als", "apl")

THEMES: dict[str, tuple[Colonne, ...]] = {
    # the right is individual: several persons of one household may have it
    "aah": (ALLOCATAIRES, _c("all_aah", "beneficiaires_aah")),
    "bas_revenus": (
        _c("nb_allocataires_ress", "foyers_ref"),
        _c("nb_pers_couv_ress", "personnes_ref"),
        _c("all_bas_revenu", "foyers_br"),
        _c("pers_bas_revenu", "personnes_br"),
    ),
    "dependance": (ALLOCATAIRES, _c("tr50pfrb", "foyers_dep", "gt50"), _c("tr100pfrb", "foyers_dep", "eq100")),
    "familles": (
        ALLOCATAIRES,
        *_serie("coup_{}_enf", "foyers_situation", couple_sans_enf="0", couple_1="1", couple_2="2", couple_3="3", couple_4p="4plus"),
        _c("homme_isole", "foyers_situation", "isole_h"),
        _c("femme_isolee", "foyers_situation", "isole_f"),
        *_serie("mono_{}_enf", "foyers_situation", mono_1="1", mono_2="2", mono_3="3", mono_4p="4plus"),
    ),
    "ages": (
        *_AGES,
        *_serie("all{}", "foyers_age_resp", _50_54="50a54", _55_59="55a59", _60_64="60a64", _65_69="65a69", ge70="70ax"),
    ),
    # until 2010 the ages from 50 are in two classes
    "ages_2009": (*_AGES, *_serie("all{}", "foyers_age_resp_large", _50_59="50a59", ge60="60ax")),
    "enfance_jeunesse": (ALLOCATAIRES, *(_c(f"all_{p}", f"foyers_{p}") for p in ("af", "cf", "ars", "asf", "aeeh"))),
    "paje": (
        *_PAJE,
        _c("all_cmg", "foyers_cmg"),
        _c("all_cmg_asma", "foyers_cmg_am"),
        _c("all_cmg_dom", "foyers_cmg_gad"),
        _c("all_cmg_a", "foyers_cmg_structure"),
        _CLCA,
    ),
    "paje_2009": (*_PAJE, _c("all_asma", "foyers_cmg_am"), _CLCA),
    "logement": (
        ALLOCATAIRES,
        _c("total_allocataires_logement", "foyers_al"),
        *(_c(f"total_{p}", f"foyers_{p}") for p in _LOGEMENT),
        _c("total_locataire", "foyers_al_locataires"),
        *(_c(f"locataire_{p}", "foyers_al_locataires", p) for p in _LOGEMENT),
        _c("total_proprietaire", "foyers_al_proprietaires"),
        *(_c(f"proprietaire_{p}", "foyers_al_proprietaires", p) for p in _LOGEMENT),
    ),
    "logement_personnes": (
        _c("nb_pers_couv_al", "personnes_al"),
        *(_c(f"pers_couv_al_{p}", f"personnes_{p}") for p in _LOGEMENT),
    ),
    "rsa": (
        ALLOCATAIRES,
        _c("nb_allocataire_rsa", "foyers_rsa", alias=("nb_allocataires_rsa",)),
        _c("dont_rsa_jeune", "foyers_rsa_jeune", obligatoire=False),
        _c("rsa_socle_non_majore", "foyers_rsa_non_majore"),
        _c("rsa_socle_majore", "foyers_rsa_majore"),
        _c("rsa_activite", "foyers_rsa_activite", obligatoire=False),
    ),
    "rsa_personnes": (
        COUVERTES,
        _c("nb_pers_couv_rsa", "personnes_rsa"),
        _c("rsa_socle_non_majore_pers_couv", "personnes_rsa_non_majore"),
        _c("rsa_socle_majore_pers_couv", "personnes_rsa_majore"),
        _c("rsa_activite_pers_couv", "personnes_rsa_activite", obligatoire=False),
    ),
    "enfants": (
        ENFANTS,
        *_serie("nb_enfants_{}_ans", "enfants_age", _0_2="0_2", _3_5="3_5", _6_11="6_11", _12_15="12_15", _16_17="16_17"),
        *_serie("nb_enfants_{}_ans", "enfants_tranches", _18_19="18_19", _20_24="20_24"),
    ),
    "enfants_ars": (
        _c("nb_enfant_ars", "enfants_ars", alias=("nb_enfants_ars",)),
        *_serie("ars_{}", "enfants_ars", _5_10="5a10", _11_14="11a14", _15_17="15a17"),
    ),
    "enfants_aeeh": (
        _c("nb_enfant_aeeh", "enfants_aeeh", alias=("nb_enfants_aeeh",)),
        *_serie("aeeh_{}", "enfants_aeeh_age", _0_2="0a2", _3_5="3a5", _6_11="6a11", _12_15="12a15", _16_17="16a17", _18_20="18a20"),
    ),
    "population": (
        COUVERTES,
        ENFANTS,
        # in the file of 2009 only
        _c("nb_enfants_0_2_ans", "enfants_age", "0_2", obligatoire=False),
        _c("nb_enfants_3_5_ans", "enfants_age", "3_5", obligatoire=False),
    ),
}
"""Theme of a file -> its columns after the keys (documentation of the CNAF, 2009-2014)."""

_CLES: dict[str, tuple[Colonne, ...]] = {
    "commune": (
        Colonne("code", ("codes?[ _](?:commune[ _])?insee", "codes?[ _]communes?", "numcom"), genre="code"),
        Colonne("nom", ("communes?", "noms?[ _](?:de[ _]la[ _])?communes?", "nomcom"), genre="ignore", obligatoire=False),
    ),
    "epci": (
        Colonne("code", ("numepci", "numero[ _]epci"), genre="code"),
        Colonne("nom", ("nomepci", "nom[ _]epci"), genre="ignore", obligatoire=False),
        Colonne("siege", ("depsepci",), genre="ignore", obligatoire=False),
    ),
}
_DATE = Colonne("annee", ("dtref", "dtreffre", "date[ _](?:de[ _])?reference"), genre="annee", obligatoire=False)


def _prepare(niveau: str, frame: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """The year of the date of reference, where there is one; rows of no EPCI set aside."""
    if "annee" in frame:
        frame = frame.assign(annee=frame["annee"].str.extract(_ANNEE, expand=False).fillna(frame["annee"]))
    if niveau != "epci":
        return frame
    hors = frame["code"].str.strip().str.upper().str.fullmatch(_HORS_EPCI)
    ecarts.ecartees["hors de tout EPCI, à l'étranger ou non localisé"] = int(hors.sum())
    return frame[~hors]


def _mesures(disposition: Disposition, cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    controles.sous_le_seuil(cadre, disposition, contexte, ecarts)
    donnees = fond(cadre, disposition)
    noms = donnees["mesure"].astype("str")
    anciens = donnees["annee"] <= FIN_RSA_ACTIVITE
    return donnees.assign(mois=noms.map(_mois).to_numpy(), mesure=noms.where(~anciens, noms.replace(AVEC_ACTIVITE)))


def _mois(mesure: str) -> int:
    """December; back to school for its allowance; none for the CMG, whose yearly figure is drawn in November."""
    if mesure.endswith("_ars"):
        return MOIS_ARS
    return 0 if mesure.startswith("foyers_cmg") else MOIS_STOCK


def _dispositions() -> Iterable[Disposition]:
    for theme, colonnes in THEMES.items():
        for niveau, cle in _CLES.items():
            yield _disposition(f"{theme}_{niveau}", niveau, (*cle, _DATE, *colonnes))


def _disposition(identifiant: str, niveau: str, colonnes: Sequence[Colonne]) -> Disposition:
    base = Disposition(
        id=identifiant,
        niveau=niveau,
        formats=("csv", "xlsx", "xls"),
        colonnes=tuple(colonnes),
        marques={"": "s"},
        mois=MOIS_STOCK,
        regime="caf",
        preparer=partial(_prepare, niveau),
    )
    return replace(base, vers_mesures=partial(_mesures, base))


SOURCES: tuple[Source, ...] = (
    Source(
        id="cnaf_communes",
        titre="Foyers allocataires par commune et EPCI, 2009 à 2020 (un fichier par thème)",
        producteur="Cnaf",
        licence="Licence Ouverte 1.0",
        profil_secret="cnaf_open",
        dispositions=tuple(_dispositions()),
        millesime_geo=lambda annee: annee + 1,
        adresse="https://data.caf.fr",
        # in 2020 both exist: the rounded file has every commune, this one hides those under 5
        precedence=48,
        # a file holds one theme: another theme of the year must not replace it
        portee_fine=True,
        champ="Caf ; régime agricole compris outre-mer seulement",
        mesures_calculees=dict.fromkeys(AVEC_ACTIVITE.values(), ("total",)),
        facultative=True,
    ),
)
