"""The command line on a store of its own, with a small computation in place of the real one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from ctg_data import cli, pipeline
from tests.store.outils import reunies, valeurs

BORDEAUX = "243300316"


@dataclass(frozen=True)
class Sortie:
    code: int
    texte: str
    erreurs: str


Commande = Callable[..., Sortie]


@pytest.fixture
def commande(capsys: pytest.CaptureFixture[str]) -> Commande:
    """Run one command in this process: exit code, standard output, standard error."""

    def lance(*arguments: object) -> Sortie:
        capsys.readouterr()
        try:
            code = cli.main([str(a) for a in arguments])
        except SystemExit as sortie:
            code = sortie.code
        texte, erreurs = capsys.readouterr()
        return Sortie(code, texte, erreurs)

    return lance


@pytest.fixture
def magasin(tmp_path: Path) -> Path:
    return tmp_path / "magasin"


@pytest.fixture
def extrait(tmp_path: Path) -> Path:
    """A census extract (layout TD_POP1B, invented values)."""
    fichier = tmp_path / "TD_POP1B_2022.csv"
    fichier.write_text("NIVGEO;CODGEO;LIBGEO;SEXE;AGED100;NB\nCOM;33063;x;1;030;12\nCOM;33039;x;1;030;7,5\n", encoding="utf-8")
    return fichier


@pytest.fixture
def publie(monkeypatch: pytest.MonkeyPatch, commande: Commande, magasin: Path, extrait: Path) -> Path:
    """A store in which Bordeaux Métropole has a value of 12.5 (2022), a secret (2021) and a negative one (2020)."""

    def substitut(*_: object) -> Iterator[tuple[str, pd.DataFrame]]:
        libre = valeurs(("pop_tcam", BORDEAUX, 2022, 12.5), ("pop_tcam", BORDEAUX, 2020, -0.25), arr5=True, ic_bas=11.0, ic_haut=14.0)
        secrete = valeurs(("pop_tcam", BORDEAUX, 2021, "s"), ("pop_tcam", "200069672", 2022, "nd"))
        yield "epci", reunies(libre, secrete)

    monkeypatch.setattr(pipeline.publication, "valeurs", substitut)
    assert commande("import", extrait, "--store", magasin).code == 0
    return magasin
