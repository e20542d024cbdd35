"""CNAF open data (data.caf.fr): benefits ``s_ben_*``, childcare coverage ``txcouv_pe_*`` and places ``nbpla_pe_*``."""

from dataclasses import replace

from ctg_data.loaders.cnaf_preparation import petite_enfance, prestations
from ctg_data.loaders.model import Colonne, Disposition, Source

FORMATS = ("csv", "json", "xlsx")
_LICENCE = "Licence Ouverte 2.0"
_PORTAIL = "https://data.caf.fr"

NIVEAUX = {"nat": "france", "reg": "region", "dep": "departement", "epci": "epci", "com": "commune"}
"""Suffix of the CNAF's data sets -> our level."""
_CODES = {
    "com": ("numcomdo", "numcom", "numero[ _]commune", "code[ _]commune"),
    "epci": ("numepci", "numero[ _]epci", "code[ _]epci"),
    "dep": ("numdep", "numero[ _]departement", "code[ _]departement"),
    "reg": ("numregi?", "numero[ _]region", "code[ _]region"),
}
_NOMS = {
    "com": ("nomcom(?:do)?", "nom[ _]commune"),
    "epci": ("nomepci", "nom[ _]epci"),
    "dep": ("nomdep", "nom[ _]departement"),
    "reg": ("nomregi?", "nom[ _]region"),
}
DATES = ("dtreffre", "date[ _]?(?:de[ _])?reference", "date[ _]ref")

_NOMBRE_DE = "nombre[ _](?:de[ _])?"

REPARTIES = r"qf(?:[ _]?\d+)?|quotient.*|tranche.*|type[ _].*|rsa[ _]type"
"""Headers of the files by quotient familial or by type of RSA, which count the same households row by row of a commune."""
MESURES = {"ndural": "al", "ab": "paje_ab"}
"""Benefit codes whose notion has another name in the requête type."""
PRESTATIONS = (
    *("ndur", "ndurpaje", "ab", "pn", "cmg", "prepare"),
    *("ndurej", "af", "cf", "ars", "asf", "ajpp", "ajpa"),
    *("ndurhd", "aah", "aeeh"),
    *("ndural", "apl", "alf", "als"),
    *("ndurins", "rsa", "ppa", "rso"),
)
"""Benefit codes of ``s_ben_*``, as published; a file may hold any of them."""


def _territoire(suffixe: str) -> tuple[Colonne, ...]:
    """The key of a level, then what the file may say of its name and of the levels above, which is ignored."""
    if suffixe == "nat":
        return (Colonne("perimetre", ("national", "territoire", "france"), genre="ignore", obligatoire=False),)
    dessus = list(_CODES)[list(_CODES).index(suffixe) :]
    codes = (Colonne(f"code_{s}", _CODES[s], genre="ignore", obligatoire=False) for s in dessus[1:])
    noms = (Colonne(f"nom_{s}", _NOMS[s], genre="ignore", obligatoire=False) for s in dessus)
    return (Colonne("code", _CODES[suffixe], genre="code"), *codes, *noms)


def _compte(prestation: str, *, prefixe: str, libelle: str, mesure: str, unite: str) -> Colonne:
    genre = "nombre" if unite == "euros" else "entier"
    return Colonne(f"{prefixe}_{prestation}", (rf"{libelle}[ _]{prestation}",), genre=genre, obligatoire=False, mesure=mesure, unite=unite)


def _comptes(prestation: str) -> tuple[Colonne, ...]:
    notion = MESURES.get(prestation, prestation)
    return (
        _compte(prestation, prefixe="indfoy", libelle=f"{_NOMBRE_DE}foyers", mesure=f"foyers_{notion}", unite="foyers"),
        _compte(prestation, prefixe="indnbp", libelle=f"{_NOMBRE_DE}personnes", mesure=f"personnes_{notion}", unite="personnes"),
        _compte(prestation, prefixe="indmtt", libelle="montant[ _]total", mesure=f"montants_{notion}", unite="euros"),
    )


COMPTES = (
    *(colonne for prestation in PRESTATIONS for colonne in _comptes(prestation)),
    _compte("aah", prefixe="indben", libelle=f"{_NOMBRE_DE}beneficiaires", mesure="beneficiaires_aah", unite="personnes"),
    _compte("aeeh", prefixe="indben", libelle=f"{_NOMBRE_DE}beneficiaires", mesure="enfants_aeeh", unite="enfants"),
)
"""Every count of ``s_ben_*``: households, persons covered, euros paid for that month, beneficiaries."""


def _prestations(suffixe: str) -> Disposition:
    """Under the département everything is blurred: counts rounded to 5, amounts to 100 €."""
    return Disposition(
        id=f"s_ben_{suffixe}",
        niveau=NIVEAUX[suffixe],
        formats=FORMATS,
        cle=("code", "annee", "mois"),
        colonnes=(
            Colonne("annee", DATES, genre="annee"),
            *_territoire(suffixe),
            Colonne("mois", genre="mois", obligatoire=False),
            *COMPTES,
        ),
        arr5=suffixe in ("epci", "com"),
        repartissent=REPARTIES,
        regime="caf",
        preparer=prestations(NIVEAUX[suffixe]),
    )


PARTS = (
    ("psu_col", r"eaje[ _]psu", "eaje_psu"),
    ("hors_psu_col", r"hors[ _]eaje[ _]psu|eaje[ _]hors[ _]psu", "eaje_hors_psu"),
    ("eaje", r"eaje(?:[ _]-)?[ _]ensemble", "eaje"),
    ("prescol", r"prescolarisation", "prescol"),
    ("am_ind", r"assistant(?:e?s?)[ _]maternel(?:le)?s?", "am"),
    ("gad_ind", r"(?:salariee?s?|garde)[ _]a[ _]domicile", "gad"),
    ("ind", r"accueil[ _]individuel(?:[ _]-)?[ _]ensemble", "indiv"),
)
"""(technical name, words of the label, modality) of each part of the supply; ``eaje`` and ``ind`` are sub-totals."""
_LVL = "(?:com|epci|dep|reg|nat)"


def _part(prefixe: str, intitule: str, part: tuple[str, str, str]) -> Colonne:
    technique, libelle, modalite = part
    alias = (rf"{prefixe}_{technique}_{_LVL}", rf"{intitule}[ _](?:{libelle})")
    return Colonne(f"{prefixe}_{technique}", alias, obligatoire=False, modalite=modalite)


_TAUX_DE = r"taux[ _]de[ _]couv(?:erture)?"
_TAUX = (
    Colonne("txcouv", (rf"txcouv_{_LVL}", rf"{_TAUX_DE}[ _]global"), modalite="global"),
    *(_part("txcouv", _TAUX_DE, part) for part in PARTS),
)
_PLACES_DE = r"(?:(?:nombre|nb)[ _](?:de[ _])?)?places?"
_PLACES = (
    Colonne("tot_offre", (rf"tot_offre_{_LVL}", r"offre[ _](?:totale|globale)", rf"{_PLACES_DE}[ _](?:total|global)e?s?")),
    *(_part("pl", _PLACES_DE, part) for part in PARTS),
)
TAUX = tuple(replace(colonne, mesure="txcouv", unite="pour100", additif=False) for colonne in _TAUX)
PLACES = tuple(replace(colonne, mesure="places", unite="places") for colonne in _PLACES)


def _petite_enfance(prefixe: str, suffixe: str, colonnes: tuple[Colonne, ...]) -> Disposition:
    return Disposition(
        id=f"{prefixe}_pe_{suffixe}",
        niveau=NIVEAUX[suffixe],
        formats=FORMATS,
        cle=("code", "annee"),
        colonnes=(Colonne("annee", DATES, genre="annee"), *_territoire(suffixe), *(_au_niveau(c, suffixe) for c in colonnes)),
        preparer=petite_enfance(NIVEAUX[suffixe]),
    )


def _au_niveau(colonne: Colonne, suffixe: str) -> Colonne:
    """Technical headers say the level of the file: without its column of codes, ``txcouv_dep`` is no rate of the région."""
    return replace(colonne, alias=tuple(alias.replace(_LVL, suffixe) for alias in colonne.alias))


def _millesime(annee: int) -> int:
    """A December stock is published in the communes of the next 1 January."""
    return annee + 1


SOURCES: tuple[Source, ...] = (
    Source(
        id="cnaf_prestations",
        titre="Prestations versées par les Caf (s_ben)",
        producteur="Cnaf",
        licence=_LICENCE,
        profil_secret="cnaf_open",
        dispositions=tuple(_prestations(suffixe) for suffixe in ("com", "epci", "dep", "nat")),
        millesime_geo=_millesime,
        adresse=_PORTAIL,
        precedence=40,
        champ="Caf, hors régime agricole",
    ),
    Source(
        id="cnaf_txcouv_pe",
        titre="Taux de couverture de l'accueil du jeune enfant (txcouv_pe)",
        producteur="Cnaf",
        licence=_LICENCE,
        profil_secret="libre",
        dispositions=tuple(_petite_enfance("txcouv", suffixe, TAUX) for suffixe in reversed(NIVEAUX)),
        millesime_geo=_millesime,
        adresse=_PORTAIL,
        precedence=20,
        champ="France hors Mayotte ; communes de 10 000 habitants ou plus",
        hors_champ=("976",),
    ),
    Source(
        id="cnaf_nbpla_pe",
        titre="Places d'accueil du jeune enfant (nbpla_pe)",
        producteur="Cnaf",
        licence=_LICENCE,
        profil_secret="libre",
        dispositions=tuple(_petite_enfance("nbpla", suffixe, PLACES) for suffixe in reversed(NIVEAUX)),
        millesime_geo=_millesime,
        adresse=_PORTAIL,
        precedence=40,
        champ="France hors Mayotte ; communes de 10 000 habitants ou plus",
        hors_champ=("976",),
    ),
)
