"""What an edition changed, in counts of rows and codes of territories: never a figure, so that it may be read on a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ctg_data.records import CLE_ATTRIBUTS, CLE_EQUIPEMENTS, CLE_MESURES, CONTENU_EQUIPEMENTS
from ctg_data.store import cles
from ctg_data.store.edition import Edition
from ctg_data.store.magasin import Magasin
from ctg_data.store.portees import Changements, avec_departement, marques

VALEUR = ("valeur", "statut", "est", "arr5")
"""What makes a row another one; a new vintage of the geography alone does not."""
NIVEAUX = ("commune", "epci")
"""Levels of which the territories that appear and disappear are named."""
_GROUPE = ("source", "mesure", "niveau", "annee")


@dataclass(frozen=True)
class Ecart:
    """Rows of one measure (or attribut, or type of facility), level and year that an edition added, removed or changed."""

    source: str
    mesure: str
    niveau: str
    annee: int
    changements: Changements


@dataclass(frozen=True)
class Voisinage:
    """An edition beside the one before it of the same source: ``apparus``, ``disparus``: level -> codes of their latest years."""

    source: str
    precedente: Edition
    apparus: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disparus: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What an edition changed when it last arrived.  ``remplacees``: editions that it took scopes from; ``voisines``: by source."""

    edition: Edition
    remplacees: tuple[Edition, ...]
    ecarts: tuple[Ecart, ...]
    voisines: tuple[Voisinage, ...]


def change(magasin: Magasin, identifiant: str) -> Change:
    """What the edition changed against what it replaced, and how it stands beside the one before it of each of its sources.

    Reads the private store: only counts of rows and codes of territories come out.
    """
    edition, avant, lignes = magasin.edition(identifiant), magasin.avant(identifiant), magasin.lignes(identifiant)
    remplacees, anciennes = avant.en_place_de(identifiant)
    ecarts = (
        *des_mesures(lignes.mesures, anciennes.mesures),
        *des_attributs(lignes.attributs, anciennes.attributs),
        *des_equipements(lignes.equipements, anciennes.equipements),
    )
    siennes = _situees(magasin, lignes.mesures)
    voisines = (
        voisinage(source, precedente, siennes, _situees(magasin, magasin.lignes(precedente.id).mesures))
        for source, precedente in precedentes(magasin, edition).items()
    )
    return Change(edition, remplacees, ecarts, tuple(voisines))


def precedentes(magasin: Magasin, edition: Edition) -> dict[str, Edition]:
    """Source of the edition -> the one of that source and of a common level imported last before it, of a common year if there is one.

    None for a first one, nor those that were withdrawn when it arrived.
    """
    connues = [e for e in magasin.avant(edition.id).editions().to_dict("records") if e["id"] != edition.id and not e["retiree"]]
    choisies = {source: _precedente(edition, [e for e in connues if source in e["sources"]]) for source in edition.sources}
    return {source: magasin.edition(identifiant) for source, identifiant in choisies.items() if identifiant}


def _precedente(edition: Edition, connues: Sequence[Mapping]) -> str:
    memes = [e for e in connues if set(e["niveaux"]) & set(edition.niveaux)]
    dates = [e for e in memes if set(e["annees"]) & set(edition.annees)]
    return (dates or memes)[-1]["id"] if memes else ""


def millesime(edition: Edition) -> int:
    """The latest vintage of the geography that an edition speaks of, 0 for none."""
    return max(edition.millesime_geo, default=0)


def _situees(magasin: Magasin, mesures: pd.DataFrame) -> pd.DataFrame:
    """With the département of each row, those of the levels whose territories are named."""
    siennes = mesures[mesures["niveau"].isin(NIVEAUX).to_numpy()]
    epci = magasin.referents.epci() if (siennes["niveau"] == "epci").any() else {}
    return avec_departement(siennes, epci)


def des_mesures(nouvelles: pd.DataFrame, anciennes: pd.DataFrame) -> tuple[Ecart, ...]:
    """By source, measure, level and year, those where something differs."""
    return _ecarts(nouvelles, anciennes, CLE_MESURES, VALEUR)


def des_attributs(nouveaux: pd.DataFrame, anciens: pd.DataFrame) -> tuple[Ecart, ...]:
    """The same for facts; one that changes is removed and added."""
    return _renommes(nouveaux, anciens, {"attribut": "mesure"}, CLE_ATTRIBUTS, ())


def des_equipements(nouveaux: pd.DataFrame, anciens: pd.DataFrame) -> tuple[Ecart, ...]:
    """The same for facilities, by type."""
    return _renommes(nouveaux, anciens, {"type": "mesure"}, CLE_EQUIPEMENTS, CONTENU_EQUIPEMENTS)


def _renommes(
    nouveaux: pd.DataFrame, anciens: pd.DataFrame, noms: Mapping[str, str], cle: Sequence[str], contenu: Sequence[str]
) -> tuple[Ecart, ...]:
    cle = tuple(noms.get(c, c) for c in cle)
    return _ecarts(nouveaux.rename(columns=noms), anciens.rename(columns=noms), cle, contenu)


def _ecarts(nouvelles: pd.DataFrame, anciennes: pd.DataFrame, cle: Sequence[str], contenu: Sequence[str]) -> tuple[Ecart, ...]:
    ajoutees, retirees, modifiees = marques(nouvelles, anciennes, cle, contenu)
    comptes: dict[tuple, list[int]] = {}
    for rang, (frame, masque) in enumerate(((nouvelles, ajoutees), (anciennes, retirees), (nouvelles, modifiees))):
        for groupe, n in _comptes(frame[masque]).items():
            comptes.setdefault(groupe, [0, 0, 0])[rang] = n
    return tuple(Ecart(*groupe, Changements(*n)) for groupe, n in sorted(comptes.items()))


def _comptes(frame: pd.DataFrame) -> dict[tuple[str, str, str, int], int]:
    if frame.empty:
        return {}
    numeros, groupes = cles.distincts(frame, _GROUPE)
    tailles = np.bincount(numeros)
    lignes = groupes.itertuples(index=False)
    return {(str(s), str(m), str(n), int(a)): int(t) for (s, m, n, a), t in zip(lignes, tailles, strict=True)}


def voisinage(source: str, precedente: Edition, nouvelles: pd.DataFrame, anciennes: pd.DataFrame) -> Voisinage:
    """Which communes and EPCI come and go between two editions of a source, in the départements and at the levels of both."""
    ici, la = (_codes(frame[(frame["source"] == source).to_numpy()]) for frame in (nouvelles, anciennes))
    apparus, disparus = {}, {}
    for niveau in NIVEAUX:
        communs = ici.get(niveau, {}).keys() & la.get(niveau, {}).keys()
        siens, leurs = (frozenset().union(*(codes[niveau][d] for d in communs)) for codes in (ici, la)) if communs else ((), ())
        apparus[niveau], disparus[niveau] = tuple(sorted({*siens} - {*leurs})), tuple(sorted({*leurs} - {*siens}))
    return Voisinage(source, precedente, apparus, disparus)


def _codes(frame: pd.DataFrame) -> dict[str, dict[str, frozenset[str]]]:
    """Level -> département -> codes of the latest year."""
    codes: dict[str, dict[str, frozenset[str]]] = {}
    for niveau in NIVEAUX:
        siennes = frame[(frame["niveau"] == niveau).to_numpy()]
        dernieres = siennes[siennes["annee"] == siennes["annee"].max()]
        _, paires = cles.distincts(dernieres, ("departement", "code"))
        codes[niveau] = {str(d): frozenset(map(str, lignes["code"])) for d, lignes in paires.groupby("departement", observed=True)}
    return codes
