"""Small counts planted in a requête type: nothing of them, nor of what would give them back, is found in what leaves."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ctg_data import cli
from ctg_data.loaders.requete_type_schema import COLONNES, VERSION
from ctg_data.settings import load
from ctg_data.store import publie
from ctg_data.territoires import referentiel

EPCI = "243300316"
"""Its communes are the only rows of the file, so its own value is known; three of them can hold large counts."""
PLANTES = {"foyers_rsa": (3, 7919), "personnes_rsa": (5, 15_737)}
"""Two most populated communes: one to hide for itself, one that hides it.  The others have none."""
MONTRES = {"foyers_ppa": 10_007}
"""A count that nothing hides: the same searches must find it."""


@dataclass(frozen=True)
class Essai:
    """A store fed by the planted file, and every text written on the way."""

    store: Path
    communes: tuple[str, ...]
    textes: str

    @property
    def publies(self) -> list[Path]:
        return [f for f in (self.store / "publie").rglob("*") if f.is_file()]


@pytest.fixture(scope="module")
def essai(tmp_path_factory: pytest.TempPathFactory) -> Essai:
    dossier = tmp_path_factory.mktemp("fuites")
    reference = referentiel.charge(load().reference)
    habitants = reference.communes().set_index("code")["population"]
    communes = tuple(habitants[list(reference.membres("epci", EPCI))].sort_values(ascending=False).index)
    fichier = _ecrit(dossier / "requete_type_2025.csv", communes)
    textes = _lance("import", str(fichier), "--json", store=dossier / "store")
    assert '"etat": "importe"' in textes, textes
    return Essai(dossier / "store", communes, textes)


def test_the_shown_count_is_found_so_the_searches_work(essai: Essai):
    assert MONTRES["foyers_ppa"] in set(_nombres(essai))
    assert str(MONTRES["foyers_ppa"]) in _valeurs(essai, "foyers_ppa")


@pytest.mark.parametrize("plante", [n for serie in PLANTES.values() for n in serie if n > 5])
def test_no_planted_count_is_published_nor_written_as_text(essai: Essai, plante: int):
    assert plante not in set(_nombres(essai))
    assert not _mentionne(essai.textes, plante)
    for fichier in (*essai.publies, essai.store / "catalogue.sqlite"):
        assert str(plante).encode() not in fichier.read_bytes(), fichier.name


@pytest.mark.parametrize("plante", [n for serie in PLANTES.values() for n in serie if n > 5])
def test_no_planted_count_is_in_the_bytes_of_a_published_file(essai: Essai, plante: int):
    """Parquet keeps bounds of each column in its footer, uncompressed."""
    for fichier in essai.publies:
        assert np.float64(plante).tobytes() not in fichier.read_bytes(), fichier.name


def test_the_hidden_cells_have_a_status_and_nothing_else(essai: Essai):
    publication = publie.Publication(next((essai.store / "publie").iterdir()))
    lues = publication.valeurs("commune", essai.communes[:2], ["foyers_rsa", "pop_rsa"])
    assert set(lues["statut"].astype(str)) == {"s"}
    assert lues[["valeur", "ic_bas", "ic_haut"]].isna().all(axis=None)
    assert not lues[["est", "arr5"]].any(axis=None)


def test_the_command_line_and_the_portrait_say_secret(essai: Essai, tmp_path: Path):
    textes = _valeurs(essai, "foyers_rsa")
    for nom, niveau, code in (("commune", "commune", essai.communes[0]), ("epci", "epci", EPCI)):
        for suffixe in ("html", "csv"):
            sortie = tmp_path / f"{nom}.{suffixe}"
            textes += _lance("portrait", code, "--niveau", niveau, "--out", str(sortie), store=essai.store)
            textes += sortie.read_text(encoding="utf-8-sig")
    for plante in (n for serie in PLANTES.values() for n in serie if n > 5):
        assert not _mentionne(textes, plante), plante


def test_a_fault_of_the_software_quotes_no_figure(essai: Essai, monkeypatch: pytest.MonkeyPatch):
    def casse(*args: object) -> None:
        raise ValueError("7919")

    monkeypatch.setattr(publie.tables, "lit", casse)
    assert not _mentionne(_valeurs(essai, "foyers_ppa"), 7919)


def _ecrit(fichier: Path, communes: tuple[str, ...]) -> Path:
    lignes = [";".join(COLONNES)]
    series = {**PLANTES, **{m: (n,) for m, n in MONTRES.items()}, "foyers_alloc": (40_000,) * 3, "personnes_couvertes": (90_000,) * 3}
    for variable, valeurs in series.items():
        unite = variable.split("_")[0]
        for rang, commune in enumerate(communes):
            n = valeurs[rang] if rang < len(valeurs) else 0 if variable in PLANTES else 20
            lignes.append(
                f"2025;12;{commune};2026;caf;{variable};total;{unite};{n};ok;0;0;caf_interne;Essai (definitif);2026-07-01;{VERSION}"
            )
    fichier.write_text("\n".join(lignes) + "\n", encoding="utf-8")
    return fichier


def _lance(*arguments: str, store: Path) -> str:
    """Everything that a command writes: output, errors, logs."""
    flux, journal = io.StringIO(), io.StringIO()
    ecoute = logging.StreamHandler(journal)
    racine = logging.getLogger()
    niveau = racine.level
    racine.addHandler(ecoute)
    racine.setLevel(logging.DEBUG)
    try:
        with redirect_stdout(flux), redirect_stderr(flux):
            cli.main([*arguments, "--store", str(store)])
    finally:
        racine.removeHandler(ecoute)
        racine.setLevel(niveau)
    return flux.getvalue() + journal.getvalue()


def _valeurs(essai: Essai, indicateur: str) -> str:
    formes = [("--csv",), ("--json",)]
    return "".join(_lance("valeurs", "--indicateur", indicateur, "--niveau", "commune", *forme, store=essai.store) for forme in formes)


def _nombres(essai: Essai) -> Iterator[float]:
    """Every number of the published tables."""
    for fichier in essai.publies:
        if fichier.suffix == ".parquet":
            for colonne in pq.read_table(fichier).columns:
                if pa.types.is_floating(colonne.type) or pa.types.is_integer(colonne.type):
                    yield from colonne.drop_null().to_pylist()


def _mentionne(texte: str, nombre: int) -> bool:
    """Whether a text gives the number, with or without thousands separators."""
    chiffres = str(nombre)
    return bool(re.search(rf"(?<!\d){chiffres[:-3]}[\s\u202f\u00a0.,]?{chiffres[-3:]}(?!\d)", texte))
