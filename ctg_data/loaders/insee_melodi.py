"""INSEE, Melodi: one reader for every data set, in bulk (``DS_…_data.csv``) or answered by the API (JSON).

A row is one figure: a territory, a year and one value of each dimension.  ``insee_melodi_jeux`` says which of them are followed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ctg_data.errors import Faute
from ctg_data.loaders.fautes import cellules_fautives, extrait
from ctg_data.loaders.fichier import REMEDE_ORIGINE
from ctg_data.loaders.insee_commun import NIVEAUX, distincts
from ctg_data.loaders.model import Colonne, Contexte, Disposition, Ecarts
from ctg_data.records import CODE_FRANCE

TOTAL = "_T"
CROISEMENT = "croisement de dimensions qui n'est pas suivi ici"
ZONAGE = "zonage qui n'est pas suivi ici"
AUTRE_FRANCE = "France dans un autre champ (métropole, hors Mayotte)"
METROPOLE = "FM"
_TOUTES = ("SEX", "AGE", "AGE_GP", "PCS", "TFN", "NCH", "TSH", "EDUC", "TPH", "CIVIL_STATE", "NOC")
"""Dimensions met in these data sets: one that a data set does not use keeps its total only, lest figures count several times."""
_API = r"^(?:(?P<millesime>\d{4})-)?(?P<objet>[A-Z][A-Z0-9_]*)-(?P<code>.+)$"
_SANS_CHIFFRE = {"K": "nd", "L": "nd", "M": "nd", "O": "nd", "N": "ns", "Q": "s"}
"""``OBS_STATUS`` of a figure that is not given (SDMX code list): counted elsewhere, missing, not significant, withheld."""
_DONNES = ("A", "B", "E", "I", "P", "R", "W", "")
_ESTIMES = ("E", "I", "W")
_SECRETS = ("C", "D", "N", "S")
"""``CONF_STATUS`` of a figure under statistical secrecy; F is free."""
_DITS = {
    "K": (
        "valeur comprise dans celle d'un autre territoire : le producteur ne la donne pas à part, il n'y a rien à faire",
        "valeurs comprises dans celles d'un autre territoire : le producteur ne les donne pas à part, il n'y a rien à faire",
    ),
    "P": ("valeur provisoire", "valeurs provisoires"),
    "W": ("valeur qui porte aussi sur un autre territoire", "valeurs qui portent aussi sur un autre territoire"),
}
"""What is told of figures that are not quite the territory's own, one and several."""
_MARQUES = {"": "nd", "nd": "nd", "ns": "ns", "s": "s"}


@dataclass(frozen=True)
class Cible:
    """What one value of each dimension feeds.  ``maximum``: in the unit of the measure; None is open, as ``minimum``."""

    valeurs: tuple[str, ...]
    mesure: str
    unite: str
    modalite: str = "total"
    minimum: float | None = 0
    maximum: float | None = None


@dataclass(frozen=True)
class Jeu:
    """One data set: its dimensions, in the order of ``Cible.valeurs``, and what is followed of it.

    ``france``: codes of the row that stands for France, the best first.  ``tout``: rows that feed nothing stay, with a ``cible``
    of -1, for a hook that needs them.
    """

    id: str
    dimensions: tuple[str, ...]
    cibles: tuple[Cible, ...]
    france: tuple[str, ...] = ("F",)
    additif: bool = True
    tout: bool = False


def disposition(jeu: Jeu, vers_mesures: Callable | None = None) -> Disposition:
    """How a file of this data set reads, whatever the order and quoting of its headers."""
    autres = (d for d in _TOUTES if d not in jeu.dimensions)
    return Disposition(
        id=jeu.id.lower(),
        niveau="",
        cle=("code", *(d.lower() for d in jeu.dimensions)),
        formats=("csv", "json"),
        colonnes=(
            Colonne("geo", genre="texte"),
            # the API writes it in GEO: 2025-COM-33318
            Colonne("geo_object", genre="texte", obligatoire=False),
            *(Colonne(d.lower(), genre="texte") for d in jeu.dimensions),
            *(Colonne(d.lower(), genre="texte", obligatoire=False) for d in autres),
            Colonne("annee", ("time_period",), genre="annee"),
            Colonne("valeur", ("obs_value", "obs_value_niveau"), minimum=None, additif=jeu.additif),
            Colonne("obs_status", genre="texte"),
            Colonne("conf_status", genre="texte", obligatoire=False),
            Colonne("freq", genre="texte", obligatoire=False),
            Colonne("unit_mult", genre="choix", choix=("0",), obligatoire=False),
            *(Colonne(nom, genre="ignore", obligatoire=False) for nom in ("unit_measure", "decimals", "obs_status_fr")),
        ),
        separateurs=(";",),
        marques=_MARQUES,
        exhaustive=True,
        geographie_unique=True,
        preparer=lambda cadre, contexte, ecarts: _prepare(cadre, contexte, ecarts, jeu=jeu),
        vers_mesures=vers_mesures or (lambda cadre, contexte, ecarts: mesures(cadre, contexte, ecarts, jeu=jeu)),
    )


def calculees(jeu: Jeu) -> Mapping[str, tuple[str, ...]]:
    """Measure -> its modalités, for ``Source.mesures_calculees``."""
    noms = dict.fromkeys(c.mesure for c in jeu.cibles)
    return {nom: tuple(dict.fromkeys(c.modalite for c in jeu.cibles if c.mesure == nom)) for nom in noms}


def _prepare(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts, *, jeu: Jeu) -> pd.DataFrame:
    situe = _lieux(cadre, contexte, ecarts, jeu=jeu)
    ecarts.fautes += _milliers(situe, contexte, jeu)
    return _statuts(_croisements(situe, ecarts, jeu=jeu), contexte, ecarts)


_GROUPES = r"[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+"


def _milliers(cadre: pd.DataFrame, contexte: Contexte, jeu: Jeu) -> Iterator[Faute]:
    """« 13,000 » families are not thirteen: the Insee writes a decimal point here, a comma comes from a spreadsheet.

    With a point, « 13.000 » is doubtful too, a program writing no zero at the end of decimals; so is « 13.250 » where no cell of the
    same measure has another number of decimals.
    """
    valeurs = cadre["valeur"].str.strip()
    groupees = valeurs.str.fullmatch(_GROUPES)
    if not groupees.any():
        return iter(())
    decimales = valeurs.str.contains(".", regex=False)
    mesure = next((cadre[d.lower()] for d in jeu.dimensions if d.endswith("MEASURE")), pd.Series("", index=cadre.index))
    toutes = (groupees | ~decimales).groupby(mesure).transform("all")
    doutes = cadre[groupees & (~decimales | valeurs.str.endswith("0") | toutes)]
    attendu = "un nombre sans séparateur de milliers, dont le point sépare les décimales"
    return cellules_fautives(doutes, "valeur", contexte, code="milliers", attendu=attendu, remede=REMEDE_ORIGINE)


# Territories -----------------------------------------------------------------------------------------------------------


def _lieux(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts, *, jeu: Jeu) -> pd.DataFrame:
    """Add ``niveau``, ``code``, and ``millesime_geo`` where the codes say it; leave other zonings out.

    The level comes from GEO_OBJECT, never from the code: 33 is a département, 75 a région too, 69123 a commune and a bassin de vie.
    """
    rangs, uniques = pd.factorize(cadre["geo"].str.strip())
    lus = pd.Series(uniques, dtype="str").str.extract(_API).fillna("")
    api = (lus["objet"] != "").to_numpy()[rangs]
    objet = pd.Series(lus["objet"].array.take(rangs), index=cadre.index)
    if "geo_object" in cadre:
        objet = cadre["geo_object"].str.strip().where(~api | (cadre["geo_object"].str.strip() != ""), objet)
    else:
        _sans_niveau(cadre[~api], contexte, ecarts)
    code = cadre["geo"].str.strip().where(~api, pd.Series(lus["code"].array.take(rangs), index=cadre.index))
    niveau = distincts(objet, lambda texte: NIVEAUX.get(texte.upper(), ""))
    ajouts = {"niveau": niveau, "code": code}
    if api.all():
        ajouts["millesime_geo"] = pd.Series(lus["millesime"].array.take(rangs), index=cadre.index)
    if "millesime_geo" in ajouts and (ajouts["millesime_geo"] == "").any():
        del ajouts["millesime_geo"]
    _compte(ecarts, ZONAGE, niveau == "")
    return _pays(cadre.assign(**ajouts)[niveau != ""], ecarts, jeu)


def _sans_niveau(lignes: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> None:
    attendu = "une colonne GEO_OBJECT, ou un territoire écrit comme « 2025-COM-33318 »"
    ecarts.fautes += [
        Faute(
            contexte.fichier, "niveau_absent", extrait(geo), attendu, REMEDE_ORIGINE, feuille=contexte.feuille, ligne=int(n), colonne="GEO"
        )
        for n, geo in zip(lignes["ligne"], lignes["geo"], strict=True)
    ]


def _pays(cadre: pd.DataFrame, ecarts: Ecarts, jeu: Jeu) -> pd.DataFrame:
    pays = cadre["niveau"] == "france"
    presents = set(cadre.loc[pays, "code"].unique())
    choisi = next((c for c in jeu.france if c in presents), "")
    autres = pays & (cadre["code"] != choisi)
    _compte(ecarts, AUTRE_FRANCE, autres)
    if choisi == METROPOLE:
        ecarts.avertissements.append("Le total France de ce fichier est celui de la France métropolitaine.")
    return cadre.assign(code=cadre["code"].where(~pays, CODE_FRANCE))[~autres]


def _compte(ecarts: Ecarts, raison: str, lignes: pd.Series) -> None:
    if nombre := int(lignes.sum()):
        ecarts.ecartees[raison] = ecarts.ecartees.get(raison, 0) + nombre


# Dimensions ------------------------------------------------------------------------------------------------------------


def _croisements(cadre: pd.DataFrame, ecarts: Ecarts, *, jeu: Jeu) -> pd.DataFrame:
    """Add ``cible`` (rank in ``jeu.cibles``); leave out rows that a dimension we do not follow tells apart."""
    annuel = cadre["freq"].str.strip().isin(("A", "")) if "freq" in cadre else pd.Series(True, index=cadre.index)
    for nom in (d.lower() for d in _TOUTES if d not in jeu.dimensions):
        if nom in cadre:
            annuel &= cadre[nom].str.strip().isin((TOTAL, ""))
    cible = _rangs(cadre, jeu)
    gardees = annuel & (True if jeu.tout else pd.Series(cible >= 0, index=cadre.index))
    _compte(ecarts, CROISEMENT, ~gardees)
    return cadre.assign(cible=cible)[gardees]


def _rangs(cadre: pd.DataFrame, jeu: Jeu) -> np.ndarray:
    """Rank of each row in ``jeu.cibles``, -1 for those that feed nothing: one number per dimension, then one table."""
    listes = [sorted({c.valeurs[i] for c in jeu.cibles}) for i in range(len(jeu.dimensions))]
    table = np.full([len(liste) + 1 for liste in listes], -1)
    for rang, cible in enumerate(jeu.cibles):
        table[tuple(liste.index(v) for liste, v in zip(listes, cible.valeurs, strict=True))] = rang
    # the last place of each axis, which -1 reaches, is that of the values that nothing follows
    codes = [pd.Index(liste).get_indexer(cadre[d.lower()].str.strip()) for d, liste in zip(jeu.dimensions, listes, strict=True)]
    return table[tuple(codes)] if len(cadre) else np.array([], dtype=int)


# Statuses --------------------------------------------------------------------------------------------------------------


def _statuts(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts) -> pd.DataFrame:
    """The status of a row rules its value: nothing where it says so, flagged as estimated where it is not quite the territory's."""
    statut = cadre["obs_status"].str.strip().str.upper()
    connus = statut.isin((*_DONNES, *_SANS_CHIFFRE))
    attendu = "un statut parmi " + ", ".join(sorted(filter(None, (*_DONNES, *_SANS_CHIFFRE))))
    lieu = {"feuille": contexte.feuille, "colonne": contexte.entete.get("obs_status", "OBS_STATUS")}
    ecarts.fautes += [
        Faute(contexte.fichier, "choix_inconnu", extrait(texte), attendu, REMEDE_ORIGINE, ligne=int(ligne), **lieu)
        for ligne, texte in zip(cadre.loc[~connus, "ligne"], statut[~connus], strict=True)
    ]
    for lettre, dit in _DITS.items():
        if nombre := int((statut == lettre).sum()):
            ecarts.avertissements.append(f"{nombre} {dit[nombre > 1]}.")
    valeur = cadre["valeur"].where(~statut.isin(list(_SANS_CHIFFRE)), statut.map(_SANS_CHIFFRE).fillna(""))
    if "conf_status" in cadre:
        valeur = valeur.where(~cadre["conf_status"].str.strip().str.upper().isin(_SECRETS), "s")
    return cadre.assign(valeur=valeur, est=statut.isin(_ESTIMES))


# Mesures ---------------------------------------------------------------------------------------------------------------


def mesures(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts, *, jeu: Jeu) -> pd.DataFrame:
    """One row of mesures for each row of the typed frame (``niveau, code, annee, valeur, valeur__statut, cible, est``)."""
    _bornes(cadre, contexte, ecarts, jeu.cibles)
    colonnes = ["niveau", "code", "annee", "valeur", "valeur__statut", "est", "millesime_geo"]
    noms = {champ: _categories([getattr(c, champ) for c in jeu.cibles], cadre["cible"]) for champ in ("mesure", "modalite", "unite")}
    return cadre[colonnes].rename(columns={"valeur__statut": "statut"}).assign(**noms)


def _categories(textes: Sequence[str], rangs: pd.Series) -> pd.Categorical:
    uniques = list(dict.fromkeys(textes))
    return pd.Categorical.from_codes(np.array([uniques.index(t) for t in textes])[rangs.to_numpy(dtype=int)], categories=uniques)


def _bornes(cadre: pd.DataFrame, contexte: Contexte, ecarts: Ecarts, cibles: Sequence[Cible]) -> None:
    bas = np.array([-np.inf if c.minimum is None else c.minimum for c in cibles])[cadre["cible"].to_numpy(dtype=int)]
    haut = np.array([np.inf if c.maximum is None else c.maximum for c in cibles])[cadre["cible"].to_numpy(dtype=int)]
    fausses = cadre[(cadre["valeur"] < bas) | (cadre["valeur"] > haut)]
    colonne = contexte.entete.get("valeur", "OBS_VALUE")
    for ligne, valeur, rang in zip(fausses["ligne"], fausses["valeur"], fausses["cible"], strict=True):
        limites = cibles[int(rang)]
        genre, attendu = ("valeur_negative", "un nombre positif ou nul") if valeur < 0 else ("hors_bornes", f"au plus {limites.maximum:g}")
        trouve = extrait(f"{valeur:g}")
        ecarts.fautes.append(
            Faute(contexte.fichier, genre, trouve, attendu, REMEDE_ORIGINE, feuille=contexte.feuille, ligne=int(ligne), colonne=colonne)
        )
