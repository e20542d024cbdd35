"""Rebuild ``data/reference`` from registry packages: ``python -m ctg_data reference build``."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from ctg_data.territoires import contours as cartes
from ctg_data.territoires import contours_construit, listes, paquets
from ctg_data.territoires.ecriture import ecrit
from ctg_data.territoires.model import CIBLE, MILLESIMES
from ctg_data.territoires.paquets import LICENCE, PAQUETS

Progres = Callable[[str], None]


def build(dossier_sortie: Path, cache: Path | None = None, *, progres: Progres | None = None) -> dict:
    """Write the whole reference in ``dossier_sortie`` and return its ``meta.json``.

    ``cache``: folder of the packages' archives, kept for the next time; None downloads them and keeps nothing.
    Raises CtgError (French) when a package cannot be fetched or is not the declared one.
    """
    if cache is None:
        with tempfile.TemporaryDirectory() as provisoire:
            return build(dossier_sortie, Path(provisoire), progres=progres)
    annonce = progres or (lambda _message: None)
    for paquet in PAQUETS:
        annonce(f"Paquet {paquet.reference}")
        paquets.obtient(paquet, cache)
    annonce("Listes, appartenances et populations")
    tables = listes.listes(cache)
    annonce("Contours")
    tables |= contours_construit.contours(cache, tables)
    meta = _publie(tables, dossier_sortie)
    cartes.ecrit_france(dossier_sortie)
    return meta


def _publie(tables: dict[str, pd.DataFrame], dossier: Path) -> dict:
    """Every table is written beside ``dossier`` before the first one is replaced, ``meta.json`` last: a construction that
    stops half-way leaves the reference as it was."""
    dossier.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dossier.parent) as provisoire:
        neuf = Path(provisoire)
        for nom, table in tables.items():
            ecrit(table, neuf / f"{nom}.parquet")
        meta = _meta(tables, {nom: paquets.empreinte(neuf / f"{nom}.parquet") for nom in tables})
        (neuf / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for nom in (*(f"{nom}.parquet" for nom in tables), "meta.json"):
            (neuf / nom).replace(dossier / nom)
    return meta


def _meta(tables: dict[str, pd.DataFrame], empreintes: dict[str, str]) -> dict:
    communes, epci = tables["communes"], tables["epci"]
    return {
        "cible": CIBLE,
        "licence": LICENCE,
        "producteurs": ["Insee", "DGCL", "IGN", "La Poste", "Etalab"],
        "communes": {int(m): int(n) for m, n in communes["millesime"].value_counts(sort=False).sort_index().items()},
        "epci": {int(m): int(n) for m, n in epci["millesime"].value_counts(sort=False).sort_index().items()},
        "population": {str(m): listes.POPULATION_COMMUNES[m] for m in MILLESIMES},
        "tables": {nom: {"lignes": len(table), "sha256": empreintes[nom]} for nom, table in tables.items()},
        "paquets": [
            {
                "paquet": p.reference,
                "sha256": p.sha256,
                "usage": p.usage,
                "producteur": p.producteur,
                "licence": p.licence,
            }
            for p in PAQUETS
        ],
    }
