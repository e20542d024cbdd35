"""What a row of the inventory of facilities may say, and what its rows may say together; each fault names its cell."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.codes import nettoie
from ctg_data.loaders.conversion import nombres
from ctg_data.loaders.entetes import normalise
from ctg_data.loaders.model import Contexte, Ecarts
from ctg_data.loaders.offre_schema import AUTRE, COLONNES, TOLERANCE_KM, TOUS
from ctg_data.loaders.validate import FAUX, VRAIS
from ctg_data.wording.nombres import MOINS, nombre

_TITRES = {c.champ: c.titre for c in COLONNES}
_D_UN_EQUIPEMENT = ("precision", "gestionnaire", "places", "horaires", "cof_debut", "cof_fin", "latitude", "longitude")
"""Columns that tell of one facility: on a line without a name, its name was forgotten, and « none » would be a false zero."""
_SANS_NOM = "le nom de l'équipement, ou « oui » dans « Liste complète » et rien d'autre si la ligne dit seulement qu'aucun ne manque"
_SANS_NOM_AUTRE = "le nom de l'équipement : une liste d'un autre type n'est jamais comptée, complète ou non"


class Signaleur:
    """Where the faults of one table go, each with its line and its heading."""

    def __init__(self, contexte: Contexte, ecarts: Ecarts):
        self._contexte, self._ecarts = contexte, ecarts

    def faute(self, code: str, colonne: str, ligne: int, *, trouve: str, attendu: str, remede: str) -> None:
        titre = self._contexte.entete.get(colonne, _TITRES[colonne])
        lieu = {"feuille": self._contexte.feuille, "ligne": int(ligne), "colonne": titre}
        self._ecarts.fautes.append(Faute(self._contexte.fichier, code, trouve, attendu, remede, **lieu))


def refuse(ligne: int) -> str:
    """What stands for a cell that could not be read: another one on each line, so that two faults do not pass for one name twice."""
    return f"?{ligne}"


def _lues(textes: pd.Series) -> pd.Series:
    return (textes != "") & ~textes.str.startswith("?")


def _lignes(lu: pd.DataFrame, retenues: pd.Series) -> Iterable[Any]:
    """These rows, as tuples by name."""
    return lu[retenues].itertuples() if retenues.any() else ()  # pandas compiles a class for each call


def muettes(lu: pd.DataFrame) -> pd.Series:
    """Lines of « Tous les types » that nobody has said complete and that give nothing else: the template has one ready for each commune.

    What is neither yes nor no is a fault, told with the other cells.
    """
    return (lu["type"] == TOUS) & (lu["nom"] == "") & _dit(lu).isin(FAUX) & ~_contenu(lu).any(axis=1)


def _dit(lu: pd.DataFrame) -> pd.Series:
    return lu["complet"].str.strip().str.lower()


def _contenu(lu: pd.DataFrame) -> pd.DataFrame:
    """Whether each cell that tells of one facility is filled."""
    return pd.DataFrame({champ: lu[champ].str.strip() != "" for champ in _D_UN_EQUIPEMENT})


def _cles(lu: pd.DataFrame) -> pd.DataFrame:
    """What a list is of: its year, commune and type; another type is told by its author's words."""
    annee = lu["annee"].str.strip() if "annee" in lu else ""
    mots = lu["precision"].map(_pli).where(lu["type"] == AUTRE, "")
    return pd.DataFrame({"annee": annee, "code": nettoie(lu["code"]), "type": lu["type"], "mots": mots}, index=lu.index)


def _pli(texte: str) -> str:
    """The same for two spellings of one name: case, accents, hyphens."""
    return re.sub(r"\W+", " ", normalise(texte)).strip() or texte


def contradictions(lu: pd.DataFrame, signaleur: Signaleur) -> None:
    """A list said complete on a line and not on another: of the same commune and type, or of every type and of one of them."""
    dit, cles = _dit(lu), _cles(lu)
    situees = pd.MultiIndex.from_frame(cles)
    dites = dict(zip(situees[dit.isin(VRAIS)], lu.loc[dit.isin(VRAIS), "ligne"], strict=True))
    niees = dit.isin(FAUX) & (dit != "")
    for cle, ligne in zip(situees[niees], lu.loc[niees, "ligne"], strict=True):
        autre = dites.get(cle, dites.get((*cle[:2], TOUS, "")))
        if autre is not None:
            signaleur.faute(
                "completude_contredite",
                "complet",
                ligne,
                trouve=f"« non », alors que la ligne {autre} dit « oui »",
                attendu="une seule réponse par commune et type, et « oui » à tous les types seulement si chacun est complet",
                remede="Corrigez l'une des deux lignes ; « oui » sur une seule suffit, les autres peuvent rester vides.",
            )


def _types(lu: pd.DataFrame, signaleur: Signaleur, contexte: Contexte) -> None:
    """A type, and for another one its words and its theme."""
    for x in _lignes(lu, lu["type"] == ""):
        signaleur.faute(
            "type_absent", "type", x.ligne, trouve="une cellule vide", attendu="un type de la liste", remede="Choisissez-le dans la liste."
        )
    for nom in ("precision", "theme"):
        for x in _lignes(lu, (lu["type"] == AUTRE) & (lu["nom"] != "") & (lu[nom] == "")):
            attendu = "vos mots pour ce type d'équipement" if nom == "precision" else "le thème de cet équipement"
            signaleur.faute(
                "autre_a_preciser", nom, x.ligne, trouve="une cellule vide", attendu=attendu, remede="Remplissez cette cellule."
            )


def _noms(lu: pd.DataFrame, signaleur: Signaleur, contexte: Contexte) -> None:
    """A line without a name only says that a list is complete; a line of every type has none."""
    contenu = _contenu(lu)
    muets = (lu["type"] != TOUS) & ~_dit(lu).isin(VRAIS) | (lu["type"] == AUTRE)
    sans = (lu["nom"] == "") & (contenu.any(axis=1) | muets)
    for x, remplies in zip(_lignes(lu, sans), contenu[sans].to_dict("records"), strict=True):
        donnees = ", ".join(f"« {_TITRES[champ]} »" for champ, remplie in remplies.items() if remplie)
        signaleur.faute(
            "equipement_sans_nom",
            "nom",
            x.ligne,
            trouve="une cellule vide" + (f", alors que la ligne donne {donnees}" if donnees else ""),
            attendu=_SANS_NOM_AUTRE if x.type == AUTRE else _SANS_NOM,
            remede="Donnez-lui un nom." + (" S'il n'y a aucun équipement, videz ces cellules." if donnees else ""),
        )
    for x in _lignes(lu, (lu["nom"] != "") & (lu["type"] == TOUS)):
        signaleur.faute(
            "type_de_liste",
            "type",
            x.ligne,
            trouve="« Tous les types » sur la ligne d'un équipement",
            attendu="le type de cet équipement",
            remede="Choisissez son type ; « Tous les types » sert aux lignes sans nom.",
        )


def doubles(lu: pd.DataFrame, signaleur: Signaleur, contexte: Contexte) -> None:
    """One facility written twice in other letters; the very same key twice is told with the keys."""
    nommes = lu[_lues(lu["nom"])]
    cles = _cles(nommes).assign(nom=nommes["nom"].map(_pli))
    memes = _cles(nommes).assign(precision=nommes["precision"], nom=nommes["nom"]).duplicated()
    premieres = nommes[~cles.duplicated()].set_index(pd.MultiIndex.from_frame(cles[~cles.duplicated()]))
    doubles = cles.duplicated() & ~memes
    for x, cle in zip(_lignes(nommes, doubles), cles[doubles].to_numpy(), strict=True):
        premiere = premieres.loc[tuple(cle)]
        signaleur.faute(
            "equipement_double",
            "nom",
            x.ligne,
            trouve=f"« {x.nom} », déjà « {premiere['nom']} » à la ligne {premiere['ligne']}",
            attendu="un équipement par ligne, une ligne par équipement",
            remede="Supprimez l'une des deux lignes, ou donnez à chaque équipement un nom qui le distingue.",
        )


def _annees(lu: pd.DataFrame, signaleur: Signaleur, contexte: Contexte) -> None:
    """No inventory of a far year: it would hide every one that comes before it."""
    derniere = date.today().year + 1
    annees = pd.to_numeric(lu["annee"], errors="coerce") if "annee" in lu else pd.Series(contexte.annee, index=lu.index[:1], dtype="float")
    for rang, annee in annees[annees > derniere].items():
        signaleur.faute(
            "annee_a_venir",
            "annee",
            lu.loc[rang, "ligne"],
            trouve=f"{annee:.0f}",
            attendu=f"l'année de l'inventaire, {derniere} au plus tard",
            remede="Corrigez l'année : celle où la liste a été relue.",
        )


def _dates(lu: pd.DataFrame, signaleur: Signaleur, contexte: Contexte) -> None:
    """The end of a convention after its beginning."""
    lues = _lues(lu["cof_debut"]) & _lues(lu["cof_fin"])
    for x in _lignes(lu, lues & (lu["cof_fin"] < lu["cof_debut"])):
        signaleur.faute(
            "dates_inversees",
            "cof_fin",
            x.ligne,
            trouve=" puis ".join(f"{date.fromisoformat(jour):%d/%m/%Y}" for jour in (x.cof_debut, x.cof_fin)),
            attendu="une fin après le début",
            remede="Corrigez l'une des deux dates.",
        )


def _positions(lu: pd.DataFrame, signaleur: Signaleur, contexte: Contexte) -> None:
    """Both coordinates or none, in degrees, inside the commune or near it."""
    valeurs = {nom: nombres(lu[nom], {"": "nd"})[0] for nom in ("latitude", "longitude")}
    connues = {nom: ~np.isnan(v) for nom, v in valeurs.items()}
    for nom, autre in (("latitude", "longitude"), ("longitude", "latitude")):
        seules = connues[autre] & (lu[nom].str.strip() == "").to_numpy()
        for ligne in lu.loc[seules, "ligne"]:
            attendu = f"la {nom}, puisque la {autre} est donnée"
            signaleur.faute(
                "coordonnee_seule", nom, ligne, trouve="une cellule vide", attendu=attendu, remede="Donnez les deux, ou aucune."
            )
    lat, lon = valeurs["latitude"], valeurs["longitude"]
    droites = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)  # others are out of bounds, a fault told elsewhere
    communes = lu["code"].str.strip()
    km = np.full(len(lu), np.nan)
    km[droites] = contexte.distances(communes[droites].tolist(), lon[droites], lat[droites])
    loin = km > TOLERANCE_KM
    if loin.any():
        inverse = contexte.distances(communes[loin].tolist(), lat[loin], lon[loin])
        for x, ecart, autrement in zip(lu[loin].itertuples(), km[loin], inverse, strict=True):
            _loin(x, ecart, signaleur, inversees=autrement <= TOLERANCE_KM)


def _degres(x: object) -> str:
    """As a French reader writes it: « 45,9 », « −0,424 »."""
    return str(x).replace(".", ",").replace("-", MOINS)


def _loin(x: tuple, km: float, signaleur: Signaleur, *, inversees: bool) -> None:
    remede = (
        "La latitude et la longitude sont inversées : échangez-les."
        if inversees
        else "Corrigez la position ou le code de la commune ; les coordonnées sont en degrés (WGS 84), non en mètres."
    )
    signaleur.faute(
        "hors_de_la_commune",
        "latitude",
        x.ligne,
        trouve=f"{_degres(x.latitude)} ; {_degres(x.longitude)}, à {nombre(round(km))} km de la commune {x.code}",
        attendu=f"une position dans la commune, ou à moins de {TOLERANCE_KM:g} km",
        remede=remede,
    )


REGLES: Sequence[Callable[[pd.DataFrame, Signaleur, Contexte], None]] = (_types, _noms, doubles, _annees, _dates, _positions)
"""Every rule on the lines that say something."""
