"""Hand-written rows of the two records, small enough to be checked by eye."""

import hashlib

import pandas as pd

from ctg_data.loaders.model import Chargement, Source
from ctg_data.records import COLONNES_MESURES, COLONNES_VALEURS, typed

SIREN_GIRONDE = "243300316"
SIREN_CHARENTE = "200071827"


def source(identifiant: str, precedence: int = 50, profil: str = "libre", **autres: object) -> Source:
    return Source(identifiant, identifiant, "producteur", "licence", profil, (), lambda annee: annee + 1, precedence=precedence, **autres)


FINE = source("fine", 5, "caf_interne", portee_fine=True)
"""A source whose files come apart by theme and scheme."""
SOURCES = {s.id: s for s in (source("a", 10, "insee_rp"), source("b", 20, "caf_interne"), source("c", 20, "cnaf_open"))}


def mesures(*lignes: tuple, **communs: object) -> pd.DataFrame:
    """Rows (code, annee, mesure, valeur): a number is ok, a text is a status without a value."""
    defauts = {
        "source": "a",
        "niveau": "commune",
        "mois": 0,
        "regime": "",
        "modalite": "total",
        "unite": "personnes",
        "est": False,
        "arr5": False,
        "millesime_geo": 2025,
    }
    frame = pd.DataFrame(lignes, columns=["code", "annee", "mesure", "valeur"])
    ok = frame["valeur"].map(lambda v: not isinstance(v, str))
    frame = frame.assign(statut=frame["valeur"].where(~ok, "ok"), valeur=pd.to_numeric(frame["valeur"].where(ok)), **(defauts | communs))
    return typed(frame, [c for c in COLONNES_MESURES if c != "edition"])


def chargement(frame: pd.DataFrame, nom: str = "extrait.csv", **autres: object) -> Chargement:
    """A loading whose bytes are the rows themselves: other rows, other file."""
    octets = frame.astype(str).to_csv().encode()
    sources = tuple(sorted(frame["source"].unique()))
    return Chargement(nom, hashlib.sha256(octets).hexdigest(), sources, frame, lignes_lues=len(frame), **autres)


def valeurs(*lignes: tuple, **communs: object) -> pd.DataFrame:
    """Rows (indicateur, code, annee, valeur or status) of published values."""
    defauts = {
        "niveau": "epci",
        "modalite": "total",
        "est": False,
        "arr5": False,
        "ic_bas": float("nan"),
        "ic_haut": float("nan"),
        "millesime_geo": 2026,
        "sources": "a@2023",
        "edition": "e",
    }
    frame = pd.DataFrame(lignes, columns=["indicateur", "code", "annee", "valeur"])
    ok = frame["valeur"].map(lambda v: not isinstance(v, str))
    frame = frame.assign(statut=frame["valeur"].where(~ok, "ok"), valeur=pd.to_numeric(frame["valeur"].where(ok)), **(defauts | communs))
    return typed(frame, COLONNES_VALEURS)


def triplets(frame: pd.DataFrame) -> set[tuple]:
    """(code, annee, valeur or statut) of each row: what a reader of the test can check by eye."""
    lues = frame.astype({"code": "str", "statut": "str"})
    montre = lues["valeur"].astype(object).where(lues["statut"] == "ok", lues["statut"])
    return set(zip(lues["code"], lues["annee"].astype(int), montre, strict=True))


def reunies(*frames: pd.DataFrame) -> pd.DataFrame:
    """The rows of several records in one."""
    return typed(pd.concat([f.astype(object) for f in frames], ignore_index=True), list(frames[0].columns))
