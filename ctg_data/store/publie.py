"""The published store: protected ``valeurs`` only, one immutable folder a publication.

Layout of a publication: ``commune-<dep>.parquet`` (also ``iris-``, ``qpv-``), one file for each other level, ``epci_epoque.parquet`` (EPCI
at period perimeter, in the years when it is not the constant one), ``territoires.json`` (level -> codes that have a row other than nd) and
``meta.json``, written last.
"""

import hashlib
import json
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from ctg_data import policy
from ctg_data.errors import PublicationARefaire
from ctg_data.records import COLONNES_VALEURS, NIVEAUX, empty, typed
from ctg_data.store import cles, durable, tables
from ctg_data.store.portees import departement_de

FORMAT = 1
META = "meta.json"
TERRITOIRES = "territoires.json"
DECOUPES = ("commune", "iris", "qpv")
"""Levels with one file a département."""
EPOQUES = "epci_epoque"
"""Rows of EPCI as they were on 1 January ``millesime_geo``, beside those of ``epci``, which are at constant perimeter."""
TRI = ("annee", "code", "indicateur", "modalite")
"""Year first: a level at its latest year is contiguous, and one code lies in one small group a year."""
ZSTD_LIVRE = 19
"""For what is shipped with the product: slow to write, small to carry."""


class Publication:
    """One published folder, read only.  Raises PublicationARefaire when it is not one."""

    def __init__(self, dossier: Path, *, acteur: str = "local"):
        self.dossier = dossier
        self._acteur = acteur
        self._index: dict[str, tables.Index] = {}
        try:
            self.meta: Mapping[str, object] = json.loads((dossier / META).read_text(encoding="utf-8"))
        except (OSError, ValueError) as erreur:
            raise _abimee(dossier) from erreur

    @property
    def id(self) -> str:
        """Hash of what it was computed from: the same id, the same values."""
        return str(self.meta["id"])

    @cached_property
    def territoires(self) -> dict[str, frozenset[str]]:
        """Level -> codes that have at least one row other than nd."""
        try:
            textes = json.loads((self.dossier / TERRITOIRES).read_text(encoding="utf-8"))
        except (OSError, ValueError) as erreur:
            raise _abimee(self.dossier) from erreur
        return {niveau: frozenset(codes) for niveau, codes in textes.items()}

    def valeurs(
        self,
        niveau: str,
        codes: Collection[str] | None = None,
        indicateurs: Collection[str] | None = None,
        annees: Collection[int] | None = None,
    ) -> pd.DataFrame:
        """COLONNES_VALEURS of one level, narrowed to ``codes``, ``indicateurs`` and ``annees`` (None: all)."""
        return self._lit(self._fichiers(niveau, codes), {"code": codes, "indicateur": indicateurs, "annee": annees})

    def epoques(self, codes: Collection[str] | None = None, indicateurs: Collection[str] | None = None) -> pd.DataFrame:
        """COLONNES_VALEURS of EPCI at period perimeter, in the years when it is not the constant one."""
        return self._lit([f"{EPOQUES}.parquet"] if self.a_epoques else [], {"code": codes, "indicateur": indicateurs})

    @property
    def a_epoques(self) -> bool:
        """Whether some EPCI has a figure at period perimeter."""
        return EPOQUES in self.meta["lignes"]

    def _lit(self, fichiers: Iterable[str], choix: tables.Choix) -> pd.DataFrame:
        policy.require(self._acteur, "lire_publie", self.id)
        try:
            lues = [tables.lit(self.dossier / nom, FORME, choix, par=self._de(nom)) for nom in fichiers]
        except tables.ILLISIBLE as erreur:
            raise _abimee(self.dossier) from erreur
        return tables.en_frame(lues) if any(map(len, lues)) else empty(COLONNES_VALEURS)

    def _fichiers(self, niveau: str, codes: Collection[str] | None) -> list[str]:
        if niveau not in DECOUPES:
            voulus = [niveau]
        elif codes is None:
            voulus = [p for p in self.meta["lignes"] if p.startswith(f"{niveau}-")]
        else:
            voulus = sorted({f"{niveau}-{departement_de(niveau, code, {})}" for code in codes})
        return [f"{partition}.parquet" for partition in voulus if partition in self.meta["lignes"]]

    def _de(self, nom: str) -> tables.Index:
        if nom not in self._index:
            self._index[nom] = tables.index(self.dossier / nom, FORME)
        return self._index[nom]


FORME = tables.Format(COLONNES_VALEURS, indexees=("annee", "code"), coupe="annee", lignes_par_groupe=4_096, zstd=3)


def _abimee(dossier: Path) -> PublicationARefaire:
    return PublicationARefaire(f"La publication « {dossier} » est absente ou abîmée. Les chiffres importés sont intacts.")


def saine(dossier: Path) -> bool:
    """Whether every file that the publication names is there, with the very bytes that were written."""
    try:
        empreintes: Mapping[str, str] = Publication(dossier).meta["sha256"]
        return all(_sha256(dossier / nom) == empreinte for nom, empreinte in empreintes.items())
    except (PublicationARefaire, KeyError, OSError):
        return False


def existe(dossier: Path) -> bool:
    """Whether the folder holds a whole publication."""
    return (dossier / META).is_file()


def ecrit(
    racine: Path,
    frames: Iterable[tuple[str, pd.DataFrame]],
    meta: Mapping[str, object],
    *,
    acteur: str = "local",
    zstd: int = FORME.zstd,
) -> Publication:
    """Write ``racine/<meta["id"]>`` whole or not at all, from pairs (partition or level, valeurs)."""
    return ecrit_dossier(racine / str(meta["id"]), frames, meta, acteur=acteur, zstd=zstd)


def ecrit_dossier(
    dossier: Path,
    frames: Iterable[tuple[str, pd.DataFrame]],
    meta: Mapping[str, object],
    *,
    acteur: str = "local",
    zstd: int = FORME.zstd,
) -> Publication:
    """Write one publication at ``dossier``; one that is already there is kept.

    Raises ValueError, without any figure, on a frame that could leak: a column that is not of the record, or a
    figure beside a status other than ok.
    """
    policy.require(acteur, "publier", str(meta["id"]))
    forme = replace(FORME, zstd=zstd)
    durable.balaie(dossier.parent)
    with durable.dossier_neuf(dossier) as provisoire:
        lignes, presents = _ecrit_partitions(provisoire, frames, forme)
        _ecrit_json(provisoire / TERRITOIRES, {niveau: sorted(codes) for niveau, codes in sorted(presents.items())})
        empreintes = {fichier.name: _sha256(fichier) for fichier in sorted(provisoire.iterdir())}
        _ecrit_json(provisoire / META, {"format": FORMAT, **meta, "lignes": lignes, "sha256": empreintes})
    return Publication(dossier, acteur=acteur)


def retire(dossier: Path) -> None:
    """Remove a publication at once for readers, then its files."""
    rebut = dossier.with_name(f".{dossier.name}.retire.tmp")
    durable.remplace(dossier, rebut)
    shutil.rmtree(rebut, ignore_errors=True)


def verifie(valeurs: pd.DataFrame) -> None:
    """Refuse what must never be published: numerators, other columns, figures without the status ok."""
    intruses = sorted(set(valeurs.columns) ^ set(COLONNES_VALEURS))
    if intruses:
        raise ValueError(f"a publication holds exactly the columns of valeurs; in question: {', '.join(map(str, intruses))}")
    ok = (valeurs["statut"] == "ok").to_numpy()
    if (valeurs["valeur"].notna().to_numpy() != ok).any():
        raise ValueError("a value must be present if and only if its status is ok")
    if np.isinf(valeurs[["valeur", "ic_bas", "ic_haut"]].to_numpy()).any():
        raise ValueError("a published figure must be finite")
    if (valeurs[["ic_bas", "ic_haut"]].notna().any(axis=1).to_numpy() & ~ok).any():
        raise ValueError("an interval must not stand beside a hidden value")


def _ecrit_partitions(
    dossier: Path, frames: Iterable[tuple[str, pd.DataFrame]], forme: tables.Format
) -> tuple[dict[str, int], dict[str, set[str]]]:
    lignes: dict[str, int] = {}
    presents: dict[str, set[str]] = {}
    for nom, frame in frames:
        for partition, valeurs in _partitions(nom, frame):
            if partition in lignes:
                raise ValueError(f"partition {partition} given twice")
            verifie(valeurs)
            tables.ecrit(dossier / f"{partition}.parquet", _trie(valeurs), forme)
            lignes[partition] = len(valeurs)
            connus = valeurs.loc[(valeurs["statut"] != "nd").to_numpy(), "code"]
            if partition != EPOQUES:
                presents.setdefault(partition.split("-")[0], set()).update(connus.unique())
    return lignes, presents


def _partitions(nom: str, frame: pd.DataFrame) -> Iterable[tuple[str, pd.DataFrame]]:
    """One pair a file: a level cut by département is split unless it comes already cut."""
    niveau = "epci" if nom == EPOQUES else nom.split("-")[0]
    if niveau not in NIVEAUX or ("-" in nom and niveau not in DECOUPES):
        raise ValueError(f"unknown partition {nom!r}")
    if niveau not in DECOUPES or "-" in nom:
        return [(nom, frame)]
    numeros, codes = cles.codes(frame["code"])
    departements = np.array([departement_de(niveau, code, {}) for code in codes], dtype=object)[numeros]
    return [(f"{niveau}-{d}", frame.loc[departements == d]) for d in sorted(set(departements))]


def _trie(valeurs: pd.DataFrame) -> pd.DataFrame:
    ordonnees = typed(valeurs, COLONNES_VALEURS)
    return ordonnees.take(np.argsort(cles.cle(ordonnees, TRI), kind="stable"))


def _sha256(fichier: Path) -> str:
    with fichier.open("rb") as flux:
        return hashlib.file_digest(flux, "sha256").hexdigest()


def _ecrit_json(fichier: Path, contenu: Mapping[str, object]) -> None:
    fichier.write_text(json.dumps(contenu, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
