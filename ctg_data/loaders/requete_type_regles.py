"""Rules of domain.md §8.1, one record each: lists, dates, units, value and status, whole counts."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ctg_data.loaders.codes import TECHNIQUES
from ctg_data.loaders.fautes import PLAFOND, extrait
from ctg_data.loaders.model import Extraction
from ctg_data.loaders.requete_type_fautes import Signaleur
from ctg_data.loaders.requete_type_lecture import Lecture, groupes
from ctg_data.loaders.requete_type_schema import CODES_HORS_TERRITOIRE, UNITES, VERSION, par_id
from ctg_data.records import STATUTS
from ctg_data.wording import nombres

_SEMVER = re.compile(rf"{VERSION.split('.')[0]}\.\d+\.\d+")
_TECHNIQUE = re.compile(TECHNIQUES)
EFFECTIF_MAX = 100_000_000
MARGE_POPULATION = 5_000
_DATE = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ].*)?")
_CONSOLIDATION = re.compile(r"(semi[_ -]?)?d[ée]finitif", re.IGNORECASE)
_FICTIVE = re.compile(r"\bficti(f|ve)", re.IGNORECASE)
_ABREGES = {
    "bas_revenus": "br",
    "prime_activite": "ppa",
    "allocataires": "alloc",
    "reference": "ref",
    "dependants": "dep",
    "quotient_familial": "qf",
    "handicap": "aah",
}
"""Words that people write in full -> their form in the names of variables."""
_CATALOGUE = "Reportez-vous à la feuille « Variables » du gabarit de la requête type."
_GABARIT = "Repartez du gabarit de la requête type que l'application propose."


@dataclass(frozen=True)
class Regle:
    """``fausse``: which rows break it; ``attendu``: the value expected at one row; ``trouve``: said instead of the cell."""

    code: str
    colonne: str
    fausse: Callable[[Lecture], np.ndarray]
    attendu: Callable[[Lecture, int], str]
    remede: str
    trouve: str = ""


def _proche(lecture: Lecture, rang: int) -> str:
    nom = lecture.frame["variable"].iloc[rang]
    for entier, abrege in _ABREGES.items():
        nom = nom.replace(entier, abrege)
    voisins = difflib.get_close_matches(nom, list(par_id()), n=1)
    return f"« {voisins[0]} », sans doute" if voisins else "une variable de la requête type"


def _modalites(lecture: Lecture, rang: int) -> str:
    variable = lecture.variable(rang)
    return f"une modalité de {variable.id} : {', '.join(variable.codes)}"


REGLES = (
    Regle(
        "deux_annees",
        "annee",
        lambda lecture: _autre_annee(lecture.annees),
        lambda lecture, rang: f"{lecture.frame['annee'].iloc[0]}, comme à la première ligne",
        "Une requête type porte une seule année : faites un fichier par année.",
    ),
    Regle(
        "millesime_geo",
        "millesime_geo",
        lambda lecture: np.nan_to_num(lecture.millesimes - lecture.annees, nan=1) != 1,
        lambda lecture, rang: f"{lecture.annees[rang] + 1:.0f}, l'année qui suit les données",
        "Codez les communes dans le découpage du 1er janvier qui suit les données.",
    ),
    Regle(
        "variable_inconnue",
        "variable",
        lambda lecture: lecture.cellules(lambda variable, cle: False, defaut=True),
        _proche,
        _CATALOGUE,
    ),
    Regle(
        "modalite_inconnue",
        "modalite",
        lambda lecture: lecture.cellules(lambda variable, cle: cle[1] not in variable.codes),
        _modalites,
        _CATALOGUE,
    ),
    Regle(
        "unite_imprevue",
        "unite",
        lambda lecture: lecture.cellules(lambda variable, cle: cle[2] in UNITES and cle[2] not in variable.unites_admises),
        lambda lecture, rang: f"« {lecture.variable(rang).unite} »",
        _CATALOGUE,
    ),
    Regle(
        "mois_imprevu",
        "mois",
        lambda lecture: lecture.cellules(lambda variable, cle: cle[3].strip().isdigit() and int(cle[3]) != variable.mois),
        lambda lecture, rang: f"{lecture.variable(rang).mois} pour {lecture.variable(rang).id}",
        "Le stock se lit en décembre (12) ; l'allocation de rentrée scolaire, en août (8).",
    ),
    Regle(
        "valeur_absente",
        "valeur",
        lambda lecture: lecture.vides & (lecture.statuts == "ok").to_numpy(),
        lambda lecture, rang: "une valeur, puisque le statut est ok",
        "Écrivez la valeur elle-même, sans formule (0 si c'est un vrai zéro), ou dites pourquoi elle manque : s, nd ou ns.",
    ),
    Regle(
        "valeur_sous_statut",
        "valeur",
        lambda lecture: ~lecture.vides & lecture.statuts.isin(STATUTS[1:]).to_numpy(),
        lambda lecture, rang: f"une cellule vide, puisque le statut est {lecture.statuts.iloc[rang]}",
        "Videz la cellule, ou écrivez le statut ok.",
        trouve="une valeur",
    ),
    Regle(
        "effectif_non_entier",
        "valeur",
        lambda lecture: lecture.cellules(lambda variable, cle: variable.entiere) & (np.nan_to_num(lecture.valeurs) % 1 > 0),
        lambda lecture, rang: f"un nombre entier de {lecture.variable(rang).unite}",
        "Reprenez l'effectif d'origine, sans calcul ni moyenne.",
        trouve="un nombre à décimales",
    ),
    Regle(
        "effectif_demesure",
        "valeur",
        lambda lecture: lecture.cellules(lambda variable, cle: variable.entiere) & (lecture.valeurs > EFFECTIF_MAX),
        lambda lecture, rang: f"au plus 100 millions de {lecture.variable(rang).unite}",
        "Reprenez l'effectif d'origine.",
    ),
    Regle(
        "arrondi_faux",
        "valeur",
        lambda lecture: (
            lecture.cellules(lambda variable, cle: variable.entiere) & lecture.arrondies & (np.nan_to_num(lecture.valeurs) % 5 > 0)
        ),
        lambda lecture, rang: "un multiple de 5, puisque arr5 dit que l'effectif est arrondi à 5",
        "Écrivez 0 dans arr5 si l'effectif est exact, ou reprenez l'effectif arrondi.",
        trouve="un effectif qui n'est pas un multiple de 5",
    ),
    Regle(
        "code_sans_territoire",
        "code",
        lambda lecture: lecture.textes("code", lambda t: t.upper() not in CODES_HORS_TERRITOIRE and bool(_TECHNIQUE.fullmatch(t.upper()))),
        lambda lecture, rang: "un code commune de 5 caractères, ou 99999 (étranger) ou XXXXX (inconnu)",
        "Écrivez le code de la commune, ou 99999 ou XXXXX pour une résidence à l'étranger ou inconnue.",
    ),
    Regle(
        "version_schema",
        "version_schema",
        lambda lecture: lecture.textes("version_schema", lambda texte: not _SEMVER.fullmatch(texte)),
        lambda lecture, rang: f"la version {VERSION} du schéma, ou une révision compatible ({VERSION.split('.')[0]}.x.y)",
        _GABARIT,
    ),
    Regle(
        "date_extraction",
        "date_extraction",
        lambda lecture: lecture.textes("date_extraction", lambda texte: bool(texte) and not _date_passee(texte)),
        lambda lecture, rang: "une date passée au format AAAA-MM-JJ, par exemple 2025-06-30",
        "Écrivez la date d'extraction au format AAAA-MM-JJ.",
    ),
    Regle(
        "extraction_trop_tot",
        "date_extraction",
        lambda lecture: _trop_tot(lecture),
        lambda lecture, rang: f"une date postérieure aux données, qui sont de {_mois(lecture, rang)}",
        "Corrigez la date d'extraction, ou l'année des données.",
    ),
    Regle(
        "annee_a_venir",
        "annee",
        lambda lecture: np.nan_to_num(lecture.annees) > date.today().year,
        lambda lecture, rang: f"une année passée ou en cours ({date.today().year} au plus)",
        "Corrigez l'année des données.",
    ),
)


def _autre_annee(annees: np.ndarray) -> np.ndarray:
    connues = annees[~np.isnan(annees)]
    return ~np.isnan(annees) & (annees != connues[0]) if len(connues) else np.zeros(len(annees), dtype=bool)


def _trop_tot(lecture: Lecture) -> np.ndarray:
    """Rows drawn before the month that they describe (the beginning of the year, for yearly figures)."""
    combinaisons = groupes(lecture.frame, ("annee", "mois", "date_extraction"))
    premiers = np.unique(combinaisons, return_index=True)[1]
    avant = [_avant(lecture.frame["date_extraction"].iloc[rang].strip(), _mois(lecture, rang)) for rang in premiers]
    return np.array(avant, dtype=bool)[combinaisons]


def _avant(jour: str, mois: str) -> bool:
    return _date_passee(jour) and jour[:7] < mois


def _mois(lecture: Lecture, rang: int) -> str:
    """Year and month that a row describes, as they compare with a date: « 2024-12 »."""
    annee, mois = lecture.annees[rang], lecture.frame["mois"].iloc[rang].strip()
    return "" if np.isnan(annee) else f"{annee:.0f}-{mois.zfill(2) if mois.isdigit() and mois != '0' else '01'}"


def _date_passee(texte: str) -> bool:
    """Whether it is a day that exists and has begun somewhere on Earth."""
    try:
        jour = date.fromisoformat(texte[:10]) if _DATE.fullmatch(texte) else date.max
    except ValueError:
        return False
    return jour <= date.today() + timedelta(days=1)


def extraction(lecture: Lecture) -> Extraction:
    """When the file was drawn, its latest day, and whether all of it is final."""
    jours = [t.strip()[:10] for t in lecture.frame["date_extraction"].unique() if _date_passee(t.strip())]
    mentions = [_CONSOLIDATION.search(t) for t in lecture.frame["source"].unique()]
    fictive = any(_FICTIVE.search(t) for t in lecture.frame["source"].unique())
    if not mentions or not all(mentions):
        return Extraction(max(jours, default=""), fictive=fictive)
    semi = any(m.group(1) for m in mentions)
    return Extraction(max(jours, default=""), "semi_definitif" if semi else "definitif", fictive)


def controle(lecture: Lecture, signaleur: Signaleur) -> None:
    """Report every row that breaks a rule, and warn of what the metadata leaves unsaid."""
    for regle in REGLES:
        _applique(regle, lecture, signaleur)
    _population(lecture, signaleur)
    if lecture.textes("date_extraction", lambda texte: not texte).any():
        signaleur.avertit("La date d'extraction n'est pas renseignée partout.")
    if not lecture.textes("source", lambda texte: bool(_CONSOLIDATION.search(texte))).all():
        signaleur.avertit(
            "La colonne « source » ne dit pas si les données sont définitives (six mois de recul) ou semi-définitives (deux mois)."
        )


def _population(lecture: Lecture, signaleur: Signaleur) -> None:
    """More households, persons or children than a commune can hold: twice its population, with a margin for the small ones."""
    humaines = lecture.cellules(lambda variable, cle: variable.unite in ("foyers", "personnes", "enfants"))
    millesime = int(np.nan_to_num(lecture.millesimes[:1]).max(initial=0))
    habitants = lecture.frame["code"].str.strip().map(signaleur.contexte.populations(millesime)).to_numpy(dtype="float64")
    rangs = np.flatnonzero(humaines & (lecture.valeurs > 2 * habitants + MARGE_POPULATION) & (lecture.valeurs <= EFFECTIF_MAX))
    premiers = rangs[:PLAFOND]
    signaleur.fautes(
        "effectif_impossible",
        "valeur",
        lignes=lecture.frame["ligne"].to_numpy()[rangs],
        trouve=[extrait(cellule) for cellule in lecture.frame["valeur"].iloc[premiers]],
        attendu=[f"un effectif possible dans une commune de {nombres.nombre(habitants[rang])} habitants" for rang in premiers],
        remede="Reprenez l'effectif d'origine, et vérifiez le code de la commune.",
    )


def _applique(regle: Regle, lecture: Lecture, signaleur: Signaleur) -> None:
    rangs = np.flatnonzero(regle.fausse(lecture))
    if len(rangs):
        premiers = rangs[:PLAFOND]
        cellules = lecture.frame[regle.colonne].iloc[premiers]
        signaleur.fautes(
            regle.code,
            regle.colonne,
            lignes=lecture.frame["ligne"].to_numpy()[rangs],
            trouve=[regle.trouve or _cite(cellule, signaleur) for cellule in cellules],
            attendu=[regle.attendu(lecture, rang) for rang in premiers],
            remede=regle.remede,
        )


def _cite(cellule: object, signaleur: Signaleur) -> str:
    """A cell as a fault quotes it; the reading of a workbook gives nothing for a formula without result nor for an error."""
    if signaleur.contexte.feuille and not str(cellule).strip():
        return "une cellule vide, une formule sans résultat ou une erreur du tableur (#REF!, #N/A…)"
    return extrait(cellule)
