"""A country of eight communes, whose history holds a merger, a split and an EPCI that changes; hand-written rows of mesures.

département 01 (région 84): 01001, 01002 (has absorbed 01003 on 1 January 2025) in EPCI A; 01004 in EPCI B;
                            01005 left EPCI B for EPCI A on 1 January 2022
département 02 (région 75): 02001 in EPCI C; 02003 came out of 02002 on 1 January 2023 (a quarter of it), both in EPCI C
Before the lists: 01002 has its territory of 2019 since 1 January 2018 only, the others always had theirs.
"""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from ctg_data.loaders.model import Source
from ctg_data.records import COLONNES_MESURES, typed
from ctg_data.territoires.model import CIBLE, MILLESIMES

A, B, C = "200000001", "200000002", "200000003"
POPULATION = {"01001": 12_000, "01002": 1_500, "01003": 500, "01004": 900, "01005": 3_000, "02001": 25_000, "02002": 600, "02003": 200}
REGIONS = {"01": "84", "02": "75"}
COMMUNES = ("01001", "01002", "01004", "01005", "02001", "02002", "02003")
"""Communes of the target vintage, in row order."""


def source(identifiant: str, profil: str = "libre", **options: object) -> Source:
    return Source(identifiant, identifiant, "producteur", "licence", profil, (), lambda annee: annee + 1, **options)


SOURCES = {
    s.id: s
    for s in (
        source("insee", "insee_rp"),
        source("interne", "caf_interne"),
        source("ouverte", "cnaf_open"),
        source("liste", inventaire=True),
        source("partielle", hors_champ=("02",)),
    )
}


def ecrit_reference(dossier: Path) -> Path:
    """Write the country as a reference folder."""
    communes = pd.concat([_communes(m) for m in MILLESIMES], ignore_index=True)
    tables = {
        "communes": communes,
        "epci": pd.concat([_epci(communes, m) for m in MILLESIMES], ignore_index=True),
        "departements": _sommes(communes, "departement").assign(region=lambda t: t["code"].map(REGIONS)),
        "regions": _sommes(communes, "region"),
        "passage": _passage(),
        "remaniements": pd.DataFrame({"code": ["01002"], "millesime": [2018]}),
        "arrondissements": pd.DataFrame({"code": [], "commune": []}, dtype=str),
        "outremer": pd.DataFrame({"code": [], "nom": []}, dtype=str),
    }
    dossier.mkdir(parents=True, exist_ok=True)
    for nom, table in tables.items():
        table.to_parquet(dossier / f"{nom}.parquet")
    (dossier / "meta.json").write_text(json.dumps({"cible": CIBLE}), encoding="utf-8")
    return dossier


def liste(millesime: int) -> dict[str, int]:
    """Communes of a vintage and their populations."""
    habitants = dict(POPULATION)
    if millesime >= 2025:
        habitants["01002"] += habitants.pop("01003")
    if millesime < 2023:
        habitants["02002"] += habitants.pop("02003")
    return habitants


def _epci_de(commune: str, millesime: int) -> str:
    if commune.startswith("02"):
        return C
    return B if commune == "01004" or (commune == "01005" and millesime < 2022) else A


def _communes(millesime: int) -> pd.DataFrame:
    habitants = liste(millesime)
    codes = sorted(habitants)
    departements = [code[:2] for code in codes]
    return pd.DataFrame(
        {
            "millesime": millesime,
            "code": codes,
            "nom": codes,
            "liaison": 0,
            "departement": departements,
            "region": [REGIONS[d] for d in departements],
            "epci": [_epci_de(code, millesime) for code in codes],
            "population": pd.array([habitants[code] for code in codes], dtype="Int32"),
            "annee_population": millesime - 3,
            "codes_postaux": "",
        }
    )


def _epci(communes: pd.DataFrame, millesime: int) -> pd.DataFrame:
    du_millesime = communes[communes["millesime"] == millesime]
    return _sommes(du_millesime, "epci").assign(millesime=millesime, departement=["01", "01", "02"], type="CC")


def _sommes(communes: pd.DataFrame, cle: str) -> pd.DataFrame:
    dernieres = communes[communes["millesime"] == communes["millesime"].max()]
    return dernieres.groupby(cle, as_index=False)["population"].sum().rename(columns={cle: "code"}).assign(nom="", liaison=0)


def _passage() -> pd.DataFrame:
    lignes = [
        ("01003", 2024, "01002", 2025, 1.0, "fusion", False),
        ("02002", 2022, "02002", 2023, 0.75, "scission", True),
        ("02002", 2022, "02003", 2023, 0.25, "scission", True),
    ]
    return pd.DataFrame(lignes, columns=["code_src", "mill_src", "code_dst", "mill_dst", "poids", "type_evt", "estime"])


def mesures(*lignes: tuple, **communs: object) -> pd.DataFrame:
    """Rows (code, annee, mesure, valeur[, modalite]): a number is ok, a text is a status without a value.

    The level follows the code: 5 characters commune, 9 EPCI, 2 département, FR France (``niveau`` says otherwise).
    """
    defauts = {
        "source": "insee",
        "mois": 0,
        "regime": "",
        "unite": "u",
        "est": False,
        "arr5": False,
        "millesime_geo": CIBLE,
        "edition": "e",
    }
    frame = pd.DataFrame([(*ligne, "total")[:5] for ligne in lignes], columns=["code", "annee", "mesure", "valeur", "modalite"])
    niveaux = frame["code"].map(lambda code: "france" if code == "FR" else {5: "commune", 9: "epci", 2: "departement"}[len(code)])
    ok = frame["valeur"].map(lambda v: not isinstance(v, str))
    frame = frame.assign(niveau=niveaux, statut=frame["valeur"].where(~ok, "ok"), valeur=pd.to_numeric(frame["valeur"].where(ok)))
    return typed(frame.assign(**(defauts | communs)), COLONNES_MESURES)


def partout(annee: int, mesure: str, valeurs: Collection[float | str], modalite: str = "total", **communs: object) -> pd.DataFrame:
    """One row for each commune of the target vintage, in order."""
    return mesures(*((code, annee, mesure, v, modalite) for code, v in zip(COMMUNES, valeurs, strict=True)), **communs)


class MagasinEssai:
    """The two things that the engine asks of a store, over hand-written rows."""

    def __init__(self, *frames: pd.DataFrame, sources: Mapping[str, Source] = SOURCES):
        self._lignes = typed(pd.concat([f.astype(object) for f in frames], ignore_index=True), COLONNES_MESURES)
        self.referents = SimpleNamespace(sources=sources)
        self.lectures = 0

    def mesures(self, noms: Collection[str], niveaux: Collection[str]) -> pd.DataFrame:
        self.lectures += 1
        return self._lignes[self._lignes["mesure"].isin(noms) & self._lignes["niveau"].isin(niveaux)]
